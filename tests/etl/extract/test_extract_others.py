# ruff: noqa: E501 - headings and rows stand as the publishers write them
"""Eurostat, the US Census Bureau, the IMF, ASEANstats and JODI: one small file in each layout, and what it must give."""

import json

import pytest

SDMX = """DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG
ESTAT:DS-045409(1.0),03/11/27 11:00:00,M,EL,RU,27090090,1,QUANTITY_IN_100KG,2027-01,1772.90,
ESTAT:DS-045409(1.0),03/11/27 11:00:00,M,EL,RU,27090090,1,VALUE_IN_EUROS,2027-01,204548,p
ESTAT:DS-045409(1.0),03/11/27 11:00:00,M,DE,EXT_EU27_2020,TOTAL,2,VALUE_IN_EUROS,2027-01,,c
ESTAT:DS-045409(1.0),03/11/27 11:00:00,M,DE,XI,030462,2,SUPPLEMENTARY_QUANTITY,2027-01,9,
"""  # fmt: skip
COMEXT = {
    ("hs27090090_imports_t", "GRC", "RUS", "2027-01", 1): "177.29",
    ("hs27090090_imports_eur", "GRC", "RUS", "2027-01", 1): "204548",
    ("hs030462_exports_supplementary", "DEU", "XNI", "2027-01", 1): "9",
}


def test_comext_as_sdmx_csv(take):
    got = take(SDMX.replace("\n", "\r\n"))
    assert (got.module, got.recognised.source, got.recognised.published) == (
        "eurostat_sdmx_csv",
        "eurostat_comext",
        "2027-11-03",
    )
    assert got.values == COMEXT and not got.held
    assert [row["status"] for row in got.rows] == ["reported", "provisional", "reported"]


def test_comext_as_sdmx_csv_2_with_labels_semicolons_and_decimal_commas(take):
    text = """"STRUCTURE[;]";STRUCTURE_ID;ACTION;freq;reporter;partner;product;flow;indicators;TIME_PERIOD;OBS_VALUE
dataflow;ESTAT:DS-059341(1.0);R;M:Monthly;DE:Germany;CN:China;2709:Crude oil;1:IMPORT;QUANTITY_KG:Kilograms;2027-02;1.772,9
dataflow;ESTAT:DS-059341(1.0);R;M:Monthly;DE:Germany;EU27_2020:Union;TOTAL:All;1:IMPORT;VALUE_EUR:Euro;2027-02;12,5
dataflow;ESTAT:DS-059341(1.0);R;M:Monthly;DE:Germany;CN:China;2709:Crude oil;1:IMPORT;VALUE_NAC:Own money;2027-02;12,5
"""
    got = take(text)
    assert got.values == {
        ("crude_imports_t", "DEU", "CHN", "2027-02", 1): "1.7729",
        ("goods_imports_eur", "DEU", "EU27", "2027-02", 1): "12.5",
    }
    assert got.codes.count("S-17") == 1


def test_comext_of_other_classifications_and_further_dimensions(take):
    text = (
        SDMX.replace("DS-045409", "DS-059331")
        .replace(",flow,", ",transport,flow,")
        .replace(",27090090,1,", ",333,1,1,")
    )
    text = text.replace(",TOTAL,2,", ",TOTAL,TOTAL,2,").replace(",030462,2,", ",034,3,2,")
    got = take(text)
    assert not got.values, "the two values of transport that are no total are left out"
    asked = take(text.replace(",TOTAL,TOTAL,2,", ",TOTAL,7,2,"))
    assert asked.questions["breakdown:transport"].options == ("1", "3", "7")
    told = take(text.replace(",TOTAL,TOTAL,2,", ",TOTAL,7,2,"), **{"breakdown:transport": "1"})
    assert ("sitc333_imports_eur", "GRC", "RUS", "2027-01", 1) in told.values


