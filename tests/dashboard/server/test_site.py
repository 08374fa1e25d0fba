"""Serving readers elsewhere: the public address, whose name is answered, whole links, and what machines ask."""

import urllib.request

import pytest
from streamlit import config

from dashboard.cli import main
from dashboard.exhibits import permalink
from dashboard.figures import settings
from dashboard.server import health, sign_in
from dashboard.server.errors import PortTaken, SiteError
from dashboard.server.sign_in import SignIn
from dashboard.server.site import Site, to_others
from etl.office.permissions import allowed
from etl.store import Problem, Store
from tests.browser.server import free_port
from tests.dashboard.server.test_guard import ask


@pytest.fixture
def elsewhere(monkeypatch):
    """A site that others reach, as Streamlit is told of it."""
    site = to_others(8501, "127.0.0.1", "https://trade.example.org")
    before = config.get_option("server.allowedHosts")
    config.set_option("server.allowedHosts", site.hosts)
    monkeypatch.setenv(settings.PUBLIC, site.url)
    monkeypatch.setenv(settings.SERVED, settings.OTHERS)
    yield site
    config.set_option("server.allowedHosts", before)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "trade.example.org",
        "ftp://x",
        "https://",
        "https://a b",
        "https://x/page",
        "https://x?y=1",
        "https://me@x",
        "*",
    ],
)
def test_what_is_no_public_address_is_a_sentence(url):
    with pytest.raises(SiteError, match=r"no public address.*Nothing was started"):
        to_others(8501, "0.0.0.0", url)


@pytest.mark.parametrize(("address", "proxies"), [("everywhere", ""), ("0.0.0.0", "10.0.0.5, *"), ("1.2.3", "")])
def test_what_is_no_address_of_a_card_or_proxy_is_a_sentence(address, proxies):
    with pytest.raises(SiteError, match="Write numbers"):
        to_others(8501, address, "https://x.org", proxies)


@pytest.mark.parametrize("url", ["http://trade.example.org", "http://10.0.0.5:8501"])
def test_people_do_not_sign_in_over_a_line_that_is_not_encrypted(url):
    one = SignIn(header="X-User")
    with pytest.raises(SiteError, match=r"not encrypted.*Nothing was started"):
        to_others(8501, "127.0.0.1", url, "127.0.0.1", sign_in=one)
    assert to_others(8501, "127.0.0.1", url) and to_others(
        8501, "127.0.0.1", "http://localhost:8501", "127.0.0.1", sign_in=one
    )


def test_what_is_fixed_cannot_be_asked_for_by_the_environment():
    """Streamlit's agent interface and the labels of its own counts would tell others who reads what."""
    site = to_others(8501, "127.0.0.1", "https://x.org")
    options = config.get_config_options()
    named = {name: options[name].env_var for name in site.settings()}
    for variable in named.values():
        with pytest.raises(SiteError, match=f"{variable}, which Kyakhta sets itself.*Nothing was started"):
            site.check_environment({variable: "1", "PATH": "/bin"})
    site.check_environment({"PATH": "/bin", "STREAMLIT_THEME_BASE": "dark"})
    for closed in ("STREAMLIT_SERVER_ENABLE_AGENT_API", "STREAMLIT_SERVER_UNSAFE_METRICS_USER_ATTRIBUTES"):
        assert closed in named.values()


def test_the_server_does_not_start_with_it(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("STREAMLIT_SERVER_ENABLE_AGENT_API", "true")
    assert main.main(["serve", "--url", "https://x.org", "--data", str(tmp_path)]) == 1
    assert "STREAMLIT_SERVER_ENABLE_AGENT_API" in capsys.readouterr().err


def test_the_command_says_it_too(capsys):
    assert main.main(["serve", "--url", "trade.example.org"]) == 1
    said = capsys.readouterr().err
    assert "“trade.example.org” is no public address" in said and "Traceback" not in said


def test_a_site_for_others_is_not_this_machine_alone(elsewhere):
    assert not elsewhere.local and elsewhere.secure and Site().local
    assert elsewhere.hosts[-1] == "trade.example.org" and "*" not in elsewhere.hosts
    assert not allowed(sign_in.actor(), "stage").yes


@pytest.mark.parametrize("path", ["/", "/trade", "/find", "/start.js", "/fonts/x.woff2", "/_stcore/health", "/nowhere"])
def test_a_foreign_host_gets_421_at_every_address(elsewhere, path):
    status, told, words, asked = ask(path, host="evil.example.com")
    assert (status, asked) == (421, False) and "another name" in words
    assert told["content-security-policy"]


@pytest.mark.parametrize(("host", "status"), [("evil.example.com", 421), ("trade.example.org", 200)])
def test_a_foreign_host_gets_421_for_its_socket_too(elsewhere, host, status):
    assert ask("/_stcore/stream", kind="websocket", host=host)[0] == status


@pytest.mark.parametrize("host", ["trade.example.org", "TRADE.example.org:443", "localhost:8501", "127.0.0.1"])
def test_its_own_names_are_answered(elsewhere, host):
    assert ask("/", host=host)[0] == 200


@pytest.mark.parametrize(
    "host", ["", "trade.example.org.evil.com", "trade.example.org@evil.com", "trade.example.org/x"]
)
def test_names_that_only_look_like_it_are_not(elsewhere, host):
    assert ask("/", host=host)[0] == 421


def test_a_probe_that_knows_only_the_number_is_answered(elsewhere):
    assert ask(health.ALIVE, host="10.1.2.3")[0] == ask(health.READY, host="10.1.2.3")[0] == 200


def test_links_in_files_are_whole(elsewhere, data):
    from dashboard.exhibits.exhibit import exhibit
    from dashboard.export import citations, picture

    item = exhibit("trade_by_partner", data)
    there = "https://trade.example.org/trade?v="
    assert picture.link(item).startswith(there) and f"link {there}" in item.edition_line
    assert there in citations.long(item)
    assert permalink.address("trade_by_partner").startswith("/trade"), "links on a page stay where they are"


def test_ready_says_the_edition_and_whether_decisions_can_be_saved(copy, monkeypatch):
    monkeypatch.setenv(settings.VARIABLE, str(copy))
    status, told = health.readiness()
    assert (status, told["ready"], told["writable"]) == (200, True, True) and told["edition"] == Store(copy).edition()
    why = Problem("C-06", "The folder cannot be written.", "data", "", "")
    monkeypatch.setattr(Store, "cannot_write", lambda _store: why)
    assert health.readiness() == (200, told | {"writable": False, "why": why.found})


def test_without_figures_it_is_not_ready(tmp_path, monkeypatch):
    monkeypatch.setenv(settings.VARIABLE, str(tmp_path / "none"))
    status, told = health.readiness()
    assert status == 503 and told["why"]


def test_the_counts_are_served_on_their_own_port():
    port = free_port()
    health.serve_metrics(port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        told = answer.read().decode()
    assert "kyakhta_ready 1.0" in told and "kyakhta_sessions" in told and "process_resident_memory_bytes" in told
    with pytest.raises(PortTaken, match="--metrics-port"):
        health.serve_metrics(port)
