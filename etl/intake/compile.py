"""Compiled figures into what ships: each `<source>.csv` becomes a snapshot, and a new base lists it with all others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from etl.extract import compilation
from etl.store import SnapshotRef, Store
from etl.store.snapshots import Named
from etl.tables import registry

NOTE = "Compiled by hand from the publications that each line names."


def compiled(data: Path, files: Iterable[Path], day: str) -> Path:
    """Return the file of the base of `day`: the newest base with each `<source>.csv` in place of that source's snapshot.

    Every line is read first; nothing is written when one has no series, unit, vintage or known source. Raises ValueError
    or UnknownName in words, StoreError when the day has a base that lists others.
    """
    files = sorted(files)
    for path in files:
        _checked(path)
    store = Store(data, now=lambda: datetime.fromisoformat(day).replace(tzinfo=UTC))
    named: dict[str, Named] = {ref.source: ref for ref in _newest(store)}
    facts = {"by": "Kyakhta", "note": NOTE, "layout": "compilation", "encoding": "utf-8", "published": day}
    for path in files:
        named[path.stem] = store.receive(path.stem, path.read_bytes(), "figures.csv", facts)
    return store.write_base(day, named.values())


def _newest(store: Store) -> list[SnapshotRef]:
    """Return what the newest base lists; nothing when there is none yet."""
    days = store.bases()
    return store.in_force(f"{days[-1]}+0") if days else []


def _checked(path: Path) -> None:
    """Read every line of a file. Raises ValueError or UnknownName that begin with its name."""
    registry.get("sources", path.stem)
    with path.open("rb") as file:
        if not compilation.recognises(file.read(4096)):
            raise ValueError(f"{path}: the first line is not {compilation.HEADER}")
    try:
        compilation.extract(path)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def latest(data: Path, folder: Path) -> list[Path]:
    """Return the compiled files of the newest base, copied to `folder` as `<source>.csv`, to be edited and compiled again."""
    store = Store(data)
    out = []
    folder.mkdir(parents=True, exist_ok=True)
    for ref in _newest(store):
        target = folder / f"{ref.source}.csv"
        target.write_bytes(store.read(ref))
        out.append(target)
    return out
