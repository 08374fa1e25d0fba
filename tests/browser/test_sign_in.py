"""Signing in at a real provider on loopback: in, out, replayed, tampered with, and taken off while signed in."""

import pytest

from etl.office import people
from etl.office.permissions import here
from etl.store import Store
from tests.serve_demo import serving
from tests.support.upload_files import april

pytestmark = pytest.mark.browser
COOKIE = "_streamlit_user"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of a dashboard that people sign in to, and its data folder."""
    with serving(tmp_path_factory.mktemp("served")) as both:
        yield both


@pytest.fixture
def tab(served, browser):
    """A window of its own, with the cookies of nobody."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        tab = context.new_page()
        tab.set_default_timeout(60_000)
        yield tab


def sign_in(tab, address: str, sub: str) -> None:
    tab.goto(f"{address}/upload")
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url("**/oauth2/authorize**")
    tab.get_by_role("button", name=sub, exact=True).click()
    tab.wait_for_url(f"{address}/**")
    tab.get_by_text("Signed in as").wait_for()


def test_a_contributor_signs_in_uploads_are_open_and_signs_out(served, tab):
    address, _ = served
    tab.goto(f"{address}/upload")
    tab.get_by_text("Sign in first").wait_for()
    assert not tab.get_by_text("Drop the file as you downloaded it").count()
    sign_in(tab, address, "ben")
    tab.get_by_text("Signed in as Ben (contributor), contributor").wait_for()
    tab.goto(f"{address}/upload")
    tab.get_by_text("Drop the file as you downloaded it").wait_for()
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/oauth2/end_session**")  # the provider ends its own session too, and asks on a page of its own
    tab.goto(f"{address}/upload")
    tab.get_by_text("You are not signed in").wait_for()
    assert not [one for one in tab.context.cookies() if one["name"] == COOKIE]


def test_a_reader_is_told_that_it_needs_another_role(served, tab):
    address, _ = served
    sign_in(tab, address, "eve")
    tab.goto(f"{address}/upload")
    tab.get_by_text("This needs another role").wait_for()


def test_an_answer_of_the_provider_counts_once(served, tab):
    address, _ = served
    answers = []
    tab.on("request", lambda asked: answers.append(asked.url) if "/oauth2callback" in asked.url else None)
    sign_in(tab, address, "ben")
    tab.context.clear_cookies()
    assert answers
    tab.goto(answers[0])
    tab.get_by_text("You are not signed in").wait_for()


def test_a_cookie_that_was_tampered_with_is_nobodys(served, tab):
    address, _ = served
    sign_in(tab, address, "ben")
    kept = tab.context.cookies()
    for one in kept:
        if one["name"].startswith(COOKIE):
            one["value"] = ("A" if one["value"][0] != "A" else "B") + one["value"][1:]
    tab.context.clear_cookies()
    tab.context.add_cookies(kept)
    tab.goto(f"{address}/upload")
    tab.get_by_text("Sign in first").wait_for()


def test_somebody_taken_off_while_signed_in_is_refused_at_the_next_act(served, tab):
    address, data = served
    sign_in(tab, address, "ben")
    tab.goto(f"{address}/upload")
    tab.get_by_label("Or paste a table").fill(
        "period,reporter,partner,flow,value,unit\n2026-07,CHN,RUS,total,1,USD bn\n"
    )
    people.change(data, here(), people.REMOVE, "ben")
    try:
        before = Store(data).snapshots("received")
        tab.get_by_label("Or paste a table").press("Control+Enter")
        tab.get_by_text("You were taken off").first.wait_for()
        assert Store(data).snapshots("received") == before
    finally:
        people.change(data, here(), people.READMIT, "ben")


def test_what_a_contributor_proposes_counts_once_a_reviewer_has_accepted_it(served, browser, tab):
    address, data = served
    before = Store(data).edition()
    sign_in(tab, address, "ben")
    tab.goto(f"{address}/upload")
    tab.locator("input[type=file]").set_input_files({"name": "april.xls", "mimeType": "text/html", "buffer": april()})
    tab.get_by_role("button", name="Propose").click()
    tab.get_by_text("It waits for a reviewer as proposal 1").wait_for()
    assert Store(data).edition() == before
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        other = context.new_page()
        other.set_default_timeout(60_000)
        sign_in(other, address, "rita")
        other.goto(f"{address}/proposals")
        other.get_by_text("Waits for you (1)").wait_for()
        other.get_by_role("link", name="1 · april.xls").click()
        other.get_by_role("button", name="Accept").click()
        other.get_by_text("Proposal 1: accepted.").wait_for()
    assert [(entry.kind, entry.by) for entry in Store(data).history()] == [
        ("accept", "Ben (contributor)"), ("publish", "Rita (reviewer)"),
    ]  # fmt: skip
    tab.goto(f"{address}/proposals?p=1")
    tab.get_by_text("Rita (reviewer) accepted it").wait_for()


def test_a_proposal_is_not_shown_to_readers(served, tab):
    address, _ = served
    sign_in(tab, address, "eve")
    tab.goto(f"{address}/proposals?p=1")
    tab.get_by_text("There is no proposal 1 that you may see").wait_for()
    assert not tab.get_by_text("april.xls").count()
