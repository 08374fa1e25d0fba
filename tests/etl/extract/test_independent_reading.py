"""A second reader, written without the extractors, sums ten kinds of files by place, flow and period: to the digit.

Each kind is read from a small file typed here in its layout, and from the stored sample where there is one.
"""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser

import pandas
import pytest

from tests.etl.extract.conftest import SAMPLES

Line = tuple[str, str, tuple[str, int], Decimal]  # place as the file writes it, flow, (period, months), value


def lines(data: bytes, encoding: str = "utf-8-sig", sign: str = ",", skip: int = 0) -> Iterator[dict[str, str]]:
    """Give the lines of a text table as heading → text, after `skip` lines above it."""
    rows = list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=sign))[skip:]
    heads = [head.strip() for head in rows[0]]
    for row in rows[1:]:
        if any(cell.strip() for cell in row):
            yield dict(zip(heads, (cell.strip() for cell in row), strict=False))


def month(text: str) -> tuple[str, int]:
    digits = re.sub(r"\D", "", text)
    return (digits, 12) if len(digits) == 4 else (f"{digits[:4]}-{digits[4:6]}", 1)


FLOWS = {"M": "import", "X": "export", "1": "import", "2": "export"}


def website(data: bytes) -> Iterator[Line]:
    table = pandas.read_csv(io.BytesIO(data), encoding="latin-1", dtype=str, index_col=False)
    for _, row in table.iterrows():
        yield row["partnerCode"], FLOWS[row["flowCode"]], month(row["period"]), Decimal(row["primaryValue"])


def saved(data: bytes) -> Iterator[Line]:
    for row in lines(data):
        yield row["partnerCode"], FLOWS[row["flowCode"]], month(row["period"]), Decimal(row["primaryValue"])


def answer(data: bytes) -> Iterator[Line]:
    for one in json.loads(data, parse_float=Decimal)["data"]:
        yield str(one["partnerCode"]), FLOWS[one["flowCode"]], month(one["period"]), Decimal(one["primaryValue"])


def comext(data: bytes) -> Iterator[Line]:
    for row in lines(data):
        if row["indicators"] == "VALUE_IN_EUROS" and row["OBS_VALUE"]:
            yield row["partner"], FLOWS[row["flow"]], month(row["TIME_PERIOD"]), Decimal(row["OBS_VALUE"])


def query(data: bytes) -> Iterator[Line]:
    table = pandas.read_csv(io.BytesIO(data), encoding="gb18030", dtype=str, index_col=False)
    chinese = "人民币" in table.columns
    money, who = ("人民币", "贸易伙伴编码") if chinese else ("US dollar", "Trading partner code")
    for _, row in table.iterrows():
        when = month(row["数据年月"]) if "数据年月" in table.columns else ("2024-07", 1)
        yield row[who], "import" if chinese else "export", when, Decimal(row[money].replace(",", ""))


