"""Exports, imports and total of one reporter, partner, period and currency: one triple, its parts chosen together.

Of one family, the three come from one release where the rows known allow it: rows of the usual choice if they add up, else
any three printed rows that do. A third that nobody prints is worked out from the two that are (`etl.build.rules.sums`). Nothing is
mended: three printed figures that add up in no combination stay as they are and are listed by `broken`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from etl.build.parts import CURRENCIES, ONE_RELEASE
from etl.tables import registry
from etl.tables.rows import Key, Row

FLOWS = ("exports", "imports", "total")

Cell = tuple[str, str, str, int, str, str]  # reporter, partner, period, months, currency, family
Rank = Callable[[Row], int]


class Triple(NamedTuple):
    """The three figures of one family; None where a flow is not known."""

    exports: Row | None
    imports: Row | None
    total: Row | None


def place(row: Row) -> tuple[Cell, str] | None:
    """Return the triple that a row belongs to and its flow, or None for a row that is no level of all goods."""
    stem, _, rest = row.series.partition("_")
    flow, _, currency = rest.partition("_")
    if stem != "goods" or flow not in FLOWS or currency not in CURRENCIES:
        return None
    return (*row.key[1:], currency, registry.family(row.source)), flow


def adds_up(exports: Row, imports: Row, total: Row) -> bool:
    """Return whether exports and imports make the total, within the three roundings."""
    allowed = exports.rounding + imports.rounding + total.rounding
    return abs(exports.value + imports.value - total.value) <= allowed


def together(
    groups: Mapping[tuple[Key, str], list[Row]], chosen: Mapping[tuple[Key, str], Row], rank: Rank
) -> dict[tuple[Key, str], Row]:
    """Return the rows to show in place of `chosen` so that the printed figures of a triple come from one release.

    `groups` are all rows known by key and family, `rank` a row's class, 0 the best. Triples whose usual rows already add up,
    and those of which no printed rows do, are not among what comes back.
    """
    cells: dict[Cell, dict[str, tuple[Key, str]]] = {}
    for at, row in chosen.items():
        found = place(row) if row.status != "derived" else None
        if found:
            cells.setdefault(found[0], {})[found[1]] = at
    out: dict[tuple[Key, str], Row] = {}
    for flows in cells.values():
        if len(flows) < 2 or all(len(groups[at]) == 1 for at in flows.values()):
            continue
        places = [flows[flow] for flow in FLOWS if flow in flows]
        usual = tuple(chosen[at] for at in places)
        if _of_one_release(usual):
            continue
        printed = [[row for row in groups[at] if row.status != "derived"] for at in places]
        better = [rows for rows in itertools.product(*printed) if _of_one_release(rows)]
        if better:
            best = min(better, key=lambda rows: _preference(rows, rank))
            out.update(zip(places, best, strict=True))
    return out


def _of_one_release(rows: tuple[Row, ...]) -> bool:
    """Return whether three rows add up, or two came out together."""
    if len(rows) == len(FLOWS):
        return adds_up(*rows)
    return _spread(rows) <= ONE_RELEASE


def _preference(rows: tuple[Row, ...], rank: Rank) -> tuple[Any, ...]:
    """Return the order among combinations: better classes, then one publication, then days near each other, then the newest."""
    publications = {(row.source, row.vintage) for row in rows}
    newest = sorted(-date.fromisoformat(row.vintage).toordinal() for row in rows)
    return (
        sum(rank(row) for row in rows),
        len(publications),
        _spread(rows),
        newest,
        sum(row.rounding for row in rows),
        rows,
    )


def _spread(rows: Iterable[Row]) -> int:
    """Return how many days lie between the first and the last publication."""
    days = [date.fromisoformat(row.vintage).toordinal() for row in rows]
    return max(days) - min(days)


def of(chosen: Mapping[tuple[Key, str], Row]) -> dict[Cell, Triple]:
    """Return every triple of rows chosen, by cell."""
    found: dict[Cell, dict[str, Row]] = {}
    for row in chosen.values():
        at = place(row)
        if at:
            found.setdefault(at[0], {})[at[1]] = row
    return {cell: Triple(*(flows.get(flow) for flow in FLOWS)) for cell, flows in found.items()}


def broken(chosen: Mapping[tuple[Key, str], Row]) -> Iterator[tuple[Cell, Triple]]:
    """Yield every triple of rows chosen whose three figures are known and do not add up within their roundings."""
    for cell, triple in sorted(of(chosen).items()):
        if None not in triple and not adds_up(*triple):  # type: ignore[arg-type]
            yield cell, triple
