"""A finished drawing (`compose.spec`) as SVG text, the same bytes for the same drawing: no browser and no script engine.

Only what this layout engine emits is known: scatter traces as lines, areas and points, bars, four kinds of shape, one
kind of text. Anything else raises ValueError rather than being left out. Layers lie as Plotly lays them: shapes below,
then traces, shapes above, words.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from dashboard.draw import fonts

Spec = Mapping[str, Any]
Point = tuple[float, float]
AIR = 1.0  # px round every text: the border that Plotly keeps even where it draws none
PATCH_HEIGHT = 1.3  # of the text size: one line of words with its leading
ANCHOR = {"left": "start", "center": "middle", "right": "end"}
SHIFT = {"left": 0.0, "center": 0.5, "right": 1.0}
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not allowed in XML
HATCH = {"shape": "/", "fillmode": "replace"}


def svg(spec: Spec, width: int, height: int, style: str = "") -> str:
    """Return a drawing of `width` × `height` px as SVG; `style` is CSS to stand inside it, fonts for example.

    Raises ValueError naming a kind of trace, shape or marker that this writer does not know.
    """
    layout = spec["layout"]
    paper = _Paper(layout, width, height)
    shapes = [(shape["layer"] == "below", _shape(paper, shape)) for shape in layout["shapes"]]
    body = [
        *(drawn for below, drawn in shapes if below),
        *_traces(paper, spec["data"]),
        *_ticks(paper),
        *(drawn for below, drawn in shapes if not below),
        *(_words(paper, note) for note in layout["annotations"]),
    ]
    ground = f'<rect width="{width}" height="{height}" fill="{layout["paper_bgcolor"]}"/>'
    css = f"<style>{style}</style>" if style else ""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return "".join([head, css, ground, *body, "</svg>"])


def _px(number: float) -> str:
    """Return a length to a hundredth of a pixel, without needless zeros."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass
class _Paper:
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


def _stroke(line: Spec, place: int = 0) -> str:
    """Return the attributes of a stroke, or nothing for one without width."""
    wide = _at(line.get("width", 0), place)
    if not wide:
        return ""
    dash = f' stroke-dasharray="{line["dash"]}"' if line.get("dash") else ""
    return f' stroke="{_at(line["color"], place)}" stroke-width="{_px(wide)}"{dash}'


def _at(value: Any, place: int) -> Any:
    """Return one of a list of values, or the value that all share."""
    return value[place] if isinstance(value, list) else value


def _rect(box: tuple[float, float, float, float], look: str) -> str:
    """Return a rectangle between two corners."""
    x0, x1, y0, y1 = box
    size = f'width="{_px(abs(x1 - x0))}" height="{_px(abs(y1 - y0))}"'
    return f'<rect x="{_px(min(x0, x1))}" y="{_px(min(y0, y1))}" {size} {look}/>'


def _path(points: Sequence[Point | None]) -> str:
    """Return points as the `d` of a path that lifts the pen at every None."""
    out, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        out.append(f"{pen}{_px(point[0])},{_px(point[1])}")
        pen = "L"
    return "".join(out)


# Shapes --------------------------------------------------------------------------------------------------------------


def _shape(paper: _Paper, shape: Spec) -> str:
    kind, stroke = shape["type"], _stroke(shape["line"])
    if kind == "path":
        turns = [tuple(map(float, part.split(","))) for part in shape["path"].removeprefix("M").split("L")]
        points = [(paper.across(shape["xanchor"]) + x, paper.down(y)) for x, y in turns]
        return f'<path d="{_path(points)}" fill="none"{stroke}/>'
    x0, x1 = (_shape_x(paper, shape, end) for end in ("x0", "x1"))
    y0, y1 = paper.down(shape["y0"]), paper.down(shape["y1"])
    if kind == "line":
        return f'<path d="{_path([(x0, y0), (x1, y1)])}" fill="none"{stroke}/>'
    if kind == "rect":
        return _rect((x0, x1, y0, y1), f'fill="{shape["fillcolor"]}"{stroke}')
    if kind == "circle":
        middle = f'cx="{_px((x0 + x1) / 2)}" cy="{_px((y0 + y1) / 2)}"'
        radius = f'rx="{_px(abs(x1 - x0) / 2)}" ry="{_px(abs(y1 - y0) / 2)}"'
        return f'<ellipse {middle} {radius} fill="{shape["fillcolor"]}"{stroke}/>'
    raise ValueError(f"a shape of the kind {kind}")


