"""China Customs, trade by country and region: preliminary tables and the monthly bulletin, English and Chinese.

Ten columns (month and January-to-date of total, exports and imports, and their changes) or, for January and February
together, seven. Regions and groups of countries stand among the countries: each is a place of its own, never summed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from etl.extract import series_ids
from etl.extract.contract import Extracted, Fact, Recognised, chosen
from etl.extract.figures import Gathering
from etl.extract.gacc import titles
from etl.extract.gacc.titles import BULLETIN, EXPRESS, FLOWS, GROWTH, Above, Heading
from etl.extract.headings import SEARCHED, best, key, plain, visible
from etl.read import Document, Sheet
from etl.tables.problems import HOLD, problem
from etl.text.periods import Period

SOURCE = "gacc_tables"
TITLE = re.compile(r"(export|import).*by (major )?country|进出口(商品)?(主要)?国别(\(地区\)|地区)?总值表")
_EXPRESS = re.compile(r"china's total|主要")
_WORLD = {"total", "总值", "总额", "合计", "进出口总值"}
_PARENT = re.compile(r"^(?:of which|其中)\s*[:：]\s*", re.IGNORECASE)
_NOTES = re.compile(r"^(?:notes?\b|注|说明|\d+[.、])", re.IGNORECASE)
_USUAL = (7, 10)
_TOLERANCE = 2  # in last printed digits: each of three figures is rounded by itself
_NOISE = Decimal("1e-9")  # workbooks hold figures in binary, which do not add up in the last digits


@dataclass(frozen=True)
class Layout:
    """Where a table's names and figures stand: heading rows, the column of names, what each other column holds."""

    first: int
    last: int
    names: int
    headings: dict[int, Heading]


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is such a table (or the page of one whose table is a picture), else None."""
    found = [entry for index in visible(document) if (entry := _look(document, index))]
    if found:
        return best(found)
    for line in document.outside:
        if document.kind == "html" and TITLE.search(key(line)):
            return Recognised(SOURCE, "picture", 0.6, reporter="CHN", title=plain(line))
    return None


def _look(document: Document, index: int) -> Recognised | None:
    sheet = document.sheets[index]
    layout = _layout(sheet)
    if layout is None:
        return None
    about = titles.above(document, sheet, layout.first, TITLE)
    if not about.title:
        return None
    kind = EXPRESS if _EXPRESS.search(key(about.title)) else BULLETIN
    return about.recognised(f"{kind} by country", source=SOURCE, sheet=index, flow="total, export, import")


def _layout(sheet: Sheet) -> Layout | None:
    """Return where headings and figures stand: the rows that name total, exports and imports, and the month below."""
    for index, cells in enumerate(sheet.rows[:SEARCHED]):
        if {"total", "export", "import"} <= {FLOWS.get(key(cell), "") for cell in cells}:
            for last in (index + 1, index, index + 2):
                if last < len(sheet.rows) and (found := _columns(sheet, index, last)):
                    return found
    return None


def _columns(sheet: Sheet, first: int, last: int) -> Layout | None:
    """Return the layout if every column but the names has a flow in heading rows `first` to `last`, and months fit."""
    above = titles.composed(sheet, first, last)
    flows = [next((FLOWS[key(part)] for part in parts if key(part) in FLOWS), "") for parts in above]
    changes = [any(GROWTH.search(key(part)) for part in parts) for parts in above]
    spans = [_months(parts) for parts in above]
    amounts = [i for i, flow in enumerate(flows) if flow and spans[i] and not changes[i]]
    if not amounts or {flows[i] for i in amounts} != {"total", "export", "import"}:
        return None
    longest = max((spans[i] or (0, 0) for i in amounts), key=lambda pair: pair[1] - pair[0])
    headings = {i: Heading(flows[i], *(spans[i] or longest), False) for i in amounts}
    for i, flow in enumerate(flows):
        if flow and changes[i] and i > amounts[0]:
            headings[i] = Heading(flow, *(spans[i] or longest), True)
    names = next((i for i in range(amounts[0]) if any(row[i].strip() for row in sheet.rows[last + 1 :])), None)
    return None if names is None else Layout(first, last, names, headings)


def _months(parts: list[str]) -> tuple[int, int] | None:
    """Return the months of the first heading part that names them and is no flow."""
    return next((found for part in parts if key(part) not in FLOWS and (found := titles.span(part))), None)


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return a row for each printed figure of each place: amounts in USD or CNY, changes in percent."""
    gathering = Gathering("gacc", document, answers)
    if recognised.layout == "picture":
        gathering.problems.append(problem("F-14", recognised.title))
        return gathering.done()
    sheet, asked = chosen(document, recognised, answers)
    gathering.questions += asked
    layout = _layout(sheet)
    if layout is None or asked:
        return gathering.done()
    about = titles.above(document, sheet, layout.first, TITLE)
    unit, when = titles.scale(gathering, about), titles.period(gathering, about)
    titles.usual_unit(gathering, sheet, about, express=EXPRESS in recognised.layout)
    _unusual(gathering, layout, sheet)
    layout = _dated(layout, when)
    if unit and when and _agree(gathering, layout, when, about):
        status = "provisional" if EXPRESS in recognised.layout else "reported"
        _Table(gathering, sheet, layout, when).read(unit.unit, unit.factor, status)
    return gathering.done(() if recognised.others else ("W-06",))


