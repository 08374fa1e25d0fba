"""Periods of a sentence: years, months, parts of a year and windows; and those that a figure is only compared with."""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
NAMES = "|".join(f"{name}|{name[:3]}\\.?" for name in MONTHS)
YEAR = r"(?P<y>(?:19|20)\d\d)(?![\d%]|[.,]\d)"
ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
COUNT = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
}
FORMS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("first_months", rf"first (?P<c>\d{{1,2}}|{'|'.join(COUNT)}) months of {YEAR}"),
        ("half", rf"(?P<o>first|second) half of {YEAR}"),
        ("quarter", rf"(?:(?P<o>first|second|third|fourth|last|final) quarter of|Q(?P<q>[1-4])) {YEAR}"),
        ("months", rf"(?P<a>{NAMES})\s*(?:-|to|through|and)\s*(?P<b>{NAMES}),? {YEAR}"),
        ("day", rf"(?P<a>{NAMES}) \d{{1,2}}(?:st|nd|rd|th)?,? {YEAR}|\d{{1,2}} (?P<b>{NAMES}) (?P<y2>(?:19|20)\d\d)"),
        ("month", rf"(?P<a>{NAMES})(?: of)? {YEAR}"),
        ("window", rf"{YEAR}\s*(?:(?:-|to|and|through|/)\s*(?P<z>(?:19|20)\d\d)|[-/](?P<s>\d\d))(?!\d|\.\d)"),
        ("decade", r"(?P<y>(?:19|20)\d0)s"),
        ("part", rf"(?:late|early|mid|mid-|spring|summer|autumn|winter|end of|beginning of)[\s-]+{YEAR}"),
        ("year", rf"(?<![\d.,$€-]){YEAR}"),
    )
)
COMPARED = re.compile(
    r"(?:compared (?:to|with)|than (?:in|for)?|relative to|against|versus|vs\.?|over|on|up from|down from|from|levels? (?:of|in))"
    r"(?: the)?(?: year)?\s+$",
    re.IGNORECASE,
)
STRETCHES = ("window", "months", "first_months", "half", "quarter")
STRETCH = re.compile(r"\b(?:from|over|on)(?: the)?\s+$", re.IGNORECASE)
SINCE = re.compile(r"(?:since|after|before|until|till|by)(?: the| early| late| mid-)?\s*$", re.IGNORECASE)
UNCLEAR = re.compile(
    r"\b(?:last|this|next|past|recent|coming) (?:year|month|quarter|decade|years|months|few years)\b", re.IGNORECASE
)
EARLIER = re.compile(r"\b(?:a|the|one) year (?:earlier|before|ago|later)\b|\bprevious year\b", re.IGNORECASE)


@dataclass(frozen=True)
class When:
    """A period of a sentence as the claims file writes it; `role` says whether a figure can be of it."""

    start: int
    end: int
    period: str  # "" for one that no claim can have: a decade, a day, a part of a year in words
    role: str = "of"  # of, compared, since


def find(text: str) -> list[When]:
    """Return the periods of a searchable sentence from left to right."""
    taken: list[When] = []
    for kind, pattern in FORMS:
        for found in pattern.finditer(text):
            if any(found.start() < one.end and one.start < found.end() for one in taken):
                continue
            before = text[max(0, found.start() - 30) : found.start()]
            role = "since" if SINCE.search(before) else "compared" if COMPARED.search(before) else "of"
            if role == "compared" and kind in STRETCHES and STRETCH.search(before):
                role = "of"
            taken.append(When(found.start(), found.end(), _period(kind, found), role))
    return sorted(taken, key=lambda one: one.start)


def _period(kind: str, found: re.Match[str]) -> str:
    """Return a period of a claims file, "" for one that it does not have."""
    year = found["y"] or ""
    if kind == "first_months":
        count = COUNT.get(found["c"].lower()) or int(found["c"])
        return f"{year}-01/{year}-{count:02d}" if 2 <= count <= 11 else ""
    if kind in ("half", "quarter"):
        size = 6 if kind == "half" else 3
        place = ORDER[found["o"].lower()] if found["o"] else int(found["q"])
        return f"{year}-{size * (place - 1) + 1:02d}/{year}-{size * place:02d}"
    if kind in ("months", "month"):
        first = _month(found["a"])
        last = _month(found["b"]) if kind == "months" else first
        if (first, last) == (1, 12):
            return year
        return (
            f"{year}-{first:02d}" if first == last else f"{year}-{first:02d}/{year}-{last:02d}" if first < last else ""
        )
    if kind == "window":
        last = int(found["z"] or year[:2] + found["s"])
        return f"{year}/{last}" if last > int(year) else ""
    return year if kind == "year" else ""


def _month(name: str) -> int:
    return next(at for at, month in enumerate(MONTHS, start=1) if month.lower().startswith(name.lower().rstrip(".")))


def of(figure: tuple[int, int], stop: int, found: list[When], text: str) -> str:
    """Return the period of the figure at a place: the one right after it, else the nearest before, else the only one.

    `stop` is where the next figure stands. Brackets belong to the figure in them.
    """
    own = [one for one in found if one.role == "of"]
    after = [one for one in own if figure[1] <= one.start < stop and not _breaks(text[figure[1] : one.start])]
    if after:
        return after[0].period
    depth = text[: figure[0]].count("(") - text[: figure[0]].count(")")
    before = [one for one in own if one.end <= figure[0] and (depth or not _bracketed(one, text))]
    if before:
        return before[-1].period
    periods = {one.period for one in own}
    return periods.pop() if len(periods) == 1 else ""


def _breaks(text: str) -> bool:
    """Return whether another clause begins in a stretch of text."""
    return bool(
        re.search(r";|:|, (?:and|while|whereas|but|which|following|with|although)\b|\bwhile\b|\bwhereas\b", text)
    )


def _bracketed(one: When, text: str) -> bool:
    return text[: one.start].count("(") > text[: one.start].count(")")
