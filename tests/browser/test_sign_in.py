"""Signing in at a real provider on loopback: in, out, replayed, tampered with, and taken off while signed in."""

import os
import shutil
import subprocess
import sys
import tempfile

import oidc_provider_mock
import pytest
from oidc_provider_mock import User

from etl.office import people
from etl.office.permissions import here
from etl.store import Store
from tests.browser.server import ROOT, _wait, free_port

pytestmark = pytest.mark.browser
COOKIE = "_streamlit_user"
SETTINGS = """
[sign_in]
client_id = "kyakhta"
client_secret = "anything"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
cookie_secret = "only-for-this-test-and-long-enough-to-sign-with"
[roles]
contributor = ["trade-in"]
"""
PEOPLE = (
    User(sub="id-ben", claims={"name": "Ben Contributor", "groups": ["trade-in"]}),
    User(sub="id-rita", claims={"name": "Rita Reader", "groups": []}),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of a dashboard that people sign in to, and its data folder."""
    folder = tmp_path_factory.mktemp("served")
    data = folder / "data"
    shutil.copytree(ROOT / "data", data)
    port = free_port()
    address = f"http://localhost:{port}"
    with oidc_provider_mock.run_server_in_thread(user_claims=PEOPLE) as provider, tempfile.TemporaryFile("w+") as said:
        (folder / "kyakhta.toml").write_text(SETTINGS.format(provider=provider.server_port))
        command = [sys.executable, "-m", "dashboard.cli.main", "serve", "--url", address, "--port", str(port)]
        command += ["--settings", str(folder / "kyakhta.toml"), "--data", str(data)]
        server = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT, env=os.environ)
        try:
            _wait(server, address, said)
            yield address, data
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def tab(served, browser):
    """A window of its own, with the cookies of nobody."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        tab = context.new_page()
        tab.set_default_timeout(30_000)
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
    sign_in(tab, address, "id-ben")
    tab.get_by_text("Signed in as Ben Contributor, contributor").wait_for()
    tab.goto(f"{address}/upload")
    tab.get_by_text("Drop the file as you downloaded it").wait_for()
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/oauth2/end_session**")  # the provider ends its own session too, and asks on a page of its own
    tab.goto(f"{address}/upload")
    tab.get_by_text("You are not signed in").wait_for()
    assert not [one for one in tab.context.cookies() if one["name"] == COOKIE]


def test_a_reader_is_told_that_it_needs_another_role(served, tab):
    address, _ = served
    sign_in(tab, address, "id-rita")
    tab.goto(f"{address}/upload")
    tab.get_by_text("This needs another role").wait_for()


def test_an_answer_of_the_provider_counts_once(served, tab):
    address, _ = served
    answers = []
    tab.on("request", lambda asked: answers.append(asked.url) if "/oauth2callback" in asked.url else None)
    sign_in(tab, address, "id-ben")
    tab.context.clear_cookies()
    assert answers
    tab.goto(answers[0])
    tab.get_by_text("You are not signed in").wait_for()


def test_a_cookie_that_was_tampered_with_is_nobodys(served, tab):
    address, _ = served
    sign_in(tab, address, "id-ben")
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
    sign_in(tab, address, "id-ben")
    tab.goto(f"{address}/upload")
    tab.get_by_label("Or paste a table").fill(
        "period,reporter,partner,flow,value,unit\n2026-07,CHN,RUS,total,1,USD bn\n"
    )
    people.change(data, here(), people.REMOVE, "id-ben")
    try:
        before = Store(data).snapshots("received")
        tab.get_by_label("Or paste a table").press("Control+Enter")
        tab.get_by_text("You were taken off").first.wait_for()
        assert Store(data).snapshots("received") == before
    finally:
        people.change(data, here(), people.READMIT, "id-ben")
