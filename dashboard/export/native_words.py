"""Words beside a native chart, set where its values are: names at line ends, totals over columns, events, the key."""

from __future__ import annotations

import math
from typing import Any

from dashboard import style
from dashboard.export import boxes
from dashboard.export.boxes import Box
from dashboard.export.plotted import Series, Sheet
from dashboard.plot import Plot

SIZE = 11.0  # points
LINE = SIZE * 1.2 / 72  # inches
WIDEST = 2.6
MOST_TOPS = 30
AWAY = 0.1


def gutter(series: tuple[Series, ...]) -> float:
    """Return the room that the names at line ends need, inches."""
    said = [_ending(one) for one in series if one.kind == "line"]
    longest = max((max(boxes.wide(line, SIZE, True) for line in lines if line) for lines in said if any(lines)), default=0.0)
    return min(WIDEST, longest + AWAY + 0.05)


def _ending(one: Series) -> tuple[str, str]:
    """The name with its finding, and a second line; an earlier stretch of a line has no name of its own."""
    return (f"{one.name} {one.end[0]}".strip(), one.end[1]) if ", to " not in one.name else ("", "")


def ends(slide: Any, lines: list[Series], sheet: Sheet, inner: Box, limits: tuple[float, float], log: bool) -> None:
    """Write each line's name at its end, moved apart where two end alike."""
    wanted = []
    for one in lines:
        known = [value for value in one.values if value is not None]
        head, second = _ending(one)
        if known and head:
            rows = boxes.rows(head, SIZE, WIDEST - AWAY, True) + bool(second)
            wanted.append([_y(known[-1], inner, limits, log), rows * LINE, one, head, second])
    wanted.sort(key=lambda one: one[0])
    _apart(wanted, inner)
    for y, high, one, head, second in wanted:
        room = Box(inner.left + inner.width + AWAY, y - high / 2, WIDEST - AWAY, high)
        colour = style.text_colour(one.colour)
        boxes.text(slide, room, [head, second] if second else head, SIZE, colour=colour, bold=True, name=f"Name: {one.name}")


def _apart(wanted: list, inner: Box) -> None:
    """Move labels so that none overlaps the next and all stay within the plot's height."""
    for before, one in zip(wanted, wanted[1:], strict=False):
        one[0] = max(one[0], before[0] + (before[1] + one[1]) / 2)
    floor = inner.top + inner.height + 0.1
    for one in reversed(wanted):
        one[0] = min(one[0], floor - one[1] / 2)
        floor = one[0] - one[1] / 2


def _y(value: float, inner: Box, limits: tuple[float, float], log: bool) -> float:
    low, high = limits
    share = math.log(value / low) / math.log(high / low) if log else (value - low) / (high - low)
    return inner.top + inner.height * (1 - share)


def tops(slide: Any, columns: list[Series], sheet: Sheet, inner: Box, limits: tuple[float, float]) -> None:
    """Write over each column what the picture prints there, where there is room for words."""
    count = len(sheet.labels)
    if count > MOST_TOPS:
        return
    step = inner.width / count
    for place in range(count):
        said = [words for one in columns for at, words in one.texts if at == place]
        total = sum(one.values[place] or 0 for one in columns if (one.values[place] or 0) > 0)
        if not said or boxes.wide(said[-1], SIZE - 1, True) > 2 * step:
            continue
        top = _y(total, inner, limits, False) - LINE - 0.03
        room = Box(inner.left + place * step - step / 2, top, 2 * step, LINE)
        boxes.text(slide, room, said[-1], SIZE - 1, colour=style.colour("headline"), bold=True, align="center",
                   name=f"Over {sheet.labels[place]}")  # fmt: skip


def legend(slide: Any, series: list[Series], box: Box) -> None:
    """Write the key in the series' own colours, on one line; a pale remainder last."""
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    left = box.left
    for one in series:
        wide = boxes.wide(one.name, SIZE, True)
        if left + 0.2 + wide > box.left + box.width:
            break
        mark = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(left), Inches(box.top + 0.04), Inches(0.12), Inches(0.12))
        mark.name = f"Key: {one.name}"
        mark.fill.solid()
        shade = style.colour(one.colour)
        mark.fill.fore_color.rgb = boxes.rgb(style.mix(shade, "#FFFFFF", 0.35) if one.pale and one.kind == "bar" else shade)
        mark.line.color.rgb = boxes.rgb(style.colour("other_line") if one.pale else shade)
        room = Box(left + 0.18, box.top, wide + 0.1, LINE)
        boxes.text(slide, room, one.name, SIZE, colour=style.text_colour(one.colour), bold=True, name=f"Key: {one.name}")
        left += wide + 0.5


def events(slide: Any, plot: Plot, sheet: Sheet, inner: Box) -> None:
    """Mark dated events: a thin line through the plot and words above it, on two levels where they would meet."""
    from pptx.enum.shapes import MSO_CONNECTOR
    from pptx.util import Inches, Pt

    free = [-math.inf, -math.inf]
    for event in plot.events:
        x = _x(event.x, sheet.xs, inner)
        if x is None:
            continue
        long = boxes.wide(event.words, SIZE - 1)
        left = min(x, inner.left + inner.width - long)
        level = next((n for n, end in enumerate(free) if left > end + 0.1), None)
        if level is None:
            continue
        free[level] = left + long
        top = inner.top - 0.2 - 0.18 * level
        line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Inches(x), Inches(top + 0.17), Inches(x), Inches(inner.top + inner.height))
        line.line.color.rgb, line.line.width = boxes.rgb(style.colour("event")), Pt(0.75)
        line.name = f"Event: {event.words}"
        boxes.text(slide, Box(left, top, long + 0.1, 0.17), event.words, SIZE - 1, colour=style.colour("note"), name=f"Event: {event.words}")


def _x(year: float, xs: tuple[float, ...], inner: Box) -> float | None:
    """Where a day stands among categories of even width, inches; None outside."""
    step = inner.width / len(xs)
    if len(xs) < 2 or not xs[0] - (xs[1] - xs[0]) / 2 <= year <= xs[-1] + (xs[-1] - xs[-2]) / 2:
        return None
    after = next((n for n, x in enumerate(xs) if x >= year), len(xs) - 1) or 1
    share = (year - xs[after - 1]) / (xs[after] - xs[after - 1])
    return inner.left + (after - 0.5 + share) * step
