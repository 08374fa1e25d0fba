"""The badges beside a headline: whether other sources say the same, and how fresh its own figures are.

Both are judged at the rows that the headline speaks of (`spoken`), never at others that are drawn, and freshness by
what the source should have published by the day, never by the day on which a copy came.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from dashboard.exhibits import robustness
from dashboard.exhibits.catalogue import module, table
from dashboard.figures import words
from etl.tables import registry, releases
from etl.tables.rows import month_after

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.exhibits.model import Exhibit
    from dashboard.figures.query import Data

ACCENT, NEUTRAL, AMBER = "accent", "neutral", "amber"
CLOSE = 5.0  # percent: further apart is a disagreement
OLD = 2  # years
KEYS = ["series", "reporter", "partner", "period", "months"]
YEAR = re.compile(r"\b((?:19|20)\d\d)(?:–(\d\d)\b)?")
RELEASE = re.compile(r"\b\d{4} release\b")  # the year of a publication is none of the figures


class Badge(NamedTuple):
    """A word or two on a tint: accent for current, neutral for a fact, amber for what needs thought."""

    tone: str
    words: str
    help: str = ""


def meaning(one: Badge) -> str:
    """Return what a badge of its kind means, as badges.csv says it; "" for a kind that is not there."""
    return next((line["words"] for line in table("badges") if re.match(line["like"], one.words)), "")


def for_exhibit(item: Exhibit, today: str = "") -> tuple[Badge, ...]:
    """Return the badges of an exhibit, two at most: does it hold on both sides (or do sources agree), is it fresh."""
    rows = headline_rows(item)
    agreed = robust(item, rows) or (() if item.page == "mirror" else agreement(item.data, rows))
    return (*agreed, *freshness(rows, item.as_of or today or words.today()))


def robust(item: Exhibit, rows: pd.DataFrame) -> tuple[Badge, ...]:
    """Return whether the finding also holds in the partner's own figures, where there are any to compare with.

    Judged up to the newest year of the rows given, those of the headline: years drawn after it are another finding.
    """
    spoken = max(last_months(rows), default="9999")[:4]
    found = robustness.for_exhibit(item, item.table[item.table["period"].str[:4] <= spoken])
    if found is None:
        return ()
    tone = AMBER if found.tone == robustness.ATTENTION else NEUTRAL
    years = f"Compared in {words.listed(found.years)}." if found.years else ""
    return (Badge(tone, found.words[0].upper() + found.words[1:], years),)


def last_month(period: str, months: int) -> str:
    """Return the last month of a period: ("2022", 12) gives "2022-12"."""
    first = period if "-" in period else f"{period}-01"
    return month_after(first, int(months) - 1)


def last_months(rows: pd.DataFrame) -> list[str]:
    """Return the last month of each row."""
    return [last_month(period, months) for period, months in zip(rows["period"], rows["months"], strict=True)]


def age(last: str, today: str) -> int:
    """Return the whole years from the end of a month to a day."""
    year, month = int(last[:4]), int(last[5:7])
    day = datetime.date.fromisoformat(today)
    return max(0, ((day.year - year) * 12 + day.month - month - 1) // 12)


def headline_rows(item: Exhibit) -> pd.DataFrame:
    """Return the rows drawn that an exhibit's headline speaks of: see `spoken_rows`."""
    return rows_of_headline(item.id, item.headline, item.table, item.picks)


def rows_of_headline(chart_id: str, headline: str, table: pd.DataFrame, picks: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows that a headline speaks of: those its chart names, else those of its newest period.

    That is the newest of the years the headline names ("2020–24" ends in 2024), or of all rows where it names none.
    """
    rows = table[table["value"].notna()]
    own = getattr(module(chart_id), "spoken", None)
    if own is not None:
        return own(rows, picks)
    last = rows.assign(end=last_months(rows))
    named = {f"{first[:2]}{second}" if second else first for first, second in YEAR.findall(RELEASE.sub("", headline))}
    there = last[last["end"].str[:4].isin(named)]
    last = there if len(there) else last
    return last[last["end"] == last["end"].max()].drop(columns="end")


def freshness(rows: pd.DataFrame, today: str) -> tuple[Badge, ...]:
    """Return how old rows are on a day: "Current: Jul 2026", "Expected since 20 Sep 2026", "1 year old" (amber from two years on).

    The oldest of the rows counts; they are current until the day on which a source of theirs should have published more.
    """
    if rows.empty:
        return ()
    ordered = rows.assign(end=last_months(rows)).sort_values("end")
    row = ordered.iloc[0]
    last, annual = str(row["end"]), "-" not in str(row["period"])
    named = last[:4] if annual else words.day(last)
    sources = sorted({str(source) for source in rows["source"] if source in registry.table("sources")})
    awaited = min(
        filter(None, (releases.expected(one, last, annual=annual, today=today) for one in sources)), default=""
    )
    said = f"The figures of the headline end in {words.day(last)}."
    told = (
        f"{said} The next {'were' if today >= awaited else 'are'} expected on {words.day(awaited)}."
        if awaited
        else said
    )
    old = age(last, today)
    if old:
        return (Badge(AMBER if old >= OLD else NEUTRAL, f"{old} year{'s' if old > 1 else ''} old", told),)
    if awaited and today >= awaited:
        return (Badge(AMBER, f"Expected since {words.day(awaited)}", told),)
    if not awaited:
        return (Badge(NEUTRAL, f"To {named}", said),)
    return (Badge(ACCENT, f"Current: {named}", told),)


def agreement(data: Data, rows: pd.DataFrame) -> tuple[Badge, ...]:
    """Return how far other sources of the same values are apart, at the rows given; nothing where there are no others."""
    level = rows[rows["source"] != ""]
    both = data.shown[[*KEYS, "value", "rounding", "family"]].merge(
        level[[*KEYS, "value", "rounding", "family"]].drop_duplicates(KEYS), on=KEYS, suffixes=("", "_drawn")
    )
    both = both[(both["family"] != both["family_drawn"]) & (both["value_drawn"] != 0)]
    if both.empty:
        return ()
    gap = (both["value"] - both["value_drawn"]).abs()
    percent = float((gap / both["value_drawn"].abs() * 100).max())
    when = words.period(str(both["period"].max()), int(both["months"].iloc[-1]))
    if (gap <= both["rounding"] + both["rounding_drawn"]).all():
        return (Badge(NEUTRAL, "Sources agree", f"{when}: the same within rounding."),)
    if percent <= CLOSE:
        return (Badge(NEUTRAL, f"Sources within {max(1, -int(-percent // 1))}%", f"{when}: the widest difference."),)
    return (Badge(AMBER, "Sources disagree", f"{when}: up to {percent:.0f}% apart. See Sources."),)
