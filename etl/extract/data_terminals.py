"""Exports of data terminals (Wind, CEIC): series in columns, rows that describe them, then a row a date.

What a series is stands in its name, part by part: `中国:进口金额:俄罗斯:当月值`. Every part must be known; a series with
one that is not is asked about and never read in part. Rates of change are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from etl.extract import codes, publisher_codes, series_ids, units
from etl.extract.contract import Extracted, Fact, Recognised, chosen, remark
from etl.extract.figures import Cell, Gathering
from etl.extract.gacc.gacc_commodities import products
from etl.extract.headings import SEARCHED, best, key, plain, visible
from etl.extract.questions import LEFT_OUT
from etl.read import Document, Sheet
from etl.tables.problems import HOLD, problem
from etl.text.periods import Period

SOURCE = "terminals"
_LABELS = {
    "name": ("指标名称", "指标", "series name", "series", "indicator name", "name"),
    "frequency": ("频率", "frequency"),
    "unit": ("单位", "unit", "unit of measure"),
}
_MONTH = {"当月值", "当月", "本月", "月", "monthly", "level", "value", "金额", "数量", "quantity", "当期值"}
_TO_DATE = {"累计值", "累计", "ytd", "year to date", "cumulative"}
_CHANGES = {"当月同比", "累计同比", "同比", "环比", "yoy", "mom", "growth", "% change"}
_VALUED = {"export": {"fob", "离岸价"}, "import": {"cif", "到岸价"}}
_FLOWS = {
    "进口金额": "import", "进口总额": "import", "进口数量": "import", "import value": "import", "出口金额": "export",
    "出口总额": "export", "出口数量": "export", "export value": "export", "进出口金额": "total", "进出口总额": "total",
}  # fmt: skip
_MONTHLY, _ANNUAL = {"月", "月度", "monthly", "m"}, {"年", "年度", "annual", "yearly", "a"}


class Series(NamedTuple):
    """What a column is: its sides, flow and product, its unit, and whether it runs since January or by year."""

    reporter: str
    partner: str
    flow: str
    product: str
    unit: units.Unit
    to_date: bool
    annual: bool


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if rows above its dates name series, their frequency and unit, else None."""
    found = []
    for index in visible(document):
        rows = _rows(document.sheets[index])
        if rows:
            found.append(Recognised(SOURCE, "series in columns", 0.95, sheet=index))
    return best(found)


