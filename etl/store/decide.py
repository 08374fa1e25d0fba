"""One decision from the person's word to the disk: check, create the next number, and tell the truth about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from etl.store import fsops, log
from etl.store.errors import Conflict, Damaged, Forbidden, Problem, StoreError, Unsure, brief, damage, place, unknown
from etl.store.log import Entry, Log
from etl.store.seal import sealed, unsealed
from etl.store.state import SnapshotRef, State
from etl.tables.problems import escaped

# Each lost race means that somebody else's decision was saved, so this ends; the bound is for disks that lie.
_TRIES = 1000
_JUMP = timedelta(minutes=5)
_WRONG = timedelta(days=1)
_DONE = {"accept": "accepted", "withdraw": "withdrew", "restore": "restored", "publish": "published"}


@dataclass(frozen=True)
class Wish:
    """What a person wants decided; `head` is the number of the last entry that they had seen, None for now's."""

    kind: str
    source: str
    snapshot: str
    by: str
    reason: str
    key: str
    note: str = ""
    head: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (self.by and self.key and self.reason in log.REASONS):
            raise ValueError(f"a decision needs a person, a key and one of the reasons {log.REASONS}")
        for name in ("by", "note"):  # a line in a history stays a line
            object.__setattr__(self, name, escaped(getattr(self, name)))
        # As they will be read back: lists for tuples, texts for keys.
        object.__setattr__(self, "answers", unsealed(sealed({"answers": self.answers}))["answers"])


@dataclass(frozen=True)
class Desk:
    """What deciding needs to know. `state` is what a log puts in force; `whole` looks at the snapshot's bytes and
    gives their hash; `authorise` says why a person may not, or nothing; `now` is in UTC.
    """

    folder: Path
    read: Callable[[], Log]
    state: Callable[[Log], State]
    whole: Callable[[Wish, State], str]
    authorise: Callable[[str, str, str], str | None]
    now: Callable[[], datetime]


def commit(desk: Desk, wish: Wish) -> Entry:
    """Return the entry, on the disk; the one that is there already when the same wish (by its key) came before.

    Raises Conflict, Forbidden, Unknown or Damaged, with nothing changed; Unsure when the disk does not say; OSError.
    """
    sha256 = ""
    for _ in range(_TRIES):
        known = desk.read()
        if done := known.by_key(wish.key):
            return _again(desk, wish, done)
        if known.problems:
            raise Damaged(known.problems[0])
        if wish.head is None:
            wish = replace(wish, head=len(known.entries))
        _may(desk, wish)
        _not_moved(desk.folder, known, wish)
        state = desk.state(known)
        _possible(state, known, wish)
        sha256 = sha256 or desk.whole(wish, state)
        entry = _draft(known, wish, sha256, desk.now())
        try:
            if log.append(desk.folder, entry):
                return log.parse(entry.data())
        except OSError as error:
            return _settle(desk, wish, error)
    found = "The disk says that the next number is taken, but nobody has it."
    raise StoreError(damage(desk.folder, found, "Use a folder on a local disk.", code="C-21"))


def _again(desk: Desk, wish: Wish, done: Entry) -> Entry:
    """Return the entry that this key made before."""
    if (done.kind, done.source, done.snapshot) != (wish.kind, wish.source, wish.snapshot):
        raise _conflict(desk.folder, "This step was already used for another decision:", (done,))
    return _confirmed(desk.folder, done)


def _confirmed(folder: Path, done: Entry) -> Entry:
    """`done` itself, safe on the disk: whoever made it may have died before that. Raises Unsure when the disk fails."""
    try:
        fsops.sync_folder(folder)
    except OSError as error:
        raise _unsure(folder, done) from error
    return done


def _may(desk: Desk, wish: Wish) -> None:
    if why_not := desk.authorise(wish.by, wish.kind, wish.source):
        found = f"{brief(wish.by)} may not {wish.kind} {wish.source}: {brief(why_not)}."
        do = "Ask somebody who may, or have your rights changed."
        raise Forbidden(Problem("C-42", found, place(desk.folder), "Figures change only by those who may.", do))


