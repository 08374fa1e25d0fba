"""How native charts look: strokes, markers, names at line ends, events; and the XML that python-pptx has no words for."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from typing import Any

from dashboard.draw import style
from dashboard.export.pptx import boxes
from dashboard.export.pptx.boxes import Box
from dashboard.export.pptx.plotted import Series, Sheet

END = 11.0  # points
EPOCH = datetime.date(1899, 12, 30)  # day 0 of a workbook
YEAR_ROOM = 0.52  # inches for a year under the axis
STROKES = {"accent": 3.0, "named": 2.25, "context": 1.25}


def set_layout(chart: Any, inner: Box, box: Box) -> None:
    """Fix the plot area, so that words beside the chart stand where its values are."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    sides = {"x": (inner.left - box.left) / box.width, "y": (inner.top - box.top) / box.height,
             "w": inner.width / box.width, "h": inner.height / box.height}  # fmt: skip
    values = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in sides.items())
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
        f'<c:yMode val="edge"/>{values}</c:manualLayout></c:layout>'
    ))  # fmt: skip
    for cross in area.iter(qn("c:crossBetween")):
        cross.set("val", "between")


def gaps(chart: Any) -> None:
    """Keep gaps as gaps."""
    from pptx.oxml.ns import qn

    for blank in chart._chartSpace.iter(qn("c:dispBlanksAs")):
        blank.set("val", "gap")


def logarithmic(axis: Any) -> None:
    """Make a value axis logarithmic."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    axis._element.find(qn("c:scaling")).insert(0, parse_xml(f'<c:logBase {nsdecls("c")} val="10"/>'))


def crosses_low(axis: Any) -> None:
    """Let an axis cross the other at its lowest value: a logarithm has no zero."""
    from pptx.oxml.ns import qn

    for crossing in axis._element.iter(qn("c:crosses")):
        crossing.set("val", "min")


def dated(axis: Any, sheet: Sheet, width: float) -> None:
    """Make the axis one of time: true distances, a label a year or every few years as `width` inches have room for."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    first, last = sheet.span
    if sheet.step < 1:  # years begin in January, where their labels stand
        axis.minimum_scale = (datetime.date(int(first), 1, 1) - EPOCH).days
    each = max(1, math.ceil((last - first) / max(2, int(width / YEAR_ROOM))))
    element = axis._element
    for name in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        for old in element.findall(qn(name)):
            element.remove(old)
    units = {"baseTimeUnit": "years" if sheet.step == 1 else "months", "majorUnit": each, "majorTimeUnit": "years"}
    place = next((n for n, child in enumerate(element) if child.tag == qn("c:extLst")), len(element))
    for number, (name, value) in enumerate(units.items()):
        element.insert(place + number, parse_xml(f'<c:{name} {nsdecls("c")} val="{value}"/>'))
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "yyyy", False


