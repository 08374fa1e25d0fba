"""Native, editable charts on a slide: the numbers plotted stand in the workbook inside each of them."""

from __future__ import annotations

import math
from typing import Any

from dashboard.draw import style
from dashboard.exhibits import tables
from dashboard.exhibits.plot import Panel, Plot, Scale
from dashboard.export.pptx import boxes, labels, marks, plotted, scatter
from dashboard.export.pptx import tables as native_tables
from dashboard.export.pptx.boxes import Box
from dashboard.export.pptx.plotted import Series, Sheet
from dashboard.figures import words

LABEL = 11.0  # points
GRID = style.colour("grid")
INK = style.colour("tick")


def draw(slide: Any, plot: Plot, box: Box, alt: str) -> tuple[str, ...]:
    """Draw a plot's panels into a box; return remarks on what the native form leaves to words."""
    remarks: list[str] = []
    for number, (panel, room) in enumerate(zip(plot.panels, _rooms(plot, box), strict=True), start=1):
        name = f"Chart {number}" if len(plot.panels) > 1 else "Chart"
        told = f"{panel.title}: {alt}" if panel.title else alt
        if panel.title:
            head = Box(room.left, room.top, room.width, 0.26)
            boxes.add_text(
                slide, head, panel.title, LABEL + 1, colour=style.colour("headline"), bold=True, name=f"{name} title"
            )
            room = Box(room.left, room.top + 0.28, room.width, room.height - 0.28)
        remarks += _panel(slide, plot, panel, room, (told, name))
    return tuple(dict.fromkeys(remarks))


