"""How much of a year's change in the value of a Russian fuel is price and how much volume, in log points."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts import yearly
from dashboard.charts.energy import fuels as energy
from dashboard.exhibits import absence
from dashboard.exhibits.picks import FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Columns, Panel, Plot, Scale
from dashboard.figures import query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

FUELS = ("crude", "coal", "lng")  # customs publish no volume of pipeline gas, so that its change cannot be split
PARTS = ("value", "price", "volume")
YEAR = "2022"  # the report's year
FRACTIONS = (
    (0.0, "none"), (0.1, "a tenth"), (0.2, "a fifth"), (0.25, "a quarter"), (1 / 3, "a third"), (0.4, "two fifths"),
    (0.5, "half"), (0.6, "three fifths"), (2 / 3, "two thirds"), (0.75, "three quarters"), (0.8, "four fifths"),
    (0.9, "nine tenths"), (1.0, "all"),
)  # fmt: skip

PICKS = (
    Pick("fuel", "Fuel", tuple((fuel, energy.NAMES[fuel]) for fuel in FUELS), "crude", segmented=True),
    Pick("year", "Year in the headline", default=YEAR, kind="year"),
    replace(FIRST, default="2022"),
    LAST,
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return the change of value, price and volume on the year before, 100 × log ratio; `part` says which.

    Value and volume of a year are sums of the same source's months; where no months are known, the printed years.
    """
    fuel = picks["fuel"]
    early = {**picks, "first": str(int(picks["first"] or YEAR) - 1)}  # a change needs the year before
    years = _summed(data, early) or _printed(data, early)
    out = []
    for year in sorted(years):
        before = years.get(str(int(year) - 1))
        if before:
            out += _split(fuel, years[year], before)
    return energy.frame(out)


def _summed(data: Data, picks: Picks) -> dict[str, tuple[energy.Record, energy.Record]]:
    """Return (value, volume) of the years that have twelve months of both."""
    fuel = picks["fuel"]
    sums: list[dict[str, energy.Record]] = []
    for kind in ("usd", "t"):
        months = energy.monthly(data, kind, (fuel,), picks)[fuel]
        found: dict[str, list[energy.Record]] = {}
        for (period, _), row in sorted(months.items()):
            found.setdefault(period[:4], []).append(row)
        whole = {year: rows for year, rows in found.items() if sum(row["months"] for row in rows) == 12}
        sums.append(
            {y: energy.sum_row(rows, "year", rows[0]["series"], period=y, months=12) for y, rows in whole.items()}
        )
    return {year: (sums[0][year], sums[1][year]) for year in sums[0] if year in sums[1]}


def _printed(data: Data, picks: Picks) -> dict[str, tuple[energy.Record, energy.Record]]:
    """Return (value, volume) of the years that customs printed both of."""
    fuel = picks["fuel"]
    values, tonnes = (energy.annual(data, f"{fuel}_imports_{kind}", "RUS", picks) for kind in ("usd", "t"))
    volumes = {row["period"]: row for row in tonnes}
    return {row["period"]: (row, volumes[row["period"]]) for row in values if row["period"] in volumes}


def _split(
    fuel: str, now: tuple[energy.Record, energy.Record], then: tuple[energy.Record, energy.Record]
) -> list[energy.Record]:
    """Return the three changes of one year; price is value less volume, so that the parts add up exactly."""
    if min(row["value"] for row in (*now, *then)) <= 0:
        return []
    value, volume = (100 * math.log(new["value"] / old["value"]) for new, old in zip(now, then, strict=True))
    steps = [
        100 * (new["rounding"] / new["value"] + old["rounding"] / old["value"])
        for new, old in zip(now, then, strict=True)
    ]
    sizes = {"value": (value, steps[0], (now[0], then[0])), "volume": (volume, steps[1], (now[1], then[1])),
             "price": (value - volume, sum(steps), (*now, *then))}  # fmt: skip
    out = []
    for part in PARTS:
        size, step, rows = sizes[part]
        row = query.computed_row(
            rows, "log_change", f"{fuel}_imports_{part}_change_lp", size, step, period=now[0]["period"], months=12
        )
        out.append({**row, "part": part})
    return out


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return which part of the change price explains in the year picked, or the newest; "" where value barely moved."""
    years = set(table["period"])
    year = picks["year"] if picks["year"] in years else max(years)
    at = {row.part: float(row.shown) for row in table[table["period"] == year].itertuples()}
    value, price = at["value"], at["price"]
    name = {"crude": "crude", "coal": "coal", "lng": "LNG"}[picks["fuel"]]
    if abs(value) < 2:
        return ""
    moved = "rise" if value > 0 else "fall"
    share = price / value
    if 0 <= share <= 1:
        said = min(FRACTIONS, key=lambda item: abs(item[0] - share))[1]
        about = "" if said in ("none", "all") else "about "
        return f"Price explains {about}{said} of the {year} {moved} in {name}’s value"
    strong, weak = ("price", "volume") if share > 1 else ("volume", "price")
    verb = "outran" if value > 0 else "outweighed"
    turned = "falling" if value > 0 else "rising"
    rising = "Rising" if value > 0 else "Falling"
    return f"{rising} {strong} {verb} {turned} {weak} of Russian {name} in {year}"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, who counted and years."""
    name = energy.NAMES[picks["fuel"]]
    first, last = int(table["period"].min()) - 1, table["period"].max()
    text = name if name == "LNG" else name.lower()
    return (
        f"Change of China’s imports of Russian {text} on the year before, log points: "
        f"value (US$, CIF) = price + volume, {first}–{last}"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the rule and what price means here."""
    source = (
        "months of one customs table, summed"
        if table["citation"].str.contains("year(", regex=False).any()
        else "years as printed"
    )
    return energy.sentences(
        "log points = 100 × ln(year ÷ year before); value = price + volume exactly",
        "Price is the unit value (value ÷ tonnes), not a contract price",
        source,
    )


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return three small multiples on one scale, price and volume beside the value that they add up to."""
    panels = []
    for part, title, colour in (
        ("price", "Price", picks["fuel"]),
        ("volume", "plus volume", f"{picks['fuel']}_tint"),
        ("value", "makes value", "context"),
    ):
        rows = table[table["part"] == part]
        texts = {row.period: words.number(float(row.shown), signed=True) for row in rows.itertuples()}
        columns = Columns(title, colour, yearly.points(rows, texts))
        panels.append(Panel((columns,), Scale("", "", 1, signed=True), title=title))
    return Plot(tuple(panels), axis="year", layout="grid")


def nothing(data: Data, picks: Picks) -> str:
    """Return why there is nothing to draw and what to do."""
    name = energy.NAMES[picks["fuel"]]
    text = name if name == "LNG" else name.lower()
    return f"No two years running with value and volume of Russian {text}{absence.as_known(data)}. {absence.cure(data)}"
