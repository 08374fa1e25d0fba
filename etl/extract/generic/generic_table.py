"""Any other table of trade (CSV, TSV, workbook, pasted): a person says once which column is which.

What no column says holds for the whole table and is asked for: whose trade, with whom, which way, when, which product,
in which unit. Nothing is read before that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from etl.extract import codes, heading_checks, mapping, publisher_codes, series_ids, totals, unit_lines, units
from etl.extract.contract import Extracted, Fact, Recognised, chosen
from etl.extract.figures import Cell, Gathering
from etl.extract.headings import best, body, plain, visible
from etl.extract.mapping import Given
from etl.extract.table_units import TableUnits
from etl.read import Document, Sheet
from etl.tables.problems import HOLD, Problem, problem
from etl.text import periods
from etl.text.periods import Period

SOURCE = "table"
_UNITS = ("USD", "USD 1,000", "USD 1 Million", "CNY", "CNY 10,000", "CNY 100 Million", "EUR", "EUR 1 Million", "t")
_PLACED = ("reporter", "partner")


class Whole(NamedTuple):
    """What holds for the whole table, from a person's answers; "" or None where columns say it."""

    reporter: str
    partner: str
    flow: str
    product: str
    unit: str
    quantity_unit: str
    period: Period | None


def recognises(document: Document) -> Recognised | None:
    """Return that a document holds a table with some known headings; any known source is surer of itself."""
    found = []
    for index in visible(document):
        sheet = document.sheets[index]
        suggested = mapping.suggestion(sheet)
        if mapping.amounts(list(suggested.values())):
            offered = {"mapping": mapping.as_text(suggested)}
            sure = min(0.4, 0.1 + 0.05 * len(set(suggested.values())))
            found.append(Recognised(SOURCE, mapping.fingerprint(sheet), sure, sheet=index, detail=offered))
    return best(found)


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows as the mapping says; asks for it, with a suggestion as evidence, until it is given."""
    gathering = Gathering("common", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    gathering.questions += asked
    try:
        given = mapping.given(sheet, answers)
    except ValueError as error:
        gathering.problems.append(problem("S-06", str(error), key="mapping"))
        return gathering.done()
    if given is None:
        gathering.ask("mapping", recognised.detail.get("mapping", ""))
    for heading in mapping.unsettled(sheet, answers):
        gathering.ask("column", heading, mapping.ROLES, about=heading, heading=heading)
    if given is None or gathering.questions or not heading_checks.check(gathering, sheet, given):
        return gathering.done()
    unit_lines.meaning(gathering, sheet, given.header)
    scale = TableUnits(gathering, sheet, given)
    for column, role in given.roles.items():
        gathering.take("column", sheet.rows[given.header][column], role)
    whole = _whole(gathering, sheet, given, scale)
    if not gathering.questions and not any(one.key == "period" for one in gathering.problems):
        _Table(gathering, sheet, given, whole, scale).read()
    return gathering.done(() if recognised.others else ("W-06",))


def _whole(gathering: Gathering, sheet: Sheet, given: Given, scale: TableUnits) -> Whole:
    """Return what holds for the whole table, asking for what neither a column nor an answer says."""
    roles = set(given.roles.values())
    evidence = ", ".join(plain(cell) for cell in sheet.rows[given.header] if cell.strip())
    if "series" in roles:
        flow = product = unit = "-"
    else:
        flow = (
            ""
            if any(mapping.flow_of(role) for role in roles) or "flow" in roles
            else gathering.ask("flow", evidence, ("import", "export", "total"))
        )
        product = "" if "product" in roles else gathering.ask("product", evidence)
        unit = "" if "unit" in roles or not _money(roles) else scale.asked(evidence, _UNITS)
    weighed = "quantity" in roles and "quantity unit" not in roles
    quantity_unit = gathering.ask("unit_missing", evidence, about="quantity") if weighed else ""
    partnered = {"partner", "value by partner"}
    reporter = "" if "reporter" in roles else gathering.ask_place("reporter", evidence)
    partner = "" if roles & partnered else gathering.ask_place("partner", evidence)
    dated = roles & {"period", "year"} or any(role.endswith("by period") for role in roles)
    when = None if dated else _period(gathering, evidence)
    return Whole(reporter, partner, flow, product, unit, quantity_unit, when)


def _money(roles: set[str]) -> bool:
    return any(role.startswith("value") for role in roles)


def _period(gathering: Gathering, evidence: str) -> Period | None:
    answer = gathering.ask("period", evidence)
    found = periods.read(answer) if answer else None
    if isinstance(found, Problem):
        gathering.problems.append(replace(found, verdict=HOLD, key="period"))
    return found if isinstance(found, Period) else None


class _Table:
    """Reads the rows of a mapped table."""

    def __init__(self, gathering: Gathering, sheet: Sheet, given: Given, whole: Whole, scale: TableUnits) -> None:
        self.gathering, self.sheet, self.given, self.whole, self.scale = gathering, sheet, given, whole, scale
        self.columns = {role: i for i, role in reversed(list(given.roles.items()))}

    def read(self) -> None:
        """Add a row for each figure."""
        wanted = [i for i, role in self.given.roles.items() if mapping.amounts([role])]
        cells: list[Cell] = [(row, column) for row in body(self.sheet, self.given.header) for column in wanted]
        figures = self.gathering.figures(self.sheet, cells)
        sums = totals.rows(self.gathering, self.sheet, self.columns.get("month"), figures)
        for cell, figure in figures.items():
            if figure.value is None or cell[0] in sums:
                continue
            fact, factor = self._fact(cell)
            if fact is not None:
                self.gathering.add(figure, fact, self.sheet.at(*cell), factor)

    def _said(self, row: int, role: str) -> str:
        column = self.columns.get(role)
        return "" if column is None else plain(self.sheet.rows[row][column])

    def _fact(self, cell: Cell) -> tuple[Fact | None, Decimal]:
        """Return what a figure is about and the factor to its base unit; None with a problem if that is unclear."""
        role, heading = self.given.roles[cell[1]], plain(self.sheet.rows[self.given.header][cell[1]])
        when = self._when(cell[0], mapping.period_of(heading) if role.endswith("by period") else "")
        unit = self._unit(cell, role)
        if when is None or unit is None:
            return None, Decimal(1)
        series = self._said(cell[0], "series") or self._series(cell, role, unit.unit)
        if not series:
            return None, Decimal(1)
        sides = [self._side(cell, side, heading if role == "value by partner" else "", when.last) for side in _PLACED]
        if not self.scale.whose(
            self._said(cell[0], "unit") or self.whole.unit or heading, sides[0], self.sheet.at(*cell)
        ):
            return None, Decimal(1)
        return Fact(series, sides[0], sides[1], when.period, when.months), unit.factor

    def _side(self, cell: Cell, side: str, heading: str, month: str) -> str:
        """Return the reporter or partner of a figure: by ISO-3 code or name."""
        text = (heading if side == "partner" else "") or self._said(cell[0], side)
        if not text:
            return self.whole.reporter if side == "reporter" else self.whole.partner
        where = self.sheet.at(cell[0], self.columns.get(side, cell[1]))
        # "NA" and the like are ISO-2 codes only where all letters are capitals; names are never that short.
        scheme = "iso3" if len(text) == 3 else "iso2" if len(text) == 2 and text.isupper() else ""
        if scheme and codes.by_code(scheme, text) and not codes.by_name(text):
            return self.gathering.place("", where, scheme=scheme, code=text, month=month)
        return self.gathering.place(text, where, month=month)

    def _when(self, row: int, heading: str) -> Period | None:
        if self.whole.period is not None:
            return self.whole.period
        where, year = self.sheet.at(row), self._said(row, "year")
        month = self._said(row, "month")
        if month and re.fullmatch(r"[12]\d{3}", heading):
            year, heading = heading, ""
        text = heading or self._said(row, "period") or month or year
        number = int(year) if year.isdigit() and len(year) == 4 else None
        return self.gathering.period(text, where, year=number)

    def _unit(self, cell: Cell, role: str) -> units.Unit | None:
        """Return the unit of a figure; an unknown one is held."""
        if "series" in self.columns:
            return units.Unit("", Decimal(1))
        if role == "quantity":
            text = self._said(cell[0], "quantity unit") or self.whole.quantity_unit
            return self.gathering.unit(text, self.sheet.at(*cell))
        return self.scale.of(cell, self._said(cell[0], "unit"), self.whole.unit)

    def _series(self, cell: Cell, role: str, unit: str) -> str:
        """Return the series of a figure; "" with a problem for an unknown flow."""
        flow = mapping.flow_of(role)
        said = self._said(cell[0], "flow")
        where = self.sheet.at(*cell)
        flow = flow or self.whole.flow or self.gathering.flow(said, where, publisher_codes.flow_words())
        product = self.gathering.product(self._said(cell[0], "product") or self.whole.product, where)
        unit_said = self._said(cell[0], "unit") or self.whole.unit or plain(self.sheet.rows[self.given.header][cell[1]])
        self.scale.valued(unit_said, flow, where)
        return series_ids.level(product, flow, unit) if flow and product else ""
