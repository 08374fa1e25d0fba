"""A backup made while people work is whole at any moment, and what is restored answers every old link with the same bytes."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from etl.office import audit
from etl.office.permissions import Actor
from etl.store import Journal, Store, StoreError, backup, process
from tests.support.store_faults import ten_decisions


def content(root):
    """Every state of a folder: what is in force in each edition, with the bytes."""
    store = Store(root)
    base = store.edition().partition("+")[0]
    return [
        [(ref.source, ref.snapshot, store.read(ref)) for ref in store.in_force(f"{base}+{number}")]
        for number in range(store.head() + 1)
    ]


def test_a_restored_folder_has_every_edition_and_record(full, tmp_path):
    Journal(full, "people").append("grant", by="a", key="k", facts={"subject": "b", "role": "reader"})
    audit.note(full, Actor("Anna", False, "id-anna"), "signed in")
    kept = tmp_path / "kept"
    assert backup.back_up(full, kept) > 10 and backup.back_up(full, kept) == 0
    process.forget()
    assert Store(kept).verify() == [] and audit.verify(kept) == []
    again = tmp_path / "again"
    assert backup.restore(kept, again) > 10
    process.forget()
    assert content(again) == content(full) and Store(again).history() == Store(full).history()
    assert Journal(again, "people").records() == Journal(full, "people").records()
    assert list(audit.lines(again)) == list(audit.lines(full))


def test_a_backup_taken_while_people_decide_is_whole(root, tmp_path):
    """Copies are begun over and over while ten decisions are made; each holds a state that was once true."""
    copies = []
    with ThreadPoolExecutor(1) as thread:
        work = thread.submit(ten_decisions, root)
        while not work.done():
            copies.append(tmp_path / f"copy {len(copies)}")
            backup.back_up(root, copies[-1])
        work.result()
    whole = [entry.fingerprint for entry in Store(root).history()]
    for each in copies:
        process.forget()
        if each.exists():
            assert not [problem for problem in Store(each).verify() if "log" in problem.where]
            known = [entry.fingerprint for entry in Store(each).history()]
            assert known == whole[: len(known)]
            assert content(each) == content(root)[: len(known) + 1] or Store(each).head() == 0


def test_a_damaged_backup_is_not_put_back(full, tmp_path):
    kept = tmp_path / "kept"
    backup.back_up(full, kept)
    path = next((kept / "raw" / "log").glob("*.json"))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-5])
    process.forget()
    target = tmp_path / "new"
    with pytest.raises(StoreError, match="cannot be used"):
        backup.restore(kept, target)
    assert not target.exists()


def test_an_older_backup_does_not_hide_newer_decisions(good, full, tmp_path):
    kept = tmp_path / "kept"
    backup.back_up(full, kept)
    source = Store(full).in_force()[-1]
    Store(full).withdraw(source.source, source.snapshot, by="Anna", key="later")
    with pytest.raises(StoreError, match="C-30"):
        backup.restore(kept, full)
    assert Store(full).history()[-1].key == "later"


def test_a_backup_never_writes_over_other_bytes(full, tmp_path):
    kept = tmp_path / "kept"
    backup.back_up(full, kept)
    other = next(path for path in (kept / "raw").rglob("*") if path.is_file() and path.suffix != ".json")
    other.chmod(0o644)
    other.write_bytes(b"something else")
    with pytest.raises(StoreError, match="other bytes"):
        backup.back_up(full, kept)
    assert other.read_bytes() == b"something else"


def test_the_record_of_today_grows_in_the_backup(full, tmp_path):
    kept, anna = tmp_path / "kept", Actor("Anna", False, "id-anna")
    audit.note(full, anna, "signed in")
    backup.back_up(full, kept)
    audit.note(full, anna, "handed in")
    backup.back_up(full, kept)
    assert [line["what"] for line in audit.lines(kept)] == ["signed in", "handed in"] and audit.verify(kept) == []


def test_the_commands(full, tmp_path, capsys):
    from dashboard.cli import main

    kept, new = tmp_path / "kept", tmp_path / "new"
    new.mkdir()
    assert main.main(["backup", str(kept), "--data", str(full)]) == 0
    assert main.main(["verify-backup", str(kept)]) == 0
    assert main.main(["restore", str(kept), "--data", str(new)]) == 0
    assert main.main(["verify-backup", str(tmp_path / "none")]) == 1
    said = capsys.readouterr().out
    assert "stands at edition" in said and "No damage found" in said and "holds no backup" in said
    shutil.rmtree(new)
