"""The ledger: what the data say of every cited figure. Verdicts come from here alone; no claim is known by its name.

A claim is tested against the answers of its measure (`etl.measures`): interval against interval, on the source family the text
names or the preferred one. What does not come out is searched for near misses (`etl.readings`); claims of one text are judged
together (`etl.consistency`). The words are neutral: figures come out or they do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from etl import consistency, measures, readings, registry, transform, vintages
from etl.build import Dataset
from etl.claims import QUALIFIERS, Claim
from etl.measures import Answer, View
from etl.rows import Row

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
    "single_source": "The date stands in this text alone; nothing independent dates it here.",
    "no_figures": "The data here have no figure for this place, product and period.",
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
    readings: tuple[readings.Reading, ...] = ()
    reason: str = ""  # of uncheckable
    day: str = ""  # of reproduced_on_vintage
    group: tuple[str, ...] = ()  # claims that cannot hold together with this one
    inequality: str = ""
    inputs: tuple[Row, ...] = field(default=())

    @property
    def shape(self) -> str:
        """The verdict's sign, so that colour never speaks alone."""
        return VERDICTS[self.verdict][0]

    @property
    def word(self) -> str:
        """The verdict in a word or two."""
        return VERDICTS[self.verdict][1]


class Evidence:
    """The rows a claim is judged on: as known on one day, and any earlier or later day where the claim looks there."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.today = measures.view(dataset.rows, dataset.as_of)
        self._reported: dict[tuple[str, str], list[Row]] = {}
        for row in vintages.known(dataset.reported, None):
            self._reported.setdefault((row.series.partition("_")[0], row.reporter), []).append(row)
        self._on = lru_cache(maxsize=512)(self._view)

    def on(self, day: str, claim: Claim) -> View:
        """Return the view of a day, of the rows near a claim: its product, its reporter, its partners."""
        reporter, partner = measures.sides(claim)
        prefix = measures.level_series(claim, "percent").partition("_")[0]
        reporters = tuple(
            sorted(
                {reporter, "WLD"}
                if claim.product == "arms"
                else {claim.compared_with, reporter}
                if claim.product == "gdp"
                else {reporter}
            )
        )
        partners = tuple(sorted({partner, claim.compared_with or "WLD", "WLD", "RUS"}))
        return self._on(prefix, reporters, partners, day)

    def _view(self, prefix: str, reporters: tuple[str, ...], partners: tuple[str, ...], day: str) -> View:
        rows = [
            row
            for reporter in reporters
            for row in self._reported.get((prefix, reporter), ())
            if row.partner in partners and row.vintage <= day
        ]
        return measures.view([*rows, *transform.derive(rows)], day)

    def days(self, claim: Claim, inputs: Iterable[Row]) -> list[str]:
        """Return the days on which a figure near the claim changed: the vintages of everything said of its inputs."""
        keys = {row.key[:4] for row in inputs}
        prefix = {key[0].partition("_")[0] for key in keys}
        reporters = {key[1] for key in keys}
        return sorted(
            {
                row.vintage
                for p in prefix
                for r in reporters
                for row in self._reported.get((p, r), ())
                if row.partner in {key[2] for key in keys} and row.period in {key[3] for key in keys}
            }
        )


def fits(claim: Claim, answer: Answer) -> bool:
    """Return whether an answer bears a claim out: its interval meets what the claim allows.

    The answer's own interval counts only where its inputs are fine enough to decide (a third of the claim's last digit, or
    a five-hundredth of the value); otherwise its middle must lie inside, so that coarse inputs cannot bear out everything.
    """
    low, high = claim.allowed
    if claim.qualifier in ("over", "more_than", "less_than", "under"):
        return (low is None or answer.value > low) and (high is None or answer.value < high)
    half = (answer.high - answer.low) / 2
    reach = half if half <= max(claim.rounding * 3 / 10, abs(claim.value) / 500) else Decimal(0)
    return (low is None or answer.value + reach >= low) and (high is None or answer.value - reach <= high)


def judge(claims: Iterable[Claim], evidence: Evidence) -> list[Verdict]:
    """Return a verdict for each claim, in their order; claims of one document are also judged together."""
    claims = list(claims)
    alone = {claim.id: judge_one(claim, evidence) for claim in claims}
    for document in dict.fromkeys(claim.document for claim in claims):
        together = [claim for claim in claims if claim.document == document and not claim.reason]
        for conflict in consistency.conflicts(together):
            for name in conflict.claims:
                if len(conflict.claims) > 2 and alone[name].verdict in ("not_reproduced", "uncheckable"):
                    words = f"{conflict.words} {alone[name].words}"
                    alone[name] = replace(
                        alone[name],
                        verdict="contradicted",
                        words=words,
                        group=conflict.claims,
                        inequality=conflict.inequality,
                    )
                else:
                    alone[name] = replace(alone[name], group=conflict.claims, inequality=conflict.inequality)
    return [alone[claim.id] for claim in claims]


def judge_one(claim: Claim, evidence: Evidence) -> Verdict:
    """Return the verdict on a claim alone."""
    if claim.reason and claim.reason != "forecast":
        return Verdict(claim, "uncheckable", REASONS.get(claim.reason, claim.reason), reason=claim.reason)
    if claim.measure == "date":
        from etl import dating

        return dating.judge(claim)
    if claim.reason == "forecast":
        return _forecast(claim)
    found = measures.answers(claim, evidence.today)

    if claim.qualifier == "any_year":
        return _any_year(claim, evidence)
    if not found:
        return _without(claim, evidence)
    return _compared(claim, found, evidence)


def _compared(claim: Claim, found: list[Answer], evidence: Evidence) -> Verdict:
    """Return the verdict of a claim that the rows answer."""
    family = claim.family if claim.family and any(one.family == claim.family for one in found) else found[0].family
    named = [one for one in found if one.family == family]
    others = tuple(one for one in found if one.family != family)
    right = next((one for one in named if _fits_with_record(claim, one, evidence)), None)
    if right is not None:
        return Verdict(
            claim,
            "reproduced",
            _words(claim, right, "The data give"),
            right,
            tuple(o for o in found if o is not right),
            inputs=right.inputs,
        )
    shown = named[0]
    elsewhere = next((one for one in others if fits(claim, one)), None)
    if elsewhere is not None:
        if elsewhere.family.startswith("sipri_") and shown.family.startswith("sipri"):
            words = f"{_words(claim, elsewhere, f'The release {elsewhere.family[-4:]} gives')} {_words(claim, shown, 'The one shown gives')}"
            return Verdict(
                claim,
                "reproduced_on_vintage",
                words,
                elsewhere,
                (shown, *others),
                day=elsewhere.inputs[0].vintage,
                inputs=elsewhere.inputs,
            )
        words = f"{_words(claim, elsewhere, f'{_family(elsewhere)} gives')} {_words(claim, shown, f'{_family(shown)} gives')}"
        return Verdict(claim, "depends_on_source", words, elsewhere, (shown, *others), inputs=elsewhere.inputs)
    dated = _on_another_day(claim, [*named, *others], evidence)
    if dated is not None:
        return dated
    near = tuple(readings.search(claim, evidence.today, fits))
    words = _words(claim, shown, "The data give")
    return Verdict(
        claim, "not_reproduced", words, shown, tuple(o for o in found if o is not shown), near, inputs=shown.inputs
    )


def answers_on(claim: Claim, evidence: Evidence, day: str) -> Verdict:
    """Return the plain verdict on the figures known on one day, without searching elsewhere."""
    found = measures.answers(claim, evidence.on(day, claim))
    if not found:
        return Verdict(claim, "uncheckable", REASONS["no_figures"], reason="no_figures", day=day)
    right = next((one for one in found if fits(claim, one)), None)
    shown = right or found[0]
    return Verdict(
        claim,
        "reproduced" if right else "not_reproduced",
        _words(claim, shown, "The data give"),
        shown,
        day=day,
        inputs=shown.inputs,
    )


def _fits_with_record(claim: Claim, answer: Answer, evidence: Evidence) -> bool:
    """Return whether an answer fits and, for a record, whether every earlier like period lies below it."""
    if claim.qualifier != "record":
        return fits(claim, answer)
    if not fits(replace(claim, qualifier="exact"), answer):
        return False
    series = answer.inputs[0].series
    earlier = [
        cell[answer.family].value
        for period, months in evidence.today.periods(series, *measures.sides(claim))
        if months == claim.months and period < claim.period
        for cell in [evidence.today.at(series, *measures.sides(claim), period, months)]
        if answer.family in cell
    ]
    return all(value < answer.value for value in earlier)


def _on_another_day(claim: Claim, found: list[Answer], evidence: Evidence) -> Verdict | None:
    """Return a verdict when the claim holds on the values known on another day, or None."""
    inputs = [row for one in found for row in one.inputs]
    for day in evidence.days(claim, inputs):
        for answer in measures.answers(claim, evidence.on(day, claim)):
            if fits(claim, answer):
                when = (
                    "known" if evidence.dataset.as_of is None or day <= evidence.dataset.as_of else "published later,"
                )
                words = f"{_words(claim, answer, f'On the figures {when} on {day} the data give')} {_words(claim, found[0], 'The figures shown now give')}"
                return Verdict(
                    claim, "reproduced_on_vintage", words, answer, tuple(found), day=day, inputs=answer.inputs
                )
    return None


def _without(claim: Claim, evidence: Evidence) -> Verdict:
    """Return the verdict when the named reporter has no figure: the other side's count, or why it cannot be checked."""
    mirrored = {"export": "import", "import": "export"}.get(claim.flow, claim.flow)
    other = replace(claim, reporter=claim.partner, partner=claim.reporter, flow=mirrored)
    if claim.measure in ("level", "growth") and claim.product != "arms":
        for answer in measures.answers(other, evidence.today):
            if fits(claim, answer):
                who = registry.place_name(claim.partner)
                words = f"{registry.place_name(claim.reporter)} publishes no such figure here. {_words(claim, answer, f'As {who} counts it, the data give')}"
                return Verdict(claim, "depends_on_source", words, answer, inputs=answer.inputs)
    near = tuple(readings.search(claim, evidence.today, fits))
    if near:
        return Verdict(
            claim, "not_reproduced", "The data have no figure for exactly this place, flow and period.", readings=near
        )
    return Verdict(claim, "uncheckable", REASONS["no_figures"], reason="no_figures")