def test_comext_bulk_file_adds_up_customs_procedures(take):
    head = "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT"
    rows = ["DE,RU,E,27090090,333,1,1,,202701,100,,2000,", "DE,RU,E,27090090,333,1,4,,202701,11,,500,",
            "DE,RU,E,000TOTAL,,1,1,,202701,7,,8,"]  # fmt: skip
    got = take("\n".join([head, *rows]))
    assert got.values["hs27090090_imports_eur", "DEU", "RUS", "2027-01", 1] == "111"
    assert got.values["hs27090090_imports_t", "DEU", "RUS", "2027-01", 1] == "2.5"
    assert got.values["goods_imports_eur", "DEU", "RUS", "2027-01", 1] == "7"


def cube(**more) -> str:
    """Two reporters by two months; only two of four values are there."""
    codes = {
        "freq": ["M"], "reporter": ["DE", "EL"], "partner": ["RU"], "product": ["2709"], "flow": ["1"],
        "indicators": ["VALUE_IN_EUROS"], "time": ["2027-01", "2027-02"],
    }  # fmt: skip
    dimension = {
        name: {"category": {"index": {code: i for i, code in enumerate(all_)}}} for name, all_ in codes.items()
    }
    dimension["flow"] = {"category": {"label": {"1": "IMPORT"}}}
    whole = {
        "version": "2.0",
        "class": "dataset",
        "label": "EU trade since 1988",
        "updated": "2027-03-15T11:00:00+0200",
    }
    whole |= {"id": list(codes), "size": [len(all_) for all_ in codes.values()], "dimension": dimension}
    return json.dumps(whole | {"value": {"0": 123, "2": 456.5}, "status": {"1": "c", "2": "e"}} | more)


def test_comext_as_json_stat_the_last_dimension_runs_fastest_and_a_gap_is_no_zero(take):
    got = take(cube(), "cube.json")
    expected = {
        ("hs2709_imports_eur", "DEU", "RUS", "2027-01", 1): "123",
        ("hs2709_imports_eur", "GRC", "RUS", "2027-01", 1): "456.5",
    }
    assert got.values == expected and got.recognised.published == "2027-03-15"
    assert got.rows[1]["place"] == "value[2]" and got.rows[1]["status"] == "estimated"
    assert take(cube(value=[123, None, 456.5, None], status=None), "cube.json").values == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (cube(value={"4": 1}), "F-08"),
        (cube(size=[1, 3, 1, 1, 1, 1, 2]), "F-08"),
        (json.dumps({"error": [{"status": 413, "id": 1, "label": "ASYNCHRONOUS_RESPONSE"}]}), "F-12"),
        ('<?xml version="1.0"?><m><footer:Footer><x code="413"/></footer:Footer><Sender id="ESTAT"/></m>', "F-12"),
    ],
)
def test_comext_answers_without_sound_data_are_refused(take, text, code):
    got = take(text, "answer.json")
    assert got.held == [code] and not got.rows


def test_comext_answer_without_values_is_a_gap(take):
    assert take(cube(value={}), "cube.json").codes == ["N-09"]


CENSUS = [
    ["CTY_CODE", "CTY_NAME", "I_COMMODITY", "GEN_VAL_MO", "GEN_VAL_YR", "CON_VAL_MO", "COMM_LVL", "time", "CTY_CODE"],
    ["-", "TOTAL FOR ALL COUNTRIES", "27", "19012345678", "40000000000", "5", "HS2", "2027-02", "-"],
    ["4621", "RUSSIA", "27", "0", None, "6", "HS2", "2027-02", "4621"],
    ["0003", "EUROPEAN UNION", "-", "7", "8", "9", "HS2", "2027-02", "0003"],
]


def test_census_answer(take):
    got = take(json.dumps(CENSUS), "data.json")
    assert (got.module, got.recognised.reporter) == ("census_json", "USA")
    assert got.values == {
        ("hs27_imports_usd", "USA", "WLD", "2027-02", 1): "19012345678",
        ("hs27_imports_usd", "USA", "RUS", "2027-02", 1): "0",
        ("goods_imports_usd", "USA", "EU27", "2027-02", 1): "7",
        ("hs27_imports_usd", "USA", "WLD", "2027-01", 2): "40000000000",
        ("goods_imports_usd", "USA", "EU27", "2027-01", 2): "8",
        ("hs27_imports_for_consumption_usd", "USA", "WLD", "2027-02", 1): "5",
        ("hs27_imports_for_consumption_usd", "USA", "RUS", "2027-02", 1): "6",
        ("goods_imports_for_consumption_usd", "USA", "EU27", "2027-02", 1): "9",
    }
    assert got.rows[0]["place"] == "row 1, GEN_VAL_MO"


