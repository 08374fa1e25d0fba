"""The picture of a card: its drawing for wide windows and for phones with what it says at each period, drawn by the script of the page."""

from __future__ import annotations

import json

import streamlit as st

from dashboard.draw import browser
from dashboard.exhibits import catalogue, permalink
from dashboard.exhibits.picks import SPANS
from dashboard.looks import Look
from dashboard.views.frame import View
from dashboard.views.markup import html

SHEET = {"card": 820, "card_half": 470}  # px: spread over the card on paper, words stay near 8 pt


def show(seen: Look, view: View, wide: str, *, compact: bool) -> None:
    """Show the drawing twice, for wide windows and for phones; the style sheet shows one and `draw/picture.js` draws it.

    Reading it asks the server for nothing; a point leads to its source at `/point` (`server/points.py`).
    """
    chart = seen.request.chart
    told = {"reading": seen.readout(view.theme), "link": seen.link, "span": "" if compact else _span(chart, view.page)}
    for name, size in (("wide", wide), ("narrow", "card_phone")):
        given = {**told, "chart": f"{name}_{chart}", "drawing": seen.picture(size, view.theme)}
        if name == "narrow":  # the one that is printed
            given["sheet"] = str(SHEET[wide])
            given["paper"] = seen.picture(size, "light") if view.theme != "light" else ""
        with st.container(key=f"{name}_{chart}"):
            html(browser.markup(seen.card.alt, given))


def _span(chart: str, page: str) -> str:
    """Return as JSON how the address says from when to when: its two names and whether it counts in years or months."""
    kinds = {pick.name: pick.kind for pick in catalogue.module(chart).PICKS if pick.kind in SPANS}
    if not {"first", "last"} <= set(kinds):
        return ""
    prefix = "" if permalink.charts(page)[:1] == [chart] else f"{chart}."
    return json.dumps({"first": f"{prefix}first", "last": f"{prefix}last", "kind": kinds["first"]})
