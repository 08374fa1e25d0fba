"""The errata sheet: only what does not reproduce, safe to open in a spreadsheet, readable in Word."""

import csv
import io

from docx import Document

from dashboard.figures import served
from dashboard.ledger import errata, verdict_lists, verdict_words
from etl.ledger.verdicts import VERDICTS


def verdicts():
    return verdict_lists.verdicts(served.figures())


def test_the_sheet_has_a_line_for_each_figure_that_does_not_reproduce():
    rows = list(csv.DictReader(io.StringIO(errata.as_csv(verdicts()))))
    off = [one for one in verdicts() if verdict_lists.group(one) == "not"]
    assert len(rows) == len(off) == verdict_lists.counts(verdicts()).not_
    assert [row["id"] for row in rows] == [one.claim.id for one in off]
    assert {row["verdict"] for row in rows} <= {word for _, word in VERDICTS.values()}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@", "\t"))]


def test_the_word_file_opens_and_names_edition_claim_and_source():
    sheet = Document(io.BytesIO(errata.as_docx(verdicts(), served.newest(), None)))
    said = [paragraph.text for paragraph in sheet.paragraphs]
    assert any(served.newest() in text for text in said)
    for one in verdicts():
        if verdict_lists.group(one) == "not":
            assert f"“{one.claim.text}”" in said
            assert any(verdict_words.source(one) in text for text in said)


def test_a_selection_without_any_has_only_its_headings():
    assert errata.as_csv([]).strip() == ",".join(errata.HEADS)