def _dated(layout: Layout, when: Period | None) -> Layout:
    """Return a layout whose headings name their months, where they left them to the title."""
    dated = {column: titles.dated((one.first, one.last), when) for column, one in layout.headings.items()}
    headings = {i: replace(one, first=dated[i][0], last=dated[i][1]) for i, one in layout.headings.items()}
    return replace(layout, headings=headings)


def _unusual(gathering: Gathering, layout: Layout, sheet: Sheet) -> None:
    """Note the seven columns of January and February; hold any other number of columns."""
    count = len(layout.headings) + 1
    if count not in _USUAL and gathering.answers.get("layout") != "yes":
        gathering.ask("layout", f"{count} columns", ("yes",), columns=count)
    elif count == _USUAL[0]:
        where = sheet.at(layout.last)
        gathering.problems.append(problem("S-11", where=where, verdict="A", columns=count))


def _agree(gathering: Gathering, layout: Layout, when: Period, about: Above) -> bool:
    """Say whether title and headings name the same last month; if not, that is held and nothing is read."""
    newest = max(heading.last for heading in layout.headings.values())
    stated = int(when.last[5:])
    if newest == stated:
        return True
    reason = f"The title names month {stated}, the headings go up to month {newest}."
    gathering.problems.append(problem("T-01", about.title, verdict=HOLD, key="period", reason=reason))
    return False


class _Table:
    """Reads the rows of one table."""

    def __init__(self, gathering: Gathering, sheet: Sheet, layout: Layout, when: Period) -> None:
        self.gathering, self.sheet, self.layout, self.when = gathering, sheet, layout, when
        self.year = int(when.period[:4])

    def read(self, currency: str, factor: Decimal, status: str) -> None:
        """Add the rows of every place: amounts times `factor`, changes as they are."""
        places = self._places()
        cells = [(row, column) for row in places for column in self.layout.headings]
        growth = {column for column, heading in self.layout.headings.items() if heading.growth}
        figures = self.gathering.figures(self.sheet, [cell for cell in cells if cell[1] not in growth])
        figures |= self.gathering.figures(self.sheet, [cell for cell in cells if cell[1] in growth], negative=True)
        for row, column in cells:
            heading = self.layout.headings[column]
            series = series_ids.growth if heading.growth else _amount
            period, months = titles.stretch(self.year, heading.first, heading.last)
            fact = Fact(series(heading.flow, currency), "CHN", places[row], period, months)
            scale = Decimal(1) if heading.growth else factor
            self.gathering.add(figures[row, column], fact, self.sheet.at(row, column), scale, status=status)
        self._add_up({cell: figure.value for cell, figure in figures.items() if figure.value is not None})

    def _places(self) -> dict[int, str]:
        """Return the rows that hold figures with their places; what follows the first note is left out."""
        found: dict[int, str] = {}
        for row in range(self.layout.last + 1, len(self.sheet.rows)):
            cells = self.sheet.rows[row]
            name = _PARENT.sub("", plain(cells[self.layout.names]))
            if _NOTES.match(name) and len({plain(cells[i]) for i in self.layout.headings}) == 1:
                break
            if not name or not any(cells[i].strip() for i in self.layout.headings):
                continue
            where = self.sheet.at(row, self.layout.names)
            world = key(name) in _WORLD
            found[row] = "WLD" if world else self.gathering.place(name, where, month=self.when.last)
        return found

    def _add_up(self, values: Mapping[tuple[int, int], Decimal]) -> None:
        """Hold the table where exports and imports do not make the total: columns may be shifted."""
        columns = {(h.flow, h.first, h.last): i for i, h in self.layout.headings.items() if not h.growth}
        for row in dict.fromkeys(row for row, _ in values):
            for (flow, first, last), column in columns.items():
                parts = [values.get((row, columns.get((part, first, last), -1))) for part in ("export", "import")]
                total = values.get((row, column))
                if flow != "total" or total is None or None in parts:
                    continue
                made = sum((part for part in parts if part is not None), Decimal(0))
                printed = _TOLERANCE * Decimal(1).scaleb(int(total.as_tuple().exponent))
                if abs(made - total) > max(printed, abs(total) * _NOISE):
                    where = self.sheet.at(row, column)
                    said = {"sum": str(made), "total": str(total)}
                    choices = ("as printed",)
                    self.gathering.problems.append(problem("P-02", where=where, key="sums", choices=choices, **said))


def _amount(flow: str, currency: str) -> str:
    return series_ids.level(series_ids.TOTAL, flow, currency)
