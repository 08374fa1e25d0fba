"""The errata sheet: every claim of a selection that does not reproduce, with its arithmetic and source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from dashboard.exhibits import tables
from dashboard.figures import words
from dashboard.ledger import verdict_lists, verdict_words
from etl.ledger.verdicts import Verdict

HEADS = (
    "id",
    "document",
    "section",
    "text",
    "claimed",
    "verdict",
    "computed",
    "difference",
    "source",
    "words",
    "nearest reading",
)


def as_csv(chosen: Iterable[Verdict]) -> str:
    """Return the errata sheet as CSV: a line for each claim of the selection that does not reproduce."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADS)
    for one in chosen:
        if verdict_lists.group(one) == "not":
            writer.writerow([tables.escape_formula(cell) for cell in _line(one)])
    return out.getvalue()


def _line(one: Verdict) -> tuple[str, ...]:
    near = one.readings[0].words if one.readings else ""
    document = verdict_lists.DOCUMENTS.get(one.claim.document, one.claim.document)
    return (
        one.claim.id,
        document,
        one.claim.section,
        one.claim.text,
        verdict_words.claimed(one.claim),
        one.word,
        verdict_words.computed(one),
        verdict_words.difference(one),
        verdict_words.source(one),
        one.words,
        near,
    )


def as_docx(chosen: Iterable[Verdict], edition: str, as_of: str | None) -> bytes:
    """Return the errata sheet as a Word document: one paragraph a figure, neutral, with its arithmetic and source."""
    from docx import Document

    sheet = Document()
    sheet.core_properties.title = "Cited figures: notes for the authors"
    sheet.add_heading("Cited figures: notes for the authors", 1)
    sheet.add_paragraph(
        f"Kyakhta edition {edition}, as known on {words.day(as_of or words.today())}. "
        "Each figure was recomputed from sourced series or held against other sources; arithmetic or source stands beside it."
    )
    for one in chosen:
        if verdict_lists.group(one) == "not":
            sheet.add_heading(f"{verdict_lists.section(one.claim)}: {verdict_words.claimed(one.claim)}", 2)
            sheet.add_paragraph(f"“{one.claim.text}”", style="Intense Quote")
            sheet.add_paragraph(f"{one.words} Source: {verdict_words.source(one)}.")
            for reading in one.readings:
                sheet.add_paragraph(reading.words, style="List Bullet")
    out = io.BytesIO()
    sheet.save(out)
    return out.getvalue()
