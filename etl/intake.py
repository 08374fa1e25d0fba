"""Intake: what a file would change, shown before anything is; then, on a person's word, in force.

`preview` reads a file in the cage, recognises it by its content, extracts and checks its rows, and compares them with what is
known: added, revised, vanished values, and which headlines and verdicts would change. `accept` stores and commits.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping

from etl import cage, extract, plausible, registry, transform, vintages
from etl.build import Dataset, load
from etl.cage import Refused
from etl.extract.contract import Question
from etl.problems import HOLD, NOTE, REFUSE, Problem, problem
from etl.rows import Citation, Row, plain
from etl.store import Entry, SnapshotRef, Store

Headlines = Callable[[Dataset, Dataset, frozenset[str]], Iterable[tuple[str, str, str]]]  # now, then, kinds of series → chart, before, after
FACTS = ("published", "url", "title", "note")  # what a person says of a file beside the answers to its questions


@dataclass(frozen=True)
class Change:
    """One value that would change: old is None for an added one, new is None for a vanished one."""

    key: tuple[str, str, str, str, int]
    old: Row | None
    new: Row | None


@dataclass(frozen=True)
class Preview:
    """What a file is, what is wrong with it, what must be answered, and what it would change. Nothing has been changed yet."""

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
    headlines: tuple[tuple[str, str, str], ...] = ()  # chart, before, after
    verdicts: tuple[tuple[str, str, str], ...] = ()  # claim, before, after
    answers: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""
    head: int = 0

    @property
    def refused(self) -> bool:
        """Whether the file cannot be taken as it is."""
        return any(one.verdict == REFUSE for one in self.problems)

    @property
    def held(self) -> tuple[Problem, ...]:
        """The problems that wait for an answer."""
        return tuple(one for one in self.problems if one.verdict == HOLD and one.key not in self.answers)

    @property
    def ready(self) -> bool:
        """Whether nothing stands between this file and publishing."""
        return bool(self.rows) and not self.refused and not self.held and not self.questions


def preview(root: Path, data: bytes, name: str, answers: Mapping[str, str] | None = None, headlines: Headlines | None = None) -> Preview:
    """Return what a file would change. `answers` hold a person's answers by key, and FACTS. Raises StoreError in words."""
    answers = dict(answers or {})
    digest = hashlib.sha256(data).hexdigest()
    store = Store(root)
    bare = Preview(name, digest, answers=answers, data=data, head=store.head())
    try:
        document = cage.read(data, name, answers)
    except Refused as refused:
        return _with(bare, problems=refused.problems)
    finding = extract.choose(extract.recognise(document), answers)
    if finding is None:
        return _with(bare, problems=(*document.notes, problem("S-06", f"{document.kind}: {_beginning(document)}"),))
    if isinstance(finding, Question):
        return _with(bare, problems=document.notes, questions=(finding,))
    module, recognised = finding
    got = module.extract(document, recognised, answers)
    held = tuple(one for one in document.held if one.code not in got.settles)
    problems = (*document.notes, *held, *got.problems)
    source = got.source or recognised.source
    described = _described(recognised, document) | {"source": source}
    if any(one.verdict == REFUSE for one in problems) or got.questions or not got.rows:
        if not got.rows and not got.questions and not any(one.verdict == REFUSE for one in problems):
            problems = (*problems, problem("S-08", "no figures", verdict=REFUSE))
        return _with(bare, source=source, recognised=described, problems=problems, questions=tuple(got.questions))
    rows, more = _typed(got.rows, source, answers, recognised.published)
    return _compared(_with(bare, source=source, recognised=described, rows=tuple(rows), problems=(*problems, *more)), root, headlines)


def _with(preview: Preview, **changed: Any) -> Preview:
    from dataclasses import replace

    return replace(preview, **changed)


def _beginning(document: cage.Document) -> str:
    """Return the first words of a document, for a message."""
    for sheet in document.sheets[:1]:
        return " | ".join(cell for cell in sheet.rows[0] if cell)[:60] if sheet.rows else "empty"
    return document.text[:60]


def _described(recognised: extract.Recognised, document: cage.Document) -> dict[str, Any]:
    """Return how a file was recognised, for the person and for the provenance."""
    names = ("layout", "unit", "unit_text", "currency", "flow", "reporter", "partner", "period", "language", "title", "published")
    return {name: getattr(recognised, name) for name in names} | {"encoding": document.encoding, "kind": document.kind}


