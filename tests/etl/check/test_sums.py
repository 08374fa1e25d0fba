"""What does not add up in new rows, the past told anew, and the answers that put a row right: each guard once."""

from decimal import Decimal

import pytest

from etl.build import typed
from etl.check import expected, plausibility, restatements, sums
from etl.extract import codes, missing_columns
from etl.extract.generic.layouts import headed
from etl.read.reader import interpret
from tests.etl.build.test_transform import row

USD, TONNES = "goods_imports_usd", "goods_imports_t"


def said(new, known=()):
    """Codes and verdicts of what does not add up."""
    found = sums.check(sums.by_line(new), expected.history(known))
    return [(one.code, one.verdict) for one in found]


def months(values, series=USD, year=2023, **changed):
    return [
        row(series, period=f"{year}-{at:02d}", months=1, value=value, **changed)
        for at, value in enumerate(values, start=1)
    ]


def test_a_total_is_compared_with_its_parts():
    parts = [row("goods_exports_usd", value=400), row(USD, value=600)]
    assert said([*parts, row("goods_total_usd", value=1000)]) == []
    assert said([*parts, row("goods_total_usd", value=1004)]) == [("P-02", "N")]
    assert said([*parts, row("goods_total_usd", value=1006)]) == [("P-02", "H")]
    assert said([*parts, row("goods_total_usd", value=2000, source="gacc_tables")]) == [], (
        "that is compared cell by cell"
    )
    assert said([parts[0], row("goods_total_usd", value=2000)]) == [], "without one part nothing can be said"


def test_no_partner_is_above_the_world():
    assert said([row(USD, value=10), row(USD, partner="WLD", value=9)]) == [("P-02", "H")]
    assert said([row(USD, value=10), row(USD, partner="WLD", value=9, rounding=Decimal(1))]) == []


@pytest.mark.parametrize(
    ("value", "weight", "held"), [(100, 10, False), (330, 3, True), (30, 33, True), (99000, 10, False)]
)
def test_a_price_far_from_the_usual_is_held_unless_value_or_weight_stands_out_by_itself(value, weight, held):
    known = [*months([100] * 6), *months([10] * 6, TONNES)]
    new = [*months([value], year=2024), *months([weight], TONNES, year=2024)]
    assert (("P-03", "H") in said(new, known)) is held
    assert said(new, known[:2] + known[6:8]) == [], "two earlier prices make none usual"


@pytest.mark.parametrize(("value", "held"), [(210, True), (100, False), (130, False), (900, False)])
def test_february_as_large_as_two_months_is_held(value, held):
    known = months([100, 100, 105, 98, 101, 99])
    new = [row(USD, period="2024-02", months=1, value=value)]
    assert (said(new, known) == [("T-05", "H")]) is held
    assert said([*new, row(USD, period="2024-01", months=1, value=100)], known) == [], "January stands there by itself"
    assert said(new, [*known, row(USD, period="2024-02", months=1, value=value)]) == [], "it was so before"


def test_months_that_will_be_differences_are_noted_and_those_that_cannot_be():
    known = [row(USD, period="2023-01", months=4, value=400)]
    new = row(USD, period="2023-01", months=5, value=500)
    for value, words in ((500, "2023-05: 500 less 400"), (390, "none, the sum fell from 400 to 390")):
        (one,) = sums.check(sums.by_line([new._replace(value=Decimal(value))]), expected.history(known))
        assert (one.code, one.verdict) == ("T-04", "N") and words in one.found
    assert said([new, row(USD, period="2023-05", months=1, value=100)], known) == [], "the month was published"
    assert said([new]) == [] and said([new._replace(series="hs9999_imports_usd")], known) == []


