"""The gate between table and drawing: a plot leaves it readable, or with the sentence that says why it is not drawn.

Pure functions on a `Plot`, the same for all charts; their limits stand in `dashboard/tables/readable.csv`. `mend` puts
right what a drawing can put right, `faults` names what it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from dashboard.exhibits import catalogue, runs
from dashboard.exhibits.plot import Bar, Cells, Line, Panel, Plot, Point
from dashboard.figures import words

PRINTED = {"year": 1, "month": 11}  # periods a year: January and February are printed as one
SAME = 0.02  # years; ends nearer than this are one period
TIMES = "×"


@dataclass(frozen=True)
class Fault:
    """One line that cannot be read, and why, in words that follow its name and a colon."""

    name: str
    why: str


@cache
def limits() -> Mapping[str, float]:
    """Return the limit of each rule, by the name that readable.csv gives it."""
    return {line["rule"]: float(line["limit"]) for line in catalogue.table("readable")}


# What a drawing can put right ---------------------------------------------------------------------------------------


def mend(plot: Plot) -> Plot:
    """Return a plot as it can be read: values of one period as bars, gaps marked, ends that differ dated, rows of like boxes left out.

    A multiple stays only where its line ends in the period of the line that it is a multiple of.
    """
    if plot.axis not in PRINTED:
        return plot
    panels = tuple(panel for panel in plot.panels if not repeats(panel)) or plot.panels
    plot = replace(plot, panels=panels)
    if _one_period(plot):
        return replace(plot, panels=(_as_bars(panels[0]),), axis="items", events=(), windows=(), rail=())
    together = lines_of(panels) if plot.layout == "grid" else []
    return replace(plot, panels=tuple(_mended(panel, together or lines_of([panel])) for panel in panels))


def lines_of(panels: Iterable[Panel]) -> list[Line]:
    """Return the lines of panels that have a value anywhere."""
    return [mark for panel in panels for mark in panel.marks if isinstance(mark, Line) and _known(mark)]


def repeats(panel: Panel) -> bool:
    """Return whether a panel is one row of many boxes that say two or three things over and over."""
    cells = [cell for mark in panel.marks if isinstance(mark, Cells) for cell in mark.cells]
    said = {cell.text for cell in cells}
    return len(panel.lanes) == 1 and len(cells) >= limits()["boxes"] and "" not in said and len(said) <= 3


def _one_period(plot: Plot) -> bool:
    """Return whether a plot shows nothing but lines that all have one value, of the same period."""
    if len(plot.panels) != 1 or plot.panels[0].claims or plot.panels[0].scale.log:
        return False
    lines, marks = lines_of(plot.panels), plot.panels[0].marks
    points = [point for line in lines for point in _known(line)]
    alike = (
        len(points) == len(lines) and max(p.x for p in points) - min(p.x for p in points) < SAME if points else False
    )
    return alike and len(lines) > 1 and all(isinstance(mark, Line) for mark in marks)


def _as_bars(panel: Panel) -> Panel:
    """Return lines of one value as bars, the largest first, each with the words of its end."""
    found = [(line, _known(line)[0]) for line in lines_of([panel])]
    bars = tuple(
        Bar(line.name, point.value, line.colour, " · ".join(filter(None, (line.end_value, line.end))), row=point.row)
        for line, point in sorted(found, key=lambda one: -(one[1].value or 0.0))
    )
    return replace(panel, marks=bars, notes=())


def _mended(panel: Panel, compared: list[Line]) -> Panel:
    """Return a panel with the gaps of its lines marked and, where the lines compared end apart, each end dated.

    A grey line of one value is left to the table: among the others it would be a dot.
    """
    found = lines_of([panel])
    if not found:
        return panel
    stubs = [line for line in found if line.role == "context" and len(_known(line)) < limits()["points"]]
    panel = replace(panel, marks=tuple(mark for mark in panel.marks if mark not in stubs or len(stubs) == len(found)))
    compared = [line for line in compared if line not in stubs] or compared
    apart = ends_apart(compared)
    whole = next((_last(line).x for line in compared if line.role == "accent"), None)
    marks: list[Any] = []
    for mark in panel.marks:
        if isinstance(mark, Line) and _known(mark):
            last = _last(mark)
            other = TIMES in mark.end and whole is not None and abs(last.x - whole) > SAME
            mark = replace(
                mark, marked=True, when=dated(last) if apart and mark.name else "", end="" if other else mark.end
            )
        marks.append(mark)
    return replace(panel, marks=tuple(marks))


def gap_words(plot: Plot) -> str:
    """Return what the thin dots of a drawing say, where it has any."""
    found = [(line, pair) for line in lines_of(plot.panels) for pair in runs.marked_gaps(line, plot.axis)]
    torn = any(one.x < x <= two.x for line, (one, two) in found for x in line.breaks)
    more = ", or one figure of another source follows" if torn else ""
    return f"Thin dots cross a gap: no figure is held there{more}." if found else ""


def ends_apart(lines: Iterable[Line]) -> bool:
    """Return whether lines that are compared end in different periods."""
    ends = [_last(line).x for line in lines if line.name]  # a stretch without a name belongs to a line with one
    return len(ends) > 1 and max(ends) - min(ends) > SAME


def dated(point: Point) -> str:
    """Return the period of a point as its label tells it: "in 2021", "in Dec 2024", "to Dec 2025" of twelve months."""
    label = point.label.partition(",")[0]
    _, span, end = label.rpartition(" to ")
    return f"to {end}" if span else f"in {label}" if label else ""


# What it cannot -----------------------------------------------------------------------------------------------------


def faults(plot: Plot) -> tuple[Fault, ...]:
    """Return the lines of a mended plot that cannot be read, each with the reason; none where all can."""
    if plot.axis not in PRINTED:
        return ()
    out: list[Fault] = []
    for panel in plot.panels:
        lines = [line for line in lines_of([panel]) if line.name]
        few = [line for line in lines if len(_known(line)) < limits()["points"] and plot.layout != "grid"]
        out += [Fault(line.name, "one value, and one value is no line") for line in few]
        if len(lines) > limits()["lines"]:
            out.append(Fault(f"The panel of {len(lines)} lines", "more names than can be read"))
        out += [Fault(line.name, why) for line in lines if (why := _thin(_known(line), plot.axis))]
    return tuple(dict.fromkeys(out))


def _thin(points: list[Point], axis: str) -> str:
    """Return what is wrong with points as a line: a gap too long to be marked, or fewer known than not; "" if nothing."""
    longest = max((_missing(one, two, axis) for one, two in pairwise(points)), default=0)
    if longest > limits()[f"{axis}_gap"]:
        return f"no figure for {longest} {axis}s in a row"
    years = points[-1].x - points[0].x
    share = len(points) / (round(years * PRINTED[axis]) + 1)
    if share < limits()["known"]:
        return f"figures for only {words.percent(share * 100, 0)} of its {axis}s"
    return ""


def _missing(one: Point, two: Point, axis: str) -> int:
    steps = 12 if axis == "month" else 1
    return max(0, round((two.x - one.x) * steps) - 1)


def good_from(lines: list[Line], axis: str) -> str:
    """Return the first year from which all lines can be read, or "" where there is none or it is their own start."""
    starts = sorted({int(point.x) for line in lines for point in _known(line)})
    for year in starts[1:-1]:
        kept = [[point for point in _known(line) if point.x > year] for line in lines]
        if all(len(points) > limits()["points"] and not _thin(points, axis) for points in kept):
            return str(year)
    return ""


def _known(line: Line) -> list[Point]:
    return [point for point in line.points if point.value is not None]


def _last(line: Line) -> Point:
    return _known(line)[-1]
