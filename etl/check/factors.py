"""Values far above or below all they could be near: by a power of ten, or by the yuan's rate to the dollar."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from math import log10

from etl.check.expected import LARGE, YUAN, History, Line, held, rate, usual
from etl.check.yardsticks import Yard, Yardsticks, evidence
from etl.tables.problems import Problem
from etl.tables.rows import Row, plain

SLACK = (0.68, 1.35)  # of the yuan's rate, because a value also grows or falls within a year
SAME = 3  # values that make one jump: so many of most are no chance
MANY = 100  # values compared: among so many, some small partners' jump by chance
TENFOLD = 0.9  # powers of ten: among many values one that grew fivefold in two years is no slip
RESIDUAL = "NES"  # "areas not specified" hold whatever an office moves there
MOST = 5  # a wrong currency moves every value: at least one compared in so many must jump
CURRENCY = ("USD", "CNY")


def check(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
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
    most = {jump for jump, count in same.items() if count >= SAME and count * 2 > compared[jump[0]]}

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
