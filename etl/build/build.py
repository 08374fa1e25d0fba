"""Raw → processed: every snapshot in force becomes checked, sourced rows; the same input gives the same bytes.

`build` writes `data/processed/`; `load` reads it, and rebuilds in memory when it is missing, behind the log or not what
the build wrote. `--edition` and `--as-of` come from the same rows: an edition is a set of snapshots, a day is a filter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from etl.build import processed, snapshot_rows, transform, vintages
from etl.store import Edition, Problem, SnapshotRef, Store, StoreError
from etl.tables import registry
from etl.tables.rows import Citation, Row

LEFT_OUT = "Its figures are left out; all others are shown."


@dataclass(frozen=True)
class Dataset:
    """All rows of one edition as known on one day."""

    edition: str  # "2026-11-21+41"
    as_of: str | None  # "2022-12-31", or None for everything published
    reported: tuple[Row, ...]  # as the sources state them, corrections applied; withdrawn ones included
    derived: tuple[Row, ...]
    citations: dict[str, Citation]
    problems: tuple[str, ...] = field(default=())  # what could not be read, in words
    unreviewed: frozenset[str] = frozenset()  # "source/snapshot" of uploads that nobody has approved yet

    @property
    def left_out(self) -> tuple[str, ...]:
        """What of the edition could not be read, so that its figures are missing, in words."""
        return tuple(problem for problem in self.problems if problem.endswith(LEFT_OUT))

    @property
    def rows(self) -> list[Row]:
        """Return every row that may be shown."""
        return [*vintages.known(self.reported, self.as_of), *self.derived]


def load(data: Path, edition: str | None = None, as_of: str | None = None) -> Dataset:
    """Return the rows of an edition (default: the newest) as known on a day (default: today).

    An edition and a day never change, so the last few asked for are kept. Raises StoreError when the edition does not
    exist or nothing can be read at all.
    """
    newest = Store(data).edition()
    name = newest if edition is None else str(Edition.parse(edition))
    return _loaded(Path(data).resolve(), name, as_of, name == newest)


@lru_cache(maxsize=4)  # rows by the ten thousand each; what is worked out of them is kept elsewhere
def _loaded(data: Path, edition: str, as_of: str | None, newest: bool) -> Dataset:
    if as_of is not None:
        whole = _loaded(data, edition, None, newest)
        day = vintages.known(whole.reported, as_of)
        return replace(whole, as_of=as_of, derived=_derived(tuple(day)))
    if not newest:
        return whole_of(data, edition, ())
    return _kept(data, edition) or whole_of(data, edition, processed.notice(data))


@lru_cache(
    maxsize=6
)  # many days and folders know the same rows; deriving them takes a second, comparing them a fortieth
def _derived(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(transform.derive(list(rows)))


def forget() -> None:
    """Forget the editions read so far, so that the next one is read from the disk."""
    _loaded.cache_clear()


def build(data: Path, say: Callable[[str], None] = lambda line: None) -> Dataset:
    """Write `data/processed/` anew from the snapshots in force and return the rows; `say` gets a line a source.

    Raises StoreError.
    """
    whole = whole_of(data, Store(data).edition(), ())
    processed.write(data, whole.edition, processed.Kept(whole.reported, whole.derived, whole.citations, whole.problems))
    forget()  # what was read without these files says so in words
    for line in report(whole):
        say(line)
    return whole


def report(dataset: Dataset) -> list[str]:
    """Return one line a source: rows, series, first and last period, withdrawn rows; then every problem."""
    lines = [f"{'source':22} {'rows':>6} {'series':>7}  {'periods':19} withdrawn"]
    groups: dict[str, list[Row]] = {}
    for row in dataset.reported:
        groups.setdefault(row.source, []).append(row)
    for source, rows in sorted(groups.items()):
        periods = sorted(row.period for row in rows)
        withdrawn = sum(row.status == "withdrawn" for row in rows)
        lines.append(
            f"{source:22} {len(rows):6,} {len({row.series for row in rows}):7}  {periods[0]:>7} to {periods[-1]:<7}  {withdrawn or ''}"
        )
    lines.append(f"{'derived':22} {len(dataset.derived):6,} {len({row.series for row in dataset.derived}):7}")
    lines += [f"problem: {problem}" for problem in dataset.problems]
    lines.append(f"Edition {dataset.edition}.")
    return lines


def _kept(data: Path, edition: str) -> Dataset | None:
    """Return what the last build wrote, or None when it is not there as written."""
    kept = processed.read(data, edition)
    if kept is None:
        return None
    unreviewed = _unreviewed(Store(data).in_force(edition))
    return Dataset(edition, None, kept.reported, kept.derived, kept.citations, kept.problems, unreviewed)


def _unreviewed(refs: Iterable[SnapshotRef]) -> frozenset[str]:
    """Return the snapshots in force that nobody with the right has approved."""
    return frozenset(f"{ref.source}/{ref.snapshot}" for ref in refs if not ref.published)


def whole_of(data: Path, edition: str, notices: tuple[str, ...]) -> Dataset:
    """Return all rows of an edition, extracted from raw."""
    store = Store(data)
    reported: list[Row] = []
    citations: dict[str, Citation] = {}
    problems = [*notices, *map(str, store.problems())]
    sources: set[str] = set()
    used: set[str] = set()
    detail = registry.table("detail_sources")  # `etl.detail` reads those
    refs = [ref for ref in store.in_force(edition) if ref.source not in detail]
    for ref in refs:
        try:
            lines = snapshot_rows.rows(data, ref)
        except (StoreError, ValueError, OSError) as error:
            problems.append(f"{ref.source}/{ref.snapshot}: {error} {LEFT_OUT}")
            continue
        rows, found = snapshot_rows.corrected(ref.source, lines)
        reported += rows
        citations.update((citation.citation, citation) for _, citation in lines)
        sources.add(ref.source)
        used |= found
    if store.bases()[-1:] == [edition.partition("+")[0]]:  # corrections are kept for what ships now
        problems += snapshot_rows.unused(sources, used)
    if not reported:
        why = "No figures could be read. " + " ".join(problems)
        do = "Name the folder that holds raw/ and its base with --data, or restore it from a backup."
        raise StoreError(Problem("C-50", why, str(data), "Without figures no chart can be drawn.", do))
    reported.sort()
    derived = _derived(tuple(vintages.known(reported, None)))
    return Dataset(edition, None, tuple(reported), derived, citations, tuple(problems), _unreviewed(refs))
