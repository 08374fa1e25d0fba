"""The ledger for readers: verdicts of an edition and a day, counted, filtered, and day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.exhibits.evidence import lines
from dashboard.figures import settings
from dashboard.figures.memo import keep_with_figures
from dashboard.figures.query import Data
from etl.build import build
from etl.ledger import claims_file, ledger, subject
from etl.ledger.claims import PREFIX, Claim
from etl.ledger.verdicts import VERDICTS, Verdict
from etl.tables import registry
from etl.tables.rows import Citation, Row

if TYPE_CHECKING:
    import pandas as pd

DOCUMENTS = {line["document"]: line["title"] for line in registry.lines("documents")}
GROUPS = {  # by consequence, and which verdicts each holds, the usual one first
    "not": ("not_reproduced", "contradicted"),
    "depends": ("depends_on_source",),
    "reproduces": ("reproduced", "reproduced_on_vintage"),
    "unchecked": ("uncheckable", "forecast"),
}
TONES = {"reproduces": "accent", "depends": "neutral", "not": "amber", "unchecked": "muted"}
USUAL = {name: members[0] for name, members in GROUPS.items()}
SEVERITY = tuple(VERDICTS)


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
        """The finding: how many of the checkable figures do not reproduce, and how many do."""
        checkable = self.all - self.unchecked
        if not checkable:
            return f"None of {self.all} figures can be checked" if self.all else "No figures in this selection"
        depends = f", {self.depends} depend on the source" if self.depends else ""
        first = f"{self.not_} of {checkable} checkable figures do not reproduce{depends}"
        return f"{first}; {self.reproduces} do. {self.unchecked} cannot be checked"


def group(verdict: Verdict) -> str:
    """Return the strip's group of a verdict."""
    return next(name for name, members in GROUPS.items() if verdict.verdict in members)


def by_consequence(chosen: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Return the verdicts of a selection in the groups that it has, what does not hold first.

    Inside a group by document, the figures computed again before what is only dated or judged; else in their order.
    """
    found: dict[str, list[Verdict]] = {name: [] for name in GROUPS}
    order = {name: at for at, name in enumerate(DOCUMENTS)}
    for one in sorted(chosen, key=lambda one: (order.get(one.claim.document, 9), one.answer is None)):
        found[group(one)].append(one)
    return {name: members for name, members in found.items() if members}


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
    """Return the verdicts on claims about the same product, pair and year as rows of a chart, or resting on one; failures first."""
    stems = {series.partition("_")[0] for series in table["series"]}
    places = set(zip(table["reporter"], table["partner"], table["period"].str[:4], strict=True))
    cited = " ".join(table["citation"].astype(str))
    out = []
    for one in judged:
        claim = one.claim
        if not claim.asks_rows or PREFIX.get(claim.product) not in stems:
            continue
        reporter, partner = subject.sides(claim)
        if (reporter, partner, claim.period[:4]) in places or any(
            row.citation in cited for row in one.inputs if row.status != "derived"
        ):
            out.append(one)
    return sorted(out, key=lambda one: SEVERITY.index(one.verdict))


def themes(judged: Iterable[Verdict]) -> list[str]:
    """Return the themes in the ledger, in the order of their first claim."""
    return list(dict.fromkeys(one.claim.topic for one in judged if one.claim.topic))


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
