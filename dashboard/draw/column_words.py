"""Words over columns: printed values, averages, and why a column is not there."""

from __future__ import annotations

from dashboard.draw import extent, style
from dashboard.draw.canvas import Sheet
from dashboard.draw.collisions import Field, Rect
from dashboard.draw.notes import patch_colour
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import width
from dashboard.exhibits.plot import Columns, Point
from dashboard.exhibits.remarks import Average

MOST_LIFT = 1.8  # text sizes between a column's end and the middle of its value


def printed_values(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Write the values printed over columns, in grey."""
    for mark in pane.panel.marks:
        if isinstance(mark, Columns):
            for point in mark.points:
                if point.text and point.value is not None:
                    _over_column(sheet, pane, point, field)


def _over_column(sheet: Sheet, pane: Pane, point: Point, field: Field) -> None:
    """Over its stack (under it where negative), a little aside or higher where a neighbour is taller."""
    sizes = sheet.sizes
    x, wide = pane.x_px(point.x), width(point.text, sizes.text)
    under = (point.value or 0) < 0
    foot = pane.y_px(extent.stack_ends(pane.panel)[point.x][0 if under else 1])
    places = []
    for n, dx in enumerate((0.0, -0.2, 0.2, -0.4, 0.4)):
        left = max(x + dx * wide - wide / 2, pane.left - pane.pad * 0.6)
        y = _clear_of_columns(field, left, left + wide, foot, under=under)
        y += sizes.text * (0.75 if under else -0.75)
        air = sizes.text * 0.2  # neighbours' values never read as one
        box = Rect(left - air, y - sizes.text / 2, left + wide + air, y + sizes.text / 2)
        lift = abs(y - foot) / sizes.text
        if lift <= MOST_LIFT:  # higher up it would be read as the neighbour's
            places.append((box, n * 1.5 + lift * 8))
    if not places:
        return
    field.bounds, bounds = field.bounds._replace(x0=pane.left - pane.pad * 0.6), field.bounds
    chosen, cost = field.cheapest(places)
    field.bounds = bounds
    if cost >= 1000:
        return
    box = places[chosen][0]
    at = sheet.at((box.x0 + box.x1) / 2, (x - sheet.left) / (sheet.right - sheet.left))
    look = {"anchor": "center", "role": "value", "patch": patch_colour(sheet, pane, box)}
    sheet.text(point.text, at, (box.y0 + box.y1) / 2, colour=sheet.ink("note"), **look)


def _clear_of_columns(field: Field, x0: float, x1: float, y: float, *, under: bool = False) -> float:
    """Return the height nearest to `y` where nothing of the columns between two px stands higher (or deeper)."""
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
        for n in range(13):
            x = min(x0 - wide * 0.1 + (x1 - x0 - wide * 0.2) * n / 12, pane.right - wide)
            base = _clear_of_columns(field, x - gap, x + wide + gap, line - sizes.halo / 2)
            for lift in (0, 1, 2):
                y = base - high * (0.74 + lift * 0.4)
                box = Rect(x - gap, y - high / 2, x + wide + gap, y + high / 2)
                places.append((box, (line - y) / high * 8 + _off_centre(x, wide, x0, x1)))
        chosen, cost = field.cheapest(places)
        if cost < 1000:
            box = places[chosen][0]
            share = ((x0 + x1) / 2 - sheet.left) / (sheet.right - sheet.left)
            look = {"size": sizes.label, "weight": style.BOLD, "colour": sheet.colour("ink"), "role": "average"}
            look["patch"] = patch_colour(sheet, pane, box)
            sheet.text(words, sheet.at(box.x0 + gap, share), (box.y0 + box.y1) / 2, **look)


def _is_hatch(solid: tuple[str, Rect], x0: float, x1: float) -> bool:
    """Return True for the hatched band between two px."""
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
        lefts += [x0 - wide - sizes.away, x1 + sizes.away]
        field.solids, solids = [solid for solid in field.solids if not _is_hatch(solid, x0, x1)], field.solids
        over = min((x0 + x1 - wide) / 2, sheet.frame.width - 2 - wide)
        lefts.append(over)
        rows.append(_clear_of_columns(field, over, over + wide, top) - sizes.text * 0.7)
        places = [
            (Rect(x, y - half, x + wide, y + half), n * 0.5 + k)
            for n, y in enumerate(rows)
            for k, x in enumerate(lefts)
        ]
        field.bounds, bounds = field.bounds._replace(x1=sheet.frame.width), field.bounds
        chosen, cost = field.cheapest(places)
        field.solids, field.bounds = solids, bounds
        if cost < 1000:
            box = places[chosen][0]
            at = sheet.at(box.x0, (middle - sheet.left) / (sheet.right - sheet.left))
            look = {"colour": sheet.colour("hatch_text"), "patch": sheet.colour("background"), "role": "missing"}
            sheet.text(mark.missing, at, (box.y0 + box.y1) / 2, **look)


def _off_centre(x: float, wide: float, x0: float, x1: float) -> float:
    """How far words sit from the middle of their line, and how far they stick out beyond it."""
    beyond = max(0.0, x0 - x) + max(0.0, x + wide - x1)
    return abs(x + wide / 2 - (x0 + x1) / 2) / max(x1 - x0, 1) * 3 + beyond / wide * 3
