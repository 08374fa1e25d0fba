"""Charts drawn before anybody asks, so that the first reader need not wait."""

from __future__ import annotations

from dashboard.exhibits import permalink
from dashboard.exhibits.catalogue import catalogue
from dashboard.figures import served
from dashboard.looks.look import look
from dashboard.looks.request import Request
from etl.store import StoreError

THEMES = ("light", "dark")
FRAMES = ("card", "card_phone")
FRAMES_OF = {"trade_rolling": ("card_half", "card_phone")}


def warm(first: bool = False) -> None:
    """Draw the charts as they first open: of the first page only, or all; unreadable figures are left to the pages."""
    wanted = permalink.charts(permalink.FIRST_PAGE) if first else list(catalogue())
    try:
        edition = served.newest()
        for chart_id in wanted:
            opened = look(Request.usual(chart_id, edition))
            _ = opened.years
            if not opened.nothing:
                for theme in THEMES[:1] if first else THEMES:
                    for frame in FRAMES_OF.get(chart_id, FRAMES):
                        opened.picture(frame, theme)
    except StoreError:
        return