def test_the_same_values_in_euros_and_a_year_that_was_closed():
    known = expected.history(months([100, 200, 300, 400]))
    euros = months([Decimal(100) / Decimal("1.081"), Decimal(200) / Decimal("1.081"), Decimal(300) / Decimal("1.081")])
    assert [one.code for one in restatements.check(euros, known)] == ["U-02"]
    assert restatements.check(euros[:2], known) == [], "two values may fall alike by chance"
    assert restatements.check(months([102, 204, 306]), known) == [], "a factor that is no rate"
    before = row(USD, period="2020-05", months=1, value=100, source="gacc_tables", vintage="2021-12-01")
    after = before._replace(value=Decimal(101), vintage="2022-03-01")
    assert [one.code for one in restatements.check([after], expected.history([before]))] == ["P-04"]
    early = before._replace(vintage="2021-09-29")
    assert restatements.check([after], expected.history([early])) == [], "until the yearbook Customs may change it"


def test_ten_times_is_no_currency_and_seven_times_is():
    known = expected.history(months([100, 104, 97, 101, 103, 99]))
    for times, code in (
        (Decimal(10), "P-01"),
        (Decimal("9.6"), "P-01"),
        (Decimal("7.2"), "U-02"),
        (Decimal("6.6"), "U-02"),
    ):
        new = [row(USD, period="2024-03", months=1, value=Decimal(97) * times)]
        assert next(one.code for one in plausibility.check(new, known)) == code, times


STATED = {
    "series": USD,
    "reporter": "CHN",
    "partner": "RUS",
    "period": "2024-02",
    "months": "1",
    "value": "210",
    "place": "line 2",
}


def put(answers=(), vintage="2024-12-01", **changed):
    rows, problems = typed.rows([{**STATED, **changed}], "table", vintage, dict(answers))
    return rows[0] if rows else [one.code for one in problems]


def test_answers_put_a_row_right():
    assert put({"pair": "January and February"}.items())[3:5] == ("2024-01", 2)
    assert put({"pair": "one month"}.items())[3:5] == ("2024-02", 1)
    assert put({"currency": "EUR"}.items()).series == "goods_imports_eur"
    assert put({"pair": "January and February"}.items(), period="2024-03")[3:5] == ("2024-03", 1)


@pytest.mark.parametrize(
    ("period", "months", "vintage", "taken"),
    [
        ("2024-12", "1", "2024-12-01", True), ("2025-01", "1", "2024-12-01", False), ("2024", "12", "2024-12-31", True),
        ("2024", "12", "2024-11-30", False), ("2099-01", "1", "2100-01-01", False), ("1947", "12", "2024-01-01", False),
        ("1948", "12", "2024-01-01", True), ("1950", "888", "2024-03-01", True), ("2090", "60", "2024-03-01", False),
    ],
)  # fmt: skip
def test_a_period_that_cannot_be_is_refused(period, months, vintage, taken):
    assert (put(vintage=vintage, period=period, months=months) == ["T-06"]) is not taken


def test_a_table_without_headings_gets_some_and_keeps_its_places():
    sheet = headed(interpret(b"Russia,649.8,885.6\nJapan,1200.25,13.75\nChile,1.5,2.5\n", "t.csv")).sheets[0]
    assert sheet.rows[0] == ("column 1", "column 2", "column 3") and sheet.at(1, 1) == "line 1, column 2"
    whole = interpret(b"Country,Exports\nJapan,1200.25\nChile,1.5\n", "t.csv")
    assert headed(whole) is whole


def test_places_that_a_title_names():
    assert codes.mentioned("China's trade with Kazakhstan and the Russian Federation, 2024") == {"CHN", "KAZ", "RUS"}
    assert codes.mentioned("Exports of nothing to nowhere") == set()


def test_a_column_that_lacks_is_named_but_not_where_another_name_may_stand_for_it():
    fields = "period,reporterCode,flowCode,partnerCode,cmdCode,primaryValue"
    for heads, missing in (
        (fields, None), (fields.replace("primaryValue", "cifvalue"), "primaryvalue"), (fields.replace("primaryValue", "worth"), None),
        ("period,cmdCode,qty", None),
    ):  # fmt: skip
        count = heads.count(",")
        document = interpret(f"{heads}\n{','.join('12.5' for _ in range(count + 1))}\n".encode(), "t.csv")
        found = missing_columns.lacking(document)
        assert (found and found.found) == missing
