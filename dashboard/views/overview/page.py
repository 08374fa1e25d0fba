"""The overview's own pieces: the finding, one chart beside five sentences, three short lists, all on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from dashboard.exhibits import catalogue, permalink
from dashboard.exhibits.picks import CURRENCY
from dashboard.figures import served
from dashboard.overview import short_lists, state_of_play
from dashboard.overview.key_figures import Fact
from dashboard.overview.short_lists import Line
from dashboard.overview.state_of_play import State
from dashboard.views.card.card import badge, exhibit_card
from dashboard.views.card.picks import draw
from dashboard.views.frame import Session, View, frame
from dashboard.views.markup import html
from etl.store import StoreError

CHART = "trade_rolling"


def show_overview() -> None:
    """Show the state of play: finding, chart, five sentences, what changed, what is contested, how fresh it is."""
    with frame("overview", headline=_finding, beside=_currency) as view:
        if view is None:
            return
        state = state_of_play.state(served.figures(view.edition, view.as_of), _chosen())
        left, right = st.columns([7, 5])
        with left:
            exhibit_card(CHART, view, wide="card_half", compact=True)
        with right, st.container(border=True, height="stretch", key=_past("facts", view)):
            html(_facts(state.facts, view))
        _lists(state, view)


def _chosen() -> str:
    """Return the currency picked: it is the chart's own pick, so an address and a link carry it."""
    kept: Session = st.session_state["ky"]
    return kept.picks[CHART][CURRENCY.name]


def _currency(kept: Session) -> None:
    """Show the overview's one choice beside the day."""
    draw(CURRENCY, CHART, kept, None)


def _past(name: str, view: View) -> str:
    return f"card_past_{name}" if view.as_of else f"card_{name}"


def _finding(view: View) -> tuple[str, str]:
    try:
        return state_of_play.state(served.figures(view.edition, view.as_of), _chosen()).finding
    except StoreError:
        return "China–Russia trade", "What is the state of play?"


def _facts(facts: Iterable[Fact], view: View) -> str:
    """Return the five sentences as a list; each opens the exhibit it comes from."""
    made = "".join(_fact(one, view) for one in facts)
    if not made:
        return '<p class="muted">No figures were published by this day. Choose a later one, or “Today”.</p>'
    return f'<ul class="ky-facts">{made}</ul>'


def _fact(one: Fact, view: View) -> str:
    sentence = escape(one.sentence)
    if one.bold:
        sentence = sentence.replace(escape(one.bold), f"<b>{escape(one.bold)}</b>", 1)
    tints = "".join(badge(each) for each in one.badges)
    count = f"{one.sources} source{'s' if one.sources != 1 else ''}"
    return (
        f'<li><span class="big">{escape(one.big)}</span><div><p>{sentence}</p><div class="meta">'
        f'<span>{escape(one.when)}</span>{tints}<a href="{_with_day(permalink.sources_of(one.address), view)}" target="_self">{count}</a>'
        "</div></div></li>"
    )


def _with_day(address: str, view: View) -> str:
    """Return an address that keeps the day the reader looks back from."""
    told = f"{'&' if '?' in address else '?'}as_of={view.as_of}" if view.as_of else ""
    return escape(address + told, quote=True)


def _lists(state: State, view: View) -> None:
    with st.spinner("Checking the cited figures …"):
        contested = short_lists.contested(served.figures(view.edition, view.as_of))
    blocks = (
        ("changed", state.title, list(state.changed), ("All sources and revisions", "/sources")),
        ("contested", "Contested figures", contested, ("All cited figures", "/ledger")),
        ("fresh", "How fresh each source is", list(state.fresh), None),
    )
    for column, (name, head, lines, more) in zip(st.columns(3), blocks, strict=True):
        with column, st.container(border=True, height="stretch", key=_past(name, view)):
            html(_rows(head, lines, more if more and _there(more[1]) else None))


def _there(address: str) -> bool:
    """Return whether a page stands at an address."""
    return address.strip("/") in catalogue.pages()


def _rows(head: str, lines: list[Line], more: tuple[str, str] | None) -> str:
    """Return a short list: words left, value or verdict right."""
    made = "".join(
        f'<li><span class="cut" title="{escape(one.help or one.left, quote=True)}">{_linked(one)}</span>'
        f'<span class="end {one.tone}">{escape(one.right)}</span></li>'
        for one in lines
    )
    made += f'<li><a href="{more[1]}" target="_self">{more[0]}</a></li>' if more else ""
    made = made or "<li>Nothing by this day.</li>"
    return f'<div class="ky-brief"><h3>{escape(head)}</h3><ul class="ky-rows">{made}</ul></div>'


def _linked(one: Line) -> str:
    page = one.address.partition("?")[0]
    if page and _there(page):
        return f'<a href="{escape(one.address, quote=True)}" target="_self">{escape(one.left)}</a>'
    return escape(one.left)
