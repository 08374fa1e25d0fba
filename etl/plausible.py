"""Plausibility: new rows held against what is already known. Each finding is a held problem with its evidence; nothing is changed.

A slip is seen by ratios: of a value to the same months of earlier years, to the same months as known before, to the other flow
and to other partners. Ratios near a power of ten are factor slips, near the exchange rate another currency, growing with the
month a cumulative column. Everything is said at once.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from math import log10
from statistics import median
from typing import Iterable, Mapping

from etl import registry
from etl.problems import HOLD, Problem, problem
from etl.rows import Key, Row, month_after, plain

YUAN = (5.7, 8.6)  # yuan to the dollar since 2005, with room for a year's growth
NEW_PAST = 5  # at least so many past cells must change before P-04 speaks
History = Mapping[tuple[str, str, str, int], Mapping[str, Row]]


def check(new: list[Row], known: History) -> list[Problem]:
    """Return every held problem of new rows against what is known; places are the rows' own (in `citation`)."""
    lines: dict[tuple[str, str, str, int], list[Row]] = defaultdict(list)
    for row in new:
        if row.series.endswith(("_usd", "_t", "_cny", "_eur")) and "balance" not in row.series:
            lines[row.series, row.reporter, row.partner, row.months].append(row)
    for rows in lines.values():
        rows.sort(key=lambda row: row.period)
    found = [*_factors(lines, known), *_flows(lines, known), *_partners(lines, known), *_cumulative(lines, known)]
    return [*found, *_shifted(lines, known), *_gaps(lines, known), *_restated(new, known)]


JUMP = 0.6  # in powers of ten, fourfold: beyond the nearest of what was known, growth no longer explains it


def _factors(lines: Mapping[tuple, list[Row]], known: History) -> list[Problem]:
    """Values at least fourfold above or below everything they could be near: powers of ten, or the yuan's rate."""
    out, dear = [], []
    for key, rows in lines.items():
        line = known.get(key, {})
        for row in rows:
            jump = _jump(row, line)
            if jump is None or abs(jump) < JUMP:
                continue
            ratio = 10**jump
            if row.series.endswith("_usd") and (YUAN[0] * 0.72 <= ratio <= YUAN[1] * 1.15 or YUAN[0] * 0.72 <= 1 / ratio <= YUAN[1] * 1.15):
                dear.append((row, ratio))
            power = round(jump) or (1 if jump > 0 else -1)
            times = f"{10**power:,}" if power > 0 else f"1/{10**-power:,}"
            found = f"{plain(row.value)}, usually about {short(row.value / Decimal(str(ratio)))}"
            out.append(held("P-01", row, found, key=f"P-01:{row.citation}", times=times))
    if dear and len(dear) * 2 >= len(out):
        row, ratio = dear[0]
        found = f"{len(dear)} values, {ratio:.2f} times the usual"
        return [held("U-02", row, found, key="currency", choices=("USD", "CNY"))]
    return out


def _jump(row: Row, line: Mapping[str, Row]) -> float | None:
    """Return how far a value lies from the nearest it could be near, in powers of ten; None without anything to hold it against.

    It could be near its own earlier vintage, the same months of the two years around it, or the three latest values.
    """
    year, rest = int(row.period[:4]), row.period[4:]
    names = [row.period, *(f"{year + step}{rest}" for step in (-1, 1, -2))]
    names += [period for period in sorted(line) if period < row.period][-3:]
    near = [line[name].value for name in names if name in line and line[name].value > 0]
    if not near or row.value <= 0:
        return None
    return min((log10(row.value / value) for value in near), key=abs)


def _flows(lines: Mapping[tuple, list[Row]], known: History) -> list[Problem]:
    """Imports and exports that fit each other's history better than their own."""
    out = []
    for (series, reporter, partner, months), rows in lines.items():
        other = _other_flow(series)
        if not other:
            continue
        own, else_ = distance(rows, known), distance([row._replace(series=other) for row in rows], known)
        near = 0.10 if len(rows) > 1 else 0.01  # one value alone is too easily near the other flow by chance
        if own is not None and else_ is not None and own > 0.10 and else_ < own / 3 and else_ < near:
            out.append(held("K-05", rows[0], f"{registry.place_name(partner)}: {len(rows)} values", key="flow", choices=("export", "import")))
    return out


def _other_flow(series: str) -> str:
    for one, other in (("exports", "imports"), ("imports", "exports")):
        if series.startswith(f"goods_{one}_"):
            return series.replace(one, other)
    return ""


