"""How a document travels from the cage to the caller: lines of JSON, which carry nothing but text.

The last line is the end, with what the reading took; without it an answer is cut short.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from etl.read.document import Document, Refused, Sheet, Spent
from etl.tables.problems import Problem

_ROWS = 500  # rows a line


def sent(document: Document) -> Iterator[str]:
    """Yield the lines of a document: itself, and each sheet followed by its rows."""
    bare = asdict(replace(document, sheets=()))
    del bare["spent"]
    yield _line("document", bare)
    for sheet in document.sheets:
        told = {
            name: getattr(sheet, name) for name in ("name", "style", "numbers", "kinds", "titles", "merged", "state")
        }
        told |= {"hidden_rows": sorted(sheet.hidden_rows), "hidden_columns": sorted(sheet.hidden_columns)}
        told["formats"] = [[row, column, code] for (row, column), code in sheet.formats.items()]
        yield _line("sheet", told)
        for start in range(0, len(sheet.rows), _ROWS):
            yield _line("rows", sheet.rows[start : start + _ROWS])


def refused(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield the lines of a refusal."""
    yield _line("refused", [asdict(one) for one in problems])


def ended(spent: Spent) -> str:
    """Return the last line of every answer."""
    return _line("end", spent)


def received(lines: Iterable[bytes]) -> Document:
    """Return the document that the lines hold.

    Raises Refused for a refusal; ValueError, KeyError or TypeError for lines that `sent` did not make in full.
    """
    document: Document | None = None
    problems: tuple[Problem, ...] = ()
    sheets: list[Sheet] = []
    spent: Spent | None = None
    rows: list[tuple[str, ...]] = []
    for line in lines:
        [(what, told)] = json.loads(line).items()
        if what == "refused":
            problems = tuple(_problem(one) for one in told)
        elif what == "document":
            document = _document(told)
        elif what == "sheet":
            sheets = _closed(sheets, rows)
            rows = []
            sheets.append(_sheet(told))
        elif what == "rows":
            rows.extend(map(tuple, told))
        spent = Spent(*map(float, told)) if what == "end" else None
    if spent is None or (document is None and not problems):
        raise ValueError("the answer is cut short")
    if document is None or problems:
        raise Refused(problems, spent)
    return replace(document, sheets=tuple(_closed(sheets, rows)), spent=spent)


def _closed(sheets: list[Sheet], rows: list[tuple[str, ...]]) -> list[Sheet]:
    """Return the sheets with the rows that came after the last of them."""
    return [*sheets[:-1], replace(sheets[-1], rows=tuple(rows))] if sheets else []


def _line(what: str, told: object) -> str:
    return json.dumps({what: told}, ensure_ascii=True, separators=(",", ":")) + "\n"


def _problem(told: Mapping[str, Any]) -> Problem:
    return Problem(**{**told, "choices": tuple(told["choices"]), "table": tuple(map(tuple, told.get("table", ())))})


def _document(told: dict[str, Any]) -> Document:
    told |= {name: tuple(_problem(one) for one in told[name]) for name in ("notes", "held")}
    return Document(**{**told, "sheets": (), "outside": tuple(told["outside"])})


def _sheet(told: dict[str, Any]) -> Sheet:
    told |= {name: tuple(told[name]) for name in ("numbers", "kinds", "titles")}
    told |= {name: frozenset(told[name]) for name in ("hidden_rows", "hidden_columns")}
    told["merged"] = tuple((top, left, bottom, right) for top, left, bottom, right in told["merged"])
    told["formats"] = {(row, column): code for row, column, code in told["formats"]}
    return Sheet(rows=(), **told)
