"""Decisions: what each may do, what it says, who is refused and why, and that asking twice decides once."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

import etl.store
from etl.store import (
    REASONS,
    Conflict,
    Damaged,
    Forbidden,
    Store,
    Unknown,
    log,
    process,
)
from etl.store.errors import UNCHANGED, brief, place
from etl.store.seal import digest
from tests.support.store_faults import BY, DAY, decide, store, withdraw

FOLDER = Path(etl.store.__file__).parent


def test_an_entry_says_who_decided_what_when_why_and_on_which_head(root: Path):
    here = store(root)
    found = here.receive("gacc", b"1", "1.csv", {})
    decide(root, "accept", "imf", b"2", "k1")
    entry = here.accept("gacc", found.snapshot, note="June", answers={"M-03": ("yes", 1)}, key="k2", head=1, **BY)
    last = here.history()[-1]
    assert entry == last
    assert entry == log.Entry(
        number=2,
        parent=here.history()[0].fingerprint,
        kind="accept",
        source="gacc",
        snapshot=found.snapshot,
        sha256=found.sha256,
        by="Anna",
        at="2026-11-21T10:42:00.000001Z",
        key="k2",
        head=1,
        reason="routine revision",
        note="June",
        answers={"M-03": ["yes", 1]},
        fingerprint=digest((root / "raw" / "log" / "000000002.json").read_bytes()),
    )
    assert here.read(entry) == b"1"
    json.dumps(dataclasses.asdict(entry))


def test_the_whole_life_of_a_snapshot(root: Path):
    here = store(root)
    found = here.receive("gacc", b"1", "1.csv", {})
    assert here.in_force() == []  # received is not accepted
    steps = [("accept", [False]), ("publish", [True]), ("withdraw", []), ("restore", [True]), ("withdraw", [])]
    for number, (kind, published) in enumerate(steps, 1):
        assert getattr(here, kind)("gacc", found.snapshot, key=kind + str(number), **BY).number == number
        assert [ref.published for ref in here.in_force()] == published
    again = here.accept("gacc", found.snapshot, key="again", answers={"unit": "USD"}, **BY)
    assert [(ref.answers, ref.number) for ref in here.in_force()] == [({"unit": "USD"}, again.number)]
    for number, (_, published) in enumerate(steps, 1):
        assert [ref.published for ref in here.in_force(f"none+{number}")] == published
    assert here.verify() == []


def test_other_answers_are_a_new_decision_on_the_same_file(root: Path):
    here = store(root)
    found = here.receive("gacc", b"1", "1.csv", {})
    here.accept("gacc", found.snapshot, key="k1", answers={"unit": "CNY"}, **BY)
    here.accept("gacc", found.snapshot, key="k2", answers={"unit": "USD"}, **BY)
    assert [ref.answers for ref in here.in_force()] == [{"unit": "USD"}]
    assert [ref.answers for ref in here.in_force("none+1")] == [{"unit": "CNY"}]


def test_what_ships_can_be_withdrawn_and_restored(root: Path):
    here = store(root)
    found = here.receive("gacc", b"1", "1.csv", {})
    here.write_base("2026-11-21", [found])
    assert here.withdraw("gacc", found.snapshot, key="k1", **BY).sha256 == found.sha256
    assert here.in_force() == []
    here.restore("gacc", found.snapshot, key="k2", **BY)
    assert [(ref.number, ref.published) for ref in here.in_force()] == [(0, True)]
    assert here.in_force("none+2") == []


def test_what_is_damaged_can_be_withdrawn_but_not_restored(root: Path):
    here = store(root)
    decide(root, "accept", "gacc", b"old gacc", "k1")
    path = here.snapshots()[0].path
    path.unlink()
    withdraw(root, "k2")
    assert here.in_force() == []
    with pytest.raises(Damaged, match="missing"):
        here.restore("gacc", here.history()[0].snapshot, key="k3", **BY)


def test_the_same_key_decides_once(root: Path):
    assert decide(root, "accept", "gacc", b"1", "k1") == 1
    assert decide(root, "accept", "imf", b"2", "k2") == 2
    process.forget()
    assert decide(root, "accept", "gacc", b"1", "k1", head=0) == 1
    assert len(store(root).history()) == 2
    with pytest.raises(Conflict, match="already used for another decision"):
        decide(root, "accept", "gacc", b"3", "k1")


def test_the_same_source_changed_meanwhile(root: Path):
    decide(root, "accept", "gacc", b"1", "k1")
    decide(root, "accept", "gacc", b"2", "k2")
    with pytest.raises(Conflict) as caught:
        decide(root, "accept", "gacc", b"3", "k3", head=1)
    assert [entry.key for entry in caught.value.entries] == ["k2"]
    assert "Anna accepted gacc/" in str(caught.value) and "on 2026-11-21 at 10:42 UTC, entry 2" in str(caught.value)
    assert str(caught.value).endswith(UNCHANGED)
    assert decide(root, "accept", "imf", b"3", "k3", head=1) == 3  # another source: no matter
    assert decide(root, "accept", "gacc", b"3", "k4", head=3) == 4


@pytest.mark.parametrize(
    ("before", "kind", "error"),
    [
        (["accept"], "accept", Conflict),
        (["accept"], "restore", Conflict),
        (["accept", "withdraw"], "withdraw", Conflict),
        (["accept", "publish"], "publish", Conflict),
        (["accept", "withdraw"], "publish", Unknown),
        ([], "withdraw", Unknown),
        ([], "restore", Unknown),
        ([], "publish", Unknown),
    ],
)
def test_decisions_that_would_change_nothing(root: Path, before: list[str], kind: str, error: type):
    for number, step in enumerate(before):
        decide(root, step, "gacc", b"1", f"k{number}")
    store(root).receive("gacc", b"1", "1.csv", {})
    with pytest.raises(error, match=r"Nothing has been changed\.$"):
        decide(root, kind, "gacc", b"1", "new")
    assert len(store(root).history()) == len(before)


def test_who_may_not_is_told_why_and_asked_again_at_each_commit(root: Path):
    asked = []

    def authorise(by: str, kind: str, source: str) -> str | None:
        asked.append((by, kind, source))
        return "only publishers withdraw" if kind == "withdraw" else None

    here = Store(root, authorise=authorise, now=lambda: DAY)
    found = here.receive("gacc", b"1", "1.csv", {})
    here.accept("gacc", found.snapshot, key="k1", **BY)
    with pytest.raises(Forbidden, match=r"C-42: Anna may not withdraw gacc: only publishers withdraw\. .*Nothing"):
        here.withdraw("gacc", found.snapshot, key="k2", **BY)
    assert asked == [("Anna", "accept", "gacc"), ("Anna", "withdraw", "gacc")]
    assert here.head() == 1


@pytest.mark.parametrize("said", [{"by": ""}, {"key": ""}, {"reason": "because"}])
def test_a_decision_needs_a_person_a_key_and_a_reason(root: Path, said: dict):
    found = store(root).receive("gacc", b"1", "1.csv", {})
    with pytest.raises(ValueError, match="needs a person"):
        store(root).accept("gacc", found.snapshot, **{**BY, "key": "k", **said})


@pytest.mark.parametrize("reason", REASONS)
def test_reasons(root: Path, reason: str):
    found = store(root).receive("gacc", b"1", "1.csv", {})
    assert store(root).accept("gacc", found.snapshot, by="Anna", key="k", reason=reason).reason == reason


def test_a_clock_far_ahead_once_does_not_date_what_comes_later(root: Path):
    ahead = datetime(2036, 1, 1, tzinfo=UTC)
    clocks = [DAY, DAY - timedelta(seconds=9), DAY.astimezone(timezone(timedelta(hours=8))), ahead, DAY, DAY]
    for number, now in enumerate(clocks):
        here = Store(root, now=lambda now=now: now)
        found = here.receive("gacc", b"1", "1.csv", {})
        here.accept("gacc", found.snapshot, by="Anna", reason="other", key=f"k{number}", answers={"n": number})
    history = store(root).history()
    assert [entry.at for entry in history] == [
        "2026-11-21T10:42:00.000000Z",
        "2026-11-21T10:42:00.000001Z",
        "2026-11-21T10:42:00.000002Z",
        "2036-01-01T00:00:00.000000Z",
        "2026-11-21T10:42:00.000000Z",
        "2026-11-21T10:42:00.000001Z",
    ]
    assert [bool(entry.clock) for entry in history] == [False, False, False, False, True, False]
    assert [entry.number for entry in history] == [1, 2, 3, 4, 5, 6], "the order is that of the numbers"


def test_a_note_cannot_forge_a_line_of_the_history(root: Path, capsys: pytest.CaptureFixture):
    from dashboard.cli.main import main

    found = store(root).receive("gacc", b"1", "1.csv", {})
    note = "fine\n     2  2026-01-01T00:00  accept    gacc/x  Boss: other\x1b[2K"
    store(root).accept("gacc", found.snapshot, by="Anna\r", reason="other", key="k", note=note)
    assert main(["history", "--data", str(root)]) == 0
    said = capsys.readouterr().out
    assert len(said.splitlines()) == 2 and "\x1b" not in said and "\\x0a     2" in said, said


def test_untrusted_text_is_short_and_on_one_line_in_messages(root: Path):
    here = store(root)
    found = here.receive("gacc", b"1", "1.csv", {})
    here.accept("gacc", found.snapshot, by="A\nB" * 100, reason="other", key="k1", note="x" * 5000)
    with pytest.raises(Conflict) as caught:
        decide(root, "accept", "gacc", b"2", "k2", head=0)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 700
    assert here.history()[0].note == "x" * 5000
    assert len(brief("y" * 200)) == len(place(Path("/z" * 200))) == 80
