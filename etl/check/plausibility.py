"""Plausibility: new rows held against what is already known. Findings are held problems with evidence.

A slip is seen by ratios: of a value to the same months of earlier years, to the same months as known before, to the
other flow and to other partners. Ratios near a power of ten are factor slips, near the exchange rate another currency,
growing with the month a cumulative column. Everything is said at once. A person answers `yes` where the source says it
so; the currency and sums since January can be put right by the answer.
"""

from __future__ import annotations

from etl.check import factors, mistaken, months, restatements, sums, yardsticks
from etl.check.expected import History, history
from etl.tables.problems import Problem
from etl.tables.rows import Row

__all__ = ["check", "history", "uncompared"]


def check(new: list[Row], known: History, own: History | None = None) -> list[Problem]:
    """Return every held problem of new rows against what is known; places are the rows' own (in `citation`).

    `known` is what any family gave, the own one first, line by line; `own` what the family of the new rows gave before:
    only a difference from that is a restated past. Without it both are the same.
    """
    lines = sums.by_line(new)
    found = [each for part in (factors, mistaken, months, sums) for each in part.check(lines, known)]
    return [*found, *restatements.check(new, known if own is None else own)]


def uncompared(new: list[Row], known: History) -> list[Row]:
    """Return the new rows that could not be held against anything."""
    return yardsticks.uncompared(new, sums.by_line(new), known)
