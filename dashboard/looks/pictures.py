"""The picture of a card: an exhibit's plot drawn for a page, as text that the script of the page draws."""

from __future__ import annotations

import json

from dashboard.draw import Words, style, to_plotly
from dashboard.exhibits.plot import Plot

HALF_HEIGHT = 268  # beside the five sentences of the overview


def card_picture(plot: Plot, frame: str, theme: str) -> str:
    """Return the drawing of a plot in one of the card frames as JSON text."""
    high = HALF_HEIGHT if frame == "card_half" else height(plot, narrow=frame == "card_phone")
    drawn = to_plotly(plot, Words(), style.frame(frame, theme, height=high))
    return json.dumps(drawn, separators=(",", ":"))


def height(plot: Plot, *, narrow: bool) -> int:
    """Return the height of a card's picture, px: so much that a page of one card opens complete at 1440 × 900."""
    if all(panel.empty for panel in plot.panels):  # a sentence in place of a drawing
        return 260 if narrow else 200
    if plot.axis == "items":
        marks = max(len(panel.marks) for panel in plot.panels)
        return max(220, min(620, marks * (40 if narrow else 34) + 90))
    if narrow and any(panel.lanes for panel in plot.panels):  # names of lanes wrap to four lines
        return max(330, sum(len(panel.lanes) for panel in plot.panels) * 60 + 90)
    if plot.axis == "values":
        return 400 if narrow else 480
    if plot.layout == "grid" and narrow and len(plot.panels) <= 3:  # one below the other
        return 180 * len(plot.panels) + 80
    if plot.layout == "grid":
        return (250 if narrow else 240) * -(-len(plot.panels) // (2 if narrow else 4)) + 80
    return (330 if narrow else 316) + (130 if len(plot.panels) > 1 else 0)
