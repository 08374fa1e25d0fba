"""Customs' tables saved anew as text by a spreadsheet, in its country's way of writing; and the IMF's widest file."""

import csv
import io

import pytest

BY_COUNTRY = [
    ["（2）Imports and Exports by Country （Region） of Origin/Destination,6.2026"],
    ["Unit:US$1,000"],
    ["Country （Region）", "Total", "", "Exports", "", "Imports", "", "Percentage Change", "", ""],
    ["", "6", "1to6", "6", "1to6", "6", "1to6", "Total", "Exports", "Imports"],
    ["TOTAL", "600,000,000", "3,200,000,000", "350,000,000", "1,800,000,000", "250,000,000", "1,400,000,000", "1.5", "2.5", "-0.5"],
    ["Russia", "24,351,380", "134,174,743", "11,432,537", "60,596,461", "12,918,844", "73,578,282", "25.6", "28.4", "23.3"],
    ["Niue", "-", "12", "-", "12", "0", "-", "1.0", "2.0", "-"],
]  # fmt: skip
COMMODITIES = [
    ["（14）Major Import Commodities in Quantity and Value,7.2026"],
    ["Unit:US$1,000"],
    ["Commodity", "Quantity Unit", "7", "", "1to7", "", "Percentage Change", ""],
    ["", "", "Quantity", "Value", "Quantity", "Value", "Quantity", "Value"],
    ["Crude petroleum oils", "10000T", "3,573", "22,782,435", "28,333", "173,938,630", "-24.3", "-5.2"],
    ["Coal and lignite", "10000T", "4,273", "4,354,503", "26,811", "22,473,996", "20.3", "83.9"],
]
CHINESE = [
    ["（2）2026年6月进出口商品国别（地区）总值表（人民币值）"],
    ["单位：万元人民币"],
    ["国别（地区）", "进出口", "", "出口", "", "进口", "", "累计比去年同期±％", "", ""],
    ["", "6月", "1至6月", "6月", "1至6月", "6月", "1至6月", "进出口", "出口", "进口"],
    ["总值", "400,000,000", "2,200,000,000", "230,000,000", "1,300,000,000", "170,000,000", "900,000,000", "1.0", "2.0", "-0.5"],
    ["俄罗斯", "17,451,380", "96,174,743", "8,132,536", "43,596,461", "9,318,844", "52,578,282", "20.6", "21.4", "19.3"],
]  # fmt: skip
TABLES = {"by country": BY_COUNTRY, "commodities": COMMODITIES, "in Chinese": CHINESE}

# How figures and columns are written: separator, thousands, decimals, letters of the file.
WAYS = {
    "English": (",", ",", ".", "utf-8-sig"),
    "English, no thousands": (",", "", ".", "utf-8"),
    "German": (";", ".", ",", "utf-8-sig"),
    "German, no thousands": (";", "", ",", "utf-8"),
    "Russian": (";", "\u00a0", ",", "utf-8-sig"),
    "French": (";", "\u202f", ",", "utf-8-sig"),
    "Unicode text": ("\t", ",", ".", "utf-16"),
    "Unicode text, Russian": ("\t", "\u00a0", ",", "utf-16"),
    "Chinese": (",", ",", ".", "gb18030"),
}


def saved(table: list[list[str]], way: str) -> bytes:
    """The table as a spreadsheet in that country saves it: merged headings in their first cell alone, rows of one width."""
    sign, thousands, decimals, letters = WAYS[way]
    width = max(map(len, table))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign, lineterminator="\r\n")
    for row in table:
        cells = [
            cell.replace(",", "_").replace(".", decimals).replace("_", thousands)
            if cell.replace(",", "").replace(".", "").lstrip("-").isdigit() and len(cell) > 2
            else cell
            for cell in row
        ]
        writer.writerow(cells + [""] * (width - len(cells)))
    return out.getvalue().encode(letters)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("table", TABLES)
def test_two_rows_of_headings_saved_anew_as_text_give_the_same_figures(take, table, way):
    plain = take(saved(TABLES[table], "English"))
    again = take(saved(TABLES[table], way))
    assert not again.held and not again.questions
    assert again.values == plain.values and len(again.values) >= 10
    assert again.module == plain.module and again.module.startswith("gacc")


def test_the_figures_are_those_printed(take):
    found = take(saved(BY_COUNTRY, "Russian")).values
    assert found["goods_total_usd", "CHN", "RUS", "2026-06", 1] == "24351380000"
    assert found["goods_exports_usd", "CHN", "RUS", "2026-01", 6] == "60596461000"
    found = take(saved(CHINESE, "German")).values
    assert found["goods_imports_cny", "CHN", "RUS", "2026-06", 1] == "93188440000"
    found = take(saved(COMMODITIES, "French")).values
    assert found["crude_imports_t", "CHN", "WLD", "2026-07", 1] == "35730000"


def test_a_heading_that_does_stand_twice_is_still_refused(take):
    from etl.read import Refused

    twice = [[*row] for row in BY_COUNTRY]
    twice[3][2] = "6"  # under Total the same month twice
    with pytest.raises(Refused, match="S-07"):
        take(saved(twice, "English"))


MONTHS = [f"{year}-M{month:02d}" for year in range(1948, 2027) for month in range(1, 13)]


def test_the_imfs_monthly_file_has_a_column_a_month_since_1948(take):
    head = [
        "DATASET",
        "SERIES_CODE",
        "OBS_MEASURE",
        "COUNTRY",
        "INDICATOR",
        "COUNTERPART_COUNTRY",
        "FREQUENCY",
        "SCALE",
    ]
    about = [
        "IMF.STA:IMTS(1.0.0)",
        "CHN.XG_FOB_USD.RUS.M",
        "OBS_VALUE",
        "China",
        "Exports of goods, Free on board (FOB), US dollar",
    ]
    line = [
        *about,
        "Russian Federation",
        "Monthly",
        "Millions",
        *("" if month < "1992" else "1234.5" for month in MONTHS),
    ]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([[*head, *MONTHS], line])
    found = take(out.getvalue())
    assert found.recognised.layout == "portal file" and not found.held
    assert len(found.values) == 35 * 12 and set(found.values.values()) == {"1234500000"}
    assert ("goods_exports_usd", "CHN", "RUS", "2026-12", 1) in found.values


def test_a_table_far_too_wide_is_refused_before_it_is_built(take):
    from etl.read import Refused

    with pytest.raises(Refused, match="Z-02"):
        take("a," * 1_400 + "\n" + "1," * 1_400)
