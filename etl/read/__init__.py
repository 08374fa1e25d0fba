"""Readers with caps: any file that a person hands in becomes a Document, or is refused with reasons.

May import `tables`. All reading is done in a child process without network, disk or much memory.
"""

from collections.abc import Mapping

from etl.read.document import Document, Refused, Sheet, Spent, letters

__all__ = [
    "Document",
    "Refused",
    "Sheet",
    "Spent",
    "document",
    "encoding",
    "layout",
    "letters",
    "limits",
    "local_files",
    "read",
    "read_prose",
    "table_rules",
    "weaknesses",
]


def read(data: bytes, name: str, answers: Mapping[str, str] | None = None) -> Document:
    """Return the document of a file, read in a child process of its own. See `supervisor.read`, which this is.

    Raises Refused with all problems at once.
    """
    from etl.read import supervisor  # here, because the child imports this package too and should start fast

    return supervisor.read(data, name, answers)


def read_prose(data: bytes, name: str) -> Document:
    """Return the prose of a file as the `text` of a document, read in a child process. See `supervisor.read_prose`, which this is."""
    from etl.read import supervisor

    return supervisor.read_prose(data, name)


def weaknesses() -> str:
    """Return what a file could do here in spite of the child process, in words; "" where all walls stand."""
    from etl.read import supervisor

    return supervisor.weaknesses()
