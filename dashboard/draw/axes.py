"""Gridlines with their values, the base line, years and months, the source rail."""

from __future__ import annotations

import math
from typing import Any

from dashboard.draw import extent, style
from dashboard.draw.canvas import At, Sheet, text_box
from dashboard.draw.pane import Pane
from dashboard.draw.ticks import Ticks, number_words, year_labels
from dashboard.draw.wrapping import width
from dashboard.exhibits.plot import Plot

ABOVE = 0.67  # the middle of a label over its gridline, in text sizes
TICK_TEXT, BARE_TEXT = 1.35, 0.8  # the middle of a date under the axis, with a tick above it and without


def draw(sheet: Sheet, plot: Plot, panes: list[Pane]) -> None:
    """Draw every axis of the panes, then the source rail under the last."""
    for pane in panes:
        _plotly_axes(sheet, pane)
        if pane.ticks:
            _grid(sheet, pane, pane.ticks)
        if plot.axis in ("year", "month") and not pane.panel.empty:
            _dates(sheet, plot, pane)
        if pane.across and not pane.panel.empty:
            _across(sheet, plot, pane, pane.across)
        if pane.panel.title:
            _title(sheet, pane)
    _rail(sheet, plot, panes[-1])


def at_x(sheet: Sheet, pane: Pane, value: float) -> At:
    """Return a value on a pane's horizontal axis as a position that follows a card's width."""
    return At((pane.x_px(value) - sheet.left) / (sheet.right - sheet.left))


def edges(sheet: Sheet, pane: Pane) -> tuple[At, At]:
    """Return the text edge left of a pane and its right end."""
    share = At((pane.left - sheet.left) / (sheet.right - sheet.left))
    return share.plus(-pane.pad), At((pane.right - sheet.left) / (sheet.right - sheet.left))


def _plotly_axes(sheet: Sheet, pane: Pane) -> None:
    wide, high = sheet.right - sheet.left, sheet.bottom - sheet.top
    bare = {"fixedrange": True, "showgrid": False, "zeroline": False, "showline": False, "showticklabels": False,
            "ticks": "", "automargin": False}  # fmt: skip
    across = (pane.left - sheet.left) / wide, (pane.right - sheet.left) / wide
    upward = (sheet.bottom - pane.bottom) / high, (sheet.bottom - pane.top) / high
    x = {**bare, "anchor": pane.y_name, "range": list(pane.x), "domain": [_share(end) for end in across]}
    y = {**bare, "anchor": pane.x_name, "range": list(pane.y), "domain": [_share(end) for end in upward]}
    if pane.panel.scale.log and pane.ticks:
        y["type"] = "log"
    if pane.across:
        x["type"] = "log"
    if pane.ticks and not pane.panel.empty:
        labels = pane.ticks.words(pane.panel.scale)
        y |= {"tickmode": "array", "tickvals": list(pane.ticks.values), "ticktext": labels}
    sheet.axes[pane.x_name.replace("x", "xaxis")] = x
    sheet.axes[pane.y_name.replace("y", "yaxis")] = y


def _share(part: float) -> float:
    """Return a share of the plotting area; whole-pixel margins can push it a hair past an end."""
    return min(1.0, max(0.0, round(part, 6)))


def _grid(sheet: Sheet, pane: Pane, ticks: Ticks) -> None:
    """Extend the gridlines to the text edge, write the values over them, and draw the base line."""
    sizes, scale = sheet.sizes, pane.panel.scale
    start, end = edges(sheet, pane)
    left = start.plus(pane.pad)
    zero = None if scale.log else 0.0
    for value, words in zip(ticks.values, ticks.words(scale), strict=True):
        y = pane.y_px(value)
        if pane.panel.empty:
            continue
        if value == zero:
            sheet.line(start, end.plus(pane.reach), y, colour=sheet.colour("zero"), width=sizes.zero * 0.75)
        else:
            sheet.line(start, end.plus(pane.reach), y, colour=sheet.colour("grid"), width=sizes.grid, layer="below")
        if pane.values_shown:
            sheet.text(words, start, y - ABOVE * sizes.text, colour=sheet.ink("note"), role="tick")
        if scale.second_factor and pane.values_shown:
            _second_unit(sheet, pane, (value, ticks), end.plus(pane.reach))
    if not scale.zero and scale.note and not pane.panel.empty:
        y = pane.y_px(ticks.low) - ABOVE * sizes.text
        at = left.plus(width("0", sizes.text) if pane.values_shown else 0)
        side = (end, "right") if scale.log else (at, "left")  # lines on a log scale start near its lowest tick
        sheet.text(scale.note, side[0], y, colour=sheet.ink("note"), anchor=side[1], role="scale note")


