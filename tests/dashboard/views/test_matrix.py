"""Each cell of the permission matrix, through every door that leads there: the page, the command, and past both at the commit."""

import itertools

import pytest

from dashboard.figures import settings
from dashboard.server import guard, sign_in
from etl.office import permissions
from etl.office.permissions import ANONYMOUS, EMBARGOED, OTHER, OWN, PAST, ROLES
from etl.store import process
from etl.tables import registry
from tests.dashboard.server.test_guard import ask
from tests.support import matrix_doors as doors
from tests.support.page_text import failures, text

SAYS = {
    (line["action"], line["state"], role): line[role] == "yes"
    for line in registry.lines("permissions") for role in (ANONYMOUS, *ROLES)
}  # fmt: skip
EVERYBODY = (ANONYMOUS, *ROLES)
SESSION = "test session id"  # of a page that is run without a browser
LABELS = {
    "comment": "Only remark", "approve": "Accept", "send_back": "Send back", "refuse": "Refuse", "take_back": "Take it back",
}  # fmt: skip


@pytest.fixture
def world(single, figures, monkeypatch):
    """Return a function that builds a world for a role, with them at the page and at the terminal."""
    process.forget()
    monkeypatch.setenv(settings.SERVED, settings.OTHERS)
    guard.revoke(SESSION)

    def made(role):
        who = doors.actor_of(role)
        monkeypatch.setattr(sign_in, "actor", lambda: who)
        monkeypatch.setattr(permissions, "here", lambda: who)
        figures(single)
        return doors.build(single, who), who

    yield made
    guard.revoke(SESSION)


def wrong(found: dict, role: str) -> dict:
    """Return the cells in which a door says another thing than the table."""
    return {cell: yes for cell, yes in found.items() if yes is not SAYS[(*cell, role)]}


@pytest.mark.parametrize("role", EVERYBODY)
def test_past_every_page_the_commit_says_what_the_table_says(world, role, tmp_path):
    made, who = world(role)
    found, copies = {}, itertools.count()
    for action, state in itertools.product(permissions.actions(), doors.STATES):
        here = made.copy(tmp_path / f"copy{next(copies)}")
        act = doors.by_commit(here, who, action, state)
        if act is not None and (who.subject or state != OWN):
            found[action, state] = doors.done(act)
    assert len(found) >= 24 and wrong(found, role) == {}


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_command_says_what_the_table_says(world, role, tmp_path):
    made, who = world(role)
    found, copies = {}, itertools.count()
    for action, state in itertools.product(permissions.actions(), doors.STATES):
        here = made.copy(tmp_path / f"copy{next(copies)}")
        words = doors.by_command(here, action, state)
        if words is not None and (who.subject or state != OWN):
            found[action, state] = doors.ran(here, words)
    assert len(found) >= 10 and wrong(found, role) == {}


def downloads(view) -> set[str]:
    return {str(one.proto.label) for one in view.get("download_button")}


def of_proposals(made, opened, signed_in: bool) -> dict:
    """Return what the page of a proposal in each state offers."""
    found = {}
    for state in doors.STATES if signed_in else doors.STATES[1:]:
        view = opened("proposals", p=made.codes[state])
        assert not failures(view)
        labels, wrote = {each.label for each in view.button}, text(view)
        found["see_draft", state] = f"{state}.htm" in wrote
        found |= {(action, state): label in labels for action, label in LABELS.items()}
        found["set_embargo", state] = bool({"Set the time", "Move the time"} & labels)
        found["download_raw", state] = "Original file" in downloads(view)
        if state == EMBARGOED:
            found["read", state] = found["read_past", state] = "The file, figure by figure" in wrote
            found["export", state] = "Comparison (CSV)" in downloads(view)
        if state in (OWN, OTHER, PAST):
            found["propose", state] = "Mend it on the page Upload" in wrote
    return found


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_page_offers_what_the_table_says(world, role, opened):
    made, who = world(role)
    found = of_proposals(made, opened, who.signed_in)
    upload = opened("upload")
    found["stage", OWN] = "Drop the file as you downloaded it" in text(upload)
    turns = [each.label for each in upload.button]
    found["withdraw", OTHER] = "Undo: withdraw it" in turns
    found["read", OTHER] = "<h1>" in text(opened("trade")) and bool(text(opened("trade")).count("ky-picture"))
    found["read_past", OTHER] = bool(text(opened("trade", as_of="2026-11-22")).count("ky-picture"))
    folk = opened("people")
    found["read_audit", OTHER] = "Whoever signs in reads." in text(folk)
    found["grant", OTHER] = "Do it" in [each.label for each in folk.button]
    assert not failures(upload) and not failures(folk)
    assert len(found) >= 30 and wrong(found, role) == {}
    status = ask(f"/_stcore/upload_file/{SESSION}/1", "PUT", content_length="10")[0]
    assert (status == 200) is SAYS["stage", OWN, role], "the gate before uploads opens with the page alone"


def test_every_action_has_a_door(single):
    made = doors.build(single, doors.actor_of("reviewer"))
    paged = {"read", "read_past", "export", "download_raw", "stage", "read_audit", "propose"}
    for action in permissions.actions():
        acts = [doors.by_commit(made, doors.RITA, action, state) for state in doors.STATES]
        assert action in paged or any(acts), action
