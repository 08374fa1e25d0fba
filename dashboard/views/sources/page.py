"""The page Sources: who publishes what, coverage and revisions, what was corrected, what each edition did."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.exhibits import evidence, permalink
from dashboard.figures import comparisons, served, words
from dashboard.figures.query import Data
from dashboard.overview import provenance
from dashboard.views.card.card import badge, exhibit_card
from dashboard.views.folding import chart_jumps, in_pages
from dashboard.views.frame import View, frame, session
from dashboard.views.markup import html
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

MOST = 20


def show_sources() -> None:
    """Show every source with its freshness, the coverage and revision charts, corrections in force and the history."""
    with frame("sources", jumps=_jumps()) as view:
        if view is None:
            return
        data = served.figures(view.edition, view.as_of)
        table = _sources(data, session("sources").own.get("source", ""))
        _block("sources", provenance.summary(data), "State is judged by each source's own calendar.", table, view)
        for chart_id in permalink.charts("sources"):
            exhibit_card(chart_id, view)
        found = provenance.corrections()
        said = (
            "Rows that were misprinted or miscopied; the file as received is kept, the correction is a line of its own."
        )
        _block("corrections", f"{len(found)} corrections in force", said, _corrections(found), view)
        apart = comparisons.disagreements(data)
        said = "Published values outside the rounding of the one shown, the widest first; every chart names its own under Sources."
        _block("apart", provenance.apart_words(apart), said, _apart(apart), view)
        changes = provenance.history(data)
        _block("history", "What each edition changed", provenance.edition_words(view.edition), _history(changes), view)


def _jumps() -> list[tuple[str, str]]:
    """Return the links to the parts of the page, in their order."""
    return [
        ("sources", "Who publishes what"), *chart_jumps(permalink.charts("sources")), ("corrections", "Corrections"),
        ("apart", "Published values that disagree"), ("history", "What each edition changed"),
    ]  # fmt: skip


def _block(name: str, head: str, sub: str, table: str, view: View) -> None:
    with st.container(border=True, key=f"card_{'past_' if view.as_of else ''}{name}"):
        html(
            f'<div class="ky-head" id="{name}" tabindex="-1"><h2>{escape(head)}</h2></div><p class="ky-sub">{escape(sub)}</p>'
        )
        html(table)


def _table(name: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table of cells that are markup already, in a box that scrolls on its own."""
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<div class="ky-scroll" tabindex="0" role="region" aria-label="{escape(name, quote=True)}">'
        f"<table {in_pages(name)}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _sources(data: Data, named: str) -> str:
    """Return the table of sources; the one that the address names is marked, the script of the box scrolls there."""
    rows = [
        (
            escape(one.publisher), _marked(evidence.link_html(one.home, one.title), one.id == named), badge(one.state), _day(one.last),
            _day(one.newest), f"{one.figures:,}", escape(one.licence),
        )
        for one in provenance.sources(data)
    ]  # fmt: skip
    return _table("Sources", ("Publisher", "Figures", "State", "Reaches", "Newest page", "Values", "Licence"), rows)


def _marked(cell: str, here: bool) -> str:
    return f'<span class="ky-found">{cell}</span>' if here else cell


def _day(text: str) -> str:
    return f'<span class="nowrap">{words.day(text)}</span>'


def _corrections(found: list[registry.Row]) -> str:
    rows = [
        (
            escape(registry.get("series", line["series"])["label"]), escape(registry.place_name(line["partner"])),
            words.period(line["period"], int(line["months"])), escape(provenance.value(line, line["value"])),
            escape(provenance.correction(line)),
            escape(line["reason"]), evidence.link_html(line["url"], "page") if line["url"] else "",
        )
        for line in found
    ]  # fmt: skip
    return _table("Corrections in force", ("Series", "Partner", "Period", "Found", "Instead", "Why", "Where"), rows)


def _apart(found: pd.DataFrame) -> str:
    rows = [
        (
            escape(one["label"]), escape(f"{registry.place_name(one['reporter'])}, {registry.place_name(one['partner'])}"),
            f'<span class="nowrap">{words.period(one["period"], int(one["months"]))}</span>',
            f'<span class="nowrap">{escape(_told(one, "shown"))}</span>',
            f'<span class="nowrap">{escape(_told(one, "says"))}</span>',
            escape(_apart_by(one)), escape(registry.get("sources", one["source_says"])["title"]), _day(one["vintage_says"]),
        )
        for one in found.head(MOST).to_dict("records")
    ]  # fmt: skip
    heads = ("Series", "Counted by, with", "Period", "Shown", "Otherwise", "Apart", "Who says otherwise", "Published")
    more = len(found) - len(rows)
    rest = f'<p class="muted">and {more} smaller differences.</p>' if more > 0 else ""
    return _table("Published values that disagree", heads, rows) + rest


def _told(one: dict[str, Any], which: str) -> str:
    """Return one of the two values with the digits it was printed with and its unit."""
    row = {"series": one["series"], "value": one[f"value_{which}"], "rounding": one[f"rounding_{which}"]}
    return f"{evidence.figure(row)} {one['unit']}".strip()


def _apart_by(one: dict[str, Any]) -> str:
    """Return how far apart: in points where the figures are per cent, else in per cent of the value shown."""
    if one["unit"] == "%":
        return words.points(one["says"] - one["shown"])
    return words.percent(one["apart_pct"], signed=True) if one["value_shown"] else "from zero"


def _history(changes: list[provenance.Change]) -> str:
    if not changes:
        return '<p class="muted">No decision has been taken since these figures shipped.</p>'
    rows = [
        tuple(escape(part) for part in (one.edition, words.day(one.day), one.what, one.why, one.effect))
        for one in changes
    ]
    return _table("History of editions", ("Edition", "Day", "Decision", "Why", "Effect on the values shown"), rows)
