"""The trade balance by both countries' counts, and the years in which its sign depends on who counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.mirror import choices
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, Pick, Picks
from dashboard.exhibits.plot import Line, Panel, Plot, Scale
from dashboard.exhibits.remarks import Window
from dashboard.figures import mirror, query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

PICKS = (
    choices.PAIR,
    Pick("whose", "Balance of", (("partner", "The partner"), ("CHN", "China")), "partner"),
    *choices.YEARS,
    EVENTS,
)


def _whose(picks: Picks) -> str:
    return picks["pair"] if picks["whose"] == "partner" else "CHN"


def _owner(picks: Picks) -> str:
    return f"{mirror.NAMES[_whose(picks)]}’s"


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return the balance by each count (`side`), US dollars, one row a year; `differs` where the signs are opposite."""
    rows = mirror.balances(data, picks["pair"], _whose(picks), first=picks["first"], last=picks["last"])
    if rows["side"].nunique() < 2:
        return rows.iloc[:0]
    return query.scale_for_display(rows)


def nothing(data: Data, picks: Picks) -> str:
    """Return which side is missing and what to choose."""
    known = absence.known(data)
    return (
        f"No balance{known} by both China’s customs and {mirror.NAMES[picks['pair']]}’s from {picks['first']}. "
        f"Choose other years or another pair{', or a later day' if known else ''}."
    )


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return in which years the sign depends on who counts, or that both agree on it; "" when no year has both."""
    both = mirror.paired_years(table, picks["pair"])
    if not both:
        return ""
    years = sorted(set(table.loc[table["differs"], "period"]))
    owner = _owner(picks)
    if not years:
        return f"{owner[0].upper()}{owner[1:]} balance has the same sign in both countries’ data"
    if len(years) > 4:
        return f"The sign of {owner} balance depends on who counts in {len(years)} years"
    return f"The sign of {owner} balance depends on who counts: {', '.join(years)}"


def spoken(table: pd.DataFrame, picks: Picks) -> pd.DataFrame:
    """Return the rows that the headline speaks of: the newest year that both offices counted."""
    both = mirror.paired_years(table, picks["pair"])
    return table[table["period"] == (both[-1][0] if both else table["period"].max())]


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return whose balance, unit, valuation and years."""
    whose = _whose(picks)
    partner = mirror.NAMES[picks["pair"]] if whose == "CHN" else "China"
    owner = _owner(picks)
    how = "US$ bn, exports FOB, imports CIF"
    return f"{owner[0].upper()}{owner[1:]} goods exports less imports with {partner}, {how}, {query.years(table)}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the rule, why the counts differ, and where an office stops."""
    whose = _whose(picks)
    other = mirror.NAMES["CHN" if whose != "CHN" else picks["pair"]]
    said = f"exports − imports by each office; {other}’s count with the sign turned"
    last = {side: str(rows["period"].max()) for side, rows in table.groupby("side")}
    if last[picks["pair"]] < last["CHN"]:
        said += f"; {mirror.NAMES[picks['pair']]} has no figure here after {last[picks['pair']]}"
    return f"{said}. Importers count CIF, so each side sees the other’s exports dearer."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return the two counts as lines that cross zero, with a band over the years in which their signs differ."""
    lines = [_line(table[table["side"] == side], side, picks) for side in ("CHN", picks["pair"])]
    years = sorted({int(year) for year in table.loc[table["differs"], "period"]})
    return Plot((Panel(tuple(lines), Scale("$", "bn", 1, signed=True)),), axis="year", windows=_bands(years))


def _bands(years: list[int]) -> tuple[Window, ...]:
    """Return a band a run of years; the longest carries the words."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    longest = max(runs, key=len, default=[])
    return tuple(Window(run[0], run[-1] + 1, "Sign differs" if run is longest else "") for run in runs)


def _line(rows: pd.DataFrame, side: str, picks: Picks) -> Line:
    points, _ = choices.points(rows, tear=False)
    name = {
        "CHN": "Counted by China",
        "RUS": "Counted by Russia",
        "EU27": "Counted by the EU",
        "USA": "Counted by the US",
    }[side]
    value = float(rows.sort_values("period")["shown"].iloc[-1])
    colour = "ink" if side == "CHN" and picks["pair"] == "EU27" else choices.COLOURS[side]
    text = f"{words.MINUS if value < 0 else '+' if value > 0 else ''}{words.money(abs(value))}"
    return Line(name, colour, points, dashed=side != "CHN", end_value=text)
