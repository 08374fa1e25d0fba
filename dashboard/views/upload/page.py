"""Upload: a file as downloaded, in six steps on one screen; nothing changes before the person has seen what would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from dashboard.exhibits import permalink
from dashboard.figures import served, settings, words
from dashboard.overview import headline_changes, shown_where
from dashboard.overview.shown_where import Place
from dashboard.server import guard, sign_in
from dashboard.views.frame import View, frame
from dashboard.views.markup import html, say
from dashboard.views.upload import answers as widgets_answers
from dashboard.views.upload import compare, consequences, fetch, history, read_as, steps, waiting
from dashboard.views.upload.answers import literal
from etl import read
from etl.intake import add_command, drafts, four_eyes, intake, outcomes
from etl.intake.intake import Preview
from etl.office import permissions
from etl.store import Entry, Store, StoreError

STATE, DONE, SAID, PLACES = "upload_preview", history.DONE, "upload_said", "upload_places"
PENDING = "upload_pending"  # what is to be checked in the next run: a callback must not write on the page


class Done(NamedTuple):
    """What was published: the file as compared, where it shows, the decision, and the edition that it made."""

    one: Preview
    places: Sequence[Place]
    entry: Entry
    edition: str


def show() -> None:
    """Show the page: the step that the file has reached, and the history under it."""
    with frame("upload", _finding()) as view:
        if not view:
            return
        actor = sign_in.actor()
        decision = permissions.allowed(actor, "stage", permissions.OWN)
        weak = read.weaknesses()
        said = st.session_state.pop(SAID, None)
        if said:
            say([said])
        if not decision.yes:
            say([decision.reason])
        elif weak and not actor.local:
            say([f"{weak} So files are only taken from the person at this machine. Nothing was changed."])
        else:
            say([weak] if weak else [])
            guard.grant(_session())
            _page(view)
        history.show(decision.yes)


def _session() -> str:
    """Return the id of this reader's session, under which the gate lets files in."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    return context.session_id if context else ""


def _finding() -> tuple[str, str] | None:
    """Return the headline of the file at hand, or nothing for the page's own question."""
    done: Done | None = st.session_state.get(DONE)
    if done:
        counted = outcomes.counts_words(done.one.outcomes)
        marked = "It counts at once, and pictures that rest on it are marked until it is approved."
        return f"Published. {counted}", f"Edition {done.edition}. {marked}"
    one: Preview | None = st.session_state.get(STATE)
    return compare.finding(one, st.session_state.get(PLACES, ())) if one else None


def _page(view: View) -> None:
    pending: tuple[bytes, str, dict[str, str] | None, bool] | None = st.session_state.pop(PENDING, None)
    checking = st.empty()  # a place of its own: what is asked stays where it stands while an answer is checked
    if pending:
        with checking:
            _check(*pending)
        st.rerun()
    one: Preview | None = st.session_state.get(STATE)
    with st.container(horizontal=True, vertical_alignment="bottom", key="upload_head"):
        steps.show(one, published=bool(st.session_state.get(DONE)))
        if one and not st.session_state.get(DONE):
            st.button("Another file", on_click=_forget, icon=":material/arrow_back:", type="tertiary")
    if st.session_state.get(DONE):
        _after(st.session_state[DONE])
    elif one is None:
        headline_changes.warm_beside(
            settings.folder(), view.edition
        )  # so that the first file does not wait for today's side
        _drop()
    else:
        widgets_answers.show(one, lambda answers: check(one.data, one.name, answers, keep=False))
        if one.outcomes:
            compare.comparison(one, st.session_state.get(PLACES, ()))
        compare.recognised(one)
        read_as.show(one)
        compare.problems(one)
        if one.outcomes and not one.idle:
            _publish(one)


def _drop() -> None:
    """Take a file or a pasted table; offer what was left unfinished."""
    with st.container(border=True, key="upload_drop"):
        html(
            "<h2>Drop the file as you downloaded it</h2><p class='muted'>China Customs, UN Comtrade, Eurostat, US Census, "
            "IMF, WITS, Trade Map, SIPRI, ASEANstats, JODI, or a table of your own. It is recognised by what is in it. "
            "At most 20 MB; nothing is changed before you say so.</p>"
        )
        file = st.file_uploader("File", key="upload_file", label_visibility="collapsed")
        hint = "partner\tperiod\tvalue …"
        pasted = st.text_area("Or paste a table", key="upload_pasted", height=110, placeholder=hint)
        if file is not None:
            check(file.getvalue(), file.name)
            st.rerun()
        elif pasted and st.button("Check the pasted table", type="secondary"):
            check(pasted.encode(), "pasted.csv")
            st.rerun()
    fetch.show(check)
    waiting.show(check)


