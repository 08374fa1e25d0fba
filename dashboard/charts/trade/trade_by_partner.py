"""China's goods trade with Russia beside the EU, the US and ASEAN (the Leiden report's Graph 4), in eight views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.trade import base_years as bases
from dashboard.charts.trade import drawings as plots
from dashboard.charts.trade import growth, headlines, notes, tables
from dashboard.exhibits.picks import CURRENCY, EVENTS, FIRST_2010, LAST, Pick, Picks
from dashboard.exhibits.plot import Plot
from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.tables.registry import members, place_name

if TYPE_CHECKING:
    import pandas as pd

BESIDE = (*members("EU27"), *members("ASEAN"), "GBR")  # of whom years in a row are held
PICKS = (
    Pick(
        "view",
        "View",
        (
            ("absolute", "Level"),
            ("increment", "Change"),
            ("growth", "Growth"),
            ("index", "Index"),
            ("share", "Share"),
            ("ratio", "Ratio"),
            ("log", "Log"),
            ("balance", "Balance"),
        ),
        "absolute",
        segmented=True,
    ),
    Pick(
        "flow",
        "Flow",
        (("total", "Exports + imports"), ("export", "China's exports"), ("import", "China's imports")),
        "total",
    ),
    Pick("frequency", "Frequency", (("A", "Annual"), ("M", "12-month sum")), "A"),
    FIRST_2010,
    LAST,
    Pick("base", "Base year", default="", kind="year"),
    Pick(
        "partners",
        "Partners",
        (("RUS", "Russia"), ("EU27", "EU"), ("USA", "US"), ("ASEAN", "ASEAN")),
        "RUS,EU27,USA,ASEAN",
        kind="many",
    ),
    Pick(
        "beside",
        "Another partner",
        (("", "None"), *sorted(((code, place_name(code, short=True)) for code in BESIDE), key=lambda one: one[1])),
    ),
    Pick(
        "family",
        "Figures from",
        (
            ("auto", "China Customs, others where it has no triple"),
            ("gacc", "China Customs"),
            ("imf", "IMF"),
            ("comtrade", "UN Comtrade"),
        ),
        "auto",
    ),
    Pick("reporter", "Counted by", (("CHN", "China"), ("partner", "The partner")), "CHN"),
    CURRENCY,
    EVENTS,
)


def idle(picks: Picks) -> set[str]:
    """Return the picks that change nothing in the view picked."""
    dollars = picks["view"] in tables.DOLLARS_ONLY or picks["reporter"] == "partner"
    return {
        *(["base"] if picks["view"] != "index" else []),
        *(["currency"] if dollars else []),
        *(["flow", "frequency"] if picks["view"] == "balance" else []),
        *(["frequency"] if picks["view"] not in ("absolute", "log", "ratio") else []),
        *(["events"] if picks["view"] in ("increment", "growth", "balance") else []),
    }


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a partner and year (or 12-month span), base units, with `joint`, `line`, `shown` and, for growth, `basis`."""
    return tables.table(data, picks)


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the finding of the view in the newest year that has the figures it needs; "" when there is none."""
    return headlines.VIEWS[picks["view"]](table, picks)


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, price basis, who counted and period."""
    flow = {"total": "exports + imports", "export": "exports", "import": "imports"}[picks["flow"]]
    measure = {
        "absolute": f"China’s goods {flow}, US$ bn a year",
        "log": f"China’s goods {flow}, US$ bn a year, logarithmic scale: equal slope means equal growth",
        "increment": f"China’s goods {flow}, change on the year before, US$ bn",
        "growth": f"China’s goods {flow}, growth on the year before, US dollars",
        "index": f"China’s goods {flow}, US dollars, {table['base'].iloc[0] if 'base' in table else ''} = 100",
        "share": f"Share of China’s goods {flow}, by value",
        "ratio": f"China’s goods {flow}, times those with Russia",
        "balance": "China’s goods exports less imports, US$ bn; exports FOB, imports CIF",
    }[picks["view"]]
    if tables.currency(picks) == "cny":
        measure = measure.replace("US$ bn", "CNY bn").replace("US dollars", "yuan")
    if picks["frequency"] == "M":
        measure = measure.replace("bn a year", "bn, rolling 12-month sum")
    who = "counted by China" if picks["reporter"] == "CHN" else "counted by each partner"
    span = f"{words.day(min(table['end']))}–{words.day(max(table['end']))}" if "end" in table else query.years(table)
    ranked = [f". {told}" for told in bases.told(table)] if picks["view"] == "index" else []
    return "".join([f"{measure}, current prices, {who}, {span}", *ranked])


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return how the figures were made, which joints and gaps there are."""
    parts = {
        "absolute": ["multiple = partner ÷ Russia, where both lines end in one year"],
        "log": ["multiple = partner ÷ Russia, where both lines end in one year"],
        "increment": ["year less the year before, same source family"],
        "growth": growth.told(table) if picks["view"] == "growth" else [],
        "index": ["value ÷ value of the base year × 100"],
        "share": ["partner ÷ world, both of one family"],
        "ratio": ["partner ÷ Russia, same reporter, year and family"],
        "balance": [
            "exports − imports of one family, as drawn in the other views; CIF includes freight and insurance, FOB does not"
        ],
    }[picks["view"]]
    if picks["view"] in ("absolute", "log"):
        parts.append(
            "exports FOB + imports CIF"
            if picks["flow"] == "total"
            else "exports FOB"
            if picks["flow"] == "export"
            else "imports CIF"
        )
    if picks["frequency"] == "M":
        parts.append("12 months = year before − its months to date + this year’s")
    return "; ".join([*parts, *notes.notes(table), *notes.not_held(table, tables.all_partners(picks))]) + "."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return the view's drawing."""
    return plots.draw(table, picks)
