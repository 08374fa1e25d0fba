"""JODI oil and gas, CSV: a country's energy balance by month. No partner: it cannot say what came from where.

One fact stands there in up to five units, one of which (CONVBBL) is a factor and no amount. Thousands of tonnes are
taken, and thousands of barrels a day where a series is kept in them; imports and exports only.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from etl.extract import series_ids, units
from etl.extract.contract import Extracted, Fact, Recognised, chosen, remark
from etl.extract.figures import Gathering
from etl.extract.headings import best, body, heading_row, key, plain, visible
from etl.read import Document, Sheet

SOURCE = "jodi"
NEEDED = ("ref_area", "time_period", "energy_product", "flow_breakdown", "unit_measure", "obs_value")
FLOWS = {"TOTIMPSB": "import", "TOTEXPSB": "export", "IMPLNG": "lng_imports", "EXPLNG": "lng_exports"}
PRODUCTS = {"CRUDEOIL": "2709"}
_UNITS = {"KTONS": units.Unit("t", Decimal(1000)), "KBD": units.Unit("b/d", Decimal(1000))}
_ESTIMATED = "2"  # assessment: 1 comparable, 2 to be used with caution, 3 not assessed


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if its headings are JODI's, else None."""
    found = []
    for index in visible(document):
        sheet = document.sheets[index]
        header = heading_row(sheet, NEEDED)
        if header is not None:
            found.append(_recognised(sheet, header, index))
    return best(found)


def _recognised(sheet: Sheet, header: int, index: int) -> Recognised:
    columns = _columns(sheet, header)
    when = sorted({plain(sheet.rows[row][columns["time_period"]]) for row in body(sheet, header)})
    period = when[0] if len(when) == 1 else f"{when[0]}–{when[-1]}" if when else ""
    return Recognised(SOURCE, "JODI CSV", 1.0, sheet=index, unit="t", partner="WLD", period=period, language="en")


def _columns(sheet: Sheet, header: int) -> dict[str, int]:
    return {key(cell): i for i, cell in reversed(list(enumerate(sheet.rows[header]))) if cell.strip()}


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows of a country with the world, in tonnes and barrels a day."""
    gathering = Gathering("jodi", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    header = heading_row(sheet, NEEDED)
    gathering.questions += asked
    if header is None or asked:
        return gathering.done()
    columns = _columns(sheet, header)
    rows = body(sheet, header)
    series = {row: name for row in rows if (name := _series(sheet, row, columns))}
    if len(series) < len(rows):
        left = {plain(sheet.rows[row][columns["flow_breakdown"]]) for row in rows if row not in series} - set(FLOWS)
        what = ", ".join(sorted(left)) or "other units"
        gathering.problems.append(remark("unused", count=len(rows) - len(series), what=what))
    figures = gathering.figures(sheet, [(row, columns["obs_value"]) for row in series])
    for cell, figure in figures.items():
        where = sheet.at(*cell)
        when = gathering.period(sheet.rows[cell[0]][columns["time_period"]], where)
        if when is None:
            continue
        code = plain(sheet.rows[cell[0]][columns["ref_area"]])
        reporter = gathering.place("", sheet.at(cell[0], columns["ref_area"]), scheme="iso2", code=code)
        unit = _UNITS[plain(sheet.rows[cell[0]][columns["unit_measure"]]).upper()]
        fact = Fact(series[cell[0]], reporter, "WLD", when.period, when.months)
        gathering.add(figure, fact, where, unit.factor, status=_status(sheet, cell[0], columns))
    return gathering.done(() if recognised.others else ("W-06",))


def _series(sheet: Sheet, row: int, columns: Mapping[str, int]) -> str:
    """Return the series of a row; "" for flows within the country, factors and further units of the same fact."""
    product, flow, unit = (
        plain(sheet.rows[row][columns[name]]).upper() for name in ("energy_product", "flow_breakdown", "unit_measure")
    )
    if flow not in FLOWS or unit not in _UNITS:
        return ""
    code = PRODUCTS.get(product)
    base = _UNITS[unit].unit
    if base == "b/d":
        known = series_ids.level(code, FLOWS[flow], base) if code else ""
        return known if known.endswith("_bpd") else ""
    return series_ids.level(code, FLOWS[flow], base) if code else series_ids.level(product, FLOWS[flow], base, "jodi_")


def _status(sheet: Sheet, row: int, columns: Mapping[str, int]) -> str:
    column = columns.get("assessment_code")
    return "estimated" if column is not None and plain(sheet.rows[row][column]) == _ESTIMATED else "reported"
