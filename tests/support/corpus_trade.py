"""What the corpus takes as known, and files in the layouts of the sources: customs pages, query files, tables.

The known history is China's monthly trade with four partners, smooth and made up, so that each slip stands alone.
"""

import calendar
import json
import math
from collections.abc import Mapping, Sequence

from tests.support.corpus import Case, text

NAMES = {"RUS": "Russian Federation", "JPN": "Japan", "KAZ": "Kazakhstan", "CHL": "Chile"}
LEVELS = {  # exports and imports of an ordinary month, in US dollars
    "RUS": (6.1e9, 11.3e9), "JPN": (13.2e9, 19.7e9), "KAZ": (2.3e9, 1.21e9), "CHL": (1.63e9, 3.37e9),
}  # fmt: skip
FIRST, LAST = "2022-01", "2024-06"
HEADS = ("Country", "Month", "Flow", "HS code", "Unit", "Value")
ROLES = ("partner", "period", "flow", "product", "unit", "value")
ANSWERS = {
    "mapping": json.dumps(dict(zip(HEADS, ROLES, strict=True))), "reporter": "CHN", "published": "2024-07-20",
    "product": "TOTAL", "unit_missing": "USD",
}  # fmt: skip
EACH = {  # a table of partners without month and product
    "reporter": "CHN", "flow": "import", "product": "0901", "unit_missing": "USD", "period": "2023-05",
    "published": "2024-07-20",
}  # fmt: skip
LATER = {**ANSWERS, "published": "2024-09-20"}


def months(first: str, last: str) -> list[str]:
    """The months from one to another."""
    out, (year, month) = [first], map(int, first.split("-"))
    while out[-1] < last:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        out.append(f"{year}-{month:02d}")
    return out


def value(place: str, flow: str, month: str) -> int:
    """China's exports to or imports from a place in a month, in dollars: a little growth, a little season."""
    at = (int(month[:4]) - 2022) * 12 + int(month[5:]) - 1
    level = LEVELS[place][flow == "import"] * (1 + 0.004 * at)
    turn = {"RUS": 0.3, "JPN": 1.9, "KAZ": 3.1, "CHL": 4.4}[place] + (flow == "import")
    return round(level * (1 + 0.06 * math.sin(at * 0.7 + turn)) / 1e5) * 10**5


def crude(month: str) -> tuple[int, int]:
    """China's imports of crude oil from Russia in a month: dollars and tonnes."""
    tonnes = round(value("RUS", "import", month) / 1400)
    return tonnes * (540 + 10 * (int(month[5:]) % 3)), tonnes


def line(place: str, month: str, flow: str, amount: object, unit: str = "USD", product: str = "TOTAL") -> list[str]:
    """A line of the table of all."""
    return [NAMES.get(place, place), month, flow, product, unit, str(amount)]


def table(lines: Sequence[Sequence[str]], heads: Sequence[str] = HEADS) -> bytes:
    """A table of one's own as CSV."""
    return text([heads, *lines]).encode()


def history() -> Case:
    """The file that is in force before any other: months, sums since January, and crude oil."""
    lines = []
    for place in NAMES:
        for flow in ("export", "import"):
            for month in months(FIRST, LAST):
                lines.append(line(place, month, flow, value(place, flow, month)))
                if place == "RUS" and month[5:] >= "02":
                    first = f"{month[:4]}-01"
                    total = sum(value(place, flow, each) for each in months(first, month))
                    lines.append(line(place, f"{month[:4]}年1至{int(month[5:])}月", flow, total))
    for month in months(FIRST, LAST):
        dollars, tonnes = crude(month)
        lines += [
            line("RUS", month, "import", dollars, "USD", "2709"),
            line("RUS", month, "import", tonnes, "t", "2709"),
        ]
    return Case(table(lines), name="known.csv", answers=ANSWERS)


UNITS = {"USD 1 Million": 1e6, "USD 1,000": 1e3, "CNY 100 Million": 1e8 / 7.1, "CNY 10,000": 1e4 / 7.1}
WORLD = (310e9, 225e9)


