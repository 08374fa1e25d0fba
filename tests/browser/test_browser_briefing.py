"""The way into a meeting, in a real Chromium: links to one chart, copied pictures, a slide in few clicks, a brief reopened."""

import io
import os
import re

import pytest
from PIL import Image
from pptx import Presentation

from dashboard.exhibits.exhibit import exhibit
from dashboard.export import brief, brief_file
from dashboard.figures import query
from etl.store import Store
from tests.browser.server import ROOT, running
from tests.support import later

pytestmark = pytest.mark.browser
CHART = "crude_unit_value"  # the third of its page
COUNT = "addEventListener('click', e => { if (e.isTrusted) window.clicks = (window.clicks || 0) + 1 }, true)"
REFUSE = "Object.defineProperty(navigator.clipboard, 'write', {value: () => Promise.reject(new Error('no'))})"
COPIED = """async () => {
  const [one] = await navigator.clipboard.read();
  return [...new Uint8Array(await (await one.getType('image/png')).arrayBuffer())];
}"""


def card(view, chart=CHART):
    return view.tab.locator(f".st-key-card_{chart}")


def said(deck):
    """All words on the slides of a deck."""
    slides = Presentation(io.BytesIO(deck)).slides
    return "\n".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)


def test_the_link_of_one_chart_opens_its_page_there_and_marks_it(window):
    view = window()
    view.open("/oil")
    assert view.tab.locator(".ky-here").count() == 0
    card(view).get_by_role("button", name="Copy link").click()
    link = view.tab.locator("[data-testid=stCode] code").inner_text().replace("\n", "")
    assert f"chart={CHART}" in link and "v=" in link
    other = window()
    other.open(link.removeprefix(view.address))
    other.tab.wait_for_timeout(1_000)
    top = other.tab.evaluate(f"document.querySelector('.st-key-card_{CHART}').getBoundingClientRect().top")
    assert 0 <= top < 200, "scrolled to"
    assert other.tab.locator(".ky-here").count() == 1 and card(other).locator(".ky-here").count() == 1
    other.tab.mouse.move(700, 500)
    other.tab.mouse.wheel(0, -6_000)
    other.tab.wait_for_timeout(600)
    assert other.tab.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0, "the reader may leave"
    assert view.said == other.said == []


def test_a_chart_that_is_not_on_the_page_is_a_sentence(window):
    view = window()
    view.open("/trade?chart=crude_share")
    assert "stands on the page Oil" in view.tab.locator(".ky-say").first.inner_text()
    assert "chart=" not in view.tab.url


def test_copy_image_puts_the_picture_into_the_clipboard_with_one_click(window):
    view = window()
    view.tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    view.open("/oil")
    card(view).get_by_role("button", name="Copy image").click()
    card(view).get_by_text("Copied.").wait_for()
    drawn = Image.open(io.BytesIO(bytes(view.tab.evaluate(COPIED))))
    assert drawn.size == (3200, 1800)
    assert view.said == [] and view.outside == []


def test_where_the_browser_refuses_words_say_how_to_copy_by_hand(window):
    view = window()
    view.tab.add_init_script(REFUSE)
    view.open("/oil")
    card(view).get_by_role("button", name="Copy image").click()
    card(view).get_by_text("choose “Copy the picture”").wait_for()
    card(view).get_by_role("button", name="Copy the picture").click()
    card(view).get_by_text("Right-click the picture").wait_for()
    assert card(view).locator("img.ky-copy").get_attribute("alt").startswith("Chart. ")


def test_from_a_page_to_a_citable_slide_in_at_most_four_clicks(window):
    view = window()
    view.tab.add_init_script(COUNT)
    view.open("/oil")
    card(view).get_by_role("button", name="More formats").click()
    view.tab.get_by_role("button", name="Make the file").click()
    with view.tab.expect_download() as kept:
        view.tab.get_by_role("button", name=re.compile("^Save, ")).click()
    assert view.tab.evaluate("window.clicks") <= 4
    headline = card(view).locator("h2").inner_text()
    told = said(kept.value.path().read_bytes())
    assert kept.value.suggested_filename.endswith(".pptx")
    assert headline in told and "published to" in told and "Edition 2026-12-01+0" in told and f"chart={CHART}" in told
    assert view.said == []


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """A server on a store with three later decisions, and a brief saved before them."""
    folders = later.grown(ROOT / "data", tmp_path_factory.mktemp("grown"))
    data = query.load(folders[0].resolve(), Store(folders[0]).edition())
    slides = tuple(brief.pin_slide(exhibit(chart, data)) for chart in ("crude_share", "trade_by_partner", "gas_routes"))
    with running(folders[3]) as address:
        yield address, brief_file.to_json(brief.Brief("Saved early", slides=slides))


