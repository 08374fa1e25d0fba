"""Growth on the year before: the rate that customs prints beside the one recomputed on the base as published before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import query, words
from dashboard.picks import Picks
from dashboard.query import Data
from etl.registry import place_name

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
    return both


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
    """Return what is printed and what recomputed, and every year in which the two differ, by partner."""
    parts = ["growth as China Customs prints it; hollow: recomputed on the base as published before"]
    found = two_rates(table)
    if found:
        period, printed, again = found
        parts.append(
            f"{period}: {words.percent(printed, signed=True)} printed, {words.percent(again, signed=True)} recomputed, "
            "because customs had revised the base"
        )
    others = [
        f"{place_name(str(partner), short=True)} {words.listed(years)}"
        for partner, line in table.groupby("partner", sort=False)
        if (years := _others(line, found[0] if found and partner == "RUS" else ""))
    ]
    return [*parts, f"also apart by more than rounding: {'; '.join(others)}"] if others else parts


def _others(line: pd.DataFrame, already: str) -> list[str]:
    rates = line.set_index("period")
    both = [rates[rates["basis"] == basis] for basis in (PRINTED, RECOMPUTED)]
    return [year for year in _apart(*both) if year != already]
