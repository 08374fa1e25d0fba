"""The record of who did what: whole, in order, and no change of it goes unseen."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from etl.office import audit
from etl.office.permissions import Actor

ANNA = Actor("Anna", False, "id-anna", frozenset({"reader"}))
DAY = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture
def three(tmp_path):
    for number in range(3):
        audit.note(tmp_path, ANNA, "uploaded", on=f"file {number}.csv", now=DAY)
    return tmp_path


def path(root, day="2026-12-01"):
    return root / audit.FOLDER / f"{day}.jsonl"


def test_a_line_says_who_what_on_what_and_how_it_ended(three):
    first, *_ = audit.lines(three)
    assert first == {
        "at": "2026-12-01T10:00:00.000Z", "what": "uploaded", "on": "file 0.csv", "outcome": "done", "subject": "id-anna",
        "name": "Anna", "before": "0" * 64,
    }  # fmt: skip
    assert audit.verify(three) == []


@pytest.mark.parametrize("line", [0, 1])
def test_a_changed_line_is_found(three, line):
    rows = path(three).read_text().splitlines()
    rows[line] = rows[line].replace("Anna", "Boris")
    path(three).write_text("\n".join(rows) + "\n")
    assert [f"line {line + 2}" in problem.found for problem in audit.verify(three)] == [True]


def test_a_line_taken_out_is_found(three):
    rows = path(three).read_text().splitlines()
    path(three).write_text("\n".join([rows[0], rows[2]]) + "\n")
    assert len(audit.verify(three)) == 1


def test_a_torn_line_is_named_and_the_next_one_is_whole(three):
    with path(three).open("a") as out:
        out.write('{"at": "2026')
    audit.note(three, ANNA, "signed in", now=DAY)
    assert [line["what"] for line in audit.lines(three)] == ["uploaded"] * 3 + ["signed in"]
    (problem,) = audit.verify(three)
    assert "line 4 cannot be read" in problem.found


def test_days_are_chained_and_old_ones_may_go(three):
    audit.note(three, ANNA, "signed in", now=datetime(2027, 12, 2, tzinfo=UTC))
    assert audit.verify(three) == []
    assert audit.forget_old(three, date(2027, 12, 2)) == ["2026-12-01.jsonl"]
    assert audit.verify(three) == [] and [line["what"] for line in audit.lines(three)] == ["signed in"]


def test_many_at_once_are_all_there_in_one_chain(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: audit.note(tmp_path, ANNA, f"act {n}", now=DAY), range(60)))
    assert len({line["what"] for line in audit.lines(tmp_path)}) == 60 and audit.verify(tmp_path) == []


def test_what_would_forge_a_line_is_shown_as_codes(tmp_path):
    audit.note(tmp_path, Actor("Eve\n{}", False, "id-\x1b[2J"), "x" * 999, on="a\r\nb", now=DAY)
    (line,) = audit.lines(tmp_path)
    assert line["name"] == "Eve\\x0a{}" and "\x1b" not in line["subject"] and len(line["what"]) == audit.LONGEST
    assert len(path(tmp_path).read_text().splitlines()) == 1


def test_nothing_recorded_is_nothing_wrong(tmp_path):
    assert list(audit.lines(tmp_path)) == [] and audit.verify(tmp_path) == []


def test_what_cannot_be_recorded_is_an_error(tmp_path):
    (tmp_path / audit.FOLDER).write_text("no folder")
    with pytest.raises(OSError):  # noqa: PT011  whatever the disk says
        audit.note(tmp_path, ANNA, "uploaded")


def test_it_is_json_for_whoever_reads_it_elsewhere(three):
    assert all(json.loads(text) for text in path(three).read_text().splitlines())
    assert os.access(path(three), os.R_OK)
