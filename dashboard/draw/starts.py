"""Names of lines where they start, in words left of a slope or beside a run whose end does not tell which line is meant."""

from __future__ import annotations

from dashboard.draw import ends, style
from dashboard.draw.axes import at_x
from dashboard.draw.canvas import At, Sheet
from dashboard.draw.collisions import Field, candidates, spread
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import width
from dashboard.exhibits import runs
from dashboard.exhibits.plot import Line, Plot


def draw(sheet: Sheet, plot: Plot, pane: Pane, field: Field) -> None:
    """Name lines where they start: those that say so, that end at one value, or whose last point stands alone."""
    lines = [mark for mark in pane.panel.marks if isinstance(mark, Line)]
    left = ends.left_lines(pane.panel)
    _left_column(sheet, pane, left)
    for line in lines:
        if line in left:
            continue
        cut = runs.unbroken_runs(line, plot.axis)
        words = line.start or (line.name if _needs_start(line, lines, pane, plot.axis) else "")
        if not cut or not words:
            continue
        run = max(cut, key=len)
        x, y = pane.x_px(run[0].x), pane.y_px(run[0].value or 0)
        _write(sheet, line, words, (x, y), field)


def _left_column(sheet: Sheet, pane: Pane, lines: list[Line]) -> None:
    """Write the start words of a slope left of its first points, pushed apart."""
    sizes = sheet.sizes
    wanted = [pane.y_px(line.points[0].value or 0) for line in lines]
    middles = spread(wanted, [sizes.text * 1.2] * len(lines), pane.top - sizes.text, pane.bottom)
    for line, y in zip(lines, middles, strict=True):
        at = at_x(sheet, pane, line.points[0].x).plus(-sizes.away)
        key = "context" if line.role == "context" else line.colour
        look = {"weight": style.SEMIBOLD, "anchor": "right", "role": "start", "of": line.name}
        sheet.text(line.start, at, y, colour=sheet.ink(key), **look)


def _needs_start(line: Line, lines: list[Line], pane: Pane, axis: str) -> bool:
    """Return True where the end label alone does not tell which line is meant."""
    cut = runs.unbroken_runs(line, axis)
    if not cut or not line.name:
        return False
    last = cut[-1][-1]
    if len(cut) > 1 and len(cut[-1]) == 1 and line.role == "context":
        return True
    ends = [
        runs.unbroken_runs(other, axis)[-1][-1]
        for other in lines
        if other is not line and runs.unbroken_runs(other, axis)
    ]
    near = 14.0 if line.role == "context" else 3.0  # grey lines differ by their names alone
    same = [
        end for end in ends if end.x == last.x and abs(pane.y_px(end.value or 0) - pane.y_px(last.value or 0)) < near
    ]
    return bool(same)


def _write(sheet: Sheet, line: Line, words: str, point: tuple[float, float], field: Field) -> None:
    sizes = sheet.sizes
    x, y = point
    wide, half, near = width(words, sizes.text), sizes.text / 2, sizes.away * 1.1
    offers = [(-wide - near, 0.0), (-wide / 2, near + half), (-wide / 2, -near - half), (-wide - near, near + half),
              (-wide - near, -near - half), (0.0, near + half * 1.5), (0.0, -near - half * 1.5)]  # fmt: skip
    chosen, cost = field.cheapest(candidates(point, (wide, half), offers), line.name)
    if cost >= 50:  # not over its own line either: its end names it
        return
    key = "context" if line.role == "context" else line.colour
    share = (x - sheet.left) / (sheet.right - sheet.left)
    dx, dy = offers[chosen]
    sheet.text(words, At(share, dx), y + dy, colour=sheet.ink(key), role="start", of=line.name)
