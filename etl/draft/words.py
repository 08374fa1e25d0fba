"""The words of etl/tables/draft_words.csv as patterns, and the names of places beside them."""

from __future__ import annotations

import re
from functools import cache

from etl.tables import registry


@cache
def values(kind: str) -> dict[str, str]:
    """Return the words of a kind in lower case, each with its value; of places also every country's and bloc's name."""
    found = {
        word.casefold(): line["value"]
        for line in registry.lines("draft_words")
        if line["kind"] == kind
        for word in line["words"].split("|")
    }
    if kind == "place":
        named = [line for line in registry.lines("places") if line["kind"] in ("country", "bloc")]
        for line in named:
            for name in (line["name"], line["short"]):
                found.setdefault(name.casefold(), line["place"])
    return found


@cache
def either(kind: str) -> str:
    """Return a pattern of any word of a kind, the longest first; names of places keep their capitals."""
    if kind != "place":
        said = sorted(values(kind), key=len, reverse=True)
        return rf"(?<![\w-])(?i:{'|'.join(map(re.escape, said))})(?![\w])"
    named = [line for line in registry.lines("places") if line["kind"] in ("country", "bloc")]
    words = {name for line in named for name in (line["name"], line["short"])}
    words |= {
        word for line in registry.lines("draft_words") if line["kind"] == "place" for word in line["words"].split("|")
    }
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)"


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """Return the pattern of a kind, ready to search."""
    return re.compile(either(kind))


def has(kind: str, text: str) -> str:
    """Return the first word of a kind in a text as it stands there, or ""."""
    found = pattern(kind).search(text)
    return found[0] if found else ""


def value(kind: str, word: str) -> str:
    """Return what a word of a kind stands for."""
    return values(kind)[word.casefold()]
