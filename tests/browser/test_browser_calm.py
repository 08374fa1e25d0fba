"""A first visit in a real Chromium: the tour once, the keys, what a badge means, a wrong address, a ready brief, a search."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


def serious(view) -> list[str]:
    found = Axe().run(view.tab).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def test_the_tour_waits_over_nothing_is_shown_once_and_comes_back_when_asked_for(window):
    view = window()
    view.open("/")
    tour, summary = view.tab.locator(".ky-tour"), view.tab.locator(".ky-tour summary")
    assert tour.get_by_role("button", name="Skip").is_visible()
    summary.click()
    view.tab.get_by_text("computed again. What does not hold comes first").wait_for()
    assert serious(view) == []
    tour.get_by_role("button", name="Done").click()
    tour.wait_for(state="hidden")
    view.open("/oil")  # a new session of the same browser
    assert not tour.is_visible()
    view.tab.keyboard.press("t")
    summary.wait_for()
    assert view.tab.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert view.said == []


def test_the_question_mark_lists_the_keys_but_not_while_a_reader_types(window):
    view = window()
    view.open("/ledger")
    keys = view.tab.get_by_role("dialog", name="Keys")
    box = view.tab.get_by_role("textbox", name="Find")
    box.press("?")
    assert not keys.is_visible() and box.input_value() == "?"
    box.fill("")
    view.tab.locator("h1").click()
    view.tab.keyboard.press("?")
    keys.get_by_text("Show this list").wait_for()
    assert serious(view) == []
    view.tab.keyboard.press("Escape")
    keys.wait_for(state="hidden")
    view.tab.get_by_role("button", name="Keys").click()
    keys.get_by_role("button", name="Close").click()
    keys.wait_for(state="hidden")


def test_a_badge_says_what_it_means_with_the_focus_and_under_the_pointer(window):
    view = window()
    view.open("/oil")
    badge = view.tab.locator(".ky-badge[tabindex]").first
    tip = badge.locator(".ky-tip")
    seen = "one => getComputedStyle(one).opacity"
    assert tip.evaluate(seen) == "0"
    badge.focus()
    assert tip.evaluate(seen) == "1" and len(tip.inner_text()) > 20
    view.tab.keyboard.press("Escape")
    assert tip.evaluate(seen) == "0"
    badge.hover()
    assert tip.evaluate(seen) == "1"


def test_a_wrong_address_says_so_and_leads_to_the_nearest_page(window):
    view = window()
    view.open("/fosil")
    view.tab.get_by_role("heading", name="There is no page “fosil”").wait_for()
    assert serious(view) == [] and view.said == []
    view.tab.get_by_role("link", name="Monthly imports and fossil fuels").first.click()
    view.tab.wait_for_url(re.compile("/fossil$"))


def test_a_ready_brief_is_one_click_and_stays_with_the_browser(window):
    view = window()
    view.open("/briefing")
    view.tab.get_by_role("button", name="Begin with “Energy”").click()
    view.tab.get_by_role("heading", name="Energy", exact=True).wait_for()
    view.tab.wait_for_function("() => document.cookie.includes('ky_brief0=')")
    view.open("/briefing")
    assert view.tab.locator("[class*='st-key-pick_']").count() == 5
    assert view.said == []


def test_sources_are_found_by_words_and_the_folded_ledger_opens_from_its_counts(window):
    view = window("phone", "dark")
    view.open("/sources")
    box = view.tab.get_by_role("textbox", name="Find in sources")
    box.fill("sipri 2026")
    box.press("Enter")
    view.tab.get_by_text("with “sipri 2026”").wait_for()
    assert "find=sipri" in view.tab.url
    view.tab.get_by_text("Arms Transfers Database, March 2026 release").click()
    view.tab.get_by_text("Licence").first.wait_for()
    view.open("/ledger")
    assert view.tab.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") < 6_000
    folded = view.tab.locator("#ky-unchecked .ky-reason").first
    assert not folded.is_visible()
    view.tab.get_by_role("link", name="Cannot be checked").click()
    folded.wait_for()
    assert view.said == []
