"""The page Sources: who publishes what, coverage and revisions, what was corrected, who disagrees, what each edition did."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.exhibits import permalink
from dashboard.figures import served, words
from dashboard.overview import provenance
from dashboard.views.card.card import exhibit_card
from dashboard.views.frame import Session, View, frame, write_address
from dashboard.views.markup import html
from dashboard.views.sources import lists
from dashboard.views.sources.lists import Part

JUMPS = (("availability", "Who reported which months"), ("revisions", "First figures against the newest"))


def show_sources() -> None:
    """Show every source with its freshness, the coverage and revision charts, corrections in force and the history."""
    with frame("sources", headline=_finding) as view:
        if view is None:
            return
        kept: Session = st.session_state["ky"]
        needle = kept.own.get("find", "")
        parts = lists.parts(served.figures(view.edition, view.as_of), view.edition, needle, kept.own.get("source", ""))
        _find(kept)
        if needle:
            _found(parts, needle, kept)
        else:
            _jumps(parts)
        sources, *others = parts
        _show(sources, view)
        if not needle:
            for chart_id in permalink.charts("sources"):
                exhibit_card(chart_id, view)
        for part in others:
            _show(part, view)


def _finding(view: View) -> tuple[str, str]:
    """Return the page's finding, and by which calendar a source is late."""
    told = provenance.summary(served.figures(view.edition, view.as_of))
    return told, "A source is late by its own calendar, as of the day looked from."


def _find(kept: Session) -> None:
    """Show the box that narrows everything on the page to what has these words."""
    st.session_state.setdefault("own.find", kept.own.get("find", ""))
    st.text_input(
        "Find in sources, corrections and differences", key="own.find", max_chars=100, on_change=_set, args=(kept,),
        placeholder="A publisher, a series or a year, for example crude 2022",
    )  # fmt: skip


def _set(kept: Session) -> None:
    kept.own["find"] = st.session_state["own.find"] or ""
    write_address(kept)


def _clear(kept: Session) -> None:
    kept.own["find"] = ""
    st.session_state.pop("own.find", None)
    write_address(kept)


def _found(parts: list[Part], needle: str, kept: Session) -> None:
    """Say how much fits, and offer the whole page again."""
    told = [part.counted for part in parts if part.rows]
    said = f"{words.listed(told)} with “{needle}”." if told else f"Nothing here has “{needle}”."
    html(f'<p class="ky-sub" role="status">{escape(said)}</p>')
    st.button("Show all", key="sources_all", on_click=_clear, args=(kept,))


def _jumps(parts: list[Part]) -> None:
    """Show what the page has, each with the way there."""
    first, *rest = [(part.name, part.counted) for part in parts]
    links = "".join(f'<a href="#{name}">{escape(told)}</a>' for name, told in (first, *JUMPS, *rest))
    html(f'<nav class="ky-jumps" aria-label="On this page">{links}</nav>')


def _show(part: Part, view: View) -> None:
    if not part.markup:
        return
    with st.container(border=True, key=f"card_{'past_' if view.as_of else ''}{part.name}"):
        html(f'<h2 id="{part.name}">{escape(part.head)}</h2><p class="ky-sub">{escape(part.sub)}</p>{part.markup}')
