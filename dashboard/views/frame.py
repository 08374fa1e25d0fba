"""The frame of every page: style sheet, centred column, title row with its one control, banners, words for failures."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from dashboard.exhibits import catalogue, permalink
from dashboard.exhibits import picks as picking
from dashboard.figures import served, words
from dashboard.looks import Request
from dashboard.looks.since import changes_since
from dashboard.views import account, orientation, tray
from dashboard.views.folding import fold_button, jump_list
from dashboard.views.markup import Contained, html, say, say_failed
from dashboard.views.sheets import style_sheet
from etl.store import StoreError

WIDTH = 1232
OLDEST = datetime.date.fromisoformat(permalink.OLDEST)


@dataclass(frozen=True)
class View:
    """What a page shows: figures of one edition as known on one day, in one theme."""

    page: str
    edition: str
    pinned: bool  # the address names the edition
    as_of: str | None
    theme: str

    @property
    def named(self) -> str | None:
        """The edition for a link that stays on what is shown: None where the reader follows the newest."""
        return self.edition if self.pinned else None

    def request(self, chart_id: str, picks: Mapping[str, str]) -> Request:
        """Return the request for one chart with these picks, of what the page shows."""
        return Request.for_chart(chart_id, picks, self.edition, self.as_of)


Finding = tuple[str, str] | Callable[[View], tuple[str, str]]


@dataclass
class Session:
    """What a reader chose, kept between runs; the address says the same."""

    page: str
    picks: dict[str, dict[str, str]]
    edition: str | None
    as_of: str | None
    written: dict[str, str]
    problems: tuple[str, ...] = ()
    own: dict[str, str] = field(default_factory=dict)  # the page's own choices
    chart: str = ""  # the one that the address names


def theme() -> str:
    """Return "light" or "dark", as the reader's page is."""
    return "dark" if st.context.theme.type == "dark" else "light"


def session(page: str) -> Session:
    """Return what the reader chose: kept from the last run, or read from a new address."""
    told = st.query_params.to_dict()
    kept: Session | None = st.session_state.get("ky")
    if kept is not None and kept.page == page and kept.written == told:
        return kept
    state = permalink.read(told, page)
    as_of = state.as_of
    if kept is not None and kept.page != page and permalink.AS_OF not in told:
        as_of = kept.as_of  # the day holds for every page until it is changed
    picks = {chart_id: dict(chosen) for chart_id, chosen in state.picks.items()}
    fresh = Session(page, picks, state.edition, as_of, told, state.problems, dict(state.own), state.chart)
    for chart_id in picks:
        for pick in catalogue.module(chart_id).PICKS:
            st.session_state.pop(f"{chart_id}.{pick.name}", None)
    if state.tab:  # opened once; the address then says what it always says
        st.session_state[f"tab_{state.chart or next(iter(picks))}"] = state.tab.capitalize()
    for key in ("ky_known", "ky_day", *(f"own.{name}" for name in state.own)):
        st.session_state.pop(key, None)
    st.session_state["ky"] = fresh
    return fresh


def write_address(kept: Session) -> None:
    """Put what the reader chose into the address; what is as usual is left out."""
    told = permalink.query(kept.page, kept.picks, kept.edition, kept.as_of, kept.own, chart=kept.chart)
    if told != kept.written:
        kept.written = told
        st.query_params.from_dict(told)


@contextmanager
def frame(
    page: str,
    headline: Finding | None = None,
    beside: Callable[[Session], None] | None = None,
    jumps: Sequence[tuple[str, str]] = (),
    *,
    dated: bool = True,
) -> Iterator[View | None]:
    """Open a page: style, centred column, title row, banners. Yields None, after words, when no figures can be read.

    `headline` is a finding and the line under it, or gives them, in place of the topic and its question. `beside` draws
    a choice of the whole page beside the day. `jumps` are anchors and titles of its cards. A page without figures is not
    `dated`: it offers no day, and keeps the one chosen elsewhere.
    """
    styled()
    kept = session(page)
    view: View | None = None
    with st.container(horizontal_alignment="center"), st.container(width=WIDTH, key="page"):
        with Contained("This page could not be shown."):
            view, sentences = _view(kept)
            told = headline if isinstance(headline, tuple) else headline(view) if headline and view else None
            _title_row(kept, told, beside, jumps, _shown(view) if view else "", dated=dated)
            if view and view.pinned:
                _since(kept, view)
            say([*kept.problems, *sentences])
            write_address(kept)
        with Contained("This page could not be shown."):
            yield view
        if view:
            html(orientation.foot(view.edition, view.as_of))
        account.line()


