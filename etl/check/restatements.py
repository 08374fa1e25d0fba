"""The past told anew: many values of a source changed, a sign turned, a closed year changed, or another currency."""

from __future__ import annotations

from collections.abc import Iterable

from etl.check.expected import EURO, History, held, rate
from etl.tables import registry
from etl.tables.problems import Problem
from etl.tables.rows import Row

ONE_FACTOR = 0.01  # values differ by one factor if the factors differ by no more
RATE_SLACK = 0.05  # of the year's mean rate
LEAST = 3  # so many values show a common factor
CLOSED = "-09-30"  # of the next year: Customs changes nothing after its yearbook
NEW_PAST = 5  # at least so many past cells must change before P-04 speaks


def check(new: Iterable[Row], known: History) -> list[Problem]:
    """Return what is to be held of new rows, where `known` are the values that the same source gave before."""
    rows = list(new)
    return [*_restated(rows, known), *_euros(rows, known)]


def _euros(new: list[Row], known: History) -> list[Problem]:
    """Values in dollars that all differ from the same ones known by one factor, which is the euro's rate."""
    pairs = [(row, before) for row in new if row.series.endswith("_usd") and (before := _before(row, known))]
    ratios = [float(row.value / before.value) for row, before in pairs if before.value > 0 and row.value > 0]
    if len(ratios) < LEAST or max(ratios) > min(ratios) * (1 + ONE_FACTOR) or abs(ratios[0] - 1) < 2 * ONE_FACTOR:
        return []
    row = pairs[0][0]
    euro = rate(EURO, row.period)
    if not any(abs(ratios[0] / each - 1) < RATE_SLACK for each in (euro, 1 / euro)):
        return []
    found = f"{len(ratios)} values, all {ratios[0]:.3f} times the known ones"
    return [held("U-02", row, found, key="currency", choices=("USD", "EUR"))]


def _before(row: Row, known: History) -> Row | None:
    """Return the value that the source itself gave before for the same thing, if any."""
    before = known.get((row.series, row.reporter, row.partner, row.months), {}).get(row.period)
    return before if before and before.status != "derived" else None


def _restated(new: list[Row], known: History) -> list[Problem]:
    """Many past values changed at once, a sign turned, or a year that Customs had closed changed."""
    changed, turned, final = [], [], []
    for row in new:
        before = _before(row, known)
        if before is None:
            continue
        if (row.value < 0) != (before.value < 0) and row.value and before.value:
            turned.append(row)
        if abs(row.value - before.value) > row.rounding + before.rounding + abs(before.value) / 20:
            changed.append(row)
        if _final(row, before) and abs(row.value - before.value) > row.rounding + before.rounding:
            final.append(row)
    many = turned or final or (changed if len(changed) >= NEW_PAST else [])
    return [held("P-04", many[0], f"{len(many)} past values", key="sure:restated")] if many else []


def _final(row: Row, before: Row) -> bool:
    """Return whether both values came out after China Customs' yearbook for their year."""
    closed = f"{int(row.period[:4]) + 1}{CLOSED}"
    return registry.family(row.source) == "gacc" and min(row.vintage, before.vintage) > closed
