"""World Bank WITS as a table: country summaries (few partners, many product groups) and partner time series.

Years are columns, newest first or oldest first depending on the file, and are read by their headings. The unit stands
in the indicator's name, row by row: millions and thousands of dollars in one file. Groups of products have names only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from etl.extract import codes, series_ids, units
from etl.extract.contract import Extracted, Fact, Recognised, chosen, remark
from etl.extract.figures import Cell, Gathering
from etl.extract.headings import best, body, heading_row, key, plain, visible
from etl.read import Document, Sheet

SOURCE = "wits"
SUMMARY = ("reporter", "partner", "product categories", "indicator type", "indicator")
SERIES = ("reporter name", "partner name", "trade flow", "indicator")
NAMES = {
    "reporter": ("reporter", "reporter name"),
    "partner": ("partner", "partner name"),
    "product": ("product categories", "product group", "product"),
    "flow": ("indicator type", "trade flow"),
    "indicator": ("indicator",),
}
_YEAR = re.compile(r"(19|20)\d{2}")
_FLOWS = {"export": "export", "import": "import", "exports": "export", "imports": "import"}
_AMOUNT = re.compile(
    r"^(exports?|imports?) ?\((in )?us\$ (mil|thousand)\)"
    r"|^trade \(us\$ (mil|thousand)\)-top 5|^(export|import)( trade value)? ?\(us\$ (thousand|mil)\)"
)
_PARTNER_SHARE = re.compile(r"^(partner share ?\(%\)|(export|import) partner share ?\(%\))")
_PRODUCT_SHARE = re.compile(r"^(export|import) product share ?\(%\)")
_ALL = {"all products", "...", "total", ""}


class Measure(NamedTuple):
    """What a row states: series and the factor to its base unit."""

    series: str
    factor: Decimal


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is one of the two tables, else None."""
    found = []
    for index in visible(document):
        sheet = document.sheets[index]
        layout, header = _header(sheet)
        if layout and _years(sheet, header):
            found.append(_recognised(sheet, header, layout, index))
    return best(found)


def _header(sheet: Sheet) -> tuple[str, int]:
    for name, needed in (("country summary", SUMMARY), ("partner time series", SERIES)):
        header = heading_row(sheet, needed)
        if header is not None:
            return name, header
    return "", -1


def _recognised(sheet: Sheet, header: int, layout: str, index: int) -> Recognised:
    columns = _columns(sheet, header)
    who = {plain(sheet.rows[row][columns["reporter"]]) for row in body(sheet, header)}
    years = sorted(_years(sheet, header).values())
    return Recognised(
        SOURCE,
        layout,
        1.0,
        sheet=index,
        unit="USD",
        currency="USD",
        reporter=codes.by_name(next(iter(who))) if len(who) == 1 else "",
        period=f"{years[0]}–{years[-1]}",
        language="en",
    )


def _columns(sheet: Sheet, header: int) -> dict[str, int]:
    at = {key(cell): column for column, cell in reversed(list(enumerate(sheet.rows[header])))}
    found = {role: [at[name] for name in names if name in at] for role, names in NAMES.items()}
    return {role: places[0] for role, places in found.items() if places}


def _years(sheet: Sheet, header: int) -> dict[int, str]:
    return {i: plain(cell) for i, cell in enumerate(sheet.rows[header]) if _YEAR.fullmatch(plain(cell))}


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return annual rows in US dollars and percent."""
    gathering = Gathering("wits", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    gathering.questions += asked
    _, header = _header(sheet)
    if header < 0 or asked:
        return gathering.done()
    columns, years = _columns(sheet, header), _years(sheet, header)
    measures = {row: _measure(sheet, row, columns) for row in body(sheet, header)}
    left = [plain(sheet.rows[row][columns["indicator"]]) for row, measure in measures.items() if measure is None]
    if left:
        gathering.problems.append(remark("unused", count=len(left), what=", ".join(dict.fromkeys(left))))
    cells: list[Cell] = [(row, column) for row, measure in measures.items() if measure for column in years]
    for cell, figure in gathering.figures(sheet, cells).items():
        measure = measures[cell[0]]
        if measure:
            indicator = sheet.rows[cell[0]][columns["indicator"]]
            gathering.take("unit", indicator, f"{measure.series}, × {measure.factor:,f}")
        if figure.value is None or measure is None:
            continue
        when = f"{years[cell[1]]}-12"
        who = [_place(gathering, sheet, (cell[0], columns[role]), when) for role in ("reporter", "partner")]
        fact = Fact(measure.series, who[0], who[1], years[cell[1]], 12)
        gathering.add(figure, fact, sheet.at(*cell), measure.factor)
    return gathering.done(() if recognised.others else ("W-06",))


def _place(gathering: Gathering, sheet: Sheet, cell: Cell, when: str) -> str:
    """Return the place that a cell names; "..." stands for all partners."""
    text = plain(sheet.rows[cell[0]][cell[1]])
    return "WLD" if text == "..." else gathering.place(text, sheet.at(*cell), month=when)


def _measure(sheet: Sheet, row: int, columns: Mapping[str, int]) -> Measure | None:
    """Return what a row states; None for indicators that are no goods trade by partner or product group."""
    cells = sheet.rows[row]
    indicator = key(cells[columns["indicator"]])
    flow = _FLOWS.get(key(cells[columns["flow"]]), "")
    product = plain(cells[columns["product"]]) if "product" in columns else ""
    if not flow:
        return None
    if _AMOUNT.match(indicator):
        unit = units.bracketed(indicator)
        return Measure(amount(product, flow), unit.factor) if unit and unit.unit == "USD" else None
    if _PARTNER_SHARE.match(indicator) and key(product) in _ALL:
        return Measure(f"goods_{series_ids.PLURAL[flow]}_share_pct", Decimal(1))
    if _PRODUCT_SHARE.match(indicator):
        return Measure(f"wits_{series_ids.slug(product)}_{series_ids.PLURAL[flow]}_share_pct", Decimal(1))
    return None


def amount(product: str, flow: str, unit: str = "USD") -> str:
    """Return the series of amounts of one of WITS' product groups (`Fuels`, `27-27_Fuels`), or of all goods."""
    if key(product) in _ALL:
        return series_ids.level(series_ids.TOTAL, flow, unit)
    return series_ids.level(product, flow, unit, scheme="wits_")
