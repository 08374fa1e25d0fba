"""Words on one pane, in order of rank: ends of series, printed figures, claims, values at points, notes, starts."""

from __future__ import annotations

from dashboard.draw import claims, column_words, dots, extent, notes, starts, style
from dashboard.draw.axes import at_x, edges
from dashboard.draw.canvas import At, Sheet
from dashboard.draw.collisions import Field, Rect, candidates, spread
from dashboard.draw.ends import Block
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import wrap
from dashboard.exhibits.plot import Plot
from dashboard.exhibits.remarks import Figures

BEYOND = 25.0  # how much a place behind another line is disliked


def draw_ends(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Write the labels right of a pane, which have no other place."""
    if not pane.panel.empty:
        figures = [mark for mark in pane.panel.marks if isinstance(mark, Figures)]
        _write_ends(sheet, pane, _at_edge(pane), _figures(sheet, pane, figures, field))


def _at_edge(pane: Pane) -> list[Block]:
    """Return the labels that stand right of the plot."""
    return [block for block in pane.blocks if block.stack or block.x >= pane.edge]


def draw(sheet: Sheet, plot: Plot, pane: Pane, field: Field) -> None:
    """Write the labels inside a pane; each keeps clear of the marks and of what is already written."""
    if pane.panel.empty:
        return
    for block in pane.blocks:
        if block not in _at_edge(pane):
            _write_inline(sheet, pane, block, field)
    dots.label(sheet, pane, field)
    notes.point_texts(sheet, pane, field)
    column_words.printed_values(sheet, pane, field)
    claims.draw(sheet, pane, field)
    column_words.averages(sheet, pane, field)
    column_words.missing_words(sheet, pane, field)
    notes.draw(sheet, pane, field)
    notes.area_words(sheet, pane, field)
    starts.draw(sheet, plot, pane, field)


def empty(sheet: Sheet, pane: Pane) -> None:
    """Write the sentence that stands in place of marks, in the middle of the pane."""
    sizes = sheet.sizes
    room = min(pane.right - pane.left + pane.pad, sizes.label * 26)
    size = max(sizes.text, sizes.label * 0.85)
    lines = wrap(pane.panel.empty, size, room)
    start, _ = edges(sheet, pane)
    y = (pane.top + pane.bottom) / 2 - (len(lines) - 1) * size * 0.65
    for n, line in enumerate(lines):
        sheet.text(line, start, y + n * size * 1.3, size=size, colour=sheet.colour("subtitle"), role="empty")


def _write_ends(sheet: Sheet, pane: Pane, blocks: list[Block], taken: list[tuple[float, float]]) -> None:
    """Write the labels right of the plot, pushed apart, with leaders where a stack's label had to move."""
    if not blocks:
        return
    pitch = [_pitch(block) for block in blocks]
    wanted = [pane.y_px(block.value) for block in blocks]
    low = pane.top - sheet.sizes.text * 1.2
    fixed = [(y, high) for y, high in taken]
    middles = spread(
        [*wanted, *(y for y, _ in fixed)],
        [*pitch, *(high for _, high in fixed)],
        low,
        pane.bottom + sheet.sizes.text * 0.5,
    )[: len(blocks)]
    for block, middle, y in zip(blocks, middles, wanted, strict=True):
        end = at_x(sheet, pane, block.x) if not block.stack else edges(sheet, pane)[1]
        text = end.plus(_gap(pane, block, sheet.sizes))
        _rows(sheet, block, text, middle)
        if block.stack:
            _draw_leader(sheet, pane, block, y, middle)


def _gap(pane: Pane, block: Block, sizes: style.Sizes) -> float:
    """From the last point or the plot's right end to the label, px."""
    if block.stack:
        return sizes.lead + sizes.end * 0.3
    return _column(pane, sizes) - pane.x_px(block.x)


def _column(pane: Pane, sizes: style.Sizes) -> float:
    """Where the names of lines start, px: right of the last column, or of the last point that carries a name."""
    if extent.columns_in(pane.panel):
        return pane.right + sizes.end * 0.4
    lasts = [block.x for block in _at_edge(pane)]
    return pane.x_px(max(lasts)) + sizes.end if lasts else pane.right + sizes.end * 0.6


def _pitch(block: Block) -> float:
    """Return the height a label claims: 1.2 of one line's size, 1.28 of both sizes of two."""
    total = sum(row.size for row in block.rows)
    return total * (1.2 if len(block.rows) == 1 else 1.28)


def _rows(sheet: Sheet, block: Block, at: At, middle: float, *, role: str = "end", patch: str = "") -> None:
    """Write a label's lines around a middle height, on a patch of the background where something runs behind them."""
    lead = 1.28
    y = middle - sum(row.size for row in block.rows) * lead / 2 + block.rows[0].size * 0.13
    for row in block.rows:
        look = {"size": row.size, "weight": row.weight, "colour": sheet.ink(row.key), "role": role, "of": block.owner}
        sheet.text(row.words, at, y + row.size * lead / 2, patch=patch, **look)
        y += row.size * lead


def _draw_leader(sheet: Sheet, pane: Pane, block: Block, y: float, middle: float) -> None:
    """Draw a bent line from a segment to its name: level, slanted, level."""
    lead = sheet.sizes.lead
    from_x = pane.x_px(block.x) - pane.right  # the column's middle; the line starts at the plot's end
    start = max(from_x, -lead * 0.1)
    turns = [(start, y), (lead * 0.2, y), (lead * 0.72, middle), (lead, middle)]
    end = edges(sheet, pane)[1]
    sheet.leader(end, turns, colour=sheet.ink(block.key), width=sheet.sizes.thin)


def _figures(sheet: Sheet, pane: Pane, rows: list[Figures], field: Field) -> list[tuple[float, float]]:
    """Write rows of printed values where the marks leave most room; return (middle, height) each takes at the right."""
    sizes = sheet.sizes
    taken: list[tuple[float, float]] = []
    for mark in rows:
        high = sizes.label * 1.1
        heights = [pane.bottom - high * 0.8 - (pane.bottom - pane.top - high * 1.3) * n / 12 for n in range(13)]
        y = min(heights, key=lambda y: _crowding(pane, mark, y, high, field))
        for n, (x, words) in enumerate(mark.texts):
            if not pane.x[0] <= x <= pane.x[1]:
                continue
            bold = n == mark.bold
            look = {"size": sizes.label, "weight": style.BOLD if bold else style.REGULAR, "anchor": "center"}
            colour = sheet.colour("ink") if bold else sheet.ink("note")
            sheet.text(words, at_x(sheet, pane, x), y, colour=colour, role="figure", **look)
        at = edges(sheet, pane)[1].plus(_label_distance(pane, sizes))
        sheet.text(mark.name, at, y, size=sizes.label, colour=sheet.ink("note"), role="figure name")
        taken.append((y, high))
    return taken


def _label_distance(pane: Pane, sizes: style.Sizes) -> float:
    """From the plot's right end to the column of labels, px."""
    return _column(pane, sizes) - pane.right


def _crowding(pane: Pane, mark: Figures, y: float, high: float, field: Field) -> tuple[float, float]:
    """How many marks a row at this height would touch; then how far it is from the base."""
    boxes = [Rect(pane.x_px(x) - high, y - high / 2, pane.x_px(x) + high, y + high / 2) for x, _ in mark.texts]
    touched = sum(field.count_marks(box.grown(high * 0.15)) for box in boxes)
    grid = sum(abs(pane.y_px(value) - y) < high * 0.5 for value in (pane.ticks.values if pane.ticks else ()))
    return touched * 10 + grid, abs(y - pane.bottom)


def _write_inline(sheet: Sheet, pane: Pane, block: Block, field: Field) -> None:
    """Write the label of a line that ends before the plot does, beside its last point."""
    sizes = sheet.sizes
    x, y = pane.x_px(block.x), pane.y_px(block.value)
    wide, high = block.wide, sum(row.size for row in block.rows) * 1.28
    near = sizes.dot / 2 + sizes.away * 0.7
    offers = [(near, 0.0), (-wide / 2, -near - high / 2), (-wide / 2, near + high / 2), (near, -high * 0.7),
              (near, high * 0.7), (-wide - near, -near - high / 2), (-wide - near, near + high / 2),
              (near, -high * 1.6), (near, high * 1.6)]  # fmt: skip
    offers += [(dx, sign * (near + high * out)) for out in (0.9, 1.4, 2.0, 2.8) for sign in (-1, 1)
               for dx in (-wide / 2, -wide, near)]  # fmt: skip
    field.bounds, bounds = field.bounds._replace(x1=sheet.frame.width - sizes.side), field.bounds
    places = candidates((x, y), (wide, high / 2), offers)
    places = [(box, dislike + BEYOND * _lines_between(field, (x, y), box, block.owner)) for box, dislike in places]
    chosen, _ = field.cheapest(places, block.owner)
    field.bounds = bounds
    dx, dy = offers[chosen]
    at, box = at_x(sheet, pane, block.x), places[chosen][0]
    crossed = any(box.x0 - 3 < line < box.x1 + 3 for line in field.verticals)
    crossed &= not any(box.y0 - 6 < level < box.y1 + 6 for level in field.levels)  # a patch would tear the zero line
    _rows(sheet, block, at.plus(dx), y + dy, role="inline end", patch=sheet.colour("background") if crossed else "")
    if abs(dy) > near + high:  # too far to be read as the line's own without a thread back to it
        edge = y + dy + (high / 2 if dy < 0 else -high / 2)
        turns = [(min(max(0.0, dx), dx + wide), edge), (0.0, y)]
        sheet.leader(at, turns, colour=sheet.ink(block.key), width=sizes.thin)


def _lines_between(field: Field, point: tuple[float, float], box: Rect, owner: str) -> int:
    """Return how many other lines run between a point and its label, which would be read as theirs."""
    (x, y), near = point, (min(max(point[0], box.x0), box.x1), min(max(point[1], box.y0), box.y1))
    way = Rect(min(x, near[0]), min(y, near[1]), max(x, near[0]), max(y, near[1]))
    return sum(track.owner != owner and track.crosses(way) for track in field.tracks)