def _typed(stated: list[dict[str, str]], source: str, answers: Mapping[str, str], published: str) -> tuple[list[Row], list[Problem]]:
    """Return extracted rows as rows, equal ones once; two values for one thing refuse the file."""
    vintage = answers.get("published") or published or date.today().isoformat()
    rows: dict[tuple, Row] = {}
    problems, double = [], 0
    for number, line in enumerate(stated, start=1):
        try:
            value = Decimal(line["value"])
        except (InvalidOperation, KeyError):
            problems.append(problem("N-03", line.get("printed", ""), where=line.get("place", ""), verdict=REFUSE))
            continue
        row = Row(
            line["series"], line["reporter"], line["partner"], line["period"], int(line["months"]), value,
            Decimal(line.get("rounding") or 0), line.get("status") or "reported", source, vintage, line.get("place") or f"row {number}",
        )  # fmt: skip
        before = rows.get(row.key)
        if before is None:
            rows[row.key] = row
        elif before.value == row.value:
            double += 1
        else:
            found = f"{plain(before.value)} and {plain(row.value)}"
            problems.append(problem("K-02", found, where=f"{before.citation} and {row.citation}"))
        if row.partner not in registry.table("places"):
            problems.append(problem("K-04", row.partner, where=row.citation, name=row.partner, near=""))
    if double:
        problems.append(problem("K-01", f"{double} rows"))
    return list(rows.values()), problems


def _compared(one: Preview, root: Path, headlines: Headlines | None) -> Preview:
    """Return the preview with checks against what is known, changes and their consequences."""
    now = load(root)
    family = registry.family(one.source)
    related = [row for row in now.rows if registry.family(row.source) == family]
    known = plausible.history(related if related else now.rows)
    wider = plausible.history(now.rows)
    problems = list(one.problems)
    for found in plausible.check(list(one.rows), known if any(_line(row) in known for row in one.rows) else wider):
        if found.key not in one.answers:
            problems.append(found)
    shown = {key: each.row for (key, of), each in vintages.choose(vintages.known(now.reported, None)).items() if of == family}
    added = [Change(row.key, None, row) for row in one.rows if row.key not in shown]
    revised = [Change(row.key, shown[row.key], row) for row in one.rows if row.key in shown and shown[row.key].value != row.value]
    vanished = _vanished(one, now)
    if not added and not revised and not vanished:
        problems.append(problem("P-05", f"{len(one.rows)} figures", verdict=NOTE))
    elif any(row.vintage < shown[row.key].vintage for row in one.rows if row.key in shown) and "older" not in one.answers:
        newest = max(shown[row.key].vintage for row in one.rows if row.key in shown)
        problems.append(problem("P-05", f"published {one.rows[0].vintage}, known to {newest}", verdict=HOLD, key="older", choices=("store as earlier",)))
    one = _with(one, problems=tuple(problems), added=tuple(added), revised=tuple(revised), vanished=tuple(vanished))
    if one.refused:
        return one
    then = with_rows(now, one.rows)
    return _with(one, headlines=_headlines(now, then, one.rows, headlines), verdicts=_verdicts(now, then, one.rows))


@dataclass(frozen=True)
class Turn:
    """What withdrawing or restoring a snapshot would change: values by key, old and new, and headlines."""

    changes: tuple[Change, ...]
    headlines: tuple[tuple[str, str, str], ...]


def turn(root: Path, source: str, snapshot: str, headlines: Headlines | None = None) -> Turn:
    """Return what would change if a snapshot were withdrawn, or put back if it is not in force. Raises StoreError in words."""
    from etl import build

    now = load(root)
    name = f"{source}/{snapshot}#"
    if any(row.citation.startswith(name) for row in now.reported):
        rows = [row for row in now.reported if not row.citation.startswith(name)]
        touched = [row for row in now.reported if row.citation.startswith(name)]
    else:
        ref = next(SnapshotRef(one.source, one.snapshot, one.sha256) for one in Store(root).snapshots(source) if one.snapshot == snapshot)
        last = [entry for entry in Store(root).history() if (entry.source, entry.snapshot) == (source, snapshot) and entry.kind == "accept"]
        ref = SnapshotRef(ref.source, ref.snapshot, ref.sha256, answers=last[-1].answers if last else {})
        touched = [row for row, _ in build._stated(root, ref)]
        rows = [*now.reported, *touched]
    then = Dataset(now.edition, None, tuple(sorted(rows)), tuple(transform.derive(vintages.known(rows, None))), now.citations)
    before = {key: one.row for key, one in vintages.choose(vintages.known(now.reported, None)).items()}
    after = {key: one.row for key, one in vintages.choose(vintages.known(rows, None)).items()}
    family = registry.family(source)
    changes = []
    for row in sorted({row.key for row in touched}):
        old, new = before.get((row, family)), after.get((row, family))
        if (old and old.value) != (new and new.value):
            changes.append(Change(row, old, new))
    return Turn(tuple(changes), _headlines(now, then, tuple(touched), headlines))


def _line(row: Row) -> tuple[str, str, str, int]:
    return (row.series, row.reporter, row.partner, row.months)


