"""Prose as it is searched: paragraphs without footnote numbers and marks, and their sentences, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.ledger.claims import MARKUP

MOST_CHARACTERS = 200_000  # of a draft; about eighty pages
LONGEST = 3_000  # characters of a sentence; a longer one is cut, so that no rule runs long
LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,500}\)")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w.-]+\.(?:com|org|net|cn|ru|eu|gov|int)(?:/\S*)?", re.IGNORECASE)
NOTE = re.compile(r"<sup>\s*\d+\s*</sup>")
ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff\ufeff\ufffe\uffff]"
)
ENDS = re.compile(r"(?<=[.!?])(?:[\"”’)\]]{0,2})\s+(?=[\"“‘(\[]?[A-Z0-9$€])|(?<=[.!?][\"”’)])\s+(?=[A-Z])|\n")
MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
SHORTENED = re.compile(
    rf"(?:\b(?:U\.S|U\.K|E\.U|approx|ca|vs|cf|Mr|Mrs|Ms|Dr|No|Fig|pp?|e\.g|i\.e|St|{MONTHS})|\b[A-Z])\.$"
)
SIGNS = str.maketrans("’‘–‑−“”—", "''---\"\";")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a draft; `paragraph` and `start` say where it begins, `note` that it stands in a footnote."""

    text: str
    paragraph: int
    start: int
    note: bool = False


@dataclass(frozen=True)
class Prose:
    """A draft in paragraphs, and the sentences of them all."""

    paragraphs: tuple[str, ...]
    sentences: tuple[Sentence, ...]


class TooLong(ValueError):
    """The draft is longer than is taken at a time; the message says how long and what to do."""


def read(text: str) -> Prose:
    """Return the draft in paragraphs and sentences. Raises TooLong in words."""
    if len(text) > MOST_CHARACTERS:
        raise TooLong(
            f"The draft has {len(text):,} characters. Hand in at most {MOST_CHARACTERS:,} at a time, a chapter perhaps. "
            "Nothing has been changed."
        )
    paragraphs: list[str] = []
    notes: list[bool] = []
    open_at: int | None = None  # a paragraph of the body whose sentence goes on after a page's end
    for part in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        note, plain = bool(NOTE.match(part.strip())), _plain(part)
        if not plain:
            continue
        if not note and open_at is not None and plain[0].islower():
            paragraphs[open_at] += " " + plain
        else:
            paragraphs.append(plain)
            notes.append(note)
        if not note:
            last = open_at if open_at is not None and plain[0].islower() else len(paragraphs) - 1
            open_at = last if paragraphs[last][-1].isalpha() else None
    found = [one for at, plain in enumerate(paragraphs) for one in _sentences(plain, at, notes[at])]
    return Prose(tuple(paragraphs), tuple(found))


def _plain(part: str) -> str:
    """Return a paragraph as it is read: no marks, no unseen signs, lines joined that were only broken for width."""
    part = LINK.sub(r"\1", ODD.sub("", MARKUP.sub("", part)))
    return " ".join(part.split())


def _sentences(text: str, paragraph: int, note: bool) -> list[Sentence]:
    """Return the sentences of a paragraph; a full stop after a shortened word ends none."""
    pieces, begin = [], 0
    for end in ENDS.finditer(text):
        if not SHORTENED.search(text[max(0, end.start() - 8) : end.start()]):
            pieces.append((begin, end.start()))
            begin = end.end()
    pieces.append((begin, len(text)))
    return [
        Sentence(text[at : min(at + LONGEST, stop)], paragraph, at, note)
        for start, stop in pieces
        for at in range(start, stop, LONGEST)
    ]


def searchable(text: str) -> str:
    """Return a sentence of the same length in which addresses are blank and signs have one form."""
    text = ADDRESS.sub(lambda found: " " * len(found[0]), text)
    return text.translate(SIGNS)