def _rooms(plot: Plot, box: Box) -> list[Box]:
    """Return a room for each panel: one below the other by their heights, or a grid."""
    count = len(plot.panels)
    if plot.layout == "grid":
        across = math.ceil(math.sqrt(count)) if count != 3 else 3
        down = math.ceil(count / across)
        return [box.part((n % across) / across, (n // across) / down, 0.97 / across, 0.97 / down) for n in range(count)]
    whole = sum(panel.height for panel in plot.panels)
    tops = [sum(panel.height for panel in plot.panels[:n]) / whole for n in range(count)]
    return [
        box.part(0, top, 1, panel.height / whole - (0.02 if count > 1 else 0))
        for top, panel in zip(tops, plot.panels, strict=True)
    ]


def _panel(slide: Any, plot: Plot, panel: Panel, box: Box, told: tuple[str, str]) -> tuple[str, ...]:
    form = plotted.native_form(panel)
    if form == "words":
        boxes.add_text(slide, box, panel.empty or "No figures.", 14, anchor="middle", align="center", name=told[1])
        return ()
    if form == "scatter":
        scatter.draw(slide, plot, panel, box, told)
        return ()
    if form == "table":
        return native_tables.draw_lanes(slide, panel, box, told)
    sheet = plotted.to_sheet(plot, panel)
    if form == "items":
        return _items(slide, panel, sheet, box, told)
    _over_time(slide, plot, panel, sheet, box, told)
    return sheet.remarks


def chart_data(sheet: Sheet, series: tuple[Series, ...] | None = None) -> Any:
    """Return the numbers plotted as python-pptx takes them; no label can act as a formula in the workbook."""
    from pptx.chart.data import CategoryChartData

    out: Any = CategoryChartData(number_format="General")  # type: ignore[no-untyped-call]
    out.categories = sheet.days or [str(tables.escape_formula(label)) for label in sheet.labels]
    if sheet.days:
        out.categories.number_format = "yyyy" if sheet.step == 1 else "mmm yyyy"
    for one in series or sheet.series:
        out.add_series(str(tables.escape_formula(one.name)), one.values)
    return out


def _over_time(slide: Any, plot: Plot, panel: Panel, sheet: Sheet, box: Box, told: tuple[str, str]) -> None:
    """Lines, columns or both over time, with events above and names at the ends."""
    from pptx.enum.chart import XL_CHART_TYPE as KIND

    columns = [one for one in sheet.series if one.kind == "column"]
    over = [one for one in sheet.series if one.kind != "column"]
    ordered = (*columns, *over)
    kind = KIND.LINE_MARKERS if not columns else KIND.COLUMN_STACKED if len(columns) > 1 else KIND.COLUMN_CLUSTERED
    frame = _chart(slide, kind, chart_data(sheet, ordered), box, told)
    alike = plot.layout == "grid" and not plot.own_scales  # small multiples are compared by eye
    together = [plotted.to_sheet(plot, one) for one in plot.panels] if alike else [sheet]
    low, high, step = value_span(panel.scale, *together)
    top = 0.42 if plot.events and panel is plot.panels[0] else 0.12
    right = _right(plot, panel)
    legend = 0.3 if len(columns) > 1 else 0.0
    inner = Box(box.left + 0.75, box.top + top + legend, box.width - 0.8 - right, box.height - top - legend - 0.36)
    chart = frame.chart
    _axes(chart, panel.scale, (low, high, step), sheet, inner.width)
    marks.set_layout(chart, inner, box)
    marks.style_series(chart, ordered, len(columns))
    marks.over_columns(chart, len(columns))
    if len(columns) > 1:
        labels.legend(slide, columns, Box(inner.left, box.top + top - 0.1, inner.width, 0.28))
    frame_of = labels.Room(sheet, inner, low, high, panel.scale.log)
    labels.write_ends(slide, [one for one in over if one.kind == "line"], frame_of)
    labels.write_tops(slide, columns, frame_of)
    labels.write_values(slide, over, frame_of)
    if top > 0.2:
        labels.events(slide, plot, frame_of)


def _right(plot: Plot, panel: Panel) -> float:
    """Return the room for names at line ends: the same for panels below one another, so that their years align."""
    panels = plot.panels if plot.layout == "stack" else (panel,)
    sheets = [plotted.to_sheet(plot, one) for one in panels if plotted.native_form(one) == "chart"]
    return max(0.1, *(labels.gutter(sheet.series) for sheet in sheets))


def _items(slide: Any, panel: Panel, sheet: Sheet, box: Box, told: tuple[str, str]) -> tuple[str, ...]:
    """Horizontal bars, first item on top; what was announced beside what was delivered."""
    from pptx.enum.chart import XL_CHART_TYPE as KIND

    frame = _chart(slide, KIND.BAR_CLUSTERED, chart_data(sheet), box, told)
    chart = frame.chart
    names = max(boxes.text_width(label, LABEL + 1) for label in sheet.labels) + 0.25
    inner = Box(
        box.left + min(names, box.width * 0.4),
        box.top + 0.35,
        box.width * 0.92 - min(names, box.width * 0.4),
        box.height - 0.4,
    )
    _axes(chart, panel.scale, value_span(panel.scale, sheet), sheet, box.width)
    chart.category_axis.reverse_order = True
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    marks.set_layout(chart, inner, box)
    marks.style_series(chart, sheet.series, len(sheet.series))
    marks.item_labels(chart, sheet.series)
    if len(sheet.series) > 1:
        labels.legend(slide, list(sheet.series), Box(box.left, box.top, box.width, 0.28))
    return sheet.remarks


def _chart(slide: Any, kind: Any, numbers: Any, box: Box, told: tuple[str, str]) -> Any:
    from pptx.util import Inches

    sides = (Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height))
    frame = slide.shapes.add_chart(kind, *sides, numbers)
    boxes.set_alt_text(frame, *told)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.name = boxes.FACE
    marks.gaps(chart)
    return frame


def value_span(scale: Scale, *sheets: Sheet) -> tuple[float, float, float]:
    """Return lowest, highest and step of the value axis that these sheets share: from zero unless the plot says otherwise."""
    values = [value for sheet in sheets for value in _heights(sheet)] or [0.0, 1.0]
    columns = any(one.kind == "column" for sheet in sheets for one in sheet.series)
    low, high = min(values), max(values)
    if scale.log:
        return 10 ** math.floor(math.log10(min(v for v in values if v > 0))), 10 ** math.ceil(math.log10(high)), 10
    low = min(low, 0.0) if scale.zero or columns else low
    high = max(high, 0.0) if scale.zero or columns else high
    rough = ((scale.top or high) - low or 1.0) / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough)
    first, last = math.floor(low / step + 1e-9) * step, math.ceil((high + 0.02 * (high - low)) / step - 1e-9) * step
    return first, scale.top if scale.top is not None and scale.top >= high else last, step


def _heights(sheet: Sheet) -> list[float]:
    """Return every height that an axis must show: points, and both ends of stacked columns."""
    columns = [one.values for one in sheet.series if one.kind == "column"]
    rest = [value for one in sheet.series if one.kind != "column" for value in one.values if value is not None]
    sums = [
        sum(v for v in row if v is not None and (v > 0) == up)
        for row in zip(*columns, strict=True)
        for up in (True, False)
    ]
    return [*rest, *sums]


def number_format(scale: Scale, step: float) -> str:
    """Return the number format of an axis: "$"#,##0"bn"."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step < 1 or step % 1 == 0 else 1
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    shape = f'"{scale.prefix}"{digits}"{scale.unit}"'.replace('""', "")
    return f'+{shape};"{words.MINUS}"{shape};{shape}' if scale.signed else f'{shape};"{words.MINUS}"{shape}'


def _axes(chart: Any, scale: Scale, limits: tuple[float, float, float], sheet: Sheet, width: float) -> None:
    """Set both axes: fixed limits, our number words, quiet lines."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    axis, low_axis = chart.value_axis, chart.category_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = limits
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = number_format(scale, limits[2]), False
    axis.format.line.fill.background()
    axis.major_gridlines.format.line.color.rgb = boxes.rgb(GRID)
    for one in (axis, low_axis):
        one.major_tick_mark = XL_TICK_MARK.NONE
        boxes.set_font(one.tick_labels.font, LABEL, INK)
    low_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    low_axis.format.line.color.rgb = boxes.rgb(style.colour("zero"))
    if scale.log:
        marks.logarithmic(axis)
    if sheet.days:
        marks.dated(low_axis, sheet, width)
