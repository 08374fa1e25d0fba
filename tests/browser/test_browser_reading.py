"""Reading a chart by hand: with mouse, keys and finger, on a page and in an exported file, without asking the server."""

from contextlib import contextmanager

import pytest

from dashboard.exhibits import evidence
from dashboard.export import brief, html_page
from dashboard.figures import served
from dashboard.looks import Request, look

pytestmark = pytest.mark.browser
CHART = "trade_by_partner"
WIDE, NARROW = f".st-key-wide_{CHART}", f".st-key-narrow_{CHART}"
LISTEN = """() => {
  window.sent = 0;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) { window.sent += 1; return send.call(this, data); };
}"""
SPOTS = """scope => {
  const box = document.querySelector(`${scope} .ky-box`).getBoundingClientRect();
  return [...document.querySelectorAll(`${scope} .ky-dot`)].map(dot => dot.getBoundingClientRect())
    .map(dot => [dot.x + dot.width / 2, dot.y + dot.height / 2])
    .map(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom);
}"""


def printed(year: str) -> dict[str, str]:
    """Return the figures of a year in the words of the table, by partner."""
    item = look(Request.usual(CHART, served.newest())).exhibit
    rows = item.table[item.table["period"] == year].to_dict("records")
    return {row["partner"]: evidence.figure(row) for row in rows}


@contextmanager
def silence(view):
    """Hold that nothing is asked of the server meanwhile: no request, no message."""
    asked = []
    view.tab.on("request", lambda request: asked.append(request.url))
    view.tab.evaluate(LISTEN)
    yield
    assert asked == [] and view.tab.evaluate("window.sent") == 0


def place(view, scope, share, down=0.2):
    """Return a place in the plot of a picture, at a share of its width and height."""
    view.tab.locator(f"{scope} .ky-pad").scroll_into_view_if_needed()
    pad = view.tab.locator(f"{scope} .ky-pad").bounding_box()
    return pad["x"] + pad["width"] * share, pad["y"] + pad["height"] * down


def test_the_mouse_reads_all_lines_holds_two_periods_and_zooms_into_the_link(window):
    view = window()
    view.open("/trade")
    box = view.tab.locator(f"{WIDE} .ky-box")
    with silence(view):
        for share in (0.1, 0.4, 0.8):
            view.tab.mouse.move(*place(view, WIDE, share))
            box.wait_for()
            assert view.tab.evaluate(SPOTS, WIDE) == [False] * 4, "the box covers no point that it reads"
        year = box.locator("b").inner_text()
        assert set(box.locator(".ky-value").all_inner_texts()) == set(printed(year).values())
        view.tab.mouse.move(*place(view, WIDE, 0.3))
        view.tab.mouse.down()
        view.tab.mouse.move(*place(view, WIDE, 0.45), steps=3)
        view.tab.mouse.move(*place(view, WIDE, 0.6), steps=3)
        view.tab.mouse.up()
        first, last = box.locator("b").inner_text().split(" → ")
        assert int(first) < int(last)
        said = box.locator(".ky-change").all_inner_texts()
        assert len(said) == 4 and all(one.count("%") == 2 and one.endswith("a year") for one in said)
    before = view.tab.locator(".ky-sub").first.inner_text()
    box.get_by_role("button", name=f"Zoom to {first}–{last}").click()
    view.tab.wait_for_function("t => document.querySelector('.ky-sub').innerText !== t", arg=before)
    view.settle()
    assert f"first={first}" in view.tab.url and f"last={last}" in view.tab.url
    assert f"{first}–{last}" in view.tab.locator(".ky-sub").first.inner_text()
    view.tab.go_back()
    view.tab.wait_for_function("t => document.querySelector('.ky-sub').innerText === t", arg=before)
    assert view.said == []


