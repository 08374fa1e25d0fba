"""The period grammar: every way in which a source writes a month or a year, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.tables.problems import Problem
from etl.text import periods
from etl.text.periods import Period

WAYS = {
    "6.2026": ("2026-06", 1), "06.2026": ("2026-06", 1), "2026年6月": ("2026-06", 1), "２０２６年６月": ("2026-06", 1),
    "1-5 Total": ("2026-01", 5), "1-5 Total, 2024": ("2024-01", 5), "1至6月": ("2026-01", 6), "1to6": ("2026-01", 6),
    "1- to-3": ("2026-01", 3), "1-to-2": ("2026-01", 2), "1 to 2": ("2026-01", 2), "202606": ("2026-06", 1),
    "2000M1": ("2000-01", 1), "2024-M02": ("2024-02", 1), "2024M09": ("2024-09", 1), "2026-06": ("2026-06", 1),
    "2024": ("2024", 12), "2024年": ("2024", 12), "202352": ("2023", 12), "2026年1-12月": ("2026", 12),
    "2026年1至6月": ("2026-01", 6), "1月-6月": ("2026-01", 6), "6月": ("2026-06", 1), "6": ("2026-06", 1),
    "Mar 2026": ("2026-03", 1), "March 2026": ("2026-03", 1), "Jan. 2018": ("2018-01", 1), "2026 Jun": ("2026-06", 1),
    "January-February 2025": ("2025-01", 2), "Jan-Jun 2025": ("2025-01", 6), "2024-Q3": ("2024-07", 3),
    "2024-03-01": ("2024-03", 1), "2024-03-01 00:00:00": ("2024-03", 1), "2024.10": ("2024-10", 1),
    "2024-03-31": ("2024-03", 1), "2024/03/31": ("2024-03", 1), "2024/3/1": ("2024-03", 1), "45292": ("2024-01", 1),
    "45323": ("2024-02", 1), "45382": ("2024-03", 1), "март 2024": ("2024-03", 1), "Марта 2024 г.": ("2024-03", 1),
    "январь-март 2024": ("2024-01", 3), "Mrz 2024": ("2024-03", 1), "März 2024": ("2024-03", 1), "Okt. 2024": ("2024-10", 1),
    "août 2024": ("2024-08", 1), "mei 2024": ("2024-05", 1), "十一月 2024": ("2024-11", 1), "2024年十二月": ("2024-12", 1),
    "YTD Mar 2024": ("2024-01", 3), "1-3/2024": ("2024-01", 3), "2024.3": ("2024-03", 1), "Q1 2024": ("2024-01", 3),
    "1 кв. 2024": ("2024-01", 3), "III квартал 2024": ("2024-07", 3), "2024年第二季度": ("2024-04", 3), "H1 2024": ("2024-01", 6),
    "2024年上半年": ("2024-01", 6), "2 полугодие 2024": ("2024-07", 6), "3. Quartal 2024": ("2024-07", 3),
}  # fmt: skip


@pytest.mark.parametrize("text", WAYS)
def test_a_listed_way_is_read(text):
    assert periods.read(text, year=2026) == Period(*WAYS[text])
    assert periods.read(f" {text}\u00a0", year=2026) == Period(*WAYS[text])


@pytest.mark.parametrize(
    ("text", "code", "verdict"),
    [
        ("03/04/2024", "T-01", "H"), ("13/04/2024", "T-01", "H"), ("Mar-26", "T-01", "H"), ("3/24", "T-01", "H"),
        ("113年", "T-01", "H"), ("2567", "T-01", "H"), ("2024.1", "T-01", "H"),
        ("2024-13", "T-06", "R"), ("2024-00", "T-06", "R"),
        ("6-3月", "T-06", "R"), ("20170101", "T-07", "H"), ("1977; 1978", "T-07", "H"), ("1950-2024", "T-07", "H"),
        ("2023/24", "T-01", "H"), ("2024-25", "T-01", "H"), ("FY2024", "T-01", "H"), ("2024p", "T-01", "H"),
        ("2024*", "T-01", "H"), ("2024 (e)", "T-01", "H"), ("янв.24", "T-01", "H"), ("Q1-24", "T-01", "H"),
        ("24-Jan", "T-01", "H"), ("2024-03-15", "T-07", "H"), ("45300", "T-07", "H"), ("12345", "T-07", "H"),
        ("мартобрь 2024", "T-07", "H"),
        ("second half", "T-07", "H"), ("", "T-07", "H"),
    ],
)  # fmt: skip
def test_anything_else_is_held_or_refused(text, code, verdict):
    problem = periods.read(text, where="line 4, column 1", year=2026)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.verdict, problem.where) == (code, verdict, "line 4, column 1")
    assert verdict == "R" or problem.key


def test_months_without_a_year_are_asked_about():
    problem = periods.read("1to6")
    assert isinstance(problem, Problem) and (problem.code, problem.verdict, problem.key) == ("T-01", "H", "year")


@pytest.mark.parametrize(
    ("text", "fits"), [("2026-10", True), ("2026-11", False), ("2026", False), ("2009-12", False), ("2010-01", True)]
)
def test_no_period_lies_in_the_future_or_before_the_series(text, fits):
    read = periods.read(text, latest="2026-10", earliest="2010-01")
    assert isinstance(read, Period) is fits
    assert fits or read.code == "T-06"


def test_the_numbers_of_comtrade_and_comext():
    assert periods.of(2010, 52) == periods.of(2010) == Period("2010", 12)
    assert periods.of(2010, 3) == Period("2010-03", 1)
    assert isinstance(periods.of(2010, 13), Problem) and isinstance(periods.of(99, 1), Problem)


def test_the_last_month_is_told():
    assert Period("2026-01", 6).last == "2026-06" and Period("2024", 12).last == "2024-12"


@given(st.integers(1950, 2100), st.integers(1, 12))
@settings(max_examples=100, deadline=None)
def test_every_way_of_one_month_gives_that_month(year, month):
    for text in (
        f"{month}.{year}",
        f"{year}年{month}月",
        f"{year}{month:02d}",
        f"{year}M{month}",
        f"{year}-{month:02d}",
    ):
        assert periods.read(text) == Period(f"{year}-{month:02d}", 1)


@given(st.text("0123456789-./年月至toMQ ,aeJnu", max_size=12))
@settings(max_examples=400, deadline=None)
def test_whatever_is_read_is_a_real_period_of_the_year_that_is_written(text):
    read = periods.read(text, year=2026)
    if isinstance(read, Period):
        assert 1 <= read.months <= 12 and read.last[5:] <= "12"
        assert read.period[:4] in text or read.period[:4] == "2026"


def test_a_year_of_two_digits_is_offered_in_full_and_never_taken():
    offered = {
        text: periods.likely(text)
        for text in ("Jan-24", "янв.24", "Q1-24", "3/24", "24-Jan", "03/04/24", "FY24", "2024-03")
    }
    read = {text: periods.read(full) for text, full in offered.items() if full}
    assert read == {
        "Jan-24": Period("2024-01", 1),
        "янв.24": Period("2024-01", 1),
        "Q1-24": Period("2024-01", 3),
        "3/24": Period("2024-03", 1),
    }
