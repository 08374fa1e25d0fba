"""Class 0, beyond those of the design: what sources leave out or mark by rule, cut downloads, pages without figures."""

import random
from collections.abc import Iterator
from pathlib import Path

from tests.support.corpus import Case, Maker, Said, text
from tests.support.corpus_books import compound, old_book
from tests.support.corpus_doors import refused
from tests.support.corpus_trade import ANSWERS, COMTRADE, comtrade, declared, line, queried, query, table

DAY = {"published": "2026-06-01"}
IMPORT = {"flow": "import", **DAY}
FLOWS = ("sideways", "upwards", "round about")
UNITS = ("USD blorps", "USD zwangs", "quux USD")


def pages(rnd: random.Random) -> Iterator[Case]:
    month = rnd.choice(["Jan", "Feb", "Mar"])
    picture = f"<html><head><title>China's Total, {month} 2018</title></head><body><img src='4.png'></body></html>"
    yield Case(picture.encode(), "F-14", "R", name="t.html")
    links = "".join(
        f"<tr><td>({n}) Table</td><td><a href='/{n}'>{month}</a></td></tr>" for n in range(1, rnd.randint(5, 15))
    )
    lines = [["Country", "Exports"], *([place, rnd.randint(10, 99) + 0.5] for place in ("Japan", "Chile", "Peru"))]
    yield Case(compound(old_book(lines), overlapping=True), "F-15", "N", name="t.xls", holds=("Japan",))
    yield Case(compound(old_book(lines)), name="t.xls", holds=("Japan",))
    yield Case(
        f"<html><body><table><tr><td>Title</td><td>Months</td></tr>{links}</table></body></html>".encode(),
        "F-17",
        "R",
        name="t.html",
    )


def cut_off(rnd: random.Random) -> Iterator[Case]:
    codes = rnd.sample(range(1001, 9999), 500)
    yield Case(comtrade([declared(7, product=str(code)) for code in codes]), "F-16", "H", "500 rows", answers=DAY)


def ended(rnd: random.Random) -> Iterator[Case]:
    for program in ("import os; os.abort()", "import sys; sys.exit(3)", f"print('x' * {rnd.randint(10, 99)})"):

        def act(root: Path, program: str = program) -> list[Said]:
            from etl.read import supervisor

            return refused(lambda: supervisor.converse(program, {"name": "t", "answers": {}, "latest": ""}, b"a,b"))

        yield Case(b"", "Z-09", "R", "", act=act)


ARMS = """Volume of transfers of major arms
Source: SIPRI Arms Transfers Database (c) SIPRI.
Data generated: 02 May 2026 12:33:29 PM

Recipient,2022,2023,2024,2022-2024,Percentage
China,{0},0 ,,{0},88.6%
Hezbollah (Lebanon)*,,{1},,{1},11.4%
Total exports from Russia,{0},{1},,{2},100.0%
"""


def arms(rnd: random.Random) -> Iterator[Case]:
    first, second = rnd.randint(1000, 3000), rnd.randint(100, 400)
    data = ARMS.format(first, second, first + second).encode()
    for code, verdict in (("N-09", "N"), ("K-09", "A"), ("N-10", "A")):
        yield Case(data, code, verdict, answers=DAY, values=(str(first),))


GOODS = """<table><tr><td colspan="10">(5) China's Major Exports by Quantity and Value, May 2026 (in CNY)</td></tr>
<tr><td colspan="10">Unit: CNY 100 Million</td></tr><tr><td rowspan="2">Commodity</td><td rowspan="2">QTY Unit</td>
<td colspan="2">5</td><td colspan="2">1-5 Total</td><td colspan="2">1-5 Total, 2024</td><td colspan="2">1-5 Total Year-On-Year(%)</td></tr>
<tr>{heads}</tr><tr>{cells}</tr></table>"""


def labels(rnd: random.Random) -> Iterator[Case]:
    value = rnd.randint(2, 9)
    cells = [
        "Rice",
        "10,000 Tons",
        "1.0",
        f"{value}.0",
        "5.0",
        f"{value * 5.5:.1f}",
        "4.0",
        f"{value * 5}.0",
        "25.0",
        "10.0",
    ]
    page = {"heads": "<td>Quantity</td><td>Value</td>" * 4}
    good = GOODS.format(**page, cells="".join(f"<td>{cell}</td>" for cell in cells))
    yield Case(good.encode(), "T-08", "N", name="t.html", answers=DAY)
    odd = GOODS.format(**page, cells="".join(f"<td>{cell}</td>" for cell in [*cells[:-1], "90.0"]))
    yield Case(odd.encode(), "T-09", "N", name="t.html", answers=DAY)


