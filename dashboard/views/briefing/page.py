"""The page Briefing: slides in order at the left, the chosen one at the right, files to take along above."""

from __future__ import annotations

import base64
from html import escape

import streamlit as st

from dashboard.exhibits import catalogue
from dashboard.exhibits.badges import Badge
from dashboard.exhibits.model import NothingToShow
from dashboard.export import brief as briefs
from dashboard.export import tray
from dashboard.export.errors import RenderError
from dashboard.export.tray import Tray
from dashboard.figures import served, words
from dashboard.views import tray as session_tray
from dashboard.views.briefing import files
from dashboard.views.briefing.ready import show_ready
from dashboard.views.card.card import badge
from dashboard.views.frame import frame
from dashboard.views.markup import html, say
from etl.store import StoreError

PAGE = "briefing"
ROOM = {"slides": "", "note": "Two pages hold four charts.", "sheet": "One page holds four charts."}


def show() -> None:
    """Show the page."""
    held = session_tray.held()
    count = len(held.ids)
    told = None
    if count:
        charts = f"{count} chart{'s' if count != 1 else ''}, {count + 2} slides."
        told = (held.brief.title, f"{charts} Numbers stay as briefed until you take newer ones.")
    with frame(PAGE, told) as view:
        if not view:
            return
        files.row(held)
        session_tray.keep(held)
        if not count:
            show_ready(held, view)
            return
        newest = served.newest()
        left, right = st.columns([5, 7])
        with left, st.container(border=True, height="stretch", key="brief_order"):
            _order(held, newest)
        with right, st.container(border=True, height="stretch", key="brief_slide"):
            _slide(held, newest)


def _order(held: Tray, newest: str) -> None:
    """Show the slides in order; the chosen one has the accent rule."""
    st.text_input(
        "Title of the brief",
        held.brief.title,
        key="brief_title",
        max_chars=briefs.LONGEST["title"],
        on_change=_named,
        args=(held,),
    )
    newer = [n for n in held.ids if n not in held.settled and tray.edition_change(held.slide(n), newest)]
    chosen = held.ids[held.at or 0]
    for place, number in enumerate(held.ids):
        _row(held, place, number, number == chosen, number in newer)
    html(f'<p class="muted">Slide 1 is the title; slide {len(held.ids) + 2} is “Sources, editions, caveats”.</p>')
    if newer:
        have = "has" if len(newer) == 1 else "have"
        say(
            [
                f"{len(newer)} of {len(held.ids)} charts {have} newer data. Keep the numbers as briefed, or take the new ones."
            ]
        )
        with st.container(horizontal=True):
            st.button("Keep all as briefed", on_click=held.settled.update, args=(newer,), key="brief_keep_all")
            st.button("Take all new", on_click=_refresh, args=(held, newer, newest), key="brief_take_all")


def _named(held: Tray) -> None:
    held.name(title=st.session_state["brief_title"].strip() or "Briefing")


def _row(held: Tray, place: int, number: int, chosen: bool, newer: bool) -> None:
    one = held.slide(number)
    line = catalogue.catalogue()[one.chart]
    topic = catalogue.pages()[line["page"]]["menu"]
    edited = bool(one.headline) and one.headline != one.told
    marks = [Badge("amber", "Newer data", "The newest figures draw something else")] if newer else []
    marks += [Badge("accent", "Headline edited", "The headline is the author's own")] if edited else []
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="top", key=f"brief_row_{'on_' if chosen else ''}{number}"
    ):
        with st.container(key=f"brief_words_{number}"):
            label = f"{place + 2}\u2002{one.headline or one.told or line['title']}"
            st.button(
                _plain(label),
                key=f"pick_{number}",
                type="tertiary",
                help="Show this slide",
                on_click=_choose,
                args=(held, number),
            )
            known = f" · as known on {words.day(one.as_of)}" if one.as_of else ""
            html(
                f'<p class="ky-topic">{escape(topic)} · {escape(one.edition)}{escape(known)} {"".join(map(badge, marks))}</p>'
            )
        _moves(held, place, number)


