"""A brief: exhibits in order with the words of whoever briefs, pinned to their editions, as a file that can be reopened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dashboard.exhibits import evidence, tables
from dashboard.exhibits import picks as picking
from dashboard.exhibits.catalogue import UnknownChart, module
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.model import Exhibit, NothingToShow
from dashboard.export.errors import ExportError
from dashboard.looks import Request
from dashboard.looks.since import drawn_values
from etl.store import Edition, StoreError
from etl.tables import registry

if TYPE_CHECKING:
    from dashboard.figures.query import Data

FORMAT = 1
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


def to_json(brief: Brief) -> str:
    """Return the brief as the text of brief.json."""
    body = {"kyakhta_brief": FORMAT, "title": brief.title, "template": brief.template}
    return json.dumps(body | {"slides": [asdict(one) for one in brief.slides]}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Brief:
    """Return the brief in the text of a brief.json. Raises BriefError with every problem found."""
    try:
        body = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise BriefError(f"This is not a brief.json: {_first_line(problem)}. Nothing was opened.") from problem
    if not isinstance(body, dict) or body.get("kyakhta_brief") != FORMAT or not isinstance(body.get("slides"), list):
        raise BriefError(
            "This is not a brief.json of Kyakhta: it has no “kyakhta_brief”: 1 and no slides. Nothing was opened."
        )
    if len(body["slides"]) > MOST:
        raise BriefError(f"This brief has {len(body['slides'])} slides; {MOST} are the most. Nothing was opened.")
    problems: list[str] = []
    slides = [_read_slide(number, line, problems) for number, line in enumerate(body["slides"], start=1)]
    title, template = body.get("title", "Briefing"), body.get("template", "slides")
    if not isinstance(title, str) or len(title) > LONGEST["title"]:
        problems.append(f"“title” is a text of at most {LONGEST['title']} characters.")
    if template not in TEMPLATES:
        problems.append(f"“template” is one of {', '.join(TEMPLATES)}.")
    if problems:
        raise BriefError(" ".join(problems) + " Nothing was opened.")
    return Brief(title, template, tuple(slides))


def _first_line(problem: BaseException) -> str:
    return str(problem).splitlines()[0] if str(problem) else type(problem).__name__


def _read_slide(number: int, line: Any, problems: list[str]) -> Slide:
    """Return one slide of a file; what is wrong with it is added to `problems`."""
    names = set(Slide.__dataclass_fields__)
    if not isinstance(line, dict) or not set(line) <= names:
        problems.append(f"Slide {number} is not a slide; it has only {', '.join(sorted(names))}.")
        return Slide("")
    said = {name: line.get(name, "") for name in names - {"picks", "as_of"}}
    wrong = [
        name for name, value in said.items() if not isinstance(value, str) or len(value) > LONGEST.get(name, 2_000)
    ]
    picks, as_of = line.get("picks") or {}, line.get("as_of")
    if wrong or not isinstance(picks, dict) or not (as_of is None or isinstance(as_of, str)):
        problems.append(f"Slide {number}: {', '.join(wrong) or 'picks or as_of'} cannot be read.")
        return Slide("")
    made = Slide(picks={str(name): str(value) for name, value in picks.items()}, as_of=as_of, **said)
    try:
        picking.settle(module(made.chart).PICKS, made.picks)
        Edition.parse(made.edition)
    except (UnknownChart, picking.UnknownPick, StoreError) as reason:
        problems.append(f"Slide {number}: {reason}")
    if as_of and not _is_day(as_of):
        problems.append(f"Slide {number}: “{as_of}” is not a day, such as 2023-01-31.")
    return made


def _is_day(text: str) -> bool:
    import datetime

    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def resolve(brief: Brief, load: Load, progress: Progress | None = None) -> list[BriefItem]:
    """Return the exhibits of a brief, each of its own edition and day. Raises BriefError naming every slide without figures."""
    if not brief.slides:
        raise BriefError("No slides yet. Open a chart and choose “Add to brief”. Nothing was written.")
    out, problems = [], []
    for number, one in enumerate(brief.slides, start=1):
        if progress:
            progress(number, len(brief.slides), one.told or one.chart)
        try:
            out.append(BriefItem(one, exhibit(one.chart, load(one.edition, one.as_of), one.picks)))
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
