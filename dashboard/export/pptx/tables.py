"""Matrices and timelines as native tables: what PowerPoint has no chart for stays readable and editable."""

from __future__ import annotations

import math
from typing import Any

from dashboard.draw import style
from dashboard.exhibits.plot import Cell, Cells, Dot, Panel
from dashboard.export.pptx import boxes
from dashboard.export.pptx.boxes import Box

ROW = 0.42  # inches, at the largest size
SIZES = (16.0, 14.0, 12.0, 11.0, 10.0, 9.0, 8.0)
PAD = 0.06
STAND_IN = 1.22  # DejaVu Sans beside Arial: what a machine without Arial may draw instead


def draw_lanes(slide: Any, panel: Panel, box: Box, told: tuple[str, str]) -> tuple[str, ...]:
    """Draw a panel of lanes as a table; return the words of its key."""
    cells = [cell for mark in panel.marks if isinstance(mark, Cells) for cell in mark.cells]
    if cells:
        _draw_matrix(slide, panel, cells, box, told)
        stopped = ("–: not published",) if any(cell.state == "stopped" and not cell.text for cell in cells) else ()
        return (*(words for mark in panel.marks if isinstance(mark, Cells) for _, _, words in mark.key), *stopped)
    _draw_events(slide, panel, [mark for mark in panel.marks if isinstance(mark, Dot)], box, told)
    return ()


def _draw_matrix(slide: Any, panel: Panel, cells: list[Cell], box: Box, told: tuple[str, str]) -> None:
    """Draw a row for each lane, a column for each year."""
    spans = sorted({(cell.first, cell.last) for cell in cells})
    at = {(cell.lane, cell.first, cell.last): cell for cell in cells}
    head = ["", *(_years(*span) for span in spans)]
    body = [[lane, *(_cell_words(at.get((row, *span))) for span in spans)] for row, lane in enumerate(panel.lanes)]
    first = min(0.36 * box.width, max(boxes.text_width(lane, SIZES[0]) for lane in panel.lanes) + 0.3)
    widths = [first, *([(box.width - first) / len(spans)] * len(spans))]
    table = _add_table(slide, [head, *body], widths, box, told)
    for row in range(len(panel.lanes)):
        for column, span in enumerate(spans, start=1):
            cell = at.get((row, *span))
            _paint(table.cell(row + 1, column), cell)


def _cell_words(cell: Cell | None) -> str:
    """Return what stands in a cell: its words, a dash where publication has stopped, or a dot where there is something."""
    if cell is None:
        return ""
    return cell.text or {"stopped": "–", "part": "part"}.get(cell.state, "●")


def _paint(cell: Any, known: Cell | None) -> None:
    cell.fill.solid()
    share = {"full": 0.22, "part": 0.1}.get(known.state, 0.0) if known else 0.0
    shade = style.mix(style.colour(known.colour), "#FFFFFF", share) if known else "#FFFFFF"
    cell.fill.fore_color.rgb = boxes.rgb(shade)


def _years(first: float, last: float) -> str:
    start, end = math.floor(first), math.ceil(last) - 1
    return str(start) if end <= start else f"{start}–{str(end)[2:]}"


def _draw_events(slide: Any, panel: Panel, dots: list[Dot], box: Box, told: tuple[str, str]) -> None:
    """Dated events, oldest first: when and what, in as many blocks as the height asks for."""
    lines = []
    for dot in sorted(dots, key=lambda one: (one.x, one.y)):
        when, colon, what = dot.name.partition(": ")
        lane = panel.lanes[int(dot.y)] if 0 <= int(dot.y) < len(panel.lanes) else ""
        lines.append([when, lane, what] if colon else [str(math.floor(dot.x)), lane, dot.name])
    fit = max(1, int(box.height / 0.26) - 1)
    blocks = 2 if len(lines) > fit else 1
    each = math.ceil(len(lines) / blocks)
    wide = (box.width - 0.3 * (blocks - 1)) / blocks
    for number in range(blocks):
        part = lines[number * each : (number + 1) * each]
        room = Box(box.left + number * (wide + 0.3), box.top, wide, box.height)
        name = told[1] if blocks == 1 else f"{told[1]} {number + 1}"
        _add_table(
            slide, [["When", "Kind", "What"], *part], [wide * 0.16, wide * 0.2, wide * 0.64], room, (told[0], name)
        )


def _add_table(slide: Any, lines: list[list[str]], widths: list[float], box: Box, told: tuple[str, str]) -> Any:
    """Add a plain table whose text is as large as its room allows."""
    from pptx.util import Inches

    fits = (one for one in SIZES if _height(lines, widths, one) <= box.height and _whole(lines, widths, one))
    size = next(fits, SIZES[-1])
    sides = (Inches(box.left), Inches(box.top), Inches(box.width), Inches(_height(lines, widths, size)))
    frame = slide.shapes.add_table(len(lines), len(widths), *sides)
    boxes.set_alt_text(frame, *told)
    table = frame.table
    table.horz_banding = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Inches(wide)
    for number, line in enumerate(lines):
        table.rows[number].height = Inches(_row(line, widths, size))
        for place, words in enumerate(line):
            _cell(table.cell(number, place), words, size, head=number == 0, name=place == 0)
    return table


def _whole(lines: list[list[str]], widths: list[float], size: float) -> bool:
    """Return whether every word stands on one line of its cell, in a wider face than ours too."""
    return all(
        boxes.text_width(word, size, bold=not number) * STAND_IN <= wide - 2 * PAD
        for number, line in enumerate(lines)
        for words, wide in zip(line, widths, strict=True)
        for word in words.split()
    )


def _row(line: list[str], widths: list[float], size: float) -> float:
    most = max(boxes.line_count(words, size, wide - 2 * PAD) for words, wide in zip(line, widths, strict=True))
    return max(ROW * size / SIZES[0], most * size * boxes.LEAD / 72 + 2 * PAD)


def _height(lines: list[list[str]], widths: list[float], size: float) -> float:
    return sum(_row(line, widths, size) for line in lines)


def _cell(cell: Any, words: str, size: float, *, head: bool, name: bool) -> None:
    from pptx.util import Inches

    cell.fill.solid()
    cell.fill.fore_color.rgb = boxes.rgb("#F3F5F7" if head else "#FFFFFF")
    boxes.fill_text(
        cell.text_frame, words, size, colour=style.colour("headline" if head or name else "tick"), bold=head
    )
    cell.margin_left = cell.margin_right = Inches(PAD)
    cell.margin_top = cell.margin_bottom = Inches(PAD / 2)
