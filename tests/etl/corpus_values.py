"""Classes 93 to 98, 108, 119 to 123 and 126: figures and periods that can be read in more than one way, or in none."""

import random
from collections.abc import Iterator, Sequence

from corpus import Case, Maker, rows, text

SERIES_YEAR = {"year": 2026, "latest": "2026-12"}


def figures(cells: Sequence[str], code: str, verdict: str, **how: object) -> Case:
    """A file with a column of these figures, to be read by the number grammar."""
    table = [
        ["Country", "Text", "Value"],
        *([f"Place {chr(65 + n)}", "some words", cell] for n, cell in enumerate(cells)),
    ]
    return Case(text(table, ";").encode(), code, verdict, column=2, grammar="numbers", how=how, holds=tuple(cells[:1]))


def times(cells: Sequence[str], code: str, verdict: str) -> Case:
    """A file with a column of these periods, to be read by the period grammar."""
    table = [["Period", "Country", "Value"], *([cell, "Russia", f"{n + 20}.75"] for n, cell in enumerate(cells))]
    return Case(
        text(table, ";").encode(), code, verdict, column=0, grammar="periods", how=SERIES_YEAR, holds=tuple(cells[:1])
    )


def thousand_or_decimal(rnd: random.Random) -> Iterator[Case]:
    sign = rnd.choice(".,")
    doubtful = [f"{rnd.randint(1, 999)}{sign}{rnd.randint(100, 999)}" for _ in range(4)]
    yield figures(doubtful, "N-02", "H")
    yield figures([*doubtful, f"{rnd.randint(1, 9)}{sign}5"], "", "A")


def other_ways(rnd: random.Random) -> Iterator[Case]:
    last = rnd.randint(10, 99)
    yield figures([f"1 234,{last}", f"2 345,{last}"], "N-01", "A")
    yield figures([f"1'234.{last}", f"2'345.{last}"], "N-01", "A")
    yield figures([f"1,23,4{last}", f"12,34,5{last}"], "N-01", "A")
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
    yield figures([digits, "0.30000000000000004"], "", "A")


def negative(rnd: random.Random) -> Iterator[Case]:
    yield figures([f"{rnd.choice('-−')}{rnd.randint(20, 99)}.5", "44.5"], "N-04", "H")


def doubtful_days(rnd: random.Random) -> Iterator[Case]:
    month, day = rnd.randint(1, 12), rnd.randint(1, 12)
    for word in (f"{day:02d}/{month:02d}/2024", f"Mar-{rnd.randint(10, 26)}", "113年", "2567"):
        yield times([word, "2024-03"], "T-01", "H")


def lost(rnd: random.Random) -> Iterator[Case]:
    yield figures(["#" * rnd.randint(5, 14), "44.5"], "N-06", "R")
    yield figures(["#" * rnd.randint(5, 14), "44.5"], "N-06", "N", source="gacc")


def same_look(rnd: random.Random) -> Iterator[Case]:
    yield figures(["0 ", "0", f"{rnd.randint(20, 99)}"], "N-07", "A", source="sipri")
    yield figures(["x", "-", f"{rnd.randint(20, 99)}.5"], "N-07", "A", source="jodi")
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
    yield figures(["'84862000", "'84862001"], "N-01", "A")
    yield figures([f"1 208.{last}", f"41,046.{last}\u00a0", "  14279900.00"], "N-01", "A")


def remarks(rnd: random.Random) -> Iterator[Case]:
    for word in (f"{rnd.randint(2, 99)}%", f"{rnd.randint(2, 99)} (p)", "12.5²", "see note 3"):
        yield figures([word, "44.5"], "N-08", "H")


def period_ways(rnd: random.Random) -> Iterator[Case]:
    month = rnd.randint(2, 9)
    yield times(
        [f"{month}.2026", f"1-{month} Total", f"1至{month}月", f"2026年{month}月", "202352", f"2000M{month}"], "", "A"
    )
    yield times([rnd.choice(["1977; 1978", "1950-2024", "second half", "20170101"]), "2024-03"], "T-07", "H")


MAKERS: dict[int, Maker] = {
    93: thousand_or_decimal, 94: other_ways, 95: missing, 96: impossible, 97: long_figures, 98: negative,
    108: doubtful_days, 119: lost, 120: same_look, 121: separator_at_end, 122: padded, 123: remarks, 126: period_ways,
}  # fmt: skip
