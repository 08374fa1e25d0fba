"""Boxes on a slide: inches, text fitted by measured width, nothing left to a program's own idea of room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.draw import fonts

WIDE, HIGH = 13.333, 7.5  # inches, 16:9
SIDE = 0.6
ROOM = WIDE - 2 * SIDE
FACE = "Arial"  # on every machine that opens slides; python-pptx cannot embed a font
WIDER = 1.115  # Arial beside Source Sans 3, the most that was measured over all headlines and subtitles
LEAD = 1.22  # line height, em
POINTS = 72


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, inches from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    def part(self, left: float, top: float, width: float, height: float) -> Box:
        """Return a part of it, given as shares of its sides."""
        return Box(
            self.left + left * self.width, self.top + top * self.height, width * self.width, height * self.height
        )


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a line in inches at `size` points, as wide as any usual sans draws it."""
    return fonts.width(text, size, fonts.BOLD if bold else fonts.REGULAR) * WIDER / POINTS


def line_count(text: str, size: float, room: float, bold: bool = False) -> int:
    """Return how many lines a text takes in `room` inches."""
    count, line = 1, ""
    for word in text.split():
        tried = f"{line} {word}".strip()
        pieces = (
            1 if text_width(word, size, bold) <= room else int(text_width(word, size, bold) / room) + 1
        )  # Chinese has no spaces
        if line and text_width(tried, size, bold) > room:
            count, line = count + pieces, word
        else:
            count, line = count + pieces - 1, tried
    return count


def fit_size(text: str, sizes: tuple[float, ...], box: Box, bold: bool = False) -> float:
    """Return the largest of `sizes` (points, falling) at which a text fits its box; the last one if none does."""
    fits = (
        size for size in sizes if line_count(text, size, box.width, bold) * size * LEAD / POINTS <= box.height + 0.02
    )
    return next(fits, sizes[-1])


def place(shape: Any, box: Box) -> None:
    """Put a shape into its box."""
    from pptx.util import Inches

    shape.left, shape.top = Inches(box.left), Inches(box.top)
    shape.width, shape.height = Inches(box.width), Inches(box.height)


def add_text(
    slide: Any, box: Box, words: str | list[str], size: float, *, colour: str = "#374151", bold: bool = False,
    align: str = "left", anchor: str = "top", name: str = "",
) -> Any:  # fmt: skip
    """Write words into a box, a paragraph for each line given; return the shape."""
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches

    shape = slide.shapes.add_textbox(Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height))
    shape.name = name or "Text"
    frame = shape.text_frame
    frame.vertical_anchor = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}[anchor]
    fill_text(frame, words, size, colour=colour, bold=bold, align=align)
    return shape


def fill_text(
    frame: Any, words: str | list[str], size: float, *, colour: str = "#374151", bold: bool = False, align: str = "left"
) -> None:
    """Put words into a text frame without inner margins."""
    from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE  # a machine without Arial shrinks it
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, line in enumerate([words] if isinstance(words, str) else words):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.alignment = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}[align]
        if not line:
            paragraph.font.size = Pt(size)  # else an empty cell is as high as the usual letters
            continue
        run = paragraph.add_run()
        run.text = line
        set_font(run.font, size, colour, bold)


def set_font(font: Any, size: float, colour: str, bold: bool = False) -> None:
    """Set face, size, colour and weight of a font."""
    from pptx.util import Pt

    font.name, font.size, font.bold = FACE, Pt(size), bold
    font.color.rgb = rgb(colour)


def rgb(colour: str) -> Any:
    """Return a hex colour as python-pptx takes it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.lstrip("#"))  # type: ignore[no-untyped-call]


def set_alt_text(frame: Any, alt: str, name: str) -> None:
    """Give a graphic its alternative text and name; python-pptx has no public way to the first."""
    frame.name = name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
