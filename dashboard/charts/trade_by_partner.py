"""China's goods trade with Russia beside the EU, the US and ASEAN (the Leiden report's Graph 4), in eight views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import query, words
from dashboard.charts import _trade_bases as bases
from dashboard.charts import _trade_growth as growth
from dashboard.charts import _trade_plots as plots
from dashboard.charts import _trade_tables as tables
from dashboard.picks import CURRENCY, EVENTS, Pick, Picks
from dashboard.plot import Plot
from dashboard.query import Data
from etl.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

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
    Pick("first", "From", default="2010", kind="year"),
    Pick("last", "To", default="", kind="year"),
    Pick("base", "Base year", default="", kind="year"),
    Pick(
        "partners",
        "Partners",
        (("RUS", "Russia"), ("EU27", "EU"), ("USA", "US"), ("ASEAN", "ASEAN")),
        "RUS,EU27,USA,ASEAN",
        kind="many",
    ),
    Pick(
        "family",
        "Figures from",
        (("auto", "China Customs, IMF before"), ("gacc", "China Customs"), ("imf", "IMF"), ("comtrade", "UN Comtrade")),
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
    return _HEADLINES[picks["view"]](table, picks)


def _newest(table: pd.DataFrame, *partners: str) -> str:
    """Return the newest period that all partners have, or ""."""
    common = set.intersection(*(set(table.loc[table["partner"] == p, "period"]) for p in partners))
    return max(common, default="")


def _at(table: pd.DataFrame, partner: str, period: str) -> float:
    return float(table.loc[(table["partner"] == partner) & (table["period"] == period), "shown"].iloc[0])


def _what(picks: Picks) -> str:
    return {"total": "trade", "export": "exports", "import": "imports"}[picks["flow"]]


def _when(table: pd.DataFrame, period: str) -> str:
    months = int(table.loc[table["period"] == period, "months"].iloc[0])
    return words.period(period, months)


def _multiple(table: pd.DataFrame, picks: Picks) -> str:
    """ "EU–China trade was 3.6 times Russia–China trade in 2025", or the level of one line alone."""
    others = [p for p in ("EU27", "ASEAN", "USA") if p in set(table["partner"])]
    already = picks["view"] == "ratio"  # its rows are multiples of Russia, without Russia
    if others and (already or "RUS" in set(table["partner"])):
        other = others[0]
        period = _newest(table, other) if already else _newest(table, "RUS", other)
        if not period:
            return ""
        ratio = _at(table, other, period) / (1 if already else _at(table, "RUS", period))
        name, when = place_name(other, short=True), _when(table, period)
        if picks["flow"] == "total":
            return f"{name}–China trade was {words.number(ratio)} times Russia–China trade in {when}"
        direction = "to" if picks["flow"] == "export" else "from"
        return f"China’s {_what(picks)} {direction} the {name} were {words.number(ratio)} times Russia’s in {when}"
    partner = table["partner"].iloc[0]
    period = _newest(table, partner)
    return f"China’s {_what(picks)} with {place_name(partner, short=True)} came to {_money(_at(table, partner, period), picks)} in {_when(table, period)}"


def _money(value: float, picks: Picks) -> str:
    return words.money(value, currency=tables.currency(picks))


def _moved(value: float, rose: str = "rose", fell: str = "fell", same: str = "did not change") -> str:
    return rose if value > 0 else fell if value < 0 else same


def _change(table: pd.DataFrame, picks: Picks) -> str:
    partner = "RUS" if "RUS" in set(table["partner"]) else table["partner"].iloc[0]
    period = _newest(table, partner)
    value = _at(table, partner, period)
    name = place_name(partner, short=True)
    if not round(value, 1):
        return f"China–{name} {_what(picks)} did not change in {_when(table, period)}"
    return f"China–{name} {_what(picks)} {_moved(value)} by {_money(abs(value), picks)} in {_when(table, period)}"


def _growth(table: pd.DataFrame, picks: Picks) -> str:
    table = table[
        table["basis"] == table.groupby(["partner", "period"])["basis"].transform("min")
    ]  # printed before recomputed
    partner = "RUS" if "RUS" in set(table["partner"]) else table["partner"].iloc[0]
    period = _newest(table, partner)
    value, name = _at(table, partner, period), place_name(partner, short=True)
    if not round(value, 1):
        return f"China–{name} {_what(picks)} did not grow in {_when(table, period)}"
    return f"China–{name} {_what(picks)} {_moved(value, 'grew', 'fell')} {words.percent(abs(value))} in {_when(table, period)}"


def _index(table: pd.DataFrame, picks: Picks) -> str:
    partner = "RUS" if "RUS" in set(table["partner"]) else table["partner"].iloc[0]
    base = str(table["base"].iloc[0])
    period = _newest(table, partner)
    at = {p: _at(table, p, period) for p in set(table.loc[table["period"] == period, "partner"])}
    rank = sorted(at.values(), reverse=True).index(at[partner]) + 1
    place = {1: "the most", 2: "second", 3: "third"}.get(rank, "the least") if len(at) > 1 else ""
    name = place_name(partner, short=True)
    among = f", {place} of {_counted(len(at))}" if place else ""
    return f"{name}’s {_what(picks)} with China stood at {words.number(at[partner], 0)} in {_when(table, period)} ({base} = 100){among}"


def _counted(number: int) -> str:
    return {2: "two", 3: "three", 4: "four"}.get(number, str(number))


def _share(table: pd.DataFrame, picks: Picks) -> str:
    partner = "RUS" if "RUS" in set(table["partner"]) else table["partner"].iloc[0]
    period = _newest(table, partner)
    whole = {"total": "trade", "export": "exports", "import": "imports"}[picks["flow"]]
    verb = "took" if picks["flow"] == "export" else "supplied" if picks["flow"] == "import" else "made up"
    return f"{place_name(partner, short=True)} {verb} {words.percent(_at(table, partner, period))} of China’s {whole} in {_when(table, period)}"


def _balance(table: pd.DataFrame, picks: Picks) -> str:
    partner = "RUS" if "RUS" in set(table["partner"]) else table["partner"].iloc[0]
    period = _newest(table, partner)
    value, name, when = _at(table, partner, period), place_name(partner, short=True), _when(table, period)
    if not round(value, 1):
        return f"China’s trade with {name} was balanced in {when}"
    side = "surplus" if value > 0 else "deficit"
    return f"China ran a {side} of {_money(abs(value), picks)} with {name} in {when}"


_HEADLINES = {
    "absolute": _multiple, "log": _multiple, "ratio": _multiple, "increment": _change, "growth": _growth,
    "index": _index, "share": _share, "balance": _balance,
}  # fmt: skip


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
    return f"{measure}, current prices, {who}, {query.years(table)}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return how the figures were made, which joints and gaps there are."""
    parts = {
        "absolute": ["multiple = partner ÷ Russia, newest year"],
        "log": ["multiple = partner ÷ Russia, newest year"],
        "increment": ["year less the year before, same source family"],
        "growth": growth.told(table) if picks["view"] == "growth" else [],
        "index": [
            "value ÷ value of the base year × 100",
            *(bases.told(table) if picks["view"] == "index" else []),
        ],
        "share": ["partner ÷ world, same family"],
        "ratio": ["partner ÷ Russia, same reporter, year and family"],
        "balance": ["exports − imports; CIF includes freight and insurance, FOB does not"],
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
    return "; ".join([*parts, *tables.notes(table)]) + "."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return the view's drawing."""
    return plots.draw(table, picks)
