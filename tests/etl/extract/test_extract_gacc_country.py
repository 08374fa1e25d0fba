"""China Customs by country: ten and seven columns, four units, two languages, page, text and workbook."""

import io

import pytest

from etl import extract
from etl.extract.gacc import gacc_by_country
from etl.read import Document, Sheet

TITLE = "(4) China's Total Export & Import Values by Country/Region, Apr 2027 (in CNY)"
EXPRESS = f"""<html><head><meta charset="UTF-8"><title>{TITLE}</title></head><body><div class="atcl-ttl">{TITLE}</div>
<div class="atcl-date">2027/05/09</div><table>
<tr><td colspan="10">{TITLE}</td></tr><tr><td colspan="10"><span>Unit: CNY 100 Million</span></td></tr>
<tr><td>Import Source</td><td>Export &amp; Import</td><td>Export &amp; Import</td><td>Export</td><td>Export</td><td>Import</td>
<td>Import</td><td colspan="3">1-to-4 Total Year-on-Year (±%)</td></tr>
<tr><td>Export Destination</td><td>4</td><td>1- to-4</td><td>4</td><td>1- to-4</td><td>4</td><td>1- to-4</td>
<td>Export &amp; Import</td><td>Export</td><td>Import</td></tr>
<tr><td>Total</td><td>40,000.1&nbsp;</td><td>150,000.2&nbsp;</td><td>22,000.0&nbsp;</td><td>90,000.0&nbsp;</td>
<td>18,000.1&nbsp;</td><td>60,000.2&nbsp;</td><td>1.5</td><td>2.0</td><td>-0.7</td></tr>
<tr><td>&nbsp;&nbsp;European Union</td><td>10.0</td><td>40.0</td><td>6.0</td><td>24.0</td><td>4.0</td><td>16.0</td>
<td>1.0</td><td>1.0</td><td>1.0</td></tr>
<tr><td>&nbsp;&nbsp;&nbsp;&nbsp;of which: Germany</td><td>3.0</td><td>12.0</td><td>2.0</td><td>8.0</td><td>1.0</td><td>4.0</td>
<td>1.0</td><td>1.0</td><td>1.0</td></tr>
<tr><td>&nbsp;&nbsp;Russian Federation</td><td>1,500.0&nbsp;</td><td>5,700.5&nbsp;</td><td>600.0</td><td>2,500.3</td>
<td>900.0</td><td>3,200.2</td><td>-11.8</td><td>0.0</td><td>6.5</td></tr>
<tr><td>Regional Comprehensive Economic Partnership</td><td>2.0</td><td>8.0</td><td>1.0</td><td>4.0</td><td>1.0</td><td>4.0</td>
<td>1.0</td><td>1.0</td><td>1.0</td></tr>
<tr><td colspan="10">Note: 1.The European Union (EU) includes 27 members.</td></tr></table></body></html>"""


def test_preliminary_page_gives_month_and_sum_of_every_flow(take):
    got = take(EXPRESS, "page.xls")
    assert (got.module, got.recognised.layout) == ("gacc_by_country", "preliminary by country")
    assert (got.recognised.unit, got.recognised.unit_text, got.recognised.period) == (
        "CNY",
        "CNY 100 Million",
        "2027-04",
    )
    assert got.recognised.published == "2027-05-09" and got.recognised.language == "en"
    rus = {key: value for key, value in got.values.items() if key[2] == "RUS"}
    assert rus == {
        ("goods_total_cny", "CHN", "RUS", "2027-04", 1): "150000000000",
        ("goods_total_cny", "CHN", "RUS", "2027-01", 4): "570050000000",
        ("goods_exports_cny", "CHN", "RUS", "2027-04", 1): "60000000000",
        ("goods_exports_cny", "CHN", "RUS", "2027-01", 4): "250030000000",
        ("goods_imports_cny", "CHN", "RUS", "2027-04", 1): "90000000000",
        ("goods_imports_cny", "CHN", "RUS", "2027-01", 4): "320020000000",
        ("goods_total_growth_cny_pct", "CHN", "RUS", "2027-01", 4): "-11.8",
        ("goods_exports_growth_cny_pct", "CHN", "RUS", "2027-01", 4): "0",
        ("goods_imports_growth_cny_pct", "CHN", "RUS", "2027-01", 4): "6.5",
    }
    assert {key[2] for key in got.values} == {"WLD", "EU27", "DEU", "RUS", "RCEP"}
    assert not got.held and not got.questions