def _rows(sheet: Sheet) -> dict[str, int]:
    """Return the row of each description by the word in its first cell; {} unless all of them are there."""
    found: dict[str, int] = {}
    for row, cells in enumerate(sheet.rows[:SEARCHED]):
        first = key(cells[0]).rstrip(":") if cells else ""
        role = next((role for role, words in _LABELS.items() if first in words), "")
        if role:
            found.setdefault(role, row)
    if "name" not in found and {"unit", "frequency"} <= found.keys():
        found["name"] = 0  # CEIC leaves the first cell of the names empty
    return found if found.keys() == _LABELS.keys() and sheet.width > 1 else {}


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows of the series whose names are known whole."""
    gathering = Gathering("gacc", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    gathering.questions += asked
    rows = _rows(sheet)
    if rows and not asked:
        found = {column: one for column in range(1, sheet.width) if (one := _series(gathering, sheet, rows, column))}
        _read(gathering, sheet, max(rows.values()), found)
    return gathering.done(() if recognised.others else ("W-06",))


def _series(gathering: Gathering, sheet: Sheet, rows: Mapping[str, int], column: int) -> Series | None:
    """Return what a column is; None for a rate of change, for an empty one, and with a problem where it is not clear."""
    name, where = plain(sheet.rows[rows["name"]][column]), sheet.at(rows["name"], column)
    if not name or gathering.answers.get(f"series:{name}") == LEFT_OUT:
        return None
    parts = [part.strip() for part in name.replace("：", ":").split(":") if part.strip()]
    if any(key(part) in _CHANGES for part in parts):
        gathering.problems.append(remark("unused", where, count=1, what=name))
        return None
    told, left = _parts(parts)
    frequency = key(sheet.rows[rows["frequency"]][column])
    unit = gathering.unit(sheet.rows[rows["unit"]][column], sheet.at(rows["unit"], column), money=True)
    known = frequency in _MONTHLY | _ANNUAL
    if left or not known or not (told["reporter"] and told["flow"]):
        said = ", ".join(left) or ("" if known else frequency) or "no country or no direction"
        choices = (LEFT_OUT,)
        found = problem("S-16", f"{name}: {said}", where=where, verdict=HOLD, key=f"series:{name}", choices=choices)
        gathering.problems.append(found)
        return None
    if unit is None:
        return None
    gathering.take("column", name, " ".join(value for value in told.values() if value))
    sides = told["reporter"], told["partner"] or "WLD"
    product = told["product"] or series_ids.TOTAL
    return Series(*sides, told["flow"], product, unit, bool(told["to_date"]), frequency in _ANNUAL)


def _parts(parts: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return what the parts of a name say, and those that say nothing known."""
    told = dict.fromkeys(("reporter", "partner", "flow", "product", "to_date"), "")
    left = []
    for part in parts:
        word = key(part)
        place, flow = codes.by_name(part), _FLOWS.get(word) or publisher_codes.flow_words().get(word, "")
        product = products().get(word, "").removeprefix("hs:")
        if place and not (told["reporter"] and told["partner"]):
            told["partner" if told["reporter"] else "reporter"] = place
        elif flow and not told["flow"]:
            told["flow"] = flow
        elif word in _TO_DATE:
            told["to_date"] = "yes"
        elif product and product.isdigit() and not told["product"]:
            told["product"] = product
        elif word not in _MONTH and word not in _VALUED.get(told["flow"], ()):
            left.append(part)
    return told, left


def _read(gathering: Gathering, sheet: Sheet, last: int, found: Mapping[int, Series]) -> None:
    """Add a row for each figure of each date; rows that go on describing series have no date and are passed over."""
    first = next((row for row in range(last + 1, len(sheet.rows)) if _is_date(sheet, row)), len(sheet.rows))
    dates = {row: gathering.period(sheet.rows[row][0], sheet.at(row, 0)) for row in range(first, len(sheet.rows))
             if any(cell.strip() for cell in sheet.rows[row][1:])}  # fmt: skip
    for column, one in found.items():
        cells: list[Cell] = [(row, column) for row in dates]
        for cell, figure in gathering.figures(sheet, cells).items():
            when = dates[cell[0]]
            if when is not None and figure.value is not None:
                span = _span(when, one)
                month = span.last
                sides = [codes.at(place, month) for place in (one.reporter, one.partner)]
                series = series_ids.level(one.product, one.flow, one.unit.unit)
                fact = Fact(series, sides[0], sides[1], span.period, span.months)
                gathering.add(figure, fact, sheet.at(*cell), one.unit.factor)


def _is_date(sheet: Sheet, row: int) -> bool:
    cell = plain(sheet.rows[row][0])
    return len(cell) >= 4 and any(cell.startswith(century) or cell.endswith(century) for century in _centuries(cell))


def _centuries(cell: str) -> list[str]:
    """Return the years that a cell begins or ends with, if it does."""
    return [part for part in (cell[:4], cell[-4:]) if part.isdigit() and part[:2] in ("19", "20")]


def _span(when: Period, one: Series) -> Period:
    """Return the months of a figure: the date's own, its year, or January to it."""
    year = when.period[:4]
    if one.annual:
        return Period(year, 12)
    month = int(when.last[5:])
    if not one.to_date or when.months > 1:
        return when
    return Period(year, 12) if month == 12 else Period(f"{year}-01", month)