def _second_unit(sheet: Sheet, pane: Pane, at: tuple[float, Ticks], end: At) -> None:
    """Draw the same gridline in the second unit, at the right end: one series in two units, never two series."""
    scale, sizes, (value, ticks) = pane.panel.scale, sheet.sizes, at
    top = value == ticks.values[-1]
    span = ticks.high * (scale.second_factor or 1)
    words = number_words(value * (scale.second_factor or 1), 0 if span >= 20 else 1 if span >= 2 else 2)
    words += f" {scale.second_unit}" if top else ""
    sheet.text(words, end, pane.y_px(value) - ABOVE * sizes.text, colour=sheet.ink("note"), anchor="right", role="tick")


def _across(sheet: Sheet, plot: Plot, pane: Pane, ticks: Ticks) -> None:
    """Draw the gridlines of an axis of values, their words under the plot, and what is measured along it."""
    size = sheet.sizes.text
    for value, words in zip(ticks.values, ticks.words(plot.across), strict=True):
        at = at_x(sheet, pane, value)
        sheet.line(at, at, pane.top, pane.bottom, colour=sheet.colour("grid"), width=sheet.sizes.grid, layer="below")
        box = text_box(words, pane.x_px(value), 0, size, weight=style.REGULAR, anchor="center")
        inside = min(0.0, sheet.frame.width - 1 - box.x1)
        y = pane.bottom + size * BARE_TEXT
        sheet.text(words, at.plus(inside), y, colour=sheet.ink("note"), anchor="center", role="date")
    _base_line(sheet, pane)
    look = {"weight": style.SEMIBOLD, "colour": sheet.colour("subtitle"), "role": "panel title"}
    sheet.text(plot.across.note, edges(sheet, pane)[0], pane.bottom + size * (BARE_TEXT + 1.35), **look)


def _title(sheet: Sheet, pane: Pane) -> None:
    sizes = sheet.sizes
    start, _ = edges(sheet, pane)
    y = pane.top - sizes.text * (2.1 if pane.ticks else 1.0)
    named = [mark for mark in pane.panel.marks if getattr(mark, "name", "") == pane.panel.title]
    colour = sheet.ink(named[0].colour) if named else sheet.colour("subtitle")
    sheet.text(pane.panel.title, start, y, weight=style.SEMIBOLD, colour=colour, role="panel title")


def _dates(sheet: Sheet, plot: Plot, pane: Pane) -> None:
    """Ticks and dates under a pane: at year bounds with the year centred on a month axis, else under each year."""
    bounds = plot.axis == "month"
    labels = _windows(pane) if plot.axis == "year" else []
    bare = not bounds and bool(extent.columns_in(pane.panel))
    labels = labels or _years(sheet, pane, bounds)
    marks = [low for low, _, _ in labels]
    if bounds:
        marks = [float(year) for year in range(math.ceil(pane.x[0] - 1e-6), math.floor(pane.x[1] + 1e-6) + 1)]
    if pane.panel.lanes or not bare:
        axis = sheet.axes[pane.x_name.replace("x", "xaxis")]
        axis |= {"ticks": "outside", "ticklen": sheet.sizes.tick, "tickwidth": sheet.sizes.grid, "tickmode": "array",
                 "tickcolor": sheet.colour("tick"), "tickvals": marks}  # fmt: skip
    if not pane.ticks or pane.panel.scale.log or 0.0 not in pane.ticks.values or pane.ticks.low < 0:
        _base_line(sheet, pane)
    if pane.dates_shown:
        y = pane.bottom + sheet.sizes.text * (BARE_TEXT if bare else TICK_TEXT)
        for label in labels:
            _date(sheet, pane, label, y)


def _windows(pane: Pane) -> list[tuple[float, float, str]]:
    """Columns of several years carry their own words ("2020–24") instead of years."""
    points = {point.x: point for mark in extent.columns_in(pane.panel) for point in mark.points}.values()
    if not points or not all(point.width >= 2 and point.label for point in points):
        return []
    return [(point.x, point.x, point.label) for point in points]


