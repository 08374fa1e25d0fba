"""China Customs' commodity tables and its online query: units by row, figures without direction, month or partner."""

import pytest

HEAD = """<table><tr><td colspan="8">（14）Major Import Commodities in Quantity and Value,2.2027</td></tr>
<tr><td colspan="8">Unit:US$1,000</td></tr>
<tr><td rowspan="2">Commodity</td><td rowspan="2">Quantity<br>Unit</td><td colspan="2">2</td><td colspan="2">1to2</td>
<td colspan="2">Percentage Change</td></tr>
<tr><td>Quantity</td><td>Value</td><td>Quantity</td><td>Value</td><td>Quantity</td><td>Value</td></tr>"""


def line(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


BULLETIN = HEAD + "".join(
    (
        line("Agriculture products*", "-", "-", "20,087", "-", "130,825", "-", "7.7"),
        line("Crude petroleum oils", "10000T", "3,573", "22,782,435", "28,333", "173,938,630", "-24.3", "-5.2"),
        line("&nbsp;&nbsp;&nbsp;&nbsp;Natural gases in liquefied state", "10000T", "550", "3,897", "3,379", "19,320", "2", "3"),
        line("Diamonds", "KG", "1,500", "97", "3,000", "200", "1", "1"),
        line("Footwear", "10000PR", "2", "5", "4", "9", "1", "1"),
        line("&nbsp;&nbsp;&nbsp;&nbsp;Other", "T", "0", "97", "1", "98", "1", "1"),
        line("Ships", "N", "3", "5", "4", "9", "1", "1"),
        line("&nbsp;&nbsp;&nbsp;&nbsp;Other", "Bushel", "1", "97", "1", "98", "1", "1"),
    )
) + "</table>"  # fmt: skip


def test_bulletin_reads_the_unit_of_each_row(take):
    got = take(BULLETIN, "table.xls")
    assert (got.module, got.recognised.flow, got.recognised.layout) == (
        "gacc_commodities",
        "import",
        "bulletin commodities",
    )
    china = {
        key[0]: value for key, value in got.values.items() if key[1:3] == ("CHN", "WLD") and key[3:] == ("2027-02", 1)
    }
    assert china == {
        "gacc_agriculture_products_imports_usd": "20087000",
        "crude_imports_t": "35730000", "crude_imports_usd": "22782435000",
        "lng_imports_t": "5500000", "lng_imports_usd": "3897000",
        "gacc_diamonds_imports_t": "1.5", "gacc_diamonds_imports_usd": "97000",
        "gacc_footwear_imports_pair": "20000", "gacc_footwear_imports_usd": "5000",
        "gacc_other_imports_t": "0", "gacc_other_imports_usd": "97000",
        "gacc_ships_imports_n": "3", "gacc_ships_imports_usd": "5000",
        "gacc_ships_other_imports_usd": "97000",
    }  # fmt: skip
    assert got.values["crude_imports_value_growth_pct", "CHN", "WLD", "2027-01", 2] == "-5.2"
    assert got.values["crude_imports_volume_growth_pct", "CHN", "WLD", "2027-01", 2] == "-24.3"
    assert got.held == ["U-01"], "a unit that nobody knows"


def test_preliminary_table_gives_the_year_before_whatever_its_label_says(take):
    page = (
        """<table><tr><td colspan="10">(5) China's Major Exports by Quantity and Value, May 2027 (in CNY)</td></tr>
    <tr><td colspan="10">Unit: CNY 100 Million</td></tr><tr><td rowspan="2">Commodity</td><td rowspan="2">QTY Unit</td>
    <td colspan="2">5</td><td colspan="2">1-5 Total</td><td colspan="2">1-5 Total, 2024</td><td colspan="2">1-5 Total Year-On-Year(%)</td></tr>
    <tr>"""
        + "<td>Quantity</td><td>Value</td>" * 4
        + "</tr>"
        + line("Rice", "10,000 Tons", "1.0", "4.0", "5.0", "11.0", "4.0", "10.0", "25.0", "10.0")
    )
    got = take(page + "</table>")
    assert got.recognised.flow == "export"
    assert got.values["gacc_rice_exports_cny", "CHN", "WLD", "2026-01", 5] == "1000000000"
    assert got.values["gacc_rice_exports_t", "CHN", "WLD", "2027-01", 5] == "50000"
    assert "T-08" in got.codes
    odd = take(page.replace("<td>10.0</td></tr>", "<td>90.0</td></tr>") + "</table>")
    assert "T-09" in odd.codes and not [key for key in odd.values if key[3] == "2026-01"]


def test_chinese_table_and_one_without_units(take):
    page = (
        """<table><tr><td>重点商品出口量值表（2027年3月）</td></tr><tr><td colspan="8">单位：亿元人民币</td></tr>
    <tr><td rowspan="2">商品名称</td><td rowspan="2">计量单位</td><td colspan="2">3月</td><td colspan="2">1至3月</td>
    <td colspan="2">累计比去年同期±％</td></tr><tr>"""
        + "<td>数量</td><td>金额</td>" * 3
        + "</tr>"
        + line("原油", "万吨", "7", "8", "9", "10", "1.5", "2")
    )
    got = take(page.replace("出口量值表", "量值表").replace("重点", "主要") + "</table>")
    assert got.questions.keys() == {"flow"} and not got.rows
    got = take(page.replace("重点商品出口量值表", "进口主要商品量值表") + "</table>")
    assert got.values["crude_imports_t", "CHN", "WLD", "2027-01", 3] == "90000"
    bare = take(
        HEAD.replace('<td rowspan="2">Quantity<br>Unit</td>', "")
        + line("Rice", "1", "2", "3", "4", "5", "6")
        + "</table>"
    )
    assert "quantities" in bare.questions and set(bare.values) == {
        ("gacc_rice_imports_usd", "CHN", "WLD", "2027-02", 1), ("gacc_rice_imports_usd", "CHN", "WLD", "2027-01", 2)}  # fmt: skip
    shifted = take(HEAD + line("Rice", "1", "2", "3", "4", "5", "6", "") + "</table>")
    assert shifted.held == ["S-05"] and not shifted.rows


QUERY = '''"数据年月","贸易伙伴编码","贸易伙伴名称","商品编码","商品名称","第一数量","第一计量单位","第二数量","第二计量单位","人民币",
"202702","344","俄罗斯联邦","27090000","石油原油","9000000","千克","65","升","5,917,063,944",
"202702","344","俄罗斯联邦","27090000","石油原油","1000000","千克","0","?","1,000",
"202701","110","中国香港","01012900","马","1500","千克","3","头","8,634",
'''  # fmt: skip


def test_query_asks_for_the_direction_and_adds_up_what_was_divided(take):
    asked = take(QUERY.encode("gb18030"))
    assert asked.document.encoding == "gb18030" and asked.recognised.currency == "CNY"
    assert asked.questions["flow"].options == ("import", "export") and not asked.rows
    got = take(QUERY.encode("gb18030"), flow="import")
    assert got.values == {
        ("crude_imports_cny", "CHN", "RUS", "2027-02", 1): "5917064944",
        ("crude_imports_t", "CHN", "RUS", "2027-02", 1): "10000",
        ("hs27090000_imports_l", "CHN", "RUS", "2027-02", 1): "65",
        ("hs01012900_imports_cny", "CHN", "HKG", "2027-01", 1): "8634",
        ("hs01012900_imports_t", "CHN", "HKG", "2027-01", 1): "1.5",
        ("hs01012900_imports_n", "CHN", "HKG", "2027-01", 1): "3",
    }
    crude = next(row for row in got.rows if row["series"] == "crude_imports_cny")
    assert crude["place"] == "line 2, column 10 and 1 more" and crude["rounding"] == "1"
    assert not got.held


ENGLISH = '''"Commodity code","Commodity","Customs Regime code","Customs Regime","Quantity","Unit","Supplementary Quantity","Supplementary Unit","US dollar",
"02022000","Frozen meat","10","Ordinary Trade","71582","Kilogram","0","?","331,519",
'''  # fmt: skip


def test_query_without_month_and_partner_asks_for_both(take):
    got = take(ENGLISH, flow="export")
    assert set(got.questions) == {"period", "partner"} and not got.rows
    told = take(ENGLISH, flow="export", period="2023", partner="Russian Federation")
    assert told.values["hs02022000_exports_usd", "CHN", "RUS", "2023", 12] == "331519"
    assert take(ENGLISH, flow="export", period="2023-13", partner="Russia").held == ["T-06"]
    assert "partner" in take(ENGLISH, flow="export", period="2023", partner="Rossland?").questions


def test_query_names_a_code_that_its_name_contradicts_or_nobody_knows(take):
    wrong = take(QUERY.replace("344", "110", 1), flow="import")
    assert wrong.held == ["K-03"]
    unknown = take(QUERY.replace('"344","俄罗斯联邦"', '"987","某地"'), flow="import")
    assert unknown.held == ["K-04"] and "某地" in {row["partner"] for row in unknown.rows}
    short = take(QUERY.replace("01012900", "1012900"), flow="import")
    assert short.held == ["K-06"]


def test_query_cut_at_ten_thousand_rows_is_held(take):
    text = QUERY.splitlines()[0] + "\n" + "".join(
        f'"202702","344","俄罗斯联邦","{10000000 + number}","x","1","千克","0","?","1,234",\n' for number in range(10_000)
    )  # fmt: skip
    got = take(text, flow="import")
    assert got.questions["complete"].code == "F-16" and len(got.rows) == 20_000
    assert not take(text, flow="import", complete="yes").questions


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_query_saved_anew_in_other_letters(take, encoding):
    text = (
        QUERY
        if encoding != "utf-16"
        else QUERY.replace('"', "").replace(",\n", "\n").replace("5,917,063,944", "5917063944")
    )
    text = text if encoding != "utf-16" else text.replace("1,000", "1000").replace("8,634", "8634").replace(",", "\t")
    got = take(text.encode(encoding), flow="import")
    assert got.values["crude_imports_cny", "CHN", "RUS", "2027-02", 1] == "5917064944"


def test_goods_samples(sample):
    oil = sample("gacc_major_commodities/en_bulletin_t14_major_imports_2026-07_usd_EXCERPT_TRANSCRIBED.html")
    world = ("CHN", "WLD", "2026-07", 1)
    assert (oil.values["crude_imports_t", *world], oil.values["crude_imports_usd", *world]) == (
        "35730000",
        "22782435000",
    )
    assert oil.values["pipeline_gas_imports_t", *world] == "5100000" and not oil.held
    assert oil.values["gacc_iron_ores_and_concentrates_imports_usd", "CHN", "WLD", "2026-01", 7] == "74883492000"
    assert oil.values["coal_lignite_imports_t", *world] == "42730000"


@pytest.mark.parametrize(
    ("file", "answers", "rows", "total"),
    [
        ("zh_soybean_2023.csv", {}, 40, 402526956940),
        ("zh_soybean_2024in.csv", {}, 36, 359701179444),
        ("en_russia_rows_filtered_from_rows_1_5000.csv", {"period": "2023"}, 52, 284194732),
        ("zh_fuel_import_2025_no_partner_TRANSCRIBED_utf8.csv", {"partner": "World"}, 14, 1299488747),
    ],
)
def test_query_samples_add_up(sample, file, answers, rows, total):
    got = sample(f"gacc_online_query/{file}", flow="import", **answers)
    amounts = [int(row["value"]) for row in got.rows if row["series"].endswith(("_cny", "_usd"))]
    assert (len(amounts), sum(amounts)) == (rows, total) and not got.held


def test_query_with_months_under_an_unknown_heading_is_asked_about_before_anything_is_added_up(take):
    text = QUERY.replace("数据年月", "统计月份")
    got = take(text, flow="import")
    assert got.held == ["S-16"] and not got.rows and "period" not in got.questions
    told = take(text, flow="import", **{"column:统计月份": "period"})
    assert told.values == take(QUERY, flow="import").values and not told.held
    other = take(text.replace("202702", "北京").replace("202701", "上海"), flow="import", period="2027-02")
    assert other.codes.count("S-09") == 1 and len(other.rows) == 6


def test_a_thousand_or_a_decimal_is_asked_where_the_file_was_saved_anew(take):
    small = QUERY.replace("5,917,063,944", "5,917").replace(",\n", "\n").replace('"', "")
    european = "\n".join(
        line.replace(",", ";").replace("5;917", "5,917").replace("1;000", "1,000").replace("8;634", "8,634")
        for line in small.splitlines()
    )
    asked = take(european, flow="import")
    assert asked.held == ["N-02"] and not [row for row in asked.rows if row["series"].endswith("_cny")]
    told = take(european, flow="import", decimal=",")
    assert told.values["hs01012900_imports_cny", "CHN", "HKG", "2027-01", 1] == "8.634"


def test_a_column_written_in_two_ways_is_held(take):
    got = take(QUERY.replace('"1,000"', '"1.000,5"'), flow="import")
    assert "N-02" in got.held and not [row for row in got.rows if row["series"].endswith("_cny")]
