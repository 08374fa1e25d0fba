"""Numbered logs: creating the next number exclusively is the commit, and each entry names its parent.

The log of decisions is one; the journals beside it (`etl.store.journal`) are others, of entries of another kind.
"""

import dataclasses
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from etl.store import fsops
from etl.store.errors import Problem, damage
from etl.store.head import Head
from etl.store.names import is_snapshot, is_source
from etl.store.seal import digest, sealed, unsealed

KINDS = ("accept", "withdraw", "restore", "publish")
REASONS = ("routine revision", "major revision", "correction of an error", "other")
_NAME = re.compile(r"(?!0{9})\d{9}\.json", re.ASCII)
_FROM_BACKUP = (
    "Put the file back from a backup or from git. If there is none, move it and all later ones out of the folder: "
    "what was decided before them stays."
)
# A folder that was changed this recently may change again without its time showing it.
_SETTLED_NS = 2_000_000_000


@dataclass(frozen=True)
class Entry:
    """One decision: what, on which snapshot, by whom, when (UTC), why, on which head, and the answers given.

    `sha256` is of the snapshot's bytes, `fingerprint` of the entry's own file and `parent` of the entry before.
    """

    number: int
    parent: str
    kind: str
    source: str
    snapshot: str
    sha256: str
    by: str
    at: str
    key: str
    head: int
    reason: str
    note: str
    answers: Mapping[str, Any] = field(hash=False)
    clock: str = ""
    fingerprint: str = ""

    def data(self) -> bytes:
        """Return the entry as its file says it."""
        facts = dataclasses.asdict(self)
        del facts["fingerprint"]
        return sealed(facts)


class Chained(Protocol):
    """What any log needs of its entries."""

    @property
    def number(self) -> int:
        """Its place in the log, from 1."""

    @property
    def parent(self) -> str:
        """The fingerprint of the entry before; "" of the first."""

    @property
    def key(self) -> str:
        """What tells a step that is tried again from another one."""

    @property
    def fingerprint(self) -> str:
        """The hash of its own file."""

    def data(self) -> bytes:
        """Return it as its file says it."""


Each = TypeVar("Each", bound=Chained)


@dataclass(frozen=True)
class Chain(Generic[Each]):
    """The entries up to the head, and why it ends there when there are files behind it."""

    entries: tuple[Each, ...] = ()
    problems: tuple[Problem, ...] = ()

    def by_key(self, key: str) -> Each | None:
        """Return the entry that was made with this idempotency key."""
        return next((entry for entry in reversed(self.entries) if entry.key == key), None)


@dataclass
class Memory(Generic[Each]):
    """What this process knows of one log: entries it has verified, and the last one, which can never go away."""

    seen: tuple[object, Chain[Each]] = (None, Chain())
    files: dict[int, tuple[object, Each]] = field(default_factory=dict)
    last: Each | Head | None = None  # also what was noted beside the log before this process began


Log = Chain[Entry]


def path_of(folder: Path, number: int) -> Path:
    """Where entry `number` lies."""
    return folder / f"{number:09d}.json"


def parse(data: bytes) -> Entry:
    """Return the entry that a file holds. Raises ValueError in words when it is not one, whole and unchanged."""
    facts = unsealed(data)
    known = {entry_field.name for entry_field in dataclasses.fields(Entry)}
    try:
        entry = Entry(**{name: value for name, value in facts.items() if name in known}, fingerprint=digest(data))
    except TypeError as error:
        raise ValueError("it is not an entry of this log") from error
    if entry.kind not in KINDS:
        raise ValueError("it was written by a newer version of the program")
    if not (is_source(entry.source) and is_snapshot(entry.snapshot) and isinstance(entry.answers, dict)):
        raise ValueError("it is not an entry of this log")
    return entry


def read(folder: Path, memory: Memory[Each], parsed: Callable[[bytes], Each], *, fresh: bool = False) -> Chain[Each]:
    """Return a log as it is on the disk, each file's entry as `parsed` makes it, which raises ValueError in words.

    `fresh` looks at every file again; without it an unchanged folder is trusted.
    """
    trusted, known = memory.seen
    try:
        stamp = fsops.stamp(folder)
        if not fresh and stamp is not None and stamp == trusted:
            return known
        log = _chain(folder, memory, parsed)
    except OSError as error:
        found = f"The log of decisions cannot be read: the disk says {error.strerror}."
        return Chain(known.entries, (damage(folder, found, "Let the user who runs the program read this folder."),))
    quiet = stamp is not None and time.time_ns() - stamp[1] > _SETTLED_NS
    memory.seen = (stamp if quiet and not log.problems else None, log)
    if log.entries and not log.problems and not (memory.last and memory.last.number > len(log.entries)):
        memory.last = log.entries[-1]
    return log