def test_a_row_says_where_it_stands_what_was_printed_and_how_exactly(take):
    rows = [row for row in take(EXPRESS).rows if row["partner"] == "RUS" and row["series"] == "goods_total_cny"]
    assert rows[1]["place"] == "table 1, row 8, column 3" and rows[1]["printed"] == "5,700.5"
    assert {row["rounding"] for row in rows} == {"5000000"} and {row["status"] for row in rows} == {"provisional"}


JANUARY = """<table><tr><td colspan="7">(5) China's Total Export &amp; Import Values by Country/Region, January-February 2025 (in USD)</td></tr>
<tr><td colspan="7">Unit: USD 1 Million</td></tr>
<tr><td>Import Source</td><td>Export &amp; Import</td><td>Export</td><td>Import</td><td colspan="3">1-to-2 Total Year-on-Year (±%)</td></tr>
<tr><td>Export Destination</td><td>1- to-2</td><td>1-to-2</td><td>1-to-2</td><td>Export &amp; Import</td><td>Export</td><td>Import</td></tr>
<tr><td>Total</td><td>909,372.9</td><td>539,942.0</td><td>369,430.9</td><td>-2.4</td><td>2.3</td><td>-8.4</td></tr>
<tr><td>Vietnam</td><td>36,000.0</td><td>21,000.0</td><td>15,000.0</td><td>1</td><td>2</td><td>3</td></tr></table>"""


def test_january_and_february_are_one_figure_of_two_months(take):
    got = take(JANUARY, "page.html")
    assert got.values["goods_total_usd", "CHN", "VNM", "2025-01", 2] == "36000000000"
    assert got.values["goods_total_growth_pct", "CHN", "WLD", "2025-01", 2] == "-2.4"
    assert {(key[3], key[4]) for key in got.values} == {("2025-01", 2)}
    assert [one.verdict for one in got.problems if one.code == "S-11"] == ["A"]


BULLETIN = """<table><tr><td colspan="10">（2）Imports and Exports by Country （Region） of Origin/Destination,12.2024</td></tr>
<tr><td colspan="10">Unit:RMB￥10,000</td></tr>
<tr><td rowspan="2">Country （Region）</td><td colspan="2">Total</td><td colspan="2">Exports</td><td colspan="2">Imports</td>
<td colspan="3">Percentage Change</td></tr>
<tr><td>12</td><td>1to12</td><td>12</td><td>1to12</td><td>12</td><td>1to12</td><td>Total</td><td>Exports</td><td>Imports</td></tr>
<tr><td>TOTAL</td><td>1,007</td><td>############</td><td>1,000</td><td>9,000</td><td>7</td><td>3,000</td><td>5.0</td><td>7.1</td><td>2.3</td></tr>
<tr><td>Asia:</td><td>500</td><td>6,000</td><td>300</td><td>4,000</td><td>200</td><td>2,000</td><td>1</td><td>1</td><td>1</td></tr>
<tr><td>Hong Kong，China</td><td>50</td><td>600</td><td>50</td><td>600</td><td>-</td><td>-</td><td>1</td><td>1</td><td>-</td></tr>
<tr><td>Countries（Territories）Unknown</td><td>0</td><td>1</td><td>0</td><td>1</td><td>0</td><td>0</td><td>1</td><td>1</td><td>-97.8</td></tr>
<tr><td>EU</td><td>70</td><td>700</td><td>40</td><td>400</td><td>30</td><td>300</td><td>1</td><td>1</td><td>1</td></tr>
<tr><td>Notes：</td></tr><tr><td>1、ASEAN is composed of Brunei and others.</td></tr></table>"""


