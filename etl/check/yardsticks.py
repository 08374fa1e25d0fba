"""What each new value can be held against: a yardstick belongs to a line, never to the whole file.

In this order: the figures known of its own line, of any family; the same line in another currency; what the other side
counted; other stretches of months of the line; the world's figure; its neighbours in the file; the usual price of the
product. A value for which there is none of these could not be held against anything, and is counted as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from math import log10
from statistics import median
from typing import NamedTuple

from etl.check.expected import EURO, JUMP, YUAN, History, Line, jump, rate, short
from etl.tables.rows import Row

SPANS = (12, 1, 2, 3, 6, 9, 11)  # months: stretches that sources publish
MIRROR = 1.3  # powers of ten: both sides of a trade differ, and that by a lot for small partners
STRETCH = 1.0  # a stretch of months from another one: seasons
ONE_MONTH = 1.3  # a single month from a year
WORLD = 0.1  # above the world's own figure
BESIDE = {True: 1.3, False: 3.0}  # all goods; one product, whose months differ by whole shiploads
NEIGHBOURS = 3  # so many other values of the line in the file
NEAREST = 6  # of them, in time: over decades a line grows tenfold
EVEN = 1.0  # powers of ten between the least and the greatest of a steady line
SMALL = 10**8  # a month of all goods: smaller partners' trade hangs on single deliveries
UNITS, NEAR_UNIT = (3, 4, 6, 9), 0.35  # thousands, ten thousands, millions, billions; the rest is growth and seasons
PRICE = 1.0


class Yard(NamedTuple):
    """How far a value lies from what it was held against, in powers of ten, how far it may, and what that was.

    `alone` says whether one line that lies beyond is a finding: a small or jumpy one is so only together with most
    others, because a wrong unit moves them all by one power of ten.
    """

    far: float
    most: float
    words: str
    alone: bool = True

    @property
    def beyond(self) -> bool:
        """Whether the value lies further than growth, seasons or the two sides' ways of counting explain."""
        return abs(self.far) >= self.most


