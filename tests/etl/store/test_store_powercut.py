"""S2: the power fails after any operation; of what was not forced to the disk, any part may be missing or torn."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.store import StoreError, fsops
from tests.support.store_faults import (
    SCENARIOS,
    Disk,
    Intruder,
    Killed,
    Scenario,
    copied,
    decide,
    prepared,
    store,
    violations,
)
from tests.support.store_powercut import Model, lay

BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


def keys_in(root: Path) -> set[str]:
    return {entry.key for entry in store(root).history()}


def tried(states: list[dict], folder: Path, *, keys: set[str], may: set[str], seen: set) -> list[str]:
    """The violations in those states that were not seen before, up to the first state that has any."""
    for state in states:
        mark = frozenset(state.items())
        if mark in seen:
            continue
        seen.add(mark)
        shutil.rmtree(folder, ignore_errors=True)
        lay(state, folder)
        if found := violations(folder / "data", keys=keys, may=may) or goes_on(folder / "data"):
            return found
    return []


def goes_on(root: Path) -> list[str]:
    """What keeps the next person from working in a data folder."""
    before = keys_in(root)
    try:
        with Disk().mounted():
            decide(root, "accept", "imf", b"later", "later")
    except StoreError as error:
        return [str(error)]
    return violations(root, keys=before | {"later"}, may=set())


def power_cuts(scenario: Scenario, tmp_path: Path) -> tuple[list[str], int]:
    """The violations over all power cuts during and right after a scenario, and how many states were tried."""
    top = tmp_path / "live"
    root = copied(prepared(scenario, tmp_path / "before"), top / "data")
    keys = keys_in(root)
    model = Model(top)
    disk = Disk(Intruder(root, lambda _number, _name, call: call()) if scenario.intrudes else None, record=model.record)
    with disk.mounted():
        scenario.act(root)
    wanted = {scenario.key, "other"} if scenario.intrudes else {scenario.key}
    seen: set = set()
    for states in model.snapshots:
        if found := tried(states, tmp_path / "cut", keys=keys, may=wanted, seen=seen):
            return found, len(seen)
    after = tried(list(model.states()), tmp_path / "cut", keys=keys | (wanted - {""}), may=set(), seen=set())
    dirty = [f"not forced to the disk: {name}" for name in model.dirty()]
    return after + dirty, len(seen)


def killed_then_power_cut(
    scenario: Scenario, again: Callable[[Path], set[str]], tmp_path: Path
) -> tuple[list[str], int]:
    """A process dies at each operation, another finishes the work and says so, and then the power fails."""
    template = prepared(scenario, tmp_path / "before")
    keys = keys_in(template)
    count = point = 0
    while True:
        top = tmp_path / "live"
        root = copied(template, top / "data")
        model = Model(top)
        model.keep_states = False
        disk = Disk(record=model.record)
        disk.at = lambda number, _name, call, disk=disk, point=point: disk.die() if number == point else call()
        died = False
        with disk.mounted():
            try:
                scenario.act(root)
            except Killed:
                died = True
        with Disk(record=model.record).mounted():
            acked = again(root)
        seen: set = set()
        found = tried(list(model.states()), tmp_path / "cut", keys=keys | acked, may={scenario.key}, seen=seen)
        count, point = count + len(seen), point + 1
        if found or not died:
            return found, count


def same_wish(scenario: Scenario) -> Callable[[Path], set[str]]:
    def again(root: Path) -> set[str]:
        scenario.act(root)
        return {scenario.key}

    return again


def accept_what_lies_there(root: Path) -> set[str]:
    """Somebody accepts the files that a dead process had stored, without handing them in again."""
    done = set()
    for found in store(root).snapshots("gacc"):
        key = f"found {found.snapshot}"
        store(root).accept("gacc", found.snapshot, by="Bo", reason="other", key=key, answers={"found": True})
        done.add(key)
    return done


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_power_cut_at_every_operation(scenario: Scenario, tmp_path: Path):
    found, states = power_cuts(scenario, tmp_path)
    assert found == []
    assert states >= 5


@pytest.mark.parametrize("name", ["first commit", "update", "withdraw"])
def test_power_cut_after_another_process_died(name: str, tmp_path: Path):
    found, states = killed_then_power_cut(BY_NAME[name], same_wish(BY_NAME[name]), tmp_path)
    assert found == []
    assert states >= 10


def test_power_cut_after_accepting_what_a_dead_process_left(tmp_path: Path):
    found, states = killed_then_power_cut(BY_NAME["first commit"], accept_what_lies_there, tmp_path)
    assert found == []
    assert states >= 10


def receive_power_cut(tmp_path: Path) -> tuple[list[Path], int]:
    """Power cuts after which a file is gone that a process had called safe, when another had died over it before."""
    lost, count, point, died = [], 0, 0, True
    while died:
        top = tmp_path / "live"
        root = copied(prepared(BY_NAME["update"], tmp_path / str(point)), top / "data")
        model = Model(top)
        model.keep_states = False
        disk = Disk(record=model.record)
        disk.at = lambda number, _name, call, disk=disk, point=point: disk.die() if number == point else call()
        with disk.mounted():
            try:
                store(root).receive("gacc", b"new", "new.csv", {})
                died = False
            except Killed:
                died = True
        with Disk(record=model.record).mounted():
            kept = store(root).receive("gacc", b"new", "new.csv", {}).path.relative_to(top)
        for state in model.states():
            count += 1
            lost += [kept] if state.get(str(kept)) != b"new" else []
        point += 1
    return lost, count


def test_a_file_called_safe_outlasts_a_power_cut(tmp_path: Path):
    lost, states = receive_power_cut(tmp_path)
    assert lost == []
    assert states >= 20


def test_the_model_knows_what_was_not_forced(tmp_path: Path):
    (tmp_path / "data").mkdir()
    model = Model(tmp_path)
    with Disk(record=model.record).mounted():
        decide(tmp_path / "data", "accept", "gacc", b"new", "k1")
        assert model.dirty() == []
        fsops.os.mkdir(tmp_path / "data" / "new")
    assert model.dirty() == ["data/new"]
    assert len(list(model.states())) >= 2
