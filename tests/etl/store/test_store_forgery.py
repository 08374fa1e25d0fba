"""S9, the subtler part: entries and snapshots swapped, doubled, forged or rewritten whole, and strangers among them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.store import Damaged, log, process
from etl.store.seal import digest, sealed, unsealed
from tests.support.store_faults import ENTRIES, decide, entry, named, store


def test_swapped_entries(full: Path):
    one, two = entry(full, 4), entry(full, 5)
    first = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(first)
    here = store(full)
    assert here.head() == 3
    assert named(here.problems(), one)
    assert named(here.problems(), two)


def test_doubled_entries(full: Path):
    shutil.copy(entry(full, ENTRIES), entry(full, ENTRIES + 1))
    here = store(full)
    assert here.head() == ENTRIES
    assert named(here.problems(), entry(full, ENTRIES + 1))
    entry(full, ENTRIES + 1).rename(full / "raw" / "log" / "000000010 (copy).json")
    assert named(here.verify(), full / "raw" / "log" / "000000010 (copy).json")
    assert here.problems() == []


@pytest.mark.parametrize("number", [1, 5, ENTRIES - 1])
def test_a_gap_is_not_skipped(full: Path, number: int):
    entry(full, number).unlink()
    here = store(full)
    assert here.head() == number - 1
    assert [problem.code for problem in here.problems()] == ["C-16"]
    with pytest.raises(Damaged, match="C-16"):
        decide(full, "accept", "imf", b"new", "new")
    with pytest.raises(Damaged, match="C-16"):
        here.in_force(f"2026-11-21+{ENTRIES}")
    assert here.in_force(f"2026-11-21+{number - 1}")


def test_an_entry_rewritten_with_a_right_seal(full: Path):
    facts = unsealed(entry(full, 4).read_bytes())
    entry(full, 4).write_bytes(sealed({**facts, "note": "nobody will notice"}))
    here = store(full)
    assert here.head() == 4
    assert [problem.code for problem in here.problems()] == ["C-17"]


def test_an_entry_with_a_wrong_number_and_a_right_seal(full: Path):
    facts = unsealed(entry(full, 1).read_bytes())
    entry(full, 1).write_bytes(sealed({**facts, "number": 7}))
    assert store(full).head() == 0
    assert "it holds entry 7" in str(store(full).problems()[0])


@pytest.mark.parametrize("said", [{"file": "../../../base/2026-11-21.json"}, {"file": ""}, {"source": "imf"}])
def test_a_record_that_leads_elsewhere_with_a_right_seal(full: Path, said: dict):
    snapshot = store(full).snapshots("gacc")[0]
    record = snapshot.path.parent / "provenance.json"
    record.write_bytes(sealed({**unsealed(record.read_bytes()), **said}))
    with pytest.raises(Damaged, match="belongs to another file"):
        store(full).snapshot("gacc", snapshot.snapshot)
    assert named(store(full).verify(), record)


def rewrite_all(full: Path) -> None:
    """A forger's work: every entry changed, all hashes right again."""
    parent = ""
    for number in range(1, ENTRIES + 1):
        facts = unsealed(entry(full, number).read_bytes())
        entry(full, number).write_bytes(sealed({**facts, "by": "Eve", "parent": parent}))
        parent = log.parse(entry(full, number).read_bytes()).fingerprint


def forget_all(full: Path) -> None:
    """Start anew with nothing noted beside the log either."""
    process.forget()
    shutil.rmtree(full / "state")


def test_a_log_cut_or_rewritten_whole_is_seen_by_what_was_noted_elsewhere(full: Path):
    noted = {found.number: found.fingerprint[:12] for found in store(full).history()}
    assert store(full).verify(noted) == []
    rewrite_all(full)
    forget_all(full)
    assert store(full).problems() == []
    assert len(store(full).verify(noted)) == ENTRIES
    process.forget()
    entry(full, ENTRIES).unlink()
    assert [problem.code for problem in store(full).verify({ENTRIES: noted[ENTRIES]})] == ["C-17"]


@pytest.mark.parametrize("forge", [lambda full: entry(full, ENTRIES).unlink(), rewrite_all], ids=["cut", "rewritten"])
def test_a_running_program_notices_that_what_it_has_read_is_gone(full: Path, forge: Callable[[Path], None]):
    assert store(full).head() == ENTRIES
    forge(full)
    assert [problem.code for problem in store(full).problems()] == ["C-30"]
    with pytest.raises(Damaged, match="C-30"):
        decide(full, "accept", "imf", b"new", "new")
    process.forget()
    assert [problem.code for problem in store(full).problems()] == ["C-30"], "after a start too"
    forget_all(full)
    assert store(full).problems() == [], "a backup that was put back on purpose"


