"""Where words may stand: neighbours pushed apart, and free places found beside marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Rect(NamedTuple):
    """A rectangle in px from the top left of the picture."""

    x0: float
    y0: float
    x1: float
    y1: float

    def grown(self, by: float) -> Rect:
        """Return the rectangle larger by `by` px on every side."""
        return Rect(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)


def overlap(one: Sequence[float], other: Sequence[float], gap: float = 0.0) -> bool:
    """Return True where two rectangles share area or come nearer than `gap`."""
    return one[0] < other[2] + gap and other[0] < one[2] + gap and one[1] < other[3] + gap and other[1] < one[3] + gap


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return middles as near `wanted` as labels of these heights allow without overlap between `low` and `high`.

    Neighbours that overlap are pushed apart equally; the order of the wanted heights is kept.
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    groups: list[list[int]] = []
    tops: list[float] = []
    for n in order:
        groups.append([n])
        tops.append(_hold(wanted[n] - heights[n] / 2, heights[n], low, high))
        while len(groups) > 1 and tops[-2] + sum(heights[k] for k in groups[-2]) > tops[-1]:
            last = groups.pop()
            tops.pop()
            groups[-1] += last
            tops[-1] = _group_top(groups[-1], wanted, heights, low, high)
    placed = [0.0] * len(wanted)
    for group, top in zip(groups, tops, strict=True):
        for n in group:
            placed[n] = top + heights[n] / 2
            top += heights[n]
    return placed


def _group_top(group: list[int], wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> float:
    """Return the top of a group whose labels touch, so that their distances from the wanted heights balance."""
    below, shift = 0.0, 0.0
    for n in group:
        shift += wanted[n] - heights[n] / 2 - below
        below += heights[n]
    return _hold(shift / len(group), below, low, high)


def _hold(top: float, height: float, low: float, high: float) -> float:
    return max(low, min(top, high - height))


def candidates(
    point: tuple[float, float],
    size: tuple[float, float],
    offers: Sequence[tuple[float, float]],
    *,
    dislike: float = 1.0,
) -> list[tuple[Rect, float]]:
    """Return rectangles of (width, half height), left middle at `point` plus each offer; the first is liked best."""
    (x, y), (wide, half) = point, size
    return [
        (Rect(x + dx, y + dy - half, x + dx + wide, y + dy + half), n * dislike) for n, (dx, dy) in enumerate(offers)
    ]


@dataclass
class Track:
    """A line as drawn: one run of points from left to right, px."""

    owner: str
    xs: list[float]
    ys: list[float]
    half: float  # half its stroke

    def crosses(self, box: Sequence[float]) -> bool:
        """Return True where the line runs through the rectangle."""
        x0, y0, x1, y1 = box[0] - self.half, box[1] - self.half, box[2] + self.half, box[3] + self.half
        if not self.xs or x1 < self.xs[0] or x0 > self.xs[-1]:
            return False
        at = max(0, bisect_left(self.xs, x0) - 1)
        while at < len(self.xs) - 1 and self.xs[at] <= x1:
            if self._segment_meets(at, x0, y0, x1, y1):
                return True
            at += 1
        return len(self.xs) == 1 and y0 <= self.ys[0] <= y1

    def _segment_meets(self, at: int, x0: float, y0: float, x1: float, y1: float) -> bool:
        xa, xb, ya, yb = self.xs[at], self.xs[at + 1], self.ys[at], self.ys[at + 1]
        left, right = max(x0, xa), min(x1, xb)
        if left > right:
            return False
        slope = (yb - ya) / (xb - xa) if xb > xa else 0.0
        one, two = ya + slope * (left - xa), ya + slope * (right - xa)
        if xb == xa:
            one, two = ya, yb
        return min(one, two) <= y1 and max(one, two) >= y0


@dataclass
class Field:
    """What stands in the way on one plot area: lines, filled rectangles, and words already placed."""

    bounds: Rect
    tracks: list[Track] = field(default_factory=list)
    solids: list[tuple[str, Rect]] = field(default_factory=list)  # columns, dots: owner and extent
    words: list[Any] = field(default_factory=list)
    verticals: list[float] = field(default_factory=list)  # event lines, px
    levels: list[float] = field(default_factory=list)  # gridlines, px

    def leaves_pane(self, box: Sequence[float]) -> bool:
        """Return True where a box leaves the plot area."""
        b = self.bounds
        return box[0] < b.x0 - 0.5 or box[2] > b.x1 + 0.5 or box[1] < b.y0 - 0.5 or box[3] > b.y1 + 0.5

    def count_marks(self, box: Sequence[float], owner: str = "") -> float:
        """Return how many marks a box touches; its own series counts a half."""
        hits = sum(0.5 if track.owner == owner else 1.0 for track in self.tracks if track.crosses(box))
        for name, solid in self.solids:
            if overlap(box, solid):
                hits += 0.5 if name == owner and owner else 1.0
        return hits

    def meets_words(self, box: Sequence[float], gap: float = 2.0) -> bool:
        """Return True where a box touches words that are already placed."""
        return any(overlap(box, other, gap) for other in self.words)

    def cost(self, box: Sequence[float], owner: str = "") -> float:
        """Return how bad a place is: 0 is free, from 1,000 up it must not be used."""
        bad = 0.0
        if self.leaves_pane(box):
            bad += 4000.0
        if self.meets_words(box):
            bad += 2000.0
        bad += 100.0 * self.count_marks(box, owner)
        bad += sum(8.0 for x in self.verticals if box[0] - 3 < x < box[2] + 3)
        bad += sum(2.5 for y in self.levels if box[1] - 2 < y < box[3] + 2)
        return bad

    def cheapest(self, places: Iterable[tuple[Rect, float]], owner: str = "") -> tuple[int, float]:
        """Return the position of the cheapest of (rectangle, dislike), and its cost; -1 when there are none."""
        found, least = -1, float("inf")
        for n, (box, dislike) in enumerate(places):
            if dislike >= least:
                continue
            cost = dislike + self.cost(box, owner)
            if cost < least:
                found, least = n, cost
        return found, least
