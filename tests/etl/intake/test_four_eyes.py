"""Four eyes and embargo: nothing counts before a second person has seen it, and nothing is learned before its minute."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from etl.build.build import load
from etl.intake import drafts, four_eyes, intake
from etl.intake.four_eyes import ProposalError
from etl.office import proposals
from etl.office.permissions import Actor
from etl.store import Conflict, Forbidden, Journal, Store
from tests.support.upload_files import april

BEN = Actor("Ben", False, "id-ben", frozenset({"reader", "contributor"}))
DORA = Actor("Dora", False, "id-dora", frozenset({"reader", "contributor", "reviewer"}))
RITA = Actor("Rita", False, "id-rita", frozenset({"reader", "reviewer"}))
KURT = Actor("Kurt", False, "id-kurt", frozenset({"reader", "reviewer", "keeper"}))
AUDIT = Actor("Aud", False, "id-aud", frozenset({"reader", "auditor"}))
EVE = Actor("Eve", False, "id-eve", frozenset({"reader"}))
NOBODY = Actor("somebody", False)
SECRET = 21_000_000_000
LATER = "2099-12-07T10:00+08:00"


def make(copy, who=BEN, **more):
    return four_eyes.propose(copy, intake.preview(copy, april(**more), "april.xls"), who, "for June")


def figures(copy) -> set:
    return {row.value for row in load(copy).reported if row.period == "2026-04"}


def test_a_proposal_counts_for_nobody_until_a_reviewer_accepts_it(copy):
    before = Store(copy).edition()
    one = make(copy)
    assert (one.state, one.by, one.note) == ("waits", "Ben", "for June")
    assert Store(copy).edition() == before and SECRET not in figures(copy)
    after = four_eyes.approve(copy, one.number, RITA, one.seal)
    assert after.state == "accepted" and SECRET in figures(copy)
    log = Store(copy).history()
    assert [(each.kind, each.by) for each in log] == [("accept", "Ben"), ("publish", "Rita")]
    assert Store(copy).in_force()[-1].published or all(ref.published for ref in Store(copy).in_force())
    assert [step.kind for step in after.steps] == ["propose", "approve", "release"]


@pytest.mark.parametrize("who", [BEN, EVE, AUDIT, NOBODY])
@pytest.mark.parametrize("act", ["approve", "send_back", "refuse"])
def test_only_a_reviewer_decides(copy, who, act):
    one = make(copy)
    with pytest.raises(Forbidden):
        four_eyes.approve(copy, one.number, who, one.seal) if act == "approve" else getattr(four_eyes, act)(
            copy, one.number, who, "why"
        )
    assert proposals.every(copy)[one.number].state == "waits" and Store(copy).head() == 0


def test_a_reviewer_does_not_accept_their_own(copy):
    one = make(copy, DORA)
    with pytest.raises(Forbidden, match="not its author"):
        four_eyes.approve(copy, one.number, DORA, one.seal)
    renamed = Actor("Somebody Else", False, "id-dora", DORA.roles)
    with pytest.raises(Forbidden, match="not its author"):
        four_eyes.approve(copy, one.number, renamed, one.seal)
    namesake = Actor("Dora", False, "id-other", DORA.roles)
    assert four_eyes.approve(copy, one.number, namesake, one.seal).state == "accepted", "a name is nobody's"


@pytest.mark.parametrize("who", [EVE, NOBODY, AUDIT, Actor("K", False, "id-k", frozenset({"keeper"}))])
def test_who_is_no_contributor_proposes_nothing(copy, who):
    with pytest.raises(Forbidden, match="proposed by the contributor"):
        make(copy, who)
    assert proposals.every(copy) == {}


def test_it_goes_back_with_words_and_comes_again_with_new_answers(copy):
    one = make(copy)
    with pytest.raises(ProposalError, match="in words"):
        four_eyes.send_back(copy, one.number, RITA, "  ")
    back = four_eyes.send_back(copy, one.number, RITA, "Which day?")
    assert back.state == "sent back" and proposals.waiting_for(copy, BEN) == [back]
    told = intake.preview(copy, april(), "april.xls", {"published": "2026-05-10"})
    again = four_eyes.revise(copy, one.number, BEN, told, "The tenth.")
    assert again.state == "waits" and again.answers["published"] == "2026-05-10" and again.seal != one.seal
    with pytest.raises(Conflict, match="moved since you looked"):
        four_eyes.approve(copy, one.number, RITA, one.seal)
    assert four_eyes.approve(copy, one.number, RITA, again.seal).state == "accepted"


def test_a_newer_edition_voids_what_was_looked_at(copy):
    one = make(copy)
    other = four_eyes.propose(copy, intake.preview(copy, april(russia=22_000.0), "may.xls"), DORA)
    assert four_eyes.approve(copy, other.number, RITA, other.seal).state == "accepted"
    with pytest.raises(Conflict, match="new comparison"):
        four_eyes.approve(copy, one.number, RITA, one.seal)
    fresh = four_eyes.compare_anew(copy, one.number, RITA)
    assert fresh.head == Store(copy).head() and fresh.seal != one.seal
    assert four_eyes.preview(copy, fresh).revised, "against the figures of now it is a revision"


@pytest.mark.parametrize(("act", "who", "state"), [("refuse", RITA, "refused"), ("take_back", BEN, "taken back")])
def test_what_has_ended_stays_ended(copy, act, who, state):
    one = make(copy)
    words = ("no",) if act == "refuse" else ()
    assert getattr(four_eyes, act)(copy, one.number, who, *words).state == state
    for step in (
        lambda: four_eyes.approve(copy, one.number, RITA, one.seal),
        lambda: four_eyes.say(copy, one.number, RITA, "x"),
    ):
        with pytest.raises(Forbidden):
            step()
    assert Store(copy).head() == 0
    assert make(copy).number > one.number, "the same file may be proposed anew"


def test_two_reviewers_at_once_decide_once(copy):
    one = make(copy)

    def decide(who):
        try:
            return four_eyes.approve(copy, one.number, who, one.seal).state
        except (Forbidden, Conflict) as error:
            return type(error).__name__

    with ThreadPoolExecutor(2) as threads:
        told = sorted(threads.map(decide, (RITA, KURT)))
    assert "accepted" in told and Store(copy).head() == 2
    assert [step.kind for step in proposals.every(copy)[one.number].steps].count("approve") == 1


def test_a_step_that_died_half_way_is_finished_by_whoever_comes_next(copy, monkeypatch):
    one = make(copy)
    monkeypatch.setattr(four_eyes, "_release", lambda *_more: None)
    assert four_eyes.approve(copy, one.number, RITA, one.seal).state == proposals.SCHEDULED
    monkeypatch.undo()
    assert Store(copy).head() == 0
    assert [each.state for each in four_eyes.release_due(copy, datetime.now(UTC))] == ["accepted"]
    assert SECRET in figures(copy) and four_eyes.release_due(copy, datetime.now(UTC)) == []


@pytest.mark.parametrize(
    ("time", "says"),
    [("tomorrow", "is no time"), ("2099-12-07T10:00", "has no zone"), ("2020-01-01T00:00Z", "is past")],
)
def test_a_time_that_cannot_be_kept_is_a_sentence(copy, time, says):
    one = make(copy)
    with pytest.raises(ProposalError, match=says):
        four_eyes.approve(copy, one.number, KURT, one.seal, time)
    assert proposals.every(copy)[one.number].state == "waits"


def test_only_a_keeper_sets_an_embargo(copy):
    one = make(copy)
    with pytest.raises(Forbidden, match="keepers set the time"):
        four_eyes.approve(copy, one.number, RITA, one.seal, LATER)


def test_under_embargo_nothing_moves_and_at_its_minute_it_counts_once(copy):
    before, known = Store(copy).edition(), figures(copy)
    one = make(copy)
    held = four_eyes.approve(copy, one.number, KURT, one.seal, LATER)
    assert held.state == proposals.SCHEDULED and held.not_before == "2099-12-07T02:00:00Z"
    minute = datetime(2099, 12, 7, 2, tzinfo=UTC)
    assert four_eyes.release_due(copy, minute - timedelta(seconds=1)) == []
    assert Store(copy).edition() == before and figures(copy) == known and Store(copy).history() == []
    with ThreadPoolExecutor(3) as servers:
        list(servers.map(lambda _n: four_eyes.release_due(copy, minute), range(3)))
    assert SECRET in figures(copy) and Store(copy).head() == 2
    assert proposals.every(copy)[one.number].state == "accepted"


@pytest.mark.parametrize(
    ("who", "seen"),
    [(BEN, True), (RITA, True), (KURT, True), (AUDIT, True), (DORA, True), (EVE, False), (NOBODY, False)],
)
def test_who_sees_a_proposal_under_embargo(copy, who, seen):
    one = make(copy)
    four_eyes.approve(copy, one.number, KURT, one.seal, LATER)
    may = [each.number for each in proposals.seen_by(copy, who)] == [one.number]
    assert may is seen


def test_an_embargo_whose_source_changed_meanwhile_goes_back_to_a_reviewer(copy):
    one = make(copy)
    four_eyes.approve(copy, one.number, KURT, one.seal, LATER)
    other = intake.preview(copy, april(russia=22_000.0), "may.xls")
    intake.accept(copy, other, by="Anna")
    (after,) = four_eyes.release_due(copy, datetime(2100, 1, 1, tzinfo=UTC))
    assert after.state == "waits" and "changed before its time" in after.steps[-1].words
    assert SECRET not in figures(copy)


def test_somebody_elses_file_is_neither_offered_nor_named_to_others(copy):
    one = make(copy)
    four_eyes.approve(copy, one.number, KURT, one.seal, LATER)
    assert drafts.waiting(copy, EVE.subject) == [] and drafts.waiting(copy, DORA.subject) == []
    twin = four_eyes.propose(copy, intake.preview(copy, april(), "mine.xls"), DORA)
    assert twin.state == "waits", "the same bytes from another person are no word about the first"


def test_the_same_file_is_not_proposed_twice_by_one_person(copy):
    first = make(copy)
    again = make(copy)
    assert again == first
    with pytest.raises(Forbidden, match="waits as your proposal"):
        four_eyes.propose(copy, intake.preview(copy, april(), "x.xls", {"published": "2026-05-11"}), BEN)


def test_what_is_not_ready_is_not_proposed(copy):
    with pytest.raises(ProposalError, match="Nothing has been changed"):
        four_eyes.propose(copy, intake.preview(copy, b"", "x.csv"), BEN)


def test_hostile_words_stay_words(copy):
    one = make(copy)
    said = four_eyes.say(copy, one.number, RITA, "<img onerror=x>\x1b[31m\x00 ok")
    assert said.steps[-1].words == "<img onerror=x>[31m ok"
    with pytest.raises(ProposalError, match="At most"):
        four_eyes.say(copy, one.number, RITA, "x" * (four_eyes.LONGEST + 1))
    assert json.dumps([dict(each.facts) for each in Journal(copy, "proposals").records()])
