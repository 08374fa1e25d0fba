"""Prose in files: the text of a Word document, a PDF or a plain text, paragraph by paragraph. Runs in the cage."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from etl.read import encoding, file_type
from etl.read.document import Document, Refused
from etl.tables.problems import problem

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SKIPPED = {f"{WORD}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")}
TWIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SPACES = {f"{WORD}{name}" for name in ("tab", "br", "cr", "p")}
PARTS = {"word/document.xml": "p", "word/footnotes.xml": "footnote", "word/endnotes.xml": "endnote"}
PAGES, CHARACTERS = 1_000, 2_000_000


def interpret(data: bytes, name: str) -> Document:
    """Return the text of a file, paragraphs apart by an empty line; "" where it holds none. Raises Refused."""
    if not data:
        raise Refused((problem("F-01"),))
    if data.startswith(b"%PDF"):
        return Document("pdf", name, text=_cut(_of_pdf(data)))
    if file_type.of_bytes(data, name) == "zip":
        return Document("docx", name, text=_cut(_of_word(data)))
    decoded = encoding.decode(data)
    return Document("text", name, encoding=decoded.encoding, text=decoded.text, held=decoded.held)


def _cut(parts: Iterator[str]) -> str:
    """Return parts apart by empty lines. Raises Refused beyond what is taken."""
    kept, size = [], 0
    for part in parts:
        size += len(part)
        if size > CHARACTERS:
            raise Refused((problem("Z-06", limit=f"{CHARACTERS:,} characters"),))
        kept.append(part)
    return "\n\n".join(kept)


def _of_word(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a Word document, then its notes with their numbers; what was struck out is left out."""
    from defusedxml import ElementTree

    from etl.read.zipguard import guarded

    archive, _ = guarded(data, "word/document.xml")
    names = set(archive.namelist())
    for part, tag in PARTS.items():
        if part not in names:
            continue
        try:
            root = ElementTree.fromstring(archive.read(part), forbid_dtd=True)
        except (ValueError, zipfile.BadZipFile, ElementTree.ParseError) as error:
            raise Refused((problem("F-08", where=f"part {part}"),)) from error
        _drop_twins(root)
        number = 0
        for one in root.iter(WORD + tag):
            said = " ".join("".join(_words(one, notes=tag != "p")).split())
            if said:
                number += 1
                yield said if tag == "p" else f"<sup>{number}</sup> {said}"


def _drop_twins(root: Any) -> None:
    """Take out what an older program would show in place of a text box: it holds the same text again."""
    for parent in list(root.iter()):
        for child in [one for one in parent if one.tag == TWIN]:
            parent.remove(child)


def _words(element: Any, *, notes: bool) -> Iterator[str]:
    """Yield the text below an element in its order; of a paragraph without that of paragraphs inside it, which come by themselves."""
    waiting = list(reversed(list(element)))
    while waiting:
        one = waiting.pop()
        if one.tag in SKIPPED or (one.tag == f"{WORD}p" and not notes):
            continue
        if one.tag == f"{WORD}t":
            yield one.text or ""
        elif one.tag in SPACES:
            yield " "
        waiting += reversed(list(one))


def _of_pdf(data: bytes) -> Iterator[str]:
    """Yield the text of each page, its lines joined where they were only broken for width."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Refused((problem("F-07"),))
        if len(reader.pages) > PAGES:
            raise Refused((problem("Z-06", limit=f"{PAGES:,} pages"),))
        for page in reader.pages:
            yield page.extract_text()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise Refused((problem("F-08"),)) from error
