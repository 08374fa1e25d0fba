"""Classes 93 to 98, 108, 119 to 123 and 126: figures and periods that can be read in more than one way, or in none."""

import json
import random
import re
from collections.abc import Iterator, Sequence

from tests.support.corpus import PLACES, Case, Maker, rows, text
from tests.support.corpus_trade import EACH, customs

ROLES = json.dumps({"Country": "partner", "Text": "ignore", "Value": "value"})
WHEN = json.dumps({"Period": "period", "Year": "year", "Country": "partner", "Value": "value"})


def figures(cells: Sequence[str], code: str, verdict: str, *values: str) -> Case:
    """A file with a column of these figures; `values` are some that must come out."""
    table = [["Country", "Text", "Value"], *([PLACES[n], "some words", cell] for n, cell in enumerate(cells))]
    where = "line " if code else ""
    said = {**EACH, "mapping": ROLES}
    return Case(text(table, ";").encode(), code, verdict, where, holds=tuple(cells[:1]), answers=said, values=values)


def times(cells: Sequence[str], code: str, verdict: str) -> Case:
    """A file with a column of these periods."""
    lines = [[cell, "2023", PLACES[n], f"{n + 20}.75"] for n, cell in enumerate(cells)]
    table = [["Period", "Year", "Country", "Value"], *lines]
    said = {key: value for key, value in EACH.items() if key != "period"} | {"mapping": WHEN}
    return Case(
        text(table, ";").encode(), code, verdict, "line 2" if code else "", holds=tuple(cells[:1]), answers=said
    )


def thousand_or_decimal(rnd: random.Random) -> Iterator[Case]:
    sign = rnd.choice(".,")
    doubtful = [f"{rnd.randint(1, 999)}{sign}{rnd.randint(100, 999)}" for _ in range(4)]
    yield figures(doubtful, "N-02", "H")
    yield figures([*doubtful, f"{rnd.randint(1, 9)}{sign}5"], "", "A", doubtful[0].replace(sign, ".").rstrip("0"))


def other_ways(rnd: random.Random) -> Iterator[Case]:
    last = rnd.randint(11, 99)
    last += last % 10 == 0
    yield figures([f"1 234,{last}", f"2 345,{last}"], "N-01", "A", f"1234.{last}", f"2345.{last}")
    yield figures([f"1'234.{last}", f"2'345.{last}"], "N-01", "A", f"1234.{last}")
    yield figures([f"1,23,4{last}", f"12,34,5{last}"], "N-01", "A", f"1234{last}", f"12345{last}")
    yield figures([f"1,{last}", "1,234,567"], "N-02", "H")


def missing(rnd: random.Random) -> Iterator[Case]:
    marks = rnd.sample(["-", "–", "…", "n.a.", "c", ":"], 4)
    yield figures([f"{rnd.randint(20, 99)}.5", *marks, ""], "N-07", "A")
    yield figures([f"({rnd.randint(20, 99)}.5)", "44.5"], "N-04", "H")


def impossible(rnd: random.Random) -> Iterator[Case]:
    for word in ("1e400", "inf", "NaN", "0x1A", "1_000"):
        yield figures([word, f"{rnd.randint(20, 99)}.5"], "N-03", "R")


def long_figures(rnd: random.Random) -> Iterator[Case]:
    digits = "".join(rnd.choices("123456789", k=21))
    yield figures([digits, "0.30000000000000004"], "", "A", digits, "0.30000000000000004")


def negative(rnd: random.Random) -> Iterator[Case]:
    yield figures([f"{rnd.choice('-−')}{rnd.randint(20, 99)}.5", "44.5"], "N-04", "H")


def doubtful_days(rnd: random.Random) -> Iterator[Case]:
    month, day = rnd.randint(1, 12), rnd.randint(1, 12)
    for word in (f"{day:02d}/{month:02d}/2024", f"Mar-{rnd.randint(10, 26)}", "113年", "2567"):
        yield times([word, "2024-03"], "T-01", "H")


