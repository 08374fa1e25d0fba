"""Deliveries of major arms by year in SIPRI's trend-indicator values, with the averages of five-year windows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboard.charts.arms import choices
from dashboard.exhibits.picks import EVENTS, FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Columns, Panel, Plot, Point, Scale, x_at
from dashboard.exhibits.remarks import Average
from dashboard.figures import arms_releases as arms
from dashboard.figures import query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

SERIES = "arms_deliveries_tiv"
WINDOWS_SHOWN = 6  # windows drawn when no first year is picked
DIRECTIONS = {
    "to_china": ("RUS", "CHN", "Russian arms deliveries to China", "from Russia to China"),
    "to_russia": ("CHN", "RUS", "Chinese arms deliveries to Russia", "from China to Russia"),
    "exports": ("RUS", "WLD", "Russia’s arms exports", "from Russia to all countries"),
    "imports": ("WLD", "CHN", "China’s arms imports", "from all countries to China"),
}
COLOURS = {"to_china": "RUS_tint", "exports": "RUS_tint", "to_russia": "CHN_tint", "imports": "CHN_tint"}

PICKS = (
    Pick(
        "direction",
        "Direction",
        (
            ("to_china", "Russia to China"),
            ("to_russia", "China to Russia"),
            ("exports", "Russia to all"),
            ("imports", "All to China"),
        ),
        "to_china",
    ),
    choices.RELEASE,
    Pick("window", "Window", (("5", "Five years"), ("3", "Three years"), ("10", "Ten years")), "5"),
    FIRST,
    LAST,
    replace(EVENTS, default="none"),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return years (`kind` year) and window means (`kind` window, with `change_pct`) of one release, million TIV."""
    import pandas as pd

    reporter, partner = DIRECTIONS[picks["direction"]][:2]
    release = arms.choose_release(data, picks["release"], SERIES, (reporter, partner), months=12)
    rows = query.pick(
        data, SERIES, reporter=reporter, partner=partner, family=release, first=picks["first"], last=picks["last"],
        whole_years=True,
    )  # fmt: skip
    length = int(picks["window"])
    if rows.empty:
        return rows
    if not picks["first"]:
        earliest = int(rows["period"].max()) - length * max(WINDOWS_SHOWN, 30 // length) + 1
        rows = rows[rows["period"].astype(int) >= earliest]
    means = arms.averages(rows, length)
    both = pd.concat(
        [rows.assign(kind="year", change_pct=float("nan")), means.assign(kind="window")], ignore_index=True
    )
    return query.scale_for_display(both)


def nothing(data: Data, picks: Picks) -> str:
    """Return why the picked release has no such years, and what to choose."""
    reporter, partner, _, direction = DIRECTIONS[picks["direction"]]
    return arms.nothing_words(
        data, picks["release"], SERIES, what=f"yearly deliveries {direction}", places=(reporter, partner), months=12
    )


def _windows(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["kind"] == "window"].sort_values("period")


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return how the last window compares with the one before; "" when there is none or nothing moved."""
    means = _windows(table)
    moved = arms.change_words(float(means["change_pct"].iloc[-1])) if len(means) else ""
    if not moved:
        return ""
    last = means.iloc[-1]
    when = words.period(str(last["period"]), int(last["months"]))
    return f"{DIRECTIONS[picks['direction']][2]} {moved} in {when} {arms.release_name(str(last['family']))}"


def _length(picks: Picks) -> str:
    return {"3": "three", "5": "five", "10": "ten"}[picks["window"]]


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, direction, unit and years."""
    direction = DIRECTIONS[picks["direction"]][3]
    years = query.years(table[table["kind"] == "year"])
    also = f", and {_length(picks)}-year averages" if len(_windows(table)) else ""
    return f"Deliveries of major arms {direction}, million SIPRI trend-indicator values (TIV) a year{also}, {years}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the release, how the averages were made, and what TIV is not."""
    means, years = _windows(table), table[table["kind"] == "year"]
    parts = [arms.release_words(table)]
    if len(means) > 1:
        now, then = (words.period(str(means["period"].iloc[n]), int(means["months"].iloc[n])) for n in (-1, -2))
        parts.append(f"mean of {_length(picks)} calendar years, {now} against {then}")
    elif len(means):
        parts.append(f"mean of {_length(picks)} calendar years")
    if years["status"].eq("derived").any():
        parts.append("years summed from SIPRI’s rows")
    if years["status"].eq("estimated").any():
        parts.append("years summed by others from SIPRI’s register")
    periods = years["period"].astype(int)
    if set(range(periods.min(), periods.max() + 1)) - set(periods):
        parts.append("no column: SIPRI lists no delivery")
    return f"{'; '.join(parts)}. {arms.CAVEAT}"


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return columns of years from zero and window averages in the same unit."""
    years = table[table["kind"] == "year"].sort_values("period")
    highest, last = years["shown"].idxmax(), years.index[-1]
    points = tuple(
        Point(
            x_at(row.period),
            float(row.shown),
            row.period,
            hollow=row.status == "estimated",
            row=int(row.Index),
            text=words.number(row.shown, 0) if row.Index in (highest, last) else "",
        )
        for row in years.itertuples()
    )
    columns = Columns("Deliveries", COLOURS[picks["direction"]], points)
    means = _windows(table)
    told = _told(years, means)
    marks = tuple(_average(row, told, means.index[-1]) for row in means.itertuples())
    return Plot((Panel((columns, *marks), Scale("", "m TIV", 0)),), axis="year")


def _average(row: Any, told: int, last: int) -> Average:
    """Return one window's average; the last says how it moved, one other which window it is."""
    first, years = int(row.period), int(row.months) // 12
    text = words.number(row.shown, 0)
    if row.Index == last:
        change = {"rose": "up", "fell": "down"}
        verb, _, percent = arms.change_words(row.change_pct).partition(" ")
        text += f", {change[verb]} {percent}" if verb else ""
    elif row.Index == told:
        text += f", average {words.period(row.period, int(row.months))}"
    return Average(first + 0.1, first + years - 0.1, float(row.shown), text)


def _told(years: pd.DataFrame, means: pd.DataFrame) -> int:
    """Return the window (by its row) with the most low columns under and after it: there long words find room."""
    at = dict(zip(years["period"].astype(int), years["shown"], strict=True))
    best, most = -1, -1
    for row in list(means.itertuples())[:-1]:
        first, length = int(row.period), int(row.months) // 12
        low = sum(at.get(year, 0) < row.shown * 0.95 for year in range(first + 1, first + length + 4))
        if low > most:
            best, most = int(row.Index), low
    return best
