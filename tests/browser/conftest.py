"""One server and one Chromium for all browser tests; each test has its own window and hears what the page complains of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from tests.browser.server import FLAGS, chrome, running

WAIT = 60_000  # ms, on a machine with much else to do
SIZES = {"wide": (1440, 900), "phone": (390, 844)}


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


SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.dataset.testScriptState !== 'notRunning') return false;
  if (document.querySelector('[data-stale="true"]')) return false;
  const all = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];  // each drawn for wide windows and for phones
  const charts = all.filter(c => c.offsetParent);
  if (charts.length * 2 !== all.length || (!all.length && document.querySelector('[data-testid="stTabs"]'))) return false;
  return charts.every(c => c.querySelector('.main-svg .draglayer'));
}"""


class Windows:
    """Opens windows of one browser on one address, and closes all of them."""

    def __init__(self, browser, address: str) -> None:
        self.browser, self.address, self.opened = browser, address, []

    def __call__(self, size: str = "wide", theme: str = "light") -> Window:
        width, height = SIZES[size]
        context = self.browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
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
