"""A seeded corpus of bad and odd files: two or more of each class of what can be wrong, and what must be said of each.

The numbers are those of the classes of bad input in the design. What a reader of files cannot know is in ELSEWHERE.
"""

import random
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

SEEDS = (20261121, 7)
PLACES = (
    "Russia",
    "Japan",
    "Kazakhstan",
    "Viet Nam",
    "Germany",
    "Brazil",
    "Mongolia",
    "Turkmenistan",
    "India",
    "Chile",
)

ELSEWHERE = {  # class: who can know it
    27: "the gate in front of the uploader; the reader refuses what is longer than it may be",
    28: "the gate in front of the uploader",
    29: "the quota of the uploader",
    48: "the table of places",
    69: "the layouts of the sources",
    72: "the headings that a source may have",
    73: "the headings that a source may have",
    74: "the headings that a source must have",
    75: "the headings that a source may have",
    **dict.fromkeys((99, 100, 101, 102, 124), "units of the series"),
    **dict.fromkeys((103, 104, 105, 106, 107, 125), "periods of the series"),
    **dict.fromkeys((109, 110, 111, 112, 113, 114), "keys of the rows"),
    **dict.fromkeys((115, 116, 117, 118), "what is known already"),
}


@dataclass(frozen=True)
class Case:
    """One file and what must come of it: `code` with `verdict` at `where`, or "" and cells that must be read."""

    data: bytes
    code: str = ""
    verdict: str = "A"
    where: str = ""
    name: str = "table.csv"
    holds: tuple[str, ...] = ()  # texts that must be cells of the document
    column: int | None = None  # this column of the first sheet is read by the number or period grammar
    grammar: str = ""  # numbers, periods
    caged: bool = False  # dangerous: only ever read in a child
    how: dict[str, object] = field(default_factory=dict)  # for the grammar
    number: int = 0
    seed: int = 0


Maker = Callable[[random.Random], Iterator[Case]]


def rows(rnd: random.Random, count: int = 6, width: int = 3) -> list[list[str]]:
    """A plain table: headings, places, figures with decimals that leave no doubt."""
    heads = ["Country", "Exports", "Imports", "Total", "Balance"][:width]
    names = rnd.sample(PLACES, count)
    return [
        heads,
        *([name, *(f"{rnd.randint(200, 99999)}.{rnd.randint(1, 99):02d}" for _ in heads[1:])] for name in names),
    ]


def text(table: Sequence[Sequence[str]], sep: str = ",", end: str = "\n") -> str:
    """The table with a sign between its cells; cells that hold the sign are quoted."""
    quoted = [[f'"{cell}"' if sep in cell or '"' in cell or "\n" in cell else cell for cell in row] for row in table]
    return "".join(sep.join(row) + end for row in quoted)


def cases(without: Collection[int] = ()) -> list[Case]:
    """Every case of every class, the same at each call; `without` are classes to leave out."""
    import corpus_containers
    import corpus_text
    import corpus_values
    import corpus_workbooks

    made = []
    for module in (corpus_containers, corpus_text, corpus_workbooks, corpus_values):
        for number, maker in module.MAKERS.items():
            for seed in SEEDS if number not in without else ():
                for case in maker(random.Random(f"{number}-{seed}")):
                    made.append(_numbered(case, number, seed))
    return made


def _numbered(case: Case, number: int, seed: int) -> Case:
    return Case(**{**case.__dict__, "number": number, "seed": seed})
