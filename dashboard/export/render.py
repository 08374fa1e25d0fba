"""Pictures of finished drawings (`dashboard.draw.compose.to_plotly`) on a machine without a browser: `svg`, `png`, `pdf`.

The SVG is written by `dashboard.draw.svg`; resvg makes it a PNG and typst a PDF, with the bundled fonts alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.draw import fonts
from dashboard.draw import svg as writer
from dashboard.export.errors import RenderError

LARGEST = 60_000_000  # pixels
SIDES = range(10, 10_001)  # pixels
POINTS = 0.75  # of a PDF for each pixel
PAGE = (
    "#set document(title: sys.inputs.title, date: none)\n"
    "#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
    '#image(bytes(sys.inputs.svg), format: "svg", width: 100%, alt: sys.inputs.words)\n'
)

Drawing = Mapping[str, Any]


def svg(drawing: Drawing, width: int, height: int, *, embed: bool = True) -> str:
    """Return the drawing as SVG, the same bytes every time; `embed` carries the glyphs it shows along.

    Raises RenderError.
    """
    _check(width, height, 1.0)
    try:
        bare = writer.to_svg(drawing, width, height)
        if not embed:
            return bare
        glyphs = "".join(sorted(set(bare)))
        return writer.to_svg(
            drawing, width, height, fonts.embedded_css(glyphs, {fonts.REGULAR, *writer.font_weights(drawing)})
        )
    except (ValueError, KeyError, TypeError) as reason:
        raise RenderError(f"The picture could not be drawn: {reason}. Nothing was written.") from reason


def png(drawing: Drawing, width: int, height: int, *, scale: float = 1.0) -> bytes:
    """Return the drawing as PNG of `width` × `height` times `scale` pixels, drawn at that size. Raises RenderError."""
    _check(width, height, scale)
    text = svg(drawing, width, height, embed=False)
    try:
        import resvg_py

        made = resvg_py.svg_to_bytes(
            svg_string=text, zoom=scale, skip_system_fonts=True, font_files=[str(path) for path in fonts.FILES.values()],
            font_family=fonts.FAMILY, sans_serif_family=fonts.FAMILY, serif_family=fonts.FAMILY,
            monospace_family=fonts.FAMILY,
        )  # fmt: skip
    except (ImportError, ValueError, RuntimeError) as reason:
        raise RenderError(f"The picture could not be drawn: {reason}. Nothing was written.") from reason
    return bytes(made)


def pdf(drawing: Drawing, width: int, height: int, *, title: str = "", words: str = "") -> bytes:
    """Return the drawing as one PDF page with real text, a title, and `words` as its alternative text.

    One pixel becomes 0.75 points. Raises RenderError.
    """
    text = svg(drawing, width, height, embed=False)
    page = PAGE.format(width=width * POINTS, height=height * POINTS)
    try:
        import typst

        made = typst.compile(
            page.encode(),
            format="pdf",
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER]),
            sys_inputs={"svg": text, "title": title, "words": words or title},
        )
    except (ImportError, RuntimeError) as reason:
        raise RenderError(f"The picture could not be set as PDF: {reason}. Nothing was written.") from reason
    if not isinstance(made, bytes):
        raise RenderError("The picture could not be set as one PDF page. Nothing was written.")
    return made


def _check(width: int, height: int, scale: float) -> None:
    """Raise RenderError for a picture too large, too small or without a size."""
    if width not in SIDES or height not in SIDES or not 0.1 <= scale <= 10 or width * height * scale**2 > LARGEST:
        raise RenderError(
            f"A picture of {width} × {height} pixels at scale {scale:g} cannot be made: "
            f"sides are {SIDES[0]} to {SIDES[-1]}, {LARGEST // 1_000_000} million pixels in all. Nothing was written."
        )
