"""The ledger for readers: verdicts of an edition and a day, counted, filtered, and put into words to quote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.exhibits.evidence import lines
from dashboard.figures import settings, words
from dashboard.figures.memo import keep_with_figures
from dashboard.figures.query import Data
from etl.build import build
from etl.ledger import claims_file, ledger, subject
from etl.ledger.claims import PREFIX, QUALIFIERS, Claim
from etl.ledger.verdicts import VERDICTS, Verdict, short
from etl.tables import registry
from etl.tables.rows import Citation, Row

if TYPE_CHECKING:
    import pandas as pd

DOCUMENTS = {line["document"]: line["title"] for line in registry.lines("documents")}
GROUPS = {  # what the strip counts, and which verdicts each holds
    "reproduces": ("reproduced", "reproduced_on_vintage"),
    "depends": ("depends_on_source",),
    "not": ("not_reproduced", "contradicted"),
    "unchecked": ("uncheckable", "forecast"),
}
TONES = {"reproduces": "accent", "depends": "neutral", "not": "amber", "unchecked": "muted"}
SEVERITY = tuple(VERDICTS)
UNSOURCED = {  # what stands where a source would, by the reason why there is none
    "single_source": "Dated in this text alone", "no_public_series": "No public series", "qualitative": "No figure is claimed",
    "proprietary": "Data not public", "graph": "See the chart itself", "no_figures": "No figures here", "forecast": "Looks ahead",
    "years_missing": "Some years are missing", "no_outcome": "No dated outcome",
}  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """How many claims of a selection fall in each group; they sum to `all`."""

    all: int
    reproduces: int
    depends: int
    not_: int
    unchecked: int

    @property
    def headline(self) -> str:
        """The finding: how many of the checkable figures reproduce."""
        checkable = self.all - self.unchecked
        if not checkable:
            return f"None of {self.all} figures can be checked" if self.all else "No figures in this selection"
        depends = f"; {self.depends} depend on the source" if self.depends else ""
        return f"{self.reproduces} of {checkable} checkable figures reproduce; {self.not_} do not{depends}; {self.unchecked} cannot be checked"


def group(verdict: Verdict) -> str:
    """Return the strip's group of a verdict."""
    return next(name for name, members in GROUPS.items() if verdict.verdict in members)


def tone(verdict: Verdict) -> str:
    """Return the tone a verdict is written in: accent, neutral, amber or muted."""
    return TONES[group(verdict)]


@lru_cache(maxsize=4)
def evidence(folder: Path, edition: str, as_of: str | None) -> ledger.Evidence:
    """Return the rows that claims are judged on, of an edition as known on a day. Raises StoreError in words."""
    return ledger.Evidence(build.load(folder, edition, as_of))


@keep_with_figures
def verdicts(data: Data) -> tuple[Verdict, ...]:
    """Return the verdicts on all shipped claims, judged once for these figures."""
    return tuple(
        ledger.judge(claims_file.shipped(), evidence(data.folder or settings.folder(), data.edition, data.as_of))
    )


def counts(chosen: Iterable[Verdict]) -> Counts:
    """Return the counts of a selection."""
    groups = [group(one) for one in chosen]
    return Counts(
        len(groups), groups.count("reproduces"), groups.count("depends"), groups.count("not"), groups.count("unchecked")
    )


def select(
    judged: Iterable[Verdict], document: str = "", theme: str = "", verdict: str = "", find: str = ""
) -> list[Verdict]:
    """Return the verdicts that fit every filter, worst first inside each section; "" filters nothing."""
    needle = find.casefold().strip()
    chosen = [
        one
        for one in judged
        if (not document or one.claim.document == document)
        and (not theme or one.claim.topic == theme)
        and (not verdict or group(one) == verdict or one.verdict == verdict)
        and (not needle or needle in f"{one.claim.text} {one.claim.printed} {one.claim.id} {one.words}".casefold())
    ]
    order = {name: at for at, name in enumerate(DOCUMENTS)}
    return sorted(
        chosen, key=lambda one: (order.get(one.claim.document, 9), _section(one.claim), SEVERITY.index(one.verdict))
    )


