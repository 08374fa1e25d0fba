"""The box over everything as a reader uses it: by keys, by touch, in another language, on a past day."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WAIT

pytestmark = pytest.mark.browser
ITEM = ".ky-find-item"


def ask(tab, words: str, title: str) -> None:
    """Type into the open box and wait until the first entry is the one expected: a server that has just begun reads the figures first."""
    tab.get_by_role("combobox", name="Find", exact=True).press_sequentially(words, delay=30)
    expect(tab.locator(f"{ITEM} .ky-find-title").first).to_have_text(title, timeout=WAIT)


def selected(tab) -> int:
    """Return which entry is chosen, by what a screen reader is told."""
    active = tab.get_by_role("combobox", name="Find", exact=True).get_attribute("aria-activedescendant")
    assert tab.locator(f"#{active}").get_attribute("aria-selected") == "true"
    assert tab.locator(f"{ITEM}[aria-selected=true]").count() == 1
    return int(active.rpartition("-")[2])


def test_by_keys_from_a_slash_to_the_chart(window):
    view = window()
    view.open("/trade")
    tab = view.tab
    tab.keyboard.press("/")
    box = tab.get_by_role("combobox", name="Find", exact=True)
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    ask(tab, "crude rus", "Imports of crude oil, volume: China from Russia")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(tab.locator(f"{ITEM} .ky-find-answer").first).to_have_text("2025: 101 Mt")
    expect(tab.locator(".ky-find [role=status]")).to_contain_text("Figures: 6 of")
    assert selected(tab) == 0
    tab.keyboard.press("ArrowDown")
    assert selected(tab) == 1
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowUp")
    assert selected(tab) == tab.locator(ITEM).count() - 1
    tab.keyboard.press("Escape")
    expect(box).to_be_hidden()
    tab.keyboard.press("/")
    expect(tab.locator(f"{ITEM} .ky-find-answer").first).to_have_text("2025: 101 Mt")  # what was asked is kept
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/oil\?chart=crude_volume$"))
    view.settle()
    expect(tab.get_by_role("heading", name=re.compile("101 Mt of Russian crude in 2025"))).to_be_visible(timeout=WAIT)
    assert view.said == [] and view.outside == []


def test_a_slash_in_a_field_is_a_slash_and_nothing_found_is_said(window):
    view = window()
    view.open("/ledger")
    tab = view.tab
    field = tab.get_by_role("textbox", name="Find")
    field.press_sequentially("/")
    expect(field).to_have_value("/")
    expect(tab.locator("dialog.ky-find")).to_be_hidden()
    tab.get_by_role("button", name="Find").click()
    told = "<b>zzzz"
    tab.get_by_role("combobox", name="Find", exact=True).press_sequentially(told)
    expect(tab.locator(".ky-find [role=status]")).to_contain_text(f"Nothing fits “{told}”", timeout=WAIT)
    assert tab.locator(".ky-find b").count() == 0 and tab.locator(ITEM).count() == 0
    tab.get_by_role("combobox", name="Find", exact=True).fill("gazprom")
    expect(tab.locator(ITEM)).to_have_count(1)
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/sources\?source=gazprom_statements$"))
    expect(tab.locator("summary:has(.ky-found)")).to_be_in_viewport(timeout=WAIT)
    assert view.said == []


def test_by_touch_on_a_phone_in_chinese_on_a_past_day(window):
    view = window("phone", "dark")
    view.open("/trade?as_of=2023-01-31")
    tab = view.tab
    button = tab.get_by_role("button", name="Find")
    assert button.bounding_box()["height"] >= 44
    button.click()
    ask(tab, "俄罗斯原油", "Imports of crude oil, volume: China from Russia")
    first = tab.locator(ITEM).first
    expect(first.locator(".ky-find-answer")).to_have_text("2022: 86.25 Mt")
    for part in (tab.locator("dialog.ky-find"), first, tab.get_by_role("button", name="Close")):
        place = part.bounding_box()
        assert place["x"] >= 0 and place["x"] + place["width"] <= 390 and place["height"] >= 44
    assert tab.evaluate("document.querySelector('.ky-find').scrollWidth") <= 390
    first.click()
    tab.wait_for_url(re.compile(r"/oil\?chart=crude_volume&as_of=2023-01-31$"))
    assert view.said == [] and view.outside == []
