"""Dates: claims of when something happened, against events.csv and against the other texts; and what came of forecasts."""

from __future__ import annotations

from etl import registry
from etl.claims import Claim
from etl.verdicts import REASONS, Verdict


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


def since(claim: Claim) -> str:
    """Return what has happened since a forecast, from the dated announcements of its project; "" when nothing is dated."""
    if not claim.event:
        return ""
    lines = [line for line in registry.lines("announcements") if line["route"] == claim.event]
    lines.sort(key=lambda line: line.get("date", ""))
    return " ".join(f"{line['date']}: {line['words'].rstrip('.')}." for line in lines[-3:])
