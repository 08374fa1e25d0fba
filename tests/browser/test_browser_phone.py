"""The chart first on a phone, fingers' room, pages of long tables, a list of a page's parts, paper, and nothing that jumps."""

import subprocess
from shutil import which

import pytest

from dashboard.exhibits import catalogue, permalink

pytestmark = pytest.mark.browser
PAGES = list(catalogue.pages())
HIGH, FINGER = 844, 44
LATE = ("sources",)  # their first part is a table

FIRST = """() => {
  const seen = [...document.querySelectorAll('.st-key-page .ky-picture, .ky h2, .ky-strip, .ky-empty')].filter(e => e.offsetParent);
  const box = s => { const e = seen.find(e => e.matches(s)); return e ? e.getBoundingClientRect() : null };
  return [box('.ky-picture'), box('.ky h2, .ky-strip, .ky-empty')];
}"""
SMALL = """() => [...document.querySelectorAll('button, input, [role=tab], summary, .ky li a, .ky td a')]
  .filter(e => e.offsetParent && !e.closest('.ky-picture, .ky-footer, .ky-tip') && (e.matches('summary') || !e.closest('details:not([open])')))
  .map(e => [e, e.getBoundingClientRect()]).filter(([, r]) => r.height > 1 && r.height < 43.5)
  .map(([e, r]) => `${e.outerHTML.slice(0, 120)} is ${r.height} px high`)"""