def test_a_name_brings_its_line_forward_and_greys_it(window):
    view = window()
    view.open("/trade")
    name = view.tab.locator(f"{WIDE} .ky-name[aria-label='Grey EU']")
    faded = f"() => [...document.querySelectorAll('{WIDE} .traces g')].filter(g => g.style.opacity < 1).length"
    with silence(view):
        assert view.tab.evaluate(faded) == 0
        name.hover()
        others = view.tab.evaluate(faded)
        assert others > 3
        name.click()
        assert name.get_attribute("aria-pressed") == "true"
        view.tab.mouse.move(*place(view, WIDE, 0.5))
        assert 0 < view.tab.evaluate(faded) < others
        read = view.tab.locator(f"{WIDE} .ky-box .ky-of")
        assert sorted(read.all_inner_texts()) == ["ASEAN", "Russia", "US"]
        name.focus()
        view.tab.keyboard.press("Enter")
        assert view.tab.evaluate(faded) == 0 and name.get_attribute("aria-pressed") == "false"


def test_keys_reach_every_point_and_a_screen_reader_hears_each_step(window):
    view = window()
    view.open("/trade")
    heard = view.tab.locator(f"{WIDE} .ky-live")
    assert heard.get_attribute("aria-live") == "polite"
    view.tab.get_by_role("tab", name="Chart").focus()
    pad = view.tab.locator(f"{WIDE} .ky-pad")
    for _ in range(6):
        if pad.evaluate("pad => pad === document.activeElement"):
            break
        view.tab.keyboard.press("Tab")
    assert pad.evaluate("pad => parseFloat(getComputedStyle(pad).outlineWidth)") >= 2
    keys = view.tab.keyboard
    with silence(view):
        keys.press("Home")
        assert heard.inner_text().startswith("2010: ")
        keys.press("ArrowRight")
        assert heard.inner_text().startswith("2011: ") and "US$ bn" in heard.inner_text()
        assert all(words in heard.inner_text() for words in printed("2011").values())
        keys.press("ArrowDown")
        one = heard.inner_text()
        assert one.count("US$ bn") == 1
        keys.press("ArrowDown")
        assert heard.inner_text() != one
        keys.press("Space")
        assert "2011 held" in heard.inner_text()
        keys.press("End")
        assert "2011 to 2025" in heard.inner_text() and "% a year" in heard.inner_text()
    keys.press("Enter")
    source = view.tab.locator(f"{WIDE} .ky-point")
    source.wait_for()
    assert "2025" in source.inner_text() and "known since" in source.inner_text()
    keys.press("Escape")
    assert view.tab.locator(f"{WIDE} .ky-box").is_hidden()
    assert view.said == []


def test_a_finger_reads_holds_and_lets_go(window):
    view = window("phone")
    view.open("/trade")
    box = view.tab.locator(f"{NARROW} .ky-box")
    with silence(view):
        view.tab.touchscreen.tap(*place(view, NARROW, 0.25, 0.1))
        box.wait_for()
        held = box.locator("b").inner_text()
        assert set(box.locator(".ky-value").all_inner_texts()) == set(printed(held).values())
        assert view.tab.evaluate(SPOTS, NARROW) == [False] * 4
        hold = box.get_by_role("button", name=f"Hold {held}")
        assert hold.bounding_box()["height"] >= 44
        hold.tap()
        view.tab.touchscreen.tap(*place(view, NARROW, 0.45, 0.1))
        assert box.locator("b").inner_text().startswith(f"{held} → ")
        assert view.tab.evaluate(SPOTS, NARROW) == [False] * 8, "of neither period held"
        edges = box.bounding_box()
        assert edges["x"] >= 0 and edges["x"] + edges["width"] <= 390
        box.get_by_role("button", name="Let go").tap()
        assert box.is_hidden()
    assert view.said == []


def test_an_exported_page_is_read_in_the_same_way(window, tmp_path):
    item = look(Request.usual(CHART, served.newest())).exhibit
    file = tmp_path / "brief.html"
    file.write_bytes(html_page.build("Brief", [brief.BriefItem(brief.pin_slide(item), item)]))
    view = window()
    view.tab.goto(file.as_uri())
    pad = view.tab.locator(".wide .ky-pad")
    pad.focus()
    view.tab.keyboard.press("End")
    heard = view.tab.locator(".wide .ky-live").inner_text()
    assert heard.startswith("2025: ") and all(words in heard for words in printed("2025").values())
    view.tab.keyboard.press("Space")
    view.tab.keyboard.press("Home")
    assert "2010 to 2025" in view.tab.locator(".wide .ky-live").inner_text()
    assert view.tab.locator(".narrow .ky-pad").is_hidden() and view.said == []
