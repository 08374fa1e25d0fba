"""Write docs/screens/*.png: every page at both sizes, light and dark. Run as `python -m tests.browser.screens`."""

import sys

from playwright.sync_api import sync_playwright

from dashboard.exhibits import catalogue, permalink
from tests.browser.conftest import SIZES, WAIT, Window
from tests.browser.server import FLAGS, ROOT, chrome, running

TALLEST = 9_000  # px; the ledger on a phone goes on for longer


def shoot(names: list[str]) -> None:
    """Write a picture of each page, whole, in each size and theme."""
    folder = ROOT / "docs" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    with running() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chrome(), args=FLAGS)
        for name in names:
            for size, (width, height) in SIZES.items():
                for theme in ("light", "dark"):
                    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
                    context.set_default_timeout(WAIT)
                    view = Window(context.new_page(), address)
                    view.open(permalink.path(name))
                    tall = view.tab.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                    view.tab.set_viewport_size({"width": width, "height": max(height, min(TALLEST, tall))})
                    view.settle()
                    view.tab.screenshot(path=folder / f"{name}_{size}_{theme}.png")
                    context.close()
            print(name, flush=True)


if __name__ == "__main__":
    shoot(sys.argv[1:] or list(catalogue.pages()))