def _years(sheet: Sheet, pane: Pane, bounds: bool) -> list[tuple[float, float, str]]:
    """(from, to, words) of each year to label; one x where yearly values stand at mid-year."""
    years = range(math.floor(pane.x[0] + 1e-6), math.ceil(pane.x[1] - 1e-6))
    per_year = (pane.right - pane.left) / (pane.x[1] - pane.x[0])
    kept = year_labels(years, _year_step(sheet, len(years), per_year), full=bounds or len(years) <= 4)
    if bounds:
        return [(max(year, pane.x[0]), min(year + 1, pane.x[1]), words) for year, words in kept]
    return [(year + 0.5, year + 0.5, words) for year, words in kept if pane.x[0] - 0.01 <= year + 0.5 <= pane.x[1]]


def _base_line(sheet: Sheet, pane: Pane) -> None:
    """Draw the line that ticks hang from where no zero line stands."""
    start, end = edges(sheet, pane)
    thick = sheet.sizes.grid if pane.ticks else sheet.sizes.zero * 0.75
    sheet.line(start, end, pane.bottom, colour=sheet.colour("tick" if not pane.ticks else "event"), width=thick)


def _date(sheet: Sheet, pane: Pane, label: tuple[float, float, str], y: float) -> None:
    """Write a date in the middle of its stretch, unless it is cut short at the edge or meets another."""
    low, high, words = label
    box = text_box(words, pane.x_px((low + high) / 2), y, sheet.sizes.text, weight=style.REGULAR, anchor="center")
    if 0 < high - low < 0.999 and box.x1 - box.x0 > pane.x_px(high) - pane.x_px(low):
        return
    inside = min(0.0, sheet.frame.width - 1 - box.x1)
    moved = box._replace(x0=box.x0 + inside, x1=box.x1 + inside)
    if any(moved.meets(other, 3) for other in sheet.boxes if other.role == "date"):
        return  # the last year of one small multiple and the first of the next
    at = at_x(sheet, pane, (low + high) / 2).plus(inside)
    sheet.text(words, at, y, colour=sheet.ink("note"), anchor="center", role="date")


def _year_step(sheet: Sheet, count: int, per_year: float) -> int:
    """Every how many years stand under the axis: all where two digits fit, every fifth on a phone with many."""
    size, phone = sheet.sizes.text, sheet.frame.phone
    full, short = width("2025", size), width("25", size)
    if per_year >= max(short + size * 0.6, (full + short) / 2 + size * 0.35) and not (phone and count > 8):
        return 1
    for step in (2, 5, 10, 20):
        if per_year * step >= full + size * (0.8 if step > 2 else 1.2) and not (phone and step == 2 and count > 10):
            return step
    return 50


def rail(plot: Plot, pane: Pane, sizes: style.Sizes) -> list[tuple[float, float, str]]:
    """Return the brackets of the source rail as (left, right, words), px; none when a name does not fit its stretch."""
    over, gap = sizes.dot * 0.36, sizes.text * 0.5
    spans = [
        (max(pane.x_px(span.first), pane.left) - over, min(pane.x_px(span.last) + over, pane.right), span.words)
        for span in plot.rail
    ]
    fits = all(x1 - x0 >= width(words, sizes.text) + 2 * gap for x0, x1, words in spans)
    return spans if fits else []


def _rail(sheet: Sheet, plot: Plot, pane: Pane) -> None:
    """Draw the brackets under the axis, each with the name of its source."""
    sizes = sheet.sizes
    y, wide = pane.bottom + sizes.text * 2.9, sheet.right - sheet.left
    for x0, x1, words in rail(plot, pane, sizes):
        start, end = At((x0 - sheet.left) / wide), At((x1 - sheet.left) / wide)
        look: dict[str, Any] = {"colour": sheet.colour("rail"), "width": sizes.grid}
        for at in (start, end):
            sheet.line(at, at, y - sizes.text * 0.25, y + sizes.text * 0.25, **look)
        sheet.line(start, end, y, **look)
        patch = {"patch": sheet.colour("background"), "pad": sizes.text * 0.5}
        middle = At((start.share + end.share) / 2)
        sheet.text(words, middle, y, colour=sheet.ink("note"), anchor="center", role="rail", **patch)