def _shape_x(paper: _Paper, shape: Spec, end: str) -> float:
    if shape.get("xsizemode") == "pixel":
        return paper.across(shape["xanchor"]) + float(shape[end])
    return paper.across(shape[end])


# Traces --------------------------------------------------------------------------------------------------------------


def _traces(paper: _Paper, traces: Sequence[Spec]) -> Iterator[str]:
    """Yield every mark: bars lie under lines and points, as in Plotly."""
    for trace in traces:
        if trace["type"] not in ("bar", "scatter"):
            raise ValueError(f"a trace of the kind {trace['type']}")
        if trace["type"] == "bar":
            yield from _bars(paper, trace)
    for trace in traces:
        if trace["type"] == "scatter":
            yield from _scatter(paper, trace)


def _axes(paper: _Paper, trace: Spec) -> tuple[Callable[[float], float], Callable[[float], float]]:
    return paper.axis(trace.get("xaxis", "x")), paper.axis(trace.get("yaxis", "y"))


def _bars(paper: _Paper, trace: Spec) -> Iterator[str]:
    x_px, y_px = _axes(paper, trace)
    lying = trace.get("orientation") == "h"
    places, values = (trace["y"], trace["x"]) if lying else (trace["x"], trace["y"])
    marker = trace["marker"]
    for at, (place, value) in enumerate(zip(places, values, strict=True)):
        if value is None:
            continue
        base, half = _base(paper, trace, at, (place, value)), _at(trace["width"], at) / 2
        ends, sides = (base, base + value), (place - half, place + half)
        x, y = (ends, sides) if lying else (sides, ends)
        box = (x_px(x[0]), x_px(x[1]), y_px(y[0]), y_px(y[1]))
        pattern = marker.get("pattern")
        if pattern:
            yield _hatched(box, pattern)
        else:
            yield _rect(box, f'fill="{_at(marker["color"], at)}"{_stroke(marker.get("line", {}), at)}')


def _base(paper: _Paper, trace: Spec, at: int, bar: tuple[float, float]) -> float:
    """Return where a bar begins: at its own base, else on what is stacked there already, up or down from zero."""
    if "base" in trace:
        return float(_at(trace["base"], at))
    place, value = bar
    key = (trace.get("xaxis", "x"), place, value < 0)
    base = paper.stacks.get(key, 0.0)
    paper.stacks[key] = base + value
    return base


def _hatched(box: tuple[float, float, float, float], pattern: Spec) -> str:
    """Return a rectangle with rising stripes, cut to it by arithmetic: no tile, so no hairline between tiles."""
    if any(pattern.get(name) != wanted for name, wanted in HATCH.items()):
        raise ValueError(f"a pattern of the shape {pattern.get('shape')}")
    left, right, top, bottom = min(box[:2]), max(box[:2]), min(box[2:]), max(box[2:])
    step = pattern["size"] * math.sqrt(2)
    stripes: list[Point | None] = []
    for number in range(math.ceil((left + top) / step), math.floor((right + bottom) / step) + 1):
        total = number * step  # a stripe is where x + y is this
        low, high = max(left, total - bottom), min(right, total - top)
        if high > low:
            stripes += [(low, total - low), (high, total - high), None]
    ground = _rect(box, f'fill="{pattern["bgcolor"]}"')
    wide = _px(pattern["size"] * pattern["solidity"])
    return f'{ground}<path d="{_path(stripes)}" fill="none" stroke="{pattern["fgcolor"]}" stroke-width="{wide}"/>'


