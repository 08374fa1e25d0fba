"""The brief that a reader is putting together: a plain object that the session keeps, free of the page that shows it."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any

from dashboard.exhibits.model import Exhibit, NothingToShow
from dashboard.export import brief as briefs
from dashboard.export import brief_file, houses
from dashboard.export.brief import Brief, EditionChange, Slide
from dashboard.export.make import DECKS, build
from dashboard.figures import query, settings
from dashboard.looks import Look, look
from etl.store import StoreError


@dataclass
class Tray:
    """Slides in order, each with a number that stays its own when it moves; files made, until anything changes."""

    brief: Brief = field(default_factory=Brief)
    ids: list[int] = field(default_factory=list)
    chosen: int | None = None
    settled: set[int] = field(default_factory=set)  # kept as briefed, though newer figures are there
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    last: int = 0
    house: str = ""  # the installation's own PowerPoint template; "" for ours
    version: int = 0  # counts the changes, so that a browser keeps the latest

    @property
    def at(self) -> int | None:
        """The place of the chosen slide; the first one when none is chosen."""
        if not self.ids:
            return None
        return self.ids.index(self.chosen) if self.chosen in self.ids else 0

    def add(self, one: Slide) -> None:
        """Put a slide at the end and choose it. Raises BriefError when the brief is full."""
        if len(self.ids) >= briefs.MOST:
            raise briefs.BriefError(f"The brief has {briefs.MOST} slides, the most it may have. Remove one first.")
        self._put((*self.brief.slides, one))
        self.last += 1
        self.ids.append(self.last)
        self.chosen = self.last

    def open(self, brief: Brief) -> None:
        """Take another brief in place of this one."""
        self.ids = list(range(self.last + 1, self.last + 1 + len(brief.slides)))
        self.last += len(brief.slides)
        self.brief, self.chosen, self.settled, self.files = brief, self.ids[0] if self.ids else None, set(), {}
        self.version += 1

    def move(self, number: int, step: int) -> None:
        """Move a slide up (−1) or down (+1); at the edge nothing happens."""
        here = self.ids.index(number)
        there = here + step
        if 0 <= there < len(self.ids):
            slides = list(self.brief.slides)
            slides[here], slides[there] = slides[there], slides[here]
            self.ids[here], self.ids[there] = self.ids[there], self.ids[here]
            self._put(tuple(slides))
            self.chosen = number

    def remove(self, number: int) -> None:
        """Take a slide out; the one that follows is chosen."""
        here = self.ids.index(number)
        self._put(self.brief.slides[:here] + self.brief.slides[here + 1 :])
        self.ids.pop(here)
        if self.chosen == number:
            self.chosen = self.ids[min(here, len(self.ids) - 1)] if self.ids else None

    def change(self, number: int, **words: Any) -> None:
        """Change the author's words on a slide."""
        self.swap(number, replace(self.slide(number), **words))

    def swap(self, number: int, one: Slide) -> None:
        """Put another slide in the place of one."""
        here = self.ids.index(number)
        self._put((*self.brief.slides[:here], one, *self.brief.slides[here + 1 :]))

    def name(self, **words: Any) -> None:
        """Change title or template."""
        self.brief = replace(self.brief, **words)
        self.files = {}
        self.version += 1

    def dress(self, house: str) -> None:
        """Take another PowerPoint template for the deck."""
        self.house = house
        self.files = {}

    def slide(self, number: int) -> Slide:
        """Return a slide by its number."""
        return self.brief.slides[self.ids.index(number)]

    def _put(self, slides: tuple[Slide, ...]) -> None:
        self.brief = replace(self.brief, slides=slides)
        self.files = {}
        self.version += 1


COOKIE = "ky_brief"  # the browser keeps the brief in cookies of this name and a number
PIECE, PIECES = 2_900, 2  # letters a cookie, cookies: a server refuses a line of headers over 8,192 letters
WHOLE = 200_000  # bytes unpacked: what 60 slides with the longest words never reach


def to_cookies(tray: Tray) -> list[str]:
    """Return the brief in letters that a cookie may hold, in pieces; none for an empty brief or one that is too long."""
    if not tray.ids:
        return []
    text = (
        base64.urlsafe_b64encode(zlib.compress(brief_file.to_json(tray.brief).encode(), 9)).decode("ascii").rstrip("=")
    )
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    return pieces if len(pieces) <= PIECES else []


def from_cookies(cookies: Mapping[str, str]) -> Tray:
    """Return the tray that a browser kept; an empty one where it kept none, or anything that is no brief of ours."""
    text = "".join(cookies.get(f"{COOKIE}{number}", "") for number in range(PIECES))
    tray = Tray()
    if not text:
        return tray
    try:
        reader = zlib.decompressobj()
        told = reader.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), WHOLE)
        if reader.eof:
            tray.open(brief_file.from_json(told.decode()))
    except (ValueError, zlib.error, briefs.BriefError):
        return Tray()
    return tray


def load(edition: str, as_of: str | None) -> query.Data:
    """Return the figures of an edition as known on a day. Raises StoreError in words."""
    return query.load(settings.folder(), edition, as_of)


def find_exhibit(one: Slide) -> Exhibit | str:
    """Return a slide's exhibit, or why there is none in words."""
    try:
        return look(one.request).exhibit
    except (NothingToShow, StoreError) as reason:
        return str(reason)


def slide_picture(one: Slide) -> bytes:
    """Return the picture of a slide. Raises RenderError, NothingToShow or StoreError in words."""
    return _png(look(one.request), one.headline)


@lru_cache(maxsize=64)  # some 120 KB each
def _png(seen: Look, headline: str) -> bytes:
    from dashboard.export import picture as pictures

    return pictures.render_picture(seen.exhibit, "png", "slide", headline=headline)


def edition_change(one: Slide, newest: str) -> EditionChange | None:
    """Return what the newest edition draws differently on a slide, or None when nothing."""
    if one.edition == newest:
        return None
    found = _difference(look(one.request), newest)
    return found if found.any else None


@lru_cache(maxsize=256)
def _difference(seen: Look, newest: str) -> EditionChange:
    asked = seen.request
    one = Slide(asked.chart, asked.picks, asked.edition, asked.as_of)
    return briefs.compare_editions(one, partial(query.load, seen.folder), newest)


def refresh(tray: Tray, number: int, newest: str) -> None:
    """Take the newest figures on a slide. Raises NothingToShow or StoreError in words."""
    tray.swap(number, briefs.refresh(tray.slide(number), load, newest))


def render(tray: Tray, form: str, progress: Callable[[int, int, str], None]) -> bytes:
    """Return the brief as a file, made once until something changes. Raises ExportError or RenderError in words."""
    text = brief_file.to_json(tray.brief)
    if form not in tray.files or tray.files[form][0] != text:
        house = houses.read(tray.house) if tray.house and form in DECKS else None
        tray.files[form] = (text, build(tray.brief, form, load, progress, house))
    return tray.files[form][1]
