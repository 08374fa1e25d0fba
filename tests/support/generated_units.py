"""Seeded files about units, flows, periods, flags and classifications: bytes, a name, and what must come of each.

Nothing here is taken from the program's own tables: wordings and their meanings are typed in by hand. `cases(seed, count)`
is the one way in. A truth without rows is a file that must be asked about or refused, never read in silence.
"""

import io
import json
import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

Key = tuple[str, str, str, str, int]  # series, reporter, partner, period, months


class Truth(NamedTuple):
    """The kind of a case, the rows that must come out ({}: it must be asked or refused), and the answers it goes with."""

    kind: str
    rows: Mapping[Key, Decimal]
    answers: Mapping[str, str] = {}


Generated = tuple[bytes, str, Truth]
HEADS = ("reporter", "partner", "flow", "period", "product", "unit", "value")
PLACES = {"Viet Nam": "VNM", "Peru": "PER", "Казахстан": "KAZ", "智利": "CHL", "Mongolia": "MNG", "Japan": "JPN"}
MONEY = {
    "USD": ("USD", "US$", "US dollars", "U.S. dollars", "долл. США", "美元", "US-Dollar"),
    "EUR": ("EUR", "€", "euro", "Euros", "евро", "欧元"), "CNY": ("CNY", "RMB", "yuan", "人民币", "юаней", "renminbi"),
    "JPY": ("JPY", "yen", "日元", "иен"), "HKD": ("HK$", "HK dollars", "港元", "HKD"), "RUB": ("RUB", "руб.", "рублей", "卢布"),
    "CAD": ("Canadian dollars", "C$", "加元"), "GBP": ("GBP", "£", "英镑", "pounds sterling"),
}  # fmt: skip
SIZES = {
    1: ("", "1"), 10**3: ("thousand", "'000", "000", "k", "thous.", "Tsd.", "тыс.", "千", "1,000", "10^3", "milliers", "duizend"),
    10**4: ("10,000", "万", "ten thousand", "10 thousand"), 10**5: ("100,000", "lakh", "100 thousand"),
    10**6: ("million", "millions", "mn", "mln", "Mio.", "млн", "百万", "1 Million", "1,000,000", "10^6", "miljoen"),
    10**7: ("10 million", "crore", "千万"), 10**8: ("100 million", "hundred million", "亿", "10^8"),
    10**9: ("billion", "bn", "Mrd.", "млрд", "十亿", "milliards", "mld", "Milliarden", "thousand million"),
    10**12: ("trillion", "trn", "tn", "万亿", "трлн", "10^12"),
}  # fmt: skip
TRAPS = (
    "{money}/t", "{money} per tonne", "{money} index", "% change, {money}", "constant 2015 {money} {size}",
    "{money} {size}, seasonally adjusted", "{money} {size}, cumulative", "{size} {money} zillion", "{money} {size} of 2010",
    "{money} 7 {size}", "share of {money}", "{money} {size} annualised", "同比 {money}", "{money} {size} в постоянных ценах",
    "{money} {size} saisonbereinigt", "{money} 1.000", "{money} or pood", "average {money} {size}", "index (2015=100)",
    "{money} {size} year to date", "累计 {size} {money}", "{money} {size}, CVS", "{size} {money}-equivalent", "{size} bottles",
    "¥ {size}", "%", "mil {money}", "{money} {size} {size}x2",
)  # fmt: skip
FLOWS = {
    "import": ("import", "Imports", "M", "imp", "进口", "импорт", "Einfuhr", "invoer", "importations", "General imports", "进口额"),
    "export": ("export", "Exports", "X", "exp", "出口", "экспорт", "Ausfuhr", "uitvoer", "exportations", "Exports incl. re-exports"),
    "re_exports": ("re-exports", "Re-export", "реэкспорт", "RX"),
}  # fmt: skip
ODD_FLOWS = (
    "4", "imports incl. re-exports", "special imports", "transit", "imports under processing", "一般贸易出口", "n/a",
    "exports cif", "imports (estimated)", "временный ввоз", "X+M", "arrivals",
)  # fmt: skip
PLURAL = {"import": "imports", "export": "exports", "re_exports": "re_exports"}
MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "EN": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "ru": ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"],
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "nl": ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
}  # fmt: skip
LAST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
ODD_PERIODS = (
    "FY2022", "2022/23", "2022-23", "03/04/2022", "Mar-22", "2022p", "2022*", "24-Jan", "2022.1", "Ramadan 2022",
    "2022-03-15", "март 22", "1H22", "last year", "44630",
)  # fmt: skip


def cases(seed: int, count: int) -> Iterator[Generated]:
    """Yield `count` cases, the same at each call, the kinds in turn."""
    rnd = random.Random(seed)
    for number in range(count):
        yield KINDS[number % len(KINDS)](rnd)


