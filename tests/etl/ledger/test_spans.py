"""Claims on several years and forecasts: the words decide what is asked of the rows."""

from dataclasses import replace
from decimal import Decimal

import pytest

from etl.build.build import Dataset
from etl.ledger import claims, claims_file, forecasts, ledger
from etl.ledger.claims_file import COLUMNS
from etl.tables import registry
from etl.tables.rows import Row

LEIDEN = "004_d3bf26f928e689d4.txt"  # came out in February 2023


def made(**cells) -> claims.Claim:
    """A claim from the cells a person would fill in, of the report of February 2023."""
    names = [*COLUMNS, "document", "reason", "event", "ours"]
    line = {name: cells.get(name, "") for name in names} | {"document": cells.get("document", LEIDEN)}
    found, problems = claims_file.read(",".join(names) + "\n" + ",".join(str(line[name]) for name in names) + "\n")
    assert not problems, problems
    return found[0]


def rows(series: str, reporter: str, partner: str, values: dict[int, float], source: str = "gacc_tables") -> list[Row]:
    return [
        Row(series, reporter, partner, str(year), 12, Decimal(str(value)) * 10**9, Decimal(0), "reported", source,
            f"{year + 1}-01-14", f"{source}/made#{year}")
        for year, value in values.items()
    ]  # fmt: skip


def evidence(*groups: list[Row], as_of: str | None = None) -> ledger.Evidence:
    """Evidence that holds these rows and no other."""
    held = [row for group in groups for row in group]
    return ledger.Evidence(Dataset("2026-11-21+0", as_of, tuple(held), (), {}))


def judged(claim: claims.Claim, *groups: list[Row]):
    return ledger.judge_one(claim, evidence(*groups))


SURPLUS = {"measure": "start_year", "reporter": "CHN", "partner": "RUS", "flow": "balance", "period": "2018/2022",
           "value": "2018", "unit": "year", "qualifier": "growing_since"}  # fmt: skip


def test_a_claim_of_growth_needs_growth_in_every_year():
    grown = rows("goods_balance_usd", "CHN", "RUS", {2017: 2, 2018: -1, 2019: -2, 2020: -3, 2021: -4, 2022: -5})
    dipped = rows("goods_balance_usd", "CHN", "RUS", {2017: 2, 2018: -11, 2019: -12, 2020: -6, 2021: -13, 2022: -38})
    assert judged(made(**SURPLUS), grown).verdict == "reproduced"
    one = judged(made(**SURPLUS), dipped)
    assert one.verdict == "not_reproduced" and "It did not grow in 2020." in one.words
    assert one.answer.value == 2020


def test_a_claim_of_growth_depends_on_the_source_where_the_other_office_turns_the_sign():
    grown = rows("goods_balance_usd", "CHN", "RUS", {2017: 2, 2018: -1, 2019: -2, 2020: -3, 2021: -4, 2022: -5})
    other = rows("goods_balance_usd", "RUS", "CHN", {2018: 1, 2019: 2, 2020: -5, 2021: -4}, "comtrade")
    one = judged(made(**SURPLUS), grown, other)
    assert one.verdict == "depends_on_source"
    assert "As Russia counts it, the sign is the other one in 2020–2021." in one.words


HALF = {"product": "crude_oil", "measure": "share", "reporter": "CHN", "partner": "RUS", "flow": "import",
        "compared_with": "all_goods", "period": "2022", "value": "50", "unit": "percent", "qualifier": "any_year"}  # fmt: skip


def test_any_year_needs_every_year_that_the_text_could_know():
    goods = rows("goods_imports_usd", "CHN", "RUS", dict.fromkeys(range(2019, 2025), 100))
    every = rows("crude_imports_usd", "CHN", "RUS", {2019: 49, 2020: 51, 2021: 50, 2022: 50, 2023: 90})
    one = judged(made(**HALF), goods, every)
    assert one.verdict == "reproduced" and "All 4 years" in one.words
    assert "Years the text could not know: 2023: 90.0%." in one.words
    gap = [row for row in every if row.period != "2020"]
    one = judged(made(**HALF), goods, gap)
    assert (one.verdict, one.reason) == ("uncheckable", "years_missing") and "Missing here: 2020." in one.words
    off = [*gap, *rows("crude_imports_usd", "CHN", "RUS", {2020: 64})]
    one = judged(made(**HALF), goods, off)
    assert one.verdict == "not_reproduced" and "1 of 4 years with figures is outside" in one.words
    assert "2020: 64.0%" in one.words


