"""Roles are given and taken by keepers, one step at a time, and hold at the very next question."""

import pytest

from etl.office import people
from etl.office.people import GRANT, READMIT, REMOVE, REVOKE, PeopleError
from etl.office.permissions import Actor, here
from etl.store import Damaged, Forbidden, journal, process

KEEPER = Actor("Katja", False, "id-katja", frozenset({"keeper", "reader"}))
MAPPING = {"trade-reviewers": "reviewer", "trade-audit": "auditor"}


@pytest.fixture
def root(tmp_path):
    process.forget()
    return tmp_path


def roles(root, subject="id-ben", groups=()):
    return people.roles_of(root, subject, groups, MAPPING)


def test_whoever_signs_in_may_read(root):
    assert roles(root) == {"reader"}


def test_groups_bring_roles_and_unknown_ones_bring_nothing(root):
    assert roles(root, groups=["trade-reviewers", "canteen"]) == {"reader", "reviewer"}
    assert roles(root, groups=[f"group-{n}" for n in range(200)] + ["trade-audit"]) == {"reader", "auditor"}


def test_the_person_at_the_machine_names_the_first_keeper(root):
    people.change(root, here(), GRANT, "id-katja", "keeper", "Katja")
    assert roles(root, "id-katja") == {"reader", "keeper"}
    assert people.everybody(root)["id-katja"].name == "Katja"


def test_a_role_given_and_taken_holds_at_once(root):
    people.change(root, KEEPER, GRANT, "id-ben", "contributor")
    assert roles(root) == {"reader", "contributor"}
    people.change(root, KEEPER, REVOKE, "id-ben", "contributor")
    assert roles(root) == {"reader"}
    people.change(root, KEEPER, GRANT, "id-ben", "contributor")
    assert roles(root) == {"reader", "contributor"}


def test_somebody_taken_off_has_no_role_whatever_their_groups_say(root):
    people.change(root, KEEPER, REMOVE, "id-ben")
    assert roles(root, groups=["trade-reviewers"]) is None
    people.change(root, KEEPER, READMIT, "id-ben")
    assert roles(root, groups=["trade-reviewers"]) == {"reader", "reviewer"}


@pytest.mark.parametrize("who", [Actor("Eve", False), Actor("Ben", False, "id-ben", frozenset({"reviewer"}))])
def test_only_keepers_give_roles(root, who):
    with pytest.raises(Forbidden, match="keepers give roles"):
        people.change(root, who, GRANT, "id-eve", "keeper")
    assert people.everybody(root) == {}


def test_a_keeper_gives_themselves_nothing(root):
    with pytest.raises(Forbidden, match="never to themselves"):
        people.change(root, KEEPER, GRANT, "id-katja", "reviewer")


@pytest.mark.parametrize(
    ("subject", "role"), [("", "reader"), ("  ", "reader"), ("x" * 201, "reader"), ("id-ben", "boss"), ("id-ben", "")]
)
def test_what_is_no_subject_or_role_is_a_sentence(root, subject, role):
    with pytest.raises(PeopleError, match="Nothing was changed"):
        people.change(root, KEEPER, GRANT, subject, role)


def test_what_is_so_already_is_said(root):
    people.change(root, KEEPER, GRANT, "id-ben", "reviewer")
    with pytest.raises(Forbidden, match="so already"):
        people.change(root, KEEPER, GRANT, "id-ben", "reviewer")


def test_a_journal_that_cannot_be_read_gives_nobody_a_role(root):
    people.change(root, here(), GRANT, "id-ben", "reviewer")
    path = next((root / journal.FOLDER / "people").glob("*.json"))
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"reviewer", b"keeperxx"))
    process.forget()
    with pytest.raises(Damaged):
        roles(root)


def test_control_characters_of_a_name_are_shown_as_codes(root):
    people.change(root, here(), GRANT, "id-\x1b[31m", "reader", "Ben\nKeeper")
    assert list(people.everybody(root)) == ["id-\\x1b[31m"] and "\n" not in people.everybody(root)["id-\\x1b[31m"].name
