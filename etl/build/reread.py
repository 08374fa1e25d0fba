"""A file that was uploaded, recognised with a person's answers, and read again once it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from etl import extract, read
from etl.build import typed
from etl.extract import two_level
from etl.extract.contract import Question, Recognised
from etl.extract.generic import layouts
from etl.extract.missing_columns import lacking
from etl.read import Document, Refused
from etl.store import SnapshotRef, Store
from etl.tables import registry
from etl.tables.problems import Problem, problem
from etl.tables.rows import Citation, Row, plain


def recognise(document: Document, answers: Mapping[str, str]) -> tuple[Document, extract.Finding | Question | Problem]:
    """Return the extractor for a document with what it found, the question which one it is, or why there is none.

    The document comes with it: a table without headings gets some, so that a person can say what its columns mean.
    """
    finding = extract.choose(extract.recognise(document), answers) or layouts.unknown(document)
    source = finding[1].source if isinstance(finding, tuple) else ""
    if source in ("", layouts.SOURCE) and (one := two_level.composed(document)) is not document:
        document = one
        finding = extract.choose(extract.recognise(document), answers) or layouts.unknown(document)
        source = finding[1].source if isinstance(finding, tuple) else ""
    if source in ("", layouts.SOURCE) and not isinstance(finding, Question) and layouts.links_only(document):
        return document, problem("F-17", next(iter(document.outside), ""))
    if finding is None:
        document = layouts.headed(document)
        finding = layouts.unknown(document)
        source = layouts.SOURCE
    if finding is None:
        return document, _no_table(document)
    without = lacking(document) if source == layouts.SOURCE else None
    return document, without or finding


def _no_table(document: Document) -> Problem:
    """Return why a file in which nothing is known cannot be taken."""
    if document.kind in ("text", "json"):
        kind = "an XML message" if document.kind == "text" else "JSON of no source that is known here"
        return problem("F-05", f"This is {kind}", kind=kind)
    return problem("F-14") if document.kind == "html" else problem("S-08", "no figures", missing="of the values")


def publication_day(answers: Mapping[str, str], recognised: Recognised) -> str:
    """Return the day on which a file's figures were published: as a person said, as the file says, or today's."""
    return answers.get("published") or recognised.published or date.today().isoformat()


def rows(store: Store, ref: SnapshotRef) -> list[tuple[Row, Citation]]:
    """Return the rows of a snapshot that was uploaded with their citations, read with the answers stored with it.

    They are those of the preview, cited by snapshot and number. Raises ValueError in words when today's program cannot
    read the file any more.
    """
    answers = {str(key): str(value) for key, value in ref.answers.items()}
    name = str(store.snapshot(ref.source, ref.snapshot).provenance.get("original_name", "file"))
    try:
        document = read.read(store.read(ref), name, answers)
    except Refused as refused:
        raise ValueError(f"the stored file cannot be read any more: {refused}.") from refused
    document, finding = recognise(document, answers)
    if not isinstance(finding, tuple):
        raise ValueError("the stored file is not recognised any more.")
    module, recognised = finding
    stated = module.extract(document, recognised, answers).rows
    found, _ = typed.rows(stated, ref.source, publication_day(answers, recognised), answers)
    line = registry.get("sources", ref.source)
    title, url = recognised.title or f"{line['publisher']}: {name}", answers.get("url") or line["home"]
    printed = {one.get("place", ""): one.get("printed", "") for one in stated}
    out = []
    for number, row in enumerate(found, start=1):
        cited = f"{ref.source}/{ref.snapshot}#{number}"
        text = printed.get(row.citation) or plain(row.value)
        same = row._replace(value=_bare(row.value), rounding=_bare(row.rounding), citation=cited)
        out.append((same, Citation(cited, title, url, row.vintage, text, row.citation)))
    return out


def _bare(number: Decimal) -> Decimal:
    """Return a number without trailing zeros, as the processed files keep it, so that either way gives the same row."""
    return Decimal(plain(number))
