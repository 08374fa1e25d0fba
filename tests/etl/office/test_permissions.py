"""The permission matrix, cell by cell, and what no table may loosen."""

import csv

import pytest

from etl.office import permissions
from etl.office.permissions import ANONYMOUS, ROLES, STATES, Actor, allowed
from etl.tables import registry

LINES = registry.lines("permissions")
CELLS = [(line, role) for line in LINES for role in (ANONYMOUS, *ROLES)]


def actor(role: str) -> Actor:
    """Somebody with one role, as sign-in gives it: whoever has one reads too."""
    return Actor(role, False, "" if role == ANONYMOUS else f"id-{role}", frozenset({role} - {ANONYMOUS}))


def test_the_matrix_is_whole():
    assert len(CELLS) >= 336
    assert {(line["action"], line["state"]) for line in LINES} == {
        (a, s) for a in permissions.actions() for s in STATES
    }
    assert len(LINES) == len(permissions.actions()) * len(STATES)
    assert all(line[role] in ("yes", "no") for line, role in CELLS) and all(line["why_not"] for line in LINES)


@pytest.mark.parametrize(
    ("line", "role"), CELLS, ids=lambda one: one if isinstance(one, str) else f"{one['action']}-{one['state']}"
)
def test_each_cell_is_what_the_function_says(line, role):
    decision = allowed(actor(role), line["action"], line["state"])
    assert decision.yes is (line[role] == "yes") and decision.reason
    if not decision.yes:
        assert line["why_not"] in decision.reason
        assert decision.reason.startswith("Sign in first" if role == ANONYMOUS else "This needs another role")


def test_what_the_table_does_not_name_is_refused_even_here():
    for who in (actor(permissions.KEEPER), Actor("a", local=True)):
        assert not allowed(who, "delete_history").yes and not allowed(who, "read", "unheard").yes


def may(role: str, action: str, state: str = permissions.OTHER) -> bool:
    return allowed(actor(role), action, state).yes


CHANGING = ("stage", "propose", "comment", "take_back", "approve", "send_back", "refuse", "withdraw", "restore",
            "set_embargo", "grant")  # fmt: skip


def test_who_only_reads_changes_nothing():
    for role in (ANONYMOUS, permissions.READER, permissions.AUDITOR):
        assert not [(action, state) for action in CHANGING for state in STATES if may(role, action, state)]


def test_nobody_approves_their_own_or_gives_themselves_a_role():
    for role in ROLES:
        for action in ("approve", "send_back", "refuse", "grant"):
            assert not may(role, action, permissions.OWN)


def test_who_gives_roles_cannot_change_figures_by_them():
    for action in ("stage", "propose", "approve", "withdraw", "restore"):
        assert not any(may(permissions.KEEPER, action, state) for state in STATES)


def test_what_is_past_is_changed_by_nobody():
    for action in set(CHANGING) - {"grant"}:
        assert not any(may(role, action, permissions.PAST) for role in (ANONYMOUS, *ROLES))


def test_figures_under_embargo_are_seen_by_three_roles():
    for action in ("read", "read_past", "export", "download_raw", "see_draft"):
        seen = {role for role in (ANONYMOUS, *ROLES) if may(role, action, permissions.EMBARGOED)}
        assert seen == {permissions.REVIEWER, permissions.KEEPER, permissions.AUDITOR}


def test_several_roles_add_up():
    both = Actor("a", False, "id-a", frozenset({"contributor", "auditor"}))
    assert allowed(both, "stage", permissions.OWN).yes and allowed(both, "read_audit").yes


def test_somebody_whose_sign_in_ran_out_is_told_so():
    gone = Actor("Anna", False, "id-anna", frozenset(), why_not="Your sign-in has run out.")
    assert allowed(gone, "stage", permissions.OWN) == (False, "Your sign-in has run out.")


def test_the_table_is_read_as_it_stands_in_the_repository(root):
    with (root / "etl" / "tables" / "permissions.csv").open(newline="") as file:
        assert [dict(line) for line in csv.DictReader(file)] == [dict(line) for line in LINES]