def check(data: bytes, name: str, answers: dict[str, str] | None = None, keep: bool = True) -> None:
    """Have a file checked in the next run of the page; callbacks and forms ask for it in the same way."""
    st.session_state[PENDING] = (data, name, answers, keep)


def _check(data: bytes, name: str, answers: dict[str, str] | None, keep: bool) -> None:
    """Read, check and compare a file and make it the one at hand, with words while it takes.

    Its bytes are safe on the disk before anything reads them, and the answers beside them after each question, so that
    a closed browser or a restart loses nothing. What is refused moves into quarantine.
    """
    folder, actor = settings.folder(), sign_in.actor()
    who = actor.subject or actor.name
    with st.status(f"Checking {literal(name)} …", expanded=True) as status:
        try:
            if keep:
                status.write("Keeping it as received")
                drafts.begin(folder, data, name, who)
                sign_in.note(actor, "handed in", name)
            status.write("Reading it, and comparing each figure with what is known")
            one = intake.preview(folder, data, name, answers, headline_changes.headlines)
            if one.ready:
                status.write("Looking for the charts that would move")
            places = shown_where.places(served.figures(), one) if one.ready else ()
        except StoreError as error:
            st.session_state[SAID] = str(error)
            return
    if one.refused:
        add_command.keep_refused(folder, one, who)
    else:
        drafts.note(folder, one.sha256, one.answers)
    st.session_state[STATE], st.session_state[PLACES] = one, places
    st.session_state.pop(DONE, None)


def _forget() -> None:
    for key in (STATE, PLACES, DONE, "upload_file", "upload_pasted", "upload_find", "upload_cells", "upload_grid_page"):
        st.session_state.pop(key, None)


def _publish(one: Preview) -> None:
    """Ask for day, address and a note, and publish, at the foot of the window; with open questions say how many."""
    with st.container(key="upload_publish_bar"):
        if not one.ready:
            waiting = len(one.held) + len(one.questions)
            html(
                f"<p><b>Not yet:</b> {waiting} question{'s' if waiting != 1 else ''} above must be answered first.</p>"
            )
            return
        with st.form("upload_publish", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            day = one.answers.get("published") or str(one.recognised.get("published") or words.today())
            published = st.text_input(
                "Published on", day, width=130, help="The day the publisher released it: 2026-07-18"
            )
            url = st.text_input("Address", one.answers.get("url", ""), placeholder="https://…")
            note = st.text_input("Note for the history", placeholder="Monthly bulletin for June")
            if st.form_submit_button("Publish" if sign_in.actor().local else "Propose", type="primary"):
                _commit(one, published, url, note)


def _commit(one: Preview, published: str, url: str, note: str) -> None:
    """Check once more with the day that was given, and put the file in force; whoever came first is not overwritten."""
    from datetime import date

    actor = sign_in.actor()
    try:
        day = date.fromisoformat(published.strip()).isoformat()
    except ValueError:
        say([f"“{published}” is not a day; write 2026-07-18. Nothing has been changed."])
        return
    with st.spinner("Publishing …"):
        try:
            told = {**one.answers, "published": day, "url": url.strip()}
            again = replace(intake.preview(settings.folder(), one.data, one.name, told), head=one.head)
            if not again.ready:  # the day raised a question: it is an older edition than the one known
                st.session_state[STATE] = again
                st.rerun()
            if not actor.local:
                made = four_eyes.propose(settings.folder(), again, actor, note)
                where = permalink.whole(permalink.link("proposals", {}, own={"p": str(made.number)}))
                st.session_state[SAID] = f"It waits for a reviewer as proposal {made.number}: {where}"
                _forget()
                st.rerun()
            edition = add_command.publish(
                settings.folder(), again, actor.name, note.strip(), permissions.authorise(actor)
            )
            drafts.done(settings.folder(), again.sha256)
        except (StoreError, ValueError) as error:
            say([str(error)])
            return
    entry = Store(settings.folder()).history()[-1]
    st.session_state[DONE] = Done(again, st.session_state.get(PLACES, ()), entry, edition)
    st.session_state[STATE] = None
    st.rerun()


def _after(done: Done) -> None:
    """Say where what was published shows, or that nothing shows it, with the table of it; offer to undo."""
    with st.container(border=True, key="upload_after"):
        where = consequences.where_words(done.places, "See it", "_self")
        html(where or consequences.nothing_words(done.one, done.places))
        with st.container(horizontal=True, key="upload_after_actions"):
            st.button("Upload another file", on_click=_forget, type="primary" if where else "secondary")
            compare.table(done.one, "The new rows (CSV)")
            st.button(
                "Take it back",
                on_click=history.ask,
                args=("withdraw", done.entry),
                type="tertiary",
                icon=":material/undo:",
            )
        html('<p class="muted">Where every figure comes from: <a href="/sources" target="_self">Sources</a>.</p>')
