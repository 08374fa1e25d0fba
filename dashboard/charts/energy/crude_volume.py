"""How much Russian crude China imports, in million tonnes and, on the same columns, million barrels a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts import yearly
from dashboard.charts.energy import fuels as energy
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Columns, Panel, Plot, Scale
from dashboard.figures import words
from dashboard.figures.query import Data
from etl.build.rules.shares import BARRELS_PER_TONNE
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

BARRELS = float(BARRELS_PER_TONNE)
SUPPLIERS = ("RUS", "SAU", "IRQ", "MYS")

PICKS = (
    Pick("frequency", "Frequency", (("A", "Annual"), ("M", "Monthly")), "A"),
    Pick("supplier", "Supplier", tuple((place, place_name(place, short=True)) for place in SUPPLIERS), "RUS"),
    replace(FIRST, default="2015"),
    LAST,
    replace(EVENTS, default="none"),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a year, or a month (Russia only), in tonnes."""
    if picks["frequency"] == "A":
        return energy.frame(energy.enough(energy.annual(data, "crude_imports_t", picks["supplier"], picks), picks))
    if picks["supplier"] != "RUS":  # months of other suppliers are not at hand as a series
        return energy.frame([])
    months = energy.monthly(data, "t", ("crude",), picks)["crude"]
    return energy.frame(energy.enough([row for _, row in sorted(months.items())], picks))


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the newest year's tonnes and their change on the year before; for months, the newest whole year."""
    years = _years(table)
    if years.empty:
        return ""
    newest = str(years.index[-1])
    said = energy.tonnes(years.loc[newest])
    of = {"RUS": "Russian", "SAU": "Saudi", "IRQ": "Iraqi", "MYS": "Malaysian"}[picks["supplier"]]
    level = f"China bought {said} Mt of {of} crude in {newest}"
    before = str(int(newest) - 1)
    if before not in years.index:
        return level
    change = float(years.loc[newest, "shown"] / years.loc[before, "shown"] - 1) * 100
    if abs(change) < 0.5:
        return f"{level}, as in {before}"
    return f"{level}, {'up' if change > 0 else 'down'} {words.percent(abs(change), 0)}"


def _years(table: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of `shown` and `rounding` by whole year."""
    sums = table.groupby(table["period"].str[:4])[["shown", "rounding", "months"]].sum()
    return sums[sums["months"] == 12]


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, units, who counted and period."""
    name = place_name(picks["supplier"], short=True)
    years = f"{table['period'].min()}–{table['period'].max()}"
    when = f"by month, {energy.stretch(table)}" if picks["frequency"] == "M" else f"annual, {years}"
    units = "million tonnes and million barrels a day"
    return f"China’s crude oil imports (HS 2709) from {name}, {units}, as China reports it, {when}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the factor between the two units, gaps and caveats."""
    days = "365 days" if picks["frequency"] == "A" else "30.4 days"
    parts = [f"right-hand unit: tonnes × {BARRELS:g} barrels a tonne ÷ {days}; one series in two units"]
    if picks["frequency"] == "M":
        parts.append("Jan–Feb is one double-width column at its monthly mean")
    else:
        parts += energy.missing(table)
    return energy.sentences(*parts, energy.RELABELLED if picks["supplier"] == "MYS" else "")


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return columns from zero with the same values in barrels a day at the right."""
    monthly = picks["frequency"] == "M"
    points = energy.points(table, energy.spans(table), mean=True) if monthly else yearly.points(table, _texts(table))
    factor = BARRELS / (365 / 12 if monthly else 365)
    scale = Scale("", " Mt", second_unit="m b/d", second_factor=factor)
    colour = "RUS_tint" if picks["supplier"] == "RUS" else f"{picks['supplier']}_tint"
    name = place_name(picks["supplier"], short=True)
    return Plot((Panel((Columns(name, colour, points),), scale),), axis="month" if monthly else "year")


def _texts(table: pd.DataFrame) -> dict[str, str]:
    """Return the value printed over the newest column and over the two that the report speaks of."""
    wanted = {"2021", "2022", table["period"].max()}
    rows = table[table["period"].isin(wanted)]
    return {str(row["period"]): energy.tonnes(row) for _, row in rows.iterrows()}


def nothing(data: Data, picks: Picks) -> str:
    """Return why there is nothing to draw and what to do."""
    if picks["frequency"] == "M" and picks["supplier"] != "RUS":
        return "Months are at hand for Russia only. Choose Russia, or annual figures."
    name = place_name(picks["supplier"], short=True)
    kind = "months" if picks["frequency"] == "M" else "years"
    few = f"Fewer than two {kind} of crude imports from {name} from {picks['first']}"
    return f"{few}{absence.as_known(data)}. {absence.cure(data)}"
