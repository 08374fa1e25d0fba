"""What every answer carries, what is closed, and the gate before uploads; each broken once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.server import front, guard, serve

SESSION = "abc-123"


@pytest.fixture(autouse=True)
def closed():
    guard.revoke(SESSION)
    yield
    guard.revoke(SESSION)


def ask(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str, bool]:
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
        "type": "http",
        "path": path,
        "method": method,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    with ThreadPoolExecutor(
        1
    ) as thread:  # a browser test before this one may have left a loop running in the main thread
        thread.submit(lambda: asyncio.run(guard.Guard(behind, index=front.INDEX)(scope, None, send))).result()
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
        assert serve.serve(port, tmp_path, failed=print, open_browser=False) == 1
    said = capsys.readouterr().err
    assert f"Port {port} is in use" in said and "--port" in said and "Traceback" not in said


@pytest.mark.parametrize("port", [-1, 70_000])
def test_what_is_no_port_is_a_sentence(port):
    with pytest.raises(serve.PortTaken, match="is not a port"):
        serve.check_port(port)


def test_what_protects_readers_cannot_be_loosened_by_a_file():
    told = serve.settings(8501)
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
    serve._run(app, 8599, serve.ADDRESS)
    assert (seen["app"], seen["host"], seen["port"]) == (app, "127.0.0.1", 8599) and not {"fd", "uds"} & set(seen)
    assert seen["ws_max_size"] > 50 * 2**20 and seen["ws_per_message_deflate"] is False
    assert all(config.get_option(name) == value for name, value in serve.settings(8599).items())
