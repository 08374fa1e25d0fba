"""Where the panels of a plot lie: one below the other on one time axis, or as small multiples in a grid."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboard.draw import ends, extent, lanes, ranges, style
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import width
from dashboard.exhibits.plot import Bar, Panel, Plot

MARGIN, MARGIN_PHONE = 0.22, 0.34  # of a pane: labels at the right take no more


@dataclass(frozen=True)
class Body:
    """The room for panels: text edge to text edge, first gridline to the last panel's base."""

    left: float
    top: float
    right: float
    bottom: float


def column_count(plot: Plot, frame: style.Frame, body: Body) -> int:
    """Return how many panels stand side by side: one when stacked, one or two on a phone."""
    count = len(plot.panels)
    if plot.layout != "grid" or count == 1:
        return 1
    if frame.phone:
        return 1 if count <= 3 else 2
    wide = (body.right - body.left) / max(body.bottom - body.top, 1)
    most = 4 if wide > 1.8 else 3 if wide > 1.2 else 2
    if count <= most:
        return count
    rows = math.ceil(count / most)
    return math.ceil(count / rows)


def arrange(plot: Plot, frame: style.Frame, body: Body, zone: float = 0.0) -> list[Pane]:
    """Return the panes of a plot in px. `zone` px at the top of the first row stay free of marks for words."""
    sizes = style.sizes(frame)
    cols = column_count(plot, frame, body)
    rows = _rows(plot, body, cols, sizes)
    panes = _across(plot, frame, body, cols, rows)
    groups = [panes] if plot.layout == "grid" and not plot.own_scales else [[pane] for pane in panes]
    for group in groups:
        _value_axis(group, sizes, phone=frame.phone, zone=zone if group[0].number <= cols else 0.0)
    _pads(plot, panes, cols, sizes)
    for pane in panes:
        _horizontal_axis(plot, pane, sizes, body.right)
    return panes


def _rows(plot: Plot, body: Body, cols: int, sizes: style.Sizes) -> list[tuple[float, float]]:
    """Top and bottom of each row of plots."""
    grid = cols > 1 or plot.layout == "grid"
    shares = [1.0] * math.ceil(len(plot.panels) / cols) if grid else [panel.height for panel in plot.panels]
    above = [_above(plot.panels[n * cols : (n + 1) * cols], n, sizes) for n in range(len(shares))]
    below = [sizes.text * (2.4 if _has_dates(plot, n, len(shares)) else 0.9) for n in range(len(shares) - 1)]
    room = max(body.bottom - body.top - sum(above) - sum(below), 40.0)
    rows, y = [], body.top
    for n, share in enumerate(shares):
        y += above[n]
        high = room * share / sum(shares)
        rows.append((y, y + high))
        y += high + (below[n] if n < len(below) else 0)
    return rows


def _above(panels: tuple[Panel, ...], row: int, sizes: style.Sizes) -> float:
    """Room for a panel's title and, below the first row, for the label on its top gridline."""
    titled = 1.7 * sizes.text if any(panel.title for panel in panels) else 0.0
    return titled + (1.4 * sizes.text if row else 0.0)


def _has_dates(plot: Plot, row: int, rows: int) -> bool:
    """Whether a row carries its own labels under the axis: the last one, every one of two, and all of a grid."""
    return row == rows - 1 or plot.axis == "items" or plot.layout == "grid" or rows == 2