def divided(rnd: random.Random) -> Iterator[Case]:
    value = rnd.randint(100, 900)
    part = [*declared(value), "643"]
    yield Case(
        comtrade([[*declared(value * 2), "0"], part], [*COMTRADE, "partner2Code"]),
        "K-07",
        "N",
        answers=DAY,
        values=(str(value * 2),),
    )
    both = [queried(value), queried(value)]
    both[1][-1] = str(value + 5)
    yield Case(query(both), "K-08", "N", answers=IMPORT, values=(str(value * 2 + 5),))


def estimates(rnd: random.Random) -> Iterator[Case]:
    heads = (
        "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,Order date is estimate,"
        "Numbers delivered,Numbers delivered is estimate,Delivery year,Delivery year is estimate,Status,"
        "SIPRI estimate,TIV deal unit,TIV delivery values,Local production"
    )
    number = rnd.randint(2, 9)
    line = f"{number}1,Russia,China,Su-35S,FGA aircraft,Aircraft,2015,No,{number},Yes,2017,No,New,1,50,{number * 50},No"
    text_ = f"Transfers of major weapons\nSource: SIPRI Arms Transfers Database\n\n{heads}\n{line}\n"
    yield Case(text_.encode(), "N-11", "A", answers={**DAY, "edition": "2026"})


def unusual_headings(rnd: random.Random) -> Iterator[Case]:
    heads = ("统计月度", "商品编码", "商品名称", "贸易伙伴编码", "贸易伙伴名称", "第一数量", "第一计量单位", "美元")
    yield Case(query([queried(rnd.randint(100, 900))], heads), "S-16", "H", "line 1, column 1", answers=IMPORT)
    heads_ = [
        "REF_AREA",
        "TIME_PERIOD",
        "ENERGY_PRODUCT",
        "FLOW_BREAKDOWN",
        "UNIT_MEASURE",
        "OBS_VALUE",
        "ASSESSMENT_CODE",
    ]
    lines = [
        ["CN", "2024-01", "CRUDEOIL", flow, "KTONS", str(rnd.randint(10**4, 10**5)), "1"]
        for flow in ("TOTIMPSB", "INDPROD")
    ]
    yield Case(text([heads_, *lines]).encode(), "S-17", "N", answers=DAY)


def many_of_a_kind(rnd: random.Random) -> Iterator[Case]:
    """Questions of one kind are asked once: names, codes, directions, periods and units that nobody knows."""
    amount = rnd.randint(10**5, 10**6)
    names = [
        line(name, "2024-06", "import", amount, product="2709")
        for name in ("Ruritania", "Zembla", "Freedonia", "Zone 51")
    ]
    codes = [line("JPN", "2024-06", "import", amount, product=code) for code in ("101", "401", "901", "902")]
    flows = [
        line(place, "2024-06", flow, amount, product="2709")
        for place, flow in zip(("JPN", "CHL", "KAZ"), FLOWS, strict=True)
    ]
    periods = [line("JPN", when, "import", amount, product="2709") for when in ("FY2022", "FY2023", "2023/24", "2024p")]
    units = [
        line(place, "2024-06", "import", amount, unit, "2709")
        for place, unit in zip(("JPN", "CHL", "KAZ"), UNITS, strict=True)
    ]
    for lines, code in ((names, "K-20"), (codes, "K-21"), (flows, "K-22"), (periods, "T-20"), (units, "U-20")):
        for rows in (lines, lines[::-1]):
            yield Case(
                table(rows), code, "H", "", answers={name: said for name, said in ANSWERS.items() if name != "product"}
            )


def all_of_them(rnd: random.Random) -> Iterator[Case]:
    for maker in (pages, cut_off, ended, arms, labels, divided, estimates, unusual_headings, many_of_a_kind):
        yield from maker(rnd)


MAKERS: dict[int, Maker] = {0: all_of_them}
