"""The brief of this browser: read from its cookies when a session begins, handed to it after every change."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.exhibits import catalogue
from dashboard.export import tray
from dashboard.export.tray import Tray
from dashboard.views.markup import html

KEY = "ky_tray"


def cookies() -> dict[str, str]:
    """Return the cookies that this browser sent when its session began."""
    return dict(st.context.cookies.to_dict())


def held() -> Tray:
    """Return the reader's tray: of this session, or what the browser kept from the one before."""
    if KEY not in st.session_state:
        st.session_state[KEY] = tray.from_cookies(cookies())
    kept: Tray = st.session_state[KEY]
    return kept


def counted() -> str:
    """Return how many charts the brief holds, as attributes that the script of the page reads for the menu."""
    group = escape(catalogue.pages()["briefing"]["group"], quote=True)
    return f'data-brief="{len(held().ids)}" data-version="{held().version}" data-group="{group}"'


def keep(one: Tray) -> None:
    """Hand the tray to the browser, which keeps it for a year (front.js); say so where it is too long for that."""
    pieces = tray.to_cookies(one)
    told = escape(" ".join(pieces), quote=True)
    html(f'<div class="ky-kept" hidden {counted()} data-kept="{told}"></div>')
    if one.ids and not pieces:
        html('<p class="muted">This brief is longer than a browser keeps. Save it as brief.json before you leave.</p>')
