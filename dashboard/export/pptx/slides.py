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
from dashboard.export.pptx.boxes import ROOM, SIDE, WIDE, Box
from dashboard.export.pptx.house import House
from dashboard.export.pptx.plain import Plain
from dashboard.figures import words

SMALL = 9.5
INK, QUIET, AMBER = style.colour("headline"), style.colour("note"), style.colour("amber")
LAST = "Sources, editions, caveats"


def one(item: Exhibit) -> bytes:
    """Return a deck of one exhibit and its sources."""
    return _deck_bytes(Plain(), [BriefItem(Slide(item.id), item)], "")


def deck(title: str, each: list[BriefItem], template: bytes | None = None) -> bytes:
    """Return a deck: title, a slide for each exhibit, sources; in a house's own template when there is one.

    Raises ExportError in words when the template cannot be used.
    """
    return _deck_bytes(Plain() if template is None else House(template), each, title)


def _deck_bytes(paper: Plain | House, each: list[BriefItem], title: str) -> bytes:
    first = 2 if title else 1
    notes = footnotes.number_sources(each, first)
    pages = _source_pages(each, notes, first, paper.high - paper.text_top - 0.8)
    count = len(each) + first - 1 + len(pages)
    newest = max(one.item.edition for one in each)
    day = newest.partition("+")[0]
    if title:
        paper.cover(title, _cover_lines(each))
    for number, exhibit in enumerate(each, start=first):
        _add_exhibit(paper, exhibit, notes, f"{number} of {count}")
    for number, page in enumerate(pages, start=1):
        _add_sources(
            paper,
            page,
            LAST if len(pages) == 1 else f"{LAST} ({number} of {len(pages)})",
            f"{len(each) + first - 1 + number} of {count}",
        )
    show = paper.show
    show.core_properties.title = title or each[0].headline
    show.core_properties.author = "Kyakhta"
    out = io.BytesIO()
    show.save(out)
    return reproducible.strip_times(out.getvalue(), day)


def _cover_lines(each: list[BriefItem]) -> list[str]:
    editions = words.listed(dict.fromkeys(one.item.edition for one in each))
    charts = f"{len(each)} chart{'s' if len(each) != 1 else ''}"
    days = {one.item.as_of or one.item.edition.partition("+")[0] for one in each}
    known = f"as known on {words.listed([words.day(day) for day in sorted(days)])}"
    return [
        f"{charts}. Figures of edition {editions}, {known}.",
        "Kyakhta, China–Russia trade.",
        "Charts can be edited: right-click one and choose “Edit Data”.",
    ]


def _add_exhibit(paper: Plain | House, shown: BriefItem, notes: list[Footnote], number: str) -> None:
    """One exhibit: headline, subtitle, charts, note, footnotes, edition."""
    item = shown.item
    slide, top = paper.begin(shown.headline)
    mine = footnotes.for_exhibit(item, notes)
    marks = picture.markers(item)
    if marks:
        box = Box(WIDE - SIDE - 4, paper.mark_top, 4, 0.24)
        boxes.add_text(slide, box, " · ".join(marks), 12, colour=AMBER, bold=True, align="right", name="As known on")
        top = max(top, paper.mark_top + 0.3)
    top += _write_subtitle(slide, item, [n for n, _ in mine], top) + 0.12
    bottom = _write_foot(slide, shown, notes, number, paper.high)
    remarks = native.draw(slide, item.plot, Box(SIDE, top, ROOM, bottom - 0.36 - top), item.alt)
    if shown.edited:
        remarks = (*remarks, "Headline by the author")
    _write_remarks(slide, remarks, Box(SIDE, bottom - 0.32, ROOM, 0.32))
    slide.notes_slide.notes_text_frame.text = _speaker_notes(shown, remarks)
    paper.finish(slide)


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


def _write_foot(slide: Any, shown: BriefItem, notes: list[Footnote], number: str, sheet: float) -> float:
    """Write note, footnotes and edition at the foot of a sheet so many inches high, from the bottom up; return where they
    begin, inches from the top.
    """
    line = SMALL * boxes.LEAD / 72
    _write_number(slide, number, sheet)
    edition = picture.edition_line(shown.item)
    high = boxes.line_count(edition, SMALL, ROOM - 1.4) * line
    top = sheet - 0.4 + line - high
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


def _write_number(slide: Any, number: str, sheet: float) -> None:
    box = Box(WIDE - SIDE - 1.2, sheet - 0.4, 1.2, SMALL * boxes.LEAD / 72)
    boxes.add_text(slide, box, number, SMALL, colour=QUIET, align="right", name="Slide number")


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


def _source_pages(
    each: list[BriefItem], notes: list[Footnote], first: int, room: float
) -> list[list[tuple[str, bool]]]:
    """Return the lines of the last slide, (words, heading), on as many pages as need at most `room` inches each."""
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
    left = most = room
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


def _add_sources(paper: Plain | House, lines: list[tuple[str, bool]], title: str, number: str) -> None:
    slide, _ = paper.begin(title)
    top = paper.text_top
    for text, head in lines:
        high = _text_height(text, head)
        top += 0.08 if head else 0
        box = Box(SIDE, top, ROOM, high - (0.08 if head else 0))
        boxes.add_text(slide, box, text, 13.0 if head else 11.0, colour=INK, bold=head, name=text[:40])
        top += high - (0.08 if head else 0)
    _write_number(slide, number, paper.high)
    paper.finish(slide)
