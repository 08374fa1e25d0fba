"""Classes 48, 69, 72 to 75 and 109 to 114: headings, places, products, and rows that stand there twice."""

import json
import random
from collections.abc import Iterator

from tests.support.corpus import Case, Maker
from tests.support.corpus_trade import (
    ANSWERS,
    COMTRADE,
    HEADS,
    LATER,
    QUERY,
    comtrade,
    declared,
    line,
    queried,
    query,
    table,
    value,
)

PARTNERS = ("RUS", "JPN", "KAZ", "CHL")
IMPORT = {"flow": "import"}


def month(rnd: random.Random) -> str:
    """A month after the ones known, or the last of them."""
    return rnd.choice(["2024-06", "2024-07"])


def usual(rnd: random.Random, when: str) -> list[list[str]]:
    """What a table of a month holds: each partner and flow, near what is known."""
    return [line(p, when, flow, value(p, flow, when)) for p in PARTNERS for flow in ("export", "import")]


def look_alike(rnd: random.Random) -> Iterator[Case]:
    when = month(rnd)
    for name in ("\u0421hile", "Jap\u0430n", "\u041aazakhstan", "Russi\u0430n Federation"):
        lines = [line(name, when, "import", 10**9), line("KAZ", when, "export", value("KAZ", "export", when))]
        yield Case(table(rnd.sample(lines, 2)), "K-04", "H", "line ", answers=ANSWERS)


def two_headings(rnd: random.Random) -> Iterator[Case]:
    amount = rnd.randint(10**6, 10**7)
    above = "Goods;2024-05;2024-05;2024-06;2024-06\nPlace;Worth;Weight;Worth;Weight\n"
    yield Case(f"{above}Russia;{amount};7.5;{amount};8.5\nJapan;{amount};5.5;{amount};6.5\n".encode(), "S-06", "H")
    above = "Waren;Januar;;Februar;\n;Menge;Wert;Menge;Wert\n"
    yield Case(f"{above}Chile;{amount};7.5;{amount};8.5\nJapan;{amount};5.5;{amount};6.5\n".encode(), "S-06", "H")


def renamed(rnd: random.Random) -> Iterator[Case]:
    amount = str(rnd.randint(10**6, 10**7))
    english = (
        "Data month",
        "Commodity code",
        "Commodity",
        "Trading partner code",
        "Trading partner",
        "Quantity",
        "Unit",
        "US dollar",
    )
    lines = [["202407", "09011100", "Coffee", "344", "Russia", "5000", "Kilogram", amount]]
    yield Case(query(lines, english), name="q.csv", answers=IMPORT, values=(amount, "5"))
    odd = [*COMTRADE[:-1], rnd.choice(["TradeValue (US$)", "Wert in Dollar"])]
    yield Case(comtrade([declared(amount), declared(amount, partner="392", name="Japan")], odd), "S-06", "H")


def reordered(rnd: random.Random) -> Iterator[Case]:
    amount = str(rnd.randint(10**6, 10**7) * 10 + 1)
    order = rnd.sample(range(len(COMTRADE)), len(COMTRADE))
    record = declared(amount)
    moved = comtrade([[record[i] for i in order]], [COMTRADE[i] for i in order])
    yield Case(moved, answers={"published": "2024-07-01"}, values=(amount,))
    order = rnd.sample(range(len(QUERY)), len(QUERY))
    told = queried(int(amount), product="09011100")
    yield Case(query([[told[i] for i in order]], [QUERY[i] for i in order]), answers=IMPORT, values=(amount,))


def without_column(rnd: random.Random) -> Iterator[Case]:
    amount = rnd.randint(10**6, 10**7)
    gone = rnd.choice(["primaryValue", "cmdCode", "partnerCode"])
    at = COMTRADE.index(gone)
    lines = [[cell for i, cell in enumerate(declared(amount, product="2709")) if i != at] for _ in range(3)]
    yield Case(comtrade(lines, [name for name in COMTRADE if name != gone]), "S-08", "R", "line 1")
    yield Case(query([queried(amount)[:-1]], QUERY[:-1]), "S-08", "R", "line 1")
    odd = {
        "mapping": json.dumps({"Country": "partner", "Month": "period"}),
        **{k: v for k, v in ANSWERS.items() if k != "mapping"},
    }
    yield Case(table(usual(rnd, "2024-06")), "S-08", "R", "line 1", answers=odd)


def further_column(rnd: random.Random) -> Iterator[Case]:
    amount = rnd.randint(10**6, 10**7)
    name = rnd.choice(["remark by hand", "checked", "区域"])
    yield Case(query([[*queried(amount), "a"]], [*QUERY[:-1], "美元", name]), "S-09", "N", "line 1", answers=IMPORT)
    wide = comtrade([[*declared(amount), "b"]], [*COMTRADE, name])
    yield Case(wide, "S-09", "N", "line 1", answers={"published": "2024-07-01"})
    lines = [[*row, "c"] for row in usual(rnd, "2024-06")]
    yield Case(table(lines, [*HEADS, name]), "S-09", "N", "line 1", answers=ANSWERS)


