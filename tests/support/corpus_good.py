"""Good files: every source, several months and years, as the sources give them and as people save them anew.

Nobody may be asked about any of them anything but what the file cannot say, and that is answered beforehand.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.support import corpus_books
from tests.support.corpus import text
from tests.support.corpus_trade import ANSWERS, COMTRADE, HEADS, NAMES, QUERY, customs, january, line, value

Grid = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Good:
    """A file that must be taken as it is, and the values that must come out of it (as plain digits)."""

    name: str
    data: bytes
    file: str
    answers: Mapping[str, str] = field(default_factory=dict)
    values: frozenset[str] = frozenset()


def _csv(grid: Grid, figures: set[int]) -> bytes:
    return text(grid, end="\r\n").encode()


def _marked(grid: Grid, figures: set[int]) -> bytes:
    return text(grid).encode("utf-8-sig")


def _tabs(grid: Grid, figures: set[int]) -> bytes:
    return text(grid, "\t").encode("utf-16")


def _european(grid: Grid, figures: set[int]) -> bytes:
    """As Excel saves it where the comma stands before decimals."""
    turned = [[_turned(cell) if i in figures else cell for i, cell in enumerate(row)] for row in grid]
    return text(turned, ";", "\r\n").encode("utf-8-sig")


def _turned(cell: str) -> str:
    return cell.replace(",", "").replace(".", ",") if re.fullmatch(r"-?[\d,]+(\.\d+)?", cell) else cell


def _workbook(grid: Grid, figures: set[int]) -> bytes:
    return corpus_books.book([[_typed(cell) if i in figures else cell for i, cell in enumerate(row)] for row in grid])


def _old_workbook(grid: Grid, figures: set[int]) -> bytes:
    typed = [[_typed(cell) if i in figures else cell for i, cell in enumerate(row)] for row in grid]
    return corpus_books.compound(corpus_books.old_book(typed))


def _typed(cell: str) -> object:
    plain = cell.replace(",", "")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else cell


def _page(grid: Grid, figures: set[int]) -> bytes:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in grid)
    return f'<html><head><meta charset="utf-8"></head><body><table>{body}</table></body></html>'.encode()


FORMS: Mapping[str, tuple[Callable[[Grid, set[int]], bytes], str]] = {
    "csv": (_csv, "t.csv"), "marked": (_marked, "t.csv"), "tabs": (_tabs, "t.txt"), "european": (_european, "t.csv"),
    "xlsx": (_workbook, "t.xlsx"), "xls": (_old_workbook, "t.xls"), "html": (_page, "t.xls"),
}  # fmt: skip
ALL = tuple(FORMS)
FIRST_YEAR = 2023


@dataclass(frozen=True)
class Source:
    """A table of a source: its cells, the columns of figures, answers, the values it holds, the forms it comes in."""

    name: str
    grid: Grid
    figures: set[int]
    answers: Mapping[str, str]
    values: tuple[str, ...]
    forms: tuple[str, ...] = ALL


def goods() -> list[Good]:
    """Every good file, the same at each call."""
    made = []
    for source in sources():
        again = str(FIRST_YEAR) not in source.name  # further years in two forms only: the forms are the same
        for form in source.forms:
            if again and form not in ("csv", "xlsx"):
                continue
            write, file = FORMS[form]
            data = write(source.grid, source.figures)
            made.append(Good(f"{source.name}-{form}", data, file, source.answers, frozenset(source.values)))
    return [*made, *pages(), *answers_of_services()]


def sources() -> Iterator[Source]:
    """The tables with rows and columns."""
    for year in (FIRST_YEAR, FIRST_YEAR + 1):
        yield from _customs_goods(year)
        yield from _united_nations(year)
        yield from _compilers(year)
        yield from _own(year)


def _customs_goods(year: int) -> Iterator[Source]:
    query = [
        [f"{year}05", "27090000", "石油原油", "344", "俄罗斯", "9000000000", "千克", "4500000000"],
        [f"{year}06", "27090000", "石油原油", "344", "俄罗斯", "9100000000", "千克", "4600000000"],
        [f"{year}06", "85176200", "通信设备", "110", "中国香港", "15000", "千克", "86340"],
    ]
    yield Source(
        f"query-{year}", [QUERY, *query], {5, 7}, {"flow": "import", "published": "2024-09-01"}, ("4600000000", "86340")
    )
    months_ = ["5", "1-5 Total", f"1-5 Total, {year - 1}", "1-5 Total Year-On-Year(%)"]
    heads = ["Commodity", "QTY Unit", *(cell for month in months_ for cell in (month, month))]
    goods_ = [
        [f"(6) China's Major Imports by Quantity and Value, May {year} (in CNY)", *[""] * 9],
        ["Unit: CNY 100 Million", *[""] * 9],
        heads,
        ["Commodity", "QTY Unit", *["Quantity", "Value"] * 4],
        ["Soybeans", "10,000 Tons", "1022.2", "380.5", "4400.1", "1700.5", "4000.1", "1700.5", "10.0", "0.0"],
        ["Crude Oil", "10,000 Tons", "4697.2", "1900.3", "23000.4", "9900.0", "23000.4", "9000.0", "0.0", "10.0"],
    ]
    asked = {"published": f"{year}-06-09"}
    yield Source(
        f"commodities-{year}",
        goods_,
        set(range(2, 10)),
        asked,
        ("46972000", "190030000000"),
        ("csv", "european", "xlsx", "html"),
    )


def _united_nations(year: int) -> Iterator[Source]:
    told = {"published": "2025-08-01"}
    records = [
        ["A", str(year), "156", "China", flow, code, name, "H6", product, str(weight), str(amount)]
        for flow, code, name, product, weight, amount in (
            ("M", "643", "Russian Federation", "TOTAL", 0, 129_000_000_001), ("X", "643", "Russian Federation", "8703", 950_000, 11_500_000_000),
            ("M", "490", "Other Asia, nes", "TOTAL", 0, 199_000_000_000), ("M", "0", "World", "TOTAL", 0, 2_560_000_000_000),
        )
    ]  # fmt: skip
    yield Source(f"comtrade-{year}", [COMTRADE, *records], {9, 10}, told, ("129000000001", "950"))
    comext = [
        ["DATAFLOW", "LAST UPDATE", "freq", "reporter", "partner", "product", "flow", "indicators", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"],
        *(["ESTAT:DS-045409(1.0)", "15/03/25 11:00:00", "M", who, "RU", "270900", "1", what, f"{year}-0{month}", amount, ""]
          for month in (3, 4) for who, what, amount in (
              ("DE", "QUANTITY_IN_100KG", "1772.9"), ("DE", "VALUE_IN_EUROS", "204548"), ("EL", "VALUE_IN_EUROS", "7"))),
    ]  # fmt: skip
    yield Source(f"comext-{year}", comext, {9}, told, ("177.29", "204548"))
    imf = [
        [
            "DATAFLOW",
            "COUNTRY",
            "INDICATOR",
            "COUNTERPART_COUNTRY",
            "FREQUENCY",
            "TIME_PERIOD",
            "OBS_VALUE",
            "SCALE",
            "UNIT",
            "STATUS",
        ],
        ["IMF.STA:IMTS(1.0.0)", "KOR", "XG_FOB_USD", "CHN", "A", str(year), "132902972288", "6", "USD", ""],
        ["IMF.STA:IMTS(1.0.0)", "CHN", "MG_CIF_USD", "RUS", "M", f"{year}-M02", "9800000000.5", "6", "USD", "E"],
    ]
    yield Source(f"imf-{year}", imf, {6}, told, ("132902972288", "9800000000.5"))


def _compilers(year: int) -> Iterator[Source]:
    told = {"published": "2025-08-01"}
    wits = [
        ["Reporter", "Partner", "Product categories", "Indicator Type", "Indicator", str(year - 1), str(year - 2)],
        ["China", "Korea, Rep.", "All Products", "Export", "Trade (US$ Mil)-Top 5 Export Partner", "148846.01", ""],
        ["China", "World", "Fuels", "Import", "Import(US$ Mil)", "401000.50", "267000.25"],
        ["China", "World", "All Products", "Export", "Exports (in US$ Mil)", "3362302.00", "2590600.90"],
    ]
    yield Source(f"wits-{year}", wits, {5, 6}, told, ("148846010000", "267000250000"))
    list_ = [["Importers", f"Exported value in {year - 1}", f"Exported value in {year}"], ["World", "100200", "71000"],
             ["Russian Federation", "40100", "50200"], ["Taipei, Chinese", "0", "2"]]  # fmt: skip
    asked = {**told, "reporter": "China", "product": "8703", "unit_missing": "US Dollar thousand"}
    yield Source(
        f"trademap-{year}",
        list_,
        {1, 2},
        asked,
        ("100200000", "50200000"),
        ("csv", "marked", "tabs", "european", "xlsx"),
    )
    arms = [
        ["Volume of transfers of major arms", *[""] * 4], ["Source: SIPRI Arms Transfers Database (c) SIPRI.", *[""] * 4],
        [f"Data generated: 02 May {year + 1} 12:33:29 PM", *[""] * 4],
        ["Recipient", str(year - 1), str(year), f"{year - 1}-{year}", "Percentage"], ["China", "2570", "331", "2901", "99.7%"],
        ["Laos", "4", "5", "9", "0.3%"], ["Total exports from Russia", "2574", "336", "2910", "100.0%"],
    ]  # fmt: skip
    yield Source(f"sipri-{year}", arms, {1, 2, 3}, told, ("2570", "336"), ("csv", "marked", "tabs", "european", "xlsx"))
    jodi = [
        ["REF_AREA", "TIME_PERIOD", "ENERGY_PRODUCT", "FLOW_BREAKDOWN", "UNIT_MEASURE", "OBS_VALUE", "ASSESSMENT_CODE"],
        *(["CN", f"{year}-0{month}", "CRUDEOIL", "TOTIMPSB", unit, amount, "1"]
          for month in (1, 2, 3) for unit, amount in (("KBD", "11000.5"), ("KTONS", "46000"), ("CONVBBL", "7300.0000"))),
    ]  # fmt: skip
    yield Source(f"jodi-{year}", jodi, {5}, told, ("11000500", "46000000"))
    pivot = [
        ["", "Year", ""],
        ["Partner", str(year - 1), str(year)],
        ["Russian Federation", "1208.3", "1300.5"],
        ["Grand Total", "57460.6", "39886.6"],
    ]
    asked = {**told, "flow": "import", "unit_missing": "US$ Million", "reporter": "ASEAN", "product": "TOTAL"}
    yield Source(f"aseanstats-{year}", pivot, {1, 2}, asked, ("1208300000", "39886600000"), ("csv", "marked", "xlsx"))


def _own(year: int) -> Iterator[Source]:
    month = f"{year}-06" if year == 2023 else "2024-07"
    lines = [line(place, month, flow, value(place, flow, month)) for place in NAMES for flow in ("export", "import")]
    told = {**ANSWERS, "published": "2024-09-20"}
    yield Source(f"own-{year}", [HEADS, *lines], {5}, told, (str(value("RUS", "import", month)),))
    wide = [
        ["Partner", f"{year}-04", f"{year}-05"],
        *([name, f"{at + 1}00000001.5", f"{at + 1}20000002.25"] for at, name in enumerate(("Peru", "Kenya", "Egypt"))),
    ]
    roles = {"Partner": "partner", f"{year}-04": "value by period", f"{year}-05": "value by period"}
    asked = {
        "mapping": json.dumps(roles),
        "reporter": "CHN",
        "flow": "export",
        "product": "8703",
        "unit_missing": "USD",
        "published": "2024-09-20",
    }
    yield Source(f"wide-{year}", wide, {1, 2}, asked, ("100000001.5", "320000002.25"))


def pages() -> Iterator[Good]:
    """China Customs' pages by country: months, units and currencies; and January with February."""
    for month in ("2022-04", "2023-05", "2023-12", "2024-04", "2024-06", "2024-07"):
        number = int(month[5:])
        day = {"published": f"{int(month[:4]) + 1}-01-14" if number == 12 else f"{month[:4]}-{number + 1:02d}-09"}
        for unit, bulletin in (
            ("USD 1 Million", False),
            ("CNY 100 Million", False),
            ("USD 1,000", True),
            ("CNY 10,000", True),
        ):
            data = customs(month, unit=unit, bulletin=bulletin)
            if number == 12:
                data = data.replace(b"/13/09", b"/12/31")
            yield Good(f"customs-{month}-{unit}", data, "page.xls" if bulletin else "page.html", day)
    for year in (2022, 2023, 2024):
        data = january(
            year, [("Total", 909_372.9, 539_942.0), ("Vietnam", 36_000.0, 21_000.0), ("ASEAN", 138_000.4, 81_000.1)]
        )
        yield Good(f"january-{year}", data, "page.html", {"published": f"{year}-03-07"}, frozenset({"36000000000"}))
    yield Good("wits-padded", _padded(), "t.CSV", {"published": "2025-08-01"}, frozenset({"401000500000"}))
    yield Good("comtrade-website", _website(), "t.csv", {"published": "2025-08-01"}, frozenset({"129000000001"}))


