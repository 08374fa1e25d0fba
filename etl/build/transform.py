"""Derived rows: what changes the meaning of a number, by named rules, from the rows shown of one family.

Every rule takes the chosen rows of all families and yields rows with status `derived`. A rule never mixes families,
currencies or reporters; one that cannot be met gives no row. The citation of a derived row names the rule and its inputs:
`share(gacc_press/2026-11-21-ab#12 gacc_press/2026-11-21-ab#90)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from etl.build import vintages
from etl.build.parts import Chosen
from etl.build.rules import growth, shares, sums, windows
from etl.tables import registry
from etl.tables.rows import Key, Row

Rule = Callable[[Chosen], Iterator[Row]]

WORDS = {
    "total": "exports plus imports of one family and release",
    "third": "printed total less the other flow, of one family and release",
    "without_uk": "the EU with the UK less the UK, of one source",
    "balance": "exports minus imports of one family (exports FOB, imports CIF)",
    "month": "difference of two cumulative figures of one family",
    "year": "sum of twelve months of one family",
    "implied_base": "a printed level divided by one plus its printed growth",
    "growth": "change on the same months a year earlier, on the base as known on the day the newer value came out",
    "share": "part of the reporter's whole, of one family",
    "unit_value": "value divided by volume of the same months and family",
    "fuels": "crude oil, pipeline gas, LNG and coal (HS 2709, 271121, 271111, 2701); oil products are not included",
    "fossil_share": "those four fuels divided by all goods imported from the same partner",
    "chapter": "sum of the headings of HS chapter 93 in one source",
    "bloc": "sum of all members' figures of one source",
    "window": "sum of five years of one release",
    "window_share": "five-year sum divided by the five-year sum of the whole, of one release",
    "window_change": "five-year sum against the five years before, of one release",
}


def derive(rows: list[Row]) -> list[Row]:
    """Return the derived rows of reported rows known on one day, sorted. Pure; the order of `rows` never matters."""
    chosen: Chosen = {key: shown.row for key, shown in vintages.choose(rows).items()}
    out: dict[tuple[Key, str], Row] = {}
    rules: tuple[Rule, ...] = (
        sums.blocs, sums.without_uk, sums.thirds, sums.years, sums.months, partial(growth.implied_bases, rows), sums.totals,
        sums.balances, sums.fuels,
        sums.arms_in_customs, shares.shares, shares.fossil_shares, shares.unit_values, windows.windows,
        windows.window_ratios,
    )  # fmt: skip
    for rule in rules:
        for row in rule(chosen):
            place = (row.key, registry.family(row.source))
            if place not in chosen:  # what is published beats what is computed
                chosen[place] = out[place] = row
    grown = growth.growth(rows, chosen)  # kept beside the printed rate, because the two may differ
    return sorted([*out.values(), *grown])