def _view(kept: Session) -> tuple[View | None, list[str]]:
    """Return what can be shown, and sentences on what cannot; an edition that is not there gives the newest."""
    sentences = []
    edition = kept.edition
    try:
        newest = served.newest()
        if edition:
            try:
                served.figures(edition, kept.as_of)
            except StoreError as error:
                sentences += [f"{error} Shown with the newest figures instead."]
                edition = kept.edition = None
        with st.spinner(f"Reading the figures as known on {words.day(kept.as_of or words.today())} …"):
            data = served.figures(edition or newest, kept.as_of)
    except StoreError as error:
        return None, [str(error)]
    pinned = bool(edition) and edition != newest
    return View(kept.page, edition or newest, pinned, kept.as_of, theme()), [*sentences, *data.problems]


def _shown(view: View) -> str:
    """Return what the script of the page reads: edition and day for the foot of a print, the brief for the menu."""
    said = f"Kyakhta · edition {view.edition} · as known on {words.day(view.as_of or words.today())}"
    return (
        f'<div class="ky-shown" hidden data-edition="{escape(view.edition, quote=True)}" '
        f'data-said="{escape(said, quote=True)}" {tray.counted()}></div>'
    )


def _title_row(
    kept: Session,
    headline: tuple[str, str] | None,
    beside: Callable[[Session], None] | None,
    jumps: Sequence[tuple[str, str]],
    shown: str,
    *,
    dated: bool,
) -> None:
    line = catalogue.pages()[kept.page]
    left, right = st.columns([8.6, 3.4], vertical_alignment="bottom")
    with left:
        where = f'<p class="ky-where">{escape(line["group"])}</p>' if line["group"] else ""
        title, question = headline or (line["title"], line["question"])
        links = jump_list(jumps)
        known = f"As known {'on ' + words.day(kept.as_of) if kept.as_of else 'today'}"
        folds = fold_button("known", f"Currency · {known.lower()}" if beside else known, "Choose") if dated else ""
        folds += fold_button("jump", f"On this page ({len(jumps)})", "Open") if links else ""
        html(
            f'{where}<h1>{escape(title)}</h1><p class="ky-question">{escape(question)}</p>{orientation.markup()}'
            f'<div class="ky-folds">{folds}</div>{shown}'
        )
    if dated:
        with right, st.container(horizontal=True, wrap=False, key="fold_known"):
            if beside:
                beside(kept)
            _known_on(kept)
    if links:
        html(links)


def _known_on(kept: Session) -> None:
    """Show the one control of every page: today, or a day in the past."""
    today = f"Today, {words.day(words.today())}"
    if st.session_state.get("ky_known") not in (today, "A past day"):
        st.session_state["ky_known"] = "A past day" if kept.as_of else today
    st.session_state.setdefault("ky_day", datetime.date.fromisoformat(kept.as_of or "2023-01-31"))
    st.selectbox("As known on", [today, "A past day"], key="ky_known", on_change=_set_day, args=(kept,))
    if st.session_state["ky_known"] != today:
        st.date_input(
            "Day", key="ky_day", on_change=_set_day, args=(kept,), format="DD/MM/YYYY",
            min_value=OLDEST, max_value=datetime.date.fromisoformat(words.today()),
        )  # fmt: skip


def _set_day(kept: Session) -> None:
    past = st.session_state["ky_known"] == "A past day"
    day = st.session_state["ky_day"] or datetime.date.fromisoformat("2023-01-31")
    kept.as_of = permalink.day(day.isoformat())[0] if past else None
    kept.problems = ()


def _since(kept: Session, view: View) -> None:
    """Say that an older edition is shown, what has changed since, and offer the newest."""
    since = changes_since(view.request(chart_id, picks) for chart_id, picks in kept.picks.items())
    if since.values or since.headlines:
        count = f"{since.values} drawn value{'s' if since.values != 1 else ''}"
        heads = f"{len(since.headlines)} headline{'s' if len(since.headlines) != 1 else ''}"
        changed = f"Since then {count} and {heads} on this page have changed."
    else:
        changed = "Nothing drawn on this page has changed since."
    now = [f"Now: {now}" for _, now in since.headlines]
    say([f"Edition {view.edition}, exactly as it was. {changed}", *now])
    st.button("Show the newest figures", on_click=_unpin, args=(kept,), key="ky_unpin")


def _unpin(kept: Session) -> None:
    kept.edition = None


def styled() -> None:
    """Give a page without a frame the look of the others."""
    st.html(style_sheet(theme()))


def page_failed(error: Exception) -> None:
    """Write that a whole page could not be shown, in the page's own look."""
    styled()
    say_failed("This page could not be shown.", error)


def settle_picks(chart_id: str, given: dict[str, str]) -> tuple[dict[str, str], str]:
    """Return valid picks of a chart, or the picks as given with a sentence on what does not go together."""
    try:
        return picking.settle(catalogue.module(chart_id).PICKS, given), ""
    except picking.UnknownPick as reason:
        return given, str(reason)
