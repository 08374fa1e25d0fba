"""The feed of editions: every decision, newest first, with links that hold, and nothing that does not count yet."""

from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.figures import settings
from dashboard.server import feed
from etl.intake import intake
from etl.store import Store
from tests.etl.office.test_proposals import LATER, accepted, proposed
from tests.support.upload_files import april

NAMES = {"a": feed.ATOM}


@pytest.fixture
def folder(copy, monkeypatch):
    monkeypatch.setenv(settings.VARIABLE, str(copy))
    monkeypatch.setenv(settings.PUBLIC, "https://trade.example.org")
    return copy


def read() -> ElementTree.Element:
    return ElementTree.fromstring(feed.build("https://trade.example.org"))


def titles(root) -> list[str]:
    return [one.findtext("a:title", namespaces=NAMES) for one in root.findall("a:entry", NAMES)]


def test_what_ships_alone_is_one_entry(folder):
    root = read()
    assert len(titles(root)) == 1 and titles(root)[0].startswith("Figures that ship")
    assert root.findtext("a:updated", namespaces=NAMES).endswith("T00:00:00Z")


def test_each_decision_is_an_entry_with_the_link_of_its_edition(folder):
    intake.accept(folder, intake.preview(folder, april(), "secret name.xls"), by="Anna", note="words of the office")
    root = read()
    assert [title.partition(",")[0] for title in titles(root)] == ["New figures", "Figures that ship"]
    link = root.find("a:entry/a:link", NAMES).get("href")
    assert link == f"https://trade.example.org/sources?v={Store(folder).edition().replace('+', '%2B')}"
    text = ElementTree.tostring(root, encoding="unicode")
    assert "secret name" not in text and "words of the office" not in text and "Anna" not in text


def test_what_is_proposed_or_under_embargo_is_not_in_it(folder):
    before = feed.build("https://x")
    code = proposed(folder, not_before=LATER)
    assert feed.build("https://x") == before
    accepted(folder, code)
    assert feed.build("https://x") == before


def test_the_route_answers_and_says_when_nothing_is_new(folder):
    client = TestClient(Starlette(routes=feed.routes()))
    answer = client.get(feed.ADDRESS)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/atom+xml")
    again = client.get(feed.ADDRESS, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(feed.ADDRESS).status_code == 405