def test_a_decision_on_a_head_that_is_gone(full: Path):
    with pytest.raises(Damaged, match="C-30"):
        decide(full, "accept", "imf", b"new", "new", ENTRIES + 1)


def test_an_entry_of_a_newer_program_is_not_guessed_at(full: Path):
    last = store(full).history()[-1]
    facts = unsealed(entry(full, ENTRIES).read_bytes())
    new = {**facts, "number": ENTRIES + 1, "parent": last.fingerprint, "kind": "merge", "key": "k99"}
    entry(full, ENTRIES + 1).write_bytes(sealed(new))
    assert store(full).head() == ENTRIES
    assert "newer version" in str(store(full).problems()[0])
    entry(full, ENTRIES + 1).write_bytes(sealed({**new, "kind": "accept", "added": "in a later version"}))
    assert store(full).head() == ENTRIES + 1
    assert store(full).problems() == []


def test_swapped_and_doubled_snapshots(full: Path):
    one, two = sorted((full / "raw" / "imf").iterdir())[:2]
    shutil.copytree(one, one.with_name("2026-11-22-" + one.name[11:]))
    problems = store(full).verify()
    assert named(problems, one.with_name("2026-11-22-" + one.name[11:]) / "provenance.json")
    shutil.rmtree(one.with_name("2026-11-22-" + one.name[11:]))
    one.rename(one.with_name("aside"))
    two.rename(one)
    one.with_name("aside").rename(two)
    here = store(full)
    assert len(here.verify()) >= 2
    refs = [ref for ref in here.in_force() if ref.snapshot in (one.name, two.name)]
    assert len(refs) == 2
    for ref in refs:
        with pytest.raises(Damaged):
            here.read(ref)


def test_bytes_and_record_exchanged_together(full: Path):
    """A snapshot whose record fits its new bytes is still not the one that was decided on."""
    here = store(full)
    ref = here.in_force()[-1]
    snapshot = here.snapshot(ref.source, ref.snapshot)
    data = b"forged"
    snapshot.path.write_bytes(data)
    record = snapshot.path.parent / "provenance.json"
    record.write_bytes(sealed({**unsealed(record.read_bytes()), "sha256": digest(data)}))
    with pytest.raises(Damaged, match="not the one that was decided on"):
        here.read(ref)
    assert here.verify() != []


def test_a_base_under_the_name_of_another_day(full: Path):
    folder = full / "raw" / "base"
    shutil.copy(folder / "2026-11-20.json", folder / "2026-11-22.json")
    assert store(full).edition() == f"2026-11-21+{ENTRIES}"
    assert named(store(full).problems(), folder / "2026-11-22.json")


def test_missing_snapshots_and_strangers_are_named(full: Path):
    imf = full / "raw" / "imf"
    gone = sorted(imf.iterdir())[0]
    shutil.rmtree(gone)
    (imf / "new data.xls").write_bytes(b"dropped by hand")
    kept = sorted(imf.iterdir())[0]
    (kept / "notes.txt").write_bytes(b"dropped by hand")
    problems = store(full).verify()
    assert all(named(problems, path) for path in (gone, imf / "new data.xls", kept / "notes.txt"))
    assert len(problems) == 3


def test_a_damaged_file_can_be_handed_in_again(full: Path):
    """The damaged copy stays as it is; the new one gets a longer name beside it."""
    here = store(full)
    old = here.snapshots("gacc")[0]
    old.path.write_bytes(b"rotten")
    again = here.receive("gacc", b"old gacc", "again.csv", {})
    assert again.snapshot.startswith(old.snapshot) and again.snapshot != old.snapshot
    assert here.read(again) == b"old gacc"
    assert here.accept("gacc", again.snapshot, by="Anna", reason="other", key="healed").number == ENTRIES + 1


def test_a_damaged_file_is_not_accepted(full: Path):
    here = store(full)
    fresh = here.receive("gacc", b"new gacc", "new.csv", {})
    fresh.path.chmod(0o644)
    fresh.path.write_bytes(b"rotten!!")
    with pytest.raises(Damaged, match="contents have changed"):
        here.accept("gacc", fresh.snapshot, by="Anna", reason="other", key="k")
    assert here.head() == ENTRIES
