"""The words of a fold, the list of a page's parts, and the marks that the script of the page reads."""

import re

from dashboard.exhibits import permalink
from dashboard.exhibits.picks import EVENTS, FIRST_2010, LAST, Pick
from dashboard.views import folding
from tests.support.page_text import failures, text

VIEW = Pick("view", "View", (("level", "Level"), ("ratio", "Ratio")), "level", segmented=True)
FLOW = Pick("flow", "Flow", (("total", "Exports + imports"),), "total")
WHO = Pick("partners", "Partners", (("RUS", "Russia"), ("EU", "EU")), "RUS,EU", kind="many")
OFFERED = (VIEW, FLOW, FIRST_2010, LAST, WHO, EVENTS)


def test_a_fold_says_what_is_chosen_in_one_line():
    chosen = {"view": "ratio", "flow": "total", "first": "2010", "last": "", "partners": "RUS,EU", "events": "none"}
    said = folding.describe_picks(OFFERED, chosen, (2001, 2025))
    assert said == "Ratio · Exports + imports · 2010–2025 · Russia, EU"
    assert "2022" in folding.describe_picks(OFFERED, {**chosen, "first": "2022", "last": "2022"}, (2001, 2025)).split(
        " · "
    )
    factor = Pick("factor", "Mt of LNG to bcm", (("1.38", "1.38"),), "1.38")
    assert folding.describe_picks([factor], {"factor": "1.38"}, None) == "Mt of LNG to bcm: 1.38", (
        "a bare number says nothing"
    )
    assert "–" not in folding.describe_picks(OFFERED, chosen, None), "no years are made up where none are known"


def test_a_list_of_parts_is_for_long_pages_and_its_words_are_escaped():
    assert folding.jump_list([("a", "A"), ("b", "B")]) == ""
    made = folding.jump_list([("a", "A & B"), ("b", "<i>"), ("c", "C")])
    assert re.findall(r'href="#(\w+)">([^<]*)<', made) == [("a", "A &amp; B"), ("b", "&lt;i&gt;"), ("c", "C")]


def test_every_part_of_a_long_page_is_listed_and_is_there(opened):
    for page in ("oil", "arms", "sources"):
        wrote = text(opened(page))
        links = re.findall(r'href="#(\w+)"', wrote)
        assert len(links) >= 5 and set(permalink.charts(page)) <= set(links)
        assert all(f'id="{link}"' in wrote for link in links)
    assert "<nav" not in text(opened("trade"))


def test_the_overviews_chart_has_its_actions_and_says_what_came_of_adding_it(opened):
    view = opened("overview")
    assert {"PNG", "Data (CSV"} <= {one.proto.label.partition(",")[0] for one in view.get("download_button")}
    assert 'data-brief="0"' in text(view)
    view.button(key="brief_trade_rolling").click().run()
    assert not failures(view) and not view.toast
    assert "1 chart in the brief" in text(view) and 'data-brief="1"' in text(view)
    assert 'data-brief="1"' in text(view.run()), "the page says it when it is drawn anew"


def test_the_page_tells_its_print_which_edition_and_day_it_shows(opened):
    assert re.search(
        r'class="ky-shown" hidden data-edition="20[^"]+" data-said="[^"]*as known on ', text(opened("trade"))
    )
    assert "as known on 31 Jan 2023" in text(opened("trade", as_of="2023-01-31"))