def test_a_year_that_is_our_reading_is_named_with_what_other_years_give():
    gdp = [*rows("gdp_usd", "CHN", "WLD", {2020: 90, 2021: 100}, "worldbank_gdp"),
           *rows("gdp_usd", "RUS", "WLD", {2020: 10, 2021: 10}, "worldbank_gdp")]  # fmt: skip
    cells = {"product": "gdp", "measure": "ratio", "reporter": "CHN", "compared_with": "RUS", "period": "2021",
             "value": "10", "unit": "times", "qualifier": "about"}  # fmt: skip
    one = judged(made(**cells, ours="period"), gdp)
    assert "Our reading: the text names no year, and 2021 is taken. Other years give 2020: 9.0 times." in one.words
    assert "Our reading" not in judged(made(**cells), gdp).words


@pytest.mark.parametrize(
    ("cells", "day", "verdict"),
    [
        ({"period": "2024", "unit": "year", "event": "power_of_siberia_2"}, "2024-06-30", "forecast"),
        ({"period": "2024", "unit": "year", "event": "power_of_siberia_2"}, "2026-01-01", "not_reproduced"),
        ({"period": "2019", "unit": "year", "event": "power_of_siberia"}, "2026-01-01", "reproduced"),
        ({"period": "2018", "unit": "year", "event": "power_of_siberia"}, "2026-01-01", "not_reproduced"),
        ({"period": "2023-02", "unit": "status", "event": "power_of_siberia_2"}, "2026-01-01", "reproduced"),
        ({"period": "2020", "unit": "status", "event": "power_of_siberia"}, "2026-01-01", "not_reproduced"),
        ({"period": "2023-08", "unit": "month"}, "2026-01-01", "uncheckable"),
        ({"period": "planned", "unit": "year", "event": "power_of_siberia_2"}, "2026-01-01", "forecast"),
    ],
)
def test_a_forecast_whose_date_has_passed_is_scored(cells, day, verdict):
    one = forecasts.judge(made(reason="forecast", **cells), day)
    assert one.verdict == verdict, one.words
    assert all(line["words"] not in one.words for line in registry.lines("announcements") if line["date"] > day)


def test_a_year_is_no_quantity_and_a_quotation_carries_no_markup(dataset):
    shipped = ledger.judge(claims_file.shipped(), ledger.Evidence(dataset))
    for one in shipped:
        words = f"{one.claim.text} {one.words}"
        assert "<" not in words and "*" not in words and "2,01" not in words and "2,02" not in words, words
    texts = {one.claim.id: one.claim.text for one in shipped}
    assert texts["leiden-russia-rank-china-2021"] == "Russia is only China’s 15th-largest trade partner"
    assert texts["leiden-peace-mission-start"].startswith("these typically biannual military exercises")
    assert "an unprecedented common" in texts["leiden-xi-putin-2022-02-04"]


def test_only_marks_of_emphasis_go(monkeypatch):
    assert claims.unmarked("3 * 4 = 12 and 2*3, a < b") == "3 * 4 = 12 and 2*3, a < b"
    assert claims.unmarked("<b>over</b> *four* times<sup>12</sup>") == "over four times"


def test_the_texts_claims_follow_their_words(dataset):
    by_id = {one.claim.id: one for one in ledger.judge(claims_file.shipped(), ledger.Evidence(replace_day(dataset)))}
    assert by_id["leiden-russian-surplus-since-2018"].verdict == "not_reproduced"
    assert by_id["leiden-crude-half-exports"].verdict in ("uncheckable", "not_reproduced")
    assert by_id["cn-pos2-start"].verdict == "not_reproduced"
    assert "Our reading" in by_id["leiden-gdp-ratio"].words


def replace_day(dataset: Dataset) -> Dataset:
    """The figures that ship as known well after every date that the texts name as past."""
    return replace(dataset, as_of="2026-11-21")
