"""Forecasts: what came of what a text expected, from the dated announcements."""

from __future__ import annotations

from etl.ledger.claims import Claim
from etl.ledger.verdicts import REASONS, Verdict
from etl.tables import registry
from etl.tables.rows import month_after


def judge(claim: Claim, day: str) -> Verdict:
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
