"""Measures: what a claim asks of the rows. Each is one small pure function of a view; the answer is intervals.

A measure yields one `Answer` for every way the rows can answer: by each source family, as published and as recomputed. Nothing
here knows any claim by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from etl.ledger import comparisons, windows
from etl.ledger.answer import Answer, quotients, short, single
from etl.ledger.claims import PREFIX, Claim
from etl.ledger.subject import level_series, share_series, sides, whole
from etl.ledger.view import View, family_rank
from etl.tables import registry


def level(claim: Claim, seen: View) -> list[Answer]:
    """Return the value itself."""
    return [single(row) for row in seen.at(level_series(claim), *sides(claim), claim.period, claim.months).values()]


def share(claim: Claim, seen: View) -> list[Answer]:
    """Part of a whole: as printed, and as quotient of the levels of one family."""
    series = level_series(claim, "percent")
    reporter, partner = sides(claim)
    at = (claim.period, claim.months)
    if claim.compared_with in PREFIX:  # a product's part of all goods traded with the same partner
        names = (level_series(claim, "USD"), level_series(replace(claim, product=claim.compared_with), "USD"))
        part, all_of = (seen.at(name, reporter, partner, *at) for name in names)
        return quotients(part, all_of, 100)
    answers = []
    printed = share_series(claim, series)
    if printed and claim.compared_with in ("", "WLD"):
        answers += [
            single(row, f"{short(row.value, printed)} as printed")
            for row in seen.at(printed, reporter, partner, *at).values()
            if row.status != "derived"
        ]
    whole_at = whole(claim)
    if whole_at != (reporter, partner):
        answers += quotients(seen.at(series, reporter, partner, *at), seen.at(series, *whole_at, *at), 100)
    return answers


def rank(claim: Claim, seen: View) -> list[Answer]:
    """Return the place among all partners that have figures, as printed and as counted; countries only, blocs not counted."""
    series = level_series(claim, "percent")
    stem = series.rpartition("_")[0]
    reporter, partner = sides(claim)
    at = (claim.period, claim.months)
    answers = [
        single(row, f"rank {row.value} as printed") for row in seen.at(f"{stem}_rank", reporter, partner, *at).values()
    ]
    own, places = seen.at(series, reporter, partner, *at), registry.table("places")
    for family, row in own.items():
        rivals = {
            other: seen.at(series, reporter, other, *at)[family]
            for other in seen.partners(series, reporter, *at)
            if places.get(other, {}).get("kind") == "country" and family in seen.at(series, reporter, other, *at)
        }
        if len(rivals) < 3:
            continue
        best = 1 + sum(other.low > row.high for other in rivals.values())
        worst = 1 + sum(other.high > row.low for name, other in rivals.items() if name != partner)
        place = 1 + sum(other.value > row.value for other in rivals.values())
        above = sorted((o for o in rivals.values() if o.value > row.value), key=lambda one: -one.value)
        words = f"{place} of {len(rivals)} with figures, by {short(row.value, series)}"
        answers.append(Answer(Decimal(place), Decimal(best), Decimal(worst), family, words, (row, *above[:3])))
    return answers


def ratio(claim: Claim, seen: View) -> list[Answer]:
    """How many times another level: the partner's against `compared_with`'s, of one reporter and family."""
    series = level_series(claim, "USD" if claim.basis == "value" else "t" if claim.basis == "volume" else "TIV_mn")
    reporter, partner = sides(claim)
    other = (claim.compared_with, "WLD") if claim.product == "gdp" else (reporter, claim.compared_with or "RUS")
    if claim.product == "arms" and claim.flow == "import":
        other = (claim.compared_with or "RUS", partner)
    at = (claim.period, claim.months)
    return quotients(seen.at(series, reporter, partner, *at), seen.at(series, *other, *at), 1)


def balance(claim: Claim, seen: View) -> list[Answer]:
    """Return exports less imports as the reporter counts them."""
    return level(replace(claim, flow="balance"), seen)


def window_share(claim: Claim, seen: View) -> list[Answer]:
    """Return a share of sums over several years, of one family; arms rows already hold five-year windows."""
    return share(claim, seen) if claim.product == "arms" and claim.months == 60 else windows.share(claim, seen)


def start_year(claim: Claim, seen: View) -> list[Answer]:
    """Since which year the reporter's balance has kept the sign it has at the end of the period; for `growing_since`, and grown each year."""
    series = level_series(replace(claim, flow="balance"), "USD")
    last = str(int(claim.period[:4]) + max(claim.months // 12, 1) - 1)
    grows = claim.qualifier == "growing_since"
    answers = []
    for family, row in seen.at(series, claim.reporter, claim.partner, last, 12).items():
        year, rows = int(last), [row]
        while (before := seen.at(series, claim.reporter, claim.partner, str(year - 1), 12).get(family)) is not None:
            if (before.value > 0) != (row.value > 0) or (grows and abs(before.value) >= abs(rows[-1].value)):
                break
            year, rows = year - 1, [*rows, before]
        sign = "surplus" if row.value > 0 else "deficit"
        grown = " and grown every year" if grows else ""
        words = f"the balance has kept its sign ({sign}){grown} since {year}"
        answers.append(Answer(Decimal(year), Decimal(year), Decimal(year), family, words, tuple(rows)))
    return answers


MEASURES: Mapping[str, Callable[[Claim, View], list[Answer]]] = {
    "level": level, "growth": windows.growth, "share": share, "rank": rank, "ratio": ratio, "balance": balance,
    "window_share": window_share, "window_change": windows.change, "start_year": start_year, **comparisons.MEASURES,
}  # fmt: skip


def answers(claim: Claim, seen: View) -> list[Answer]:
    """Return every answer of the rows to a claim, the named family first, printed figures before computed ones."""
    measure = MEASURES.get(claim.measure)
    if measure is None or not level_series(claim, "percent"):
        return []
    if claim.measure in ("level", "balance") and not level_series(claim):
        return []
    found = measure(claim, seen)
    return sorted(
        found,
        key=lambda one: (
            one.family != claim.family if claim.family else False,
            family_rank(one.family),
            not one.printed,
        ),
    )
