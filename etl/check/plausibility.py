"""Plausibility: new rows held against what is already known. Findings are held problems with evidence.

A slip is seen by ratios: of a value to the same months of earlier years, to the same months as known before, to the
other flow and to other partners. Ratios near a power of ten are factor slips, near the exchange rate another currency,
growing with the month a cumulative column. Everything is said at once. A person answers `yes` where the source says it
so; the currency and sums since January can be put right by the answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from math import log10
from statistics import median

from etl.check import restatements, sums, yardsticks
from etl.check.expected import YUAN, History, Line, distance, held, history, rate, ratios, short, usual
from etl.check.yardsticks import Yard, Yardsticks, evidence
from etl.tables import registry
from etl.tables.problems import Problem
from etl.tables.rows import Row, month_after, plain

__all__ = ["check", "history", "uncompared"]

SLACK = (0.68, 1.35)  # of the yuan's rate, because a value also grows or falls within a year
LEAST = 3  # so many months make a run
YEAR = 12
EVEN = (1.25, 1.6)  # so far sums differ from months in proportion: of three of them, of more
FITS = 0.3  # powers of ten, twofold: so near its own history is a line that was not mistaken
MANY = 100  # values compared: among so many, some small partners' jump by chance
FEW = 10  # places: among more, one value lies near another place's by chance
TENFOLD = 0.9  # powers of ten: among many values one that grew fivefold in two years is no slip
RESIDUAL = "NES"  # "areas not specified" hold whatever an office moves there
MOST = 5  # a wrong currency moves every value: at least one compared in so many must jump
LARGE = 10**8  # of trade in a month, in any currency
JOINT = "2020"  # since then January and February come out together
CURRENCY, CUMULATIVE = ("USD", "CNY"), ("months", "since January")


def check(new: list[Row], known: History, own: History | None = None) -> list[Problem]:
    """Return every held problem of new rows against what is known; places are the rows' own (in `citation`).

    `known` is what any family gave, the own one first, line by line; `own` what the family of the new rows gave before:
    only a difference from that is a restated past. Without it both are the same.
    """
    lines = sums.by_line(new)
    found = [*_factors(lines, known), *_flows(lines, known), *_partners(lines, known), *_cumulative(lines, known)]
    found += [*_shifted(lines, known), *_gaps(lines, known), *sums.check(lines, known)]
    return [*found, *restatements.check(new, known if own is None else own)]


def uncompared(new: list[Row], known: History) -> list[Row]:
    """Return the new rows that could not be held against anything."""
    return yardsticks.uncompared(new, sums.by_line(new), known)


def _factors(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Values far above or below all they could be near: a finding a power, or the yuan's rate."""
    against = Yardsticks(lines, known)
    measured = [(row, yard) for rows in lines.values() for row in rows if row.value > 0 and (yard := against.of(row))]
    jumps = _counting(measured)
    dear = [(row, yard.far) for row, yard in jumps if row.series.endswith("_usd") and _at_rate(row, yard.far, known)]
    if dear and len(dear) * 2 >= len(jumps) and len(dear) * MOST >= len(measured):
        row, far = dear[0]
        times = f"{10**far:.2f} times the usual"
        return [held("U-02", row, f"{len(dear)} values, {times}", key="currency", choices=CURRENCY)]
    powers: dict[int, list[tuple[Row, Yard]]] = defaultdict(list)
    for row, yard in jumps:
        powers[round(yard.far) or (1 if yard.far > 0 else -1)].append((row, yard))
    return [_factor(power, found) for power, found in powers.items()]


def _counting(measured: list[tuple[Row, Yard]]) -> list[tuple[Row, Yard]]:
    """Return the jumps that are findings: those that count alone, the others where most values make the same one."""
    compared = Counter(yard.words for _, yard in measured)
    jumps = [(row, yard) for row, yard in measured if yard.beyond]
    same = Counter((yard.words, round(yard.far)) for _, yard in jumps)
    most = {jump for jump, count in same.items() if count >= LEAST and count * 2 > compared[jump[0]]}

    def counts(row: Row, yard: Yard) -> bool:
        if (yard.words, round(yard.far)) in most:
            return True
        if compared[yard.words] < MANY:
            return yard.alone or yard.words == "usually"
        expected = row.value / row.months / Decimal(str(10**yard.far))
        strong = yard.words == "usually" and expected >= LARGE and not row.partner.startswith(RESIDUAL)
        return strong and abs(yard.far) >= TENFOLD

    return [(row, yard) for row, yard in jumps if counts(row, yard)]