def test_bulletin_keeps_lost_and_absent_figures_out_and_a_whole_year_as_a_year(take):
    got = take(BULLETIN, "bulletin.xls")
    assert got.recognised.layout == "bulletin by country"
    assert got.values["goods_exports_cny", "CHN", "WLD", "2024", 12] == "90000000"
    assert ("goods_total_cny", "CHN", "WLD", "2024", 12) not in got.values, "lost in a column that was too narrow"
    assert ("goods_imports_cny", "CHN", "HKG", "2024", 12) not in got.values, "- is no zero"
    assert got.values["goods_imports_cny", "CHN", "NES", "2024", 12] == "0", "0 rounds to nothing"
    assert {"N-06", "N-07"} <= set(got.codes) and not got.held
    assert {key[2] for key in got.values} == {"WLD", "ASIA", "HKG", "NES", "EU27"}
    assert {row["status"] for row in got.rows} == {"reported"}


CHINESE = [
    ["进出口商品主要国别（地区）总值表（2027年6月美元值）", *[None] * 9],
    ["单位：百万美元", *[None] * 9],
    ["进口原产国（地）", "进出口", None, "出口", None, "进口", None, "累计比去年同期±％", None, None],
    ["出口最终目的国（地）", "6月", "1至6月", "6月", "1至6月", "6月", "1至6月", "进出口", "出口", "进口"],
    ["总值", 599151.163, 3674.25, 312387.125, 2125.25, 286764.038, 1549, "21.2", "17.6", "26.6"],
    ["  东南亚国家联盟", 30.0, 60.0, 20.0, 40.0, 10.0, 20.0, "1.0", "1.0", "1.0"],
    ["    其中：越南", 3.0, 6.0, 2.0, 4.0, 1.0, 2.0, "1.0", "1.0", "1.0"],
    ["俄罗斯", 24351.38, 134174.743, 11432.537, 60596.461, 12918.844, 73578.282, "25.6", "28.4", "23.3"],
    ['共建"一带一路"国家', 1.5, 3.0, 1.0, 2.0, 0.5, 1.0, "1.0", "1.0", "1.0"],
    ["注：1.东南亚国家联盟包括文莱等。", *[None] * 9],
]  # fmt: skip


