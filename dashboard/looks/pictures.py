"""The picture of a card: an exhibit's plot drawn for a page, as text that the browser's charts read."""

from __future__ import annotations

import json
from typing import Any

from dashboard.draw import Words, style, to_plotly
from dashboard.exhibits.plot import Plot

HALF_HEIGHT = 282  # beside the five sentences of the overview


def card_picture(plot: Plot, frame: str, theme: str) -> str:
    """Return the drawing of a plot in one of the card frames as JSON text."""
    high = HALF_HEIGHT if frame == "card_half" else height(plot, narrow=frame == "card_phone")
    drawn = to_plotly(plot, Words(), style.frame(frame, theme, height=high))
    for trace in drawn["data"]:
        _make_choosable(trace)
    return json.dumps(drawn, separators=(",", ":"))


def height(plot: Plot, *, narrow: bool) -> int:
    """Return the height of a card's picture, px: so much that a page of one card opens complete at 1440 × 900."""
    if plot.axis == "items":
        marks = max(len(panel.marks) for panel in plot.panels)
        return max(220, min(620, marks * (40 if narrow else 34) + 90))
    if narrow and any(panel.lanes for panel in plot.panels):  # names of lanes wrap to four lines
        return max(330, sum(len(panel.lanes) for panel in plot.panels) * 60 + 90)
    if plot.layout == "grid":
        return (250 if narrow else 240) * -(-len(plot.panels) // (2 if narrow else 4)) + 80
    return (330 if narrow else 316) + (130 if len(plot.panels) > 1 else 0)


def _make_choosable(trace: dict[str, Any]) -> None:
    """Let a click choose any point of a trace: lines get points to hit that nobody sees, and nothing fades."""
    if trace.get("type") == "scatter" and trace.get("mode") == "lines" and trace.get("customdata"):
        trace |= {"mode": "lines+markers", "marker": {"size": 14, "opacity": 0}}
    marker = trace.get("marker", {})
    same = {"opacity": marker.get("opacity", 1)}
    if trace.get("type") in ("scatter", "bar"):
        trace["selected"] = trace["unselected"] = {"marker": same}
