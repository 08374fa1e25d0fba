"""One exhibit as a reader uses it: from a point to its source, a choice into the address and back, a link that stays."""

import pytest

pytestmark = pytest.mark.browser
CHART = "trade_by_partner"


def test_a_point_leads_to_its_source_with_one_click_and_the_table_needs_no_mouse(window):
    view = window()
    view.open("/trade")
    points = view.tab.query_selector_all(f".st-key-wide_{CHART} .points path")
    assert points
    box = points[len(points) // 2].bounding_box()
    view.tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    said = view.tab.locator(".ky-point")
    said.wait_for()
    assert "US$ bn" in said.inner_text() and "known since" in said.inner_text()
    if said.locator("details").count():
        said.locator("summary").click()
    assert said.locator("a[href^=http]").first.get_attribute("href")
    view.tab.get_by_role("tab", name="Table").focus()
    view.tab.keyboard.press("Enter")
    table = view.tab.get_by_role("region", name="Table of the values drawn")
    table.wait_for()
    assert table.locator("tbody tr").count() > 50
    assert table.locator("a[href^=http]").count() > 0
    assert view.said == []


def test_a_choice_redraws_one_card_and_survives_a_reload_and_the_way_back(window):
    view = window()
    view.open("/fossil")
    view.tab.evaluate("document.querySelector('.ky h1').dataset.kept = 'yes'")
    first = view.tab.locator(".ky-head h2").first.inner_text()
    view.choose("To", "Dec 2022")
    view.tab.wait_for_function("t => document.querySelector('.ky-head h2').innerText !== t", arg=first)
    assert "last=2022" in view.tab.url
    assert view.tab.evaluate("document.querySelector('.ky h1').dataset.kept") == "yes", "the page was not drawn anew"
    chosen = view.tab.locator(".ky-head h2").first.inner_text()
    view.tab.reload()
    view.settle()
    assert view.tab.locator(".ky-head h2").first.inner_text() == chosen
    assert "last=2022" in view.tab.url


def test_the_copied_link_pins_the_edition_and_opens_the_same_view(window):
    view = window()
    view.open("/trade?view=ratio")
    head = view.tab.locator(".ky-head h2").first.inner_text()
    view.tab.get_by_role("button", name="Copy link").click()
    link = view.tab.locator("[data-testid=stCode] code").inner_text().replace("\n", "")
    assert "view=ratio" in link and "v=2026-12-01%2B" in link and link.startswith(view.address)
    other = window()
    other.open(link.removeprefix(view.address))
    assert other.tab.locator(".ky-head h2").first.inner_text() == head


def test_the_day_holds_on_the_next_page_and_every_card_says_so(window):
    view = window()
    view.open("/trade?as_of=2023-01-31")
    assert view.tab.locator(".ky-past").all_inner_texts() == ["As known on 31 Jan 2023"]
    view.tab.get_by_role("link", name="Overview").first.click()
    view.tab.wait_for_selector(".ky-facts")
    view.settle()
    assert "as_of=2023-01-31" in view.tab.url
    assert "rose 29.3% in 2022" in view.tab.locator(".ky h1").inner_text()


def test_the_data_file_and_the_picture_are_what_they_say(window):
    view = window()
    view.open("/trade")
    with view.tab.expect_download() as data:
        view.tab.get_by_role("button", name="Data (CSV").click()
    text = data.value.path().read_text(encoding="utf-8-sig")
    assert data.value.suggested_filename.startswith(f"kyakhta_{CHART}")
    assert text.startswith("series,reporter,partner,period") and "190271000000" in text
    with view.tab.expect_download() as picture:
        view.tab.get_by_role("button", name="PNG").click()
    assert picture.value.path().read_bytes()[:4] == b"\x89PNG"


def test_nobody_can_leave_a_file_without_being_let_in(window):
    view = window()
    view.open("/trade")
    status = view.tab.evaluate(
        "async () => (await fetch('/_stcore/upload_file/any/1', {method: 'PUT', body: 'x'.repeat(10)})).status"
    )
    assert status == 403
