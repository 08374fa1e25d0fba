"""Pictures as Chromium sets them: the widths that the layout engine reckons with are those that a reader sees."""

import pytest

from dashboard.draw import fonts, svg, to_plotly
from dashboard.exhibits.catalogue import catalogue
from dashboard.exhibits.exhibit import exhibit
from tests.support import layout

pytestmark = pytest.mark.browser
MORE = [  # views that differ most from the first one of their chart
    ("trade_by_partner", {"reporter": "partner"}), ("trade_by_partner", {"frequency": "M"}),
    ("trade_by_partner", {"view": "growth", "flow": "import"}), ("trade_by_partner", {"first": "2022", "last": "2022"}),
    ("trade_by_partner", {"beside": "DEU"}), ("trade_rolling", {"currency": "cny"}), ("fossil_share", {"frequency": "M"}),
    ("mirror_gap", {"pair": "USA"}), ("revisions", {"what": "crude"}), ("dependence_shares", {"view": "year"}),
]  # fmt: skip
FLAWS = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  const said = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  const out = said.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 3 || b.bottom > frame.bottom + 3)
    .map(([words]) => `${svg.id}: ${words} leaves the picture`);
  said.forEach(([one, a], n) => said.slice(n + 1).forEach(([two, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > Math.min(a.height, b.height) * 0.35) out.push(`${svg.id}: ${one} lies over ${two}`);
  }));
  return out; })"""


def test_no_words_leave_a_picture_or_lie_over_others(browser, data):
    drawn = []
    for number, (chart, picks) in enumerate([*((chart, {}) for chart in catalogue()), *MORE]):
        item = exhibit(chart, data, picks)
        for size in layout.SIZES:
            frame = layout.frame_of(item, size)
            made = svg.to_svg(to_plotly(item.plot, layout.words_of(item, size), frame), frame.width, frame.height)
            drawn.append(made.replace("<svg ", f'<svg id="{chart}-{number}-{size}" style="display:block" ', 1))
    css = fonts.embedded_css("".join(sorted(set("".join(drawn)))))
    page = browser.new_page(viewport={"width": 1700, "height": 900})
    page.set_content(f"<style>{css}</style>{''.join(drawn)}")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.locator("svg").count() == len(drawn) > 90
    assert page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length") >= 3, (
        "measured in our own fonts"
    )
    assert page.evaluate(FLAWS) == []
    page.evaluate("document.querySelectorAll('text').forEach((t, n) => n % 50 || t.setAttribute('x', 5000))")
    assert page.evaluate(FLAWS), "the check sees words that leave"
    page.close()
