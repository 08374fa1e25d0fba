"""Files as received: each in a folder of its own with its provenance, put in place whole and never changed."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from etl.store import fsops
from etl.store.errors import Damaged, Problem, Unknown, damage, place, unknown
from etl.store.names import brief_text, check_source, is_label, is_snapshot, is_source, label
from etl.store.seal import digest, sealed, unsealed

PROVENANCE = "provenance.json"
# A snapshot is named after as many digits of its hash as tell it from its neighbours.
_DIGITS = (10, 16, 32, 64)


class Named(Protocol):
    """What names the bytes of one snapshot."""

    @property
    def source(self) -> str:
        """Return the id of the source."""

    @property
    def snapshot(self) -> str:
        """Return the name of the snapshot in its source."""

    @property
    def sha256(self) -> str:
        """Return the hash of the bytes as received."""


@dataclass(frozen=True)
class Snapshot:
    """One file as received: its source, its id, the hash of its bytes, where it lies and what is known of it."""

    source: str
    snapshot: str
    sha256: str
    path: Path
    provenance: Mapping[str, Any] = field(hash=False)


def put(folder: Path, data: bytes | Path, *, day: str, name: str, provenance: Mapping[str, Any]) -> Snapshot:
    """Return the snapshot of these bytes in `folder`: the one that is there already, or a new one, whole on the disk.

    Raises OSError when the disk does not take it, TypeError or ValueError when the provenance is not plain JSON.
    """
    sha256 = digest(data if isinstance(data, bytes) else fsops.read_chunks(data))
    fsops.make_folder(folder)
    for digits in _DIGITS:
        if found := find(folder, sha256):
            break
        snapshot = f"{day}-{sha256[:digits]}"
        facts = {**provenance, "source": folder.name, "snapshot": snapshot, "file": label(name), "sha256": sha256}
        original = name.encode("utf-8", "backslashreplace").decode()
        _put_new(folder / snapshot, data, {**facts, "original_name": original, "size": _size(data)})
    else:
        found = find(folder, sha256)
    if found is None:
        raise Damaged(damage(folder, "A file was added but cannot be read back.", "Try again; then check the disk."))
    fsops.sync_folder(folder)  # whoever made it may have died before this
    return found


def find(folder: Path, sha256: str) -> Snapshot | None:
    """Return the snapshot in `folder` that holds exactly these bytes, undamaged; None when there is none."""
    for name in names_in(folder):
        if is_snapshot(name) and sha256.startswith(name[11:]):
            try:
                snapshot = load(folder, name)
                check(snapshot)
            except Damaged:
                continue
            if snapshot.sha256 == sha256:
                return snapshot
    return None


def load(folder: Path, name: str) -> Snapshot:
    """Return the snapshot `name` in `folder`. Raises Unknown (C-41) when there is none, Damaged when its provenance is not as
    written; the bytes are not read.
    """
    path = folder / name / PROVENANCE
    try:
        if not is_snapshot(name) or fsops.stamp(folder / name) is None:
            do = "Look at the history for the names of those that there are."
            raise unknown("C-41", f"There is no snapshot “{brief_text(name)}” of {folder.name}.", place(folder), do)
        facts = unsealed(fsops.read(path))
        if facts["source"] != folder.name or facts["snapshot"] != name or not is_label(facts["file"]):
            raise ValueError("it belongs to another file")
        return Snapshot(folder.name, name, facts["sha256"], folder / name / facts["file"], facts)
    except FileNotFoundError as error:
        found = f"The record of where {name} came from is missing."
        raise Damaged(damage(path, found, "Put the file back from a backup or from git.")) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        found = f"The record of where {name} came from cannot be used: {_why(error)}."
        raise Damaged(damage(path, found, "Put the file back from a backup or from git.")) from error


def check(snapshot: Snapshot) -> None:
    """Nothing, when the bytes are those that were received. Raises Damaged, naming the file and what to do."""
    try:
        found = digest(fsops.read_chunks(snapshot.path))
    except OSError as error:
        raise Damaged(_lost(snapshot, f"cannot be read: {_why(error)}")) from error
    if found != snapshot.sha256:
        raise Damaged(_lost(snapshot, "is not the one that was received: its contents have changed"))


def read(snapshot: Snapshot) -> bytes:
    """Return the bytes as received. Raises Damaged, naming the file and what to do, when they are not."""
    try:
        data = fsops.read(snapshot.path)
    except OSError as error:
        raise Damaged(_lost(snapshot, f"cannot be read: {_why(error)}")) from error
    if digest(data) != snapshot.sha256:
        raise Damaged(_lost(snapshot, "is not the one that was received: its contents have changed"))
    return data


def named(raw: Path, which: Named) -> Snapshot:
    """Return the snapshot that a decision or a base names. Raises Damaged when it is gone or its hash is another one."""
    try:
        snapshot = load(raw / check_source(which.source), which.snapshot)
    except Unknown as error:
        raise Damaged(missing(raw, which)) from error
    if which.sha256 != snapshot.sha256:
        raise Damaged(_lost(snapshot, "is not the one that was decided on: another file has its name"))
    return snapshot


def missing(raw: Path, which: Named) -> Problem:
    """Return that a snapshot which is in force somewhere is not on the disk."""
    do = f"Put its folder (file with sha256 {which.sha256[:16]}…) back from a backup or from git."
    found = f"The snapshot {which.snapshot} of {which.source} is missing."
    return damage(raw / which.source / which.snapshot, found, do)


def remove(snapshot: Snapshot) -> None:
    """Take a snapshot's folder away whole. Raises OSError; what cannot be removed then is swept later."""
    folder = snapshot.path.parent
    temp = fsops.temp_in(folder.parent)
    fsops.rename_new(folder, temp)
    fsops.sync_folder(folder.parent)  # first: a power cut must not leave the name over a folder that is half empty
    fsops.discard(temp)


