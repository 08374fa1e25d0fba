"""Three PowerPoint templates as foreign houses have them: other sizes, faces, colours, names of places, a logo, a dark page."""

import io
from collections.abc import Callable
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE as REL
from pptx.oxml.ns import qn
from pptx.util import Inches

Template = bytes


def _theme(show: Any, **colours: str) -> None:
    """Give a presentation the face Georgia and colours by their names in a theme."""
    part = show.slide_master.part.part_related_by(REL.THEME)
    blob = part.blob.replace(b'<a:latin typeface="Calibri"/>', b'<a:latin typeface="Georgia"/>')
    for name, colour in colours.items():
        start = blob.index(f"<a:{name}>".encode())
        end = blob.index(f"</a:{name}>".encode())
        blob = blob[:start] + f'<a:{name}><a:srgbClr val="{colour}"/>'.encode() + blob[end:]
    part._blob = blob


def _scaled(show: Any, wide: float, high: float) -> None:
    across, down = Inches(wide) / show.slide_width, Inches(high) / show.slide_height
    for page in (show.slide_master, *show.slide_layouts):
        for shape in page.placeholders:
            if shape._element.spPr.find(qn("a:xfrm")) is not None:  # the others follow the master
                shape.left, shape.width = int(shape.left * across), int(shape.width * across)
                shape.top, shape.height = int(shape.top * down), int(shape.height * down)
    show.slide_width, show.slide_height = Inches(wide), Inches(high)


def _bytes(show: Any) -> Template:
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def old_screen() -> Template:
    """4:3, a logo on every slide, places with Dutch names, and a slide of its own that must go."""
    show = Presentation()
    _theme(show, dk1="1A2B4C", accent1="7A1F3D")
    example = show.slides.add_slide(show.slide_layouts[0])
    example.shapes.title.text = "Voorbeeld"
    logo = example.shapes.add_shape(1, Inches(8.6), Inches(0.1), Inches(1.2), Inches(0.35))
    logo.name = "Logo"
    show.slide_master.shapes._spTree.append(logo._element)
    for shape in show.slide_layouts[1].placeholders:
        shape.name = {0: "Titel 1", 1: "Inhoud 2"}.get(shape.placeholder_format.idx, "Voet")
    return _bytes(show)


def small_wide() -> Template:
    """16:9 on a page of 10 × 5.6 inches, where only a layout named for us has a title, and that on the left in colour."""
    show = Presentation()
    _scaled(show, 10, 5.625)
    _theme(show, dk1="20302A")
    for number, layout in enumerate(show.slide_layouts):
        if number != 5:
            for shape in list(layout.placeholders):
                if shape.placeholder_format.type in (1, 3):
                    shape._element.getparent().remove(shape._element)
    mine = show.slide_layouts[5]
    mine.name = "Kyakhta grafiek"
    return _bytes(show)


def dark_page() -> Template:
    """13.3 × 7.5 inches with a dark page and light letters."""
    show = Presentation()
    _scaled(show, 13.333, 7.5)
    _theme(show, lt1="10182C", dk1="F4F1E8")
    background = show.slide_master.background.fill
    background.solid()
    background.fore_color.rgb = RGBColor(0x10, 0x18, 0x2C)
    return _bytes(show)


ALL: dict[str, Callable[[], Template]] = {one.__name__: one for one in (old_screen, small_wide, dark_page)}
