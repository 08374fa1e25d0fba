"""Entries by their words: every word of a question as a whole word, a beginning, a part, or nearly so.

Entries are kept as text and positions as arrays: the garbage collector, which runs after every run of a page, walks over
neither. A question marks the entries of each of its words and takes the least mark, whatever the language.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dashboard.find import fold

KINDS = {  # kind: (heading of its group, most entries shown)
    "figure": ("Figures", 6),
    "chart": ("Charts and pages", 5),
    "claim": ("Cited figures", 4),
    "source": ("Sources", 4),
    "event": ("Events", 3),
    "upload": ("Uploads", 3),
}
WHOLE, BEGUN, NEAR = 3, 2, 1  # how a word of the question stands in an entry; 0 is not at all
MISSPELT = 4  # letters from which a word is also looked for with one letter wrong
SHOWN = ("title", "answer", "note", "link")
RANKED = 60  # entries of a kind that are looked at for the words of the question in their title


Marks = NDArray[np.uint8]


class Entry(NamedTuple):
    """Something that can be found. All but `words`, `order` and `years` is shown as it stands."""

    kind: str
    title: str
    answer: str  # what it says: the newest figure with its period and unit, a headline, a verdict
    note: str  # whose figure, from which publication
    link: str  # the address that shows it
    words: tuple[str, ...] = ()  # texts by whose words it is found besides title and answer
    order: tuple[Any, ...] = ()  # among entries of its kind that fit equally well
    years: Mapping[str, tuple[str, str, str]] = {}  # answer, note and link of a year, where the question names one


class Group(NamedTuple):
    """The entries of one kind that fit a question: the best, and how many there are."""

    label: str
    total: int
    items: tuple[Mapping[str, str], ...]  # title, answer, note, link


class Index:
    """All entries of an edition as known on a day."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        kinds = list(KINDS)
        ordered = sorted(entries, key=lambda entry: (kinds.index(entry.kind), *entry.order, entry.title))
        found: dict[str, list[int]] = {}
        for position, entry in enumerate(ordered):
            texts = (entry.title, entry.answer, *entry.words)
            for word in {*entry.years, *(word for text in texts for word in fold.words(text))}:
                found.setdefault(word, []).append(position)
        self._words = sorted(found)
        self._positions = [np.array(found.pop(word), dtype=np.uint32) for word in self._words]
        self._text = "\n" + "\n".join(self._words) + "\n"
        self._starts = [0]  # of each word's line in the text
        for word in self._words:
            self._starts.append(self._starts[-1] + len(word) + 1)
        self._kept = [json.dumps([*entry[:5], dict(entry.years)], ensure_ascii=False) for entry in ordered]
        self._ends = np.searchsorted([kinds.index(entry.kind) for entry in ordered], range(len(kinds)), side="right")

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._kept)

    def search(self, question: str) -> list[Group]:
        """Return the groups that fit every word of a question, the best first; nothing for a question without words."""
        asked = [part for word in fold.asked(question) for part in self._parts(word)]
        if not asked:
            return []
        fits = np.minimum.reduce([self._marks(word) for word in asked])
        groups: list[tuple[int, Group]] = []
        first = 0
        for (label, most), end in zip(KINDS.values(), self._ends, strict=True):
            own = fits[first:end]
            total = int(np.count_nonzero(own))
            if total:
                best = self._best(own, first, asked)
                groups.append((-best[0][0], Group(label, total, tuple(item for _, item in best[:most]))))
            first = int(end)
        return [group for _, group in sorted(groups, key=lambda one: one[0])]

    def _best(self, own: Marks, first: int, asked: list[str]) -> list[tuple[int, Mapping[str, str]]]:
        """Return the first entries of a kind with their marks: those that fit best, then those that say so in their title."""
        year = next((word for word in asked if fold.YEAR.fullmatch(word)), "")
        ranked: list[tuple[int, int, Mapping[str, str]]] = []
        for mark in (WHOLE, BEGUN, NEAR):
            for position in np.flatnonzero(own == mark)[: RANKED - len(ranked)]:
                _, *said, years = json.loads(self._kept[first + int(position)])
                title, *told = (said[0], *years[year]) if year in years else said
                missing = sum(word not in fold.fold(title) for word in asked if word != year)
                ranked.append((mark, missing, dict(zip(SHOWN, (title, *told), strict=True))))
        ranked.sort(key=lambda one: (-one[0], one[1]))
        return [(mark, item) for mark, _, item in ranked]

    def _parts(self, word: str) -> list[str]:
        """Return a word, or a run of Chinese cut into the longest parts that some entry has; what none has stays whole."""
        if not fold.is_han(word):
            return [word]
        parts = []
        while word:
            length = next((n for n in range(len(word), 0, -1) if word[:n] in self._text), 0)
            length = length or (1 if word[0] in fold.EMPTY else len(word))
            parts.append(word[:length])
            word = word[length:]
        return [part for part in parts if part not in fold.EMPTY] or parts

    def _marks(self, word: str) -> Marks:
        """Return for each entry whether it has a word whole, as a beginning, nearly so, or not at all."""
        begun = self._beginning(word)
        near = {*(self._containing(word) if len(word) > 2 or fold.is_han(word) else ())}
        if fold.is_cyrillic(word):
            near.update(place for cut in (1, 2) if len(word) - cut > 2 for place in self._beginning(word[:-cut]))
        if not near and not begun and len(word) >= MISSPELT and not word.isdigit():
            near.update(self._misspelt(word))
        marks: Marks = np.zeros(len(self), dtype=np.uint8)
        for mark, places in ((NEAR, near), (BEGUN, begun), (WHOLE, begun[:1])):
            there = [self._positions[at] for at in places if mark != WHOLE or self._words[at] == word]
            marks[np.concatenate(there) if there else []] = mark
        return marks

    def _beginning(self, letters: str) -> range:
        """Return the places of the words that begin with some letters."""
        return range(bisect_left(self._words, letters), bisect_right(self._words, letters + "\U0010ffff"))

    def _containing(self, letters: str) -> Iterator[int]:
        """Yield the places of the words that contain some letters."""
        at = self._text.find(letters)
        while at >= 0:
            place = bisect_right(self._starts, at - 1) - 1
            yield place
            at = self._text.find(letters, self._starts[place + 1] + 1)

    def _misspelt(self, word: str) -> Iterator[int]:
        """Yield the places of the words that begin like a word with one letter wrong: one of its halves stands in them."""
        half = len(word) // 2
        for place in {*self._beginning(word[:half]), *self._containing(word[half:])}:
            if _one_apart(word, self._words[place]):
                yield place


def _one_apart(word: str, other: str) -> bool:
    """Say whether a word, or the beginning of it, becomes another by one letter changed, left out, added or swapped."""
    same = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    rest, there = word[same:], other[same:]
    changed = rest[1:], rest, rest[1:], rest[1::-1] + rest[2:]
    against = there[1:], there[1:], there, there
    return any(b.startswith(a) for a, b in zip(changed, against, strict=True))
