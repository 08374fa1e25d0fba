"""All goods that China imports from Russia, beside which fuels stand: months of one source, years as every page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dashboard.charts.energy import fuels as energy
from dashboard.figures import query, triples, words

if TYPE_CHECKING:
    from dashboard.figures.query import Data

MONTHLY = ("gacc", "comtrade")  # who has months, best first


def by_month(data: Data, picks: Mapping[str, str], wanted: Iterable[energy.Span]) -> dict[energy.Span, energy.Record]:
    """Return all goods of each month or January–February pair, US dollars, of the one source that has most of those wanted.

    Customs revise months, so that two sources in one chart would be two vintages. One that lacks most months is none.
    """
    where: Any = {"reporter": "CHN", "partner": "RUS", "months": (1, 2), "first": picks["first"], "last": picks["last"]}
    wanted = set(wanted)
    best: dict[energy.Span, energy.Record] = {}
    for family in MONTHLY:
        rows = energy.records(query.pick(data, "goods_imports_usd", family=family, **where))
        found = energy.paired({(row["period"], row["months"]): row for row in rows if row["status"] != "derived"})
        if len(wanted & set(found)) > len(wanted & set(best)):
            best = found
    return best if 2 * len(wanted & set(best)) > len(wanted) else {}


def stack(data: Data, picks: Mapping[str, str]) -> list[energy.Month]:
    """Return the months in which all four fuels are known and do not exceed all goods; the others are gaps.

    All goods are China's monthly total of one source. Where there is none at all, the months carry the fuels alone.
    """
    fuels = energy.monthly(data, "usd", energy.FUELS, picks)
    spans = energy.calendar(span for found in fuels.values() for span in found)
    totals = by_month(data, picks, spans)
    out = []
    for span in spans:
        parts = {fuel: fuels[fuel][span] for fuel in energy.FUELS if span in fuels[fuel]}
        whole = totals.get(span)
        if (
            len(parts) == len(energy.FUELS)
            and (whole is None or energy.fits(parts.values(), whole))
            and (whole is not None or not totals)
        ):
            out.append(energy.Month(span, parts, whole))
    return out


def goods_of_span(data: Data, months: Iterable[energy.Month], span: energy.Span) -> energy.Record:
    """Return all goods of a span: for a calendar year the row that every page shows, else the sum of its months."""
    year = triples.level(data, ("CHN", "RUS", span[0], 12, "usd"), "imports") if len(span[0]) == 4 else None
    if year is not None:
        return year
    parts = [month.total for month in months if month.total]
    return energy.sum_row(parts, "sum", "goods_imports_usd", period=span[0], months=span[1])


def mismatch_words(data: Data, months: Iterable[energy.Month]) -> list[str]:
    """Return in words where the months of a year do not sum to the year that its share rests on, beyond the roundings."""
    out = []
    for year, covered in energy.years(months).items():
        parts = [month.total for month in covered if month.total]
        whole = triples.level(data, ("CHN", "RUS", year, 12, "usd"), "imports")
        if whole is None or len(parts) != len(covered):
            continue
        made, allowed = sum(p["value"] for p in parts), sum(p["rounding"] for p in parts) + whole["rounding"]
        if abs(made - whole["value"]) > allowed:
            out.append(f"{words.money(made / 1e9)} against {words.money(whole['value'] / 1e9)} in {year}")
    if not out:
        return []
    return [f"A year’s share rests on China’s year, not on the months: {'; '.join(out)}"]
