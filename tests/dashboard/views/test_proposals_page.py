"""Four eyes on the pages: proposed on Upload, seen by few, compared, sent back, mended, accepted, and out at its minute."""

from dataclasses import replace

import pytest

from dashboard.figures import served, settings
from dashboard.server import sign_in
from etl.intake import drafts, intake
from etl.office import deciding, people, proposals
from etl.office.permissions import Actor
from etl.office.proposals import Draft
from etl.store import Store, process
from tests.support.page_text import failures, text
from tests.support.upload_files import april

BEN = Actor("Ben", False, "id-ben", frozenset({"reader", "contributor"}))
RITA = Actor("Rita", False, "id-rita", frozenset({"reader", "reviewer"}))
KATJA = Actor("Katja", False, "id-katja", frozenset({"reader", "keeper"}))
ADA = Actor("Ada", False, "id-ada", frozenset({"reader", "auditor"}))
EVE = Actor("Eve", False, "id-eve", frozenset({"reader", "contributor"}))
READER = Actor("Rob", False, "id-rob", frozenset({"reader"}))
NOBODY = Actor("somebody", False)
LATER = "2099-12-18T09:30+08:00"


@pytest.fixture
def copy(single):
    """A data folder with one figure: what is tested here rests on no more."""
    return single


@pytest.fixture
def sits(copy, figures, monkeypatch):
    """Return a function by which somebody else sits at the page, of a dashboard that is served to others."""
    process.forget()
    figures(copy)
    monkeypatch.setenv(settings.SERVED, settings.OTHERS)
    return lambda who: monkeypatch.setattr(sign_in, "actor", lambda: who)


def pressed(view, label: str):
    (button,) = [each for each in view.button if each.label.startswith(label)]
    view = button.click().run()
    assert not failures(view)
    return view


def uploaded(view, folder, data: bytes, name: str = "April.htm"):
    """Return the page with a file at hand, as dropped: AppTest has no uploader to put it in."""
    view.session_state["upload_pending"] = (data, name, None, True)
    view = view.run()
    assert not failures(view) and view.session_state["upload_preview"].ready
    return view


def proposed(sits, copy, *, not_before: str = "", note: str = "Bulletin for April") -> str:
    """Return the code of a proposal of Ben's, who still sits at the page."""
    sits(BEN)
    one = intake.preview(copy, april(), "April.htm", {"published": "2026-05-09"})
    draft = Draft(one.source, "", "", one.name, "2026-05-09", note=note, answers=dict(one.answers))
    return deciding.propose(copy, BEN, one.data, draft, not_before)


def on_the_page(opened, sits, copy, *, not_before: str = "", note: str = "Bulletin for April") -> str:
    """Return the code of a proposal that Ben makes by hand."""
    sits(BEN)
    view = uploaded(opened("upload"), copy, april())
    for label, words in (("Note", note), ("Not before", not_before)):
        (box,) = [each for each in view.text_input if each.label.startswith(label)]
        box.set_value(words)
    view = pressed(view, "Propose")
    assert "Proposed. " in text(view) and "Nothing is public yet" in text(view)
    (code,) = proposals.book(copy)
    assert f'href="/proposals?p={code}"' in text(view)
    return code


def test_what_a_contributor_hands_in_is_proposed_and_changes_nothing(opened, sits, copy):
    before = served.newest()
    on_the_page(opened, sits, copy, not_before=LATER)
    assert served.newest() == before and Store(copy).history() == []
    (one,) = proposals.book(copy).values()
    assert one.not_before == "2099-12-18T01:30:00Z" and one.draft.note == "Bulletin for April"
    assert not drafts.waiting(copy, "id-ben") and not drafts.waiting(copy)


