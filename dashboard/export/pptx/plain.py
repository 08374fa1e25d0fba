"""A deck of our own: 16:9, white, the title over the width of the slide."""

from __future__ import annotations

from typing import Any

from dashboard.draw import style
from dashboard.export.pptx import boxes
from dashboard.export.pptx.boxes import HIGH, SIDE, WIDE, Box

INK, QUIET = style.colour("headline"), style.colour("note")
TITLE_TOP = 0.42  # inches
TITLE = (28.0, 26.0, 22.0, 19.0)  # points
TITLE_ONLY = 5  # the layout of python-pptx's own template


class Plain:
    """Slides as we lay them out where no house has its own way. In inches: the height of a slide, where a mark such as
    “As known on” stands, and where a page of text begins.
    """

    high, mark_top, text_top = HIGH, 0.12, 1.1

    def __init__(self) -> None:
        """Make an empty 16:9 presentation whose theme names a face that is everywhere."""
        from pptx import Presentation
        from pptx.opc.constants import RELATIONSHIP_TYPE as REL
        from pptx.oxml.ns import qn
        from pptx.util import Inches

        self.show = show = Presentation()
        show.slide_width, show.slide_height = Inches(WIDE), Inches(HIGH)
        theme = show.slide_master.part.part_related_by(REL.THEME)
        face = f'<a:latin typeface="{boxes.FACE}"/>'
        theme._blob = theme.blob.replace(b'<a:latin typeface="Calibri"/>', face.encode())
        for page in (show.slide_master, *show.slide_layouts):
            for shape in page.placeholders:  # the template is 4:3
                if shape._element.spPr.find(qn("a:xfrm")) is not None:  # the others follow the master
                    shape.left, shape.width = int(shape.left * WIDE / 10), int(shape.width * WIDE / 10)

    def cover(self, title: str, lines: list[str]) -> None:
        """Add the first slide: the title, what is in the deck, and where it comes from."""
        box = Box(SIDE, 2.3, boxes.ROOM, 1.5)
        slide = self._titled(title, box, boxes.fit_size(title, (40.0, 34.0, 28.0), box, True))
        boxes.add_text(slide, Box(SIDE, 4.0, boxes.ROOM, 1.0), lines[:1], 18, name="Subtitle")
        foot = Box(SIDE, HIGH - 0.75, boxes.ROOM, 0.3)
        boxes.add_text(slide, foot, " ".join(lines[1:]), 12, colour=QUIET, name="Origin")

    def begin(self, title: str) -> tuple[Any, float]:
        """Return a new slide with its title, and where the rest begins, inches from its top."""
        short = (one for one in TITLE[:2] if boxes.line_count(title, one, boxes.ROOM, True) == 1)
        size = next(short, None) or boxes.fit_size(title, TITLE, Box(0, 0, boxes.ROOM, 0.98), True)
        high = boxes.line_count(title, size, boxes.ROOM, True) * size * boxes.LEAD / 72
        return self._titled(title, Box(SIDE, TITLE_TOP, boxes.ROOM, high), size), TITLE_TOP + high + 0.05

    def finish(self, slide: Any) -> None:
        """Leave a slide as it was drawn."""

    def _titled(self, title: str, box: Box, size: float) -> Any:
        from pptx.enum.text import MSO_ANCHOR

        slide = self.show.slides.add_slide(self.show.slide_layouts[TITLE_ONLY])
        shape = slide.shapes.title
        boxes.place(shape, box)
        boxes.fill_text(shape.text_frame, title, size, colour=INK, bold=True)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        return slide
