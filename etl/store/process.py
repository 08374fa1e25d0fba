"""What one process remembers of a data folder, and what it does there before it first writes."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from etl.store import fsops, head, snapshots
from etl.store.errors import DiskFailed, Problem, Unsure, from_os, sync_failed
from etl.store.log import Entry, Memory
from etl.store.names import is_snapshot

ORPHAN_AFTER = timedelta(hours=24)
QUARANTINE_FOR = timedelta(days=90)


@dataclass
class Process:
    """The log as verified so far, whether the folder is ready for writing, and why this process must not write."""

    log: Memory[Entry] = field(default_factory=Memory)
    journals: dict[str, Memory[Any]] = field(default_factory=dict)
    ready: bool = False
    stopped: Problem | None = None


# A page makes a new Store at each rerun; what a failing disk taught the process must outlast that.
_processes: dict[Path, Process] = {}


def of(root: Path, state: Path) -> Process:
    """Return what this process remembers of `root`; at first the head of the log that was noted in `state`."""
    place = root.absolute()
    if place not in _processes:
        _processes[place] = Process(log=Memory(last=head.read(state)))
    return _processes[place]


def forget() -> None:
    """Remember nothing, as after a restart."""
    _processes.clear()


@contextlib.contextmanager
def saving(process: Process, where: Path) -> Iterator[None]:
    """Yield a block that writes: whatever the disk answers leaves it as a StoreError in words."""
    if process.stopped:
        raise DiskFailed(process.stopped)
    try:
        yield
    except Unsure:
        process.stopped = sync_failed(where)
        raise
    except OSError as error:
        if isinstance(error, fsops.SyncFailed):
            process.stopped = sync_failed(where)
        raise from_os(error, where) from error


def prepare(process: Process, root: Path, now: datetime) -> None:
    """Make the folders, put their names on the disk and sweep what dead writers left; once a process."""
    if process.ready:
        return
    existed = fsops.stamp(root) is not None
    try:
        fsops.make_folder(root)
    except OSError:
        if not existed:  # else only the folder above, which is not ours, could not be synced
            raise
    fsops.make_folder(root / "state")
    fsops.make_folder(root / "raw")
    fsops.make_folder(root / "raw" / "log")
    _sweep(root, now)
    process.ready = True


def _sweep(root: Path, now: datetime) -> None:
    raw, quarantine = root / "raw", root / "quarantine"
    for folder in (raw / "log", raw / "base", quarantine, *snapshots.folders(raw)):
        for name in fsops.names(folder):
            if name.startswith(fsops.TEMP) and _older(folder / name, now):
                fsops.discard(folder / name)
    kept_since = (now - QUARANTINE_FOR).date().isoformat()
    for name in fsops.names(quarantine):
        if is_snapshot(name) and name[:10] < kept_since:
            temp = fsops.temp_in(quarantine)
            with contextlib.suppress(OSError):
                fsops.rename_new(quarantine / name, temp)
            fsops.discard(temp)


def _older(path: Path, now: datetime) -> bool:
    stamp = fsops.stamp(path)
    return stamp is not None and now.timestamp() - stamp[1] / 1e9 > ORPHAN_AFTER.total_seconds()
