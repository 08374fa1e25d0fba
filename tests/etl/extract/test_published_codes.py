"""Every code that a publisher's own list has is taken for what it is there; a code that no list has is never guessed.

The lists are typed in from the publishers' reference pages, not from the program's table.
"""

import json

import pytest

from etl.extract import publisher_codes

# https://comtradeapi.un.org/files/v1/app/reference/tradeRegimes.json
COMTRADE_FLOWS = {
    "M": "imports", "X": "exports", "RX": "re_exports", "RM": "re_imports", "DX": "domestic_exports", "FM": "foreign_imports",
    "MIP": "imports_for_processing", "XIP": "exports_after_processing", "MOP": "imports_after_outward_processing",
    "XOP": "exports_for_outward_processing", "MIF": "imports_within_firms", "XIF": "exports_within_firms",
}  # fmt: skip
# https://comtradeapi.un.org/files/v1/app/reference/HS.json and the lists beside it
CLASSIFICATIONS = {
    **dict.fromkeys(("HS", "H0", "H1", "H2", "H3", "H4", "H5", "H6"), "hs"),
    **dict.fromkeys(("SS", "S1", "S2", "S3", "S4"), "sitc"), **dict.fromkeys(("B4", "B5", "BE"), "bec"),
}  # fmt: skip
SERVICES = ("EB", "EB02", "EB10", "EB10S")
# https://comtradeapi.un.org/files/v1/app/reference/CustomsCodes.json
CUSTOMS = (
    "C01",
    "C02",
    "C03",
    "C04",
    "C05",
    "C06",
    "C07",
    "C08",
    "C09",
    "C10",
    "C11",
    "C12",
    "C13",
    "C14",
    "C15",
    "C20",
)
# https://comtradeapi.un.org/files/v1/app/reference/ModeOfTransportCodes.json
TRANSPORT = (
    "1000", "2000", "2100", "2200", "2900", "3000", "3100", "3200", "3900", "9000", "9100", "9110", "9120", "9190", "9200",
    "9300", "9900",
)  # fmt: skip
# https://ec.europa.eu/eurostat/data/database/information : special symbols and flags
FLAGS = {
    "b": "reported", "d": "reported", "e": "estimated", "f": "estimated", "n": "reported", "p": "provisional",
    "r": "reported", "s": "estimated", "u": "reported", "ep": "estimated",
}  # fmt: skip
# http://stats.customs.gov.cn : 贸易方式 as the query offers them
REGIMES = (
    "10",
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "19",
    "20",
    "22",
    "23",
    "25",
    "27",
    "30",
    "31",
    "33",
    "34",
    "35",
    "39",
)
RECORD = {
    "typeCode": "C", "freqCode": "A", "period": "2022", "reporterCode": "156", "flowCode": "M", "partnerCode": "643",
    "partner2Code": "0", "classificationCode": "H6", "cmdCode": "26", "customsCode": "C00", "mosCode": "0", "motCode": "0",
    "primaryValue": "77",
}  # fmt: skip


def comtrade(take, *changes, **answers):
    records = [{**RECORD, **change} for change in changes]
    text = "\n".join([",".join(RECORD), *(",".join(record.values()) for record in records), ""])
    got = take(text, **answers)
    answer = json.dumps({"elapsedTime": "0", "count": len(records), "data": records, "error": ""})
    assert take(answer, "a.json", **answers).values == got.values, "as CSV and as JSON"
    return got


@pytest.mark.parametrize("code", COMTRADE_FLOWS)
def test_every_flow_of_comtrade_is_its_own(take, code):
    got = comtrade(take, {"flowCode": code})
    assert not got.held and [row["series"] for row in got.rows] == [f"hs26_{COMTRADE_FLOWS[code]}_usd"]


@pytest.mark.parametrize("code", CLASSIFICATIONS)
def test_every_classification_of_goods_is_kept_apart(take, code):
    got = comtrade(take, {"classificationCode": code})
    assert not got.held and [row["series"] for row in got.rows] == [f"{CLASSIFICATIONS[code]}26_imports_usd"]


@pytest.mark.parametrize("change", [{"classificationCode": code} for code in SERVICES] + [{"typeCode": "S"}])
def test_services_are_refused_in_words_and_left_out_among_goods(take, change):
    alone = comtrade(take, change)
    assert alone.held == ["K-11"] and not alone.rows and "Services" in alone.problems[0].why
    among = comtrade(take, {}, change | {"primaryValue": "5"})
    assert not among.held and set(among.values.values()) == {"77"} and "K-11" in among.codes


@pytest.mark.parametrize(
    "part", [*({"customsCode": code} for code in CUSTOMS), *({"motCode": code} for code in TRANSPORT), {"mosCode": "3"}],
    ids=lambda part: "-".join(map(str, part.values())),
)  # fmt: skip
def test_every_procedure_and_mode_of_transport_is_a_part_and_never_added(take, part):
    got = comtrade(take, {}, part | {"primaryValue": "5"})
    assert not got.held and list(got.values.values()) == ["77"] and "K-07" in got.codes


