"""Journals: what people do that puts no file in force, such as a role given or a proposal made, as safe as decisions.

A journal is a log of its own, `<data>/journal/<name>/000000001.json`: numbered, each record naming its parent, creating
the next number is the commit. It has no say in which figures count.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from etl.store import fsops, log, process, snapshots
from etl.store.errors import Damaged, Forbidden, Problem, StoreError, brief, damage, place
from etl.store.log import Chain
from etl.store.seal import digest, sealed, unsealed

FOLDER = "journal"
NAMES = ("people", "proposals")
_TRIES = 1000

Refusal = Callable[[Sequence["Record"]], str | None]  # asked with all records so far: why not, or nothing


@dataclass(frozen=True)
class Record:
    """One thing done: what, by whom, when (UTC), and its facts, which JSON can hold."""

    number: int
    parent: str
    kind: str
    by: str
    at: str
    key: str
    facts: Mapping[str, Any] = field(hash=False)
    fingerprint: str = ""

    def data(self) -> bytes:
        """Return the record as its file says it."""
        facts = dataclasses.asdict(self)
        del facts["fingerprint"]
        return sealed(facts)


def parse(data: bytes) -> Record:
    """Return the record that a file holds. Raises ValueError in words when it is not one, whole and unchanged."""
    facts = unsealed(data)
    known = {one.name for one in dataclasses.fields(Record)}
    try:
        return Record(**{name: value for name, value in facts.items() if name in known}, fingerprint=digest(data))
    except TypeError as error:
        raise ValueError("it is not a record of this program") from error


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """One journal of a data folder. Making one touches no file; what writes raises StoreError in words."""

    def __init__(self, root: Path, name: str, now: Callable[[], datetime] = _utc_now) -> None:
        if name not in NAMES:
            raise ValueError(f"there is no journal {name}; there are {', '.join(NAMES)}")
        self._root, self._folder, self._now = Path(root), Path(root) / FOLDER / name, now
        self._process = process.of(self._root, self._root / "state")
        self._memory: log.Memory[Record] = self._process.journals.setdefault(name, log.Memory())

    def records(self) -> tuple[Record, ...]:
        """Return every record, oldest first. Raises Damaged when one of them cannot be used: none is passed over."""
        found = self._read()
        if found.problems:
            raise Damaged(found.problems[0])
        return found.entries

    def problems(self) -> list[Problem]:
        """Return what is damaged, in words, every file looked at again. Raises Damaged when the folder cannot be read."""
        found = list(self._read(fresh=True).problems)
        return [*found, *log.strays(snapshots.names_in(self._folder), self._folder)]

    def append(self, kind: str, *, by: str, key: str, facts: Mapping[str, Any], may: Refusal | None = None) -> Record:
        """Return the new record, on the disk; the one that is there when the same step (by its key) came before.

        `may` is asked with all records, again when somebody else was first. Raises Forbidden with its words, Damaged, or
        whatever the disk answers, with nothing changed.
        """
        with process.saving(self._process, self._folder):
            process.prepare(self._process, self._root, self._now().astimezone(UTC))
            fsops.make_folder(self._folder)
            for _ in range(_TRIES):
                known = self._read(fresh=True)
                if known.problems:
                    raise Damaged(known.problems[0])
                if done := known.by_key(key):
                    fsops.sync_folder(self._folder)  # whoever made it may have died before that
                    return done
                if why_not := may(known.entries) if may else None:
                    raise Forbidden(_forbidden(by, why_not, self._folder))
                new = self._draft(known.entries, kind, by, key, facts)
                if log.append(self._folder, new):
                    return parse(new.data())
        found = "The disk says that the next number is taken, but nobody has it."
        raise StoreError(damage(self._folder, found, "Use a folder on a local disk.", code="C-21"))

    def _read(self, *, fresh: bool = False) -> Chain[Record]:
        return log.read(self._folder, self._memory, parse, fresh=fresh)

    def _draft(self, known: tuple[Record, ...], kind: str, by: str, key: str, facts: Mapping[str, Any]) -> Record:
        last, now = (known[-1] if known else None), self._now().astimezone(UTC)
        at = max(now, datetime.fromisoformat(last.at) + timedelta(microseconds=1)) if last else now
        stamp = at.isoformat(timespec="microseconds").replace("+00:00", "Z")
        kept = unsealed(sealed({"facts": dict(facts)}))["facts"]  # as they will be read back
        return Record(len(known) + 1, last.fingerprint if last else "", kind, by, stamp, key, kept)


def _forbidden(by: str, why_not: str, folder: Path) -> Problem:
    return Problem(
        "C-42", f"{brief(by)} may not do this: {why_not}", place(folder), "Only those who may change something do.",
        "Ask somebody who may, or have your rights changed.",
    )  # fmt: skip


def verify(root: Path) -> list[Problem]:
    """Return every damage of the journals of a data folder, in words."""
    return [problem for name in NAMES for problem in Journal(root, name).problems()]
