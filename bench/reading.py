"""`python -m bench.reading`: what a reader waits for in Chromium, from a pick to its picture and for a step along a chart."""

from __future__ import annotations

import statistics

from playwright.sync_api import sync_playwright

from tests.browser.server import FLAGS, chrome, running

VIEWS = ("Ratio", "Growth", "Index", "Level")
ROUNDS = 3
BARS = {"a pick to its picture": 300.0, "a step along a chart": 16.0}  # ms

PICK = """name => new Promise(done => {
  const button = [...document.querySelectorAll('[role=radio]')].find(one => one.innerText.trim() === name), start = performance.now();
  new MutationObserver((_, watch) => {
    if (document.querySelector('.st-key-wide_trade_by_partner .ky-svg:not([data-old])')) {
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    }
  }).observe(document.body, { subtree: true, childList: true });
  for (const old of document.querySelectorAll('.ky-svg')) old.dataset.old = 'yes';
  button.click();
})"""
STEP = """() => {
  const pad = document.querySelector('.st-key-wide_trade_by_partner .ky-pad'), taken = [];
  for (let n = 0; n < 60; n++) {
    const start = performance.now();
    pad.dispatchEvent(new KeyboardEvent('keydown', { key: n % 20 < 10 ? 'ArrowLeft' : 'ArrowRight', bubbles: true }));
    pad.getBoundingClientRect(); // the layout that the step asks for counts
    taken.push(performance.now() - start);
  }
  return taken;
}"""


def main() -> int:
    """Print the times with their bars; return 1 when one is missed."""
    with running() as address, sync_playwright() as program:
        browser = program.chromium.launch(executable_path=chrome(), args=FLAGS)
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        tab.goto(f"{address}/trade")
        tab.wait_for_selector(".ky-svg")
        tab.wait_for_timeout(3000)
        picks = []
        for _ in range(ROUNDS):
            for name in VIEWS:
                picks.append(tab.evaluate(PICK, name))
                tab.wait_for_timeout(800)
        steps = tab.evaluate(STEP)
        browser.close()
    missed = 0
    for (name, bar), taken in zip(BARS.items(), (picks[len(VIEWS) :], steps), strict=True):  # the first round warms
        middle, worst = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
        missed |= middle > bar
        print(f"{name}: {middle:.1f} ms (95%: {worst:.1f} ms); bar {bar:g} ms")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
