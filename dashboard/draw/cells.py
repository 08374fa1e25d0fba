"""A matrix of cells over lanes and time: filled, pale or hatched, with a value inside where there is room."""

from __future__ import annotations

from typing import Any

from dashboard.draw import style
from dashboard.draw.axes import at_x, edges
from dashboard.draw.canvas import Sheet, escape
from dashboard.draw.columns import hatching
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import width
from dashboard.exhibits.plot import Cell, Cells

HIGH, MOST = 0.76, 5.0  # of a lane; at most this many text sizes
GAP = 2.0  # px between neighbours in time


def draw(sheet: Sheet, pane: Pane) -> None:
    """Draw the matrices of a pane, the words inside their cells, and the key above the first lane."""
    for mark in pane.panel.marks:
        if isinstance(mark, Cells):
            for state in ("full", "part", "stopped"):
                _fill(sheet, pane, [cell for cell in mark.cells if cell.state == state], state)
            for cell in mark.cells:
                _words(sheet, pane, cell)
            _key(sheet, pane, mark)


def _fill(sheet: Sheet, pane: Pane, cells: list[Cell], state: str) -> None:
    """Draw the cells of one state as bars that hang in their lanes."""
    if not cells:
        return
    per_px = (pane.x[1] - pane.x[0]) / (pane.right - pane.left)
    high = _high(pane, sheet.sizes.text)
    sheet.traces.append(
        {"type": "bar", "x": [(cell.first + cell.last) / 2 for cell in cells], "y": [high] * len(cells),
         "base": [pane.lanes[cell.lane] - high / 2 for cell in cells], "name": state,
         "width": [max(cell.last - cell.first - GAP * per_px, (cell.last - cell.first) * 0.6) for cell in cells],
         "marker": _look(sheet, cells, state), "hoverinfo": "text", "hovertext": [escape(cell.name) for cell in cells],
         "textposition": "none", "customdata": [cell.row for cell in cells], "cliponaxis": False,
         "xaxis": pane.x_name, "yaxis": pane.y_name, "meta": {"role": "cells"}}
    )  # fmt: skip


def _high(pane: Pane, text: float) -> float:
    """Return the height of a cell, px: the lanes of a matrix share the pane evenly."""
    return min((pane.bottom - pane.top) / max(len(pane.panel.lanes), 1) * HIGH, MOST * text)


def _look(sheet: Sheet, cells: list[Cell], state: str) -> dict[str, Any]:
    if state == "stopped":
        return hatching(sheet)
    if state == "part":
        full = [sheet.colour(cell.colour) for cell in cells]
        return {"color": [sheet.colour(pale(cell.colour)) for cell in cells],
                "line": {"width": max(1.0, sheet.sizes.grid * 0.8), "color": full}}  # fmt: skip
    return {"color": [sheet.colour(cell.colour) for cell in cells], "line": {"width": 0}}


def pale(colour: str) -> str:
    """Return the key of the palest tint of a colour; the fill of a window is one already."""
    return (
        colour if colour.endswith(("_pale", "_fill")) or colour == "window" else f"{colour.removesuffix('_tint')}_pale"
    )


def _words(sheet: Sheet, pane: Pane, cell: Cell) -> None:
    """Write a cell's value in its middle; one with no room for it keeps it for the table."""
    if not cell.text:
        return
    sizes = sheet.sizes
    wide, high = pane.x_px(cell.last) - pane.x_px(cell.first), _high(pane, sizes.text)
    weight = style.BOLD if cell.bold else style.REGULAR
    offers = ((text, size) for text in (cell.text, cell.short) if text for size in (sizes.label, sizes.text))
    fits = ((text, size) for text, size in offers if width(text, size, weight) < wide - 6 and size * 1.1 < high)
    said, size = next(fits, ("", 0.0))
    if not said:
        return
    fill = sheet.colour(pale(cell.colour) if cell.state == "part" else cell.colour)
    dark, light = sheet.colour("headline"), sheet.colour("background")
    ink = max((dark, light), key=lambda shade: style.contrast(shade, fill)) if cell.state != "stopped" else dark
    look = {"size": size, "weight": weight, "colour": ink, "anchor": "center", "role": "cell"}
    sheet.text(said, at_x(sheet, pane, (cell.first + cell.last) / 2), pane.y_px(cell.lane), **look)


def _key(sheet: Sheet, pane: Pane, mark: Cells) -> None:
    """Say what the states mean, each beside a sample, in a row above the first lane; what does not fit is left out."""
    sizes = sheet.sizes
    y = pane.top - sizes.text * 0.9
    start, _ = edges(sheet, pane)
    x = 0.0
    for state, colour, words in mark.key:
        wide = width(words, sizes.text)
        if sheet.px(start) + x + sizes.text * 1.7 + wide > sheet.frame.width - sizes.side:
            return
        box = start.plus(x), start.plus(x + sizes.text * 1.2)
        _sample(sheet, box, y, (state, colour))
        sheet.text(words, start.plus(x + sizes.text * 1.6), y, colour=sheet.ink("note"), role="key")
        x += sizes.text * 1.6 + wide + sizes.text * 1.4


def _sample(sheet: Sheet, box: tuple[Any, Any], y: float, look: tuple[str, str]) -> None:
    """Draw the sample of a state: a filled, a pale outlined or a struck box."""
    state, colour = look
    half = sheet.sizes.text * 0.38
    line: dict[str, Any] = {
        "colour": sheet.colour("hatch" if state == "stopped" else colour),
        "width": max(1.0, sheet.sizes.grid * 0.8),
    }
    if state == "full":
        sheet.rectangle(*box, y - half, y + half, fill=sheet.colour(colour), layer="above")
        return
    if state == "part":
        sheet.rectangle(*box, y - half, y + half, fill=sheet.colour(pale(colour)), layer="above")
        sheet.line(*box, y - half, **line)
        sheet.line(*box, y + half, **line)
        return
    for n in range(4):
        first = box[0].plus(sheet.sizes.text * 0.3 * n)
        sheet.line(first, first.plus(sheet.sizes.text * 0.3), y + half, y - half, **line)
