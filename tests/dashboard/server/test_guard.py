"""What every answer carries, what is closed, and the gate before uploads; each broken once."""

import pytest

from dashboard.server import front, guard, serve
from dashboard.server.site import Site
from tests.support import apart

SESSION = "abc-123"


@pytest.fixture(autouse=True)
def closed():
    guard.revoke(SESSION)
    yield
    guard.revoke(SESSION)


def ask(path: str, method: str = "GET", kind: str = "http", **headers: str) -> tuple[int, dict[str, str], str, bool]:
    """Return status, headers and body of an answer, and whether the application behind the guard was asked."""
    asked = []
    sent = []

    async def behind(_scope, _receive, send):
        asked.append(True)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"ALLOWALL")]})
        await send({"type": "http.response.body", "body": b"fine"})

    async def send(message):
        sent.append(message)

    scope = {
        "type": kind,
        "path": path,
        "method": method,
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in ({"host": "localhost:8501"} | headers).items()
        ],
    }
    apart.run(guard.Guard(behind, index=front.INDEX)(scope, None, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, sent[1]["body"].decode(), bool(asked)


def test_every_answer_carries_the_headers_and_ours_win():
    status, told, _, asked = ask("/")
    assert asked and status == 200
    assert told["x-frame-options"] == "DENY"
    assert told["x-content-type-options"] == "nosniff"
    policy = told["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "object-src 'none'" in policy
    script = policy.partition("script-src")[2].partition(";")[0]
    assert "unsafe" not in script and "sha256-" in script


def test_the_hash_is_that_of_the_script_in_the_page():
    import base64
    import hashlib
    import re

    inline = re.findall(r"<script>(.*?)</script>", front.page(front.INDEX.read_text()), re.DOTALL)
    assert inline, "the page has an inline script to allow"
    for one in inline:
        digest = base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in guard.policy(front.INDEX)


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/agent/openapi.json"])
def test_closed_addresses(path):
    status, _, _, asked = ask(path)
    assert status == 404 and not asked


def upload(length: str | None, method: str = "PUT", session: str = SESSION):
    told = {} if length is None else {"content_length": length}
    return ask(f"/_stcore/upload_file/{session}/file-1", method, **told)


def test_a_session_that_no_page_let_in_cannot_leave_a_byte():
    status, told, words, asked = upload("10")
    assert status == 403 and not asked
    assert "page Upload" in words and told["x-frame-options"] == "DENY"


def test_a_session_let_in_hands_in_what_it_was_granted_and_no_more():
    guard.grant(SESSION, files=2, size=1_000)
    assert upload("600")[0] == 200
    assert upload("600")[0] == 413, "over the bytes"
    assert upload("300")[0] == 200
    assert upload("1")[0] == 413, "over the files"
    assert upload("1", session="another")[0] == 403


@pytest.mark.parametrize(("length", "status"), [(None, 411), ("-5", 411), ("x", 411), (str(21 * 1024 * 1024), 413)])
def test_a_length_that_is_missing_wrong_or_too_great(length, status):
    guard.grant(SESSION)
    assert upload(length)[0] == status


def test_the_gate_does_not_stand_in_the_way_of_asking_and_deleting():
    assert upload(None, "OPTIONS")[3] and upload(None, "DELETE")[3]


def test_another_purpose_adds_its_own_quota_once():
    """A brief opened first must not use up what the page Upload grants, nor the other way round."""
    guard.grant(SESSION, files=1, size=100, purpose="brief")
    guard.grant(SESSION, files=1, size=1_000)
    guard.grant(SESSION, files=1, size=100, purpose="brief")
    assert upload("900")[0] == 200 and upload("150")[0] == 200
    assert upload("10")[0] == 413, "both have been used"
    guard.revoke(SESSION)
    assert upload("10")[0] == 403


def test_granting_twice_is_not_a_new_quota():
    guard.grant(SESSION, files=1, size=100)
    assert upload("50")[0] == 200
    guard.grant(SESSION, files=1, size=100)
    assert upload("50")[0] == 413


def test_a_taken_port_is_a_sentence(capsys, tmp_path):
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve.serve(Site(port), tmp_path, failed=print, open_browser=False) == 1
    said = capsys.readouterr().err
    assert f"Port {port} is in use" in said and "--port" in said and "Traceback" not in said


@pytest.mark.parametrize("port", [-1, 70_000])
def test_what_is_no_port_is_a_sentence(port):
    with pytest.raises(serve.PortTaken, match="is not a port"):
        serve.check_port(port)


def test_what_protects_readers_cannot_be_loosened_by_a_file():
    told = Site(8501).settings()
    assert told["server.enableXsrfProtection"] is True and told["server.enableCORS"] is True
    assert told["client.showErrorDetails"] == "none" and told["browser.gatherUsageStats"] is False
    assert told["server.address"] == "127.0.0.1" and "*" not in told["server.allowedHosts"]


def test_the_configuration_file_knows_only_settings_that_streamlit_has(root):
    import tomllib

    from streamlit import config

    told = tomllib.loads((root / ".streamlit" / "config.toml").read_text())
    names = []
    for section, options in told.items():
        for name, value in options.items():
            nested = isinstance(value, dict)
            names += [f"{section}.{name}.{inner}" for inner in value] if nested else [f"{section}.{name}"]
    assert names and not [name for name in names if name not in config._config_options_template]
    assert told["server"]["enableStaticServing"] is False and told["browser"]["gatherUsageStats"] is False


def test_the_server_binds_its_own_port_with_our_settings(monkeypatch):
    """A socket handed over would hold small messages back; and Streamlit must know what no file may loosen."""
    import uvicorn
    from streamlit import config

    seen = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **more: seen.update(app=app, **more))
    app = object()
    serve._run(app, Site(8599))
    assert (seen["app"], seen["host"], seen["port"]) == (app, "127.0.0.1", 8599) and not {"fd", "uds"} & set(seen)
    assert seen["ws_max_size"] > 50 * 2**20 and seen["ws_per_message_deflate"] is False
    assert all(config.get_option(name) == value for name, value in Site(8599).settings().items())


def test_an_upload_in_pieces_is_refused_even_when_it_declares_a_length():
    """`Content-Length: 5` beside `Transfer-Encoding: chunked` once stored 20 MB a request."""
    guard.grant(SESSION)
    status, _, words, asked = ask(
        f"/_stcore/upload_file/{SESSION}/file-1", "PUT", content_length="5", transfer_encoding="chunked"
    )
    assert (status, asked) == (400, False) and "length" in words


@pytest.mark.parametrize(("declared", "sent", "taken"), [(5, 5, 5), (5, 6, 0), (5, 20_000_000, 0)])
def test_bytes_are_counted_as_they_stream(declared, sent, taken):
    guard.grant(SESSION)
    stored = []

    async def behind(_scope, receive, send):
        while (message := await receive())["type"] == "http.request":
            stored.append(message["body"])
            if not message["more_body"]:
                await send({"type": "http.response.start", "status": 204, "headers": []})
                return
        stored.clear()

    pieces = [b"x" * sent]

    async def receive():
        return {"type": "http.request", "body": pieces.pop(), "more_body": False}

    async def send(_message):
        pass

    scope = {
        "type": "http", "path": f"/_stcore/upload_file/{SESSION}/f", "method": "PUT", "client": ("10.0.0.1", 1),
        "headers": [(b"content-length", str(declared).encode()), (b"host", b"localhost:8501")],
    }  # fmt: skip
    apart.run(guard.Guard(behind, index=front.INDEX)(scope, receive, send))
    assert sum(map(len, stored)) == taken


def test_one_address_and_all_together_have_a_budget(monkeypatch):
    waiting = {}
    monkeypatch.setattr(guard.parked, "held", lambda: waiting)
    guard.grant(SESSION, files=9, size=guard.SERVER_BYTES)
    assert upload("10")[0] == 200
    waiting[SESSION] = guard.ADDRESS_BYTES - 5
    assert upload("10")[0] == 503, "this address"
    waiting[SESSION], waiting["others"] = 0, guard.SERVER_BYTES - 5
    status, _, words, asked = upload("10")
    assert status == 503 and not asked and "try again" in words
    waiting["others"] = 0
    assert upload("10")[0] == 200


def test_files_of_closed_windows_go_and_those_of_open_ones_stay(monkeypatch):
    from types import SimpleNamespace

    from streamlit import runtime

    from dashboard.server import parked

    files = {name: {"f": SimpleNamespace(data=b"x" * 1000)} for name in ("open", "closed")}
    closed = []
    server = SimpleNamespace(
        is_active_session=lambda session: session == "open",
        close_session=closed.append,
        uploaded_file_mgr=SimpleNamespace(file_storage=files, remove_session_files=files.pop),
    )
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: server)
    assert parked.held() == {"open": 1000, "closed": 1000}
    assert parked.sweep(0) == 0 and parked.sweep(parked.AFTER - 1) == 0, "a reload keeps them"
    assert parked.sweep(parked.AFTER) == 1000
    assert closed == ["closed"] and parked.held() == {"open": 1000}


def test_a_page_that_our_server_did_not_start_shows_how_to_start_it_and_nobody_decides(monkeypatch, root):
    from streamlit.testing.v1 import AppTest

    from dashboard.figures import settings
    from dashboard.server import sign_in
    from etl.office.permissions import allowed

    monkeypatch.delenv(settings.SERVED)
    assert not allowed(sign_in.actor(), "publish").yes
    view = AppTest.from_file(str(root / "dashboard" / "app.py"), default_timeout=60).run()
    assert "kyakhta run" in view.error[0].value and len(view.main) == 1 and not view.exception
