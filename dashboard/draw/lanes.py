"""A timeline: one lane a kind of event, as high as the rows of words over its dots, no leader through a word."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import width
from dashboard.exhibits.plot import Cells, Dot

UNDER = 1.5  # text sizes under the last lane, before the dates
PITCH, FOOT = 1.2, 1.3  # a row of words, and the room between a lane's words and the lane above, in text sizes


@dataclass(frozen=True)
class Place:
    """Where the words of one dot stand: left and right end in px, and the row over the lane."""

    dot: Dot
    x0: float
    x1: float
    row: int


def word_places(pane: Pane, lane: int, size: float, edge: float) -> list[Place]:
    """Return places for the words of a lane, hung right of their dots, or left where that takes fewer rows."""
    dots = [mark for mark in pane.panel.marks if isinstance(mark, Dot) and mark.y == lane and mark.label]
    right = _place_words(pane, sorted(dots, key=lambda dot: -dot.x), size, edge, 1)
    left = _place_words(pane, sorted(dots, key=lambda dot: dot.x), size, edge, -1)
    return min((right, left), key=lambda found: (-len(found), max((place.row for place in found), default=0)))


def _place_words(pane: Pane, dots: list[Dot], size: float, edge: float, side: int) -> list[Place]:
    """Places in the order given; each takes the lowest row where neither words nor leaders meet."""
    placed: list[Place] = []
    for dot in dots:
        x, wide = pane.x_px(dot.x), width(dot.label, size)
        x0 = x - size * 0.35 if side > 0 else x - wide + size * 0.35
        x0 = max(min(x0, edge - wide), pane.left - size * 0.35)
        for row in range(len(dots)):
            place = Place(dot, x0, x0 + wide, row)
            if all(_fit_together(place, other, pane, size) for other in placed):
                placed.append(place)
                break
    return placed


def _fit_together(one: Place, other: Place, pane: Pane, size: float) -> bool:
    """Return True where two places share no room: words beside words, and no leader through the other's words."""
    if one.row == other.row:
        return one.x1 + size * 0.5 < other.x0 or other.x1 + size * 0.5 < one.x0
    high, low = (one, other) if one.row > other.row else (other, one)
    return not low.x0 - 3 < pane.x_px(high.dot.x) < low.x1 + 3


def lane_heights(pane: Pane, size: float, edge: float) -> list[float]:
    """Return how far each lane's line lies under the pane's top, px: a lane is as high as its rows of words."""
    count = len(pane.panel.lanes)
    if any(
        isinstance(mark, Cells) for mark in pane.panel.marks
    ):  # a matrix has rows of one height, filled from their middle
        return [(pane.bottom - pane.top) * (n + 0.5) / count for n in range(count)]
    needs = [
        (max((place.row for place in word_places(pane, n, size, edge)), default=0) + 1) * PITCH + FOOT
        for n in range(count)
    ]
    room = pane.bottom - pane.top - size * UNDER
    return [room * sum(needs[: n + 1]) / sum(needs) for n in range(len(needs))]
