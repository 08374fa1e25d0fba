"""Columns from zero, stacked; averages over them; the hatching of what is not published."""

from __future__ import annotations

from typing import Any

from dashboard.draw import extent
from dashboard.draw.canvas import Sheet
from dashboard.draw.lines import hover_words
from dashboard.draw.pane import Pane
from dashboard.exhibits.plot import Columns, Point
from dashboard.exhibits.remarks import Average

YEAR_GAP = 0.28  # of a year's step
MONTH_GAP = 4 / 365.25  # years


def draw(sheet: Sheet, pane: Pane, axis: str) -> None:
    """Draw the columns of a pane, first segments at the baseline, and the averages over them."""
    for mark in pane.panel.marks:
        if isinstance(mark, Columns):
            _segment(sheet, pane, mark, axis)
    for mark in pane.panel.marks:
        if isinstance(mark, Average):
            _average(sheet, pane, mark)


def column_width(point: Point, axis: str) -> float:
    """Return the width of a column on the time axis, years; a January–February pair is two months wide."""
    if axis == "month":
        return point.width / 12 - MONTH_GAP
    return point.width * 1.0 - YEAR_GAP


def _segment(sheet: Sheet, pane: Pane, mark: Columns, axis: str) -> None:
    known = [point for point in mark.points if point.value is not None]
    fills = [_fill(sheet, mark, point) for point in known]
    sheet.traces.append(
        {"type": "bar", "name": mark.name, "x": [p.x for p in known], "y": [p.value for p in known],
         "width": [column_width(p, axis) for p in known], "customdata": [p.row for p in known],
         "hovertext": [hover_words(mark.name, p, pane) for p in known], "hoverinfo": "text", "textposition": "none",
         "marker": {"color": [fill for fill, _, _ in fills],
                    "line": {"width": [thick for _, _, thick in fills], "color": [line for _, line, _ in fills]}},
         "xaxis": pane.x_name, "yaxis": pane.y_name, "cliponaxis": False, "meta": {"role": "columns"}}
    )  # fmt: skip
    if mark.missing:
        _draw_hatching(sheet, pane, mark, axis)


def _fill(sheet: Sheet, mark: Columns, point: Point) -> tuple[str, str, float]:
    """Fill, outline and outline width of one column."""
    ground = sheet.colour("background")
    if mark.remainder:
        return sheet.colour(mark.colour), sheet.colour("other_line"), max(1.0, sheet.sizes.grid * 0.66)
    full = sheet.colour(mark.colour)
    if mark.outline or point.hollow:
        return sheet.colour(f"{mark.colour}_pale"), full, sheet.sizes.grid
    if mark.diverging and (point.value or 0) < 0:
        return sheet.colour(f"{mark.colour.removesuffix('_tint')}_tint"), ground, 0
    return full, ground, 0


def _draw_hatching(sheet: Sheet, pane: Pane, mark: Columns, axis: str) -> None:
    """Draw a hatched band from base to top where the figure is not published: a place kept, not a value."""
    gaps = [point for point in mark.points if point.value is None]
    if not gaps:
        return
    top, ends = pane.ticks.high if pane.ticks else 1.0, extent.stack_ends(pane.panel)
    under = [ends[p.x][1] for p in gaps]  # what is known keeps its place from zero; a base takes a bar out of the stack
    sheet.traces.append(
        {"type": "bar", "name": mark.name, "x": [p.x for p in gaps], "width": [column_width(p, axis) for p in gaps],
         "base": under, "y": [max(top - low, 0.0) for low in under], "hoverinfo": "text",
         "hovertext": [hover_words(mark.name, p, pane) + f", {mark.missing}" for p in gaps], "textposition": "none",
         "marker": hatching(sheet), "customdata": [p.row for p in gaps],
         "xaxis": pane.x_name, "yaxis": pane.y_name, "meta": {"role": "missing"}}
    )  # fmt: skip


def hatching(sheet: Sheet) -> dict[str, Any]:
    """Return the marker of a bar that stands for no value."""
    line = sheet.colour("hatch")
    return {"color": sheet.colour("background"), "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": line, "bgcolor": sheet.colour("background"), "size": 8,
                        "solidity": 0.2, "fillmode": "replace"}}  # fmt: skip


def _average(sheet: Sheet, pane: Pane, mark: Average) -> None:
    """Draw a window's average as an ink line on a halo of the background, over the columns."""
    look = {"type": "scatter", "mode": "lines", "x": [mark.first, mark.last], "y": [mark.value] * 2,
            "cliponaxis": False, "hoverinfo": "skip", "name": mark.text,
            "xaxis": pane.x_name, "yaxis": pane.y_name}  # fmt: skip
    halo = {"color": sheet.colour("background"), "width": sheet.sizes.halo}
    ink = {"color": sheet.colour("ink"), "width": sheet.sizes.average}
    sheet.traces.append({**look, "line": halo, "meta": {"role": "halo"}})
    sheet.traces.append({**look, "line": ink, "meta": {"role": "average"}})
