"""A draft given back as a Word document: a comment at each figure, and forty slips that are marked."""

import io
from decimal import Decimal

import docx
import pytest

from dashboard.ledger import marked, verdict_lists
from dashboard.ledger.read_as import read_as
from etl.draft import draft
from etl.ledger import claims_file, ledger

SENTENCES = {  # series: how a sentence says it, and its unit
    "goods_imports_usd": ("In {year}, China's imports from Russia were ${value} billion.", Decimal("1e9")),
    "goods_exports_usd": ("China's exports to Russia reached ${value} billion in {year}.", Decimal("1e9")),
    "goods_total_usd": ("Trade between China and Russia stood at ${value} billion in {year}.", Decimal("1e9")),
    "crude_imports_t": ("In {year} China imported {value} million tonnes of Russian crude.", Decimal("1e6")),
}
SLIPS = (
    lambda value: value * 10, lambda value: value + Decimal("3.1"), lambda value: value * Decimal("0.9"), lambda value: value / 10,
)  # fmt: skip


@pytest.fixture(scope="module")
def evidence(dataset):
    return ledger.Evidence(dataset)


def seeded(evidence):
    """Forty sentences with a figure of the data put wrong, and after each the same sentence put right."""
    pairs = []
    for series, (sentence, unit) in SENTENCES.items():
        years = [year for year, months in evidence.today.periods(series, "CHN", "RUS") if months == 12][-12:-1]
        for at, year in enumerate(years):
            row = next(iter(evidence.today.at(series, "CHN", "RUS", year, 12).values()))
            value = (row.value / unit).quantize(Decimal("0.1"))
            wrong = SLIPS[at % len(SLIPS)](value).quantize(Decimal("0.1"))
            pairs.append((sentence.format(year=year, value=wrong), sentence.format(year=year, value=value)))
    return pairs[:40]


def comments_of(data):
    document = docx.Document(io.BytesIO(data))
    return [paragraph.text for paragraph in document.paragraphs], [one.text for one in document.comments]


def test_forty_slips_are_marked_and_forty_true_figures_are_not(evidence):
    pairs = seeded(evidence)
    assert len(pairs) == 40
    text = "\n\n".join(f"{wrong} {right}" for wrong, right in pairs)
    read, found = draft.find(text)
    verdicts = {one.claim.id: one for one in ledger.judge(draft.claims(found), evidence)}
    groups = [verdict_lists.group(verdicts[one.id]) for one in found]
    assert groups[0::2] == ["not"] * 40
    assert all(group in ("reproduces", "depends") for group in groups[1::2])
    paragraphs, comments = comments_of(
        marked.as_docx(read.paragraphs, found, verdicts, ("2026-11-21+1", None), evidence.dataset.citations)
    )
    assert paragraphs == list(read.paragraphs) and len(comments) == 80
    assert sum("× " in one for one in comments) == 40
    assert all("To cite: " in one and "Read as: " in one and "http" in one for one in comments)


def test_what_is_not_understood_has_a_comment_that_says_why():
    read, found = draft.find("Oil prices rose 20 percent in 2022.\n\nA paragraph without a figure & with <signs>.")
    paragraphs, comments = comments_of(marked.as_docx(read.paragraphs, found, {}, ("2026-11-21+1", None), {}))
    assert paragraphs[1] == "A paragraph without a figure & with <signs>."
    assert comments == ["Not checked: it is about a price (“prices”)."]


def test_odd_signs_do_not_keep_a_document_from_being_written():
    read, found = draft.find("China’s imports \x00\x0b\ud800\uffff from Russia rose 5 percent in 2022.")
    assert comments_of(marked.as_docx(read.paragraphs, found, {}, ("2026-11-21+1", None), {}))[0]


def test_every_shipped_claim_that_asks_rows_can_be_said_in_words():
    for claim in claims_file.shipped():
        if claim.asks_rows:
            assert read_as(claim)
