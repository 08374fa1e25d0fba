"""What a panel plots, as categories and series: the form that native slide charts and their workbooks take."""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from dashboard.exhibits.plot import Area, Bar, Cells, Columns, Dot, Line, Panel, Plot, Point
from dashboard.exhibits.remarks import Average, Figures

NEAR = 0.02  # years; closer points share a category


@dataclass(frozen=True)
class Series:
    """One series over the categories. `kind`: line, column, bar, average (a level line), mark (a cross without a line)."""

    name: str
    colour: str
    values: tuple[float | None, ...]
    kind: str
    role: str = "named"
    dashed: bool = False
    pale: bool = False  # the remainder of a whole, or an estimate
    hollow: frozenset[int] = frozenset()
    texts: tuple[tuple[int, str], ...] = ()  # words at single values
    said: bool = True  # False for the earlier stretches of a line, which bear its name only in the workbook
    shades: tuple[str, ...] = ()  # a colour for each value, where they differ
    end: tuple[str, str] = ("", "")  # words after the name at its end, and a second line


@dataclass(frozen=True)
class Sheet:
    """A panel as a table: a label and a place on the axis for each row, a series for each column."""

    labels: tuple[str, ...]
    xs: tuple[float, ...]  # decimal years; empty for items
    series: tuple[Series, ...]
    days: tuple[datetime.date, ...] = ()  # first day of each month or year, where the axis is one of time
    step: float = 1.0  # one slot of that axis in years
    remarks: tuple[str, ...] = field(default=())  # what the native form cannot draw, in words

    @property
    def span(self) -> tuple[float, float]:
        """Where the time axis begins, a January, and ends, decimal years; each slot lies between its own edges."""
        last = self.days[-1]
        return float(self.days[0].year), last.year + (last.month - 1) / 12 + self.step


def native_form(panel: Panel) -> str:
    """Return how a panel becomes native: chart, items (bars), scatter, table, or words when it shows none of these."""
    kinds = {type(mark) for mark in panel.marks}
    if panel.empty or not kinds:
        return "words"
    if kinds & {Cells, Dot}:
        return "table" if panel.lanes else "scatter"
    return "items" if Bar in kinds else "chart"


def to_sheet(plot: Plot, panel: Panel) -> Sheet:
    """Return a panel of lines, columns or items as a table. A gap stays a gap."""
    return _items(panel) if native_form(panel) == "items" else _over_time(plot, panel)


