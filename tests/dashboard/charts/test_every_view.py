"""Every view of every chart, one pick away and two together: it passes the gate, or says why not and offers one that does.

Each picture is laid out at three sizes: no words outside it or over each other, no point cut off, no end undated.
"""

from dataclasses import replace

import pytest

from dashboard.draw import style
from dashboard.draw.canvas import text_box
from dashboard.exhibits import readable
from dashboard.exhibits.catalogue import catalogue, module
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.model import NothingToShow
from tests.support import layout, variants

LONGEST = 20  # words of a headline that begins with its year; of others 16


@pytest.mark.parametrize("chart", catalogue())
def test_every_view_is_readable_or_refused_with_a_nearer_one(chart, data):
    drawn, tried = set(), 0
    for picks in variants.of_chart(module(chart)):
        tried += 1
        try:
            item = exhibit(chart, data, picks)
        except NothingToShow as sentence:
            assert str(sentence).endswith((".", "”.")) and ("Choose" in str(sentence) or "no chart" in str(sentence))
            continue
        assert item.alt and len(item.headline.split()) <= LONGEST, item.headline
        if any(panel.empty.startswith("Not drawn") for panel in item.plot.panels):
            assert item.offers, f"{picks}: refused, and no nearer view is offered"
            near = exhibit(chart, data, dict(item.offers[0].picks))
            assert not near.offers and near.picks != item.picks, picks
        assert not readable.faults(item.plot), picks
        look = repr(item.plot)
        if look not in drawn:
            drawn.add(look)
            found = [(size, flaw) for size in layout.SIZES for flaw in layout.flaws(item, size)]
            assert not found, (picks, found)
    assert drawn and tried >= len(drawn)


def test_the_walk_sees_words_over_words_words_outside_points_cut_off_and_ends_undated(data):
    item, frame = exhibit("trade_by_partner", data), style.frame("card")
    boxes = [
        text_box(words, x, 20, 12, weight=400, anchor="left") for words, x in (("one", 10), ("two", 14), ("far", 1170))
    ]
    assert layout.of_boxes(boxes, frame) == ["“far” leaves the picture", "“one” lies over “two”"]
    line = item.plot.panels[0].marks[0]
    undated = replace(line, name="", end="", end_value="", when="in 1066")
    beyond = replace(item.plot, first=item.plot.panels[0].marks[0].points[0].x, last=2030.0)
    plot = replace(item.plot, panels=(replace(item.plot.panels[0], marks=(undated,)),))
    assert any("ends in 1066" in flaw for flaw in layout.flaws(replace(item, plot=plot), "card"))
    wide = replace(beyond, first=2020.5, last=2022.5)
    assert any("cut off" in flaw for flaw in layout.flaws(replace(item, plot=wide), "card"))
