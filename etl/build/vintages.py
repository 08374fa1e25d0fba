"""Which row is shown: as of a day, per source family; and what else was said.

Per key (series, reporter, partner, period, months) and family: rows known on the day; the better source class first;
then the newest vintage; where another row lies inside the rounding of that one, the finer of the two; and of several
pages of one class that print the figure shown, the first: a copy is never older than its original, so it never stands
in its place. A printed figure always stands before a computed one, and a tertiary page refines nothing. What a service
redistributes is an edition as a whole: there the newest edition stands, unchanged figures too.
Exports, imports and total are then chosen together (`etl.build.triples`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from etl.build import triples
from etl.tables import registry
from etl.tables.rows import Key, Row

# The office's own table, its own words, a service that redistributes it whole, the press, encyclopaedias and the like.
CLASSES = ("table", "statement", "redistributed", "press", "tertiary")


class Shown(NamedTuple):
    """The row shown for a key, and every other row known that says something else."""

    row: Row
    others: tuple[Row, ...]  # all other rows known, newest first
    disagree: tuple[Row, ...]  # of these, the ones outside the two roundings


def known(rows: Iterable[Row], as_of: str | None) -> list[Row]:
    """Return the rows that were published on or before a day ("2022-12-31"); None means all. Withdrawn rows never count."""
    return [row for row in rows if row.status != "withdrawn" and (as_of is None or row.vintage <= as_of)]


def rank(row: Row) -> int:
    """Return a row's class rank, 0 the best: its place in CLASSES, by its source."""
    return _rank(row.source)


@cache
def _rank(source: str) -> int:
    return CLASSES.index(registry.table("sources")[source]["class"])


def choose(rows: Iterable[Row]) -> dict[tuple[Key, str], Shown]:
    """Return what is shown for each (key, family); the order of `rows` never matters."""
    groups: dict[tuple[Key, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.key, registry.family(row.source)].append(row)
    shown = {key: _shown(group) for key, group in groups.items()}
    for key, row in triples.together(groups, {key: one.row for key, one in shown.items()}, rank).items():
        shown[key] = _beside(row, shown[key])
    return shown


def _beside(row: Row, usual: Shown) -> Shown:
    """Return a row shown in place of the usual one, which stands among the others then."""
    others = (usual.row, *(other for other in usual.others if other is not row))
    return _among(row, sorted(others, key=_newest, reverse=True))


def _among(row: Row, others: Iterable[Row]) -> Shown:
    """Return a row shown, with the others known, newest first, and those of them that lie outside the two roundings."""
    others = tuple(others)
    return Shown(row, others, tuple(other for other in others if other.low > row.high or other.high < row.low))


def _newest(row: Row) -> tuple[str, Decimal, Row]:
    return row.vintage, -row.rounding, row


def _shown(group: list[Row]) -> Shown:
    """Return the row shown of one key and family."""
    if len(group) == 1:
        return Shown(group[0], (), ())
    newest_first = sorted(group, key=_newest, reverse=True)
    order = sorted(
        newest_first, key=lambda row: (row.status == "derived", rank(row))
    )  # stable: newest first within a class
    best = order[0]
    for row in order[1:]:
        if row.status == "derived" and best.status != "derived":
            break  # what is printed beats what is computed, however fine
        if row.rounding < best.rounding and best.low <= row.value <= best.high and CLASSES[rank(row)] != "tertiary":
            best = row
    if CLASSES[rank(best)] != "redistributed":
        best = _first_printed(best, newest_first)
    return _among(best, (row for row in newest_first if row is not best))


def _first_printed(best: Row, newest_first: list[Row]) -> Row:
    """Return the earliest row of the class of `best` that states the same figure to the same digit."""
    same = (rank(best), best.value, best.rounding, best.status)
    return [row for row in newest_first if (rank(row), row.value, row.rounding, row.status) == same][-1]
