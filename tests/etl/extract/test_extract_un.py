"""UN Comtrade: the website's CSV with its stray comma, tables saved from the API, and the API's own answers."""

import json

import pytest

FIELDS = "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,partnerCode,partnerISO,partnerDesc,partner2Code,classificationCode,cmdCode,customsCode,motCode,qtyUnitAbbr,qty,netWgt,isNetWgtEstimated,primaryValue"  # noqa: E501
ROWS = [
    "C,A,20230101,2023,52,2023,156,CHN,China,M,643,RUS,Russian Federation,0,H6,TOTAL,C00,0,N/A,0,0,false,129000000001",
    "C,A,20230101,2023,52,2023,156,CHN,China,X,384,CIV,Côte d'Ivoire,0,H6,2709,C00,0,kg,500,2500,true,700",
    "C,A,20230101,2023,52,2023,156,CHN,China,M,842,USA,USA,0,H6,8703,C00,0,u,12,1000,false,900",
    "C,A,20230101,2023,52,2023,156,CHN,China,M,643,RUS,Russian Federation,643,H6,TOTAL,C00,0,N/A,0,0,false,77",
    'C,A,20230101,2023,52,2023,156,CHN,China,RX,490,S19,"Other Asia, nes",0,H6,TOTAL,C00,0,N/A,0,0,false,55',
]


def website(rows=ROWS) -> bytes:
    """The website's way: bare names, quoted cells, a comma at the end of each row, Western letters."""
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=",\r\n").writerows(csv.reader(rows))
    return (FIELDS + "\r\n" + out.getvalue()).encode("latin-1")


EXPECTED = {
    ("goods_imports_usd", "CHN", "RUS", "2023", 12): "129000000001",
    ("hs2709_exports_usd", "CHN", "CIV", "2023", 12): "700",
    ("hs2709_exports_t", "CHN", "CIV", "2023", 12): "2.5",
    ("hs8703_imports_usd", "CHN", "USA", "2023", 12): "900",
    ("hs8703_imports_t", "CHN", "USA", "2023", 12): "1",
    ("hs8703_imports_n", "CHN", "USA", "2023", 12): "12",
    ("goods_re_exports_usd", "CHN", "TWN", "2023", 12): "55",
}


def test_website_file_with_a_stray_comma_and_western_letters(take):
    got = take(website())
    assert (got.module, got.recognised.source, got.recognised.reporter) == ("comtrade_csv", "comtrade", "CHN")
    assert got.values == EXPECTED and got.codes == ["K-07"] and not got.questions
    estimated = [row["series"] for row in got.rows if row["status"] == "estimated"]
    assert estimated == ["hs2709_exports_t"] and "E-03" in got.found.settles


def test_table_saved_anew_with_semicolons_and_one_of_months(take):
    monthly = [row.replace("C,A,20230101,2023,52,2023,", "C,M,20230301,2023,3,202303,") for row in ROWS[:1]]
    got = take((FIELDS + "\n" + "\n".join(monthly)).replace(",", ";").replace("129000000001", "129000000001,5"))
    assert got.recognised.source == "comtrade_monthly"
    assert got.values == {("goods_imports_usd", "CHN", "RUS", "2023-03", 1): "129000000001.5"}


def answer(**more) -> str:
    import csv

    records = [dict(zip(FIELDS.split(","), row, strict=True)) for row in csv.reader(ROWS)]
    for record in records:
        record |= {
            "primaryValue": float(record["primaryValue"]),
            "partnerCode": int(record["partnerCode"]),
            "netWgt": None,
        }
    return json.dumps({"elapsedTime": "0.1 secs", "count": len(records), "data": records, "error": ""} | more)


def test_answer_of_the_api(take):
    got = take(answer(), "answer.json")
    assert got.module == "comtrade_json"
    weights = {key for key in EXPECTED if key[0].endswith("_t")}
    assert got.values == {key: value for key, value in EXPECTED.items() if key not in weights}
    assert got.rows[0]["place"] == "data[0].primaryValue" and got.rows[0]["printed"] == "129000000001.0"


@pytest.mark.parametrize(
    ("text", "code", "layout"),
    [
        (answer(count=9), "F-08", "Comtrade API"),
        (answer(data=[], error="Invalid period"), "F-12", "error message"),
        (json.dumps({"statusCode": 403, "message": "Out of call volume quota."}), "F-12", "error message"),
        (
            json.dumps({"elapsedTime": "1", "count": 1, "data": [{"fileUrl": "x"}], "error": ""}),
            "F-12",
            "list of bulk files",
        ),
    ],
)
def test_answers_without_sound_data_are_refused(take, text, code, layout):
    got = take(text, "answer.json")
    assert (got.recognised.layout, got.held, got.rows) == (layout, [code], [])
    assert got.problems[0].do.endswith("Nothing has been changed.")


def test_exactly_as_many_rows_as_a_call_gives_are_held(take):
    rows = [ROWS[0].replace(",643,RUS,Russian Federation,", f",{code},,,") for code in [*range(1, 501)]]
    got = take(website(rows))
    assert "complete" in got.questions and "500" in got.questions["complete"].evidence
    assert "complete" not in take(website(rows[1:])).questions


def test_a_code_and_a_name_of_two_places_are_held(take):
    got = take(website([ROWS[0].replace("643,RUS", "344,HKG")]))
    assert got.held == ["K-03"] and got.values == {("goods_imports_usd", "CHN", "HKG", "2023", 12): "129000000001"}


def test_a_file_without_values_is_not_comtrade(take):
    from etl.extract.comtrade import comtrade_csv
    from etl.read.reader import interpret

    text = "\n".join([FIELDS.removesuffix(",primaryValue"), ROWS[0].rpartition(",")[0]])
    assert comtrade_csv.recognises(interpret(text.encode(), "x.csv")) is None


def test_samples(sample):
    got = sample("comtrade/website_TradeData_china_2022_first_460_rows_latin1.csv")
    year = ("2022", 12)
    for flow, place, value in (
        ("imports", "RUS", "114148970877"), ("exports", "RUS", "76122649188"), ("imports", "WLD", "2715997517261"),
        ("exports", "WLD", "3593601435602"), ("imports", "CHN", "122883424107"),
    ):  # fmt: skip
        assert got.values[f"goods_{flow}_usd", "CHN", place, *year] == value
    counts = [(row["reporter"], row["series"]) for row in got.rows]
    assert counts.count(("CHN", "goods_imports_usd")) == 220 and counts.count(("CHN", "goods_exports_usd")) == 219
    assert len(got.rows) == 460 and not got.held
    monthly = sample("comtrade/api_df_to_csv_chn_imports_from_rus_monthly_2017_2024.csv")
    sums = [
        sum(int(row["value"]) for row in monthly.rows if row["period"][:4] == str(year)) for year in range(2017, 2025)
    ]
    assert sums == [
        41390293056,
        59141093545,
        61190631855,
        57844468529,
        79593503788,
        114392293965,
        128935678560,
        129881357745,
    ]
    answered = sample("comtrade/api_data_v1_get_C_A_HS_chn_2010.json")
    assert answered.values["goods_imports_usd", "CHN", "ARG", "2010", 12] == "6804128143"
    assert sample("comtrade/api_bulk_v1_get_listing.json").held == ["F-12"]
