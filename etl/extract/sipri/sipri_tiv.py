"""SIPRI import and export values: a table of places by years, in millions of TIV.

`0 ` (with a blank) is more than nothing and less than one half; an empty cell is no delivery; a year that has no data
yet is an empty column, not zeros. The sums at the end of each row repeat the years and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from etl.extract.contract import Extracted, Fact, Recognised, chosen, remark
from etl.extract.figures import Cell, Gathering
from etl.extract.headings import SEARCHED, best, key, plain, visible
from etl.extract.sipri import database
from etl.read import Document, Sheet

TITLE = "volume of transfers of major arms"
ROLES = {
    "recipient": "recipient", "imports by": "recipient", "importer": "recipient",
    "supplier": "supplier", "exports by": "supplier", "exporter": "supplier", "exports from": "supplier",
}  # fmt: skip
_YEAR = re.compile(r"(19|20)\d{2}")
_SPAN = re.compile(r"((?:19|20)\d{2}) ?- ?((?:19|20)\d{2})")
_TOTAL = re.compile(r"total (?:world (?:imports?|exports?)|(?:exports? from|imports? (?:to|by)) (?P<who>.+))")
_SHARES = {"recipient": "arms_supplier_share_pct", "supplier": "arms_recipient_share_pct"}


class Layout(NamedTuple):
    """Where the table stands: heading row, column of names, whose they are, columns of years, of sum and share."""

    header: int
    names: int
    role: str
    years: dict[int, str]
    span: tuple[int, str, int] | None  # column, first year, months
    share: int | None


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is such a table, else None."""
    return best([entry for index in visible(document) if (entry := _look(document, index))])


def _look(document: Document, index: int) -> Recognised | None:
    sheet = document.sheets[index]
    layout = _layout(sheet)
    lines = database.preamble(document, sheet)
    if layout is None:
        return None
    # Users cut the lines above the table; without them the sum columns of the heading must speak for it.
    if not any(TITLE in key(line) for line in lines) and "percentage" not in map(key, sheet.rows[layout.header]):
        return None
    day = database.made(lines)
    source = database.source(day, _last_year(sheet, layout)) or "sipri"
    return Recognised(
        source,
        f"TIV by {layout.role}",
        1.0 if day else 0.8,
        sheet=index,
        unit="TIV_mn",
        unit_text="million TIV",
        flow="export",
        period=f"{min(layout.years.values())}–{max(layout.years.values())}",
        language="en",
        title=lines[0] if lines else "",
        detail={"made": day, "released": database.released(source)},
    )


def _layout(sheet: Sheet) -> Layout | None:
    for index, cells in enumerate(sheet.rows[:SEARCHED]):
        names = next((i for i, cell in enumerate(cells[:2]) if key(cell) in ROLES), None)
        years = {i: plain(cell) for i, cell in enumerate(cells) if _YEAR.fullmatch(plain(cell))}
        if names is not None and years:
            span = next((found for i, cell in enumerate(cells) if (found := _span(i, cell))), None)
            share = next((i for i, cell in enumerate(cells) if key(cell) == "percentage"), None)
            return Layout(index, names, ROLES[key(cells[names])], years, span, share if span else None)
    return None


def _span(column: int, cell: str) -> tuple[int, str, int] | None:
    """Return column, first year and months of a heading like `1950-2024`."""
    match = _SPAN.fullmatch(plain(cell))
    return (column, match[1], 12 * (int(match[2]) - int(match[1]) + 1)) if match else None