def _written(rnd: random.Random, table: list[list[str]], above: str = "", below: str = "") -> tuple[bytes, str]:
    """Return a table as a file of one of the usual kinds, with lines above and below it."""
    before = [[above]] if above else [["Own notes on trade"]] * rnd.choice((0, 0, 1))
    lines = [*before, *([[""]] if before else []), *table, *([[""], [below]] if below else [])]
    form = rnd.choice(("csv", "csv", "tsv", "bom", "semicolon", "xlsx"))
    if form == "xlsx":
        from openpyxl import Workbook

        book = Workbook()
        for line in lines:
            book.active.append(
                [int(cell) if cell.isdigit() and line is not table[0] and cell is line[-1] else cell for cell in line]
            )
        out = io.BytesIO()
        book.save(out)
        return out.getvalue(), "own.xlsx"
    sign = {"tsv": "\t", "semicolon": ";"}.get(form, ",")
    rows = (sign.join(f'"{cell}"' if set(cell) & {",", ";", '"'} else cell for cell in line) for line in lines)
    return "\n".join(rows).encode(
        "utf-8-sig" if form == "bom" else "utf-8"
    ) + b"\n", "own.tsv" if form == "tsv" else "own.csv"


def _label(rnd: random.Random, size: int) -> tuple[str, str]:
    """Return a currency and a label of it in a size, in one of the orders that offices use."""
    money = rnd.choice(sorted(MONEY))
    word, times = rnd.choice(MONEY[money]), rnd.choice(SIZES[size])
    forms = (
        "{w} {t}",
        "{t} {w}",
        "{w} ({t})",
        "in {t} {w}",
        "{w}, {t}",
        "{w} in {t}",
        "value, {w} {t}",
        "Unit: {w} {t}",
    )
    if times in ("k", "000", "1", "1,000", "10,000", "100,000", "1,000,000"):
        forms = ("{w} {t}", "{w} ({t})", "{w}, {t}")
    return money, (rnd.choice(forms).format(w=word, t=times) if times else word).strip()


def _rows(rnd: random.Random, most: int = 999, **fixed: str) -> tuple[list[list[str]], list[tuple[str, str, int]]]:
    """Return two or three lines of a table with every column, and (partner, product, figure) of each."""
    picked = rnd.sample(sorted(PLACES), rnd.choice((2, 3)))
    about = [(place, rnd.choice(("1001", "2603", "8703", "4407")), rnd.randint(2, most)) for place in picked]
    base = {"reporter": "China", "flow": "import", "period": "2022-03", "unit": "USD"} | fixed
    table = [[base["reporter"], p, base["flow"], base["period"], code, base["unit"], str(n)] for p, code, n in about]
    return [list(HEADS), *table], about


def _truth(kind: str, about: list[tuple[str, str, int]], unit: str, factor: int, flow: str = "import",
           period: tuple[str, int] = ("2022-03", 1), **answers: str) -> Truth:  # fmt: skip
    made = {
        (f"hs{code}_{PLURAL[flow]}_{unit.lower()}", "CHN", PLACES[place], *period): Decimal(n) * factor
        for place, code, n in about
    }
    return Truth(kind, made, answers)


def units(rnd: random.Random) -> Generated:
    """A unit column in one of six languages."""
    size = rnd.choice(sorted(SIZES))
    money, label = _label(rnd, size)
    table, about = _rows(rnd, 9 if size == 10**12 else 999, unit=label)  # the world trades no more than some trillions
    return *_written(rnd, table), _truth("units", about, money, size)


def unit_traps(rnd: random.Random) -> Generated:
    """A unit that is more than an amount, or has a word that means nothing."""
    money, size = rnd.choice(MONEY[rnd.choice(("USD", "EUR", "CNY"))]), rnd.choice(("million", "млн", "亿", "thousand"))
    table, _ = _rows(rnd, unit=rnd.choice(TRAPS).format(money=money, size=size))
    return *_written(rnd, table), Truth("unit traps", {})


def unit_lines(rnd: random.Random) -> Generated:
    """No unit column: a line above or below the table, or its title, says the unit; or says another than the heading."""
    size = rnd.choice((10**3, 10**6, 10**8, 10**9))
    money, label = _label(rnd, size)
    table, about = _rows(rnd)
    table = [[cell for at, cell in enumerate(line) if at != 5] for line in table]
    line = rnd.choice(("Unit: {}", "单位：{}", "Trade of China ({})", "Trade of China, {}")).format(
        label.removeprefix("Unit: ")
    )
    if line.startswith("Trade") and "," in label:
        line = f"Unit: {label.removeprefix('Unit: ')}"
    if rnd.random() < 0.3:
        table[0][-1] = "value (USD)"
        return *_written(rnd, table, above="Scale: Millions"), Truth("unit lines", {})
    where = {"above": line} if line.startswith("Trade") or rnd.random() < 0.7 else {"below": line}
    return *_written(rnd, table, **where), _truth("unit lines", about, money, size)


def flows(rnd: random.Random) -> Generated:
    """A flow in the words of six languages; or one that no series stands for."""
    if rnd.random() < 0.3:
        table, _ = _rows(rnd, flow=rnd.choice(ODD_FLOWS))
        return *_written(rnd, table), Truth("flows", {})
    flow = rnd.choice(sorted(FLOWS))
    table, about = _rows(rnd, flow=rnd.choice(FLOWS[flow]))
    return *_written(rnd, table), _truth("flows", about, "USD", 1, flow)


