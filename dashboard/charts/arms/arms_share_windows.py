"""Five-year shares by SIPRI: Russia among China's suppliers, China among Russia's customers, Russia in the world."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts.arms import choices
from dashboard.exhibits.picks import EVENTS, FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Columns, Line, Panel, Plot, Point, Scale
from dashboard.figures import arms_releases as arms
from dashboard.figures import query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

MEASURES = {
    "recipient": ("arms_recipient_share_pct", ("RUS", "CHN"), "Russia’s share of China’s arms imports", "RUS_tint"),
    "supplier": ("arms_supplier_share_pct", ("RUS", "CHN"), "China’s share of Russia’s arms exports", "CHN_tint"),
    "world": ("arms_world_share_pct", ("RUS", "WLD"), "Russia’s share of world arms exports", "RUS_tint"),
}
LINES = {"recipient": ("RUS", "accent"), "supplier": ("CHN", "named"), "world": ("context", "context")}
SENTENCES = {
    "recipient": "Russia supplied {share} of China’s arms imports in {when} {release}",
    "supplier": "China took {share} of Russia’s arms exports in {when} {release}",
    "world": "Russia made {share} of world arms exports in {when} {release}",
}

PICKS = (
    Pick("view", "View", (("windows", "Separate windows"), ("rolling", "Every window")), "windows", segmented=True),
    Pick("measure", "Share", tuple((name, line[2]) for name, line in MEASURES.items()), "recipient"),
    choices.RELEASE,
    FIRST,
    LAST,
    replace(EVENTS, default="none"),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a five-year window of one release, per cent; `measure` names the share, `until` the last year."""
    import pandas as pd

    series, places = MEASURES[picks["measure"]][:2]
    release = arms.choose_release(data, picks["release"], series, places, months=arms.FIVE_YEARS)
    names = list(MEASURES) if picks["view"] == "rolling" else [picks["measure"]]
    parts = []
    for name in names:
        series, places = MEASURES[name][:2]
        rows = query.pick(
            data,
            series,
            reporter=places[0],
            partner=places[1],
            family=release,
            months=arms.FIVE_YEARS,
            first=picks["first"],
        )
        parts.append(rows.assign(measure=name, until=rows["period"].astype(int) + 4))
    both = pd.concat(parts, ignore_index=True)
    if picks["last"]:
        both = both[both["until"] <= int(picks["last"])]
    if picks["view"] == "windows" and not both.empty:
        both = both[(both["until"].max() - both["until"]) % 5 == 0]
    return query.scale_for_display(both.reset_index(drop=True)) if len(both) else both


def nothing(data: Data, picks: Picks) -> str:
    """Return why the picked release has no such windows, and what to choose."""
    series, places, what, _ = MEASURES[picks["measure"]]
    return arms.nothing_words(
        data, picks["release"], series, what=f"the figures for {what}", places=places, months=arms.FIVE_YEARS
    )


def _last(table: pd.DataFrame, measure: str) -> pd.Series | None:
    rows = table[table["measure"] == measure].sort_values("until")
    return rows.iloc[-1] if len(rows) else None


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the picked share in its last window, with the release."""
    row = _last(table, picks["measure"])
    if row is None:
        return ""
    share = words.percent(row["shown"], 0 if row["shown"] >= 9.5 else 1)
    when, release = arms.window(row["period"]), arms.release_name(row["family"])
    return SENTENCES[picks["measure"]].format(share=share, when=when, release=release)


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, windows and years."""
    first, last = table["until"].min(), table["until"].max()
    if picks["view"] == "rolling":
        unit = "SIPRI trend-indicator values (TIV)"
        return f"Shares of deliveries of major arms in {unit}, five years to each year, {first}–{last}"
    what = MEASURES[picks["measure"]][2]
    return (
        f"{what}, deliveries of major arms in SIPRI trend-indicator values (TIV), five-year windows, {first - 4}–{last}"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return release and rule."""
    return f"{arms.release_words(table)}; five-year sum ÷ five-year sum of the whole. {arms.CAVEAT}"


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return columns five years wide, or the three shares as lines at the last year of every window."""
    return _rolling(table) if picks["view"] == "rolling" else _columns(table, picks)


def _columns(table: pd.DataFrame, picks: Picks) -> Plot:
    points = tuple(
        Point(
            int(row.period) + 2.5,
            float(row.shown),
            arms.window(row.period),
            width=4.2,
            row=int(row.Index),
            text=words.percent(row.shown, 0 if row.shown >= 9.5 else 1),
        )
        for row in table.sort_values("period").itertuples()
    )
    name, colour = MEASURES[picks["measure"]][2:]
    return Plot((Panel((Columns(name, colour, points),), Scale("", "%", 0)),), axis="year")


def _rolling(table: pd.DataFrame) -> Plot:
    lines = []
    for measure in MEASURES:
        rows = table[table["measure"] == measure].sort_values("until")
        if rows.empty:
            continue
        points = tuple(
            Point(row.until + 0.5, float(row.shown), arms.window(row.period), row=int(row.Index))
            for row in rows.itertuples()
        )
        colour, role = LINES[measure]
        value = float(rows["shown"].iloc[-1])
        lines.append(
            Line(
                MEASURES[measure][2],
                colour,
                points,
                role=role,
                end=words.percent(value, 0 if value >= 9.5 else 1),
            )
        )
    ordered = tuple(sorted(lines, key=lambda line: line.role == "accent"))
    return Plot((Panel(ordered, Scale("", "%", 0)),), axis="year")
