"""Dated events and marked windows: lines and bands across all panels, named at the top without touching anything."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from dashboard.draw import claims, extent, obstacles, style
from dashboard.draw.axes import at_x
from dashboard.draw.canvas import Sheet
from dashboard.draw.collisions import Field, Rect, overlap
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import two_lines, width
from dashboard.exhibits.plot import Columns, Plot
from dashboard.exhibits.remarks import Event

MOST, MOST_PHONE = 5, 2
FIRST, PITCH = 1.15, 1.3  # the first line's middle under the plot's top, and the next one's, in text sizes


@dataclass(frozen=True)
class Label:
    """Words at the top of a plot: its lines, its x in px and the side of it on which they stand."""

    lines: tuple[str, ...]
    x: float
    side: str  # left, right: of an event's line; center: of a window
    box: Rect


@dataclass(frozen=True)
class Plan:
    """The events kept, their labels, and how many marks the labels touch."""

    events: tuple[Event, ...]
    labels: tuple[Label, ...]
    touched: float


def headroom(plot: Plot, panes: list[Pane], frame: style.Frame) -> float:
    """Return the px to keep free of marks at the plot's top: none where the names of events and claims fit anyway."""
    pane, sizes = panes[0], style.sizes(frame)
    titled = pane.panel.claim_title if pane.panel.claims else ""
    zone = _printed_room(pane, sizes)
    if not (plot.events or plot.windows or titled) or pane.panel.empty:
        return zone
    field = obstacles.find_obstacles(pane, plot.axis, sizes, [])
    planned = plan(plot, pane, field, frame)
    if planned.touched:
        zone += max(label.box.y1 for label in planned.labels) - pane.top + sizes.text * 0.3 + sizes.dot / 2
    if titled:
        field.words += [label.box for label in planned.labels]
        zone += claims.key_height(pane, sizes, field, frame)
    return zone


def _printed_room(pane: Pane, sizes: style.Sizes) -> float:
    """Room for values printed over columns that reach the top of the plot."""
    ends = extent.stack_ends(pane.panel)
    columns = [mark for mark in pane.panel.marks if isinstance(mark, Columns)]
    texts = {p.x for mark in columns for p in mark.points if p.text}
    if any(mark.missing and p.value is None for mark in columns for p in mark.points):
        texts = set(ends)
    highest = min((pane.y_px(ends[x][1]) for x in texts), default=pane.bottom)
    return max(0.0, pane.top + sizes.text * 1.5 - highest)


def plan(plot: Plot, pane: Pane, field: Field, frame: style.Frame) -> Plan:
    """Return which events are shown and where every name stands: as many as fit, the unsourced ones dropped first."""
    sizes = style.sizes(frame)
    named = [_window(window.first, window.last, window.words, pane, sizes) for window in plot.windows]
    windows = [label for label in named if label]
    inside = [event for event in plot.events if pane.x[0] <= event.x <= pane.x[1]]
    ranked = sorted(inside, key=lambda event: not event.source)[: MOST_PHONE if frame.phone else MOST]
    while True:
        kept = tuple(sorted(ranked, key=lambda event: event.x))
        found = _sides(kept, windows, pane, field, frame)
        if found is not None or not ranked:
            labels, touched = found or ((), 0.0)
            touched += sum(field.count_marks(label.box) for label in windows)
            return Plan(kept, (*windows, *labels), touched)
        ranked = ranked[:-1]


def _window(first: float, last: float, words: str, pane: Pane, sizes: style.Sizes) -> Label | None:
    x0, x1 = max(pane.x_px(first), pane.left), min(pane.x_px(last), pane.right)
    if x1 <= x0 or not words:
        return None
    lines = (words,) if width(words, sizes.text) <= x1 - x0 - sizes.text else two_lines(words, sizes.text)
    wide = max(width(line, sizes.text) for line in lines)
    top = pane.ticks.words(pane.panel.scale)[-1] if pane.ticks else ""  # it may stand out into the plot
    least = max(pane.left, pane.left - pane.pad + width(top, sizes.text) + sizes.away)
    middle = min(max((x0 + x1) / 2, least + wide / 2), pane.right - wide / 2)
    return Label(lines, middle, "center", _rect(lines, middle, "center", pane, sizes))