def _section(claim: Claim) -> tuple[int, str]:
    """Return a section's place: numbered sections first, footnotes after them."""
    return (
        1 if claim.section.startswith("fn") else 0,
        "Footnotes" if claim.section.startswith("fn") else claim.section,
    )


def section(claim: Claim) -> str:
    """Return the heading a claim stands under."""
    name = _section(claim)[1]
    return f"Section {name}" if name[:1].isdigit() else name or "Text"


def select_for_table(judged: Iterable[Verdict], table: pd.DataFrame) -> list[Verdict]:
    """Return the verdicts on claims about the same product, pair and year as rows of a chart, or resting on one of them."""
    stems = {series.partition("_")[0] for series in table["series"]}
    places = set(zip(table["reporter"], table["partner"], table["period"].str[:4], strict=True))
    cited = " ".join(table["citation"].astype(str))
    out = []
    for one in judged:
        claim = one.claim
        if not claim.measure or claim.measure == "date" or PREFIX.get(claim.product) not in stems:
            continue
        reporter, partner = subject.sides(claim)
        if (reporter, partner, claim.period[:4]) in places or any(
            row.citation in cited for row in one.inputs if row.status != "derived"
        ):
            out.append(one)
    return out


def themes(judged: Iterable[Verdict]) -> list[str]:
    """Return the themes in the ledger, in the order of their first claim."""
    return list(dict.fromkeys(one.claim.topic for one in judged if one.claim.topic))


def claimed(claim: Claim) -> str:
    """Return the figure as the text means it: "over 21%", "29.3%", "86.25 Mt"; "–" when it is none."""
    if not claim.measure:
        return claim.printed if len(claim.printed) < 14 else "–"
    if claim.measure == "date":
        return claim.printed
    prefix = {
        "exact": "",
        "any_year": "every year ",
        "since": "since ",
        "growing_since": "growing since ",
        "record": "record ",
    }.get(claim.qualifier, claim.qualifier.replace("_", " ") + " ")
    return prefix + claim.printed + unit(claim)


def unit(claim: Claim) -> str:
    """Return the unit as it follows a number: "%", "×", " Mt"."""
    return {"percent": "%", "times": "×", "rank": "", "year": "", "pp": " pp"}.get(
        claim.unit, " " + claim.unit.replace("_", " ")
    )


def computed(verdict: Verdict) -> str:
    """Return what the data give in the claim's unit, or "–"."""
    if verdict.answer is None:
        return "–"
    return short(verdict.claim, verdict.answer.value).replace(" times", "×")


def difference(verdict: Verdict) -> str:
    """Return computed less claimed: "+1.4 pp" for shares, "−2.3%" of a level, "÷ 1,000" of a unit slip; "–" without both."""
    claim, answer = verdict.claim, verdict.answer
    if answer is None or claim.unit in ("rank", "year", "date") or not claim.measure:
        return (
            "–"
            if answer is None or claim.unit not in ("rank", "year")
            else words.number(float(answer.value - claim.value), 0, signed=True)
        )
    if claim.unit in ("percent", "pp"):
        return words.points(float(answer.value - claim.value))
    if claim.unit == "times":
        return words.number(float(answer.value - claim.value), 1, signed=True)
    if not claim.value:
        return "–"
    ratio = float(answer.value / claim.value)
    if ratio > 2 or 0 < ratio < 0.5:
        return f"× {ratio:,.3g}" if ratio > 2 else f"÷ {1 / ratio:,.0f}"
    return words.percent((ratio - 1) * 100, signed=True)


