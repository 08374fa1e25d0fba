"""The twenty faults of a network and of those who answer through it, A1 to A20: each gets its words, few tries, no figures."""

import gzip
import json
import shutil
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from etl.fetch import fetch, http, services
from etl.fetch import waiting as fetch_waiting
from etl.intake import intake
from etl.store import Store
from tests.support.fetch_server import KEY, OK, Server, comtrade, failed, made_get, made_server, record

__all__ = ["made_get", "made_server"]  # fixtures
WHOLE = comtrade([record()])
PACKED = gzip.compress(WHOLE)
HTML = {"Content-Type": "text/html"}
SPLIT = {"period": "2026-01..2026-02"}
EUROSTAT = {"service": "eurostat", "reporter": "EU27", "partner": "CHN", "period": "2026-03"}
CSV = (
    b"DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\r\n"
    b"ESTAT:DS-059341(1.0),15/05/26,M,EU27_2020,CN,TOTAL,1,VALUE_EUR,2026-03,44000000000\r\n"
)
QUEUED = (
    b'<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><ns:queued xmlns:ns="x">'
    b"<id>98de05ea-540a</id><status>STATUS</status><url>http://elsewhere.invalid/x</url></ns:queued></env:Body></env:Envelope>"
)


def queued(status: str, code: int = 200) -> tuple:
    return code, {"Content-Type": "application/xml"}, QUEUED.replace(b"STATUS", status.encode())


def without(name: str) -> dict:
    return {key: value for key, value in record().items() if key != name}


@dataclass
class Fault:
    """What goes wrong: the answers in turn, the words that say it ("": figures come all the same), calls made at most."""

    number: int
    what: str
    answers: tuple
    words: str
    calls: int = 1
    given: dict = field(default_factory=dict)
    patch: tuple = ()  # module, name, value
    slept: tuple = ()  # the least that each pause must be


TABLE = [
    Fault(1, "the line breaks each time", (None,), "could not be reached", 4, slept=(1, 4, 16)),
    Fault(1, "the line breaks once", (None, OK), "", 2, slept=(1,)),
    Fault(1, "no such name", (OK,), "there is no connection", 0, {"base": "http://nowhere.invalid"}, slept=(1, 4, 16)),
    Fault(1, "nobody listens", (OK,), "could not be reached", 0, {"base": "http://127.0.0.1:9"}, slept=(1, 4, 16)),
    Fault(2, "it drips without end", (OK,), "took more than", patch=(http, "TOTAL", -1)),
    Fault(3, "too many calls", ((429, {"Retry-After": "7"}, b"{}"), OK), "", 2, slept=(7,)),
    Fault(3, "too many calls, with a date", ((429, {"Retry-After": "Sat, 01 Jan 2000 00:00:00 GMT"}, b"{}"), OK), "", 2),
    Fault(3, "come back in hours", ((429, {"Retry-After": "9000"}, b"{}"),), "takes no calls"),
    Fault(4, "as many rows as one call gives", (OK,), "more rows than it gives at once", patch=(fetch, "LIMITS", {True: 1})),
    Fault(5, "a page of repairs", ((200, HTML, b"<html>maintenance</html>"),), "web page instead of figures"),
    Fault(5, "out of order twice", ((503, {}, b""), (500, {}, b""), OK), "", 3, slept=(1, 4)),
    Fault(5, "out of order for ever", ((503, {}, b""),), "could not be reached", 4),
    Fault(6, "too big", ((413, {}, b"EXTRACTION_TOO_BIG"),), "more rows than it gives at once", given=EUROSTAT),
    Fault(6, "too big, in a footer", ((200, HTML, b"<mes:Footer code='413'>big</mes:Footer>"),), "more rows", given=EUROSTAT),
    Fault(6, "later, without a number", ((202, {}, b""),), "does not say under which number", given=EUROSTAT),
    Fault(6, "prepared, then dropped", (queued("SUBMITTED"), queued("EXPIRED")), "says EXPIRED", 2, EUROSTAT),
    Fault(6, "speaks otherwise", (queued("SUBMITTED"), (200, {}, b"{}")), "changed how it speaks", 2, EUROSTAT),
    Fault(7, "half of it", ((200, {}, WHOLE[:-20]),), "not whole"),
    Fault(7, "shorter than it says", ((200, {"Content-Length": str(len(WHOLE) + 50)}, WHOLE),), "broke off", 4),
    Fault(7, "half packed", ((200, {"Content-Encoding": "gzip"}, PACKED[:-12]),), "broke off", 4),
    Fault(7, "not packed at all", ((200, {"Content-Encoding": "gzip"}, b"no gzip"),), "damaged", 4),
    Fault(7, "packed otherwise", ((200, {"Content-Encoding": "br"}, WHOLE),), "packs its answer as br"),
    Fault(7, "half a table", ((200, {}, CSV[:-9]),), "breaks off", given=EUROSTAT),
    Fault(8, "fewer rows than announced", ((200, {}, comtrade([record()], count=2)),), "announced 2 rows and sent 1"),
    Fault(9, "a field is gone", ((200, {}, comtrade([without("primaryValue")])),), "primaryvalue is not there"),
    Fault(9, "the list is gone", ((200, {}, b'{"elapsedTime": "", "count": 1, "rows": []}'),), "no list called data"),
    Fault(9, "a column is gone", ((200, {}, CSV.replace(b"OBS_VALUE", b"VALUE")),), "changed its columns", given=EUROSTAT),
    Fault(9, "it says so itself", ((200, {}, comtrade([], error="no access")),), "says: no access"),
    Fault(11, "nothing where figures were", ((200, {}, comtrade([])),), "no figures for this query"),
    Fault(12, "no number", ((200, {}, WHOLE.replace(b"11000000000.0", b"NaN")),), "not JSON"),
    Fault(14, "wrong key", ((401, {}, b'{"message": "bad key ' + KEY.encode() + b'"}'),), "key is wrong"),
    Fault(14, "no leave", ((403, {}, b"Out of call volume quota"),), "not accepted"),
    Fault(15, "a riddle for people", ((412, {}, b"<script>"),), "in a browser"),
    Fault(16, "sent elsewhere", ((302, {"Location": "http://elsewhere.invalid/x"}, b""),), "not on the list"),
    Fault(16, "sent to another kind", ((302, {"Location": "ftp://127.0.0.1/x"}, b""),), "not on the list"),
    Fault(16, "sent round", ((302, {"Location": "/again"}, b""),), "in a circle", 6),
    Fault(17, "unpacks without end", ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 5_000_000)),),
          "sent more than", patch=(http, "CAP", 100_000)),
]  # fmt: skip


