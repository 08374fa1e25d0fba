"""Fetching against a server of our own that answers as the offices do, with each of the twenty faults once."""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from etl import fetch, fetch_http
from etl import fetch_services as services
from etl.fetch_http import FetchFailed

KEY = "verysecretkey123"
MONTH = {"reporter": "CHN", "partner": "RUS", "period": "2026-04", "flow": "import"}


def record(period="202604", partner=643, flow="M", value=11_000_000_000.0) -> dict:
    return {
        "typeCode": "C", "freqCode": "M", "refPeriodId": 20260401, "refYear": 2026, "refMonth": 4, "period": period,
        "reporterCode": 156, "reporterISO": "CHN", "reporterDesc": "China", "flowCode": flow, "partnerCode": partner,
        "partnerISO": "RUS", "partnerDesc": "Russian Federation" if partner == 643 else "World", "partner2Code": 0,
        "classificationCode": "H6", "cmdCode": "TOTAL", "customsCode": "C00", "motCode": 0, "qtyUnitAbbr": "N/A",
        "qty": None, "netWgt": None, "isNetWgtEstimated": False, "primaryValue": value,
    }  # fmt: skip


def comtrade(rows, **more) -> bytes:
    return json.dumps({"elapsedTime": "0.1 secs", "count": len(rows), "data": rows, "error": ""} | more).encode()


class Server:
    """Answers each request with what `answer(path, query, headers)` returns: status, headers, body; None hangs up."""

    def __init__(self):
        self.seen = []
        self.answer = lambda path, query, headers: (200, {}, comtrade([record()]))
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                found = urlsplit(self.path)
                outer.seen.append((found.path, parse_qs(found.query), dict(self.headers)))
                told = outer.answer(found.path, parse_qs(found.query), dict(self.headers))
                if told is None:
                    self.connection.close()
                    self.close_connection = True
                    return
                status, headers, body = told
                self.send_response_only(status)
                headers = {
                    "Content-Type": "application/json",
                    "Content-Length": str(len(body)),
                    "Date": self.date_time_string(),
                    **headers,
                }
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                if int(headers["Content-Length"]) != len(body):
                    self.close_connection = True

            def log_message(self, *args):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.http.server_address[1]}"

    def in_turn(self, *answers):
        """Give these answers one after the other, the last one for ever."""
        left = list(answers)
        self.answer = lambda *_: left.pop(0) if len(left) > 1 else left[0]


@pytest.fixture
def server():
    one = Server()
    yield one
    one.http.shutdown()
    one.http.server_close()


@pytest.fixture
def get(server, tmp_path):
    """Return a function: service and choices → what was fetched; the pauses made are in `get.slept`."""
    slept: list[float] = []

    def got(service="comtrade", key=KEY, **given):
        return fetch.fetch(
            tmp_path, service, MONTH | given, base_urls={service: server.address}, sleep=slept.append,
            environment={"COMTRADE_KEY": key, "CENSUS_KEY": key},
        )  # fmt: skip

    got.slept = slept
    return got


def failed(get, **given) -> str:
    with pytest.raises(FetchFailed) as error:
        get(**given)
    assert KEY not in str(error.value)
    return str(error.value)


OK = (200, {}, comtrade([record()]))


def test_what_arrives_goes_the_same_way_as_a_file(get, server, copy):
    from etl import intake

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


def test_a1_what_cannot_be_reached_is_tried_four_times_with_longer_pauses(get, server):
    server.in_turn(None)
    assert "could not be reached" in failed(get) and len(server.seen) == 4
    assert [round(pause) >= least for pause, least in zip(get.slept, (1, 4, 16), strict=True)] == [True] * 3
    server.in_turn(None, OK)
    assert get().calls == 1


def test_a2_an_answer_that_drips_is_left(get, server, monkeypatch):
    monkeypatch.setattr(fetch_http, "TOTAL", -1)
    assert "took more than" in failed(get)


def test_a3_the_pause_asked_for_is_kept_and_the_days_calls_are_counted(get, server, tmp_path):
    server.in_turn((429, {"Retry-After": "7"}, b"{}"), OK)
    get()
    assert get.slept == [7.0]
    server.in_turn((429, {"Retry-After": "9000"}, b"{}"), OK)
    assert "takes no calls" in failed(get)
    counted = tmp_path / "state" / "fetch" / "comtrade.json"
    assert json.loads(counted.read_text())["calls"] == 3
    counted.write_text(json.dumps(json.loads(counted.read_text()) | {"calls": 500}))
    assert "500 calls" in failed(get)
    counted.write_text(json.dumps({"day": "2020-01-01", "calls": 500}))
    server.in_turn(OK)
    assert get()


