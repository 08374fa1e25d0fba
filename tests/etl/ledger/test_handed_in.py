"""What visitors hand in as text: too long, too many, or made to do harm; each a sentence and cheap."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.ledger import claims_file
from etl.text import received

HEAD = ",".join(claims_file.COLUMNS) + "\n"
LINE = 'x,"trade grew",all_goods,growth,value,CHN,RUS,total,,2022,29.3,percent,exact\n'


def test_a_page_takes_so_many_claims_and_says_how_many():
    kept, problems = claims_file.read(HEAD + LINE * claims_file.ROWS, claims_file.ROWS)
    assert len(kept) == claims_file.ROWS and not problems
    kept, problems = claims_file.read(HEAD + LINE * (claims_file.ROWS + 1), claims_file.ROWS)
    assert not kept and [str(one) for one in problems] == [
        "Row 1, 'file': The text has more than 100 claims. Hand in at most 100 at a time."
    ]
    assert len(claims_file.read(HEAD + LINE * 150)[0]) == 150, "a command takes a file as long as it is"


def test_a_long_text_and_one_without_end_are_refused_unread():
    for text in ("x" * (claims_file.CHARACTERS + 1), HEAD + "\n" * claims_file.CHARACTERS):
        kept, problems = claims_file.read(text, claims_file.ROWS)
        assert not kept and len(problems) == 1 and "at most 100,000" in problems[0].do


def test_problems_are_told_up_to_a_number_and_the_rest_counted():
    kept, problems = claims_file.read(HEAD + "x,,,nonsense,,,,,,,,,\n" * 5_000)
    assert not kept and len(problems) == claims_file.LISTED + 1
    assert "more problems" in problems[-1].found


@pytest.mark.parametrize("value", ["1e999999999", "-1E+400000", "1" * 6_000, "1e-99999", "NaN", "Infinity"])
def test_a_number_that_is_none_of_trade_is_a_problem_and_costs_nothing(value):
    kept, problems = claims_file.read(HEAD + LINE.replace("29.3", value), claims_file.ROWS)
    assert not kept and "is not a number" in problems[0].found and len(str(problems[0])) < 300


def test_what_is_no_table_is_a_problem():
    kept, problems = claims_file.read(HEAD + '"' + "y" * 200_000 + '"')
    assert not kept and "cannot be read as a CSV table" in problems[0].found


@given(st.text(st.characters(), max_size=60))
def test_tidied_words_hold_nothing_that_no_format_can_hold(text):
    clean = received.tidy(text)
    assert not received.fault(clean) and received.tidy(clean) == clean
    json.dumps(clean).encode("utf-8")
    clean.encode("utf-8")
    if not received.fault(text) and not set("\v\f\r\x1c\x1d\x1e\x85\u2028\u2029") & set(text):
        assert clean == text, "sound words are not touched"
