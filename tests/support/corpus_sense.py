"""Classes 99, 102, 104 to 107, 115, 116, 124 and 125: units, ways of counting, periods, sums and prices."""

import json
import random
from collections.abc import Iterator

from tests.support.corpus import Case, Maker
from tests.support.corpus_trade import ANSWERS, LATER, NAMES, crude, customs, january, line, months, table, value

PARTNERS = tuple(NAMES)
TURN = {"export": "import", "import": "export"}


def other_unit(rnd: random.Random) -> Iterator[Case]:
    yield from unclear_unit(rnd)
    yield from unknown_codes(rnd)
    unit = rnd.choice(["USD 1,000", "CNY 10,000"])
    yield Case(customs(unit=unit), "U-01", "H", "table 1, row 2, column 1", "t.html")
    yield Case(customs(unit="USD 1 Million", bulletin=True), "U-01", "H", "table 1, row 2, column 1", "t.html")
    word = rnd.choice(["dozens", "pood", "箱"])
    lines = [line("RUS", "2024-06", "import", rnd.randint(10**5, 10**6), word, "2709")]
    yield Case(table(lines), "U-01", "H", "line 2, column 6", answers=ANSWERS)


def unclear_unit(rnd: random.Random) -> Iterator[Case]:
    """Words of a unit that nobody knows, or that make it more than an amount; lines that disagree; a size that cannot be."""
    amount = rnd.randint(10**5, 10**6)
    word, more = rnd.choice(["zillion", "old"]), rnd.choice(["index", "per t", "constant 2015", "同比"])
    for unit, code in ((f"USD {word}", "U-05"), (f"USD {more}", "U-06")):
        yield Case(table([line("Peru", "2024-06", "import", amount, unit, "2709")]), code, "H", answers=ANSWERS)
    only = table([line("Peru", "2024-06", "import", amount, "USD", "2709")])
    yield Case(b"Scale: Millions\n\n" + only, "U-07", "H", "line 1", answers=ANSWERS)
    large = [line("Peru", "2024-06", "import", amount * 10**6, "USD million", "2709")]
    yield Case(table(large), "U-08", "H", "line 2, column 6", answers=ANSWERS)


RECORD = (
    "typeCode,period,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,motCode,primaryValue\n"
    "{type},2022,156,M,604,{scheme},{code},{mode},{value}\n"
)
OBSERVATION = (
    "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:DS-045409(1.0),15/06/24 11:00:00,M,DE,PE,2709,1,VALUE_IN_EUROS,2024-03,{value},{flag}\n"
    "ESTAT:DS-045409(1.0),15/06/24 11:00:00,M,DE,PE,2701,1,VALUE_IN_EUROS,2024-03,77,\n"
)


def unknown_codes(rnd: random.Random) -> Iterator[Case]:
    """Codes that no publisher's list has, services among goods codes, and a 0 that is withheld."""
    about = {"type": "C", "scheme": "H6", "code": "2709", "mode": "0", "value": rnd.randint(10**5, 10**6)}
    yield Case(RECORD.format(**about | {"scheme": rnd.choice(["H9", "X1"])}).encode(), "K-10", "H", "line 2")
    services = {"type": "S", "scheme": "EB10", "code": "SC"}
    yield Case(RECORD.format(**about | services).encode(), "K-11", "R", "rows about services")
    yield Case(
        OBSERVATION.format(value=0, flag="c").encode(), "K-12", "A", "line 2", answers={"published": "2024-06-20"}
    )
    yield Case(OBSERVATION.format(value=5, flag=rnd.choice("kx")).encode(), "K-10", "H", "line 2")


