"""One proposal: how it stands, what it would change, what was said of it, and what can be done about it."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.exhibits import permalink
from dashboard.figures import served, settings, words
from dashboard.overview import headline_changes, shown_where
from dashboard.overview.shown_where import Place
from dashboard.views.frame import frame
from dashboard.views.markup import html, say
from dashboard.views.proposals import acts, standings
from dashboard.views.upload import compare, consequences
from etl.intake import intake, outcomes
from etl.intake.intake import Preview
from etl.office import permissions, proposals
from etl.office.permissions import Actor
from etl.office.proposals import Proposal
from etl.store import Store, StoreError

KEPT = "proposal_compared"  # the last comparison, by the seal of the draft and the edition it was made with


def show(one: Proposal, actor: Actor) -> None:
    """Show a proposal to somebody who may see it."""
    with frame("proposals", (standings.title(one), standings.sentence(one)), dated=False) as view:
        acts.said()
        _facts(one)
        if not view:
            return
        compared = None
        if not one.closed:
            compared = _compared(one)
            if compared:
                _comparison(*compared)
        _steps(one)
        acts.show(one, actor, compared[0] if compared else None)
        if permissions.allowed(actor, "download_raw", proposals.state(one, actor)).yes:
            _original(one)
        html('<p class="ky-inline"><a href="/proposals" target="_self">All proposals</a></p>')


def _facts(one: Proposal) -> None:
    """Show who proposed what, published when, with which answers."""
    draft = one.draft
    facts = [("Proposed", f"by {one.author}, {standings.when(one.at)}"), ("File", draft.name)]
    facts += [("Published", words.day(draft.published)), ("Address", draft.url), ("Note", draft.note)]
    facts += [("Not before", standings.when(one.not_before) if one.not_before else "")]
    given = {key: value for key, value in draft.answers.items() if key not in ("published", "url", "note") and value}
    facts += [("Answers", "; ".join(f"{key}: {value[:80]}" for key, value in given.items()))]
    told = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    address = permalink.whole(permalink.link("proposals", {}, own={"p": one.code}))
    html(f'<dl class="ky-dl">{told}<dt>Send round</dt><dd>{escape(address)}</dd></dl>')


def _compared(one: Proposal) -> tuple[Preview, tuple[Place, ...]] | None:
    """Return the comparison of a draft with the figures as they are now; kept until either is another."""
    try:
        store = Store(settings.folder())
        wanted = (one.draft.seal, store.edition())
        kept = st.session_state.get(KEPT)
        if kept and kept[0] == wanted:
            return kept[1], kept[2]
        data = store.read(store.snapshot(proposals.drawer("proposed", one.subject), one.draft.snapshot))
        with st.spinner("Comparing each figure with what is known …"):
            answers = dict(one.draft.answers)
            made = intake.preview(settings.folder(), data, one.draft.name, answers, headline_changes.headlines)
            places = shown_where.places(served.figures(), made) if made.ready else ()
    except StoreError as error:
        say([f"It cannot be compared: {error}"])
        return None
    st.session_state[KEPT] = (wanted, made, places)
    return made, places


def _comparison(made: Preview, places: tuple[Place, ...]) -> None:
    if made.outcomes:
        counted = outcomes.counts_words(made.outcomes)
        html(f"<h2>{escape(counted)}</h2><p class='muted'>{escape(consequences.summary(made, places))}</p>")
        compare.comparison(made, places, "The file, figure by figure")
    compare.recognised(made)
    compare.problems(made)


def _steps(one: Proposal) -> None:
    """Show what was done and said, the oldest first; words of people stand as text."""
    told = "".join(
        f"<li><b>{escape(step.by)}</b> {standings.VERBS[step.kind]} "
        f'<span class="muted">{standings.when(step.at)}</span>'
        + "".join(f"<br>{escape(line)}" for line in step.words.splitlines())
        + "</li>"
        for step in one.steps
    )
    html(f'<h2>What was done and said</h2><ol class="ky-steps-list">{told}</ol>')


def _original(one: Proposal) -> None:
    def data() -> bytes:
        store = Store(settings.folder())
        return store.read(store.snapshot(proposals.drawer("proposed", one.subject), one.draft.snapshot))

    st.download_button(
        "Original file", data, one.draft.name, key="proposal_original", type="tertiary", icon=":material/download:",
        on_click="ignore",
    )  # fmt: skip
