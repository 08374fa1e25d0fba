"""A deck in a house's own template: its layouts, logo, faces and title style stay; what we draw is scaled into its room.

We draw on a sheet as wide as ours and of the shape of the room that the layout gives, then move and scale every shape and
letter on it. So one way of drawing serves every size of slide.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from dashboard.export.errors import ExportError
from dashboard.export.pptx import boxes
from dashboard.export.pptx.boxes import ROOM, SIDE, Box

MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 20_000_000, 200_000_000, 5_000
SMALLEST_ROOM = 0.3  # of the slide's height
FOOT = 0.24  # inches under the last line of our sheet
EMU = 914_400
THEME_FACE = "+mn-lt"  # the theme's own face for text
NAMED = "kyakhta"  # a layout with this in its name is taken before any other
LAYOUTS = "Nothing was written. Give it a layout with a title and room below it, such as “Title and Content”."
PAPER = "FFFFFF"
SIZES = (36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0, 14.0)  # points, of a title or a line that is long


class House:
    """Slides in a template of somebody's own. `high` is the height of the sheet that we draw on, inches; on it marks and
    text begin at the top, because the title stands in the template's own place.
    """

    mark_top = text_top = 0.0

    def __init__(self, template: bytes) -> None:
        """Open a template and choose its layouts. Raises ExportError in words."""
        self.show = _opened(template)
        _drop_slides(self.show)
        self._layout, self._room = _content_layout(self.show)
        self._scale = self._room.width / ROOM
        self.high = self._room.height / self._scale + FOOT
        self._dark = _is_dark(self.show)

    def cover(self, title: str, lines: list[str]) -> None:
        """Add the first slide in the template's own title layout, or in that of the others when it has none."""
        from pptx.enum.shapes import PP_PLACEHOLDER as KIND

        titles = [one for one in self.show.slide_layouts if KIND.CENTER_TITLE in _kinds(one)]
        slide = self.show.slides.add_slide(titles[0] if titles else self._layout)
        self._write(slide.shapes.title, title)
        below = [
            one for one in slide.placeholders if one.placeholder_format.type in (KIND.SUBTITLE, KIND.BODY, KIND.OBJECT)
        ]
        for one in below[:1]:
            self._write(one, " ".join(lines))
        _drop_empty(slide)

    def begin(self, title: str) -> tuple[Any, float]:
        """Return a new slide with its title in the template's place, and where the rest begins on our sheet."""
        from pptx.enum.shapes import MSO_SHAPE

        slide = self.show.slides.add_slide(self._layout)
        self._write(slide.shapes.title, title)
        _drop_empty(slide)
        if self._dark:  # our colours are for paper
            paper = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(int(side * EMU) for side in self._paper()))
            paper.name = "Paper"
            paper.fill.solid()
            paper.fill.fore_color.rgb = boxes.rgb(PAPER)
            paper.line.fill.background()
        return slide, 0.0

    def finish(self, slide: Any) -> None:
        """Move and scale what was drawn into the room that the template gives, and write it in the theme's face."""
        for shape in slide.shapes:
            if shape.is_placeholder or shape.name == "Paper":
                continue
            shape.left, shape.top = (int(at) for at in self._moved(shape.left, shape.top))
            shape.width, shape.height = int(shape.width * self._scale), int(shape.height * self._scale)
            _shrink(shape._element, self._scale)
            if getattr(shape, "has_chart", False):
                _shrink(shape.chart._chartSpace, self._scale)

    def _write(self, shape: Any, text: str) -> None:
        """Write into a place of the template, in its own style; in smaller letters only where the words need it."""
        from pptx.enum.text import MSO_AUTO_SIZE
        from pptx.util import Pt

        frame = shape.text_frame
        frame.text, frame.auto_size = text, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
        own = _letters(self.show, title=shape.placeholder_format.idx == 0)
        size = boxes.fit_size(text, (own, *(one for one in SIZES if one < own)), _box(shape), True)
        if size < own:
            frame.paragraphs[0].runs[0].font.size = Pt(size)

    def _moved(self, left: int, top: int) -> tuple[float, float]:
        return (
            self._room.left * EMU + (left - SIDE * EMU) * self._scale,
            self._room.top * EMU + top * self._scale,
        )

    def _paper(self) -> tuple[float, float, float, float]:
        room, edge = self._room, 0.12 * self._scale
        return room.left - edge, room.top - edge, room.width + 2 * edge, room.height + 2 * edge


