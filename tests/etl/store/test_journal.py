"""Journals: each step once, in one order, with nothing lost, passed over or changed unseen."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from etl.store import Damaged, Forbidden, Journal, Store, journal, process
from etl.store.log import path_of


@pytest.fixture
def people(tmp_path):
    process.forget()
    return Journal(tmp_path, "people")


def grant(book: Journal, name: str, **more):
    return book.append("grant", by="anna", key=name, facts={"subject": name, "role": "reader"}, **more)


def test_a_record_is_read_back_as_it_was_written(people, tmp_path):
    first, second = grant(people, "ben"), grant(people, "chen")
    assert (first.number, first.parent, second.parent) == (1, "", first.fingerprint)
    process.forget()
    assert Journal(tmp_path, "people").records() == (first, second)
    assert first.facts == {"subject": "ben", "role": "reader"} and first.at < second.at


def test_reading_makes_nothing(tmp_path):
    assert Journal(tmp_path / "none", "people").records() == () and not (tmp_path / "none").exists()


def test_the_same_step_twice_is_one_record(people):
    assert grant(people, "ben") == grant(people, "ben") and len(people.records()) == 1


def test_who_may_not_is_told_why_and_nothing_is_kept(people):
    with pytest.raises(Forbidden, match="only a keeper gives roles"):
        grant(people, "ben", may=lambda _records: "only a keeper gives roles")
    assert people.records() == ()


def test_may_is_asked_again_when_somebody_was_first(people):
    """Two people take the last place: the second is asked with the first one's record before them."""
    full = "there is one place"
    seen = []

    def one_place(records):
        seen.append(len(records))
        if len(seen) == 1:
            grant(Journal(people._root, "people"), "ben")  # while the first still thinks
        return full if records and len(seen) > 1 else None

    with pytest.raises(Forbidden, match=full):
        grant(people, "chen", may=one_place)
    assert seen == [0, 1] and [one.facts["subject"] for one in people.records()] == ["ben"]


def test_many_at_once_are_all_there_once_in_one_order(people):
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: grant(people, f"person {n}"), range(80)))
    records = people.records()
    assert [one.number for one in records] == list(range(1, 81))
    assert len({one.key for one in records}) == 80
    assert all(after.parent == before.fingerprint for before, after in itertools.pairwise(records))


@pytest.mark.parametrize("place", [3, 40, -40, -3])
def test_a_changed_byte_is_found_and_nothing_is_read_past_it(people, tmp_path, place):
    for name in ("ben", "chen"):
        grant(people, name)
    path = path_of(tmp_path / journal.FOLDER / "people", 1)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.chmod(0o644)
    path.write_bytes(data)
    process.forget()
    with pytest.raises(Damaged, match="Entry 1 cannot be used"):
        Journal(tmp_path, "people").records()
    with pytest.raises(Damaged):
        grant(Journal(tmp_path, "people"), "dora")
    assert any("Entry 1" in problem.found for problem in Store(tmp_path).verify())


def test_a_record_that_is_gone_is_found(people, tmp_path):
    for name in ("ben", "chen", "dora"):
        grant(people, name)
    path_of(tmp_path / journal.FOLDER / "people", 2).unlink()
    assert any("missing" in problem.found for problem in journal.verify(tmp_path))


def test_a_record_cut_off_the_end_is_missed_by_whoever_has_read_it(people, tmp_path):
    for name in ("ben", "chen"):
        grant(people, name)
    people.records()
    path_of(tmp_path / journal.FOLDER / "people", 2).unlink()
    with pytest.raises(Damaged, match="gone or exchanged"):
        people.records()


def test_a_stray_file_is_named(people, tmp_path):
    grant(people, "ben")
    (tmp_path / journal.FOLDER / "people" / "notes.txt").write_text("x")
    assert [problem.found for problem in journal.verify(tmp_path)] == [
        "A file in the log was not put there by this program."
    ]


def test_order_is_kept_when_the_clock_goes_back(tmp_path):
    process.forget()
    late = Journal(tmp_path, "people", now=lambda: datetime(2026, 12, 1, 12, tzinfo=UTC))
    early = Journal(tmp_path, "people", now=lambda: datetime(2026, 12, 1, 11, tzinfo=UTC))
    assert grant(late, "ben").at < grant(early, "chen").at


def test_a_journal_has_no_say_in_which_figures_count(people, tmp_path):
    before = Store(tmp_path).edition()
    grant(people, "ben")
    assert Store(tmp_path).edition() == before and Store(tmp_path).history() == []