def equal_rows(rnd: random.Random) -> Iterator[Case]:
    lines = usual(rnd, "2024-07")
    yield Case(table([*lines, *rnd.sample(lines, rnd.randint(1, 3))]), "K-01", "N", "line 10, column 6", answers=LATER)
    told = [declared(rnd.randint(10**6, 10**7)), declared(55, partner="392", name="Japan")]
    yield Case(
        comtrade([*told, rnd.choice(told)]), "K-01", "N", "line 4, column 11", answers={"published": "2024-07-01"}
    )


def unequal_rows(rnd: random.Random) -> Iterator[Case]:
    lines = usual(rnd, "2024-07")
    double = list(lines[rnd.randint(0, 7)])
    double[-1] = str(int(double[-1]) + rnd.randint(10**5, 10**6))
    yield Case(table([*lines, double]), "K-02", "R", "and line 10, column 6", answers=LATER)
    told = [declared(rnd.randint(10**6, 10**7)), declared(rnd.randint(10, 99))]
    yield Case(
        comtrade(told), "K-02", "R", "line 2, column 11 and line 3, column 11", answers={"published": "2024-07-01"}
    )


def other_partner(rnd: random.Random) -> Iterator[Case]:
    own, other = rnd.sample(PARTNERS, 2)
    run = ["2024-02", "2024-03", "2024-04", "2024-05", "2024-06"]
    lines = [line(own, when, flow, value(other, flow, when)) for flow in ("export", "import") for when in run]
    yield Case(table(lines), "K-03", "H", "line 2, column 6", answers=LATER)
    named = [declared(rnd.randint(10**6, 10**7), partner="344", name="Russian Federation")]
    yield Case(comtrade(named), "K-03", "H", "line 2", answers={"published": "2024-07-01"})
    titled = b"China's trade with Kazakhstan\n\nMonth,Imports\n2024-05,1215000\n2024-06,1225000\n2024-07,1235000\n"
    said = {"mapping": '{"Month": "period", "Imports": "value import"}', "partner": "RUS", "unit_missing": "USD 1,000"}
    yield Case(titled, "K-03", "H", "line 1", answers={**LATER, **said})


def other_flow(rnd: random.Random) -> Iterator[Case]:
    place = rnd.choice(["RUS", "KAZ", "CHL"])
    run = ["2024-03", "2024-04", "2024-05", "2024-06"]
    turn = {"export": "import", "import": "export"}
    lines = [line(place, when, flow, value(place, turn[flow], when)) for flow in turn for when in run]
    yield Case(table(lines), "K-05", "H", "line 2, column 6", answers=LATER)
    one = [line(place, when, "export", value(place, "import", when)) for when in run]
    yield Case(table(one), "K-05", "H", "line 2, column 6", answers=LATER)


def codes_of_places(rnd: random.Random) -> Iterator[Case]:
    amounts = [rnd.randint(10**5, 10**6) for _ in range(9)]
    names = ["NA", "Taiwan, China", "Hong Kong, China", "Macao", "MNG", "VN", "Türkiye", "Swaziland", "Others n.e.s."]
    lines = [
        line(name, "2024-06", "import", amount, product="2709") for name, amount in zip(names, amounts, strict=True)
    ]
    yield Case(table(lines[:8]), answers=ANSWERS, holds=("NA", "MNG"), values=(str(amounts[0]), str(amounts[7])))
    for name in ("Ruritania", "Rushland", "Zone 51"):
        yield Case(table([*lines[:4], line(name, "2024-06", "import", 5)]), "K-04", "H", "line 6", answers=ANSWERS)
    odd = [declared(77, partner="9999", name=""), declared(78, partner="392", name="Japan")]
    yield Case(comtrade(odd), "K-04", "H", "line 2", answers={"published": "2024-07-01"})


def lost_zeros(rnd: random.Random) -> Iterator[Case]:
    for code in ("101", "27090", rnd.choice(["8", "4", "270900001"])):
        lines = [line("JPN", "2024-06", "import", rnd.randint(10**5, 10**6), product=each) for each in ("2709", code)]
        yield Case(table(lines), "K-06", "H", "line 3, column 6", answers=ANSWERS)
    editions = [declared(70, product="270900"), declared(80, product="847989", partner="392", name="Japan")]
    editions[1][COMTRADE.index("classificationCode")] = "H5"
    yield Case(comtrade(editions), "K-06", "H", "line 3, column 8", answers={"published": "2024-07-01"})
    yield Case(query([queried(500), queried(600, product="1012100")]), "K-06", "H", "line 3, column 2", answers=IMPORT)


MAKERS: dict[int, Maker] = {
    48: look_alike, 69: two_headings, 72: renamed, 73: reordered, 74: without_column, 75: further_column,
    109: equal_rows, 110: unequal_rows, 111: other_partner, 112: other_flow, 113: codes_of_places, 114: lost_zeros,
}  # fmt: skip
