"""What new rows would change: values added, revised and gone, and the headlines and verdicts that would follow.

The side of today is worked out once an edition, since an edition never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from etl.build import snapshot_rows, transform, vintages
from etl.build.build import Dataset, load
from etl.check import expected
from etl.ledger.claims import Claim
from etl.store import SnapshotRef, Store
from etl.tables import registry
from etl.tables.problems import Problem, problem, together
from etl.tables.rows import Citation, Key, Row

if TYPE_CHECKING:
    from etl.ledger.ledger import Evidence

# now, then, kinds of series → chart, headline before, headline after
Headlines = Callable[[Dataset, Dataset, frozenset[str]], Iterable[tuple[str, str, str]]]
Words = tuple[tuple[str, str, str], ...]
GONE = "sure:gone"  # the answer to figures that a source had and its new file has not


@dataclass(frozen=True)
class Change:
    """One value that would change: old is None for an added one, new is None for a vanished one."""

    key: Key
    old: Row | None
    new: Row | None


@dataclass
class Known:
    """One edition as the checks need it; histories and verdicts are kept once they were worked out."""

    dataset: Dataset
    shown: dict[tuple[Key, str], Row]
    _histories: dict[str, expected.History] = field(default_factory=dict)
    _verdicts: dict[str, str] = field(default_factory=dict)

    def history(self, family: str) -> expected.History:
        """Return the rows of a family by line and period; of every family for ""."""
        if family not in self._histories:
            rows = self.dataset.rows
            own = [row for row in rows if registry.family(row.source) == family] if family else rows
            self._histories[family] = expected.history(own)
        return self._histories[family]

    def beside(self, family: str) -> expected.History:
        """Return what is known of every line: of any family, the figures of this one in front where it has some."""
        name = f"beside {family}"
        if name not in self._histories:
            every, own = self.history(""), self.history(family)
            merged = dict(every) | {line: {**every.get(line, {}), **rows} for line, rows in own.items()}
            self._histories[name] = merged
        return self._histories[name]

    def verdicts(self, claims: list[Claim]) -> dict[str, str]:
        """Return today's verdict on each claim by its id."""
        open_ = [claim for claim in claims if claim.id not in self._verdicts]
        if open_:
            self._verdicts.update(_judged(open_, self.evidence))
        return self._verdicts

    @cached_property
    def evidence(self) -> Evidence:
        """What claims are judged on today; kept, since a file seldom changes what was known on the days before it."""
        return _evidence(self.dataset)


def known(root: Path, edition: str) -> Known:
    """Return the figures of an edition, as the checks need them. Raises StoreError in words."""
    return _known(Path(root).resolve(), edition)


@lru_cache(maxsize=2)
def _known(root: Path, edition: str) -> Known:
    dataset = load(root, edition)
    chosen = vintages.choose(vintages.known(dataset.reported, None))
    return Known(dataset, {key: each.row for key, each in chosen.items()})


def changes(rows: Iterable[Row], source: str, now: Known) -> tuple[list[Change], list[Change], list[Change]]:
    """Return what rows of a source would add, revise and no longer have."""
    rows, family = list(rows), registry.family(source)
    added, revised = [], []
    for row in rows:
        old = now.shown.get((row.key, family))
        if old is None:
            added.append(Change(row.key, None, row))
        elif old.value != row.value:
            revised.append(Change(row.key, old, row))
    return added, revised, _vanished(rows, source, now)


def line(row: Row) -> expected.Line:
    """Return the line that a row belongs to."""
    return row.series, row.reporter, row.partner, row.months


def _vanished(rows: list[Row], source: str, now: Known) -> list[Change]:
    """Return values that files of this very source had, inside the new file's lines and span, and this one has not."""
    spans: dict[expected.Line, tuple[str, str]] = {}
    for row in rows:
        low, high = spans.get(line(row), (row.period, row.period))
        spans[line(row)] = (min(low, row.period), max(high, row.period))
    have = {row.key for row in rows}
    gone = {}
    for row in vintages.known(now.dataset.reported, None):
        if row.source == source and row.key not in have and line(row) in spans:
            low, high = spans[line(row)]
            if low <= row.period <= high:
                gone[row.key] = Change(row.key, row, None)
    return list(gone.values())


def gone(vanished: Iterable[Change]) -> Problem:
    """Return the question whether figures that this source had before are rightly no longer in its file."""
    rows = [change.old for change in vanished if change.old]
    where = together(f"{row.series} {registry.place_name(row.partner)} {row.period}" for row in rows[:10])
    more = f" and {len(rows) - 10:,} more" if len(rows) > 10 else ""
    found = f"{len(rows):,} figures that this source had are no longer there"
    return problem("P-04", found, where=f"{where}{more}", key=GONE, choices=expected.SURE)


