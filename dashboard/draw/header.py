"""Headline, subtitle and footer of a picture: wrapped by measured width, set in pixels from its edges."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.draw import style
from dashboard.draw.canvas import At, Sheet, text_box
from dashboard.draw.frame_words import Words
from dashboard.draw.wrapping import balance, width, wrap

LEAD = 1.28  # line height of subtitle and footer
HEAD_LEAD = 1.14
MIDDLE = 0.7  # from the top of a line box of Source Sans 3 to its middle, em


@dataclass(frozen=True)
class Row:
    """One line to write at the left text edge: its middle in px from the top, and its look."""

    words: str
    y: float
    size: float
    weight: int
    key: str
    role: str


@dataclass(frozen=True)
class Surround:
    """The words of a picture as placed, and the room they leave: plot from `top`, rule above the footer at `rule`."""

    rows: tuple[Row, ...] = ()
    marker: tuple[Row, ...] = ()
    top: float = 0.0
    rule: float = 0.0
    bar: tuple[float, float, float] | None = None  # width, height, y


def place_words(words: Words, frame: style.Frame) -> Surround:
    """Return headline, subtitle and footer placed in a frame; a card has none, its page shows them."""
    sizes = style.sizes(frame)
    if frame.kind == "card":
        return Surround(top=sizes.upper + sizes.text * 1.3, rule=frame.height)
    room = frame.width - 2 * sizes.side
    bar = (32.0, 4.0, sizes.upper) if frame.phone else _scaled_bar(sizes)
    marker = _marker(words, sizes)
    y = bar[2] + bar[1] + (6 if frame.phone else sizes.upper * 14 / 44)
    head, y = _block(words.headline, y, sizes.headline, room, role="headline")
    y += 5 if frame.phone else sizes.upper * 11.5 / 44
    subtitle = (frame.phone and words.short_subtitle) or words.subtitle
    sub, y = _block(subtitle, y, sizes.subtitle, room, role="subtitle")
    feet, rule = _footer(words, frame, sizes, room)
    air = sizes.air + (8 if frame.phone else 0)  # the top tick's label stands in it
    return Surround(rows=(*head, *sub, *feet), marker=marker, top=y + air, rule=rule, bar=bar)


def _scaled_bar(sizes: style.Sizes) -> tuple[float, float, float]:
    k = sizes.upper / 44
    return round(72 * k, 1), max(4.0, round(7 * k, 1)), sizes.upper


def _block(words: str, y: float, size: float, room: float, *, role: str) -> tuple[list[Row], float]:
    """Return the lines of one text from height `y` down, and the height where it ends."""
    if not words:
        return [], y
    weight, lead = (style.BOLD, HEAD_LEAD) if role == "headline" else (style.REGULAR, LEAD)
    lines: list[str] | tuple[str, ...] = wrap(words, size, room, weight)
    if role == "headline" or " " not in lines[-1]:  # one stranded word evens out the whole
        lines = balance(words, size, room, weight)
    rows = [Row(line, y + MIDDLE * size + n * size * lead, size, weight, role, role) for n, line in enumerate(lines)]
    return rows, y + len(lines) * size * lead


def _footer(words: Words, frame: style.Frame, sizes: style.Sizes, room: float) -> tuple[list[Row], float]:
    """Return the footer's lines, set from the bottom up, and the height of the rule above them."""
    lines = footer_lines(words, sizes.text, room, phone=frame.phone)
    pitch = sizes.text * LEAD
    last = frame.height - sizes.lower - sizes.text / 2
    first = last - (len(lines) - 1) * pitch
    rows = [Row(line, first + n * pitch, sizes.text, style.REGULAR, "text", "footer") for n, line in enumerate(lines)]
    return rows, (first - sizes.text * 1.33 if lines else frame.height - sizes.lower)


def footer_lines(words: Words, size: float, room: float, *, phone: bool = False) -> list[str]:
    """Return source, calculation and edition as lines that fit `room`: three, more only where the source needs them.

    The calculation is shortened by whole sentences; source and edition never are. A phone has no calculation.
    """
    source = wrap((phone and words.short_source) or words.source, size, room)
    edition = wrap(words.edition, size, room)
    if phone:
        edition = [_shorten_edition(words.short_edition or words.edition, size, room)] if words.edition else []
        return [*source, *edition]
    spare = max(1, 3 - len(source) - len(edition))
    return [*source, *_whole_sentences(words.calculation, size, room, spare), *edition]


def _whole_sentences(words: str, size: float, room: float, lines: int) -> list[str]:
    """As many whole sentences as fit; the first stands whatever its length."""
    sentences = [part if part.endswith(("。", ".")) else f"{part}." for part in words.split(". ")] if words else []
    while len(sentences) > 1 and len(wrap(" ".join(sentences), size, room)) > lines:
        sentences.pop()
    return wrap(" ".join(sentences), size, room)


def _shorten_edition(words: str, size: float, room: float) -> str:
    """Return the edition without its last parts where one line cannot hold them: the link goes first."""
    while " · " in words and width(words, size) > room:
        words = words.rpartition(" · ")[0]
    return words


def _marker(words: Words, sizes: style.Sizes) -> tuple[Row, ...]:
    """Return the amber words at the top right, beside the bar."""
    joined = " · ".join(words.marker)
    if not joined:
        return ()
    return (Row(joined, sizes.upper + sizes.text * 0.3, sizes.text, style.SEMIBOLD, "amber", "marker"),)


def draw(sheet: Sheet, placed: Surround) -> None:
    """Write the words around the plot, the ink bar, the rule above the footer, and the amber frame where one is due."""
    sizes, frame = sheet.sizes, sheet.frame
    left, right = sheet.at(sizes.side), sheet.at(frame.width - sizes.side, 1.0)
    if placed.bar:
        wide, high, y = placed.bar
        sheet.rectangle(left, left.plus(wide), y, y + high, fill=sheet.colour("headline"), layer="above")
    for row in placed.rows:
        look = {"size": row.size, "weight": row.weight, "colour": sheet.colour(row.key), "role": row.role}
        sheet.text(row.words, left, row.y, **look)
    if any(row.role == "footer" for row in placed.rows):
        sheet.line(left, right, placed.rule, colour=sheet.colour("grid"), width=sizes.grid)
    for row in placed.marker:
        _amber(sheet, row, right)


def _amber(sheet: Sheet, row: Row, right: At) -> None:
    """Draw the frame round the whole picture and its words on an amber patch."""
    frame, rule = sheet.frame, sheet.colour("amber_rule")
    thick = max(4.0, sheet.sizes.accent)
    west, east, inset = sheet.at(0), sheet.at(frame.width, 1.0), thick / 2
    for y in (inset, frame.height - inset):
        sheet.line(west, east, y, colour=rule, width=thick)
    for at in (west.plus(inset), east.plus(-inset)):
        sheet.line(at, at, 0, frame.height, colour=rule, width=thick)
    wide = width(row.words, row.size, row.weight)
    pad = row.size * 0.4
    box = text_box(row.words, 0, row.y, row.size, weight=row.weight, anchor="left")
    fill, ink = sheet.colour("amber_fill"), sheet.colour("amber")
    start = right.plus(-wide - 2 * pad)
    sheet.rectangle(start, right, box.y0 - pad / 2, box.y1 + pad / 2, fill=fill, layer="above")
    look = {"size": row.size, "weight": row.weight, "colour": ink, "anchor": "right", "role": row.role}
    sheet.text(row.words, right.plus(-pad), row.y, **look)
