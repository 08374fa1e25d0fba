"""Dates: claims of when something happened, against events.csv and against the other texts; and what came of forecasts."""

from __future__ import annotations

from etl.ledger.claims import Claim
from etl.ledger.verdicts import REASONS, Verdict
from etl.tables import registry
from etl.tables.rows import month_after


def judge(claim: Claim) -> Verdict:
    """Return the verdict on a date: tested against the dated events, and against what the other texts say of the same event."""
    event = registry.table("events").get(claim.event)
    if event is None:
        return Verdict(claim, "uncheckable", REASONS["single_source"], reason="single_source")
    said, known = _date(claim.printed), event["date"]
    size = min(len(said), len(known))
    alike = known[:4] >= said[:4] if claim.qualifier == "after" else said[:size] == known[:size]
    where = f"{event['what']}: {known} ({event['source']})."
    if event["notes"]:
        where += f" {event['notes'].rstrip('.')}."
    if not alike:
        kind = "contradicted" if event["document"] == claim.document else "not_reproduced"
        opening = (
            "The text’s own reference gives another date."
            if kind == "contradicted"
            else "The dated events give another date."
        )
        return Verdict(claim, kind, f"{opening} {where}")
    if event["document"] != claim.document or "according to" in event["notes"] or _others(claim):
        return Verdict(claim, "reproduced", f"The dated events say the same. {where}")
    return Verdict(claim, "uncheckable", f"{REASONS['single_source']} {where}", reason="single_source")


def _date(printed: str) -> str:
    """Return the date inside printed words: "2022-12" of "late 2022-12", "2022" of "early 2022"."""
    import re

    found = re.search(r"\d{4}(-\d{2}){0,2}", printed)
    return found[0] if found else ""


def _others(claim: Claim) -> bool:
    """Return whether another text dates the same event."""
    return any(line["event"] == claim.event and line["document"] != claim.document for line in registry.lines("claims"))


def forecast(claim: Claim, day: str) -> Verdict:
    """Return the verdict on what a text expects, as of a day: open until its date has passed, then held against the announcements.

    What is not yet so (`status`) holds where nothing reported it by then and later announcements still speak of plans.
    """
    dated = _announced(claim, day)
    end = last_month(claim)
    if not end or day[: len(end)] <= end:
        told = " ".join(map(_line, dated[-3:]))
        words = f"It looks ahead: no figure could test it on the day it was made. {told}"
        return Verdict(claim, "forecast", words.strip(), reason="forecast")
    came = [line for line in dated if line["kind"] == "outcome"]
    by_then = [line for line in came if line["date"][: len(end)] <= end]
    later = [line for line in dated if line["date"][: len(end)] > end]
    if not by_then and not later:
        return Verdict(claim, "uncheckable", REASONS["no_outcome"], reason="no_outcome")
    waits = claim.unit == "status"
    opening = (
        f"Announcements report it by {end}."
        if by_then
        else f"No announcement up to {end} reports it, and later ones say:"
    )
    shown = " ".join(map(_line, by_then or later[-3:]))
    kind = "reproduced" if bool(by_then) != waits else "not_reproduced"
    return Verdict(claim, kind, f"Its date has passed and it can be scored. {opening} {shown}")


def last_month(claim: Claim) -> str:
    """Return the last month that a claim's period covers, "2024-12"; "" for one without dates."""
    if not claim.months:
        return ""
    first = claim.period if "-" in claim.period else f"{claim.period}-01"
    return month_after(first, claim.months - 1)


def _announced(claim: Claim, day: str) -> list[registry.Row]:
    """Return the announcements of a claim's project known on a day, by date."""
    lines = [line for line in registry.lines("announcements") if claim.event and line["route"] == claim.event]
    return sorted((line for line in lines if line["date"] <= day), key=lambda line: line["date"])


def _line(line: registry.Row) -> str:
    return f"{line['date']}: {line['words'].rstrip('.')}."
