"""The text of a brief.json: written from a brief, and read again from whoever hands one in."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from dashboard.exhibits import picks as picking
from dashboard.exhibits.catalogue import UnknownChart, module
from dashboard.export.brief import LONGEST, MOST, TEMPLATES, Brief, BriefError, Slide
from etl.store import Edition, StoreError
from etl.text import received

FORMAT = 1
LISTED = 20  # problems that are told
CHARACTERS = 1_000_000


def to_json(brief: Brief) -> str:
    """Return the brief as the text of brief.json."""
    body = {"kyakhta_brief": FORMAT, "title": brief.title, "template": brief.template}
    return json.dumps(body | {"slides": [asdict(one) for one in brief.slides]}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Brief:
    """Return the brief in the text of a brief.json. Raises BriefError with every problem found."""
    if len(text) > CHARACTERS:
        raise BriefError(f"This brief has {len(text):,} characters; {CHARACTERS:,} are the most. Nothing was opened.")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as problem:  # a number of thousands of digits is a ValueError too
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
    if not isinstance(title, str) or len(title) > LONGEST["title"] or received.fault(title):
        problems.append(f"“title” is a text of at most {LONGEST['title']} characters, without control characters.")
    if not isinstance(template, str) or template not in TEMPLATES:
        problems.append(f"“template” is one of {', '.join(TEMPLATES)}.")
    if problems:
        more = f" And {len(problems) - LISTED} more." if len(problems) > LISTED else ""
        raise BriefError(" ".join(problems[:LISTED]) + more + " Nothing was opened.")
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
    picks, as_of = line.get("picks") or {}, line.get("as_of")
    given = said | {"as_of": as_of or ""} | (dict(enumerate(picks.items())) if isinstance(picks, dict) else {})
    wrong = [str(name) for name, value in given.items() if not _sound(value, LONGEST.get(str(name), 2_000))]
    if wrong or not isinstance(picks, dict):
        problems.append(f"Slide {number}: {', '.join(wrong) or 'picks or as_of'} cannot be read.")
        return Slide("")
    made = Slide(picks=picks, as_of=as_of, **said)
    try:
        picking.settle(module(made.chart).PICKS, made.picks)
        Edition.parse(made.edition)
    except (UnknownChart, picking.UnknownPick, StoreError) as reason:
        problems.append(f"Slide {number}: {reason}")
    if as_of and not _is_day(as_of):
        problems.append(f"Slide {number}: “{as_of}” is not a day, such as 2023-01-31.")
    return made


def _sound(value: Any, most: int) -> bool:
    """Return whether a value of a file is a text, not too long, of characters that every program can hold; or a pick of such."""
    each = value if isinstance(value, tuple) else (value,)
    return all(isinstance(one, str) and len(one) <= most and not received.fault(one) for one in each)


def _is_day(text: str) -> bool:
    import datetime

    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