def over_columns(chart: Any, columns: int) -> None:
    """Move every series after the first `columns` ones out of the columns into lines over them, on the same axes."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    area = chart._chartSpace.chart.plotArea
    bars = area.find(qn("c:barChart"))
    if bars is None:
        return
    moved = bars.findall(qn("c:ser"))[columns:]
    if not moved:
        return
    axes = "".join(f'<c:axId val="{one.get("val")}"/>' for one in bars.findall(qn("c:axId")))
    lines = parse_xml(f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/>'
                      f'<c:marker val="1"/>{axes}</c:lineChart>')  # fmt: skip
    for number, one in enumerate(moved):
        for name in ("c:invertIfNegative",):
            for child in one.findall(qn(name)):
                one.remove(child)
        lines.insert(2 + number, one)
    bars.addnext(lines)


def style_series(chart: Any, series: Iterable[Series], columns: int) -> None:
    """Give each series its colour, stroke and markers, the same as in the picture."""
    plot = chart.plots[0]
    if columns:
        plot.gap_width = 45
        plot.overlap = (
            100 if len(list(plot.series)) > 1 and columns > 1 and plot._element.grouping_val == "stacked" else -5
        )
    for one, drawn in zip(series, plot.series, strict=True):
        if one.kind in ("column", "bar"):
            _set_fill(drawn, one)
        else:
            _set_outline(drawn, one)


def _set_fill(drawn: Any, one: Series) -> None:
    shade = style.colour(one.colour)
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = boxes.rgb(
        style.mix(shade, "#FFFFFF", 0.35) if one.pale and one.kind == "bar" else shade
    )
    drawn.invert_if_negative = False
    for place, colour in enumerate(one.shades if len(set(one.shades)) > 1 else ()):
        drawn.points[place].format.fill.solid()
        drawn.points[place].format.fill.fore_color.rgb = boxes.rgb(style.colour(colour))
    if one.pale:
        drawn.format.line.color.rgb = boxes.rgb(style.colour("other_line"))


def _set_outline(drawn: Any, one: Series) -> None:
    """Draw a line with markers; a level of an average without; a cited figure as a cross without a line."""
    from pptx.enum.chart import XL_MARKER_STYLE as MARK
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    shade = boxes.rgb(style.colour(one.colour))
    line = drawn.format.line
    if hasattr(drawn, "smooth"):
        drawn.smooth = False
    if one.kind == "mark":
        line.fill.background()
    else:
        line.color.rgb, line.width = shade, Pt(STROKES.get(one.role, 2.25))
        if one.dashed:
            line.dash_style = MSO_LINE.DASH
    if not hasattr(drawn, "marker"):
        _set_line(drawn, one)
        return
    few = sum(value is not None for value in one.values) <= 40
    drawn.marker.style = MARK.X if one.kind == "mark" else MARK.CIRCLE if few and one.kind == "line" else MARK.NONE
    drawn.marker.size = 9 if one.kind == "mark" else 6
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = drawn.marker.format.line.color.rgb = shade
    for place in () if few else _alone(one.values):
        point = drawn.points[place].marker
        point.style, point.size = MARK.CIRCLE, 5
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = point.format.line.color.rgb = shade
    for place in one.hollow if few else ():
        drawn.points[place].marker.format.fill.solid()
        drawn.points[place].marker.format.fill.fore_color.rgb = boxes.rgb("#FFFFFF")
        drawn.points[place].marker.format.line.color.rgb = shade


def _alone(values: Sequence[float | None]) -> list[int]:
    """Return the places of values without a neighbour, which a line would not show."""
    padded = (None, *values, None)
    return [n for n, (before, value, after) in enumerate(zip(padded, values, padded[2:], strict=False))
            if value is not None and before is None and after is None]  # fmt: skip


def _set_line(drawn: Any, one: Series) -> None:
    """Draw a series that is still among columns and will be moved into lines: its marker and labels as XML."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    symbol = "x" if one.kind == "mark" else "circle" if one.kind == "line" else "none"
    shade = style.colour(one.colour).lstrip("#")
    fill = f'<c:spPr><a:noFill/><a:ln w="22225"><a:solidFill><a:srgbClr val="{shade}"/></a:solidFill></a:ln></c:spPr>'
    marker = parse_xml(f'<c:marker {nsdecls("c", "a")}><c:symbol val="{symbol}"/><c:size val="8"/>{fill}</c:marker>')
    drawn._element.find(qn("c:spPr")).addnext(marker)


def label(drawn: Any, place: int, words: str, colour: str, where: str) -> None:
    """Write words at one value of a native series."""
    from pptx.enum.chart import XL_LABEL_POSITION as AT

    one = drawn.points[place].data_label
    frame = one.text_frame
    frame.word_wrap = False
    frame.text = words
    boxes.set_font(frame.paragraphs[0].runs[0].font, END - 1, colour, True)
    one.position = {"above": AT.ABOVE, "end": AT.OUTSIDE_END}[where]


def item_labels(chart: Any, series: Iterable[Series]) -> None:
    """Write the printed value at the end of each bar."""
    for one, drawn in zip(series, chart.plots[0].series, strict=True):
        for place, words in one.texts:
            shade = one.shades[place] if one.shades else one.colour
            label(drawn, place, words, style.text_colour(shade), "end")
