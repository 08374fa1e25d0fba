"""Classes 100, 101, 103, 117 and 118: files held against what is known already."""

import random
import re
from collections.abc import Iterator

from tests.support.corpus import Case, Maker
from tests.support.corpus_trade import ANSWERS, LATER, customs, line, months, table, value

FLOWS = ("export", "import")


def factor(rnd: random.Random) -> Iterator[Case]:
    place, flow = rnd.choice(["RUS", "JPN", "KAZ", "CHL"]), rnd.choice(FLOWS)
    right = value(place, flow, "2024-07")
    good = line(
        "KAZ" if place != "KAZ" else "CHL", "2024-07", flow, value("KAZ" if place != "KAZ" else "CHL", flow, "2024-07")
    )
    for times in (10, 100, 1000, 10**4, 10**8):
        wrong = line(place, "2024-07", flow, right * times)
        yield Case(table([good, wrong]), "P-01", "H", "line 3, column 6", answers=LATER)
    yield Case(
        table([good, line(place, "2024-07", flow, right // 1000)]), "P-01", "H", "line 3, column 6", answers=LATER
    )
    yield Case(customs(scale=1 / rnd.choice([10, 1000, 10**4])), "P-01", "H", "table 1, row 6", "t.html")


def currency(rnd: random.Random) -> Iterator[Case]:
    rate = rnd.uniform(6.4, 7.3)
    flow = rnd.choice(FLOWS)
    lines = [
        line(place, "2024-07", flow, round(value(place, flow, "2024-07") * rate)) for place in ("RUS", "JPN", "CHL")
    ]
    yield Case(table(lines), "U-02", "H", "line 2, column 6", answers=LATER)
    euro = rnd.uniform(1.07, 1.09)
    euros = [
        line(place, when, flow, round(value(place, flow, when) / euro))
        for place in ("JPN", "CHL")
        for when in ("2024-05", "2024-06")
    ]
    yield Case(table(euros), "U-02", "H", "line 2, column 6", answers=LATER)
    yield Case(customs(scale=1 / rate), "U-02", "H", "table 1, row 6", "t.html")


def cumulative(rnd: random.Random) -> Iterator[Case]:
    place, flow = rnd.choice(["RUS", "JPN", "KAZ"]), rnd.choice(FLOWS)
    run = months("2024-01", "2024-07")
    sums = [sum(value(place, flow, each) for each in run[: at + 1]) for at in range(len(run))]
    lines = [line(place, when, flow, total) for when, total in zip(run, sums, strict=True)]
    yield Case(table(lines), "T-03", "H", "line 8, column 6", answers=LATER)
    yield Case(
        table([line("RUS", "2024-07", flow, sum(value("RUS", flow, each) for each in run))]),
        "T-03",
        "H",
        "line 2, column 6",
        answers=LATER,
    )


def restated(rnd: random.Random) -> Iterator[Case]:
    place, flow = rnd.choice(["RUS", "JPN", "KAZ"]), rnd.choice(FLOWS)
    run = months("2023-05", "2024-04")
    lines = [line(place, when, flow, round(value(place, flow, when) * rnd.uniform(1.08, 1.12))) for when in run]
    yield Case(table(lines), "P-04", "H", "line 2, column 6", answers=LATER)
    turned = [line("CHL", when, "balance", 10**8 if when == "2024-05" else -(10**8)) for when in ("2024-04", "2024-05")]
    before = Case(
        table([line("CHL", when, "balance", -(10**8)) for when in ("2024-04", "2024-05")]),
        answers={**ANSWERS, "negative": "keep"},
    )
    yield Case(table(turned), "P-04", "H", "line 3, column 6", answers={**LATER, "negative": "keep"}, before=(before,))


def restated_or_closed(rnd: random.Random) -> Iterator[Case]:
    """One figure of a year that Customs had closed, beside many of an open one."""
    yield from restated(rnd)
    first = Case(customs(), name="july.html", answers={"published": "2025-10-20"})
    page = customs().decode()
    total, exports, _ = (
        float(cell.replace(",", ""))
        for cell in re.findall(r"Chile</td>" + r"<td>([^<]+)</td><td>[^<]+</td>" * 3, page)[0]
    )
    more = round(rnd.uniform(5, 50), 1)
    for old, new in ((total, total + more), (exports, exports + more)):
        page = page.replace(f"<td>{old:,.1f}</td>", f"<td>{new:,.1f}</td>", 1)
    yield Case(
        page.encode(), "P-04", "H", "table 1, row 9", "t.html", answers={"published": "2025-11-20"}, before=(first,)
    )


def nothing_new(rnd: random.Random) -> Iterator[Case]:
    lines = [line(place, "2024-07", flow, value(place, flow, "2024-07")) for place in ("RUS", "JPN") for flow in FLOWS]
    first = Case(table(lines), answers=LATER, name="first.csv")
    yield Case(first.data, "P-05", "N", "", "again.csv", answers=LATER, before=(first,))
    yield Case(table(rnd.sample(lines, 4)), "P-05", "N", "", "moved.csv", answers=LATER, before=(first,))
    changed = [[*row[:-1], str(int(row[-1]) + rnd.randint(10**5, 10**6))] for row in lines]
    older = {**LATER, "published": f"2024-08-{rnd.randint(10, 28)}"}
    yield Case(table(changed), "P-05", "H", "", "older.csv", answers=older, before=(first,))


MAKERS: dict[int, Maker] = {100: factor, 101: currency, 103: cumulative, 117: restated_or_closed, 118: nothing_new}
