"""People: who has which role and since when, and the forms by which a keeper gives and takes them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboard.figures import settings
from dashboard.server import sign_in
from dashboard.views.frame import frame
from dashboard.views.markup import html, say
from dashboard.views.proposals.standings import when
from etl.office import people, permissions
from etl.office.people import GRANT, READMIT, REMOVE, REVOKE, PeopleError, Person
from etl.store import Record, StoreError

SAID = "people_said"
MAY = {
    permissions.READER: "reads",
    permissions.CONTRIBUTOR: "hands in files and proposes them",
    permissions.REVIEWER: "accepts what others propose, takes figures out and puts them back",
    permissions.KEEPER: "gives roles, sets and lifts the time before which nothing is shown",
    permissions.AUDITOR: "sees everything, changes nothing",
}
DONE = {GRANT: "was given", REVOKE: "lost", REMOVE: "was taken off", READMIT: "was let in again"}
STEPS = {
    GRANT: "Give the role", REVOKE: "Take the role", REMOVE: "Take the person off: no role, whatever their groups say",
    READMIT: "Let the person in again",
}  # fmt: skip
SHOWN = 100


def show() -> None:
    """Show who has which role to those who may know it, and the form to those who give roles."""
    with frame("people", dated=False) as view:
        actor = sign_in.actor()
        if told := st.session_state.pop(SAID, None):
            say([told])
        if not view:
            return
        may = permissions.allowed(actor, "read_audit")
        if not may.yes:
            say([may.reason])
            return
        try:
            known = people.everybody(settings.folder())
            records = people.steps(settings.folder())
        except StoreError as error:
            say([str(error)])
            return
        _roles()
        _everybody(known)
        if permissions.allowed(actor, "grant").yes:
            _form(known)
        _steps(records, known)


def _roles() -> None:
    told = "".join(f"<dt>{role}</dt><dd>{does}</dd>" for role, does in MAY.items())
    html(f'<h2>Roles</h2><dl class="ky-dl">{told}</dl>')


def _everybody(known: dict[str, Person]) -> None:
    """List everybody whom a keeper has named; whose groups bring them a role stands in the settings of the server."""
    told = "".join(
        f"<li><b>{escape(one.name or one.subject)}</b>: {escape(_roles_of(one))}<br>"
        f"<span class='muted'>{escape(one.subject)}</span></li>"
        for one in sorted(known.values(), key=lambda one: (one.removed, one.name.casefold(), one.subject))
    )
    none = "<p class='muted'>Nobody was given a role here yet.</p>"
    html(
        f"<h2>People</h2>{f'<ul class=ky-steps-list>{told}</ul>' if told else none}"
        "<p class='muted'>Whoever signs in reads. Groups can bring further roles: the settings file says which do.</p>"
    )


def _roles_of(one: Person) -> str:
    if one.removed:
        return "taken off by a keeper"
    return ", ".join(role for role in permissions.ROLES if role in one.roles) or permissions.READER


def _form(known: dict[str, Person]) -> None:
    """Ask whom, what and which role; what does not fit is said in words."""
    with st.container(border=True, key="people_form"), st.form("people_change", border=False, clear_on_submit=False):
        html("<h2>Give or take a role</h2>")
        one, two = st.columns(2, gap="small")
        subject = one.text_input(
            "As sign-in calls them", help="The subject that the provider gives, the same for ever: "
            f"{', '.join(list(known)[:2]) or '00u1a2b3c4 or an address'}",
        )  # fmt: skip
        name = two.text_input("Name (only shown)")
        kind = one.selectbox("What", list(STEPS), format_func=lambda step: STEPS[step])
        role = two.selectbox("Role", [role for role in permissions.ROLES if role != permissions.READER])
        if st.form_submit_button("Do it", type="primary"):
            _change(kind, subject, role if kind in (GRANT, REVOKE) else "", name)


def _change(kind: str, subject: str, role: str, name: str) -> None:
    who = sign_in.actor()
    try:
        done = people.change(settings.folder(), who, kind, subject, role, name)
        sign_in.note(who, kind, f"{subject} {role}".strip())
        st.session_state[SAID] = f"{_line(done.kind, done.facts, name)}. It holds from their next act."
    except (StoreError, PeopleError) as error:
        sign_in.note(who, kind, f"{subject} {role}".strip(), f"refused: {error}")
        st.session_state[SAID] = str(error)
    st.rerun()


def _line(kind: str, facts: Mapping[str, Any], name: str = "") -> str:
    who = str(facts.get("name") or name or facts["subject"])
    role = f" the role {facts['role']}" if facts.get("role") else ""
    return f"{who} {DONE[kind]}{role}"


def _steps(records: tuple[Record, ...], known: dict[str, Person]) -> None:
    """List every step, the newest first."""
    told = ""
    for one in reversed(records[-SHOWN:]):
        did = _line(one.kind, one.facts, known[str(one.facts["subject"])].name)
        told += f"<li><b>{escape(one.by)}</b>: {escape(did)} <span class='muted'>{when(one.at)}</span></li>"
    if told:
        html(f'<h2>Every step</h2><ol class="ky-steps-list">{told}</ol>')
