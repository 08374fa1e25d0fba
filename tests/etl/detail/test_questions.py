"""What a desk asks, on tables small enough to work out by hand: each trap that makes naive sums wrong is one of them."""

from decimal import Decimal

import pytest

from etl.detail import goods, questions, rows
from etl.detail.rows import NothingHeld, Wanted
from etl.tables import registry


def column(answer, name, *keys):
    """Return one column of an answer by its keys."""
    return dict(zip(zip(*(answer.frame[key] for key in keys), strict=True), answer.frame[name], strict=True))


def test_partners_have_level_share_rank_and_growth(data, own, added):
    added(own("CHN RUS X 2021 854231 10 1", "CHN RUS X 2022 854231 20 1", "CHN KAZ X 2022 854231 60 1", "CHN KAZ X 2020 854231 5 1",
              "DEU RUS X 2022 854231 999 1"))  # fmt: skip
    found = questions.partners(data, Wanted("X", ("CHN",)))
    assert column(found, "value", "partner", "year") == {
        ("RUS", 2021): 10,
        ("RUS", 2022): 20,
        ("KAZ", 2022): 60,
        ("KAZ", 2020): 5,
    }
    assert column(found, "share", "partner", "year")["KAZ", 2022] == 0.75
    assert column(found, "rank", "partner", "year")["RUS", 2022] == 2
    change = column(found, "change", "partner", "year")
    assert change["RUS", 2022] == 1 and change["KAZ", 2022] != change["KAZ", 2022]  # 2020 is not the year before
    assert "No world total is held" in found.said[-1] and found.files[0][0] == "detail_own" and found.currency == "USD"


def test_shares_are_of_the_world_that_the_source_states_and_blocs_are_no_partners(data, comtrade, added):
    added(comtrade({"primaryValue": "20"}, {"partnerCode": "398", "primaryValue": "30"}, {"partnerCode": "0", "primaryValue": "200"},
                   {"partnerCode": "97", "primaryValue": "40"}))  # fmt: skip
    found = questions.partners(data, Wanted("X", ("CHN",)), ["854231"])
    assert column(found, "share", "partner") == {("RUS",): 0.1, ("KAZ",): 0.15}
    assert not any("No world total" in line for line in found.said)


def test_totals_beside_parts_do_not_double(data, comtrade, added):
    added(
        comtrade(
            {"primaryValue": "10"}, {"motCode": "1000", "primaryValue": "6"}, {"motCode": "2000", "primaryValue": "4"}
        )
    )
    assert list(questions.partners(data, Wanted("X", ("CHN",)), ["85"]).frame["value"]) == [10]


def test_one_depth_of_codes_is_summed_never_two(data, comtrade, added):
    added(comtrade({"primaryValue": "10"}, {"cmdCode": "8542", "primaryValue": "12"}, {"cmdCode": "85", "primaryValue": "15"},
                   {"cmdCode": "TOTAL", "primaryValue": "100"}))  # fmt: skip
    asked = {
        codes: questions.partners(data, Wanted("X", ("CHN",)), [codes] if codes else []).frame["value"][0]
        for codes in ("", "85", "8542", "854231")
    }
    assert asked == {"": 100, "85": 15, "8542": 12, "854231": 10}


def test_a_year_and_its_months_are_not_summed_together(data, own, added):
    added(own("CHN RUS X 2022 854231 100 1", "CHN RUS X 202201 854231 40 1", "CHN RUS X 202202 854231 50 1"))
    assert list(questions.partners(data, Wanted("X", ("CHN",))).frame["value"]) == [100]
    added(own("CHN RUS X 202301 854231 40 1", name="2.csv"))
    found = questions.partners(data, Wanted("X", ("CHN",)))
    assert list(found.frame["value"]) == [100, 40] and "CHN 2023 (1 months)" in " ".join(found.said)


def test_re_exports_are_inside_exports_and_not_added(data, comtrade, added):
    added(comtrade({"primaryValue": "10"}, {"flowCode": "RX", "primaryValue": "4"}))
    found = questions.partners(data, Wanted("X", ("CHN",)), ["85"])
    assert list(found.frame["value"]) == [10] and "Exports include re-exports." in found.said


def test_both_codes_of_the_united_states_are_one_reporter(data, comtrade, added):
    added(
        comtrade(
            {"reporterCode": "842", "primaryValue": "2"}, {"reporterCode": "840", "period": "2023", "primaryValue": "3"}
        )
    )
    assert column(questions.partners(data, Wanted("X", ("USA",)), ["85"]), "value", "year") == {(2022,): 2, (2023,): 3}