def source(verdict: Verdict) -> str:
    """Return who stands behind the answer and when it came out, or why there is none."""
    if verdict.inputs:
        newest = max(verdict.inputs, key=lambda row: row.vintage)
        return f"{registry.get('sources', newest.source)['publisher']}, {words.day(newest.vintage)}"
    return UNSOURCED.get(verdict.reason, "Dated events")


def headline(verdict: Verdict) -> str:
    """Return an entry's headline: "15.6% in 2022 does not reproduce: the data give 17.0%"."""
    claim = verdict.claim
    what = f"{claimed(claim)}{_when(claim)}" if claim.measure and claim.measure != "date" else f"“{claim.printed}”"
    tail = {
        "reproduced": "reproduces", "reproduced_on_vintage": "reproduces on other figures than today’s", "depends_on_source": "depends on the source",
        "not_reproduced": "does not reproduce", "contradicted": "is excluded by the same text", "forecast": "looks ahead", "uncheckable": "cannot be checked",
    }[verdict.verdict]  # fmt: skip
    gives = f": the data give {computed(verdict)}" if verdict.answer is not None and group(verdict) == "not" else ""
    return f"{what[0].upper()}{what[1:]} {tail}{gives}"


def _when(claim: Claim) -> str:
    """Return when a claim is to hold, after its figure; one on every year or since a year says it already."""
    return "" if claim.qualifier in ("any_year", "since", "growing_since") else f" in {period(claim)}"


def period(claim: Claim) -> str:
    """Return a claim's period in words; one that the text leaves open is named as our reading."""
    said = words.period(claim.period, claim.months) if claim.months else claim.period
    return f"{said} (our reading: the text names no year)" if claim.ours == "period" else said


def rule(claim: Claim) -> str:
    """Return how the figure is read: the interval it may mean."""
    low, high = claim.allowed
    ends = [short(claim, end) for end in (low, high) if end is not None]
    if low is not None and low == high:
        return f"{ends[0]} ({QUALIFIERS[claim.qualifier]})"
    if low is not None and high is not None:
        return f"{ends[0]} to {ends[1]} ({QUALIFIERS[claim.qualifier]})"
    return f"{'more' if high is None else 'less'} than {ends[0]}"


def correction(verdict: Verdict, edition: str, as_of: str | None) -> str:
    """Return a neutral sentence to put in the text's place, with source, edition and day; "" when nothing differs."""
    if verdict.answer is None or group(verdict) != "not":
        return ""
    known = words.day(as_of or words.today())
    return (
        f"“{verdict.claim.text}”: the data give {computed(verdict)} where the text has {claimed(verdict.claim)} "
        f"({source(verdict)}; {verdict.answer.words}; Kyakhta edition {edition}, as known on {known})."
    )


def citation(verdict: Verdict, edition: str, as_of: str | None, link: str) -> str:
    """Return the reference to an entry."""
    known = words.day(as_of or words.today())
    return f"Kyakhta, cited-figures ledger, entry {verdict.claim.id}: {verdict.word.lower()}. Edition {edition}, as known on {known}. {link}"


def inputs(verdict: Verdict, citations: Mapping[str, Citation]) -> list[tuple[Row, list[Citation]]]:
    """Return the rows the answer rests on, each with the publications it leads to."""
    return [(row, lines(row.citation, citations)) for row in verdict.inputs]


@keep_with_figures
def by_day(data: Data, claim: str) -> tuple[tuple[str, Verdict], ...]:
    """Return an entry's verdict on each day on which a figure it rests on came out, newest first; at most eight.

    `data` are the figures as known today.
    """
    now = evidence(data.folder or settings.folder(), data.edition, None)
    (one,) = [verdict for verdict in verdicts(data) if verdict.claim.id == claim]
    days = now.days(one.inputs)[-8:] if one.inputs else []
    out = []
    for day in reversed(days):
        then = ledger.answers_on(one.claim, now, day)
        out.append((day, then))
    return tuple(out)