@pytest.mark.parametrize("fault", TABLE, ids=lambda one: f"A{one.number} {one.what}")
def test_a_fault_gets_its_words_few_tries_and_no_figures(fault, get, server, tmp_path, monkeypatch):
    if fault.patch:
        monkeypatch.setattr(*fault.patch)
    server.in_turn(*fault.answers)
    if fault.words:
        assert fault.words in failed(get, **fault.given)
    else:
        assert get(**fault.given).data == WHOLE
    assert len(server.seen) == fault.calls
    assert all(path.startswith("/") for path, *_ in server.seen)
    paused = [pause for pause in get.slept if pause]
    assert len(paused) >= len(fault.slept) and all(map(float.__ge__, paused, map(float, fault.slept)))
    store = Store(tmp_path)
    assert not store.history() and not store.snapshots() and not store.verify(), "nothing is taken"
    for kept in tmp_path.rglob("*"):
        assert not kept.is_file() or KEY.encode() not in kept.read_bytes(), "no key is written anywhere"


def test_every_fault_is_tried():
    alone = {int(name.split("_")[1][1:]) for name in globals() if name.startswith("test_a") and name[6:7].isdigit()}
    assert {one.number for one in TABLE} | alone == set(range(1, 21))


def test_a3_the_days_calls_are_counted_and_outlive_a_restart(get, server, tmp_path):
    server.in_turn(OK)
    get()
    counted = tmp_path / "state" / "fetch" / "comtrade.json"
    counted.write_text(json.dumps(json.loads(counted.read_text()) | {"calls": 500}))
    assert "500 calls" in failed(get) and len(server.seen) == 1
    counted.write_text(json.dumps({"day": "2020-01-01", "calls": 500}))
    assert get()