def _factor(power: int, found: list[tuple[Row, Yard]]) -> Problem:
    """Return the finding that values are a power of ten above or below the usual, with the first as evidence."""
    row, yard = found[0]
    times = f"{10**power:,}" if power > 0 else f"1/{10**-power:,}"
    more = f" ({len(found)} values like this)" if len(found) > 1 else ""
    value = f"{plain(row.value)}, {evidence(row, yard)}"
    return held("P-01", row, f"{value}{more}", key=f"P-01:{times}", times=times)


def _at_rate(row: Row, far: float, known: History) -> bool:
    """Return whether a value lies nearer to the yuan's rate of its year than to ten times the usual, or a tenth."""
    yuan, expected = rate(YUAN, row.period), usual(row, known)
    ratio = abs(log10(row.value / expected)) if expected and expected > 0 else abs(far)
    close = abs(ratio - log10(yuan)) < abs(ratio - 1)
    return close and yuan * SLACK[0] <= 10 ** abs(far) <= yuan * SLACK[1]


def _flows(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Return imports and exports that fit each other's history better than their own."""
    out = []
    for key, rows in lines.items():
        series, partner = key[0], key[2]
        other = _other_flow(series)
        if not other:
            continue
        own, else_ = distance(rows, known), distance([row._replace(series=other) for row in rows], known)
        near = 0.10 if len(rows) > 1 else 0.01  # one value alone is too easily near the other flow by chance
        if len(rows) == 1 and _in_its_place(lines, rows, (other, *key[1:]), known):
            continue
        if len(known.get((other, *key[1:]), {})) < min(LEAST, len(rows)):
            continue  # of one year known nobody can tell the two flows apart
        if own is not None and else_ is not None and own > 0.10 and else_ < own / 3 and else_ < near:
            out.append(held("K-05", rows[0], f"{registry.place_name(partner)}: {len(rows)} values", key="sure:flow"))
    return out


def _other_flow(series: str) -> str:
    for one, other in (("exports", "imports"), ("imports", "exports")):
        if series.startswith(f"goods_{one}_"):
            return series.replace(one, other)
    return ""


def _partners(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Values that are another partner's: equal to it in the same months, and unlike the partner named."""
    places: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for series, reporter, partner, months in known:
        places[series, reporter, months].append(partner)
    out = []
    for (series, reporter, partner, months), rows in lines.items():
        own = distance(rows, known)
        if own is None or own < 0.12 or len(known[series, reporter, partner, months]) < min(LEAST, len(rows)):
            continue
        others = [place for place in places[series, reporter, months] if place != partner]
        chance = min(1, FEW / len(others)) if others and len(rows) == 1 else 1
        likely = (place for place in others if _is_others(rows, place, own, known, chance))
        keys = ((place, (series, reporter, place, months)) for place in likely)
        other = next((place for place, key in keys if not _in_its_place(lines, rows, key, known)), None)
        if other is not None:
            own_name, its_name = registry.place_name(partner), registry.place_name(other)
            found = f"{len(rows)} values"
            out.append(held("K-03", rows[0], found, key=f"sure:{partner}", country=own_name, other=its_name))
    return out


def _in_its_place(lines: Mapping[Line, list[Row]], rows: list[Row], other: Line, known: History) -> bool:
    """Return whether the file gives the other line too: other values than `rows`, and nearer to its own history.

    Then `rows` were not mistaken for it: among two hundred places some lie near each other by chance.
    """
    beside, own = lines.get(other, []), rows[0]
    far = distance(beside, known) if beside else None
    if far is None or {row.value for row in rows} & {row.value for row in beside}:
        return False
    swapped = [row._replace(series=own.series, partner=own.partner) for row in beside]
    return far < FITS and far < (distance(swapped, known) or 0)


def _is_others(rows: list[Row], other: str, own: float, known: History, chance: float) -> bool:
    """Return whether rows are another partner's: equal to most of its values, or near its usual ones.

    `chance` below 1 says that a single value has a neighbour by chance among so many places: only an equal one counts.
    """
    line = known[rows[0].series, rows[0].reporter, other, rows[0].months]
    if len(line) < min(LEAST, len(rows)):
        return False
    same = [row for row in rows if row.period in line and line[row.period].value > 0]
    fits = [row for row in same if abs(row.value / line[row.period].value - 1) < 0.02 * chance]
    if same and len(fits) >= len(same) * 0.8:
        return True
    if chance < 1:
        return False
    near = distance([row._replace(partner=other) for row in rows], known)
    return near is not None and near < 0.04 * chance and own > 0.3


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
