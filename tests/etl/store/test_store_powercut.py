"""S2: the power fails after any operation; of what was not forced to the disk, any part may be missing or torn."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from store_faults import SCENARIOS, Disk, Intruder, Killed, Scenario, copied, decide, prepared, store, violations
from store_powercut import Model, lay

from etl.store import StoreError, fsops, log, snapshots
from etl.store import decide as decisions

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


SYNC, WRITE, FOLDER = fsops.sync_folder, fsops.write_new, fsops.make_folder


def unsynced(path: Path, chunks) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fsops, "_sync", lambda handle, path: None)
        WRITE(path, chunks)


def synced_too_early(path: Path, chunks) -> None:
    data = b"".join(chunks)
    handle = fsops.os.open(path, fsops.os.O_WRONLY | fsops.os.O_CREAT | fsops.os.O_EXCL, 0o444)
    fsops.os.write(handle, data[: len(data) // 2])
    fsops.os.fsync(handle)
    fsops.os.write(handle, data[len(data) // 2 :])
    fsops.os.close(handle)


def sync_but(skip: Callable[[Path], bool]) -> Callable[[Path], None]:
    return lambda path: None if skip(path) else SYNC(path)


def acknowledge_first(folder: Path, entry: log.Entry) -> bool:
    temp = fsops.temp_in(folder)
    fsops.write_new(temp, [entry.data()])
    fsops.sync_folder(folder)
    fsops.link_new(temp, log.path_of(folder, entry.number))
    fsops.discard(temp)
    return True


def folder_unsynced_if_there(path: Path) -> None:
    if not path.exists():
        FOLDER(path)


def in_place(temp: Path, final: Path) -> None:
    fsops.write_new(final, [fsops.read(temp)])


def over(temp: Path, final: Path) -> None:
    fsops.os.rename(temp, final)


CUT = ("first commit", "update")
MUTANTS = {
    "files not synced": (fsops, "write_new", unsynced, CUT),
    "files synced before they are complete": (fsops, "write_new", synced_too_early, CUT),
    "no folder synced": (fsops, "sync_folder", sync_but(lambda path: True), CUT),
    "log folder not synced": (fsops, "sync_folder", sync_but(lambda path: path.name == "log"), CUT),
    "source folder not synced": (fsops, "sync_folder", sync_but(lambda path: path.name == "gacc"), CUT),
    "new snapshot not synced": (fsops, "sync_folder", sync_but(lambda path: path.name.startswith(".tmp-")), CUT),
    "parents of new folders not synced": (
        fsops,
        "sync_folder",
        sync_but(lambda path: path.name in ("raw", "data")),
        ("first commit",),
    ),
    "log folder synced before the entry has its name": (log, "append", acknowledge_first, CUT),
    "entry written in place": (fsops, "link_new", in_place, CUT),
    "entry renamed over another": (fsops, "link_new", over, ("conflict retry",)),
}
MUTANTS_AFTER_A_DEATH = {
    "saved already, but not synced": (decisions, "_confirmed", lambda folder, done: done, "same wish"),
    "accepted what was not synced": (snapshots, "settle", lambda folder: None, "left there"),
    "folders that are there not synced": (fsops, "make_folder", folder_unsynced_if_there, "same wish"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_power_cuts_catch_the_mutant(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    module, function, mutant, scenarios = MUTANTS[name]
    folders = {scenario: tmp_path / scenario for scenario in scenarios}
    monkeypatch.setattr(module, function, mutant)
    assert any(power_cuts(BY_NAME[scenario], folder)[0] for scenario, folder in folders.items())


@pytest.mark.parametrize("name", MUTANTS_AFTER_A_DEATH)
def test_death_and_power_cut_catch_the_mutant(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    module, function, mutant, what = MUTANTS_AFTER_A_DEATH[name]
    monkeypatch.setattr(module, function, mutant)
    scenario = BY_NAME["first commit"]
    again = same_wish(scenario) if what == "same wish" else accept_what_lies_there
    assert killed_then_power_cut(scenario, again, tmp_path)[0]


def test_the_model_knows_what_was_not_forced(tmp_path: Path):
    (tmp_path / "data").mkdir()
    model = Model(tmp_path)
    with Disk(record=model.record).mounted():
        decide(tmp_path / "data", "accept", "gacc", b"new", "k1")
        assert model.dirty() == []
        fsops.os.mkdir(tmp_path / "data" / "new")
    assert model.dirty() == ["data/new"]
    assert len(list(model.states())) >= 2
