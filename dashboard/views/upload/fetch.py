"""A button that asks a statistics office for months, by the same way as a file: nothing counts before it is published."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.figures import settings
from dashboard.views.markup import html, say
from etl.fetch.services import SERVICES
from etl.tables.registry import UnknownName

PARTNERS = {"RUS,WLD": "Russia and the world", "RUS": "Russia", "CHN,RUS": "China and Russia", "CHN": "China"}


def show(check: Callable[[bytes, str, dict[str, str]], None]) -> None:
    """Offer to fetch months from an office; what arrives is checked with `check` like an uploaded file."""
    with st.expander("Or fetch from a statistics office", icon=":material/cloud_download:"), st.form("upload_fetch"):
        html("<p class='muted'>The only time this program calls another computer, and only now.</p>")
        one, two, three, four = st.columns([3, 3, 3, 2], gap="small")
        service = one.selectbox("Office", list(SERVICES), format_func=lambda name: SERVICES[name].name)
        partner = two.selectbox("Partner", list(PARTNERS), format_func=lambda code: PARTNERS[code])
        period = three.text_input("Months or years", placeholder="2026-01..2026-06")
        flow = four.selectbox("Direction", ("import", "export"))
        if st.form_submit_button("Fetch"):
            _fetch(service, {"partner": partner, "period": period.strip(), "flow": flow}, check)


def _fetch(service: str, given: dict[str, str], check: Callable[[bytes, str, dict[str, str]], None]) -> None:
    from etl.fetch.fetch import fetch
    from etl.fetch.http import FetchFailed

    with st.status(f"Asking {SERVICES[service].name} …") as status:
        try:
            got = fetch(settings.folder(), service, given, tell=status.write)
        except (FetchFailed, UnknownName) as failed:
            say([f"{failed} Nothing has been changed."])
            return
    check(got.data, got.name, {"published": got.day, "url": got.url})
    st.rerun()
