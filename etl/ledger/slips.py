"""Slips: every claim that differs from a given one by one thing, each with what it costs by how simple the slip is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from etl.ledger import subject
from etl.ledger.claims import UNITS, Claim
from etl.ledger.view import View
from etl.tables import registry
from etl.tables.rows import month_after

FACTORS = {  # power of ten: cost
    3: 1.2, -3: 1.2, 6: 1.2, -6: 1.2, 9: 1.5, -9: 1.5, 1: 1.6, -1: 1.6, 2: 1.7, -2: 1.7, 4: 1.6, -4: 1.6, 8: 1.7, -8: 1.7,
}  # fmt: skip
KIN = {
    "coal": ("coal_lignite", "coking_coal"), "coal_lignite": ("coal",), "lng": ("pipeline_gas",), "pipeline_gas": ("lng",),
    "crude_oil": ("oil_products",), "oil_products": ("crude_oil",), "coking_coal": ("coal",),
}  # fmt: skip

Variant = tuple[str, str, float, Claim]  # change, words, cost, the claim so changed


def slips(claim: Claim, seen: View) -> Iterator[Variant]:
    """Yield every claim that differs from this one by one slip."""
    yield from periods(claim, seen)
    yield from _flows(claim)
    yield from bases(claim)
    yield from _pairs(claim)
    yield from partners(claim, seen)
    yield from _units(claim)
    yield from _products(claim)
    if claim.family:
        yield "release other", "another release or source family were meant", 1.0, replace(claim, family="")
    if claim.measure in ("growth", "balance", "window_change") and claim.value:
        yield "sign", "the sign were the other way round", 1.2, replace(claim, value=-claim.value)


def _shift(period: str, months: int) -> str:
    """Return a period moved by months."""
    if "-" not in period:
        return str(int(period) + months // 12)
    return month_after(period, months)


def periods(claim: Claim, seen: View) -> Iterator[Variant]:
    """Neighbouring years, neighbouring months, part-years of a year and years of a part-year, shifted windows."""
    for years, cost in ((1, 1.0), (-1, 1.0), (2, 1.6), (-2, 1.6), (3, 2.2), (-3, 2.2)):
        period = _shift(claim.period, years * 12)
        yield (
            f"period {_named(period, claim.months)}",
            f"{_named(period, claim.months)} were meant",
            cost,
            replace(claim, period=period),
        )
    if claim.months == 1:
        for step in (1, -1, 2, -2):
            period = _shift(claim.period, step)
            yield f"period {period}", f"{period} were meant", 0.9 + abs(step) / 5, replace(claim, period=period)
    year = claim.period[:4]
    reporter, partner = subject.sides(claim)
    spans = {at for series in _series(claim) for who in {partner, "WLD"} for at in seen.periods(series, reporter, who)}
    for period, months in sorted(spans):
        if (
            period[:4] == year
            and (period, months) != (claim.period, claim.months)
            and months <= 12
            and (months > 2 or claim.months <= 2)
        ):
            name = _named(period, months)
            yield f"period {name}", f"{name} were meant", 1.3, replace(claim, period=period, months=months)


def _series(claim: Claim) -> list[str]:
    """Return the level series whose periods a claim may mean."""
    series = subject.level_series(claim, "percent" if claim.measure not in ("level", "balance") else "")
    return [series] if series else []


def _named(period: str, months: int) -> str:
    """Return a period in words: 2021, 2022-06, January–November 2022, 2017–2021."""
    from calendar import month_name

    if "-" not in period:
        return period if months == 12 else f"{period}–{int(period) + months // 12 - 1}"
    if months == 1:
        return period
    last = _shift(period, months - 1)
    return f"{month_name[int(period[5:7])]}–{month_name[int(last[5:7])]} {last[:4]}"


def _flows(claim: Claim) -> Iterator[Variant]:
    """Yield the other flows."""
    if claim.product in ("all_goods", "arms"):
        words = {"export": "exports", "import": "imports", "total": "exports plus imports"}
        for flow, name in words.items():
            if flow != claim.flow and not (claim.product == "arms" and flow == "total") and claim.measure != "balance":
                yield f"flow {flow}", f"{name} were meant", 1.0, replace(claim, flow=flow)


def bases(claim: Claim) -> Iterator[Variant]:
    """By value instead of by volume, and the reverse."""
    if claim.product not in ("all_goods", "arms", "gdp") and UNITS[claim.unit][1] in ("percent", "rank", "times"):
        other = "value" if claim.basis == "volume" else "volume"
        yield f"basis {other}", f"it were by {other}", 1.0, replace(claim, basis=other)


def _pairs(claim: Claim) -> Iterator[Variant]:
    """Yield the pair swapped, and the same trade as the other side counts it."""
    if claim.partner and claim.reporter and claim.product != "gdp" and "WLD" not in (claim.partner, claim.reporter):
        there = replace(claim, reporter=claim.partner, partner=claim.reporter)
        names = registry.place_name(claim.partner), registry.place_name(claim.reporter)
        yield "pair swapped", f"{names[0]} and {names[1]} changed places", 1.2, there
        mirrored = {"export": "import", "import": "export"}.get(claim.flow, claim.flow)
        if mirrored != claim.flow:
            yield f"reporter {claim.partner}", f"{names[0]} had counted", 1.3, replace(there, flow=mirrored)
    if claim.measure == "ratio" and claim.compared_with and claim.product != "gdp":
        swapped = replace(claim, partner=claim.compared_with, compared_with=claim.partner)
        yield "pair swapped", "numerator and divisor changed places", 1.2, swapped
    if claim.product == "gdp" and claim.compared_with:
        yield (
            "pair swapped",
            "the two changed places",
            1.2,
            replace(claim, reporter=claim.compared_with, compared_with=claim.reporter),
        )


def partners(claim: Claim, seen: View) -> Iterator[Variant]:
    """Another partner or supplier with figures for the same months."""
    reporter, partner = subject.sides(claim)
    others = {p for series in _series(claim) for p in seen.partners(series, reporter, claim.period, claim.months)}
    for other in sorted(others - {partner}):
        if claim.product == "arms":
            break
        name = registry.place_name(other)
        cost = 1.4 if other in ("WLD", "EU27", "EU28", "USA", "ASEAN", "SAU", "RUS", "QAT", "AUS") else 1.6
        yield f"partner {other}", f"{name} were meant", cost, replace(claim, partner=other)
    if claim.measure == "ratio":
        for other in sorted(others - {claim.compared_with, claim.partner}):
            yield (
                f"compared_with {other}",
                f"it were compared with {registry.place_name(other)}",
                1.5,
                replace(claim, compared_with=other),
            )


def _units(claim: Claim) -> Iterator[Variant]:
    """Yield a unit factor: thousands, millions, tens of thousands, barrels for tonnes, another currency."""
    kind = UNITS[claim.unit][1]
    if kind in ("percent", "rank", "times"):
        return
    for power, cost in FACTORS.items():
        factor = Decimal(10) ** power
        changed = replace(claim, value=claim.value * factor, rounding=claim.rounding * factor)
        yield (
            f"unit ×10^{power}",
            f"the unit were {'10^' + str(power) if power > 0 else '1/10^' + str(-power)} of the one given",
            cost,
            changed,
        )
    if kind == "t":
        for factor, words in (
            (Decimal("7.33"), "tonnes were printed for barrels"),
            (1 / Decimal("7.33"), "barrels were printed for tonnes"),
        ):
            yield "unit bbl/t", words, 1.5, replace(claim, value=claim.value / factor, rounding=claim.rounding / factor)
    for unit, (_, currency) in UNITS.items():
        if (
            kind in ("usd", "cny", "eur")
            and currency in ("usd", "cny", "eur")
            and currency != kind
            and unit.endswith("_bn")
        ):
            yield f"unit {unit}", f"the figure were in {unit[:3]}", 1.2, replace(claim, unit=unit)


def _products(claim: Claim) -> Iterator[Variant]:
    """Yield a neighbouring product."""
    for other in KIN.get(claim.product, ()):
        yield f"product {other}", f"{other.replace('_', ' ')} were meant", 1.5, replace(claim, product=other)