def test_a4_as_many_rows_as_one_call_gives_are_split(get, server, monkeypatch):
    monkeypatch.setitem(fetch.LIMITS, True, 3)

    def answer(path, query, headers):
        rows = [
            record(period, int(partner), flow)
            for period in query["period"][0].split(",")
            for partner in query["partnerCode"][0].split(",")
            for flow in query["flowCode"][0].split(",")
        ]
        return 200, {}, comtrade(rows[:3])

    server.answer = answer
    got = get(period="2026-01..2026-04", partner="RUS,WLD", flow="import,export")
    rows = json.loads(got.data)["data"]
    assert len(rows) == 16 == json.loads(got.data)["count"]
    assert len({(row["period"], row["partnerCode"], row["flowCode"]) for row in rows}) == 16
    monkeypatch.setitem(fetch.LIMITS, True, 1)
    assert "more rows than it gives at once" in failed(get)


def test_a5_a_page_of_repairs_is_no_figures_and_5xx_is_tried_again(get, server):
    server.in_turn((200, {"Content-Type": "text/html"}, b"<html>maintenance</html>"))
    assert "web page instead of figures" in failed(get)
    server.in_turn((503, {}, b""), (500, {}, b""), OK)
    assert get()


def test_a7_what_is_cut_is_never_read_in_part(get, server):
    whole = comtrade([record()])
    packed = gzip.compress(whole)
    for cut in (
        (200, {}, whole[:-20]),
        (200, {"Content-Length": str(len(whole) + 50)}, whole),
        (200, {"Content-Encoding": "gzip"}, packed[:-12]),
        (200, {"Content-Encoding": "gzip"}, b"no gzip"),
    ):
        server.in_turn(cut)
        assert failed(get)
    server.in_turn((200, {"Content-Encoding": "gzip"}, packed))
    assert get().data == whole


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (comtrade([record()], count=2), "announced 2 rows and sent 1"),  # A8
        (comtrade([{k: v for k, v in record().items() if k != "primaryValue"}]), "primaryvalue is not there"),  # A9
        (b'{"elapsedTime": "", "count": 1, "rows": []}', "no list called data"),
        (comtrade([record()]).replace(b"11000000000.0", b"NaN"), "not JSON"),  # A12
        (comtrade([], error="no access"), "says: no access"),
        (comtrade([]), "no figures for this query"),  # A11
    ],
)
def test_an_answer_that_is_not_as_known_is_rejected_whole(get, server, body, words):
    server.in_turn((200, {}, body))
    assert words in failed(get)


@pytest.mark.parametrize(("status", "words"), [(401, "key is wrong"), (403, "not accepted"), (412, "in a browser")])
def test_a14_a15_what_would_not_help_is_not_tried_again(get, server, status, words):
    server.in_turn((status, {}, json.dumps({"message": f"bad key {KEY}"}).encode()))
    assert words in failed(get) and len(server.seen) == 1


def test_a16_no_redirect_leaves_the_list(get, server):
    for target in ("http://elsewhere.invalid/x", "ftp://127.0.0.1/x", server.address.replace("127.0.0.1", "localhost")):
        server.in_turn((302, {"Location": target}, b""))
        assert "not on the list" in failed(get), target
    server.answer = lambda path, *_: OK if path == "/there" else (302, {"Location": "/there"}, b"")
    assert get()
    server.in_turn((302, {"Location": "/again"}, b""))
    assert "in a circle" in failed(get)
    for office in services.SERVICES.values():
        assert office.base.startswith("https://")


def test_a17_what_unpacks_without_end_is_left(get, server, monkeypatch):
    monkeypatch.setattr(fetch_http, "CAP", 100_000)
    server.in_turn((200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 5_000_000)))
    assert "sent more than" in failed(get)


def test_a18_an_old_copy_keeps_its_own_day(get, server):
    server.answer = lambda *_: (200, {"Date": "Mon, 02 Mar 2026 10:00:00 GMT"}, comtrade([record()]))
    assert get().day == "2026-03-02"


def test_a19_two_at_once_and_the_second_waits(get, server, tmp_path):
    budget = fetch_http.Budget(tmp_path / "state" / "fetch", "comtrade", 500)
    with budget.alone():
        assert "Another program is fetching" in failed(get)
    assert get()


def test_a10_a13_new_codes_are_asked_for_and_parts_are_left_out(get, server, copy):
    from etl import intake

    parts = record() | {"partner2Code": 643, "primaryValue": 5.0}
    new = record() | {"partnerCode": 9999, "partnerDesc": "Atlantis", "partnerISO": "ATL"}
    server.in_turn((200, {}, comtrade([record(), parts, new])))
    one = intake.preview(copy, get().data, "comtrade.json")
    assert "K-04" in {each.code for each in one.held} and len(one.rows) == 2


def test_a20_nothing_is_committed_by_fetching(get, server, tmp_path):
    server.in_turn(OK, None)
    get()
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


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
    for given in (
        {"period": "2024", "colour": "red"},
        {},
        {"period": "2024", "flow": "up"},
        {"period": "2024", "partner": "Oz"},
    ):
        with pytest.raises(ValueError):
            services.wanted("comtrade", given)