def _rect(lines: tuple[str, ...], x: float, side: str, pane: Pane, sizes: style.Sizes) -> Rect:
    wide = max(width(line, sizes.text) for line in lines)
    left = {"left": x - sizes.away - wide, "right": x + sizes.away, "center": x - wide / 2}[side]
    top = pane.top + (FIRST - 0.5) * sizes.text
    return Rect(left, top, left + wide, top + sizes.text * (1 + PITCH * (len(lines) - 1)))


def _sides(
    kept: tuple[Event, ...], windows: list[Label], pane: Pane, field: Field, frame: style.Frame
) -> tuple[tuple[Label, ...], float] | None:
    """Return the best sides for the names of these events, or None when some name would touch another or leave the plot."""
    sizes = style.sizes(frame)
    xs = [pane.x_px(event.x) for event in kept]
    texts = [two_lines((frame.phone and event.short) or event.words, sizes.text) for event in kept]
    choices = [
        [Label(lines, x, side, _rect(lines, x, side, pane, sizes)) for side in ("right", "left")]
        for lines, x in zip(texts, xs, strict=True)
    ]
    best: tuple[float, tuple[Label, ...]] | None = None
    for labels in product(*choices):
        if not _clear(labels, windows, xs, pane, field):
            continue
        touched = sum(field.count_marks(label.box) for label in labels)
        cost = 10 * touched + sum(label.side == "left" for label in labels)
        if best is None or cost < best[0]:
            best = cost, labels
    if best is None:
        return None
    return best[1], sum(field.count_marks(label.box) for label in best[1])


def _clear(labels: tuple[Label, ...], windows: list[Label], xs: list[float], pane: Pane, field: Field) -> bool:
    """Return True where no name touches a name, another event's line, or the edge of the plot."""
    placed = [*windows, *labels]
    for n, label in enumerate(labels):
        box = label.box
        if box.x0 < pane.left - pane.pad * 0.4 or box.x1 > pane.right + 1:
            return False
        if any(overlap(box, other.box, 6) for other in placed if other is not label):
            return False
        if any(box.x0 - 4 < x < box.x1 + 4 for m, x in enumerate(xs) if m != n):
            return False
        if field.meets_words(box, 4):
            return False
    return True


def draw(sheet: Sheet, plot: Plot, panes: list[Pane], fields: list[Field]) -> None:
    """Draw bands and dotted lines through all panes, and their names in the first one."""
    if not (plot.events or plot.windows):
        return
    planned = plan(plot, panes[0], fields[0], sheet.frame)
    grid = plot.layout == "grid" and len(panes) > 1
    whole = [(panes[0], panes[0].top, panes[-1].bottom)]
    stretches = [(pane, pane.top, pane.bottom) for pane in panes] if grid else whole
    for pane, top, bottom in stretches:
        for window in plot.windows:
            x0, x1 = max(window.first, pane.x[0]), min(window.last, pane.x[1])
            if x0 < x1:
                start, end = at_x(sheet, pane, x0), at_x(sheet, pane, x1)
                sheet.rectangle(start, end, top, bottom, fill=sheet.colour("window"))
        for event in planned.events:
            at = at_x(sheet, pane, event.x)
            look = {"colour": sheet.colour("event"), "width": sheet.sizes.thin, "layer": "below"}
            sheet.line(at, at, top, bottom, dash="2px,5px", **look)
    for pane, field in zip(panes, fields, strict=True):
        field.verticals += [pane.x_px(event.x) for event in planned.events]
    _names(sheet, planned, panes[0])


def _names(sheet: Sheet, planned: Plan, pane: Pane) -> None:
    sizes = sheet.sizes
    span = sheet.right - sheet.left
    for label in planned.labels:
        at = sheet.at(label.x, (label.x - sheet.left) / span)
        anchor = {"left": "right", "right": "left", "center": "center"}[label.side]
        away = {"left": -sizes.away, "right": sizes.away, "center": 0.0}[label.side]
        key = "window_text" if label.side == "center" else "note"
        colour = sheet.colour(key)
        for n, line in enumerate(label.lines):
            y = pane.top + sizes.text * (FIRST + n * PITCH)
            sheet.text(line, at.plus(away), y, colour=colour, anchor=anchor, role="event")
