"""A brief as PowerPoint, 16:9: native charts with their numbers, headlines as titles, footnotes, method in the notes."""

from __future__ import annotations

import io
from typing import Any

from dashboard.draw import style
from dashboard.exhibits.model import Exhibit
from dashboard.export import citations, footnotes, picture, reproducible
from dashboard.export.brief import BriefItem, Slide
from dashboard.export.footnotes import Footnote
from dashboard.export.pptx import boxes
from dashboard.export.pptx import charts as native
from dashboard.export.pptx.boxes import HIGH, SIDE, WIDE, Box
from dashboard.figures import words

ROOM = WIDE - 2 * SIDE
TITLE = (28.0, 26.0, 22.0, 19.0)  # points
SMALL = 9.5
INK, QUIET, AMBER = style.colour("headline"), style.colour("note"), style.colour("amber")
LAST = "Sources, editions, caveats"
TITLE_ONLY = 5  # the layout of python-pptx's own template


def one(item: Exhibit) -> bytes:
    """Return a deck of one exhibit and its sources."""
    return _deck_bytes([BriefItem(Slide(item.id), item)], "")


def deck(title: str, each: list[BriefItem]) -> bytes:
    """Return a deck: title, a slide for each exhibit, sources."""
    return _deck_bytes(each, title)


def _deck_bytes(each: list[BriefItem], title: str) -> bytes:
    show = _new_deck()
    first = 2 if title else 1
    notes = footnotes.number_sources(each, first)
    pages = _source_pages(each, notes, first)
    count = len(each) + first - 1 + len(pages)
    if title:
        _add_cover(show, title, each)
    for number, exhibit in enumerate(each, start=first):
        _add_exhibit(show, exhibit, notes, f"{number} of {count}")
    for number, page in enumerate(pages, start=1):
        _add_sources(
            show,
            page,
            LAST if len(pages) == 1 else f"{LAST} ({number} of {len(pages)})",
            f"{len(each) + first - 1 + number} of {count}",
        )
    newest = max(one.item.edition for one in each)
    show.core_properties.title = title or each[0].headline
    show.core_properties.author = "Kyakhta"
    out = io.BytesIO()
    show.save(out)
    return reproducible.strip_times(out.getvalue(), newest.partition("+")[0])


def _new_deck() -> Any:
    """Return an empty 16:9 presentation whose theme names a face that is everywhere."""
    from pptx import Presentation
    from pptx.opc.constants import RELATIONSHIP_TYPE as REL
    from pptx.util import Inches

    show = Presentation()
    show.slide_width, show.slide_height = Inches(WIDE), Inches(HIGH)
    theme = show.slide_master.part.part_related_by(REL.THEME)
    theme._blob = theme.blob.replace(b'<a:latin typeface="Calibri"/>', f'<a:latin typeface="{boxes.FACE}"/>'.encode())
    for page in (show.slide_master, *show.slide_layouts):
        for shape in page.placeholders:  # the template is 4:3
            if shape.width:
                shape.left, shape.width = int(shape.left * WIDE / 10), int(shape.width * WIDE / 10)
    return show


def _add_slide(show: Any, title: str, box: Box, sizes: tuple[float, ...]) -> Any:
    """Return a new slide with its title placed."""
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    shape = slide.shapes.title
    boxes.place(shape, box)
    boxes.fill_text(shape.text_frame, title, boxes.fit_size(title, sizes, box, True), colour=INK, bold=True)
    from pptx.enum.text import MSO_ANCHOR

    shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    return slide


def _add_cover(show: Any, title: str, each: list[BriefItem]) -> None:
    slide = _add_slide(show, title, Box(SIDE, 2.3, ROOM, 1.5), (40.0, 34.0, 28.0))
    editions = words.listed(dict.fromkeys(one.item.edition for one in each))
    charts = f"{len(each)} chart{'s' if len(each) != 1 else ''}"
    boxes.add_text(slide, Box(SIDE, 4.0, ROOM, 1.0), [f"{charts}. Figures of edition {editions}."], 18, name="Subtitle")
    said = "Charts can be edited: right-click one and choose “Edit Data”."
    boxes.add_text(
        slide,
        Box(SIDE, HIGH - 0.75, ROOM, 0.3),
        f"Kyakhta, China–Russia trade. {said}",
        12,
        colour=QUIET,
        name="Origin",
    )


def _add_exhibit(show: Any, shown: BriefItem, notes: list[Footnote], number: str) -> None:
    """One exhibit: headline, subtitle, charts, note, footnotes, edition."""
    item = shown.item
    short = next((one for one in TITLE[:2] if boxes.line_count(shown.headline, one, ROOM, True) == 1), None)
    size = short or boxes.fit_size(shown.headline, TITLE, Box(0, 0, ROOM, 0.98), True)
    high = boxes.line_count(shown.headline, size, ROOM, True) * size * boxes.LEAD / 72
    slide = _add_slide(show, shown.headline, Box(SIDE, 0.42, ROOM, high), (size,))
    mine = footnotes.for_exhibit(item, notes)
    top = 0.42 + high + 0.05
    top += _write_subtitle(slide, item, [n for n, _ in mine], top) + 0.12
    bottom = _write_foot(slide, shown, notes, number)
    marks = picture.markers(item)
    if marks:
        box = Box(WIDE - SIDE - 4, 0.12, 4, 0.24)
        boxes.add_text(slide, box, " · ".join(marks), 12, colour=AMBER, bold=True, align="right", name="As known on")
    remarks = native.draw(slide, item.plot, Box(SIDE, top, ROOM, bottom - 0.36 - top), item.alt)
    if shown.edited:
        remarks = (*remarks, "Headline by the author")
    _write_remarks(slide, remarks, Box(SIDE, bottom - 0.32, ROOM, 0.32))
    slide.notes_slide.notes_text_frame.text = _speaker_notes(shown, remarks)


