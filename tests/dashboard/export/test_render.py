"""Pictures: the right glyphs at the right widths, the same bytes each time, and one sentence when it goes wrong."""

import io
import math
import re
import threading

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from dashboard.draw import fonts
from dashboard.draw import svg as writer
from dashboard.export import render

SIZE = (480, 270)
NAMES = {"Latin": "Saudi Arabia", "Cyrillic": "Саудовская Аравия", "Chinese": "沙特阿拉伯"}
SIGNS = "× − – — ● □ ≥ ≤ ≈ → ÷ ₂ · ’ “ ” € ¥ £ № ё Ё й Щ ђ ї ґ"
# What Chromium's canvas measures at 100 px with the same files.
CHROMIUM = [
    ("China's imports of Russian crude, coal and gas: $228.1bn", 400, 2347.5),
    ("China's imports of Russian crude, coal and gas: $228.1bn", 600, 2416.7),
    ("China's imports of Russian crude, coal and gas: $228.1bn", 700, 2482.3),
    ("AVATAR Today To Wa Yoke “LNG” – 3.6× Russia", 700, 2010.6),
    ("Импорт сырой нефти из России, Товарооборот Китая: «ГТУ»", 400, 2626.2),
    ("Импорт сырой нефти из России, Товарооборот Китая: «ГТУ»", 700, 2737.5),
    ("俄罗斯原油进口 2022年", 400, 1018.8),
    ("俄罗斯原油进口 2022年", 700, 1031.2),
    ("Россия 俄罗斯 Russia 2015–16 …", 600, 1422.3),
    ("1,054bn 17.0% −4.2 ≥ ≤ ≈ → ÷ CO₂ № €£¥", 400, 1620.5),
]


AXES = {
    "xaxis": {"domain": [0, 1], "range": [0, 4], "anchor": "y"},
    "yaxis": {"domain": [0, 1], "range": [0, 10], "anchor": "x"},
}
LINE = {"type": "scatter", "mode": "lines", "line": {"color": "#123456", "width": 2}}
BAR = {"type": "bar", "x": [1, 2], "y": [3, 4], "width": 0.5, "marker": {"color": "#D9705E"}}
HATCHING = {"shape": "/", "fillmode": "replace", "fgcolor": "#000000", "bgcolor": "#ffffff", "size": 8, "solidity": 0.2}


def note(words: str, weight: int = 400, **look) -> dict:
    """A line of words at the top left."""
    font = {"family": fonts.STACK, "size": 30, "weight": weight, "color": "#000000"}
    place = {"x": 0, "xshift": 0, "y": 0.9, "xanchor": "left", "borderpad": 0}
    return {"text": words.replace("&", "&amp;").replace("<", "&lt;"), "font": font, **place, **look}


def drawing(*traces: dict, words: str = "", weight: int = 400, shapes: tuple = (), **layout) -> dict:
    """A bare drawing with traces, shapes, and some words in a box at its top left."""
    margin = {"l": 10, "r": 10, "t": 10, "b": 10}
    notes = [note(words, weight)] if words else []
    plain = {"margin": margin, "paper_bgcolor": "#ffffff", "shapes": list(shapes), "annotations": notes, **AXES}
    return {"data": list(traces), "layout": plain | layout}


def ink(picture: bytes, box: tuple[int, int, int, int] = (0, 0, 480, 80)) -> int:
    """How dark the box is in all."""
    grey = Image.open(io.BytesIO(picture)).convert("L").crop(box)
    return sum(255 - value for value in grey.tobytes())


# Fonts


@pytest.mark.parametrize(("text", "weight", "width"), CHROMIUM)
def test_width_is_what_a_browser_measures(text, weight, width):
    assert fonts.width(text, 100, weight) == pytest.approx(width, abs=0.15)


def test_every_sign_and_script_has_a_glyph_in_every_weight():
    for (family, weight), path in fonts.FILES.items():
        assert path.stat().st_size > 100_000
        wanted = SIGNS + NAMES["Latin"] + NAMES["Cyrillic"] if family == fonts.FAMILY else NAMES["Chinese"]
        glyphs = fonts._face(family, weight).glyphs
        assert [c for c in wanted if ord(c) not in glyphs] == [], (family, weight)
    assert fonts.missing(SIGNS + "".join(NAMES.values())) == ""
    assert fonts.missing("a\U0001f600") == "\U0001f600"


def test_weights_are_chosen_as_browsers_choose():
    assert [fonts.bundled_weight(w) for w in (100, 400, 500, 501, 600, 650, 700, 900)] == [
        400,
        400,
        400,
        600,
        600,
        700,
        700,
        700,
    ]
    assert [fonts.bundled_weight(w) for w in ("normal", "bold", "600")] == [400, 700, 600]
    assert [fonts.bundled_weight(w, fonts.CHINESE) for w in (400, 500, 600, 700)] == [400, 400, 700, 700]