def periods(rnd: random.Random) -> Generated:
    """A month, quarter or year as people write it; or something that can be read in two ways."""
    if rnd.random() < 0.3:
        table, _ = _rows(rnd, period=rnd.choice(ODD_PERIODS))
        return *_written(rnd, table), Truth("periods", {})
    year, month = rnd.choice((2019, 2021, 2022, 2023)), rnd.randint(1, 12)
    name = MONTHS[rnd.choice(sorted(MONTHS))][month - 1]
    quarter = (month + 2) // 3
    forms = {
        (f"{year}-{month:02d}", 1): (
            f"{year}-{month:02d}", f"{year}{month:02d}", f"{year}M{month:02d}", f"{name} {year}", f"{year}年{month}月",
            f"{month:02d}.{year}", f"{year}/{month:02d}/01", f"{year}-{month:02d}-{LAST[month - 1]}", f"{month}/{year}",
        ),
        (str(year), 12): (f"{year}", f"{year}年"),
        (f"{year}-{3 * quarter - 2:02d}", 3): (
            f"{year}Q{quarter}", f"Q{quarter} {year}", f"{quarter} кв. {year}", f"{quarter}. Quartal {year}",
        ),
    }  # fmt: skip
    when = rnd.choice(list(forms))
    table, about = _rows(rnd, period=rnd.choice(forms[when]))
    return *_written(rnd, table), _truth("periods", about, "USD", 1, period=when)


def flags(rnd: random.Random) -> Generated:
    """Comext observations with flags: withheld ones are missing, unknown ones are asked."""
    head = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
    start = "ESTAT:DS-045409(1.0),15/09/26 11:00:00,M"
    flag = rnd.choice(("", "p", "e", "c", "c", "b", "r", "u", "k", "xy", "ep"))
    value, other = rnd.choice((0, rnd.randint(1, 9999))) if flag == "c" else rnd.randint(1, 9999), rnd.randint(1, 9999)
    lines = [
        f"{start},DE,RU,2709,1,VALUE_IN_EUROS,2022-03,{value},{flag}",
        f"{start},FR,RU,2709,2,QUANTITY_IN_100KG,2022-03,{other},",
    ]
    rows = {("hs2709_exports_t", "FRA", "RUS", "2022-03", 1): Decimal(other) / 10}
    if not (flag == "c" and value == 0):
        rows["hs2709_imports_eur", "DEU", "RUS", "2022-03", 1] = Decimal(value)
    rnd.shuffle(lines)
    truth = Truth("flags", {} if flag in ("k", "xy") else rows)
    return "\n".join([head, *lines, ""]).encode(), "comext.csv", truth


def classifications(rnd: random.Random) -> Generated:
    """Comtrade records: goods in their classification, services refused, unknown lists and codes asked, parts left out."""
    known = {"H6": "hs", "H4": "hs", "HS": "hs", "S3": "sitc", "S4": "sitc", "B4": "bec", "B5": "bec"}
    kind = rnd.choice(("goods", "goods", "goods", "services", "list", "customs", "transport", "flow", "type"))
    scheme, value = rnd.choice(sorted(known)), rnd.randint(1, 10**6)
    one = {
        "typeCode": "C", "freqCode": "A", "period": "2022", "reporterCode": "156", "flowCode": "M", "partnerCode": "604",
        "partner2Code": "0", "classificationCode": scheme, "cmdCode": "26", "customsCode": "C00", "motCode": "0",
        "primaryValue": str(value),
    }  # fmt: skip
    part = one | {rnd.choice(("customsCode", "motCode")): "", "primaryValue": str(value // 2)}
    part |= (
        {"customsCode": rnd.choice(("C01", "C06"))}
        if part["customsCode"] == ""
        else {"motCode": rnd.choice(("1000", "3200"))}
    )
    odd = {
        "services": {"typeCode": "S", "classificationCode": "EB10", "cmdCode": "SC"}, "list": {"classificationCode": "H9"},
        "customs": {"customsCode": "C77"}, "transport": {"motCode": "5555"}, "flow": {"flowCode": "QQ"}, "type": {"typeCode": "Z"},
    }.get(kind)  # fmt: skip
    records = [one | odd] if odd else [one, part]
    rows = {} if odd else {(f"{known[scheme]}26_imports_usd", "CHN", "PER", "2022", 12): Decimal(value)}
    if rnd.random() < 0.4:
        answer = {"elapsedTime": "0.1 secs", "count": len(records), "data": records, "error": ""}
        return json.dumps(answer).encode(), "answer.json", Truth("classifications", rows)
    lines = [",".join(one), *(",".join(record.values()) for record in records)]
    return "\r\n".join([*lines, ""]).encode(), "comtrade.csv", Truth("classifications", rows)


KINDS: tuple[Callable[[random.Random], Generated], ...] = (
    units, units, unit_traps, unit_lines, flows, periods, periods, flags, classifications,
)  # fmt: skip
