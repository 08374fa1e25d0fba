"""The page that Streamlit runs: settings, wordmark, and the navigation read from pages.csv."""

from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.exhibits import catalogue, permalink
from dashboard.figures import settings
from dashboard.server import sign_in
from dashboard.views import account, frame, pages

HERE = Path(__file__).parent

st.set_page_config(
    page_title="Kyakhta · China–Russia trade", page_icon=str(HERE / "assets" / "mark.svg"), layout="wide",
    initial_sidebar_state="collapsed", menu_items={"Get help": None, "Report a bug": None, "About": None},
)  # fmt: skip
st.logo(HERE / "assets" / f"wordmark_{frame.theme()}.svg", size="large")

if not settings.started_by_us():  # without our server there is no guard, no headers and nobody who may decide
    st.error(
        "This page was not started by Kyakhta’s own server, so nothing is shown. Stop it and start it with `kyakhta run` "
        "(or `make run`). No figure was changed."
    )
    st.stop()

who = sign_in.actor()
if who.signed_in and st.session_state.get("signed_in") != who.subject:
    st.session_state["signed_in"] = who.subject
    sign_in.note(who, "signed in", outcome=who.why_not or "done")
if not sign_in.may_read(who):
    frame.styled()
    account.ask(who)
    st.stop()

menu: dict[str, list[Any]] = {}
staff = account.staff_pages(who)
for page, line in catalogue.pages().items():
    first = page == permalink.FIRST_PAGE
    title = line["menu"] or staff.get(page) or line["title"]
    opened = st.Page(
        partial(pages.show, page),
        title=title,
        url_path=page,
        default=first,
        visibility="visible" if line["menu"] or page in staff else "hidden",
    )
    menu.setdefault(line["group"], []).append(opened)
st.navigation(menu, position="top").run()
