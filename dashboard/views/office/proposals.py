"""Proposals: what waits for a second person, each with its comparison, what was said of it, and what may be done."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard.exhibits import permalink
from dashboard.figures import served, settings, words
from dashboard.overview import headline_changes, shown_where
from dashboard.server import sign_in
from dashboard.views.frame import View, frame
from dashboard.views.markup import html, say
from dashboard.views.upload import compare, consequences
from etl.intake import four_eyes
from etl.intake.four_eyes import ProposalError
from etl.office import permissions, proposals
from etl.office.permissions import Actor
from etl.office.proposals import Proposal
from etl.store import StoreError

PAGE = "proposals"
SAID = "proposals_said"
HERE_ALONE = "This dashboard is served to this machine alone: what you publish counts at once, so nothing waits here."
DONE = {
    "propose": "proposed it", "revise": "answered anew", "compare": "looked at it with newer figures", "comment": "wrote",
    "send_back": "sent it back", "refuse": "refused it", "take_back": "took it back", "approve": "accepted it",
    "release": "put it in force", "return": "found that the figures had moved",
}  # fmt: skip


def show() -> None:
    """Show the list of proposals, or the one that the address names."""
    actor = sign_in.actor()
    with frame(PAGE) as view:
        if not view:
            return
        if said := st.session_state.pop(SAID, None):
            say([said])
        if actor.local:
            html(f"<p>{HERE_ALONE}</p>")
            return
        try:
            seen = {one.number: one for one in proposals.seen_by(settings.folder(), actor)}
        except StoreError as error:
            say([str(error)])
            return
        asked = view_number(view)
        if asked and asked not in seen:
            say([f"There is no proposal {asked} that you may see. " + permissions.allowed(actor, "see_draft").reason])
        if asked in seen:
            _one(seen[asked], actor)
        else:
            _list(list(seen.values()), actor)


def view_number(_view: View) -> int:
    """Return the number of the proposal that the address names; 0 for none."""
    text = st.session_state["ky"].own.get("p", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def address(number: int) -> str:
    """Return the address of a proposal, to send round."""
    return permalink.link(PAGE, {}, own={"p": str(number)})


def _list(seen: list[Proposal], actor: Actor) -> None:
    """List what waits for the reader, then the rest; say what the page is for where there is nothing."""
    waiting = {one.number for one in proposals.waiting_for(settings.folder(), actor)}
    first = [one for one in seen if one.number in waiting]
    rest = [one for one in seen if one.number not in waiting]
    html(f"<h2>Waits for you ({len(first)})</h2>")
    html(_lines(first) or "<p class='muted'>Nothing waits for you.</p>")
    if rest:
        html(f"<h2>All others ({len(rest)})</h2>{_lines(rest)}")
    elif not first:
        html(
            "<p class='muted'>What a contributor hands in on the page Upload stands here until a reviewer has decided.</p>"
        )


def _lines(some: list[Proposal]) -> str:
    told = "".join(
        f'<li><a href="{escape(address(one.number), quote=True)}" target="_self">{one.number} · {escape(one.file)}</a> '
        f'<span class="muted">{escape(one.by)} · {escape(_state(one))} · {_when(one.steps[-1].at)}</span></li>'
        for one in some
    )
    return f'<ul class="ky-steps-list">{told}</ul>' if told else ""


def _state(one: Proposal) -> str:
    return f"{one.state}, {_when(one.not_before)}" if one.state == proposals.SCHEDULED and one.not_before else one.state


def _when(at: str) -> str:
    return f"{words.day(at[:10])}, {at[11:16]} UTC"


def _one(one: Proposal, actor: Actor) -> None:
    """Show a proposal: its comparison with the figures of now, what was said, and what the reader may do."""
    try:
        one = four_eyes.compare_anew(settings.folder(), one.number, actor)
        with st.spinner("Comparing with the figures of now …"):
            preview = four_eyes.preview(settings.folder(), one, headline_changes.headlines)
            places = shown_where.places(served.figures(), preview) if preview.ready else ()
    except (StoreError, ProposalError) as error:
        say([str(error)])
        return
    html(
        f"<h2>{escape(one.file)}</h2><p class='muted'>Proposed by {escape(one.by)}; {escape(_state(one))}. {escape(one.note)}</p>"
    )
    html(f"<p>{escape(consequences.summary(preview, places))}</p>")
    if preview.outcomes:
        compare.comparison(preview, places)
    compare.problems(preview)
    with st.container(border=True, key="proposal_steps"):
        html("<h2>What was done and said</h2>" + "".join(
            f"<p><b>{escape(step.by)}</b> {DONE[step.kind]} <span class='muted'>{_when(step.at)}</span>"
            + (f"<br>{escape(step.words)}" if step.words else "") + "</p>"
            for step in one.steps
        ))  # fmt: skip
        _acts(one, actor)


def _acts(one: Proposal, actor: Actor) -> None:
    """Offer what the reader may do now; where it is nothing, say why."""
    kind = one.kind_for(actor)
    may = {
        act: permissions.allowed(actor, act, kind) for act in ("comment", "approve", "send_back", "refuse", "take_back")
    }
    if not one.open or not any(each.yes for each in may.values()):
        html(f"<p class='muted'>{escape(may['approve'].reason if one.open else f'It is {_state(one)}.')}</p>")
        return
    said = st.text_area("Your words", key=f"words_{one.number}", height=80)
    with st.container(horizontal=True, vertical_alignment="bottom", key="proposal_acts"):
        if may["approve"].yes:
            _approve(one, actor)
        for act, label, call in (
            ("comment", "Remark", four_eyes.say), ("send_back", "Send back", four_eyes.send_back),
            ("refuse", "Refuse", four_eyes.refuse),
        ):  # fmt: skip
            if may[act].yes:
                st.button(label, key=f"{act}_{one.number}", on_click=_done, args=(call, one.number, actor, said))
        if may["take_back"].yes:
            st.button(
                "Take it back",
                key=f"take_back_{one.number}",
                on_click=_done,
                args=(four_eyes.take_back, one.number, actor),
            )


def _approve(one: Proposal, actor: Actor) -> None:
    """Offer to accept what is shown; a keeper among the reviewers may name the time before which nothing is seen of it."""
    until = ""
    if permissions.allowed(actor, "set_embargo").yes:
        until = st.text_input("Not before", key=f"until_{one.number}", placeholder="2026-12-07T10:00+08:00",
                              help="Time with its zone; empty counts at once")  # fmt: skip
    st.button("Accept", key=f"approve_{one.number}", type="primary", on_click=_done,
              args=(four_eyes.approve, one.number, actor, one.seal, until))  # fmt: skip


def _done(call: Callable[..., Proposal], number: int, _shown_to: Actor, *more: str) -> None:
    """Take a step as who the reader is now, and say what came of it."""
    who = sign_in.actor()
    try:
        after = call(settings.folder(), number, who, *more)
    except (StoreError, ProposalError) as error:
        sign_in.note(who, call.__name__, f"proposal {number}", f"refused: {error}")
        st.session_state[SAID] = str(error)
        return
    sign_in.note(who, call.__name__, f"proposal {number}", after.state)
    st.session_state.pop(f"words_{number}", None)
    st.session_state[SAID] = f"Proposal {number}: {_state(after)}."
