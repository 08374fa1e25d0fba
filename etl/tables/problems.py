"""Problems: something wrong, said so that a person can act. The words are in `problems.csv`, one line a code."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

REFUSE, HOLD, NOTE, ACCEPT = "R", "H", "N", "A"
FOUND_LENGTH = 80
PARTICULAR_LENGTH = 160
PLACES = 10_000
WHERE_LENGTH = 160
UNCHANGED = "Nothing has been changed."
NOTHING = "Nothing needs to be done."
_NAMED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `verdict` is R refuse, H hold for an answer, N note, A accepted and recorded.

    A held problem whose answer the reader can use says so: it is given as `key`, one of `choices` (any text if empty).
    `table` has a row an item where one question stands for many: what the file says, and what it may mean.
    """

    code: str
    verdict: str
    where: str
    found: str
    why: str
    do: str
    key: str = ""
    choices: tuple[str, ...] = ()
    table: tuple[tuple[str, str], ...] = ()

    @property
    def found_where(self) -> str:
        """The place and what was found there, `row 3: …`, as a sentence; of a long list of places the first."""
        where, found = self.where, self.found
        if len(where) > WHERE_LENGTH:
            where = f"{where[:WHERE_LENGTH].rsplit(', ', 1)[0]} and further places"
        said = f"{where}: {found}" if where else found[:1].upper() + found[1:]
        return said + "." * (said[-1:] not in (".", "…", "?"))


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue: `verdicts` are the ones the code may have, the usual one first."""

    code: str
    verdicts: str
    title: str
    why: str
    do: str


class _Particulars(dict[str, str]):
    """Particulars of one problem; "…" stands for one that nobody gave, in a text that cannot do without it."""

    def __missing__(self, key: str) -> str:
        return "…"


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Return a text with its particulars, without the sentences that speak of a particular that nobody gave."""
    sentences = re.split(r"(?<=[.!?]) ", text)
    told = [one for one in sentences if set(_NAMED.findall(one)) <= words.keys()]
    return " ".join(told or sentences).format_map(words)


@cache
def catalogue() -> Mapping[str, Entry]:
    """Every code with its words, in the order of the file."""
    with (Path(__file__).parent / "problems.csv").open(encoding="utf-8", newline="") as lines:
        return MappingProxyType({line["code"]: Entry(**line) for line in csv.DictReader(lines)})


def escaped(text: str) -> str:
    r"""Return the text with everything that cannot be seen, or that turns the direction of writing, as `\u202e`."""
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in " \u3000" or unicodedata.category(character)[0] not in "CZ":
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def cut(text: str, length: int = FOUND_LENGTH) -> str:
    """Return the text escaped, and cut with … to at most `length` characters."""
    text = escaped(text[: length + 1])
    return text if len(text) <= length else text[: length - 1] + "…"


def problem(
    code: str,
    found: str = "",
    *,
    where: str = "",
    verdict: str = "",
    key: str = "",
    choices: tuple[str, ...] = (),
    **particulars: str | int,
) -> Problem:
    """Return the problem of that code, its words filled in with the particulars.

    `found` is text from the file: it is escaped and cut. Without it the catalogue's title stands there.
    Raises KeyError for a code that is not in the catalogue, ValueError for a verdict that the code cannot have.
    """
    entry = catalogue()[code]
    verdict = verdict or entry.verdicts[0]
    if verdict not in entry.verdicts:
        raise ValueError(f"{code} cannot have the verdict {verdict}")
    words = _Particulars({name: cut(str(value), PARTICULAR_LENGTH) for name, value in particulars.items()})
    settled = verdict in (NOTE, ACCEPT) and set(entry.verdicts) & {REFUSE, HOLD}
    do = NOTHING if settled else _filled(entry.do, words)
    if verdict == REFUSE:
        do = f"{do} {UNCHANGED}"
    found = cut(found or entry.title.format_map(words))
    return Problem(code, verdict, where, found, _filled(entry.why, words), do, key, choices)


def together(places: Iterable[str]) -> str:
    """Return the places one after the other, at most PLACES of them and then how many more there are."""
    each = list(places)
    more = f" and {len(each) - PLACES:,} more" if len(each) > PLACES else ""
    return ", ".join(each[:PLACES]) + more


def runs(numbers: Iterable[int]) -> str:
    """Numbers in order with neighbours put together: `3, 5–9`."""
    kept: list[list[int]] = []
    for number in sorted(numbers):
        if kept and number == kept[-1][1] + 1:
            kept[-1][1] = number
        else:
            kept.append([number, number])
    return together(str(first) if first == last else f"{first}–{last}" for first, last in kept)
