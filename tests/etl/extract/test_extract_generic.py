"""A person's own table: nothing is read before the columns have been named, and every answer is used as given."""

import io
import json

import pytest

from etl.extract import mapping
from etl.extract.generic import generic_table
from etl.read import Document, Sheet

LONG = "Страна,Год,Направление,Стоимость\nРоссия,2023,экспорт,5\nКазахстан,2023,импорт,1.5\n"
WIDE = "Partner,2023-01,2023-02\nRussia,10,20\nNA,1,\n"
PASTED = "Country\tMonth\tExports\tImports\nGermany\t2024-03\t1,5\t2,25\nEU\t2024-03\t3,0\t4,0\n"


def test_a_table_is_asked_for_its_columns_with_a_suggestion(take):
    got = take(LONG)
    assert got.module == "generic_table" and not got.rows
    offered = json.loads(got.questions["mapping"].evidence)
    assert offered == {"Страна": "partner", "Год": "year", "Направление": "flow", "Стоимость": "value"}


def test_a_mapped_table_is_read_and_asks_for_what_no_column_says(take):
    roles = json.dumps({"Страна": "partner", "Год": "year", "Направление": "flow", "Стоимость": "value"})
    asked = take(LONG, mapping=roles)
    assert set(asked.questions) == {"product", "reporter", "unit_missing"} and not asked.rows
    nearly = take(LONG, mapping=roles, product="TOTAL", unit_missing="USD 1 Million")
    assert set(nearly.questions) == {"reporter"} and not nearly.rows
    got = take(LONG, mapping=roles, product="TOTAL", reporter="China", unit_missing="USD 1 Million")
    assert got.values == {
        ("goods_exports_usd", "CHN", "RUS", "2023", 12): "5000000",
        ("goods_imports_usd", "CHN", "KAZ", "2023", 12): "1500000",
    }
    assert got.rows[1]["place"] == "line 3, column 4"


def test_periods_as_columns_and_iso_codes_that_look_like_gaps(take):
    answers = {"column:Partner": "partner", "column:2023-01": "value by period", "column:2023-02": "value by period"}
    got = take(WIDE, **answers, product="2709", reporter="CHN", flow="import", unit_missing="t")
    assert got.values == {
        ("crude_imports_t", "CHN", "RUS", "2023-01", 1): "10",
        ("crude_imports_t", "CHN", "RUS", "2023-02", 1): "20",
        ("crude_imports_t", "CHN", "NAM", "2023-01", 1): "1",
    }


def test_flows_as_columns_pasted_with_decimal_commas(take):
    roles = json.dumps({"Country": "reporter", "Month": "period", "Exports": "value export", "Imports": "value import"})
    got = take(PASTED, "pasted.txt", mapping=roles, partner="Russia", product="TOTAL", unit_missing="EUR")
    assert got.values == {
        ("goods_exports_eur", "DEU", "RUS", "2024-03", 1): "1.5",
        ("goods_imports_eur", "DEU", "RUS", "2024-03", 1): "2.25",
        ("goods_exports_eur", "EU27", "RUS", "2024-03", 1): "3",
        ("goods_imports_eur", "EU27", "RUS", "2024-03", 1): "4",
    }


def test_partners_as_columns_in_a_workbook_with_dates(take):
    openpyxl = pytest.importorskip("openpyxl")
    from datetime import datetime

    book = openpyxl.Workbook()
    page = book.active
    page.append(["My notes on oil"])
    page.append(["Date", "Russia", "Saudi Arabia", "Iraq"])
    page.append([datetime(2024, 3, 1), 9.5, 7, None])
    data = io.BytesIO()
    book.save(data)
    got = take(data.getvalue(), "own.xlsx")
    offered = got.questions["mapping"].evidence
    assert json.loads(offered) == {"Date": "period"} | dict.fromkeys(
        ("Russia", "Saudi Arabia", "Iraq"), "value by partner"
    )
    read = take(
        data.getvalue(),
        "own.xlsx",
        mapping=offered,
        reporter="China",
        product="2709",
        flow="import",
        unit_missing="万吨",
    )
    assert read.values == {
        ("crude_imports_t", "CHN", "RUS", "2024-03", 1): "95000",
        ("crude_imports_t", "CHN", "SAU", "2024-03", 1): "70000",
    }