def _not_moved(folder: Path, known: Log, wish: Wish) -> None:
    head = wish.head or 0
    if head > len(known.entries):
        found = f"You decided on entry {head}, but the log ends at {len(known.entries)}: an older copy was put back."
        raise Damaged(damage(folder, found, "Put the newest backup back, or look at the figures again.", code="C-30"))
    since = tuple(entry for entry in known.entries[head:] if entry.source == wish.source)
    if since:
        raise _conflict(folder, "The same source has changed since you looked:", since)


def _possible(state: State, known: Log, wish: Wish) -> None:
    """Nothing, when the wish changes something; else Conflict or Unknown."""
    key = (wish.source, wish.snapshot)
    ref = state.in_force.get(key)
    idle = {
        "accept": ref is not None and dict(ref.answers) == dict(wish.answers),
        "withdraw": key in state.withdrawn,
        "restore": ref is not None,
        "publish": ref is not None and ref.published,
    }
    if idle[wish.kind]:
        before = tuple(entry for entry in known.entries if (entry.source, entry.snapshot) == key)[-1:]
        raise Conflict(_idle(wish, ref, before), before)
    known_as = {"withdraw": ref, "restore": state.withdrawn.get(key), "publish": ref}
    if known_as.get(wish.kind, True) is None:
        found = f"{wish.source}/{wish.snapshot} was never accepted, so it cannot be {_past(wish.kind)}."
        raise unknown("C-41", found, "history", "Choose one from the history.")


def _idle(wish: Wish, ref: SnapshotRef | None, before: tuple[Entry, ...]) -> Problem:
    since = _said(before[-1]) if before else "It ships with the program."
    what = "published" if wish.kind == "publish" else "in force" if ref else "withdrawn"
    found = f"{wish.source}/{wish.snapshot} is already {what}. {since}"
    why = "Saving it again would change no figure."
    return Problem("C-07", found, "history", why, "There is nothing to do; look at the history for details.")


def _conflict(folder: Path, what: str, entries: tuple[Entry, ...]) -> Conflict:
    found = f"{what} {' '.join(_said(entry) for entry in entries[-3:])}"
    why = "Nothing of theirs is overwritten."
    do = "Look at the new comparison and decide again."
    return Conflict(Problem("C-07", found, place(folder), why, do), entries)


def _said(entry: Entry) -> str:
    what = f"{brief(entry.by)} {_DONE[entry.kind]} {entry.source}/{entry.snapshot}"
    note = f" (“{brief(entry.note)}”)" if entry.note else ""
    return f"{what} on {entry.at[:10]} at {entry.at[11:16]} UTC, entry {entry.number}{note}."


def _past(kind: str) -> str:
    return {"withdraw": "withdrawn", "restore": "restored", "publish": "published"}[kind]


def _draft(known: Log, wish: Wish, sha256: str, now: datetime) -> Entry:
    last = known.entries[-1] if known.entries else None
    before = datetime.fromisoformat(last.at) if last else now
    # A little behind, order is kept; a day or more behind, one of the clocks is wrong, and ours is not bent to it.
    at = now if last is None or before - now > _WRONG else max(now, before + timedelta(microseconds=1))
    clock = f"C-13: this computer's clock is behind entry {last.number}" if last and before - now > _JUMP else ""
    return Entry(
        number=len(known.entries) + 1,
        parent=last.fingerprint if last else "",
        kind=wish.kind,
        source=wish.source,
        snapshot=wish.snapshot,
        sha256=sha256,
        by=wish.by,
        at=at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        key=wish.key,
        head=wish.head or 0,
        reason=wish.reason,
        note=wish.note,
        answers=wish.answers,
        clock=clock,
    )


def _settle(desk: Desk, wish: Wish, error: OSError) -> Entry:
    """Return the truth after a failed save: the entry if it is there and safe, the error if it surely is not, else Unsure."""
    known = desk.read()
    done = known.by_key(wish.key)
    if done is None and not known.problems:
        raise error
    if done is None or isinstance(error, fsops.SyncFailed):
        raise _unsure(desk.folder, done) from error
    return _confirmed(desk.folder, done)


def _unsure(folder: Path, done: Entry | None) -> Unsure:
    found = "The disk failed while your decision was being saved"
    found += f"; entry {done.number} is in the log, but the disk did not confirm it." if done else "."
    do = "Start the program again and look at the history before you do anything else."
    outcome = "It may or may not have been saved; nothing else has been changed."
    return Unsure(Problem("C-05", found, place(folder), "A power cut could still undo it.", do, outcome))
