"""Months that are not what they are called: sums since January, values a month beside their place, months left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from math import log10
from statistics import median

from etl.check.expected import LARGE, History, Line, held, ratios, short, usual
from etl.tables.problems import Problem
from etl.tables.rows import Row, month_after

LEAST = 3  # so many months make a run
YEAR = 12
EVEN = (1.25, 1.6)  # so far sums differ from months in proportion: of three of them, of more
JOINT = "2020"  # since then January and February come out together
CUMULATIVE = ("months", "since January")


def check(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Return the months that are sums, those that are shifted, and those that are missing."""
    return [*_cumulative(lines, known), *_shifted(lines, known), *_gaps(lines, known)]


def _cumulative(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Single months that are sums since January: they grow through the year, or equal the sums known."""
    out = []
    for (*_, months), rows in lines.items():
        if months != 1:
            continue
        years: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            years[row.period[:4]].append(row)
        for year_rows in years.values():
            if _grows(year_rows, known) or _is_sum(year_rows, known):
                row = year_rows[-1]
                out.append(held("T-03", row, f"{row.period}: {short(row.value)}", key="cumulative", choices=CUMULATIVE))
    return out


def _grows(rows: list[Row], known: History) -> bool:
    """Return whether months of one year grow like sums: never fall, and the last is a multiple that fits the count.

    Goods of a season grow as well. Their growth is that of the same months of other years where these are known; where
    they are not, only values that stand in the ratio of the months counted are taken for sums.
    """
    if len(rows) < LEAST or rows[0].value <= 0 or any(late.value < early.value for early, late in pairwise(rows)):
        return False
    first, last = int(rows[0].period[5:]), int(rows[-1].period[5:])
    expected = last / first
    if expected < 2 or float(rows[-1].value / rows[0].value) <= 0.55 * expected:
        return False
    months = [float(row.value) / ratio for row, ratio in ratios(rows, known, strict=True)]
    if len(months) == len(rows):
        value = float(rows[-1].value)
        return abs(log10(value / sum(months))) < abs(log10(value / months[-1]))
    shares = [float(row.value) / int(row.period[5:]) for row in rows]
    return max(shares) < min(shares) * EVEN[len(rows) > LEAST]


def _is_sum(rows: list[Row], known: History) -> bool:
    """Return whether a lone month lies near the sum since January of known years, and far from a month."""
    row = rows[-1]
    month = int(row.period[5:])
    if month < 3:
        return False
    month_usual = usual(row, known)
    line = known.get((row.series, row.reporter, row.partner, 1), {})
    last = [line[period].value for period in sorted(line) if period < row.period][-1:]
    if last and last[0] > 0 and float(row.value / last[0]) < 0.55 * month:
        return False  # not far above the month before: growth explains it
    sums = known.get((row.series, row.reporter, row.partner, month), {})
    start = f"{row.period[:4]}-01"
    near = [sums[p].value for p in (start, f"{int(start[:4]) - 1}-01") if p in sums]
    if month_usual and month_usual > 0:
        ratio = float(row.value / month_usual)
        if not near and 0.72 * month <= ratio <= 1.35 * month:
            return True
        return bool(near) and ratio > 2 and abs(float(row.value / near[0]) - 1) < 0.45
    return False


def _shifted(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Months whose values stand one month beside the known ones."""
    out = []
    for key, rows in lines.items():
        line = known.get(key, {})
        if key[3] != 1 or not line:
            continue
        own = [row for row in rows if _equal(row, line.get(row.period), Decimal("0.02"))]
        for step, beside in ((1, "the month after"), (-1, "the month before")):
            pairs = [(row, line[period]) for row in rows if (period := month_after(row.period, step)) in line]
            close = Decimal("0.002") if len(pairs) > 1 else Decimal("1e-9")
            equal = [row for row, other in pairs if _equal(row, other, close)]
            if equal and len(equal) >= max(1, len(pairs) * 0.7) and len(equal) > len(own):
                reason = f"The values are those known for {beside}."
                out.append(held("T-01", equal[0], f"{len(equal)} months", key="sure:period", reason=reason))
                break
    return out


def _equal(row: Row, other: Row | None, close: Decimal) -> bool:
    return other is not None and other.value != 0 and abs(row.value / other.value - 1) < close


def _gaps(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Months missing inside a file's own run of months: from all of it, or from a line that never pauses.

    Small lines have months without trade, which sources leave out.
    """
    monthly = {key: rows for key, rows in lines.items() if key[3] == 1}
    anywhere = {row.period for rows in monthly.values() for row in rows}
    out = []
    for key, rows in monthly.items():
        have = {row.period for row in rows} | (set() if _steady(rows, known.get(key, {})) else anywhere)
        missing = [each for each in _between(rows[0].period, rows[-1].period) if each not in have]
        missing = [each for each in missing if not (each[5:] in ("01", "02") and each[:4] >= JOINT)]
        if missing and not _same_months(rows) and len(rows) >= LEAST:
            out.append(held("T-02", rows[0], ", ".join(missing[:6]), key="sure:gaps"))
    return out


def _same_months(rows: list[Row]) -> bool:
    """Return whether a line has one run of months of each of several years: a comparison of years, without a gap."""
    years: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        years[row.period[:4]].append(int(row.period[5:]))
    runs = set(map(tuple, years.values()))
    months = next(iter(runs))
    return len(years) > 1 and len(runs) == 1 and months == tuple(range(months[0], months[-1] + 1))


def _between(first: str, last: str) -> list[str]:
    """Return the months after the first up to the last."""
    months = [first]
    while months[-1] < last:
        months.append(month_after(months[-1], 1))
    return months[1:]


def _steady(rows: list[Row], line: Mapping[str, Row]) -> bool:
    """Return whether a line has trade in every month: all goods of a large partner, or as far back as is known."""
    large = rows[0].series.startswith("goods_") and median(row.value for row in rows) >= LARGE
    months = sorted(line)[-YEAR:]
    return large or (len(months) == YEAR and months[1:] == _between(months[0], months[-1]))
