"""Intake: what a file would change, shown before anything is; then, on a person's word, in force.

`preview` reads a file in the cage, recognises it by its content, extracts and checks its rows, and compares them with
what is known: added, revised, vanished values, and which headlines and verdicts would change. `accept` stores and
commits. What withdrawing or restoring would change is `impact.turn`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from etl import read
from etl.build import reread, typed
from etl.build.build import Dataset
from etl.check import plausibility
from etl.extract import kinds, read_as
from etl.extract.contract import Extracted, Question, Recognised
from etl.extract.figures import merged
from etl.extract.generic import layouts
from etl.extract.mapping import as_text
from etl.intake import impact, outcomes
from etl.intake.impact import Change, Headlines
from etl.intake.outcomes import Outcome
from etl.read import Refused
from etl.store import Entry, Store
from etl.store.store import Authorise
from etl.tables import registry
from etl.tables.problems import HOLD, NOTE, REFUSE, Problem, problem
from etl.tables.rows import Row

SAMPLE = 20  # rows of a file that are shown as read


@dataclass(frozen=True)
class Preview:
    """What a file is, what is wrong with it, what must be answered, and what it would change. Nothing has been yet."""

    name: str
    sha256: str
    source: str = ""
    recognised: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    added: tuple[Change, ...] = ()
    revised: tuple[Change, ...] = ()
    vanished: tuple[Change, ...] = ()
    outcomes: tuple[Outcome, ...] = ()  # what becomes of each row, in the file's order, and of what vanished
    then: Dataset | None = field(default=None, repr=False, compare=False)  # all figures, with this file in force
    uncompared: int = 0  # rows that could not be held against anything known or in the file
    headlines: impact.Words = ()  # chart, before, after
    verdicts: impact.Words = ()  # claim, before, after
    answers: Mapping[str, str] = field(default_factory=dict)
    read_as: Mapping[str, tuple[read_as.Label, ...]] = field(default_factory=dict)  # by the place of a row's figure
    sample: tuple[tuple[str, ...], ...] = ()  # the first rows as read, the headings of a mapping first
    data: bytes = b""
    head: int = 0

    @property
    def refused(self) -> bool:
        """Whether the file cannot be taken as it is."""
        return any(one.verdict == REFUSE for one in self.problems)

    @property
    def held(self) -> tuple[Problem, ...]:
        """The problems that wait for an answer; one without choices goes away when the answer can be used."""
        return tuple(one for one in self.problems if one.verdict == HOLD and not _settled(one, self.answers))

    @property
    def ready(self) -> bool:
        """Whether nothing stands between this file and publishing."""
        return bool(self.rows) and not self.refused and not self.held and not self.questions

    @property
    def uncompared_words(self) -> str:
        """How many figures could not be held against anything, as a sentence; "" if all could."""
        count, all_ = self.uncompared, len(self.rows)
        return f"{count:,} of {all_:,} figures could not be held against anything." if count else ""

    @property
    def idle(self) -> bool:
        """Whether publishing would change no figure."""
        return not (self.added or self.revised or self.vanished)


def _settled(one: Problem, answers: Mapping[str, str]) -> bool:
    return bool(one.key) and answers.get(one.key) in one.choices


def preview(
    root: Path, data: bytes, name: str, answers: Mapping[str, str] | None = None, headlines: Headlines | None = None
) -> Preview:
    """Return what a file would change. `answers` are a person's, by the key of what was asked, and `published`, `url`.

    Raises StoreError in words when the figures known cannot be read.
    """
    store = Store(root)
    answers = kinds.taken_apart(answers or {})
    digest = hashlib.sha256(data).hexdigest()
    one = Preview(name, digest, answers=answers, data=data, head=store.head())
    try:
        document = read.read(data, name, answers)
    except Refused as refused:
        return replace(one, problems=refused.problems)
    as_read = document
    document, finding = reread.recognise(as_read, answers)
    if isinstance(finding, Problem):
        # An open question about the reading comes first: with its answer there may be figures.
        first = document.held if finding.found == "no figures" else ()
        return replace(one, problems=(*document.notes, *(first or (finding,))))
    if isinstance(finding, Question):
        return replace(one, problems=tuple(read_as.notes(as_read)), questions=(finding,))
    module, recognised = finding[0], layouts.named(document, finding[1])
    if answers.get("mapping") == layouts.AS_BEFORE:
        answers["mapping"] = as_text(layouts.before(store, recognised.layout))
    got = module.extract(document, recognised, answers)
    source = got.source or recognised.source
    notes = read_as.notes(as_read, got.taken if got.rows else None)
    one = replace(
        one, source=source, answers=answers, recognised=_described(recognised, document) | {"source": source},
        sample=layouts.sample(document, recognised, SAMPLE),
        questions=tuple(layouts.offered(store, recognised, asked) for asked in got.questions),
        problems=tuple(kinds.together_asked(
            [*notes, *(held for held in document.held if held.code not in got.settles), *got.problems]
        )),
    )  # fmt: skip
    if one.refused or one.questions or not got.rows:
        bare = not (got.rows or one.refused or one.questions or one.held)
        none = problem("S-08", "no figures", verdict=REFUSE, missing="of the values")
        return replace(one, problems=(*one.problems, none)) if bare else one
    asked = {each.key for each in got.problems}
    one = replace(one, read_as=_read_as(document, recognised, got, answers))
    rows, more = typed.rows(got.rows, source, reread.publication_day(answers, recognised), answers, asked=asked)
    one = replace(one, rows=tuple(rows), problems=tuple(kinds.together_asked(merged([*one.problems, *more]))))
    return one if one.refused else _compared(one, root, headlines)


def _read_as(
    document: read.Document, recognised: Recognised, got: Extracted, answers: Mapping[str, str]
) -> dict[str, tuple[read_as.Label, ...]]:
    """Return the labels by which each row was read."""
    sheet = document.sheets[recognised.sheet] if recognised.sheet < len(document.sheets) else None
    header = layouts.heading(sheet) if sheet and recognised.source == layouts.SOURCE else None
    return read_as.of(document, recognised.sheet, header, got.rows, got.taken, answers)


def _described(recognised: Recognised, document: read.Document) -> dict[str, Any]:
    """Return how a file was recognised, for the person and for the provenance."""
    names = ("layout", "unit", "unit_text", "currency", "flow", "reporter", "partner", "period")
    more = ("language", "title", "published")
    facts = {name: getattr(recognised, name) for name in (*names, *more)}
    return facts | {
        "encoding": document.encoding,
        "kind": document.kind,
        "mapping": recognised.detail.get("mapping", ""),
    }


def _compared(one: Preview, root: Path, headlines: Headlines | None) -> Preview:
    """Return the preview with checks against what is known, changes and their consequences."""
    now = impact.known(root, Store(root).edition())
    family = registry.family(one.source)
    beside, rows = now.beside(family), list(one.rows)
    unlikely = plausibility.check(rows, beside, now.history(family))
    problems = [*one.problems, *merged(unlikely)]
    added, revised, vanished = impact.changes(one.rows, one.source, now)
    behind = impact.older(one.rows, one.source, now)
    if vanished:
        problems.append(impact.gone(vanished))
    if not (added or revised or vanished):
        problems.append(problem("P-05", f"{len(one.rows)} figures", verdict=NOTE))
    elif behind:
        found = f"published {behind[0]}, known to {behind[1]}"
        problems.append(problem("P-05", found, verdict=HOLD, key="older", choices=("yes",)))
    uncompared = len(plausibility.uncompared(rows, beside))
    then = impact.with_rows(now.dataset, one.rows)
    one = replace(
        one,
        problems=tuple(problems),
        added=tuple(added),
        revised=tuple(revised),
        vanished=tuple(vanished),
        outcomes=outcomes.outcomes(one.rows, vanished, now, then),
        uncompared=uncompared,
    )
    if one.idle:
        return one
    return replace(
        one,
        then=then,
        headlines=impact.headlines(now.dataset, then, one.rows, headlines),
        verdicts=impact.verdicts(now, then, one.rows),
    )


def accept(
    root: Path,
    one: Preview,
    *,
    by: str,
    note: str = "",
    reason: str = "routine revision",
    authorise: Authorise | None = None,
) -> Entry:
    """Return the log entry that puts a preview's file in force.

    Raises ValueError when it is not ready, or StoreError in words: Conflict when somebody else decided meanwhile.
    """
    if not one.ready:
        raise ValueError("The file still has open questions or was refused; nothing has been changed.")
    store = Store(root, authorise=authorise) if authorise else Store(root)
    published = one.answers.get("published") or one.recognised.get("published") or date.today().isoformat()
    answers = dict(one.answers) | {"published": published}
    facts = {"by": by, "note": note, "published": published, "url": one.answers.get("url", "")}
    facts |= {"recognised": dict(one.recognised), "answers": dict(one.answers)}
    snapshot = store.receive(one.source, one.data, one.name, facts)
    key = hashlib.sha256(f"{one.sha256} {one.head} {sorted(answers.items())}".encode()).hexdigest()[:32]
    return store.accept(
        one.source, snapshot.snapshot, by=by, reason=reason, key=key, note=note, answers=answers, head=one.head
    )