def a_row_for_each(server: Server, most: int) -> None:
    """Answer with a row for each month, partner and flow that is asked for, but at most so many."""

    def answer(path, query, headers):
        rows = [
            record(period, int(partner), flow)
            for period in query["period"][0].split(",")
            for partner in query["partnerCode"][0].split(",")
            for flow in query["flowCode"][0].split(",")
        ]
        return 200, {}, comtrade(rows[:most])

    server.answer = answer


def test_a4_as_many_rows_as_one_call_gives_are_split_until_there_are_fewer(get, server, monkeypatch):
    monkeypatch.setitem(fetch.LIMITS, True, 3)
    a_row_for_each(server, 3)
    got = get(period="2026-01..2026-04", partner="RUS,WLD", flow="import,export")
    rows = json.loads(got.data)["data"]
    assert len({(row["period"], row["partnerCode"], row["flowCode"]) for row in rows}) == len(rows) == 16


def test_a5_what_could_not_be_used_is_kept_as_evidence_without_the_key(get, server, tmp_path):
    server.in_turn((200, HTML, b"<html>repairs, " + KEY.encode() + b"</html>"))
    failed(get)
    (kept,) = (tmp_path / "quarantine").glob("*/comtrade_answer")
    assert kept.read_bytes() == b"<html>repairs, ...</html>"
    assert "web page" in json.loads((kept.parent / "provenance.json").read_text())["reason"]


@pytest.mark.parametrize("code", [200, 202])
def test_a6_an_answer_that_is_prepared_first_is_asked_for_by_its_number(get, server, code):
    waiting = iter(["SUBMITTED", "PROCESSING", "AVAILABLE"])

    def answer(path, query, headers):
        if path == "/1.0/async/data/98de05ea-540a":
            return 200, {"Content-Type": "text/csv"}, CSV
        if path == "/1.0/async/status/98de05ea-540a":
            return queued(next(waiting))
        return queued("SUBMITTED", code)

    server.answer = answer
    got = get(**EUROSTAT)
    assert got.data == CSV and got.calls == 1 and len(server.seen) == 5
    assert server.seen[-1][1] == {"format": ["SDMX-CSV"], "compressed": ["false"]}
    assert get.slept == [2, 4, 8], "the pauses grow"


def test_a6_waiting_for_an_answer_has_an_end(get, server):
    server.in_turn(queued("PROCESSING"))
    assert "still preparing the answer after 15 minutes" in failed(get, **EUROSTAT)
    assert sum(get.slept) <= fetch_waiting.AT_MOST and max(get.slept) <= fetch_waiting.LONGEST
    assert len(server.seen) == len(get.slept) + 1 <= 25


def test_a10_new_codes_are_asked_for(get, server, copy):
    new = record() | {"partnerCode": 9999, "partnerDesc": "Atlantis", "partnerISO": "ATL"}
    server.in_turn((200, {}, comtrade([record(), new])))
    one = intake.preview(copy, get().data, "comtrade.json")
    assert [each.key for each in one.held if each.code == "K-04"] == ["partner:Atlantis"] and len(one.rows) == 2


def test_a11_months_that_a_source_no_longer_has_are_held(get, server, copy):
    months = [record(f"2026{number:02d}", value=11e9 + number) for number in (1, 2, 3)]
    server.in_turn((200, {}, comtrade(months)), (200, {}, comtrade([months[0], months[2]])))
    first = intake.preview(copy, get(period="2026-01..2026-03").data, "comtrade.json", {"published": "2026-05-01"})
    assert first.ready, first.held
    intake.accept(copy, first, by="Anna")
    answers = {"published": "2026-06-01", "sure:gaps": "yes"}
    one = intake.preview(copy, get(period="2026-01..2026-03").data, "comtrade.json", answers)
    assert "sure:gone" in {each.key for each in one.held} and [change.key[3] for change in one.vanished] == ["2026-02"]


@pytest.mark.parametrize(
    ("said", "value"), [('"11000000000.25"', "11000000000.25"), ("11000000000.25", "11000000000.25"), ("null", "")]
)
def test_a12_numbers_as_words_are_exact_and_null_is_no_zero(get, server, copy, said, value):
    body = comtrade([record(), record(partner=0)]).replace(b"11000000000.0", said.encode(), 1)
    server.in_turn((200, {}, body))
    one = intake.preview(copy, get().data, "comtrade.json")
    found = {row.partner: str(row.value) for row in one.rows}
    assert found.get("RUS", "") == value and found["WLD"]


