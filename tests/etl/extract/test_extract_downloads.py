"""Other downloads of known offices: each recognised, read to the last digit, and a spoilt one never read in silence."""

import json

import pytest

from etl.build import build

LEGACY = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,Reporter,"
    "Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,"
    "Netweight (kg),Trade Value (US$),Flag\n"
)


def test_comtrade_of_the_old_website(take):
    lines = (
        "H5,2019,2019,2019,0,0,1,Import,156,China,CHN,643,Russian Federation,RUS,,TOTAL,All Commodities,1,No Quantity,,,61052567010,0\n"
        "H5,2019,201903,March 2019,2,0,3,Re-Export,156,China,CHN,643,Russian Federation,RUS,,27,Fuels,8,kg,5,1234567,9876543,4\n"
    )
    got = take(LEGACY + lines)
    assert got.recognised.layout == "Comtrade CSV of before 2023" and not got.held
    assert got.values[("goods_imports_usd", "CHN", "RUS", "2019", 12)] == "61052567010"
    assert got.values[("hs27_re_exports_usd", "CHN", "RUS", "2019-03", 1)] == "9876543"
    assert got.values[("hs27_re_exports_t", "CHN", "RUS", "2019-03", 1)] == "1234.567"
    assert {row["status"] for row in got.rows if row["series"].endswith("_t")} == {"estimated"}
    assert take(LEGACY + lines.replace(",1,Import", ",7,Transit")).held
    assert take(LEGACY + lines.replace(",27,Fuels", ",302,Fish")).held == ["K-06"]


def test_census_saved_as_csv(take):
    text = "CTY_CODE,CTY_NAME,I_COMMODITY,GEN_VAL_MO,GEN_VAL_YR,time\n4621,RUSSIA,2709,0,15,2024-02\n5700,CHINA,0402,1234567,2345678,2024-02\n"
    got = take(text)
    assert (
        got.recognised.source == "census"
        and got.values[("hs0402_imports_usd", "USA", "CHN", "2024-02", 1)] == "1234567"
    )
    assert got.values[("hs0402_imports_usd", "USA", "CHN", "2024-01", 2)] == "2345678"
    assert got.values[("crude_imports_usd", "USA", "RUS", "2024-02", 1)] == "0"
    assert take(text.replace("4621,RUSSIA", "4621,CHINA")).held


EXT = "STRUCTURE,STRUCTURE_ID,freq,stk_flow,indic_et,External trade indicator,partner,sitc06,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,UNIT_MULT\n"


def test_eurostat_by_month_as_csv(take):
    line = "dataflow,ESTAT:EXT_ST_EU27_2020SITC(1.0),M,{flow},{what},words,{who},{code},EU27_2020,2024-03,{value},{flag},{scale}\n"
    first = {
        "flow": "IMP",
        "what": "TRD_VAL",
        "who": "CN_X_HK",
        "code": "TOTAL",
        "value": "41234.5",
        "flag": "p",
        "scale": "6",
    }
    text = (
        EXT + line.format(**first) + line.format(**first | {"who": "RU", "code": "SITC33", "value": "7.1", "flag": ""})
    )
    got = take(text + line.format(**first | {"what": "TRD_VAL_SCA", "value": "99"}))
    assert got.values[("goods_imports_eur", "EU27", "CHN", "2024-03", 1)] == "41234500000"
    assert got.values[("sitcsitc33_imports_eur", "EU27", "RUS", "2024-03", 1)] == "7100000" and len(got.rows) == 2
    assert "S-17" in got.codes and got.rows[0]["status"] == "provisional"
    contradictory = EXT + line.format(**first | {"scale": "0"})
    asked = take(contradictory)
    assert "unit" in asked.questions and not asked.rows
    assert take(contradictory, unit="single euros").rows[0]["value"] == "41234.5"