def test_a_brief_is_opened_as_a_file_ordered_kept_or_taken_and_made(window, grown, tmp_path):
    view = window()
    view.address, text = grown
    file = tmp_path / "brief.json"
    file.write_text(text, encoding="utf-8")
    view.open("/briefing")
    view.tab.get_by_role("button", name="Open brief.json").click()
    view.tab.locator("input[type=file]").set_input_files(file)
    view.tab.get_by_text("3 charts, 5 slides.").wait_for()
    view.tab.keyboard.press("Escape")
    rows = view.tab.locator("[class*='st-key-brief_row_']")
    rows.nth(2).wait_for()
    assert rows.count() == 3
    newer = view.tab.get_by_text("of 3 charts").inner_text()
    assert "Keep the numbers as briefed" in newer and newer.startswith("1 of 3")

    view.settle()  # a key pressed while the page is drawn anew is lost
    move = rows.nth(2).get_by_role("button", name="Move up")
    move.focus()
    view.tab.keyboard.press("Enter")
    rows.nth(1).filter(has_text="gas").wait_for()
    view.settle()
    view.tab.keyboard.press("Enter")  # the focus has moved along
    rows.nth(0).filter(has_text="gas").wait_for()

    rows.nth(2).get_by_role("button", name=re.compile("EU–China trade")).click()
    view.tab.get_by_text(re.compile(r"drawn values? differs? in edition")).wait_for()
    view.tab.get_by_role("button", name="Take the new figures").click()
    view.tab.get_by_text(re.compile(r"drawn values? differs? in edition")).wait_for(state="detached")
    rows.nth(2).get_by_text("2026-12-01+3").first.wait_for()
    view.settle()
    view.tab.get_by_role("button", name="PowerPoint").click()
    with view.tab.expect_download() as kept:
        view.tab.get_by_role("button", name=re.compile("^Save PowerPoint")).click()
    told = said(kept.value.path().read_bytes())
    assert told.index("bcm of gas") < told.index("EU–China trade"), "in the order chosen"
    assert "Edition 2026-12-01+0" in told and "Edition 2026-12-01+3" in told
    assert view.said == []


def test_keep_as_briefed_ends_the_question(window, grown, tmp_path):
    view = window()
    view.address, text = grown
    view.open("/briefing")
    view.tab.get_by_role("button", name="Open brief.json").click()
    view.tab.get_by_role("textbox", name="Or its text").fill(text)
    view.tab.keyboard.press("Control+Enter")
    view.settle()
    view.tab.get_by_role("button", name="Open the text").click()
    view.tab.get_by_role("button", name="Keep all as briefed").click()
    view.tab.get_by_text("of 3 charts").wait_for(state="detached")
    assert view.tab.get_by_text("Newer data").count() == 0
    assert view.said == []


def test_an_older_link_shows_what_it_showed_and_offers_what_is_newer(window, grown):
    view = window()
    view.address, _ = grown
    view.open("/trade?v=2026-12-01%2B0")
    told = view.tab.locator(".ky-say").first.inner_text()
    assert re.search(
        r"Edition 2026-12-01\+0, exactly as it was\. Since then \d+ drawn values? and \d+ headlines?", told
    )
    then = view.tab.locator(".ky-footer").first.inner_text()
    view.tab.get_by_role("button", name="Show the newest figures").click()
    view.tab.get_by_text("exactly as it was").wait_for(state="detached")
    view.settle()
    assert "v=" not in view.tab.url and view.tab.locator(".ky-footer").first.inner_text() != then


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """A server that can make neither PNG nor PDF."""
    folder = tmp_path_factory.mktemp("broken")
    for library in ("resvg_py", "typst"):
        (folder / f"{library}.py").write_text("raise ImportError('not here')\n")
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(folder)
    try:
        with running() as address:
            yield address
    finally:
        os.environ.pop("PYTHONPATH") if before is None else os.environ.update(PYTHONPATH=before)


def test_without_a_renderer_there_are_our_sentences_and_everything_else_goes_on(window, broken):
    view = window()
    view.address = broken
    view.open("/oil")
    card(view).get_by_role("button", name="PNG").click()
    view.tab.get_by_text("The file could not be made; nothing was saved.").wait_for()
    card(view).get_by_role("button", name="Copy image").click()
    card(view).get_by_text("The picture could not be drawn: not here").wait_for()
    card(view).get_by_role("button", name="Add to brief").click()
    view.tab.get_by_text("1 chart in the brief").wait_for()
    view.tab.get_by_role("button", name="Work").first.click()
    view.tab.get_by_role("menuitem", name="Briefing").click()
    view.tab.get_by_role("button", name="PDF").click()
    view.tab.get_by_text("Nothing was written").first.wait_for()
    body = view.tab.inner_text("body")
    assert "Traceback" not in body and "Failed to generate" not in body and "Error" not in body
    view.tab.get_by_role("button", name="PowerPoint").click()  # native charts need no renderer
    view.tab.get_by_role("button", name=re.compile("^Save PowerPoint")).wait_for()


def test_the_brief_stays_with_the_browser(window):
    view = window()
    view.open("/oil")
    card(view).get_by_role("button", name="Add to brief").click()
    view.tab.wait_for_function("() => document.cookie.includes('ky_brief0=')")
    view.open("/briefing")  # a new session of the same browser
    assert view.tab.locator("[class*='st-key-pick_']").count() == 1
    view.tab.get_by_role("button", name="Remove from the brief").click()
    view.tab.wait_for_function("() => !document.cookie.includes('ky_brief0=')")
    view.open("/briefing")
    assert "No slides yet" in view.tab.inner_text("body")
    assert view.said == []
