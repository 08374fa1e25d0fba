"""Words around a picture, frames, palette, and the arithmetic of labels and ticks."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import draw
from dashboard.draw import style
from dashboard.draw.collisions import spread
from dashboard.draw.header import footer_lines
from dashboard.draw.ticks import round_ticks
from dashboard.draw.wrapping import balance, width
from tests.support import sample_plots as samples

SLIDE = style.frame("slide")


def test_a_picture_has_its_words_and_a_card_leaves_them_to_the_page():
    roles = [box.role for box in draw.place(samples.lines(), samples.WORDS, SLIDE).boxes]
    assert roles.count("headline") == 1 and roles.count("footer") == 3
    card = draw.to_plotly(samples.lines(), samples.WORDS, style.frame("card"))["layout"]
    assert card["autosize"] and "width" not in card and card["height"] == 400
    assert not {"headline", "footer"} & {
        b.role for b in draw.place(samples.lines(), samples.WORDS, style.frame("card")).boxes
    }


def test_the_plot_keeps_its_height_on_a_slide():
    for plot in samples.ALL.values():
        sheet = draw.place(plot, samples.WORDS, SLIDE)
        assert sheet.bottom - sheet.top >= 420


@pytest.mark.parametrize("size", ["slide", "square", "phone", "half"])
def test_a_past_or_unreviewed_edition_is_framed_in_the_picture(size):
    marked = replace(samples.WORDS, marker=("As known on 31 Jan 2023", "Unreviewed upload"))
    sheet = draw.place(samples.lines(), marked, style.frame(size))
    assert [box.words for box in sheet.boxes if box.role == "marker"] == ["As known on 31 Jan 2023 · Unreviewed upload"]
    assert sum(shape.get("line", {}).get("color") == "#D98A1F" for shape in sheet.shapes) >= 4
    assert not any(one.meets(two, -0.5) for one, two in combinations(sheet.boxes, 2))


def test_a_long_headline_is_balanced_and_a_footer_shortens_its_calculation_only():
    lines = balance("Russia supplied 17.0% of China’s crude in 2022, behind Saudi Arabia’s 17.2%", 46, 1488, 700)
    assert lines == ("Russia supplied 17.0% of China’s crude", "in 2022, behind Saudi Arabia’s 17.2%")
    long = replace(samples.WORDS, calculation="Calculation: one thing. " + "Another sentence that goes on. " * 9)
    kept = footer_lines(long, 20, 1488)
    assert len(kept) == 3 and kept[0] == samples.WORDS.source and kept[2] == samples.WORDS.edition
    assert kept[1].startswith("Calculation: one thing.") and kept[1].endswith("goes on.")
    assert not any("Calculation" in line for line in footer_lines(long, 12, 354, phone=True))


def test_frames_have_names_or_sizes():
    assert style.frame("phone").phone and style.frame("phone").scale == 2 and not style.frame("1200x675").phone
    assert style.frame("card", width=660).width == 660
    with pytest.raises(KeyError, match="slide"):
        style.frame("poster")
    with pytest.raises(ValueError, match="200"):
        style.frame("90000x10")


def test_the_palette_is_whole_in_both_themes():
    assert style.LIGHT and set(style.LIGHT) - set(style.DARK) <= {key for key in style.LIGHT if key.endswith("_text")}
    for theme in style.COLOURS:
        ground = style.COLOURS[theme]["background"]
        for key in ("RUS", "EU27", "USA", "ASEAN", "crude", "coal", "pipeline_gas", "lng", "RUS_tint"):
            assert style.contrast(style.colour(key, theme), ground) >= 3, (key, theme)
            assert style.contrast(style.text_colour(key, theme), ground) >= 4.5, (key, theme)
    assert style.colour("ZZZ") == style.colour("context")
    with pytest.raises(KeyError, match="crimson"):
        style.colour("crimson")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 500), st.floats(10, 40)), min_size=1, max_size=12))
def test_labels_pushed_apart_neither_overlap_nor_leave(labels):
    wanted, heights = [y for y, _ in labels], [high for _, high in labels]
    middles = spread(wanted, heights, 0, 500)
    order = sorted(range(len(labels)), key=lambda n: middles[n])
    for one, two in pairwise(order):
        assert middles[two] - middles[one] >= (heights[one] + heights[two]) / 2 - 1e-6
    assert all(h / 2 - 1e-6 <= m <= 500 - h / 2 + 1e-6 for m, h in zip(middles, heights, strict=True))


@settings(max_examples=80, deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 6))
def test_ticks_are_few_and_hold_the_values(low, span, wanted):
    high = low + span
    ticks = round_ticks(low, high, wanted=wanted)
    assert 3 <= len(ticks.values) <= 7
    assert ticks.low <= low + span * 1e-6 and ticks.high >= high - 0.031 * (high - low)


def test_widths_know_chinese_and_russian():
    assert width("俄罗斯", 20) == pytest.approx(60, abs=1) and 0 < width("Россия", 20) < 80