def test_eurostat_by_month_as_tsv(take):
    text = "freq,stk_flow,indic_et,partner,sitc06,geo\\TIME_PERIOD\t2024-01 \t2024-02 \t2024-03 \nM,EXP,TRD_VAL,RU,TOTAL,EU27_2020\t2712.1 \t2650.3 p\t: c\n"
    text += "M,IMP,TRD_VAL,RU,TOTAL,EU27_2020\t3001.1 \t: \t2955.0 p\n"
    got = take(text, "teina.tsv")
    assert got.document.delimiter == "\t" and not got.document.held
    assert len(got.rows) == 4 and got.values[("goods_exports_eur", "EU27", "RUS", "2024-02", 1)] == "2650300000"
    assert take(text.replace("RU,", "ZQ,"), "teina.tsv").held
    assert take(text.replace("2650.3 p", "2650.3 q"), "teina.tsv").held


def compact(**changed) -> str:
    series = {"@FREQ": "M", "@REF_AREA": "CN", "@INDICATOR": "TXG_FOB_USD", "@COUNTERPART_AREA": "RU", "@UNIT_MULT": "6",
              "Obs": [{"@TIME_PERIOD": "2020-01", "@OBS_VALUE": "3123.456"}, {"@TIME_PERIOD": "2020-02", "@OBS_VALUE": "2123.4"}]}  # fmt: skip
    return json.dumps({"CompactData": {"DataSet": {"Series": series | changed}}})


def test_the_funds_old_json(take):
    got = take(compact(), "dots.json")
    assert got.values == {
        ("goods_exports_usd", "CHN", "RUS", "2020-01", 1): "3123456000",
        ("goods_exports_usd", "CHN", "RUS", "2020-02", 1): "2123400000",
    }
    one = take(
        compact(**{"Obs": {"@TIME_PERIOD": "2019", "@OBS_VALUE": "7"}, "@UNIT_MULT": "0", "@COUNTERPART_AREA": "W00"}),
        "dots.json",
    )
    assert one.values == {("goods_exports_usd", "CHN", "WLD", "2019", 12): "7"}
    assert "scale" in take(compact(**{"@UNIT_MULT": "5"}), "dots.json").questions
    assert take(compact(**{"@COUNTERPART_AREA": "1C_999"}), "dots.json").held
    assert not take(compact(**{"@INDICATOR": "TXG_FOB_XDC"}), "dots.json").rows


def test_baci(take):
    got = take(
        "t,i,j,k,v,q\n2022,643,156,270900,58377524.123,86248060\n2022,842,156,30462,12.5,NA\n2022,156,643,930400,2864.18,NA\n"
        "2022,643,699,270900,7,NA\n", "BACI.csv",
    )  # fmt: skip
    assert got.recognised.source == "baci" and not got.held
    values = {(row["reporter"], row["partner"], row["series"]): row["value"] for row in got.rows}
    assert values == {
        ("CHN", "RUS", "crude_imports_usd"): "58377524123", ("CHN", "RUS", "crude_imports_t"): "86248060",
        ("CHN", "USA", "hs030462_imports_usd"): "12500", ("CHN", "RUS", "hs930400_exports_usd"): "2864180",
        ("RUS", "IND", "hs270900_exports_usd"): "7000",
    }  # fmt: skip
    assert take("t,i,j,k,v,q\n2022,643,999999,270900,1,2\n", "BACI.csv").held


def test_an_upload_of_baci_is_of_the_lines_that_are_held(take, root):
    """China's side of each row, as the rows that ship: so a newer release revises them."""
    held = {(row.series, row.reporter, row.partner) for row in build.load(root / "data").rows if row.source == "baci"}
    got = take("t,i,j,k,v,q\n2022,643,156,270900,1,2\n2022,156,643,930400,3,NA\n", "BACI.csv")
    mine = {(row["series"], row["reporter"], row["partner"]) for row in got.rows}
    assert {("crude_imports_usd", "CHN", "RUS"), ("hs930400_exports_usd", "CHN", "RUS")} <= mine & held


WITS = "Partner Name,Year,Product Group,Export (US$ Thousand),Import (US$ Thousand),Export Product Share (%)\n"


