"""Headlines whose newest figure is old: they begin with their year, and the page says why nothing newer exists.

A headline is stale when its newest year lies more than two years before the edition (or the day looked back from).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dashboard.exhibits import badges, catalogue
from dashboard.exhibits.catalogue import module
from dashboard.figures import arms_releases as arms
from dashboard.figures import words
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.figures.query import Data

BEHIND = 2  # years
AS_IS = "-"  # the opening of a chart whose headline is about an old year itself
PAST = {"are": "were", "is": "was", "stand": "stood", "stands": "stood", "takes": "took", "supplies": "supplied",
        "agree": "agreed", "explains": "explained", "depends": "depended", "has": "had"}  # fmt: skip
PROPER = re.compile(r"(?:China|Russia|EU|US|USA|SIPRI|India|Power of|Peace|LNG|\d)")
SINCE = re.compile(r"\bsince\b")


def wording(chart_id: str, picks: Mapping[str, str]) -> Mapping[str, str]:
    """Return how a chart's stale headline opens and why it has nothing newer: its line for these picks, or {}."""
    for one in catalogue.table("stale"):
        name, _, value = one["pick"].partition("=")
        if one["chart"] == chart_id and (not name or picks.get(name) == value):
            return one
    return {}


def date_headline(
    chart_id: str, headline: str, table: pd.DataFrame, picks: Mapping[str, str], behind: str
) -> tuple[str, str]:
    """Return a headline, its year first where that is old against `behind` (an edition or a day), and why nothing is newer."""
    rows = badges.rows_of_headline(chart_id, headline, table, picks)
    newest = max(badges.last_months(rows))[:4] if len(rows) else "9999"
    if not is_old(newest, behind):
        return headline, ""
    told = wording(chart_id, picks)
    if told.get("opening") == AS_IS:
        return headline, ""
    if picks.get("last"):  # the reader chose to stop there
        bare = told.get("opening", "").partition("{year}, ")
        return open_with_year(headline, newest, "".join(bare[:2])), ""
    return open_with_year(headline, newest, told.get("opening", "")), told.get("why", "")


def newer_release_words(data: Data, table: pd.DataFrame, picks: Mapping[str, str]) -> str:
    """Return what a newer SIPRI release lacks where "newest" draws an older one, in words; "" where it is the newest."""
    drawn = max((str(family) for family in table["family"] if family in arms.releases()), default="")
    held = data.known[data.known["family"].isin(arms.releases())]
    newer = sorted(family for family in held["family"].unique() if family > drawn)
    if picks.get("release") != "newest" or not drawn or not newer:
        return ""
    rows = held[held["family"] == newer[-1]]
    pair = ((rows["reporter"] == "RUS") & (rows["partner"] == "CHN")).any()
    what = "not these figures" if pair else "only totals over all partners, not what Russia delivers to China"
    return f"SIPRI’s {arms.release_year(newer[-1])} release is newer, but what is held of it has {what}."


def newer_in_yuan(chart_id: str, data: Data, table: pd.DataFrame, picks: Mapping[str, str]) -> str:
    """Return what a chart in dollars says in yuan where yuan figures reach further, in words; "" elsewhere.

    Nothing is converted: the yuan figures are the office's own.
    """
    if picks.get("currency") != "usd" or picks.get("last") or table["period"].str.len().eq(4).all():
        return ""
    twins = {str(name).replace("_usd", "_cny") for name in table["series"] if str(name).endswith("_usd")}
    twins = {name for name in twins if name in registry.table("series")} & set(data.by_series)
    ours = data.shown[data.shown["series"].isin(twins) & data.shown["partner"].isin(set(table["partner"]))]
    reached = max(badges.last_months(table))
    if ours.empty or max(badges.last_months(ours)) <= reached:
        return ""
    chart, chosen = module(chart_id), {**picks, "currency": "cny"}
    yuan = chart.table(data, chosen)
    yuan = yuan[yuan["value"].notna()].reset_index(drop=True) if len(yuan) else yuan
    if yuan.empty or max(badges.last_months(yuan)) <= reached:
        return ""
    said = chart.headline(yuan, chosen) or f"figures reach {words.day(max(badges.last_months(yuan)))}"
    return f"In yuan, newer: {_lowered(said)}"


def is_old(year: str, behind: str) -> bool:
    """Return whether a year lies more than two before the year of an edition or a day."""
    return int(year) < int(behind[:4]) - BEHIND


def open_with_year(headline: str, year: str, opening: str = "") -> str:
    """Return a headline that begins with its year, told in the past: "In 2021, the last year both counted, …".

    A headline that says since when something holds stays as it is, as does one whose year cannot be moved.
    """
    if SINCE.search(headline) or headline.startswith(("In ", "By ", "For ", "Up to ")):
        return headline
    window = re.search(rf"\d{{4}}–{year[2:]}\b|\b(?:{'|'.join(words.MONTHS)}) {year}\b", headline)
    when = window[0] if window else year
    rest = _without(headline, when)
    if rest == headline and not opening:
        return headline
    return (opening or "In {year}, ").format(year=when) + _past(_lowered(rest))


def _without(headline: str, when: str) -> str:
    """Return a headline without its year or years: "(2021)" at the end, "in 2021", "by 2019", "the 2022 rise", "2017–21 share"."""
    for pattern, instead in ((rf" \({when}\)$", ""), (rf" (?:in|by) {when}\b", ""), (rf"\b{when} ", "")):
        shorter, found = re.subn(pattern, instead, headline, count=1)
        if found:
            return shorter
    return headline


def _lowered(text: str) -> str:
    return text if PROPER.match(text) else text[0].lower() + text[1:]


def _past(text: str) -> str:
    return re.sub(r"\b[a-z]+\b", lambda found: PAST.get(found[0], found[0]), text)
