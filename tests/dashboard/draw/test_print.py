"""What a grey printer leaves: neighbours that differ by their shade, lines that are told apart by words, dash or weight."""

from itertools import combinations, pairwise

import pytest

from dashboard.draw import Words, place, style
from dashboard.exhibits import catalogue
from dashboard.exhibits.plot import Cells, Columns, Line
from dashboard.figures import served
from dashboard.looks import Request, look

CHARTS = list(catalogue.catalogue())
APART = 1.2  # contrast of two shades that lie side by side: 1.0 is the same shade


def usual(chart):
    picks = {pick.name: pick.default for pick in catalogue.module(chart).PICKS}
    return look(Request.for_chart(chart, picks, served.newest())).exhibit


def marks(plot, kind):
    return [[mark for mark in panel.marks if isinstance(mark, kind)] for panel in plot.panels]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("chart", CHARTS)
def test_segments_that_touch_differ_in_shade(chart, theme):
    for stack in marks(usual(chart).plot, Columns):
        for under, over in pairwise(stack):
            shades = [style.colour(mark.colour, theme) for mark in (under, over)]
            outlined = over.outline or under.outline or over.remainder
            assert style.contrast(*shades) >= APART or outlined, f"{under.name} and {over.name}"


@pytest.mark.parametrize("chart", CHARTS)
def test_states_that_a_matrix_explains_differ_without_colour(chart):
    """By shade, by the outline of a part or the hatching of what stopped, or by bold figures inside."""
    for (matrix,) in (found for found in marks(usual(chart).plot, Cells) if found):
        bold = {(cell.state, cell.colour): cell.bold for cell in matrix.cells}
        for one, other in combinations(matrix.key, 2):
            shades = [style.colour(colour, "light") for _, colour, _ in (one, other)]
            differ = one[0] != other[0] or bold.get(one[:2]) != bold.get(other[:2])
            assert differ or style.contrast(*shades) >= APART, f"{one[2]} and {other[2]}"


@pytest.mark.parametrize("size", ["slide", "card", "card_phone"])
@pytest.mark.parametrize("chart", CHARTS)
def test_every_line_has_its_name_in_the_picture(chart, size):
    plot = usual(chart).plot
    said = " ".join(box.words for box in place(plot, Words(), style.frame(size)).boxes)
    for panel, lines in zip(plot.panels, marks(plot, Line), strict=True):
        for line in lines:
            names = {line.name, line.short} - {""}
            if line.points and names and line.name != panel.title:
                assert any(set(name.split()) <= set(said.split()) for name in names), line.name


def test_shades_are_told_apart_at_all():
    assert style.contrast("#777777", "#777777") == 1.0
    assert style.contrast("#3A2A1D", "#7F7F7F") > 2
