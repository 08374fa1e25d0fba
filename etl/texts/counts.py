"""How often terms occur: by year and language the share of documents that have one, and occurrences per 10,000 words.

The share has a Wilson interval of 95 %; a year of few documents says so. Chinese is counted per 10,000 characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from etl.texts.documents import Text
from etl.texts.lexicon import Term

FEW = 10  # documents of a year, below which its share says little
CERTAIN = 1.959964  # standard deviations of 95 %
PER = 10_000


@dataclass(frozen=True)
class Count:
    """A term in the documents of one language and year."""

    term: str
    language: str
    year: str
    documents: int
    with_term: int
    occurrences: int
    size: int  # words, of Chinese characters

    @property
    def share(self) -> float:
        """Documents with the term, in per cent."""
        return 100 * self.with_term / self.documents

    @property
    def interval(self) -> tuple[float, float]:
        """The share's interval, in per cent."""
        low, high = wilson(self.with_term, self.documents)
        return 100 * low, 100 * high

    @property
    def rate(self) -> float:
        """Occurrences per 10,000 words; of Chinese per 10,000 characters."""
        return PER * self.occurrences / self.size if self.size else 0.0

    @property
    def few(self) -> bool:
        """Whether the year has too few documents for its share to say much."""
        return self.documents < FEW


@dataclass(frozen=True)
class Found:
    """One sentence with a term, and the document it stands in."""

    term: str
    sentence: str
    text: Text


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the Wilson interval of a share at 95 %, as parts of one. `whole` is at least 1."""
    share, square = part / whole, CERTAIN**2
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    reach = CERTAIN / (1 + square / whole) * sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def by_year(texts: Iterable[Text], terms: Iterable[Term]) -> list[Count]:
    """Return the counts of every term in every year of its language, zeros included, in order."""
    terms = list(terms)
    groups: dict[tuple[str, str], list[Text]] = defaultdict(list)
    for text in texts:
        groups[text.language, text.day[:4]].append(text)
    counts = []
    for (language, year), group in groups.items():
        size = sum(text.size for text in group)
        for term in terms:
            if term.language == language:
                hits = [_occurrences(term, text) for text in group]
                counts.append(Count(term.name, language, year, len(group), sum(map(bool, hits)), sum(hits), size))
    return sorted(counts, key=lambda one: (one.term, one.language, one.year))


def _occurrences(term: Term, text: Text) -> int:
    """Return how often a term stands in a document's sentences, so that every occurrence can be opened in one."""
    return sum(len(term.hits(one)) for one in text.sentences) if term.finds.search(text.body) else 0


def sentences(texts: Iterable[Text], terms: Iterable[Term], year: str = "") -> list[Found]:
    """Return every sentence with a term, of one year or of all, in the order of the documents."""
    terms = list(terms)
    return [
        Found(term.name, sentence, text)
        for text in texts
        if text.day.startswith(year)
        for term in terms
        if term.language == text.language and term.finds.search(text.body)
        for sentence in text.sentences
        if term.hits(sentence)
    ]
