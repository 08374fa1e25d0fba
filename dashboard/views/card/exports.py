"""Taking an exhibit along: picture files, figures, a slide, a citation, and the brief."""

from __future__ import annotations

import base64
from functools import partial
from html import escape
from typing import NamedTuple

import streamlit as st

from dashboard.exhibits.model import NothingToShow
from dashboard.export import brief as briefs
from dashboard.export import citations, formats
from dashboard.export.errors import RenderError
from dashboard.looks import Look, Request
from dashboard.views import tray
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


class Wish(NamedTuple):
    """A file as a reader asked for it; another size or other picks are another file."""

    form: str
    size: str
    scale: int
    request: Request


Files = dict[str, tuple[Wish, bytes]]  # by chart: what was asked for last, and its content


def pictures(seen: Look, compact: bool = False) -> None:
    """Offer the picture as files, made when asked for, and everything else under “More formats”; `compact` the first alone."""
    chart = seen.request.chart
    for ending, label, icon in QUICK[:1] if compact else QUICK:
        st.download_button(
            label, key=f"{ending}_{chart}", on_click="ignore", type="tertiary", icon=icon, mime=formats.MIME[ending],
            file_name=f"{seen.card.file_name}.{ending}", data=partial(_picture_file, seen, ending),
        )  # fmt: skip
    if not compact:
        st.button("Copy image", key=f"copy_{chart}", type="tertiary", icon=":material/content_copy:")
    more = st.popover(
        "More" if compact else "More formats",
        type="tertiary",
        icon=":material/more_horiz:",
        on_change="rerun",
        key=f"more_{chart}",
    )
    if more.open:  # made when opened: its citation needs the whole exhibit, which few readers of a page ask for
        with more:
            _more(seen)


def _picture_file(seen: Look, ending: str) -> bytes:
    """Return the picture of slide size as a file. Raises RenderError, NothingToShow or StoreError in words."""
    return formats.made(seen.exhibit, ending, "slide", 2.0 if ending == "png" else 1.0)


def _more(seen: Look) -> None:
    """Other formats and sizes, a picture to copy, a citation: each made when asked for."""
    chart = seen.request.chart
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
    wish = Wish(form, size, scale, seen.request)
    files: Files = st.session_state.setdefault("ky_files", {})
    left, right = st.columns(2)
    with left:
        if st.button("Make the file", key=f"make_{chart}", width="stretch"):
            _make(files, seen, wish)
    ready = files.get(chart)
    if ready and ready[0] == wish:
        with right:
            st.download_button(
                f"Save, {_size(ready[1])}", ready[1], key=f"save_{chart}", type="primary", on_click="ignore", width="stretch",
                file_name=f"{seen.card.file_name}.{form}", mime=formats.MIME[form],
            )  # fmt: skip
        if form == "png":
            _copyable(ready[1], seen.card.alt)
    style = st.segmented_control(
        "Cite", list(CITATIONS), format_func=CITATIONS.__getitem__, default="short", key=f"cite_{chart}"
    )
    try:
        st.code(
            citations.cite(seen.exhibit, style or "short"),
            language=None,
            wrap_lines=True,
            height=140,
        )
    except (NothingToShow, StoreError) as reason:
        say([str(reason)])


def _make(files: Files, seen: Look, wish: Wish) -> None:
    try:
        with st.spinner(f"Making {MORE[wish.form]} …"):
            made = formats.made(seen.exhibit, wish.form, wish.size, float(wish.scale))
    except (RenderError, NothingToShow, StoreError) as reason:
        say([str(reason)])
        return
    files[seen.request.chart] = (wish, made)


def copied(seen: Look) -> None:
    """After “Copy image”: the picture, already in the clipboard where the browser lets a page put it there."""
    if not st.session_state.get(f"copy_{seen.request.chart}"):
        return
    try:
        with st.spinner("Drawing the picture …"):
            made = _picture_file(seen, "png")
    except (RenderError, NothingToShow, StoreError) as reason:
        say([str(reason)])
        return
    _copyable(made, seen.card.alt)


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


def brief(seen: Look) -> None:
    """Offer to add the exhibit to the brief; what came of it stands beside the button, where its room is kept."""
    chart = seen.request.chart
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"to_brief_{chart}"):
        said = st.container(key=f"said_{chart}")
        if st.button("Add to brief", key=f"brief_{chart}", icon=":material/add:"):
            with said:
                _add(seen)  # not a callback: what one shows inside a fragment would replace the top of the page


def _add(seen: Look) -> None:
    held = tray.held()
    try:
        held.add(briefs.pin_slide(seen.exhibit))
    except (briefs.BriefError, NothingToShow, StoreError) as reason:
        html(f'<p class="ky-added" role="status">{escape(str(reason))}</p>')
        return
    tray.keep(held)
    count = f"{len(held.ids)} chart{'s' if len(held.ids) != 1 else ''}"
    html(f'<p class="ky-added" role="status">Added: <a href="/briefing" target="_self">{count} in the brief</a></p>')
