"""A draft given back as a Word document with a comment at each figure: the verdict, the figure in the data, what to cite."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

from dashboard.figures import words
from dashboard.ledger import verdict_lists, verdict_words
from dashboard.ledger.read_as import read_as
from etl.draft.draft import Found
from etl.ledger.verdicts import Verdict
from etl.tables.rows import Citation

AUTHOR, INITIALS = "Kyakhta", "K"
NEAREST, NAMED = 2, 3  # readings and sources that a comment names


def as_docx(
    paragraphs: Sequence[str],
    found: Iterable[Found],
    verdicts: Mapping[str, Verdict],
    known: tuple[str, str | None],
    citations: Mapping[str, Citation],
) -> bytes:
    """Return the draft with a comment at each figure. `verdicts` are by the figure's id, `known` is edition and day."""
    from docx import Document

    document = Document()
    document.core_properties.title = "A draft, its figures checked"
    document.core_properties.author = AUTHOR
    by_paragraph: dict[int, list[Found]] = {}
    for one in found:
        by_paragraph.setdefault(one.paragraph, []).append(one)
    for at, text in enumerate(paragraphs):
        paragraph, end = document.add_paragraph(), 0
        for one in by_paragraph.get(at, ()):
            paragraph.add_run(text[end : one.start])
            run = paragraph.add_run(text[one.start : one.end])
            document.add_comment(
                [run], "\n".join(comment(one, verdicts.get(one.id), known, citations)), AUTHOR, INITIALS
            )
            end = one.end
        paragraph.add_run(text[end:])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def comment(
    one: Found, verdict: Verdict | None, known: tuple[str, str | None], citations: Mapping[str, Citation]
) -> list[str]:
    """Return a figure's comment line by line: its verdict, how it was read, what the data give, what to cite."""
    if verdict is None:
        return [f"Not checked: {one.why or 'it was taken out of the list'}."]
    said = [f"{verdict.shape} {verdict.word}", f"Read as: {read_as(verdict.claim)}.", verdict.words]
    if verdict.inputs:
        edition, as_of = known
        said.append(
            f"To cite: {verdict_words.source(verdict)} (Kyakhta edition {edition}, as known on {words.day(as_of or words.today())})."
        )
        cited = [f"{at.title}, {at.url}" for _, sources in verdict_lists.inputs(verdict, citations) for at in sources]
        said += list(dict.fromkeys(cited))[:NAMED]
    if verdict_lists.group(verdict) == "not":
        said += [reading.words for reading in verdict.readings[:NEAREST]]
    return said
