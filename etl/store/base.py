"""The snapshots that ship with the program: one list a release, named by its day, never changed and never removed."""

import re
from collections.abc import Iterable
from pathlib import Path

from etl.store import fsops, snapshots
from etl.store.errors import Damaged, Problem, Unknown, damage, place, unknown
from etl.store.log import Entry
from etl.store.names import NO_BASE, is_day, is_snapshot, is_source
from etl.store.seal import sealed, unsealed
from etl.store.snapshots import Named
from etl.store.state import SnapshotRef

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.json", re.ASCII)
_DO = "Put the file back from a backup or from git, or install this release again."


def days(folder: Path) -> list[str]:
    """Return the days of the bases that there are, oldest first, damaged ones too. Raises Damaged if the disk does not say."""
    found = (_NAME.fullmatch(name) for name in snapshots.names_in(folder))
    return [name[1] for name in found if name and is_day(name[1])]


def read(folder: Path, day: str) -> tuple[SnapshotRef, ...]:
    """Return what the base of `day` lists; nothing for `none`. Raises Unknown (C-40) or Damaged (C-14) in words."""
    if day == NO_BASE:
        return ()
    path = folder / f"{day}.json"
    try:
        facts = unsealed(fsops.read(path))
        refs = tuple(SnapshotRef(row["source"], row["snapshot"], row["sha256"]) for row in facts["snapshots"])
        if facts["base"] != day or not all(is_source(ref.source) and is_snapshot(ref.snapshot) for ref in refs):
            raise ValueError("it belongs to another day")
    except FileNotFoundError as error:
        held = ", ".join(days(folder)[-3:]) or "none"
        do = f"The newest that there are: {held}. Install the release of that day, or leave the edition out."
        raise unknown("C-40", f"There is no base of {day}.", place(folder), do) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = error.strerror if isinstance(error, OSError) else error if type(error) is ValueError else "unknown format"
        raise Damaged(damage(path, f"The list of what ships with the program cannot be used: {why}.", _DO)) from error
    return refs


def newest(folder: Path) -> tuple[str, list[Problem]]:
    """Return the day of the newest base that can be used (`none` without one), and what is wrong with those after it."""
    problems: list[Problem] = []
    try:
        known = days(folder)
    except Damaged as error:
        return NO_BASE, [error.problem]
    for day in reversed(known):
        try:
            read(folder, day)
        except (Damaged, Unknown) as error:
            problems.append(error.problem)
        else:
            return day, problems
    return NO_BASE, problems


def write(folder: Path, day: str, which: Iterable[Named]) -> Path:
    """Return the file of a base; the same snapshots give the same bytes. Raises Unknown (C-43) when that day lists others."""
    if not is_day(day):
        raise unknown("C-43", f"“{day}” is not a day.", place(folder), "Write it like 2026-11-21.")
    named = sorted({(each.source, each.snapshot, each.sha256) for each in which})
    rows = [{"source": source, "snapshot": snapshot, "sha256": sha256} for source, snapshot, sha256 in named]
    data, path = sealed({"base": day, "snapshots": rows}), folder / f"{day}.json"
    fsops.make_folder(folder)
    temp = fsops.temp_in(folder)
    try:
        fsops.write_new(temp, [data])
        fsops.link_new(temp, path)
    except FileExistsError:
        if fsops.read(path) != data:
            raise _taken(path) from None
    finally:
        fsops.discard(temp)
    fsops.sync_folder(folder)
    return path


def verify(folder: Path, raw: Path, entries: Iterable[Entry]) -> list[Problem]:
    """Return what is wrong with the bases, in words, and which snapshots they or the log name that are not there."""
    problems: list[Problem] = []
    named = {SnapshotRef(entry.source, entry.snapshot, entry.sha256) for entry in entries}
    for day in days(folder):
        try:
            named.update(read(folder, day))
        except Damaged as error:
            problems.append(error.problem)
    for ref in sorted(named, key=lambda ref: (ref.source, ref.snapshot)):
        try:
            snapshots.named(raw, ref)
        except Damaged as error:
            problems.append(error.problem)
    return problems


def _taken(path: Path) -> Unknown:
    do = "Choose a later day. If this one was never shipped, delete the file first."
    return unknown("C-43", "The base of this day lists other snapshots, and a base is never changed.", place(path), do)