def test_census_exports_with_year_and_month_and_a_row_that_is_cut_short(take):
    rows = [["CTY_CODE", "CTY_NAME", "E_COMMODITY", "ALL_VAL_MO", "QTY_1_MO", "UNIT_QY1", "YEAR", "MONTH"],
            ["5700", "CHINA", "120190", "9", "1500", "KG", "2026", "07"]]  # fmt: skip
    got = take(json.dumps(rows), "data.json")
    assert got.values == {
        ("hs120190_exports_usd", "USA", "CHN", "2026-07", 1): "9",
        ("hs120190_exports_t", "USA", "CHN", "2026-07", 1): "1.5",
    }
    assert take(json.dumps([*rows, ["5700", "CHINA"]]), "data.json").held == ["S-05"]
    assert take(json.dumps([rows[0], ["5700", "RUSSIA", *rows[1][2:]]]), "data.json").held == ["K-03"]


IMF = """DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,PRECISION,UNIT,STATUS
IMF.STA:IMTS(1.0.0),KOR,XG_FOB_USD,CHN,A,2024,132902972288,6,,USD,
IMF.STA:IMTS(1.0.0),KOR,MG_CIF_USD,G001,M,2024-M02,NaN,6,,USD,
IMF.STA:IMTS(1.0.0),KOR,TBG_USD,G163,M,2024-M02,-7,6,,USD,E
IMF.STA:IMTS(1.0.0),KOR,XG_FOB_EUR,CHN,A,2024,5,6,,EUR,
"""  # fmt: skip


def test_imf_table_of_the_api_is_in_single_dollars_whatever_its_scale_says(take):
    got = take(IMF)
    assert got.module == "imf_imts" and got.values == {
        ("goods_exports_usd", "KOR", "CHN", "2024", 12): "132902972288",
        ("goods_balance_usd", "KOR", "EUROAREA", "2024-02", 1): "-7",
    }
    assert got.codes.count("S-17") == 1 and not got.held


def test_imf_portal_file_is_in_millions_and_a_mixture_is_asked(take):
    portal = '''"DATASET","SERIES_CODE","OBS_MEASURE","COUNTRY","INDICATOR","COUNTERPART_COUNTRY","FREQUENCY","SCALE","UNIT","2023","2024-M01"
"IMF.STA:IMTS(1.0.0)","x","OBS_VALUE","China, People's Republic of","Exports of goods, Free on board (FOB), US dollar","Russian Federation","Annual","Millions","US dollar","110971.5",""
"IMF.STA:IMTS(1.0.0)","x","OBS_VALUE","China, People's Republic of","Imports of goods, Cost insurance freight (CIF), US dollar","Russian Federation","Annual","Millions","US dollar","","9"
'''  # fmt: skip
    assert take(portal).values == {
        ("goods_exports_usd", "CHN", "RUS", "2023", 12): "110971500000",
        ("goods_imports_usd", "CHN", "RUS", "2024-01", 1): "9000000",
    }
    mixed = take(IMF.replace(",6,", ",Millions,"))
    assert mixed.questions["scale"].options == ("units", "millions") and not mixed.rows
    told = take(IMF.replace(",6,", ",Millions,"), scale="millions")
    assert told.values["goods_exports_usd", "KOR", "CHN", "2024", 12] == "132902972288000000"


def test_imf_legacy_bulk_file_and_panel(take):
    bulk = '''"Country Name","Country Code","Indicator Name","Indicator Code","Counterpart Country Name","Counterpart Country Code","Attribute","2019","2020",
"China, P.R.: Mainland","924","x","TXG_FOB_USD","Russian Federation","922","Value","49486.4","50585.2",
"China, P.R.: Mainland","924","x","TXG_FOB_USD","Russian Federation","922","Status","","P",
'''  # fmt: skip
    got = take(bulk)
    assert got.values == {
        ("goods_exports_usd", "CHN", "RUS", "2019", 12): "49486400000",
        ("goods_exports_usd", "CHN", "RUS", "2020", 12): "50585200000",
    }
    panel = '''"Country Name","Country Code","Counterpart Country Name","Counterpart Country Code","Time Period","Goods, Value of Exports, Free on board (FOB), US Dollars (TXG_FOB_USD)"
"Russian Federation","922","China, P.R.: Mainland","924","2000M1","12.5"
'''  # fmt: skip
    assert take(panel).values == {("goods_exports_usd", "RUS", "CHN", "2000-01", 1): "12500000"}