def _opened(template: bytes) -> Any:
    """Return the presentation in these bytes. Raises ExportError when it is none, or one that is too large to open."""
    from pptx import Presentation

    if len(template) > MOST_BYTES:
        raise ExportError(
            f"This template has {len(template):,} bytes; {MOST_BYTES:,} are the most. Nothing was written."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as pack:
            parts = pack.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise ExportError("This template unpacks to more than any template needs. Nothing was written.")
        return Presentation(io.BytesIO(template))
    except ExportError:
        raise
    except Exception as problem:  # whatever a stranger's file makes the library say
        raise ExportError(
            "This is not a PowerPoint file that can be read as a template (.pptx; save a .potx as .pptx). Nothing was written."
        ) from problem


def _drop_slides(show: Any) -> None:
    """Take the template's own slides out, and the sections that list them."""
    from pptx.oxml.ns import qn

    listed = show.slides._sldIdLst
    for one in list(listed):
        show.part.drop_rel(one.rId)
        listed.remove(one)
    extensions = show.element.find(qn("p:extLst"))
    if extensions is not None:
        show.element.remove(extensions)


def _kinds(layout: Any) -> set[Any]:
    return {one.placeholder_format.type for one in layout.placeholders}


def _content_layout(show: Any) -> tuple[Any, Box]:
    """Return the layout for charts and its room, inches: one named for us, else the one with most room under a title."""
    found = [(layout, room) for layout in show.slide_layouts if (room := _room(show, layout))]
    if not found:
        raise ExportError(f"This template has no layout that charts could stand in. {LAYOUTS}")
    named = [one for one in found if NAMED in one[0].name.lower()]
    return max(named or found, key=lambda one: one[1].width * one[1].height)


def _room(show: Any, layout: Any) -> Box | None:
    """Return the largest place for content of a layout, or what is free under its title; nothing when that is little."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    def placed(*kinds: Any) -> list[Box]:
        found = (one for one in layout.placeholders if one.placeholder_format.type in kinds)
        return [_box(one) for one in found if one.width and one.top is not None]

    height = show.slide_height / EMU
    if not (titles := placed(KIND.TITLE)):
        return None
    title = titles[0]
    under = title.top + title.height + 0.1
    feet = [one.top for one in placed(KIND.FOOTER, KIND.DATE, KIND.SLIDE_NUMBER) if one.top > under]
    free = Box(title.left, under, title.width, min([0.94 * height, *feet]) - under)
    best = max(placed(KIND.OBJECT, KIND.BODY, KIND.CHART), key=lambda one: one.width * one.height, default=free)
    return best if best.height >= SMALLEST_ROOM * height and best.width > best.height else None


def _letters(show: Any, *, title: bool) -> float:
    """Return the size of the master's titles or of its text, points."""
    from pptx.oxml.ns import qn

    style = next(show.slide_master.element.iter(qn("p:titleStyle" if title else "p:bodyStyle")), None)
    first = next(style.iter(qn("a:defRPr")), None) if style is not None else None
    return int(first.get("sz")) / 100 if first is not None and first.get("sz") else 44.0 if title else 32.0


def _box(shape: Any) -> Box:
    return Box(shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)


def _drop_empty(slide: Any) -> None:
    """Take out the places that nothing was written into, which PowerPoint would show as “Click to add text”."""
    for one in list(slide.placeholders):
        if one.has_text_frame and not one.text_frame.text:
            one._element.getparent().remove(one._element)


def _is_dark(show: Any) -> bool:
    """Return whether the background of the theme is darker than paper."""
    from pptx.opc.constants import RELATIONSHIP_TYPE as REL
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    theme = parse_xml(show.slide_master.part.part_related_by(REL.THEME).blob)
    mapped = show.slide_master.element.find(qn("p:clrMap"))
    name = mapped.get("bg1", "lt1") if mapped is not None else "lt1"
    colour = next(theme.iter(qn(f"a:{name}")), None)
    if colour is None or not len(colour):
        return False
    value = colour[0].get("lastClr") or colour[0].get("val", "")
    try:
        red, green, blue = bytes.fromhex(value)
    except ValueError:
        return False
    return 0.299 * red + 0.587 * green + 0.114 * blue < 200  # of 255


def _shrink(element: Any, scale: float) -> None:
    """Scale letters, columns and rows of a drawn shape, and give its words the theme's face."""
    for one in element.iter():
        name = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""
        if one.get("sz") and name in ("rPr", "defRPr", "endParaRPr"):
            one.set("sz", str(max(100, round(int(one.get("sz")) * scale))))
        elif name in ("gridCol", "tr", "tcPr"):
            for side in ("w", "h", "marL", "marR", "marT", "marB"):
                if one.get(side):
                    one.set(side, str(int(int(one.get(side)) * scale)))
        elif name == "latin" and one.get("typeface") == boxes.FACE:
            one.set("typeface", THEME_FACE)
