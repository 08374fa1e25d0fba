"""Taking an exhibit along: picture files and the brief."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from dashboard import cards
from dashboard.cards import Card
from dashboard.widgets_page import View

FORMATS = (("png", "PNG", ":material/image:", "image/png"), ("svg", "SVG", ":material/polyline:", "image/svg+xml"))
BRIEFING = Path(__file__).with_name("views") / "briefing.py"


def pictures(item: Card, picks: Mapping[str, str], view: View) -> None:
    """Offer the picture as files, made when asked for."""
    for ending, label, icon, mime in FORMATS:
        st.download_button(
            label, key=f"{ending}_{item.chart}", on_click="ignore", type="tertiary", icon=icon, mime=mime,
            file_name=f"{item.file_name}.{ending}", data=_maker(item.chart, picks, view, ending),
        )  # fmt: skip


def _maker(chart_id: str, picks: Mapping[str, str], view: View, ending: str) -> Callable[[], bytes]:
    def made() -> bytes:
        from dashboard.export import picture

        return picture.picture(cards.shown(chart_id, picks, view.edition, view.as_of), ending, scale=2.0)

    return made


def brief(item: Card, picks: Mapping[str, str], view: View) -> None:
    """Offer to add the exhibit to the brief."""
    if BRIEFING.exists():
        st.button(
            "Add to brief", key=f"brief_{item.chart}", icon=":material/add:", on_click=_add, args=(item, picks, view)
        )


def _add(item: Card, picks: Mapping[str, str], view: View) -> None:
    slides = st.session_state.setdefault("brief", [])
    slides.append({"chart": item.chart, "picks": dict(picks), "edition": view.edition, "as_of": view.as_of})
    st.toast(f"Added. {len(slides)} slide{'s' if len(slides) != 1 else ''} in the brief.")
