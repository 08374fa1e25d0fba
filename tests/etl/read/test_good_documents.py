"""Good files come out of the cage cell for cell, and nobody is asked about them."""

import csv
import io
import random
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from etl import read as cage
from etl.read import formats, reader
from tests.support import corpus_books

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
PLACES = ("Russia", "Hong Kong, China", "Lao People's Dem. Rep.", "Türkiye", "俄罗斯", "中国香港", "Others n.e.s.")


def honest(rnd: random.Random) -> list[list[str]]:
    """A table as a person would have it: titles or none, figures in one of the usual ways, a note or none."""
    group, point = rnd.choice([("", "."), (",", "."), (".", ","), (" ", ","), ("\u00a0", ".")])
    width = rnd.randint(2, 5)
    figures = [
        [
            f"{rnd.randint(0, 10**8):,}".replace(",", group) + f"{point}{rnd.randint(0, 99):02d}"
            for _ in range(width - 1)
        ]
        for _ in PLACES
    ]
    body = [[name, *row] for name, row in zip(rnd.sample(PLACES, len(PLACES)), figures, strict=True)]
    heads = ["国家" if rnd.random() < 0.5 else "Country", "Exports", "Imports", "2024", "1-to-3"][:width]
    return [
        *rnd.choice([[], [["Trade of China, 2024"], ["Unit: USD million"]]]),
        heads,
        *body,
        *rnd.choice([[], [["Note: may change"]]]),
    ]


def written(table: list[list[str]], rnd: random.Random) -> tuple[bytes, str]:
    """The table in one of the formats that people have."""
    kind = rnd.choice(["csv", "tsv", "xlsx", "xls", "html"])
    if kind in ("csv", "tsv"):
        out = io.StringIO()
        sign = "\t" if kind == "tsv" else rnd.choice(",;|")
        csv.writer(out, delimiter=sign, lineterminator=rnd.choice(["\n", "\r\n"])).writerows(table)
        encodings = ["utf-8", "utf-8-sig", "utf-16"] + ["gb18030"] * any(row[0] == "国家" for row in table)
        return out.getvalue().encode(rnd.choice(encodings)), kind
    if kind == "html":
        rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
        return f"<html><table>{rows}</table></html>".encode(), kind
    return (corpus_books.book(table) if kind == "xlsx" else corpus_books.old_book(table)), kind


@pytest.mark.parametrize("seed", range(150))
def test_an_honest_table_is_read_cell_for_cell_without_a_question(seed):
    rnd = random.Random(seed)
    table = honest(rnd)
    data, kind = written(table, rnd)
    document = reader.interpret(data, f"t.{kind}")
    assert document.held == ()
    width = max(map(len, table))
    assert [[cell.strip(" ") for cell in row] for row in document.sheets[0].rows] == [
        (row + [""] * width)[:width] for row in table
    ]


@pytest.mark.parametrize("seed", range(6))
def test_workbooks_are_read_as_openpyxl_reads_them(seed):
    rnd = random.Random(seed)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Data")
        day, share = book.add_format({"num_format": "d mmm yyyy hh:mm"}), book.add_format({"num_format": "0.0%"})
        for row in range(30):
            sheet.write_string(row, 0, rnd.choice(["中国", "Côte d’Ivoire", " x ", "a & b <c>"]))
            sheet.write_number(row, 1, rnd.random() * 10 ** rnd.randint(-6, 15))
            sheet.write_number(row, 2, rnd.randint(-(10**14), 10**14))
            sheet.write_number(row, 3, rnd.random(), share)
            sheet.write_datetime(
                row,
                4,
                datetime(rnd.randint(1951, 2026), rnd.randint(1, 12), rnd.randint(1, 28), rnd.randint(0, 23)),
                day,
            )
            sheet.write_boolean(row, 5, rnd.random() < 0.5)
    read = reader.interpret(out.getvalue(), "t.xlsx").sheets[0]
    yardstick = openpyxl.load_workbook(io.BytesIO(out.getvalue()), data_only=True)["Data"]
    for row, cells in enumerate(yardstick.iter_rows(values_only=True)):
        for text, kind, value in zip(read.rows[row], read.kinds[row], cells, strict=True):
            if kind == "n":
                assert float(text) == value and "e" not in text.lower()
            elif kind == "d":
                assert datetime.fromisoformat(text) == value
            else:
                assert text == (str(value).upper() if kind == "b" else value)