def test_a_weight_of_zero_is_unknown_and_estimates_are_told_apart(data, comtrade, added):
    added(comtrade({"primaryValue": "100", "netWgt": "10"}, {"partnerCode": "398", "primaryValue": "900", "netWgt": "0"},
                   {"partnerCode": "51", "primaryValue": "300", "netWgt": "30", "isNetWgtEstimated": "true"}))  # fmt: skip
    (line,) = questions.products(data, Wanted("X", ("CHN",))).frame.to_dict("records")
    assert line["unit_value"] == 10 and line["weight"] == 40 and line["value"] == 1300
    assert line["weighed"] == pytest.approx(400 / 1300) and line["estimated"] == 0.75


def test_products_have_suppliers_and_concentration(data, own, added):
    added(own(*(f"CHN {partner} M 2022 854231 {value} 1" for partner, value in (("MYS", 30), ("KOR", 30), ("TWN", 20), ("USA", 20))),
              "CHN KOR M 2022 854232 5 1"))  # fmt: skip
    one, other = questions.products(data, Wanted("M", ("CHN",))).frame.to_dict("records")
    assert (one["code"], one["partners"], one["first"], one["first_share"]) == (
        "854231",
        4,
        "KOR",
        0.3,
    )  # of equals, the first by name
    assert one["hhi"] == pytest.approx(2600) and other["hhi"] == 10_000
    (heading,) = questions.products(data, Wanted("M", ("CHN",)), digits=4).frame.to_dict("records")
    assert (heading["code"], heading["value"]) == ("8542", 105)


def test_several_revisions_are_never_mixed_unsaid(data, own, added):
    added(own("CHN RUS X 2021 854231 10 1", revision="HS2017"))
    added(own("CHN RUS X 2022 854231 20 1", name="b.csv", revision="HS2022"))
    said = " ".join(questions.partners(data, Wanted("X", ("CHN",))).said)
    assert "several HS revisions" in said and "CHN HS2022 from 2022" in said


def test_of_a_year_held_in_two_revisions_one_is_used(data, tmp_path, added):
    for short, value in (("17", 5), ("92", 6)):
        for year in (2021, 2022) if short == "92" else (2022,):
            path = tmp_path / f"BACI_HS{short}_Y{year}_V202501.csv"
            path.write_text(f"t,i,j,k,v,q\n{year},156,643,854231,{value},1\n")
            added(path, published="")
    found = questions.partners(data, Wanted("X", ("CHN",)))
    assert column(found, "value", "year") == {(2021,): 6000, (2022,): 6000} and "HS1992 is used" in found.said[0]
    assert list(questions.partners(data, Wanted("X", ("CHN",), revision="HS2017")).frame["value"]) == [5000]


def test_a_newer_file_replaces_what_it_covers_and_an_older_day_shows_the_older(data, own, added):
    added(own("CHN RUS X 2022 854231 10 1", "CHN KAZ X 2022 854231 7 1"), published="2023-01-01")
    added(own("CHN RUS X 2022 854231 11 1", name="b.csv"), published="2023-06-01")
    assert column(questions.partners(data, Wanted("X", ("CHN",))), "value", "partner") == {("RUS",): 11, ("KAZ",): 7}
    past = questions.partners(data, Wanted("X", ("CHN",), as_of="2023-03-01"))
    assert column(past, "value", "partner") == {("RUS",): 10, ("KAZ",): 7}


def test_a_whole_file_takes_out_what_it_no_longer_has(data, tmp_path, added):
    for version, lines in (
        ("202401", "2022,156,643,854231,5,1\n2022,156,398,854231,9,1\n"),
        ("202501", "2022,156,643,854231,6,1\n"),
    ):
        path = tmp_path / f"BACI_HS17_Y2022_V{version}.csv"
        path.write_text(f"t,i,j,k,v,q\n{lines}")
        added(path, published="")
    assert column(questions.partners(data, Wanted("X", ("CHN",))), "value", "partner") == {("RUS",): 6000}
    past = questions.partners(data, Wanted("X", ("CHN",), as_of="2024-12-31"))
    assert column(past, "value", "partner") == {("RUS",): 5000, ("KAZ",): 9000}


def test_priority_goods_stand_beside_the_same_months_before_the_war(data, own, added):
    added(own(*(f"CHN RUS X {year}{month:02} 854231 {value} 1" for year, month, value in
                ((2019, 3, 10), (2020, 3, 20), (2021, 3, 30), (2021, 4, 99), (2023, 3, 80))), "CHN RUS X 202303 853400 5 1",
              "CHN RUS X 202303 010121 1000 1", "CHN KAZ X 202303 854231 77 1"))  # fmt: skip
    found = questions.priority(data, Wanted("X", ("CHN",), monthly=True), goods.listed("chpl"))
    value, before = (column(found, name, "group", "year", "month") for name in ("value", "before"))
    assert value["1", 2023, 3] == 80 and before["1", 2023, 3] == 20 and value["4.A", 2023, 3] == 5
    assert before["4.A", 2023, 3] != before["4.A", 2023, 3] and sum(value.values()) == 244


