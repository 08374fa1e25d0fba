"""The codec of addresses: what is written is read back, and nothing else is guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.exhibits import catalogue, permalink

CHARTS = list(catalogue.catalogue())


def picks_of(chart):
    return catalogue.module(chart).PICKS


def values(pick):
    """Return a strategy of values that a pick takes."""
    if pick.kind == "year":
        return st.one_of(st.just(pick.default), st.integers(1990, 2026).map(str))
    if pick.kind == "month":
        months = st.tuples(st.integers(1990, 2026), st.integers(1, 12)).map(lambda one: f"{one[0]}-{one[1]:02d}")
        return st.one_of(st.just(pick.default), st.integers(1990, 2026).map(str), months)
    known = list(dict(pick.options))
    if pick.kind == "many":
        some = st.lists(st.sampled_from(known), min_size=1, unique=True)
        return some.map(lambda chosen: ",".join(sorted(chosen, key=known.index)))
    return st.sampled_from(known)


def back(address: str, page: str) -> permalink.State:
    from urllib.parse import parse_qsl, urlsplit

    parts = urlsplit(address)
    assert parts.path == permalink.path(page)
    return permalink.read(dict(parse_qsl(parts.query)), page)


def test_there_are_charts():
    assert len(CHARTS) >= 4


@pytest.mark.parametrize("chart", CHARTS)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_choice_survives_the_address(chart, data):
    picks = {pick.name: data.draw(values(pick), label=pick.name) for pick in picks_of(chart)}
    if picks.get("first") and picks.get("last") and picks["first"] > picks["last"]:
        picks["first"], picks["last"] = picks["last"], picks["first"]
    page = catalogue.catalogue()[chart]["page"]
    state = back(permalink.address(chart, picks, "2026-11-21+41", "2023-01-31"), page)
    assert state.picks[chart] == picks
    assert (state.edition, state.as_of, state.problems) == ("2026-11-21+41", "2023-01-31", ())


@pytest.mark.parametrize("chart", CHARTS)
def test_the_usual_view_has_the_plain_address_of_its_page_and_at_most_the_chart(chart):
    usual = {pick.name: pick.default for pick in picks_of(chart)}
    page = catalogue.catalogue()[chart]["page"]
    named = "" if permalink.charts(page)[0] == chart else f"?chart={chart}"
    assert permalink.address(chart, usual) == permalink.path(page) + named


def test_the_address_of_the_issue():
    made = permalink.address("trade_by_partner", {"view": "ratio"}, "2026-11-21+41")
    assert made == "/trade?view=ratio&v=2026-11-21%2B41"


def test_a_plus_that_was_not_encoded_is_still_an_edition():
    assert permalink.read({"v": "2026-11-21 41"}, "trade").edition == "2026-11-21+41"


def test_further_charts_of_a_page_carry_their_own_names():
    first, second = permalink.charts("fossil")[:2]
    told = permalink.query("fossil", {first: {"last": "2023"}, second: {"last": "2022"}})
    assert told == {"last": "2023", f"{second}.last": "2022"}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"view": "rato"}, "did you mean “ratio”"),
        ({"fruit": "apple"}, "no pick “fruit”"),
        ({"x.y": "1"}, "belongs to no chart"),
        ({"v": "41"}, "is not an edition"),
        ({"as_of": "31/01/2023"}, "is not a day"),
        ({"as_of": "2999-01-01"}, "lies ahead"),
        ({"as_of": "1900-01-01"}, "Nothing here was known"),
        ({"first": "2022", "last": "2010"}, "lies after"),
    ],
)
def test_what_is_not_understood_has_its_sentence_and_a_view_that_works(told, words):
    state = permalink.read(told, "trade")
    assert any(words in one for one in state.problems), state.problems
    usual = {pick.name: pick.default for pick in picks_of("trade_by_partner")}
    assert state.picks["trade_by_partner"] == usual
    assert state.edition is None and state.as_of is None


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=12), st.text(max_size=20), max_size=5))
def test_no_address_whatsoever_is_a_fault(told):
    for page in ("overview", "trade", "fossil"):
        state = permalink.read(told, page)
        assert set(state.picks) == set(permalink.charts(page))


@pytest.mark.parametrize("chart", CHARTS)
def test_a_link_names_its_chart_unless_it_is_the_first_of_its_page(chart):
    page = catalogue.catalogue()[chart]["page"]
    address = permalink.address(chart, {}, "2026-11-21+41")
    state = back(address, page)
    first = permalink.charts(page)[0]
    assert (state.chart or first) == chart and state.problems == ()
    assert (f"chart={chart}" in address) == (chart != first)
    assert permalink.query(page, state.picks, state.edition, chart=state.chart)["v"] == "2026-11-21+41"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("crude_share", "stands on the page Oil"),
        ("crude_shares", "There is no chart “crude_shares”"),
        ("<b>", "There is no chart"),
    ],
)
def test_a_chart_that_the_page_does_not_have_is_a_sentence(told, words):
    state = permalink.read({"chart": told}, "trade")
    assert state.chart == "" and any(words in one for one in state.problems)


def test_no_chart_has_a_pick_that_the_codec_takes_for_itself():
    taken = {permalink.CHART, permalink.EDITION, permalink.AS_OF}
    assert not [(chart, pick.name) for chart in CHARTS for pick in picks_of(chart) if pick.name in taken]
