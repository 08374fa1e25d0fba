"""Words beside a native chart, set where its values are: names at line ends, printed values, events, the key."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

from dashboard.draw import style
from dashboard.exhibits.plot import Plot
from dashboard.export.pptx import boxes
from dashboard.export.pptx.boxes import Box
from dashboard.export.pptx.plotted import Series, Sheet

SIZE = 11.0  # points
LINE = SIZE * 1.2 / 72  # inches
WIDEST = 2.6
MOST_TOPS = 30
AWAY = 0.1


@dataclass(frozen=True)
class Room:
    """Where values stand: the plot area of a chart on its slide, and the ranges of its axes."""

    sheet: Sheet
    inner: Box
    low: float
    high: float
    log: bool = False

    def y(self, value: float) -> float:
        """Return the height of a value, inches from the slide's top."""
        share = (
            math.log(value / self.low) / math.log(self.high / self.low)
            if self.log
            else (value - self.low) / (self.high - self.low)
        )
        return self.inner.top + self.inner.height * (1 - share)

    def x(self, place: int) -> float:
        """Return the middle of a category, inches from the slide's left edge."""
        if not self.sheet.days:
            return self.inner.left + (place + 0.5) * self.slot
        day = self.sheet.days[place]
        return self.at(day.year + (day.month - 1) / 12) + self.slot / 2

    def at(self, year: float) -> float:
        """Return where a time stands on a time axis; only there."""
        first, last = self.sheet.span
        return self.inner.left + self.inner.width * (year - first) / (last - first)

    @property
    def slot(self) -> float:
        """The width of one category, inches."""
        if not self.sheet.days:
            return self.inner.width / len(self.sheet.labels)
        first, last = self.sheet.span
        return self.inner.width * self.sheet.step / (last - first)


def gutter(series: tuple[Series, ...]) -> float:
    """Return the room that the names at line ends need, inches."""
    said = [_end_words(one) for one in series if one.kind == "line"]
    longest = max((boxes.text_width(line, SIZE, True) for lines in said for line in lines if line), default=0.0)
    return min(WIDEST, longest + AWAY + 0.05)


def _end_words(one: Series) -> tuple[str, str]:
    """Return the name with its finding, and a second line; an earlier stretch of a line has no name of its own."""
    return (f"{one.name} {one.end[0]}".strip(), one.end[1]) if one.said else ("", "")


def write_ends(slide: Any, lines: list[Series], room: Room) -> None:
    """Write each line's name at its end, moved apart where two end alike."""
    wanted: list[list[Any]] = []
    for one in lines:
        known = [value for value in one.values if value is not None]
        head, second = _end_words(one)
        if known and head:
            rows = boxes.line_count(head, SIZE, WIDEST - AWAY, True) + bool(second)
            wanted.append([room.y(known[-1]), rows * LINE, one, head, second])
    wanted.sort(key=lambda one: one[0])
    _spread(wanted, room.inner)
    for y, high, one, head, second in wanted:
        left = room.inner.left + room.inner.width + AWAY
        box = Box(left, y - high / 2, min(WIDEST - AWAY, boxes.WIDE - 0.1 - left), high)
        colour = style.text_colour(one.colour)
        boxes.add_text(
            slide, box, [head, second] if second else head, SIZE, colour=colour, bold=True, name=f"Name: {one.name}"
        )


def _spread(wanted: list[list[Any]], inner: Box) -> None:
    """Move labels so that none overlaps the next and all stay within the plot's height."""
    for before, one in itertools.pairwise(wanted):
        one[0] = max(one[0], before[0] + (before[1] + one[1]) / 2)
    floor = inner.top + inner.height + 0.1
    for one in reversed(wanted):
        one[0] = min(one[0], floor - one[1] / 2)
        floor = one[0] - one[1] / 2


def write_tops(slide: Any, columns: list[Series], room: Room) -> None:
    """Write over each column what the picture prints there, where there is room for words."""
    if len(room.sheet.labels) > MOST_TOPS:
        return
    for place in range(len(room.sheet.labels)):
        said = [words for one in columns for at, words in one.texts if at == place]
        values = [one.values[place] or 0.0 for one in columns]
        up = sum(v for v in values if v > 0)  # over a column under zero the words stand on the zero line
        if not said or boxes.text_width(said[-1], SIZE - 1, True) > 2 * room.slot:
            continue
        top = room.y(max(up, room.low)) - LINE - 0.03
        wide = boxes.text_width(said[-1], SIZE - 1, True) + 0.1
        box = Box(room.x(place) - wide / 2, top, wide, LINE)
        boxes.add_text(slide, box, said[-1], SIZE - 1, colour=style.colour("headline"), bold=True, align="center",
                   name=f"Over {room.sheet.labels[place]}")  # fmt: skip


