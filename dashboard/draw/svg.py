"""A finished drawing (`compose.to_plotly`) as SVG text, the same bytes for the same drawing: no browser and no script engine.

Only what this layout engine emits is known: scatter traces as lines, areas and points, bars, four kinds of shape, one
kind of text. Anything else raises ValueError rather than being left out. Layers lie as Plotly lays them: shapes below,
then traces, shapes above, words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import escape, unescape

from dashboard.draw import fonts, svg_marks
from dashboard.draw.svg_paper import Paper, Spec, path, px, rect, stroke_of

AIR = 1.0  # px round every text: the border that Plotly keeps even where it draws none
PATCH_HEIGHT = 1.3  # of the text size: one line of words with its leading
ANCHOR = {"left": "start", "center": "middle", "right": "end"}
SHIFT = {"left": 0.0, "center": 0.5, "right": 1.0}
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not allowed in XML


def to_svg(spec: Spec, width: int, height: int, style: str = "") -> str:
    """Return a drawing of `width` × `height` px as SVG; `style` is CSS to stand inside it, fonts for example.

    Raises ValueError naming a kind of trace, shape or marker that this writer does not know.
    """
    layout = spec["layout"]
    paper = Paper(layout, width, height)
    shapes = [(shape["layer"] == "below", _shape(paper, shape)) for shape in layout["shapes"]]
    body = [
        *(drawn for below, drawn in shapes if below),
        *svg_marks.marks(paper, spec["data"]),
        *_ticks(paper),
        *(drawn for below, drawn in shapes if not below),
        *(_words(paper, note) for note in layout["annotations"]),
    ]
    ground = f'<rect width="{width}" height="{height}" fill="{layout["paper_bgcolor"]}"/>'
    css = f"<style>{style}</style>" if style else ""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return "".join([head, css, ground, *body, "</svg>"])


# Shapes --------------------------------------------------------------------------------------------------------------


def _shape(paper: Paper, shape: Spec) -> str:
    kind, stroke = shape["type"], stroke_of(shape["line"])
    if kind == "path":
        turns = [tuple(map(float, part.split(","))) for part in shape["path"].removeprefix("M").split("L")]
        points = [(paper.across(shape["xanchor"]) + x, paper.down(y)) for x, y in turns]
        return f'<path d="{path(points)}" fill="none"{stroke}/>'
    x0, x1 = (_shape_x(paper, shape, end) for end in ("x0", "x1"))
    y0, y1 = paper.down(shape["y0"]), paper.down(shape["y1"])
    if kind == "line":
        return f'<path d="{path([(x0, y0), (x1, y1)])}" fill="none"{stroke}/>'
    if kind == "rect":
        return rect((x0, x1, y0, y1), f'fill="{shape["fillcolor"]}"{stroke}')
    if kind == "circle":
        middle = f'cx="{px((x0 + x1) / 2)}" cy="{px((y0 + y1) / 2)}"'
        radius = f'rx="{px(abs(x1 - x0) / 2)}" ry="{px(abs(y1 - y0) / 2)}"'
        return f'<ellipse {middle} {radius} fill="{shape["fillcolor"]}"{stroke}/>'
    raise ValueError(f"a shape of the kind {kind}")


def _shape_x(paper: Paper, shape: Spec, end: str) -> float:
    if shape.get("xsizemode") == "pixel":
        return paper.across(shape["xanchor"]) + float(shape[end])
    return paper.across(shape[end])


def _ticks(paper: Paper) -> Iterator[str]:
    """Yield the short strokes under a time axis."""
    for name, axis in paper.layout.items():
        if not name.startswith("xaxis") or axis.get("ticks") != "outside":
            continue
        x_px = paper.axis(f"x{name.removeprefix('xaxis')}")
        top = paper.down(paper.layout[f"yaxis{axis['anchor'][1:]}"]["domain"][0])
        strokes = [((x_px(value), top), (x_px(value), top + axis["ticklen"])) for value in axis["tickvals"]]
        points = [end for stroke in strokes for end in (*stroke, None)]
        yield f'<path d="{path(points)}" fill="none" stroke="{axis["tickcolor"]}" stroke-width="{px(axis["tickwidth"])}"/>'


# Words ---------------------------------------------------------------------------------------------------------------


def _words(paper: Paper, note: Spec) -> str:
    font, said = note["font"], _writable(unescape(note["text"]))
    size, weight, anchor = font["size"], font["weight"], note["xanchor"]
    x, middle = paper.across(note["x"]) + note["xshift"], paper.down(note["y"])
    patch = ""
    if note.get("bgcolor"):
        room = AIR + note["borderpad"]
        wide = fonts.width(said, size, weight)
        start = x - SHIFT[anchor] * (wide + 2 * room)
        half = size * PATCH_HEIGHT / 2 + room
        patch = rect((start, start + wide + 2 * room, middle - half, middle + half), f'fill="{note["bgcolor"]}"')
    x += {"left": 1, "center": 0, "right": -1}[anchor] * (AIR + note["borderpad"])
    base = round(middle + (fonts.ascent(size) - fonts.descent(size)) / 2)  # a whole pixel: sharp stems
    look = f'text-anchor="{ANCHOR[anchor]}" font-size="{px(size)}" font-weight="{weight}" fill="{font["color"]}"'
    family = escape(font["family"], quote=True)
    return (
        f'{patch}<text x="{px(x)}" y="{px(base)}" {look} font-family="{family}" xml:space="preserve">'
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
        else f'<tspan font-family="{family}" font-weight="{fonts.bundled_weight(weight, family)}">{escape(piece, quote=False)}</tspan>'
        for family, piece in fonts.family_runs(said)
    )


def font_weights(spec: Spec) -> set[int]:
    """Return the font weights that a drawing's words use."""
    return {note["font"]["weight"] for note in spec["layout"]["annotations"]}
