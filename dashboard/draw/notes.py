"""Small words among the marks: notes with leaders, values at points, averages, what an area means."""

from __future__ import annotations

from dashboard import style
from dashboard.draw.collide import Field, Rect
from dashboard.draw.measure import two_lines, width
from dashboard.draw.panes import Pane
from dashboard.draw.sheet import Sheet
from dashboard.plot import Area, Average, Columns, Line, Note, Point

PITCH = 1.3  # of a note's lines, in text sizes


def draw(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Write the notes of a pane, each in the nearest free place that a straight thin leader can reach."""
    for note in pane.panel.notes:
        if sheet.frame.phone and not note.leader and not note.short:
            continue  # too narrow for words without a leader; the footer says the same
        if pane.x[0] - 1e-6 <= note.x <= pane.x[1] + 1e-6:
            _note(sheet, pane, note, field)


def _note(sheet: Sheet, pane: Pane, note: Note, field: Field) -> None:
    sizes = sheet.sizes
    words = (sheet.frame.phone and note.short) or note.words
    single = not note.leader and width(words, sizes.text) < 9 * sizes.text
    lines = (words,) if single else two_lines(words, sizes.text)
    wide = max(width(line, sizes.text) for line in lines)
    high = sizes.text * (1 + PITCH * (len(lines) - 1))
    x, y = pane.x_px(note.x), pane.y_px(note.value)
    offers = _led(x, y, wide, high, sizes) if note.leader else _beside(x, y, wide, high, sizes)
    best, least, chosen = float("inf"), float("inf"), None
    for n, (box, anchor) in enumerate(offers):
        dislike = n * 0.8 if note.leader else n * 2.0
        if dislike >= best:
            continue
        cost = dislike + field.cost(box)
        if note.leader and cost < best:
            cost += 60 * field.marked(_leader_box(x, y, box))
        if cost < best:
            best, least, chosen = cost, cost, (box, anchor)
    if chosen is None or least >= (1000 if note.leader else 90):
        return  # without a leader words must stand right there, or they would speak of another mark
    _write(sheet, pane, note, lines, chosen)


def _led(x: float, y: float, wide: float, high: float, sizes: style.Sizes) -> list[tuple[Rect, str]]:
    """Places over and under a point, near ones first; the leader is vertical, so the words hang beside or around x."""
    offers = []
    for step in range(8):
        away = sizes.text * (1.4 + step * 0.9)
        for top in (y - away - high, y + away):
            for anchor, left in (("right", x - wide + sizes.away), ("left", x - sizes.away), ("center", x - wide / 2)):
                offers.append((Rect(left, top, left + wide, top + high), anchor))
    return offers


def _beside(x: float, y: float, wide: float, high: float, sizes: style.Sizes) -> list[tuple[Rect, str]]:
    """Places around a point without a leader."""
    near, half = sizes.away, high / 2
    offers = [(Rect(x - wide / 2, y - half, x + wide / 2, y + half), "center")]
    for step in range(2):
        push = step * sizes.text * 0.7
        for dx, dy, anchor in ((near + push, 0, "left"), (-wide - near - push, 0, "right"), (-wide / 2, -near - half - push, "center"),
                               (-wide / 2, near + half + push, "center"), (near, -near - half - push, "left"),
                               (near, near + half + push, "left"), (-wide - near, -near - half - push, "right"),
                               (-wide - near, near + half + push, "right")):  # fmt: skip
            offers.append((Rect(x + dx, y + dy - half, x + dx + wide, y + dy + half), anchor))
    return offers


def _leader_box(x: float, y: float, box: Rect) -> Rect:
    low, high = (box.y1, y - 6) if box.y1 < y else (y + 6, box.y0)
    return Rect(x - 1, min(low, high), x + 1, max(low, high))


def _write(sheet: Sheet, pane: Pane, note: Note, lines: tuple[str, ...], chosen: tuple[Rect, str]) -> None:
    sizes, (box, anchor) = sheet.sizes, chosen
    colour = sheet.ink(note.colour)
    x = {"left": box.x0, "right": box.x1, "center": (box.x0 + box.x1) / 2}[anchor]
    at = sheet.at(x, (pane.x_px(note.x) - sheet.left) / (sheet.right - sheet.left))
    for n, line in enumerate(lines):
        y = box.y0 + sizes.text * (0.5 + n * PITCH)
        sheet.text(line, at, y, colour=colour, anchor=anchor, patch=patch_for(sheet, pane, box), role="note")
    if note.leader:
        target = pane.y_px(note.value)
        start, end = (box.y1 + 2, target - 4) if box.y1 < target else (box.y0 - 2, target + 4)
        point = sheet.at(pane.x_px(note.x), at.share)
        sheet.line(point, point, start, end, colour=colour, width=sizes.thin)


def patch_for(sheet: Sheet, pane: Pane, box: Rect) -> str:
    """Return the background colour where a gridline runs behind the words, else none."""
    values = pane.ticks.values if pane.ticks else ()
    crossed = any(box.y0 - 1 < pane.y_px(value) < box.y1 + 1 for value in values)
    return sheet.colour("background") if crossed else ""


def point_texts(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Write the values printed at points: in the line's colour and bold beside it, in grey over a column."""
    for mark in pane.panel.marks:
        if isinstance(mark, Line):
            for point in mark.points:
                if point.text and point.value is not None:
                    _at_point(sheet, pane, mark, point, field)
        elif isinstance(mark, Columns):
            for point in mark.points:
                if point.text and point.value is not None:
                    _over_column(sheet, pane, point, field)


def _at_point(sheet: Sheet, pane: Pane, line: Line, point: Point, field: Field) -> None:
    sizes = sheet.sizes
    x, y = pane.x_px(point.x), pane.y_px(point.value or 0)
    wide, half = width(point.text, sizes.label, style.BOLD), sizes.label / 2
    near = sizes.dot / 2 + sizes.away * 0.8
    offers = [(-wide / 2, -near - half), (-wide / 2, near + half), (-wide - near * 0.3, -near - half),
              (near * 0.3, -near - half), (-wide - near * 0.3, near + half), (near * 0.3, near + half),
              (-wide - near, 0.0), (near, 0.0)]  # fmt: skip
    offers += [(dx, sign * (near + half * out)) for out in (2.2, 3.2) for sign in (-1, 1) for dx in (-wide / 2, -wide, 0.0)]
    places = [(Rect(x + dx, y + dy - half, x + dx + wide, y + dy + half), n * 1.5) for n, (dx, dy) in enumerate(offers)]
    chosen, cost = field.best(places, line.name)
    if cost >= 1000:
        return
    box = places[chosen][0]
    share = (x - sheet.left) / (sheet.right - sheet.left)
    colour = sheet.ink("context" if line.role == "context" else line.colour)
    look = {"size": sizes.label, "weight": style.BOLD, "colour": colour, "role": "value"}
    sheet.text(point.text, sheet.at(box.x0, share), y + offers[chosen][1], patch=patch_for(sheet, pane, box), **look)


def _over_column(sheet: Sheet, pane: Pane, point: Point, field: Field) -> None:
    """Over its stack (under it where negative), a little aside or higher where a neighbour is taller."""
    sizes = sheet.sizes
    x, wide = pane.x_px(point.x), width(point.text, sizes.text)
    places = []
    for n, dx in enumerate((0.0, -0.2, 0.2, -0.4, 0.4)):
        left = max(x + dx * wide - wide / 2, pane.left - pane.pad * 0.6)
        y = _clear_of_columns(field, left, left + wide, pane.y_px(point.value or 0), under=(point.value or 0) < 0)
        y += sizes.text * (0.75 if (point.value or 0) < 0 else -0.75)
        box = Rect(left, y - sizes.text / 2, left + wide, y + sizes.text / 2)
        places.append((box, n * 1.5 + abs(y - pane.y_px(point.value or 0)) / sizes.text * 8))
    field.bounds, bounds = field.bounds._replace(x0=pane.left - pane.pad * 0.6), field.bounds
    chosen, cost = field.best(places)
    field.bounds = bounds
    if cost >= 1000:
        return
    box = places[chosen][0]
    at = sheet.at((box.x0 + box.x1) / 2, (x - sheet.left) / (sheet.right - sheet.left))
    look = {"anchor": "center", "role": "value", "patch": patch_for(sheet, pane, box)}
    sheet.text(point.text, at, (box.y0 + box.y1) / 2, colour=sheet.ink("note"), **look)


def _clear_of_columns(field: Field, x0: float, x1: float, y: float, *, under: bool = False) -> float:
    """The height nearest to `y` where nothing of the columns between two px stands higher (or deeper)."""
    boxes = [box for owner, box in field.solids if owner == "columns" and box.x0 < x1 and x0 < box.x1]
    return max([y, *(box.y1 for box in boxes)]) if under else min([y, *(box.y0 for box in boxes)])


def averages(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Write each average over its line, where the columns leave it the lowest free place."""
    sizes = sheet.sizes
    for mark in pane.panel.marks:
        if not isinstance(mark, Average):
            continue
        words = mark.text.partition(", ")[0] if sheet.frame.phone else mark.text
        wide, high, gap = width(words, sizes.label, style.BOLD), sizes.label, sizes.text * 0.3
        x0, x1, line = pane.x_px(mark.first), pane.x_px(mark.last), pane.y_px(mark.value)
        places = []
        for n in range(25):
            x = min(x0 - wide * 0.1 + (x1 - x0 - wide * 0.2) * n / 24, pane.right - wide)
            base = _clear_of_columns(field, x - gap, x + wide + gap, line - sizes.halo / 2)
            for lift in (0, 1, 2):
                y = base - high * (0.62 + lift * 0.4)
                box = Rect(x - gap, y - high / 2, x + wide + gap, y + high / 2)
                places.append((box, (line - y) / high * 8 + _off_centre(x, wide, x0, x1)))
        chosen, cost = field.best(places)
        if cost < 1000:
            box = places[chosen][0]
            share = ((x0 + x1) / 2 - sheet.left) / (sheet.right - sheet.left)
            look = {"size": sizes.label, "weight": style.BOLD, "colour": sheet.colour("ink"), "role": "average"}
            look["patch"] = patch_for(sheet, pane, box)
            sheet.text(words, sheet.at(box.x0 + gap, share), (box.y0 + box.y1) / 2, **look)


def _is_hatch(solid: tuple[str, Rect], x0: float, x1: float) -> bool:
    """True for the hatched band between two px."""
    owner, box = solid
    return owner == "columns" and x0 - 2 < (box.x0 + box.x1) / 2 < x1 + 2


def missing_words(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Say once, beside or in the hatching, why a column is not there."""
    sizes = sheet.sizes
    for mark in pane.panel.marks:
        gaps = [point for point in mark.points if point.value is None] if isinstance(mark, Columns) else []
        if not gaps or not mark.missing or not pane.ticks:
            continue
        wide, half = width(mark.missing, sizes.text), sizes.text / 2
        x0, x1 = pane.x_px(gaps[0].x - 0.36), pane.x_px(gaps[-1].x + 0.36)
        top = pane.y_px(pane.ticks.high)
        rows = [top + sizes.text * (1 + n) for n in range(8)] + [top - sizes.text * 0.67]
        middle = (x0 + x1) / 2
        lefts = [middle - wide / 2] if x1 - x0 > wide + 6 else []
        lefts += [x0 - wide - sizes.away, x1 + sizes.away, min(x1, pane.right) - wide]
        field.solids, solids = [solid for solid in field.solids if not _is_hatch(solid, x0, x1)], field.solids
        over = min(x1, pane.right) - wide
        rows.append(_clear_of_columns(field, over, over + wide, top) - sizes.text * 0.7)
        places = [
            (Rect(x, y - half, x + wide, y + half), n * 0.5 + k) for n, y in enumerate(rows) for k, x in enumerate(lefts)
        ]
        chosen, cost = field.best(places)
        field.solids = solids
        if cost < 1000:
            box = places[chosen][0]
            at = sheet.at(box.x0, (middle - sheet.left) / (sheet.right - sheet.left))
            look = {"colour": sheet.colour("hatch_text"), "patch": sheet.colour("background"), "role": "missing"}
            sheet.text(mark.missing, at, (box.y0 + box.y1) / 2, **look)


def _off_centre(x: float, wide: float, x0: float, x1: float) -> float:
    """How far words sit from the middle of their line, and how far they stick out beyond it."""
    beyond = max(0.0, x0 - x) + max(0.0, x + wide - x1)
    return abs(x + wide / 2 - (x0 + x1) / 2) / max(x1 - x0, 1) * 3 + beyond / wide * 3


def area_words(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Name an area in its widest part, where the words fit."""
    sizes = sheet.sizes
    for mark in pane.panel.marks:
        if not isinstance(mark, Area) or not mark.words:
            continue
        wide = width(mark.words, sizes.text)
        places = []
        for upper, lower in zip(mark.upper, mark.lower, strict=False):
            if upper.value is not None and lower.value is not None:
                x, y = pane.x_px(upper.x), (pane.y_px(upper.value) + pane.y_px(lower.value)) / 2
                thick = abs(pane.y_px(upper.value) - pane.y_px(lower.value))
                box = Rect(x - wide / 2, y - sizes.text / 2, x + wide / 2, y + sizes.text / 2)
                places.append((box, max(0.0, 90 - thick)))
        chosen, cost = field.best(places)
        if chosen >= 0 and cost < 1000:
            box = places[chosen][0]
            middle = (box.x0 + box.x1) / 2
            at = sheet.at(middle, (middle - sheet.left) / (sheet.right - sheet.left))
            sheet.text(mark.words, at, (box.y0 + box.y1) / 2, colour=sheet.colour("window_text"), anchor="center", role="area")