def _scatter(paper: _Paper, trace: Spec) -> Iterator[str]:
    x_px, y_px = _axes(paper, trace)
    points = [
        None if x is None or y is None else (x_px(x), y_px(y)) for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    if trace["mode"] == "lines":
        fill = trace["fillcolor"] if trace.get("fill") else "none"
        yield f'<path d="{_path(points)}" fill="{fill}"{_stroke(trace["line"])}/>'
    elif trace["mode"] == "markers":
        yield from (_marker(trace["marker"], at, point) for at, point in enumerate(points) if point)
    else:
        raise ValueError(f"a trace in the mode {trace['mode']}")


def _marker(marker: Spec, at: int, point: Point) -> str:
    (x, y), radius = point, _at(marker["size"], at) / 2
    symbol, stroke = marker.get("symbol", "circle"), _stroke(marker.get("line", {}), at)
    if symbol == "circle":
        return f'<circle cx="{_px(x)}" cy="{_px(y)}" r="{_px(radius)}" fill="{_at(marker["color"], at)}"{stroke}/>'
    if symbol == "diamond":
        corners: list[Point | None] = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
        return f'<path d="{_path(corners)}Z" fill="{_at(marker["color"], at)}"{stroke}/>'
    if symbol == "x-thin":
        arms: list[Point | None] = [(x - radius, y - radius), (x + radius, y + radius), None]
        arms += [(x - radius, y + radius), (x + radius, y - radius)]
        return f'<path d="{_path(arms)}" fill="none"{stroke}/>'
    raise ValueError(f"a marker of the shape {symbol}")


def _ticks(paper: _Paper) -> Iterator[str]:
    """Yield the short strokes under a time axis."""
    for name, axis in paper.layout.items():
        if not name.startswith("xaxis") or axis.get("ticks") != "outside":
            continue
        x_px = paper.axis(f"x{name.removeprefix('xaxis')}")
        top = paper.down(paper.layout[f"yaxis{axis['anchor'][1:]}"]["domain"][0])
        strokes = [((x_px(value), top), (x_px(value), top + axis["ticklen"])) for value in axis["tickvals"]]
        points = [end for stroke in strokes for end in (*stroke, None)]
        yield f'<path d="{_path(points)}" fill="none" stroke="{axis["tickcolor"]}" stroke-width="{_px(axis["tickwidth"])}"/>'


# Words ---------------------------------------------------------------------------------------------------------------


def _words(paper: _Paper, note: Spec) -> str:
    font, said = note["font"], _writable(unescape(note["text"]))
    size, weight, anchor = font["size"], font["weight"], note["xanchor"]
    x, middle = paper.across(note["x"]) + note["xshift"], paper.down(note["y"])
    patch = ""
    if note.get("bgcolor"):
        room = AIR + note["borderpad"]
        wide = fonts.width(said, size, weight)
        start = x - SHIFT[anchor] * (wide + 2 * room)
        half = size * PATCH_HEIGHT / 2 + room
        patch = _rect((start, start + wide + 2 * room, middle - half, middle + half), f'fill="{note["bgcolor"]}"')
    x += {"left": 1, "center": 0, "right": -1}[anchor] * (AIR + note["borderpad"])
    base = round(middle + (fonts.ascent(size) - fonts.descent(size)) / 2)  # a whole pixel: sharp stems
    look = f'text-anchor="{ANCHOR[anchor]}" font-size="{_px(size)}" font-weight="{weight}" fill="{font["color"]}"'
    family = escape(font["family"], quote=True)
    return (
        f'{patch}<text x="{_px(x)}" y="{_px(base)}" {look} font-family="{family}" xml:space="preserve">'
        f"{_runs(said, weight)}</text>"
    )


def _writable(text: str) -> str:
    """Return what can be drawn: no character that XML forbids, no unseen one, which could turn the order of the words."""
    return "".join(character for character in UNWRITABLE.sub("\ufffd", text) if unicodedata.category(character) != "Cf")


def _runs(said: str, weight: int) -> str:
    """Return words with those in Chinese set in their own family and in the weight that it has."""
    return "".join(
        escape(piece, quote=False)
        if family == fonts.FAMILY
        else f'<tspan font-family="{family}" font-weight="{fonts.weight_of(weight, family)}">{escape(piece, quote=False)}</tspan>'
        for family, piece in fonts.runs(said)
    )


def weights(spec: Spec) -> set[int]:
    """Return the font weights that a drawing's words use."""
    return {note["font"]["weight"] for note in spec["layout"]["annotations"]}