def _last_year(sheet: Sheet, layout: Layout) -> int:
    """Return the last year with any figure."""
    rows = sheet.rows[layout.header + 1 :]
    filled = [int(year) for column, year in layout.years.items() if any(row[column].strip() for row in rows)]
    return max(filled, default=0)


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return annual rows in millions of TIV: reporter is the supplier, partner the recipient."""
    gathering = Gathering("sipri", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    layout = _layout(sheet)
    gathering.questions += asked
    if layout is None or asked:
        return gathering.done()
    database.edition(gathering, recognised.source, recognised.detail["made"])
    rows = [row for row in range(layout.header + 1, len(sheet.rows)) if sheet.rows[row][layout.names].strip()]
    other = _other(gathering, sheet, layout, rows)
    empty = [year for column, year in layout.years.items() if not any(sheet.rows[row][column].strip() for row in rows)]
    if empty:
        gathering.problems.append(remark("no_data", sheet.at(layout.header), what=", ".join(empty)))
    if other:
        _read(gathering, sheet, layout, other)
    return gathering.done(() if recognised.others else ("W-06",))


def _other(gathering: Gathering, sheet: Sheet, layout: Layout, rows: list[int]) -> str:
    """Return the place on the other side of every row: the world, or the one that the last line names; asks if none."""
    for row in reversed(rows):
        match = _TOTAL.fullmatch(key(sheet.rows[row][layout.names]))
        if match:
            where = sheet.at(row, layout.names)
            return database.party(gathering, match["who"], where) if match["who"] else "WLD"
    evidence = "Supplier" if layout.role == "recipient" else "Recipient"
    return gathering.ask_place("reporter" if layout.role == "recipient" else "partner", evidence)


def _read(gathering: Gathering, sheet: Sheet, layout: Layout, other: str) -> None:
    """Add the rows of every place and of the total."""
    places: dict[int, str] = {}
    for row in range(layout.header + 1, len(sheet.rows)):
        name = plain(sheet.rows[row][layout.names])
        if _TOTAL.fullmatch(key(name)):
            places[row] = "WLD"
        elif name and any(sheet.rows[row][column].strip() for column in layout.years):
            places[row] = database.party(gathering, name, sheet.at(row, layout.names))
    gathering.problems += database.groups(sheet.rows[row][layout.names] for row in places)
    table = _Table(gathering, sheet, layout, places)
    table.read(other)


class _Table:
    """Reads the figures of one table; `places` are those of its rows."""

    def __init__(self, gathering: Gathering, sheet: Sheet, layout: Layout, places: dict[int, str]) -> None:
        self.gathering, self.sheet, self.layout, self.places = gathering, sheet, layout, places

    def read(self, other: str) -> None:
        """Add years, the sum over all years and the share in it; `other` is the place on the other side of each row."""
        when = {column: (year, 12) for column, year in self.layout.years.items()}
        if self.layout.span:
            column, year, months = self.layout.span
            when[column] = (year, months)
        cells: list[Cell] = [(row, column) for row in self.places for column in when]
        figures = self.gathering.figures(self.sheet, cells)
        for cell, figure in figures.items():
            fact = Fact("arms_deliveries_tiv", *self._sides(cell[0], other), *when[cell[1]])
            add = self.gathering.add_up if self.places[cell[0]] == database.GROUPS else self.gathering.add
            add(figure, fact, self.sheet.at(*cell))
        self.gathering.summed(list(self.places.values()).count(database.GROUPS), "armed groups and organisations")
        small = sum(figure.status == "below" for (_, column), figure in figures.items() if column in self.layout.years)
        if small:
            self.gathering.problems.append(remark("small", count=small))
        self._shares(other)

    def _sides(self, row: int, other: str) -> tuple[str, str]:
        """Return supplier and recipient of a row."""
        return (other, self.places[row]) if self.layout.role == "recipient" else (self.places[row], other)

    def _shares(self, other: str) -> None:
        """Add each row's share over all years, where it is one that we keep: of a supplier, or of one side's trade."""
        if self.layout.share is None or self.layout.span is None:
            return
        world = other == "WLD"
        series = _SHARES[self.layout.role] if not world else "arms_world_share_pct"
        if world and self.layout.role == "recipient":
            return
        left = ("WLD", database.GROUPS)
        cells: list[Cell] = [(row, self.layout.share) for row, place in self.places.items() if place not in left]
        for cell, figure in self.gathering.figures(self.sheet, cells, percent=True).items():
            fact = Fact(series, *self._sides(cell[0], other), *self.layout.span[1:])
            self.gathering.add(figure, fact, self.sheet.at(*cell))
