"""A table comes in, is compared, counts, is taken back and comes again; at each fault the folder is old or new."""

import hashlib
import shutil
from pathlib import Path

import pytest

from etl.build import snapshot_rows
from etl.build.build import build, load
from etl.extract.generic import layouts
from etl.intake import impact, intake
from etl.store import Conflict, Store, StoreError, fsops, process
from tests.support.upload_files import april, months

TRADE = ("goods_total_usd", "CHN", "RUS")


def take(root: Path, data: bytes, answers=None, name="table.html") -> str:
    """Publish a file and return the snapshot's name."""
    one = intake.preview(root, data, name, answers)
    assert one.ready, (one.problems, one.questions)
    entry = intake.accept(root, one, by="Anna", note="a note")
    build(root)
    return entry.snapshot


def shown(root: Path) -> dict:
    """What is said now of each thing, by thing and source."""
    return {(row.key, row.source, row.vintage, row.citation): row.value for row in load(root).reported}


def content(root: Path, edition: str) -> str:
    """A hash of everything that an edition shows."""
    whole = load(root, edition)
    told = (sorted(whole.reported), whole.derived, sorted(whole.citations.items()))
    return hashlib.sha256(repr(told).encode()).hexdigest()


def said(root: Path, key: tuple) -> list:
    return [row.value for row in load(root).reported if row.key == key]


def codes(one, verdicts="H"):
    return [each.code for each in one.problems if each.verdict in verdicts]


def test_a_table_is_recognised_compared_published_withdrawn_and_restored(copy):
    first = Store(copy).edition()
    before = content(copy, first)
    one = intake.preview(copy, april(), "statistics.xls")
    assert (one.source, one.recognised["layout"], one.recognised["unit_text"]) == (
        "gacc_tables", "preliminary by country", "USD 1 Million",
    )  # fmt: skip
    assert one.ready and not one.idle and not one.revised
    new = {change.key: change.new.value for change in one.added}
    assert new[(*TRADE, "2026-04", 1)] == 21_000_000_000
    assert content(copy, first) == before, "a preview changes nothing"
    snapshot = take(copy, april(), name="statistics.xls")
    second, counted = Store(copy).edition(), shown(copy)
    assert said(copy, (*TRADE, "2026-04", 1)) == [21_000_000_000]
    row = next(row for row in load(copy).reported if row.key == (*TRADE, "2026-04", 1))
    citation = load(copy).citations[row.citation]
    assert citation.printed == "21,000.0" and citation.note.startswith("table 1, row") and row.vintage == "2026-05-09"

    turn = impact.turn(copy, "gacc_tables", snapshot)
    assert len(turn.changes) == len(one.added) and all(change.new is None for change in turn.changes)
    Store(copy).withdraw("gacc_tables", snapshot, by="Anna", key="w")
    build(copy)
    assert not said(copy, (*TRADE, "2026-04", 1))
    turn = impact.turn(copy, "gacc_tables", snapshot)
    assert len(turn.changes) == len(one.added) and all(change.old is None for change in turn.changes)
    Store(copy).restore("gacc_tables", snapshot, by="Anna", key="r")
    build(copy)
    assert shown(copy) == counted and second != Store(copy).edition()
    assert content(copy, first) == before, "an older edition is the same to the last byte"
    assert not Store(copy).verify()


def test_a_stored_file_is_read_again_as_it_was_previewed(copy):
    one = intake.preview(copy, april(), "table.html")
    name = take(copy, april())
    ref = next(ref for ref in Store(copy).in_force(Store(copy).edition()) if ref.snapshot == name)
    again = snapshot_rows.rows(copy, ref)
    assert again and [row[:-1] for row, _ in again] == [row[:-1] for row in one.rows]
    assert [line.note for _, line in again] == [row.citation for row in one.rows], "the place in the file"
    cited = [f"{ref.source}/{name}#{number}" for number in range(1, len(again) + 1)]
    assert [row.citation for row, _ in again] == [line.citation for _, line in again] == cited


