"""What is in force: the base, and the decisions made on top of it, folded in order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from etl.store.log import Entry


@dataclass(frozen=True)
class SnapshotRef:
    """A snapshot in force: since which entry (0: it ships), whether it is published, and the answers to its checks."""

    source: str
    snapshot: str
    sha256: str
    number: int = 0
    published: bool = True
    answers: Mapping[str, Any] = field(default_factory=dict, hash=False)


Key = tuple[str, str]


@dataclass(frozen=True)
class State:
    """Snapshots in force, and those withdrawn that could be restored, by source and snapshot."""

    in_force: Mapping[Key, SnapshotRef]
    withdrawn: Mapping[Key, SnapshotRef]

    def refs(self) -> list[SnapshotRef]:
        """Return what is in force, by source and snapshot."""
        return [self.in_force[key] for key in sorted(self.in_force)]


def fold(base: Iterable[SnapshotRef], entries: Iterable[Entry]) -> State:
    """Return the state after `entries` on top of `base`. An entry on a snapshot that this base has not does nothing."""
    live: dict[Key, SnapshotRef] = {(ref.source, ref.snapshot): ref for ref in base}
    gone: dict[Key, SnapshotRef] = {}
    for entry in entries:
        key = (entry.source, entry.snapshot)
        if entry.kind == "accept":
            gone.pop(key, None)
            live[key] = SnapshotRef(*key, entry.sha256, entry.number, False, entry.answers)
        elif entry.kind == "withdraw" and key in live:
            gone[key] = live.pop(key)
        elif entry.kind == "restore" and key in gone:
            live[key] = gone.pop(key)
        elif entry.kind == "publish" and key in live:
            live[key] = replace(live[key], published=True)
    return State(live, gone)
