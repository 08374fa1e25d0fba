"""Numbers as printed, and the ticks of an axis: round steps, decades, years."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.exhibits.plot import Scale

MINUS = "\u2212"
STEPS = (1.0, 2.0, 5.0, 2.5, 3.0)
WASTE = 6.0  # what an empty share of the plot costs, in steps more or fewer than wanted


def number_words(value: float, decimals: int, *, signed: bool = False) -> str:
    """Return a number with thousands commas, a real minus, and a plus where `signed`."""
    words = f"{abs(value):,.{decimals}f}"
    if not any(digit in words for digit in "123456789"):
        return words
    return (MINUS if value < 0 else "+" if signed else "") + words


def value_words(value: float, scale: Scale, *, unit: bool = True) -> str:
    """Return a value as a reader sees it: "$228.1bn", "17.0%", "−6.9%"; no decimal from 1,000."""
    decimals = 0 if abs(value) >= 1000 else scale.decimals
    words = number_words(value, decimals, signed=scale.signed)
    sign = words[0] if words[0] in "+" + MINUS else ""
    return f"{sign}{scale.prefix}{words[len(sign) :]}{scale.unit if unit else ''}"


@dataclass(frozen=True)
class Ticks:
    """The gridlines of an axis: low and high end of the round range and the values between."""

    low: float
    high: float
    values: tuple[float, ...]

    def words(self, scale: Scale) -> list[str]:
        """Return the tick labels: plain numbers, the unit only on the highest."""
        most = max((_decimals(value) for value in self.values), default=0)
        places = [_decimals(value) if scale.log else most for value in self.values]  # 0.1, 1, 10: each its own
        labels = [number_words(value, n, signed=scale.signed) for value, n in zip(self.values, places, strict=True)]
        if labels:
            top = labels[-1]
            sign = top[0] if top[0] in "+" + MINUS else ""
            labels[-1] = f"{sign}{scale.prefix}{top[len(sign) :]}{scale.unit}"
        return labels


def _decimals(value: float) -> int:
    for digits in range(7):
        if math.isclose(round(value, digits), value, rel_tol=1e-9, abs_tol=1e-12):
            return digits
    return 6


def round_ticks(low: float, high: float, *, wanted: float, most: int = 6, spill: float = 0.03) -> Ticks:
    """Return round ticks from at or under `low` to `high`, near `wanted` steps and never more than `most`.

    The highest value may stand above the last tick by `spill` of the range, as a column may.
    """
    span = high - low or abs(high) or 1.0
    best: tuple[float, Ticks] | None = None
    power = math.floor(math.log10(span)) - 1
    for exponent in (power, power + 1, power + 2):
        for base in STEPS:
            step = base * 10.0**exponent
            first = math.floor(low / step + 1e-9)
            last = math.ceil((high - spill * span) / step - 1e-9)
            count = last - first
            if not 2 <= count <= most:
                continue
            waste = max(0.0, (last * step - high) / span) + max(0.0, (low - first * step) / span)
            cost = abs(count - wanted) + _oddness(base, count) + WASTE * waste
            if best is None or cost < best[0]:
                best = cost, _ticks(first, last, step)
    return best[1] if best else _ticks(0, 2, span / 2)


def _oddness(base: float, count: int) -> float:
    """Return what a step of 3 or 2.5 costs: little over four steps (0, 3, 6, 9, 12), much where readers must count on."""
    return 0.0 if base in (1.0, 2.0, 5.0) else 0.3 if count <= 4 else 2.5


def _ticks(first: int, last: int, step: float) -> Ticks:
    values = tuple(round(n * step, 10) for n in range(first, last + 1))
    return Ticks(values[0], values[-1], values)


def fixed_ticks(low: float, top: float, *, wanted: float) -> Ticks:
    """Return ticks that end exactly at `top`, such as 0, 50 and 100 of a share panel."""
    counts = sorted((4, 2, 5, 1), key=lambda count: abs(count - wanted))
    count = counts[0] if wanted >= 1.5 else 2
    step = (top - low) / count
    values = tuple(round(low + n * step, 10) for n in range(count + 1))
    return Ticks(low, top, values)


def log_ticks(low: float, high: float) -> Ticks:
    """Return the decades around positive values, with 2 and 5 between when they span less than about fifty-fold."""
    first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 0.04)
    if math.log10(high / low) >= 1.7:
        decades = tuple(float(f"1e{n}") for n in range(first, last + 1))
        return Ticks(decades[0], decades[-1], decades)
    fine = [float(f"{base}e{n}") for n in range(first, last + 1) for base in (1, 2, 5)]
    under = max((value for value in fine if value <= low * 1.001), default=fine[0])
    above = min((value for value in fine if value >= high * 0.94), default=fine[-1])
    kept = tuple(value for value in fine if under <= value <= above)
    return Ticks(kept[0], kept[-1], kept)


def year_labels(years: Iterable[int], step: int, *, full: bool = False) -> list[tuple[int, str]]:
    """Return the years to label and how: in full, or at multiples of five and the first, with two digits between."""
    kept = [year for year in years if year % step == 0] if step > 1 else list(years)
    if step > 1 or full:
        return [(year, str(year)) for year in kept]
    return [(year, str(year) if year % 5 == 0 or n == 0 else f"{year % 100:02d}") for n, year in enumerate(kept)]