def test_runs_name_the_chinese_font_only_where_it_is_needed():
    assert fonts.family_runs("GDP 中国, 2024年") == [
        (fonts.FAMILY, "GDP "),
        (fonts.CHINESE, "中国"),
        (fonts.FAMILY, ", 2024"),
        (fonts.CHINESE, "年"),
    ]


def test_page_css_names_files_that_are_there():
    named = re.findall(r"url\(/fonts/([^)]+)\)", fonts.page_css("/fonts"))
    assert len(named) == len(fonts.FILES)
    assert all((fonts.FOLDER / name).exists() for name in named)


# Pictures


@pytest.mark.parametrize("script", NAMES)
def test_text_of_each_script_is_in_svg_and_png(script):
    words = NAMES[script]
    svg = render.svg(drawing(words=words), *SIZE)
    assert words in re.sub("<[^>]+>", "", svg.partition("</style>")[2])
    assert svg.count("@font-face") == (2 if script == "Chinese" else 1)
    empty, drawn = render.png(drawing(), *SIZE), render.png(drawing(words=words), *SIZE)
    boxes = render.png(drawing(words="\U0001f600" * 5), *SIZE)  # what no font has becomes a box
    assert ink(drawn) > ink(empty) + 20_000
    assert drawn != boxes


def test_heavier_text_has_more_ink_in_both_families():
    for words in ("Russia 俄罗斯", NAMES["Chinese"]):
        regular, semibold, bold = (ink(render.png(drawing(words=words, weight=w), *SIZE)) for w in (400, 600, 700))
        assert regular * 1.05 < semibold <= bold
    latin = [ink(render.png(drawing(words="Russia", weight=w), *SIZE)) for w in (400, 600, 700)]
    assert latin == sorted(set(latin))


def test_pdf_is_one_page_with_embedded_fonts_and_no_date():
    words = " ".join(NAMES.values())
    made = render.pdf(drawing(words=words, weight=700), *SIZE, title="A title", words="What it shows")
    assert made.startswith(b"%PDF-")
    assert b"SourceSans3-Bold" in made
    assert b"KyakhtaSansSC-Bold" in made
    assert b"CreationDate" not in made
    assert made == render.pdf(drawing(words=words, weight=700), *SIZE, title="A title", words="What it shows")


def test_scale_draws_more_pixels_of_the_same_picture():
    for scale, size in ((1, (480, 270)), (2, (960, 540)), (0.5, (240, 135))):
        assert Image.open(io.BytesIO(render.png(drawing(words="a"), *SIZE, scale=scale))).size == size


@pytest.mark.parametrize("anchor", ["left", "center", "right"])
def test_a_patch_fits_its_words(anchor):
    words = "Саудовская Аравия $48.1bn"
    patched = note(words, 600, bgcolor="#abcdef", x=0.5, xanchor=anchor)
    svg = writer.to_svg(drawing(annotations=[patched]), *SIZE)
    box = re.search(r'<rect x="([\d.-]+)" y="[\d.]+" width="([\d.]+)"[^>]*fill="#abcdef"', svg)
    wide = fonts.width(words, 30, 600)
    assert float(box[2]) == pytest.approx(wide + 2, abs=0.1)  # a pixel of air on either side
    middle = float(box[1]) + float(box[2]) / 2
    assert middle == pytest.approx(240 + {"left": 1, "center": 0, "right": -1}[anchor] * (wide / 2 + 1), abs=0.1)


def test_words_stand_in_the_middle_of_their_line():
    grey = Image.open(io.BytesIO(render.png(drawing(annotations=[note("HHH", y=0.5)]), *SIZE))).convert("L")
    rows = [y for y in range(grey.height) if min(grey.crop((0, y, 480, y + 1)).tobytes()) < 128]
    assert (rows[0] + rows[-1]) / 2 == pytest.approx(135, abs=3)


def test_the_same_drawing_gives_the_same_bytes_whatever_came_before():
    first = render.svg(drawing(words="one"), *SIZE)
    assert render.svg(drawing(words="two"), *SIZE) != first
    assert render.svg(drawing(words="one"), *SIZE) == first
    assert "id=" not in first  # two pictures can stand on one page


