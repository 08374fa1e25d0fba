"""Check a draft: a page of prose pasted or handed in, its figures as understood, corrected and judged, and given back marked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from html import escape

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.figures import settings
from dashboard.ledger import marked, read_as, verdict_lists
from dashboard.server import guard, sign_in
from dashboard.views.frame import View
from dashboard.views.ledger import correct
from dashboard.views.ledger.signs import sign
from dashboard.views.markup import html, say
from etl.draft import draft as drafts
from etl.draft import files, prose
from etl.ledger import claims_file, ledger
from etl.ledger.verdicts import Verdict
from etl.office import permissions
from etl.tables.problems import cut

KEPT = "prose_draft"
AROUND = 70  # characters shown on each side of a figure


@dataclass
class Draft:
    """A draft of this session: its figures, what a person corrected, and the verdicts on the figures looked at."""

    key: str
    read: prose.Prose
    found: list[drafts.Found]
    judged: dict[str, Verdict] = field(default_factory=dict)
    judged_for: object = None


@st.fragment
def check(view: View) -> None:
    """Let the reader hand in a page of prose and have its figures checked."""
    lid = st.expander("Check a draft", icon=":material/fact_check:", on_change="rerun", key="prose_lid")
    if lid.open:
        with lid:
            _form()
            kept = st.session_state.get(KEPT)
            if kept is not None:
                _show(kept, view)


def _form() -> None:
    """Offer the boxes for text and file, and read what was handed in once it is asked for."""
    with st.form("prose", border=False):
        st.caption(
            "Paste a page in English, or hand in a file. Figures on goods, fuels and arms are looked for, by rules; nothing is kept or sent."
        )
        pasted = st.text_area("Text of the draft", key="prose_text", height=160, max_chars=prose.MOST_CHARACTERS)
        file = _file()
        asked = st.form_submit_button("Check the draft")
    if not asked:
        return
    try:
        if file is not None:
            _take(files.text_of(file.getvalue(), file.name))
        elif pasted.strip():
            _take(pasted)
        else:
            st.session_state.pop(KEPT, None)
            say(["There is no text yet. Paste some, or choose a file."])
    except (files.Unreadable, prose.TooLong, drafts.TooMany) as error:
        st.session_state.pop(KEPT, None)
        say([f"{cut(file.name, 60)}: {error}" if file is not None else str(error)])


def _file() -> UploadedFile | None:
    """Offer a box for a file where this installation takes files; the gate is opened for this session first."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    if context is None or not permissions.allowed(sign_in.actor(), "stage", permissions.OWN).yes:
        return None
    guard.grant(context.session_id)
    return st.file_uploader("Or a file (.docx, .pdf, .txt)", type=list(files.KINDS), key="prose_file")


def _take(text: str) -> None:
    """Keep a text of this session with its figures. Raises TooLong or TooMany in words."""
    read, found = drafts.find(text, claims_file.ROWS)
    st.session_state[KEPT] = Draft(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16], read, found)


def _show(kept: Draft, view: View) -> None:
    """Show what was found, what could not be understood, a way to correct it, and the document to take along."""
    if not kept.found:
        say(["No figure with a unit was found in this text."])
        return
    above = st.container()  # what a correction changes stands above the form that makes it
    changed = correct.form(kept.found, kept.key)
    if changed is not None:
        kept.found = [changed if one.id == changed.id else one for one in kept.found]
    _judge(kept, view)
    with above:
        _list(kept, (view.edition, view.as_of))


def _list(kept: Draft, known: tuple[str, str | None]) -> None:
    """Show every figure with its verdict, and offer the document to take along."""
    counts = verdict_lists.counts(kept.judged.values())
    rest = len(kept.found) - len(kept.judged)
    rows = [_row(one, kept.judged.get(one.id), kept.read.paragraphs[one.paragraph]) for one in kept.found]
    html(
        f"<p><b>{len(kept.found)} figures found.</b> {counts.not_} do not reproduce, {counts.depends} depend on the source, "
        f"{counts.reproduces} reproduce, {counts.unchecked} have no figures here; {rest} were not understood.</p>"
        "<table class='ky-blocks'><thead><tr><th>In the text</th><th>What the data say</th><th>How it was read</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
    st.download_button(
        "The draft with comments (Word)",
        lambda: marked.as_docx(
            kept.read.paragraphs, kept.found, kept.judged, known, _evidence(known).dataset.citations
        ),
        "draft_checked.docx",
        type="tertiary",
        icon=":material/description:",
        on_click="ignore",
    )


def _evidence(known: tuple[str, str | None]) -> ledger.Evidence:
    return verdict_lists.evidence(settings.folder(), *known)


def _judge(kept: Draft, view: View) -> None:
    """Judge the figures, unless they and what is looked at are as before."""
    lines = tuple(tuple(one.line.items()) for one in kept.found)
    wanted = (view.edition, view.as_of, lines)
    if kept.judged_for != wanted:
        evidence = _evidence((view.edition, view.as_of))
        kept.judged = {one.claim.id: one for one in ledger.judge(drafts.claims(kept.found), evidence)}
        kept.judged_for = wanted


def _row(one: drafts.Found, verdict: Verdict | None, paragraph: str) -> str:
    """Return a figure as a row: where it stands, what the data say of it, and how it was read or why not."""
    if verdict is None:
        told, how = '<span class="ky-verdict muted"><i>□</i> Not checked</span>', f"{one.why[:1].upper()}{one.why[1:]}."
    else:
        near = "".join(f" {reading.words}" for reading in verdict.readings[:1])
        told, how = f"{sign(verdict)}<br>{escape(verdict.words + near)}", f"{read_as.read_as(verdict.claim)}."
    return (
        f"<tr><td>{_excerpt(one, paragraph)}</td><td data-label='The data'>{told}</td>"
        f"<td data-label='Read as' class='muted'>{escape(how)}</td></tr>"
    )


def _excerpt(one: drafts.Found, paragraph: str) -> str:
    """Return the words around a figure with the figure marked."""
    first, last = max(0, one.start - AROUND), one.end + AROUND
    before, after = paragraph[first : one.start], paragraph[one.end : last]
    opens, ends = "…" if first else "", "…" if last < len(paragraph) else ""
    return f"“{opens}{escape(before)}<mark>{escape(one.printed)}</mark>{escape(after)}{ends}”"
