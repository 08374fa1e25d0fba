"""A brief as PDF: slides, an A4 note or a fact sheet. Vector charts, real text, embedded fonts, bookmarks, tags."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from dashboard.draw import fonts
from dashboard.exhibits.model import Exhibit
from dashboard.export import footnotes, formats, picture
from dashboard.export.brief import BriefItem
from dashboard.export.errors import ExportError
from dashboard.figures import words

PLOTS = {  # px, drawn for the width at which they are printed; flatter where long words would run over the last page
    "note": ((820, 340), (820, 290), (820, 250)),
    "sheet": ((400, 330), (400, 270), (400, 210)),
}
PROMISED = {"note": 2, "sheet": 1}  # pages
MOST = 4  # charts that they are promised for
HERE = Path(__file__).parent


def build(title: str, template: str, each: list[BriefItem]) -> bytes:
    """Return the PDF. Raises RenderError when a chart cannot be drawn, ExportError when the page cannot be set."""
    for one in each:
        picture.check_glyphs(title, one.headline, one.item.subtitle, one.slide.speaking, one.slide.note)
    try:
        return _render(title, template, each)
    except OSError as problem:  # the parts of a document pass through the disk
        raise ExportError(formats.why(Path(tempfile.gettempdir()), problem)) from problem


def _render(title: str, template: str, each: list[BriefItem]) -> bytes:
    first = 2 if template == "slides" else 1
    notes = footnotes.number_sources(each, first)
    with tempfile.TemporaryDirectory(prefix="kyakhta-") as name:
        folder = Path(name)
        body = {
            "title": title, "template": template, "count": len(each), "items": [_item_fields(one, notes) for one in each],
            "notes": [_note_words(note, template) for note in notes],
            "editions": f"Figures of edition {words.listed(dict.fromkeys(one.item.edition for one in each))}; each chart names its own.",
            "caveats": [
                f"{_unit_word(template)} {n}: {'; '.join(said)}."
                for n, one in enumerate(each, start=first)
                if (said := footnotes.caveats(one))
            ],
        }  # fmt: skip
        (folder / "brief.json").write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
        (folder / "main.typ").write_text((HERE / "document.typ").read_text(encoding="utf-8"), encoding="utf-8")
        return _fit_pages(folder, template, each)


def _fit_pages(folder: Path, template: str, each: list[BriefItem]) -> bytes:
    """Return the PDF with its plots as tall as the promised number of pages allows."""
    made = b""
    for size in PLOTS.get(template, ((0, 0),)):
        for number, one in enumerate(each):
            (folder / f"{number}.pdf").write_bytes(_plot_pdf(one, template, size))
        made = _compile(folder)
        if template not in PROMISED or len(each) > MOST or page_count(made) <= PROMISED[template]:
            break
    return made


def page_count(made: bytes) -> int:
    """Return the number of pages of a PDF as typst writes it."""
    found = re.search(rb"/Type\s*/Pages\s*/Count (\d+)", made)
    return int(found[1]) if found else 0


def one(item: Exhibit) -> bytes:
    """Return one exhibit as a page with its sources, as `build` sets a note."""
    from dashboard.export.brief import Slide

    return build(item.title, "note", [BriefItem(Slide(item.id), item)])


def _plot_pdf(one: BriefItem, template: str, size: tuple[int, int]) -> bytes:
    if template == "slides":
        return picture.render_picture(one.item, "pdf", headline=one.headline)
    return picture.render_plot(one.item, *size)


def _unit_word(template: str) -> str:
    return "Slide" if template == "slides" else "Chart"


def _note_words(note: footnotes.Footnote, template: str) -> str:
    where = _unit_word(template) + ("s" if len(note.slides) > 1 else "")
    return f"[{note.number}] {note.words} {where} {', '.join(map(str, note.slides))}."


def _item_fields(one: BriefItem, notes: list[footnotes.Footnote]) -> dict[str, Any]:
    """Return what is printed around one chart."""
    mine = footnotes.for_exhibit(one.item, notes)
    return {
        "headline": one.headline, "subtitle": one.item.subtitle, "numbers": [n for n, _ in mine], "alt": one.item.alt,
        "sources": footnotes.footnote_line(one.item, notes), "calculation": one.item.calculation,
        "edition": picture.edition_line(one.item), "marker": " · ".join(picture.markers(one.item)),
        "speaking": one.slide.speaking, "note": one.slide.note, "edited": one.edited,
    }  # fmt: skip


def _compile(folder: Path) -> bytes:
    import typst

    bundled = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])
    try:
        made = typst.compile(folder / "main.typ", root=folder, format="pdf", font_paths=bundled)
    except RuntimeError as problem:  # typst's own error is one
        reason = next(iter(str(problem).splitlines()), "no reason given")
        raise ExportError(f"The document could not be set: {reason}. Nothing was written.") from problem
    if not isinstance(made, bytes):
        raise ExportError("The document could not be set: it has no pages. Nothing was written.")
    return made
