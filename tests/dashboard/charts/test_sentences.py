"""The table of sentences: every headline, subtitle and badge by chart, view, flow and partner, read through by a person.

After a wanted change of words or figures: `KYAKHTA_GOLDEN=write pytest tests/dashboard/charts/test_sentences.py`, then read
the difference of tests/golden/sentences.txt for direction, year and grammar.
"""

import os
import re
from pathlib import Path

import pytest

from dashboard.exhibits import catalogue
from dashboard.figures import words
from tests.support.sentences import as_text, sentences

GOLDEN = Path(__file__).parents[2] / "golden" / "sentences.txt"


@pytest.fixture(scope="module")
def found(data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "today", lambda: data.edition[:10])  # badges age; the table does not
        return sentences(data)


def test_the_sentences_are_those_that_were_read(found):
    text = as_text(found)
    if os.environ.get("KYAKHTA_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    told = GOLDEN.read_text(encoding="utf-8")
    assert text == told, "Read the difference; if it is wanted, write it anew: see the head of this file."


def test_the_table_is_large_enough_to_mean_something_and_not_endless(found):
    assert 150 < len(found) < 700 and {one.chart for one in found} == set(catalogue.catalogue())


def test_every_sentence_is_whole(found):
    for one in found:
        for said in (one.headline, one.subtitle):
            assert "  " not in said and "nan" not in said.split() and "None" not in said.split(), said
            assert not re.search(r"\(\)|\b(\w+) \1\b|\bin in\b|\b0\.0%|−0\.0|\d,\d{3} (?:19|20)\d\d", said), said
