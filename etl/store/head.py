"""Which entry was the last, kept beside the log: a history that somebody cut short does not pass for a true one.

`state/head-000000041-<hash>` is an empty file made after entry 41 is safe on the disk, so it is never ahead of the log.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from etl.store import fsops

_NAME = re.compile(r"head-(\d{9})-([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True)
class Head:
    """Number and fingerprint of an entry that was the last."""

    number: int
    fingerprint: str


def read(folder: Path) -> Head | None:
    """Return the newest head noted in a folder; None where there is none or the folder cannot be read."""
    try:
        found = [match for name in fsops.names(folder) if (match := _NAME.fullmatch(name))]
    except OSError:
        return None
    return Head(int(found[-1][1]), found[-1][2]) if found else None


def note(folder: Path, number: int, fingerprint: str) -> None:
    """Note an entry that is safe on the disk: an empty file each, none is ever taken away. Raises OSError."""
    known = [name for name in fsops.names(folder) if _NAME.fullmatch(name)]
    name = f"head-{number:09d}-{fingerprint}"
    if not known or known[-1] < name:
        temp = fsops.temp_in(folder)
        try:
            fsops.write_new(temp, [])
            fsops.link_new(temp, folder / name)
        except FileExistsError:
            pass
        finally:
            fsops.discard(temp)
        fsops.sync_folder(folder)
