"""The rules of a picture, held on what the layout engine puts out."""

import json
from dataclasses import replace
from itertools import combinations

import pytest

from dashboard import draw
from dashboard.draw import style
from dashboard.draw.ticks import log_ticks, value_words
from dashboard.exhibits.plot import Columns, Dot, Line, Panel, Plot, Point, Scale
from dashboard.exhibits.remarks import Event
from tests.support import sample_plots as samples

SIZES = ("slide", "half", "square", "phone", "card", "card_half", "card_phone", "900x600")
SLIDE = style.frame("slide")


def traces(plot, role, frame=SLIDE):
    return [trace for trace in draw.to_plotly(plot, samples.WORDS, frame)["data"] if trace["meta"]["role"] == role]


def said(plot, frame=SLIDE, role=""):
    return [box.words for box in draw.place(plot, samples.WORDS, frame).boxes if not role or box.role == role]


def one_line(*points, **more):
    return Plot((Panel((Line("Russia", "RUS", tuple(points), **more),), Scale("$", "bn")),))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", samples.ALL)
def test_words_neither_meet_nor_leave_the_picture(name, size):
    frame = style.frame(size)
    boxes = draw.place(samples.ALL[name], samples.WORDS, frame).boxes
    assert boxes
    for box in boxes:
        assert box.x0 >= -0.5 and box.y0 >= -0.5, box
        assert box.x1 <= frame.width + 0.5 and box.y1 <= frame.height + 0.5, box
    assert not [(a.words, b.words) for a, b in combinations(boxes, 2) if a.meets(b, -0.5)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [name for name, plot in samples.ALL.items() if plot.axis in ("year", "month")])
def test_every_line_and_segment_is_named_in_the_picture(name, size):
    words = " ".join(said(samples.ALL[name], style.frame(size))).split()
    marks = [mark for panel in samples.ALL[name].panels for mark in panel.marks if isinstance(mark, Line)]
    for mark in marks:
        assert set(mark.name.split()) <= set(words), mark.name


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", samples.ALL)
def test_words_can_be_read_on_their_ground(name, theme):
    marked = replace(samples.WORDS, marker=("As known on 31 Jan 2023",))
    drawn = draw.to_plotly(samples.ALL[name], marked, style.frame("slide", theme))
    ground = drawn["layout"]["paper_bgcolor"]
    assert drawn["layout"]["annotations"] and ground == style.COLOURS[theme]["background"]
    for note in drawn["layout"]["annotations"]:
        under = style.COLOURS[theme]["amber_fill"] if "As known" in note["text"] else ground
        assert style.contrast(note["font"]["color"], under) >= 4.5, note["text"]


@pytest.mark.parametrize("size", SIZES)
def test_no_text_is_smaller_than_twelve_pixels(size):
    for plot in samples.ALL.values():
        notes = draw.to_plotly(plot, samples.WORDS, style.frame(size))["layout"]["annotations"]
        assert min(note["font"]["size"] for note in notes) >= 12


@pytest.mark.parametrize("name", samples.ALL)
def test_no_second_axis_no_legend_no_rotation_and_all_of_it_is_plain_data(name):
    drawn = draw.to_plotly(samples.ALL[name], samples.WORDS, SLIDE)
    axes = [value for key, value in drawn["layout"].items() if key.startswith(("xaxis", "yaxis"))]
    assert axes and not any(axis.get("overlaying") or axis.get("side") for axis in axes)
    assert not drawn["layout"]["showlegend"] and not any("textangle" in n for n in drawn["layout"]["annotations"])
    assert json.loads(json.dumps(drawn)) == drawn
    assert draw.compose(samples.ALL[name], samples.WORDS, SLIDE).layout.width == 1600


def test_a_gap_is_never_joined_and_a_lone_point_is_a_dot():
    plot = one_line(*samples.years([10, 11, None, 14, None, 12, 13]))
    (line,) = traces(plot, "named")
    assert line["y"] == [10, 11, None, 14, None, 12, 13] and line["connectgaps"] is False
    (dots,) = traces(plot, "points")
    assert dots["x"] == [2013.5, 2016.5], "the lone point and the last one"


def test_a_month_without_a_figure_is_a_gap():
    marks = (Line("Russia", "RUS", samples.months([10, 11, None, 12, 13])),)
    assert traces(Plot((Panel(marks),), axis="month"), "named")[0]["y"] == [10, 11, None, 12, 13]


def test_a_year_that_is_left_out_is_a_gap_too():
    points = [point for point in samples.years([10, 11, 12, 13]) if point.label != "2012"]
    assert traces(one_line(*points), "named")[0]["y"] == [10, 11, None, 13]


