"""What the marks of a panel span: the values, the stretch of x, the stacks of columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.exhibits.plot import Area, Columns, Dot, Guide, Line, Panel, Plot, Point
from dashboard.exhibits.remarks import Average


def axis_step(axis: str) -> float:
    """Return the length of one period on a time axis, in years."""
    return 1 / 12 if axis == "month" else 1.0


def x_span(plot: Plot) -> tuple[float, float]:
    """Return the first and last x that the marks of a time axis cover; columns count with their width."""
    step = axis_step(plot.axis)
    low, high = float("inf"), float("-inf")
    for panel in plot.panels:
        for x0, x1 in _spans(panel, step):
            low, high = min(low, x0), max(high, x1)
        for claim in panel.claims:
            low, high = min(low, claim.x), max(high, claim.x)
    if low > high:
        low, high = 2000.0, 2001.0
    low = plot.first if plot.first is not None else low
    high = plot.last if plot.last is not None else high
    return (low, high) if high > low else (low - step / 2, high + step / 2)


def _spans(panel: Panel, step: float) -> Iterator[tuple[float, float]]:
    for mark in panel.marks:
        if isinstance(mark, Line) and mark.points:
            yield mark.points[0].x, mark.points[-1].x
        elif isinstance(mark, Columns):
            yield from ((p.x - p.width * step / 2, p.x + p.width * step / 2) for p in mark.points)
        elif isinstance(mark, Area) and mark.upper:
            yield mark.upper[0].x, mark.upper[-1].x
        elif isinstance(mark, Average):
            yield mark.first, mark.last
        elif isinstance(mark, Dot):
            yield mark.x, mark.x


def columns_in(panel: Panel) -> list[Columns]:
    """Return the segments of a panel's columns, the baseline first."""
    return [mark for mark in panel.marks if isinstance(mark, Columns)]


def has_columns(plot: Plot) -> bool:
    """Return True where any panel draws columns: the time axis then starts at their edges."""
    return any(columns_in(panel) for panel in plot.panels)


def values(panel: Panel) -> list[float]:
    """Return every height the panel must show: points, the ends of stacks, averages, claims."""
    found = [claim.value for claim in panel.claims]
    for mark in panel.marks:
        if isinstance(mark, Line):
            found += _known(mark.points)
        elif isinstance(mark, Area):
            found += _known(mark.upper) + _known(mark.lower)
        elif isinstance(mark, Average):
            found.append(mark.value)
        elif isinstance(mark, Dot) and not panel.lanes:
            found.append(mark.y)
        elif isinstance(mark, Guide):
            found += [mark.first[1], mark.last[1]]
    for low, high in stack_ends(panel).values():
        found += [low, high]
    return found


def stack_ends(panel: Panel) -> dict[float, tuple[float, float]]:
    """Return the lowest and highest end of the stack of columns at each x."""
    ends: dict[float, tuple[float, float]] = {}
    for mark in panel.marks:
        if isinstance(mark, Columns):
            for point in mark.points:
                low, high = ends.get(point.x, (0.0, 0.0))
                value = point.value or 0.0
                ends[point.x] = (low + min(value, 0.0), high + max(value, 0.0))
    return ends


def _known(points: Iterable[Point]) -> list[float]:
    return [point.value for point in points if point.value is not None]