def _padded() -> bytes:
    return (
        b"Reporter,Partner,Product categories,Indicator Type,Indicator,2021,2020\r\n"
        b"China,World,Fuels,Import,Import(US$ Mil),         401000.50,         267000.25\r\n"
    )


def _website() -> bytes:
    out = io.StringIO()
    lines = [["A", "2023", "156", "China", "M", "643", "Russian Federation", "H6", "TOTAL", "0", "129000000001"],
             ["A", "2023", "156", "China", "X", "384", "C\u00f4te d'Ivoire", "H6", "8703", "0", "700"]]  # fmt: skip
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=",\r\n").writerows(lines)
    return (",".join(COMTRADE) + "\r\n" + out.getvalue()).encode("latin-1")


def answers_of_services() -> Iterator[Good]:
    """JSON as Comtrade, the Census Bureau and Eurostat send it."""
    told = {"published": "2025-08-01"}
    for year in (2022, 2023):
        record: dict[str, object] = dict(
            zip(
                COMTRADE,
                ["A", str(year), 156, "China", "M", 643, "Russian Federation", "H6", "TOTAL", None, 114148970877.0],
                strict=True,
            )
        )
        body = {"elapsedTime": "0.1 secs", "count": 1, "data": [record], "error": ""}
        yield Good(f"comtrade-api-{year}", json.dumps(body).encode(), "a.json", told, frozenset({"114148970877"}))
        rows = [["CTY_CODE", "CTY_NAME", "E_COMMODITY", "ALL_VAL_MO", "QTY_1_MO", "UNIT_QY1", "YEAR", "MONTH"],
                ["5700", "CHINA", "120190", "9000000", "1500", "KG", str(year), "07"]]  # fmt: skip
        yield Good(f"census-{year}", json.dumps(rows).encode(), "a.json", told, frozenset({"9000000", "1.5"}))
        yield Good(f"eurostat-{year}", _cube(year), "a.json", told, frozenset({"123", "456.5"}))


def _cube(year: int) -> bytes:
    codes = {
        "freq": ["M"], "reporter": ["DE", "EL"], "partner": ["RU"], "product": ["2709"], "flow": ["1"],
        "indicators": ["VALUE_IN_EUROS"], "time": [f"{year}-01", f"{year}-02"],
    }  # fmt: skip
    places = {name: {"category": {"index": {code: at for at, code in enumerate(each)}}} for name, each in codes.items()}
    whole = {
        "version": "2.0", "class": "dataset", "label": "EU trade since 1988", "updated": f"{year}-09-15T11:00:00+0200",
        "id": list(codes), "size": [len(each) for each in codes.values()], "dimension": places,
        "value": {"0": 123, "2": 456.5}, "status": {"2": "e"},
    }  # fmt: skip
    return json.dumps(whole).encode()
