"""The row of files over a brief: open one, save this one, make deck, document, page, or everything."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.export import brief as briefs
from dashboard.export import brief_file, formats, houses, tray
from dashboard.export.errors import RenderError
from dashboard.export.tray import Tray
from dashboard.server import guard
from dashboard.views.markup import say
from etl.store import StoreError

FILES = {"pptx": ("PowerPoint", ":material/slideshow:"), "pdf": ("PDF", ":material/picture_as_pdf:"),
         "html": ("Web page", ":material/public:"), "zip": ("ZIP", ":material/folder_zip:")}  # fmt: skip
BRIEFS, BRIEFS_BYTES = 30, 2_000_000  # that a session may open as files; the longest brief has some 250 KB


def row(held: Tray) -> None:
    """Show the row, then the files made since the last change."""
    with st.container(horizontal=True, vertical_alignment="center", key="no_print_files"):
        with st.popover("Open brief.json", type="tertiary", icon=":material/folder_open:"):
            _openers(held)
        if held.ids:
            st.download_button(
                "Save brief.json", brief_file.to_json(held.brief), "brief.json", "application/json", key="brief_save",
                type="tertiary", icon=":material/save:", on_click="ignore",
            )  # fmt: skip
            st.space("stretch")
            _house(held)
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


def _house(held: Tray) -> None:
    """Offer the installation's own PowerPoint templates, where it has some."""
    offered = houses.names()
    if not offered:
        return
    chosen = st.selectbox(
        "PowerPoint template", ["", *offered], format_func=lambda name: name or "Kyakhta", key="brief_house", width=220,
        label_visibility="collapsed", help="A PowerPoint file in the folder “templates” of the data folder",
    )  # fmt: skip
    if chosen != held.house:
        held.dress(chosen)


def _openers(held: Tray) -> None:
    """Take a brief as a file, or as its text where a browser hands over no files."""
    context = get_script_run_ctx()
    if context:
        guard.grant(context.session_id, files=BRIEFS, size=BRIEFS_BYTES, purpose="brief")
    key = f"brief_file_{held.last}"  # a new box after each brief, so that the same file can be opened again
    st.file_uploader("File", type="json", max_upload_size=1, key=key, on_change=_open_file, args=(held, key))
    st.text_area(
        "Or its text", key="brief_text", height=110, help="Open the file in any editor, copy all, paste it here."
    )
    st.button("Open the text", on_click=_open_text, args=(held,), key="brief_open")


def _open_file(held: Tray, key: str) -> None:
    file = st.session_state.get(key)
    if file is not None:
        try:
            text = file.getvalue().decode("utf-8-sig")
        except UnicodeDecodeError:
            st.session_state["brief_problem"] = "This is not a brief.json: it is not text in UTF-8. Nothing was opened."
            return
        _open(held, text)


def _open_text(held: Tray) -> None:
    _open(held, st.session_state.get("brief_text", ""))


def _open(held: Tray, text: str) -> None:
    try:
        held.open(brief_file.from_json(text))
    except briefs.BriefError as reason:
        st.session_state["brief_problem"] = str(reason)


def _build(held: Tray, form: str) -> None:
    """Make a file, saying which slide is at work."""
    bar = st.progress(0.0, f"Making the {FILES[form][0]} file …")

    def tell(number: int, count: int, what: str) -> None:
        bar.progress(number / (count + 1), f"{number} of {count}: {what}")

    try:
        tray.render(held, form, tell)
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
                f"Save {FILES[form][0]}, {size}", made, f"kyakhta_brief.{form}", formats.MIME[form], key=f"save_{form}",
                type="primary" if form == ready[0] else "secondary", on_click="ignore",
            )  # fmt: skip
