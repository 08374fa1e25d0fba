"""The range of every axis: round ticks for values, px of room at the ends of time, room for words beside bars."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.draw import ends, extent, style
from dashboard.draw.ticks import Ticks, fixed_ticks, log_ticks, round_ticks
from dashboard.draw.wrapping import width
from dashboard.exhibits.plot import Bar, Columns, Dot, Panel, Scale

LINE_PITCH, COLUMN_PITCH, PHONE_PITCH = 3.75, 5.5, 9.0  # px from gridline to gridline, in text sizes
UNDER = 1.4  # px kept under the deepest column for its value, in text sizes


def value_ticks(panels: Sequence[Panel], height: float, sizes: style.Sizes, *, phone: bool) -> Ticks:
    """Return the gridlines that serve these panels at a plot height in px; several share one range."""
    scale = panels[0].scale
    found = [value for panel in panels for value in extent.values(panel)]
    if scale.log:
        positive = [value for value in found if value > 0] or [1.0, 10.0]
        return log_ticks(min(positive), max(positive))
    low, high = _ends(found, scale)
    if any(mark_text_below(panel) for panel in panels):  # the words under the deepest column need a place
        low -= UNDER * sizes.text * (high - low) / height
    columns = any(isinstance(mark, Columns) for panel in panels for mark in panel.marks)
    pitch = PHONE_PITCH if phone else COLUMN_PITCH if columns else LINE_PITCH
    wanted = max(2.0, height / (pitch * sizes.text))
    if scale.top is not None and scale.top >= high:
        return fixed_ticks(min(low, 0.0), scale.top, wanted=wanted / 2)
    most = min(6, int(height / (1.4 * sizes.text)))
    return round_ticks(low, high, wanted=min(wanted, 6.0), most=max(most, 2), spill=0.06 if phone else 0.03)


def mark_text_below(panel: Panel) -> bool:
    """Return True where a value is printed under a column that hangs below zero."""
    columns = (mark for mark in panel.marks if isinstance(mark, Columns))
    return any(point.text and (point.value or 0) < 0 for mark in columns for point in mark.points)


def _ends(found: list[float], scale: Scale) -> tuple[float, float]:
    """Low and high of the values, zero included unless the scale says why not; then a third stays free below."""
    if not found:
        return 0.0, scale.top or 1.0
    low, high = min(found), max(found)
    if scale.zero:
        return min(low, 0.0), max(high, 0.0)
    free = low - (high - low or abs(high) or 1.0) / 2
    return (max(0.0, free) if low >= 0 else free), high


def value_range(ticks: Ticks, panels: Sequence[Panel], height: float, zone: float) -> tuple[float, float]:
    """Return the ends of the value axis: past the last tick as far as the marks go, and `zone` px above them for words.

    On a log scale both are decimal logarithms.
    """
    found = [value for panel in panels for value in extent.values(panel)]
    if panels[0].scale.log:
        low, high = math.log10(ticks.low), math.log10(max([ticks.high, *found]))
    else:
        low, high = ticks.low, max([ticks.high, *found])
    spare = max(height - zone, height * 0.3)
    return low, low + (high - low) * height / spare


def time_range(span: tuple[float, float], wide: float, sizes: style.Sizes, *, columns: bool) -> tuple[float, float]:
    """Return the ends of a time axis `wide` px across: the last point stands some px before the right end."""
    low, high = span
    after = ends.room_after(sizes, columns=columns)
    return low, low + (high - low) * wide / max(wide - after, 1)


def log_range(panel: Panel, wide: float, sizes: style.Sizes) -> tuple[Ticks, tuple[float, float]]:
    """Return the gridlines of a logarithmic axis of values and its ends as decimal logarithms, half a dot wider."""
    found = [mark.x for mark in panel.marks if isinstance(mark, Dot)]
    ticks = log_ticks(min(found, default=1.0), max(found, default=10.0))
    low, high = (math.log10(end) for end in (ticks.low, max(ticks.high, *found, ticks.low * 10)))
    spare = (high - low) * sizes.dot / wide
    return ticks, (low - spare, high + spare)


def item_size(panel: Panel, height: float, sizes: style.Sizes) -> float:
    """Return the text size of names and values beside bars: a label's where the rows are few, else that of ticks."""
    pitch = height / max(len(panel.marks), 1)
    return max(sizes.text, min(sizes.label * 0.9, pitch / 2.4))


def item_names_room(panel: Panel, size: float, wide: float) -> float:
    """Return the px for the names left of bars, at most a third of the plot."""
    names = [mark.name for mark in panel.marks if isinstance(mark, Bar)]
    widest = max((width(name, size) for name in names), default=0.0)
    return min(widest, wide / 3) + size * 0.8


def item_range(panel: Panel, wide: float, size: float) -> tuple[float, float, float, float]:
    """Return the ends of a horizontal value axis from zero, and the px that words need left and right of it."""
    asks = [ask for mark in panel.marks if isinstance(mark, Bar) for ask in _room_wanted(mark, size)]
    low, high = min([0.0, *(value for value, _, _ in asks)]), max([0.0, *(value for value, _, _ in asks)])
    if high == low:
        high = low + 1.0
    before = after = 0.0
    for _ in range(5):  # each pass gives the words the room that the last scale showed to be short
        unit = max(wide - before - after, wide * 0.2) / (high - low)
        before = max([before, *(left - (value - low) * unit for value, left, _ in asks)])
        after = max([after, *(right - (high - value) * unit for value, _, right in asks)])
    return low, high, before, after


def _room_wanted(bar: Bar, size: float) -> list[tuple[float, float, float]]:
    """(value, px wanted left of it, px wanted right of it) for the end of a bar and for its target."""
    gap = size * 0.6
    said = width(bar.text, size, style.SEMIBOLD) + gap
    asks: list[tuple[float, float, float]] = []
    if bar.value is not None:
        asks = [(bar.value, said, 0.0) if bar.value < 0 else (bar.value, 0.0, said)]
    if bar.target is not None:
        both = width(f"{bar.text} · {bar.target_text}", size, style.SEMIBOLD)
        asks.append((max(bar.target, bar.value or 0.0), 0.0, both + gap))
    return asks