def test_series_and_quantities_of_ones_own(take):
    text = "series,reporter,partner,period,value\ngdp_usd,RUS,WLD,2023,2000000000000\n"
    roles = json.dumps({name: name for name in ("series", "reporter", "partner", "period", "value")})
    assert take(text, mapping=roles).values == {("gdp_usd", "RUS", "WLD", "2023", 12): "2000000000000"}
    text = "HS code,Quantity,Quantity unit,Value (USD)\n27090000,2,1000 tons,900\n"
    roles = json.dumps(
        {"HS code": "product", "Quantity": "quantity", "Quantity unit": "quantity unit", "Value (USD)": "value"}
    )
    got = take(text, mapping=roles, reporter="CHN", partner="RUS", period="2024-05", flow="import")
    assert got.values == {
        ("crude_imports_t", "CHN", "RUS", "2024-05", 1): "2000",
        ("crude_imports_usd", "CHN", "RUS", "2024-05", 1): "900",
    }


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"mapping": "no json"}, "S-06"),
        ({"mapping": '["a"]'}, "S-06"),
        ({"column:Страна": "country"}, "S-06"),
        ({"column:Nothing": "partner"}, "S-06"),
        ({"column:Страна": "partner"}, "S-08"),
    ],
)
def test_a_mapping_that_cannot_be_is_said_in_words(take, answers, code):
    got = take(LONG, **answers)
    assert got.held == [code] and not got.rows


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("Россия", "Рossия", "K-04"), ("2023,экспорт", "soon,экспорт", "T-07"), ("экспорт", "туда", "K-05")],
)
def test_cells_that_cannot_be_are_held(take, old, new, code):
    roles = json.dumps({"Страна": "partner", "Год": "year", "Направление": "flow", "Стоимость": "value"})
    got = take(LONG.replace(old, new), mapping=roles, product="TOTAL", reporter="CHN", unit_missing="USD")
    assert code in got.held


def test_two_columns_of_one_heading_are_refused():
    document = Document("csv", "x", sheets=(Sheet("", (("Partner", "Value", "Value"), ("Russia", "1", "2"))),))
    answers = {"column:Partner": "partner", "column:Value": "value"}
    found = generic_table.extract(document, generic_table.recognises(document), answers)
    assert [one.code for one in found.problems] == ["S-07"] and not found.rows


def test_a_layout_is_known_again_whatever_its_figures_order_and_months():
    def sheet(*rows):
        return Sheet("", rows)

    one = sheet(("Partner", "2023-01", "2023-02"), ("Russia", "1", "2"))
    same = sheet(("title", "", ""), ("2027-05", "partner ", "2027-06"), ("9", "Germany", "8"))
    other = sheet(("Partner", "2023-01", "Note"), ("Russia", "1", "2"))
    assert mapping.fingerprint(one) == mapping.fingerprint(same) != mapping.fingerprint(other)


OURS = "period,reporter,partner,flow,value,unit\n2025,CHN,RUS,export,103.3,USD 1 Million\n2025,CHN,RUS,import,124.8,USD 1 Million\n"


def test_our_own_column_names_need_no_mapping(take):
    asked = take(OURS)
    assert set(asked.questions) == {"product"} and not asked.rows  # no column says which goods
    got = take(OURS, product="TOTAL")
    assert not got.questions and got.values == {
        ("goods_exports_usd", "CHN", "RUS", "2025", 12): "103300000",
        ("goods_imports_usd", "CHN", "RUS", "2025", 12): "124800000",
    }


@pytest.mark.parametrize(
    "heading",
    [
        "Value (USD million)",
        '"Value, USD million"',
        "value usd mn",
        "value_usd_mn",
        "VALUE [US$ million]",
        "Value: 百万美元",
    ],
)
def test_our_own_name_of_the_value_may_carry_its_unit(take, heading):
    text = OURS.replace(",value,unit", f",{heading}").replace(",USD 1 Million", "")
    got = take(text, product="TOTAL")
    assert not got.questions and got.values == {
        ("goods_exports_usd", "CHN", "RUS", "2025", 12): "103300000",
        ("goods_imports_usd", "CHN", "RUS", "2025", 12): "124800000",
    }


@pytest.mark.parametrize("heading", ["Value unit", "Value (t)", "Value (%)", "Value (USD per tonne)", "Value (FOO)"])
def test_our_own_name_with_anything_but_a_currency_behind_it_is_no_name_of_ours(heading):
    rows = (("period", "reporter", "partner", "flow", heading), ("2025", "CHN", "RUS", "export", "103.3"))
    assert mapping.own(Sheet("", rows)) == {}


def test_a_unit_column_and_a_heading_that_differ_are_held(take):
    got = take(OURS.replace(",value,", ",value (USD 1 billion),"), product="TOTAL")
    assert got.held == ["U-07"] and not got.rows


def test_only_a_column_beside_our_own_names_is_asked_about(take):
    text = OURS.replace("unit\n", "unit,remarks\n").replace("Million\n", "Million,provisional\n")
    asked = take(text, product="TOTAL")
    assert set(asked.questions) == {"column:remarks"} and "remarks" in asked.questions["column:remarks"].words
    assert not asked.rows
    got = take(text, product="TOTAL", **{"column:remarks": "ignore"})
    assert len(got.rows) == 2 and not got.questions


@pytest.mark.parametrize(
    ("more", "open_"), [("HS code", set()), ("HS code,Commodity code", {"column:HS code", "column:Commodity code"})]
)
def test_a_known_heading_of_goods_beside_our_own_names_is_not_open_where_it_is_the_only_one(take, more, open_):
    cells = ",2709" * (more.count(",") + 1)
    got = take(OURS.replace("unit\n", f"unit,{more}\n").replace("Million\n", f"Million{cells}\n"))
    assert set(got.questions) == open_ and len(got.rows) == (0 if open_ else 2)


def test_names_that_are_only_like_ours_are_still_asked_for(take):
    got = take(OURS.replace("period,", "date,"), product="TOTAL")
    assert set(got.questions) == {"mapping"} and not got.rows
