"""The words of every chart, measured where they are drawn: Chromium's own boxes at three sizes, with usual and long names."""

import json
import re
from xml.etree import ElementTree

import pytest

from dashboard.draw import Words, fonts, style, svg, to_plotly
from dashboard.draw import browser as browser_script
from dashboard.exhibits import catalogue, exhibit
from dashboard.export import picture
from dashboard.figures import served
from dashboard.looks import pictures
from etl.tables import registry

pytestmark = pytest.mark.browser
CHARTS = list(catalogue.catalogue())
LONGEST = 32  # letters: "Saint Vincent and the Grenadines"
FACES = [f"{weight} 16px '{family}'" for family in (fonts.FAMILY,) for weight in (400, 600, 700)]

DRAW = """([id, data, layout]) => {
  const box = document.getElementById('plot');
  box.replaceChildren(kyPicture.draw({data, layout}, layout.width).svg);
  const frame = box.getBoundingClientRect();
  return [...box.querySelectorAll('text')].filter(e => e.textContent.trim()).map(e => {
    const r = e.getBoundingClientRect();
    return [e.textContent, r.left - frame.left, r.top - frame.top, r.right - frame.left, r.bottom - frame.top];
  });
}"""
PUT = """() => [...document.querySelectorAll('#plot svg *')].filter(e => e.tagName !== 'g').map(e => {
  const numbers = names => names.map(name => parseFloat(e.getAttribute(name)));
  if (e.tagName === 'text') return ['text', numbers(['x', 'y', 'font-size']), e.textContent];
  if (e.tagName === 'rect') return ['rect', numbers(['x', 'y', 'width', 'height']), e.getAttribute('fill')];
  if (e.tagName === 'ellipse') return ['ellipse', numbers(['cx', 'cy', 'rx', 'ry']), e.getAttribute('fill')];
  const d = e.getAttribute('d'), round = /^M([-\\d.]+),([-\\d.]+)a([-\\d.]+)/.exec(d);
  if (round) return ['circle', [+round[1] + +round[3], +round[2], +round[3]], e.getAttribute('fill')];
  return ['path', (d.match(/-?[\\d.]+/g) || []).map(Number), e.getAttribute('stroke')];
})"""


@pytest.fixture(scope="module")
def canvas(browser, address):
    """Return a window with the drawing program and the bundled fonts, and nothing else."""
    tab = browser.new_context(bypass_csp=True).new_page()
    tab.goto(f"{address}/fonts/")  # an empty page of our own server, so that its fonts may be loaded
    tab.set_content(f"<style>{fonts.page_css('/fonts')} body {{ margin: 0 }}</style><div id='plot'></div>")
    tab.add_script_tag(content=browser_script.script())
    tab.evaluate("faces => Promise.all(faces.map(face => document.fonts.load(face)))", FACES)
    yield tab
    tab.context.close()


@pytest.fixture(params=["usual names", "long names"])
def names(request, monkeypatch):
    """Let every place have its own name, or its name drawn out to that of the longest."""
    if request.param == "long names":
        table = registry.table

        def drawn_out(name):
            lines = table(name)
            if name != "places":
                return lines
            long = lambda said: said if len(said) >= LONGEST else f"{said} and Other Places Nearby"[:LONGEST].strip()  # noqa: E731
            return {
                key: {**line, "name": long(line["name"]), "short": long(line["short"])} for key, line in lines.items()
            }

        monkeypatch.setattr(registry, "table", drawn_out)
    return request.param


@pytest.mark.parametrize("size", ["card", "card_phone", "slide"])
@pytest.mark.parametrize("chart", CHARTS)
def test_no_word_is_clipped_and_none_meets_another(chart, size, names, canvas):
    item = exhibit.exhibit(chart, served.figures())
    words = picture.frame_words(item) if size == "slide" else Words()
    height = pictures.height(item.plot, narrow=size == "card_phone") if size != "slide" else None
    frame = style.frame(size, height=height)
    drawn = to_plotly(item.plot, words, frame)
    layout = drawn["layout"] | {"width": frame.width, "height": frame.height}
    boxes = canvas.evaluate(DRAW, [chart, json.loads(json.dumps(drawn["data"])), json.loads(json.dumps(layout))])
    assert boxes, "a picture without words"
    for said, left, top, right, bottom in boxes:
        assert left >= -1.5 and right <= frame.width + 1.5, f"“{said}” leaves the picture sideways"
        assert top >= -2 and bottom <= frame.height + 2, f"“{said}” leaves the picture"
    assert meeting(boxes) == []


@pytest.mark.parametrize("size", ["card", "card_phone"])
@pytest.mark.parametrize("chart", CHARTS)
def test_the_page_and_the_file_put_down_the_same(chart, size, canvas):
    """Two writers of one drawing, `picture.js` and `svg.py`, differ by less than anybody sees."""
    item = exhibit.exhibit(chart, served.figures())
    frame = style.frame(size, height=pictures.height(item.plot, narrow=size == "card_phone"))
    drawn = json.loads(json.dumps(to_plotly(item.plot, Words(), frame)))
    drawn["layout"] |= {"width": frame.width, "height": frame.height}
    canvas.evaluate(DRAW, [chart, drawn["data"], drawn["layout"]])
    page, file = canvas.evaluate(PUT), list(written(svg.to_svg(drawn, frame.width, frame.height)))
    assert [one[0] for one in page] == [one[0] for one in file] and len(page) > 10
    for (kind, numbers, said), (_, wanted, words) in zip(page, file, strict=True):
        assert said == words, kind
        assert numbers == pytest.approx(wanted, abs=1.5 if kind == "rect" else 0.05), f"{kind} {said}"


def written(text: str):
    """Yield each mark of an SVG text as the page's are told: kind, numbers, words or colour."""
    keys = {"text": ("x", "y", "font-size"), "rect": ("x", "y", "width", "height"), "circle": ("cx", "cy", "r"),
            "ellipse": ("cx", "cy", "rx", "ry")}  # fmt: skip
    for mark in ElementTree.fromstring(text).iter():
        kind = mark.tag.rpartition("}")[2]
        if kind in ("svg", "tspan", "style"):
            continue
        if kind == "path":
            yield kind, [float(part) for part in re.findall(r"-?[\d.]+", mark.get("d"))], mark.get("stroke")
            continue
        told = "".join(mark.itertext()) if kind == "text" else mark.get("fill")
        yield kind, [float(mark.get(key, 0)) for key in keys[kind]], told


def meeting(boxes: list) -> list[tuple[str, str]]:
    """Return the pairs of words whose letters meet: a line's box is a fifth higher than its letters."""
    out = []
    for n, (one, left, top, right, bottom) in enumerate(boxes):
        for other, x0, y0, x1, y1 in boxes[n + 1 :]:
            high = min(bottom - top, y1 - y0) * 0.2
            if min(right, x1) - max(left, x0) > 1 and min(bottom, y1) - max(top, y0) > high + 1:
                out.append((one, other))
    return out


def test_the_check_sees_words_that_meet():
    assert meeting([["a", 0, 0, 30, 20], ["b", 20, 10, 60, 30]]) == [("a", "b")]
    assert meeting([["a", 0, 0, 30, 20], ["b", 40, 0, 60, 20]]) == []
