"""The box over everything with 100,000 entries: every beginning of questions in four languages, beside SQLite's own full-text search."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable

from dashboard.find import fold, names
from dashboard.find.index import Entry, Index
from etl.tables import registry

ENTRIES = 100_000
QUESTIONS = (
    "crude russia",
    "coal indonesia 2024",
    "俄罗斯原油",
    "нефть из россии",
    "ruwe olie rusland",
    "hs 270900",
    "germany goods exports",
)


def measure() -> tuple[float, float]:
    """Return the 95th percentile of an answer's milliseconds, and how many times SQLite's it is."""
    entries = _entries()
    index, table = Index(entries), _sqlite(entries)
    typed = [question[:end] for question in QUESTIONS for end in range(1, len(question) + 1)]
    ours, theirs = _times(index.search, typed), _times(lambda asked: _ask(table, asked), typed)
    return ours * 1000, ours / theirs


def _entries() -> list[Entry]:
    """Return series and partners with the words that the real ones have, under made-up codes, always the same."""
    chance = random.Random(1727)  # noqa: S311
    series = {name: names.series_words(name) for name in registry.table("series")}
    places = {place: names.place_words(place) for place in registry.table("places")}
    out = []
    for number in range(ENTRIES):
        name, place = chance.choice(list(series)), chance.choice(list(places))
        title = f"{registry.get('series', name)['label']}, HS {number:06d}: China with {registry.place_name(place)}"
        out.append(
            Entry(
                "figure",
                title,
                f"2025: {number / 100:,.1f} Mt",
                "",
                f"/{number}",
                (series[name], places[place]),
                (number,),
            )
        )
    return out


def _sqlite(entries: list[Entry]) -> sqlite3.Connection:
    """Return the same entries in a full-text table; Chinese in single letters, as its tokenizer knows no words there."""
    made = sqlite3.connect(":memory:")
    made.execute(
        "CREATE VIRTUAL TABLE f USING fts5(words, content='', prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')"
    )
    rows = (
        (" ".join(_spaced(word) for word in fold.words(" ".join((one.title, one.answer, *one.words)))),)
        for one in entries
    )
    made.executemany("INSERT INTO f(words) VALUES (?)", rows)
    return made


def _spaced(word: str) -> str:
    return " ".join(word) if fold.is_han(word) else word


def _ask(table: sqlite3.Connection, asked: str) -> None:
    """Ask for the first entries and for how many there are, as the box shows both."""
    match = " ".join(f'"{_spaced(word)}"*' for word in fold.asked(asked))
    table.execute("SELECT rowid FROM f WHERE f MATCH ? LIMIT 60", (match,)).fetchall()
    table.execute("SELECT count(*) FROM f WHERE f MATCH ?", (match,)).fetchall()


def _times(ask: Callable[[str], object], typed: list[str]) -> float:
    """Return the 95th percentile of the seconds of an answer."""
    taken = []
    for asked in typed * 3:
        begun = time.perf_counter()
        ask(asked)
        taken.append(time.perf_counter() - begun)
    return sorted(taken)[int(len(taken) * 0.95)]
