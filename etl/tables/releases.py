"""Release calendar: on which day a source should have published the period after its newest one.

Offices with a known day stand in release_calendar.csv, by source family; for others the usual delay of sources.csv
(`due_days` after the end of the period) counts. A source that has stopped, or follows no calendar, is never expected.
"""

from __future__ import annotations

import datetime
from functools import cache

from etl.tables import registry
from etl.tables.rows import month_after


@cache
def _calendar() -> dict[tuple[str, str], registry.Row]:
    return {(line["family"], line["rhythm"]): line for line in registry.lines("release_calendar")}


def stopped(source: str, today: str) -> bool:
    """Return whether a source publishes no more, as of a day."""
    frozen = registry.get("sources", source)["frozen_since"]
    return bool(frozen) and frozen <= today


def expected(source: str, last: str, *, annual: bool, today: str) -> str:
    """Return the day on which a source should publish what follows `last` (a month, "2026-07"): "2026-09-20".

    `annual` says that figures of whole years are meant: then the year after is awaited, else the month after. "" where
    nothing is awaited as of `today`: the source has stopped or follows no calendar.
    """
    if stopped(source, today):
        return ""
    family = registry.family(source)
    family = "sipri" if family.startswith("sipri_") else family
    line = _calendar().get((family, "annual" if annual else "monthly"))
    following = month_after(last, 12 if annual else 1)
    if line is None:
        due = _usual(source)
        return (_end(following) + datetime.timedelta(days=due)).isoformat() if due else ""
    if following[5:] in line["skips"].split(";"):
        following = month_after(following, 1)
    return f"{month_after(following, int(line['months_after']))}-{int(line['day']):02d}"


def _usual(source: str) -> int:
    """Return the usual delay of a source in days, or 0 for one without a calendar."""
    return int(registry.get("sources", source)["due_days"] or 0)


def _end(month: str) -> datetime.date:
    """Return the last day of a month."""
    return datetime.date.fromisoformat(f"{month_after(month, 1)}-01") - datetime.timedelta(days=1)