POINTS = {"x": [1, 2, 3], "y": [1, 5, 9]}
GAP = {"x": [0, 1, None, 3, 4], "y": [1, 2, None, 2, None]}
MARKER = {"size": 8, "color": "#111111", "line": {"width": [0, 1, 2], "color": "#222222"}}
RULE = {"type": "line", "layer": "above", "line": {"color": "#000000", "width": 1}, "x0": 0, "x1": 1, "y0": 0, "y1": 0}
LEADER = {**RULE, "type": "path", "path": "M0,0.5L10,0.6L20,0.6", "xanchor": 0.5}
PARTS = {
    "line": (({**LINE, **POINTS},), (), '<path d="M125,235L240,', 1),
    "a gap lifts the pen": (({**LINE, **GAP},), (), r"M10,235L125,210M355,210\"", 1),
    "area": (({**LINE, **POINTS, "fill": "toself", "fillcolor": "#fedcba"},), (), 'fill="#fedcba"', 1),
    "dashes": (({**LINE, **POINTS, "line": {**LINE["line"], "dash": "9px,7px"}},), (), 'dasharray="9px,7px"', 1),
    "markers": (({"type": "scatter", "mode": "markers", **POINTS, "marker": MARKER},), (), "<circle ", 3),
    "cross": (({"type": "scatter", "mode": "markers", **POINTS, "marker": {**MARKER, "symbol": "x-thin"}},), (), "<path ", 3),
    "bars": ((BAR,), (), 'fill="#D9705E"', 2),
    "a stack stands on what is there": ((BAR, BAR), (), 'y="60" width="57.5" height="100"', 1),
    "below zero a stack of its own": ((BAR, {**BAR, "y": [-1, -2]}), (), 'y="260"', 2),
    "lying": (({**BAR, "orientation": "h", "x": [4, 2], "y": [3, 4]},), (), 'width="460"', 1),
    "hatching": (({**BAR, "marker": {"pattern": HATCHING}},), (), 'stroke-width="1.6"', 2),
    "rule": ((), (RULE,), '<path d="M10,260L470,260"', 1),
    "box": ((), ({**RULE, "type": "rect", "fillcolor": "#eeeeee", "y1": 1},), 'fill="#eeeeee"', 1),
    "ring": ((), ({**RULE, "type": "circle", "fillcolor": "none", "y1": 1},), "<ellipse ", 1),
    "pixels": ((), ({**RULE, "xsizemode": "pixel", "xanchor": 0.5, "x0": -5, "x1": 5},), "M235,260L245,260", 1),
    "leader": ((), (LEADER,), "M240,135L250,110L260,110", 1),
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_every_part_that_charts_use_is_drawn_in_its_place(part):
    traces, shapes, wanted, count = PARTS[part]
    svg = writer.to_svg(drawing(*traces, shapes=shapes), *SIZE)
    assert len(re.findall(wanted, svg)) == count, svg
    assert "nan" not in svg.lower()


def test_a_logarithmic_axis_puts_decades_at_even_steps():
    axis = {"domain": [0, 1], "range": [0, 2], "anchor": "x", "type": "log"}
    svg = writer.to_svg(drawing({**LINE, "x": [0, 1, 2], "y": [1, 10, 100]}, yaxis=axis), *SIZE)
    assert "M10,260L125,135L240,10" in svg


def test_stripes_stay_inside_their_bar():
    bar = {**BAR, "x": [2], "y": [7], "marker": {"pattern": HATCHING}}
    svg = writer.to_svg(drawing(bar), *SIZE)
    x, y, wide, high = map(
        float,
        re.search(
            r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="#ffffff"/><path', svg
        ).groups(),
    )
    ends = re.findall(r"[ML]([\d.]+),([\d.]+)", svg.partition("<path")[2])
    assert len(ends) > 20
    assert all(x - 0.01 <= float(a) <= x + wide + 0.01 and y - 0.01 <= float(b) <= y + high + 0.01 for a, b in ends)


# What is refused


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (drawing({"type": "choropleth"}), "choropleth"),
        (drawing({**LINE, **POINTS, "mode": "text"}), "mode text"),
        (drawing({"type": "scatter", "mode": "markers", **POINTS, "marker": {**MARKER, "symbol": "star"}}), "star"),
        (drawing({**BAR, "marker": {"pattern": {**HATCHING, "shape": "x"}}}), "shape x"),
        (drawing(shapes=({**RULE, "type": "spiral"},)), "spiral"),
        ({"data": []}, "layout"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(asked, said):
    with pytest.raises(render.RenderError, match=f"{said}.*Nothing was written"):
        render.svg(asked, *SIZE)


@pytest.mark.parametrize(
    ("size", "scale"), [((0, 100), 1), ((100, 20_000), 1), ((9000, 9000), 1), ((1600, 900), 20), ((100, 100), math.nan)]
)
def test_a_picture_too_large_or_empty_is_refused(size, scale):
    with pytest.raises(render.RenderError, match="cannot be made"):
        render.png(drawing(), *size, scale=scale)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=12))
@example("\U000109f5\u84a1\u2067")  # a direction mark after glyphs of another fount once broke the drawing of a PNG
@example("\U00025f51\u9e6c\U0001d17a")
def test_any_words_can_be_drawn(words):
    assert render.png(drawing(words=words), *SIZE).startswith(b"\x89PNG")


def test_pictures_asked_for_at_once_are_not_swapped():
    got: dict[int, str] = {}

    def ask(number: int) -> None:
        got[number] = render.svg(drawing(words=f"number {number:03d}"), *SIZE)

    askers = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(60)
    assert sorted(got) == list(range(12))
    assert all(f"number {number:03d}" in svg for number, svg in got.items())