def other_counting(rnd: random.Random) -> Iterator[Case]:
    amounts = [rnd.randint(10**3, 10**5) for _ in range(2)]
    for who, flow, to in (
        ("Russian Federation", "exports", "exports to China"),
        ("Japan", "imports", "imports from China"),
    ):
        page = (
            f"<!DOCTYPE html><html><body><table><tr><td>Bilateral trade between {who} and China</td></tr></table>"
            f"<table><tr><td>{who}'s {flow} have been reported by China</td></tr></table>"
            "<table><tr><td>Unit : US Dollar thousand</td></tr></table>"
            f'<table><tr><td>Product code</td><td>Product label</td><td colspan="2">{who}\'s {to}</td></tr>'
            "<tr><td>Product code</td><td>Product label</td><td>Value in 2022</td><td>Value in 2023</td></tr>"
            f"<tr><td>'TOTAL</td><td>All products</td><td>{amounts[0]}</td><td>{amounts[1]}</td></tr></table></body></html>"
        )
        yield Case(page.encode(), "U-03", "H", "table 2, row 1", "b.xls")
    heads = ("Partner", "Month", rnd.choice(["Imports FOB", "Imports (f.o.b.)"]))
    roles = dict(zip(heads, ("partner", "period", "value import"), strict=True))
    lines = [[place, "2024-06", str(rnd.randint(10**5, 10**6))] for place in ("Peru", "Kenya")]
    said = {**ANSWERS, "mapping": json.dumps(roles), "product": "2709"}
    yield Case(table(lines, heads), "U-03", "H", "line 1, column 3", answers=said)


def counted_otherwise(rnd: random.Random) -> Iterator[Case]:
    """Gross weight, and special trade: by a heading, and by a title."""
    yield from other_counting(rnd)
    heads = ("Partner", "Month", "Gross weight", "Weight unit")
    roles = dict(zip(heads, ("partner", "period", "quantity", "quantity unit"), strict=True))
    lines = [[place, "2024-06", str(rnd.randint(10**5, 10**6)), "t"] for place in ("Peru", "Kenya")]
    said = {**ANSWERS, "mapping": json.dumps(roles), "product": "2709", "flow": "import"}
    yield Case(table(lines, heads), "U-03", "H", "line 1, column 3", answers=said)
    only = line("Peru", "2024-06", "import", rnd.randint(10**5, 10**6), product="2709")
    special = b"Special trade of the year\n\n" + table([only])
    yield Case(special, "U-03", "H", "line 1", answers=ANSWERS)


def sums_of_two_editions(rnd: random.Random) -> Iterator[Case]:
    flow = rnd.choice(["export", "import"])
    total = sum(value("RUS", flow, when) for when in months("2024-01", "2024-06"))
    more = value("RUS", flow, "2024-07")
    for last in (total + more, total - rnd.randint(10**7, 10**8)):  # both sums of one office, so a month follows
        lines = [line("RUS", "2024年1至6月", flow, total), line("RUS", "2024年1至7月", flow, last)]
        yield Case(table(lines), "T-04", "N", "line 3, column 6", answers=LATER)


def two_months_as_one(rnd: random.Random) -> Iterator[Case]:
    place = rnd.choice(["RUS", "JPN", "KAZ"])
    for flow in ("export", "import"):
        both = value(place, flow, "2024-01") + value(place, flow, "2024-02")
        known = [Case(table([line(place, "2023年1至2月", flow, value(place, flow, "2023-01") + value(place, flow, "2023-02"))]),
                      answers=ANSWERS)]  # fmt: skip
        grown = round(both * 1.04)
        said = {**LATER, "published": "2025-03-20"}
        yield Case(
            table([line(place, "2025-02", flow, grown)]),
            "T-05",
            "H",
            "line 2, column 6",
            answers=said,
            before=tuple(known),
        )


def gap(rnd: random.Random) -> Iterator[Case]:
    place, flow = rnd.choice(PARTNERS), rnd.choice(["export", "import"])
    run = months("2023-09", "2024-06")
    gone = rnd.choice([when for when in run[1:-1] if when[5:] not in ("01", "02")])
    lines = [line(place, when, flow, value(place, flow, when)) for when in run if when != gone]
    yield Case(table(lines), "T-02", "H", "line 2, column 6", answers=LATER)
    both = [line("JPN", when, each, value("JPN", each, when)) for each in TURN for when in run if when != gone]
    yield Case(table(both), "T-02", "H", "line 2, column 6", answers=LATER)


def impossible_months(rnd: random.Random) -> Iterator[Case]:
    good = line("JPN", "2024-06", "import", value("JPN", "import", "2024-06"))
    for when in (f"{rnd.randint(2090, 2190)}-0{rnd.randint(1, 9)}", f"{rnd.randint(1905, 1945)}-03", "2024-13"):
        yield Case(table([good, line("RUS", when, "import", 10**9)]), "T-06", "R", "line 3", answers=ANSWERS)
    late = {**ANSWERS, "published": "2024-07-05"}
    yield Case(
        table([good, line("RUS", "2024-09", "import", value("RUS", "import", "2024-09"))]),
        "T-06",
        "R",
        "line 3",
        answers=late,
    )
    twice = "Country,2024-05,2024-06,Jun 2024\nRussia,11300000001,11400000002,11500000003\nJapan,1.5,2.5,3.5\n"
    roles = '{"Country": "partner", "2024-05": "value by period", "2024-06": "value by period", "Jun 2024": "value by period"}'
    yield Case(twice.encode(), "T-06", "R", "line 1", answers={**LATER, "mapping": roles, "flow": "import"})


