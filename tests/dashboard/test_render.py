"""Pictures: the right glyphs at the right widths, the same bytes each time, and one sentence when it goes wrong."""

import base64
import io
import json
import math
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from dashboard import fonts
from dashboard.export import figure as figures
from dashboard.export import render, worker

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


def figure(words: str = "", *, weight: int = 400, points: int = 4, **layout) -> dict:
    """A line on a bare background, and some words in a box at its top left."""
    note = {"text": words, "x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
    note |= {"showarrow": False, "font": {"size": 30, "weight": weight, "color": "#000"}}
    axis = {"visible": False}
    plain = {"paper_bgcolor": "#fff", "plot_bgcolor": "#fff", "xaxis": axis, "yaxis": {**axis, "range": [0, 10]}}
    plain |= {"margin": {"l": 10, "r": 10, "t": 10, "b": 10}, "annotations": [note] if words else []}
    line = {"type": "scatter", "mode": "lines", "x": list(range(points)), "y": [i % 4 + 1 for i in range(points)]}
    return {"data": [line], "layout": plain | layout}


def ink(picture: bytes, box: tuple[int, int, int, int] = (0, 0, 480, 80)) -> int:
    """How dark the box is in all."""
    grey = Image.open(io.BytesIO(picture)).convert("L").crop(box)
    return sum(255 - value for value in grey.tobytes())


def running(process: int) -> bool:
    """Whether the process is there and not merely waiting to be collected."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(process: int) -> bool:
    for _ in range(100):
        if not running(process):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def engine():
    return worker.Engine()


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
    assert [fonts.weight_of(w) for w in (100, 400, 500, 501, 600, 650, 700, 900)] == [
        400,
        400,
        400,
        600,
        600,
        700,
        700,
        700,
    ]
    assert [fonts.weight_of(w) for w in ("normal", "bold", "600")] == [400, 700, 600]
    assert [fonts.weight_of(w, fonts.CHINESE) for w in (400, 500, 600, 700)] == [400, 400, 700, 700]


def test_runs_name_the_chinese_font_only_where_it_is_needed():
    assert fonts.runs("GDP 中国, 2024年") == [
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
    svg = render.svg(figure(words), *SIZE)
    assert words in re.sub("<[^>]+>", "", svg.partition("</style>")[2])
    assert svg.count("@font-face") == (2 if script == "Chinese" else 1)
    empty, drawn = render.png(figure(), *SIZE), render.png(figure(words), *SIZE)
    boxes = render.png(figure("\U0001f600" * 5), *SIZE)  # what no font has becomes a box
    assert ink(drawn) > ink(empty) + 20_000
    assert drawn != boxes


def test_heavier_text_has_more_ink_in_both_families():
    for words in ("Russia 俄罗斯", NAMES["Chinese"]):
        regular, semibold, bold = (ink(render.png(figure(words, weight=w), *SIZE)) for w in (400, 600, 700))
        assert regular * 1.05 < semibold <= bold
    latin = [ink(render.png(figure("Russia", weight=w), *SIZE)) for w in (400, 600, 700)]
    assert latin == sorted(set(latin))


def test_pdf_is_one_page_with_embedded_fonts_and_no_date():
    made = render.pdf(figure(" ".join(NAMES.values()), weight=700), *SIZE, title="A title", words="What it shows")
    assert made.startswith(b"%PDF-")
    assert b"SourceSans3-Bold" in made
    assert b"KyakhtaSansSC-Bold" in made
    assert b"CreationDate" not in made
    assert made == render.pdf(
        figure(" ".join(NAMES.values()), weight=700), *SIZE, title="A title", words="What it shows"
    )


def test_scale_draws_more_pixels_of_the_same_picture():
    for scale, size in ((1, (480, 270)), (2, (960, 540)), (0.5, (240, 135))):
        assert Image.open(io.BytesIO(render.png(figure("a"), *SIZE, scale=scale))).size == size


def test_a_box_fits_its_words():
    words = "Саудовская Аравия $48.1bn"
    svg = render.svg(figure(words, weight=600), *SIZE, embed=False)
    box = re.search(r'<rect class="bg"[^>]* width="([\d.]+)"', svg)
    assert float(box.group(1)) == pytest.approx(
        fonts.width(words, 30, 600) + 3, abs=1.5
    )  # a pixel of air and the border


def test_the_same_figure_gives_the_same_bytes_whatever_came_before():
    first = render.svg(figure("one"), *SIZE)
    other = render.svg(figure("two"), *SIZE)
    shuffled = {key: figure("one")[key] for key in ("layout", "data")}
    assert render.svg(shuffled, *SIZE) == first
    assert render.svg(json.dumps(figure("one")), *SIZE) == first
    render.close()
    assert render.svg(figure("one"), *SIZE) == first
    ids = [set(re.findall(r'id="([^"]+)"', svg)) for svg in (first, other)]
    assert ids[0] and not ids[0] & ids[1]  # both can stand on one page


@pytest.mark.parametrize("dtype", sorted(figures.TYPECODES))
def test_packed_arrays_are_drawn_like_lists(dtype):
    values = numpy.array([1, 2, 3, 4], dtype=dtype)
    packed = {"dtype": dtype, "bdata": base64.b64encode(values.tobytes()).decode()}
    assert figures.plain(packed) == [1, 2, 3, 4]
    assert figures.plain({**packed, "shape": "2, 2"}) == [[1, 2], [3, 4]]
    assert figures.plain(values) == [1, 2, 3, 4]


def test_hatches_are_plain_shapes_in_a_pdf(engine):
    pattern = {"shape": "/", "fgcolor": "#fff", "bgcolor": "#D9705E"}
    bars = {"type": "bar", "x": [1, 2], "y": [3, 4], "marker": {"color": "#D9705E", "pattern": pattern}}
    drawn = json.dumps({"data": [bars], "layout": {}})
    tiled, laid = engine.svg(drawn, *SIZE), engine.svg(drawn, *SIZE, unrolled=True)
    assert len(re.findall(r"fill: url\(", tiled)) == 2
    assert "fill: url(" not in laid
    assert laid.count("-cut") == 4  # an outline for each bar, and its use


X1 = {"x": [1], "y": [1]}
SYMBOLS = {"symbol": ["circle", "circle-open", "x-thin", "diamond", "square-open"]}
LOG = {"xaxis": {"type": "log"}, "yaxis": {"type": "log"}}
ARROW = {"x": 1, "y": 1, "text": "here", "ax": 30, "ay": -30}
RECT = {"type": "rect", "x0": 0, "x1": 1, "y0": 0, "y1": 1}
TITLES = {"title": {"text": "A <b>bold</b> CO<sub>2</sub>"}, "xaxis": {"title": {"text": "x"}}}
PARTS = {
    "stack": ({"type": "bar", "x": [1, 2], "y": [3, 4]}, {"barmode": "stack"}, 2, 'class="point"'),
    "markers": ({"mode": "markers", "x": [1, 2, 3, 4, 5], "y": [1] * 5, "marker": SYMBOLS}, {}, 5, 'class="point"'),
    "log": ({"mode": "lines", "x": [1, 10, 100], "y": [1, 10, 100]}, LOG, 1, 'class="js-line"'),
    "dates": ({"mode": "lines", "x": ["2024-01-01", "2024-02-01"], "y": [1, 2]}, {}, 1, 'class="js-line"'),
    "gap": ({"mode": "lines", "x": [1, 2, 3, 4, 5], "y": [1, 2, None, 2, 1]}, {}, 2, 'class="js-line"'),
    "area": ({"x": [1, 2], "y": [1, 2], "fill": "tozeroy"}, {}, 1, 'class="js-fill"'),
    "errors": ({"x": [1, 2], "y": [1, 2], "error_y": {"type": "constant", "value": 1}}, {}, 2, 'class="yerror"'),
    "shapes": (X1, {"shapes": [RECT] * 3}, 3, 'class="shape-group"'),
    "arrow": (X1, {"annotations": [ARROW]}, 1, 'class="annotation-arrow-g"'),
    "titles": (X1, TITLES, 1, 'class="xtitle"'),
    "legend": ({**X1, "name": "Россия"}, {"showlegend": True}, 1, 'class="legendtext"'),
}


@pytest.mark.parametrize("part", PARTS)
def test_every_part_that_charts_use_is_drawn(part, engine):
    trace, layout, count, mark = PARTS[part]
    svg = engine.svg(figures.canonical({"data": [trace], "layout": layout}), *SIZE)
    assert svg.count(mark) == count
    assert "NaN" not in svg


# What is refused


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"data": [{"type": "choropleth"}], "layout": {}}, "choropleth"),
        ({"data": [{"type": "scattergl", "x": [1]}], "layout": {}}, "scattergl"),
        ({"data": [], "layout": {"images": [{"source": "a.png"}]}}, "images"),
        ({"data": [{"x": [object()]}], "layout": {}}, r"figure\[0\]\.x\[0\]"),
        ({"data": [{"x": {"dtype": "c16", "bdata": ""}}], "layout": {}}, "c16"),
        ({"data": [None], "layout": {}}, "list of traces"),
        ({"data": {"x": [1]}, "layout": []}, "list of traces"),
        ("{", "not JSON"),
        ("[]", "a list, not a figure"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(asked, said):
    with pytest.raises(render.RenderError, match=said):
        render.svg(asked, *SIZE)


@pytest.mark.parametrize(
    ("size", "scale"), [((0, 100), 1), ((100, 20_000), 1), ((9000, 9000), 1), ((1600, 900), 20), ((100, 100), math.nan)]
)
def test_a_picture_too_large_or_empty_is_refused(size, scale):
    with pytest.raises(render.RenderError, match="cannot be made"):
        render.png(figure(), *size, scale=scale)


NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None)
@given(NESTED)
def test_plain_always_gives_json(value):
    assert json.loads(json.dumps(figures.plain(value), allow_nan=False)) == figures.plain(value)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=12))
def test_any_words_can_be_drawn(engine, words):
    drawn = engine.svg(figures.canonical(figure(words)), *SIZE)
    assert worker.png(drawn, 1).startswith(b"\x89PNG")


def test_a_reason_comes_back_as_an_answer():
    text = json.dumps({"data": 1}).encode()  # passes no check of ours: straight to the engine
    head = {"id": 7, "size": len(text), "limit": 20, "form": "svg", "fonts": False, "width": 100, "height": 100}
    out = io.BytesIO()
    worker.serve(io.BytesIO(json.dumps(head).encode() + b"\n" + b"nonsense"[: len(text)].ljust(len(text))), out)
    answer = json.loads(out.getvalue())
    assert answer["id"] == 7
    assert answer["size"] == 0
    assert "SyntaxError" in answer["error"]
    assert "\n" not in answer["error"]


# When it goes wrong


@pytest.fixture
def stuck():
    """The drawing process, ready and then held, as one that will never answer."""
    render.svg(figure(), *SIZE, embed=False)
    process = render._renderer._process.pid
    os.kill(process, signal.SIGSTOP)
    return process


def test_a_picture_that_takes_too_long_ends_and_the_next_one_works(stuck, monkeypatch):
    monkeypatch.setattr(render, "LIMIT", 0.5)
    with pytest.raises(render.RenderError, match=r"longer than 0\.5 seconds"):
        render.svg(figure(), *SIZE)
    monkeypatch.undo()
    assert gone(stuck)
    assert render.svg(figure("after"), *SIZE, embed=False).startswith("<svg")


def test_a_crash_is_a_sentence_and_the_next_picture_works(stuck):
    threading.Timer(1.0, os.kill, (stuck, signal.SIGKILL)).start()
    with pytest.raises(render.RenderError, match="ended unexpectedly"):
        render.svg(figure(), *SIZE)
    assert gone(stuck)
    assert render.svg(figure("after"), *SIZE, embed=False).startswith("<svg")


def test_a_process_that_died_between_two_pictures_is_not_noticed():
    render.warm()
    doomed = render._renderer._process.pid
    os.kill(doomed, signal.SIGKILL)
    assert gone(doomed)
    assert render.svg(figure("after"), *SIZE, embed=False).startswith("<svg")


def test_an_answer_to_another_question_is_not_handed_on():
    render.svg(figure(), *SIZE, embed=False)
    text = figures.canonical(figure("someone else's")).encode()
    stale = {"id": -1, "size": len(text), "limit": 20, "form": "svg", "fonts": False, "width": 480, "height": 270}
    process = render._renderer._process
    process.stdin.write(json.dumps(stale).encode() + b"\n" + text)
    assert "mine" in render.svg(figure("mine"), *SIZE, embed=False)
    assert render._renderer._process is not process, "who answers another question is not asked again"


def test_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(render, "PATIENCE", 0.05)
    with render._TURN, pytest.raises(render.RenderError, match="Other pictures"):
        render.svg(figure(), *SIZE)


def test_pictures_asked_for_at_once_are_not_swapped():
    got: dict[int, str] = {}

    def ask(number: int) -> None:
        got[number] = render.svg(figure(f"number {number:03d}"), *SIZE, embed=False)

    askers = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(60)
    assert sorted(got) == list(range(12))
    assert all(f"number {number:03d}" in svg for number, svg in got.items())


def test_no_process_outlives_the_one_that_asked():
    script = (
        "import os, signal\n"
        "from dashboard.export import render\n"
        "render.svg({'data': [], 'layout': {}}, 100, 100, embed=False)\n"
        "print(render._renderer._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(render.__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=root, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert gone(int(ended.stdout))
