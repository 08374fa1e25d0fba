"""Every page of pages.csv, as Streamlit runs it: with all figures, with one, with none, and as known long ago."""

import pytest

from dashboard.exhibits import catalogue, permalink
from dashboard.figures import served
from dashboard.looks import Request, look
from dashboard.looks.look import _card, _exhibit
from dashboard.views import pages
from tests.support.page_text import failures, text

PAGES = list(catalogue.pages())
CARDS = [page for page in PAGES if permalink.charts(page)]


def test_there_are_pages_and_each_has_cards_or_pieces_of_its_own():
    assert len(PAGES) >= 3
    assert set(PAGES) == {*CARDS, *pages.OWN}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_on_the_figures_that_ship(name, opened):
    view = opened(name)
    assert not failures(view)
    assert text(view).count("<h1>") == 1, "one main heading a page"


@pytest.mark.parametrize("name", CARDS)
def test_every_card_has_its_headline_and_a_chart_for_wide_and_for_narrow_windows(name, opened):
    view = opened(name)
    wrote = text(view)
    for chart in permalink.charts(name):
        picks = {pick.name: pick.default for pick in catalogue.module(chart).PICKS}
        card = look(Request.for_chart(chart, picks, served.newest())).card
        assert not card.nothing, f"{chart} shows nothing as it first opens: {card.nothing}"
        from html import escape

        assert f"<h2>{escape(card.headline)}</h2>" in wrote
    assert wrote.count('class="ky-picture"') == 2 * len(permalink.charts(name))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_any_figures_says_what_to_do(name, opened, figures, tmp_path):
    figures(tmp_path / "nothing")
    view = opened(name)
    assert not failures(view)
    assert "ky-say" in text(view) or "No figures" in text(view)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_a_single_figure_still_opens(name, opened, figures, single):
    figures(single)
    assert len(served.figures().known) == 1
    view = opened(name)
    assert not failures(view)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("day", ["2023-01-31", "1990-01-01"])
def test_a_page_as_known_in_the_past(name, day, opened):
    view = opened(name, as_of=day)
    assert not failures(view)
    assert view.query_params.get("as_of") in (day, [day])
    if name in CARDS and name != "overview":
        assert "As known on" in text(view)


def test_an_unreadable_address_is_answered_in_sentences_and_the_nearest_view(opened):
    view = opened("trade", view="rato", flow="import", v="x", as_of="yesterday", colour="red")
    wrote = text(view)
    assert not failures(view)
    for found in ("“rato”", "“x” is not an edition", "“yesterday” is not a day", "“colour”"):
        assert found in wrote
    assert view.selectbox(key="trade_by_partner.flow").value == "import", "what was understood is shown"


def test_a_choice_goes_into_the_address_and_a_choice_that_cannot_be_is_put_back(opened):
    view = opened("trade")
    view.selectbox(key="trade_by_partner.flow").select("export").run()
    assert view.query_params["flow"] in ("export", ["export"])
    view.selectbox(key="trade_by_partner.last").select("2009").run()
    assert not failures(view)
    assert "lies after" in text(view)
    assert "last" not in view.query_params


def test_a_fault_in_one_chart_leaves_the_rest_of_the_page_standing(opened, monkeypatch, caplog):
    def broken(*_given):
        raise RuntimeError("a secret path")

    charts = permalink.charts("fossil")
    monkeypatch.setattr(catalogue.module(charts[0]), "table", broken)
    _card.cache_clear()
    _exhibit.cache_clear()
    view = opened("fossil")
    wrote = text(view)
    assert len(failures(view)) == 1
    assert "a secret path" not in wrote and "Traceback" not in wrote
    assert wrote.count("<h2>") >= len(charts) - 1
    assert "a secret path" in caplog.text, "the log has what the page does not show"
    _card.cache_clear()
    _exhibit.cache_clear()


def test_an_edition_that_is_not_here_is_a_sentence_and_the_newest_figures(opened):
    view = opened("trade", v="2026-11-21+999")
    assert not failures(view)
    assert "There is no edition" in text(view) and "newest figures instead" in text(view)


def test_an_entry_says_all_that_its_verdict_rests_on(opened):
    wrote = text(opened("ledger", claim="leiden-crude-half-exports"))
    assert "Missing here:" in wrote or "years with figures" in wrote
    wrote = text(opened("ledger", claim="leiden-russian-surplus-since-2018"))
    assert "It did not grow in 2020." in wrote and "As Russia counts it, the sign is the other one" in wrote
    assert "2,018" not in wrote and "allow 2020 to 2020" not in wrote and ">-11.1" not in wrote
    wrote = text(opened("ledger", claim="leiden-gdp-ratio"))
    assert "our reading: the text names no year" in wrote
    wrote = text(opened("ledger"))
    assert "&lt;sup&gt;" not in wrote and "<sup>" not in wrote and "*unprecedented*" not in wrote
