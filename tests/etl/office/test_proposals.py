"""Four eyes: who proposes does not accept, an approval holds for what was seen, and nothing is out before its time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from etl.office import deciding, proposals, release
from etl.office.deciding import ProposalError
from etl.office.permissions import Actor, authorise, here
from etl.office.proposals import Draft
from etl.store import Forbidden, Store, Unknown, process

BEN = Actor("Ben", False, "id-ben", frozenset({"reader", "contributor"}))
RITA = Actor("Rita", False, "id-rita", frozenset({"reader", "reviewer"}))
RASHID = Actor("Rashid", False, "id-rashid", frozenset({"reader", "reviewer"}))
KATJA = Actor("Katja", False, "id-katja", frozenset({"reader", "keeper"}))
EVE = Actor("Eve", False, "id-eve", frozenset({"reader", "contributor"}))
DRAFT = Draft("gacc_tables", "", "", "June.xls", "2026-07-18", answers={"flow": "import"}, note="Bulletin for June")
NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
LATER = "2099-12-18T09:30+08:00"


@pytest.fixture
def root(tmp_path):
    process.forget()
    return tmp_path


def proposed(root, actor=BEN, data=b"figures", draft=DRAFT, not_before=""):
    return deciding.propose(root, actor, data, draft, not_before)


def accepted(root, code, actor=RITA):
    one = proposals.book(root)[code]
    return deciding.approve(root, actor, code, one.draft.seal, Store(root).head())


def standing(root, code):
    return proposals.book(root)[code].standing


def test_a_proposal_changes_nothing_until_a_second_person_accepts_it(root):
    code = proposed(root)
    assert Store(root).history() == [] and release.release(root) == [] and standing(root, code) == proposals.OPEN
    accepted(root, code)
    first, second = release.release(root)
    assert (first.kind, first.by, first.note) == ("accept", "Ben", "Bulletin for June")
    assert (second.kind, second.by) == ("publish", "Rita")
    (ref,) = Store(root).in_force()
    assert ref.published and dict(ref.answers) == {"flow": "import", "published": "2026-07-18"}
    assert Store(root).read(ref) == b"figures" and standing(root, code) == proposals.OUT
    assert release.release(root) == []


@pytest.mark.parametrize("act", [deciding.send_back, deciding.refuse])
def test_nobody_decides_on_their_own_whatever_they_call_themselves(root, act):
    code = proposed(root, RITA)
    same = replace(RITA, name="Somebody Else")
    for who in (RITA, same):
        with pytest.raises(Forbidden, match="not its author"):
            accepted(root, code, who)
        with pytest.raises(Forbidden, match="not its author"):
            act(root, who, code, "words")
    accepted(root, code, replace(RASHID, name="Rita"))  # another person of the same name is another person
    assert standing(root, code) == proposals.APPROVED


def test_without_sign_in_nobody_is_a_second_person_and_nobody_an_author(root):
    code = proposed(root)
    with pytest.raises(Forbidden, match="without sign-in nobody"):
        accepted(root, code, here())
    with pytest.raises(ProposalError, match="kyakhta add"):
        proposed(root, here())


@pytest.mark.parametrize("who", [Actor("x", False), Actor("x", False, "id-x", frozenset({"reader"})), KATJA])
def test_others_propose_nothing_and_accept_nothing(root, who):
    with pytest.raises(ProposalError, match="Nothing was changed"):
        proposed(root, who)
    code = proposed(root)
    with pytest.raises((Unknown, Forbidden)):
        accepted(root, code, who)
    assert len(proposals.book(root)) == 1 and standing(root, code) == proposals.OPEN


def test_a_reviewer_does_not_publish_past_the_proposal(root):
    store = Store(root, authorise=authorise(RITA))
    made = store.receive("gacc_tables", b"figures", "f.xls", {})
    with pytest.raises(Forbidden, match="proposed first"):
        store.accept("gacc_tables", made.snapshot, by="Rita", reason="other", key="k")


def test_another_contributor_learns_nothing_of_it(root):
    code = proposed(root)
    asked = [pytest.raises(Unknown) for _ in range(2)]
    with asked[0] as there:
        deciding.find(root, EVE, code)
    with asked[1] as nowhere:
        deciding.find(root, EVE, "0123456789")
    assert str(there.value).replace(code, "") == str(nowhere.value).replace("0123456789", "")
    assert proposals.seen(root, EVE) == {} and set(proposals.seen(root, BEN)) == {code}


def test_sent_back_with_words_mended_and_accepted(root):
    code = proposed(root)
    with pytest.raises(ProposalError, match="Say in words"):
        deciding.send_back(root, RITA, code, "  ")
    deciding.send_back(root, RITA, code, "The day is wrong.")
    one = proposals.book(root)[code]
    assert one.standing == proposals.SENT_BACK and one.steps[-1].words == "The day is wrong."
    assert proposals.waits_for(one, BEN) and not proposals.waits_for(one, RITA)
    deciding.revise(root, BEN, code, b"figures", replace(DRAFT, published="2026-07-20"))
    one = proposals.book(root)[code]
    assert one.standing == proposals.OPEN and proposals.waits_for(one, RITA) and not proposals.waits_for(one, BEN)
    accepted(root, code)
    first, _ = release.release(root)
    assert first.answers["published"] == "2026-07-20"


def test_refused_and_taken_back_are_closed_for_good(root):
    code, other = proposed(root), proposed(root, data=b"other")
    deciding.refuse(root, RITA, code, "Not from China Customs.")
    deciding.take_back(root, BEN, other)
    assert (standing(root, code), standing(root, other)) == (proposals.REFUSED, proposals.TAKEN_BACK)
    for closed in (code, other):
        for act in (lambda c: accepted(root, c), lambda c: deciding.comment(root, BEN, c, "but"),
                    lambda c: deciding.set_embargo(root, KATJA, c, LATER),
                    lambda c: deciding.revise(root, BEN, c, b"new", DRAFT)):  # fmt: skip
            with pytest.raises(Forbidden):
                act(closed)


@pytest.mark.parametrize("change", [{"answers": {"flow": "export"}}, {"published": "2026-07-19"}, {"source": "wits"}])
def test_a_new_answer_voids_what_was_seen(root, change):
    code = proposed(root, not_before=LATER)
    seal = proposals.book(root)[code].draft.seal
    accepted(root, code)
    deciding.revise(root, BEN, code, b"figures", replace(DRAFT, **change))
    assert standing(root, code) == proposals.OPEN and proposals.book(root)[code].approval is None
    with pytest.raises(Forbidden, match="has changed it since you looked"):
        deciding.approve(root, RITA, code, seal, 0)


def test_other_bytes_void_what_was_seen(root):
    code = proposed(root)
    seal = proposals.book(root)[code].draft.seal
    deciding.revise(root, BEN, code, b"other figures", DRAFT)
    with pytest.raises(Forbidden, match="has changed it since you looked"):
        deciding.approve(root, RITA, code, seal, 0)


def decided(root, source="sipri_2026"):
    """Somebody at the machine puts another file in force."""
    store = Store(root)
    made = store.receive(source, b"other", "o.csv", {})
    return store.accept(source, made.snapshot, by="op", reason="other", key=f"op-{store.head()}")


def test_a_newer_edition_voids_an_approval_before_and_after_it(root):
    code = proposed(root, not_before=LATER)
    decided(root)
    with pytest.raises(Forbidden, match="figures have changed since you looked"):
        deciding.approve(root, RITA, code, proposals.book(root)[code].draft.seal, 0)
    accepted(root, code)
    assert standing(root, code) == proposals.APPROVED
    decided(root, "wits")
    assert standing(root, code) == proposals.VOID and proposals.waits_for(proposals.book(root)[code], RITA)
    accepted(root, code)
    assert standing(root, code) == proposals.APPROVED


def test_what_counts_already_is_not_accepted_again(root):
    for data in (b"figures", b"figures"):
        code = proposed(root, BEN if not proposals.book(root) else EVE, data)
        if len(proposals.book(root)) == 1:
            accepted(root, code)
            release.release(root)
    with pytest.raises(Forbidden, match="counts already"):
        accepted(root, code)


def test_pressing_twice_proposes_once_and_says_so(root):
    code = proposed(root)
    with pytest.raises(Forbidden, match=code):
        proposed(root)
    assert list(proposals.book(root)) == [code]


def test_it_goes_out_at_its_minute_and_not_before(root):
    ends = NOW + timedelta(days=10)
    code = proposed(root, not_before=LATER)
    deciding.set_embargo(root, KATJA, code, ends.isoformat(), now=NOW)
    accepted(root, code)
    assert release.release(root, now=lambda: ends - timedelta(seconds=1)) == []
    assert Store(root).history() == [] and not list((root / "raw").glob("gacc*"))
    assert [one.kind for one in release.release(root, now=lambda: ends)] == ["accept", "publish"]


def test_killed_between_the_two_entries_it_is_finished(root, monkeypatch):
    code = proposed(root)
    accepted(root, code)

    def dies(*_more, **_facts):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(Store, "publish", dies)
        with pytest.raises(KeyboardInterrupt):
            release.release(root)
    assert len(Store(root).history()) == 1 and standing(root, code) == proposals.APPROVED
    release.release(root)
    assert [one.kind for one in Store(root).history()] == ["accept", "publish"]


def test_what_shares_a_minute_goes_out_together_and_the_same_source_waits(root):
    one = proposed(root, not_before=LATER)
    two = proposed(root, data=b"two", draft=replace(DRAFT, source="wits"), not_before=LATER)
    same = proposed(root, data=b"three", not_before=LATER)
    for code in (one, two, same):
        accepted(root, code)
    out = release.release(root, now=lambda: proposals.moment(LATER))
    assert [each.source for each in out] == ["gacc_tables", "gacc_tables", "wits", "wits"]
    assert [standing(root, code) for code in (one, two, same)] == [proposals.OUT, proposals.OUT, proposals.VOID]


@pytest.mark.parametrize("when", ["tomorrow", "2099-12-18T09:30", "2020-01-01T00:00+00:00", "2099-13-01T00:00Z"])
def test_a_time_needs_its_zone_and_lies_ahead(root, when):
    with pytest.raises(ProposalError, match="Nothing was changed"):
        proposed(root, not_before=when)
    assert proposals.book(root) == {} and not (root / "raw").exists()


def test_only_keepers_move_or_lift_a_time(root):
    code = proposed(root, not_before=LATER)
    for who in (BEN, RITA):
        with pytest.raises(Forbidden, match="keepers move or lift"):
            deciding.set_embargo(root, who, code, "")
    deciding.set_embargo(root, KATJA, code, "")
    assert proposals.book(root)[code].not_before == ""


def test_the_same_bytes_of_two_people_lie_apart(root):
    one, two = proposed(root), proposed(root, EVE, draft=replace(DRAFT, published="2026-07-19"))
    drafts = [proposals.book(root)[code].draft for code in (one, two)]
    assert drafts[0].snapshot[:10] == "2026-07-18" and drafts[1].snapshot[:10] == "2026-07-19"


def test_two_reviewers_at_once_accept_once_and_three_servers_let_it_go_once(root):
    code = proposed(root)
    one = proposals.book(root)[code]

    def decide(who):
        try:
            return deciding.approve(root, who, code, one.draft.seal, 0).kind
        except Forbidden as error:
            return str(error)

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(decide, (RITA, RASHID)))
    assert told.count("approve") == 1 and any("accepted already" in each for each in told)
    with ThreadPoolExecutor(3) as servers:
        list(servers.map(lambda _n: release.release(root), range(3)))
    assert [each.kind for each in Store(root).history()] == ["accept", "publish"]
    assert standing(root, code) == proposals.OUT


@pytest.mark.parametrize("stop", [lambda r, c: deciding.refuse(r, RASHID, c, "Too early."),
                                  lambda r, c: deciding.send_back(r, RASHID, c, "Which day?"),
                                  lambda r, c: deciding.take_back(r, BEN, c)])  # fmt: skip
def test_what_was_accepted_for_a_time_can_be_stopped_before_it(root, stop):
    code = proposed(root, not_before=LATER)
    accepted(root, code)
    stop(root, code)
    assert release.release(root, now=lambda: proposals.moment(LATER)) == [] and Store(root).history() == []


def test_looking_writes_nothing(root):
    code = proposed(root)
    decided(root)
    before = len(proposals.book(root)[code].steps)
    for who in (BEN, RITA, KATJA, Actor("Ada", False, "id-ada", frozenset({"auditor"}))):
        deciding.find(root, who, code)
    assert len(proposals.book(root)[code].steps) == before


def test_hostile_words_stay_words(root):
    code = proposed(root)
    deciding.comment(root, RITA, code, "<img onerror=x>\x1b[31m\x00 ok")
    assert proposals.book(root)[code].steps[-1].words == "<img onerror=x>[31m ok"
    with pytest.raises(ProposalError, match="at most"):
        deciding.comment(root, RITA, code, "x" * (deciding.LONGEST + 1))
