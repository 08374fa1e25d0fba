"""Downloads that are one long table under fixed headings, each by a description: BACI, WITS' workbook of partners.

A further table of this kind is a description here, not a module: which headings it needs, what its columns are, which
unit its values have and what its rows never say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from etl.extract import series_ids
from etl.extract.contract import Extracted, Fact, Recognised, chosen, remark
from etl.extract.figures import Cell, Gathering
from etl.extract.headings import best, body, heading_row, key, plain, visible
from etl.read import Document, Sheet
from etl.text.periods import Period


@dataclass(frozen=True)
class Amount:
    """What a column of figures holds: its flow, base unit and the factor to it."""

    flow: str
    unit: str
    factor: Decimal


@dataclass(frozen=True)
class LongTable:
    """One download: its source, headings and columns. A side without a column is asked for."""

    source: str
    layout: str
    exactly: bool  # whether it has no other headings than these
    period: str
    amounts: Mapping[str, Amount]
    reporter: str = ""
    partner: str = ""
    scheme: str = ""  # of codes of places; "" for names
    product: str = ""  # heading; without it all rows are about all goods
    digits: int = 0  # of every product code: a spreadsheet's lost zeros can be put back for sure
    products: Mapping[str, str] = field(default_factory=dict)  # words for products → code
    marks: str = "common"
    seen_from: str = ""  # the place from whose side a row is told where it is one of the two: as what is held tells it

    def needed(self) -> set[str]:
        """Return the headings without which a sheet is no such table; one amount is enough where there are several."""
        return {self.period, *filter(None, (self.reporter, self.partner, self.product))}


TABLES = (
    LongTable(
        "baci", "BACI", exactly=True, period="t", reporter="i", partner="j", scheme="m49", product="k", digits=6,
        amounts={
            "v": Amount("export", "USD", Decimal(1000)),  # thousands of current dollars, FOB, as both sides agree
            "q": Amount("export", "t", Decimal(1)),
        },
        marks="baci", seen_from="CHN",
    ),
    LongTable(
        "wits", "WITS partners", exactly=False, period="year", reporter="reporter name", partner="partner name",
        product="product group", products={"all products": series_ids.TOTAL},
        amounts={
            "export (us$ thousand)": Amount("export", "USD", Decimal(1000)),
            "import (us$ thousand)": Amount("import", "USD", Decimal(1000)),
        },
        marks="wits",
    ),
)  # fmt: skip
_OTHER_SIDE = {"export": "import", "import": "export"}
_MAY_LACK = {"WITS partners": ("reporter name", "product group")}


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if its headings are those of one of the tables, else None."""
    return best([entry for index in visible(document) if (entry := _look(document, index))])


def _look(document: Document, index: int) -> Recognised | None:
    sheet = document.sheets[index]
    for table in TABLES:
        header = _header(sheet, table)
        if header is None:
            continue
        columns = _columns(sheet, header)
        flows = {one.flow for name, one in table.amounts.items() if name in columns}
        flow = flows.pop() if len(flows) == 1 else ""
        return Recognised(
            table.source, table.layout, 1.0, sheet=index, unit="USD", currency="USD", flow=flow, language="en"
        )
    return None


def _header(sheet: Sheet, table: LongTable) -> int | None:
    needed = table.needed() - set(_MAY_LACK.get(table.layout, ()))
    header = heading_row(sheet, needed)
    if header is None:
        return None
    named = {key(cell) for cell in sheet.rows[header] if cell.strip()}
    exact = not table.exactly or named <= table.needed() | set(table.amounts)
    return header if exact and named & set(table.amounts) else None


def _columns(sheet: Sheet, header: int) -> dict[str, int]:
    return {key(cell): column for column, cell in reversed(list(enumerate(sheet.rows[header]))) if cell.strip()}


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in US dollars and tonnes; columns that the description lacks are noted."""
    table = next(one for one in TABLES if one.layout == recognised.layout)
    gathering = Gathering(table.marks, document, answers)
    sheet, asked = chosen(document, recognised, answers)
    gathering.questions += asked
    header = _header(sheet, table)
    if header is not None and not asked:
        _Reader(gathering, sheet, table, header).read()
    return gathering.done(() if recognised.others else ("W-06",))


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, gathering: Gathering, sheet: Sheet, table: LongTable, header: int) -> None:
        self.gathering, self.sheet, self.table = gathering, sheet, table
        self.rows, self.columns = body(sheet, header), _columns(sheet, header)

    def read(self) -> None:
        """Add a row for each figure, asking first for the side that no column names."""
        sides = {}
        for role, heading in (("reporter", self.table.reporter), ("partner", self.table.partner)):
            if heading not in self.columns:
                sides[role] = self.gathering.ask_place(role, self.table.layout)
        if not all(sides.values()):
            return
        self._note()
        amounts = {self.columns[name]: one for name, one in self.table.amounts.items() if name in self.columns}
        about = {row: self._about(row, sides) for row in self.rows}
        for column, amount in amounts.items():
            cells: list[Cell] = [(row, column) for row in self.rows]
            for cell, figure in self.gathering.figures(self.sheet, cells).items():
                told = about[cell[0]]
                if told and figure.value is not None:
                    product, reporter, partner, when = told
                    flow = amount.flow
                    if self.table.seen_from and partner == self.table.seen_from != reporter:
                        flow, reporter, partner = _OTHER_SIDE[flow], partner, reporter
                    series = series_ids.level(product, flow, amount.unit)
                    fact = Fact(series, reporter, partner, when.period, when.months)
                    self.gathering.add(figure, fact, self.sheet.at(*cell), amount.factor)

    def _note(self) -> None:
        known = {*self.table.needed(), *self.table.amounts}
        left = [name for name in self.columns if name not in known]
        if left:
            self.gathering.problems.append(remark("columns", count=len(left), what=", ".join(left)[:200]))

    def _about(self, row: int, sides: Mapping[str, str]) -> tuple[str, str, str, Period] | None:
        """Return product, reporter, partner and period of a row; None with a problem where one is not clear."""
        when = self.gathering.period(self._cell(row, self.table.period), self.sheet.at(row))
        product = self._product(row)
        if when is None or not product:
            return None
        named = {"reporter": self.table.reporter, "partner": self.table.partner}
        both = [sides.get(role) or self._place(row, heading, when.last) for role, heading in named.items()]
        return product, both[0], both[1], when

    def _cell(self, row: int, heading: str) -> str:
        return plain(self.sheet.rows[row][self.columns[heading]]) if heading in self.columns else ""

    def _place(self, row: int, heading: str, month: str) -> str:
        text, where = self._cell(row, heading), self.sheet.at(row, self.columns[heading])
        if self.table.scheme:
            return self.gathering.place("", where, scheme=self.table.scheme, code=text, month=month)
        return self.gathering.place(text, where, month=month)

    def _product(self, row: int) -> str:
        text = self._cell(row, self.table.product)
        if not self.table.product or (not text and self.table.product not in self.columns):
            return series_ids.TOTAL
        if self.table.digits and text.isdigit() and len(text) <= self.table.digits:
            text = text.zfill(self.table.digits)
        return self.gathering.product(self.table.products.get(key(text), text), self.sheet.at(row))
