"""Headings of two or three levels made one: "2023" above "Exports" is "2023 · Exports".

Without that a year over exports and imports is the same month twice. A first column of places without a heading is one
of partners. Only tables of no known source are treated so; known ones are read by their own headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from etl.extract import codes, units
from etl.extract.headings import plain
from etl.read import Document, Sheet
from etl.read import layout as looks
from etl.read.layout import is_figure, is_period

SIGN = " · "
_LEVELS = 3


def parts(heading: str) -> list[str]:
    """Return the levels of a heading, the upper first."""
    return heading.split(SIGN)


def composed(document: Document) -> Document:
    """Return a document whose tables have one row of headings; itself where no table has more."""
    sheets = tuple(_named(_composed(sheet)) for sheet in document.sheets)
    return document if sheets == document.sheets else replace(document, sheets=sheets)


def _composed(sheet: Sheet) -> Sheet:
    where = looks.layout(sheet.rows)
    if where is None or not 2 <= len(where.headings) <= _LEVELS:
        return sheet
    levels = [[plain(cell) for cell in sheet.rows[row]] for row in where.headings]
    if not _is_heading(levels[-1]) or not (_spans(levels) or _units(levels[-1])):
        return sheet
    for upper, lower in pairwise(levels):
        _carry(upper, lower)
    heads = tuple(SIGN.join(dict.fromkeys(filter(None, column))) for column in zip(*levels, strict=True))
    blank = ("",) * sheet.width
    above = dict.fromkeys(where.headings[:-1], blank) | {where.headings[-1]: heads}
    rows = tuple(above.get(row, cells) for row, cells in enumerate(sheet.rows))
    kinds = list(sheet.kinds)
    for row in where.headings if kinds else ():
        kinds[row] = "".join("t" if cell else " " for cell in rows[row])
    return replace(sheet, rows=rows, kinds=tuple(kinds))


def _named(sheet: Sheet) -> Sheet:
    """Return a sheet whose first column has the heading `partner`, where it names places and has none."""
    where = looks.layout(sheet.rows)
    if where is None or not where.headings or sheet.rows[where.data - 1][0].strip():
        return sheet
    cells = [text for row in where.body if (text := plain(sheet.rows[row][0]))]
    if len(cells) < 2 or sum(bool(codes.by_name(cell)) for cell in cells) * 2 < len(cells):
        return sheet
    head = where.data - 1
    rows = tuple(("partner", *cells[1:]) if row == head else cells for row, cells in enumerate(sheet.rows))
    kinds = tuple(f"t{kind[1:]}" if row == head else kind for row, kind in enumerate(sheet.kinds))
    return replace(sheet, rows=rows, kinds=kinds)


def _is_heading(cells: Sequence[str]) -> bool:
    """Say whether a row names things: no figure stands in it but years and months."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and not any(is_figure(cell) and not is_period(cell) for cell in filled)


def _spans(levels: Sequence[Sequence[str]]) -> bool:
    """Say whether a heading of an upper row stands over several of the row below, spread out or in the first alone."""
    upper, lower = levels[0], levels[-1]
    filled = [cell for cell in upper if cell]
    twice = len(set(filled)) < len(filled) or any(
        lower[i] and not upper[i] and upper[i - 1] for i in range(1, len(upper))
    )
    below = [cell for cell in lower if cell]
    return twice and len(below) > len(set(filled)) - 1


def _units(cells: Sequence[str]) -> bool:
    """Say whether a row of headings holds nothing but units of the columns above it."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(units.read(cell).unit for cell in filled)


def _carry(upper: list[str], lower: Sequence[str]) -> None:
    """Write a heading that a text file keeps in the first of its columns over the others too."""
    for column in range(1, len(upper)):
        if not upper[column] and lower[column]:
            upper[column] = upper[column - 1]
