"""The sheet a picture is drawn on: traces, shapes and words as plain Plotly dicts, placed by pixel.

Positions across are a share of the plotting area plus pixels (`At`), so that a card can be narrower than it was laid
out for; positions down are pixels, because every height is fixed. Each text leaves its box, and tests read the boxes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dashboard.draw import style
from dashboard.draw.fonts import STACK
from dashboard.draw.wrapping import width


class At(NamedTuple):
    """A position across: a share of the plotting area, and pixels to the right of it."""

    share: float
    px: float = 0.0

    def plus(self, px: float) -> At:
        """Return the position `px` further right."""
        return At(self.share, self.px + px)


class Box(NamedTuple):
    """A text as placed, px from the top left of the picture: from the ascenders to the descenders of one line."""

    x0: float
    y0: float
    x1: float
    y1: float
    words: str
    role: str

    def meets(self, other: tuple[float, float, float, float, *tuple[Any, ...]], gap: float = 0.0) -> bool:
        """Return True where the two boxes share any area, or come nearer than `gap`."""
        return (
            self.x0 < other[2] + gap
            and other[0] < self.x1 + gap
            and self.y0 < other[3] + gap
            and other[1] < self.y1 + gap
        )


def text_box(words: str, x: float, y: float, size: float, *, weight: int, anchor: str, role: str = "") -> Box:
    """Return the box of a line whose middle stands at height `y`."""
    wide = width(words, size, weight)
    left = x - {"left": 0.0, "center": wide / 2, "right": wide}[anchor]
    return Box(left, y - size * 0.5, left + wide, y + size * 0.5, words, role)


def escape(words: str) -> str:
    """Return words safe inside Plotly's pseudo-HTML."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass
class Sheet:
    """Collects what is drawn. `left`, `top`, `right`, `bottom` bound the plotting area in px."""

    frame: style.Frame
    left: float
    top: float
    right: float
    bottom: float
    traces: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    axes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sizes = style.sizes(self.frame)

    def px(self, at: At) -> float:
        """Return a position across in px of the whole picture."""
        return self.left + at.share * (self.right - self.left) + at.px

    def at(self, x: float, share: float = 0.0) -> At:
        """Return a px position of the picture, held to a share of the plotting area."""
        return At(share, x - self.px(At(share)))

    def up(self, y: float) -> float:
        """Return a height in px from the top as Plotly's paper coordinate."""
        return round(1 - (y - self.top) / (self.bottom - self.top), 6)

    def colour(self, key: str) -> str:
        """Return the colour of a mark in this picture's theme."""
        return style.colour(key, self.frame.theme)

    def ink(self, key: str) -> str:
        """Return the colour of words about `key` in this picture's theme."""
        return style.text_colour(key, self.frame.theme)

    def text(self, words: str, at: At, y: float, **look: Any) -> Box:
        """Write one line with its middle at height `y`: `size`, `colour` (hex), `weight`, `anchor`, `role`, `patch`, `of` (its line's name)."""
        size, weight = look.get("size", self.sizes.text), look.get("weight", style.REGULAR)
        anchor = look.get("anchor", "left")
        box = text_box(words, self.px(at), y, size, weight=weight, anchor=anchor, role=look.get("role", "note"))
        self.boxes.append(box)
        note = {
            "text": escape(words), "showarrow": False, "xref": "paper", "yref": "paper",
            "x": round(at.share, 6), "xshift": round(at.px, 1), "y": self.up(y), "xanchor": anchor, "yanchor": "middle",
            "align": anchor, "borderpad": look.get("pad", 0),
            "font": {"family": STACK, "size": size, "weight": weight, "color": look.get("colour", self.ink("note"))},
        }  # fmt: skip
        if look.get("patch"):
            note["bgcolor"] = look["patch"]
        if look.get("of"):
            note["name"] = look["of"]  # on a page this label greys its line
        self.words.append(note)
        return box

    def line(self, start: At, end: At, y0: float, y1: float | None = None, **look: Any) -> None:
        """Draw a straight line, horizontal unless `y1` is given; `colour` (hex), `width`, `dash`, `layer`."""
        stroke: dict[str, Any] = {"color": look["colour"], "width": look["width"]}
        if look.get("dash"):
            stroke["dash"] = look["dash"]
        fixed = {"type": "line", "line": stroke, "layer": look.get("layer", "above"), "xref": "paper", "yref": "paper",
                 "y0": self.up(y0), "y1": self.up(y0 if y1 is None else y1)}  # fmt: skip
        self.shapes.extend({**fixed, **part} for part in _across(*self._outward(start, end)))

    def rectangle(self, start: At, end: At, y0: float, y1: float, **look: Any) -> None:
        """Fill a rectangle with `fill` (hex), under the grid unless `layer` says otherwise."""
        fixed = {"type": "rect", "line": {"width": 0}, "fillcolor": look["fill"], "layer": look.get("layer", "below"),
                 "xref": "paper", "yref": "paper", "y0": self.up(y0), "y1": self.up(y1)}  # fmt: skip
        self.shapes.extend({**fixed, **part} for part in _across(*self._outward(start, end)))

    def circle(self, at: At, y: float, radius: float, *, fill: str, line: str, width: float) -> None:
        """Draw a circle round a point, `radius` px."""
        self.shapes.append(
            {"type": "circle", "xref": "paper", "yref": "paper", "layer": "above", "fillcolor": fill,
             "line": {"color": line, "width": width}, **_pixels(at.share, at.px - radius, at.px + radius),
             "y0": self.up(y - radius), "y1": self.up(y + radius)}
        )  # fmt: skip

    def _outward(self, start: At, end: At) -> tuple[At, At]:
        """Return the two ends of a shape with pixels that point inwards turned into shares: Plotly cannot mix them."""
        if start.share == end.share:
            return start, end
        span = self.right - self.left
        start = At(start.share + start.px / span) if start.px > 0 else start
        return start, (At(end.share + end.px / span) if end.px < 0 else end)

    def leader(self, start: At, turns: list[tuple[float, float]], *, colour: str, width: float) -> None:
        """Draw a bent thin line through `turns`, each px right of `start` and px from the top of the picture."""
        path = "L".join(f"{x:.1f},{self.up(y)}" for x, y in turns)
        self.shapes.append(
            {"type": "path", "path": f"M{path}", "xref": "paper", "yref": "paper", "xsizemode": "pixel",
             "xanchor": round(start.share, 6), "layer": "above", "line": {"color": colour, "width": width}}
        )  # fmt: skip
        if start.px:
            shifted = "L".join(f"{x + start.px:.1f},{self.up(y)}" for x, y in turns)
            self.shapes[-1]["path"] = f"M{shifted}"


def _across(start: At, end: At) -> list[dict[str, Any]]:
    """Return the x part of a shape: in shares where it lies between shares, in pixels for what sticks out on either side."""
    if start.share == end.share:
        return [_pixels(start.share, start.px, end.px)]
    parts: list[dict[str, Any]] = [{"x0": round(start.share, 6), "x1": round(end.share, 6)}]
    if start.px:
        parts.append(_pixels(start.share, start.px, 0))
    if end.px:
        parts.append(_pixels(end.share, 0, end.px))
    return parts


def _pixels(share: float, x0: float, x1: float) -> dict[str, Any]:
    return {"xsizemode": "pixel", "xanchor": round(share, 6), "x0": round(x0, 1), "x1": round(x1, 1)}