def _across(plot: Plot, frame: style.Frame, body: Body, cols: int, rows: list[tuple[float, float]]) -> list[Pane]:
    """Return the panes with their right ends; the left ends follow once the value labels are known."""
    sizes = style.sizes(frame)
    gap = sizes.text * 1.9 if cols > 1 else 0.0
    cell = (body.right - body.left - gap * (cols - 1)) / cols
    span = extent.x_span(plot) if plot.axis in ("year", "month") else (0.0, 0.0)
    edge = span[1] - 1.5 * extent.axis_step(plot.axis)
    share = MARGIN_PHONE if frame.phone or cols > 1 else MARGIN
    panes = []
    for n, panel in enumerate(plot.panels):
        made = ends.end_labels(panel, plot.axis, sizes, phone=frame.phone, room=cell * share)
        left, (top, bottom) = body.left + (n % cols) * (cell + gap), rows[n // cols]
        pane = Pane(n + 1, panel, left, top, left + cell, bottom, 0.0, blocks=made)
        pane.edge, pane.span = edge, span
        pane.dates_shown = _has_dates(plot, n // cols, len(rows))
        pane.values_shown = plot.own_scales or n % cols == 0
        panes.append(pane)
    spare = ends.room_after(sizes, columns=extent.has_columns(plot))
    needs = [ends.room_needed(pane.blocks, pane.panel, sizes, edge=edge, spare=spare) for pane in panes]
    room = max(needs, default=0.0)
    for pane in panes:
        pane.reach = _second_room(pane.panel, sizes)
        pane.right -= room + pane.reach
        pane.reach = pane.left + cell - pane.right if pane.reach else 0.0
    return panes


def _second_room(panel: Panel, sizes: style.Sizes) -> float:
    """Px for the values of a second unit at the right text edge."""
    scale = panel.scale
    return width(f"00.0 {scale.second_unit}", sizes.text) + sizes.text if scale.second_factor else 0.0


def _value_axis(group: list[Pane], sizes: style.Sizes, *, phone: bool, zone: float) -> None:
    """Give the panes of a group one value range and its gridlines."""
    panels = [pane.panel for pane in group]
    height = group[0].bottom - group[0].top
    for pane in group:
        if pane.panel.lanes:
            pane.y, pane.ticks = (height, 0.0), None  # px under the top; the lanes follow once x is known
        elif any(isinstance(mark, Bar) for mark in pane.panel.marks):
            pane.y, pane.size = (len(pane.panel.marks) - 0.5, -0.5), ranges.item_size(pane.panel, height, sizes)
        else:
            pane.ticks = ranges.value_ticks(panels, height - zone, sizes, phone=phone)
            pane.y = ranges.value_range(pane.ticks, panels, height, zone)


def _pads(plot: Plot, panes: list[Pane], cols: int, sizes: style.Sizes) -> None:
    """Move each pane's left end right of its value labels, the same in every row of a column."""
    if plot.axis == "items":
        wide = panes[0].right - panes[0].left
        pads = [max(ranges.item_names_room(pane.panel, pane.size, wide) for pane in panes)] * cols
    else:
        widest = max((_labels_room(pane, sizes) for pane in panes), default=0.0)
        slim = sizes.data * 0.25
        first = max(widest, slim if cols > 1 else sizes.data)
        pads = [first if n == 0 or plot.own_scales else slim for n in range(cols)]
    if len(set(pads)) > 1:
        _share_out(panes, cols, pads)
    for pane in panes:
        pane.pad = pads[(pane.number - 1) % cols]
        pane.left += pane.pad


def _share_out(panes: list[Pane], cols: int, pads: list[float]) -> None:
    """Give every column of a grid the same width of plot, though only the first carries value labels."""
    extra = pads[0] - pads[1]
    for pane in panes:
        col = (pane.number - 1) % cols
        pane.left += extra * (cols - col) / cols if col else 0.0
        pane.right += extra * (cols - col - 1) / cols


def _labels_room(pane: Pane, sizes: style.Sizes) -> float:
    """Px that the value labels or lane names take left of the plot; the top label stands above the marks."""
    if pane.panel.lanes:
        widest = max(width(name, sizes.text) for name in pane.panel.lanes)
        return min(widest, (pane.right - pane.left) * 0.3) + sizes.text
    if pane.ticks is None:
        return 0.0
    labels = pane.ticks.words(pane.panel.scale)
    plain = max((width(words, sizes.text) for words in labels[:-1]), default=0.0) + sizes.text * 0.8
    starts = [width(line.start, sizes.text) for line in ends.left_lines(pane.panel)]
    return plain + (max(starts) + sizes.away * 2 if starts else 0.0)


def _horizontal_axis(plot: Plot, pane: Pane, sizes: style.Sizes, edge: float) -> None:
    wide = pane.right - pane.left
    if plot.axis == "items":
        low, high, before, after = ranges.item_range(pane.panel, wide, pane.size)
        pane.names = pane.pad
        pane.left, pane.pad = pane.left + before, pane.pad + before
        if any(isinstance(mark, Bar) and mark.value is None for mark in pane.panel.marks):
            high += (high - low) * after / max(wide - before - after, 1)  # hatching ends at no value, so it runs on
        else:
            pane.right -= after
        pane.x = low, high
    elif plot.axis == "values":
        pane.across, pane.x = ranges.log_range(pane.panel, wide, sizes)
    else:
        pane.x = ranges.time_range(pane.span, wide, sizes, columns=extent.has_columns(plot))
    if pane.panel.lanes:
        pane.lanes = lanes.lane_heights(pane, sizes.text, edge)
