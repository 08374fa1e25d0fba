"""The five sentences of the overview: each begins with its number, computed from the rows, and opens its exhibit.

A sentence whose figures are missing on the day is left out; nothing here is typed but the words between the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.charts.dependence import dependence_shares
from dashboard.exhibits import badges, catalogue, permalink
from dashboard.exhibits.badges import Badge
from dashboard.exhibits.evidence import publisher, trail
from dashboard.exhibits.model import NothingToShow
from dashboard.figures import query, words
from dashboard.figures.query import Data
from dashboard.looks import Request, look
from dashboard.overview import headlines
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.exhibits.model import Exhibit

STALE = 5  # years: an older share says nothing of the state of play
KEYS = ["series", "reporter", "partner", "period", "months"]


@dataclass(frozen=True)
class Fact:
    """One of the five sentences: it begins with its number."""

    big: str
    sentence: str
    bold: str = ""  # the words of the sentence that matter most
    when: str = ""
    badges: tuple[Badge, ...] = ()
    sources: int = 0
    address: str = ""


def compute(data: Data, currency: str = "usd") -> list[Fact]:
    """Return the five sentences that the figures of the day allow; the first in the currency asked for."""
    made = (_total(data, currency), _ratios(data), _fossil(data), _crude(data), _dependence(data))
    return [one for one in made if one]


def _exhibit(data: Data, chart_id: str, **picks: str) -> Exhibit | None:
    """Return an exhibit on these figures, or None when it has nothing to show or does not know the picks."""
    declared = {pick.name: pick.default for pick in catalogue.module(chart_id).PICKS}
    if not set(picks) <= set(declared):
        return None
    try:
        return look(Request.for_chart(chart_id, declared | picks, data.edition, data.as_of)).exhibit
    except NothingToShow:
        return None


def _about(data: Data, rows: pd.DataFrame, address: str) -> dict[str, Any]:
    """Return when, badges and number of sources of the rows that a sentence speaks of."""
    leaves = {leaf for citation in _said(data, rows)["citation"] for leaf in trail(citation).leaves}
    titles = {(publisher(leaf), data.citations[leaf].title) for leaf in leaves if leaf in data.citations}
    last = min(badges.last_months(rows))
    annual = "-" not in str(rows["period"].iloc[0])
    return {
        "when": last[:4] if annual else words.day(last), "sources": len(titles), "address": address,
        "badges": (*badges.freshness(rows, data.as_of or words.today()), *badges.agreement(data, rows)),
    }  # fmt: skip


def _said(data: Data, rows: pd.DataFrame) -> pd.DataFrame:
    """Return everything known of the same values, whoever says it, and the rows themselves where they are computed."""
    import pandas as pd

    return pd.concat([data.known.merge(rows[KEYS].drop_duplicates(), on=KEYS), rows])


def _total(data: Data, currency: str) -> Fact | None:
    years = headlines.level(data, currency)
    if len(years) < 2:
        return None
    now, before = years.iloc[-1], years.iloc[-2]
    printed = headlines.printed(data, now, currency=currency)
    change = headlines.moved(data, years, currency)
    way = "up" if round(change, 1) > 0 else "down" if round(change, 1) < 0 else ""
    bold = f"{way} {words.percent(abs(change))}" if way else "unchanged"
    sentence = f"total trade in {now['period']}, {bold}"
    if printed is not None:
        sentence += " as printed"
        again = _recomputed(data, now["period"], currency)
        if again is not None and round(again, 1) != round(printed, 1):
            sentence += f" ({words.percent(abs(again))} on the first-published {before['period']} total)"
    about = _about(data, years.tail(1), permalink.address("trade_by_partner", {"view": "growth", "currency": currency}))
    return Fact(
        words.money(now["value"] / 1e9, currency=currency),
        sentence + ".",
        bold,
        **about,
    )


def _recomputed(data: Data, year: str, currency: str) -> float | None:
    """Return a year's growth on the base as known when the year came out, from China Customs' levels; None without one."""
    known = data.known[(data.known["series"] == headlines.GROWTH[currency]) & (data.known["status"] == "derived")]
    place = (known["reporter"] == "CHN") & (known["partner"] == "RUS") & (known["family"] == "gacc")
    rows = known[place & (known["period"] == year)]
    return float(rows["value"].iloc[-1]) if len(rows) else None


def _ratios(data: Data) -> Fact | None:
    item = _exhibit(data, "trade_by_partner", view="ratio")
    if item is None:
        return None
    table = item.table[item.table["value"].notna()]
    at = table[table["period"] == table.loc[table["partner"] == "EU27", "period"].max()].set_index("partner")
    if "EU27" not in at.index:
        return None
    others = [
        f"{place_name(p, short=True)} {words.number(at.loc[p, 'shown'])}" for p in ("ASEAN", "USA") if p in at.index
    ]
    rest = f"; {', '.join(others)}" if others else ""
    levels = query.pick(data, "goods_total_usd", reporter="CHN", partner=("RUS", "EU27", "USA", "ASEAN"), family="gacc",
                        whole_years=True)  # fmt: skip
    levels = levels[levels["period"] == at["period"].iloc[0]]
    about = _about(
        data, levels if len(levels) else at.reset_index(), permalink.address("trade_by_partner", {"view": "ratio"})
    )
    return Fact(
        f"{words.number(at.loc['EU27', 'shown'])} times", f"the EU’s trade with China against Russia’s{rest}.", **about
    )


FUELS = {"crude": "crude", "oil_products": "oil products", "coal": "coal", "pipeline_gas": "pipeline gas", "lng": "LNG"}


def _fossil(data: Data) -> Fact | None:
    item = _exhibit(data, "fossil_share")
    if item is None:
        return None
    table = item.table[
        (item.table["months"] == 12) & item.table["value"].notna() & (item.table["period"].str.len() == 4)
    ]
    shares = table[table["series"] == "fossil_fuels_imports_goods_share_pct"].sort_values("period")
    if shares.empty:
        return None
    now = shares.iloc[-1]
    drawn = set(table.loc[table["period"] == now["period"], "series"])
    fuels = words.listed(name for fuel, name in FUELS.items() if f"{fuel}_imports_goods_share_pct" in drawn)
    sentence = f"of imports from Russia were {fuels or 'fossil fuels'} in {now['period']}"
    if len(shares) > 1:
        before = shares.iloc[-2]
        sentence += f", {_moved(now['shown'] - before['shown'])} {words.percent(before['shown'])} in {before['period']}"
    about = _about(data, shares.tail(1), permalink.address("fossil_share"))
    return Fact(words.percent(now["shown"]), sentence + ".", **about)


def _moved(change: float) -> str:
    return "up from" if round(change, 1) > 0 else "down from" if round(change, 1) < 0 else "as"


def _crude(data: Data) -> Fact | None:
    item = _exhibit(data, "crude_share")
    if item is None:
        return None
    at = badges.headline_rows(item).sort_values("value", ascending=False).reset_index(drop=True)
    ours, others = at[at["partner"] == "RUS"], at[at["partner"] != "RUS"]
    if ours.empty or others.empty:
        return None
    year, share = str(ours["period"].iloc[0]), float(ours["shown"].iloc[0])
    rank, other = int(ours.index[0]) + 1, others.iloc[0]
    gap = share - float(other["shown"])
    where = "ahead of" if gap > 0 else "behind"
    rival = place_name(other["partner"], short=True)
    place = f"rank {rank}" if rank < 3 else f"rank {rank} of those published"
    sentence = f"of China’s crude came from Russia in {year}, {place}, {words.number(abs(gap))} pp {where} {rival}."
    about = _about(data, ours, permalink.address("crude_share"))
    value = _exhibit(data, "crude_share", measure="value", first=year, last=year) or _exhibit(
        data, "crude_share", measure="value"
    )
    said = badges.headline_rows(value) if value else at.iloc[:0]
    said = said[(said["partner"] == "RUS") & (said["period"] == year)]
    if len(said):
        beside = Badge(badges.NEUTRAL, f"{words.percent(float(said['shown'].iloc[0]))} by value")
        about["badges"] = (*about["badges"][:1], beside)
    return Fact(words.percent(share), sentence, place, **about)


def _dependence(data: Data) -> Fact | None:
    """Each side's share of the other's trade: the two rows that the dependence chart's headline speaks of."""
    item = _exhibit(data, "dependence_shares")
    pair = dependence_shares.pair(item.table, item.picks) if item else None
    if item is None or pair is None or int(pair[0]["period"]) < int(_level_year(data)) - STALE:
        return None
    theirs, ours = pair
    about = _about(data, badges.headline_rows(item), permalink.link("dependence", {}))
    sentence = f"China’s share of Russia’s trade, and Russia’s of China’s, in {theirs['period']}."
    return Fact(f"{words.percent(theirs['shown'])} / {words.percent(ours['shown'])}", sentence, **about)


def _level_year(data: Data) -> str:
    """Return the newest whole year of trade, or 0."""
    return max(headlines.level(data)["period"], default="0")
