"""What every part of an SVG stands on: the plotting area in px with its axes, and the pen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Spec = Mapping[str, Any]
Point = tuple[float, float]


def px(number: float) -> str:
    """Return a length to a hundredth of a pixel, without needless zeros."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass
class Paper:
    """The plotting area in px, and where its axes put a value."""

    layout: Spec
    width: int
    height: int
    stacks: dict[tuple[str, float, bool], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        margin: Mapping[str, float] = self.layout["margin"]
        self.left, self.top = margin["l"], margin["t"]
        self.wide = self.width - margin["l"] - margin["r"]
        self.high = self.height - margin["t"] - margin["b"]

    def across(self, share: float) -> float:
        """Return a share of the plotting area in px from the left of the picture."""
        return self.left + self.wide * share

    def down(self, share: float) -> float:
        """Return a share of the plotting area, counted from below, in px from the top of the picture."""
        return self.top + self.high * (1 - share)

    def axis(self, name: str) -> Callable[[float], float]:
        """Return the function from a value on an axis ("x", "y2") to its place in px."""
        axis = self.layout[f"{name[0]}axis{name[1:]}"]
        (start, end), (low, high) = axis["domain"], axis["range"]
        place = self.across if name[0] == "x" else self.down
        grown = math.log10 if axis.get("type") == "log" else float
        return lambda value: place(start + (end - start) * (grown(value) - low) / (high - low))


def stroke_of(line: Spec, place: int = 0) -> str:
    """Return the attributes of a stroke, or nothing for one without width."""
    wide = one_of(line.get("width", 0), place)
    if not wide:
        return ""
    dash = f' stroke-dasharray="{line["dash"]}"' if line.get("dash") else ""
    return f' stroke="{one_of(line["color"], place)}" stroke-width="{px(wide)}"{dash}'


def one_of(value: Any, place: int) -> Any:
    """Return one of a list of values, or the value that all share."""
    return value[place] if isinstance(value, list) else value


def rect(box: tuple[float, float, float, float], look: str) -> str:
    """Return a rectangle between two corners."""
    x0, x1, y0, y1 = box
    size = f'width="{px(abs(x1 - x0))}" height="{px(abs(y1 - y0))}"'
    return f'<rect x="{px(min(x0, x1))}" y="{px(min(y0, y1))}" {size} {look}/>'


def path(points: Sequence[Point | None]) -> str:
    """Return points as the `d` of a path that lifts the pen at every None."""
    out, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        out.append(f"{pen}{px(point[0])},{px(point[1])}")
        pen = "L"
    return "".join(out)
