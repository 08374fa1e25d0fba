"""An empty brief: three ready ones to begin with, and where else slides come from."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.exhibits import catalogue, permalink
from dashboard.export.brief import BriefError
from dashboard.export.ready import ReadyBrief, ready_briefs
from dashboard.export.tray import Tray
from dashboard.views.frame import View
from dashboard.views.markup import html
from etl.store import StoreError


def show_ready(held: Tray, view: View) -> None:
    """Offer the ready briefs with the headlines they would have today, and the pages whose charts can be added."""
    html("<p>No slides yet. Begin with one of these and change what you like:</p>")
    for column, one in zip(st.columns(3), ready_briefs(), strict=False):
        with column, st.container(border=True, height="stretch", key=f"ready_card_{one.id}"):
            _offer(one, held, view)
    pages = ", ".join(
        f'<a href="{permalink.path(page)}" target="_self">{escape(line["menu"])}</a>'
        for page, line in catalogue.pages().items()
        if permalink.charts(page)
    )
    html(
        f"<p class='ky-inline'>Or open a chart and choose “Add to brief”: {pages}. A brief that you saved opens with “Open brief.json”.</p>"
    )


def _offer(one: ReadyBrief, held: Tray, view: View) -> None:
    heads = [seen.card.headline for seen in one.looks(view.edition, view.as_of)]
    lines = "".join(f"<li>{escape(head)}</li>" for head in heads)
    html(
        f'<h2>{escape(one.title)}</h2><p class="ky-sub">{escape(one.question)}</p>'
        f'<ol class="ky-steps-list">{lines}</ol>'
    )
    if heads:
        st.button(
            f"Begin with “{one.title}”", key=f"ready_{one.id}", on_click=_open, args=(one, held, view),
            icon=":material/slideshow:",
        )  # fmt: skip
    else:
        html('<p class="muted">Nothing of it was known by this day.</p>')


def _open(one: ReadyBrief, held: Tray, view: View) -> None:
    try:
        held.open(one.brief(view.edition, view.as_of))
    except (BriefError, StoreError) as reason:
        st.session_state["brief_problem"] = str(reason)
