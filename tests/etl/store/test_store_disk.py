"""S4: the disk is full, failing or read-only at any operation; the words are true and reading goes on."""

import errno
import os
from pathlib import Path

import pytest

from etl.store import (
    Damaged,
    DiskFailed,
    DiskFull,
    ReadOnly,
    StoreError,
    Unsure,
    fsops,
    process,
)
from etl.store.errors import UNCHANGED
from tests.support.store_faults import (
    CHANGING,
    LOOKING,
    SCENARIOS,
    Disk,
    Scenario,
    copied,
    intrude,
    prepared,
    store,
    violations,
)

EXPECTED = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EIO: DiskFailed,
    errno.EROFS: ReadOnly,
    errno.EACCES: ReadOnly,
}
TRIED = [scenario for scenario in SCENARIOS if scenario.name in ("first commit", "update", "withdraw")]


def failing(point: int, code: int, *, after: bool):
    def at(number: int, name: str, call):
        if number == point:
            if after:
                call()
            raise OSError(code, os.strerror(code))
        return call()

    return at


def said(scenario: Scenario, root: Path, disk: Disk) -> StoreError | None:
    """What the person is told, or None when it was saved; the process then still reads, and tells the same."""
    with disk.mounted():
        try:
            scenario.act(root)
            error = None
        except StoreError as caught:
            error = caught
        disk.at = None
        store(root).in_force()
        if isinstance(error, DiskFailed) and disk.names[-1:] == ["fsync"]:
            with pytest.raises(DiskFailed):
                scenario.act(root)
        return error


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        *((TRIED[1], code) for code in EXPECTED),
        *((scenario, code) for scenario in (TRIED[0], TRIED[2]) for code in (errno.ENOSPC, errno.EIO)),
    ],
    ids=lambda value: value.name if isinstance(value, Scenario) else errno.errorcode[value],
)
def test_every_changing_operation_fails(scenario: Scenario, code: int, tmp_path: Path):
    every_operation_fails(scenario, code, frozenset(CHANGING), tmp_path)


@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES], ids=lambda code: errno.errorcode[code])
def test_every_operation_fails(code: int, tmp_path: Path):
    every_operation_fails(TRIED[1], code, frozenset(CHANGING | LOOKING), tmp_path)


def every_operation_fails(scenario: Scenario, code: int, watch: frozenset[str], tmp_path: Path) -> None:
    template = prepared(scenario, tmp_path / "before")
    keys = {entry.key for entry in store(template).history()}
    root, whole = tmp_path / "data", Disk(lambda _number, _name, call: call(), watch)
    with whole.mounted():
        scenario.act(copied(template, root))
    names = whole.names
    assert len(names) >= 10
    told = 0
    for point, name in enumerate(names):
        for after in (False, True) if name in ("link", "rename", "fsync", "close") else (False,):
            where = f"{scenario.name}: {'after' if after else 'at'} {name} ({point})"
            error = said(scenario, copied(template, root), Disk(failing(point, code, after=after), watch))
            must, may = check(error, name, code, scenario.key, where)
            told += error is not None
            assert violations(root, keys=keys | must, may=may) == [], where
            with Disk().mounted():
                scenario.act(root)
                intrude(root)
            assert violations(root, keys=keys | {scenario.key, "other"}, may=set()) == [], where
    assert told >= 5


def check(error: StoreError | None, name: str, code: int, key: str, where: str) -> tuple[set[str], set[str]]:
    """The keys that must and that may be decided, by what the person was told."""
    if error is None:
        return {key}, set()
    if name in ("fsync", "write", "link", "rename"):
        assert isinstance(error, DiskFailed if name == "fsync" else EXPECTED[code]), where
    else:
        assert isinstance(error, EXPECTED[code] | Damaged | DiskFailed), where
    if isinstance(error, Unsure):
        assert error.problem.code == "C-05"
        return set(), {key}
    assert str(error).endswith(UNCHANGED), where
    return set(), set()


