"""Who is signed in, at the foot of every page; nothing of it where the dashboard is served to this machine alone."""

from __future__ import annotations

import streamlit as st

from dashboard.server import sign_in
from dashboard.views.markup import html, say
from etl.office import permissions
from etl.office.permissions import Actor


def line() -> None:
    """Write who is signed in and with which roles, with the way in or out."""
    one = sign_in.used()
    if one is None:
        return
    who = sign_in.actor()
    with st.container(horizontal=True, vertical_alignment="center", key="account"):
        st.text(words(who))
        if not one.client_id:
            return  # the proxy signs people in and out
        if who.signed_in:
            st.button("Sign out", on_click=st.logout, type="tertiary", key="sign_out", icon=":material/logout:")
        else:
            st.button("Sign in", on_click=st.login, type="tertiary", key="sign_in", icon=":material/login:")


def words(who: Actor) -> str:
    """Return who somebody is here: "Anna Li, contributor and reviewer"; their own name is shown as text."""
    if not who.signed_in:
        return "You are not signed in: you may read."
    if who.why_not:
        return f"{who.name}: {who.why_not}"
    beyond = [role for role in permissions.ROLES if role in who.roles and role != permissions.READER]
    return f"Signed in as {who.name}, {' and '.join(beyond) or permissions.READER}"


def ask(who: Actor) -> None:
    """Show, in place of every page, that it is for people who sign in."""
    html("<h1>China–Russia trade</h1><p class='ky-question'>This dashboard is for people who sign in.</p>")
    if who.why_not:
        say([who.why_not])
    line()