def workbook(rows, sheets=("M139USDADD",), merges=("B3:C3", "D3:E3", "F3:G3", "H3:J3")) -> bytes:
    """A workbook as Excel stores it, with the merged headings of the publisher."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        for span in merges:
            page.merge_cells(span)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_chinese_workbook_in_millions_of_dollars(take):
    got = take(workbook(CHINESE), "统计快讯.xlsx")
    assert (got.recognised.language, got.recognised.currency, got.recognised.period) == ("zh", "USD", "2027-06")
    assert got.values["goods_imports_usd", "CHN", "RUS", "2027-01", 6] == "73578282000"
    assert {key[2] for key in got.values} == {"WLD", "ASEAN", "VNM", "RUS", "BRI"}
    assert 'sheet "M139USDADD", cell G8' in {row["place"] for row in got.rows}
    assert not got.questions


def test_text_saved_anew_where_the_comma_stands_before_decimals():
    rows = tuple(tuple(_german(cell) for cell in row) for row in CHINESE)
    document = Document("csv", "table.csv", "utf-8", ";", sheets=(Sheet("", rows),))
    module, recognised = extract.recognise(document)[0]
    got = {
        (row["series"], row["period"]): row
        for row in module.extract(document, recognised, {}).rows
        if row["partner"] == "RUS"
    }
    assert got["goods_total_usd", "2027-06"]["value"] == "24351380000"
    assert got["goods_total_growth_pct", "2027-01"]["value"] == "25.6"
    assert got["goods_exports_usd", "2027-01"]["place"] == "line 8, column 5"


def _german(cell) -> str:
    if isinstance(cell, float | int):
        return f"{cell:,.3f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    text = cell or ""
    return text.replace(".", ",") if text[:1].isdigit() or text[:1] == "-" else text


def test_bulletin_of_january_has_no_sum_of_its_own(take):
    title = "（2）2027年1月进出口商品国别（地区）总值表（人民币值）"
    rows = [[title], ["单位：万元人民币"], ["国别（地区）", "进出口", "出口", "进口", "比去年同期±％", None, None],
            [None, "1月", "1月", "1月", "进出口", "出口", "进口"], ["总值", "30", "20", "10", "1.1", "-", "2.2"]]  # fmt: skip
    got = take(workbook(rows, merges=("E3:G3",)), "m.xlsx")
    assert got.values["goods_exports_cny", "CHN", "WLD", "2027-01", 1] == "200000"
    assert got.values["goods_total_growth_cny_pct", "CHN", "WLD", "2027-01", 1] == "1.1"


def test_two_sheets_that_fit_ask_which_one(take):
    data = workbook(CHINESE, sheets=("A", "B"))
    asked = take(data, "two.xlsx")
    assert asked.questions["sheet"].options == ("A", "B") and not asked.rows
    assert take(data, "two.xlsx", sheet="B").rows[0]["place"].startswith('sheet "B"')


def test_title_and_unit_that_name_two_currencies_are_held(take):
    wrong = EXPRESS.replace("Unit: CNY 100 Million", "Unit: USD 100 Million")
    got = take(wrong)
    assert got.questions["unit"].code == "U-04" and not got.rows
    assert "CNY" in got.questions["unit"].evidence and "USD 100 Million" in got.questions["unit"].evidence
    told = take(wrong, unit="USD")
    assert told.values["goods_total_usd", "CHN", "RUS", "2027-04", 1] == "150000000000"


def test_a_title_without_a_year_is_asked_for_and_one_of_another_month_held(take):
    got = take(EXPRESS.replace("Apr 2027 (in CNY)", "(Only April, in CNY)"))
    assert "period" in got.questions and not got.rows
    told = take(EXPRESS.replace("Apr 2027 (in CNY)", "(Only April, in CNY)"), period="2027-04")
    assert told.values["goods_total_cny", "CHN", "RUS", "2027-04", 1] == "150000000000"
    other = take(EXPRESS.replace("Apr 2027", "May 2027"))
    assert other.held == ["T-01"] and not other.rows


def test_columns_that_do_not_add_up_and_unknown_names_are_held(take):
    got = take(EXPRESS.replace("<td>900.0</td>", "<td>90.0</td>").replace("Germany", "Germay"))
    assert {"P-02", "K-04"} <= set(got.held)
    unknown = next(one for one in got.problems if one.code == "K-04")
    assert (unknown.found, unknown.key) == ("Germay", "partner:Germay") and "Germany" in unknown.do
    assert "Germay" in {row["partner"] for row in got.rows}, "kept as it stands"
    told = take(EXPRESS.replace("Germany", "Germay"), **{"partner:Germay": "DEU"})
    assert "DEU" in {row["partner"] for row in told.rows} and not told.held


def test_a_page_that_is_a_picture_and_a_page_of_links_hold_no_table(take):
    title = "China's Total Value of Imports and Exports by Major Country (Region), Jan. 2018"
    page = Document("html", "page.html", "utf-8", outside=(title,))
    found = gacc_by_country.recognises(page)
    assert found.layout == "picture"
    assert [one.code for one in gacc_by_country.extract(page, found, {}).problems] == ["F-14"]
    assert not extract.recognise(Document("html", "index.html", "utf-8", outside=("Preliminary Release",)))


def test_bulletin_of_june_2026(sample):
    got = sample("gacc_monthly_by_country/en_bulletin_t02_by_country_2026-06_usd_EXCERPT_TRANSCRIBED.html")
    for series, value in (("goods_total", "24351380"), ("goods_exports", "11432537"), ("goods_imports", "12918844")):
        assert got.values[f"{series}_usd", "CHN", "RUS", "2026-06", 1] == f"{value}000"
    assert got.values["goods_total_usd", "CHN", "RUS", "2026-01", 6] == "134174743000"
    assert not got.held and not got.questions and got.recognised.published == "2026-07-22"


def test_preliminary_page_of_march_2026(sample):
    got = sample("gacc_monthly_by_country/en_preliminary_s4_by_country_2026-03_cny.html")
    rus = [row["printed"] for row in got.rows if row["partner"] == "RUS"]
    assert rus == ["1,535.4", "4,280.4", "649.8", "1,932.8", "885.6", "2,347.6", "11.8", "18.8", "6.5"]
    assert got.values["goods_total_cny", "CHN", "RUS", "2026-03", 1] == "153540000000"
    assert len({key[2] for key in got.values}) == 30 and not got.held
