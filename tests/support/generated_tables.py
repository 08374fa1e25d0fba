"""Seeded files about roles, shapes, names, codes and downloads: bytes, a name, and what must come of each.

Nothing here is taken from the program's own tables: names, headings and their meanings are typed in by hand, and every
layout is written out from its publisher's habits. A truth without rows is a file that must be asked about or refused.
"""

import io
import json
import random
from collections.abc import Callable, Iterator
from decimal import Decimal

import openpyxl

from tests.support.generated_units import Generated, Truth

NAMES = {
    "RUS": ("Russia", "Russian Federation", "Russian Fed.", "Russland", "Russie", "Россия", "РФ", "俄罗斯", "俄罗斯联邦", "Rusland"),
    "KAZ": ("Kazakhstan", "Kazakhstan, Rep. of", "Kasachstan", "Казахстан", "哈萨克斯坦"),
    "KOR": ("South Korea", "Korea, Rep.", "Korea, Republic of", "Republic of Korea", "Südkorea", "韩国", "Южная Корея"),
    "PRK": ("North Korea", "Korea, Dem. People's Rep. of", "Nordkorea", "朝鲜", "КНДР"),
    "CZE": ("Czechia", "Czech Rep.", "Tschechien", "Чехия", "捷克"), "VNM": ("Viet Nam", "Vietnam", "越南", "Вьетнам"),
    "TUR": ("Türkiye", "Turkey", "Turkiye", "土耳其", "Турция"), "IRN": ("Iran", "Iran, Islamic Rep. of", "伊朗", "Иран"),
    "DEU": ("Germany", "Deutschland", "Allemagne", "德国", "Германия"), "JPN": ("Japan", "日本", "Япония", "Japon"),
    "COD": ("Congo, Dem. Rep. of the", "Dem. Rep. of the Congo"), "POL": ("Poland", "Poland, Rep. of", "波兰", "Польша"),
    "GBR": ("United Kingdom", "UK", "英国", "Великобритания"), "HKG": ("Hong Kong SAR", "Hong Kong", "中国香港", "Гонконг"),
    "TWN": ("Chinese Taipei", "Taiwan", "台湾"), "MNG": ("Mongolia", "蒙古", "Монголия", "Mongolei"),
}  # fmt: skip
GROUPS = {
    "ROW": ("Rest of world", "Rest of the world", "Other countries", "Прочие страны", "其他国家"), "AFRICA": ("Africa", "非洲", "Африка"),
    "SOUTHASIA": ("South Asia", "Südasien"), "EAEU": ("Eurasian Economic Union", "ЕАЭС"), "EXTEU27": ("Extra-EU", "Extra-EU27"),
    "NESAFR": ("Africa not specified", "Other Africa, nes"), "WLD": ("World", "世界", "Мир"), "EU27": ("EU27_2020", "EU-27"),
    "MIDEAST": ("Middle East",), "SEASIA": ("Southeast Asia", "东南亚"), "G7": ("G7",),
}  # fmt: skip
STRANGE = (
    "Korea",
    "Atlantis",
    "Rest of Pacifica",
    "Norden",
    "Fer East",
    "Gulf states",
    "Virgin Islands",
    "非洲之角",
    "Азия и Тихий океан",
)
COLUMNS = ("reporter", "partner", "flow", "period", "hs code", "value")
ROLES = {"hs code": "product"}
CODES = {
    "0302": "hs0302",
    "27": "hs27",
    "030462": "hs030462",
    "8703": "hs8703",
    "100199": "hs100199",
    "0902": "hs0902",
    "01": "hs01",
}
SENTENCES = (
    "Trade of China with its partners", "Source: own compilation, not checked", "Figures may not add up to totals because of rounding.",
    "An empty field indicates that no trade has been reported, or that it is not known.", "Data generated: 13 Feb 2026 12:57:52 AM",
)  # fmt: skip


def cases(seed: int, count: int) -> Iterator[Generated]:
    """Yield `count` cases, the same at each call, the kinds in turn."""
    rnd = random.Random(seed)
    for number in range(count):
        yield KINDS[number % len(KINDS)](rnd)


def _value(rnd: random.Random) -> tuple[str, Decimal]:
    text = f"{rnd.randint(2, 9)}{rnd.randint(10**5, 10**6 - 1)}" + (
        f".{rnd.randint(1, 99):02d}" if rnd.random() < 0.4 else ""
    )
    return text, Decimal(text)


