"""S2, the test of the test: a store with one safeguard less is caught by the power cuts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.store import decide as decisions
from etl.store import fsops, log, snapshots
from tests.etl.store.test_store_powercut import (
    BY_NAME,
    accept_what_lies_there,
    killed_then_power_cut,
    power_cuts,
    receive_power_cut,
    same_wish,
)

pytestmark = pytest.mark.slow

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


def test_a_folder_not_synced_again_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fsops, "sync_folder", sync_but(lambda path: path.name == "gacc"))
    assert receive_power_cut(tmp_path)[0] != []