WATCH = """() => { window.moved = [];
  new PerformanceObserver(list => moved.push(...list.getEntries().filter(e => e.value > 0.002).map(e => e.value))).observe({type: 'layout-shift'}) }"""
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  const ring = s.outlineStyle !== 'none' ? s.outlineWidth : s.boxShadow.match(/0px 0px 0px ([\\d.]+px)/)?.[1] || '0';
  return e === document.body ? ['the browser itself', 2] : [e.outerHTML.slice(0, 160), parseFloat(ring)] }"""
PLACES = """() => [...document.querySelectorAll('.ky h1, .ky h2, .ky-picture')].filter(e => e.offsetParent)
  .map(e => Math.round(e.getBoundingClientRect().top))"""


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_first_shows_headline_and_chart_and_has_room_for_fingers(name, window):
    view = window("phone")
    view.open(permalink.path(name))
    chart, main = view.tab.evaluate(FIRST)
    if permalink.charts(name) and name not in LATE:
        assert main["bottom"] < chart["top"], "the finding stands over its chart"
        assert chart["top"] + min(300, chart["height"]) <= HIGH, "the chart is on the first screen"
    else:
        assert main["top"] < HIGH / 2
    assert view.tab.evaluate(SMALL) == []
    assert view.tab.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") < 7 * HIGH


def test_the_choices_of_a_phone_open_with_a_key_and_stay_open_while_one_chooses(window):
    view = window("phone")
    view.open("/trade")
    row = view.tab.locator("button.ky-fold[data-fold=trade_by_partner]")
    assert "Annual · 2010–2025" in row.inner_text()
    assert not view.tab.get_by_role("combobox", name="Flow").is_visible()
    row.focus()
    view.tab.keyboard.press("Enter")
    view.choose("Flow", "China's exports")
    view.tab.wait_for_function(
        "() => document.querySelector('[data-fold=trade_by_partner]').innerText.includes('exports')"
    )
    view.settle()
    assert row.get_attribute("aria-expanded") == "true"
    assert view.tab.locator(f"#{row.get_attribute('aria-controls')}").is_visible()
    assert "flow=export" in view.tab.url
    row.click()
    assert not view.tab.get_by_role("combobox", name="Flow").is_visible()
    assert view.said == []


def test_a_long_table_comes_in_pages_and_is_searched(window):
    view = window("phone")
    view.open("/trade")
    view.tab.get_by_role("tab", name="Table").click()
    pager = view.tab.get_by_role("group", name="Pages of the values drawn")
    rows = view.tab.get_by_role("region", name="Table of the values drawn").locator("tbody tr:visible")
    pager.wait_for()
    first = rows.first.inner_text()
    assert rows.count() == 8
    pager.get_by_role("button", name="Next").click()
    assert rows.first.inner_text() != first and pager.get_by_role("status").inner_text().startswith("9–16 of ")
    pager.get_by_role("searchbox").fill("russia 2015")
    assert 0 < rows.count() <= 8 and all("2015" in said for said in rows.all_inner_texts())
    pager.get_by_role("searchbox").fill("no such publisher")
    assert rows.count() == 0 and "Nothing found" in pager.get_by_role("status").inner_text()


def test_the_list_of_parts_leads_there_by_key_and_keeps_the_query(window):
    view = window()
    view.open("/oil?first=2018")
    link = view.tab.get_by_role("navigation", name="On this page").get_by_role("link").nth(2)
    link.focus()
    view.tab.keyboard.press("Enter")
    view.tab.wait_for_function("() => document.activeElement.id === 'crude_unit_value'")
    top = view.tab.evaluate("document.activeElement.getBoundingClientRect().top")
    assert 56 < top < 450, "under the header, in view"
    assert view.tab.url.endswith("/oil?first=2018#crude_unit_value")


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_adding_to_the_brief_moves_nothing_covers_nothing_and_is_counted_in_the_menu(size, window):
    view = window(size)
    view.open("/")
    button = view.tab.get_by_role("button", name="Add to brief")
    button.evaluate("e => e.scrollIntoView({block: 'center'})")
    view.tab.evaluate(WATCH)
    before = view.tab.evaluate(PLACES)
    button.click()
    view.tab.get_by_text("1 chart in the brief").wait_for()
    view.settle()
    assert view.tab.evaluate(PLACES) == before
    assert view.tab.evaluate("moved") == []
    assert view.tab.locator("[data-testid=stToast]").count() == 0
    menu = "[data-testid=stTopNavSection], [data-testid=stNavSectionHeader]"
    view.tab.wait_for_function(f"() => [...document.querySelectorAll('{menu}')].some(e => e.dataset.count === '1')")
    view.open("/trade")
    view.tab.wait_for_function(f"() => [...document.querySelectorAll('{menu}')].some(e => e.dataset.count === '1')")


def test_whatever_the_tab_key_reaches_shows_it_by_two_pixels(window):
    view = window()
    view.open("/trade")
    reached = []
    for _ in range(40):
        view.tab.keyboard.press("Tab")
        reached.append(view.tab.evaluate(FOCUS))
    assert len({name for name, _ in reached}) > 15
    assert [name for name, wide in reached if wide < 2] == []


def test_another_tab_does_not_fold_the_card_while_it_comes(window):
    view = window()
    view.open("/oil")
    view.tab.evaluate(
        """() => { const card = document.querySelector('[class*=st-key-card_]'); window.heights = [];
             const look = () => { heights.push(card.offsetHeight); requestAnimationFrame(look) }; look() }"""
    )
    view.tab.get_by_role("tab", name="Sources").first.click()
    view.tab.get_by_role("region", name="Sources of the values drawn").wait_for()
    view.settle()
    heights = view.tab.evaluate("heights")
    assert min(heights) >= heights[0] - 2


@pytest.mark.skipif(not which("pdftoppm"), reason="pdftoppm is not here")
@pytest.mark.parametrize("name", ["overview", "dependence", "sources"])
def test_paper_is_light_where_the_page_is_dark_and_the_page_stays_dark(name, window, tmp_path):
    view = window(theme="dark")
    view.open(permalink.path(name))
    shade = "() => [...document.querySelectorAll('.ky-svg > rect')].filter(e => e.parentNode.clientWidth).map(e => e.getAttribute('fill'))"
    before = view.tab.evaluate(shade)
    view.tab.pdf(path=tmp_path / "page.pdf", format="A4", prefer_css_page_size=True, print_background=True)
    subprocess.run(["pdftoppm", "-gray", "-r", "40", tmp_path / "page.pdf", tmp_path / "sheet"], check=True)
    sheets = sorted(tmp_path.glob("sheet*.pgm"))
    pale = [sum(shade > 200 for shade in grey) / len(grey) for grey in (sheet.read_bytes() for sheet in sheets)]
    assert sheets and min(pale) > 0.8
    view.tab.wait_for_function(f"before => JSON.stringify(({shade})()) === JSON.stringify(before)", arg=before)
    assert before and set(before) == {"#111827"}


@pytest.mark.skipif(not which("pdftotext"), reason="pdftotext is not here")
@pytest.mark.parametrize(("name", "theme"), [("oil", "light"), ("overview", "dark")])
def test_paper_has_every_chart_and_a_foot_and_nothing_to_press(name, theme, window, tmp_path):
    view = window(theme=theme)
    view.open(permalink.path(name))
    paper = tmp_path / "page.pdf"
    view.tab.pdf(path=paper, format="A4", prefer_css_page_size=True)
    sheets = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    *sheets, rest = sheets.split("\f")
    assert not rest and all(f"{n} of {len(sheets)}" in sheet for n, sheet in enumerate(sheets, 1))
    assert all("edition 2026" in sheet and "as known on" in sheet and "localhost" in sheet for sheet in sheets)
    whole = " ".join("\n".join(sheets).split())
    drawn = view.tab.evaluate(
        """() => [...document.querySelectorAll('[class*=st-key-narrow_]')].map(
             one => [...one.querySelectorAll('.ky-svg text')].map(e => e.textContent.trim()).filter(said => said.length > 2)[0])"""
    )
    assert len(drawn) == len(permalink.charts(name)) and all(said in whole for said in drawn), "words inside the charts"
    for said in ("Copy link", "Add to brief", "More formats", "Table Sources"):
        assert said not in whole
    for sheet in sheets:  # a card whole: its headline and its source on one sheet
        said = " ".join(sheet.split())
        assert sheet.count("Source ") == sum(
            head[:20] in said for head in view.tab.locator(".ky-head h2").all_inner_texts()
        )
