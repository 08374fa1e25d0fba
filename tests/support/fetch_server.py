"""A server of our own that answers as the statistics offices do, for the tests of fetching."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from etl.fetch import fetch
from etl.fetch.http import FetchFailed

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


@pytest.fixture(name="server")
def made_server():
    one = Server()
    yield one
    one.http.shutdown()
    one.http.server_close()


@pytest.fixture(name="get")
def made_get(server, tmp_path):
    """Return a function: service and choices → what was fetched; the pauses made are in `get.slept`."""
    slept: list[float] = []

    def got(service="comtrade", key=KEY, base="", **given):
        return fetch.fetch(
            tmp_path, service, MONTH | given, base_urls={service: base or server.address}, sleep=slept.append,
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
