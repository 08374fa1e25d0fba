"""What a value is expected to be near: known rows by line, the usual value, how far rows lie from it, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import log10
from statistics import median

from etl import registry
from etl.problems import HOLD, Problem, problem
from etl.rows import Row

Line = tuple[str, str, str, int]  # series, reporter, partner, months
History = Mapping[Line, Mapping[str, Row]]
FRESH = 5  # years
SURE = ("yes",)  # the answer that a value is as the file says


def history(rows: Iterable[Row]) -> dict[Line, dict[str, Row]]:
    """Return known rows by (series, reporter, partner, months), then period; the newest of a period stands."""
    out: dict[Line, dict[str, Row]] = defaultdict(dict)
    for row in sorted(rows, key=lambda one: (one.status == "derived", one.vintage)):
        if row.status != "derived" or row.period not in out[row.series, row.reporter, row.partner, row.months]:
            out[row.series, row.reporter, row.partner, row.months][row.period] = row
    return out


def usual(row: Row, known: History, strict: bool = False) -> Decimal | None:
    """Return what a value is expected to be near: the same months as known, of three years before, or of the next ones.

    Without any of these the latest three of the line, unless `strict`: enough for a factor, not to tell flows apart.
    """
    line = known.get((row.series, row.reporter, row.partner, row.months), {})
    if row.period in line:
        return line[row.period].value
    year, rest = int(row.period[:4]), row.period[4:]
    near = [line[f"{year + step}{rest}"].value for step in (-1, -2, -3, 1, 2) if f"{year + step}{rest}" in line][:3]
    if near or strict:
        return median(near) if near else None
    before = [line[period].value for period in latest(line, row.period)]
    return median(before) if before else None


def latest(line: Mapping[str, Row], period: str) -> list[str]:
    """Return the last three periods before one, of the five years before: older ones say nothing about today."""
    first = str(int(period[:4]) - FRESH)
    return [each for each in sorted(line) if first <= each < period][-3:]


def ratios(rows: list[Row], known: History, strict: bool = False) -> list[tuple[Row, float]]:
    """Return each row with its ratio to the usual value, where both are above zero."""
    out = []
    for row in rows:
        expected = usual(row, known, strict)
        if expected and expected > 0 and row.value > 0:
            out.append((row, float(row.value / expected)))
    return out


def distance(rows: list[Row], known: History) -> float | None:
    """Return how far rows lie from their usual values: the median of |log10|; None without any."""
    found = ratios(rows, known, strict=True)
    return median(abs(log10(ratio)) for _, ratio in found) if found else None


def held(code: str, row: Row, found: str, *, key: str, choices: tuple[str, ...] = SURE, **said: str) -> Problem:
    """Return a held problem at a row's place in the person's own file, named with what it is about.

    `choices` are the answers that let the file go on; what the file states wrongly is mended in the file.
    """
    label = registry.table("series").get(row.series, {}).get("label", row.series)
    where = f"{row.citation}: {label}, {registry.place_name(row.partner)}, {row.period}"
    return problem(code, found, where=where, verdict=HOLD, key=key, choices=choices, **said)


def short(value: Decimal) -> str:
    """Return a value in few digits, for a message."""
    return f"{value:,.4g}" if abs(value) < 10**6 else f"{value / 10**6:,.1f} million"
