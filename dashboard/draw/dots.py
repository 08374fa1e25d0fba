"""The dots of a timeline with their lanes and words."""

from __future__ import annotations

from typing import Any

from dashboard.draw import lanes, style
from dashboard.draw.axes import at_x, edges
from dashboard.draw.canvas import Sheet, escape
from dashboard.draw.collisions import Field, candidates
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import width, wrap
from dashboard.exhibits.plot import Dot, Guide

MOST_STRONG, MOST_QUIET = 1000.0, 90.0  # what a name's place may cost: a strong one may touch dots, a quiet one nothing


def draw(sheet: Sheet, pane: Pane) -> None:
    """Draw the dots of a pane, its lanes and the words over the dots."""
    dots = [mark for mark in pane.panel.marks if isinstance(mark, Dot)]
    for mark in pane.panel.marks:
        if isinstance(mark, Guide):
            _guide(sheet, pane, mark)
    if dots:
        _trace(sheet, pane, dots)
    if pane.panel.lanes:
        _lanes(sheet, pane)


def _trace(sheet: Sheet, pane: Pane, dots: list[Dot]) -> None:
    sizes, ground = sheet.sizes, sheet.colour("background")
    dots = sorted(dots, key=lambda dot: dot.colour != "context")
    colours = [sheet.colour(dot.colour) for dot in dots]
    marker: dict[str, Any] = {
        "opacity": 1, "symbol": "circle",
        "size": [sizes.quiet_dot if dot.colour == "context" else sizes.dot for dot in dots],
        "color": [ground if dot.hollow else colour for dot, colour in zip(dots, colours, strict=True)],
        "line": {"color": colours, "width": [sizes.ring * 0.8 if dot.hollow else 0 for dot in dots]},
    }  # fmt: skip
    sheet.traces.append(
        {"type": "scatter", "mode": "markers", "x": [dot.x for dot in dots],
         "name": "points", "y": [pane.lanes[int(dot.y)] if pane.panel.lanes else dot.y for dot in dots],
         "hoverinfo": "text", "hovertext": [escape(_hover_words(dot)) for dot in dots],
         "customdata": [dot.row for dot in dots], "marker": marker, "cliponaxis": False, "xaxis": pane.x_name,
         "yaxis": pane.y_name, "meta": {"role": "dots"}}
    )  # fmt: skip


def _guide(sheet: Sheet, pane: Pane, mark: Guide) -> None:
    """Draw a line by which dots are read, under them."""
    (x0, y0), (x1, y1) = mark.first, mark.last
    look = {"color": sheet.colour("event"), "width": sheet.sizes.thin, "shape": "linear"}
    sheet.traces.append(
        {"type": "scatter", "mode": "lines", "name": "guide", "x": [x0, x1], "y": [y0, y1], "hoverinfo": "skip",
         "line": look, "cliponaxis": False, "xaxis": pane.x_name, "yaxis": pane.y_name, "meta": {"role": "guide"}}
    )  # fmt: skip


def label(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Name the dots of an axis of values, the strong ones first; a name without a free place stays in the table."""
    sizes = sheet.sizes
    named = [mark for mark in pane.panel.marks if isinstance(mark, Dot) and mark.label]
    for dot in sorted(named, key=lambda dot: dot.colour == "context") if not pane.panel.lanes else ():
        strong = dot.colour != "context"
        size, weight = (sizes.label, style.BOLD) if strong else (sizes.text, style.REGULAR)
        wide, half, near = width(dot.label, size, weight), size / 2, sizes.dot / 2 + sizes.away * 0.4
        offers = [(near, 0.0), (-wide - near, 0.0), (-wide / 2, -near - half), (-wide / 2, near + half),
                  (near * 0.7, -near - half * 0.4), (near * 0.7, near + half * 0.4),
                  (-wide - near * 0.7, -near - half * 0.4), (-wide - near * 0.7, near + half * 0.4)]  # fmt: skip
        x, y = pane.x_px(dot.x), pane.y_px(dot.y)
        places = candidates((x, y), (wide, half), offers)
        chosen, cost = field.cheapest(places, dot.name)
        if cost < (MOST_STRONG if strong else MOST_QUIET):
            at = at_x(sheet, pane, dot.x).plus(offers[chosen][0])
            look = {"size": size, "weight": weight, "colour": sheet.ink(dot.colour), "role": "dot"}
            sheet.text(dot.label, at, y + offers[chosen][1], **look)


def _hover_words(dot: Dot) -> str:
    """Return what a dot says when pointed at."""
    return dot.name if dot.label in ("", dot.name) else f"{dot.name}: {dot.label}"


def _lanes(sheet: Sheet, pane: Pane) -> None:
    """Draw a thin line a lane with its name at the text edge, and the words over the dots."""
    sizes = sheet.sizes
    start, end = edges(sheet, pane)
    edge = sheet.frame.width - sizes.side
    tops = [pane.top, *(pane.y_px(n) for n in range(len(pane.panel.lanes)))]
    for n, name in enumerate(pane.panel.lanes):
        y = pane.y_px(n)
        sheet.line(start.plus(pane.pad), end, y, colour=sheet.colour("grid"), width=sizes.grid, layer="below")
        if pane.panel.stretches:
            _stretch(sheet, pane, n)
        lines = wrap(name, sizes.text, pane.pad - sizes.text * 0.5, style.SEMIBOLD)
        first = y - (len(lines) - 1) * sizes.text * 0.58
        for k, line in enumerate(lines):
            look = {"weight": style.SEMIBOLD, "colour": sheet.colour("subtitle"), "role": "lane"}
            sheet.text(line, start, first + k * sizes.text * 1.16, **look)
        most = int((y - tops[n] - sizes.text * 0.9) / (sizes.text * lanes.PITCH))
        for place in lanes.word_places(pane, n, sizes.text, edge):
            if place.row < max(most, 1):
                _words(sheet, pane, place)


def _stretch(sheet: Sheet, pane: Pane, lane: int) -> None:
    """Draw a lane's line strong from its first dot to its last filled one, so that it shows since when."""
    marks = pane.panel.marks
    dots = sorted((mark for mark in marks if isinstance(mark, Dot) and mark.y == lane), key=lambda dot: dot.x)
    last = next((dot.x for dot in reversed(dots) if not dot.hollow), None)
    if last is not None and last > dots[0].x:
        ends = at_x(sheet, pane, dots[0].x), at_x(sheet, pane, last)
        sheet.line(*ends, pane.y_px(lane), colour=sheet.colour("event"), width=sheet.sizes.quiet, layer="below")


def _words(sheet: Sheet, pane: Pane, place: lanes.Place) -> None:
    """Words over their dot, with a thin leader where they stand above the first row."""
    sizes, dot = sheet.sizes, place.dot
    x, y = pane.x_px(dot.x), pane.y_px(dot.y)
    height = y - sizes.dot / 2 - sizes.text * (0.65 + place.row * lanes.PITCH)
    at = at_x(sheet, pane, dot.x)
    if place.row:
        look = {"colour": sheet.colour("event"), "width": sizes.thin}
        sheet.line(at, at, height + sizes.text * 0.55, y - sizes.dot / 2, **look)
    sheet.text(dot.label, at.plus(place.x0 - x), height, colour=sheet.ink(dot.colour), role="dot")
