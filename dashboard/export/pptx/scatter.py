"""Places of two values as a native XY chart: one series of quiet dots, one for each that stands out."""

from __future__ import annotations

import math
from typing import Any

from dashboard.draw import style
from dashboard.exhibits import tables
from dashboard.exhibits.plot import Dot, Panel, Plot
from dashboard.export.pptx import boxes, marks
from dashboard.export.pptx.boxes import Box

QUIET, STRONG = 5, 9  # points
WORDS = 10.0


def draw(slide: Any, plot: Plot, panel: Panel, box: Box, told: tuple[str, str]) -> None:
    """Draw the dots of a panel with both axes logarithmic, named where the picture may name them."""
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE as KIND
    from pptx.util import Inches

    dots = [mark for mark in panel.marks if isinstance(mark, Dot)]
    groups: dict[str, list[Dot]] = {}
    for dot in dots:
        groups.setdefault("Others" if dot.colour == "context" else dot.label, []).append(dot)
    numbers: Any = XyChartData(number_format="General")  # type: ignore[no-untyped-call]
    for name, found in groups.items():
        series = numbers.add_series(str(tables.escape_formula(name)))
        for dot in found:
            series.add_data_point(dot.x, dot.y)
    sides = (Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height - 0.3))
    frame = slide.shapes.add_chart(KIND.XY_SCATTER, *sides, numbers)
    boxes.set_alt_text(frame, *told)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.name = boxes.FACE
    for axis, values, scale in (
        (chart.category_axis, [dot.x for dot in dots], plot.across),
        (chart.value_axis, [dot.y for dot in dots], panel.scale),
    ):
        marks.logarithmic(axis)
        axis.minimum_scale = 10.0 ** math.floor(math.log10(min(values)))
        axis.maximum_scale = 10.0 ** math.ceil(math.log10(max(values)))
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = f'General"{scale.unit}"', False
        axis.has_major_gridlines = True
        axis.major_gridlines.format.line.color.rgb = boxes.rgb(style.colour("grid"))
        boxes.set_font(axis.tick_labels.font, WORDS, style.colour("tick"))
        marks.crosses_low(axis)
    for series, found in zip(chart.plots[0].series, groups.values(), strict=True):
        _series(series, found)
    foot = Box(box.left, box.top + box.height - 0.3, box.width, 0.28)
    boxes.add_text(slide, foot, plot.across.note, WORDS + 1, colour=style.colour("subtitle"), bold=True, name="Axis")


def _series(series: Any, dots: list[Dot]) -> None:
    """Draw dots without a line between them, and name those that have a label."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE

    colour = style.colour(dots[0].colour)
    strong = dots[0].colour != "context"
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, STRONG if strong else QUIET
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = boxes.rgb(colour)
    series.marker.format.line.fill.background()
    for place, dot in enumerate(dots):
        if dot.label:
            words = series.points[place].data_label
            boxes.fill_text(
                words.text_frame, dot.label, WORDS + strong, colour=style.text_colour(dot.colour), bold=strong
            )
            words.position = XL_LABEL_POSITION.RIGHT
