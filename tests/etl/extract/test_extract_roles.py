"""Whose trade it is follows from the first column and the headings of the values together."""

import pytest

GIVEN = {"product": "TOTAL", "unit_missing": "US Dollar million"}
VALUES = '"World"\t18000\t17000\t\n"China"\t2400\t2500\t\n"Russian Federation"\t400\t330\t\n'


def listed(first: str, traded: str) -> str:
    return f"\ufeff{first}\t{traded} value in 2019\t{traded} value in 2020\t\n{VALUES}"


@pytest.mark.parametrize(
    ("first", "traded", "flow"),
    [
        ("Exporters", "Exported", "exports"),
        ("Importers", "Imported", "imports"),
        ("Exporting countries", "Exported", "exports"),
    ],
)
def test_a_list_of_exporters_or_importers_has_reporters_in_its_rows(take, first, traded, flow):
    got = take(listed(first, traded), "list.txt", **GIVEN)
    assert got.recognised.layout == "list of reporters" and not got.questions and not got.held
    assert got.values[(f"goods_{flow}_usd", "CHN", "WLD", "2020", 12)] == "2500000000"
    assert got.values[(f"goods_{flow}_usd", "RUS", "WLD", "2019", 12)] == "400000000"


@pytest.mark.parametrize(
    ("first", "traded", "flow"), [("Exporters", "Imported", "imports"), ("Importers", "Exported", "exports")]
)
def test_a_list_of_markets_has_partners_in_its_rows(take, first, traded, flow):
    asked = take(listed(first, traded), "list.txt", **GIVEN)
    assert asked.recognised.layout == "list of countries" and "reporter" in asked.questions
    got = take(listed(first, traded), "list.txt", **GIVEN, reporter="Japan")
    assert got.values[(f"goods_{flow}_usd", "JPN", "CHN", "2020", 12)] == "2500000000"
    assert not [key for key in got.values if key[1] == "CHN"]


def test_quarters_and_months_of_such_a_list_are_read(take):
    got = take('Importers\tImported value in 2024-Q1\tImported value in 2024-M04\n"China"\t10\t20\n', "q.txt", **GIVEN)
    assert got.values[("goods_imports_usd", "CHN", "WLD", "2024-01", 3)] == "10000000"
    assert got.values[("goods_imports_usd", "CHN", "WLD", "2024-04", 1)] == "20000000"