def lost(rnd: random.Random) -> Iterator[Case]:
    yield figures(["#" * rnd.randint(5, 14), "44.5"], "N-06", "R")
    signs = "#" * rnd.randint(5, 14)
    narrow = re.sub(r"(Chile</td><td>)[^<]+", lambda found: found[1] + signs, customs().decode())
    yield Case(narrow.encode(), "N-06", "N", "row 9, column 2", "t.html", answers={"published": "2024-08-09"})


def same_look(rnd: random.Random) -> Iterator[Case]:
    amount = rnd.randint(20, 99)
    arms = (
        "Volume of transfers of major arms\nSource: SIPRI Arms Transfers Database (c) SIPRI.\n"
        "Data generated: 02 May 2026 12:33:29 PM\n\nRecipient,2022,2023,2024,2022-2024,Percentage\n"
        f"China,{amount},0 ,,{amount},95%\nIndia,,1,,1,5%\nTotal exports from Russia,{amount},1,,{amount + 1},100%\n"
    )
    yield Case(
        arms.encode(), "N-10", "A", holds=("0 ",), values=(str(amount), "0"), answers={"published": "2026-05-03"}
    )
    heads = "REF_AREA,TIME_PERIOD,ENERGY_PRODUCT,FLOW_BREAKDOWN,UNIT_MEASURE,OBS_VALUE,ASSESSMENT_CODE\n"
    lines = [
        f"CN,2023-0{n},CRUDEOIL,TOTIMPSB,KTONS,{cell},3\n" for n, cell in enumerate(["x", "-", f"{amount}.5"], start=1)
    ]
    yield Case(
        (heads + "".join(lines)).encode(),
        "N-07",
        "A",
        "line 2",
        answers={"published": "2024-06-01"},
        values=(f"{amount}500",),
    )
    yield figures([rnd.choice("?*†z"), f"{rnd.randint(20, 99)}.5"], "N-07", "H")


def separator_at_end(rnd: random.Random) -> Iterator[Case]:
    table = rows(rnd)
    lines = text(table).split("\n")[:-1]
    yield Case(
        ("\n".join([lines[0], *(line + "," for line in lines[1:])]) + "\n").encode(), "S-10", "A", holds=(table[3][2],)
    )
    yield Case("".join(line + ",\n" for line in lines).encode(), "S-10", "A", holds=(table[3][2],))
    filled = [lines[0], *(line + "," for line in lines[1:])]
    filled[rnd.randint(2, 5)] += "p"
    yield Case(("\n".join(filled) + "\n").encode(), "S-10", "R", "line")


def padded(rnd: random.Random) -> Iterator[Case]:
    last = rnd.randint(1, 9)
    yield figures(["'84862000", "'84862001"], "N-01", "A", "84862000")
    yield figures(
        [f"1 208.{last}", f"41,046.{last}\u00a0", "  14279900.00"], "N-01", "A", f"1208.{last}", f"41046.{last}"
    )


def remarks(rnd: random.Random) -> Iterator[Case]:
    for word in (f"{rnd.randint(2, 99)}%", f"{rnd.randint(2, 99)} (p)", "12.5²", "see note 3"):
        yield figures([word, "44.5"], "N-08", "H")


def period_ways(rnd: random.Random) -> Iterator[Case]:
    month = rnd.randint(3, 9)
    ways = [f"{month}.2023", f"1-{month} Total", f"1至{month}月", f"2023年{month}月", "202352", f"2000M{month}"]
    yield times(ways, "", "A")
    yield times([rnd.choice(["1977; 1978", "1950-2024", "second half", "20170101"]), "2024-03"], "T-07", "H")


MAKERS: dict[int, Maker] = {
    93: thousand_or_decimal, 94: other_ways, 95: missing, 96: impossible, 97: long_figures, 98: negative,
    108: doubtful_days, 119: lost, 120: same_look, 121: separator_at_end, 122: padded, 123: remarks, 126: period_ways,
}  # fmt: skip