@pytest.mark.parametrize(
    ("field", "code", "list_name"),
    [
        ("flowCode", "4", "flow"), ("flowCode", "Q", "flow"), ("classificationCode", "H9", "classification"),
        ("classificationCode", "CPC", "classification"), ("customsCode", "C99", "customs"), ("motCode", "7000", "transport"),
        ("mosCode", "9", "supply"), ("typeCode", "T", "type"), ("freqCode", "W", "frequency"),
    ],
)  # fmt: skip
def test_a_code_that_no_list_has_is_a_question_with_an_answer(take, field, code, list_name):
    got = comtrade(take, {field: code})
    assert got.held == ["K-05" if field == "flowCode" else "K-10"] and code in got.problems[-1].found
    assert not got.rows
    left = comtrade(take, {field: code}, **{f"{list_name}:{code}": "leave out"})
    assert not left.held


def comext(flow="1", flag="", value="77", more="", head="OBS_FLAG"):
    heads = f"DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,{head}"
    return f"{heads}\nESTAT:DS-045409(1.0),15/09/26,M,DE,RU,TOTAL,{flow},VALUE_IN_EUROS,2024-03,{value},{flag}{more}\n"


@pytest.mark.parametrize("flag", FLAGS)
def test_every_flag_of_eurostat_says_what_its_figure_is(take, flag):
    got = take(comext(flag=flag))
    assert not got.held and [(row["value"], row["status"]) for row in got.rows] == [("77", FLAGS[flag])]


@pytest.mark.parametrize("value", ["0", "", "0.0", ":"])
@pytest.mark.parametrize(
    ("head", "flag"), [("OBS_FLAG", "c"), ("CONF_STATUS", "C"), ("CONF_STATUS", "N"), ("OBS_STATUS", "Q")]
)
def test_what_is_withheld_is_missing_and_never_zero(take, head, flag, value):
    got = take(comext(flag=flag, value=value, head=head))
    assert not got.held and not got.rows
    assert take(comext(flag="", value="0", head=head)).rows[0]["value"] == "0", "without the mark it is a figure"


@pytest.mark.parametrize("flow", ["3", "4", "0", "9"])
def test_a_flow_that_comext_does_not_list_is_asked_about(take, flow):
    got = take(comext(flow=flow))
    assert got.held == ["K-05"] and not got.rows
    assert take(comext(flow=flow), **{f"flow:{flow}": "export"}).rows[0]["series"] == "goods_exports_eur"


def test_a_flag_that_eurostat_does_not_list_is_asked_about(take):
    got = take(comext(flag="k"))
    assert got.held == ["K-10"] and not got.rows
    assert take(comext(flag="k"), **{"flag:k": "estimated"}).rows[0]["status"] == "estimated"


def test_the_lists_of_customs_are_whole():
    assert {code for code in REGIMES if publisher_codes.taken("gacc", "regime", code) != "part"} == set()
    assert publisher_codes.taken("gacc", "regime", "77") == "" and publisher_codes.taken("imf", "scale", "Dozens") == ""
    assert [publisher_codes.taken("imf", "scale", word) for word in ("Units", "Thousands", "Millions", "Billions")] == [
        "1", "1e3", "1e6", "1e9",
    ]  # fmt: skip


def query(*lines):
    heads = '"数据年月","贸易伙伴编码","贸易伙伴名称","商品编码","商品名称","贸易方式编码","贸易方式名称","人民币",'
    rows = (f'"202301","410","巴西","12019020","大豆","{code}","x","{value}",' for code, value in lines)
    return "\n".join([heads, *rows, ""])


def test_a_query_of_one_customs_regime_alone_is_held_and_a_regime_that_no_list_has_is_asked(take):
    assert not take(query(("10", "5"), ("14", "6")), flow="import").held
    one = take(query(("10", "5"), ("10", "6")), flow="import")
    assert one.held == ["U-03"] and "general trade only" in one.problems[0].why
    assert not take(query(("10", "5"), ("10", "6")), flow="import", valuation="as stated").held
    odd = take(query(("10", "5"), ("14", "6"), ("77", "7")), flow="import")
    assert odd.held == ["K-10"]
    left = take(query(("10", "5"), ("14", "6"), ("77", "7")), flow="import", **{"regime:77": "leave out"})
    assert not left.held and [row["value"] for row in left.rows] == ["11"]


# https://ec.europa.eu/eurostat/comext/newxtweb : the data sets on offer
@pytest.mark.parametrize(
    ("dataset", "start"), [("DS-045409", "hs"), ("DS-059341", "hs"), ("DS-059331", "sitc"), ("DS-059329", "bec")]
)
def test_a_data_set_of_comext_has_its_classification_and_an_unknown_one_is_asked(take, dataset, start):
    text = comext().replace("TOTAL", "26")
    assert [row["series"] for row in take(text.replace("DS-045409", dataset)).rows] == [f"{start}26_imports_eur"]
    odd = take(text.replace("DS-045409", "DS-059358"))
    assert odd.held == ["K-10"] and not odd.rows
    told = take(text.replace("DS-045409", "DS-059358"), **{"dataset:ds-059358": "sitc"})
    assert told.rows[0]["series"] == "sitc26_imports_eur"


@pytest.mark.parametrize(
    ("column", "value"), [("NAICS", "3311"), ("SITC", "33"), ("DISTRICT", "10"), ("DF", "1"), ("E_ENDUSE", "001")]
)
def test_census_answers_in_another_classification_or_in_parts_are_held(take, column, value):
    rows = [["CTY_CODE", "CTY_NAME", "ALL_VAL_MO", column, "time"], ["5700", "CHINA", "77", value, "2024-02"]]
    got = take(json.dumps(rows), "a.json")
    assert got.held == ["S-16"] and value in got.problems[-1].found
    rows[1][3] = "-"
    assert not take(json.dumps(rows), "a.json").held
