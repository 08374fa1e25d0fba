"""Wrapping words by their width in the bundled fonts: the layout is decided before any browser sees it."""

from __future__ import annotations

import re
from functools import lru_cache

from dashboard.draw.fonts import width

__all__ = ["balance", "two_lines", "width", "wrap"]

WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")  # a line may break beside any of these
CLOSES, OPENS = "，。、；：！？）》”’%,.;:)", "（《“‘("  # never first, never last on a line


def wrap(text: str, size: float, room: float, weight: int = 400) -> list[str]:
    """Return the lines of `text` in `room` px, broken at spaces (or beside Chinese characters), never inside a word."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for piece in _pieces(part):
            if line and width((line + piece).rstrip(), size, weight) > room:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return [line for line in lines if line]


@lru_cache(maxsize=2048)
def _pieces(text: str) -> tuple[str, ...]:
    """Return the unbreakable pieces of a line, spaces kept at their ends."""
    pieces: list[str] = []
    for word in re.findall(r"[^ \t\n]+[ \t\n]*", text):
        start = 0
        for at in range(1, len(word)):
            wide = WIDE.match(word[at]) or WIDE.match(word[at - 1])
            if wide and word[at] not in CLOSES and word[at - 1] not in OPENS:
                pieces.append(word[start:at])
                start = at
        pieces.append(word[start:])
    return tuple(pieces)


@lru_cache(maxsize=1024)
def balance(text: str, size: float, room: float, weight: int = 400) -> tuple[str, ...]:
    """Return the fewest lines that fit `room`, evened out: narrowed until just before another line would appear."""
    best = wrap(text, size, room, weight)
    if len(best) < 2 or "\n" in text:
        return tuple(best)
    low, high = room / len(best) * 0.8, room
    while high - low > size / 8:
        middle = (low + high) / 2
        tried = wrap(text, size, middle, weight)
        if len(tried) > len(best) or max(width(line, size, weight) for line in tried) > room:
            low = middle
        else:
            best, high = tried, middle
    return tuple(best)


@lru_cache(maxsize=1024)
def two_lines(text: str, size: float, weight: int = 400) -> tuple[str, ...]:
    """Return a short label on one or two lines of about equal width, as beside an event."""
    if "\n" in text or len(_pieces(text)) < 2:
        return tuple(text.split("\n"))
    whole = width(text, size, weight)
    if whole < 4.5 * size:
        return (text,)
    return _halves(text, size, weight)


def _halves(text: str, size: float, weight: int) -> tuple[str, ...]:
    """Return the break that makes the wider line narrowest; a break after a comma is worth a little width."""
    pieces = _pieces(text)
    best: tuple[float, tuple[str, ...]] = (float("inf"), (text,))
    for at in range(1, len(pieces)):
        top, below = "".join(pieces[:at]).rstrip(), "".join(pieces[at:]).rstrip()
        widest = max(width(top, size, weight), width(below, size, weight))
        best = min(best, (widest * (0.8 if top.endswith((",", "，")) else 1), (top, below)))
    return best[1]