@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES, errno.EMFILE], ids=lambda code: errno.errorcode[code])
def test_a_disk_that_cannot_be_read_is_told_in_words(code: int, full: Path):
    whole = store(full).in_force()
    looks = {
        "head": lambda here: here.head(),
        "history": lambda here: here.history(),
        "edition": lambda here: here.edition(),
        "problems": lambda here: here.problems(),
        "verify": lambda here: here.verify(),
        "cannot_write": lambda here: here.cannot_write(),
        "in_force": lambda here: here.in_force(),
        "snapshots": lambda here: here.snapshots(),
        "read": lambda here: here.read(whole[0]),
        "snapshot": lambda here: here.snapshot(whole[0].source, whole[0].snapshot),
    }
    never = {"head", "history", "edition", "problems", "verify", "cannot_write"}  # these say it in what they return
    for name, look in looks.items():
        disk = Disk(lambda _number, _name, call: call(), frozenset(LOOKING | {"open"}))
        with disk.mounted():
            look(store(full))
        for point in range(0, disk.count, max(1, disk.count // 60)):
            with Disk(failing(point, code, after=False), disk.watch).mounted():
                try:
                    look(store(full))
                except StoreError as error:
                    assert name not in never and str(error), (name, point)
    assert store(full).verify() == []


def test_two_faults_leave_it_open_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = prepared(TRIED[1], tmp_path)
    link = fsops.link_new

    def linked_but(temp: Path, final: Path) -> None:
        link(temp, final)
        monkeypatch.setattr(fsops, "stamps", lambda folder: (_ for _ in ()).throw(OSError(errno.EIO, "bad sector")))
        raise OSError(errno.EIO, "bad sector")

    monkeypatch.setattr(fsops, "link_new", linked_but)
    with pytest.raises(Unsure, match="may or may not have been saved"):
        TRIED[1].act(root)
    monkeypatch.undo()
    process.forget()
    assert TRIED[1].act(root) == 3


def test_a_folder_that_failed_to_sync_is_not_asked_again(tmp_path: Path):
    """The entry has its name, the disk did not confirm it: neither "saved" nor "not saved" would be true."""
    root, calls = prepared(TRIED[1], tmp_path), []

    def at(_number: int, name: str, call):
        calls.append(name)
        if name == "fsync" and "link" in calls:
            raise OSError(errno.EIO, "Input/output error")
        return call()

    disk = Disk(at)
    with disk.mounted():
        with pytest.raises(Unsure, match=r"C-05.*entry 3 is in the log.*may or may not"):
            TRIED[1].act(root)
        disk.at = None
        with pytest.raises(DiskFailed, match="C-04"):
            intrude(root)
    assert calls[calls.index("link") :].count("fsync") == 1


def test_a_disk_that_did_not_confirm_is_written_no_more_by_this_process(tmp_path: Path):
    root = prepared(TRIED[1], tmp_path)
    disk = Disk(
        lambda _number, name, call: failing(0, errno.EIO, after=False)(0, name, call) if name == "fsync" else call()
    )
    with disk.mounted():
        with pytest.raises(DiskFailed):
            TRIED[1].act(root)
        disk.at = None
        assert "started again" in str(store(root).cannot_write())
        for write in (lambda: intrude(root), lambda: store(root).quarantine(b"x", "x", "bad")):
            with pytest.raises(DiskFailed, match="C-04"):
                write()
        assert len(store(root).in_force()) == 2
    assert store(root).cannot_write() is None
    assert TRIED[1].act(root) == 3


def test_a_read_only_folder_is_read_and_says_so(tmp_path: Path):
    root = prepared(TRIED[1], tmp_path)

    def read_only(_number: int, name: str, call):
        if name in ("open", "mkdir", "link", "rename", "unlink"):
            raise OSError(errno.EROFS, "Read-only file system")
        return call()

    with Disk(read_only).mounted():
        here = store(root)
        assert len(here.in_force()) == 2
        assert [here.read(ref) for ref in here.in_force()] == [b"old gacc", b"old imf"]
        with pytest.raises(ReadOnly, match=r"C-06.*--data.*Nothing has been changed"):
            TRIED[1].act(root)
        assert here.verify() == []


def test_a_folder_without_leave_to_write_says_so_before_anything_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    root = prepared(TRIED[1], tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    problem = store(root).cannot_write()
    assert problem and problem.code == "C-06"
