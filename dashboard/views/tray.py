"""The brief of this browser: read from its cookies when a session begins, handed to it after every change."""

from __future__ import annotations

from html import escape

import streamlit as st

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


def keep(one: Tray) -> None:
    """Hand the tray to the browser, which keeps it for a year (front.js); say so where it is too long for that."""
    pieces = tray.to_cookies(one)
    told = escape(" ".join(pieces), quote=True)
    html(f'<div class="ky-kept" hidden data-version="{one.version}" data-kept="{told}"></div>')
    if one.ids and not pieces:
        html('<p class="muted">This brief is longer than a browser keeps. Save it as brief.json before you leave.</p>')