def _partners(lines: Mapping[tuple, list[Row]], known: History) -> list[Problem]:
    """Values that are another partner's: equal to it in the same months, and unlike the partner named."""
    places: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for series, reporter, partner, months in known:
        places[series, reporter, months].append(partner)
    out = []
    for (series, reporter, partner, months), rows in lines.items():
        own = distance(rows, known)
        if own is None or own < 0.12:
            continue
        for other in places[series, reporter, months]:
            line = known[series, reporter, other, months]
            same = [row for row in rows if row.period in line and line[row.period].value > 0]
            fits = [row for row in same if abs(row.value / line[row.period].value - 1) < Decimal("0.02")]
            near = distance([row._replace(partner=other) for row in rows], known)
            if other != partner and ((same and len(fits) >= len(same) * 0.8) or (near is not None and near < 0.04 and own > 0.3)):
                names = {"country": registry.place_name(partner), "other": registry.place_name(other)}
                out.append(held("K-03", rows[0], f"{len(rows)} values", key="partner", choices=(partner, other), **names))
                break
    return out


def _cumulative(lines: Mapping[tuple, list[Row]], known: History) -> list[Problem]:
    """Single months that are sums since January: they grow through the year, or equal the sums known."""
    out = []
    for (series, reporter, partner, months), rows in lines.items():
        if months != 1:
            continue
        years: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            years[row.period[:4]].append(row)
        for year_rows in years.values():
            if _grows(year_rows) or _is_sum(year_rows, known):
                row = year_rows[-1]
                out.append(held("T-03", row, f"{row.period}: {short(row.value)}", key="cumulative", choices=("months", "since January")))
    return out


def _grows(rows: list[Row]) -> bool:
    """Return whether months of one year grow like sums: never fall, and the last is a multiple that fits the count."""
    if len(rows) < 3 or any(late.value < early.value for early, late in zip(rows, rows[1:], strict=False)):
        return False
    first, last = int(rows[0].period[5:]), int(rows[-1].period[5:])
    expected = last / max(first, 1)
    return rows[0].value > 0 and expected >= 2 and float(rows[-1].value / rows[0].value) > 0.55 * expected


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


def _shifted(lines: Mapping[tuple, list[Row]], known: History) -> list[Problem]:
    """Months whose values stand one month beside the known ones."""
    out = []
    for key, rows in lines.items():
        line = known.get(key, {})
        if key[3] != 1 or not line:
            continue
        for step in (1, -1):
            pairs = [(row, line[p]) for row in rows if (p := month_after(row.period, step)) in line]
            close = Decimal("0.002") if len(pairs) > 1 else Decimal("1e-9")
            equal = [row for row, other in pairs if other.value and abs(row.value / other.value - 1) < close]
            own = [row for row in rows if row.period in line and line[row.period].value and abs(row.value / line[row.period].value - 1) < Decimal("0.02")]
            if equal and len(equal) >= max(1, len(pairs) * 0.7) and len(equal) > len(own):
                reason = f"The values are those known for {'the month after' if step > 0 else 'the month before'}."
                out.append(held("T-01", equal[0], f"{len(equal)} months", reason=reason, verdict=HOLD, key="period"))
                break
    return out


def _gaps(lines: Mapping[tuple, list[Row]], known: History) -> list[Problem]:
    """Months missing inside a file's own run of months, or between the last one known and the first one new."""
    out = []
    for (*_, months), rows in lines.items():
        if months != 1 or len(rows) < 3:
            continue
        have = {row.period for row in rows}
        missing, period = [], rows[0].period
        while period < rows[-1].period:
            period = month_after(period, 1)
            if period not in have and not (period[5:] in ("01", "02") and period[:4] >= "2020"):
                missing.append(period)
        if missing:
            out.append(held("T-02", rows[0], ", ".join(missing[:6]), key="gaps", choices=("yes",)))
    return out


def _restated(new: list[Row], known: History) -> list[Problem]:
    """Many past values changed at once, or a sign turned."""
    changed, turned = [], []
    for row in new:
        before = known.get((row.series, row.reporter, row.partner, row.months), {}).get(row.period)
        if before is None or before.status == "derived":
            continue
        if (row.value < 0) != (before.value < 0) and row.value and before.value:
            turned.append(row)
        if abs(row.value - before.value) > row.rounding + before.rounding + abs(before.value) / 20:
            changed.append(row)
    held = turned or (changed if len(changed) >= NEW_PAST else [])
    return [held("P-04", held[0], f"{len(held)} past values", key="restated", choices=("yes",))] if held else []


