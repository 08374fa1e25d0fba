"""Sources can be searched and no row is cut; a card's "7 sources" opens the sources of that chart."""

import re
from html import escape

import pytest

from dashboard.exhibits import permalink
from dashboard.figures import comparisons, served
from dashboard.overview import provenance, state_of_play
from dashboard.views.sources import lists
from tests.support.page_text import failures, text


def body(view) -> str:
    return re.sub("<style>.*?</style>", "", text(view), flags=re.DOTALL)


def test_every_source_correction_and_difference_is_on_the_page_uncut(opened):
    view = opened("sources")
    said, data = body(view), served.figures()
    assert not failures(view)
    known = provenance.sources(data)
    assert len(re.findall('<details class="ky-source">', said)) == len(known) > 20
    assert all(escape(one.licence) in said for one in known)
    rows = len(re.findall("<tr><td", said))
    assert rows == len(provenance.corrections()) + len(comparisons.disagreements(data))
    assert "ky-scroll" not in said, "nothing scrolls inside a box that cuts its last row"


def test_late_sources_come_first_and_their_state_says_why():
    (sources, *_) = lists.parts(served.figures(), served.newest())
    states = re.findall(r'class="ky-badge \w+">(\w+)<', sources.markup)
    assert states == sorted(states, key=lists.STATES.index) and len(set(states)) > 2
    assert sources.markup.count("<dt>State</dt>") == len(states)


@pytest.mark.parametrize("needle", ["sipri", "CRUDE 2022", "2022 crude", "eurostat"])
def test_find_keeps_the_rows_that_have_every_word_and_says_how_many(opened, needle):
    view = opened("sources", find=needle)
    everything = lists.parts(served.figures(), served.newest())
    found = lists.parts(served.figures(), served.newest(), needle)
    assert 0 < sum(part.rows for part in found) < sum(part.rows for part in everything)
    assert not failures(view) and f"with “{needle}”." in body(view)
    assert all(part.counted in body(view) for part in found if part.rows)
    for row in re.findall(r"<tr>(.*?)</tr>", body(view)):
        words = re.sub("<[^>]+>", " ", row).casefold()
        assert row.startswith("<th") or all(word in words for word in needle.casefold().split())
    assert not view.get("plotly_chart"), "the charts step aside"


def test_what_is_nowhere_is_said_and_everything_comes_back(opened):
    view = opened("sources", find="nobody publishes this")
    assert "Nothing here has “nobody publishes this”." in body(view)
    view.button(key="sources_all").click().run()
    assert not failures(view) and "31 sources" in body(view) and "find" not in view.query_params


def test_an_address_may_open_a_card_at_its_sources_and_then_says_what_it_always_says(opened):
    view = opened("trade", tab="sources", view="ratio")
    assert not failures(view) and "<h3>Publications</h3>" in body(view)
    assert "tab" not in view.query_params and view.query_params["view"] in ("ratio", ["ratio"])
    assert "<h3>Publications</h3>" not in body(opened("trade", tab="nonsense"))


def test_sources_of_a_figure_on_the_overview_open_those_of_its_chart(opened):
    said = body(opened("overview"))
    facts = state_of_play.state(served.figures(), "usd").facts
    assert len(facts) == 5
    for one in facts:
        assert f'<a href="{escape(permalink.sources_of(one.address))}" target="_self">{one.sources} source' in said
        query = dict(pair.split("=") for pair in permalink.sources_of(one.address).partition("?")[2].split("&"))
        page = one.address.partition("?")[0].strip("/")
        state = permalink.read(query, page)
        assert (state.tab, state.problems) == ("sources", ())