PIVOT = '''"","Year",""
"Partner","2022","2023"
" Russian Federation","1 208.3","-"
"Total EU-27 [EU27]","5.0","6.0"
"Grand Total","57 460.6","39 886.6"'''


def test_aseanstats_pivot_asks_for_what_it_does_not_name(take):
    asked = take(PIVOT.encode("utf-8-sig"))
    assert set(asked.questions) == {"flow", "unit_missing", "reporter", "product"} and not asked.rows
    got = take(PIVOT, flow="import", unit_missing="US$ Million", reporter="ASEAN", product="TOTAL")
    assert got.values["goods_imports_usd", "ASEAN", "RUS", "2022", 12] == "1208300000"
    assert got.values["goods_imports_usd", "ASEAN", "WLD", "2023", 12] == "39886600000"
    assert got.values["goods_imports_usd", "ASEAN", "EU27", "2023", 12] == "6000000"
    assert ("goods_imports_usd", "ASEAN", "RUS", "2023", 12) not in got.values


def test_aseanstats_investment_is_refused_and_its_answer_read(take):
    assert take(PIVOT.replace("Partner", "Host Country")).held == ["S-08"]
    row = {"Reporter": "Viet Nam", "Partner": "China", "Year": "2023", "Period": "Annual", "Flow": "X",
           "Commodity Code": "27", "Trade Value (US$)": 1234.5, "Commodity": "Fuels"}  # fmt: skip
    got = take(json.dumps({"Trade": [row]}), "trade.json")
    assert got.values == {("hs27_exports_usd", "VNM", "CHN", "2023", 12): "1234.5"}


def test_jodi_takes_tonnes_and_barrels_a_day_and_never_the_factor(take):
    text = """REF_AREA,TIME_PERIOD,ENERGY_PRODUCT,FLOW_BREAKDOWN,UNIT_MEASURE,OBS_VALUE,ASSESSMENT_CODE
CN,2027-01,CRUDEOIL,TOTIMPSB,CONVBBL,7300.0000,3
CN,2027-01,CRUDEOIL,TOTIMPSB,KBD,11000.5,3
CN,2027-01,CRUDEOIL,TOTIMPSB,KTONS,46000,2
CN,2027-01,NGL,TOTEXPSB,KTONS,12,1
CN,2027-02,CRUDEOIL,TOTIMPSB,KTONS,x,3
CN,2027-01,CRUDEOIL,INDPROD,KTONS,17000,3
"""
    got = take(text)
    assert got.values == {
        ("crude_imports_bpd", "CHN", "WLD", "2027-01", 1): "11000500",
        ("crude_imports_t", "CHN", "WLD", "2027-01", 1): "46000000",
        ("jodi_ngl_exports_t", "CHN", "WLD", "2027-01", 1): "12000",
    }
    assert [row["status"] for row in got.rows] == ["reported", "estimated", "reported"]
    assert "N-07" in got.codes and not got.held


def test_samples(sample):
    got = sample("eurostat_comext/sdmx21_csv_lines_QUOTED_IN_PUBLIC_NOTES.csv")
    assert got.values["hs7204_exports_t", "AUT", "ARE", "2023-09", 1] == "177.29" and len(got.rows) == 4
    assert sample("eurostat_comext/sdmx_ml_async_footer.xml").held == ["F-12"]
    assert (
        sample("jodi/jodi-us-crude_2026-01_02_TRANSCRIBED.csv").values["crude_imports_t", "USA", "WLD", "2026-02", 1]
        == "24430000"
    )
    for name in ("csv", "xlsx"):
        assert sample(f"aseanstats/pivot_fdi_inward_by_host.{name}").held == ["S-08"]
