"""Whatever a reader is shown in words: no markup left in it, no year written as an amount, no report without its name."""

import re

import pytest

from dashboard.exhibits import badges, tables
from dashboard.exhibits.catalogue import catalogue
from dashboard.exhibits.exhibit import exhibit
from dashboard.ledger import verdict_lists, verdict_words
from dashboard.overview import key_figures
from etl.tables import registry
from tests.support import layout

MARKUP = re.compile(r"</?[a-z]{1,6}\b[^>]*>|&[a-z]+;|(?<![\w*])\*\w|\w\*(?!\w)")
AS_AMOUNT = re.compile(r"(?<![\d$.])\b(?:1,9\d\d|2,0[0-4]\d)\b(?! ?(?:bn|Mt|m |million|TIV|$|,? average|\.\d))")
UNNAMED = re.compile(r"\b(?:[Tt]he|[Aa]|this) report\b(?!s)")


def wrong(said: str) -> list[str]:
    """Return what is wrong with words, with its neighbourhood."""
    return [
        f"{name}: …{said[max(0, found.start() - 40) : found.end() + 30]}…"
        for name, pattern in (("markup", MARKUP), ("a year as an amount", AS_AMOUNT), ("the report", UNNAMED))
        for found in pattern.finditer(said)
    ]


@pytest.mark.parametrize(
    "said", ["m<sup>3</sup>", "the *Yearbook", "since 2,018 it", "as the report says", "crude &amp; gas"]
)
def test_the_rule_sees_each_of_them(said):
    assert wrong(said)


@pytest.mark.parametrize(
    "said", ["2,600, average 2002–06", "$2,016bn", "CNY 1,983bn", "the Leiden report", "3 * 4", "2018"]
)
def test_the_rule_leaves_amounts_and_names_alone(said):
    assert not wrong(said)


@pytest.mark.parametrize("chart", catalogue())
def test_of_every_chart(chart, data):
    item = exhibit(chart, data)
    words = [item.title, item.headline, item.subtitle, item.alt, *item.footer, *item.disagreements.columns]
    words += [text for one in badges.for_exhibit(item) for text in (one.words, one.help)]
    words += [text for one in item.sources for text in (one.publisher, one.title, one.licence, *one.carriers)]
    words += [box.words for size in layout.SIZES for box in layout.placed(item, size).boxes if box.role != "tick"]
    assert not [flaw for said in words for flaw in wrong(said)]
    csv = tables.csv_file(item).decode()
    assert not MARKUP.findall(csv) and not re.search(r"(?:^|,)\"[12],\d{3}\"(?:,|$)", csv, re.MULTILINE)


def test_of_the_ledger_the_overview_and_the_events(data):
    verdicts = verdict_lists.verdicts(data)
    words = [text for one in verdicts for text in (verdict_words.headline(one), verdict_words.computed(one))]
    words += [verdict_words.correction(one, data.edition, None) for one in verdicts]
    words += [figure.sentence for figure in key_figures.compute(data)]
    words += [line["words"] for line in registry.lines("events")]
    assert len(words) > 100 and not [flaw for said in words for flaw in wrong(said)]