def _any_year(claim: Claim, evidence: Evidence) -> Verdict:
    """Return the verdict of a claim that is to hold in every year that has figures."""
    plain = replace(claim, qualifier="about")
    series = measures.level_series(claim, "USD")
    years = [p for p, m in evidence.today.periods(series, *measures.sides(claim)) if m == 12 and len(p) == 4]
    tested = [
        (year, one)
        for year in years
        for one in measures.answers(replace(plain, period=year, months=12), evidence.today)[:1]
    ]
    if not tested:
        return Verdict(claim, "uncheckable", REASONS["no_figures"], reason="no_figures")
    off = [(year, one) for year, one in tested if not fits(plain, one)]
    listed = "; ".join(f"{year}: {short(claim, one.value)}" for year, one in tested)
    kind = "not_reproduced" if off else "reproduced"
    head = (
        f"{len(off)} of {len(tested)} years with figures are outside"
        if off
        else f"All {len(tested)} years with figures are within"
    )
    words = (
        f"{head} “{claim.qualifier.replace('_', ' ')}” {claim.printed}, with a tenth of the figure allowed. {listed}."
    )
    answer = (off or tested)[0][1]
    return Verdict(claim, kind, words, answer, tuple(one for _, one in tested), inputs=answer.inputs)


def _forecast(claim: Claim) -> Verdict:
    """Return the verdict of a forecast with what has happened since, where dated evidence is in the data."""
    from etl import dating

    words = "It looks ahead: no figure could test it on the day it was made."
    return Verdict(claim, "forecast", f"{words} {dating.since(claim)}".strip(), reason="forecast")


