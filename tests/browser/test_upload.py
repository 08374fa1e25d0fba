"""The whole way of a file by keyboard alone: hand it in, answer, publish, see the line move, undo."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError, expect

from tests.browser.conftest import WAIT, Window
from tests.browser.server import ROOT, running
from tests.support.upload_files import april

pytestmark = pytest.mark.browser
FOCUSED = """() => {
  const e = document.activeElement;  // a box that scrolls has the focus too, and all the words in it
  return e.matches('a, button, input, textarea') ? (e.getAttribute('aria-label') || '') + ' ' + e.innerText : '';
}"""
IN_VIEW = """(e) => {
  const box = e.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth && e.contains(top) || top === e;
}"""
MOST = 150  # stops of the Tab key on one page


@pytest.fixture
def tab(browser, tmp_path: Path) -> Iterator:
    """A window on the upload page of a data folder of its own."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    with running(tmp_path / "data") as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_default_timeout(WAIT)
        opened = context.new_page()
        opened.goto(address + "/upload")
        yield opened
        context.close()


def reach(tab, words: str) -> None:
    """Press Tab until what has the focus says these words."""
    for _ in range(MOST):
        tab.keyboard.press("Tab")
        if re.search(words, tab.evaluate(FOCUSED)):
            return
    raise AssertionError(f"“{words}” cannot be reached by keyboard")


def within(tab, selector: str) -> None:
    """Press Tab until the focus is in what a selector names."""
    for _ in range(MOST):
        tab.keyboard.press("Tab")
        if tab.evaluate("(found) => !!document.activeElement.closest(found)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def hand_in(tab, file: Path) -> None:
    """Open the chooser by keyboard and choose a file; a page that was just drawn anew has let go of the focus."""
    for _ in range(4):
        within(tab, '[data-testid="stFileUploader"] button')
        try:
            with tab.expect_file_chooser(timeout=8_000) as chooser:
                tab.keyboard.press("Enter")
        except TimeoutError:
            continue
        chooser.value.set_files(file)
        return
    raise AssertionError("the chooser does not open by keyboard")


def settle(tab) -> None:
    """Wait until the page has run to its end and nothing of an earlier run is left on it."""
    ready = """() => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'
                  && !document.querySelector('[data-stale="true"]')"""
    tab.wait_for_function(ready, timeout=WAIT)
    tab.wait_for_timeout(300)


def upload(tab, address: str) -> None:
    """Open the upload page and wait until it stands."""
    tab.goto(address + "/upload")
    expect(tab.get_by_role("heading", name="Drop the file as you downloaded it")).to_be_visible(timeout=WAIT)
    settle(tab)


def findings(tab, address: str) -> list[str]:
    """What the overview finds of the rolling sum of trade."""
    page = Window(tab, address)
    page.open("/")
    found = [text for text in tab.get_by_role("heading").all_inner_texts() if text.startswith("Twelve months")]
    assert found
    return found


def test_upload_answer_publish_see_the_change_and_undo(tab, tmp_path):
    address = tab.url.removesuffix("/upload")
    before_all = findings(tab, address)
    upload(tab, address)
    file = tmp_path / "statistics.xls"
    file.write_bytes(april(russia=90_000.0))
    hand_in(tab, file)
    held = tab.get_by_text(re.compile("^Held · ")).first
    expect(held).to_be_visible(timeout=WAIT)
    assert tab.get_by_role("button", name="Publish").count() == 0, "no publishing before the answer"

    for _ in range(5):  # each question is a group of answers of which none is chosen
        if tab.get_by_text(re.compile("^Held · ")).count() == 0:
            break
        settle(tab)
        before = tab.get_by_text(re.compile("^Held · ")).count()
        within(tab, '[data-testid="stRadio"] [role="radiogroup"]')
        tab.keyboard.press("Space")
        expect(tab.get_by_text(re.compile("^Held · "))).not_to_have_count(before, timeout=WAIT)
        settle(tab)

    publish = tab.get_by_role("button", name="Publish", exact=True)
    expect(publish).to_be_visible(timeout=WAIT)
    expect(tab.get_by_role("heading", name="18 figures: 18 new, 0 known already and equal, 0 changed")).to_be_visible()
    assert publish.evaluate(IN_VIEW), "Publish stays in view"
    tab.set_viewport_size({"width": 390, "height": 844})
    assert publish.evaluate(IN_VIEW) and tab.get_by_label("Note for the history").evaluate(IN_VIEW), "on a phone too"
    tab.set_viewport_size({"width": 1440, "height": 900})

    within(tab, ".ky-grid td")
    line = tab.locator(".ky-grid-line")
    expect(line).to_have_text(
        re.compile(r"^Russia, Exports \+ imports, Apr 2026: 90 US\$ bn, new\. .*row 6, column 2\.$")
    )
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowRight")
    expect(line).to_have_text(re.compile(r"^World, Exports \+ imports, Jan–Apr 2026: .*row 5, column 3\.$"))
    tab.locator(".ky-grid tbody tr").first.locator("td").nth(2).click()
    expect(line).to_have_text(re.compile(r"^Russia, Exports, Apr 2026: .*row 6, column 4\.$"))

    found = Axe().run(tab).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"][:120]) for one in found if one["impact"] in ("serious", "critical")]

    reach(tab, "Note for the history")
    tab.keyboard.type("April, by keyboard")
    reach(tab, "Publish$")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text(re.compile(r"Edition .*\+1\."))).to_be_visible(timeout=WAIT)
    expect(tab.get_by_text("April, by keyboard")).to_be_visible()
    see = tab.locator(".st-key-upload_after .ky-moves a").first
    expect(see).to_have_text(re.compile("^Trade: .*12-month sum"))
    assert see.get_attribute("href") == "/trade?frequency=M", "the choice that shows a moved figure"

    assert findings(tab, address) != before_all, "the line has moved, and with it what the chart finds"

    upload(tab, address)
    expect(tab.get_by_text("April, by keyboard")).to_be_visible(timeout=WAIT)
    reach(tab, "Undo: withdraw it")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text(re.compile("figures shown would change"))).to_be_visible(timeout=WAIT)
    reach(tab, "Withdraw$")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text(re.compile("withdrew statistics"))).to_be_visible(timeout=WAIT)
    assert findings(tab, address) == before_all


def test_a_window_closed_in_the_middle_loses_neither_file_nor_answers(tab, browser, tmp_path):
    address = tab.url.removesuffix("/upload")
    upload(tab, address)
    file = tmp_path / "statistics.xls"
    file.write_bytes(april(russia=90_000.0))
    hand_in(tab, file)
    held = re.compile("^Held · ")
    expect(tab.get_by_text(held).first).to_be_visible(timeout=WAIT)
    before = tab.get_by_text(held).count()
    within(tab, '[data-testid="stRadio"] [role="radiogroup"]')
    tab.keyboard.press("Space")
    expect(tab.get_by_text(held)).not_to_have_count(before, timeout=WAIT)
    tab.context.close()

    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(WAIT)
    other = context.new_page()
    upload(other, address)
    expect(other.get_by_text("Not published yet")).to_be_visible(timeout=WAIT)
    other.get_by_role("button", name=re.compile(r"Resume statistics.xls of .*, 1 answer given")).click()
    expect(other.get_by_text(re.compile("Take back 1 answer"))).to_be_visible(timeout=WAIT)
    assert other.get_by_text(held).count() < before
    context.close()
