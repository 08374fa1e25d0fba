"""Verdicts in words: what is claimed and what the data give, how far apart, whose figure it is, and a sentence to quote."""

from __future__ import annotations

import re

from dashboard.figures import words
from dashboard.ledger import verdict_lists
from etl.ledger import verdicts
from etl.ledger.claims import COMPARISONS, QUALIFIERS, Claim
from etl.ledger.verdicts import Verdict, short
from etl.tables import registry

UNSOURCED = {  # what stands where a source would, by the reason why there is none
    "single_source": "In this text alone", "no_public_series": "No public series", "qualitative": "No figure is claimed",
    "proprietary": "Data not public", "graph": "See the chart itself", "no_figures": "No figures here", "forecast": "Looks ahead",
    "years_missing": "Some years are missing", "no_outcome": "No dated outcome",
}  # fmt: skip


def claimed(claim: Claim) -> str:
    """Return the figure as the text means it: "over 21%", "29.3%", "86.25 Mt"; "–" when it is none."""
    if not claim.measure:
        return _printed(claim) if len(claim.printed) < 14 else "–"
    if claim.measure == "date":
        return _printed(claim)
    if claim.measure in COMPARISONS or claim.measure == "more_often":
        return f"“{claim.printed}”"
    prefix = {
        "exact": "",
        "any_year": "every year ",
        "since": "since ",
        "growing_since": "growing since ",
        "record": "record ",
    }.get(claim.qualifier, claim.qualifier.replace("_", " ") + " ")
    return prefix + ("rank " if claim.unit == "rank" else "") + claim.printed + unit(claim)


def _printed(claim: Claim) -> str:
    """Return what the text prints, days and months of our tables in words."""
    dates = claim.printed.split("/")
    if all(re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", one) for one in dates):
        return " to ".join(map(words.day, dates))
    return claim.printed


def unit(claim: Claim) -> str:
    """Return the unit as it follows a number: "%", "×", " Mt"."""
    return {"percent": "%", "times": "×", "rank": "", "year": "", "pp": " pp", "ordinal": ""}.get(
        claim.unit, " " + claim.unit.replace("_", " ")
    )


def computed(verdict: Verdict) -> str:
    """Return what the data give in the claim's unit, or "–"."""
    if verdict.answer is None:
        return "–"
    told = short(verdict.claim, verdict.answer.value).replace(" times", "×")
    before = "rank " if verdict.claim.unit == "rank" else "since " if verdict.claim.measure == "start_year" else ""
    return before + told


def difference(verdict: Verdict) -> str:
    """Return computed less claimed: "+1.4 pp" for shares, "−2.3%" of a level, "÷ 1,000" of a unit slip; "–" without both."""
    claim, answer = verdict.claim, verdict.answer
    if answer is None or claim.measure in COMPARISONS:
        return "–"
    if claim.unit == "year":
        return _years_apart(int(answer.value - claim.value))
    if claim.unit == "rank":
        return words.number(float(answer.value - claim.value), 0, signed=True)
    if claim.unit in ("percent", "pp", "times"):
        apart = float(answer.value - claim.value)
        return words.number(apart, 1, signed=True) if claim.unit == "times" else words.points(apart)
    if not claim.value:
        return "–"
    ratio = float(answer.value / claim.value)
    if ratio > 2 or 0 < ratio < 0.5:
        return f"× {ratio:,.3g}" if ratio > 2 else f"÷ {1 / ratio:,.0f}"
    return words.percent((ratio - 1) * 100, signed=True)


def _years_apart(years: int) -> str:
    late = "later" if years > 0 else "earlier"
    return f"{abs(years)} year{'s' if abs(years) > 1 else ''} {late}" if years else "same year"


def source(verdict: Verdict) -> str:
    """Return who stands behind the answer and when it came out, or why there is none."""
    if verdict.inputs:
        newest = max(verdict.inputs, key=lambda row: row.vintage)
        return f"{registry.get('sources', newest.source)['publisher']}, {words.day(newest.vintage)}"
    if verdict.witnesses:
        return "; ".join(dict.fromkeys(line["publisher"] for line in verdict.witnesses))
    return UNSOURCED.get(verdict.reason, "Dated events")


def headline(verdict: Verdict) -> str:
    """Return an entry's headline: "15.6% in 2022 does not reproduce: the data give 17.0%"."""
    claim = verdict.claim
    what = f"{claimed(claim)}{_when(claim)}" if claim.asks_rows or claim.measure == "count" else f"“{claim.printed}”"
    tail = {
        "reproduced": "reproduces", "reproduced_on_vintage": "reproduces on other figures than today’s", "depends_on_source": "depends on the source",
        "not_reproduced": "does not reproduce", "contradicted": "is excluded by the same text", "forecast": "looks ahead", "uncheckable": "cannot be checked",
    }[verdict.verdict]  # fmt: skip
    gives = ""
    if verdict.answer is not None and verdict_lists.group(verdict) == "not":
        first = verdict.answer.words.partition(". ")[0]
        gives = f": {first if claim.measure in COMPARISONS else f'the data give {computed(verdict)}'}"
    elif verdict.witnesses and verdict_lists.group(verdict) == "not":
        says = verdict.witnesses[0]["says"]
        gives = f": another source says {words.day(says) if '-' in says else says}"
    return f"{what[0].upper()}{what[1:]} {tail}{gives}"


def _when(claim: Claim) -> str:
    """Return when a claim is to hold, after its figure; one on every year or since a year says it already."""
    return "" if claim.qualifier in ("any_year", "since", "growing_since") else f" in {period(claim)}"


def period(claim: Claim) -> str:
    """Return a claim's period in words; one that the text leaves open is named as our reading."""
    said = words.period(claim.period, claim.months) if claim.months else claim.period
    return f"{said} (our reading: the text names no year)" if claim.ours == "period" else said


def rule(claim: Claim) -> str:
    """Return how the figure is read: the interval it may mean, of words their rule."""
    if claim.measure in COMPARISONS:
        return verdicts.rule(claim)
    low, high = claim.allowed
    ends = [short(claim, end) for end in (low, high) if end is not None]
    if low is not None and low == high:
        return f"{ends[0]} ({QUALIFIERS[claim.qualifier]})"
    if low is not None and high is not None:
        return f"{ends[0]} to {ends[1]} ({QUALIFIERS[claim.qualifier]})"
    return f"{'more' if high is None else 'less'} than {ends[0]}"


def correction(verdict: Verdict, edition: str, as_of: str | None) -> str:
    """Return a neutral sentence to put in the text's place, with source, edition and day; "" when nothing differs."""
    if verdict.answer is None or verdict_lists.group(verdict) != "not":
        return ""
    known = words.day(as_of or words.today())
    if verdict.claim.measure in COMPARISONS:
        return f"“{verdict.claim.text}”: {verdict.answer.words} ({source(verdict)}; Kyakhta edition {edition}, as known on {known})."
    return (
        f"“{verdict.claim.text}”: the data give {computed(verdict)} where the text has {claimed(verdict.claim)} "
        f"({source(verdict)}; {verdict.answer.words}; Kyakhta edition {edition}, as known on {known})."
    )


def citation(verdict: Verdict, edition: str, as_of: str | None, link: str) -> str:
    """Return the reference to an entry."""
    known = words.day(as_of or words.today())
    return f"Kyakhta, cited-figures ledger, entry {verdict.claim.id}: {verdict.word.lower()}. Edition {edition}, as known on {known}. {link}"
