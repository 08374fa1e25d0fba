"""What is left behind and what is kept apart: dead writers' files, the quarantine; big files and odd disks."""

import ctypes
import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from etl.store import Damaged, Store, StoreError, fsops, log, process, snapshots
from etl.store.errors import UNCHANGED
from tests.support.store_faults import BY, DAY, SCENARIOS, decide, intrude, prepared, store, violations

TWO = next(scenario for scenario in SCENARIOS if scenario.name == "update")


def test_what_dead_writers_left_is_swept_after_a_day(tmp_path: Path):
    root = prepared(TWO, tmp_path)
    raw = root / "raw"
    folders = [raw / "log", raw / "gacc", raw / "imf"]
    for folder in folders:
        fsops.write_new(folder / ".tmp-1-old", [b"half an en"])
        (folder / ".tmp-2-old").mkdir()
        fsops.write_new(folder / ".tmp-2-old" / "half.csv", [b"1,2"])
        fsops.write_new(folder / ".tmp-3-new", [b"somebody is writing"])
        for name in (".tmp-1-old", ".tmp-2-old"):
            day_ago = (DAY - timedelta(hours=25)).timestamp()
            os.utime(folder / name, (day_ago, day_ago))
        os.utime(folder / ".tmp-3-new", (DAY.timestamp(), DAY.timestamp()))
    process.forget()
    assert store(root).verify() == []
    assert (raw / "log" / ".tmp-1-old").exists()  # reading removes nothing
    intrude(root)
    for folder in folders:
        assert [path.name for path in folder.glob(".tmp-*")] == [".tmp-3-new"]


def test_nothing_but_temporary_files_is_ever_removed(tmp_path: Path):
    root = prepared(TWO, tmp_path)
    with pytest.raises(ValueError, match="not a temporary file"):
        fsops.discard(log.path_of(root / "raw" / "log", 1))


def test_quarantine_keeps_refused_files_for_90_days(tmp_path: Path):
    root = tmp_path / "data"
    kept = store(root).quarantine(b"%PDF-1.7", "../../etc/passwd", "F-05 a PDF", by="Anna")
    found = snapshots.load(kept.parent, kept.name)
    assert snapshots.read(found) == b"%PDF-1.7"
    assert (found.path.name, found.provenance["original_name"]) == ("passwd", "../../etc/passwd")
    assert (found.provenance["reason"], found.provenance["by"]) == ("F-05 a PDF", "Anna")
    assert store(root).in_force() == store(root).snapshots() == store(root).verify() == []
    for days, there in ((90, True), (91, False)):
        process.forget()
        later = Store(root, now=lambda days=days: DAY + timedelta(days=days))
        later.receive("received", b"x", "x.csv", {})
        assert kept.exists() is there


def test_a_file_too_big_for_memory_is_copied_from_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fsops, "CHUNK", 7)
    big = tmp_path / "big.csv"
    big.write_bytes(b"0123456789" * 5)
    here = store(tmp_path / "data")
    snapshot = here.receive("comtrade", big, big.name, {})
    assert snapshot.provenance["size"] == 50
    assert here.read(snapshot) == here.file(snapshot).read_bytes() == big.read_bytes()
    assert here.receive("comtrade", big.read_bytes(), "again.csv", {}) == snapshot
    assert decide(tmp_path / "data", "accept", "comtrade", big.read_bytes(), "k1") == 1


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    growing = tmp_path / "growing.csv"
    growing.write_bytes(b"half")
    make = fsops.make_folder

    def meanwhile(path: Path) -> None:
        if path.name == "comtrade":
            growing.write_bytes(b"half and the other half")
        make(path)

    monkeypatch.setattr(fsops, "make_folder", meanwhile)
    here = store(tmp_path / "data")
    with pytest.raises(Damaged, match="changed while it was being read"):
        here.receive("comtrade", growing, growing.name, {})
    assert here.snapshots() == here.verify() == []


def test_messages_have_six_parts(tmp_path: Path):
    root = prepared(TWO, tmp_path)
    with pytest.raises(StoreError) as caught:
        store(root).withdraw("gacc", "2026-01-01-0123456789", key="k9", **BY)
    problem = caught.value.problem
    assert all((problem.code, problem.found, problem.where, problem.why, problem.do))
    assert problem.outcome == UNCHANGED


def test_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    if not hasattr(ctypes.CDLL(None), "renameat2"):
        pytest.skip("this system has no exclusive rename")
    root = prepared(TWO, tmp_path)

    def no_links(_temp: Path, _final: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    assert TWO.act(root) == 3
    temp = fsops.temp_in(tmp_path)
    fsops.write_new(temp, [b"x"])
    with pytest.raises(FileExistsError):
        fsops.link_new(temp, log.path_of(root / "raw" / "log", 3))
    assert violations(root, keys={"k1", "k2", "new"}, may=set()) == []


def test_a_disk_that_lies_about_numbers_ends_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = prepared(TWO, tmp_path)
    monkeypatch.setattr(log, "append", lambda folder, entry: False)
    with pytest.raises(StoreError, match="C-21"):
        TWO.act(root)