def test_a_reviewer_sees_it_with_its_comparison_and_accepts(opened, sits, copy):
    code = proposed(sits, copy)
    sits(RITA)
    listed = text(opened("proposals"))
    assert "1 proposal waits for you" in listed and "Waits for you" in listed and "Bulletin for April" in listed
    view = opened("proposals", p=code)
    assert not failures(view) and "It waits for a reviewer other than Ben." in text(view)
    assert "The file, figure by figure" in text(view) and "figures: " in text(view)
    view = pressed(view, "Accept")
    assert "It went out: Rita accepted it." in text(view) and "Accept" not in [each.label for each in view.button]
    assert [(one.kind, one.by) for one in Store(copy).history()] == [("accept", "Ben"), ("publish", "Rita")]
    assert "Nothing waits for you" in text(opened("proposals"))


def test_its_author_is_not_offered_to_accept_it(opened, sits, copy):
    code = proposed(sits, copy)
    sits(replace(BEN, roles=frozenset({"contributor", "reviewer"})))
    view = opened("proposals", p=code)
    assert not {"Accept", "Send back", "Refuse"} & {each.label for each in view.button}
    assert "Take it back" in [each.label for each in view.button]
    view = pressed(view, "Take it back")
    assert "Its author took it back." in text(view)


@pytest.mark.parametrize("act", ["Send back", "Refuse"])
def test_words_are_needed_to_send_back_or_refuse(opened, sits, copy, act):
    code = proposed(sits, copy)
    sits(RITA)
    view = pressed(opened("proposals", p=code), act)
    assert "Say in words what is to be done" in text(view)
    view.text_area(key="proposal_words").set_value("The <b>day</b> is wrong.\nSee the bulletin.")
    view = pressed(view, act)
    assert "The &lt;b&gt;day&lt;/b&gt; is wrong.<br>See the bulletin." in text(view)
    assert proposals.book(copy)[code].standing == ("sent back" if act == "Send back" else "refused")


def test_sent_back_it_is_mended_on_the_page_upload(opened, sits, copy):
    code = proposed(sits, copy)
    deciding.send_back(copy, RITA, code, "The day is wrong.")
    assert "1 proposal waits for you" in text(opened("proposals"))
    assert f'href="/upload?revise={code}"' in text(opened("proposals", p=code))
    view = opened("upload", revise=code)
    assert not failures(view) and view.session_state["upload_preview"].ready
    (box,) = [each for each in view.text_input if each.label == "Published on"]
    box.set_value("2026-05-18")
    view = pressed(view, "Propose")
    assert "Proposed. " in text(view)
    one = proposals.book(copy)[code]
    assert one.draft.published == "2026-05-18" and one.standing == "open" and len(proposals.book(copy)) == 1


def test_nobody_else_mends_it(opened, sits, copy):
    code = proposed(sits, copy)
    for who, words in ((EVE, "There is no proposal"), (RITA, "Only its author mends")):
        sits(who)
        view = opened("upload", revise=code)
        assert words in text(view) and "upload_preview" not in view.session_state


def test_a_page_that_was_left_open_accepts_nothing_else(opened, sits, copy):
    code = proposed(sits, copy)
    sits(RITA)
    view = opened("proposals", p=code)
    other = intake.preview(copy, april(russia=22_000.0), "April.htm", {"published": "2026-05-09"})
    made = Draft(other.source, "", "", "April.htm", "2026-05-09", answers=dict(other.answers))
    deciding.revise(copy, BEN, code, other.data, made)
    view = pressed(view, "Accept")
    assert "has changed it since you looked" in text(view) and Store(copy).history() == []
    view = pressed(view, "Accept")  # the new comparison stands there by now
    assert "It went out" in text(view)
    (out,) = [ref for ref in Store(copy).in_force() if ref.source == other.source]
    assert Store(copy).read(out) == april(russia=22_000.0)


def test_a_newer_edition_shows_the_new_comparison_first(opened, sits, copy):
    code = proposed(sits, copy)
    sits(RITA)
    view = opened("proposals", p=code)
    store = Store(copy)
    gone = store.in_force()[0]
    store.withdraw(gone.source, gone.snapshot, by="op", key="w")
    view = pressed(view, "Accept")
    assert "figures have changed since you looked" in text(view) and len(store.history()) == 1


