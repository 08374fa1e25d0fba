"""What words must keep clear of on one pane: lines, columns, averages, dots and claim marks, in px."""

from __future__ import annotations

from dashboard.draw import extent, style
from dashboard.draw.canvas import Box
from dashboard.draw.collisions import Field, Rect, Track
from dashboard.draw.columns import column_width
from dashboard.draw.lines import stroke
from dashboard.draw.pane import Pane
from dashboard.exhibits import runs
from dashboard.exhibits.plot import Columns, Dot, Guide, Line
from dashboard.exhibits.remarks import Average


def find_obstacles(pane: Pane, axis: str, sizes: style.Sizes, boxes: list[Box]) -> Field:
    """Return what stands in the way on a pane. `boxes` is shared: words written later are obstacles at once."""
    made = Field(Rect(pane.left, pane.top - sizes.text * 1.3, pane.right, pane.bottom), words=boxes)
    if pane.panel.empty:
        return made
    made.levels = [pane.y_px(value) for value in pane.ticks.values] if pane.ticks else []
    for mark in pane.panel.marks:
        if isinstance(mark, Line):
            _line(made, pane, mark, axis, sizes)
        elif isinstance(mark, Guide):
            xs, ys = (
                [place(end[at]) for end in (mark.first, mark.last)] for at, place in enumerate((pane.x_px, pane.y_px))
            )
            made.tracks.append(Track("guide", xs, ys, sizes.thin))
        elif isinstance(mark, Average):
            y, half = pane.y_px(mark.value), sizes.halo / 2
            made.solids.append(("average", Rect(pane.x_px(mark.first), y - half, pane.x_px(mark.last), y + half)))
        elif isinstance(mark, Dot):
            made.solids.append((mark.name, square_around(pane.x_px(mark.x), pane.y_px(mark.y), sizes.quiet_dot / 2)))
    _columns(made, pane, axis)
    for claim in pane.panel.claims:
        made.solids.append(("claim", square_around(pane.x_px(claim.x), pane.y_px(claim.value), sizes.claim / 2)))
    return made


def square_around(x: float, y: float, half: float) -> Rect:
    """Return the square of `half` px to each side of a point."""
    return Rect(x - half, y - half, x + half, y + half)


def _line(made: Field, pane: Pane, line: Line, axis: str, sizes: style.Sizes) -> None:
    cut = runs.unbroken_runs(line, axis)
    half = stroke(line, sizes) / 2 + 2
    for run in cut:
        made.tracks.append(
            Track(line.name, [pane.x_px(p.x) for p in run], [pane.y_px(p.value or 0) for p in run], half)
        )
    for one, two in runs.marked_gaps(line, axis):
        ends = [one, two]
        track = [pane.x_px(p.x) for p in ends], [pane.y_px(p.value or 0) for p in ends]
        made.tracks.append(Track(line.name, *track, half))
    last = cut[-1][-1:] if cut else []
    dots = [run[0] for run in cut if len(run) == 1] + [p for run in cut for p in run if p.text] + last
    made.solids += [(line.name, square_around(pane.x_px(p.x), pane.y_px(p.value or 0), sizes.dot / 2)) for p in dots]


def _columns(made: Field, pane: Pane, axis: str) -> None:
    columns = [mark for mark in pane.panel.marks if isinstance(mark, Columns)]
    if not columns:
        return
    ends = extent.stack_ends(pane.panel)
    missing = any(mark.missing for mark in columns)
    for point in {point.x: point for mark in columns for point in mark.points}.values():
        low, high = ends[point.x]
        half = column_width(point, axis) / 2
        if point.value is None and missing and pane.ticks:
            high = pane.ticks.high
        box = Rect(pane.x_px(point.x - half), pane.y_px(high), pane.x_px(point.x + half), pane.y_px(low))
        made.solids.append(("columns", box))
