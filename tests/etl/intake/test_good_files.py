"""Good files are taken, with their values exactly, and nobody is asked about them."""

import shutil
from pathlib import Path

import pytest

from etl import read as cage
from etl.extract import MODULES, modules
from etl.intake import impact, intake
from etl.read import reader
from etl.tables.rows import plain
from tests.support import corpus_good, corpus_store
from tests.support.corpus import Case
from tests.support.corpus_trade import customs, january

GOODS = corpus_good.goods()
CPU_SECONDS, MEMORY_MB = 2, 300
FALSE_HOLDS = 0.02  # at most so large a share of good files may be held; none may be refused
HELD: frozenset[str] = frozenset()  # good files that are held all the same


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return corpus_store.built(tmp_path_factory.mktemp("good") / "data")


@pytest.fixture(autouse=True)
def _no_claims(monkeypatch):
    """What follows for claims is no matter of the file."""
    monkeypatch.setattr(impact, "verdicts", lambda *_: ())


@pytest.mark.parametrize("good", GOODS, ids=lambda good: good.name)
def test_a_good_file_is_taken_with_its_values_and_without_a_question(good, known, monkeypatch):
    spent = []
    real = cage.read

    def read(*given):
        spent.append((document := real(*given)).spent)
        return document

    monkeypatch.setattr(cage, "read", read)
    one = intake.preview(known, good.data, good.file, good.answers)
    assert not one.refused, one.problems
    if good.name not in HELD:
        assert one.ready, (one.held, one.questions)
    assert good.values <= {plain(row.value) for row in one.rows}
    assert spent[0].cpu_seconds <= CPU_SECONDS and spent[0].memory_mb <= MEMORY_MB, spent


def test_the_good_files_are_of_every_source_and_few_of_them_are_held():
    assert len(GOODS) >= 100 and len({good.name for good in GOODS}) == len(GOODS)
    assert len(HELD) <= len(GOODS) * FALSE_HOLDS
    seen = set()
    for good in {good.name.partition("-20")[0]: good for good in GOODS}.values():
        document = reader.interpret(good.data, good.file, good.answers)
        seen |= {module.__name__.rpartition(".")[2] for module in modules() if module.recognises(document)}
        apart = {"sipri_register", "wits_sdmx", "long_tables", "imf_compact", "eurostat_ext_st", "data_terminals"}
    assert set(MODULES) - seen == apart, "these have files of their own in tests/etl/extract"


def test_months_come_in_one_after_the_other_and_none_is_held(tmp_path):
    folder = corpus_store.built(tmp_path / "data")
    for month in ("2024-07", "2024-08", "2024-09", "2024-10", "2024-11"):
        data = customs(month)
        corpus_store.take(
            folder, Case(data, name=f"{month}.html", answers={"published": f"{month[:5]}{int(month[5:]) + 1:02d}-09"})
        )
    both = [("Total", 889_372.9, 519_942.0), ("Russian Federation", 36_500.5, 14_000.2)]
    corpus_store.take(folder, Case(january(2025, both), name="january.html"))
    corpus_store.take(folder, Case(customs("2025-03"), name="march.html", answers={"published": "2025-04-14"}))


SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
CHINA = {"reporter": "CHN", "unit_missing": "US Dollar thousand"}
REAL: dict[str, dict[str, str]] = {  # files of the publishers, with what they do not say
    "comtrade/api_data_v1_get_C_A_HS_chn_2010.json": {}, "comtrade/api_df_to_csv_chn_imports_from_rus_monthly_2017_2024.csv": {},
    "comtrade/website_TradeData_china_2022_first_460_rows_latin1.csv": {},
    "eurostat_comext/sdmx21_csv_lines_QUOTED_IN_PUBLIC_NOTES.csv": {},
    "gacc_major_commodities/en_bulletin_t14_major_imports_2026-07_usd_EXCERPT_TRANSCRIBED.html": {},
    "gacc_monthly_by_country/en_bulletin_t02_by_country_2026-06_usd_EXCERPT_TRANSCRIBED.html": {},
    "gacc_monthly_by_country/en_preliminary_s4_by_country_2026-03_cny.html": {"older": "yes"},
    "gacc_online_query/en_all_partners_hs8_first_1800_rows.csv": {"flow": "import", "period": "2025-05"},
    "gacc_online_query/en_russia_rows_filtered_from_rows_1_5000.csv": {"flow": "import", "period": "2025-05"},
    "gacc_online_query/zh_fuel_import_2025_no_partner_TRANSCRIBED_utf8.csv": {"flow": "import", "partner": "RUS"},
    "gacc_online_query/zh_soybean_2023.csv": {"flow": "import"}, "gacc_online_query/zh_soybean_2024in.csv": {"flow": "import"},
    "itc_trademap/Trade_Map_-_List_of_products_imported_by_China.txt": {**CHINA, "partner": "WLD"},
    "itc_trademap/Trade_Map_-_List_of_supplying_markets_for_a_product_imported_by_China.txt": {**CHINA, "product": "TOTAL"},
    "itc_trademap/bilateral_Netherlands_Taipei_3109_bytes.xls": {}, "jodi/jodi-us-crude_2026-01_02_TRANSCRIBED.csv": {},
    "sipri/trade-register_1950-2024_china_russia_rows_filtered.csv": {"edition": "2025"},
    "sipri/import-export-values_1950-2024_by_recipient.csv": {}, "wits/WITS-Partner-Timeseries_world_imports_share.xlsx": {},
    "wits/api_sdmx_json_tradestats_trade_usa_2017.json": {}, "wits/en_CHN_AllYears_WITS_Trade_Summary_2022-11.CSV": {},
}  # fmt: skip


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shipped") / "data"
    shutil.copytree(corpus_store.SHIPPED / "raw", folder / "raw")
    return folder


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not here")
@pytest.mark.parametrize("path", REAL)
def test_real_files_are_taken_beside_the_shipped_figures_without_a_question(path, shipped):
    one = intake.preview(shipped, (SAMPLES / path).read_bytes(), path, REAL[path])
    assert one.ready and one.rows, (one.problems, one.questions)