def test_wits_workbook_of_partners(take):
    text = (
        WITS
        + "Russian Federation,2019,All Products,49747968.21,61052567.01,100\nEast Asia & Pacific,2019,All Products,1.5,2.5,100\n"
    )
    got = take(text, reporter="China")
    assert (
        got.recognised.layout == "WITS partners"
        and got.values[("goods_exports_usd", "CHN", "RUS", "2019", 12)] == "49747968210"
    )
    assert got.values[("goods_imports_usd", "CHN", "EASTASIAPACIFIC", "2019", 12)] == "2500" and "S-09" in got.codes
    assert "reporter" in take(text).questions
    assert take(text.replace("All Products", "Shoes", 1), reporter="China").held


WIND = (
    "指标名称,中国:进口金额:俄罗斯:当月值,中国:出口金额:俄罗斯:累计值,中国:进口金额:俄罗斯:当月同比,{more}\n频率,月,月,月,月\n"
    "单位,百万美元,亿美元,%,万吨\n指标ID,M1,M2,M3,M4\n来源,海关总署,海关总署,海关总署,海关总署\n"
    "2024-02-29,8100.5,160.25,3.1,850.5\n2024-03-31,9000.25,250.5,4.1,900\n"
)


def test_an_export_of_wind(take):
    got = take(WIND.format(more="中国:进口数量:原油:俄罗斯:当月值"))
    assert got.recognised.source == "terminals" and not got.held
    assert got.values[("goods_imports_usd", "CHN", "RUS", "2024-02", 1)] == "8100500000"
    assert got.values[("goods_exports_usd", "CHN", "RUS", "2024-01", 3)] == "25050000000"
    assert got.values[("crude_imports_t", "CHN", "RUS", "2024-03", 1)] == "9000000" and len(got.rows) == 6
    bad = take(WIND.format(more="中国:进口数量:神秘货物:俄罗斯:当月值"))
    assert "S-16" in bad.held and len(bad.rows) == 4


def test_an_export_of_ceic(take):
    text = (
        ",China: Imports: Russia,China: Exports: Russia: Cumulative\nRegion,China,China\nFrequency,Monthly,Monthly\nUnit,USD mn,USD bn\n"
        "Source,General Administration of Customs,General Administration of Customs\nSeries ID,1,2\n01/2024,7785.25,9.5\n02/2024,8000,16.125\n"
    )
    got = take(text)
    assert got.values[("goods_imports_usd", "CHN", "RUS", "2024-01", 1)] == "7785250000"
    assert got.values[("goods_exports_usd", "CHN", "RUS", "2024-01", 2)] == "16125000000" and not got.held
    assert take(text.replace("Monthly,Monthly", "Monthly,Weekly")).held


GACC = (
    "{title},,,,,,,,,\n单位：千美元,,,,,,,,,\n国别,进出口,进出口,出口,出口,进口,进口,累计比去年同期±％,累计比去年同期±％,累计比去年同期±％\n"
    ",{month},{sum},{month},{sum},{month},{sum},进出口,出口,进口\n"
    '俄罗斯,"18,000,100","56,000,300","8,000,050","26,000,100","10,000,050","30,000,200",5.2,-1.0,10.1\n'
)


@pytest.mark.parametrize(
    "title", ["2024年3月进出口商品国别总值表", "2024年3月进出口商品国别（地区）总值表", "2024年3月进出口国别地区总值表"]
)
@pytest.mark.parametrize(
    ("month", "total"), [("当月", "1至当月累计"), ("本月", "累计"), ("3月", "1至3月"), ("当月", "1-当月累计")]
)
def test_china_customs_leaves_the_month_to_the_title(take, title, month, total):
    got = take(GACC.format(title=title, month=month, sum=total))
    assert got.recognised.source == "gacc_tables" and not got.held and not got.questions
    assert got.values[("goods_exports_usd", "CHN", "RUS", "2024-03", 1)] == "8000050000"
    assert got.values[("goods_imports_usd", "CHN", "RUS", "2024-01", 3)] == "30000200000"


def test_without_a_month_in_the_title_it_is_asked_for(take):
    text = GACC.format(title="进出口商品国别总值表", month="当月", sum="1至当月累计")
    asked = take(text)
    assert "period" in asked.questions and not asked.rows
    got = take(text, period="2024-05")
    assert got.values[("goods_imports_usd", "CHN", "RUS", "2024-01", 5)] == "30000200000"