def test_a_break_stops_the_line_with_hollow_ends():
    plot = one_line(*samples.years([10, 11, 12, 13]), breaks=(2012,))
    assert traces(plot, "named")[0]["y"] == [10, 11, None, 12, 13]
    (dots,) = traces(plot, "points")
    assert dots["x"][:2] == [2011.5, 2012.5]
    assert dots["marker"]["color"][:2] == ["#FFFFFF", "#FFFFFF"] and min(dots["marker"]["line"]["width"][:2]) >= 3


def test_a_provisional_point_is_hollow_and_says_so():
    plot = one_line(Point(2024.5, 10, "2024"), Point(2025.5, 12, "2025", hollow=True))
    assert traces(plot, "points")[0]["marker"]["color"] == ["#FFFFFF"]
    assert traces(plot, "named")[0]["hovertext"][1] == "Russia, 2025: $12.0bn (provisional or derived)"


def test_russia_is_drawn_last_and_only_the_other_reporter_is_dashed():
    drawn = draw.to_plotly(samples.lines(), samples.WORDS, SLIDE)["data"]
    assert [t["name"] for t in drawn if t["mode"] == "lines"][-1] == "Russia"
    dashed = [
        t["name"]
        for t in draw.to_plotly(samples.mirror(), samples.WORDS, SLIDE)["data"]
        if t.get("line", {}).get("dash")
    ]
    assert dashed == ["Russia’s exports, as Russia reports"]


@pytest.mark.parametrize("name", ["stack", "averages", "balance", "missing"])
def test_columns_stand_on_zero(name):
    drawn = draw.to_plotly(samples.ALL[name], samples.WORDS, SLIDE)
    assert drawn["layout"]["barmode"] == "relative" and drawn["layout"]["yaxis"]["range"][0] <= 0
    columns = [trace for trace in drawn["data"] if trace["meta"]["role"] == "columns"]
    assert columns and not any("base" in trace for trace in columns)


def test_january_and_february_are_one_column_twice_as_wide():
    first, second = traces(samples.stack(), "columns")[0]["width"][:2]
    assert first - second == pytest.approx(1 / 12)


def test_what_is_not_published_is_hatched_with_words_and_never_zero():
    (hatched,) = traces(samples.missing(), "missing")
    assert hatched["x"] == [2025.5] and hatched["base"] == [13] and hatched["marker"]["pattern"]["shape"] == "/"
    assert said(samples.missing(), role="missing") == ["not published"]
    (known,) = traces(samples.bars(), "bars")
    assert 4 not in known["y"] and 0 not in known["x"]
    assert "Volume by origin is not published" in said(samples.bars())


def test_bars_and_targets_share_a_scale_from_zero():
    low, high = draw.to_plotly(samples.bars(), samples.WORDS, SLIDE)["layout"]["xaxis"]["range"]
    assert low <= -4 and high >= 38.8
    assert {"38.8", "38 announced", "26 announced", "9.0", "−4.0"} <= set(said(samples.bars()))


@pytest.mark.parametrize(("name", "top"), [("lines", "$1,500bn"), ("averages", "3,000m TIV"), ("claims", "20%")])
def test_the_unit_stands_at_the_top_tick_only(name, top):
    boxes = [box for box in draw.place(samples.ALL[name], samples.WORDS, SLIDE).boxes if box.role == "tick"]
    by_height = [box.words for box in sorted(boxes, key=lambda box: box.y0)]
    assert by_height[0] == top and all(words.replace(",", "").isdigit() for words in by_height[1:])
    assert 4 <= len(boxes) <= 7


def test_a_log_axis_has_decades():
    axis = draw.to_plotly(samples.logarithmic(), samples.WORDS, SLIDE)["layout"]["yaxis"]
    assert axis["type"] == "log" and axis["tickvals"] == [1, 10, 100, 1000, 10000]
    assert log_ticks(55, 1054).values == (50, 100, 200, 500, 1000)


def test_an_axis_off_zero_says_so_and_leaves_a_third_free():
    low, high = draw.to_plotly(samples.off_zero(), samples.WORDS, SLIDE)["layout"]["yaxis"]["range"]
    assert "Axis starts at 90" in said(samples.off_zero()) and low == 90
    assert (97 - low) / (high - low) > 0.3


def test_one_series_may_have_a_second_unit():
    boxes = [box for box in draw.place(samples.two_units(), samples.WORDS, SLIDE).boxes if "mb/d" in box.words]
    assert [box.words for box in boxes] == ["2.4 mb/d"]


def test_a_claim_is_a_hollow_circle_with_a_cross_that_knows_its_entry():
    (ring,), (cross,) = traces(samples.claims(), "claim"), traces(samples.claims(), "claim cross")
    assert ring["marker"]["color"] == "#FFFFFF" and cross["marker"]["symbol"] == "x-thin"
    assert ring["customdata"] == ["crude-2021", "crude-2022"]
    assert {"17.4", "15.6", "The report’s figures: not reproduced"} <= set(said(samples.claims()))


