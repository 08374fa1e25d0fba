"""From a `Plot` and its words to a picture: measure, place, draw."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboard.draw import axes, cells, columns, dots, events, header, labels, lines, obstacles, rankings, style
from dashboard.draw.canvas import Sheet
from dashboard.draw.collisions import Field
from dashboard.draw.fonts import STACK
from dashboard.draw.frame_words import Words
from dashboard.draw.pane import Pane
from dashboard.draw.panes import Body, arrange
from dashboard.exhibits.plot import Plot

if TYPE_CHECKING:
    import plotly.graph_objects as go


def compose(plot: Plot, words: Words, frame: style.Frame) -> go.Figure:
    """Return the finished picture as a Plotly figure; `to_plotly` is the same without the cost of validation."""
    import plotly.graph_objects as go

    return go.Figure(to_plotly(plot, words, frame))


def to_plotly(plot: Plot, words: Words, frame: style.Frame) -> dict[str, Any]:
    """Return the finished picture as plain data and layout."""
    sheet = place(plot, words, frame)
    return {"data": sheet.traces, "layout": _layout(sheet)}


def place(plot: Plot, words: Words, frame: style.Frame) -> Sheet:
    """Return the sheet with everything placed; its `boxes` tell where each line of text stands."""
    around = header.place_words(words, frame)
    sizes = style.sizes(frame)
    body = _body(plot, frame, sizes, around)
    panes = arrange(plot, frame, body)
    if plot.rail and not axes.rail(plot, panes[-1], sizes):
        return place(replace(plot, rail=()), words, frame)
    zone = events.headroom(plot, panes, frame)
    if zone:  # the top tick's label moves down with its gridline, so the words may take its place
        raised = replace(body, top=body.top - sizes.text * (0.0 if frame.kind == "card" else 0.8))
        panes = arrange(plot, frame, raised, zone)
    sheet = Sheet(frame, *_paper(panes))
    header.draw(sheet, around)
    axes.draw(sheet, plot, panes)
    fields = [_marks(sheet, plot, pane) for pane in panes]
    for pane, field in zip(panes, fields, strict=True):
        labels.draw_ends(sheet, pane, field)
    events.draw(sheet, plot, panes, fields)
    for pane, field in zip(panes, fields, strict=True):
        labels.draw(sheet, plot, pane, field)
    return sheet


def _body(plot: Plot, frame: style.Frame, sizes: style.Sizes, around: header.Surround) -> Body:
    """Return the room between header and footer, less what stands under the axis."""
    under = {"items": 1.0, "values": 3.0}.get(plot.axis, 2.1)
    if plot.rail:
        under += 1.5
    under += 0.0 if frame.kind == "card" else 0.45 if frame.phone else 0.9
    return Body(sizes.side, around.top, frame.width - sizes.side, around.rule - under * sizes.text)


def _paper(panes: list[Pane]) -> tuple[float, float, float, float]:
    """Return the plotting area in whole px: from the first pane's data to the last one's."""
    return (
        round(min(pane.left for pane in panes)), round(min(pane.top for pane in panes)),
        math.floor(max(pane.right for pane in panes)), round(max(pane.bottom for pane in panes)),
    )  # fmt: skip


def _marks(sheet: Sheet, plot: Plot, pane: Pane) -> Field:
    """Draw the marks of one pane and return what stands in the way of its words."""
    field = obstacles.find_obstacles(pane, plot.axis, sheet.sizes, sheet.boxes)
    if pane.panel.empty:
        labels.empty(sheet, pane)
        return field
    columns.draw(sheet, pane, plot.axis)
    lines.draw(sheet, pane, plot.axis)
    rankings.draw(sheet, pane)
    dots.draw(sheet, pane)
    cells.draw(sheet, pane)
    return field


def _layout(sheet: Sheet) -> dict[str, Any]:
    frame, ground = sheet.frame, sheet.colour("background")
    margin = {"l": sheet.left, "t": sheet.top, "r": frame.width - sheet.right, "b": frame.height - sheet.bottom}
    text = {"family": STACK, "size": sheet.sizes.text, "color": sheet.ink("note"), "weight": style.REGULAR}
    hover = {"bgcolor": ground, "bordercolor": sheet.colour("event"), "align": "left",
             "font": {**text, "color": sheet.colour("headline"), "size": max(13, sheet.sizes.text * 0.9)}}  # fmt: skip
    layout = {
        "height": frame.height, "margin": {**margin, "pad": 0, "autoexpand": False}, "font": text, "showlegend": False,
        "paper_bgcolor": ground, "plot_bgcolor": ground, "barmode": "relative",
        "hovermode": "closest", "hoverlabel": hover, "dragmode": False, "shapes": sheet.shapes,
        "annotations": sheet.words,        "template": {"layout": {}}, **sheet.axes,
    }  # fmt: skip
    return layout | ({"autosize": True} if frame.kind == "card" else {"width": frame.width})
