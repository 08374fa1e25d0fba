"""Published totals, typed in by hand with their address: the rows must say the same."""

from decimal import Decimal

import pytest

from etl.build import vintages
from etl.tables import registry

PUBLISHED = [
    # series, reporter, partner, period, months, family, value, address
    ("goods_total_usd", "CHN", "RUS", "2022", 12, "gacc", "190.271e9", "https://sputnikglobe.com/20231107/"),
    ("goods_total_usd", "CHN", "USA", "2022", 12, "gacc", "759.427e9", "https://sputnikglobe.com/20230713/"),
    (
        "goods_total_usd",
        "CHN",
        "EU27",
        "2022",
        12,
        "gacc",
        "847.3e9",
        "State Council press conference on the China-CEEC Expo",
    ),
    (
        "goods_total_usd",
        "CHN",
        "ASEAN",
        "2022",
        12,
        "gacc",
        "975.3e9",
        "https://stonenews.eu/china-s-international-trade-soars-in-2022/",
    ),
    ("goods_total_usd", "CHN", "RUS", "2021", 12, "gacc", "146.887e9", "https://dalekayaokraina.ru/"),
    ("goods_total_usd", "CHN", "RUS", "2024", 12, "gacc", "244.819e9", "https://ria.ru/20250829/"),
    ("goods_total_usd", "CHN", "RUS", "2025", 12, "gacc", "228.105e9", "https://motor.ru/"),
    ("goods_total_growth_pct", "CHN", "RUS", "2022", 12, "gacc", "29.3", "https://bne.eu/"),
    ("goods_imports_growth_pct", "CHN", "RUS", "2022", 12, "gacc", "43.4", "GACC, 13 January 2023"),
    ("crude_imports_t", "CHN", "RUS", "2022", 12, "gacc", "86.25e6", "Reuters, 20 January 2023"),
    ("crude_imports_t", "CHN", "SAU", "2022", 12, "gacc", "87.49e6", "Reuters, 20 January 2023"),
    ("lng_imports_t", "CHN", "RUS", "2022", 12, "gacc", "6.485e6", "Sputnik, August 2023"),
    ("pipeline_gas_imports_bcm", "CHN", "RUS", "2024", 12, "gazprom", "31.12", "TASS, 5 December 2025"),
    ("arms_deliveries_tiv", "RUS", "CHN", "2018", 12, "sipri_2022", None, "SIPRI, March 2022 release"),
]


@pytest.fixture(scope="module")
def shown(dataset):
    return {(key, family): one.row for (key, family), one in vintages.choose(dataset.rows).items()}


@pytest.mark.parametrize("line", PUBLISHED, ids=lambda line: "-".join(line[:4]))
def test_a_published_figure_is_shown_as_printed(shown, line):
    *key, family, value, _ = line
    row = shown[tuple(key), family]
    if value is not None:
        assert abs(row.value - Decimal(value)) <= row.rounding or row.value == Decimal(value)
    assert row.citation and row.vintage


DERIVED = [
    ("crude_imports_volume_share_pct", "CHN", "RUS", "2021", 12, "gacc", "15.5"),
    ("crude_imports_volume_share_pct", "CHN", "RUS", "2022", 12, "gacc", "17.0"),
    ("crude_imports_value_share_pct", "CHN", "RUS", "2021", 12, "gacc", "15.7"),
    ("crude_imports_value_share_pct", "CHN", "RUS", "2022", 12, "gacc", "16.0"),
    ("arms_window_change_pct", "RUS", "CHN", "2017", 60, "sipri_2022", "59.8"),
    ("arms_window_change_pct", "RUS", "CHN", "2017", 60, "sipri_2025", "52.6"),
    ("arms_recipient_share_pct", "RUS", "CHN", "2017", 60, "sipri_2022", "81.3"),
    ("arms_recipient_share_pct", "RUS", "CHN", "2017", 60, "sipri_2025", "78.3"),
    ("goods_imports_usd", "CHN", "RUS", "2025", 12, "gacc", "124.8e9"),
]


@pytest.mark.parametrize("line", DERIVED, ids=lambda line: "-".join(line[:4]))
def test_a_derived_figure_comes_out_of_the_named_rule(shown, line):
    *key, family, value = line
    row = shown[tuple(key), family]
    assert row.status == "derived" and "(" in row.citation
    assert round(row.value / (10**9 if row.value > 10**6 else 1), 1) == round(
        Decimal(value) / (10**9 if "e9" in value else 1), 1
    )


