"""Rankings on one scale: bars from zero, bullet bars with an announced figure, dumbbells."""

from __future__ import annotations

from typing import Any

from dashboard.draw import style
from dashboard.draw.axes import at_x, edges
from dashboard.draw.canvas import Sheet, escape
from dashboard.draw.columns import hatching
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import width, wrap
from dashboard.exhibits.plot import Bar, Dumbbell

THICK = 0.62  # of a row's height, and at most this many text sizes:
THICK_MOST = 2.2


def draw(sheet: Sheet, pane: Pane) -> None:
    """Draw the bars and dumbbells of a pane, one a row, each with its name left and its value at its end."""
    rows = [mark for mark in pane.panel.marks if isinstance(mark, Bar | Dumbbell)]
    if not rows:
        return
    pitch = (pane.bottom - pane.top) / len(rows)
    thick = min(THICK, pane.size * THICK_MOST / pitch)
    bars = [(n, row) for n, row in enumerate(rows) if isinstance(row, Bar)]
    if bars:
        _bars(sheet, pane, bars, thick)
        zero = at_x(sheet, pane, 0.0)
        sheet.line(zero, zero, pane.top, pane.bottom, colour=sheet.colour("zero"), width=sheet.sizes.zero * 0.75)
    for n, row in enumerate(rows):
        _name(sheet, pane, row.name, n)
        if isinstance(row, Dumbbell):
            _dumbbell(sheet, pane, row, n)
    pairs = [row for row in rows if isinstance(row, Dumbbell)]
    if pairs and any(pane.panel.sides):
        _sides(sheet, pane, pairs[0])


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
        sheet.text(bar.text, end.plus(-gap), y, anchor="right", **{**look, "colour": _on(sheet, bar.colour, ground)})
    elif shared:
        said = f"{bar.text} · {bar.target_text}".strip(" ·")
    else:
        sheet.text(bar.text, end.plus(gap), y, **look)
        after = target if mark > start else end.plus(wide + gap)
    if said:
        sheet.text(
            said, after.plus(gap + sizes.average / 2), y, size=pane.size, colour=sheet.ink("note"), role="target"
        )


def _on(sheet: Sheet, key: str, ground: str) -> str:
    """Return the ink for words on a bar: the background's colour where that reads, else the headline's."""
    other = "headline" if sheet.frame.theme == "light" else "background"
    return ground if style.contrast(ground, sheet.colour(key)) >= 4.5 else sheet.colour(other)


def _rows(pane: Pane) -> int:
    return max(1, round(abs(pane.y[0] - pane.y[1])))


def _dumbbell(sheet: Sheet, pane: Pane, pair: Dumbbell, n: int) -> None:
    """Two dots of one item on one scale, joined, each value on its outer side."""
    sizes, y = sheet.sizes, pane.y_px(n)
    axes = {"xaxis": pane.x_name, "yaxis": pane.y_name, "cliponaxis": False, "name": pair.name}
    bridge = {"color": sheet.colour("context"), "width": sizes.quiet}
    sheet.traces.append({"type": "scatter", "mode": "lines", "x": [pair.left, pair.right], "y": [n, n], "line": bridge,
                         "hoverinfo": "skip", "meta": {"role": "bridge"}, **axes})  # fmt: skip
    words = [escape(f"{pair.name}, {side}: {text}".replace(", :", ":"))
             for side, text in zip(pane.panel.sides, (pair.left_text, pair.right_text), strict=True)]  # fmt: skip
    colours = [sheet.colour(pair.left_colour), sheet.colour(pair.right_colour)]
    sheet.traces.append({"type": "scatter", "mode": "markers", "x": [pair.left, pair.right], "y": [n, n],
                         "hoverinfo": "text", "hovertext": words, "customdata": list(pair.rows),
                         "marker": {"size": sizes.dot * 1.15, "color": colours, "opacity": 1, "line": {"width": 0}},
                         "meta": {"role": "dumbbell"}, **axes})  # fmt: skip
    near = sizes.dot * 0.6 + pane.size * 0.35
    swapped = pair.left > pair.right
    for value, text, key, low in ((pair.left, pair.left_text, pair.left_colour, not swapped),
                                  (pair.right, pair.right_text, pair.right_colour, swapped)):  # fmt: skip
        at = at_x(sheet, pane, value).plus(-near if low else near)
        look = {"size": pane.size, "weight": style.SEMIBOLD, "colour": sheet.ink(key)}
        look["anchor"] = "right" if low else "left"
        sheet.text(text, at, y, role="dumbbell value", **look)


def _sides(sheet: Sheet, pane: Pane, first: Dumbbell) -> None:
    """Draw what the two dots stand for, over the first pair, each on its own side."""
    sizes = sheet.sizes
    y = pane.y_px(-0.5) - sizes.text * 0.3
    left_end = (first.left, pane.panel.sides[0], first.left_colour)
    right_end = (first.right, pane.panel.sides[1], first.right_colour)
    ends = [left_end, right_end] if first.left <= first.right else [right_end, left_end]
    half = sizes.dot * 0.6
    boxes = []
    for (value, words, key), anchor in zip(ends, ("right", "left"), strict=True):
        x = pane.x_px(value) + (half if anchor == "right" else -half)
        wide = width(words, sizes.text, style.SEMIBOLD)
        left = max(x - wide if anchor == "right" else x, pane.left - pane.pad)
        left = min(left, sheet.frame.width - sizes.side - wide)
        boxes.append((left, wide, words, key))
    overlap = boxes[0][0] + boxes[0][1] + sizes.text * 0.5 - boxes[1][0]
    if overlap > 0:
        left, wide, words, key = boxes[0]
        boxes[0] = (max(left - overlap, pane.left - pane.pad), wide, words, key)
        left, wide, words, key = boxes[1]
        boxes[1] = (max(left, boxes[0][0] + boxes[0][1] + sizes.text * 0.5), wide, words, key)
    for left, _, words, key in boxes:
        at = sheet.at(left, (left - sheet.left) / (sheet.right - sheet.left))
        sheet.text(words, at, y, weight=style.SEMIBOLD, colour=sheet.ink(key), role="side")
