"""What each page shows, as ready data for the yardstick: charts as traces and layout, tables as texts, and form fields."""

from __future__ import annotations

import json
from typing import Any

from dashboard.exhibits import catalogue, permalink
from dashboard.figures import served
from dashboard.ledger import verdict_lists, verdict_words
from dashboard.looks import Request, look
from dashboard.overview import provenance, short_lists, state_of_play

FIELDS = {"upload": ("file", "area"), "briefing": ("text", "area", "area"), "ledger": ("text",)}


def pages() -> dict[str, dict[str, Any]]:
    """Return for every page of pages.csv its charts, tables (heads first, then rows) and form fields."""
    return {
        name: {
            "charts": [_chart(chart, half=name == "overview") for chart in permalink.charts(name)],
            "tables": TABLES[name]() if name in TABLES else [],
            "fields": FIELDS.get(name, ()),
        }
        for name in catalogue.pages()
    }


def _chart(chart: str, *, half: bool) -> dict[str, Any]:
    """Return a chart as it first opens: words, traces and layout, drawn as the dashboard draws it."""
    picks = {pick.name: pick.default for pick in catalogue.module(chart).PICKS}
    card = look(Request.for_chart(chart, picks, served.newest())).card
    frame = "card_half" if half else "card"
    drawn = json.loads(look(Request.for_chart(chart, picks, served.newest())).picture(frame, "light"))
    return {"title": card.headline, "source": card.source_line, "traces": drawn["data"], "layout": drawn["layout"]}


def _overview() -> list[list[list[str]]]:
    state = state_of_play.state(served.figures())
    contested = short_lists.contested(served.figures())
    lists = [[["", ""], *([one.left, one.right] for one in lines)] for lines in (state.changed, contested, state.fresh)]
    return [[["Figure", "Sentence", "When"], *([one.big, one.sentence, one.when] for one in state.facts)], *lists]


def _sources() -> list[list[list[str]]]:
    data = served.figures()
    heads = ["Publisher", "Figures", "State", "Reaches", "Newest page", "Values", "Licence"]
    sources = [
        [one.publisher, one.title, one.state.words, one.last, one.newest, str(one.figures), one.licence]
        for one in provenance.sources(data)
    ]
    fixed = [[line["series"], line["period"], line["value"], line["reason"]] for line in provenance.corrections()]
    return [[heads, *sources], [["Series", "Period", "Found", "Why"], *fixed]]


def _ledger() -> list[list[list[str]]]:
    heads = ["Verdict", "What the text says", "Claimed", "Computed", "Difference", "Source used"]
    rows = [
        [
            one.word, one.claim.text, verdict_words.claimed(one.claim), verdict_words.computed(one), verdict_words.difference(one),
            verdict_words.source(one),
        ]
        for one in verdict_lists.verdicts(served.figures())
    ]  # fmt: skip
    return [[heads, *rows]]


TABLES = {"overview": _overview, "sources": _sources, "ledger": _ledger}
