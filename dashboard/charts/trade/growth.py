"""Growth on the year before: the rate that customs prints beside the one recomputed on the base as published before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.exhibits.picks import Picks
from dashboard.figures import query, triples, words
from dashboard.figures.query import Data
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

PRINTED, RECOMPUTED = "1 printed", "2 recomputed"  # in this order


def table(data: Data, picks: Picks, levels: pd.DataFrame, series: str, families: tuple[str, ...]) -> pd.DataFrame:
    """Return growth as printed and as recomputed on the levels drawn, side by side: `basis` says which."""
    import pandas as pd

    drawn = levels[["partner", "period", "family"]]
    known = data.known[
        (data.known["series"] == series) & (data.known["reporter"] == "CHN") & (data.known["months"] == 12)
    ]
    known = known[known["period"].str.len().eq(4) & known["family"].isin(families)]
    computed = known[known["status"] == "derived"].merge(drawn, on=["partner", "period", "family"])
    shown = query.pick(
        data, series, reporter="CHN", partner=picks["partners"].split(","), family=families,
        first=picks["first"], last=picks["last"], whole_years=True,
    )  # fmt: skip
    printed = shown[shown["status"] != "derived"]
    both = pd.concat([printed.assign(basis=PRINTED), computed.assign(basis=RECOMPUTED)], ignore_index=True)
    both["joint"] = False
    return both.assign(said=_said(data, levels, both))


def _said(data: Data, levels: pd.DataFrame, rates: pd.DataFrame) -> list[str]:
    """Return for each printed rate what the levels drawn give instead, where that differs beyond roundings; "" elsewhere."""
    now = {(row["partner"], row["period"]): row for row in levels.to_dict("records") if len(row["period"]) == 4}
    out = []
    for rate in rates.to_dict("records"):
        row = now.get((rate["partner"], rate["period"])) if rate["basis"] == PRINTED else None
        told = ""
        if row is not None and row["family"] == rate["family"]:
            flow, currency = row["series"].split("_")[1:]
            at = (row["reporter"], row["partner"], str(int(row["period"]) - 1), 12, currency)
            then = triples.level(data, at, flow, (row["family"],))
            value, step = query.quotient(row, then, 100) if then else (rate["value"] + 100, 0)
            if abs(value - 100 - rate["value"]) > step + rate["rounding"]:
                name = place_name(row["partner"], short=True)
                one, two = (words.percent(each, signed=True) for each in (rate["value"], value - 100))
                told = f"{name} {row['period']}: {one} printed, the levels drawn give {two}"
        out.append(told)
    return out


def two_rates(table: pd.DataFrame, partner: str = "RUS") -> tuple[str, float, float] | None:
    """Return (year, printed, recomputed) of a partner where both rates differ by more than their roundings, or None.

    The report's 2022 goes before newer years.
    """
    rates = table[table["partner"] == partner].set_index("period")
    printed, again = (rates[rates["basis"] == basis] for basis in (PRINTED, RECOMPUTED))
    apart = _apart(printed, again)
    if not apart:
        return None
    period = "2022" if "2022" in apart else apart[-1]
    return period, float(printed.at[period, "shown"]), float(again.at[period, "shown"])


def _apart(printed: pd.DataFrame, again: pd.DataFrame) -> list[str]:
    """Return the years in which the two rates differ by more than their roundings."""
    return [
        str(period)
        for period in sorted(set(printed.index) & set(again.index))
        if abs(printed.at[period, "value"] - again.at[period, "value"])
        > printed.at[period, "rounding"] + again.at[period, "rounding"]
    ]


def told(table: pd.DataFrame) -> list[str]:
    """Return what is printed and what recomputed, and every year whose printed rate is not that of the levels drawn."""
    parts = ["growth as China Customs prints it; hollow: recomputed on the base as published before"]
    found = two_rates(table)
    if found:
        period, printed, again = found
        parts.append(
            f"{period}: {words.percent(printed, signed=True)} printed, {words.percent(again, signed=True)} recomputed, "
            "because customs had revised the base"
        )
    others: dict[str, list[str]] = {}
    for row in table[table["said"] != ""].itertuples():
        if found is None or (row.partner, row.period) != ("RUS", found[0]):
            others.setdefault(place_name(row.partner, short=True), []).append(row.period)
    listed = "; ".join(f"{name} {words.listed(sorted(years))}" for name, years in others.items())
    return [*parts, f"printed rates apart from the levels drawn: {listed} (both under Sources)"] if others else parts
