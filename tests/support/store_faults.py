"""A stand-in for the `os` that the store sees: it records, fails or kills every call; and what is tried with it."""

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.store import Problem, Store, StoreError, fsops, process
from etl.store.seal import digest

CHANGING = {"open", "write", "fsync", "close", "link", "rename", "mkdir", "unlink", "rmdir"}
LOOKING = {"read", "stat", "listdir", "scandir"}
DAY = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)
BY = {"by": "Anna", "reason": "routine revision"}


class Killed(BaseException):
    """The process is dead: no handler may run, so every later call raises it again."""


@dataclass
class Disk:
    """`at(number, name, call)` decides what becomes of each numbered call; without it they go through, fsync not."""

    at: Callable[[int, str, Callable[[], Any]], Any] | None = None
    watch: frozenset[str] = frozenset(CHANGING)
    record: Callable[[str, tuple[Any, ...], Any], None] | None = None
    count: int = 0
    dead: bool = False
    names: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        return (lambda *args: self._call(name, real, args)) if name in CHANGING | LOOKING else real

    def _call(self, name: str, real: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        if self.dead:
            raise Killed

        def go() -> Any:
            done = None if name == "fsync" else real(*args)
            if self.record:
                self.record(name, args, done)
            return done

        def half() -> Any:
            args_half = (args[0], bytes(args[1])[: len(args[1]) // 2])
            done = real(*args_half)
            if self.record:
                self.record(name, args_half, done)
            return done

        looking = name in LOOKING or (name == "open" and not args[1] & os.O_CREAT)
        if self.at is None or name not in self.watch or (looking and not self.watch & LOOKING):
            return go()
        self.count += 1
        self.names.append(name)
        go.half = half  # type: ignore[attr-defined]
        return self.at(self.count - 1, name, go)

    def die(self) -> None:
        """As if the process were killed here, within this process."""
        self.dead = True
        raise Killed

    @contextlib.contextmanager
    def mounted(self):
        """The store works on this disk, in a process that remembers nothing."""
        process.forget()
        before, fsops.os = fsops.os, self  # type: ignore[attr-defined]
        try:
            yield self
        finally:
            fsops.os = before  # type: ignore[attr-defined]
            process.forget()


def store(root: Path) -> Store:
    """The store, at a fixed time."""
    return Store(root, now=lambda: DAY)


def decide(root: Path, kind: str, source: str, data: bytes, key: str, head: int | None = None) -> int:
    """Receive the bytes and decide about them; the number of the entry."""
    here = store(root)
    snapshot = here.receive(source, data, f"{source}.csv", {"by": "Anna"})
    return getattr(here, kind)(source, snapshot.snapshot, key=key, head=head, **BY).number


def withdraw(root: Path, key: str, data: bytes = b"old gacc") -> int:
    """Withdraw the snapshot of these bytes; the number of the entry."""
    return store(root).withdraw("gacc", f"{DAY:%Y-%m-%d}-{digest(data)[:10]}", key=key, **BY).number


@dataclass(frozen=True)
class Scenario:
    """What is there before, what is tried, and the key by which it is known afterwards (empty: it makes no entry)."""

    name: str
    before: Callable[[Path], None]
    act: Callable[[Path], Any]
    key: str = "new"
    intrudes: bool = False


def _nothing(root: Path) -> None:
    root.mkdir(parents=True)


def _two(root: Path) -> None:
    root.mkdir(parents=True)
    decide(root, "accept", "gacc", b"old gacc", "k1")
    decide(root, "accept", "imf", b"old imf", "k2")


def _withdrawn(root: Path) -> None:
    _two(root)
    withdraw(root, "k3")


def _base(root: Path) -> Path:
    here = store(root)
    return here.write_base("2026-11-21", here.snapshots())


def _refused(root: Path) -> None:
    """A file is handed in, found wanting, kept apart and taken away again."""
    here = store(root)
    here.receive("received", b"no table", "odd.csv", {"by": "Anna"})
    here.quarantine(b"no table", "odd.csv", "S-05", by="Anna")
    for one in here.snapshots("received"):
        here.let_go(one)


def intrude(root: Path) -> None:
    """Somebody else's decision about another source."""
    decide(root, "accept", "imf", b"new imf", "other")


SCENARIOS = [
    Scenario("first commit", _nothing, lambda root: decide(root, "accept", "gacc", b"new gacc", "new")),
    Scenario("update", _two, lambda root: decide(root, "accept", "gacc", b"new gacc", "new", 2)),
    Scenario("withdraw", _two, lambda root: withdraw(root, "new")),
    Scenario("restore", _withdrawn, lambda root: decide(root, "restore", "gacc", b"old gacc", "new")),
    Scenario("publish", _two, lambda root: decide(root, "publish", "gacc", b"old gacc", "new")),
    Scenario("conflict retry", _two, lambda root: decide(root, "accept", "gacc", b"new gacc", "new", 2), intrudes=True),
    Scenario("base", _two, _base, key=""),
    Scenario("refused", _two, _refused, key=""),
]


class Intruder:
    """Wraps a Disk's `at` so that somebody else commits between reading the head and creating the next number."""

    def __init__(self, root: Path, at: Callable[[int, str, Callable[[], Any]], Any]) -> None:
        self.root, self.inner, self.done = root, at, False

    def __call__(self, number: int, name: str, call: Callable[[], Any]) -> Any:
        if name == "link" and not self.done:
            self.done = True
            intrude(self.root)
        return self.inner(number, name, call)


def prepared(scenario: Scenario, folder: Path) -> Path:
    """A data folder with what is there before the scenario."""
    root = folder / "data"
    with Disk().mounted():
        scenario.before(root)
    return root


def copied(template: Path, to: Path) -> Path:
    """The same folder again, in place of `to`."""
    if to.exists():
        shutil.rmtree(to)
    shutil.copytree(template, to)
    return to


def violations(root: Path, *, keys: set[str], may: set[str]) -> list[str]:
    """What is wrong with a data folder in which `keys` must be decided and those in `may` can be, seen afresh."""
    process.forget()
    here = Store(root)
    found = [str(problem) for problem in here.verify()]
    decided = [entry.key for entry in here.history()]
    if len(set(decided)) != len(decided) or not keys <= set(decided) <= keys | may:
        found.append(f"decided {decided}, wanted {sorted(keys)} and perhaps {sorted(may)}")
    try:
        found += [f"{ref.snapshot} is empty" for ref in here.in_force() if not here.read(ref)]
    except StoreError as error:
        found.append(str(error))
    process.forget()
    return found


# A data folder with a base and this many decisions, for tests that damage it.
ENTRIES = 10


def ten_decisions(root: Path) -> None:
    """Three shipped snapshots in two bases, nine accepted ones, one of them withdrawn; every file may be written."""
    with Disk().mounted():
        for number in range(3):
            store(root).receive("base_source", f"shipped {number}\n".encode() * 20, f"shipped {number}.csv", {})
        store(root).write_base("2026-11-20", store(root).snapshots()[:2])
        store(root).write_base("2026-11-21", store(root).snapshots())
        decide(root, "accept", "gacc", b"old gacc", "k1")
        for number in range(2, ENTRIES):
            decide(root, "accept", "imf", f"row,{number}\n".encode() * 20, f"k{number}")
        withdraw(root, f"k{ENTRIES}")
    for path in root.rglob("*.*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def entry(root: Path, number: int) -> Path:
    """Where an entry lies."""
    return root / "raw" / "log" / f"{number:09d}.json"


def named(problems: list[Problem], path: Path) -> bool:
    """Whether the problems lead to the file (a long path is told by its end)."""
    return any(problem.where[-40:] == str(path)[-40:] for problem in problems)
