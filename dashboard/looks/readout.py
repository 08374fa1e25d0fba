"""What a chart says at each period, for the script of the page (`draw/reading.js`): the words of its table, drawn point by drawn point.

One dict a panel: `title`, `unit` that all its figures share, `lying` for bars that lie, `stops` of [place on the axis, period
in words, first year or month, last one], and `lines` of `name`, `colour`, `unit` and `values`, one a stop: None where the
line has no place, else [figure in words, value as drawn or None, row of the table or None, remark].
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dashboard.draw import style
from dashboard.draw.ticks import value_words
from dashboard.exhibits import evidence
from dashboard.exhibits.model import Exhibit
from dashboard.exhibits.plot import Bar, Cells, Columns, Dot, Line, Panel, Point
from dashboard.figures import words

MISSING = "not published"  # a row of the table without a value
NO_ROW = "no figure"
MEAN = "both months together, drawn as their monthly mean"
YEAR = 12  # months
SAME = 1e-9  # relative: the value drawn is the table's


class Stop(NamedTuple):
    """One period that can be read: its place on the axis, its words, and the years or months it runs from and to."""

    x: float
    label: str
    first: str
    last: str


Reading = tuple[Stop, list[Any]]


def readout(item: Exhibit, theme: str = "light") -> list[dict[str, Any]]:
    """Return the read-out of every panel of an exhibit's plot, in their order."""
    rows = item.table.to_dict("records")
    return [_panel(panel, rows, item.plot.axis, theme) for panel in item.plot.panels]


def _panel(panel: Panel, rows: list[dict[str, Any]], axis: str, theme: str) -> dict[str, Any]:
    read = [(name, colour, unit, dict(found)) for name, colour, unit, found in _lines(panel, rows, axis) if found]
    stops = sorted({stop.x: stop for *_, found in reversed(read) for stop in found}.values())
    units = {unit for _, _, unit, _ in read if unit}
    lines = []
    for name, colour, unit, found in read:
        at = {stop.x: value for stop, value in found.items()}
        name = name or next(
            (other for other, like, *_ in read if other and like == colour), ""
        )  # one line, drawn in pieces
        lines.append({"name": name, "colour": style.colour(colour, theme), "unit": unit,
                      "values": [_fill(at, stop.x, name) for stop in stops]})  # fmt: skip
    return {"title": panel.title, "unit": units.pop() if len(units) == 1 else "", "lying": axis == "items",
            "stops": [list(stop) for stop in stops], "lines": lines}  # fmt: skip


def _fill(at: dict[float, list[Any]], x: float, name: str) -> list[Any] | None:
    """Return what a line says at a place; between its ends a gap is said, beyond them it is not there."""
    return at.get(x) or ([NO_ROW, None, None, ""] if name and min(at) < x < max(at) and len(at) > 2 else None)


def _lines(panel: Panel, rows: list[dict[str, Any]], axis: str) -> Iterator[tuple[str, str, str, list[Reading]]]:
    """Yield name, colour key, unit and readings of everything in a panel that carries figures."""
    bars = [mark for mark in panel.marks if isinstance(mark, Bar)]
    dots = [mark for mark in panel.marks if isinstance(mark, Dot)]
    for mark in panel.marks:
        if isinstance(mark, Line | Columns):
            missing = mark.missing if isinstance(mark, Columns) else ""
            colour = "context" if isinstance(mark, Line) and mark.role == "context" else mark.colour
            found = [_read(point, panel, rows, axis, missing) for point in mark.points]
            yield mark.name, colour, _unit(mark, rows), found
        elif isinstance(mark, Cells):
            for lane in range(len(panel.lanes)):
                cells = [cell for cell in mark.cells if cell.lane == lane]
                yield "", cells[0].colour if cells else "context", "", [
                    (_span(cell.first, cell.last), [cell.name, None, cell.row, ""]) for cell in cells
                ]  # fmt: skip
    for n, bar in enumerate(bars):
        said = bar.text or bar.target_text if bar.value is not None else bar.missing or MISSING
        told = [said, bar.value, bar.row, bar.target_text]
        yield "", bar.colour, "", [(Stop(float(n), bar.name, "", ""), told)]
    for dot in dots:
        yield "", dot.colour, "", [(_span(dot.x, dot.x), [dot.name, None, dot.row, ""])]
    for claim in panel.claims:
        yield "Cited", "claim", "", [(_span(claim.x, claim.x), [claim.text, None, None, ""])]


def _span(first: float, last: float) -> Stop:
    """Return the stop of a cell or dot on a time axis: its year, or its years."""
    start, end = int(first), int(last) if last == first else max(int(first), round(last) - 1)
    return Stop((first + last) / 2, str(start) if start == end else f"{start}–{end}", str(start), str(end))


def _read(point: Point, panel: Panel, rows: list[dict[str, Any]], axis: str, missing: str) -> Reading:
    """Return the stop of a point and what it says there."""
    row = rows[point.row] if point.row is not None else None
    stop = _stop(point, row, axis)
    if point.value is None:
        return stop, [missing or (MISSING if row else NO_ROW), None, point.row, point.said]
    if row is None:
        return stop, [value_words(point.value, panel.scale), point.value, None, _remark(point, row)]
    own = abs(float(row["shown"]) - point.value) <= SAME * max(1.0, abs(point.value))
    said = _remark(point, row) if own else ". ".join(filter(None, (MEAN, _remark(point, row))))
    return stop, [evidence.figure(row), float(point.value) if own else None, point.row, said]


def _remark(point: Point, row: dict[str, Any] | None) -> str:
    """Return what is unusual about a point: not published as it stands, another source from here on, sums that do not add up."""
    status = str(row["status"]) if row else "derived"
    told = evidence.STATUS.get(status, status) if point.hollow or status in ("estimated", "provisional") else ""
    return ". ".join(filter(None, (told, point.joint, point.said)))


def _stop(point: Point, row: dict[str, Any] | None, axis: str) -> Stop:
    if row is not None:
        first, months = str(row["period"]), int(row["months"])
        last = _month(_count(first) + months - 1)
        label = words.period(first, months)
        if "-" in first and months >= YEAR:
            first = last  # a moving sum stands for its last month, also under "From"
        return Stop(point.x, label, first, last if "-" in first else last[:4])
    year = int(point.x)
    month = _month(int(point.x * 12 + 1e-6))
    at = month if axis == "month" else str(year)
    return Stop(point.x, point.label or words.day(at), at, at)


def _count(period: str) -> int:
    """Return the months from year 0 to the first month of a period."""
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month or 1) - 1


def _month(count: int) -> str:
    return f"{count // 12}-{count % 12 + 1:02d}"


def _unit(mark: Line | Columns, rows: list[dict[str, Any]]) -> str:
    """Return the unit of a mark's figures where they stand in the table; figures without a row carry theirs in their words."""
    units = {evidence.unit(rows[point.row]["series"]) for point in mark.points if point.row is not None}
    return units.pop() if len(units) == 1 else ""
