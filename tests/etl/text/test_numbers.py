"""The number grammar: exact values, one decimal sign a column, and never a number that is not in the file."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.text import numbers
from etl.text.numbers import BELOW, BLANK, CONFIDENTIAL, LOST, MISSING, NIL, UNREAD


def values(*texts, **how):
    return [
        str(figure.value) if figure.value is not None else figure.status
        for figure in numbers.read(texts, **how).figures
    ]


def said(*texts, **how):
    return {(problem.code, problem.verdict) for problem in numbers.read(texts, **how).problems}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1,234", "649.8", "1,535.4\u00a0"), ["1234", "649.8", "1535.4"]),
        (("1 234,56", "2\u202f345,6"), ["1234.56", "2345.6"]),
        (("1'234.56", "2’345"), ["1234.56", "2345"]),
        (("1.234,56", "1.234"), ["1234.56", "1234"]),
        (("1,234,567", "1,234"), ["1234567", "1234"]),
        (("1,23,456",), ["123456"]),
        (("'84862000", "  14279900.00"), ["84862000", "14279900.00"]),
        (("１２３", "４５．６"), ["123", "45.6"]),
        (("12345678901234567890123", "0.30000000000000004"), ["12345678901234567890123", "0.30000000000000004"]),
        (("0.123", "0,5,"), ["0.123", UNREAD]),
        (("1.50e2", "-3"), ["150", "-3"]),
        (("1234", "12", "0"), ["1234", "12", "0"]),
    ],
)
def test_figures_are_read_exactly(texts, expected):
    assert values(*texts, negative=True) == expected


@pytest.mark.parametrize(
    "texts", [("1.234",), ("1,234", "56"), ("12.345", "1.234"), ("1.234", "1.5", "1,5"), ("1,23", "1,234,567")]
)
def test_a_column_that_leaves_the_decimal_sign_open_is_held(texts):
    column = numbers.read(texts)
    held = [problem for problem in column.problems if problem.code == "N-02"]
    assert held and held[0].verdict == "H" and held[0].key == "decimal" and held[0].choices == (".", ",")
    assert all(figure.value is None for figure in column.figures if re.search("[.,]", figure.text))


def test_an_answer_or_a_known_source_decides_and_one_cell_can_too():
    assert values("1.234", decimal=".") == ["1.234"]
    assert values("1.234", decimal=",") == ["1234"]
    assert values("1.234", "1.5") == ["1.234", "1.5"]
    assert values("1,234,567", decimal=",") == [UNREAD] and said("1,234,567", decimal=",") == {("N-02", "H")}


def test_numbers_that_a_workbook_stores_decide_nothing_and_need_no_decision():
    column = numbers.read(["1.234", "1.5"], stored=lambda index: index == 0)
    assert [str(figure.value) for figure in column.figures] == ["1.234", "1.5"] and column.decimal == "."
    assert values("1.234", "1,234", stored=lambda index: index == 0) == ["1.234", UNREAD]


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("-", "common", NIL), ("–", "common", NIL), ("…", "common", MISSING), ("n.a.", "common", MISSING),
        ("c", "common", CONFIDENTIAL), (":", "common", MISSING), ("", "common", BLANK), ("\u00a0", "common", BLANK),
        ("0 ", "sipri", BELOW), ("", "sipri", NIL), ("############", "gacc_bulletin", LOST), ("NaN", "imf", MISSING),
        ("x", "jodi", MISSING), ("...", "wits", MISSING), ("", "comtrade_api", MISSING), ("-", "no such source", NIL),
    ],
)  # fmt: skip
def test_marks_mean_what_their_source_says(text, source, expected):
    figure = numbers.read([text], meanings=numbers.marks(source)).figures[0]
    assert figure.status == expected
    assert figure.value == (Decimal(0) if expected == BELOW else None)


def test_a_blank_is_never_zero_and_sipris_two_zeros_differ():
    first, second, third = numbers.read(["0 ", "0", ""], meanings=numbers.marks("sipri")).figures
    assert (first.status, second.status, third.status) == (BELOW, "", NIL)
    assert second.value == 0 and third.value is None


@pytest.mark.parametrize(
    ("text", "code", "verdict"),
    [
        ("1e400", "N-03", "R"), ("inf", "N-03", "R"), ("NaN", "N-03", "R"), ("0x1A", "N-03", "R"),
        ("1_000", "N-03", "R"), ("24%", "N-08", "H"), ("12 (p)", "N-08", "H"), ("12²", "N-08", "H"),
        ("12.5*", "N-08", "H"), ("12万", "N-08", "H"),
        ("1.14149E+11", "N-08", "H"), ("12 34", "N-08", "H"), ("see note", "N-08", "H"), ("?", "N-07", "H"),
        ("####", "N-06", "R"), ("(123.5)", "N-04", "H"), ("-5", "N-04", "H"), ("١٢٣", "N-08", "H"),
    ],
)  # fmt: skip
def test_what_is_no_plain_figure_is_said_and_not_guessed(text, code, verdict):
    column = numbers.read(["44.5", text], at=lambda index: f"cell B{index + 2}")
    assert [(one.code, one.verdict, one.where) for one in column.problems] == [(code, verdict, "cell B3")]
    assert code == "N-04" or column.figures[1].value is None


def test_percentages_and_values_below_zero_where_they_are_wanted():
    assert values("24%", "11.8", "-3.5%", percent=True, negative=True) == ["24", "11.8", "-3.5"]
    assert said("24%", "11.8", percent=True) == set()
    assert values("(123)", "−7", negative=True) == ["-123", "-7"]


def test_lost_figures_are_noted_where_the_source_is_known_to_lose_them():
    assert said("######", "44.5", meanings=numbers.marks("gacc")) == {("N-06", "N")}


def test_rounding_is_half_the_last_printed_digit():
    for text, half in (("649.8", "0.05"), ("24351380", "0.5"), ("1.50", "0.005"), ("", "0")):
        assert numbers.read([text]).figures[0].rounding == Decimal(half)


def test_every_cell_of_a_problem_is_named_once():
    column = numbers.read(["24%", "44.5", "25%"], at=lambda index: f"cell C{index + 5}")
    assert [problem.where for problem in column.problems] == ["cell C5, cell C7"]


GROUPED = {
    "plain": ("", "."),
    "english": (",", "."),
    "german": (".", ","),
    "french": ("\u202f", ","),
    "swiss": ("’", "."),
}


@given(
    st.lists(st.tuples(st.integers(0, 10**13), st.integers(0, 99)), min_size=1, max_size=8),
    st.sampled_from(sorted(GROUPED)),
)
@settings(max_examples=200, deadline=None)
def test_any_locale_is_read_back_exactly(amounts, locale):
    group, point = GROUPED[locale]
    texts = [f"{whole:,}".replace(",", group) + f"{point}{cents:02d}" for whole, cents in amounts]
    column = numbers.read(texts)
    assert [figure.value for figure in column.figures] == [Decimal(f"{whole}.{cents:02d}") for whole, cents in amounts]
    assert column.decimal == point


@given(
    st.lists(st.text("0123456789.,' -+()%eE#…:cn\u00a0\u3000１２²万*", max_size=14), max_size=6),
    st.sampled_from(["", ".", ","]),
)
@settings(max_examples=500, deadline=None)
def test_no_number_comes_out_that_is_not_in_the_file(texts, decimal):
    column = numbers.read(texts, decimal=decimal)
    for text, figure in zip(texts, column.figures, strict=True):
        assert figure.text == text
        if figure.value is not None and "e" not in text.lower():
            ordinary = text.translate({wide: wide - 0xFEE0 for wide in range(0xFF10, 0xFF1A)})
            digits = re.sub(r"[^0-9]", "", f"{figure.value:f}")
            assert digits.lstrip("0") == re.sub(r"[^0-9]", "", ordinary).lstrip("0")
        if figure.value is None:
            assert figure.status


@given(st.permutations(["1,234", "649.8", "-", "12", "１２"]))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_does_not_matter(texts):
    column = numbers.read(texts)
    read = {figure.text: figure.value for figure in column.figures}
    assert read == {"1,234": 1234, "649.8": Decimal("649.8"), "-": None, "12": 12, "１２": 12}
    assert {problem.code for problem in column.problems} == {"N-01", "N-05", "N-07"}
