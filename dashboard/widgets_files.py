"""The row of files over a brief: open one, save this one, make deck, document, page, or everything."""

from __future__ import annotations

import streamlit as st

from dashboard import tray
from dashboard.export import brief as briefs
from dashboard.export import write
from dashboard.export.errors import RenderError
from dashboard.tray import Tray
from dashboard.widgets_page import say
from etl.store import StoreError

FILES = {"pptx": ("PowerPoint", ":material/slideshow:"), "pdf": ("PDF", ":material/picture_as_pdf:"),
         "html": ("Web page", ":material/public:"), "zip": ("ZIP", ":material/folder_zip:")}  # fmt: skip


def row(held: Tray) -> None:
    """Show the row, then the files made since the last change."""
    with st.container(horizontal=True, vertical_alignment="center", key="no_print_files"):
        with st.popover("Open brief.json", type="tertiary", icon=":material/folder_open:"):
            st.text_area(
                "Text of the brief.json",
                key="brief_text",
                height=180,
                help="Open the file in any editor, copy all, paste it here.",
            )
            st.button("Open", on_click=_open, args=(held,), key="brief_open")
        if held.ids:
            st.download_button(
                "Save brief.json", briefs.written(held.brief), "brief.json", "application/json", key="brief_save",
                type="tertiary", icon=":material/save:", on_click="ignore",
            )  # fmt: skip
            st.space("stretch")
            wanted = [
                form
                for form in FILES
                if st.button(
                    FILES[form][0], key=f"make_{form}", icon=FILES[form][1], help=f"Make the {FILES[form][0]} file"
                )
            ]
    problem = st.session_state.pop("brief_problem", "")
    if problem:
        say([problem])
    if held.ids:
        if wanted:
            _build(held, wanted[0])
        _saves(held)


def _open(held: Tray) -> None:
    try:
        held.open(briefs.read(st.session_state.get("brief_text", "")))
    except briefs.BriefError as reason:
        st.session_state["brief_problem"] = str(reason)


def _build(held: Tray, form: str) -> None:
    """Make a file, saying which slide is at work."""
    bar = st.progress(0.0, f"Making the {FILES[form][0]} file …")

    def tell(number: int, count: int, what: str) -> None:
        bar.progress(number / (count + 1), f"{number} of {count}: {what}")

    try:
        tray.make(held, form, tell)
    except (RenderError, StoreError) as reason:
        say([str(reason)])
    bar.empty()


def _saves(held: Tray) -> None:
    """Offer the files made since the last change."""
    ready = [form for form in FILES if form in held.files]
    if not ready:
        return
    with st.container(horizontal=True, horizontal_alignment="right", key="brief_ready"):
        for form in ready:
            made = held.files[form][1]
            size = f"{len(made) / 1e6:.1f} MB" if len(made) >= 1e6 else f"{max(1, round(len(made) / 1024))} KB"
            st.download_button(
                f"Save {FILES[form][0]}, {size}", made, f"kyakhta_brief.{form}", write.MIME[form], key=f"save_{form}",
                type="primary" if form == ready[0] else "secondary", on_click="ignore",
            )  # fmt: skip
