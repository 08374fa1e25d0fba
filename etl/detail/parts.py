"""The parts in force: which Parquet files an edition and a day are made of, and which rows of them newer files replace."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from etl.detail import settings
from etl.store import SnapshotRef, Store
from etl.tables import registry

MANIFEST = "manifest.json"
SYNTHETIC = "detail_synthetic"


@dataclass(frozen=True)
class Part:
    """A reporter's flow in a year as one file has it. `months` are those that count: 0 stands for the whole year."""

    source: str
    snapshot: str
    file: str  # as its rows name it
    vintage: str
    order: int  # of the decision that put it in force
    whole: bool
    path: Path
    reporter: str
    flow: str
    year: int
    rows: int
    months: tuple[int, ...]
    levels: tuple[int, ...]
    revisions: tuple[str, ...]
    currencies: tuple[str, ...]

    @property
    def place(self) -> tuple[str, str, str, int]:
        """Return what two parts share of which the newer replaces rows of the older."""
        return self.source, self.reporter, self.flow, self.year


class NotPrepared(Exception):
    """A file in force has no parts on this disk; the message says how to make them."""


def is_detail(source: str) -> bool:
    """Return whether a source is one of detail files."""
    return source in registry.table("detail_sources")


def folder(data: Path, source: str, snapshot: str) -> Path:
    """Return where the parts of a snapshot lie."""
    return data / settings.FOLDER / source / snapshot


def write_manifest(where: Path, facts: dict[str, Any]) -> None:
    """Write what a folder of parts holds."""
    text = json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True)
    (where / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def manifest(where: Path) -> dict[str, Any] | None:
    """Return what a folder of parts holds, or None when there is none."""
    try:
        found: dict[str, Any] = json.loads((where / MANIFEST).read_text(encoding="utf-8"))
        return found
    except (OSError, ValueError):
        return None


def refs(data: Path, edition: str | None = None) -> list[SnapshotRef]:
    """Return the detail files in force in an edition. Raises StoreError."""
    return [ref for ref in Store(data).in_force(edition) if is_detail(ref.source)]


def vintage(data: Path, ref: SnapshotRef) -> str:
    """Return the day on which a file was published, or else came here."""
    said = ref.answers.get("published") or Store(data).snapshot(ref.source, ref.snapshot).provenance.get("published")
    return str(said or ref.snapshot[:10])


def in_force(
    data: Path, edition: str | None = None, as_of: str | None = None, *, synthetic: bool = False
) -> list[Part]:
    """Return the parts that count in an edition as known on a day, newer files before older ones. Generated rows and real
    ones are never together. Raises NotPrepared in words, StoreError.
    """
    found: list[Part] = []
    for ref in refs(data, edition):
        if (ref.source == SYNTHETIC) != synthetic:
            continue
        day = vintage(data, ref)
        if as_of is None or day <= as_of:
            found += _of(data, ref, day)
    return chosen(found)


def _of(data: Path, ref: SnapshotRef, day: str) -> list[Part]:
    where = folder(data, ref.source, ref.snapshot)
    held = manifest(where)
    if held is None:
        raise NotPrepared(
            f"{ref.source}/{ref.snapshot} is in force, and its parts are not on this disk. Make them from the file as "
            "received with `kyakhta detail build`. Nothing has been changed."
        )
    return [
        Part(
            ref.source, ref.snapshot, ref.sha256[:16], day, ref.number, held["whole"], where / one["path"],
            one["reporter"], one["flow"], one["year"], one["rows"], tuple(one["months"]), tuple(one["levels"]),
            tuple(one["revisions"]), tuple(one["currencies"]),
        )
        for one in held["parts"]
    ]  # fmt: skip


def chosen(found: Iterable[Part]) -> list[Part]:
    """Return the parts that count, newest first. A file that is all there is of its months replaces every older one in
    them; of others the rows are compared when they are read. Files of another revision are another count, and stay.
    """
    kept: list[Part] = []
    covered: dict[tuple[object, ...], set[int]] = {}
    for part in sorted(found, key=lambda one: (one.vintage, one.order, one.snapshot), reverse=True):
        key = (*part.place, part.revisions)
        months = tuple(month for month in part.months if month not in covered.get(key, set()))
        if months:
            kept.append(replace(part, months=months))
        if part.whole:
            covered.setdefault(key, set()).update(part.months)
    return kept