def _family(answer: Answer) -> str:
    """Return who stands behind an answer, for a sentence."""
    return registry.get("sources", answer.inputs[0].source)["publisher"]


def short(claim: Claim, value: Decimal) -> str:
    """Return a value in the claim's own unit and with one digit more than the claim prints."""
    from etl.claims import UNITS

    factor = Decimal(UNITS[claim.unit][0])
    digits = len(claim.printed.partition(".")[2]) + (0 if claim.unit == "rank" else 1)
    unit = {"percent": "%", "times": " times", "rank": "", "pp": " points"}.get(
        claim.unit, " " + claim.unit.replace("_", " ")
    )
    return f"{value / factor:,.{digits}f}".replace("-", "−") + unit


def _words(claim: Claim, answer: Answer, opening: str) -> str:
    """Return "The data give 29.30 % (…)." in the claim's unit."""
    return f"{opening} {short(claim, answer.value)} ({answer.words})."


def as_record(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON-ready fields; values in the claim's base unit."""
    claim, answer = verdict.claim, verdict.answer

    def number(value: Decimal | None) -> float | None:
        return None if value is None else float(value)

    tested = bool(claim.measure) and claim.measure != "date"
    return {
        "id": claim.id, "text": claim.text, "document": claim.document, "section": claim.section, "verdict": verdict.verdict,
        "claimed": claim.printed, "unit": claim.unit, "qualifier": claim.qualifier,
        "allowed": [number(bound) for bound in claim.allowed] if tested else [],
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
        "reason": verdict.reason, "day": verdict.day, "group": list(verdict.group), "inequality": verdict.inequality,
        "rule": QUALIFIERS.get(claim.qualifier, ""), "words": verdict.words,
    }  # fmt: skip