GOLDEN = {
    "gacc_monthly_by_country/en_preliminary_s4_by_country_2026-03_cny.html": ("Russian Federation", "649.8\u00a0"),
    "gacc_monthly_by_country/en_bulletin_t02_by_country_2026-06_usd_EXCERPT_TRANSCRIBED.html": ("Russia", "11,432,537"),
    "comtrade/website_TradeData_china_2022_first_460_rows_latin1.csv": ("RUS", "114148970877"),
    "sipri/import-export-values_1950-2024_by_recipient.csv": ("China", "82865"),
    "wits/en_CHN_AllYears_WITS_Trade_Summary_2022-11.CSV": ("China", "2498569.87"),
    "wits/WITS-Partner-Timeseries_world_imports_share.xlsx": (" World", "Import Partner Share (%)"),
    "gacc_online_query/zh_soybean_2023.csv": ("巴西", "黄大豆"),
    "itc_trademap/Trade_Map_-_List_of_importing_markets_for_a_product_exported_by_Japan.xls": ("China", "745775"),
    "imf/imf-dm-export-20210109_DATAMAPPER.xls": ("Russian Federation", "no data"),
}


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not here")
@pytest.mark.parametrize("path", GOLDEN)
def test_real_files_are_taken_with_their_figures(path):
    label, figure = GOLDEN[path]
    document = cage.read((SAMPLES / path).read_bytes(), Path(path).name)
    assert {problem.code for problem in document.held} <= {"E-03"}
    cells = [[cell.strip(" ") for cell in row] for sheet in document.sheets for row in sheet.rows]
    assert any(label.strip() in [cell.strip() for cell in row] and any(figure in cell for cell in row) for row in cells)


def test_a_workbook_is_read_whatever_its_colours_and_prefixes():
    """Programs other than Excel leave fills empty, write every name with a prefix, or no addresses at all."""
    plain = corpus_books.sheet([["Country", "Exports"], ["Japan", 12.5]])
    prefixed = plain.replace("xmlns=", "xmlns:x=").replace("<", "<x:").replace("<x:/", "</x:")
    bare = plain.replace(' r="A1"', "").replace(' r="B1"', "").replace(' r="A2"', "").replace(' r="B2"', "")
    for sheet in (plain, prefixed, bare):
        read = reader.interpret(corpus_books.zipped(corpus_books.parts({"Data": sheet})), "t.xlsx").sheets[0]
        assert read.rows == (("Country", "Exports"), ("Japan", "12.5"))


@pytest.mark.parametrize(
    ("number", "from_1904", "text"),
    [
        ("1", False, "1900-01-01"), ("59", False, "1900-02-28"), ("60", False, "60"), ("61", False, "1900-03-01"),
        ("45474", False, "2024-07-01"), ("44012", True, "2024-07-01"), ("45474.5", False, "2024-07-01 12:00:00"),
        ("0.25", False, "06:00:00"), ("9999999999", False, "9999999999"),
    ],
)  # fmt: skip
def test_days_are_counted_as_excel_counts_them(number, from_1904, text):
    assert formats.day(number, from_1904=from_1904) == text


@pytest.mark.parametrize(
    ("stored", "exact"),
    [
        ("1.5354E3", "1535.4"), ("1535.4000000000001", "1535.4"), ("0.30000000000000004", "0.30000000000000004"),
        ("1E-3", "0.001"), ("12345678901234567890", "12345678901234567890"), ("2.0", "2"), ("-0", "0"),
        ("1E+15", "1000000000000000"),
    ],
)  # fmt: skip
def test_stored_numbers_are_written_as_plain_digits(stored, exact):
    assert formats.exact(stored) == exact


@pytest.mark.parametrize(
    ("stored", "code", "shown", "hides"),
    [
        ("12345", "0,", "12", True), ("0.118", "0.0%", "11.8%", True), ("1.2345", "0.0", "1.2", False),
        ("1234", "#,##0", "", False), ("12345678", "#,##0.0,,", "12.3", True), ("5", "General", "", False),
        ("5", '0.0" %"', "", False), ("3", "yyyy-mm", "", False),
    ],
)  # fmt: skip
def test_formats_that_hide_part_of_a_value_are_known(stored, code, shown, hides):
    assert (formats.shown(stored, code), formats.hides_scale(code)) == (shown, hides)
    assert formats.unescaped("_x005F_x0041_ a_x000D_") == "_x0041_ a\r"