def customs(
    month: str = "2024-07", *, unit: str = "USD 1 Million", currency: str = "", bulletin: bool = False,
    replaced: Mapping[str, str] | None = None, more: Sequence[tuple[str, float, float]] = (), scale: float = 1,
) -> bytes:  # fmt: skip
    """China Customs' page by country for a month, ten columns; `replaced` are texts put in place of others."""
    year, number = month[:4], int(month[5:])
    currency = currency or unit[:3]
    name = calendar.month_abbr[number]
    title = f"(4) China's Total Export &amp; Import Values by Country/Region, {name} {year} (in {currency})"
    if bulletin:
        title = f"（2）Imports and Exports by Country （Region） of Origin/Destination,{number}.{year}"
    span = f"1- to-{number}" if number > 1 else "1"
    flows = ("Export &amp; Import", "Export", "Import")
    over = (
        "".join(f"<td>{flow}</td><td>{flow}</td>" for flow in flows) + f'<td colspan="3">{span} Year-on-Year (±%)</td>'
    )
    under = f"<td>{number}</td><td>{span}</td>" * 3 + "".join(f"<td>{flow}</td>" for flow in flows)
    places = [
        ("Total", *(each * (1 + 0.011 * (int(year) - 2022) + 0.007 * number) for each in WORLD)),
        *((NAMES[p], value(p, "export", month), value(p, "import", month)) for p in NAMES),
        *more,
    ]
    lines = "".join(_cells(place, number, UNITS[unit] / scale, pair) for place, *pair in places)
    page = (
        f'<html><head><meta charset="UTF-8"></head><body><div>{title}</div><div>{year}/{number + 1:02d}/09</div><table>'
        f'<tr><td colspan="10">{title}</td></tr><tr><td colspan="10">Unit: {unit}</td></tr>'
        f"<tr><td>Country</td>{over}</tr><tr><td>Country</td>{under}</tr>{lines}</table></body></html>"
    )
    for old, new in (replaced or {}).items():
        assert old in page, old
        page = page.replace(old, new)
    return page.encode()


def _cells(place: str, number: int, unit: float, pair: Sequence[float]) -> str:
    exports, imports = (round(each / unit, 1) for each in pair)
    figures = []
    for months_ in (1, number * 0.97):
        parts = [round(exports * months_, 1), round(imports * months_, 1)]
        figures.append([round(sum(parts), 1), *parts])
    amounts = "".join(f"<td>{one:,.1f}</td><td>{total:,.1f}</td>" for one, total in zip(*figures, strict=True))
    return f"<tr><td>&nbsp;{place}</td>{amounts}<td>1.0</td><td>-1.0</td><td>2.0</td></tr>"


def january(year: int, places: Sequence[tuple[str, float, float]]) -> bytes:
    """The page for January and February together, seven columns: places with total and exports in USD million."""
    title = f"(5) China's Total Export &amp; Import Values by Country/Region, January-February {year} (in USD)"
    lines = "".join(
        f"<tr><td>{place}</td><td>{total:,.1f}</td><td>{part:,.1f}</td><td>{total - part:,.1f}</td><td>1.0</td><td>2.0</td><td>3.0</td></tr>"
        for place, total, part in places
    )
    return (
        f'<html><body><div>{year}/03/09</div><table><tr><td colspan="7">{title}</td></tr><tr><td colspan="7">Unit: USD 1 Million</td></tr>'
        "<tr><td>Import Source</td><td>Export &amp; Import</td><td>Export</td><td>Import</td>"
        '<td colspan="3">1-to-2 Total Year-on-Year (±%)</td></tr><tr><td>Export Destination</td><td>1- to-2</td>'
        "<td>1-to-2</td><td>1-to-2</td><td>Export &amp; Import</td><td>Export</td><td>Import</td></tr>"
        f"{lines}</table></body></html>"
    ).encode()


QUERY = ("数据年月", "商品编码", "商品名称", "贸易伙伴编码", "贸易伙伴名称", "第一数量", "第一计量单位", "美元")


def query(lines: Sequence[Sequence[str]], heads: Sequence[str] = QUERY) -> bytes:
    """China Customs' online query as its site gives it."""
    return text([heads, *lines]).encode("gb18030")


def queried(rnd_value: int, month: str = "202407", product: str = "09011100") -> list[str]:
    """One line of the query."""
    return [month, product, "咖啡", "344", "俄罗斯", str(rnd_value * 2), "千克", str(rnd_value)]


COMTRADE = (
    "freqCode", "period", "reporterCode", "reporterDesc", "flowCode", "partnerCode", "partnerDesc", "classificationCode",
    "cmdCode", "netWgt", "primaryValue",
)  # fmt: skip


def declared(
    amount: object, *, partner: str = "643", name: str = "Russian Federation", product: str = "8703"
) -> list[str]:
    """One record of Comtrade."""
    return ["A", "2023", "156", "China", "M", partner, name, "H6", product, "0", str(amount)]


def comtrade(lines: Sequence[Sequence[str]], heads: Sequence[str] = COMTRADE) -> bytes:
    """A Comtrade table saved from the API."""
    return text([heads, *lines]).encode()
