"""Small files that were misread or stopped: each gives what its list says, as it stands and saved by other programs."""

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from etl.intake import intake

CASES = Path(__file__).parents[4] / "shared" / "samples" / "cases"
OWN = {"product": "TOTAL", "unit_missing": "USD"}


@pytest.fixture
def case(root):
    """Return a function: a stored case by name, mapped as suggested and answered, read as an upload; skips without them."""

    def read(name: str, data: bytes = b"", **answers: str) -> intake.Preview:
        file = CASES / name
        if not data and not file.exists():
            pytest.skip("no stored cases here")
        data = data or file.read_bytes()
        one = intake.preview(root / "data", data, name, answers)
        if "mapping" in {each.key for each in one.questions}:
            one = intake.preview(root / "data", data, name, answers | {"mapping": one.recognised["mapping"]})
        return one

    return read


def values(one: intake.Preview) -> dict:
    return {row.key: str(row.value) for row in one.rows}


def asked(one: intake.Preview) -> list[str]:
    return [each.key for each in (*one.questions, *one.held)]


def test_the_list_of_exporters_gives_chinas_exports_to_the_world(case):
    one = case("trademap_list_of_exporters.txt", product="TOTAL", unit_missing="US Dollar million")
    assert one.ready and values(one)["goods_exports_usd", "CHN", "WLD", "2019", 12] == "2400000000000"


def test_months_in_millions_are_held_with_and_without_a_known_line(case):
    for name in ("imf_millions_monthly.csv", "imf_millions_plus_one_known_line.csv"):
        assert asked(case(name)) == ["P-01:1/1,000,000"], name


def test_a_short_table_under_a_long_preamble_is_read(case):
    one = case("sipri_tiv_two_rows.csv")
    assert (
        values(one)["arms_deliveries_tiv", "RUS", "CHN", "2020", 12] == "500"
        and len(one.rows) == 13
        and not one.refused
    )


def test_commas_padded_with_semicolons_are_commas(case):
    one = case("sipri_register_semicolon_padded.csv")
    assert one.ready and one.source == "sipri_register" and sorted(values(one).values()) == ["10", "125"]
    assert case("sipri_register_semicolon_padded.csv", delimiter="comma").ready


@pytest.mark.parametrize("name", ["comtrade_services_only_S.csv", "comtrade_services.json"])
def test_services_are_never_goods(case, name):
    one = case(name)
    assert one.refused and not [row for row in one.rows if row.series.startswith("hs")]


def test_a_confidential_zero_is_missing(case):
    one = case("comext_confidential_zero.csv")
    assert "0" not in values(one).values() and "hs2709_imports_eur" not in {row.series for row in one.rows}


def test_an_unknown_flow_is_asked_about(case):
    one = case("comext_aggregates.csv")
    assert one.held and not [row for row in one.rows if "_4_" in row.series]


@pytest.mark.parametrize(
    ("name", "source", "figure"),
    [
        ("comtrade_legacy_website.csv", "comtrade_monthly", "61052567010"),
        ("eurostat_teina.tsv", "eurostat_comext", "2650300000"),
        ("eurostat_ext_st_unit_mult.csv", "eurostat_comext", "41234500000"),
        ("census_saved_as_csv.csv", "census", "1234567"),
        ("imf_dots_legacy.json", "imf_imts", "3123456000"),
    ],
)
def test_other_downloads_of_known_offices_are_recognised(case, name, source, figure):
    one = case(name)
    assert one.source == source and figure in values(one).values() and not one.questions and not one.refused


def test_a_scale_of_millions_over_single_dollars_is_a_conflict_and_the_funds_names_are_known(case):
    one = case("imf_dots_scale_millions.xlsx", reporter="China", flow="import", **OWN)
    assert one.held and not one.ready and not [key for key in asked(one) if key.startswith(("partner:", "names"))]
    assert "F-13" not in {each.code for each in one.problems}


def test_names_are_read_and_one_is_asked_about(case, root):
    name = "own_partner_variants.csv"
    if not (CASES / name).exists():
        pytest.skip("no stored cases here")
    lines = (CASES / name).read_text(encoding="utf-8").strip().splitlines()
    for line in lines[1:]:  # a line a file: several of the names mean one place
        one = case(name, f"{lines[0]}\n{line}\n".encode(), **OWN)
        assert [key for key in asked(one) if not key.startswith("P-01")] in ([], ["partner:Korea"]), line
    groups = {row.partner for line in lines if "Rest of" in line or "Eurasian" in line
              for row in case(name, f"{lines[0]}\n{line}\n".encode(), **OWN).rows}  # fmt: skip
    assert groups == {"ROW", "EAEU"}


def test_lost_zeros_are_one_question(case):
    one = case("own_lost_zeros.csv", unit_missing="USD")
    (codes,) = [each for each in one.held if each.code.startswith("K-")]
    assert codes.table == (("302", "0302"), ("3", "03"), ("30462", "030462"), ("2709.0", "2709"))


def test_periods_are_one_question(case):
    one = case("own_period_forms.csv", unit_missing="USD")
    assert asked(one)[0] == "periods" and not one.refused and len(one.rows) >= 16


@pytest.mark.parametrize("name", ["own_serial_dates.csv", "own_serial_dates.xlsx"])
def test_days_as_numbers_are_dates(case, name):
    assert [row.period for row in case(name, **OWN).rows] == ["2024-01", "2024-02", "2024-03"]


def test_merged_headings_are_composed(case):
    one = case("own_merged_header.xlsx", reporter="China", partner="Russia", product="TOTAL")
    got = values(one)
    assert len(got) == 12 and not one.questions and got["goods_imports_usd", "CHN", "RUS", "2024-03", 1] == "402500000"
    assert "F-13" not in {each.code for each in one.problems}


def saved_again(text: str, by: str) -> tuple[bytes, str]:
    """Return a table of commas as another program saves it."""
    table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    if by == "pandas csv":
        return table.to_csv(index=False).encode(), "t.csv"
    if by == "excel of the continent":
        return table.to_csv(index=False, sep=";").encode("utf-8-sig"), "t.csv"
    if by == "unicode text":
        return table.to_csv(index=False, sep="\t").encode("utf-16"), "t.txt"
    book = openpyxl.Workbook()
    for row in [list(table.columns), *table.values.tolist()]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), "t.xlsx"


@pytest.mark.parametrize("by", ["pandas csv", "excel of the continent", "unicode text", "openpyxl"])
@pytest.mark.parametrize(
    "name",
    [
        "comtrade_legacy_website.csv",
        "census_saved_as_csv.csv",
        "comext_confidential_zero.csv",
        "imf_millions_monthly.csv",
    ],
)
def test_a_case_saved_again_gives_the_same(case, root, name, by):
    first = case(name)
    text = (CASES / name).read_text(encoding="utf-8")
    data, file = saved_again(text, by)
    again = intake.preview(root / "data", data, file, {})
    assert values(again) == values(first) and asked(again) == asked(first)
