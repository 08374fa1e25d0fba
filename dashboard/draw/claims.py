"""Cited figures beside ours: a hollow circle with a cross, its value, and one note that explains the sign."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.draw import style
from dashboard.draw.axes import at_x
from dashboard.draw.canvas import At, Sheet
from dashboard.draw.collisions import Field, Rect
from dashboard.draw.pane import Pane
from dashboard.draw.wrapping import width, wrap
from dashboard.exhibits.remarks import Claim

CROSS = 13 / 27  # of the circle
KEY_WIDTHS = (0.92, 0.62, 0.44)  # of the pane: how wide the note may be, the first liked best


def draw(sheet: Sheet, pane: Pane, field: Field) -> None:
    """Draw the claims of a pane with their values, then the keyed note in empty space."""
    claims = pane.panel.claims
    if not claims:
        return
    where = [(at_x(sheet, pane, claim.x), claim.value) for claim in claims]
    _signs(sheet, pane, [claim.x for claim in claims], [value for _, value in where], [claim.claim for claim in claims])
    for claim in claims:
        _value(sheet, pane, claim, field)
    if pane.panel.claim_title:
        _key(sheet, pane, field)


def _signs(sheet: Sheet, pane: Pane, xs: list[float], ys: list[float], claims: list[str]) -> None:
    """Circles filled with the background, crosses on top; both carry the ids of their ledger entries."""
    sizes, ink = sheet.sizes, sheet.colour("claim")
    look = {"type": "scatter", "mode": "markers", "x": xs, "y": ys, "customdata": claims, "cliponaxis": False,
            "xaxis": pane.x_name, "yaxis": pane.y_name, "name": "cited"}  # fmt: skip
    ring = {"symbol": "circle", "size": sizes.claim - sizes.claim_ring, "opacity": 1,
            "color": sheet.colour("background"), "line": {"color": ink, "width": sizes.claim_ring}}  # fmt: skip
    cross = {"symbol": "x-thin", "size": sizes.claim * CROSS, "color": ink, "opacity": 1,
             "line": {"color": ink, "width": sizes.claim_ring}}  # fmt: skip
    words = [f"Cited: {claim.text}" for claim in pane.panel.claims]
    sheet.traces.append({**look, "hoverinfo": "text", "hovertext": words, "marker": ring, "meta": {"role": "claim"}})
    sheet.traces.append({**look, "hoverinfo": "skip", "marker": cross, "meta": {"role": "claim cross"}})


def _value(sheet: Sheet, pane: Pane, claim: Claim, field: Field) -> None:
    """Draw the cited value beside its sign, on the side where it touches nothing."""
    sizes = sheet.sizes
    x, y, reach = pane.x_px(claim.x), pane.y_px(claim.value), sizes.claim / 2 + sizes.away * 0.7
    wide, half = width(claim.text, sizes.label, style.SEMIBOLD), sizes.label / 2
    offers = [(side, dy) for dy in (0, -half * 0.8, half * 0.8) for side in ("right", "left")]
    offers += [("above", 0), ("below", 0)]
    offers += [(side, dy) for dy in (-half * 2.2, half * 2.2, -half * 3.4, half * 3.4) for side in ("left", "right")]
    places = []
    for n, (side, dy) in enumerate(offers):
        dx = {"right": reach, "left": -reach - wide}.get(side, -wide / 2)
        drop = {"above": -reach - half, "below": reach + half}.get(side, dy)
        places.append((Rect(x + dx, y + drop - half, x + dx + wide, y + drop + half), float(n)))
    chosen, cost = field.cheapest(places)
    box = places[chosen][0]
    if cost < 2000:
        at = at_x(sheet, pane, claim.x).plus(box.x0 - x)
        look = {"size": sizes.label, "weight": style.SEMIBOLD, "colour": sheet.colour("claim"), "role": "claim"}
        sheet.text(claim.text, at, (box.y0 + box.y1) / 2, **look)


def key_height(pane: Pane, sizes: style.Sizes, field: Field, frame: style.Frame) -> float:
    """Return the px that the keyed note needs above the marks: none where it finds empty space among them."""
    lines, _, cost = _key_best(pane, sizes, field, frame)
    return 0.0 if cost < 90 else _key_size(lines, sizes)[0] * sizes.text * 1.35 + sizes.text


def _key_best(
    pane: Pane, sizes: style.Sizes, field: Field, frame: style.Frame
) -> tuple[list[tuple[str, float, int]], Rect, float]:
    """Return the lines of the note, its place and its cost: as wide as the pane, or in a narrower block that is in nobody's way."""
    found = []
    for n, share in enumerate(KEY_WIDTHS):
        lines = _key_lines(pane, sizes, frame, share)
        places = list(_key_places(pane, sizes, *_key_size(lines, sizes)))
        chosen, cost = field.cheapest(places)
        found.append((cost + n, n, lines, places[chosen][0]))
    cost, _, lines, box = min(found, key=lambda one: one[:2])
    return lines, box, cost