@pytest.mark.parametrize("who", [NOBODY, READER, EVE])
def test_whoever_may_not_see_it_gets_the_words_for_one_that_is_not_there(opened, sits, copy, who):
    code = proposed(sits, copy, note="Nowhere-else words")
    sits(who)
    there, nowhere = (text(opened("proposals", p=name)).replace(name, "") for name in (code, "0123456789"))
    assert there == nowhere and "There is no proposal" in there and "Nowhere-else" not in there


@pytest.mark.parametrize("who", [KATJA, ADA])
def test_keepers_and_auditors_look_and_do_not_decide(opened, sits, copy, who):
    code = proposed(sits, copy)
    sits(who)
    view = opened("proposals", p=code)
    assert not failures(view) and "The file, figure by figure" in text(view)
    assert not {"Accept", "Send back", "Refuse", "Take it back"} & {each.label for each in view.button}
    assert ("Only remark" in [each.label for each in view.button]) is (who is KATJA)


def test_a_keeper_moves_and_lifts_the_time(opened, sits, copy):
    code = proposed(sits, copy, not_before=LATER)
    assert proposals.book(copy)[code].not_before == "2099-12-18T01:30:00Z"
    sits(RITA)
    view = pressed(opened("proposals", p=code), "Accept")
    assert "It goes out by itself on 18 Dec 2099, 01:30 UTC" in text(view) and Store(copy).history() == []
    assert not [each for each in view.button if each.label in ("Move the time", "Lift it", "Accept")]
    sits(KATJA)
    view = opened("proposals", p=code)
    view.text_input(key="proposal_when").set_value("2099-12-20")
    view = pressed(view, "Move the time")
    assert "is not a time with its zone" in text(view)
    view.text_input(key="proposal_when").set_value("2099-12-20T09:30+08:00")
    view = pressed(view, "Move the time")
    assert "20 Dec 2099, 01:30 UTC" in text(view) and Store(copy).history() == []
    pressed(view, "Lift it")
    assert [one.kind for one in Store(copy).history()] == ["accept", "publish"]


def test_the_first_reader_after_its_minute_lets_it_go_out(opened, sits, copy, monkeypatch):
    code = proposed(sits, copy, not_before=LATER)
    deciding.approve(copy, RITA, code, proposals.book(copy)[code].draft.seal, Store(copy).head())
    sits(NOBODY)
    assert not failures(opened("overview")) and Store(copy).history() == []
    from etl.office import release

    ours = release.release
    monkeypatch.setattr(release, "release", lambda root: ours(root, now=lambda: proposals.moment(LATER)))
    assert not failures(opened("overview"))
    assert [one.kind for one in Store(copy).history()] == ["accept", "publish"]


def test_the_keepers_page_gives_and_takes_a_role(opened, sits, copy):
    sits(KATJA)
    view = opened("people")
    assert not failures(view)
    for box, words in zip(view.text_input, ("id-ben", "Ben <Contributor>"), strict=False):
        box.set_value(words)
    view.selectbox[-1].set_value("contributor")
    view = pressed(view, "Do it")
    assert "was given the role contributor. It holds from their next act." in text(view)
    assert people.everybody(copy)["id-ben"].roles == {"contributor"} and "Ben &lt;Contributor&gt;" in text(view)
    sits(ADA)
    view = opened("people")
    assert "id-ben" in text(view) and "Do it" not in [each.label for each in view.button]
    sits(RITA)
    view = opened("people")
    assert "id-ben" not in text(view) and "read by keepers and auditors" in text(view)


def test_a_keeper_cannot_raise_themselves(opened, sits, copy):
    sits(KATJA)
    view = opened("people")
    view.text_input[0].set_value("id-katja")
    view = pressed(view, "Do it")
    assert "never to themselves" in text(view) and people.everybody(copy) == {}
