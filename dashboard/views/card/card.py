"""The pieces of pages: `show_page` for a page of cards, `exhibit_card` for one chart with all its evidence."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

import streamlit as st

from dashboard.exhibits import badges, permalink
from dashboard.exhibits.badges import Badge
from dashboard.figures import words
from dashboard.looks import Look, Request, look
from dashboard.looks.look import Card
from dashboard.views.card import evidence as widgets_evidence
from dashboard.views.card import exports, picture
from dashboard.views.card.picks import picks
from dashboard.views.folding import chart_jumps
from dashboard.views.frame import Session, View, frame, write_address
from dashboard.views.markup import Contained, html, say


def show_page(page: str) -> None:
    """Show a page: its title and question, then a card for each of its charts."""
    charts = permalink.charts(page)
    with frame(page, jumps=chart_jumps(charts)) as view:
        if view:
            for position, chart_id in enumerate(charts):
                if position:
                    st.space("small")
                exhibit_card(chart_id, view, first=position == 0)


@st.fragment
def exhibit_card(chart_id: str, view: View, wide: str = "card", compact: bool = False, first: bool = True) -> None:
    """Show one chart with its choices, words, tabs and actions. A new choice draws this card only, not the page.

    `compact` leaves choices to the page, and what is rarely asked for to "More".
    """
    kept: Session = st.session_state["ky"]
    with Contained("This chart could not be shown."):
        refused = "" if compact else picks(chart_id, kept, view, first)
        say([refused] if refused else [])
        seen = look(view.request(chart_id, kept.picks[chart_id]))
        past = "past_" if view.as_of or seen.card.marker else ""
        with st.container(border=True, key=f"card_{past}{chart_id}", height="stretch"):
            _head(seen, view, compact, named=kept.chart == chart_id)
            if seen.nothing:
                _nothing(seen, kept, view)
            else:
                _tabs(seen, view, wide, compact)
                _foot(seen.card, compact)
                _actions(seen, compact)


def badge(one: Badge) -> str:
    """Return a badge as markup; under the pointer and with the focus it says what it means here, and in general."""
    tip = " ".join(filter(None, (one.help, badges.meaning(one))))
    if not tip:
        return plain_badge(one)
    return (
        f'<span class="ky-badge {one.tone}" tabindex="0">{escape(one.words)}'
        f'<span class="ky-tip"> {escape(tip)}</span></span>'
    )


def plain_badge(one: Badge) -> str:
    """Return a badge as markup where something else around it is opened or chosen."""
    return f'<span class="ky-badge {one.tone}">{escape(one.words)}</span>'


def _head(seen: Look, view: View, compact: bool, named: bool) -> None:
    """Show the words over a chart; `named` is the one that the address opens at: the script of the page scrolls there."""
    item = seen.card
    marker = item.marker or (f"As known on {words.day(view.as_of)}" if view.as_of else "")
    past = f'<p class="ky-past">{escape(marker)}</p>' if marker else ""
    tints = "" if compact else "".join(badge(one) for one in item.badges)
    html(
        f'{past}<div class="ky-head{" ky-here" if named else ""}" id="{seen.request.chart}" tabindex="-1"><h2>{escape(item.headline or item.title)}</h2>'
        + (f'<div class="ky-badges">{tints}</div>' if tints else "")
        + f'</div><p class="ky-sub">{escape(item.subtitle)}</p>'
    )


def _nothing(seen: Look, kept: Session, view: View) -> None:
    """Say why there is no picture, with a button that cures it."""
    say([seen.nothing])
    chart = seen.request.chart
    usual = Request.usual(chart, view.edition, view.as_of).picks
    if view.as_of:
        st.button("Show as known today", key=f"cure_{chart}", on_click=_today, args=(kept,))
    elif seen.request.picks != usual:
        st.button("Go back to the usual view", key=f"cure_{chart}", on_click=_usual, args=(kept, chart, usual))


def _today(kept: Session) -> None:
    kept.as_of = None
    st.session_state.pop("ky_known", None)


def _usual(kept: Session, chart_id: str, usual: dict[str, str]) -> None:
    kept.picks[chart_id] = usual
    for name in usual:
        st.session_state.pop(f"{chart_id}.{name}", None)


def _tabs(seen: Look, view: View, wide: str, compact: bool) -> None:
    """Show the tabs; only the open one is made."""
    claims = seen.card.claims
    names = ["Chart", "Table", "Sources", *([f"Claims ({len(claims)})"] if claims else [])]
    tabs = st.tabs(names, on_change="rerun", key=f"tab_{seen.request.chart}")
    for name, tab in zip(names, tabs, strict=True):
        if not tab.open:
            continue
        with tab, Contained("This part could not be drawn. The figures are under “Table”."):
            if name == "Chart":
                picture.show(seen, view, wide, compact=compact)
                _offers(seen)
            elif name == "Table":
                widgets_evidence.table(seen.exhibit)
            elif name == "Sources":
                widgets_evidence.sources(seen.exhibit)
            else:
                widgets_evidence.claims(claims, view.named, view.as_of)


def _offers(seen: Look) -> None:
    """Offer the nearest views that can be read, a click each, where a sentence stands in place of a drawing."""
    if not seen.card.offers:
        return
    chart = seen.request.chart
    kept: Session = st.session_state["ky"]
    with st.container(horizontal=True, key=f"offers_{chart}"):
        for number, offer in enumerate(seen.card.offers):
            st.button(
                f"Show {offer.words}",
                key=f"offer_{number}_{chart}",
                on_click=_take,
                args=(kept, chart, dict(offer.picks)),
            )


def _take(kept: Session, chart_id: str, picks: dict[str, str]) -> None:
    """Set a chart's picks, in its boxes and in the address too."""
    _usual(kept, chart_id, picks)
    write_address(kept)


def _foot(item: Card, compact: bool) -> None:
    lines = []
    said = (item.source_line, item.calculation, item.edition_line.partition(" · link ")[0])
    for text in said[:1] if compact else said:
        label, colon, rest = text.partition(": ")
        if text.startswith("Edition "):
            label, colon, rest = "Edition", " ", text.removeprefix("Edition ")
        lines += [f'<p class="ky-foot"><b>{escape(label)}</b> {escape(rest)}</p>'] if colon and rest.strip(" .") else []
    html(f'<div class="ky-footer">{"".join(lines)}</div>')


def _actions(seen: Look, compact: bool) -> None:
    """Show the row under the chart: copy a link that stays, take picture and data, add to the brief."""
    chart, item = seen.request.chart, seen.card
    size = f"{max(1, round(item.csv_bytes / 1024))} KB"
    with st.container(horizontal=True, vertical_alignment="center", key=f"actions_{chart}"):
        with st.popover("Copy link", type="tertiary", icon=":material/link:"):
            st.code(base_url() + seen.link, language=None, wrap_lines=True)
            html('<p class="muted">Shows exactly these figures, whatever is added later.</p>')
        exports.pictures(seen, compact)
        st.download_button(
            f"Data (CSV, {size})", key=f"csv_{chart}", on_click="ignore", type="tertiary",
            icon=":material/download:",
            file_name=f"{item.file_name}.csv", mime="text/csv",
            data=lambda: seen.csv,
        )  # fmt: skip
        exports.brief(seen)
    exports.copied(seen)


def base_url() -> str:
    """Return scheme and host as the reader's browser sees them, or nothing where no browser is."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