def test_the_trade_chart_shows_the_new_month_and_its_mark_until_somebody_approves(copy):
    from dashboard.exhibits.exhibit import exhibit
    from dashboard.figures import query

    def chart():
        return exhibit("trade_rolling", query.load(copy.resolve(), Store(copy).edition()))

    before = chart()
    assert not before.marker
    snapshot = take(copy, april())
    after = chart()
    assert after.table["period"].iloc[-1] == "2025-05" and before.table["period"].iloc[-1] < "2025-05"
    assert after.marker == "Rests on an upload not yet reviewed"
    Store(copy).publish("gacc_tables", snapshot, by="Boris", key="p")
    build(copy)
    assert not chart().marker and chart().table["period"].iloc[-1] == "2025-05"


def test_the_same_file_again_is_no_change(copy):
    take(copy, april())
    again = intake.preview(copy, april(), "another name.html")
    assert again.idle and "P-05" in codes(again, "N")


def test_an_older_edition_than_the_one_known_is_held(copy):
    take(copy, april(published="2026/05/18"))
    one = intake.preview(copy, april(russia=20_900.0), "first.html")
    assert codes(one) == ["P-05"] and one.held[0].key == "older" and not one.ready
    assert one.revised
    with pytest.raises(ValueError, match="nothing has been changed"):
        intake.accept(copy, one, by="Anna")
    assert intake.preview(copy, april(russia=20_900.0), "first.html", {"older": "yes"}).ready


@pytest.mark.parametrize("factor", [10, 1000, 0.001])
def test_a_factor_slip_is_held_once_with_its_evidence(copy, factor):
    one = intake.preview(copy, april(factor=factor), "table.html")
    (held,) = [each for each in one.held if each.code == "P-01"]
    assert "usually about" in held.found and "table 1, row" in held.where and held.do
    answered = intake.preview(copy, april(factor=factor), "table.html", {held.key: "yes"})
    assert held.key not in {each.key for each in answered.held}
    assert intake.preview(copy, april(factor=factor), "table.html", {held.key: "perhaps"}).held


def test_yuan_taken_for_dollars_are_held_and_put_right_by_the_answer(copy):
    one = intake.preview(copy, april(factor=7.1), "table.html")
    assert "U-02" in codes(one)
    kept = intake.preview(copy, april(factor=7.1), "table.html", {"currency": "CNY"})
    assert not [each for each in kept.rows if each.series.endswith("_usd")]
    assert {each.series for each in kept.rows} >= {"goods_total_cny"}


def test_a_lone_table_asks_how_its_columns_are_called_and_remembers(copy):
    data = b"Land,Monat,Betrag\nRussia,2026-04,21000000000\nJapan,2026-04,28000000000\n"
    one = intake.preview(copy, data, "own.csv")
    assert [each.key for each in one.questions] == ["mapping"] and one.sample[0] == ("Land", "Monat", "Betrag")
    answers = {
        "mapping": '{"Land": "partner", "Monat": "period", "Betrag": "value"}',
        "reporter": "CHN", "flow": "total", "product": "TOTAL", "unit_missing": "USD",
    }  # fmt: skip
    one = intake.preview(copy, data, "own.csv", answers)
    assert {(row.partner, row.value) for row in one.rows} == {("RUS", 21_000_000_000), ("JPN", 28_000_000_000)}
    take(copy, data, answers, "own.csv")
    later = data.replace(b"2026-04", b"2026-05").replace(b"21000000000", b"22000000000").replace(b"28", b"29")
    asked = intake.preview(copy, later, "own2.csv")
    assert asked.questions[0].options == (layouts.AS_BEFORE,)
    assert layouts.before(Store(copy), str(asked.recognised["layout"]))["Betrag"] == "value"
    again = intake.preview(copy, later, "own2.csv", answers | {"mapping": layouts.AS_BEFORE})
    assert again.ready, again.held
    assert again.answers["mapping"].startswith("{")


def test_a_place_that_is_not_known_is_asked_for_and_may_be_left_out(copy):
    data = months({"Rossland": "21000000000"})
    one = intake.preview(copy, data, "own.csv", OWN)
    assert codes(one) == ["K-04"] and one.held[0].key == "partner:Rossland"
    named = intake.preview(copy, data, "own.csv", {**OWN, "partner:Rossland": "Russia"})
    assert {row.partner for row in named.rows} == {"RUS"} and named.ready
    assert intake.preview(copy, data, "own.csv", {**OWN, "partner:Rossland": "nowhere"}).held


OWN = {
    "mapping": '{"partner": "partner", "month": "period", "value": "value"}',
    "reporter": "CHN", "flow": "total", "product": "TOTAL", "unit_missing": "USD",
}  # fmt: skip


