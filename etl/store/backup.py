"""A copy of a data folder, made while people work: files as received first, then what was decided on them.

Any moment is a good one: whatever the log of the copy names was copied before it, and each copied file is read again and
compared by its hash. A copy is a data folder itself, so `verify` is the check of any other.
"""

from pathlib import Path

from etl.store import fsops, journal
from etl.store.errors import Problem, StoreError, from_os
from etl.store.seal import digest
from etl.store.store import Store

# In this order: what a decision needs is there before the decision.
PARTS = ("raw", "raw/base", journal.FOLDER, "audit", "raw/log", "state")
_LATE = {Path("raw/base"), Path("raw/log")}


def back_up(root: Path, to: Path) -> int:
    """Copy a data folder to an empty or older backup; return how many files were new. Raises StoreError in words.

    A backup only grows: a file that is there with other bytes stops it, since neither may be lost.
    """
    return sum(_copy(root, to, path) for path in _wanted(root))


def restore(backup: Path, root: Path) -> int:
    """Copy a backup into a data folder, after every byte of it was checked; return how many files were new.

    Raises StoreError in words, with nothing changed: when the backup is damaged, or when the folder holds other decisions
    or newer ones than the backup (C-30), which an older copy would hide.
    """
    if damage := Store(backup).verify():
        raise StoreError(damage[0])
    ours, theirs = Store(root).history(), Store(backup).history()
    common = list(zip(ours, theirs, strict=False))
    if len(ours) > len(theirs) or any(one.fingerprint != other.fingerprint for one, other in common):
        found = f"The data folder has {len(ours)} decisions that are not all in the backup, which has {len(theirs)}."
        do = "Restore into an empty folder and start the program with --data on it, or use a newer backup."
        raise StoreError(Problem("C-30", found, str(root), "An older copy over newer decisions would hide them.", do))
    return sum(_copy(backup, root, path) for path in _wanted(backup))


def _wanted(root: Path) -> list[Path]:
    """Return what is copied, relative to the folder, in an order that may be cut short anywhere.

    What depends is listed before what it depends on and copied after it: a decision made meanwhile is left to the next copy.
    """
    listed = {part: _files(root, Path(part)) for part in reversed(PARTS)}
    return [path for part in PARTS for path in listed[part]]


def _files(root: Path, part: Path) -> list[Path]:
    """Return the finished files of one part."""
    inside = [path.relative_to(root) for path in fsops.files_below(root / part)]
    late = _LATE if part == Path("raw") else set()
    return [
        path
        for path in inside
        if late.isdisjoint(path.parents) and not any(name.startswith(fsops.TEMP) for name in path.parts)
    ]


def _copy(root: Path, to: Path, inside: Path) -> bool:
    """Copy one file and read it again; False when it was there already with the same bytes."""
    source, target = root / inside, to / inside
    grows = inside.parts[0] == "audit"  # its file of today only gets longer
    try:
        wanted = digest(fsops.read_chunks(source))
        if fsops.stamp(target) is not None:
            if digest(fsops.read_chunks(target)) == wanted:
                return False
            if not (grows and fsops.read(source).startswith(fsops.read(target))):
                found = f"{inside} is there already with other bytes."
                raise StoreError(
                    Problem("C-17", found, str(target), "One of the two would be lost.", "Use another folder.")
                )
        fsops.make_folder(target.parent)
        temp = fsops.temp_in(target.parent)
        fsops.copy_new(source, temp)
        if not grows and digest(fsops.read_chunks(temp)) != wanted:
            fsops.discard(temp)
            found = f"{inside} was copied and reads back otherwise."
            raise StoreError(Problem("C-14", found, str(target), "The disk cannot be relied on.", "Use another disk."))
        fsops.replace(temp, target)
    except OSError as error:
        raise from_os(error, target) from error
    return True
