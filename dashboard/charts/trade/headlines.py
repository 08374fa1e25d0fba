"""The findings of `trade_by_partner`: one sentence a view, of the newest period that all the lines compared have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.trade import tables
from dashboard.exhibits.picks import Picks
from dashboard.figures import words
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

WITH_ARTICLE = {"EU27": "the EU", "USA": "the US"}
COUNTED = {2: "two", 3: "three", 4: "four"}


def place(partner: str) -> str:
    """Return a partner in a sentence: "Russia", "the EU"."""
    return WITH_ARTICLE.get(partner) or place_name(partner, short=True)


def flow(partner: str, picks: Picks) -> str:
    """Return the flow drawn, from China's side: "China–Russia trade", "China’s imports from Russia"."""
    if picks["flow"] == "total":
        return f"China–{place_name(partner, short=True)} trade"
    return f"China’s {'exports to' if picks['flow'] == 'export' else 'imports from'} {place(partner)}"


def newest(table: pd.DataFrame, *partners: str) -> str:
    """Return the newest period that all partners have, or ""."""
    common = set.intersection(*(set(table.loc[table["partner"] == p, "period"]) for p in partners))
    return max(common, default="")


def _at(table: pd.DataFrame, partner: str, period: str) -> float:
    return float(table.loc[(table["partner"] == partner) & (table["period"] == period), "shown"].iloc[0])


def _when(table: pd.DataFrame, period: str) -> str:
    row = table[table["period"] == period].iloc[0]
    return f"the 12 months to {words.day(row['end'])}" if "end" in table else words.period(period, int(row["months"]))


def _money(value: float, picks: Picks) -> str:
    return words.money(value, currency=tables.currency(picks))


def _spoken(table: pd.DataFrame) -> tuple[str, str]:
    """Return the partner spoken of (Russia where drawn) and its newest period."""
    partner = "RUS" if "RUS" in set(table["partner"]) else str(table["partner"].iloc[0])
    return partner, newest(table, partner)


def multiple(table: pd.DataFrame, picks: Picks) -> str:
    """Return "EU–China trade was 3.6 times Russia–China trade in 2025", or the level of one line alone."""
    others = [p for p in ("EU27", "ASEAN", "USA") if p in set(table["partner"])]
    already = picks["view"] == "ratio"  # its rows are multiples of Russia, without Russia
    if not others or not (already or "RUS" in set(table["partner"])):
        partner, period = _spoken(table)
        verb = "came to" if picks["flow"] == "total" else "were"
        return f"{flow(partner, picks)} {verb} {_money(_at(table, partner, period), picks)} in {_when(table, period)}"
    other = others[0]
    period = newest(table, other) if already else newest(table, "RUS", other)
    if not period:
        return ""
    ratio = words.number(_at(table, other, period) / (1 if already else _at(table, "RUS", period)))
    when = _when(table, period)
    if picks["flow"] == "total":
        return f"{place_name(other, short=True)}–China trade was {ratio} times Russia–China trade in {when}"
    direction = "to" if picks["flow"] == "export" else "from"
    return f"{flow(other, picks)} were {ratio} times those {direction} Russia in {when}"


def change(table: pd.DataFrame, picks: Picks) -> str:
    """Return by how much the partner spoken of moved on the year before."""
    partner, period = _spoken(table)
    value, when = _at(table, partner, period), _when(table, period)
    if not round(value, 1):
        return f"{flow(partner, picks)} did not change in {when}"
    return f"{flow(partner, picks)} {'rose' if value > 0 else 'fell'} by {_money(abs(value), picks)} in {when}"


def growth(table: pd.DataFrame, picks: Picks) -> str:
    """Return the growth of the partner spoken of, as printed before as recomputed."""
    table = table[table["basis"] == table.groupby(["partner", "period"])["basis"].transform("min")]
    partner, period = _spoken(table)
    value, when = _at(table, partner, period), _when(table, period)
    if not round(value, 1):
        return f"{flow(partner, picks)} did not grow in {when}"
    return f"{flow(partner, picks)} {'grew' if value > 0 else 'fell'} {words.percent(abs(value))} in {when}"


def index(table: pd.DataFrame, picks: Picks) -> str:
    """Return the index of the partner spoken of and its place among the lines, in the newest year that all have."""
    partners = list(dict.fromkeys(table["partner"]))
    partner = "RUS" if "RUS" in partners else str(partners[0])
    period = newest(table, *partners)
    if not period:
        return ""
    if period == table["base"].iloc[0]:  # all stand at 100 there
        partners, period = [partner], newest(table, partner)
    at = {p: _at(table, p, period) for p in partners}
    rank = sorted(at.values(), reverse=True).index(at[partner]) + 1
    ahead = {1: "highest", len(at): "lowest", 2: "second highest"}.get(rank, "third highest")
    if len(at) == 2:  # of two there is a higher, not a highest
        ahead = "higher" if rank == 1 else "lower"
    among = f", the {ahead} of the {COUNTED.get(len(at), str(len(at)))}" if len(at) > 1 else ""
    stood = f"stood at {words.number(at[partner], 0)} in {_when(table, period)} ({table['base'].iloc[0]} = 100)"
    return f"{flow(partner, picks)} {stood}{among}"


def share(table: pd.DataFrame, picks: Picks) -> str:
    """Return the share of China's trade with the world of the partner spoken of."""
    partner, period = _spoken(table)
    whole = {"total": "trade", "export": "exports", "import": "imports"}[picks["flow"]]
    verb = "took" if picks["flow"] == "export" else "supplied" if picks["flow"] == "import" else "made up"
    name = place(partner)
    part = words.percent(_at(table, partner, period))
    return f"{name[0].upper()}{name[1:]} {verb} {part} of China’s {whole} in {_when(table, period)}"


def balance(table: pd.DataFrame, picks: Picks) -> str:
    """Return China's surplus or deficit with the partner spoken of."""
    partner, period = _spoken(table)
    value, when = _at(table, partner, period), _when(table, period)
    if not round(value, 1):
        return f"China’s trade with {place(partner)} was balanced in {when}"
    side = "surplus" if value > 0 else "deficit"
    return f"China ran a {side} of {_money(abs(value), picks)} with {place(partner)} in {when}"


VIEWS = {
    "absolute": multiple, "log": multiple, "ratio": multiple, "increment": change, "growth": growth,
    "index": index, "share": share, "balance": balance,
}  # fmt: skip
