"""Whether the base year decides the index: Russia's place in growth from every year as base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.figures import words

if TYPE_CHECKING:
    import pandas as pd


def ranks(table: pd.DataFrame) -> dict[str, int]:
    """Return Russia's place in growth to the newest common year, by the year taken as base; {} without a comparison.

    An index flatters whoever was small in its base year: the places tell whether the choice of base decides the finding.
    """
    wide = table.pivot_table(index="period", columns="partner", values="shown").dropna()
    if "RUS" not in wide or len(wide.columns) < 2 or len(wide) < 2:
        return {}
    growth = (wide.iloc[-1] / wide.iloc[:-1]).rank(axis=1, ascending=False)["RUS"]
    return {str(year): int(rank) for year, rank in growth.items()}


def told(table: pd.DataFrame) -> list[str]:
    """Return the strip in words: "Russia’s growth ranks 1st from most base years, 2nd from 2012, 3rd from 2023 and 2024"."""
    by_rank: dict[int, list[str]] = {}
    for year, rank in ranks(table).items():
        by_rank.setdefault(rank, []).append(year)
    if not by_rank:
        return []
    usual = max(by_rank, key=lambda rank: len(by_rank[rank]))
    said = [f"{words.ordinal(usual)} from {'most' if len(by_rank) > 1 else 'all'} base years"]
    said += [
        f"{words.ordinal(rank)} from {words.listed(_spans(by_rank[rank]))}" for rank in sorted(by_rank) if rank != usual
    ]
    return [f"Russia’s growth ranks {', '.join(said)}"]


def _spans(years: list[str]) -> list[str]:
    """Return years with three or more in a row as one span: 2010, 2012–2014."""
    runs: list[list[str]] = []
    for year in years:
        if runs and int(year) == int(runs[-1][-1]) + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [part for run in runs for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else run)]
