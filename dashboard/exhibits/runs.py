"""The stretches of a line: what may be joined, what a gap parts, and which gaps are short enough to be marked."""

from __future__ import annotations

from itertools import pairwise

from dashboard.exhibits.plot import Line, Point

Pair = tuple[Point, Point]


def unbroken_runs(line: Line, axis: str) -> list[list[Point]]:
    """Return a line's points in runs that may be joined: cut at gaps, at breaks, and where a year is left out."""
    reach = _reach(line.points) if axis == "year" else float("inf")
    cut: list[list[Point]] = [[]]
    for point in line.points:
        if point.value is None:
            cut.append([])
            continue
        before = cut[-1][-1].x if cut[-1] else None
        if before is not None and (point.x - before > reach or any(before < b <= point.x for b in line.breaks)):
            cut.append([])
        cut[-1].append(point)
    return [run for run in cut if run]


def _reach(points: tuple[Point, ...]) -> float:
    """Return the longest step that is still the line's own rhythm."""
    gaps = [after.x - before.x for before, after in pairwise(points)]
    return 1.5 * min(gaps) if gaps else float("inf")


def broken_ends(line: Line, cut: list[list[Point]]) -> set[float]:
    """Return the x of the points on either side of a break in source or definition."""
    return {end.x for pair in pairwise(cut) if _torn(line, pair) for end in (pair[0][-1], pair[1][0])}


def marked_gaps(line: Line, axis: str) -> list[Pair]:
    """Return the two points on either side of each gap of a line that is drawn with its gaps marked.

    A break between two stretches of two points or more stays open: there another source or definition begins.
    """
    if not line.marked:
        return []
    pairs = pairwise(unbroken_runs(line, axis))
    return [(one[-1], two[0]) for one, two in pairs if min(len(one), len(two)) == 1 or not _torn(line, (one, two))]


def _torn(line: Line, pair: tuple[list[Point], list[Point]]) -> bool:
    return any(pair[0][-1].x < b <= pair[1][0].x for b in line.breaks)