def _name(rnd: random.Random, table: dict[str, tuple[str, ...]]) -> tuple[str, str]:
    place = rnd.choice(sorted(table))
    return rnd.choice(table[place]), place


def _rows(rnd: random.Random, names: list[tuple[str, str]], code: str = "27") -> tuple[list[list[str]], dict]:
    """Lines of imports of China by partner, a month each, and what they say."""
    year, lines, truth = rnd.randint(2015, 2025), [], {}
    for month, (name, place) in enumerate(names, 1):
        text, value = _value(rnd)
        lines.append(["China", name, "import", f"{year}-{month:02d}", code, text])
        truth[f"{CODES.get(code, 'hs' + code)}_imports_usd", "CHN", place, f"{year}-{month:02d}", 1] = value
    return lines, truth


def _answers(heads: tuple[str, ...] = COLUMNS, **more: str) -> dict[str, str]:
    return {"mapping": json.dumps({head: ROLES.get(head, head) for head in heads}), "unit_missing": "USD", **more}


def _text(rows: list[list[str]], sign: str = ",") -> str:
    def cell(text: str) -> str:
        return f'"{text}"' if sign in text or '"' in text else text

    return "\n".join(sign.join(map(cell, row)) for row in rows) + "\n"


def _book(rows: list[list[object]], merged: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append([None if cell == "" else cell for cell in row])
    for place in merged:
        made.active.merge_cells(place)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def roles(rnd: random.Random) -> Generated:
    """ITC's four lists: the first column and the heading of the values say whose trade it is."""
    first, traded = rnd.choice(("Exporters", "Importers")), rnd.choice(("Exported", "Imported"))
    own, year = first[:2] == traded[:2], rnd.randint(2010, 2023)
    flow = "exports" if traded == "Exported" else "imports"
    lines, truth = [[first, f"{traded} value in {year}", ""]], {}
    for place in rnd.sample(sorted(NAMES), 4):
        value = rnd.randint(10**4, 10**7)
        lines.append([f'"{rnd.choice(NAMES[place][:2])}"', str(value), ""])
        about = (place, "WLD") if own else ("CHN", place)
        truth[f"goods_{flow}_usd", *about, str(year), 12] = Decimal(value * 1000)
    text = "\ufeff" + "\n".join("\t".join(line) for line in lines) + "\n"
    answers = {"product": "TOTAL", "unit_missing": "US Dollar thousand"}
    if own:
        return text.encode(), "list.txt", Truth("roles", truth, answers)
    trap = rnd.random() < 0.2
    return (
        text.encode(),
        "list.txt",
        Truth("roles", {} if trap else truth, answers | ({} if trap else {"reporter": "China"})),
    )


def shapes(rnd: random.Random) -> Generated:
    """One small table under many lines, padded, with another sign, in other letters: the same rows."""
    names = [_name(rnd, NAMES) for _ in range(rnd.randint(2, 6))]
    lines, truth = _rows(rnd, names)
    sign = rnd.choice(",;\t|,")
    text = _text([list(COLUMNS), *lines], sign)
    pad = rnd.random() < 0.25 and sign == ","
    above = rnd.sample(SENTENCES, rnd.randint(0, 5)) if rnd.random() < 0.6 else []
    if above:
        text = "\n".join([*(f'"{line}"' if sign in line and rnd.random() < 0.5 else line for line in above), "", text])
    if pad:
        text = "\n".join(f"{line};;;" if line else line for line in text.rstrip("\n").split("\n")) + "\n"
    if rnd.random() < 0.3:
        text = text.replace("\n", "\r\n")
    encoding = rnd.choice(("utf-8", "utf-8-sig", "utf-16")) if rnd.random() < 0.5 else "utf-8"
    return text.encode(encoding), "t.csv", Truth("shapes", truth, _answers())


def books(rnd: random.Random) -> Generated:
    """Years over flows or flows over years, merged in a workbook, or kept in the first cell of a text."""
    first, out, into = rnd.choice(
        (("Month", "Exports", "Imports"), ("月份", "出口", "进口"), ("Месяц", "Экспорт", "Импорт"))
    )
    years, count = [str(rnd.randint(2010, 2024)) for _ in range(1)], rnd.randint(3, 12)
    years.append(str(int(years[0]) + 1))
    base = [[rnd.randint(4000, 5000) * 10**3 + rnd.randint(1, 999) for _ in range(4)] for _ in range(count)]
    truth = {}
    for month, cells in enumerate(base, 1):
        for at, cell in enumerate(cells):
            flow, year = ("exports", "imports")[at % 2], years[at // 2]
            truth[f"goods_{flow}_usd", "CHN", "MNG", f"{year}-{month:02d}", 1] = Decimal(cell)
    heads = [[first, years[0], "", years[1], ""], ["", out, into, out, into]]
    rows = [[f"{month}月" if first == "月份" else str(month), *cells] for month, cells in enumerate(base, 1)]
    if rnd.random() < 0.5:
        rows.append(["Total", *(sum(column) for column in zip(*base, strict=True))])
    answers = {
        "reporter": "China",
        "partner": "Mongolia",
        "product": "TOTAL",
        "unit_missing": "USD",
        "mapping": "suggested",
    }
    if rnd.random() < 0.5:
        return _book([*heads, *rows], ("B1:C1", "D1:E1")), "t.xlsx", Truth("two levels", truth, answers)
    return (
        _text([*heads, *([str(cell) for cell in row] for row in rows)]).encode(),
        "t.csv",
        Truth("two levels", truth, answers),
    )


def wide(rnd: random.Random) -> Generated:
    """Months as columns, partners as rows; in a workbook or as text."""
    year, names = rnd.randint(2012, 2024), rnd.sample(sorted(NAMES), 4)
    heads, truth, rows = ["Partner", *(f"{year}-{month:02d}" for month in range(1, 5))], {}, []
    for place in names:
        cells = [rnd.randint(5 * 10**6, 9 * 10**6) for _ in range(4)]
        rows.append([rnd.choice(NAMES[place]), *map(str, cells)])
        truth |= {
            ("goods_imports_usd", "CHN", place, f"{year}-{m:02d}", 1): Decimal(cell) for m, cell in enumerate(cells, 1)
        }
    answers = {"mapping": "suggested", "reporter": "China", "flow": "import", "product": "TOTAL", "unit_missing": "USD"}
    if rnd.random() < 0.4:
        return _book([heads, *([row[0], *map(int, row[1:])] for row in rows)]), "t.xlsx", Truth("wide", truth, answers)
    return _text([heads, *rows]).encode(), "t.csv", Truth("wide", truth, answers)


def names(rnd: random.Random) -> Generated:
    """Names in six languages and of groups; a strange one must be asked about, and never become a country."""
    told = [_name(rnd, NAMES if rnd.random() < 0.6 else GROUPS) for _ in range(rnd.randint(2, 8))]
    strange = rnd.random() < 0.3
    if strange:
        told[0] = (rnd.choice(STRANGE), "")
    lines, truth = _rows(rnd, told)
    answers = _answers()
    if strange and rnd.random() < 0.5:
        said = json.dumps({told[0][0]: "leave out"}, ensure_ascii=False)
        left = {key: value for key, value in truth.items() if key[2]}
        return _text([list(COLUMNS), *lines]).encode(), "t.csv", Truth("names", left, answers | {"names": said})
    return _text([list(COLUMNS), *lines]).encode(), "t.csv", Truth("names", {} if strange else truth, answers)


def codes(rnd: random.Random) -> Generated:
    """Product codes whole, or without the zeros in front: then one question, and one answer for all."""
    lost, lines, truth = rnd.random() < 0.5, [], {}
    for code in rnd.sample(sorted(CODES), 4):
        more, said = _rows(rnd, [_name(rnd, NAMES)], code)
        lines += [[cell.lstrip("0") if lost and cell == code else cell for cell in line] for line in more]
        truth |= said
    changed = lost and any(line[4] not in CODES for line in lines)
    answered = rnd.random() < 0.6
    answers = _answers() | ({"codes": "as suggested"} if answered else {})
    return (
        _text([list(COLUMNS), *lines]).encode(),
        "t.csv",
        Truth("codes", truth if answered or not changed else {}, answers),
    )


def comtrade(rnd: random.Random) -> Generated:
    """The old website: flows by number; a flow that its list lacks is asked about."""
    heads = "Classification,Year,Period,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Partner Code,Partner,Commodity Code,"
    heads += "Netweight (kg),Trade Value (US$),Flag"
    year, trap = rnd.randint(2005, 2020), rnd.random() < 0.2
    flows = {"1": "imports", "2": "exports", "3": "re_exports", "4": "re_imports"}
    lines, truth = [heads], {}
    for code, place, name in rnd.sample(
        [("643", "RUS", "Russian Federation"), ("398", "KAZ", "Kazakhstan"), ("392", "JPN", "Japan")], 2
    ):
        flow, value = rnd.choice(sorted(flows)), rnd.randint(10**6, 10**10)
        lines.append(f"H4,{year},{year},{'7' if trap else flow},,156,China,{code},{name},0902,,{value},0")
        truth[f"hs0902_{flows[flow]}_usd", "CHN", place, str(year), 12] = Decimal(value)
    return ("\n".join(lines) + "\n").encode(), "comtrade.csv", Truth("Comtrade of before 2023", {} if trap else truth)


def census(rnd: random.Random) -> Generated:
    """The Bureau's answer saved as CSV; a code of one country beside the name of another is asked about."""
    trap, when = rnd.random() < 0.2, f"{rnd.randint(2013, 2025)}-{rnd.randint(1, 12):02d}"
    lines, truth = ["CTY_CODE,CTY_NAME,E_COMMODITY,ALL_VAL_MO,time"], {}
    for code, place, name in (("4621", "RUS", "RUSSIA"), ("5700", "CHN", "CHINA")):
        value = rnd.randint(0, 10**9)
        lines.append(f"{code},{'JAPAN' if trap else name},8703,{value},{when}")
        truth["hs8703_exports_usd", "USA", place, when, 1] = Decimal(value)
    return ("\n".join(lines) + "\n").encode(), "census.csv", Truth("Census as CSV", {} if trap else truth)


def eurostat(rnd: random.Random) -> Generated:
    """Monthly trade as TSV and as CSV, in millions; another scale is asked about."""
    year, flow, place = (
        rnd.randint(2015, 2025),
        rnd.choice(("IMP", "EXP")),
        rnd.choice((("RU", "RUS"), ("KZ", "KAZ"), ("JP", "JPN"))),
    )
    values = [Decimal(rnd.randint(10, 99999)) / 10 for _ in range(3)]
    series = "goods_imports_eur" if flow == "IMP" else "goods_exports_eur"
    truth = {(series, "EU27", place[1], f"{year}-{m:02d}", 1): value * 10**6 for m, value in enumerate(values, 1)}
    trap = rnd.random() < 0.2
    if rnd.random() < 0.5:
        heads = "freq,stk_flow,indic_et,partner,sitc06,geo\\TIME_PERIOD\t" + "\t".join(
            f"{year}-{m:02d} " for m in (1, 2, 3, 4)
        )
        cells = "\t".join(f"{value}{rnd.choice((' ', ' p', ' e'))}" for value in values)
        text = f"{heads}\nM,{flow},TRD_VAL,{'Q9' if trap else place[0]},TOTAL,EU27_2020\t{cells}\t: \n"
        return text.encode(), "teina.tsv", Truth("Eurostat by month", {} if trap else truth)
    heads = "STRUCTURE,STRUCTURE_ID,freq,stk_flow,indic_et,partner,sitc06,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,UNIT_MULT"
    scale = "0" if trap else rnd.choice(("6", ""))
    first = f"dataflow,ESTAT:EXT_ST_EU27_2020SITC(1.0),M,{flow},TRD_VAL,{place[0]},TOTAL,EU27_2020"
    lines = [f"{first},{year}-{m:02d},{value},,{scale}" for m, value in enumerate(values, 1)]
    return "\n".join([heads, *lines, ""]).encode(), "ext_st.csv", Truth("Eurostat by month", {} if trap else truth)


def fund(rnd: random.Random) -> Generated:
    """The Fund's old JSON: each series with a scale of its own; one that is not in its list is asked about."""
    scale, trap = rnd.choice((0, 3, 6, 9)), rnd.random() < 0.2
    values, year = [f"{rnd.randint(1000, 9999)}.{rnd.randint(1, 9)}" for _ in range(3)], rnd.randint(1990, 2022)
    told = {"@FREQ": "M", "@REF_AREA": "CN", "@INDICATOR": "TMG_CIF_USD", "@COUNTERPART_AREA": "KZ", "@UNIT_MULT": "7" if trap else str(scale),
            "Obs": [{"@TIME_PERIOD": f"{year}-{m:02d}", "@OBS_VALUE": value} for m, value in enumerate(values, 1)]}  # fmt: skip
    truth = {
        ("goods_imports_usd", "CHN", "KAZ", f"{year}-{m:02d}", 1): Decimal(value).scaleb(scale)
        for m, value in enumerate(values, 1)
    }
    series = told if rnd.random() < 0.5 else [told]
    return (
        json.dumps({"CompactData": {"DataSet": {"Series": series}}}).encode(),
        "dots.json",
        Truth("the Fund's JSON", {} if trap else truth),
    )


def baci(rnd: random.Random) -> Generated:
    """BACI: numbers of countries of its own, thousands of dollars, six digits of which spreadsheets lose the first."""
    trap, year = rnd.random() < 0.2, rnd.randint(1995, 2023)
    lines, truth = ["t,i,j,k,v,q"], {}
    for code, place in (("842", "USA"), ("699", "IND"), ("643", "RUS")):
        value = Decimal(rnd.randint(1, 10**7)) / 1000
        product = rnd.choice(("30462", "030462"))
        lines.append(f"{year},{'99999' if trap else code},156,{product},{value},NA")
        truth["hs030462_imports_usd", "CHN", place, str(year), 12] = value * 1000
    return ("\n".join(lines) + "\n").encode(), "BACI.csv", Truth("BACI", {} if trap else truth)


def terminals(rnd: random.Random) -> Generated:
    """Wind and CEIC: names of series in parts; a part that is not known is asked about."""
    year, trap = rnd.randint(2012, 2025), rnd.random() < 0.2
    label, factor = rnd.choice((("百万美元", 10**6), ("亿美元", 10**8), ("千美元", 10**3), ("万美元", 10**4)))
    flow, to_date = rnd.choice((("进口金额", "imports"), ("出口金额", "exports"))), rnd.random() < 0.4
    name = f"中国:{flow[0]}:哈萨克斯坦:{'累计值' if to_date else '当月值'}" + (":调整后" if trap else "")
    lines, truth = [f"指标名称,{name}", "频率,月", f"单位,{label}", "指标ID,M001", "来源,海关总署"], {}
    for month, end in ((3, 31), (4, 30), (5, 31)):
        value = Decimal(rnd.randint(10000 * month, 10000 * month + 999)) / 100
        lines.append(rnd.choice((f"{year}-{month:02d}-{end},{value}", f"{year}-{month:02d},{value}")))
        when = (f"{year}-01", month) if to_date else (f"{year}-{month:02d}", 1)
        truth[f"goods_{flow[1]}_usd", "CHN", "KAZ", *when] = value * factor
    return ("\n".join(lines) + "\n").encode(), "wind.csv", Truth("Wind and CEIC", {} if trap else truth)


def customs(rnd: random.Random) -> Generated:
    """China Customs' table by country whose headings leave the month to the title."""
    year, month = rnd.randint(2014, 2025), rnd.randint(3, 12)
    title = rnd.choice(
        ("{y}年{m}月进出口商品国别总值表", "{y}年{m}月进出口商品国别（地区）总值表", "{y}年{m}月进出口国别总值表")
    ).format(y=year, m=month)
    trap = rnd.random() < 0.2
    title = title.split("月", 1)[1] if trap else title
    label, factor, unit = rnd.choice((("千美元", 10**3, "usd"), ("万元人民币", 10**4, "cny")))
    this, total = rnd.choice((("当月", "1至当月累计"), ("本月", "累计"), ("当月", "累计")))
    out, into = (rnd.randint(10**6, 9 * 10**6) for _ in range(2))
    outs, intos = (each * month + rnd.randint(0, 10**6) for each in (out, into))
    cells = [out + into, outs + intos, out, outs, into, intos]
    heads = f"国别,进出口,进出口,出口,出口,进口,进口\n,{this},{total},{this},{total},{this},{total}"
    text = f"{title},,,,,,\n单位：{label},,,,,,\n{heads}\n{rnd.choice(NAMES['KAZ'][-1:])},{','.join(map(str, cells))}\n"
    truth = {}
    for flow, both in (("total", cells[:2]), ("exports", cells[2:4]), ("imports", cells[4:])):
        truth[f"goods_{flow}_{unit}", "CHN", "KAZ", f"{year}-{month:02d}", 1] = Decimal(both[0] * factor)
        whole = (str(year), 12) if month == 12 else (f"{year}-01", month)
        truth[f"goods_{flow}_{unit}", "CHN", "KAZ", *whole] = Decimal(both[1] * factor)
    return text.encode(rnd.choice(("utf-8", "gb18030"))), "国别.csv", Truth("China Customs 当月", {} if trap else truth)


KINDS: tuple[Callable[[random.Random], Generated], ...] = (
    roles, shapes, names, codes, wide, books, shapes, names, comtrade, census, eurostat, fund, baci, terminals, customs,
)  # fmt: skip