def _key_lines(pane: Pane, sizes: style.Sizes, frame: style.Frame, share: float) -> list[tuple[str, float, int]]:
    """Return the title and its explanation, wrapped to a share of the pane."""
    room = (pane.right - pane.left) * share - sizes.claim
    size = sizes.text if frame.phone else sizes.label
    made = [(line, size, style.SEMIBOLD) for line in wrap(pane.panel.claim_title, size, room, style.SEMIBOLD)]
    told = [(line, sizes.text, style.REGULAR) for line in wrap(pane.panel.claim_words, sizes.text, room)]
    return made if frame.phone and len(made) + len(told) > 3 else made + told


def _key_size(lines: list[tuple[str, float, int]], sizes: style.Sizes) -> tuple[float, float]:
    wide = max(width(line, size, weight) for line, size, weight in lines) + sizes.claim * 1.35
    return sum(size for _, size, _ in lines) / sizes.text, wide


def _key_places(pane: Pane, sizes: style.Sizes, lines: float, wide: float) -> Iterator[tuple[Rect, float]]:
    """Rectangles for the note over the whole pane, from the top left on."""
    high = lines * sizes.text * 1.3 + sizes.text * 0.3
    steps = 7
    for row in range(steps):
        y = pane.top + sizes.text * 0.4 + (pane.bottom - pane.top - high - sizes.text) * row / (steps - 1)
        for col in range(steps):
            x = pane.left + (pane.right - pane.left - wide) * col / (steps - 1)
            yield Rect(x, y, x + wide, y + high), row * 2.0 + abs(col - 1)


def _key(sheet: Sheet, pane: Pane, field: Field) -> None:
    sizes = sheet.sizes
    lines, box, cost = _key_best(pane, sizes, field, sheet.frame)
    if cost >= 1000:
        return
    share = (box.x0 - sheet.left) / (sheet.right - sheet.left)
    y = box.y0 + lines[0][1] * 0.65
    _key_sign(sheet, At(share), y)
    for words, size, weight in lines:
        colour = sheet.colour("claim" if weight == style.SEMIBOLD else "subtitle")
        sheet.text(words, At(share, sizes.claim * 1.35), y, size=size, weight=weight, colour=colour, role="claim key")
        y += size * 0.6 + sizes.text * 0.65


def _key_sign(sheet: Sheet, at: At, y: float) -> None:
    """Draw the sign of the key, drawn as shapes: it has no value and must not look like a point of the data."""
    sizes, ink = sheet.sizes, sheet.colour("claim")
    radius, arm = (sizes.claim - sizes.claim_ring) / 2, sizes.claim * CROSS / 2
    middle = at.plus(radius)
    sheet.circle(middle, y, radius, fill=sheet.colour("background"), line=ink, width=sizes.claim_ring)
    for sign in (1, -1):
        turns = [(-arm, y - sign * arm), (arm, y + sign * arm)]
        sheet.leader(middle, turns, colour=ink, width=sizes.claim_ring)
