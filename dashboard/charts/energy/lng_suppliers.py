"""Who supplies China's LNG in one year, in order of volume, with Russia named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.charts.energy import fuels as energy
from dashboard.exhibits import absence
from dashboard.exhibits.picks import Pick, Picks
from dashboard.exhibits.plot import Bar, Panel, Plot, Scale
from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

SUPPLIERS = ("AUS", "QAT", "RUS", "MYS", "IDN", "USA")
PLACES = ("", "largest", "second", "third", "fourth", "fifth", "sixth")

PICKS = (Pick("year", "Year", default="", kind="year"),)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a supplier of the year picked (default: the newest with Russia and two more), tonnes.

    Russia's printed rank of the year, where there is one, is a row of its own.
    """
    rows = energy.annual(data, "lng_imports_t", SUPPLIERS, {})
    by_year: dict[str, list[energy.Record]] = {}
    for row in rows:
        by_year.setdefault(row["period"], []).append(row)
    usual = max((year for year, found in by_year.items() if len(found) > 2 and _has_russia(found)), default="")
    found = by_year.get(picks["year"] or usual, [])
    if not _has_russia(found) or len(found) < 2:
        return energy.frame([])
    year = found[0]["period"]
    ranks = query.pick(data, "lng_imports_rank", reporter="CHN", partner="RUS", first=year, last=year, whole_years=True)
    return energy.frame([*sorted(found, key=lambda row: -row["value"]), *energy.records(ranks)])


def _has_russia(rows: list[energy.Record]) -> bool:
    return any(row["partner"] == "RUS" for row in rows)


def _levels(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["series"] == "lng_imports_t"]


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return Russia's place among suppliers and its volume; the volume alone where a supplier's figure is missing."""
    levels = _levels(table)
    russia = levels[levels["partner"] == "RUS"].iloc[0]
    said = words.number(float(russia["shown"]), energy.decimals(float(russia["rounding"]) / 1e6))
    year = russia["period"]
    ahead = levels[levels["value"] - levels["rounding"] > russia["value"] + russia["rounding"]]
    level = levels[(levels["value"] - russia["value"]).abs() <= levels["rounding"] + russia["rounding"]]
    place = len(ahead) + 1
    printed = table.loc[table["series"] == "lng_imports_rank", "shown"]
    complete = len(levels) == len(SUPPLIERS) or (len(printed) and int(printed.iloc[0]) == place)
    if len(level) > 1 or not complete:
        return f"China bought {said} Mt of Russian LNG in {year}"
    name = "largest" if place == 1 else f"{PLACES[place]} largest" if place < 4 else PLACES[place]
    return f"Russia was China’s {name} LNG supplier in {year}, with {said} Mt"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, who counted and year."""
    year = table["period"].iloc[0]
    return (
        f"China’s imports of liquefied natural gas (HS 271111) by supplier, million tonnes, {year}, as China reports it"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return what the order rests on and which suppliers have no figure."""
    have = set(_levels(table)["partner"])
    gone = [place_name(place, short=True) for place in SUPPLIERS if place not in have]
    return energy.sentences(
        "customs volumes as printed, in order of size",
        f"No figure printed for {words.listed(gone)}: hatched, not zero"
        if gone
        else "Other suppliers are smaller or have no printed figure",
    )


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return ordered bars from zero; a supplier without a figure is hatched at the end."""
    bars = [
        Bar(
            place_name(row.partner, short=True), float(row.shown), "RUS" if row.partner == "RUS" else "context",
            _printed(row), row=int(row.Index),
        )
        for row in _levels(table).itertuples()
    ]  # fmt: skip
    have = set(_levels(table)["partner"])
    bars += [
        Bar(place_name(p, short=True), None, missing="no figure printed for this year")
        for p in SUPPLIERS
        if p not in have
    ]
    return Plot((Panel(tuple(bars), Scale("", " Mt")),), axis="items")


def _printed(row: Any) -> str:
    """Return million tonnes as printed at a bar's end."""
    digits = 2 if row.shown < 1 else energy.decimals(float(row.rounding) / 1e6)
    return f"{words.number(float(row.shown), digits)} Mt"


def nothing(data: Data, picks: Picks) -> str:
    """Return why there is nothing to draw and what to do."""
    year = f" in {picks['year']}" if picks["year"] else ""
    later = " or a later day" if data.as_of else ""
    return (
        f"No figure for Russian LNG beside other suppliers{year}{absence.as_known(data)}. Choose another year{later}."
    )