RUSSIA = [  # China Customs on trade with Russia, US$ bn: imports, exports, total
    ("2022", "114.149", "76.122", "190.271", "https://dzen.ru/a/Y8ERrrkcLFLaMOzo"),
    (
        "2016",
        "32.228",
        "37.297",
        "69.525",
        "https://sputniknews.com/world/201705081053373148-china-russia-trade-customs/",
    ),
    (
        "2020",
        "57.18",
        "50.58",
        "107.76",
        "https://www.urdupoint.com/en/world/rpt-chinese-russian-trade-sank-by-29-to-1140433.html",
    ),
    ("2025", None, "103.309", "228.105", "https://tass.com/economy/2071285"),
    ("2021", None, "67.5", "146.887", "https://playcrazygame.com/2022/01/14/"),
]


@pytest.mark.parametrize("line", RUSSIA, ids=lambda line: line[0])
def test_trade_with_russia_as_first_published(shown, line):
    year, *values, _ = line
    for flow, value in zip(("imports", "exports", "total"), values, strict=True):
        row = shown[(f"goods_{flow}_usd", "CHN", "RUS", year, 12), "gacc"]
        if value is None:
            assert row.status == "derived" and row.citation.startswith("third("), row
        else:
            assert row.status == "reported" and row.value == Decimal(value) * 10**9, row


@pytest.mark.parametrize("year", range(2013, 2026))
def test_trade_with_russia_is_complete_and_adds_up_in_every_year(shown, year):
    exports, imports, total = (
        shown[(f"goods_{flow}_usd", "CHN", "RUS", str(year), 12), "gacc"] for flow in ("exports", "imports", "total")
    )
    assert abs(exports.value + imports.value - total.value) <= exports.rounding + imports.rounding + total.rounding


ASEAN = [  # China Customs on trade with ASEAN, US$ bn: exports, imports, the printed total, and how the flows are known
    ("2012", "204.3", "195.8", "400.1", "reported", "http://news.d1cm.com/2013/07/26/072609592048422.shtml"),
    ("2024", "586.6", "395.8", "982.1", "derived", "http://en.people.cn/n3/2025/1114/c90000-20390404.html"),
]


@pytest.mark.parametrize("line", ASEAN, ids=lambda line: line[0])
def test_trade_with_asean_adds_up_to_the_total_that_another_page_prints(shown, line):
    year, *values, printed, status, _ = line
    exports, imports, total = (
        shown[(f"goods_{flow}_usd", "CHN", "ASEAN", year, 12), "gacc"] for flow in ("exports", "imports", "total")
    )
    assert [f"{row.value / 10**9:.1f}" for row in (exports, imports, total)] == [*values, printed]
    assert {exports.status, imports.status} == {status} and total.status == "reported"
    assert abs(exports.value + imports.value - total.value) <= exports.rounding + imports.rounding + total.rounding


def test_what_the_growth_of_2025_implies_for_asean_in_2024_fits_the_offices_yuan_table(shown):
    """665.215 bn at +13.4 % and 389.431 bn at -1.6 % (Europa Press, 14 January 2026): both flows at one rate of exchange."""
    rates = [
        shown[(f"goods_{flow}_cny", "CHN", partner, "2024", 12), "gacc"].value
        / shown[(f"goods_{flow}_usd", "CHN", partner, "2024", 12), "gacc"].value
        for flow, partner in (("exports", "ASEAN"), ("imports", "ASEAN"), ("exports", "WLD"))
    ]
    assert max(rates) / min(rates) - 1 < Decimal("0.001"), rates


SHEETS = [  # the row "World" of the Fund's sheets of 2020, US$ million, and the least share of it that the partners make
    ("RUS", "exports", "337884.789154", "0.999", "DOTS_162.xlsx"),
    ("RUS", "imports", "231429.507465", "0.998", "DOTS_162.xlsx"),
    ("CHN", "exports", "2598024.02673", "0.998", "DOTS_40.xlsx"),
    ("CHN", "imports", "2060258.10411", "0.95", "DOTS_40.xlsx"),
]


@pytest.mark.parametrize("line", SHEETS, ids=lambda line: f"{line[0]}-{line[1]}")
def test_the_partners_of_one_sheet_make_its_world(dataset, line):
    reporter, flow, world, least, sheet = line
    about = {line["place"]: line["kind"] for line in registry.lines("places")}
    rows = {
        row.partner: row.value
        for row in dataset.reported
        if row.key[:2] == (f"goods_{flow}_usd", reporter)
        and (row.period, row.months, row.source) == ("2020", 12, "imf_dots")
        and sheet in dataset.citations[row.citation].url
    }
    total = rows.pop("WLD")
    parts = sum(value for partner, value in rows.items() if about[partner] in ("country", "other"))
    assert abs(total - Decimal(world) * 10**6) < 10**6
    assert Decimal(least) < parts / total <= 1


