"""The route of the box: what it answers, to whom, and what it never does."""

import json
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from dashboard.find import finder
from dashboard.find.index import Entry, Index
from dashboard.server import find, front
from tests.support import apart

MARKUP = "<img src=x onerror=alert(1)> coal"


def ask(query: str = "", method: str = "GET", host: str = "localhost:8501", **params: str) -> SimpleNamespace:
    """Return status, headers and text of an answer of the route."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": "/find", "method": method, "query_string": (query or urlencode(params)).encode(),
             "headers": [(b"host", host.encode())]}  # fmt: skip
    app = Starlette(routes=find.routes())
    apart.run(app(scope, None, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return SimpleNamespace(status=sent[0]["status"], headers=headers, text=sent[1]["body"].decode())


@pytest.fixture
def asked(monkeypatch):
    """Few entries in place of all; what is returned are the editions and days that they were asked for."""
    seen = []

    def index(edition, as_of):
        seen.append((edition, as_of))
        return Index([Entry("figure", MARKUP, "2025: 1 Mt", "China", "/fossil?as_of=2024-01-01")])

    monkeypatch.setattr(finder, "_index", index)
    return seen


def test_a_question_is_answered_in_json_that_nobody_keeps(asked):
    answer = ask(q="coal")
    assert answer.status == 200 and answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    (group,) = json.loads(answer.text)["groups"]
    assert (group["label"], group["total"]) == ("Figures", 1)
    told = {"title": MARKUP, "answer": "2025: 1 Mt", "note": "China", "link": "/fossil?as_of=2024-01-01"}
    assert group["items"] == [told]
    assert json.loads(ask().text) == {"groups": []}


def test_edition_and_day_are_those_of_the_page_and_nothing_else_is_taken(asked):
    ask(q="coal", v="2026-12-01+0", as_of="2024-02-29", claim="x", chart="y")
    ask("q=coal&v=2026-12-01+0&as_of=2999-01-01")  # a + not encoded; a day that lies ahead is today
    ask(q="coal", v="../../etc", as_of="yesterday")
    assert asked == [("2026-12-01+0", "2024-02-29"), ("2026-12-01+0", None), (None, None)]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_reading_is_allowed(asked, method):
    assert ask("q=coal", method).status == 405 and not asked


def test_a_question_is_cut_before_it_is_read(asked, monkeypatch):
    seen = []
    monkeypatch.setattr(Index, "search", lambda _self, question: seen.append(question) or [])
    assert ask(q="a" * 20_000).status == 200
    assert len(seen[0]) == finder.LONGEST


def test_one_set_of_entries_is_made_at_a_time(figures, single, monkeypatch):
    """Whoever asks meanwhile is told to ask again, at once."""
    figures(single)
    finder._made.clear()
    with finder._making:
        assert find.answer({"q": "trade"}) == (
            202,
            {"groups": [], "problem": "The figures are being read. Ask again in a second."},
        )
    status, told = find.answer({"q": "total trade russia"})
    assert status == 200 and "2022: $190.3bn" in json.dumps(told)
    finder._made.clear()


def test_only_a_few_editions_and_days_are_kept(figures, single, monkeypatch):
    figures(single)
    finder._made.clear()
    monkeypatch.setattr(finder.figures, "entries", lambda data, edition: iter(()))
    monkeypatch.setattr(finder.evidence, "entries", lambda data, edition: iter(()))
    for day in range(1, 9):
        finder.answer("x", None, f"2024-01-0{day}")
    assert len(finder._made) == finder.KEPT
    finder._made.clear()


def test_an_edition_that_is_not_there_is_answered_by_the_newest(figures, single):
    figures(single)
    status, told = find.answer({"q": "total trade russia", "v": "2020-01-01+9"})
    assert status == 200 and "v=" not in told["groups"][0]["items"][0]["link"]
    finder._made.clear()


def test_unreadable_figures_are_a_sentence(figures, tmp_path):
    figures(tmp_path / "nowhere")
    status, told = find.answer({"q": "coal"})
    assert status == 200 and told["groups"] == [] and told["problem"] and "Traceback" not in told["problem"]


def test_the_start_page_loads_the_box_from_our_own_files():
    page = front.page(front.INDEX.read_text(encoding="utf-8"))
    assert f'href="{find.STYLE_ADDRESS}"' in page and page.index(find.STYLE_ADDRESS) < page.index('type="module"')
    assert find.SCRIPT in front.SCRIPT
    assert "innerHTML" not in find.SCRIPT and "insertAdjacentHTML" not in find.SCRIPT and "eval(" not in find.SCRIPT
