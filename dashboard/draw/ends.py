"""The names at the right: a line's end with its multiple and value, a stack's segments at its last column."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.draw import extent, style
from dashboard.draw.wrapping import width, wrap
from dashboard.exhibits import runs
from dashboard.exhibits.plot import Columns, Line, Panel
from dashboard.exhibits.remarks import Figures


@dataclass(frozen=True)
class Row:
    """One line of a label."""

    words: str
    size: float
    weight: int
    key: str  # a colour key; its text shade is used


@dataclass(frozen=True)
class Block:
    """A label of one or more lines that wants to stand beside the point (x, value) of its series."""

    rows: tuple[Row, ...]
    owner: str
    key: str
    x: float
    value: float
    stack: bool = False  # a segment of columns: always led

    @property
    def wide(self) -> float:
        """Width of the widest line, px."""
        return max(width(row.words, row.size, row.weight) for row in self.rows)

    @property
    def high(self) -> float:
        """Height from the first line's ascenders to the last one's descenders, px."""
        return sum(row.size for row in self.rows) * 1.22


def end_labels(panel: Panel, axis: str, sizes: style.Sizes, *, phone: bool, room: float) -> list[Block]:
    """Return the end labels of a panel, each at most `room` px wide: names wrap, and a phone shows no values."""
    lines = [mark for mark in panel.marks if isinstance(mark, Line)]
    made = [_line_block(line, axis, sizes, phone=phone, title=panel.title) for line in lines]
    made += _stack_blocks(panel, sizes, phone)
    return [_wrap_block(block, room) for block in made if block]


def _line_block(line: Line, axis: str, sizes: style.Sizes, *, phone: bool, title: str) -> Block | None:
    cut = runs.unbroken_runs(line, axis)
    if not cut:
        return None
    last = cut[-1][-1]
    name = "" if line.name == title else (phone and line.short) or line.name  # a small multiple's title has named it
    key = "context" if line.role == "context" else line.colour
    weight = style.SEMIBOLD if line.role == "context" else style.BOLD
    rows = [Row(f"{name} {line.end}".strip(), sizes.label, weight, key)]
    value = line.when if phone else line.dated_value  # lines that end apart carry their period at every size
    if value:
        rows.append(Row(value, sizes.text, style.REGULAR, "note"))
    if not rows[0].words or last.value is None:
        return None
    return Block(tuple(rows), line.name, key, last.x, last.value)


def _stack_blocks(panel: Panel, sizes: style.Sizes, phone: bool) -> list[Block]:
    """Return a name for each segment at the last column; the subtitle names a single series, unless it has an end value."""
    columns = extent.columns_in(panel)
    if len(columns) == 1 and not columns[0].end_value:
        return []
    made = []
    whole = _last_whole(columns)
    for n, mark in enumerate(columns):
        known = [point for point in mark.points if point.value and point.x <= whole]
        if not known:
            continue
        last = known[-1]
        base = _base(columns[:n], last.x, last.value or 0)
        rows = [
            Row(
                (phone and mark.short) or mark.name,
                sizes.label,
                style.SEMIBOLD if mark.remainder else style.BOLD,
                mark.colour,
            )
        ]
        if mark.end_value and not phone:
            rows.append(Row(mark.end_value, sizes.text, style.REGULAR, "note"))
        made.append(Block(tuple(rows), mark.name, mark.colour, last.x, base + (last.value or 0) / 2, stack=True))
    return made


def _last_whole(columns: list[Columns]) -> float:
    """Return the last x at which every segment has a value, so that the names stand in the order of one stack."""
    known = [{point.x for point in mark.points if point.value} for mark in columns]
    common = set.intersection(*known) if known else set()
    return max(common, default=float("inf"))


def left_lines(panel: Panel) -> list[Line]:
    """Return the lines whose start words stand in a column left of the plot: two or more that start together."""
    named = [mark for mark in panel.marks if isinstance(mark, Line) and mark.start and mark.points]
    first = min((line.points[0].x for line in named), default=0.0)
    together = [line for line in named if line.points[0].x == first and line.points[0].value is not None]
    return together if len(together) > 1 else []


def _base(under: list[Columns], x: float, value: float) -> float:
    """Where a segment starts: the sum of the earlier ones of its sign at the same x."""
    same = (point.value or 0 for mark in under for point in mark.points if point.x == x)
    return sum(v for v in same if (v >= 0) == (value >= 0))


def _wrap_block(block: Block, room: float) -> Block:
    """Return the label with lines wider than `room` wrapped at spaces."""
    if block.wide <= room:
        return block
    rows = [replace(row, words=part) for row in block.rows for part in wrap(row.words, row.size, room, row.weight)]
    return replace(block, rows=tuple(rows))


def room_after(sizes: style.Sizes, *, columns: bool) -> float:
    """Return the px from the last x of the marks to the right end of the gridlines."""
    return sizes.zero * 2 if columns else sizes.dot * 0.72


def room_needed(made: list[Block], panel: Panel, sizes: style.Sizes, *, edge: float, spare: float) -> float:
    """Return the px to keep free right of the plot for the labels of series that end right of x `edge`.

    `spare` px lie between the last x and the right end of the plot.
    """
    lines = 0.0 if extent.columns_in(panel) else sizes.end - spare
    stack, beside = sizes.lead + sizes.end * 0.3, max(lines, sizes.end * 0.4)
    at_edge = [block.wide + (stack if block.stack else beside) for block in made if block.stack or block.x >= edge]
    rows = [width(mark.name, sizes.label) + sizes.end * 0.6 for mark in panel.marks if isinstance(mark, Figures)]
    return max([*at_edge, *rows], default=0.0)
