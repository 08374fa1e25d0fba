"""What stands over a chart's own marks: dated events, and the cited figures that state a value drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.exhibits import plot as plots
from dashboard.exhibits import remarks
from etl.ledger import claims_file, subject
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

MAIN_EVENTS = 3
MOST_EVENTS = 5
MOST_CLAIMS = 3


def with_events(plot: plots.Plot, picks: Mapping[str, str], as_of: str | None) -> plots.Plot:
    """Return the plot with the events of the kind chosen that lie on its time axis, at most five."""
    kind = picks.get("events", "none")
    if kind == "none" or plot.axis not in ("year", "month") or plot.layout == "grid":
        return plot
    first, last = _span(plot)
    chosen = [
        line
        for line in registry.lines("events")
        if (line["main"] if kind == "main" else line["kind"] == kind)
        and first <= _x_of(line["date"]) <= last
        and (as_of is None or line["date"] <= as_of[: len(line["date"])])
    ]
    chosen.sort(key=lambda line: (line["main"] or "9", line["date"]))
    most = MAIN_EVENTS if kind == "main" else MOST_EVENTS
    events = [remarks.Event(_x_of(line["date"]), line["words"], line["source"]) for line in chosen[:most]]
    return replace(plot, events=tuple(sorted(events, key=lambda event: event.x)))


def with_claims(plot: plots.Plot, table: pd.DataFrame) -> plots.Plot:
    """Return the plot with the cited figures that state a value drawn: hollow circles with a cross that open their entry.

    A chart that places its claims itself keeps them; small multiples carry none, their claims stand under the tab.
    """
    if plot.layout == "grid" or any(panel.claims for panel in plot.panels) or not {"series", "months"} <= set(table):
        return plot
    keys = list(zip(*(table[name] for name in ("series", "reporter", "partner", "period", "months")), strict=True))
    cited = {
        (subject.drawn(one), *subject.sides(one), one.period, one.months): one
        for one in claims_file.shipped()
        if one.measure
    }
    panels = []
    drawn: set[str] = set()
    for panel in plot.panels:
        found = []
        for point in (p for mark in panel.marks if isinstance(mark, plots.Line) for p in mark.points):
            if point.row is None or point.value is None or len(drawn) == MOST_CLAIMS:
                continue
            claim = cited.get(keys[point.row])
            if claim is None or claim.id in drawn:
                continue
            low, high = claim.allowed
            value = float(table["value"].iloc[point.row])
            agrees = (low is None or float(low) <= value) and (high is None or value <= float(high))
            if not agrees or claim.qualifier != "exact":  # a figure that says what the line says needs no mark
                qualifier = "" if claim.qualifier == "exact" else claim.qualifier.replace("_", " ") + " "
                text = f"{qualifier}{claim.printed}, cited"
                found.append(remarks.Claim(point.x, float(claim.value) / _scale(keys[point.row][0]), text, claim.id))
                drawn.add(claim.id)
        panels.append(replace(panel, claims=tuple(found)) if found else panel)
    return replace(plot, panels=tuple(panels))


def _scale(series: str) -> float:
    """Return what a series' values are divided by to be shown."""
    return float(registry.get("series", series)["scale"])


def _x_of(date: str) -> float:
    """Return where a date stands on the time axis, at the precision that it has: a year on its mid-year."""
    year, *rest = (int(part) for part in date.split("-"))
    month = rest[0] if rest else 7
    return year + (month - 1) / 12 + ((rest[1] - 1) / 365 if len(rest) > 1 else 0)


def _span(plot: plots.Plot) -> tuple[float, float]:
    """Return the first and last x that a plot's marks reach."""
    xs = [point.x for panel in plot.panels for mark in panel.marks for point in getattr(mark, "points", ())]
    first = plot.first if plot.first is not None else min(xs, default=0)
    last = plot.last if plot.last is not None else max(xs, default=0)
    return first, last
