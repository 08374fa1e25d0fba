"""Claims in words: each rule borne out, refuted and left open by rows made for it, and held against the real figures."""

from dataclasses import replace
from decimal import Decimal

import pytest

from etl.build.build import Dataset
from etl.ledger import claims, claims_file, ledger
from etl.ledger.claims import COMPARISONS, MEASURES
from etl.ledger.claims_file import COLUMNS
from etl.tables.rows import Row


def made(**cells) -> claims.Claim:
    """A claim from the cells a person would fill in."""
    line = {name: cells.get(name, "") for name in COLUMNS}
    found, problems = claims_file.read(",".join(COLUMNS) + "\n" + ",".join(str(line[name]) for name in COLUMNS) + "\n")
    assert not problems, problems
    return found[0]


def rows(series: str, partner: str, values: dict[int, float]) -> list[Row]:
    return [
        Row(series, "CHN", partner, str(year), 12, Decimal(str(value)) * 10**9, Decimal(0), "reported", "gacc_tables",
            f"{year + 1}-01-14", f"gacc_tables/made#{series}{partner}{year}")
        for year, value in values.items()
    ]  # fmt: skip


def judged(claim: claims.Claim, *groups: list[Row]):
    held = tuple(row for group in groups for row in group)
    return ledger.judge_one(claim, ledger.Evidence(Dataset("2026-11-21+0", None, held, (), {})))


def years(*values: float, first: int = 2013) -> dict[int, float]:
    return dict(enumerate(values, first))


def trade(measure: str, period: str, *values: float, first: int = 2013):
    return judged(made(measure=measure, period=period), rows("goods_total_usd", "RUS", years(*values, first=first)))


CASES = (  # measure, period, values from 2013 on, verdict, words that the verdict must hold
    ("rose", "2014", (10, 11), "reproduced", "10.0%"),
    ("rose", "2014", (10, 10), "not_reproduced", "0.0%"),
    ("fell", "2014", (10, 9), "reproduced", "−10.0%"),
    ("fell", "2014", (10, 11), "not_reproduced", "10.0%"),
    ("rose", "2015/2016", (5, 5, 6, 6), "reproduced", "20.0%"),
    ("trend_up", "2013/2016", (10, 12, 11, 13), "reproduced", "up in 2 of 3 years"),
    ("trend_up", "2013/2016", (10, 12, 11, 10), "not_reproduced", "from 10 US$ bn"),
    ("trend_up", "2013/2016", (10, 9, 8, 13), "not_reproduced", "up in 1 of 3 years"),
    ("trend_down", "2013/2016", (13, 12, 11, 10), "reproduced", "down in 3 of 3 years"),
    ("trend_down", "2013/2016", (13, 12, 11, 14), "not_reproduced", "down in 2 of 3 years"),
    ("record", "2016", (7, 9, 8, 10), "reproduced", "highest of 2013 to 2015: 9 US$ bn in 2014"),
    ("record", "2016", (7, 11, 8, 10), "not_reproduced", "highest of 2013 to 2015: 11 US$ bn in 2014"),
    ("record", "2015/2016", (7, 11, 8, 10), "reproduced", "highest of 2015 to 2015"),
    ("fastest", "2014/2016", (10, 11, 12, 24), "reproduced", "100.0 % in 2016"),
    ("fastest", "2014/2016", (10, 20, 30, 45), "not_reproduced", "By amount the rise was 15 US$ bn, the largest of 3"),
)


@pytest.mark.parametrize(("measure", "period", "values", "verdict", "words"), CASES)
def test_words_are_judged_by_their_rule(measure, period, values, verdict, words):
    one = trade(measure, period, *values)
    assert (one.verdict, words in one.words) == (verdict, True), one.words
    assert COMPARISONS[measure].rule in one.words and one.inputs


def test_every_comparison_has_a_rule_a_measure_and_a_case():
    assert COMPARISONS and set(COMPARISONS) < set(MEASURES)
    assert {case[0] for case in CASES} | {"faster", "discount"} == set(COMPARISONS)
    for name in set(COMPARISONS) - {"faster", "discount"}:
        assert {case[3] for case in CASES if case[0] == name} == {"reproduced", "not_reproduced"}


@pytest.mark.parametrize("measure", ["trend_up", "record", "fastest"])
def test_a_missing_year_leaves_a_comparison_over_years_open(measure):
    values = years(10, 11, 12, 30)
    claim = made(measure=measure, period="2014/2016")
    assert judged(claim, rows("goods_total_usd", "RUS", values)).verdict == "reproduced"
    gap = {year: value for year, value in values.items() if year != 2015}
    one = judged(claim, rows("goods_total_usd", "RUS", gap))
    assert (one.verdict, one.reason) == ("uncheckable", "years_missing")


