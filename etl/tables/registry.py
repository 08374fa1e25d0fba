"""The hand-kept tables beside this file, read once: sources, series, places, corrections, events, claims."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

HERE = Path(__file__).parent
Row = Mapping[str, str]


class UnknownName(ValueError):
    """A name that no line of a table has; the message lists what is known."""


@cache
def lines(table: str) -> tuple[Row, ...]:
    """Return every line of `etl/tables/<table>.csv`, in file order, all text. Raises FileNotFoundError."""
    with (HERE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(MappingProxyType(line) for line in csv.DictReader(file))


@cache
def table(name: str) -> Mapping[str, Row]:
    """Return `etl/tables/<name>.csv` keyed by its first column. Raises ValueError when a key stands twice."""
    rows = lines(name)
    key = next(iter(rows[0]))
    keyed = {row[key]: row for row in rows}
    if len(keyed) != len(rows):
        raise ValueError(f"etl/tables/{name}.csv: a {key} stands twice; make each line's {key} unique.")
    return MappingProxyType(keyed)


def get(name: str, key: str) -> Row:
    """Return the line of `etl/tables/<name>.csv` for `key`. Raises UnknownName with near names in words."""
    found = table(name).get(key)
    if found is None:
        raise UnknownName(f"“{key}” is not in etl/tables/{name}.csv.{hint(key, table(name))}")
    return found


def near(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known names nearest to a word, the nearest first; [] when none is near."""
    import difflib

    return difflib.get_close_matches(word, list(known), n=most)


def hint(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean … or …?" with the nearest known names, or nothing."""
    found = near(word, known)
    return f" Did you mean {' or '.join(found)}?" if found else ""


@cache
def family(source: str) -> str:
    """Return the source family: figures of one family and vintage may be computed with each other."""
    return get("sources", source)["family"]


def place_name(place: str, short: bool = False) -> str:
    """Return a place's English name, or its code when the table does not have it."""
    row = table("places").get(place)
    return row["short" if short else "name"] if row else place


@cache
def members(bloc: str) -> tuple[str, ...]:
    """Return the ISO codes of a bloc's members, sorted."""
    return tuple(sorted(row["place"] for row in lines("places") if bloc in row["member_of"].split(";")))
