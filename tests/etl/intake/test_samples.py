"""Every real file that is stored beside the repository, the whole way of an upload: what it is and what it says.

A file that is not listed here fails the test, so that none is forgotten.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from etl.intake import intake
from etl.tables.rows import Row

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
Key = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class Sample:
    """A file, its source ("" for one that is refused with `code`), the answers it needs, and figures as published."""

    name: str
    source: str = ""
    code: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    says: dict[Key, str] = field(default_factory=dict)
    adds_up: tuple[str, str] | None = None  # the ending of series whose rows are added up, and the sum


def month(flow: str, unit: str, partner: str, period: str) -> Key:
    return (f"goods_{flow}_{unit}", "CHN", partner, period, 1 if "-" in period else 12)


def tiv(supplier: str, recipient: str, period: str, months: int = 12) -> Key:
    return ("arms_deliveries_tiv", supplier, recipient, period, months)


RUS_2022 = {
    month("imports", "usd", "RUS", "2022"): "114148970877", month("exports", "usd", "RUS", "2022"): "76122649188",
    month("imports", "usd", "WLD", "2022"): "2715997517261", month("exports", "usd", "WLD", "2022"): "3593601435602",
    month("imports", "usd", "CHN", "2022"): "122883424107",
}  # fmt: skip
JUNE = {
    month("total", "usd", "RUS", "2026-06"): "24351380000", month("exports", "usd", "RUS", "2026-06"): "11432537000",
    month("imports", "usd", "RUS", "2026-06"): "12918844000",
}  # fmt: skip
MARCH = {
    month("total", "cny", "RUS", "2026-03"): "153540000000", month("exports", "cny", "RUS", "2026-03"): "64980000000",
    month("imports", "cny", "RUS", "2026-03"): "88560000000",
}  # fmt: skip
JULY = {
    ("crude_imports_t", "CHN", "WLD", "2026-07", 1): "35730000",
    ("crude_imports_usd", "CHN", "WLD", "2026-07", 1): "22782435000",
    ("lng_imports_t", "CHN", "WLD", "2026-07", 1): "5500000",
    ("coal_lignite_imports_usd", "CHN", "WLD", "2026-01", 7): "22473996000",
}
CHINA = {"reporter": "CHN", "unit_missing": "US Dollar thousand", "published": "2026-08-20"}
ARMS = {
    tiv("WLD", "CHN", "2000"): "2491", tiv("WLD", "CHN", "2014"): "1041", tiv("WLD", "CHN", "2023"): "471",
    tiv("WLD", "WLD", "2023"): "29104",
}  # fmt: skip
LATER = {"published": "2026-08-20", "sure:gaps": "yes"}

TABLE = [
    Sample("aseanstats/pivot_fdi_inward_by_host.csv", code="S-08"),
    Sample("aseanstats/pivot_fdi_inward_by_host.xlsx", code="S-08"),
    Sample("comtrade/api_bulk_v1_get_listing.json", code="F-12"),
    Sample("comtrade/api_data_v1_get_C_A_HS_chn_2010.json", "comtrade", rows=4),
    Sample("comtrade/api_df_to_csv_chn_imports_from_rus_monthly_2017_2024.csv", "comtrade_monthly", rows=96),
    Sample("comtrade/website_TradeData_china_2022_first_460_rows_latin1.csv", "comtrade", rows=460, says=RUS_2022),
    Sample("eurostat_comext/sdmx21_csv_lines_QUOTED_IN_PUBLIC_NOTES.csv", "eurostat_comext", rows=4,
           says={("hs7204_exports_t", "AUT", "ARE", "2023-09", 1): "177.29"}),
    Sample("eurostat_comext/sdmx_ml_async_footer.xml", code="F-12"),
    Sample("eurostat_comext/sdmx_ml_async_footer2.xml", code="F-12"),
    Sample("gacc_major_commodities/en_bulletin_t14_major_imports_2026-07_usd_EXCERPT_TRANSCRIBED.html",
           "gacc_commodities", rows=146, says=JULY),
    Sample("gacc_major_commodities/en_preliminary_s6_major_imports_2026-05_cny_HEADER_EXCERPT_TRANSCRIBED.html",
           "gacc_commodities", rows=9),
    Sample("gacc_monthly_by_country/en_bulletin_t02_by_country_2026-06_usd_EXCERPT_TRANSCRIBED.html", "gacc_tables",
           rows=259, says=JUNE),
    Sample("gacc_monthly_by_country/en_preliminary_index_2026.html", code="F-17"),
    Sample("gacc_monthly_by_country/en_preliminary_s4_by_country_2018-01_cny_IMAGE_ONLY.html", code="F-14"),
    Sample("gacc_monthly_by_country/en_preliminary_s4_by_country_2026-03_cny.html", "gacc_tables", rows=270, says=MARCH),
    Sample("gacc_online_query/en_all_partners_hs8_first_1800_rows.csv", "gacc_query",
           answers={"flow": "export", "period": "2024-07"}),
    Sample("gacc_online_query/en_russia_rows_filtered_from_rows_1_5000.csv", "gacc_query",
           answers={"flow": "export", "period": "2024-07"}, adds_up=("_usd", "284194732")),
    Sample("gacc_online_query/zh_fuel_import_2025_no_partner_TRANSCRIBED_utf8.csv", "gacc_query",
           answers={"flow": "import", "partner": "RUS"}, adds_up=("_cny", "1299488747")),
    Sample("gacc_online_query/zh_soybean_2023.csv", "gacc_query", answers={"flow": "import"},
           adds_up=("_cny", "402526956940")),
    Sample("gacc_online_query/zh_soybean_2024in.csv", "gacc_query", answers={"flow": "import"},
           adds_up=("_cny", "359701179444")),
    Sample("imf/imf-dm-export-20210109_DATAMAPPER.xls", "table"),  # national products: no trade, so its columns are asked
    Sample("itc_trademap/Trade_Map_-_List_of_importing_markets_for_a_product_exported_by_Japan.xls", "trademap", rows=800),
    Sample("itc_trademap/Trade_Map_-_List_of_products_imported_by_China.txt", "trademap",
           answers=CHINA | {"partner": "WLD"}),
    Sample("itc_trademap/Trade_Map_-_List_of_supplying_markets_for_a_product_imported_by_China.txt", "trademap",
           answers=CHINA | {"product": "8703"}),
    Sample("itc_trademap/bilateral_Netherlands_Taipei_3109_bytes.xls", "trademap", rows=12),
    Sample("jodi/jodi-us-crude_2026-01_02_TRANSCRIBED.csv", "jodi", rows=6,
           says={("crude_imports_t", "USA", "WLD", "2026-02", 1): "24430000"}),
    Sample("sipri/import-export-values_1950-2024_by_recipient.csv", "sipri_2024", rows=8144, says=ARMS),
    Sample("sipri/trade-register_1950-2024_china_russia_rows_filtered.csv", "sipri_register", rows=183),
    Sample("sipri/trade-register_1950-2024_first_2000_lines.csv", "sipri_register", rows=1988),
    Sample("sipri/trade-register_deals_variant_to_ukraine_2000-2024.csv", "sipri_register", rows=382),
    Sample("wits/WITS-Partner-Timeseries_world_imports_share.csv", "wits", rows=7106),
    Sample("wits/WITS-Partner-Timeseries_world_imports_share.xlsx", "wits", rows=7106),
    Sample("wits/api_sdmx_json_tradestats_trade_usa_2017.json", "wits", rows=29),
    Sample("wits/en_CHN_AllYears_WITS_Trade_Summary_2022-11.CSV", "wits", rows=1960,
           says={month("exports", "usd", "WLD", "2019"): "2498569870000", month("imports", "usd", "WLD", "2019"): "2068950250000"}),
    Sample("wits/sdmx_ml_generic_tariff_trains_2024-11.xml", code="F-05"),
]  # fmt: skip
here = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no stored samples here")


@here
def test_no_stored_file_is_forgotten():
    stored = {path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.is_file()}
    own = {name for name in stored if not name.endswith("README.md") and not name.startswith("cases/")}
    assert own == {one.name for one in TABLE}, "small inputs that were misread have tests of their own"


@pytest.fixture(scope="module")
def preview(root) -> Callable[[Sample, str], intake.Preview]:
    def made(sample: Sample, name: str) -> intake.Preview:
        data = (SAMPLES / sample.name).read_bytes()
        return intake.preview(root / "data", data, name, LATER | sample.answers)

    return made


def total(rows: Iterable[Row], ending: str) -> Decimal:
    return sum((row.value for row in rows if row.series.endswith(ending)), Decimal(0))


@here
@pytest.mark.parametrize("sample", TABLE, ids=lambda one: one.name.rpartition("/")[2])
def test_a_stored_file_is_what_it_is_under_any_name(sample, preview):
    one = preview(sample, "download")  # a name that says nothing: only the content may
    refused = [each.code for each in one.problems if each.verdict == "R"]
    if sample.code:
        assert refused == [sample.code] and all(each.found and each.do for each in one.problems)
        return
    assert not refused and one.source == sample.source, one.problems
    if sample.source == "table":
        assert [each.key for each in one.questions] == ["mapping"]
        return
    assert one.ready, (one.held, one.questions)
    found = {row.key: str(row.value.normalize().__format__("f")) for row in one.rows}
    assert {key: found.get(key) for key in sample.says} == sample.says
    assert one.rows and len(one.rows) == (sample.rows or len(one.rows))
    if sample.adds_up:
        assert total(one.rows, sample.adds_up[0]) == Decimal(sample.adds_up[1])


@here
def test_the_months_of_comtrade_add_up_to_the_years_as_published(preview):
    sample = next(one for one in TABLE if one.source == "comtrade_monthly")
    rows = preview(sample, "download").rows
    published = {
        "2017": "41390293056", "2018": "59141093545", "2019": "61190631855", "2020": "57844468529",
        "2021": "79593503788", "2022": "114392293965", "2023": "128935678560", "2024": "129881357745",
    }  # fmt: skip
    for year, wanted in published.items():
        made = sum((row.value for row in rows if row.period.startswith(year)), Decimal(0))
        assert abs(made - Decimal(wanted)) < 100, year  # the sums as published are rounded
