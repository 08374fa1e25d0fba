"""Lines as Plotly traces: cut at gaps and breaks, hollow where provisional, Russia on top; areas between two lines."""

from __future__ import annotations

from typing import Any

from dashboard.draw import style
from dashboard.draw.canvas import Sheet, escape
from dashboard.draw.pane import Pane
from dashboard.draw.ticks import value_words
from dashboard.exhibits import runs
from dashboard.exhibits.plot import Area, Line, Point

ORDER = {"context": 0, "named": 1, "accent": 2}
GAP_WIDTH, BEAD = 0.42, 1.15  # the dots over a gap and a value between two gaps, in widths of their line
DASH = {"picture": "9px,7px", "card": "7px,5px"}


def draw(sheet: Sheet, pane: Pane, axis: str) -> None:
    """Draw the areas and lines of a pane, context first and the accent last."""
    for mark in pane.panel.marks:
        if isinstance(mark, Area):
            _area(sheet, pane, mark)
    lines = [mark for mark in pane.panel.marks if isinstance(mark, Line)]
    for line in sorted(lines, key=lambda line: ORDER.get(line.role, 1)):
        _line(sheet, pane, line, axis)


def stroke(line: Line, sizes: style.Sizes) -> float:
    """Return the width of a line, px."""
    return {"accent": sizes.accent, "context": sizes.quiet}.get(line.role, sizes.named)


def _line(sheet: Sheet, pane: Pane, line: Line, axis: str) -> None:
    cut = runs.unbroken_runs(line, axis)
    if not cut:
        return
    key = "context" if line.role == "context" else line.colour
    look: dict[str, Any] = {"color": sheet.colour(key), "width": stroke(line, sheet.sizes)}
    if line.dashed:
        look["dash"] = DASH[sheet.frame.kind] if not sheet.frame.phone else "5px,4px"
    xs: list[float | None] = []
    ys: list[float | None] = []
    hover: list[str] = []
    rows: list[int | None] = []
    for run in cut:
        if xs:
            xs, ys, hover, rows = [*xs, None], [*ys, None], [*hover, ""], [*rows, None]
        xs += [point.x for point in run]
        ys += [point.value for point in run]
        rows += [point.row for point in run]
        hover += [hover_words(line.name, point, pane) for point in run]
    sheet.traces.append(
        {"type": "scatter", "mode": "lines", "name": line.name, "x": xs, "y": ys, "customdata": rows,
         "hovertext": hover, "hoverinfo": "text", "line": {**look, "shape": "linear"}, "connectgaps": False,
         "cliponaxis": False, "xaxis": pane.x_name, "yaxis": pane.y_name, "meta": {"role": line.role}}
    )  # fmt: skip
    gaps = runs.marked_gaps(line, axis)
    _gaps(sheet, pane, gaps, look)
    _points(sheet, pane, line, cut, look["color"], beads={point.x for pair in gaps for point in pair})
    _joints(sheet, pane, line, cut, look["color"])


def _gaps(sheet: Sheet, pane: Pane, gaps: list[runs.Pair], look: dict[str, Any]) -> None:
    """Cross each marked gap with thin dots: no figure lies between its two ends."""
    if not gaps:
        return
    wide = max(round(look["width"] * GAP_WIDTH, 2), 1.0)
    sheet.traces.append(
        {"type": "scatter", "mode": "lines", "x": [x for one, two in gaps for x in (one.x, two.x, None)],
         "y": [y for one, two in gaps for y in (one.value, two.value, None)], "hoverinfo": "skip", "cliponaxis": False,
         "line": {"color": look["color"], "width": wide, "dash": f"{wide}px,{2 * wide}px", "shape": "linear"}, "connectgaps": False,
         "xaxis": pane.x_name, "yaxis": pane.y_name, "meta": {"role": "gap"}}
    )  # fmt: skip


