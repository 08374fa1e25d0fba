"""S5: several processes commit at once, some are killed and start again; nothing is lost or doubled."""

import itertools
import os
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from etl.store import Conflict, Store, fsops, process
from tests.support.store_faults import Disk, decide, violations

PROCESSES = 6
COMMITS = 15


def work(root: Path, who: int, seed: int, *, mortal: bool, pipe: int) -> None:
    """Decide every wish of one person in order, and say which are saved; a mortal process dies somewhere on the way."""
    chance = random.Random(seed)
    deadline = chance.randrange(20, 400) if mortal else None

    def at(number: int, _name: str, call):
        if number == deadline:
            os._exit(137)
        return call()

    clock = timedelta(hours=who - 3)  # no two computers agree
    with Disk(at).mounted():
        here = Store(root, now=lambda: datetime.now(UTC) + clock)
        shared = here.receive("shared", b"shared", "shared.csv", {}).snapshot
        for turn in range(COMMITS):
            key = f"{who}-{turn}"
            own = here.receive(f"own{who}", f"{who} {turn}".encode(), "own.csv", {}).snapshot
            source, snapshot = ("shared", shared) if turn % 3 == 0 else (f"own{who}", own)
            wish = {"by": str(who), "reason": "other", "answers": {"key": key}}
            while True:
                try:
                    number = here.accept(source, snapshot, key=key, **wish).number
                    break
                except Conflict:  # somebody changed the shared source meanwhile: look again, decide again
                    continue
            os.write(pipe, f"{key} {number}\n".encode())


def start(root: Path, who: int, seed: int, *, mortal: bool, pipe: int) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work(root, who, seed, mortal=mortal, pipe=pipe)
            code = 0
        finally:
            os._exit(code)
    return child


def finished(alive: dict[int, int]) -> tuple[int, int]:
    """The next of these children to end, and how."""
    while True:
        for child in alive:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return child, status
        time.sleep(0.002)


def test_many_processes_with_kills_and_retries(tmp_path: Path):
    root = tmp_path / "data"
    reading, writing = os.pipe()
    alive = {start(root, who, who, mortal=who % 3 != 2, pipe=writing): who for who in range(PROCESSES)}
    deaths = 0
    while alive:
        child, status = finished(alive)
        who = alive.pop(child)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, 137)
        if code == 137:
            deaths += 1
            alive[start(root, who, 100 * deaths, mortal=deaths < 8, pipe=writing)] = who
    os.close(writing)
    with os.fdopen(reading) as said:
        acked = [line.split() for line in said]
    assert deaths >= 4
    wishes = {f"{who}-{turn}" for who in range(PROCESSES) for turn in range(COMMITS)}
    assert {key for key, _ in acked} == wishes
    assert violations(root, keys=wishes, may=set()) == []
    history = Store(root).history()
    assert {(key, int(number)) for key, number in acked} == {(entry.key, entry.number) for entry in history}
    assert [entry.number for entry in history] == list(range(1, PROCESSES * COMMITS + 1))
    times = [entry.at for entry in history]
    assert times == sorted(set(times))
    for who in range(PROCESSES):  # each person's wishes in the order in which they were made
        own = [entry.key for entry in history if entry.by == str(who)]
        assert own == [f"{who}-{turn}" for turn in range(COMMITS)]
    heads = {entry.number: entry.head for entry in history if entry.source == "shared"}
    numbers = sorted(heads)
    assert all(heads[later] >= earlier for earlier, later in itertools.pairwise(numbers))


def test_the_test_sees_a_rename_that_clobbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Two people read the same head; the second takes the number of the first away."""
    root = tmp_path / "data"
    decide(root, "accept", "gacc", b"old", "k1")
    monkeypatch.setattr(fsops, "link_new", lambda temp, final: temp.replace(final))
    sync, raced = fsops.write_new, []

    def write_slowly(path: Path, chunks) -> None:
        sync(path, chunks)
        if path.parent.name == "log" and not raced:
            raced.append(path)
            decide(root, "accept", "imf", b"new", "k2")

    monkeypatch.setattr(fsops, "write_new", write_slowly)
    decide(root, "accept", "gacc", b"new", "k3")
    assert violations(root, keys={"k1", "k2", "k3"}, may=set()) != []


@pytest.mark.parametrize("same", [True, False], ids=["one wish, clicked twice", "different wishes"])
def test_threads_of_one_process(same: bool, tmp_path: Path):
    root, done = tmp_path / "data", []

    def click(number: int) -> None:
        key, source = ("k", "gacc") if same else (f"k{number}", f"gacc{number}")
        done.append(decide(root, "accept", source, b"new", key))

    threads = [Thread(target=click, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    process.forget()
    assert sorted(done) == ([1] * 8 if same else list(range(1, 9)))
    assert violations(root, keys={"k"} if same else {f"k{n}" for n in range(8)}, may=set()) == []