def settle(folder: Path) -> None:
    """Put the names of a source's snapshots on the disk, whoever wrote them. Raises OSError."""
    fsops.sync_folder(folder)
    fsops.sync_folder(folder.parent)


def every(folder: Path) -> Iterator[Snapshot]:
    """Yield the usable snapshots of a source, oldest first; their bytes are not read."""
    for name in names_in(folder):
        if is_snapshot(name):
            with contextlib.suppress(Damaged):
                yield load(folder, name)


def folders(raw: Path) -> Iterator[Path]:
    """Return the folders of the sources, in order."""
    return (raw / name for name in names_in(raw) if is_source(name))


def names_in(folder: Path) -> list[str]:
    """Return what a folder holds, in order. Raises Damaged in words when the disk does not say."""
    try:
        return fsops.names(folder)
    except OSError as error:
        do = "Let the user who runs the program read this folder; if that is not it, have the disk checked."
        raise Damaged(damage(folder, f"The folder cannot be read: {_why(error)}.", do)) from error


def verify(folder: Path) -> list[Problem]:
    """Everything that is wrong with the snapshots of one source, in words; every byte is read."""
    problems = []
    for name in names_in(folder):
        if name.startswith("."):
            continue
        if not is_snapshot(name):
            problems.append(_foreign(folder / name))
            continue
        try:
            snapshot = load(folder, name)
            check(snapshot)
            extra = set(names_in(folder / name)) - {PROVENANCE, snapshot.path.name}
        except (Damaged, Unknown) as error:
            problems.append(error.problem)
            continue
        problems += [_foreign(folder / name / stranger) for stranger in sorted(extra)]
    return problems


def _put_new(final: Path, data: bytes | Path, facts: Mapping[str, Any]) -> None:
    """Put a whole new folder under its final name, or nothing; also nothing when the name is taken."""
    record = sealed(facts)
    temp = fsops.temp_in(final.parent)
    try:
        fsops.make_folder(temp)
        fsops.write_new(temp / facts["file"], [data] if isinstance(data, bytes) else fsops.read_chunks(data))
        if isinstance(data, Path) and digest(fsops.read_chunks(temp / facts["file"])) != facts["sha256"]:
            do = "Wait until it is complete, then try again."
            raise Damaged(damage(data, "The file changed while it was being read.", do))
        fsops.write_new(temp / PROVENANCE, [record])
        fsops.sync_folder(temp)
        fsops.rename_new(temp, final)
    except FileExistsError:
        pass
    finally:
        fsops.discard(temp)


def _foreign(path: Path) -> Problem:
    do = "Move it elsewhere; to use a file, add it as an upload."
    return damage(path, f"{brief_text(path.name)} was not put there by this program.", do)


def _size(data: bytes | Path) -> int:
    if isinstance(data, bytes):
        return len(data)
    stamp = fsops.stamp(data)
    return stamp[0] if stamp else 0


def _lost(snapshot: Snapshot, what: str) -> Problem:
    do = (
        f"Put the file with sha256 {snapshot.sha256[:16]}… back from a backup or from git. "
        "A file that was changed on purpose is added as a new one."
    )
    return damage(snapshot.path, f"The file {brief_text(snapshot.path.name)} {what}.", do)


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "it is missing"
    if isinstance(error, OSError):
        return f"the disk says {error.strerror}".lower()
    return str(error) if isinstance(error, ValueError) else "it is not in the format of this program"