def append(folder: Path, entry: Chained) -> bool:
    """Return True when `entry` has its number, on the disk; False when another entry was first. Raises OSError: before the
    entry has its name nothing is changed, and `read` tells whether it has.
    """
    data, temp = entry.data(), fsops.temp_in(folder)
    try:
        fsops.write_new(temp, [data])
        fsops.link_new(temp, path_of(folder, entry.number))
        fsops.sync_folder(folder)
    except FileExistsError:
        return False
    finally:
        fsops.discard(temp)
    return True


def strays(names: list[str], folder: Path) -> list[Problem]:
    """Those of the names in the log's folder that are no entries, in words; hidden files are left alone."""
    names = [name for name in names if not _NAME.fullmatch(name) and not name.startswith(".")]
    do = "It is not used. Move it elsewhere."
    return [damage(folder / name, "A file in the log was not put there by this program.", do) for name in names]


def _chain(folder: Path, memory: Memory[Each], parsed: Callable[[bytes], Each]) -> Chain[Each]:
    last = memory.last  # as it was before the folder is listed: another thread may add an entry meanwhile
    entries: list[Each] = []
    problems: list[Problem] = []
    previous: Each | None = None
    expected = 1
    for number, stamp in _numbers(folder):
        if number > expected:
            problems.append(_gap(folder, expected, number - 1))
            previous = None
        expected = number + 1
        try:
            entry = _entry(folder, number, stamp, memory, parsed)
        except (OSError, ValueError) as error:
            why = f"the disk says {error.strerror}" if isinstance(error, OSError) else str(error)
            problems.append(damage(path_of(folder, number), f"Entry {number} cannot be used: {why}.", _FROM_BACKUP))
            previous = None
            continue
        parent = previous.fingerprint if previous else ""
        if (previous or number == 1) and entry.parent != parent:
            found = f"Entry {number} does not follow from entry {number - 1}: one of them was exchanged."
            problems.append(damage(path_of(folder, number), found, _FROM_BACKUP, code="C-17"))
        if not problems:
            entries.append(entry)
        previous = entry
    if gone := _rewound(folder, entries, problems, last):
        problems.append(gone)
    return Chain(tuple(entries), tuple(problems))


def _numbers(folder: Path) -> list[tuple[int, fsops.Stamp]]:
    """Return the numbers in use. A listing may miss a file that was made while it ran and show a later one: ask again."""
    found = {int(name[:9]): stamp for name, stamp in fsops.stamps(folder).items() if _NAME.fullmatch(name)}
    for number in sorted(found):
        below = number - 1
        while below >= 1 and below not in found and (stamp := fsops.stamp(path_of(folder, below))):
            found[below] = stamp
            below -= 1
    return sorted(found.items())


def _entry(
    folder: Path, number: int, stamp: fsops.Stamp, memory: Memory[Each], parsed: Callable[[bytes], Each]
) -> Each:
    known = memory.files.get(number)
    if known and known[0] == stamp:
        return known[1]
    entry = parsed(fsops.read(path_of(folder, number)))
    if entry.number != number:
        raise ValueError(f"it holds entry {entry.number}")
    memory.files[number] = (stamp, entry)
    return entry


def _gap(folder: Path, first: int, last: int) -> Problem:
    which = f"Entry {first} is" if first == last else f"Entries {first} to {last} are"
    found = f"{which} missing, though entry {last + 1} is there."
    return damage(path_of(folder, first), found, _FROM_BACKUP, code="C-16")


def _rewound(folder: Path, entries: list[Each], problems: list[Problem], last: Each | Head | None) -> Problem | None:
    if last is None or problems:
        return None
    if len(entries) >= last.number and entries[last.number - 1].fingerprint == last.fingerprint:
        return None
    found = f"Entry {last.number}, which this program has read before, is gone or exchanged."
    do = (
        "Put the newest backup of the log back. If an older one was put back on purpose, take the files head-… out of "
        "the folder state and start the program again."
    )
    return damage(path_of(folder, last.number), found, do, code="C-30")
