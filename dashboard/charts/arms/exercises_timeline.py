"""Joint exercises of China and Russia that the documents date: one dot each, one lane a kind."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts import timeline
from dashboard.exhibits.picks import EVENTS, FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Dot, Panel, Plot
from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

LANES = ("Peace Mission", "Joint Sea", "Air patrols", "Other")

PICKS = (
    Pick("plans", "Plans", (("with", "Held and planned"), ("held", "Held only")), "with"),
    FIRST,
    LAST,
    replace(EVENTS, default="none"),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a dated exercise of etl/tables/events.csv, value 1; those after the as-of day are left out."""
    dated = registry.table("events")
    out = []
    for line in registry.lines("exercises"):
        event = dated[line["event"]]
        if not _wanted(event["date"], line["state"], data, picks):
            continue
        out.append(
            {
                "series": "exercise_events",
                "reporter": "CHN",
                "partner": "RUS",
                "period": event["date"][:7],
                "months": 12 if len(event["date"]) == 4 else 1,
                "status": "reported" if line["state"] == "held" else "estimated",
                "lane": line["lane"],
                "label": line["label"],
                "state": line["state"],
                "cited": event["source"],
                "citation": event["event"],
            }
            | {"date": event["date"], "what": event["what"]}
        )
    rows = timeline.frame(out)
    rows["date"], rows["what"] = [row["date"] for row in out], [row["what"] for row in out]
    return rows.sort_values("date", ignore_index=True)


def _wanted(date: str, state: str, data: Data, picks: Picks) -> bool:
    """Return whether an event was there on the day and lies in the years picked."""
    known = data.as_of is None or date <= data.as_of[: len(date)]
    inside = date[:4] >= picks["first"] and (not picks["last"] or date[:4] <= picks["last"])
    return known and inside and (state == "held" or picks["plans"] == "with")


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return when each kind of exercise first stands in the documents; "" when fewer than three kinds do."""
    held = table[table["state"] == "held"]
    first = {lane: str(rows["date"].min())[:4] for lane, rows in held.groupby("lane")}
    if not {"Peace Mission", "Joint Sea", "Air patrols"} <= set(first):
        return ""
    names = {"Peace Mission": "Peace Mission", "Joint Sea": "Joint Sea", "Air patrols": "air patrols"}
    dated = sorted((first[lane], name) for lane, name in names.items())
    said = ", ".join(f"{name} since {year}" for year, name in dated)
    return said[0].upper() + said[1:]


def spoken(table: pd.DataFrame, picks: Picks) -> pd.DataFrame:
    """Return the rows that the headline speaks of: all held, of which the newest says how fresh the list is."""
    held = table[table["state"] == "held"]
    return held[held["date"] == held["date"].max()]


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return what is shown, whose list it is and the years."""
    return (
        f"Joint exercises of China and Russia dated in the documents, {query.years(table)}; not a list of all exercises"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return how exactly the dots are dated and what a hollow one is."""
    parts = ["a date known only by its year stands in the middle of the year"]
    if table["state"].eq("planned").any():
        parts.append("hollow: a plan, not checked whether held")
    return "; ".join(parts) + "."


def source_line(table: pd.DataFrame, picks: Picks) -> str:
    """Return the documents that date the exercises, each once."""
    documents: dict[str, list[str]] = {}
    for cited in table["cited"]:
        document, _, place = str(cited).partition(", ")
        documents.setdefault(document, []).extend(part for part in re.split("; ", place) if part)
    return timeline.published(
        f"{document}, {words.listed(sorted(set(places)))}" for document, places in documents.items()
    )


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return a lane a kind, a dot an exercise, hollow where only planned."""
    lanes = tuple(lane for lane in LANES if lane in set(table["lane"]))
    dots = tuple(
        Dot(
            timeline.position(row.date),
            lanes.index(row.lane),
            f"{words.day(row.date)}: {row.what}",
            "ink",
            row.label,
            hollow=row.state == "planned",
            row=int(row.Index),
        )
        for row in table.itertuples()
    )
    years = table["date"].str[:4].astype(int)
    return Plot(
        (Panel(dots, lanes=lanes, stretches=True),), axis="year", first=float(years.min()), last=float(years.max() + 1)
    )