def write_values(slide: Any, over: list[Series], room: Room) -> None:
    """Write the values printed at single points, each above or below its point, where it meets no other."""
    taken: list[Box] = []
    for one in sorted(over, key=lambda one: one.kind == "mark"):
        for place, words in one.texts:
            value = one.values[place]
            if value is None:
                continue
            wide = boxes.text_width(words, SIZE - 1, True) + 0.04
            x, y = room.x(place), room.y(value)
            tries = [(x - wide / 2, y - LINE - 0.06), (x - wide / 2, y + 0.06), (x + 0.09, y - LINE / 2),
                     (x - wide - 0.09, y - LINE / 2), (x - wide / 2, y - 2 * LINE - 0.06), (x - wide / 2, y + LINE + 0.06)]  # fmt: skip
            spots = [Box(left, top, wide, LINE) for left, top in tries]
            box = next((spot for spot in spots if not any(_overlap(spot, other) for other in taken)), None)
            if box is None:
                continue
            taken.append(box)
            boxes.add_text(slide, box, words, SIZE - 1, colour=style.text_colour(one.colour), bold=True, align="center",
                       name=f"{one.name}, {room.sheet.labels[place]}")  # fmt: skip


def _overlap(one: Box, other: Box) -> bool:
    beside = one.left + one.width <= other.left or other.left + other.width <= one.left
    return not (beside or one.top + one.height <= other.top or other.top + other.height <= one.top)


def legend(slide: Any, series: list[Series], box: Box) -> None:
    """Write the key in the series' own colours, on one line; a pale remainder last."""
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    left = box.left
    for one in series:
        wide = boxes.text_width(one.name, SIZE, True)
        if left + 0.2 + wide > box.left + box.width:
            break
        mark = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, Inches(left), Inches(box.top + 0.04), Inches(0.12), Inches(0.12)
        )
        mark.name = f"Key: {one.name}"
        mark.fill.solid()
        shade = style.colour(one.colour)
        mark.fill.fore_color.rgb = boxes.rgb(
            style.mix(shade, "#FFFFFF", 0.35) if one.pale and one.kind == "bar" else shade
        )
        mark.line.color.rgb = boxes.rgb(style.colour("other_line") if one.pale else shade)
        room = Box(left + 0.18, box.top, wide + 0.1, LINE)
        boxes.add_text(
            slide, room, one.name, SIZE, colour=style.text_colour(one.colour), bold=True, name=f"Key: {one.name}"
        )
        left += wide + 0.5


def events(slide: Any, plot: Plot, room: Room) -> None:
    """Mark dated events: a thin line through the plot, words above it, left of the line where the next one is near."""
    from pptx.enum.shapes import MSO_CONNECTOR
    from pptx.util import Inches, Pt

    if not room.sheet.days:
        return
    first, last = room.sheet.span
    inside = [event for event in plot.events if first <= event.x <= last]
    places = [room.at(event.x) for event in inside]
    right = room.inner.left + room.inner.width
    free = [-math.inf, -math.inf]
    for number, (event, x) in enumerate(zip(inside, places, strict=True)):
        long = boxes.text_width(event.words, SIZE - 1) + 0.05
        after = places[number + 1] if number + 1 < len(places) else right
        left = x + 0.05 if x + 0.05 + long < after else x - 0.05 - long
        level = next((n for n, end in enumerate(free) if left > end + 0.1), None)
        if level is None:
            continue
        free[level] = left + long
        top = room.inner.top - 0.2 - 0.18 * level
        ends = (Inches(x), Inches(top), Inches(x), Inches(room.inner.top + room.inner.height))
        line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
        line.line.color.rgb, line.line.width = boxes.rgb(style.colour("event")), Pt(0.75)
        line.name = f"Event: {event.words}"
        boxes.add_text(slide, Box(left, top, long, 0.17), event.words, SIZE - 1, colour=style.colour("note"),
                   align="left" if left > x else "right", name=f"Event: {event.words}")  # fmt: skip
