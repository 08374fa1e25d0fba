"""The five sentences of the overview: each begins with its number, computed from the rows, and opens its exhibit.

A sentence whose figures are missing on the day is left out; nothing here is typed but the words between the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import badges, cards, finding, permalink, query, words
from dashboard.badges import Badge
from dashboard.evidence import publisher, trail
from dashboard.exhibit import NothingToShow
from dashboard.query import Data
from etl.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.exhibit import Exhibit

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


def facts(data: Data, currency: str = "usd") -> list[Fact]:
    """Return the five sentences that the figures of the day allow; the first in the currency asked for."""
    made = (_total(data, currency), _ratios(data), _fossil(data), _crude(data), _dependence(data))
    return [one for one in made if one]


def _exhibit(data: Data, chart_id: str, **picks: str) -> Exhibit | None:
    """Return an exhibit on these figures, or None when it has nothing to show or does not know the picks."""
    declared = {pick.name: pick.default for pick in cards.module(chart_id).PICKS}
    if not set(picks) <= set(declared):
        return None
    try:
        return cards.shown(chart_id, declared | picks, data.edition, data.as_of)
    except NothingToShow:
        return None


def _about(data: Data, rows: pd.DataFrame, address: str) -> dict:
    """Return when, badges and number of sources of the rows that a sentence speaks of."""
    last = max(rows["period"])
    leaves = {leaf for citation in _said(data, rows)["citation"] for leaf in trail(citation).leaves}
    titles = {(publisher(leaf), data.citations[leaf].title) for leaf in leaves if leaf in data.citations}
    end = min(badges.end(p, m) for p, m in zip(rows["period"], rows["months"], strict=True))
    old = badges.age(end, data.as_of or words.today())
    tone = badges.AMBER if old >= badges.OLD else badges.NEUTRAL if old else badges.ACCENT
    fresh = Badge(tone, f"{old} year{'s' if old > 1 else ''} old" if old else "Current")
    published = query.newest_day(rows.loc[rows["period"] == last, "vintage"])
    return {
        "when": words.day(published[:7]) if published and not old else last[:4], "badges": (fresh, *_agreement(data, rows)),
        "sources": len(titles), "address": address,
    }  # fmt: skip


def _said(data: Data, rows: pd.DataFrame) -> pd.DataFrame:
    """Return everything known of the same values, whoever says it."""
    return data.known.merge(rows[KEYS].drop_duplicates(), on=KEYS)


def _agreement(data: Data, rows: pd.DataFrame) -> tuple[Badge, ...]:
    """Return how far other families are from the rows of a sentence."""
    both = data.shown[[*KEYS, "value", "rounding", "family"]].merge(
        rows[[*KEYS, "value", "rounding", "family"]], on=KEYS, suffixes=("", "_drawn")
    )
    both = both[both["family"] != both["family_drawn"]]
    if both.empty:
        return ()
    gap = (both["value"] - both["value_drawn"]).abs()
    percent = float((gap / both["value_drawn"].abs() * 100).max())
    if (gap <= both["rounding"] + both["rounding_drawn"]).all():
        return (Badge(badges.NEUTRAL, "Sources agree"),)
    if percent <= badges.CLOSE:
        return (Badge(badges.NEUTRAL, f"Sources within {max(1, -int(-percent // 1))}%"),)
    return (Badge(badges.AMBER, "Sources disagree"),)


def _total(data: Data, currency: str) -> Fact | None:
    years = finding.level(data, currency)
    if len(years) < 2:
        return None
    now, before = years.iloc[-1], years.iloc[-2]
    printed = finding.printed(data, now, currency=currency)
    ours = query.pick(data, finding.GROWTH[currency], reporter="CHN", partner="RUS", family="gacc")
    known = data.known[(data.known["series"] == finding.GROWTH[currency]) & (data.known["status"] == "derived")]
    known = known[(known["reporter"] == "CHN") & (known["partner"] == "RUS") & (known["period"] == now["period"])]
    again = (
        float(known["value"].iloc[-1]) if len(known) and not ours.empty else (now["value"] / before["value"] - 1) * 100
    )
    change = again if printed is None else printed
    way = "up" if change > 0 else "down"
    sentence = f"total trade in {now['period']}, {way} {words.percent(abs(change))}"
    if printed is not None:
        sentence += " as printed"
        if round(again, 1) != round(printed, 1):
            sentence += f" ({words.percent(abs(again))} on the first-published {before['period']} total)"
    about = _about(data, years.tail(1), permalink.address("trade_by_partner", {"view": "growth", "currency": currency}))
    return Fact(
        words.money(now["value"] / 1e9, currency=currency),
        sentence + ".",
        f"{way} {words.percent(abs(change))}",
        **about,
    )


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
    about["when"] = str(at["period"].iloc[0])
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
    rows = query.pick(data, "crude_imports_volume_share_pct", reporter="CHN", family="gacc", whole_years=True)
    years = [y for y, group in rows.groupby("period") if len(group) > 1 and "RUS" in set(group["partner"])]
    if not years:
        return None
    at = rows[rows["period"] == max(years)].sort_values("value", ascending=False).reset_index(drop=True)
    rank = int(at.index[at["partner"] == "RUS"][0]) + 1
    ours = at[at["partner"] == "RUS"]
    other = at[at["partner"] != "RUS"].iloc[0]
    gap = float(ours["value"].iloc[0] - other["value"])
    where = "ahead of" if gap > 0 else "behind"
    rival = place_name(other["partner"], short=True)
    place = f"rank {rank}" if rank < 3 else f"rank {rank} of those published"
    sentence = (
        f"of China’s crude came from Russia in {max(years)}, {place}, {words.number(abs(gap))} pp {where} {rival}."
    )
    about = _about(data, ours, permalink.address("crude_share"))
    value = query.pick(data, "crude_imports_value_share_pct", reporter="CHN", partner="RUS", family="gacc",
                       first=max(years), last=max(years), whole_years=True)  # fmt: skip
    if len(value):
        about["badges"] = (
            about["badges"][0],
            Badge(badges.NEUTRAL, f"{words.percent(float(value['value'].iloc[0]))} by value"),
        )
    about["when"] = max(years)
    return Fact(words.percent(float(ours["value"].iloc[0])), sentence, place, **about)


def _dependence(data: Data) -> Fact | None:
    """Each side's share of the other's trade: the two rows that the dependence chart's headline speaks of."""
    from dashboard.charts import dependence_shares

    item = _exhibit(data, "dependence_shares")
    pair = dependence_shares.pair(item.table, item.picks) if item else None
    if item is None or pair is None or int(pair[0]["period"]) < int(_level_year(data)) - STALE:
        return None
    theirs, ours = pair
    drawn = item.table[(item.table["role"] == "drawn") & (item.table["period"] == theirs["period"])]
    about = _about(data, drawn, permalink.link("dependence", {}))
    about["when"] = str(theirs["period"])
    sentence = f"China’s share of Russia’s trade, and Russia’s of China’s, in {theirs['period']}."
    return Fact(f"{words.percent(theirs['shown'])} / {words.percent(ours['shown'])}", sentence, **about)


def _level_year(data: Data) -> str:
    """Return the newest whole year of trade, or 0."""
    return max(finding.level(data)["period"], default="0")
