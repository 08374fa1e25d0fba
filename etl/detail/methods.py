"""Measures of trade, as pure functions on numbers, each with the text that defines it.

Published worked examples are the tests (`tests/etl/detail/test_methods.py`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

# 97.5 % points of Student's t by degrees of freedom, as printed in tables of it; above 30 the normal's is near enough.
_T = {
    1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228, 11: 2.201,
    12: 2.179, 13: 2.160, 14: 2.145, 15: 2.131, 16: 2.120, 17: 2.110, 18: 2.101, 19: 2.093, 20: 2.086, 21: 2.080, 22: 2.074,
    23: 2.069, 24: 2.064, 25: 2.060, 26: 2.056, 27: 2.052, 28: 2.048, 29: 2.045, 30: 2.042,
}  # fmt: skip


class Fit(NamedTuple):
    """What a trend says of one period: its value there and the interval in which 95 of 100 such values would lie."""

    value: float
    low: float
    high: float


def hhi(values: Sequence[float]) -> float | None:
    """Return the concentration of suppliers, 0 to 10,000: the sum of squared percentage shares; None where nothing is bought.

    Herfindahl–Hirschman index as the US Department of Justice defines it, Horizontal Merger Guidelines (2010), section 5.3.
    """
    whole = sum(values)
    return sum((100 * value / whole) ** 2 for value in values) if whole > 0 else None


def log_growth(before: float | None, after: float | None) -> float | None:
    """Return the difference of logarithms, under which doubling and halving are equally far from zero; None without both.

    Törnqvist, Vartia and Vartia, How should relative changes be measured? The American Statistician 39 (1985).
    """
    return math.log(after / before) if before and after and before > 0 and after > 0 else None


def laspeyres(p0: Sequence[float], p1: Sequence[float], q0: Sequence[float]) -> float:
    """Return the price index that holds the first basket: what it costs later over what it cost."""
    return _sum(p1, q0) / _sum(p0, q0)


def paasche(p0: Sequence[float], p1: Sequence[float], q1: Sequence[float]) -> float:
    """Return the price index that holds the last basket."""
    return _sum(p1, q1) / _sum(p0, q1)


def fisher(p0: Sequence[float], p1: Sequence[float], q0: Sequence[float], q1: Sequence[float]) -> float:
    """Return the geometric mean of both baskets' price indices. PPI Manual (ILO, IMF and others, 2004), chapter 15."""
    return math.sqrt(laspeyres(p0, p1, q0) * paasche(p0, p1, q1))


def tornqvist(p0: Sequence[float], p1: Sequence[float], q0: Sequence[float], q1: Sequence[float]) -> float:
    """Return the price index that weighs each price's logarithmic change by its mean share of value. PPI Manual, chapter 15."""
    whole0, whole1 = _sum(p0, q0), _sum(p1, q1)
    changes = (
        (a * x / whole0 + b * y / whole1) / 2 * math.log(b / a) for a, b, x, y in zip(p0, p1, q0, q1, strict=True)
    )
    return math.exp(sum(changes))


def rca(own: float, own_all: float, world: float, world_all: float) -> float | None:
    """Return revealed comparative advantage: a product's share in a country's exports over its share in the world's.

    Balassa, Trade liberalisation and “revealed” comparative advantage, The Manchester School 33 (1965). Above 1 the country
    exports more of it than its size alone would say; None where one of the shares is not known.
    """
    if own_all <= 0 or world <= 0 or world_all <= 0:
        return None
    return (own / own_all) / (world / world_all)


def trend(years: Sequence[int], values: Sequence[float], at: int) -> Fit | None:
    """Return what a straight line through the logarithms of past values says of one year, with its 95 % prediction interval.

    Least squares on at least four years; the interval grows with the distance from their middle and holds if the past's
    scatter goes on. None with fewer years, or where a value is not above zero.
    """
    n = len(years)
    if n < 4 or any(value <= 0 for value in values):
        return None
    logs = [math.log(value) for value in values]
    mean_x, mean_y = sum(years) / n, sum(logs) / n
    spread = sum((x - mean_x) ** 2 for x in years)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(years, logs, strict=True)) / spread
    residual = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in zip(years, logs, strict=True))
    error = math.sqrt(residual / (n - 2) * (1 + 1 / n + (at - mean_x) ** 2 / spread))
    said = mean_y + slope * (at - mean_x)
    reach = _T.get(n - 2, 1.96) * error
    return Fit(math.exp(said), math.exp(said - reach), math.exp(said + reach))


def _sum(prices: Sequence[float], quantities: Sequence[float]) -> float:
    return sum(price * quantity for price, quantity in zip(prices, quantities, strict=True))
