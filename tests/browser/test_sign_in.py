"""Signing in at a real provider on loopback: in, out, replayed, tampered with, and taken off while signed in."""

import http.client
import os
import random
from collections import Counter

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from etl.office import people, proposals
from etl.office.permissions import here
from etl.store import Store
from tests.serve_demo import serving
from tests.support import apart
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
        before = Store(data).snapshots()
        tab.get_by_label("Or paste a table").press("Control+Enter")
        tab.get_by_text("You were taken off").first.wait_for()
        assert Store(data).snapshots() == before
    finally:
        people.change(data, here(), people.READMIT, "ben")


def test_what_a_contributor_proposes_counts_once_a_reviewer_has_accepted_it(served, browser, tab):
    address, data = served
    before, tries = (
        Store(data).edition(),
        len(proposals.book(data)),
    )  # tried again after waiting in vain it is another file
    figures = april(russia=21_000.0 + tries)
    sign_in(tab, address, "ben")
    tab.goto(f"{address}/upload")
    tab.locator("input[type=file]").set_input_files({"name": "april.xls", "mimeType": "text/html", "buffer": figures})
    tab.get_by_role("button", name="Propose").click()
    tab.get_by_text("Nothing is public yet: it waits for a reviewer other than you.").wait_for()
    there = tab.get_by_role("link", name=f"{address}/proposals?p=").inner_text()
    assert Store(data).edition() == before
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        other = context.new_page()
        other.set_default_timeout(60_000)
        sign_in(other, address, "rita")
        other.goto(f"{address}/proposals")
        other.get_by_text("for you").first.wait_for()
        other.locator(f"a[href='{there.removeprefix(address)}']").click()
        other.wait_for_url(there)
        other.get_by_role("button", name="Accept").click()
        other.get_by_text("It went out: Rita (reviewer) accepted it.").wait_for()
    assert [(entry.kind, entry.by) for entry in Store(data).history()[-2:]] == [
        ("accept", "Ben (contributor)"), ("publish", "Rita (reviewer)"),
    ]  # fmt: skip
    tab.goto(there)
    tab.get_by_text("It went out: Rita (reviewer) accepted it.").wait_for()
    with browser.new_context() as context:
        reader = context.new_page()
        reader.set_default_timeout(60_000)
        sign_in(reader, address, "eve")
        reader.goto(there)
        reader.get_by_text("that you may see").wait_for()
        assert not reader.get_by_text("april.xls").count() and not reader.get_by_role("link", name="Proposals").count()


REQUESTS = int(os.environ.get("KYAKHTA_HOSTILE", "1500"))  # 10,000 by hand
BODY = b"x" * 200


def _hostile(number: int, port: int, dice: random.Random) -> tuple[str, str, dict[str, str]]:
    """A request that would move bytes or a decision if anything let it: method, address, headers."""
    session = "".join(dice.choice("0123456789abcdef-") for _ in range(36))
    paths = (
        f"/_stcore/upload_file/{session}/{number}", f"/_stcore/upload_file/../{session}/x", "/upload", "/proposals?p=1",
        "/_stcore/agent/interact", "/find", "/point", "/oauth2callback?state=x&code=y", "/auth/login", "/media/x", "/feed.atom",
    )  # fmt: skip
    headers = {
        "Host": dice.choice([f"localhost:{port}"] * 3 + ["evil.example", f"localhost:{port}@evil"]),
        "Content-Type": dice.choice(["multipart/form-data; boundary=x", "text/plain", "application/json"]),
        "Origin": dice.choice(["https://evil.example", f"http://localhost:{port}"]),
        "X-Xsrftoken": session, "Cookie": f"_streamlit_xsrf={session}; {COOKIE}={session}", "X-User": "kurt",
        "X-Forwarded-For": "127.0.0.1",
    }  # fmt: skip
    return dice.choice(("PUT", "POST", "DELETE", "GET")), dice.choice(paths), headers


def test_hostile_requests_move_nothing(served):
    """Forged, cross-site, to other hosts and to other people's upload addresses: no byte and no decision reaches the store."""
    address, data = served
    port = int(address.rpartition(":")[2])
    before = {path: path.stat().st_size for path in data.rglob("*") if path.is_file() and "audit" not in path.parts}
    dice, statuses = random.Random(1727), Counter()
    server = http.client.HTTPConnection("localhost", port, timeout=30)
    for number in range(REQUESTS):
        method, path, headers = _hostile(number, port, dice)
        try:
            server.request(method, path, None if method == "GET" else BODY, headers)
            answer = server.getresponse()
            answer.read()
            statuses[answer.status, "upload_file" in path and method in ("PUT", "POST")] += 1
        except (http.client.HTTPException, OSError):  # it hung up: that is an answer too
            server.close()
            statuses[0, False] += 1
    taken = [status for (status, upload), _ in statuses.items() if upload and 200 <= status < 300]
    assert not taken, statuses
    assert sum(statuses.values()) == REQUESTS and statuses[0, False] < REQUESTS / 2
    after = {path: path.stat().st_size for path in data.rglob("*") if path.is_file() and "audit" not in path.parts}
    assert after == before


def test_forced_messages_on_a_socket_decide_nothing(served):
    """Somebody who is not signed in presses buttons that they were never shown."""
    address, data = served
    before = Store(data).history(), proposals.book(data)

    async def press() -> None:
        async with connect(
            f"ws://{address.partition('//')[2]}/_stcore/stream", subprotocols=["streamlit"], max_size=None
        ) as socket:
            for name in (
                "proposal_approve",
                "proposal_refuse",
                "proposal_lift",
                "upload_publish",
                "people_change",
                "upload_file",
            ):
                asked = BackMsg()
                asked.rerun_script.page_name = "proposals"
                asked.rerun_script.query_string = "p=1"
                state = asked.rerun_script.widget_states.widgets.add()
                state.id, state.trigger_value = f"$$ID-{name}-{name}", True
                await socket.send(asked.SerializeToString())
                while True:
                    told = ForwardMsg()
                    told.ParseFromString(await socket.recv())
                    if told.WhichOneof("type") == "script_finished":
                        break

    apart.run(press(), within=120)
    assert (Store(data).history(), proposals.book(data)) == before
