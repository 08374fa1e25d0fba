"""What somebody can do about a proposal: remark, accept, send back, refuse, take back, mend, set the time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.exhibits import permalink
from dashboard.figures import settings
from dashboard.server import sign_in
from dashboard.views.markup import html, say
from etl.intake import add_command
from etl.intake.intake import Preview
from etl.office import deciding, permissions, proposals, release
from etl.office.deciding import ProposalError
from etl.office.permissions import Actor
from etl.office.proposals import Proposal
from etl.store import StoreError

SAID, WORDS, WHEN = "proposal_said", "proposal_words", "proposal_when"


def said() -> None:
    """Say once what became of the last thing done."""
    if told := st.session_state.pop(SAID, None):
        say([told])


def show(one: Proposal, actor: Actor, compared: Preview | None) -> None:
    """Offer what this person may do about a proposal as it stands; say why what most would look for is not offered."""
    if one.closed:
        return
    may = {action: permissions.allowed(actor, action, proposals.state(one, actor, action)) for action in ACTIONS}
    with st.container(border=True, key="proposal_acts"):
        html("<h2>Your word</h2>")
        if may["comment"].yes:
            st.text_area("Words", key=WORDS, max_chars=deciding.LONGEST, height=90, placeholder=PLACEHOLDER)
        with st.container(horizontal=True, key="proposal_buttons"):
            _decide(one, actor, compared, may)
            if may["comment"].yes:
                _button("Only remark", "comment", deciding.comment, one)
            if one.is_of(actor) and may["propose"].yes:
                mend = permalink.link("upload", {}, own={"revise": one.code})
                html(f'<a class="ky-inline" href="{mend}" target="_self">Mend it on the page Upload</a>')
                _button("Take it back", "take_back", deciding.take_back, one)
        _time(one, may)


ACTIONS = ("comment", "approve", "send_back", "refuse", "take_back", "propose", "set_embargo")
PLACEHOLDER = "What is to be mended, or why; needed to send it back or to refuse it"


def _decide(one: Proposal, actor: Actor, compared: Preview | None, may: dict[str, permissions.Decision]) -> None:
    """Offer to accept, send back and refuse; accepting only with the comparison at hand."""
    if not may["approve"].yes:
        return
    if not actor.signed_in:
        html(f"<p class='muted'>It cannot be accepted here: {deciding.SECOND_PERSON}.</p>")
        return
    why_not = _not_yet(one, compared)
    if compared is not None and one.standing != proposals.APPROVED:
        st.button(
            "Accept", key="proposal_approve", type="primary", disabled=bool(why_not), help=why_not or None,
            on_click=_accept, args=(one, compared.head),
        )  # fmt: skip
    _button("Send back", "send_back", deciding.send_back, one)
    _button("Refuse", "refuse", deciding.refuse, one)
    if why_not:
        html(f"<p class='muted'>{why_not}</p>")


def _not_yet(one: Proposal, compared: Preview | None) -> str:
    """Return why a draft cannot be accepted as it compares now; "" when it can."""
    if compared is None or compared.sha256 != one.draft.sha256:
        return "It cannot be accepted while it cannot be compared."
    if not compared.ready:
        return "Since it was proposed something must be answered that its author did not. Send it back to be mended."
    return "It would change no figure: all of them are known already. Refuse it." if compared.idle else ""


def _button(label: str, name: str, act: Callable[..., Any], one: Proposal) -> None:
    st.button(label, key=f"proposal_{name}", on_click=_do, args=(act, one.code), type="secondary")


def _do(act: Callable[..., Any], code: str) -> None:
    """Take a step with the words in the box, as whoever sits there now."""
    words = st.session_state.get(WORDS) or ""
    _tried(act.__name__, code, lambda actor: act(settings.folder(), actor, code, words))


def _accept(one: Proposal, number: int) -> None:
    """Accept the draft as it was shown beside the figures as they were shown; it goes out now or at its time."""
    words = st.session_state.get(WORDS) or ""
    seal = one.draft.seal
    _tried("approve", one.code, lambda actor: deciding.approve(settings.folder(), actor, one.code, seal, number, words))


def _set_time(code: str, *, lift: bool) -> None:
    ends = "" if lift else st.session_state.get(WHEN) or ""
    if not (ends or lift):
        st.session_state[SAID] = "Write the time with its zone: 2026-12-18T09:30+08:00. Nothing was changed."
        return
    _tried("set_embargo", code, lambda actor: deciding.set_embargo(settings.folder(), actor, code, ends))


def _tried(what: str, code: str, step: Callable[[Actor], Any]) -> None:
    """Take a step, let go out what is due, and keep words for the next run when it could not be taken."""
    actor = sign_in.actor()
    try:
        step(actor)
        sign_in.note(actor, what, f"proposal {code}")
        st.session_state[WORDS] = ""
        if release.release(settings.folder()):
            add_command.rebuilt(settings.folder())
    except (StoreError, ProposalError) as error:
        sign_in.note(actor, what, f"proposal {code}", f"refused: {error}")
        st.session_state[SAID] = str(error)


def _time(one: Proposal, may: dict[str, permissions.Decision]) -> None:
    """Offer to set, move or lift the time before which it is not shown."""
    if not may["set_embargo"].yes:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="proposal_time"):
        st.text_input("Not before", key=WHEN, placeholder="2026-12-18T09:30+08:00", width=260)
        label = "Move the time" if one.not_before else "Set the time"
        st.button(label, key="proposal_set_time", on_click=_set_time, args=(one.code,), kwargs={"lift": False})
        if one.not_before:
            st.button(
                "Lift it", key="proposal_lift", on_click=_set_time, args=(one.code,), kwargs={"lift": True},
                type="tertiary", help="It then goes out as soon as it is accepted, at once if it is accepted already.",
            )  # fmt: skip