def _joints(sheet: Sheet, pane: Pane, line: Line, cut: list[list[Point]], colour: str) -> None:
    """Draw the diamonds of a line: points at which another source takes over without tearing it."""
    points = [point for run in cut for point in run if point.joint]
    if not points:
        return
    sizes = sheet.sizes
    sheet.traces.append(
        {"type": "scatter", "mode": "markers", "name": line.name, "x": [point.x for point in points],
         "y": [point.value for point in points], "hoverinfo": "skip", "cliponaxis": False, "xaxis": pane.x_name,
         "yaxis": pane.y_name, "meta": {"role": "joints"},
         "marker": {"symbol": "diamond", "opacity": 1, "size": sizes.ring_dot, "color": sheet.colour("background"),
                    "line": {"width": sizes.ring * 0.7, "color": colour}}}
    )  # fmt: skip


def _points(sheet: Sheet, pane: Pane, line: Line, cut: list[list[Point]], colour: str, beads: set[float]) -> None:
    """Draw the dots of a line: filled at its end and where it stands alone, hollow at breaks and where provisional.

    At `beads`, the ends of marked gaps, a lone value is as small as its line is wide.
    """
    sizes, ground = sheet.sizes, sheet.colour("background")
    quiet = line.role == "context"
    broken = runs.broken_ends(line, cut)
    last = cut[-1][-1]
    dots: list[tuple[Point, float, str, float, str]] = []
    for run in cut:
        for point in run:
            if point.joint:
                continue  # `_joints` marks it
            if point.hollow or point.x in broken:
                dots.append((point, sizes.ring_dot, ground, sizes.ring, colour))
            elif point.text:
                dots.append((point, sizes.dot, colour, sizes.ring * 0.7, ground))
            elif len(run) == 1 and point is not last and point.x in beads:
                dots.append((point, stroke(line, sizes) * BEAD, colour, 0, colour))
            elif point is last or len(run) == 1:
                dots.append((point, sizes.quiet_dot if quiet else sizes.dot, colour, 0, colour))
    if not dots:
        return
    sheet.traces.append(
        {"type": "scatter", "mode": "markers", "name": line.name, "x": [dot[0].x for dot in dots],
         "y": [dot[0].value for dot in dots], "hoverinfo": "skip", "cliponaxis": False, "xaxis": pane.x_name,
         "yaxis": pane.y_name, "meta": {"role": "points"},
         "marker": {"symbol": "circle", "opacity": 1, "size": [dot[1] for dot in dots],
                    "color": [dot[2] for dot in dots],
                    "line": {"width": [dot[3] for dot in dots], "color": [dot[4] for dot in dots]}}}
    )  # fmt: skip


def hover_words(name: str, point: Point, pane: Pane) -> str:
    """Return what a point says when pointed at: name, period, value with its unit, and what is unusual about it."""
    value = "no figure" if point.value is None else value_words(point.value, pane.panel.scale)
    when = f", {point.label}" if point.label else ""
    more = "".join(f". {text}" for text in (point.joint, point.said) if text)
    return escape(f"{name}{when}: {value}{' (provisional or derived)' if point.hollow else ''}{more}")


def _area(sheet: Sheet, pane: Pane, area: Area) -> None:
    """Draw the filled gap between two lines, one polygon for each stretch where both are known."""
    pairs = [(u.x, u.value, low.value) for u, low in zip(area.upper, area.lower, strict=False)]
    stretch: list[tuple[float, float, float]] = []
    for x, upper, lower in [*pairs, (0.0, None, None)]:
        if upper is not None and lower is not None:
            stretch.append((x, upper, lower))
            continue
        if len(stretch) > 1:
            _polygon(sheet, pane, area, stretch)
        stretch = []


def _polygon(sheet: Sheet, pane: Pane, area: Area, stretch: list[tuple[float, float, float]]) -> None:
    fill = sheet.colour("area") if area.colour == "window" else sheet.colour(f"{area.colour}_pale")
    back = stretch[::-1]
    sheet.traces.append(
        {"type": "scatter", "mode": "lines", "name": area.words, "fill": "toself", "fillcolor": fill,
         "x": [x for x, _, _ in stretch] + [x for x, _, _ in back],
         "y": [high for _, high, _ in stretch] + [low for _, _, low in back], "line": {"width": 0, "color": fill},
         "hoverinfo": "skip", "xaxis": pane.x_name, "yaxis": pane.y_name, "meta": {"role": "area"}}
    )  # fmt: skip