def test_a13_parts_beside_their_whole_are_left_out(get, server, copy):
    parts = record() | {"partner2Code": 643, "primaryValue": 5.0}
    server.in_turn((200, {}, comtrade([record(), parts])))
    one = intake.preview(copy, get().data, "comtrade.json")
    assert [row.value for row in one.rows] == [11_000_000_000]


def test_a16_redirects_stay_inside_the_list_and_never_leave_encryption(get, server):
    server.answer = lambda path, *_: OK if path == "/there" else (302, {"Location": "/there"}, b"")
    assert get()
    server.in_turn((302, {"Location": server.address.replace("127.0.0.1", "localhost")}, b""))
    assert "not on the list" in failed(get)
    for office in services.SERVICES.values():
        assert office.base.startswith("https://")
    caller = http.Caller("Office", frozenset({("https", "example.org")}), http.Budget(None, "x", 1))
    with pytest.raises(http.FetchFailed, match="not on the list"):
        caller._check("http://example.org/x")


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_a16_a_certificate_that_nobody_vouches_for_is_refused(get, server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    key, made = folder / "key.pem", folder / "made.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*words, "-keyout", key, "-out", made], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    other = Server()
    other.http.socket = context.wrap_socket(other.http.socket, server_side=True)
    assert (
        "vouches for its certificate" in failed(get, base=other.address.replace("http:", "https:")) and not other.seen
    )
    other.http.shutdown()
    other.http.server_close()


def test_a18_an_old_copy_keeps_its_own_day_and_does_not_overtake(get, server, copy):
    server.answer = lambda *_: (200, {"Date": "Mon, 01 Jun 2026 10:00:00 GMT"}, WHOLE)
    now = intake.preview(copy, get().data, "comtrade.json", {"published": get().day})
    intake.accept(copy, now, by="Anna")
    stale = comtrade([record(value=10_900_000_000.0)])
    server.answer = lambda *_: (200, {"Date": "Fri, 15 May 2026 10:00:00 GMT"}, stale)
    got = get()
    assert got.day == "2026-05-15"
    one = intake.preview(copy, got.data, "comtrade.json", {"published": got.day})
    assert [each.key for each in one.held if each.code == "P-05"] == ["older"]


def test_a19_two_at_once_and_the_second_waits(get, tmp_path):
    with http.Budget(tmp_path / "state" / "fetch", "comtrade", 500).alone():
        assert "Another program is fetching" in failed(get)
    assert get()


def test_a20_a_fetch_that_broke_off_goes_on_where_it_stopped(get, server, tmp_path, monkeypatch):
    monkeypatch.setitem(fetch.LIMITS, True, 2)
    a_row_for_each(server, 2)
    usual: Callable = server.answer
    server.answer = lambda path, query, headers: None if query["period"] == ["202602"] else usual(path, query, headers)
    assert "could not be reached" in failed(get, **SPLIT)
    assert not Store(tmp_path).history() and not Store(tmp_path).snapshots()
    server.answer, before = usual, len(server.seen)
    rows = json.loads(get(**SPLIT).data)["data"]
    assert [row["period"] for row in rows] == ["202601", "202602"]
    asked = [query["period"][0] for _, query, _ in server.seen[before:]]
    assert "202601" not in asked, "January was there already"
    get(**SPLIT)
    assert "202601" in [query["period"][0] for _, query, _ in server.seen[before + len(asked) :]], "a new fetch is new"


def test_a20_parts_are_forgotten_after_a_day_and_when_damaged(tmp_path):
    from etl.fetch.parts import LIFE, Part, Parts

    query, clock = services.Query(periods=("2026-01",)), [0.0]
    parts = Parts(tmp_path, "comtrade", now=lambda: clock[0])
    parts.put(query, Part([{"a": 1}], "2026-03-02"))
    (path,) = (tmp_path / "parts").iterdir()
    clock[0] = path.stat().st_mtime + LIFE - 1
    assert parts.get(query) == Part([{"a": 1}], "2026-03-02")
    clock[0] += 2
    assert parts.get(query) is None
    clock[0] -= 2
    path.write_text("{")
    assert parts.get(query) is None and parts.get(services.Query(periods=("2026-02",))) is None
    parts.clear()
    assert not list((tmp_path / "parts").iterdir())
