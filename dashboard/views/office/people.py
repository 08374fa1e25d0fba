"""People: who may do what here, given and taken by keepers; one's own roles for everybody else."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.figures import settings
from dashboard.server import sign_in
from dashboard.views import account
from dashboard.views.frame import frame
from dashboard.views.markup import html, say
from etl.office import people, permissions
from etl.office.people import GRANT, READMIT, REMOVE, REVOKE, PeopleError
from etl.store import StoreError

SAID = "people_said"
DOES = {
    "reader": "reads", "contributor": "hands files in and proposes them", "reviewer": "accepts, withdraws and restores",
    "keeper": "gives roles and sets embargoes", "auditor": "sees everything and changes nothing",
}  # fmt: skip
ACTS = {"Give the role": GRANT, "Take the role": REVOKE, "Take off the list": REMOVE, "Put back on the list": READMIT}


def show() -> None:
    """Show one's own roles, and to keepers everybody's with the way to change them."""
    actor = sign_in.actor()
    with frame("people") as view:
        if not view:
            return
        if said := st.session_state.pop(SAID, None):
            say([said])
        if not actor.local:
            html(f"<p>{escape(account.words(actor))}</p>")
        told = "".join(f"<dt>{role}</dt><dd>{escape(does)}</dd>" for role, does in DOES.items())
        html(f'<h2>Roles</h2><dl class="ky-dl">{told}</dl>')
        may = permissions.allowed(actor, "grant")
        if not may.yes:
            html(f"<p class='muted'>{escape(may.reason)}</p>")
            return
        try:
            known = people.everybody(settings.folder())
        except StoreError as error:
            say([str(error)])
            return
        rows = "".join(
            f"<tr><td>{escape(one.name)}</td><td>{escape(one.subject)}</td>"
            f"<td>{escape(', '.join(sorted(one.roles)) or 'reader')}{' (taken off)' if one.removed else ''}</td></tr>"
            for one in known.values()
        )
        head = "<tr><th scope='col'>Name</th><th scope='col'>Subject</th><th scope='col'>Roles given here</th></tr>"
        none = "<p class='muted'>Nobody has a role that was given here; groups may bring some.</p>"
        html(
            "<h2>Everybody named here</h2>"
            + (f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>" if rows else none)
        )
        _change()


def _change() -> None:
    with st.form("people_change", clear_on_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        subject = st.text_input("Subject", help="What sign-in calls the person for ever; their name may change")
        name = st.text_input("Name")
        role = st.selectbox("Role", permissions.ROLES)
        act = st.selectbox("What", list(ACTS))
        if st.form_submit_button("Do it", type="primary"):
            who = sign_in.actor()
            try:
                people.change(settings.folder(), who, ACTS[act], subject, role, name)
                sign_in.note(who, ACTS[act], f"{subject} {role}")
                st.session_state[SAID] = f"{act}: {subject}{', ' + role if ACTS[act] in (GRANT, REVOKE) else ''}."
            except (PeopleError, StoreError) as error:
                sign_in.note(who, ACTS[act], f"{subject} {role}", f"refused: {error}")
                st.session_state[SAID] = str(error)
            st.rerun()
