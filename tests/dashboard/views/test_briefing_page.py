"""Older links and briefs on a store that has grown: what the pages say, and what keeping and taking do."""

import re

import pytest

from dashboard.exhibits import permalink
from dashboard.exhibits.exhibit import exhibit
from dashboard.export import brief, make, tray
from dashboard.figures import query
from etl.store import Store
from tests.support.page_text import failures, text

pytestmark = pytest.mark.slow

CHARTS = ("crude_share", "trade_by_partner")


@pytest.fixture(scope="module")
def saved(folders):
    """A brief of two charts of the first edition, one of which has since moved."""
    data = query.load(folders[0], Store(folders[0]).edition())
    return brief.Brief("Saved early", slides=tuple(brief.pin_slide(exhibit(chart, data)) for chart in CHARTS))


def counted(told):
    found = re.search(r"Since then (\d+) drawn values? and (\d+) headlines? on this page have changed", told)
    return tuple(map(int, found.groups())) if found else None


def test_an_older_link_says_how_many_figures_and_headlines_have_changed_and_shows_the_old(folders, figures, opened):
    """Counted here from the exhibits of both editions, not by the code under test."""
    figures(folders[5])
    first, newest = Store(folders[0]).edition(), Store(folders[5]).edition()
    then, now = (exhibit("trade_by_partner", query.load(folders[5], which)) for which in (first, newest))
    keys = ["series", "reporter", "partner", "period", "months"]
    sides = [
        dict(zip(zip(*(one.table[key] for key in keys), strict=True), one.table["value"], strict=True))
        for one in (then, now)
    ]
    kept = [{key: value for key, value in side.items() if value == value} for side in sides]
    changed = sum(kept[0].get(key) != kept[1].get(key) for key in {**kept[0], **kept[1]})
    view = opened("trade", v=first)
    told = text(view)
    assert not failures(view)
    assert counted(told) == (changed, int(then.headline != now.headline)) and changed > 0
    assert then.headline != now.headline and f"Now: {now.headline}" in told.replace("&#x27;", "'")
    assert f"<h2>{then.headline}</h2>" in told
    view.button(key="ky_unpin").click().run()
    told = text(view)
    assert counted(told) is None and f"<h2>{now.headline}</h2>" in told and "v" not in view.query_params


def test_a_link_to_the_newest_edition_has_no_banner(folders, figures, opened):
    figures(folders[5])
    view = opened("trade", v=Store(folders[5]).edition())
    assert "exactly as it was" not in text(view)


def test_a_link_to_one_chart_marks_it_and_keeps_it_in_the_address(opened):
    chart = permalink.charts("oil")[2]
    view = opened("oil", chart=chart)
    told = text(view)
    assert told.count("ky-here") == 1 + told.count(".ky-here")  # once beside the style sheet's own
    assert view.query_params["chart"] in (chart, [chart])


def page(opened, held):
    view = opened("briefing")
    view.session_state["ky_tray"] = held
    return view.run()


def test_a_brief_of_an_older_edition_asks_slide_by_slide_and_takes_or_keeps(folders, figures, opened, saved):
    figures(folders[1])
    held = tray.Tray()
    held.open(saved)
    view = page(opened, held)
    assert not failures(view) and "1 of 2 charts has newer data" in text(view)
    first, second = held.ids
    view.button(key=f"pick_{second}").click().run()
    assert "drawn value" in text(view) and "in edition 2026-12-01+1" in text(view)
    view.button(key=f"take_{second}").click().run()
    assert (held.slide(first).edition, held.slide(second).edition) == ("2026-12-01+0", "2026-12-01+1")
    assert "newer data" not in text(view)


def test_keeping_leaves_the_slide_and_asks_no_more(folders, figures, opened, saved):
    figures(folders[1])
    held = tray.Tray()
    held.open(saved)
    view = page(opened, held)
    view.button(key="brief_keep_all").click().run()
    assert held.brief == saved and "newer data" not in text(view)


def test_a_text_that_is_no_brief_is_a_sentence_and_the_tray_stays(figures, folders, opened, saved):
    figures(folders[1])
    held = tray.Tray()
    held.open(saved)
    view = page(opened, held)
    view.text_area(key="brief_text").set_value('{"kyakhta_brief": 2}').run()
    view.button(key="brief_open").click().run()
    assert "Nothing was opened" in text(view) and held.brief == saved


def test_a_file_that_cannot_be_made_is_our_sentence_with_its_reason(figures, folders, opened, saved, monkeypatch):
    from dashboard.export import render

    def broken(*_, **__):
        raise render.RenderError("The picture could not be drawn: no room. Nothing was written.")

    figures(folders[1])
    tray._png.cache_clear()
    monkeypatch.setattr(render, "svg", broken)
    held = tray.Tray()
    held.open(saved)
    view = page(opened, held)
    view.button(key="make_zip").click().run()
    assert not failures(view)
    assert text(view).count("The picture could not be drawn: no room") == 2, "for the slide shown and for the file"


def test_progress_names_the_slide_at_work(saved, folders):
    said = []
    make.build(saved, "pptx", lambda *which: query.load(folders[0], *which), lambda *step: said.append(step))
    assert [(number, count) for number, count, _ in said] == [(1, 2), (2, 2)]
    assert [what for _, _, what in said] == [one.told for one in saved.slides]
