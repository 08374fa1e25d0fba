"""Taking an exhibit along: picture files, figures, a slide, a citation, and the brief."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape

import streamlit as st

from dashboard.exhibits.model import NothingToShow
from dashboard.export import brief as briefs
from dashboard.export import citations, formats
from dashboard.export.errors import RenderError
from dashboard.overview import cards
from dashboard.overview.cards import Card
from dashboard.views.briefing import tray
from dashboard.views.frame import View
from dashboard.views.markup import html, say
from etl.store import StoreError

QUICK = (("png", "PNG", ":material/image:"), ("svg", "SVG", ":material/polyline:"))
MORE = {
    "pptx": "PowerPoint slide, chart can be edited", "pdf": "PDF, vector", "png": "PNG", "svg": "SVG",
    "xlsx": "Excel workbook", "zip": "Data package (ZIP)",
}  # fmt: skip
SIZES = {"slide": "16:9 slide, 1600 × 900", "half": "A4 half page", "square": "Square"}
SCALES = {1: "1×", 2: "2×", 3: "3×"}
CITATIONS = {"short": "Short", "long": "Long", "bibtex": "BibTeX", "ris": "RIS"}


def pictures(item: Card, picks: Mapping[str, str], view: View) -> None:
    """Offer the picture as files, made when asked for, and everything else under “More formats”."""
    for ending, label, icon in QUICK:
        st.download_button(
            label, key=f"{ending}_{item.chart}", on_click="ignore", type="tertiary", icon=icon, mime=formats.MIME[ending],
            file_name=f"{item.file_name}.{ending}", data=_maker(item.chart, picks, view, ending),
        )  # fmt: skip
    st.button("Copy image", key=f"copy_{item.chart}", type="tertiary", icon=":material/content_copy:")
    more = st.popover(
        "More formats", type="tertiary", icon=":material/more_horiz:", on_change="rerun", key=f"more_{item.chart}"
    )
    if more.open:  # made when opened: its citation needs the whole exhibit, which few readers of a page ask for
        with more:
            _more(item, picks, view)


def _maker(chart_id: str, picks: Mapping[str, str], view: View, ending: str):  # type: ignore[no-untyped-def]
    def made() -> bytes:
        scale = 2.0 if ending == "png" else 1.0
        return formats.made(cards.shown(chart_id, picks, view.edition, view.as_of), ending, "slide", scale)

    return made


def _more(item: Card, picks: Mapping[str, str], view: View) -> None:
    """Other formats and sizes, a picture to copy, a citation: each made when asked for."""
    chart = item.chart
    form = st.selectbox("Format", list(MORE), format_func=MORE.__getitem__, key=f"form_{chart}")
    size, scale = "slide", 1
    if form in ("png", "svg", "pdf"):
        size = st.selectbox("Size", list(SIZES), format_func=SIZES.__getitem__, key=f"size_{chart}")
    if form == "png":
        scale = (
            st.segmented_control(
                "Pixels", list(SCALES), format_func=SCALES.__getitem__, default=2, key=f"scale_{chart}"
            )
            or 1
        )
    wish = (form, size, scale, tuple(picks.items()), view.edition, view.as_of)
    files = st.session_state.setdefault("ky_files", {})
    left, right = st.columns(2)
    with left:
        if st.button("Make the file", key=f"make_{chart}", width="stretch"):
            _make(files, item, picks, view, wish)
    ready = files.get(chart)
    if ready and ready[0] == wish:
        with right:
            st.download_button(
                f"Save, {_size(ready[1])}", ready[1], key=f"save_{chart}", type="primary", on_click="ignore", width="stretch",
                file_name=f"{item.file_name}.{form}", mime=formats.MIME[form],
            )  # fmt: skip
        if form == "png":
            _copyable(ready[1], item.alt)
    style = st.segmented_control(
        "Cite", list(CITATIONS), format_func=CITATIONS.__getitem__, default="short", key=f"cite_{chart}"
    )
    try:
        st.code(
            citations.cite(cards.shown(chart, picks, view.edition, view.as_of), style or "short"),
            language=None,
            wrap_lines=True,
            height=140,
        )
    except (NothingToShow, StoreError) as reason:
        say([str(reason)])


def _make(files: dict, item: Card, picks: Mapping[str, str], view: View, wish: tuple) -> None:
    form, size, scale = wish[:3]
    try:
        with st.spinner(f"Making {MORE[form]} …"):
            made = formats.made(cards.shown(item.chart, picks, view.edition, view.as_of), form, size, float(scale))
    except (RenderError, NothingToShow, StoreError) as reason:
        say([str(reason)])
        return
    files[item.chart] = (wish, made)


def copied(item: Card, picks: Mapping[str, str], view: View) -> None:
    """After “Copy image”: the picture, already in the clipboard where the browser lets a page put it there."""
    if not st.session_state.get(f"copy_{item.chart}"):
        return
    try:
        with st.spinner("Drawing the picture …"):
            made = _maker(item.chart, picks, view, "png")()
    except (RenderError, NothingToShow, StoreError) as reason:
        say([str(reason)])
        return
    _copyable(made, item.alt)


def _copyable(made: bytes, alt: str) -> None:
    """Show the picture with the button that copies it; where a browser refuses, words say how to do it by hand."""
    source = base64.b64encode(made).decode("ascii")
    html(
        '<div class="ky-take"><button type="button" class="ky-copy-now">Copy the picture</button>'
        '<p class="muted" role="status">The picture is ready.</p></div>'
        f'<img class="ky-copy" alt="{escape(alt, quote=True)}" src="data:image/png;base64,{source}">'
    )


def _size(made: bytes) -> str:
    return f"{len(made) / 1e6:.1f} MB" if len(made) >= 1e6 else f"{max(1, round(len(made) / 1024))} KB"


def brief(item: Card, picks: Mapping[str, str], view: View) -> None:
    """Offer to add the exhibit to the brief."""
    if st.button("Add to brief", key=f"brief_{item.chart}", icon=":material/add:"):
        _add(item, picks, view)  # not a callback: what one shows inside a fragment would replace the top of the page


def _add(item: Card, picks: Mapping[str, str], view: View) -> None:
    held = tray.held()
    try:
        held.add(briefs.slide(cards.shown(item.chart, picks, view.edition, view.as_of)))
    except (briefs.BriefError, NothingToShow, StoreError) as reason:
        st.toast(str(reason))
        return
    tray.keep(held)
    count = len(held.ids)
    st.toast(f"Added. {count} slide{'s' if count != 1 else ''} in the brief, under Work, Briefing.")