def test_two_values_for_one_thing_refuse_the_file_and_equal_ones_count_once(copy):
    two = months({"Russia": "1000"}) + b"Russia,2026-04,2000\n"
    one = intake.preview(copy, two, "own.csv", OWN)
    assert one.refused and codes(one, "R") == ["K-02"]
    same = months({"Russia": "21000000000"}) + b"Russia,2026-04,21000000000\n"
    one = intake.preview(copy, same, "own.csv", OWN)
    assert len(one.rows) == 1 and "K-01" in codes(one, "N")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"%PDF-1.7", b"a,b\n1\n"])
def test_what_cannot_be_taken_is_refused_with_words(copy, data):
    one = intake.preview(copy, data, "table.csv")
    assert not one.ready
    assert all(each.found and each.why and each.do for each in one.problems)


def test_two_people_at_once_and_the_second_is_told(copy):
    mine, theirs = (intake.preview(copy, april(russia=value), "table.html") for value in (21_000.0, 21_500.0))
    intake.accept(copy, theirs, by="Boris")
    with pytest.raises(Conflict, match="Boris"):
        intake.accept(copy, mine, by="Anna")
    fresh = intake.preview(copy, april(russia=21_000.0), "table.html")
    assert fresh.revised and intake.accept(copy, fresh, by="Anna").number == 2


def test_publishing_twice_decides_once(copy):
    one = intake.preview(copy, april(), "table.html")
    assert intake.accept(copy, one, by="Anna").number == intake.accept(copy, one, by="Anna").number == 1


def test_the_store_asks_again_who_may(copy):
    from etl.office.permissions import Actor, allowed, authorise

    one = intake.preview(copy, april(), "table.html")
    with pytest.raises(StoreError, match="proposed first"):
        intake.accept(copy, one, by="Eve", authorise=authorise(Actor("Eve", local=False)))
    assert Store(copy).head() == 0
    for action, local, remote in (("read", True, True), ("stage", True, False), ("approve", True, False),
                                  ("withdraw", True, False), ("restore", True, False), ("fly", False, False)):  # fmt: skip
        assert allowed(Actor("a", True), action).yes is local and allowed(Actor("a", False), action).yes is remote
        assert allowed(Actor("a", False), action).reason


class Failing:
    """The disk of the store, of which the `at`-th changing operation fails."""

    def __init__(self, real, at: int) -> None:
        self.real, self.at, self.count = real, at, -1

    def __getattr__(self, name):
        there = getattr(self.real, name)
        if name not in ("mkdir", "link", "rename", "write", "fsync", "open"):
            return there

        def call(*args, **more):
            if name != "open" or (len(args) > 1 and args[1] & self.real.O_CREAT):
                self.count += 1
                if self.count == self.at:
                    raise OSError(28, "No space left on device")
            return there(*args, **more)

        return call


def test_a_failure_at_any_operation_leaves_the_old_state_or_the_new(copy, tmp_path, monkeypatch):
    one = intake.preview(copy, april(), "table.html")
    points, before = 0, len(Store(copy).in_force())
    for at in range(60):
        root = tmp_path / f"try{at}"
        shutil.copytree(copy, root)
        process.forget()
        disk = Failing(fsops.os, at)
        monkeypatch.setattr(fsops, "os", disk)
        try:
            intake.accept(root, one, by="Anna")
            failed = False
        except StoreError as error:
            failed = True
            assert str(error)
        monkeypatch.setattr(fsops, "os", disk.real)
        process.forget()
        store = Store(root)
        assert not store.verify()
        assert len(store.in_force()) == before + store.head()
        assert failed or store.head() == 1
        if failed:  # the same wish again needs no hand
            intake.accept(root, one, by="Anna")
            assert Store(root).head() == 1
        shutil.rmtree(root)
        if disk.count < at:
            break
        points += 1
    assert points >= 8
    process.forget()


def test_derived_rows_of_one_family_are_those_of_the_whole(dataset):
    from etl.build import transform, vintages

    row = next(row for row in dataset.reported if row.source == "gacc_press" and row.series == "goods_exports_usd")
    new = row._replace(value=row.value * 2, vintage="2027-01-01", citation="new")
    then = impact.with_rows(dataset, [new])
    assert then.derived == tuple(transform.derive(vintages.known(then.reported, None)))
