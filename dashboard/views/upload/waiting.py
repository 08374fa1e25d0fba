"""What was handed in and not published yet: to go on with, answers and all, or to put aside."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.figures import settings, words
from dashboard.server import sign_in
from dashboard.views.markup import html, say
from dashboard.views.upload.answers import literal
from etl.intake import drafts
from etl.store import Snapshot, Store, StoreError

Check = Callable[..., None]
MOST = 5  # offered at once, the newest first
SAID = "waiting_said"


def show(check: Check) -> None:
    """Offer each file of this person that waits; `check` takes bytes, name and answers, as for a file just dropped."""
    said = st.session_state.pop(SAID, None)
    if said:
        say([said])
    try:
        subject = sign_in.actor().subject
        waiting = drafts.waiting(settings.folder(), subject)
    except StoreError as error:
        say([str(error)])
        return
    if waiting:
        html("<h3>Not published yet</h3>")
    for one in waiting[:MOST]:
        name = literal(str(one.provenance.get("original_name", "the file")))
        at = str(one.provenance.get("received_at", ""))
        received = f"{words.day(at[:10])}, {at[11:16]}" if at else "an unknown day"
        given = len(drafts.answers(settings.folder(), one.sha256, subject))
        more = f", {given} answer{'s' if given != 1 else ''} given" if given else ""
        with st.container(horizontal=True, key=f"waiting_{one.snapshot}"):
            st.button(
                f"Resume {name} of {received} UTC{more}", key=f"resume_{one.snapshot}", on_click=_resume,
                args=(one, check), type="tertiary", icon=":material/history:",
            )  # fmt: skip
            st.button(
                "Put aside", key=f"aside_{one.snapshot}", on_click=_put_aside, args=(one,), type="tertiary",
                icon=":material/close:", help="It is kept 90 days and counts for nothing.",
            )  # fmt: skip


def _resume(one: Snapshot, check: Check) -> None:
    try:
        data = Store(settings.folder()).read(one)
    except StoreError as error:
        st.session_state[SAID] = str(error)
        return
    given = drafts.answers(settings.folder(), one.sha256, sign_in.actor().subject)
    check(data, str(one.provenance.get("original_name", "file")), given, keep=False)


def _put_aside(one: Snapshot) -> None:
    who = sign_in.actor()
    try:
        drafts.put_aside(settings.folder(), one, who.name, who.subject)
    except StoreError as error:
        st.session_state[SAID] = str(error)
