"""What a chart says when read by hand: the words of its table, for every chart, and no figure that is not drawn."""

import json

import pytest

from dashboard.draw import Words, browser, fonts, style, to_plotly
from dashboard.exhibits import catalogue, evidence
from dashboard.exhibits.plot import Columns, Line, Panel, Plot, Point
from dashboard.figures import served
from dashboard.looks import Request, look, readout
from dashboard.server import points

CHARTS = sorted(catalogue.catalogue())


def opened(chart: str, **picks: str):
    usual = Request.usual(chart, served.newest())
    return look(Request.for_chart(chart, usual.picks | picks, usual.edition))


def said(chart: str, **picks: str) -> list[dict]:
    return json.loads(opened(chart, **picks).readout("light"))


@pytest.mark.parametrize("chart", CHARTS)
def test_every_figure_is_said_in_the_words_of_the_table(chart):
    item = opened(chart).exhibit
    rows = item.table.to_dict("records")
    panels, told = said(chart), 0
    assert len(panels) == len(item.plot.panels)
    for panel, drawn in zip(panels, item.plot.panels, strict=True):
        for line in panel["lines"]:
            assert len(line["values"]) == len(panel["stops"])
            for found in filter(None, line["values"]):
                told += 1
                words, value, row, _ = found
                if row is None or not any(isinstance(mark, Line | Columns) for mark in drawn.marks):
                    assert words
                    continue
                known = rows[row]["value"] == rows[row]["value"]
                assert words == evidence.figure(rows[row]) if known else words and value is None
                assert (panel["unit"] or line["unit"]) == evidence.unit(rows[row]["series"])
    assert told, "there is something to read"


@pytest.mark.parametrize("chart", CHARTS)
def test_every_point_drawn_with_a_row_can_be_reached(chart):
    item = opened(chart).exhibit
    reached = {found[2] for panel in said(chart) for line in panel["lines"] for found in line["values"] if found}
    for panel in item.plot.panels:
        for mark in panel.marks:
            wanted = getattr(mark, "points", None) or getattr(mark, "cells", None) or (mark,)
            rows = {one.row for one in wanted if getattr(one, "row", None) is not None}
            assert rows <= reached, f"{mark}"


@pytest.mark.parametrize(
    "chart", [c for c in CHARTS if {"first", "last"} <= {p.name for p in catalogue.module(c).PICKS}]
)
def test_a_range_read_in_a_chart_is_what_its_picks_then_show(chart):
    """The years or months of a stop, put into From and To, draw that stop first or last."""
    panel = max(said(chart), key=lambda one: len(one["stops"]))
    stops = [
        stop
        for n, stop in enumerate(panel["stops"])
        if stop[2] and any(line["values"][n] and line["values"][n][2] is not None for line in panel["lines"])
    ]
    if len(stops) < 4:
        pytest.skip("too few periods to zoom")
    first, last = stops[1], stops[-2]
    kind = {pick.name: pick.kind for pick in catalogue.module(chart).PICKS}["first"]
    cut = 4 if kind == "year" else 7
    seen = opened(chart, first=first[2][:cut], last=last[3][:cut])
    assert not seen.nothing
    kept = [stop for one in json.loads(seen.readout("light")) for stop in one["stops"]]
    assert {first[0], last[0]} <= {stop[0] for stop in kept}


def item_of(*marks, rows=()):
    class Table:
        def to_dict(self, _):
            return list(rows)

    class Item:
        table, plot = Table(), Plot((Panel(marks),))

    return readout.readout(Item())[0]


def test_a_gap_is_said_and_never_a_zero():
    points_ = (Point(2020.5, 1.0), Point(2021.5, None), Point(2022.5, 3.0, hollow=True), Point(2024.5, 4.0))
    other = (Point(2020.5, 1.0), Point(2023.5, 2.0))
    panel = item_of(Line("A", "RUS", points_), Line("B", "EU27", other))
    a, b = panel["lines"]
    assert [stop[1] for stop in panel["stops"]] == ["2020", "2021", "2022", "2023", "2024"]
    assert a["values"][1][:2] == ["no figure", None] and a["values"][3][:2] == ["no figure", None]
    assert a["values"][2][3] == "computed", "a hollow point says why"
    assert b["values"][4] is None, "beyond its end a line says nothing"


def test_a_row_without_a_value_is_not_published():
    row = {"period": "2021", "months": 12, "series": "goods_total_usd", "status": "reported", "shown": float("nan")}
    panel = item_of(Line("A", "RUS", (Point(2021.5, None, row=0),)), rows=[row])
    assert panel["lines"][0]["values"] == [["not published", None, 0, ""]]
    own = item_of(Columns("A", "RUS", (Point(2021.5, None, row=0),), missing="not released"), rows=[row])
    assert own["lines"][0]["values"][0][0] == "not released"


def test_two_months_together_say_so_and_are_not_compared():
    panel = said("fossil_monthly")[0]
    at = [stop[1] for stop in panel["stops"]].index("Jan–Feb 2022")
    assert panel["stops"][at][2:] == ["2022-01", "2022-02"]
    for line in panel["lines"]:
        assert line["values"][at][1] is None and "both months" in line["values"][at][3]


def test_the_script_puts_words_where_the_files_have_them():
    half = (fonts.ascent(1) - fonts.descent(1)) / 2
    assert f"const BASE = {half:.3f};" in browser.script()


def test_the_markup_of_a_picture_carries_data_and_nothing_that_runs():
    evil = "</div><script>alert('1')</script>\"&"
    made = browser.markup(evil, {"drawing": json.dumps({"a": evil}), "chart": evil})
    assert "<script" not in made and made.count("<") == 2


def test_the_labels_of_lines_name_their_lines():
    item = opened("trade_by_partner").exhibit
    drawn = to_plotly(item.plot, Words(), style.frame("card"))
    named = {note["name"] for note in drawn["layout"]["annotations"] if "name" in note}
    assert named == {line["name"] for line in said("trade_by_partner")[0]["lines"]}


def test_a_point_answers_with_its_source_and_anything_else_in_words():
    seen = opened("trade_by_partner")
    box = points.answer(seen.link, "trade_by_partner", "0")
    assert "ky-point" in box and "known since" in box
    assert box == points.box(seen.exhibit, 0)
    for link, chart, row in ((seen.link, "trade_by_partner", "9999"), (seen.link, "trade_by_partner", "-1"),
                             (seen.link, "trade_by_partner", "²"), (seen.link, "<b>", "0"), ("", "trade_by_partner", "x")):  # fmt: skip
        said_ = points.answer(link, chart, row)
        assert "Reload the page" in said_ and "ky-point" not in said_ and "<b>" not in said_
    gone = points.answer("/trade?v=2001-01-01%2B0", "trade_by_partner", "0")
    assert "ky-point" in gone or 'role="status"' in gone
