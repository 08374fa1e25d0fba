"""Headings of two levels are one: a year over exports and imports is no month that stands there twice."""

import io
import json

import openpyxl
import pytest

from etl.intake import intake

MONTHS = [("Jan", 100.5, 200.5, 300.5, 400.5), ("Feb", 101.5, 201.5, 301.5, 401.5), ("Mar", 102.5, 202.5, 302.5, 402.5)]
GIVEN = {"reporter": "China", "partner": "Kazakhstan", "product": "TOTAL"}


def book(rows, merged=()) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for place in merged:
        made.active.merge_cells(place)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(copy, data: bytes, name: str, **answers: str):
    asked = intake.preview(copy, data, name)
    mapped = asked.recognised["mapping"]
    return json.loads(mapped), intake.preview(copy, data, name, {"mapping": mapped} | GIVEN | answers)


@pytest.mark.parametrize(
    ("words", "month"),
    [
        (("Month", "Exports", "Imports"), "Jan"),
        (("月份", "出口", "进口"), "1月"),
        (("Месяц", "Экспорт", "Импорт"), "янв"),
    ],
)
@pytest.mark.parametrize("kind", ["merged", "text"])
def test_years_over_flows(copy, words, month, kind):
    first, out, into = words
    title = "Trade with Kazakhstan, USD million"
    heads = [(title,), (first, "2023", None, "2024", None), (None, out, into, out, into)]
    lines = [(month, *MONTHS[0][1:]), *MONTHS[1:], ("Total", 304.5, 604.5, 904.5, 1204.5)]
    if kind == "merged":
        data, name = book([*heads, *lines], ["B2:C2", "D2:E2"]), "t.xlsx"
    else:
        data = "\n".join(
            ",".join("" if cell is None else str(cell) for cell in row) for row in [*heads[1:], *lines]
        ).encode()
        name = "t.csv"
    mapped, one = read(copy, data, name, unit_missing="USD 1 Million") if kind == "text" else read(copy, data, name)
    assert mapped[f"2023 · {out}"] == "value export by period"
    got = {(row.series, row.period): row.value for row in one.rows}
    assert len(got) == 12, (one.problems, one.questions)
    assert got["goods_exports_usd", "2023-01"] == 100500000 and got["goods_imports_usd", "2024-03"] == 402500000
    assert "F-13" not in {each.code for each in one.problems}


def test_flows_over_years_with_partners_in_the_rows(copy):
    data = b"Partner,Exports,,Imports,\n,2023,2024,2023,2024\nRussia,1111.5,2222.5,3333.5,4444.5\nBelarus,5555.5,6666.5,7777.5,8888.5\n"
    mapped, one = read(copy, data, "t.csv", unit_missing="USD 1 Million")
    assert mapped["Imports · 2024"] == "value import by period"
    got = {(row.series, row.partner, row.period): row.value for row in one.rows}
    assert len(got) == 8 and got["goods_imports_usd", "BLR", "2024"] == 8888500000


def test_units_below_the_headings_are_part_of_them(copy):
    data = b"Partner,Year,Exports,Imports\n,,USD million,USD million\nRussia,2024,1111.5,2222.5\nBelarus,2024,5555.5,6666.5\n"
    mapped, one = read(copy, data, "t.csv")
    assert not [asked for asked in one.questions if asked.key == "unit_missing"], mapped
    assert {(row.series, row.partner): row.value for row in one.rows}["goods_exports_usd", "RUS"] == 1111500000


def test_a_total_that_its_months_do_not_make_is_held(copy):
    rows = [
        ("Month", "2024", None),
        (None, "Exports", "Imports"),
        *(row[:3] for row in MONTHS),
        ("Total", 999.5, 604.5),
    ]
    _, one = read(copy, book(rows, ["B1:C1"]), "t.xlsx", unit_missing="USD 1 Million")
    assert "P-02" in {each.code for each in one.held}


def test_one_row_of_headings_stays_as_it_is(copy):
    data = b"Partner,2023,2024\nRussia,1111.5,2222.5\nBelarus,5555.5,6666.5\n"
    mapped, one = read(copy, data, "t.csv", unit_missing="USD", flow="import")
    assert mapped == {"Partner": "partner", "2023": "value by period", "2024": "value by period"} and len(one.rows) == 4
