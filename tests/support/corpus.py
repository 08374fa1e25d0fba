"""A seeded corpus of bad and odd files: two or more of each of the 126 classes of what can be wrong, and what must come.

`cases()` is the one way in. Every file goes the whole way of an upload: the cage, the extractors, the checks against what
is known. What is no file (the gate in front of the uploader, files of this computer) is an `act` in the same list.
"""

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

SEEDS = (20261121, 7)
CLASSES = range(1, 127)
PARTS = (
    "corpus_containers", "corpus_text", "corpus_workbooks", "corpus_values", "corpus_keys", "corpus_sense",
    "corpus_known", "corpus_doors", "corpus_left",
)  # fmt: skip
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
Said = tuple[str, str, str]  # code, verdict, place and what was found


@dataclass(frozen=True)
class Case:
    """One file and what must come of it: `code` with `verdict` at `where`, or "" and cells that must be read.

    With `answers` a file that is accepted must be ready to publish; without, the only question left may be what its
    columns mean. `before` are files in force already. `act` stands for a file where the class is about none.
    """

    data: bytes
    code: str = ""
    verdict: str = "A"
    where: str = ""
    name: str = "table.csv"
    holds: tuple[str, ...] = ()  # texts that must be cells of the document
    answers: Mapping[str, str] = field(default_factory=dict)
    before: tuple["Case", ...] = ()
    act: Callable[[Path], list[Said]] | None = None
    values: tuple[str, ...] = ()  # of rows that must come out, as plain digits
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
    """Every case of every class, the same at each call, in the order of the classes; `without` are left out."""
    made = []
    for number, maker in sorted(makers().items()):
        for seed in SEEDS if number not in without else ():
            made += [replace(case, number=number, seed=seed) for case in maker(random.Random(f"{number}-{seed}"))]
    return made


def makers() -> dict[int, Maker]:
    """What makes the cases of each class."""
    return {number: maker for part in PARTS for number, maker in import_module(f"tests.support.{part}").MAKERS.items()}
