"""The two badges beside a headline: how fresh the figures are, and whether other sources say the same."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

from dashboard import robustness, words
from etl.rows import month_after

if TYPE_CHECKING:
    from dashboard.exhibit import Exhibit

ACCENT, NEUTRAL, AMBER = "accent", "neutral", "amber"
CLOSE = 5.0  # percent: further apart is a disagreement
OLD = 2  # years


class Badge(NamedTuple):
    """A word or two on a tint: accent for current, neutral for a fact, amber for what needs thought."""

    tone: str
    words: str
    help: str = ""


def of(item: Exhibit) -> tuple[Badge, ...]:
    """Return the badges of an exhibit, two at most: does it hold on both sides (or do sources agree), is it fresh."""
    return (*(robust(item) or agreement(item)), fresh(item))


def robust(item: Exhibit) -> tuple[Badge, ...]:
    """Return whether the finding also holds in the partner's own figures, where there are any to compare with."""
    found = robustness.for_exhibit(item)
    if found is None:
        return ()
    tone = AMBER if found.tone == robustness.ATTENTION else NEUTRAL
    years = f"Compared in {words.listed(found.years)}." if found.years else ""
    return (Badge(tone, found.words[0].upper() + found.words[1:], years),)


def end(period: str, months: int) -> str:
    """Return the last month of a period: ("2022", 12) gives "2022-12"."""
    first = period if "-" in period else f"{period}-01"
    return month_after(first, int(months) - 1)


def age(last: str, today: str) -> int:
    """Return the whole years from the end of a month to a day."""
    year, month = int(last[:4]), int(last[5:7])
    day = datetime.date.fromisoformat(today)
    return max(0, ((day.year - year) * 12 + day.month - month - 1) // 12)


def fresh(item: Exhibit) -> Badge:
    """Return how old the newest figure drawn is: "Current: Jan 2026", "1 year old", in amber from two years on."""
    rows = item.table[item.table["value"].notna()]
    last = max(end(period, months) for period, months in zip(rows["period"], rows["months"], strict=True))
    newest = rows.loc[rows["period"] == rows["period"].max(), "vintage"].max()
    old = age(last, item.as_of or words.today())
    if old >= OLD:
        return Badge(AMBER, f"{old} years old", f"The newest figure drawn ends in {words.day(last)}.")
    if old:
        return Badge(NEUTRAL, "1 year old", f"The newest figure drawn ends in {words.day(last)}.")
    return Badge(
        ACCENT, f"Current: {words.day(str(newest)[:7])}", f"The newest figure drawn ends in {words.day(last)}."
    )


def agreement(item: Exhibit) -> tuple[Badge, ...]:
    """Return how far other sources of the same values are apart, in the newest period that has any; else nothing."""
    keys = ["series", "reporter", "partner", "period", "months"]
    level = item.table[item.table["value"].notna() & (item.table["source"] != "")]
    both = item.data.shown[[*keys, "value", "rounding", "family"]].merge(
        level[[*keys, "value", "rounding", "family"]].drop_duplicates(keys), on=keys, suffixes=("", "_drawn")
    )
    both = both[(both["family"] != both["family_drawn"]) & (both["value_drawn"] != 0)]
    if both.empty:
        return ()
    at = both[both["period"] == both["period"].max()]
    gap = (at["value"] - at["value_drawn"]).abs()
    percent = float((gap / at["value_drawn"].abs() * 100).max())
    when = words.period(str(at["period"].iloc[0]), int(at["months"].iloc[0]))
    if (gap <= at["rounding"] + at["rounding_drawn"]).all():
        return (Badge(NEUTRAL, "Sources agree", f"{when}: the same within rounding."),)
    if percent <= CLOSE:
        return (Badge(NEUTRAL, f"Sources within {max(1, -int(-percent // 1))}%", f"{when}: the widest difference."),)
    return (Badge(AMBER, "Sources disagree", f"{when}: up to {percent:.0f}% apart. See Sources."),)
