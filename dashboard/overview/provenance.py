"""What the page Sources lists: every source with its freshness, corrections in force, and the history of editions."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

from dashboard.exhibits import badges, evidence
from dashboard.exhibits.badges import ACCENT, AMBER, NEUTRAL, Badge
from dashboard.figures import comparisons, query, served, settings, words
from dashboard.figures.memo import keep_with_figures
from dashboard.figures.query import Data
from etl.store import Store
from etl.tables import registry, releases

if TYPE_CHECKING:
    import pandas as pd

LATE = 2  # times its usual delay: a source is late, before that it is due


class Source(NamedTuple):
    """One source: who, what, under which licence, how much of it is here, and how fresh."""

    id: str  # in sources.csv
    publisher: str
    title: str
    licence: str
    home: str
    figures: int
    first: str
    last: str
    newest: str  # day of the newest publication
    state: Badge


class Change(NamedTuple):
    """One decision on the data and what it did to the values shown."""

    edition: str
    day: str
    what: str
    why: str
    effect: str


def sources(data: Data) -> list[Source]:
    """Return every source with figures here, by publisher, its state as of the day looked from."""
    return list(_sources(data, data.as_of or words.today()))


@keep_with_figures
def _sources(data: Data, today: str) -> tuple[Source, ...]:
    rows_of = {str(name): rows for name, rows in data.known[data.known["status"] != "derived"].groupby("source")}
    out = []
    for line in registry.lines("sources"):
        rows = rows_of.get(line["source"])
        if rows is None:
            continue
        last = max(badges.last_month(p, m) for p, m in zip(rows["period"], rows["months"], strict=True))
        newest = query.newest_day(rows["vintage"])
        out.append(
            Source(line["source"], line["publisher"], line["title"], line["licence"], line["home"], len(rows), rows["period"].min()[:4],
                   last, newest, state(line, last, today))
        )  # fmt: skip
    return tuple(sorted(out, key=lambda one: (one.publisher, one.title)))


def state(line: registry.Row, last: str, today: str) -> Badge:
    """Return whether a source is fresh, due, late or frozen: by the day on which it should have published more (`etl.tables.releases`)."""
    frozen = line["frozen_since"]
    if frozen and frozen <= today:
        return Badge(NEUTRAL, "Frozen", f"No newer figures since {words.day(frozen)}; none are expected.")
    awaited = releases.expected(line["source"], last, annual=line["frequency"] == "annual", today=today)
    if not awaited or not line["due_days"]:
        return Badge(NEUTRAL, "Irregular", "It follows no calendar.")
    over = (datetime.date.fromisoformat(today) - datetime.date.fromisoformat(awaited)).days
    said = f"Newest figure ends in {words.day(last)}; the next {'was' if over > 0 else 'is'} expected on {words.day(awaited)}."
    if over <= 0:
        return Badge(ACCENT, "Fresh", said)
    if over <= LATE * int(line["due_days"]):
        return Badge(NEUTRAL, "Due", said)
    return Badge(AMBER, "Late", said)


def corrections() -> list[registry.Row]:
    """Return the corrections in force: what was found, what stands instead, and why."""
    return list(registry.lines("corrections"))


def correction(line: registry.Row) -> str:
    """Return what a correction does, in words."""
    field, instead = line["field"], line["instead"]
    if (field, instead) == ("status", "withdrawn"):
        return "left out"
    if field == "value":
        return value(line, instead)
    if field == "rounding":
        return f"good to ±{value(line, instead)}"
    return {
        "status": f"marked {instead}",
        "period": f"begins {words.day(instead)}",
        "months": f"{instead} month{'s' if instead != '1' else ''}",
        "vintage": f"published {words.day(instead)}",
    }.get(field, f"{field}: {instead}")


def value(line: registry.Row, exact: str) -> str:
    """Return a corrected row's value in its display unit: "29.953 US$ bn"."""
    row = {"series": line["series"], "value": float(exact), "rounding": 0.0}
    return f"{evidence.figure(row)} {evidence.unit(line['series'])}".strip()


def history(data: Data) -> list[Change]:
    """Return every decision since the base that ships, newest first, with its effect in figures."""
    return list(_history(data))


@keep_with_figures
def _history(data: Data) -> tuple[Change, ...]:
    folder = data.folder or settings.folder()
    base, _, number = data.edition.partition("+")
    out = []
    for entry in Store(folder).history()[: int(number)]:
        before, now = (query.load(folder, f"{base}+{n}") for n in (entry.number - 1, entry.number))
        who = f" by {entry.by}" if entry.by else ""
        out.append(
            Change(f"{base}+{entry.number}", str(entry.at)[:10], f"{entry.kind.capitalize()} {entry.source}{who}",
                   entry.note or entry.reason, comparisons.effect(comparisons.changes(before, now)))
        )  # fmt: skip
    return tuple(reversed(out))


def apart_words(found: pd.DataFrame) -> str:
    """Return how many published values disagree with the one shown of their own source."""
    count = len(found)
    return f"{count} published value{'s' if count != 1 else ''} say{'' if count != 1 else 's'} something else"


def summary(data: Data) -> str:
    """Return the page's finding: how many sources, publishers and figures, and how many are late."""
    known = sources(data)
    publishers = {one.publisher for one in known}
    late = sum(one.state.words == "Late" for one in known)
    told = "none is late" if not late else "one is late" if late == 1 else f"{late} are late"
    figures = sum(one.figures for one in known)
    return f"{figures:,} figures from {len(known)} sources of {len(publishers)} publishers; {told}"


def edition_words(view_edition: str) -> str:
    """Return what an edition is, in a sentence."""
    base, _, number = view_edition.partition("+")
    since = f"and {number} decision{'s' if number != '1' else ''} since" if int(number) else "and nothing since"
    newest = "the newest here" if view_edition == served.newest() else f"older than {served.newest()}"
    return f"Edition {view_edition}: the figures that shipped on {words.day(base)} {since}; {newest}."
