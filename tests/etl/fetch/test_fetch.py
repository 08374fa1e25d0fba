"""Fetching as it goes when all is well, against a server of our own that answers as the offices do."""

import json

import pytest

from etl.fetch import services
from tests.support.fetch_server import KEY, comtrade, failed, made_get, made_server, record

__all__ = ["made_get", "made_server"]  # fixtures


def test_what_arrives_goes_the_same_way_as_a_file(get, server, copy):
    from etl.intake import intake

    got = get()
    assert got.calls == 1 and got.data == comtrade([record()]) and KEY not in got.url
    path, query, headers = server.seen[0]
    assert path == "/data/v1/get/C/M/HS" and headers["Ocp-Apim-Subscription-Key"] == KEY
    assert query["reporterCode"] == ["156"] and query["partnerCode"] == ["643"] and query["period"] == ["202604"]
    assert not any(KEY in value for values in query.values() for value in values)
    one = intake.preview(copy, got.data, got.name, {"published": got.day})
    assert one.source == "comtrade_monthly" and one.rows[0].key == ("goods_imports_usd", "CHN", "RUS", "2026-04", 1)


def test_without_a_key_the_preview_is_asked(get, server):
    get(key="")
    assert server.seen[0][0] == "/public/v1/preview/C/M/HS"


EUROSTAT = (
    "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\r\n"
    "ESTAT:DS-059341(1.0),15/05/26,M,EU27_2020,CN,TOTAL,1,VALUE_EUR,2026-03,44000000000\r\n"
)


def test_eurostat_is_asked_by_key_and_split_when_too_big(get, server):
    def answer(path, query, headers):
        if ".CN+RU." in path:  # A6
            return 413, {"Content-Type": "application/xml"}, b"<error>EXTRACTION_TOO_BIG</error>"
        partner = "CN" if ".CN." in path else "RU"
        return 200, {"Content-Type": "text/csv"}, EUROSTAT.replace(",CN,", f",{partner},").encode()

    server.answer = answer
    got = get("eurostat", reporter="EU27", partner="CHN,RUS", period="2026-03", flow="import")
    assert server.seen[0][0].endswith("/M.EU27_2020.CN+RU.TOTAL.1.VALUE_EUR")
    assert got.data.decode().count("DATAFLOW") == 1 and ",RU," in got.data.decode() and ",CN," in got.data.decode()
    server.in_turn((200, {"Content-Type": "application/xml"}, b"<mes:Footer code='413'>big</mes:Footer>"))
    assert "more rows" in failed(get, service="eurostat", reporter="EU27", partner="CHN", period="2026-03")
    server.in_turn((200, {}, EUROSTAT.replace("OBS_VALUE", "VALUE").encode()))
    assert "changed its columns" in failed(get, service="eurostat", reporter="EU27", partner="CHN", period="2026-03")


def test_census_gives_one_partner_a_call_and_nothing_for_204(get, server):
    def answer(path, query, headers):
        country = query["CTY_CODE"][0]
        names = ["CTY_CODE", "CTY_NAME", "GEN_VAL_MO", "time", "CTY_CODE"]
        return 200, {}, json.dumps([names, [country, "CHINA", "123", "2026-03", country]]).encode()

    server.answer = answer
    got = get("census", reporter="USA", partner="CHN,RUS", period="2026-03", flow="import")
    assert [row[0] for row in json.loads(got.data)] == ["CTY_CODE", "5700", "4621"]
    assert server.seen[0][1]["key"] == [KEY] and KEY not in got.url
    server.in_turn((204, {}, b""))
    assert "no figures" in failed(get, service="census", reporter="USA", partner="CHN", period="2026-03")
    server.in_turn((200, {"Content-Type": "text/html"}, b"<html>Invalid Key</html>"))
    assert "key is not valid" in failed(get, service="census", reporter="USA", partner="CHN", period="2026-03")


def test_imf_is_asked_for_csv_and_months_not_wanted_are_left_out(get, server):
    head = "DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE"
    rows = [f"IMF.STA:IMTS(1.0.0),CHN,MG_CIF_USD,RUS,M,{month},11000000000,6" for month in ("2026-M03", "2026-M04")]
    server.in_turn((200, {"Content-Type": "text/csv"}, "\n".join([head, *rows, ""]).encode()))
    got = get("imf")
    assert server.seen[0][0].endswith("/IMTS/1.0.0/CHN.MG_CIF_USD.RUS.M") and "csv" in server.seen[0][2]["Accept"]
    assert b"2026-M04" in got.data and b"2026-M03" not in got.data


def test_periods_and_places_are_said_in_words():
    assert services.periods("2025-11..2026-02") == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert services.periods("2023,2024") == ("2023", "2024")
    for wrong in ("2026-13", "26", "2026-05..2026-01", "2024,2026-01", "2024..2026-01"):
        with pytest.raises(ValueError, match="month"):
            services.periods(wrong)
    for given, word in (
        ({"period": "2024", "colour": "red"}, "colour"),
        ({}, "period"),
        ({"period": "2024", "flow": "up"}, "flow"),
        ({"period": "2024", "partner": "Oz"}, "Oz"),
    ):
        with pytest.raises(ValueError, match=word):
            services.wanted("comtrade", given)


def test_what_was_fetched_is_kept_until_somebody_decides(copy, monkeypatch, capsys):
    from dashboard.cli.main import parser
    from etl.fetch import fetch
    from etl.intake import drafts
    from etl.store import Store

    got = fetch.Fetched("comtrade.json", comtrade([record()]), "2026-05-20", "https://example.org", 1)
    monkeypatch.setattr(fetch, "fetch", lambda *given, **more: got)

    def run(*more: str) -> int:
        arguments = parser().parse_args(["fetch", "comtrade", "period=2026-04", "--data", str(copy), *more])
        arguments.headlines = None
        return arguments.run(arguments)

    assert run("--dry-run") == 0 and not drafts.waiting(copy)
    assert run() == 2 and [one.provenance["original_name"] for one in drafts.waiting(copy)] == ["comtrade.json"]
    assert run("--yes") == 0 and not drafts.waiting(copy) and Store(copy).head() == 1
    assert "Published. Edition" in capsys.readouterr().out