def _over_time(plot: Plot, panel: Panel) -> Sheet:
    panels = plot.panels if plot.layout == "stack" else (panel,)
    points = [
        point for one in panels for mark in one.marks if isinstance(mark, Line | Columns) for point in mark.points
    ]
    xs, labels, widths = categories(points)
    series: list[Series] = []
    for mark in panel.marks:
        if isinstance(mark, Columns):
            series.append(_column(mark, xs))
        elif isinstance(mark, Line):
            series += _line(mark, xs, _name(mark, panel))
        elif isinstance(mark, Average):
            level = tuple(mark.value if mark.first <= x <= mark.last else None for x in xs)
            middle = [place for place, value in enumerate(level) if value is not None]
            texts = ((middle[len(middle) // 2], mark.text),) if middle else ()
            series.append(Series("Average " + mark.text, "ink", level, "average", texts=texts))
    for claim in panel.claims:
        at = _place(claim.x, xs)
        cited = tuple(claim.value if place == at else None for place in range(len(xs)))
        series.append(Series(f"Cited: {claim.text}", "claim", cited, "mark", texts=((at, claim.text),)))
    dated = period_starts(plot.axis, xs, labels, widths)
    return Sheet(labels, xs, tuple(series), dated, 1 / 12 if plot.axis == "month" else 1.0, _remarks(plot, panel))


def categories(points: Iterable[Point]) -> tuple[tuple[float, ...], tuple[str, ...], tuple[float, ...]]:
    """Return the places on the axis, their labels, and the months or years that each covers."""
    named: dict[float, str] = {}
    widths: dict[float, float] = {}
    for point in sorted(points, key=lambda one: one.x):
        near = next((x for x in reversed(named) if point.x - x < NEAR), point.x)
        label = point.label.partition(",")[0] or str(math.floor(point.x))
        named[near] = min(filter(None, (named.get(near), label)), key=len)
        widths.setdefault(near, point.width)
    return tuple(named), tuple(named.values()), tuple(widths.values())


def period_starts(
    axis: str, xs: tuple[float, ...], labels: tuple[str, ...], widths: tuple[float, ...]
) -> tuple[datetime.date, ...]:
    """Return the first day of each place's period, or nothing where the places are not months or years one by one."""
    if axis == "month":
        firsts = [math.floor(x * 12 - 0.5 * wide + 1e-6) for x, wide in zip(xs, widths, strict=True)]
        out = tuple(datetime.date(first // 12, first % 12 + 1, 1) for first in firsts)
    elif all(label.isdigit() and len(label) == 4 for label in labels):
        out = tuple(datetime.date(int(label), 1, 1) for label in labels)
    else:
        return ()
    return out if len(set(out)) == len(out) else ()


def _place(x: float, xs: tuple[float, ...]) -> int:
    return min(range(len(xs)), key=lambda place: abs(xs[place] - x))


def _column(mark: Columns, xs: tuple[float, ...]) -> Series:
    at = {_place(point.x, xs): point for point in mark.points}
    values = tuple(at[place].value if place in at else None for place in range(len(xs)))
    texts = tuple((place, point.text) for place, point in at.items() if point.text and point.value is not None)
    hollow = frozenset(place for place, point in at.items() if point.hollow)
    pale = mark.remainder or mark.outline
    shades = tuple(f"{mark.colour}_pale" if n in hollow else mark.colour for n in range(len(xs))) if hollow else ()
    return Series(mark.name, mark.colour, values, "column", pale=pale, hollow=hollow, texts=texts, shades=shades)


def _name(mark: Line, panel: Panel) -> str:
    """Return the name of a line; a stretch without one takes that of the line it belongs to, by its colour."""
    same = [one.name for one in panel.marks if isinstance(one, Line) and one.colour == mark.colour and one.name]
    return mark.name or (f"{same[0]}, other stretch" if same else "Other stretch")


def _line(mark: Line, xs: tuple[float, ...], name: str) -> list[Series]:
    """One series for each unbroken stretch: where source or definition changes, the native line stops as ours does."""
    cuts = [-math.inf, *sorted(mark.breaks), math.inf]
    stretches = [[point for point in mark.points if low <= point.x < high] for low, high in itertools.pairwise(cuts)]
    stretches = [points for points in stretches if any(point.value is not None for point in points)]
    out = []
    for number, points in enumerate(stretches):
        last = number == len(stretches) - 1
        at = {_place(point.x, xs): point for point in points}
        until = "" if last else f", to {points[-1].label.partition(',')[0]}"
        out.append(
            Series(
                name + until,
                mark.colour,
                tuple(at[n].value if n in at else None for n in range(len(xs))),
                "line",
                mark.role,
                mark.dashed,
                hollow=frozenset(n for n, point in at.items() if point.hollow),
                texts=tuple((n, point.text) for n, point in at.items() if point.text and point.value is not None),
                said=last and bool(mark.name),
                end=(mark.end, mark.dated_value) if last else ("", ""),
            )
        )
    return out


def _items(panel: Panel) -> Sheet:
    bars = [mark for mark in panel.marks if isinstance(mark, Bar)]
    missing = tuple(f"{bar.name}: {bar.missing}" for bar in bars if bar.value is None and bar.missing)
    texts = tuple((n, bar.text) for n, bar in enumerate(bars) if bar.text and bar.value is not None)
    series = [Series(panel.bars, bars[0].colour, tuple(bar.value for bar in bars), "bar", texts=texts,
                     shades=tuple(bar.colour for bar in bars))]  # fmt: skip
    if any(bar.target is not None for bar in bars):
        goals = tuple((n, bar.target_text) for n, bar in enumerate(bars) if bar.target is not None)
        series.append(
            Series(panel.targets, "context", tuple(bar.target for bar in bars), "bar", pale=True, texts=goals)
        )
    return Sheet(tuple(bar.name for bar in bars), (), tuple(series), remarks=missing)


def _remarks(plot: Plot, panel: Panel) -> tuple[str, ...]:
    """Return what the picture says beside its marks: gaps that are not published, notes, windows, printed rows, areas."""
    out = [note.words for note in panel.notes]
    out += [panel.scale.note, *(window.words for window in plot.windows)]
    pairs = [point for mark in panel.marks if isinstance(mark, Columns) for point in mark.points if point.width == 2]
    if pairs and plot.axis == "month":
        out.append("January and February, published together, stand in January’s place as their monthly mean")
    for mark in panel.marks:
        if isinstance(mark, Columns) and mark.missing:
            gone = [point.label.partition(",")[0] for point in mark.points if point.value is None]
            out += [f"{mark.name}, {', '.join(gone)}: {mark.missing}"] if gone else []
        elif isinstance(mark, Figures):
            out.append(f"{mark.name}: " + ", ".join(f"{math.floor(x)} {text}" for x, text in mark.texts))
        elif isinstance(mark, Area):
            out.append(mark.words)
    return tuple(dict.fromkeys(words for words in out if words))