def test_an_average_has_a_halo_under_it():
    order = [t["meta"]["role"] for t in draw.to_plotly(samples.averages(), samples.WORDS, SLIDE)["data"]]
    assert order == ["columns", *["halo", "average"] * 3]
    assert "1,880, average 2005–09" in said(samples.averages())
    assert "1,880" in said(samples.averages(), style.frame("phone"))


def test_of_too_many_events_the_unsourced_go_first():
    crowd = [Event(2015 + n / 4, f"Something of note happens here, {n}", "" if n % 2 else "x") for n in range(8)]
    words = " ".join(said(replace(samples.lines(), events=tuple(crowd)), role="event"))
    assert " 0" in words and " 1" not in words


def test_small_multiples_share_one_range_unless_they_have_their_own():
    def ranges(plot, frame):
        layout = draw.to_plotly(plot, samples.WORDS, frame)["layout"]
        return [value["range"] for key, value in layout.items() if key.startswith("yaxis")]

    shared, own = ranges(samples.grid(), SLIDE), ranges(samples.grid(own=True), SLIDE)
    assert len(shared) == len(own) == 4
    assert all(one == shared[0] for one in shared) and own[0] != own[3]
    left = {
        box.x0
        for box in draw.place(samples.grid(), samples.WORDS, style.frame("phone")).boxes
        if box.role == "panel title"
    }
    assert len(left) == 2, "a phone has two columns"


def test_data_cannot_write_markup():
    plot = one_line(*samples.years([1, 2, 3]), end="<b>&</b>")
    texts = [note["text"] for note in draw.to_plotly(plot, samples.WORDS, SLIDE)["layout"]["annotations"]]
    assert "Russia &lt;b&gt;&amp;&lt;/b&gt;" in texts


def test_hovering_tells_name_period_value_and_unit():
    assert traces(samples.lines(), "accent")[0]["hovertext"][-1] == "Russia, 2025: $228.0bn"
    assert (
        value_words(-6.94, Scale(unit="%", signed=True)) == "−6.9%"
        and value_words(1054.4, Scale("$", "bn")) == "$1,054bn"
    )


def test_a_column_over_the_top_tick_keeps_its_printed_value_inside():
    points = tuple(replace(point, text=f"{point.value}") for point in samples.years([10, 20, 30.5]))
    plot = Plot((Panel((Columns("One", "RUS_tint", points),), Scale()),))
    assert {"10", "20", "30.5"} <= set(said(plot, role="value"))


def test_a_value_printed_on_a_segment_stands_over_its_whole_stack():
    points = tuple(Point(2020.5 + n, value, str(2020 + n)) for n, value in enumerate((30.0, 40.0)))
    top = tuple(Point(2020.5 + n, 10.0, str(2020 + n), text=f"{40 + 10 * n}") for n in range(2))
    plot = Plot((Panel((Columns("Pipe", "coal", points), Columns("LNG", "lng", top)), Scale(unit=" bcm")),))
    values = {box.words: box for box in draw.place(plot, samples.WORDS, SLIDE).boxes if box.role == "value"}
    assert set(values) == {"40", "50"} and values["50"].y1 < values["40"].y0


def test_a_lane_is_strong_from_its_first_dot_to_its_last_filled_one_where_the_panel_says_so():
    dots = (Dot(2005.5, 0, "a"), Dot(2012.5, 0, "b"), Dot(2020.5, 0, "c", hollow=True), Dot(2015.5, 1, "d"))
    plain = Plot((Panel(dots, lanes=("Sea", "Air")),), first=2004.0, last=2022.0)
    strong = Plot((replace(plain.panels[0], stretches=True),), first=2004.0, last=2022.0)
    shapes = [len(draw.place(plot, samples.WORDS, SLIDE).shapes) for plot in (plain, strong)]
    assert shapes[1] == shapes[0] + 1  # one lane has two filled or first dots, the other a single one


def test_a_scatter_has_both_axes_in_words_and_no_dot_at_the_end_of_its_guide():
    sheet = draw.place(samples.ALL["scatter"], samples.WORDS, SLIDE)
    words = {box.words for box in sheet.boxes}
    assert {"China’s share of the partner’s trade", "The partner’s share of China’s trade", "Russia"} <= words
    assert {"0.1", "10", "100%"} <= words
    (dots,) = [trace for trace in sheet.traces if trace["meta"]["role"] == "dots"]
    assert len(dots["x"]) == 10 and all(row is not None for row in dots["customdata"])
    assert sheet.axes["xaxis"]["type"] == sheet.axes["yaxis"]["type"] == "log"
