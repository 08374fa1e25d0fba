"""One server and one Chromium for all browser tests; each test has its own window and hears what the page complains of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError

from tests.browser.server import FLAGS, chrome, running

WAIT = 60_000  # ms, on a machine with much else to do
SIZES = {"wide": (1440, 900), "phone": (390, 844)}


def pytest_collection_modifyitems(items):
    """Try a browser test once more when it waited in vain: a loaded machine stalls a page now and then. What a page says wrongly fails at once."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=["TimeoutError"]))


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with running() as served:
        yield served


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": chrome(), "args": FLAGS}


@dataclass
class Window:
    """A window on the dashboard, what its console said, and whom it asked."""

    tab: object
    address: str
    said: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Open a page and wait until everything on it stands."""
        self.tab.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has its heading, no part is stale and every chart to be seen is drawn."""
        self.tab.wait_for_selector(".ky h1", state="attached", timeout=WAIT)
        self.tab.wait_for_function(SETTLED, timeout=WAIT)
        self.tab.evaluate("document.fonts.ready.then(() => true)")
        self.tab.wait_for_timeout(300)

    def choose(self, name: str, option: str) -> None:
        """Choose one of a list by its words, as with the keyboard: a long list draws only what is in view, and typing finds the rest."""
        field = self.tab.get_by_role("combobox", name=name).first
        for _ in range(3):  # a page that is being drawn anew takes the list away under the hand
            field.click()
            field.fill(option)
            self.tab.get_by_role("option", name=option, exact=True).first.click()
            try:
                self.tab.wait_for_function(CHOSEN, arg=[name, option], timeout=5_000)
            except TimeoutError:
                self.settle()
            else:
                return
        raise TimeoutError(f"{name} does not take {option}")


CHOSEN = """([name, option]) => ![...document.querySelectorAll('[role=listbox]')].some(one => one.offsetParent)
  && [...document.querySelectorAll('[data-testid="stSelectbox"]')].some(
  s => s.innerText.includes(name) && (s.innerText.includes(option) || s.querySelector('input').value === option))"""

SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.dataset.testScriptState !== 'notRunning') return false;
  if (document.querySelector('[data-stale="true"]')) return false;
  const all = [...document.querySelectorAll('.ky-picture')];  // each drawn for wide windows and for phones
  const charts = all.filter(c => c.offsetParent);
  if (charts.length * 2 !== all.length || (!all.length && document.querySelector('[data-testid="stTabs"]'))) return false;
  return charts.every(c => c.querySelector('.ky-svg'));
}"""


class Windows:
    """Opens windows of one browser on one address, and closes all of them."""

    def __init__(self, browser, address: str) -> None:
        self.browser, self.address, self.opened = browser, address, []

    def __call__(self, size: str = "wide", theme: str = "light") -> Window:
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, has_touch=size == "phone"
        )
        context.set_default_timeout(WAIT)
        tab = context.new_page()
        made = Window(tab, self.address)
        host = urlsplit(self.address).netloc
        tab.on("console", lambda message: made.said.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: made.said.append(str(error)))
        tab.on("request", lambda request: made.outside.append(request.url) if outside(request.url, host) else None)
        self.opened.append(context)
        return made

    def close(self) -> None:
        for context in self.opened:
            context.close()


@pytest.fixture
def window(browser, address):
    """Return a function that opens a window: `window("phone", "dark")`."""
    windows = Windows(browser, address)
    yield windows
    windows.close()


def outside(url: str, host: str) -> bool:
    """Return whether a request leaves our own server."""
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.netloc != host