def older(rows: Iterable[Row], source: str, now: Known) -> tuple[str, str] | None:
    """Return the day of the rows and the newest day known, when known figures that say another would stay; else None."""
    family = registry.family(source)
    ahead = [
        (row.vintage, old.vintage)
        for row in rows
        if (old := now.shown.get((row.key, family))) and row.vintage < old.vintage
        and vintages.rank(row) >= vintages.rank(old) and (row.low > old.high or row.high < old.low)
    ]  # fmt: skip
    return (min(ahead)[0], max(newest for _, newest in ahead)) if ahead else None


def with_rows(now: Dataset, rows: Iterable[Row]) -> Dataset:
    """Return the dataset as it would be with new rows in force. Rules never mix families, so the others stay."""
    rows = list(rows)
    families = {registry.family(row.source) for row in rows}
    reported = tuple(sorted([*now.reported, *rows]))
    cited = {row.citation: Citation(row.citation, "the new file", "", row.vintage, "", "") for row in rows}
    return Dataset(now.edition, None, reported, _derived(now, reported, families), now.citations | cited)


def without(now: Dataset, gone: frozenset[Row]) -> Dataset:
    """Return the dataset as it would be without rows that are in force."""
    families = {registry.family(row.source) for row in gone}
    reported = tuple(row for row in now.reported if row not in gone)
    return Dataset(now.edition, None, reported, _derived(now, reported, families), now.citations)


def _derived(now: Dataset, reported: Iterable[Row], families: set[str]) -> tuple[Row, ...]:
    own = [row for row in vintages.known(reported, None) if registry.family(row.source) in families]
    rest = [row for row in now.derived if registry.family(row.source) not in families]
    return tuple(sorted([*rest, *transform.derive(own)]))


def headlines(now: Dataset, then: Dataset, rows: Iterable[Row], ask: Headlines | None) -> Words:
    """Return the headlines that would change: chart, before, after."""
    return tuple(ask(now, then, _stems(rows))) if ask else ()


def verdicts(now: Known, then: Dataset, rows: Iterable[Row]) -> Words:
    """Return the verdicts that would change, of claims that the rows can touch: claim, before, after."""
    touched = _touched(list(rows))
    if not touched:
        return ()
    before, after = now.verdicts(touched), _judged(touched, _evidence(then, now.evidence))
    return tuple((name, before[name], verdict) for name, verdict in after.items() if before[name] != verdict)


def _evidence(dataset: Dataset, like: Evidence | None = None) -> Evidence:
    from etl.ledger import ledger

    return ledger.Evidence(dataset, like)


def _judged(claims: list[Claim], evidence: Evidence) -> dict[str, str]:
    from etl.ledger import ledger

    return {claim.id: ledger.judge_one(claim, evidence).verdict for claim in claims}


_LONG = {"window_share": 10, "window_change": 10, "start_year": 100}  # measures that look further back, in years


def _touched(rows: list[Row]) -> list[Claim]:
    """Return the claims on the rows' products whose years, with a year around them, the rows cover."""
    from etl.ledger import claims_file, subject

    stems, years = _stems(rows), {int(row.period[:4]) + step for row in rows for step in (0, (row.months - 1) // 12)}
    found = []
    for claim in claims_file.shipped():
        if not claim.product or subject.level_series(claim, "percent").partition("_")[0] not in stems:
            continue
        first, last = int(claim.period[:4]), int(claim.period[:4]) + claim.months // 12
        reach = range(first - _LONG.get(claim.measure, 1), last + 2)
        if claim.qualifier in ("any_year", "record") or years.intersection(reach):
            found.append(claim)
    return found


def _stems(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(row.series.partition("_")[0] for row in rows)


@dataclass(frozen=True)
class Turn:
    """What withdrawing or restoring a snapshot would change: values by key, old and new, and headlines."""

    changes: tuple[Change, ...]
    headlines: Words


def turn(root: Path, source: str, snapshot: str, ask: Headlines | None = None) -> Turn:
    """Return what would change if a snapshot were withdrawn, or put back if it is not in force.

    Raises StoreError in words, or ValueError when it cannot be read any more.
    """
    store = Store(root)
    now = known(root, store.edition())
    name = f"{source}/{snapshot}#"
    touched = [row for row in now.dataset.reported if row.citation.startswith(name)]
    if touched:
        then = without(now.dataset, frozenset(touched))
    else:
        found = store.snapshot(source, snapshot)
        last = [one for one in store.history() if (one.source, one.snapshot, one.kind) == (source, snapshot, "accept")]
        ref = SnapshotRef(source, snapshot, found.sha256, answers=last[-1].answers if last else {})
        touched = [row for row, _ in snapshot_rows.rows(root, ref)]
        then = with_rows(now.dataset, touched)
    after = {key: each.row for key, each in vintages.choose(vintages.known(then.reported, None)).items()}
    family = registry.family(source)
    changed = []
    for key in sorted({row.key for row in touched}):
        old, new = now.shown.get((key, family)), after.get((key, family))
        if (old and old.value) != (new and new.value):
            changed.append(Change(key, old, new))
    return Turn(tuple(changed), headlines(now.dataset, then, touched, ask))
