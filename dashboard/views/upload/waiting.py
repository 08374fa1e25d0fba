"""What was handed in and not published yet: to go on with, answers and all, or to put aside."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.figures import settings, words
from dashboard.server import sign_in
from dashboard.views.markup import html, say
from dashboard.views.upload.answers import literal
from etl.intake import drafts
from etl.office import proposals
from etl.store import Snapshot, Store, StoreError

Check = Callable[..., None]
MOST = 5  # offered at once, the newest first
SAID = "waiting_said"


def show(check: Check) -> None:
    """Offer each file that waits; `check` takes bytes, name and answers, as for a file just dropped."""
    said = st.session_state.pop(SAID, None)
    if said:
        say([said])
    try:
        proposed = {one.sha256 for one in proposals.every(settings.folder()).values() if one.open}
        waiting = [one for one in drafts.waiting(settings.folder(), _of()) if one.sha256 not in proposed]
    except StoreError as error:
        say([str(error)])
        return
    if waiting:
        html("<h3>Not published yet</h3>")
    for one in waiting[:MOST]:
        name = literal(str(one.provenance.get("original_name", "the file")))
        at = str(one.provenance.get("received_at", ""))
        received = f"{words.day(at[:10])}, {at[11:16]}" if at else "an unknown day"
        given = len(drafts.answers(settings.folder(), one.sha256))
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


def _of() -> str | None:
    """Return whose files are offered: only one's own where the dashboard is served to others."""
    actor = sign_in.actor()
    return None if actor.local else actor.subject


def _resume(one: Snapshot, check: Check) -> None:
    try:
        data = Store(settings.folder()).read(one)
    except StoreError as error:
        st.session_state[SAID] = str(error)
        return
    given = drafts.answers(settings.folder(), one.sha256)
    check(data, str(one.provenance.get("original_name", "file")), given, keep=False)


def _put_aside(one: Snapshot) -> None:
    try:
        drafts.put_aside(settings.folder(), one, sign_in.actor().name)
    except StoreError as error:
        st.session_state[SAID] = str(error)
