"""What was said first and what is said now: of one series, and of every row of an exhibit as known on a past day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.exhibits import plot as plots
from dashboard.exhibits.catalogue import module
from dashboard.figures import query
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from dashboard.exhibits.model import Exhibit

KEY = ("series", "reporter", "partner", "period", "months")
PARTS = ("line", "side", "flow", "measure", "kind", "basis", "lane", "release", "product")  # what else tells rows apart
FIRST = ("first_value", "first_rounding", "first_vintage", "first_source", "first_citation")


def latest_beside(item: Exhibit) -> pd.DataFrame:
    """Return a row for each row of the exhibit's table, in its order: what was known on its day beside what is now.

    Columns: the key, `then`, `then_shown`, `then_vintage`, `now`, `now_shown`, `now_rounding`, `now_vintage`, `change_pct` and `state`:
    same (within both roundings), revised, or absent (not drawn now). Without an as-of day all is "same".
    """
    import pandas as pd

    then = item.table
    now = then
    if item.as_of is not None and item.data.folder is not None:
        latest = query.load(item.data.folder, item.edition)
        now = module(item.id).table(latest, item.picks)
        now = pd.concat([now, _still_published(then, now, latest)], ignore_index=True)
    parts = [name for name in (*KEY, *PARTS) if name in then and name in now]
    columns = [*parts, "value", "shown", "rounding", "vintage"]
    both = then[columns].merge(
        now[columns].drop_duplicates(parts), on=parts, how="left", suffixes=("_then", "_now"), validate="m:1"
    )
    both.index = then.index
    apart = (both["value_now"] - both["value_then"]).abs() > both["rounding_then"] + both["rounding_now"]
    both["state"] = apart.map({True: "revised", False: "same"}).where(both["value_now"].notna(), "absent")
    both["change_pct"] = (both["value_now"] / both["value_then"].where(both["value_then"] != 0) - 1) * 100
    names = {
        f"{what}_{when}": f"{when}_{what}" for what in ("shown", "rounding", "vintage") for when in ("then", "now")
    }
    both = both.rename(columns={"value_then": "then", "value_now": "now", **names})
    order = [
        "then", "then_shown", "then_vintage", "now", "now_shown", "now_rounding", "now_vintage", "change_pct", "state",
    ]  # fmt: skip
    return both[[*parts, *order]]


def _still_published(then: pd.DataFrame, now: pd.DataFrame, latest: Data) -> pd.DataFrame:
    """Return newest values of rows that the chart has moved on from but that are still published."""
    cell = [*KEY, "family"]
    if not set(cell) <= set(then.columns):
        return now.iloc[:0]
    drawn = set(zip(*(now[name] for name in KEY), strict=True))
    left = then[[key not in drawn for key in zip(*(then[name] for name in KEY), strict=True)]]
    found = left.drop(columns=["value", "rounding", "vintage", "shown"]).merge(
        latest.shown[[*cell, "value", "rounding", "vintage"]], on=cell, how="inner", validate="m:1"
    )
    return query.scale_for_display(found) if len(found) else now.iloc[:0]


def ribbon(item: Exhibit, beside: pd.DataFrame | None = None) -> plots.Plot:
    """Return the exhibit's plot with a band from each line to what is known now; unchanged without an as-of day."""
    if item.as_of is None:
        return item.plot
    beside = latest_beside(item) if beside is None else beside
    now = dict(zip(beside.index, beside["now_shown"], strict=True))
    panels, said = [], False
    for panel in item.plot.panels:
        bands = [band for mark in panel.marks if isinstance(mark, plots.Line) and (band := _band(mark, now))]
        if said:
            bands = [replace(band, words="") for band in bands]  # one name is enough for all of them
        elif bands:
            bands[1:] = [replace(band, words="") for band in bands[1:]]
            said = True
        panels.append(replace(panel, marks=(*bands, *panel.marks)))
    return replace(item.plot, panels=tuple(panels))