def test_both_sides_of_every_pair_are_known_in_2020(dataset):
    """A partner's trade with China, with Russia and with the world, and theirs with it: what a picture of dependence needs."""
    held = {
        (row.series[6:13], row.reporter, row.partner)
        for row in dataset.reported
        if row.period == "2020" and row.months == 12 and row.source == "imf_dots" and row.series.endswith("s_usd")
    }
    for great in ("CHN", "RUS"):
        whole = {
            place
            for place in {reporter for _, reporter, _ in held}
            if all(
                (flow, *pair) in held
                for flow in ("exports", "imports")
                for pair in ((place, great), (place, "WLD"), (great, place))
            )
        }
        assert len(whole) > 130, (great, len(whole))


@pytest.mark.parametrize("partner", ["RUS", "USA", "EU27", "ASEAN", "WLD"])
@pytest.mark.parametrize("year", [2024, 2025])
def test_yuan_years_are_the_offices_own_table_and_add_up(shown, partner, year):
    exports, imports, total = (
        shown[(f"goods_{flow}_cny", "CHN", partner, str(year), 12), "gacc"] for flow in ("exports", "imports", "total")
    )
    assert {row.source for row in (exports, imports, total)} == {"gacc_tables"}
    assert abs(exports.value + imports.value - total.value) <= exports.rounding + imports.rounding + total.rounding


def test_yuan_months_are_complete_from_2024_to_july_2026(shown):
    months = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)][:31]
    for partner in ("RUS", "USA", "EU27", "ASEAN", "WLD"):
        for month in months:
            assert (("goods_total_cny", "CHN", partner, month, 1), "gacc") in shown, (partner, month)
    july = shown[("goods_total_cny", "CHN", "RUS", "2026-01", 7), "gacc"]
    assert (
        july.value == Decimal("1099892940322") and july.source == "gacc_tables"
    )  # printed 109989294.0322 (CNY 10,000)


GROWTH = [  # the growth figures that the four texts cite
    ("goods_total_growth_pct", "2022", "29.3"),
    ("goods_imports_growth_pct", "2022", "43.4"),
    ("goods_exports_growth_pct", "2022", "12.8"),
    ("goods_total_growth_pct", "2021", "35.9"),
]


@pytest.mark.parametrize("line", GROWTH, ids="-".join)
def test_the_texts_growth_figures_stand_beside_the_levels(dataset, line):
    series, year, value = line
    found = [
        row for row in dataset.reported if row.key == (series, "CHN", "RUS", year, 12) and row.value == Decimal(value)
    ]
    assert found and all(row.source.startswith("gacc_") for row in found)


def test_as_of_the_end_of_2022_the_year_2022_is_not_known(dataset):
    day = vintages.known(dataset.reported, "2022-12-31")
    chosen = vintages.choose(day)
    assert chosen[("goods_total_usd", "CHN", "RUS", "2021", 12), "gacc"].row.value == Decimal("146887000000")
    assert not [key for key, _ in chosen if key[:4] == ("goods_total_usd", "CHN", "RUS", "2022") and key[4] == 12]


def test_no_dollar_series_holds_a_figure_converted_from_yuan(dataset):
    checked = 0
    for row in dataset.reported:
        if row.series.startswith("goods_") and row.series.endswith("_usd"):
            note = dataset.citations[row.citation].note.lower()
            if (
                any(
                    words in note
                    for words in (
                        "converted from cny",
                        "conversion of cny",
                        "converted and rounded by the paper",
                        "cny total converted",
                    )
                )
                and "printed as more than" not in note
            ):
                checked += 1
                assert row.status == "withdrawn", (row, note)
    assert checked >= 5


def test_every_citation_leads_to_title_address_day_and_print(dataset):
    rows = list(dataset.reported)
    assert len(rows) > 5000
    for row in rows:
        cited = dataset.citations[row.citation]
        assert cited.title and cited.url
        if row.status == "reported":
            assert cited.printed, row
    assert {line["source"] for line in registry.lines("sources") if line["extractor"] == "compilation"} <= {
        row.source for row in rows
    }


def test_the_suppliers_of_sipris_2026_release_make_chinas_imports(dataset):
    """Two copies of one release: each supplier to China by year, and China's imports; Russia 66.1 per cent in 2021-25."""
    rows = [row for row in dataset.reported if row.source == "sipri_2026" and row.partner == "CHN"]
    for year in map(str, range(2010, 2026)):  # before, suppliers other than Russia are not held
        whole = next(row.value for row in rows if row.reporter == "WLD" and row.period == year)
        parts = sum(row.value for row in rows if row.reporter != "WLD" and row.period == year)
        assert abs(whole - parts) <= Decimal("0.1"), year
    share = next(
        row.value
        for row in dataset.derived
        if row.key == ("arms_recipient_share_pct", "RUS", "CHN", "2021", 60) and row.source == "sipri_2026"
    )
    assert round(share, 1) == Decimal("66.1")
