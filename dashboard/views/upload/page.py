"""Upload: a file as downloaded, in six steps on one screen; nothing changes before the person has seen what would."""

from __future__ import annotations

import streamlit as st

from dashboard.figures import served, settings
from dashboard.overview import headline_changes, shown_where
from dashboard.server import guard, sign_in
from dashboard.views.frame import Session, View, frame
from dashboard.views.markup import html, say
from dashboard.views.upload import answers as widgets_answers
from dashboard.views.upload import compare, fetch, history, publish, read_as, steps, waiting
from dashboard.views.upload.answers import literal
from etl import read
from etl.intake import add_command, drafts, intake
from etl.intake.intake import Preview
from etl.office import deciding, permissions, proposals
from etl.store import Store, StoreError

STATE, DONE, SAID, PLACES = publish.STATE, history.DONE, "upload_said", publish.PLACES
PENDING = "upload_pending"  # what is to be checked in the next run: a callback must not write on the page


def show() -> None:
    """Show the page: the step that the file has reached, and the history under it."""
    with frame("upload", _finding(), dated=False) as view:
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
        history.show(actor)


def _session() -> str:
    """Return the id of this reader's session, under which the gate lets files in."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    return context.session_id if context else ""


def _finding() -> tuple[str, str] | None:
    """Return the headline of the file at hand, or nothing for the page's own question."""
    if done := st.session_state.get(DONE):
        return publish.finding(done)
    one: Preview | None = st.session_state.get(STATE)
    return _headline(one) if one else None


def _headline(one: Preview) -> tuple[str, str]:
    step = "publish" if sign_in.actor().local else "propose"
    return compare.finding(one, st.session_state.get(PLACES, ()), step)


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
        publish.after(st.session_state[DONE], _forget)
    elif one is None:
        _revised()
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
            publish.form(one)


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
    folder, who = settings.folder(), sign_in.actor()
    with st.status(f"Checking {literal(name)} …", expanded=True) as status:
        try:
            if keep:
                status.write("Keeping it as received")
                drafts.begin(folder, data, name, who.name, who.subject)
                sign_in.note(who, "handed in", name)
            status.write("Reading it, and comparing each figure with what is known")
            one = intake.preview(folder, data, name, answers, headline_changes.headlines)
            if one.ready:
                status.write("Looking for the charts that would move")
            places = shown_where.places(served.figures(), one) if one.ready else ()
        except StoreError as error:
            st.session_state[SAID] = str(error)
            return
    if one.refused:
        add_command.keep_refused(folder, one, who.name, who.subject)
    else:
        drafts.note(folder, one.sha256, one.answers, who.subject)
    st.session_state[STATE], st.session_state[PLACES] = one, places
    st.session_state.pop(DONE, None)


def _revised() -> None:
    """Take the draft of the proposal that the address names, once, for its author to mend."""
    kept: Session = st.session_state["ky"]
    code, who = kept.own.get("revise", ""), sign_in.actor()
    if not code or st.session_state.get("upload_revised") == code:
        return
    st.session_state["upload_revised"] = code
    try:
        one = deciding.find(settings.folder(), who, code)
        store = Store(settings.folder())
        file = store.snapshot(proposals.drawer("proposed", one.subject), one.draft.snapshot)
        data = store.read(file) if one.is_of(who) and not one.closed else b""
    except StoreError as error:
        say([str(error)])
        return
    if data:
        check(data, one.draft.name, dict(one.draft.answers), keep=False)
        st.rerun()
    say([f"Only its author mends the proposal {code}, while it is open. Nothing was changed."])


def _forget() -> None:
    st.session_state["ky"].own.pop("revise", None)
    for key in (STATE, PLACES, DONE, "upload_file", "upload_pasted", "upload_find", "upload_cells", "upload_grid_page"):
        st.session_state.pop(key, None)