def _band(line: plots.Line, now: dict[int, float]) -> plots.Area | None:
    """Return the band between a line and its newest values, or None where nothing moved."""
    upper, lower, moved = [], [], False
    least = 0.01 * max((abs(point.value) for point in line.points if point.value is not None), default=0)  # seen at all
    for point in line.points:
        new = now.get(point.row) if point.row is not None else None
        if point.value is None or new is None or new != new:
            upper.append(plots.Point(point.x, None))
            lower.append(plots.Point(point.x, None))
            continue
        moved = moved or abs(new - point.value) > least
        upper.append(plots.Point(point.x, point.value))
        lower.append(plots.Point(point.x, new))
    return plots.Area(tuple(upper), tuple(lower), "amber", "Known now") if moved else None


def first_and_latest(
    data: Data, series: str, reporter: str, partner: str, *, families: Iterable[str], months: Iterable[int] = (12,)
) -> pd.DataFrame:
    """Return the rows shown, each with the first value that its own family published: columns FIRST beside the row's.

    Several families in order of release (a database's yearly releases) count as one: the first that has a period is the
    first, the last one that has it the latest. Tertiary pages never count as a first publication.
    """
    import pandas as pd

    order = {family: n for n, family in enumerate(families)}
    known = data.known
    fits = (known["series"] == series) & (known["reporter"] == reporter) & (known["partner"] == partner)
    fits &= known["family"].isin(order) & known["months"].isin(list(months)) & known["status"].ne("derived")
    rows = known[fits].assign(at=known["family"].map(order))
    tertiary = [line["source"] for line in registry.lines("sources") if line["class"] == "tertiary"]
    rows = rows[~rows["source"].isin(tertiary)]
    shown = query.pick(data, series, reporter=reporter, partner=partner, family=list(order), months=list(months))
    shown = shown[shown["status"] != "derived"].assign(at=lambda frame: frame["family"].map(order))
    out = []
    for period, said in rows.sort_values(["at", "vintage", "rounding"]).groupby(["period", "months"], sort=True):
        latest = shown[(shown["period"] == period[0]) & (shown["months"] == period[1])].sort_values("at")
        if len(latest):
            first = said.iloc[0]
            values = (first["value"], first["rounding"], first["vintage"], first["source"], first["citation"])
            out.append(latest.iloc[-1].to_dict() | dict(zip(FIRST, values, strict=True)))
    return pd.DataFrame(out, columns=[*query.COLUMNS, *FIRST])


def implied_bases(data: Data, series: str, reporter: str, partner: str, *, family: str) -> pd.DataFrame:
    """Return each year's first value beside the one that the next year's level and growth imply: a silent revision.

    An office that revises a year without reprinting it lets the next year's growth tell. The rounding is the interval's
    half width. Same columns as `first_and_latest`.
    """
    import pandas as pd

    levels = first_and_latest(data, series, reporter, partner, families=(family,))
    growth_id = series.replace("_usd", "_growth_pct")
    rates = query.pick(data, growth_id, reporter=reporter, partner=partner, family=family, whole_years=True)
    rate = {row["period"]: row for row in rates[rates["status"] != "derived"].to_dict("records")}
    by_year = {row["period"]: row for row in levels[levels["period"].str.len() == 4].to_dict("records")}
    out = []
    for year, row in by_year.items():
        after = str(int(year) + 1)
        if after not in by_year or after not in rate:
            continue
        level, growth = by_year[after], rate[after]
        edges = [
            (level["value"] + a * level["rounding"]) / (1 + (growth["value"] + b * growth["rounding"]) / 100)
            for a in (-1, 1) for b in (-1, 1)
        ]  # fmt: skip
        value = level["value"] / (1 + growth["value"] / 100)
        step = (max(edges) - min(edges)) / 2
        implied = query.computed_row((level, growth), "implied_base", series, value, step, period=year)
        out.append(implied | {name: row[name] for name in FIRST})
    return pd.DataFrame(out, columns=[*query.COLUMNS, *FIRST])
