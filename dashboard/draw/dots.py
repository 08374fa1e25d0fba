"""Points: a scatter whose names keep clear of each other, and a timeline with one lane a kind of event."""

from __future__ import annotations

from typing import Any

from dashboard import style
from dashboard.draw.axes import at_x, edges
from dashboard.draw.collide import Field, Rect
from dashboard.draw.measure import width, wrap
from dashboard.draw.panes import Pane
from dashboard.draw.sheet import Sheet, escape
from dashboard.plot import Dot, Plot


def draw(sheet: Sheet, plot: Plot, pane: Pane, field: Field) -> None:
    """Draw the dots of a pane and the names beside them."""
    dots = [mark for mark in pane.panel.marks if isinstance(mark, Dot)]
    if pane.panel.lanes:
        _lanes(sheet, pane)
    if not dots:
        return
    _trace(sheet, pane, dots)
    if pane.panel.lanes:
        _lane_labels(sheet, pane, dots)
    else:
        _scatter_labels(sheet, pane, dots, field)


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
        {"type": "scatter", "mode": "markers", "x": [dot.x for dot in dots], "y": [dot.y for dot in dots], "name": "points",
         "hoverinfo": "text", "hovertext": [escape(dot.name if not dot.label or dot.label == dot.name else f"{dot.name}: {dot.label}") for dot in dots],
         "customdata": [dot.row for dot in dots], "marker": marker, "cliponaxis": False, "xaxis": pane.x_name,
         "yaxis": pane.y_name, "meta": {"role": "dots"}}
    )  # fmt: skip


def _scatter_labels(sheet: Sheet, pane: Pane, dots: list[Dot], field: Field) -> None:
    """Names around their points, the coloured first; a context name with no free place is left out."""
    sizes = sheet.sizes
    for dot in sorted((dot for dot in dots if dot.label), key=lambda dot: dot.colour == "context"):
        quiet = dot.colour == "context"
        size, weight = (sizes.text, style.REGULAR) if quiet else (sizes.label, style.BOLD)
        x, y = pane.x_px(dot.x), pane.y_px(dot.y)
        wide, half, near = width(dot.label, size, weight), size / 2, sizes.dot / 2 + 3
        offers = [(near, 0.0), (-wide - near, 0.0), (-wide / 2, -near - half), (-wide / 2, near + half),
                  (near * 0.6, -near * 0.6 - half), (near * 0.6, near * 0.6 + half),
                  (-wide - near * 0.6, -near * 0.6 - half), (-wide - near * 0.6, near * 0.6 + half)]  # fmt: skip
        places = [(Rect(x + dx, y + dy - half, x + dx + wide, y + dy + half), float(n)) for n, (dx, dy) in enumerate(offers)]
        chosen, cost = field.best(places, dot.name)
        if cost >= (90 if quiet else 2000):
            continue
        look = {"size": size, "weight": weight, "colour": sheet.ink(dot.colour), "role": "dot"}
        sheet.text(dot.label, at_x(sheet, pane, dot.x).plus(offers[chosen][0]), y + offers[chosen][1], **look)


def _lanes(sheet: Sheet, pane: Pane) -> None:
    """A thin line a lane, its name at the text edge."""
    sizes = sheet.sizes
    start, end = edges(sheet, pane)
    for n, name in enumerate(pane.panel.lanes):
        y = pane.y_px(n)
        sheet.line(start.plus(pane.pad), end, y, colour=sheet.colour("grid"), width=sizes.grid, layer="below")
        lines = wrap(name, sizes.text, pane.pad - sizes.text * 0.5, style.SEMIBOLD)
        first = y - (len(lines) - 1) * sizes.text * 0.58
        for k, line in enumerate(lines):
            look = {"weight": style.SEMIBOLD, "colour": sheet.colour("subtitle"), "role": "lane"}
            sheet.text(line, start, first + k * sizes.text * 1.16, **look)


def _lane_labels(sheet: Sheet, pane: Pane, dots: list[Dot]) -> None:
    """Words over their dots in as few rows as do not overlap, each led down to its dot; rows end where the lane above begins."""
    sizes = sheet.sizes
    lane = (pane.bottom - pane.top) / max(len(pane.panel.lanes), 1)
    rows_most = max(1, int((lane - sizes.text * 0.9) / (sizes.text * 1.2)))
    for n in range(len(pane.panel.lanes)):
        taken = [-1e9] * rows_most
        for dot in sorted((dot for dot in dots if dot.y == n and dot.label), key=lambda dot: dot.x):
            x, wide = pane.x_px(dot.x), width(dot.label, sizes.text)
            left = min(x - sizes.text * 0.35, sheet.frame.width - sizes.side - wide)
            row = next((k for k in range(rows_most) if left > taken[k] + sizes.text * 0.5), None)
            if row is None:
                continue
            for k in range(row + 1):
                taken[k] = max(taken[k], left + wide if k == row else x + 2)
            _lane_label(sheet, pane, dot, left, row)


def _lane_label(sheet: Sheet, pane: Pane, dot: Dot, left: float, row: int) -> None:
    sizes = sheet.sizes
    x, y = pane.x_px(dot.x), pane.y_px(dot.y)
    height = y - sizes.dot / 2 - sizes.text * (0.65 + row * 1.2)
    at = at_x(sheet, pane, dot.x)
    if row:
        look = {"colour": sheet.colour("event"), "width": sizes.thin}
        sheet.line(at, at, height + sizes.text * 0.55, y - sizes.dot / 2, **look)
    sheet.text(dot.label, at.plus(left - x), height, colour=sheet.ink(dot.colour), role="dot")