def sums_and_parts(rnd: random.Random) -> Iterator[Case]:
    when = "2024-06"
    parts = [value("RUS", flow, when) for flow in TURN]
    lines = [line("RUS", when, flow, part) for flow, part in zip(TURN, parts, strict=True)]
    wrong = round(sum(parts) * rnd.uniform(1.01, 1.2))
    yield Case(table([*lines, line("RUS", when, "total", wrong)]), "P-02", "H", "line 4, column 6", answers=ANSWERS)
    million = [
        line("RUS", when, flow, f"{part / 1e6:.1f}", "USD 1 Million") for flow, part in zip(TURN, parts, strict=True)
    ]
    near = f"{sum(parts) / 1e6 + 0.1:.1f}"
    yield Case(
        table([*million, line("RUS", when, "total", near, "USD 1 Million")]),
        "P-02",
        "N",
        "line 4, column 6",
        answers=ANSWERS,
    )
    shifted = {"<td>&nbsp;Japan</td><td>": "<td>&nbsp;Japan</td><td>9"}
    yield Case(customs(replaced=shifted), "P-02", "H", "row 7, column 2", "t.html")


def odd_price(rnd: random.Random) -> Iterator[Case]:
    for up in (True, False):
        dollars, tonnes = crude("2024-06")
        factor = rnd.uniform(3.5, 3.8)
        dollars, tonnes = (dollars * factor, tonnes / factor) if up else (dollars / factor, tonnes * factor)
        lines = [
            line("RUS", "2024-07", "import", round(dollars), "USD", "2709"),
            line("RUS", "2024-07", "import", round(tonnes), "t", "2709"),
        ]
        yield Case(table(lines), "P-03", "H", "line 2, column 6", answers=LATER)


def title_against_unit(rnd: random.Random) -> Iterator[Case]:
    yield Case(
        customs(unit=rnd.choice(["CNY 100 Million", "CNY 10,000"]), currency="USD"), "U-04", "H", "USD", "t.html"
    )
    yield Case(customs(unit="USD 1 Million", currency="CNY"), "U-04", "H", "USD 1 Million", "t.html")


def other_columns(rnd: random.Random) -> Iterator[Case]:
    russia = round(rnd.uniform(38_000, 39_000), 1)
    page = january(
        2025,
        [
            ("Total", 909_372.9, 539_942.0),
            ("European Union", 130_000.4, 80_000.1),
            ("Russian Federation", 38_500.5, 17_000.2),
        ],
    )
    yield Case(page, "S-11", "A", "table 1", "t.html", values=("38500500000",))
    page = january(
        2024,
        [("Total", 930_000.9, 528_010.0), ("ASEAN", 138_000.4, 81_000.1), ("Russian Federation", russia, 16_000.2)],
    )
    yield Case(page, "S-11", "A", "table 1", "t.html", values=(str(round(russia * 1e6)),))
    whole = customs().decode()
    narrow = whole.replace("<td>1.0</td><td>-1.0</td><td>2.0</td>", "<td>1.0</td>").replace(
        'colspan="3">1- to-7 Year-on-Year (±%)', 'colspan="1">1- to-7 Year-on-Year (±%)'
    )
    narrow = narrow.replace(
        "<td>Export &amp; Import</td><td>Export</td><td>Import</td></tr><tr><td>&nbsp;Total",
        "<td>Export &amp; Import</td></tr><tr><td>&nbsp;Total",
    )
    yield Case(narrow.encode(), "S-11", "H", "columns", "t.html")


MAKERS: dict[int, Maker] = {
    99: other_unit, 102: counted_otherwise, 104: sums_of_two_editions, 105: two_months_as_one, 106: gap,
    107: impossible_months, 115: sums_and_parts, 116: odd_price, 124: title_against_unit, 125: other_columns,
}  # fmt: skip
