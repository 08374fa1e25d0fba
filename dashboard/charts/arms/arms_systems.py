"""Named systems that Russia sold to China (S-400, Su-35): when announced, ordered and delivered, and how many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts import timeline
from dashboard.exhibits.picks import EVENTS, Pick, Picks
from dashboard.exhibits.plot import Columns, Panel, Plot, Point, Scale
from dashboard.exhibits.remarks import Note
from dashboard.figures import arms_releases as arms
from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("announced", "ordered", "delivered")


def _systems() -> tuple[str, ...]:
    return tuple(sorted({line["system"] for line in registry.lines("systems")}))


PICKS = (
    Pick("systems", "Systems", tuple((name, name) for name in _systems()), ",".join(_systems()), kind="many"),
    replace(EVENTS, default="none"),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row an order, announcement or year of deliveries, units; a number that nobody states is a gap.

    Where SIPRI and the press have the same order or year, SIPRI's row is shown.
    """
    chosen: dict[tuple[str, str, str], dict[str, str]] = {}
    for line in registry.lines("systems"):
        known = data.as_of is None or line["vintage"] <= data.as_of
        place = (line["system"], line["kind"], line["period"][:4])
        if (
            known
            and line["system"] in picks["systems"].split(",")
            and (place not in chosen or not chosen[place]["source"])
        ):
            chosen[place] = dict(line)
    out = [
        {
            "series": "arms_system_units",
            "reporter": "RUS",
            "partner": "CHN",
            "period": line["period"],
            "months": 12 if len(line["period"]) == 4 else 1,
            "value": float(line["number"] or "nan"),
            "source": line["source"],
            "family": line["source"],
            "vintage": line["vintage"],
            "citation": line["system_event"],
            "status": "estimated" if line["estimated"] == "yes" else "reported",
            "lane": line["system"],
            "state": line["kind"],
            "cited": line["title"],
            "label": _label(line),
        }
        for line in chosen.values()
    ]
    rows = timeline.frame(out)
    return rows.sort_values(["lane", "period", "state"], ignore_index=True)


def _number(line: dict[str, str]) -> str:
    return f"{'about ' if line['estimated'] == 'yes' else ''}{line['number']}" if line["number"] else ""


def _label(line: dict[str, str]) -> str:
    number = _number(line)
    if line["kind"] == "announced":
        return f"Announced {words.day(line['period'])}"
    return f"{number} {line['kind']}".strip().capitalize()


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return how many of each system had come by which year; "" where a number or the release is missing."""
    got = table[(table["state"] == "delivered") & table["family"].isin(arms.releases())]
    if got.empty or got["family"].nunique() > 1 or set(got["lane"]) != set(table["lane"]):
        return ""
    counted = got.groupby("lane")["value"].sum()
    list_ = words.listed(f"{int(number)} {system}" for system, number in counted.sort_values(ascending=False).items())
    return f"{list_} were delivered by {got['period'].max()[:4]} {arms.release_name(str(got['family'].iloc[0]))}"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return what is shown, the unit and the years."""
    systems = words.listed(sorted(set(table["lane"])))
    what = "announcements, orders and deliveries, units as stated"
    return f"{systems} sold by Russia to China: {what}, {query.years(table)}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return whose figures stand where, what is estimated, and where the order years differ."""
    parts = ["units ordered, and delivered by year"]
    if table["status"].eq("estimated").any():
        parts.append("about: SIPRI marks the number as estimated")
    press = sorted(set(table.loc[table["source"] == "", "cited"]))
    return "; ".join(parts) + "." + (f" From the press: {'; '.join(press)}." if press else "")


def source_line(table: pd.DataFrame, picks: Picks) -> str:
    """Return every register and report whose rows are drawn."""
    return timeline.published(table["cited"])


def idle(picks: Picks) -> tuple[str, ...]:
    """Return the choice that changes nothing: panels side by side carry no events."""
    return ("events",)


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return a panel a system on one span of years: a pale column for the order, filled ones for deliveries, units on top."""
    years = table["period"].str[:4].astype(int)
    panels = tuple(_panel(str(lane), rows) for lane, rows in table.groupby("lane"))
    return Plot(
        panels, axis="year", first=float(years.min()), last=float(years.max() + 1), layout="grid", own_scales=True
    )


def _panel(system: str, rows: pd.DataFrame) -> Panel:
    """Return the columns of one system; an announcement has no number and is a note at its month."""
    points, seen = [], set()
    for year, of_year in rows[rows["value"].notna()].groupby(rows["period"].str[:4].astype(int)):
        for place, row in enumerate(of_year.sort_values("state", ascending=False).itertuples()):
            units = f"{'about ' if row.status == 'estimated' else ''}{int(row.value)}"
            text = units if row.state in seen else f"{units} {row.state}"
            seen.add(row.state)
            wide = 1 / len(of_year)  # an order and a delivery of one year stand side by side
            look = Point(year + (place + 0.5) * wide, float(row.value), str(year), row.state == "ordered", wide)
            points.append(replace(look, row=int(row.Index), text=text, said=row.label))
    notes = tuple(
        Note(int(row.period[:4]) + 0.5, 0.0, f"Announced {words.day(row.period)}", short="Announced")
        for row in rows.itertuples()
        if row.state == "announced"
    )
    if not points:
        empty = "; ".join((*(note.words for note in notes), "no number of units known on this day"))
        return Panel((), title=system, empty=f"{empty}.")
    return Panel((Columns(system, "RUS_tint", tuple(points)),), Scale("", "", 0), title=system, notes=notes)
