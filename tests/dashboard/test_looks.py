"""One question, one answer: a request says all that matters, a look is worked out once and keeps no frames but a few."""

import dataclasses

import pandas as pd
import pytest

from dashboard.exhibits import badges, permalink
from dashboard.exhibits.model import NothingToShow
from dashboard.figures import memo, query, served, words
from dashboard.looks import Request, look
from dashboard.looks.look import _card, _exhibit, _picture
from dashboard.looks.since import changes_since

CHART = "trade_by_partner"


def asked(**changed) -> Request:
    return dataclasses.replace(Request.usual(CHART, served.newest()), **changed)


def test_equal_requests_are_one_question_and_another_pick_edition_or_day_is_another():
    one = asked()
    assert one == Request.for_chart(CHART, one.picks, served.newest()) and hash(one) == hash(asked())
    others = {
        asked(as_of="2023-01-31"),
        asked(edition="2026-11-21+9"),
        Request.for_chart(CHART, one.picks | {"view": "ratio"}, one.edition),
    }
    assert len({one, *others}) == 4


def test_the_link_of_a_request_opens_at_the_same_request():
    one = asked(as_of="2023-01-31")
    told = dict(part.split("=") for part in one.link.replace("%2B", "+").partition("?")[2].split("&"))
    state = permalink.read(told, "trade")
    assert Request.for_chart(CHART, state.picks[CHART], state.edition, state.as_of) == one


def test_a_chart_is_read_drawn_and_worded_once(monkeypatch):
    for kept in (_exhibit, _card, _picture):
        kept.cache_clear()
    made = []
    real = look.__globals__["exhibit"]
    monkeypatch.setitem(look.__globals__, "exhibit", lambda *given: made.append(given[0]) or real(*given))
    seen = look(asked())
    words = seen.card
    assert seen.picture("card", "light") is look(asked()).picture("card", "light")
    assert look(asked()).card is words and words.headline == seen.exhibit.headline and words.file_name
    assert seen.link == permalink.address(CHART, asked().picks, served.newest())
    assert made == [CHART]


def test_what_is_kept_of_every_look_is_text():
    card = look(asked()).card
    for field in dataclasses.fields(card):
        assert not isinstance(getattr(card, field.name), (pd.DataFrame, pd.Series))
    assert _exhibit.cache_parameters()["maxsize"] == 48


def test_a_look_without_figures_carries_the_sentence_and_its_exhibit_raises_it():
    seen = look(asked(as_of="1951-01-01"))
    assert seen.nothing.startswith("No figures for") and seen.card.title and not seen.card.headline
    with pytest.raises(NothingToShow, match="No figures for"):
        _ = seen.exhibit


def test_a_card_says_how_fresh_its_figures_are_on_the_day_it_is_read(monkeypatch):
    monkeypatch.setattr(words, "today", lambda: "2026-11-21")
    early = look(asked()).card.badges
    monkeypatch.setattr(words, "today", lambda: "2032-11-21")
    late = look(asked()).card.badges
    assert late != early and late == badges.for_exhibit(look(asked()).exhibit)


def test_nothing_has_changed_since_the_newest_edition():
    since = changes_since([asked()])
    assert (since.values, since.headlines) == (0, ())


def test_what_is_kept_with_figures_is_worked_out_once_for_them_and_again_for_others():
    worked = []

    @memo.keep_with_figures
    def count(data: query.Data, most: int = 1) -> int:
        worked.append((data.as_of, most))
        return len(data.known)

    today, past = served.figures(), served.figures(None, "2023-01-31")
    assert count(today) == count(today) > count(past)
    assert count(today, 2) == count(today, 2)
    assert worked == [(None, 1), ("2023-01-31", 1), (None, 2)]
