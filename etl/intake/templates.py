"""Files to fill in, one for each source that can be uploaded: its own headings, a note above, one line as an example.

The examples are figures as their publishers printed them, so a template can be tried as it stands:
`kyakhta template gacc_tables > t.csv && kyakhta add t.csv --dry-run`.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from etl.tables import registry


class Template(NamedTuple):
    """Lines of cells, the sign between them, and the answers that such a file needs beside it."""

    lines: tuple[tuple[str, ...], ...]
    sign: str = ","
    answers: str = ""


_TITLE = "（2）Imports and Exports by Country （Region） of Origin/Destination,6.2026"
_MAJOR = "（14）Major Import Commodities in Quantity and Value,7.2026"
_COMTRADE = (
    "typeCode", "freqCode", "period", "reporterCode", "flowCode", "partnerCode", "partner2Code",
    "classificationCode", "cmdCode", "customsCode", "motCode", "qtyUnitAbbr", "qty", "netWgt", "primaryValue",
)  # fmt: skip
_GOODS = ("HS", "TOTAL", "C00", "0", "N/A", "", "")
_IMF = ("DATAFLOW", "COUNTRY", "INDICATOR", "COUNTERPART_COUNTRY", "FREQUENCY", "TIME_PERIOD", "OBS_VALUE", "SCALE")

TEMPLATES: dict[str, Template] = {
    "gacc_tables": Template((
        (_TITLE,),
        ("Unit:US$1,000",),
        ("Country （Region）", "Total", "", "Exports", "", "Imports", "", "Percentage Change", "", ""),
        ("", "6", "1to6", "6", "1to6", "6", "1to6", "Total", "Exports", "Imports"),
        ("Russia", "24,351,380", "134,174,743", "11,432,537", "60,596,461", "12,918,844", "73,578,282",
         "25.6", "28.4", "23.3"),
    )),
    "gacc_commodities": Template((
        (_MAJOR,),
        ("Unit:US$1,000",),
        ("Commodity", "Quantity Unit", "7", "", "1to7", "", "Percentage Change", ""),
        ("", "", "Quantity", "Value", "Quantity", "Value", "Quantity", "Value"),
        ("Crude petroleum oils", "10000T", "3,573", "22,782,435", "28,333", "173,938,630", "-24.3", "-5.2"),
    )),
    "gacc_query": Template((
        ("Commodity code", "Commodity", "Trading partner code", "Trading partner", "Quantity", "Unit", "US dollar"),
        ("27090000", "Petroleum oils", "344", "Russia", "9036000000", "Kilogram", "4,310,000,000"),
    ), answers="--set flow=import --set period=2024-07"),
    "comtrade": Template((
        _COMTRADE, ("C", "A", "2022", "156", "M", "643", "0", *_GOODS, "114148970877"),
    )),
    "comtrade_monthly": Template((
        _COMTRADE, ("C", "M", "202412", "156", "M", "643", "0", *_GOODS, "10900000000"),
    )),
    "eurostat_comext": Template((
        ("DATAFLOW", "LAST UPDATE", "freq", "reporter", "partner", "product", "flow", "indicators", "TIME_PERIOD",
         "OBS_VALUE"),
        ("ESTAT:DS-059341(1.0)", "15/09/26", "M", "EU27_2020", "CN", "TOTAL", "1", "VALUE_EUR", "2023-09",
         "43500000000"),
    )),
    "imf_imts": Template((_IMF, ("IMF.STA:IMTS(1.0.0)", "KOR", "XG_FOB_USD", "CHN", "A", "2024", "132902972288", "6"))),
    "wits": Template((
        ("Reporter", "Partner", "Product categories", "Indicator Type", "Indicator", "2019"),
        ("China", "World", "All Products", "Export", "Exports (in US$ Mil)", "2498569.87"),
    )),
    "trademap": Template((
        ("Exporters", "Imported value in 2019"), ("Russian Federation", "60257000"),
    ), "\t", "--set reporter=CHN --set product=TOTAL --set 'unit_missing=US Dollar thousand'"),
    "sipri": Template((
        ("Volume of transfers of major arms",),
        ("Data generated: 13 Oct 2024 12:33:29 PM",),
        ("Recipient", "2023", "Percentage"),
        ("China", "471", "2"),
    ), answers="--set reporter=WLD"),
    "sipri_register": Template((
        ("Transfers of major conventional arms",),
        ("Data generated: 13 Oct 2024 12:33:29 PM",),
        ("Recipient", "Supplier", "Year of order", "Number ordered", "Weapon designation", "Weapon description",
         "Number delivered", "Year(s) of delivery", "status", "Comments", "SIPRI TIV per unit",
         "SIPRI TIV for total order", "SIPRI TIV of delivered weapons"),
        ("China", "Russia", "2015", "24", "Su-35", "FGA aircraft", "24", "2016; 2017; 2018", "New", "", "55", "1320",
         "1320"),
    )),
    "aseanstats": Template((
        ("", "Year"), ("Partner", "2023"), ("China", "696 700.5"), ("Russian Federation", "15 800.0"),
    ), answers="--set reporter=ASEAN --set flow=import --set product=TOTAL --set 'unit_missing=US$ Million'"),
    "jodi": Template((
        ("REF_AREA", "TIME_PERIOD", "ENERGY_PRODUCT", "FLOW_BREAKDOWN", "UNIT_MEASURE", "OBS_VALUE",
         "ASSESSMENT_CODE"),
        ("CN", "2026-01", "CRUDEOIL", "TOTIMPSB", "KTONS", "47000", "3"),
    )),
    "baci": Template((("t", "i", "j", "k", "v", "q"), ("2022", "643", "156", "270900", "58377524", "86248060"))),
    "terminals": Template((
        ("指标名称", "中国:进口金额:俄罗斯:当月值"),
        ("频率", "月"),
        ("单位", "亿美元"),
        ("指标ID", ""),
        ("2024-12", "109"),
    )),
    "table": Template((
        ("reporter", "partner", "period", "flow", "product", "unit", "value"),
        ("China", "Russia", "2022", "import", "TOTAL", "USD", "114148970877"),
    )),
}  # fmt: skip
CENSUS = (
    ["CTY_CODE", "CTY_NAME", "I_COMMODITY", "GEN_VAL_MO", "COMM_LVL", "time"],
    ["5700", "CHINA", "27", "123456789", "HS2", "2024-12"],
)


def names() -> list[str]:
    """Return the sources that have a template, in order; claims, which are no figures, are not among them."""
    return sorted([*TEMPLATES, "census"])


def template(source: str) -> str:
    """Return the text of a template. Raises UnknownName, with all names, for a source that has none."""
    if source == "census":  # its files are JSON, in which no note can stand
        return "[" + ",\n ".join(json.dumps(line) for line in CENSUS) + "]\n"
    found = TEMPLATES.get("sipri" if source.startswith("sipri_2") else source)
    if found is None:
        raise registry.UnknownName(f"There is no template “{source}”. There are: claims, {', '.join(names())}.")
    answers = f" Add it with {found.answers}." if found.answers else ""
    note = f"# The last line is an example: put your own in its place and leave the headings as they are.{answers}"
    width = max(map(len, found.lines))
    lines = [(note,), *found.lines]
    return "".join(found.sign.join(_cell(cell, found.sign) for cell in _filled(line, width)) + "\n" for line in lines)


def _filled(line: tuple[str, ...], width: int) -> tuple[str, ...]:
    return line + ("",) * (width - len(line))


def _cell(text: str, sign: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if sign in text or '"' in text else text
