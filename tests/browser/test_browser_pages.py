"""Every page in a real Chromium: two sizes, two themes; quiet, at home, not sideways, accessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from dashboard.exhibits import catalogue, permalink
from tests.browser.conftest import Windows

PAGES = list(catalogue.pages())
pytestmark = pytest.mark.browser

SIDEWAYS = "() => [document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth - e.clientWidth)"
SEEN = "s => [...document.querySelectorAll(s)].filter(e => e.offsetParent).length"


# Every page at both sizes and in both themes; that a size and a theme go together ill is looked for on one page of each kind.
BOTH = ("overview", "trade", "upload", "briefing")
LOOKS = [
    *((name, size, theme) for name in PAGES for size, theme in (("wide", "light"), ("phone", "dark"))),
    *((name, size, theme) for name in BOTH for size, theme in (("wide", "dark"), ("phone", "light"))),
]


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def opened(request, browser, address):
    """A page's name and a window on it, opened once for every test of this look."""
    name, size, theme = request.param
    windows = Windows(browser, address)
    view = windows(size, theme)
    view.open(permalink.path(name))
    yield name, view
    windows.close()


def test_every_page_is_looked_at_in_both_sizes_and_themes():
    assert set(BOTH) < set(PAGES)
    for place, all_of in ((1, {"wide", "phone"}), (2, {"light", "dark"})):
        assert all({look[place] for look in LOOKS if look[0] == name} == all_of for name in PAGES)


def test_a_page_is_quiet_at_home_and_not_sideways(opened):
    name, view = opened
    assert view.said == []
    assert view.outside == []
    assert view.tab.evaluate(SIDEWAYS) == [0, 0]
    assert "Traceback" not in view.tab.inner_text("body")
    charts = len(permalink.charts(name))
    assert view.tab.evaluate(SEEN, ".ky-stage:has(.ky-svg)") == charts, (
        "one drawing of two is seen, for wide windows or for phones"
    )


def test_axe_finds_nothing(opened):
    """Streamlit's own menu of a phone is left out: it is a list with other things in it, which axe does not like."""
    _, view = opened
    found = Axe().run(view.tab, {"exclude": [["[data-testid=stSidebarNav]"]]}).response["violations"]
    assert [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}" for one in found] == []


def test_the_overview_needs_no_scrolling_and_prints_on_one_sheet(window):
    view = window()
    view.open("/")
    main = "document.querySelector('[data-testid=stMain]')"
    assert view.tab.evaluate(f"{main}.scrollHeight - {main}.clientHeight") == 0
    sheet = view.tab.pdf(format="A4", prefer_css_page_size=True)
    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") == 1 or (
        sheet.count(b"/Type /Pages") == 1 and b"/Count 1" in sheet
    )


def test_cyrillic_and_chinese_come_from_our_own_fonts(window):
    view = window()
    view.open("/trade")
    tested = view.tab.evaluate(
        """async () => { await Promise.all([document.fonts.load("15px 'Source Sans 3'", "Россия"),
             document.fonts.load("15px 'Kyakhta Sans SC'", "中国")]);
             return [document.fonts.check("15px 'Source Sans 3'", "Россия"),
                     [...document.fonts].filter(f => f.family.includes('Kyakhta') && f.status === 'loaded').length] }"""
    )
    assert tested[0] is True and tested[1] >= 1
    assert view.outside == []
    family = view.tab.evaluate("getComputedStyle(document.querySelector('.ky h1')).fontFamily")
    assert family.startswith('"Source Sans 3"')


@pytest.mark.parametrize(
    "path", ["/trade?view=rato", "/trade?v=2026-12-01%2B999", "/oil?as_of=1951-01-01", "/trade?as_of=x"]
)
def test_a_bad_address_is_a_sentence_not_a_fault(path, window):
    view = window()
    view.open(path)
    assert view.said == []
    assert view.tab.locator(".ky-say").first.inner_text()