def _moves(held: Tray, place: int, number: int) -> None:
    """Show the buttons that move a slide or take it out; their words are for screen readers and under the pointer."""
    last = len(held.ids) - 1
    for name, label, icon, edge, act in (
        ("up", "Move up", ":material/arrow_upward:", place == 0, (held.move, number, -1)),
        ("down", "Move down", ":material/arrow_downward:", place == last, (held.move, number, 1)),
        ("out", "Remove from the brief", ":material/close:", False, (held.remove, number)),
    ):
        st.button(label, key=f"move_{name}_{number}", icon=icon, type="tertiary", help=label, disabled=edge,
                  on_click=act[0], args=act[1:])  # fmt: skip


def _plain(text: str) -> str:
    """Return a text that a button shows as it is: its labels read Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|~$:<>" else c for c in text)


def _choose(held: Tray, number: int) -> None:
    held.chosen = number


def _refresh(held: Tray, numbers: list[int], newest: str) -> None:
    """Take the newest figures on these slides; a slide without any stays, and says why."""
    problems = []
    for number in numbers:
        try:
            tray.refresh(held, number, newest)
        except (NothingToShow, StoreError) as reason:
            problems.append(f"Slide {held.ids.index(number) + 2} stays as briefed. {reason}")
    if problems:
        st.session_state["brief_problem"] = " ".join(problems)


def _slide(held: Tray, newest: str) -> None:
    """Show the chosen slide: template, picture, what moved, and the author's words."""
    number = held.ids[held.at or 0]
    one = held.slide(number)
    template = st.segmented_control(
        "Template of the PDF", list(briefs.TEMPLATES), format_func=briefs.TEMPLATES.__getitem__, default=held.brief.template, key="brief_template",
    )  # fmt: skip
    if template and template != held.brief.template:
        held.name(template=template)
    if ROOM[held.brief.template]:
        html(f'<p class="muted">{ROOM[held.brief.template]} More take more pages.</p>')
    try:
        source = base64.b64encode(tray.slide_picture(one)).decode("ascii")
        html(f'<img class="ky-slide" alt="{escape(_alt(one), quote=True)}" src="data:image/png;base64,{source}">')
    except (RenderError, NothingToShow, StoreError) as reason:
        say([str(reason)])
    _moved(held, number, newest)
    _words(held, number)


def _alt(one: briefs.Slide) -> str:
    item = tray.find_exhibit(one)
    return item if isinstance(item, str) else item.alt


def _moved(held: Tray, number: int, newest: str) -> None:
    """Say what the newest figures change on this slide, and let the reader keep or take them."""
    found = None if number in held.settled else tray.edition_change(held.slide(number), newest)
    if found is None:
        return
    values = f"{found.values} drawn value{'s differ' if found.values != 1 else ' differs'} in edition {newest}."
    heads = (
        [f"Briefed: {found.then}", f"Now: {found.now}"] if found.then != found.now else ["The headline stays the same."]
    )
    say([values, *heads])
    with st.container(horizontal=True):
        st.button("Keep as briefed", key=f"keep_{number}", on_click=held.settled.add, args=(number,))
        st.button(
            "Take the new figures",
            key=f"take_{number}",
            on_click=_refresh,
            args=(held, [number], newest),
            disabled=bool(found.gone),
        )


def _words(held: Tray, number: int) -> None:
    """Show the author's words: headline, speaking line, note."""
    one = held.slide(number)
    follows = st.toggle(
        "Headline follows the data",
        value=not one.headline,
        key=f"follows_{number}",
        on_change=_follow,
        args=(held, number),
    )
    if not follows:
        _text(held, number, "headline", "Headline", "Marked as edited wherever it is printed.")
    _text(held, number, "speaking", "Speaking line", "Goes into the speaker notes, and over the sources on paper.")
    _text(held, number, "note", "Note on the slide", "Printed under the chart.")


def _follow(held: Tray, number: int) -> None:
    one = held.slide(number)
    held.change(number, headline="" if st.session_state[f"follows_{number}"] else one.told or one.chart)


def _text(held: Tray, number: int, name: str, label: str, told: str) -> None:
    value, key, most = getattr(held.slide(number), name), f"{name}_{number}", briefs.LONGEST[name]
    if name == "speaking":
        st.text_area(label, value, 84, most, key, told, _written, (held, number, name))
    else:
        st.text_input(label, value, most, key, help=told, on_change=_written, args=(held, number, name))


def _written(held: Tray, number: int, name: str) -> None:
    held.change(number, **{name: st.session_state[f"{name}_{number}"].strip()})