def _write_subtitle(slide: Any, item: Exhibit, numbers: list[int], top: float) -> float:
    """Write the subtitle with the numbers of its footnotes; return its height, inches."""
    size = 14.0
    high = boxes.line_count(item.subtitle + " " + ", ".join(map(str, numbers)), size, ROOM) * size * boxes.LEAD / 72
    shape = boxes.add_text(slide, Box(SIDE, top, ROOM, high), item.subtitle, size, name="Subtitle")
    run = shape.text_frame.paragraphs[0].add_run()
    run.text = " " + ", ".join(map(str, numbers))
    boxes.set_font(run.font, size, QUIET)
    run.font._element.set("baseline", "30000")
    return high


def _write_foot(slide: Any, shown: BriefItem, notes: list[Footnote], number: str) -> float:
    """Write note, footnotes and edition at the foot, from the bottom up; return where they begin, inches from the top."""
    line = SMALL * boxes.LEAD / 72
    boxes.add_text(
        slide,
        Box(WIDE - SIDE - 1.2, HIGH - 0.4, 1.2, line),
        number,
        SMALL,
        colour=QUIET,
        align="right",
        name="Slide number",
    )
    edition = picture.edition_line(shown.item)
    high = boxes.line_count(edition, SMALL, ROOM - 1.4) * line
    top = HIGH - 0.4 + line - high
    boxes.add_text(slide, Box(SIDE, top, ROOM - 1.4, high), edition, SMALL, colour=QUIET, name="Edition")
    said = footnotes.footnote_line(shown.item, notes)
    high = boxes.line_count(said, SMALL, ROOM) * line
    top -= high + 0.02
    boxes.add_text(slide, Box(SIDE, top, ROOM, high), said, SMALL, colour=QUIET, name="Footnotes")
    if shown.slide.note:
        high = boxes.line_count(shown.slide.note, 13, ROOM) * 13 * boxes.LEAD / 72
        top -= high + 0.08
        boxes.add_text(slide, Box(SIDE, top, ROOM, high), shown.slide.note, 13, colour=INK, name="Note")
    return top - 0.06


def _write_remarks(slide: Any, remarks: tuple[str, ...], box: Box) -> None:
    """Write as many remarks as fit two lines; the speaker notes have all of them."""
    said: list[str] = []
    for remark in remarks:
        if boxes.line_count(". ".join([*said, remark]), SMALL, box.width) <= 2:
            said.append(remark.rstrip("."))
    if said:
        boxes.add_text(slide, box, ". ".join(said) + ".", SMALL, colour=QUIET, anchor="bottom", name="Remarks")


def _speaker_notes(shown: BriefItem, remarks: tuple[str, ...]) -> str:
    """Return the speaker notes: what to say, then method, remarks, caveats and how to cite."""
    item = shown.item
    parts = [
        shown.slide.speaking, f"What is shown: {item.subtitle}.", f"Method: {item.calculation.removeprefix('Calculation: ')}",
        "Remarks: " + "; ".join(remarks) if remarks else "",
        "Caveats: " + "; ".join(footnotes.caveats(shown)) if footnotes.caveats(shown) else "",
        item.source_line, f"Cite as: {citations.short(item)}",
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part and part != "Method: ")


def _source_pages(each: list[BriefItem], notes: list[Footnote], first: int) -> list[list[tuple[str, bool]]]:
    """Return the lines of the last slide, (words, heading), on as many pages as they need."""
    lines = [("Sources", True)]
    lines += [
        (f"[{n.number}] {n.words} Slide{'s' if len(n.slides) > 1 else ''} {', '.join(map(str, n.slides))}.", False)
        for n in notes
    ]
    lines.append(("Editions", True))
    lines += [(f"Slide {n}: {picture.edition_line(one.item)}", False) for n, one in enumerate(each, start=first)]
    said = [(n, footnotes.caveats(one)) for n, one in enumerate(each, start=first)]
    lines.append(("Caveats", True))
    lines += [(f"Slide {n}: {'; '.join(some)}.", False) for n, some in said if some]
    lines.append(
        (
            "A value that is not published is left open, never set to zero. No figure is rounded before it is used.",
            False,
        )
    )
    pages: list[list[tuple[str, bool]]] = [[]]
    left = most = 5.6
    for text, head in lines:
        need = _text_height(text, head)
        if need + (0.3 if head else 0) > left and pages[-1]:
            pages.append([])
            left = most
        pages[-1].append((text, head))
        left -= need
    return pages


def _text_height(text: str, head: bool) -> float:
    size = 13.0 if head else 11.0
    return boxes.line_count(text, size, ROOM, head) * size * boxes.LEAD / 72 + (0.14 if head else 0.05)


def _add_sources(show: Any, lines: list[tuple[str, bool]], title: str, number: str) -> None:
    slide = _add_slide(show, title, Box(SIDE, 0.42, ROOM, 0.5), (24.0,))
    top = 1.1
    for text, head in lines:
        high = _text_height(text, head)
        top += 0.08 if head else 0
        box = Box(SIDE, top, ROOM, high - (0.08 if head else 0))
        boxes.add_text(slide, box, text, 13.0 if head else 11.0, colour=INK, bold=head, name=text[:40])
        top += high - (0.08 if head else 0)
    boxes.add_text(
        slide,
        Box(WIDE - SIDE - 1.2, HIGH - 0.4, 1.2, 0.16),
        number,
        SMALL,
        colour=QUIET,
        align="right",
        name="Slide number",
    )
