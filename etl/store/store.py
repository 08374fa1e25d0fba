"""The one door to the data folder: files as received, the decisions about them, and what is in force."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from etl.store import base, fsops, head, journal, log, process, snapshots
from etl.store.decide import Desk, Wish, commit
from etl.store.errors import Damaged, Problem, damage, place, read_only, unknown
from etl.store.log import Entry, Log
from etl.store.names import Edition, check_source, is_day
from etl.store.snapshots import Named, Snapshot
from etl.store.state import SnapshotRef, State, fold

# Asked with person, kind and source at each commit; answers why not, or nothing.
Authorise = Callable[[str, str, str], str | None]


def _everybody(_by: str, _kind: str, _source: str) -> None:
    """Nobody is refused: the default for a program that serves only its own machine."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """A data folder. Making a Store touches no file, so a read-only or empty folder will do.

    Everything that writes raises StoreError in words, whose last sentence says what has become of the data.
    """

    def __init__(
        self, root: Path, *, authorise: Authorise = _everybody, now: Callable[[], datetime] = _utc_now
    ) -> None:
        self.root = Path(root)
        self._raw = self.root / "raw"
        self._log_folder = self._raw / "log"
        self._base_folder = self._raw / "base"
        self._state_folder = self.root / "state"
        self._process = process.of(self.root, self._state_folder)
        self._authorise = authorise
        self._now = now

    # Files

    def receive(self, source: str, data: bytes | Path, name: str, provenance: Mapping[str, Any]) -> Snapshot:
        """Return the snapshot of a file as received, safe on the disk: a new one, or the one that holds the same bytes,
        which keeps its own provenance. Named after `provenance["published"]` if that is a day, else today. A file whose
        source is not known yet goes to a source such as `received`.
        """
        folder = self._raw / check_source(source)
        now = self._utc()
        published = provenance.get("published")
        day = str(published) if is_day(published) else now.date().isoformat()
        with process.saving(self._process, folder):
            process.prepare(self._process, self.root, now)
            facts = {**provenance, "received_at": now.isoformat(timespec="seconds")}
            return snapshots.put(folder, data, day=day, name=name, provenance=facts)

    def quarantine(self, data: bytes, name: str, reason: str, *, by: str = "") -> Path:
        """Return the folder, apart from what figures are made of, that keeps a refused file 90 days with who, when and why."""
        folder, now = self.root / "quarantine", self._now().astimezone(UTC)
        with process.saving(self._process, folder):
            process.prepare(self._process, self.root, now)
            facts = {"reason": reason, "by": by, "received_at": now.isoformat(timespec="seconds")}
            return snapshots.put(folder, data, day=now.date().isoformat(), name=name, provenance=facts).path.parent

    def let_go(self, received: Snapshot) -> None:
        """Take away a file as received on which nobody decided; `quarantine` may have kept it. Raises Unknown for one
        that counts or counted, and whatever `receive` raises.
        """
        known, name = self._log(fresh=True), (received.source, received.snapshot)
        if name in self._state(known).in_force or any((one.source, one.snapshot) == name for one in known.entries):
            raise unknown(
                "C-41", f"{received.snapshot} was decided on, so it stays.", "history", "Withdraw it instead."
            )
        with process.saving(self._process, received.path.parent):
            snapshots.remove(received)

    def snapshot(self, source: str, snapshot: str) -> Snapshot:
        """Return what is known of one snapshot; its bytes are not read. Raises Unknown or Damaged."""
        return snapshots.load(self._raw / check_source(source), snapshot)

    def snapshots(self, source: str | None = None) -> list[Snapshot]:
        """Every usable snapshot on the disk, accepted or not; `verify` names the others."""
        folders = [self._raw / check_source(source)] if source else snapshots.folders(self._raw)
        return [found for folder in folders for found in snapshots.every(folder)]

    def read(self, which: Named) -> bytes:
        """Return the bytes as received of a snapshot or of one in force. Raises Damaged when they are not those."""
        return snapshots.read(snapshots.named(self._raw, which))

    def file(self, which: Named) -> Path:
        """Where those bytes lie, after all of them were checked, for files too big for memory. Raises Damaged."""
        snapshot = snapshots.named(self._raw, which)
        snapshots.check(snapshot)
        return snapshot.path

    # Decisions

    def accept(
        self,
        source: str,
        snapshot: str,
        *,
        by: str,
        reason: str,
        key: str,
        note: str = "",
        answers: Mapping[str, Any] | None = None,
        head: int | None = None,
    ) -> Entry:
        """Return the entry that puts a snapshot in force with these answers to its held checks. `head` is the number that the
        person had seen; `key` names this one wish, so that asking twice decides once.

        Raises Conflict, Forbidden, Unknown, Damaged, DiskFull, ReadOnly, DiskFailed; Unsure when it may be saved.
        """
        wish = Wish("accept", source, snapshot, by, reason, key, note, head, answers or {})
        return self._commit(wish)

    def withdraw(
        self, source: str, snapshot: str, *, by: str, key: str, reason: str = "other", note: str = "",
        head: int | None = None,
    ) -> Entry:  # fmt: skip
        """Return the entry that takes a snapshot out of force; its file and every older edition stay. Raises as `accept`."""
        return self._commit(Wish("withdraw", source, snapshot, by, reason, key, note, head))

    def restore(
        self, source: str, snapshot: str, *, by: str, key: str, reason: str = "other", note: str = "",
        head: int | None = None,
    ) -> Entry:  # fmt: skip
        """Return the entry that puts a withdrawn snapshot back in force with the answers it had. Raises as `accept`."""
        return self._commit(Wish("restore", source, snapshot, by, reason, key, note, head))

    def publish(
        self, source: str, snapshot: str, *, by: str, key: str, reason: str = "other", note: str = "",
        head: int | None = None,
    ) -> Entry:  # fmt: skip
        """Return the entry by which somebody with the right to do so approves a snapshot in force. Raises as `accept`."""
        return self._commit(Wish("publish", source, snapshot, by, reason, key, note, head))

    # What is in force

    def head(self) -> int:
        """Return the number of the last valid entry; 0 before the first."""
        return len(self._log().entries)

    def history(self) -> list[Entry]:
        """Every decision up to the head, oldest first; `problems` says why it ends there when files lie behind it."""
        return list(self._log().entries)

    def edition(self) -> str:
        """Return the present edition, such as `2026-11-21+41`."""
        return str(Edition(base.newest(self._base_folder)[0], self.head()))

    def in_force(self, edition: str | None = None) -> list[SnapshotRef]:
        """Return the snapshots in force, now or in an older edition, by source and snapshot. Raises Unknown or Damaged."""
        known = self._log()
        wanted = Edition.parse(edition or self.edition())
        if wanted.number > len(known.entries):
            if known.problems:
                raise Damaged(known.problems[0])
            do = f"The newest here is {self.edition()}: use it, or ask whoever made the link for their data folder."
            raise unknown("C-40", f"There is no edition {wanted} in this data folder.", place(self.root), do)
        return fold(base.read(self._base_folder, wanted.base), known.entries[: wanted.number]).refs()

    def bases(self) -> list[str]:
        """Return the days of the bases that ship, oldest first."""
        return base.days(self._base_folder)

    def write_base(self, day: str, which: Iterable[Named]) -> Path:
        """Return the file that lists what ships on `day`, after every byte was checked; the same snapshots give the same file.
        Raises Unknown when that day lists others, Damaged, or as `receive`.
        """
        which = list(which)
        for each in which:
            self.file(each)
        with process.saving(self._process, self._base_folder):
            process.prepare(self._process, self.root, self._utc())
            return base.write(self._base_folder, day, which)

    # Health

    def cannot_write(self) -> Problem | None:
        """Why nothing can be saved now, in words for a banner; None when it can."""
        if self._process.stopped:
            return self._process.stopped
        if not fsops.may_write(self._log_folder):
            return read_only(self._log_folder)
        return next(iter(self._log(fresh=True).problems), None)

    def problems(self) -> list[Problem]:
        """Return what keeps the newest state from being served, in words; quick, since no snapshot is read."""
        return [*self._log(fresh=True).problems, *base.newest(self._base_folder)[1]]

    def verify(self, known: Mapping[int, str] | None = None) -> list[Problem]:
        """Every damage in words, every byte read. `known`: fingerprints (or their beginnings) by number, as an export
        or another copy has them; they show a log that was cut or rewritten whole.
        """
        found = self._log(fresh=True)
        problems = list(found.problems)
        try:
            problems += log.strays(snapshots.names_in(self._log_folder), self._log_folder)
            problems += base.verify(self._base_folder, self._raw, found.entries)
            for folder in snapshots.folders(self._raw):
                problems += snapshots.verify(folder)
            problems += journal.verify(self.root)
        except Damaged as error:  # a whole folder cannot be read
            problems.append(error.problem)
        for number, start in sorted((known or {}).items()):
            if number > len(found.entries) or not found.entries[number - 1].fingerprint.startswith(start):
                path = log.path_of(self._log_folder, number)
                text = f"Entry {number} is not the one that was noted elsewhere ({start[:16]})."
                problems.append(damage(path, text, "Put the newest backup of the log back.", code="C-17"))
        return problems

    def _log(self, *, fresh: bool = False) -> Log:
        return log.read(self._log_folder, self._process.log, log.parse, fresh=fresh)

    def _state(self, known: Log) -> State:
        return fold(base.read(self._base_folder, base.newest(self._base_folder)[0]), known.entries)

    def _commit(self, wish: Wish) -> Entry:
        check_source(wish.source)
        with process.saving(self._process, self._log_folder):
            process.prepare(self._process, self.root, self._utc())
            read = partial(self._log, fresh=True)
            entry = commit(Desk(self._log_folder, read, self._state, self._whole, self._authorise, self._utc), wish)
            with suppress(OSError):  # the decision stands; the next one notes its own
                head.note(self._state_folder, entry.number, entry.fingerprint)
            return entry

    def _whole(self, wish: Wish, state: State) -> str:
        """Return the hash of what is decided on. What comes into force must be whole; what goes need not be there."""
        known = {**state.withdrawn, **state.in_force}.get((wish.source, wish.snapshot))
        if known and wish.kind in ("withdraw", "publish"):
            return known.sha256
        ref = known or self.snapshot(wish.source, wish.snapshot)
        self.file(ref)
        snapshots.settle(self._raw / wish.source)
        return ref.sha256

    def _utc(self) -> datetime:
        return self._now().astimezone(UTC)