def test_codes_that_are_new_are_said_or_left_out(data, own, added):
    added(own("CHN RUS X 2021 854231 10 1", "CHN RUS X 2021 854140 10 1", revision="HS2017"))
    added(own("CHN RUS X 2022 854149 20 1", "CHN RUS X 2022 854231 30 1", name="b.csv"))
    listed = goods.listed("chpl")
    found = questions.priority(data, Wanted("X", ("CHN",)), listed)
    assert sum(found.frame["value"]) == 60 and any(
        "6 of the 50 codes do not exist before HS2022" in line for line in found.said
    )
    both = questions.priority(data, Wanted("X", ("CHN",)), listed, common=True)
    assert sum(both.frame["value"]) == 40 and any("Only the 44 codes" in line for line in both.said)


def test_the_list_is_as_of_a_day_and_another_can_be_given(tmp_path):
    assert len(goods.listed("chpl", "2024-02-23").group) == 50 and goods.listed("chpl").day == "2024-02-23"
    with pytest.raises(registry.UnknownName, match="2024-02-22 is not held"):
        goods.listed("chpl", "2024-02-22")
    (tmp_path / "own.csv").write_text("code,group\n8457,machines\n")
    assert goods.listed(str(tmp_path / "own.csv")).group == {"8457": "machines"}
    for text in ("code\n84571\n", "code\n8457\n854231\n", "name\nx\n", ""):
        (tmp_path / "own.csv").write_text(text)
        with pytest.raises(registry.UnknownName, match="no list of goods"):
            goods.listed(str(tmp_path / "own.csv"))


def test_third_countries_are_held_against_their_own_trend_and_what_got_lost_is_told(data, own, added):
    lines = [
        f"DEU KGZ X {year} 854231 {value} 1"
        for year, value in zip(range(2017, 2022), (100, 110, 121, 133, 146), strict=True)
    ]
    lines += [
        "DEU KGZ X 2023 854231 900 1",
        "DEU KAZ X 2023 854231 5 1",
        "KGZ DEU M 2023 854231 250 1",
        "DEU RUS X 2023 854231 1 1",
    ]
    added(own(*lines))
    found = questions.third_countries(data, Wanted("X", ("DEU",)), ["854231"])
    by = {(line["partner"], line["year"]): line for line in found.frame.to_dict("records")}
    line = by["KGZ", 2023]
    assert line["trend"] == pytest.approx(177, rel=0.01) and line["high"] < 190 and line["beyond"]
    assert line["excess"] == pytest.approx(723, rel=0.01) and (line["imported"], line["lost"]) == (Decimal(250), 650)
    assert (
        by["KAZ", 2023]["trend"] != by["KAZ", 2023]["trend"]
        and not by["KAZ", 2023]["beyond"]
        and not by["KGZ", 2021]["beyond"]
    )
    assert any("Lost in transit" in text for text in found.said)


def test_without_the_third_countries_own_imports_nothing_is_said_on_what_got_lost(data, own, added):
    added(own("DEU KGZ X 2023 854231 900 1"))
    found = questions.third_countries(data, Wanted("X", ("DEU",)), ["854231"])
    assert list(found.frame["lost"]) == [None] and "are not held" in found.said[-1]


def test_what_is_not_held_is_said_with_what_is(data, own, added):
    with pytest.raises(NothingHeld, match="No detail is held"):
        questions.partners(data, Wanted("X", ("CHN",)))
    added(own("CHN RUS X 2022 854231 10 1"))
    with pytest.raises(NothingHeld, match="Held are CHN X"):
        questions.partners(data, Wanted("M", ("CHN",)))
    with pytest.raises(NothingHeld, match="do not go to 8 digits"):
        questions.partners(data, Wanted("X", ("CHN",)), ["85423111"])


def test_sources_are_never_summed_together(data, own, comtrade, added):
    added(own("CHN RUS X 2022 854231 10 1"))
    added(comtrade({"primaryValue": "20"}))
    assert list(questions.partners(data, Wanted("X", ("CHN",)), ["85"]).frame["value"]) == [20]
    assert list(questions.partners(data, Wanted("X", ("CHN",), source="detail_own"), ["85"]).frame["value"]) == [10]
    assert {"WLD", "EU27"} <= set(rows.blocs()) and "CHN" not in rows.blocs()
