"""What a value is expected to be near: known rows by line, the usual value, how far rows lie from it, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import log10
from statistics import median

from etl.tables import registry
from etl.tables.problems import HOLD, Problem, problem
from etl.tables.rows import Row

Line = tuple[str, str, str, int]  # series, reporter, partner, months
History = Mapping[Line, Mapping[str, Row]]
FRESH = 5  # years
JUMP = 0.6  # in powers of ten, fourfold: beyond the nearest of what was known, growth no longer explains it
LARGE = 10**8  # of trade in a month, in any currency
SURE = ("yes",)  # the answer that a value is as the file says
YUAN = {  # to the dollar, mean of a year; the rate was fixed before 2005
    2005: 8.19, 2006: 7.97, 2007: 7.61, 2008: 6.95, 2009: 6.83, 2010: 6.77, 2011: 6.46, 2012: 6.31, 2013: 6.20,
    2014: 6.14, 2015: 6.23, 2016: 6.64, 2017: 6.76, 2018: 6.62, 2019: 6.91, 2020: 6.90, 2021: 6.45, 2022: 6.73,
    2023: 7.08, 2024: 7.20, 2025: 7.19,
}  # fmt: skip
EURO = {  # in dollars, mean of a year
    2005: 1.244, 2006: 1.256, 2007: 1.371, 2008: 1.471, 2009: 1.395, 2010: 1.326, 2011: 1.392, 2012: 1.285, 2013: 1.328,
    2014: 1.329, 2015: 1.110, 2016: 1.107, 2017: 1.130, 2018: 1.181, 2019: 1.120, 2020: 1.142, 2021: 1.183, 2022: 1.053,
    2023: 1.081, 2024: 1.082, 2025: 1.130,
}  # fmt: skip


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


def rate(table: Mapping[int, float], period: str) -> float:
    """Return the rate of a table (YUAN, EURO) for the year of a period; of the nearest year known for others."""
    return table[min(max(int(period[:4]), min(table)), max(table))]


def jump(row: Row, line: Mapping[str, Row]) -> float | None:
    """Return how far a value lies from the nearest it could be near, in powers of ten; None without any.

    It could be near its own earlier vintage, the same months of the two years around it, or the three latest values.
    """
    year, rest = int(row.period[:4]), row.period[4:]
    names = [row.period, *(f"{year + step}{rest}" for step in (-1, 1, -2))]
    names += latest(line, row.period)
    near = [line[name].value for name in names if name in line and line[name].value > 0]
    if not near or row.value <= 0:
        return None
    return min((log10(row.value / value) for value in near), key=abs)


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
    return problem(code, found, where=named(row), verdict=HOLD, key=key, choices=choices, **said)


def named(row: Row) -> str:
    """Return the place of a row in the person's own file, with what it is about."""
    label = registry.table("series").get(row.series, {}).get("label", row.series)
    return f"{row.citation}: {label}, {registry.place_name(row.partner)}, {row.period}"


def short(value: Decimal) -> str:
    """Return a value in few digits, for a message."""
    return f"{value:,.4g}" if abs(value) < 10**6 else f"{value / 10**6:,.1f} million"
