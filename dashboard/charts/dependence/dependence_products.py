"""How much of what China buys of a fuel comes from Russia: the buyer's side of the dependence, by product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts import yearly
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, LAST, Pick, Picks
from dashboard.exhibits.plot import Line, Panel, Plot, Scale
from dashboard.figures import query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

PRODUCTS = {
    "crude": ("crude", "crude"),
    "lng": ("LNG", "lng"),
    "coal": ("coal", "coal"),
    "pipeline_gas": ("pipeline gas", "pipeline_gas"),
}

PICKS = (
    Pick("measure", "Measure", (("volume", "By volume"), ("value", "By value")), "volume"),
    Pick("first", "From", default="2016", kind="year"),
    LAST,
    EVENTS,
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return Russia's share of China's imports of each fuel, per cent, one row a product and year, by China Customs."""
    series = [f"{product}_imports_{picks['measure']}_share_pct" for product in PRODUCTS]
    rows = query.pick(
        data,
        series,
        reporter="CHN",
        partner="RUS",
        family="gacc",
        first=picks["first"],
        last=picks["last"],
        whole_years=True,
    )
    rows["product"] = [str(series).partition("_imports_")[0] for series in rows["series"]]
    return query.scale_for_display(rows) if len(rows) else rows


def nothing(data: Data, picks: Picks) -> str:
    """Return what is missing and what to choose."""
    known = absence.known(data)
    what = f"no share of Russia in a fuel by {picks['measure']} from {picks['first']}"
    return f"China Customs’ figures{known} give {what}. Choose the other measure or other years."


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the shares in the newest year that has crude and another fuel, else the newest share there is."""
    by_product = {str(product): rows for product, rows in table.groupby("product")}
    crude, lng = (set(by_product[name]["period"]) if name in by_product else set() for name in ("crude", "lng"))
    if crude & lng:
        year = max(crude & lng)
        of_crude, of_lng = (_at(by_product[name], year) for name in ("crude", "lng"))
        return f"Russia supplied {of_crude} of China’s crude, {of_lng} of its LNG in {year}"
    newest = table.sort_values(["period", "shown"]).iloc[-1]
    share, fuel = words.percent(newest["shown"]), PRODUCTS[newest["product"]][0]
    return f"Russia supplied {share} of China’s {fuel} imports in {newest['period']}"


def _at(rows: pd.DataFrame, year: str) -> str:
    return words.percent(float(rows.loc[rows["period"] == year, "shown"].iloc[0]))


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, basis, reporter and years."""
    basis = "tonnes" if picks["measure"] == "volume" else "US dollars"
    how = f"by {picks['measure']} ({basis}), counted by China Customs"
    return f"Russia’s share of China’s imports by product, {how}, {query.years(table)}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the rule and the gaps."""
    parts = ["imports from Russia ÷ imports from all suppliers, or the share as printed"]
    for product, rows in table.groupby("product", sort=False):
        years = sorted(int(year) for year in rows["period"])
        gaps = [str(year) for year in range(years[0], years[-1]) if year not in years]
        if gaps:
            parts.append(f"{PRODUCTS[str(product)][0]}: no figure for {words.listed(gaps)}")
    parts.append("the seller’s side is missing: Russia publishes no exports by product and country since 2022")
    return "; ".join(parts) + "."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return a line a fuel from zero; a year without a share is a gap."""
    lines = []
    for product, (name, colour) in PRODUCTS.items():
        rows = table[table["product"] == product].sort_values("period")
        if rows.empty:
            continue
        end = words.percent(float(rows["shown"].iloc[-1]))
        lines.append(Line(name[0].upper() + name[1:], colour, yearly.points(rows), end=end))
    return Plot((Panel(tuple(lines), Scale("", "%", 1)),), axis="year")
