"""Tables of no known source: offered for mapping, with what a person said of the same layout before.

Nothing is kept for this: the answers of earlier decisions are in the log, and their layout beside the file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from etl.extract import mapping
from etl.extract.contract import Question, Recognised
from etl.extract.generic import generic_table
from etl.extract.headings import SEARCHED, key, plain, visible
from etl.read import Document, Sheet
from etl.read import layout as looks
from etl.read.layout import is_value
from etl.store import Store, StoreError

if TYPE_CHECKING:
    from etl.extract import Finding

SOURCE = generic_table.SOURCE
AS_BEFORE = "as before"
_FIGURE = re.compile(r"[\s\d.,'\u00a0+-]*\d[\s\d.,'\u00a0%]*")
_LEAST = 2  # so many rows with figures make a table


def unknown(document: Document) -> Finding | None:
    """Return the generic table for a document that nothing recognises but that holds figures in rows; else None."""
    for index in visible(document):
        sheet = document.sheets[index]
        if heading(sheet) is not None:
            detail = {"mapping": mapping.as_text(mapping.suggestion(sheet))}
            found = Recognised(SOURCE, mapping.fingerprint(sheet), 0.05, sheet=index, detail=detail)
            return generic_table, found  # a module is what the protocol describes
    return None


def links_only(document: Document) -> bool:
    """Return whether a web page has tables of words alone: a list of what can be had, as the publishers' index pages."""
    cells = (cell for sheet in document.sheets for row in sheet.rows for cell in row)
    return document.kind == "html" and bool(document.sheets) and not any(map(is_value, cells))


def headed(document: Document) -> Document:
    """Return a document whose tables of figures without headings have some: `column 1`, `column 2` …, to be mapped."""
    sheets = tuple(_headed(sheet) for sheet in document.sheets)
    return document if sheets == document.sheets else replace(document, sheets=sheets)


def _headed(sheet: Sheet) -> Sheet:
    where = looks.layout(sheet.rows)
    if where is None or where.headings or len(where.body) < _LEAST:
        return sheet
    names = tuple(f"column {number}" for number in range(1, sheet.width + 1))
    numbers = (sheet.number(where.data), *(sheet.number(row) for row in range(where.data, len(sheet.rows))))
    rows, kinds = (names, *sheet.rows[where.data :]), ("t" * sheet.width, *sheet.kinds[where.data :])
    return Sheet(sheet.name, rows, sheet.style, numbers, kinds if sheet.kinds else (), sheet.titles, state=sheet.state)


def heading(sheet: Sheet) -> int | None:
    """Return the row of headings: the first row of words alone, as wide as the known one or above rows of figures."""
    known = mapping.header(sheet)
    for index, cells in enumerate(sheet.rows[:SEARCHED]):
        if index == known:
            return index
        below = sheet.rows[index + 1 : index + 1 + SEARCHED]
        full = [cell for cell in cells if cell.strip()]
        wide = known is None or len(full) == len([cell for cell in sheet.rows[known] if cell.strip()])
        if wide and len(_words(cells)) == len(full) >= _LEAST and sum(map(_figured, below)) >= _LEAST:
            return index
    return known


def named(document: Document, recognised: Recognised) -> Recognised:
    """Return what a table was found to be with its layout named by its headings, in any order; periods count as one."""
    if recognised.source != SOURCE:
        return recognised
    sheet = document.sheets[recognised.sheet]
    cells = {"(period)" if _FIGURE.fullmatch(cell) else key(cell) for cell in sheet.rows[heading(sheet) or 0]}
    name = hashlib.sha256("\n".join(sorted(filter(None, cells))).encode()).hexdigest()[:16]
    return replace(recognised, layout=name)


def _words(cells: tuple[str, ...]) -> set[str]:
    return {cell for cell in cells if cell.strip() and not _FIGURE.fullmatch(cell)}


def _figured(cells: tuple[str, ...]) -> bool:
    return len([cell for cell in cells if cell.strip()]) >= _LEAST and any(map(_FIGURE.fullmatch, cells))


def sample(document: Document, recognised: Recognised, most: int) -> tuple[tuple[str, ...], ...]:
    """Return the first rows of a table as read; of one that is to be mapped from its headings on."""
    if recognised.sheet >= len(document.sheets):
        return ()
    sheet = document.sheets[recognised.sheet]
    first = (heading(sheet) or 0) if recognised.source == SOURCE else 0
    return tuple(tuple(plain(cell) for cell in row) for row in sheet.rows[first : first + most])


def offered(store: Store, recognised: Recognised, asked: Question) -> Question:
    """Return the question for a mapping with the answer given before as an option; any other question as it is."""
    if asked.key != "mapping" or not _before(store, recognised.layout):
        return asked
    return replace(asked, options=(AS_BEFORE,))


def before(store: Store, layout: str) -> dict[str, str]:
    """Return heading → role as a person last said of a layout; {} for a new one."""
    said = _before(store, layout)
    found = json.loads(said["mapping"]) if said.get("mapping") else {}
    return found | {key.partition(":")[2]: role for key, role in said.items() if key.startswith("column:")}


def _before(store: Store, layout: str) -> Mapping[str, str]:
    """Return the answers of the newest decision on a file of a layout that say which column is which."""
    for entry in reversed(store.history()):
        if entry.source != SOURCE or entry.kind != "accept":
            continue
        try:
            told = store.snapshot(entry.source, entry.snapshot).provenance.get("recognised", {})
        except StoreError:
            continue  # a damaged file has nothing to offer; the history names it
        if isinstance(told, dict) and told.get("layout") == layout:
            return {k: str(v) for k, v in entry.answers.items() if k == "mapping" or k.startswith("column:")}
    return {}
