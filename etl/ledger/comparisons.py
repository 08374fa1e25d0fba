"""Comparisons: claims said in words (a trend, a record, the fastest year, faster than, at a discount), by stated rules.

Each answer is one number, whose side of the bound in `etl.ledger.claims.COMPARISONS` decides; the words show what was
compared. A year that is missing leaves a comparison over years without an answer: a gap is neither high nor low.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from etl.ledger import windows
from etl.ledger.answer import Answer, short
from etl.ledger.claims import FLOWS, PREFIX, Claim
from etl.ledger.subject import level_series, sides
from etl.ledger.view import View
from etl.tables import registry
from etl.tables.rows import Row, month_after

FEWEST = 3  # earlier periods in a row without which nothing is called a record
Measure = Callable[[Claim, View], list[Answer]]


def moved(claim: Claim, seen: View) -> list[Answer]:
    """Return the change on a year earlier, or of several years on as many years before, in per cent."""
    return windows.change(claim, seen) if claim.months > 12 else windows.growth(claim, seen)


def trend_up(claim: Claim, seen: View) -> list[Answer]:
    """Return in how many years of a stretch the value rose, in per cent; 0 where the last year is not above the first."""
    return _trend(claim, seen, 1)


def trend_down(claim: Claim, seen: View) -> list[Answer]:
    """Return in how many years of a stretch the value fell, in per cent; 0 where the last year is not below the first."""
    return _trend(claim, seen, -1)


def _trend(claim: Claim, seen: View, way: int) -> list[Answer]:
    answers = []
    for family, rows in _stretches(claim, seen).items():
        steps = [way * (after.value - before.value) > 0 for before, after in pairwise(rows)]
        beyond = way * (rows[-1].value - rows[0].value) > 0
        share = Decimal(100 * sum(steps)) / len(steps) if beyond else Decimal(0)
        words = f"{'up' if way > 0 else 'down'} in {sum(steps)} of {len(steps)} years, from {_at(rows[0])} to {_at(rows[-1])}"
        answers.append(Answer(share, share, share, family, words, tuple(rows)))
    return answers


def record(claim: Claim, seen: View) -> list[Answer]:
    """Return how far the last period lies above the highest of the earlier ones in a row, in per cent."""
    answers = []
    for family, rows in (_stretches(claim, seen) if claim.months > 12 else _runs(claim, seen)).items():
        *earlier, last = rows
        highest = max(earlier, key=lambda row: row.value)
        if highest.low > 0:
            words = f"{_at(last)}; highest of {earlier[0].period} to {earlier[-1].period}: {_at(highest)}"
            answers.append(_against(last, highest, family, words))
    return answers


def fastest(claim: Claim, seen: View) -> list[Answer]:
    """Return the last year's growth less the fastest of the other years, in points; the rise in money is said beside it."""
    answers = []
    first = str(int(claim.period) - 1)
    for family, rows in _stretches(replace(claim, period=first, months=claim.months + 12), seen).items():
        if len(rows) < 3 or any(row.low <= 0 for row in rows):
            continue
        grown = {now.period: _apart(now, before) for before, now in pairwise(rows)}
        rises = {now.period: now.value - before.value for before, now in pairwise(rows)}
        last = rows[-1].period
        before = max((year for year in grown if year != last), key=lambda year: grown[year][0])
        value, low, high = (a - b for a, b in zip(grown[last], (grown[before][i] for i in (0, 2, 1)), strict=True))
        least = min(sum(rises[year] > rises[last] for year in rises) + 1, len(rises))
        words = (
            f"{grown[last][0]:.1f} % in {last}; fastest of the other years: {grown[before][0]:.1f} % in {before}. "
            f"By amount the rise was {short(rises[last], rows[-1].series)}, {'the largest' if least == 1 else f'number {least}'} of {len(rises)}"
        )
        answers.append(Answer(value, low, high, family, words, tuple(rows)))
    return answers


def faster(claim: Claim, seen: View) -> list[Answer]:
    """Return the growth less the growth of what it is compared with (a partner, a flow, a product), in points."""
    others = {one.family: one for one in reversed(windows.growth(_other(claim), seen))}
    return [
        Answer(
            one.value - other.value, one.low - other.high, one.high - other.low, one.family,
            f"{one.words}, against {other.words}", (*one.inputs, *other.inputs),
        )
        for one in windows.growth(claim, seen)
        if (other := others.get(one.family)) is not None
    ]  # fmt: skip


