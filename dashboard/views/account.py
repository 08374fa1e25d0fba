"""Who is signed in, at the foot of every page; nothing of it where the dashboard is served to this machine alone."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from dashboard.exhibits import catalogue
from dashboard.figures import settings
from dashboard.server import sign_in
from dashboard.views.markup import html, say
from etl.office import permissions, proposals
from etl.office.permissions import Actor
from etl.store import StoreError


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


def staff_pages(who: Actor) -> dict[str, str]:
    """Return the pages that only some have in their menu, with their titles there: proposals with how many wait for them."""
    titles = {page: line["title"] for page, line in catalogue.pages().items()}
    offered = {}
    if any(_sees(who, state) for state in (permissions.OWN, permissions.OTHER)):
        offered["proposals"] = titles["proposals"]
        with suppress(StoreError):  # the page says what is wrong
            count = sum(proposals.waits_for(one, who) for one in proposals.seen(settings.folder(), who).values())
            offered["proposals"] += f" ({count})" if count else ""
    if not who.local and permissions.allowed(who, "read_audit").yes:
        offered["people"] = titles["people"]
    return offered


def _sees(who: Actor, state: str) -> bool:
    return not who.local and permissions.allowed(who, "see_draft", state).yes


def ask(who: Actor) -> None:
    """Show, in place of every page, that it is for people who sign in."""
    html("<h1>China–Russia trade</h1><p class='ky-question'>This dashboard is for people who sign in.</p>")
    if who.why_not:
        say([who.why_not])
    line()