def test_a_record_needs_three_earlier_years_in_a_row():
    one = trade("record", "2016", 8, 10, first=2015)
    assert (one.verdict, one.reason) == ("uncheckable", "years_missing")
    held = {2011: 50, 2013: 7, 2014: 8, 2015: 9, 2016: 10}
    one = judged(made(measure="record", period="2016"), rows("goods_total_usd", "RUS", held))
    assert one.verdict == "reproduced" and "highest of 2013 to 2015" in one.words  # said: 2012 is missing


def test_faster_compares_partners_flows_and_products():
    russia, eu = rows("goods_total_usd", "RUS", years(10, 15)), rows("goods_total_usd", "EU27", years(10, 14))
    assert judged(made(measure="faster", period="2014", compared_with="EU27"), russia, eu).verdict == "reproduced"
    turned = made(measure="faster", period="2014", partner="EU27", compared_with="RUS")
    assert judged(turned, russia, eu).verdict == "not_reproduced"
    sold = rows("goods_exports_usd", "RUS", years(10, 11)), rows("goods_imports_usd", "RUS", years(10, 13))
    claim = made(measure="faster", flow="import", period="2014", compared_with="export", value="outpaced")
    one = judged(claim, *sold)
    assert one.verdict == "reproduced" and "20.0 points" in one.words and one.claim.printed == "outpaced"


def test_a_discount_is_a_lower_customs_value_a_tonne():
    money = rows("crude_imports_usd", "RUS", {2022: 60}), rows("crude_imports_usd", "WLD", {2022: 350})
    weight = rows("crude_imports_t", "RUS", {2022: 0.1}), rows("crude_imports_t", "WLD", {2022: 0.5})
    claim = made(product="crude_oil", measure="discount", period="2022", value="discount")
    one = judged(claim, *money, *weight)
    assert one.verdict == "reproduced" and "US$600 a tonne against US$700" in one.words
    heavy = rows("crude_imports_t", "RUS", {2022: 0.08})
    assert judged(claim, *money, heavy, weight[1]).verdict == "not_reproduced"
    assert judged(claim, *money, weight[0]).verdict == "uncheckable"


def test_a_comparison_with_what_is_not_known_is_named_with_its_column():
    text = ",".join(COLUMNS) + "\na,,all_goods,rose,value,CHN,RUS,total,export,2022,rose,,\n"
    _, problems = claims_file.read(text)
    assert [(one.row, one.column) for one in problems] == [(2, "compared_with")]


def test_words_of_the_texts_are_borne_out_or_not_by_the_real_figures(dataset):
    evidence = ledger.Evidence(dataset)
    found = {one.id: one for one in claims_file.shipped() if one.measure in COMPARISONS}
    assert len(found) >= 5
    verdicts = {name: ledger.judge_one(claim, evidence) for name, claim in found.items()}
    assert verdicts["leiden-trade-decade-trend"].verdict == "reproduced"
    assert verdicts["leiden-oil-discount"].verdict == "reproduced"
    spike = verdicts["leiden-trade-spike-since-invasion"]  # 2021 grew faster, and the year 2022 by the most dollars
    assert spike.verdict == "not_reproduced" and "36.3 % in 2021" in spike.words and "the largest of 10" in spike.words


def test_generated_words_are_told_from_the_same_words_turned_round(dataset):
    evidence = ledger.Evidence(dataset)
    turned = {"rose": "fell", "fell": "rose", "trend_up": "trend_down", "trend_down": "trend_up"}
    told = 0
    for partner in ("RUS", "USA", "ASEAN"):
        for flow in ("export", "import", "total"):
            for measure, period in [("rose", str(year)) for year in range(2013, 2025)] + [("trend_up", "2012/2022")]:
                claim = made(measure=measure, partner=partner, flow=flow, period=period)
                other = replace(claim, measure=turned[measure], qualifier=COMPARISONS[turned[measure]].qualifier)
                one, two = (ledger.judge_one(each, evidence) for each in (claim, other))
                if one.answer and one.answer.value:
                    assert {one.verdict, two.verdict} & {"not_reproduced"}, (claim, one.words, two.words)
                    told += "reproduced" in (one.verdict, two.verdict)
    assert told >= 60