def _other(claim: Claim) -> Claim:
    """Return what a claim is compared with: the same of another flow, product or partner; all partners where none is named."""
    than = claim.compared_with or "WLD"
    if than in FLOWS:
        return replace(claim, flow=than)
    return replace(claim, product=than) if than in PREFIX else replace(claim, partner=than)


def discount(claim: Claim, seen: View) -> list[Answer]:
    """Return how far a supplier's customs value a tonne lies from that of all suppliers or of one, in per cent."""
    reporter, partner = sides(claim)
    than = claim.compared_with or "WLD"
    own, other = (_unit_values(claim, seen, reporter, who) for who in (partner, than))
    answers = []
    for family in own:
        if family in other:
            (value, low, high, rows), (base, least, most, foot) = own[family], other[family]
            words = (
                f"US${value:,.0f} a tonne against US${base:,.0f} {_named(than)}; "
                "a unit value averages grades and terms of delivery and is no contract price"
            )
            answers.append(
                Answer((value / base - 1) * 100, (low / most - 1) * 100, (high / least - 1) * 100, family, words, (*rows, *foot))
            )  # fmt: skip
    return answers


def _named(place: str) -> str:
    return "for all suppliers" if place == "WLD" else f"for {registry.place_name(place)}"


def _unit_values(
    claim: Claim, seen: View, reporter: str, partner: str
) -> dict[str, tuple[Decimal, Decimal, Decimal, tuple[Row, Row]]]:
    """Return dollars a tonne with their interval, of each family that has value and weight."""
    money, weight = (
        level_series(replace(claim, basis=basis), unit) for basis, unit in (("value", "USD"), ("volume", "t"))
    )
    at = (reporter, partner, claim.period, claim.months)
    dollars, tonnes = seen.at(money, *at), seen.at(weight, *at)
    return {
        family: (row.value / tonnes[family].value, row.low / tonnes[family].high, row.high / tonnes[family].low, (row, tonnes[family]))
        for family, row in dollars.items()
        if family in tonnes and tonnes[family].low > 0 and row.low > 0
    }  # fmt: skip


def _stretches(claim: Claim, seen: View) -> dict[str, list[Row]]:
    """Return the years of a claim's stretch in order, of each family that has every one of them and at least two."""
    series = level_series(claim, "percent")
    years = [str(int(claim.period[:4]) + i) for i in range(claim.months // 12)]
    cells = [seen.at(series, *sides(claim), year, 12) for year in years]
    return {
        family: [cell[family] for cell in cells]
        for family in (cells[0] if len(cells) > 1 else ())
        if all(family in cell for cell in cells)
    }


def _runs(claim: Claim, seen: View) -> dict[str, list[Row]]:
    """Return a period with the like ones just before it that have no gap between, of each family with FEWEST or more."""
    series = level_series(claim, "percent")
    out = {}
    for family, row in seen.at(series, *sides(claim), claim.period, claim.months).items():
        rows = [row]
        while (before := seen.at(series, *sides(claim), _before(rows[0]), claim.months).get(family)) is not None:
            rows.insert(0, before)
        if len(rows) > FEWEST:
            out[family] = rows
    return out


def _before(row: Row) -> str:
    """Return the like period before a row's: the month before a month, the same months a year before any other."""
    if row.months == 1:
        return month_after(row.period, -1)
    return f"{int(row.period[:4]) - 1}{row.period[4:]}"


def _apart(one: Row, other: Row) -> tuple[Decimal, Decimal, Decimal]:
    """Return by how many per cent one row lies above another, with the interval that their rounding allows."""
    return tuple((a / b - 1) * 100 for a, b in ((one.value, other.value), (one.low, other.high), (one.high, other.low)))  # type: ignore[return-value]


def _against(one: Row, other: Row, family: str, words: str, rows: Sequence[Row] = ()) -> Answer:
    value, low, high = _apart(one, other)
    return Answer(value, low, high, family, words, (one, other, *rows))


def _at(row: Row) -> str:
    return f"{short(row.value, row.series)} in {row.period}"


MEASURES: Mapping[str, Measure] = {
    "rose": moved, "fell": moved, "trend_up": trend_up, "trend_down": trend_down, "record": record, "fastest": fastest,
    "faster": faster, "discount": discount,
}  # fmt: skip