class Cells(HTMLParser):
    """The texts of a page's table cells, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.open = False

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        self.open = self.open or tag in ("td", "th")
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.open = self.open and tag not in ("td", "th")

    def handle_data(self, data):
        if self.open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def customs(data: bytes) -> Iterator[Line]:
    page = Cells()
    page.feed(data.decode())
    for row in page.rows:
        cells = [re.sub(r"[\s\u00a0]+", " ", cell).strip() for cell in row]
        if len(cells) == 10 and all(re.fullmatch(r"[\d,.]+|-", cell) for cell in cells[1:7]):
            for at, flow in enumerate(("total", "export", "import")):
                for step, when in enumerate((("2026-03", 1), ("2026-01", 3))):
                    figure = cells[1 + 2 * at + step]
                    if figure != "-":
                        name = cells[0].replace("of which:", "").strip()
                        yield name, flow, when, Decimal(figure.replace(",", "")) * 10**8


def summary(data: bytes) -> Iterator[Line]:
    for row in lines(data, "latin-1"):
        named = re.fullmatch(
            r"(?:Trade \(US\$ (Mil)\)-Top 5 .*|(?:Exports?|Imports?) ?\((?:in )?US\$ (Mil|Thousand)\))",
            row["Indicator"],
        )
        if (
            not named
            or row["Product categories"] not in ("All Products", "...")
            or row["Indicator Type"] not in ("Export", "Import")
        ):
            continue
        scale = {"Mil": 10**6, "Thousand": 10**3}[next(filter(None, named.groups()))]
        for head, text in row.items():
            if re.fullmatch(r"\d{4}", head or "") and re.fullmatch(r"[\d.]+", text):
                yield row["Partner"], row["Indicator Type"].lower(), (head, 12), Decimal(text) * scale


def arms(data: bytes) -> Iterator[Line]:
    text = data.decode("latin-1").splitlines()
    at = next(index for index, line in enumerate(text) if line.startswith("Recipient,"))
    for row in csv.DictReader(text[at:]):
        for head, cell in row.items():
            span = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", head or "")
            if span and cell and cell.strip():
                months = 12 * (int(span[2] or span[1]) - int(span[1]) + 1)
                yield row["Recipient"].strip(), "deliveries", (span[1], months), Decimal(cell.strip())


def markets(data: bytes) -> Iterator[Line]:
    table = pandas.read_csv(io.BytesIO(data), sep="\t", encoding="utf-8-sig", dtype=str)
    for _, row in table.iterrows():
        for head in table.columns[1:]:
            if head.startswith("Imported value in") and isinstance(row[head], str):
                yield row[table.columns[0]], "import", (head[-4:], 12), Decimal(row[head]) * 1000


def oil(data: bytes) -> Iterator[Line]:
    for row in lines(data):
        flow = {"TOTIMPSB": "import", "TOTEXPSB": "export"}.get(row["FLOW_BREAKDOWN"])
        if (
            flow
            and row["ENERGY_PRODUCT"] == "CRUDEOIL"
            and row["UNIT_MEASURE"] == "KTONS"
            and re.fullmatch(r"[\d.]+", row["OBS_VALUE"])
        ):
            yield row["REF_AREA"], flow, month(row["TIME_PERIOD"]), Decimal(row["OBS_VALUE"]) * 1000


WEBSITE = "typeCode,freqCode,period,reporterCode,flowCode,partnerCode,cmdCode,primaryValue\r\n" + "".join(
    f'"C","A","2022","156","{flow}","{who}","TOTAL","{value}",\r\n'
    for flow, who, value in (("M", 643, "7700.5"), ("X", 643, "81"), ("M", 0, "9900000000001"), ("X", 0, "88"))
)
SAVED = "period,reporterCode,flowCode,partnerCode,cmdCode,primaryValue\n202203,156,M,643,TOTAL,12.25\n202204,156,M,643,TOTAL,13\n"
ANSWER = json.dumps({"elapsedTime": "0", "count": 2, "error": "", "data": [
    {"period": "2010", "reporterCode": 156, "flowCode": flow, "partnerCode": 643, "cmdCode": "TOTAL", "primaryValue": 5.5}
    for flow in "MX"
]})  # fmt: skip
COMEXT = (
    "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:DS-045409(1.0),15/09/26,M,DE,RU,2709,1,VALUE_IN_EUROS,2024-03,55.5,p\n"
    "ESTAT:DS-045409(1.0),15/09/26,M,DE,CN,2709,2,VALUE_IN_EUROS,2024-03,7,\n"
    "ESTAT:DS-045409(1.0),15/09/26,M,FR,CN,2709,2,VALUE_IN_EUROS,2024-03,8,\n"
    "ESTAT:DS-045409(1.0),15/09/26,M,FR,CN,2709,2,QUANTITY_IN_100KG,2024-03,9,\n"
)
ENGLISH = (
    '"Commodity code","Commodity","Trading partner code","Trading partner","Quantity","Unit","US dollar",\n'
    '"01012900","Horses","344","Russia","3","Number of item","1,234",\n'
    '"01012900","Horses","110","Hong Kong，China","2","Number of item","900",\n'
    '"27090000","Crude","344","Russia","7000","Kilogram","55",\n'
)
CHINESE = (
    '"数据年月","贸易伙伴编码","贸易伙伴名称","商品编码","商品名称","人民币",\n'
    '"202301","410","巴西","12019020","大豆","1,234,567",\n"202301","502","美国","12019020","大豆","2",\n'
    '"202302","410","巴西","12019020","大豆","40",\n'
)
_CELLS = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>1.0</td><td>2.0</td><td>-3.0</td></tr>"
CUSTOMS = (
    "<table><tr><td colspan=10>(4) China's Total Export & Import Values by Country/Region, Mar 2026 (in CNY)</td></tr>"
    "<tr><td colspan=10>Unit: CNY 100 Million</td></tr><tr><td>Import Source</td><td colspan=2>Export &amp; Import</td>"
    "<td colspan=2>Export</td><td colspan=2>Import</td><td colspan=3>1-to-3 Total Year-on-Year (±%)</td></tr>"
    "<tr><td>Export Destination</td><td>3</td><td>1- to-3</td><td>3</td><td>1- to-3</td><td>3</td><td>1- to-3</td>"
    "<td>Export &amp; Import</td><td>Export</td><td>Import</td></tr>"
    + _CELLS.format("Total", "30.5", "90.0", "20.5", "60.0", "10.0", "30.0")
    + _CELLS.format("&nbsp;&nbsp;of which: Germany", "3.0", "9.5", "2.0", "6.0", "1.0", "3.5")
    + _CELLS.format("Russian Federation", "5.0", "15.0", "2.5", "7.0", "2.5", "8.0")
    + "</table>"
)
SUMMARY = (
    "Reporter,Partner,Product categories,Indicator Type,Indicator,2019,2018\n"
    "China,...,All Products,Export,Exports (in US$ Mil),   2498569.87,   11.5\nChina,...,...,Development,GDP (current US$ Mil),1,2\n"
)
ARMS = (
    "Volume of transfers of major arms\nFigures are in millions of SIPRI trend-indicator values (TIVs).\n\n"
    "Source: SIPRI Arms Transfers Database (c) SIPRI.\nData generated: 13 Oct 2024 12:33:29 PM\n\n"
    "Recipient,2021,2022,2023,2021-2023,Percentage,Sum total years,Percentage of total\n"
    "China,500,0 ,71,571,24%,571,24%\nIndia,7,,8,15,1%,15,1%\nTotal world import,600,20,90,710,100%,710,100%\n"
)
MARKETS = '\ufeffExporters\tImported value in 2019\tImported value in 2020\t\n"World"\t90\t95\t\n"Japan"\t4\t5\t\n"Germany"\t\t6\t\n'
OIL = "REF_AREA,TIME_PERIOD,ENERGY_PRODUCT,FLOW_BREAKDOWN,UNIT_MEASURE,OBS_VALUE,ASSESSMENT_CODE\n" + "".join(
    f"US,2026-01,CRUDEOIL,{flow},{unit},{value},1\n"
    for flow, unit, value in (
        ("TOTIMPSB", "KTONS", "24430.5"),
        ("TOTIMPSB", "KBBL", "99"),
        ("TOTEXPSB", "KTONS", "7"),
        ("CLOSTLV", "KTONS", "3"),
    )
)


@dataclass(frozen=True)
class Kind:
    """A kind of file: its second reader, a small file, the stored one, what is asked of it, and places to compare."""

    second: Callable[[bytes], Iterator[Line]]
    small: bytes
    stored: str
    ending: str
    places: Mapping[str, str]
    answers: Mapping[str, str] = field(default_factory=dict)
    side: str = "partner"
    starts: str = ""  # of the series that are compared


CN = {"643": "RUS", "0": "WLD", "156": "CHN", "410": "KOR"}
KINDS = {
    "Comtrade website": Kind(website, WEBSITE.encode("latin-1"), "comtrade/website_TradeData_china_2022_first_460_rows_latin1.csv", "_usd", CN),
    "Comtrade saved": Kind(saved, SAVED.encode(), "comtrade/api_df_to_csv_chn_imports_from_rus_monthly_2017_2024.csv", "_usd", CN),
    "Comtrade answer": Kind(answer, ANSWER.encode(), "comtrade/api_data_v1_get_C_A_HS_chn_2010.json", "_usd", CN),
    "Comext": Kind(comext, COMEXT.encode(), "eurostat_comext/sdmx21_csv_lines_QUOTED_IN_PUBLIC_NOTES.csv", "_eur",
                   {"RU": "RUS", "CN": "CHN", "AE": "ARE", "VN": "VNM"}),
    "Customs query, English": Kind(query, ENGLISH.encode("gb18030"), "gacc_online_query/en_russia_rows_filtered_from_rows_1_5000.csv", "_usd",
                                   {"344": "RUS", "110": "HKG"}, {"flow": "export", "period": "2024-07"}),
    "Customs query, Chinese": Kind(query, CHINESE.encode("gb18030"), "gacc_online_query/zh_soybean_2023.csv", "_cny",
                                   {"410": "BRA", "502": "USA", "402": "ARG"}, {"flow": "import"}),
    "Customs by country": Kind(customs, CUSTOMS.encode(), "gacc_monthly_by_country/en_preliminary_s4_by_country_2026-03_cny.html", "_cny",
                               {"Russian Federation": "RUS", "Total": "WLD", "Germany": "DEU"}, starts="goods_"),
    "WITS summary": Kind(summary, SUMMARY.encode(), "wits/en_CHN_AllYears_WITS_Trade_Summary_2022-11.CSV", "_usd",
                         {"...": "WLD", "World": "WLD"}, starts="goods_"),
    "SIPRI": Kind(arms, ARMS.encode("latin-1"), "sipri/import-export-values_1950-2024_by_recipient.csv", "_tiv",
                  {"China": "CHN", "India": "IND"}, side="partner"),
    "Trade Map": Kind(markets, MARKETS.encode(), "itc_trademap/Trade_Map_-_List_of_supplying_markets_for_a_product_imported_by_China.txt", "_usd",
                      {"World": "WLD", "Japan": "JPN", "Germany": "DEU"}, {"reporter": "CHN", "unit_missing": "US Dollar thousand", "product": "8703"}),
    "JODI": Kind(oil, OIL.encode(), "jodi/jodi-us-crude_2026-01_02_TRANSCRIBED.csv", "_t", {"US": "USA"}, side="reporter"),
}  # fmt: skip


def flow_of(series: str) -> str:
    return next((flow for flow in ("import", "export", "total", "deliveries") if flow in series), "")


def compare(kind: Kind, data: bytes, name: str, take: Callable) -> int:
    got = take(data, name, **kind.answers)
    assert got.rows and not got.held, got.problems
    mine: dict[tuple, Decimal] = defaultdict(Decimal)
    for row in got.rows:
        if row["series"].endswith(kind.ending) and row["series"].startswith(kind.starts):
            about = (flow_of(row["series"]), (row["period"], int(row["months"])))
            mine[(*about, "all")] += Decimal(row["value"])
            mine[(*about, row[kind.side])] += Decimal(row["value"])
    second: dict[tuple, Decimal] = defaultdict(Decimal)
    for place, flow, when, value in kind.second(data):
        second[flow, when, "all"] += value
        if place in kind.places:
            second[flow, when, kind.places[place]] += value
    wanted = {"all", *kind.places.values()}
    mine = {key: value for key, value in mine.items() if key[2] in wanted}
    off = {
        key: (mine.get(key), second.get(key)) for key in mine.keys() | second.keys() if mine.get(key) != second.get(key)
    }
    assert second and not off
    return len(second)


@pytest.mark.parametrize("name", KINDS)
def test_a_second_reader_sums_a_small_file_alike(name, take):
    kind = KINDS[name]
    assert compare(kind, kind.small, kind.stored.rpartition("/")[2], take) >= 2


@pytest.mark.parametrize("name", KINDS)
def test_a_second_reader_sums_the_stored_file_alike(name, take):
    path = SAMPLES / KINDS[name].stored
    if not path.exists():
        pytest.skip("no stored samples here")
    assert compare(KINDS[name], path.read_bytes(), path.name, take) >= 2
