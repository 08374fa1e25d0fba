"""Small words among the marks: notes with leaders, values at points, what an area means."""

from __future__ import annotations

from dashboard.draw import style
from dashboard.draw.canvas import Sheet
from dashboard.draw.collisions import Field, Rect, candidates
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import two_lines, width
from dashboard.exhibits.plot import Area, Line, Point
from dashboard.exhibits.remarks import Note

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
    offers = _places_with_leader(x, y, wide, high, sizes) if note.leader else _places_around(x, y, wide, high, sizes)
    best, least, chosen = float("inf"), float("inf"), None
    for n, (box, anchor) in enumerate(offers):
        dislike = n * 0.8 if note.leader else n * 2.0
        if dislike >= best:
            continue
        cost = dislike + field.cost(box)
        if note.leader and cost < best:
            cost += 60 * field.count_marks(_leader_box(x, y, box))
        if cost < best:
            best, least, chosen = cost, cost, (box, anchor)
    if chosen is None or least >= (1000 if note.leader else 90):
        return  # without a leader words must stand right there, or they would speak of another mark
    _write(sheet, pane, note, lines, chosen)


def _places_with_leader(x: float, y: float, wide: float, high: float, sizes: style.Sizes) -> list[tuple[Rect, str]]:
    """Places over and under a point, near ones first; the leader is vertical, so the words hang beside or around x."""
    offers = []
    for step in range(8):
        away = sizes.text * (1.9 + step * 0.9)
        for top in (y - away - high, y + away):
            for anchor, left in (("right", x - wide + sizes.away), ("left", x - sizes.away), ("center", x - wide / 2)):
                offers.append((Rect(left, top, left + wide, top + high), anchor))
    return offers


def _places_around(x: float, y: float, wide: float, high: float, sizes: style.Sizes) -> list[tuple[Rect, str]]:
    """Places around a point without a leader."""
    near, half = sizes.away, high / 2
    offers = [(Rect(x - wide / 2, y - half, x + wide / 2, y + half), "center")]
    for step in range(2):
        push = step * sizes.text * 0.7
        across, down = near + push, near + half + push
        places = ((across, 0, "left"), (-wide - across, 0, "right"), (-wide / 2, -down, "center"),
                  (-wide / 2, down, "center"), (near, -down, "left"), (near, down, "left"),
                  (-wide - near, -down, "right"), (-wide - near, down, "right"))  # fmt: skip
        offers += [(Rect(x + dx, y + dy - half, x + dx + wide, y + dy + half), anchor) for dx, dy, anchor in places]
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
        sheet.text(line, at, y, colour=colour, anchor=anchor, patch=patch_colour(sheet, pane, box), role="note")
    if note.leader:
        target = pane.y_px(note.value)
        start, end = (box.y1 + 2, target - 4) if box.y1 < target else (box.y0 - 2, target + 4)
        point = sheet.at(pane.x_px(note.x), at.share)
        sheet.line(point, point, start, end, colour=colour, width=sizes.thin)


def patch_colour(sheet: Sheet, pane: Pane, box: Rect) -> str:
    """Return the background colour where a gridline runs behind the words, else none."""
    values = pane.ticks.values if pane.ticks else ()
    crossed = any(box.y0 - 1 < pane.y_px(value) < box.y1 + 1 for value in values)
    return sheet.colour("background") if crossed else ""


def point_texts(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Write the values printed at points of lines, bold and in the line's colour."""
    for mark in pane.panel.marks:
        if isinstance(mark, Line):
            for point in mark.points:
                if point.text and point.value is not None:
                    _at_point(sheet, pane, mark, point, field)


def _at_point(sheet: Sheet, pane: Pane, line: Line, point: Point, field: Field) -> None:
    sizes = sheet.sizes
    x, y = pane.x_px(point.x), pane.y_px(point.value or 0)
    wide, half = width(point.text, sizes.label, style.BOLD), sizes.label / 2
    near = sizes.dot / 2 + sizes.away * 0.8
    offers = [(-wide / 2, -near - half), (-wide / 2, near + half), (-wide - near * 0.3, -near - half),
              (near * 0.3, -near - half), (-wide - near * 0.3, near + half), (near * 0.3, near + half),
              (-wide - near, 0.0), (near, 0.0)]  # fmt: skip
    shifts = (-wide / 2, -wide, 0.0)
    offers += [(dx, sign * (near + half * out)) for out in (2.2, 3.2) for sign in (-1, 1) for dx in shifts]
    places = candidates((x, y), (wide, half), offers, dislike=1.5)
    chosen, cost = field.cheapest(places, line.name)
    if cost >= 1000:
        return
    box = places[chosen][0]
    share = (x - sheet.left) / (sheet.right - sheet.left)
    colour = sheet.ink("context" if line.role == "context" else line.colour)
    look = {"size": sizes.label, "weight": style.BOLD, "colour": colour, "role": "value"}
    sheet.text(point.text, sheet.at(box.x0, share), y + offers[chosen][1], patch=patch_colour(sheet, pane, box), **look)


def area_words(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Name an area in its widest part, where the words fit."""
    sizes = sheet.sizes
    for mark in pane.panel.marks:
        if not isinstance(mark, Area) or not mark.words:
            continue
        words = (sheet.frame.phone and mark.short) or mark.words
        wide = width(words, sizes.text)
        places = []
        for upper, lower in zip(mark.upper, mark.lower, strict=False):
            if upper.value is not None and lower.value is not None:
                x, y = pane.x_px(upper.x), (pane.y_px(upper.value) + pane.y_px(lower.value)) / 2
                thick = abs(pane.y_px(upper.value) - pane.y_px(lower.value))
                box = Rect(x - wide / 2, y - sizes.text / 2, x + wide / 2, y + sizes.text / 2)
                places.append((box, max(0.0, 90 - thick)))
        chosen, cost = field.cheapest(places)
        if chosen >= 0 and cost < 1000:
            box = places[chosen][0]
            middle = (box.x0 + box.x1) / 2
            at = sheet.at(middle, (middle - sheet.left) / (sheet.right - sheet.left))
            look = {"colour": sheet.colour("window_text"), "anchor": "center", "role": "area"}
            sheet.text(words, at, (box.y0 + box.y1) / 2, **look)
