"""A brief: exhibits in order with the words of whoever briefs, pinned to their editions, as a file that can be reopened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dashboard.exhibits import evidence, tables
from dashboard.exhibits import picks as picking
from dashboard.exhibits.catalogue import UnknownChart
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.model import Exhibit, NothingToShow
from dashboard.export.errors import ExportError
from dashboard.looks import Request
from dashboard.looks.since import drawn_values
from etl.store import StoreError
from etl.tables import registry
from etl.text import received

if TYPE_CHECKING:
    from dashboard.figures.query import Data

TEMPLATES = {"slides": "16:9 slides", "note": "A4 note", "sheet": "One-page fact sheet"}
MOST = 60  # exhibits
LONGEST = {"title": 200, "headline": 200, "speaking": 2_000, "note": 1_000}
PINNED = ("series", "reporter", "partner", "period", "months", "status", "source", "vintage", "citation")
PINNED_WORDS = ("title", "url", "published", "printed")
Load = Callable[[str, str | None], "Data"]
Progress = Callable[[int, int, str], None]


class BriefError(ExportError):
    """A brief cannot be read or built; the message says where and what to do."""


@dataclass(frozen=True)
class Slide:
    """One exhibit of a brief. `headline` "" follows the data; `told` and `data` say what it showed when it was added."""

    chart: str
    picks: Mapping[str, str] = field(default_factory=dict)
    edition: str = ""
    as_of: str | None = None
    headline: str = ""
    speaking: str = ""
    note: str = ""
    told: str = ""
    data: str = ""

    def __post_init__(self) -> None:
        """Keep the author's words free of what no file format can hold; a headline is one line."""
        for name in ("headline", "speaking", "note", "told"):
            text = received.tidy(getattr(self, name))
            object.__setattr__(self, name, " ".join(text.split("\n")) if name in ("headline", "told") else text)

    @property
    def request(self) -> Request:
        """The request for what it shows."""
        return Request.for_chart(self.chart, self.picks, self.edition, self.as_of)


@dataclass(frozen=True)
class Brief:
    """Title, template and slides in order."""

    title: str = "Briefing"
    template: str = "slides"
    slides: tuple[Slide, ...] = ()


@dataclass(frozen=True)
class BriefItem:
    """A slide with its exhibit, ready to be drawn."""

    slide: Slide
    item: Exhibit

    @property
    def headline(self) -> str:
        """The headline to print: the author's own, or the one from the data."""
        return self.slide.headline or self.item.headline

    @property
    def edited(self) -> bool:
        """True where the headline departs from the data's."""
        return bool(self.slide.headline) and self.slide.headline != self.item.headline


@dataclass(frozen=True)
class EditionChange:
    """What another edition draws differently on one slide."""

    values: int  # drawn values that are different, new or gone
    then: str
    now: str
    gone: str = ""  # why there is no picture in that edition

    @property
    def any(self) -> bool:
        """True where anything differs."""
        return bool(self.values or self.gone or self.then != self.now)


def fingerprint(item: Exhibit) -> str:
    """Return the SHA-256 of everything an exhibit draws: each value with unit, status, source, day and line."""
    pinned = [_pinned(row, item) for row in item.table.to_dict("records")]
    text = json.dumps(pinned, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _pinned(row: Mapping[str, Any], item: Exhibit) -> dict[str, Any]:
    """Return what a fingerprint is taken of: never changed, or every saved brief would seem untrue."""
    value = float(row["value"])
    digits = None if value != value else int(value) if value.is_integer() else round(value, 10)
    behind = evidence.lines(str(row["citation"]), item.data.citations)
    return (
        {name: row[name] for name in PINNED}
        | {"value": digits, "unit": registry.get("series", row["series"])["unit"]}
        | {"publisher": tables.own_publisher(row)}
        | {name: " | ".join(dict.fromkeys(getattr(line, name) for line in behind)) for name in PINNED_WORDS}
    )


def pin_slide(item: Exhibit, **words: str) -> Slide:
    """Return a slide of an exhibit, pinned to what it shows."""
    return Slide(
        item.id, dict(item.picks), item.edition, item.as_of, told=item.headline, data=fingerprint(item), **words
    )


def resolve(brief: Brief, load: Load, progress: Progress | None = None) -> list[BriefItem]:
    """Return the exhibits of a brief, each of its own edition and day; a slide that is not pinned yet is pinned to what it shows.

    Raises BriefError naming every slide without figures.
    """
    if not brief.slides:
        raise BriefError("No slides yet. Open a chart and choose “Add to brief”. Nothing was written.")
    out, problems = [], []
    for number, one in enumerate(brief.slides, start=1):
        try:
            item = exhibit(one.chart, load(one.edition, one.as_of), one.picks)
            slide = (
                one
                if one.data
                else replace(pin_slide(item), headline=one.headline, speaking=one.speaking, note=one.note)
            )
            out.append(BriefItem(slide, item))
            if progress:
                progress(number, len(brief.slides), slide.told)
        except (NothingToShow, UnknownChart, picking.UnknownPick, StoreError) as reason:
            problems.append(f"Slide {number}: {reason}")
    if problems:
        raise BriefError(" ".join(problems) + " Remove it or take newer figures. Nothing was written.")
    return out


def changed_slides(each: list[BriefItem]) -> list[int]:
    """Return the places of slides that do not draw what they drew when they were added, though the edition is the same."""
    return [n for n, one in enumerate(each) if one.slide.data and fingerprint(one.item) != one.slide.data]


def compare_editions(one: Slide, load: Load, newest: str) -> EditionChange:
    """Return what the newest edition draws differently on a slide. Raises StoreError in words."""
    sides: list[Exhibit | str] = []
    for edition in (one.edition, newest):
        try:
            sides.append(exhibit(one.chart, load(edition, one.as_of), one.picks))
        except NothingToShow as reason:
            sides.append(str(reason))
    then, now = sides
    values = len({row[:-1] for row in _values_drawn(then) ^ _values_drawn(now)})
    heads = [side if isinstance(side, str) else side.headline for side in sides]
    return EditionChange(values, heads[0], heads[1], now if isinstance(now, str) else "")


def _values_drawn(item: Exhibit | str) -> set[tuple[Any, ...]]:
    """Return the values an exhibit draws, by key."""
    return set() if isinstance(item, str) else drawn_values(item)


def refresh(one: Slide, load: Load, newest: str) -> Slide:
    """Return the slide with the newest figures; the author's words stay. Raises NothingToShow or StoreError."""
    item = exhibit(one.chart, load(newest, one.as_of), one.picks)
    return replace(pin_slide(item), headline=one.headline, speaking=one.speaking, note=one.note)
