"""The ledger: what the data say of every cited figure. Verdicts come from here alone; no claim is known by its name.

A claim is tested against the answers of its measure (`etl.ledger.measures`): interval against interval, on the source family the text
names or the preferred one. What does not come out is searched for near misses (`etl.ledger.near_misses`); claims of one text are judged
together (`etl.ledger.consistency`). The words are neutral: figures come out or they do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from etl.build import transform, vintages
from etl.build.build import Dataset
from etl.ledger import consistency, forecasts, measures, near_misses, sourced, spans, subject, view
from etl.ledger.answer import Answer, fits
from etl.ledger.claims import COMPARISONS, SOURCED, Claim
from etl.ledger.verdicts import REASONS, Verdict, told
from etl.ledger.view import View
from etl.tables import registry
from etl.tables.rows import Row

Near = tuple[str, tuple[str, ...], tuple[str, ...], str]  # what a claim is about, whose count, with whom, on which day


class Evidence:
    """The rows a claim is judged on: as known on one day, and any earlier or later day where the claim looks there."""

    def __init__(self, dataset: Dataset, like: Evidence | None = None) -> None:
        """Take the rows of a dataset; `like` is evidence whose days serve here too wherever the rows near a claim are the same."""
        self.dataset, self._like = dataset, like
        self.today = view.view(dataset.rows)
        self._reported: dict[tuple[str, str], list[Row]] = {}
        for row in vintages.known(dataset.reported, None):
            self._reported.setdefault((row.series.partition("_")[0], row.reporter), []).append(row)
        self._on = lru_cache(maxsize=512)(self._view)

    def on(self, day: str, claim: Claim) -> View:
        """Return the view of a day, of the rows near a claim: its product, its reporter, its partners."""
        reporter, partner = subject.sides(claim)
        prefix = subject.level_series(claim, "percent").partition("_")[0]
        beside = {"arms": {"WLD"}, "gdp": {claim.compared_with}}.get(claim.product, set())
        reporters = tuple(sorted({reporter} | beside))
        partners = tuple(sorted({partner, claim.compared_with or "WLD", "WLD", "RUS"}))
        return self._on(prefix, reporters, partners, day)

    def _view(self, *near: *Near) -> View:
        rows = self._rows(*near)
        if self._like and rows == self._like._rows(*near):
            return self._like._on(*near)
        return view.view([*rows, *transform.derive(rows)])

    def _rows(self, prefix: str, reporters: tuple[str, ...], partners: tuple[str, ...], day: str) -> list[Row]:
        return [
            row
            for reporter in reporters
            for row in self._reported.get((prefix, reporter), ())
            if row.partner in partners and row.vintage <= day
        ]

    def days(self, inputs: Iterable[Row]) -> list[str]:
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
    if claim.measure in SOURCED:
        return sourced.judge(claim, evidence.dataset.as_of or "")
    if claim.reason == "forecast":
        return forecasts.judge(claim, evidence.dataset.as_of or date.today().isoformat())
    return spans.named(_answered(claim, evidence), evidence.today)


def _answered(claim: Claim, evidence: Evidence) -> Verdict:
    """Return the verdict of a claim that asks the rows."""
    if claim.qualifier == "any_year":
        return spans.any_year(claim, evidence.today)
    found = measures.answers(claim, evidence.today)
    if not found:
        return _without(claim, evidence)
    if claim.qualifier == "growing_since" and claim.measure == "start_year":
        return spans.growing(claim, found, evidence.today)
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
            told(claim, right, "The data give"),
            right,
            tuple(o for o in found if o is not right),
            inputs=right.inputs,
        )
    shown = named[0]
    elsewhere = next((one for one in others if fits(claim, one)), None)
    if elsewhere is not None:
        if elsewhere.family.startswith("sipri_") and shown.family.startswith("sipri"):
            words = f"{told(claim, elsewhere, f'The release {elsewhere.family[-4:]} gives')} {told(claim, shown, 'The one shown gives')}"
            return Verdict(
                claim,
                "reproduced_on_vintage",
                words,
                elsewhere,
                (shown, *others),
                day=elsewhere.inputs[0].vintage,
                inputs=elsewhere.inputs,
            )
        words = (
            f"{told(claim, elsewhere, f'{_family(elsewhere)} gives')} {told(claim, shown, f'{_family(shown)} gives')}"
        )
        return Verdict(claim, "depends_on_source", words, elsewhere, (shown, *others), inputs=elsewhere.inputs)
    dated = _on_another_day(claim, [*named, *others], evidence)
    if dated is not None:
        return dated
    near = tuple(near_misses.search(claim, evidence.today))
    words = told(claim, shown, "The data give")
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
        told(claim, shown, "The data give"),
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
        for period, months in evidence.today.periods(series, *subject.sides(claim))
        if months == claim.months and period < claim.period
        for cell in [evidence.today.at(series, *subject.sides(claim), period, months)]
        if answer.family in cell
    ]
    return all(value < answer.value for value in earlier)


def _on_another_day(claim: Claim, found: list[Answer], evidence: Evidence) -> Verdict | None:
    """Return a verdict when the claim holds on the values known on another day, or None."""
    inputs = [row for one in found for row in one.inputs]
    for day in evidence.days(inputs):
        for answer in measures.answers(claim, evidence.on(day, claim)):
            if fits(claim, answer):
                when = (
                    "known" if evidence.dataset.as_of is None or day <= evidence.dataset.as_of else "published later,"
                )
                words = f"{told(claim, answer, f'On the figures {when} on {day} the data give')} {told(claim, found[0], 'The figures shown now give')}"
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
                words = f"{registry.place_name(claim.reporter)} publishes no such figure here. {told(claim, answer, f'As {who} counts it, the data give')}"
                return Verdict(claim, "depends_on_source", words, answer, inputs=answer.inputs)
    near = tuple(near_misses.search(claim, evidence.today))
    if near:
        return Verdict(
            claim, "not_reproduced", "The data have no figure for exactly this place, flow and period.", readings=near
        )
    reason = "years_missing" if _partly(claim, evidence.today) else "no_figures"
    return Verdict(claim, "uncheckable", REASONS[reason], reason=reason)


def _partly(claim: Claim, seen: View) -> bool:
    """Return whether a comparison over years lacks only some of them: its last one has a figure."""
    last = str(int(claim.period[:4]) + claim.months // 12 - 1) if claim.months > 12 else claim.period
    at = (subject.level_series(claim, "percent"), *subject.sides(claim), last, min(claim.months, 12))
    return claim.measure in COMPARISONS and bool(seen.at(*at))


def _family(answer: Answer) -> str:
    """Return who stands behind an answer, for a sentence."""
    return registry.get("sources", answer.inputs[0].source)["publisher"]
