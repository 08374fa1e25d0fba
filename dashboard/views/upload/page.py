"""Upload: a file as downloaded, in six steps on one screen; nothing changes before the person has seen what would."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.figures import settings, words
from dashboard.overview import headline_changes
from dashboard.server import guard
from dashboard.views.frame import View, frame
from dashboard.views.markup import html, say
from dashboard.views.upload import answers as widgets_answers
from dashboard.views.upload import compare, fetch, history, read_as, waiting
from dashboard.views.upload.answers import literal
from etl import read
from etl.intake import add_command, drafts, intake
from etl.intake.intake import Preview
from etl.store import StoreError, permissions

STEPS = ("Drop", "Recognise", "Map", "Check", "Compare", "Publish")
STATE, DONE, SAID = "upload_preview", "upload_done", "upload_said"


def show() -> None:
    """Show the page: the step that the file has reached, and the history under it."""
    with frame("upload", _finding()) as view:
        if not view:
            return
        actor = settings.actor()
        decision = permissions.allowed(actor, "stage")
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
    if st.session_state.get(DONE):
        return st.session_state[
            DONE
        ], "It counts at once, and pictures that rest on it are marked until it is approved."
    one: Preview | None = st.session_state.get(STATE)
    return compare.finding(one) if one else None


def _page(view: View) -> None:
    one: Preview | None = st.session_state.get(STATE)
    _steps(one)
    if st.session_state.get(DONE):
        _after()
    elif one is None:
        headline_changes.warm_beside(
            settings.folder(), view.edition
        )  # so that the first file does not wait for today's side
        _drop()
    else:
        st.button("Start with another file", on_click=_forget, icon=":material/arrow_back:", type="tertiary")
        compare.recognised(one)
        read_as.show(one)
        widgets_answers.show(one, lambda answers: check(one.data, one.name, answers, keep=False))
        compare.problems(one)
        if one.rows and not one.refused:
            compare.comparison(one)
        if one.ready and not one.idle:
            _publish(one)


def _steps(one: Preview | None) -> None:
    """Show where the file is: a line of steps, the present one marked."""
    if st.session_state.get(DONE):
        at = 6
    elif one is None:
        at = 0
    elif not one.source:
        at = 1
    elif not one.rows:
        at = 2
    elif one.refused:
        at = 3
    else:
        at = 5 if one.ready else 4
    cells = []
    for number, name in enumerate(STEPS):
        kind = "now" if number == at else "past" if number < at else ""
        current = " aria-current=step" if number == at else ""
        cells.append(f'<li class="{kind}"{current}>{number + 1} {name}</li>')
    html(f'<ol class="ky-steps">{"".join(cells)}</ol>')


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
    """Read, check and compare a file and make it the one at hand, with words while it takes.

    Its bytes are safe on the disk before anything reads them, and the answers beside them after each question, so that
    a closed browser or a restart loses nothing. What is refused moves into quarantine.
    """
    folder, who = settings.folder(), settings.actor().name
    with st.spinner(f"Checking {literal(name)} …", show_time=True):
        try:
            if keep:
                drafts.begin(folder, data, name, who)
            one = intake.preview(folder, data, name, answers, headline_changes.headlines)
        except StoreError as error:
            st.session_state[SAID] = str(error)
            return
    if one.refused:
        add_command.keep_refused(folder, one, who)
    else:
        drafts.note(folder, one.sha256, one.answers)
    st.session_state[STATE] = one
    st.session_state.pop(DONE, None)


def _forget() -> None:
    for key in (STATE, DONE, "upload_file", "upload_pasted"):
        st.session_state.pop(key, None)


def _publish(one: Preview) -> None:
    """Ask for day, address and a note, and publish."""
    with st.form("upload_publish", border=True):
        html("<h2>Publish</h2>")
        left, middle, right = st.columns([2, 4, 4], gap="small")
        day = one.answers.get("published") or str(one.recognised.get("published") or words.today())
        published = left.text_input("Published on", day, help="The day the publisher released it: 2026-07-18")
        url = middle.text_input("Address", one.answers.get("url", ""), placeholder="https://…")
        note = right.text_input("Note for the history", placeholder="Monthly bulletin for June")
        if st.form_submit_button("Publish", type="primary"):
            _commit(one, published, url, note)


def _commit(one: Preview, published: str, url: str, note: str) -> None:
    """Check once more with the day that was given, and put the file in force; whoever came first is not overwritten."""
    from datetime import date

    actor = settings.actor()
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
            edition = add_command.publish(
                settings.folder(), again, actor.name, note.strip(), permissions.authorise(actor)
            )
            drafts.done(settings.folder(), again.sha256)
        except (StoreError, ValueError) as error:
            say([str(error)])
            return
    st.session_state[DONE] = f"{len(one.added):,} figures added, {len(one.revised):,} revised. Edition {edition}."
    st.session_state[STATE] = None
    st.rerun()


def _after() -> None:
    """Say what changed and where to look; undo stands in the history below."""
    html(
        '<p><a href="/trade" target="_self">See it on Trade</a> · <a href="/" target="_self">on Overview</a> · '
        "Undo stands in the history below.</p>"
    )
    st.button("Upload another file", on_click=_forget)