def _vanished(one: Preview, now: Dataset) -> list[Change]:
    """Return values that the last file of this very source had, inside the new file's lines and span, and this one has not."""
    if not any(row.source == one.source for row in now.reported):
        return []
    spans: dict[tuple, tuple[str, str]] = {}
    for row in one.rows:
        low, high = spans.get(_line(row), (row.period, row.period))
        spans[_line(row)] = (min(low, row.period), max(high, row.period))
    have = {row.key for row in one.rows}
    return [
        Change(row.key, row, None)
        for row in now.reported
        if row.source == one.source and row.key not in have and _line(row) in spans and spans[_line(row)][0] <= row.period <= spans[_line(row)][1]
    ]


def with_rows(now: Dataset, rows: Iterable[Row]) -> Dataset:
    """Return the dataset as it would be with new rows in force."""
    reported = tuple(sorted([*now.reported, *rows]))
    cited = {row.citation: Citation(row.citation, "the new file", "", row.vintage, "", "") for row in rows}
    derived = tuple(transform.derive(vintages.known(reported, None)))
    return Dataset(now.edition, None, reported, derived, now.citations | cited)


def _headlines(now: Dataset, then: Dataset, rows: tuple[Row, ...], headlines: Headlines | None) -> tuple[tuple[str, str, str], ...]:
    """Return the headlines that would change: chart, before, after."""
    if headlines is None:
        return ()
    stems = frozenset(row.series.partition("_")[0] for row in rows)
    return tuple(headlines(now, then, stems))


def _verdicts(now: Dataset, then: Dataset, rows: tuple[Row, ...]) -> tuple[tuple[str, str, str], ...]:
    """Return the verdicts that would change, of claims on the products that the file is about."""
    from etl import claims, ledger, measures

    stems = {row.series.partition("_")[0] for row in rows}
    touched = [claim for claim in claims.shipped() if claim.product and measures.level_series(claim, "percent").partition("_")[0] in stems]
    if not touched:
        return ()
    before = ledger.judge(touched, ledger.Evidence(now))
    after = ledger.judge(touched, ledger.Evidence(then))
    return tuple((old.claim.id, old.verdict, new.verdict) for old, new in zip(before, after, strict=True) if old.verdict != new.verdict)


def accept(root: Path, one: Preview, *, by: str, note: str = "", reason: str = "routine revision", authorise: Any = None) -> Entry:
    """Return the log entry that puts a preview's file in force. Raises ValueError when it is not ready, or StoreError in words."""
    if not one.ready:
        raise ValueError("The file still has open questions or was refused; nothing has been changed.")
    store = Store(root, authorise=authorise) if authorise else Store(root)
    published = one.answers.get("published") or one.recognised.get("published") or date.today().isoformat()
    facts = {"by": by, "note": note, "published": published, "url": one.answers.get("url", ""), "recognised": dict(one.recognised), "answers": dict(one.answers)}
    snapshot = store.receive(one.source, one.data, one.name, facts)
    answers = dict(one.answers) | {"published": published}
    key = hashlib.sha256(f"{one.sha256} {one.head} {sorted(answers.items())}".encode()).hexdigest()[:32]
    return store.accept(one.source, snapshot.snapshot, by=by, reason=reason, key=key, note=note, answers=answers, head=one.head)


def reread(store: Store, ref: SnapshotRef) -> list[dict[str, str]]:
    """Return the lines of a snapshot that was uploaded, read again with the answers stored with it.

    Raises ValueError in words when today's program cannot read it any more.
    """
    snapshot = store.snapshot(ref.source, ref.snapshot)
    answers = {str(key): str(value) for key, value in ref.answers.items()}
    facts = snapshot.provenance
    try:
        document = cage.read(store.read(ref), str(facts.get("original_name", "file")), answers)
    except Refused as refused:
        raise ValueError(f"the stored file cannot be read any more: {refused}.") from refused
    finding = extract.choose(extract.recognise(document), answers)
    if finding is None or isinstance(finding, Question):
        raise ValueError("the stored file is not recognised any more.")
    module, recognised = finding
    rows, _ = _typed(module.extract(document, recognised, answers).rows, ref.source, answers, recognised.published)
    title = recognised.title or f"{registry.get('sources', ref.source)['publisher']}: {facts.get('original_name', '')}"
    return [
        {
            "series": row.series, "reporter": row.reporter, "partner": row.partner, "period": row.period, "months": str(row.months),
            "value": plain(row.value), "rounding": plain(row.rounding), "status": row.status, "vintage": row.vintage, "line": str(number),
            "title": title, "url": answers.get("url") or registry.get("sources", ref.source)["home"], "published": row.vintage,
            "printed": plain(row.value), "note": row.citation,
        }
        for number, row in enumerate(rows, start=1)
    ]  # fmt: skip
