"""A brief in any of its forms: the one place that knows them all, so that none has to know another."""

from __future__ import annotations

from dataclasses import replace

from dashboard.export.brief import Brief, BriefError, Load, Progress, resolve

FORMS = ("pptx", "pdf", "html", "zip")
DECKS = ("pptx", "zip")  # that hold slides


def build(
    brief: Brief, form: str, load: Load, progress: Progress | None = None, template: bytes | None = None
) -> bytes:
    """Return the brief as pptx, pdf (by its template), html or zip. Raises ExportError or RenderError in words.

    `template` is a house's own PowerPoint file, for the slides of pptx and zip.
    """
    if template is not None and form not in DECKS:
        raise BriefError(f"A PowerPoint template is for slides; “.{form}” takes none. Nothing was written.")
    if form not in FORMS:
        raise BriefError(f"“.{form}” is no format of a brief; there are {', '.join(FORMS)}. Nothing was written.")
    each = resolve(brief, load, progress)
    brief = replace(brief, slides=tuple(one.slide for one in each))
    if form == "pptx":
        from dashboard.export.pptx import slides

        return slides.deck(brief.title, each, template)
    if form == "pdf":
        from dashboard.export import document

        return document.build(brief.title, brief.template, each)
    if form == "html":
        from dashboard.export import html_page

        return html_page.build(brief.title, each)
    from dashboard.export import bundle

    return bundle.build(brief, each, template)
