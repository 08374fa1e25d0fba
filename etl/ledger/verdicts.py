"""What the ledger says of a claim: the verdicts with their signs, the reasons of those that cannot be had, the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from etl.ledger.answer import Answer
from etl.ledger.claims import COMPARISONS, QUALIFIERS, UNITS, Claim
from etl.ledger.near_misses import Reading
from etl.tables import registry
from etl.tables.rows import Row

VERDICTS = {  # verdict: (shape, word), in order of severity
    "contradicted": ("×", "Excluded by the same text"),
    "not_reproduced": ("×", "Does not reproduce"),
    "depends_on_source": ("●", "Depends on the source"),
    "reproduced_on_vintage": ("●", "Reproduces on earlier or later figures"),
    "reproduced": ("●", "Reproduces"),
    "forecast": ("□", "Forecast"),
    "uncheckable": ("□", "Cannot be checked"),
}
REASONS = {
    "qualitative": "It states a judgement, not a figure that a series could give.",
    "no_public_series": "No public series gives this figure.",
    "proprietary": "The figure rests on data that are not public.",
    "single_source": "It stands in this text alone; nothing independent dates or counts it here.",
    "no_figures": "The data here have no figure for this place, product and period.",
    "years_missing": "It is to hold in every year, and the data here lack some of them.",
    "no_outcome": "Its date has passed, and nothing dated here says whether it came about.",
    "graph": "It points to a graph; the series behind it is shown on its own page.",
}


@dataclass(frozen=True)
class Verdict:
    """What the data say of one claim."""

    claim: Claim
    verdict: str
    words: str  # one paragraph, neutral
    answer: Answer | None = None  # the answer the verdict rests on
    others: tuple[Answer, ...] = ()  # what other families, reporters or vintages give
    readings: tuple[Reading, ...] = ()
    reason: str = ""  # of uncheckable
    day: str = ""  # of reproduced_on_vintage
    group: tuple[str, ...] = ()  # claims that cannot hold together with this one
    inequality: str = ""
    inputs: tuple[Row, ...] = field(default=())
    witnesses: tuple[registry.Row, ...] = ()  # lines of second_sources.csv that it rests on

    @property
    def shape(self) -> str:
        """The verdict's sign, so that colour never speaks alone."""
        return VERDICTS[self.verdict][0]

    @property
    def word(self) -> str:
        """The verdict in a word or two."""
        return VERDICTS[self.verdict][1]


def short(claim: Claim, value: Decimal) -> str:
    """Return a value in the claim's own unit and with one digit more than the claim prints."""
    factor = Decimal(UNITS[claim.unit][0])
    if claim.measure == "start_year" or claim.unit == "year":
        return f"{value:.0f}"
    digits = len(claim.printed.partition(".")[2]) + (0 if claim.unit == "rank" else 1)
    unit = {"percent": "%", "times": " times", "rank": "", "pp": " points"}.get(
        claim.unit, " " + claim.unit.replace("_", " ")
    )
    return f"{value / factor:,.{digits}f}".replace("-", "−") + unit


def told(claim: Claim, answer: Answer, opening: str) -> str:
    """Return "The data give 29.30 % (…)." in the claim's unit."""
    return f"{opening} {short(claim, answer.value)} ({answer.words})."


def rule(claim: Claim) -> str:
    """Return how a claim's words or its qualifier are read."""
    said = COMPARISONS.get(claim.measure)
    return said.rule if said else QUALIFIERS.get(claim.qualifier, "")


def as_record(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON-ready fields; values in the claim's base unit."""
    claim, answer = verdict.claim, verdict.answer

    def number(value: Decimal | None) -> float | None:
        return None if value is None else float(value)

    return {
        "id": claim.id, "text": claim.text, "document": claim.document, "section": claim.section, "verdict": verdict.verdict,
        "claimed": claim.printed, "unit": claim.unit, "qualifier": claim.qualifier,
        "allowed": [number(bound) for bound in claim.allowed] if claim.asks_rows or claim.measure == "count" else [],
        "computed": number(answer.value) if answer else None,
        "interval": [number(answer.low), number(answer.high)] if answer else [],
        "inputs": [
            {
                "series": row.series, "reporter": row.reporter, "partner": row.partner, "period": row.period, "months": row.months,
                "value": number(row.value), "status": row.status, "source": row.source, "vintage": row.vintage, "citation": row.citation,
            }
            for row in verdict.inputs
        ],
        "readings": [{"change": one.change, "value": number(one.value), "words": one.words} for one in verdict.readings],
        "sources": [dict(line) for line in verdict.witnesses],
        "reason": verdict.reason, "day": verdict.day, "group": list(verdict.group), "inequality": verdict.inequality,
        "ours": claim.ours, "rule": rule(claim), "words": verdict.words,
    }  # fmt: skip
