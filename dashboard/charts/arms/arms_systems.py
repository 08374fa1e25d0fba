"""Named systems that Russia sold to China (S-400, Su-35): when announced, ordered and delivered, and how many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts import timeline
from dashboard.exhibits.picks import EVENTS, Pick, Picks
from dashboard.exhibits.plot import Cell, Cells, Panel, Plot
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
    rows["short"] = [_number(line) or line["kind"] for line in chosen.values()]
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


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return a lane a system, a column a year: pale for announced and ordered, filled for delivered, numbers inside."""
    lanes = tuple(sorted(set(table["lane"])))
    cells = []
    for (lane, year), rows in table.groupby(["lane", table["period"].str[:4].astype(int)]):
        part = 1 / len(rows)  # an order and a delivery of one year share its column
        for n, row in enumerate(rows.itertuples()):
            cells.append(
                Cell(
                    year + n * part,
                    year + (n + 1) * part,
                    lanes.index(lane),
                    f"{lane}, {words.day(row.period)}: {row.label}",
                    "RUS_tint" if row.state == "delivered" else "RUS",
                    "full" if row.state == "delivered" else "part",
                    text=row.short,
                    bold=row.state == "delivered",
                    row=int(row.Index),
                )
            )
    key = (("part", "RUS", "Announced or ordered"), ("full", "RUS_tint", "Delivered"))
    years = table["period"].str[:4].astype(int)
    panel = Panel((Cells(tuple(cells), key),), lanes=lanes)
    return Plot((panel,), axis="year", first=float(years.min()), last=float(years.max() + 1))
