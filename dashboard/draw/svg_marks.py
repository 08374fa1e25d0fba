"""The traces of a finished drawing as SVG: bars, lines, areas and points, and no other kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from dashboard.draw.svg_paper import Paper, Point, Spec, one_of, path, px, rect, stroke_of

HATCH = {"shape": "/", "fillmode": "replace"}


def marks(paper: Paper, traces: Sequence[Spec]) -> Iterator[str]:
    """Yield every mark: bars lie under lines and points, as in Plotly."""
    for trace in traces:
        if trace["type"] not in ("bar", "scatter"):
            raise ValueError(f"a trace of the kind {trace['type']}")
        if trace["type"] == "bar":
            yield from _bars(paper, trace)
    for trace in traces:
        if trace["type"] == "scatter":
            yield from _scatter(paper, trace)


def _axes(paper: Paper, trace: Spec) -> tuple[Callable[[float], float], Callable[[float], float]]:
    return paper.axis(trace.get("xaxis", "x")), paper.axis(trace.get("yaxis", "y"))


def _bars(paper: Paper, trace: Spec) -> Iterator[str]:
    x_px, y_px = _axes(paper, trace)
    lying = trace.get("orientation") == "h"
    places, values = (trace["y"], trace["x"]) if lying else (trace["x"], trace["y"])
    marker = trace["marker"]
    for at, (place, value) in enumerate(zip(places, values, strict=True)):
        if value is None:
            continue
        base, half = _base(paper, trace, at, (place, value)), one_of(trace["width"], at) / 2
        ends, sides = (base, base + value), (place - half, place + half)
        x, y = (ends, sides) if lying else (sides, ends)
        box = (x_px(x[0]), x_px(x[1]), y_px(y[0]), y_px(y[1]))
        pattern = marker.get("pattern")
        if pattern:
            yield _hatched(box, pattern)
        else:
            yield rect(box, f'fill="{one_of(marker["color"], at)}"{stroke_of(marker.get("line", {}), at)}')


def _base(paper: Paper, trace: Spec, at: int, bar: tuple[float, float]) -> float:
    """Return where a bar begins: at its own base, else on what is stacked there already, up or down from zero."""
    if "base" in trace:
        return float(one_of(trace["base"], at))
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
    ground = rect(box, f'fill="{pattern["bgcolor"]}"')
    wide = px(pattern["size"] * pattern["solidity"])
    return f'{ground}<path d="{path(stripes)}" fill="none" stroke="{pattern["fgcolor"]}" stroke-width="{wide}"/>'


def _scatter(paper: Paper, trace: Spec) -> Iterator[str]:
    x_px, y_px = _axes(paper, trace)
    points = [
        None if x is None or y is None else (x_px(x), y_px(y)) for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    if trace["mode"] == "lines":
        fill = trace["fillcolor"] if trace.get("fill") else "none"
        yield f'<path d="{path(points)}" fill="{fill}"{stroke_of(trace["line"])}/>'
    elif trace["mode"] == "markers":
        yield from (_marker(trace["marker"], at, point) for at, point in enumerate(points) if point)
    else:
        raise ValueError(f"a trace in the mode {trace['mode']}")


def _marker(marker: Spec, at: int, point: Point) -> str:
    (x, y), radius = point, one_of(marker["size"], at) / 2
    symbol, stroke = marker.get("symbol", "circle"), stroke_of(marker.get("line", {}), at)
    if symbol == "circle":
        return f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(radius)}" fill="{one_of(marker["color"], at)}"{stroke}/>'
    if symbol == "diamond":
        corners: list[Point | None] = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
        return f'<path d="{path(corners)}Z" fill="{one_of(marker["color"], at)}"{stroke}/>'
    if symbol == "x-thin":
        arms: list[Point | None] = [(x - radius, y - radius), (x + radius, y + radius), None]
        arms += [(x - radius, y + radius), (x + radius, y - radius)]
        return f'<path d="{path(arms)}" fill="none"{stroke}/>'
    raise ValueError(f"a marker of the shape {symbol}")
