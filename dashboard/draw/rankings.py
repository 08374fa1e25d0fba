"""Rankings on one scale: bars from zero, bullet bars with an announced figure."""

from __future__ import annotations

from typing import Any

from dashboard.draw import style
from dashboard.draw.axes import at_x, edges
from dashboard.draw.canvas import Sheet, escape
from dashboard.draw.columns import hatching
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import width, wrap
from dashboard.exhibits.plot import Bar

THICK = 0.62  # of a row's height, and at most this many text sizes:
THICK_MOST = 2.2


def draw(sheet: Sheet, pane: Pane) -> None:
    """Draw the bars of a pane, one a row, each with its name left and its value at its end."""
    bars = [mark for mark in pane.panel.marks if isinstance(mark, Bar)]
    if not bars:
        return
    pitch = (pane.bottom - pane.top) / len(bars)
    thick = min(THICK, pane.size * THICK_MOST / pitch)
    _bars(sheet, pane, list(enumerate(bars)), thick)
    zero = at_x(sheet, pane, 0.0)
    sheet.line(zero, zero, pane.top, pane.bottom, colour=sheet.colour("zero"), width=sheet.sizes.zero * 0.75)
    for n, bar in enumerate(bars):
        _name(sheet, pane, bar.name, n)


def _name(sheet: Sheet, pane: Pane, name: str, n: int) -> None:
    """Draw the item's name at the text edge, on two lines where one does not fit."""
    sizes = sheet.sizes
    start, _ = edges(sheet, pane)
    size = pane.size
    lines = wrap(name, size, pane.names - size * 0.6)
    if len(lines) * size * 1.16 > (pane.bottom - pane.top) / _rows(pane):
        size = sizes.text
        lines = wrap(name, size, pane.names - size * 0.6)
    first = pane.y_px(n) - (len(lines) - 1) * size * 0.58
    for k, line in enumerate(lines):
        sheet.text(line, start, first + k * size * 1.16, size=size, colour=sheet.colour("subtitle"), role="item")


def _bars(sheet: Sheet, pane: Pane, bars: list[tuple[int, Bar]], thick: float) -> None:
    look: dict[str, Any] = {"type": "bar", "orientation": "h", "xaxis": pane.x_name, "yaxis": pane.y_name,
                            "hoverinfo": "text", "textposition": "none", "cliponaxis": False}  # fmt: skip
    known = [(n, bar) for n, bar in bars if bar.value is not None]
    unknown = [(n, bar) for n, bar in bars if bar.value is None]
    sheet.traces.append(
        {**look, "y": [n for n, _ in known], "x": [bar.value for _, bar in known], "width": [thick] * len(known),
         "marker": {"color": [sheet.colour(bar.colour) for _, bar in known], "line": {"width": 0}},
         "hovertext": [escape(f"{bar.name}: {bar.text}") for _, bar in known], "name": pane.panel.title or "bars",
         "customdata": [bar.row for _, bar in known], "meta": {"role": "bars"}}
    )  # fmt: skip
    if unknown:
        sheet.traces.append(
            {**look, "y": [n for n, _ in unknown], "x": [pane.x[1]] * len(unknown), "width": [thick] * len(unknown),
             "marker": hatching(sheet), "hovertext": [escape(f"{bar.name}: {bar.missing}") for _, bar in unknown],
             "name": "not published", "customdata": [bar.row for _, bar in unknown], "meta": {"role": "missing"}}
        )  # fmt: skip
    for n, bar in bars:
        if bar.value is None:
            _missing(sheet, pane, bar, n)
        else:
            _value(sheet, pane, bar, n, thick)


def _missing(sheet: Sheet, pane: Pane, bar: Bar, n: int) -> None:
    """Draw the reason on a patch over the hatching."""
    sizes = sheet.sizes
    at = at_x(sheet, pane, max(0.0, pane.x[0])).plus(sizes.text * 0.8)
    look = {"patch": sheet.colour("background"), "pad": 3, "colour": sheet.colour("hatch_text"), "size": pane.size}
    sheet.text(bar.missing or "not published", at, pane.y_px(n), role="missing", **look)


def _value(sheet: Sheet, pane: Pane, bar: Bar, n: int, thick: float) -> None:
    """Draw the value at the bar's end; a target's sign and words, and the value where it does not meet them."""
    sizes, y = sheet.sizes, pane.y_px(n)
    value = bar.value or 0.0
    gap, wide = pane.size * 0.4, width(bar.text, pane.size, style.SEMIBOLD)
    look: dict[str, Any] = {
        "size": pane.size,
        "weight": style.SEMIBOLD,
        "colour": sheet.colour("headline"),
        "role": "bar value",
    }
    end = at_x(sheet, pane, value)
    if bar.target is None:
        if value < 0:
            sheet.text(bar.text, end.plus(-gap), y, anchor="right", **look)
        else:
            sheet.text(bar.text, end.plus(gap), y, **look)
        return
    target, high = at_x(sheet, pane, bar.target), thick * (pane.bottom - pane.top) / _rows(pane) * 0.75
    sheet.line(target, target, y - high, y + high, colour=sheet.colour("ink"), width=sizes.average * 0.8)
    start, mark = pane.x_px(value), pane.x_px(bar.target)
    shared = not (start + gap + wide < mark - gap or start > mark + gap)
    inside = shared and start - pane.x_px(0.0) > wide + 2 * gap and start <= mark
    after = target if mark >= start else end
    said = bar.target_text
    if inside:
        ground = sheet.colour("background")
        sheet.text(
            bar.text, end.plus(-gap), y, anchor="right", **{**look, "colour": _ink_on(sheet, bar.colour, ground)}
        )
    elif shared:
        said = f"{bar.text} · {bar.target_text}".strip(" ·")
    else:
        sheet.text(bar.text, end.plus(gap), y, **look)
        after = target if mark > start else end.plus(wide + gap)
    if said:
        sheet.text(
            said, after.plus(gap + sizes.average / 2), y, size=pane.size, colour=sheet.ink("note"), role="target"
        )


def _ink_on(sheet: Sheet, key: str, ground: str) -> str:
    """Return the ink for words on a bar: the background's colour where that reads, else the headline's."""
    other = "headline" if sheet.frame.theme == "light" else "background"
    return ground if style.contrast(ground, sheet.colour(key)) >= 4.5 else sheet.colour(other)


def _rows(pane: Pane) -> int:
    return max(1, round(abs(pane.y[0] - pane.y[1])))
