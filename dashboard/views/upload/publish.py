"""The last step of an upload: published at once at this machine, proposed to a second person where others are served."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import streamlit as st

from dashboard.exhibits import permalink
from dashboard.figures import served, settings, words
from dashboard.overview.shown_where import Place
from dashboard.server import sign_in
from dashboard.views.markup import html, say
from dashboard.views.upload import compare, consequences, history
from etl.intake import add_command, drafts, intake, outcomes
from etl.intake.intake import Preview
from etl.office import deciding, permissions
from etl.office.permissions import Actor
from etl.office.proposals import Draft
from etl.store import Entry, Store, StoreError

STATE, PLACES, DONE = "upload_preview", "upload_places", history.DONE


class Done(NamedTuple):
    """What was published or proposed: the file as compared, where it shows, then either the decision and the edition that
    it made, or the proposal's code.
    """

    one: Preview
    places: Sequence[Place]
    entry: Entry | None = None
    edition: str = ""
    proposal: str = ""


class Wish(NamedTuple):
    """What a person says of a file as they publish or propose it."""

    published: str
    url: str
    note: str
    not_before: str = ""


def finding(done: Done) -> tuple[str, str]:
    """Return the headline of the page after the last step, and the sentence under it."""
    counted = outcomes.counts_words(done.one.outcomes)
    if done.proposal:
        return f"Proposed. {counted}", "Nothing is public yet: it waits for a reviewer other than you."
    marked = "It counts at once, and pictures that rest on it are marked until it is approved."
    return f"Published. {counted}", f"Edition {done.edition}. {marked}"


def form(one: Preview) -> None:
    """Ask for day, address and a note at the foot of the window, and publish or propose; with open questions say how many."""
    with st.container(key="upload_publish_bar"):
        if not one.ready:
            waiting = len(one.held) + len(one.questions)
            html(
                f"<p><b>Not yet:</b> {waiting} question{'s' if waiting != 1 else ''} above must be answered first.</p>"
            )
            return
        at_once = sign_in.actor().local
        with st.form("upload_publish", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            day = one.answers.get("published") or str(one.recognised.get("published") or words.today())
            published = st.text_input(
                "Published on", day, width=130, help="The day the publisher released it: 2026-07-18"
            )
            url = st.text_input("Address", one.answers.get("url", ""), placeholder="https://…")
            note = st.text_input("Note for the history", placeholder="Monthly bulletin for June")
            not_before = "" if at_once or _revises() else _embargo()
            if st.form_submit_button("Publish" if at_once else "Propose", type="primary"):
                _commit(one, Wish(published, url, note, not_before))


def _embargo() -> str:
    return st.text_input(
        "Not before (optional)", placeholder="2026-12-18T09:30+08:00", width=220,
        help="The minute before which nobody but reviewers, keepers and auditors may see it, with its zone: +08:00 is "
        "Beijing, +03:00 Moscow, Z is UTC. It goes out by itself once it is accepted.",
    )  # fmt: skip


def _revises() -> str:
    """Return the code of the proposal that the file at hand mends, from the address; "" for a new one."""
    kept = st.session_state.get("ky")
    return str(kept.own.get("revise", "")) if kept else ""


def _commit(one: Preview, wish: Wish) -> None:
    """Check once more with the day that was given, and publish or propose; whoever came first is not overwritten."""
    actor = sign_in.actor()
    try:
        day = date.fromisoformat(wish.published.strip()).isoformat()
    except ValueError:
        say([f"“{wish.published}” is not a day; write 2026-07-18. Nothing has been changed."])
        return
    with st.spinner("Publishing …" if actor.local else "Proposing …"):
        try:
            told = {**one.answers, "published": day, "url": wish.url.strip()}
            again = replace(intake.preview(settings.folder(), one.data, one.name, told), head=one.head)
            if not again.ready:  # the day raised a question: it is an older edition than the one known
                st.session_state[STATE] = again
                st.rerun()
            places = st.session_state.get(PLACES, ())
            done = _publish(actor, again, places, wish) if actor.local else _propose(actor, again, places, wish)
            drafts.done(settings.folder(), again.sha256, actor.subject)
        except (StoreError, ValueError) as error:
            sign_in.note(actor, "propose", one.name, f"refused: {error}")
            say([str(error)])
            return
    sign_in.note(actor, "propose", f"proposal {done.proposal}: {one.name}")
    st.session_state[DONE] = done
    st.session_state[STATE] = None
    st.rerun()


def _publish(actor: Actor, one: Preview, places: Sequence[Place], wish: Wish) -> Done:
    """Put a file in force at once. Raises StoreError or ValueError in words."""
    folder, may = settings.folder(), permissions.authorise(actor)
    edition = add_command.publish(folder, one, actor.name, wish.note.strip(), may)
    return Done(one, places, Store(folder).history()[-1], edition)


def _propose(actor: Actor, one: Preview, places: Sequence[Place], wish: Wish) -> Done:
    """Propose a file, or another draft of the proposal that the address names. Raises StoreError or ValueError in words."""
    draft = Draft(
        one.source, "", one.sha256, one.name, one.answers["published"], one.answers.get("url", ""), wish.note.strip(),
        dict(one.answers), dict(one.recognised), served.newest(),
    )  # fmt: skip
    code = _revises()
    if code:
        deciding.revise(settings.folder(), actor, code, one.data, draft)
    else:
        code = deciding.propose(settings.folder(), actor, one.data, draft, wish.not_before.strip())
    return Done(one, places, proposal=code)


def after(done: Done, forget: Callable[[], None]) -> None:
    """Say where what was published shows, or that nothing shows it, with the table of it; offer to undo."""
    with st.container(border=True, key="upload_after"):
        if done.proposal:
            _proposed(done, forget)
            return
        where = consequences.where_words(done.places, "See it", "_self")
        html(where or consequences.nothing_words(done.one, done.places))
        with st.container(horizontal=True, key="upload_after_actions"):
            st.button("Upload another file", on_click=forget, type="primary" if where else "secondary")
            compare.table(done.one, "The new rows (CSV)")
            st.button(
                "Take it back",
                on_click=history.ask,
                args=("withdraw", done.entry),
                type="tertiary",
                icon=":material/undo:",
            )
        html('<p class="muted">Where every figure comes from: <a href="/sources" target="_self">Sources</a>.</p>')


def _proposed(done: Done, forget: Callable[[], None]) -> None:
    """Say what happens next, with the address to send round."""
    address = permalink.whole(permalink.link("proposals", {}, own={"p": done.proposal}))
    html(
        "<h2>A reviewer decides next</h2><p>Reviewers see it under “Waits for you”. You may send them the address; it "
        f'opens only for those who may see it:</p><p class="ky-inline"><a href="{address}" target="_self">{address}</a></p>'
    )
    st.button("Upload another file", on_click=forget, type="primary")
