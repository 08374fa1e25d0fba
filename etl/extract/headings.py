"""Texts of headings, titles and names in one form, and where in a sheet the headings stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from etl.extract.contract import Recognised
from etl.read import Document, Sheet

_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
SEARCHED = 40  # a heading stands within so many rows, or the table is of another kind


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Return text in ordinary letters and blanks: full-width forms, hard blanks and line breaks made usual."""
    text = unicodedata.normalize("NFKC", _HIDDEN.sub("", text)).replace("’", "'").replace("‘", "'").replace("`", "'")
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """Return text as it is compared: plain, in small letters."""
    return plain(text).casefold()


def heading_row(sheet: Sheet, wanted: Collection[str], start: int = 0) -> int | None:
    """Return the index of the first row that holds every wanted heading (compared by `key`), or None."""
    needed = set(wanted)
    for index, row in enumerate(sheet.rows[start : start + SEARCHED], start):
        if needed <= {key(cell) for cell in row}:
            return index
    return None


def columns(row: Sequence[str], aliases: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return the column of each role, by its aliases; the first column of a heading that stands twice."""
    places: dict[str, int] = {}
    for index, cell in enumerate(row):
        places.setdefault(key(cell), index)
    found = {}
    for role, names in aliases.items():
        at = next((places[name] for name in names if name in places), None)
        if at is not None:
            found[role] = at
    return found


def body(sheet: Sheet, header: int) -> list[int]:
    """Return the indices of the rows below a heading that hold anything; hidden rows are read like the others."""
    return [index for index in range(header + 1, len(sheet.rows)) if any(cell.strip() for cell in sheet.rows[index])]


def lines_above(sheet: Sheet, header: int) -> list[str]:
    """Return the distinct texts above a heading, in order."""
    cells = (plain(cell) for row in sheet.rows[:header] for cell in row)
    return list(dict.fromkeys(cell for cell in cells if cell))


def visible(document: Document) -> list[int]:
    """Return the indices of the sheets with rows; hidden ones only if no other holds any."""
    filled = [index for index, sheet in enumerate(document.sheets) if sheet.rows]
    shown = [index for index in filled if document.sheets[index].state == "visible"]
    return shown or filled


def best(found: Sequence[Recognised]) -> Recognised | None:
    """Return one finding with the sheets of the equally good ones as `others`; None if there is none."""
    if not found:
        return None
    top = max(entry.confidence for entry in found)
    first, *rest = [entry for entry in found if entry.confidence == top]
    if not rest:
        return first
    return replace(first, others=tuple(entry.sheet for entry in rest))
