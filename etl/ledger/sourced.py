"""Claims that sources answer, not rows: when something happened, how many there were, how long between, more often than.

What a text says is held against `second_sources.csv` and against the other texts, never against itself: a date that only
its own text gives cannot be checked, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from etl.extract.compilation import span
from etl.ledger.claims import Claim
from etl.ledger.verdicts import REASONS, Verdict
from etl.tables import registry

WEEK = 7
DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}s?")


@dataclass(frozen=True)
class Said:
    """What an independent source says of an event or a count, and whose words they are."""

    says: str
    who: str
    line: registry.Row | None = None  # of second_sources.csv; None for another of the texts


def judge(claim: Claim, day: str = "") -> Verdict:
    """Return the verdict on a claim by the sources out on a day ("": today); our own reading stands in its words."""
    judged = {"date": _date, "count": _count, "interval": _interval, "more_often": _more_often}[claim.measure](
        claim, day
    )
    ours = {
        "period": f" Our reading: the text gives no date, and {claim.printed} is taken.",
        "measure": f" Our reading: {claim.note}.",
    }.get(claim.ours, "")
    return replace(judged, words=judged.words + ours)


def sources(about: str, day: str = "") -> list[Said]:
    """Return what second sources out on a day ("": today) say of an event or a count; one without a day of its own is always in."""
    lines = [line for line in registry.lines("second_sources") if line["about"] == about]
    lines = [line for line in lines if not day or line["day"] <= day[: len(line["day"])]]
    return [Said(line["says"], ", ".join(filter(None, (line["publisher"], line["day"]))), line) for line in lines]


def _date(claim: Claim, day: str) -> Verdict:
    """Return the verdict on a date: what its own reference says first, then the independent sources."""
    event = registry.table("events").get(claim.event)
    if event and event["document"] == claim.document and not _alike(claim, event["date"]):
        words = f"The text’s own reference gives another date. {_where(event)}"
        return Verdict(claim, "contradicted", words)
    said = [*sources(claim.event, day), *_other_texts(claim, event)]
    if not said:
        where = f" {_where(event)}" if event else ""
        return Verdict(claim, "uncheckable", f"{REASONS['single_source']}{where}", reason="single_source")
    return _weighed(claim, [(one, _alike(claim, one.says)) for one in said], "date")


def _where(event: registry.Row) -> str:
    notes = f" {event['notes'].rstrip('.')}." if event["notes"] else ""
    return f"{event['what']}: {event['date']} ({event['source']}).{notes}"


def _other_texts(claim: Claim, event: registry.Row | None) -> list[Said]:
    """Return what other texts say of the same event: the one that the table of events cites, and their own claims."""
    found = {}
    if event and event["document"] != claim.document:
        found[event["document"]] = Said(event["date"], event["source"])
    titles = registry.table("documents")
    for line in registry.lines("claims"):
        same = line["event"] == claim.event and line["measure"] == "date" and line["document"] != claim.document
        if claim.event and same and line["document"] not in found:
            found[line["document"]] = Said(line["value"], titles[line["document"]]["title"])
    return list(found.values())


def _alike(claim: Claim, known: str) -> bool:
    """Return whether a date agrees with the one a claim prints, as far as both are told."""
    said: list[str] = DATE.findall(claim.printed)
    dated: list[str] = DATE.findall(known)
    if not said or not dated:
        return False
    first, found = said[0], dated[0]
    size = min(len(first), len(found))
    if claim.qualifier == "after":
        return found[:4] >= first[:4]
    if claim.qualifier == "by":
        return found[:size] <= first[:size]
    if len(said) > 1:
        return first[:size] <= found[:size] <= said[1][:size]
    return first[:size] == found[:size]


def _count(claim: Claim, day: str) -> Verdict:
    """Return the verdict on a number that sources give."""
    low, high = claim.allowed
    said = sources(claim.event, day)
    pairs = [
        (one, (low is None or Decimal(one.says) >= low) and (high is None or Decimal(one.says) <= high)) for one in said
    ]
    return _weighed(claim, pairs, "number") if pairs else _alone(claim)


def _interval(claim: Claim, day: str) -> Verdict:
    """Return the verdict on the weeks between two events, each dated to the day by its first independent source."""
    ends = [next((one for one in sources(event, day) if len(one.says) == 10), None) for event in claim.event.split(";")]
    first, last = (*ends, None)[:2]
    if first is None or last is None:
        return _alone(claim)
    days = abs((date.fromisoformat(last.says) - date.fromisoformat(first.says)).days)
    low, high = claim.allowed
    right = (low is None or Decimal(days) / WEEK >= low) and (high is None or Decimal(days) / WEEK <= high)
    words = f"From {first.says} (as dated by {first.who}) to {last.says} (as dated by {last.who}) are {days} days, {days / WEEK:.1f} weeks."
    return Verdict(claim, "reproduced" if right else "not_reproduced", words, witnesses=_lines([first, last]))


def _more_often(claim: Claim, day: str) -> Verdict:
    """Return the verdict on more a year in one stretch than in another, as one source counts both."""
    rates = []
    for about in claim.event.split(";"):
        for one in sources(about, day)[:1]:
            line = one.line or {}
            rates.append((one, Decimal(one.says) * 12 / span(line["period"])[1], line["period"].replace("/", " to ")))
    if len(rates) != 2:
        return _alone(claim)
    (now, often, when), (then, seldom, before) = rates
    words = (
        f"“{claim.printed}” is read as: more a year than before. {now.who} counts {now.says} in {when}, "
        f"{often:.1f} a year, and {then.says} in {before}, {seldom:.1f} a year."
    )
    kind = "reproduced" if often > seldom else "not_reproduced"
    return Verdict(claim, kind, words, witnesses=_lines([now, then]))


def _alone(claim: Claim) -> Verdict:
    return Verdict(claim, "uncheckable", REASONS["single_source"], reason="single_source")


def _weighed(claim: Claim, pairs: Sequence[tuple[Said, bool]], what: str) -> Verdict:
    """Return the verdict of sources that agree with a claim or do not: all, none, or some."""
    right = sum(agrees for _, agrees in pairs)
    kind = "reproduced" if right == len(pairs) else "depends_on_source" if right else "not_reproduced"
    many = len(pairs) > 1
    opening = {
        "reproduced": f"{'Independent sources say' if many else 'An independent source says'} the same.",
        "depends_on_source": f"Independent sources give more than one {what}.",
        "not_reproduced": f"{'Independent sources give' if many else 'An independent source gives'} another {what}.",
    }[kind]
    told = " ".join(f"{one.who}: {one.says}." for one, _ in pairs)
    return Verdict(claim, kind, f"{opening} {told}", witnesses=_lines(one for one, _ in pairs))


def _lines(said: Iterable[Said]) -> tuple[registry.Row, ...]:
    """Return the lines of second sources, each once."""
    return tuple({line["url"] + line["about"]: line for one in said if (line := one.line)}.values())