class Yardsticks:
    """The yardsticks of a file's rows: `lines` are its own by line, `known` what was known of any line."""

    def __init__(self, lines: Mapping[Line, list[Row]], known: History) -> None:
        self.lines, self.known = lines, known
        self.rows = {row.key: row for rows in lines.values() for row in rows}

    def of(self, row: Row) -> Yard | None:
        """Return the yardstick that counts for a row, the nearest of its kind first; None if there is none.

        A value above the world's is beyond that, even where a wider yardstick allows it; to lie below it says nothing.
        """
        if row.value <= 0:
            return self._direct(row) or self._beside(row)
        first, world = next((yard for yard in self._each(row) if yard), None), self._world(row)
        return world if world and world.beyond and not (first and first.beyond) else first

    def _each(self, row: Row) -> Iterator[Yard | None]:
        for yard in (self._direct, self._currency, self._mirror, self._stretch, self._beside, self._price):
            yield yard(row)

    def _direct(self, row: Row) -> Yard | None:
        line = self.known.get(_line(row), {})
        far = jump(row, line)
        if far is None and row.value <= 0 and line:
            return Yard(0, JUMP, "usually")
        if far is None:
            return None
        small = row.series.startswith("goods_") and row.value / row.months / Decimal(str(10**far)) < SMALL
        return Yard(far, JUMP, "usually", not small or _near_unit(far))

    def _currency(self, row: Row) -> Yard | None:
        """Return the line in another currency at the year's mean rate."""
        stem, _, own = row.series.rpartition("_")
        for other in _IN_DOLLARS:
            line = self.known.get((f"{stem}_{other}", *row.key[1:3], row.months), {}) if own in _IN_DOLLARS else {}
            if line and other != own:
                turned = {p: one._replace(value=_turned(one.value, p, other, own)) for p, one in line.items()}
                far = jump(row, turned)
                if far is not None:
                    return Yard(far, JUMP, f"in {other.upper()}")
        return None

    def _mirror(self, row: Row) -> Yard | None:
        """Return what the other side counted of the same trade."""
        for one, other in (("_exports_", "_imports_"), ("_imports_", "_exports_")):
            if one in row.series:
                series = row.series.replace(one, other)
                far = jump(row, self.known.get((series, row.partner, row.reporter, row.months), {}))
                return None if far is None else Yard(far, MIRROR, "by the other side's count")
        return None

    def _stretch(self, row: Row) -> Yard | None:
        """Other stretches of months of the line, known or in the file, month for month."""
        year, found = int(row.period[:4]), []
        for months in SPANS:
            line = (row.series, row.reporter, row.partner, months)
            rows = [*self.known.get(line, {}).values(), *self.lines.get(line, ())] if months != row.months else []
            near = [one.value / months for one in rows if -3 <= int(one.period[:4]) - year <= 1 and one.value > 0]
            found += [median(near)] if near else []
        if not found:
            return None
        far = log10(row.value / row.months / found[0])
        most = ONE_MONTH if row.months < 3 else STRETCH
        return Yard(far, most, "by other stretches of months", _near_unit(far))

    def _world(self, row: Row) -> Yard | None:
        """Return the reporter's trade with all partners, which no part of it exceeds."""
        if row.partner == "WLD":
            return None
        far = jump(row, self.known.get((row.series, row.reporter, "WLD", row.months), {}))
        return None if far is None else Yard(max(far, 0), WORLD, "with all partners")

    def _beside(self, row: Row) -> Yard | None:
        """Return the values of the line in the file that are nearest in time."""
        others = [one for one in self.lines.get(_line(row), ()) if one.key != row.key and one.value > 0]
        if len(others) < NEIGHBOURS:
            return None
        near = [one.value for one in sorted(others, key=lambda one: _months_between(one, row))[:NEAREST]]
        far = log10(row.value / median(near)) if row.value > 0 else 0
        goods = row.series.startswith("goods_")
        alone = log10(max(near) / min(near)) < EVEN and (goods or _near_unit(far))
        return Yard(far, BESIDE[goods], "by its neighbours in the file", alone)

    def _price(self, row: Row) -> Yard | None:
        """Value by weight of the product, with any partner."""
        stem, _, unit = row.series.rpartition("_")
        other = self.rows.get(row._replace(series=f"{stem}_{'t' if unit == 'usd' else 'usd'}").key)
        usual = self._prices.get(stem)
        if unit not in ("usd", "t") or other is None or other.value <= 0 or not usual:
            return None
        value, weight = (row, other) if unit == "usd" else (other, row)
        far = log10(value.value / weight.value / usual)
        return Yard(far if unit == "usd" else -far, PRICE, "by the usual price")

    @cached_property
    def _prices(self) -> Mapping[str, Decimal]:
        """Median of value by weight of each product of the file, over what is known of any partner."""
        stems = {series.rpartition("_")[0] for series, *_ in self.lines}
        found: dict[str, list[Decimal]] = {}
        for (series, *rest), line in self.known.items():
            stem, _, unit = series.rpartition("_")
            if unit == "usd" and stem in stems:
                weights = self.known.get((f"{stem}_t", *rest), {})  # type: ignore[arg-type]
                both = [line[p].value / weights[p].value for p in line if p in weights and weights[p].value > 0]
                found.setdefault(stem, []).extend(price for price in both if price > 0)
        return {stem: median(prices) for stem, prices in found.items() if prices}


_IN_DOLLARS = ("usd", "cny", "eur")


def _turned(value: Decimal, period: str, one: str, other: str) -> Decimal:
    """Return a value of one currency in another, at the year's mean rate."""
    dollars = {"usd": 1.0, "cny": 1 / rate(YUAN, period), "eur": rate(EURO, period)}
    return value * Decimal(str(dollars[one] / dollars[other]))


def _near_unit(far: float) -> bool:
    """Return whether so many powers of ten are what a wrong unit gives."""
    return any(abs(abs(far) - unit) <= NEAR_UNIT for unit in UNITS)


def _months_between(one: Row, other: Row) -> int:
    """Return the months between the starts of two rows' periods."""
    year, month = (int(one.period[at] or 1) - int(other.period[at] or 1) for at in (slice(0, 4), slice(5, 7)))
    return abs(year * 12 + month)


def _line(row: Row) -> Line:
    return row.series, row.reporter, row.partner, row.months


def evidence(row: Row, yard: Yard) -> str:
    """Return what a value was held against, in words: `usually about 3,840.0 million`."""
    return f"{yard.words} about {short(row.value / Decimal(str(10**yard.far)))}"


def uncompared(rows: Iterable[Row], lines: Mapping[Line, list[Row]], known: History) -> list[Row]:
    """Return the rows that could not be held against anything. Rates, ranks and the like need their own line."""
    yardsticks = Yardsticks(lines, known)
    found = []
    for row in rows:
        level = _line(row) in lines
        if (level and yardsticks.of(row) is None) or (not level and not known.get(_line(row))):
            found.append(row)
    return found
