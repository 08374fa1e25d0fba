"""Whose code is it? Codes and names of places as each source writes them → our place.

The same digits mean different places in different schemes (344 is Russia at China Customs and Hong Kong at the UN), so
no code is ever looked up without its scheme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from etl.extract import names
from etl.extract.headings import key
from etl.tables import registry

ANY = "name"
_NAME_WORDS = 5  # a name in running text has at most so many


@cache
def _by_code() -> Mapping[tuple[str, str], str]:
    lines = (line for line in registry.lines("codes") if line["code"])
    return MappingProxyType({(line["scheme"], line["code"].casefold()): line["place"] for line in lines})


@cache
def _by_name() -> Mapping[str, str]:
    """Names of every scheme and of our own tables. Raises ValueError if a name would mean two places."""
    found: dict[str, str] = {}
    for line in registry.lines("codes"):
        _put(found, line["name"], line["place"])
    for row in registry.lines("places"):
        for text in (row["name"], row["short"], row["name_zh"], row["name_ru"]):
            if text and key(text) not in found:
                _put(found, text, row["place"])
    return MappingProxyType(found)


@cache
def _called() -> Mapping[str, str]:
    """Names of `_by_name`, and those of the tables of names that it lacks."""
    return MappingProxyType({**names.listed(), **_by_name()})


@cache
def _by_words() -> Mapping[tuple[str, ...], str]:
    return MappingProxyType(names.by_words(_called()))


def _put(found: dict[str, str], name: str, place: str) -> None:
    if name and found.setdefault(key(name), place) != place:
        raise ValueError(f"etl/tables/codes.csv: {name} means both {found[key(name)]} and {place}")


def by_code(scheme: str, code: str) -> str:
    """Return the place of a code in its scheme, without regard to leading zeros of numbers; "" if it is not known."""
    code = key(code)
    short = code.lstrip("0") or "0" if code.isdigit() else code
    return _by_code().get((scheme, code)) or _by_code().get((scheme, short), "")


def by_name(name: str) -> str:
    """Return the place of a name as any source writes it; "" if it is not known. Never by likeness."""
    name = key(name).rstrip(":").strip()
    return _called().get(name) or (_by_words().get(names.words(name), "") if name else "")


def label(place: str) -> str:
    """Return the name of a place of ours, for a message; what is no place of ours as it stands."""
    row = registry.table("places").get(place.split(";", maxsplit=1)[0])
    return row["name"] if row else place


def mentioned(text: str) -> set[str]:
    """Return the places that a text names, each by its whole name; a longer name stands before one inside it."""
    words = re.findall(r"[^\W\d_]+(?:['.-][^\W\d_]+)*", key(text))
    words = [word.removesuffix("'s") for word in words]
    found, at_word = set(), 0
    while at_word < len(words):
        for length in range(min(_NAME_WORDS, len(words) - at_word), 0, -1):
            name = " ".join(words[at_word : at_word + length])
            if len(name) > 3 and (place := _by_name().get(name, "")):
                found.add(place.split(";")[0])
                at_word += length - 1
                break
        at_word += 1
    return found


def at(place: str, last_month: str) -> str:
    """Return the place that a name meant in a month (2026-06): the European Union with or without the UK.

    Places that exist at that time only are told apart by the dates in etl/tables/places.csv; others are returned as they are.
    """
    if ";" not in place:
        return place
    for one in place.split(";"):
        row = registry.get("places", one)
        if (not row["from"] or row["from"][:7] <= last_month) and (not row["until"] or last_month <= row["until"][:7]):
            return one
    return place.split(";", maxsplit=1)[0]


def kind(place: str) -> str:
    """Return country, bloc, world, former or other; "" for a place that is not in etl/tables/places.csv."""
    row = registry.table("places").get(place)
    return row["kind"] if row else ""


def nearest(name: str) -> str:
    """Return the name of the place of the same class that a name looks like, for a question; "" if none is near."""
    return names.nearest(name, _called())
