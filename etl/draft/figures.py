"""Figures of a sentence: a number with its unit and the word that bounds it, exactly as the text prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from etl.draft import words

NUMBER = (
    r"(?<![\w.,])(?<![\w]-)(?P<n>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,12}(?:\.[0-9]{1,9})?)(?![\d]|\.\d|,\d)"
)
MAGNITUDE = r"(?P<m>trillion|tn|billion|bn|million|mln|mn|m|thousand|k)\b"
LIKE = r"as|greater|larger|bigger|higher|more|the size|that|those|the value|the volume"
MONEY = {
    "US$": "USD", "USD": "USD", "$": "USD", "US dollars": "USD", "dollars": "USD", "yuan": "CNY", "RMB": "CNY", "CNY": "CNY",
    "renminbi": "CNY", "€": "EUR", "EUR": "EUR", "euros": "EUR", "euro": "EUR",
}  # fmt: skip
POWERS = {
    "trillion": 12, "tn": 12, "billion": 9, "bn": 9, "million": 6, "mln": 6, "mn": 6, "m": 6, "thousand": 3, "k": 3, "": 0,
}  # fmt: skip
AFTER = "US dollars|dollars|USD|yuan|RMB|CNY|renminbi|euros?|EUR"
COUNTED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
PARTS = {
    "half": "50", "a quarter": "25", "one quarter": "25", "three quarters": "75", "a fifth": "20", "one fifth": "20",
    "a tenth": "10", "one tenth": "10",
}  # fmt: skip
LARGEST = r"(?:largest|biggest|most important|leading|main|top)"
RANKED = rf"(?:\s+(?P<g>{words.either('product')}))?\s+(?P<what>{words.either('ranked')})"
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("money", re.compile(rf"(?<![\w$])(?P<c>US\$|USD|\$|€|EUR|RMB|CNY)\s?{NUMBER}(?:[\s-]?{MAGNITUDE})?")),
    ("money", re.compile(rf"{NUMBER}\s?(?:{MAGNITUDE}\s+)?(?P<c>{AFTER})\b")),
    ("percent", re.compile(rf"{NUMBER}\s?-?(?P<u>%|percentage points?|per ?cent\b|pct\b)")),
    ("bcm", re.compile(rf"{NUMBER}\s?(?P<u>bcm\b|billion cubic (?:metres|meters))", re.IGNORECASE)),
    ("bpd", re.compile(rf"{NUMBER}\s?(?:{MAGNITUDE}\s+)?(?P<u>barrels? (?:per|a) day|bpd\b|b/d\b)")),
    ("mass", re.compile(rf"{NUMBER}\s?(?:(?P<m>million|mn|thousand)\s+)?(?P<u>Mt\b|kt\b|(?:metric )?(?:tons|tonnes)\b)")),
    ("times", re.compile(rf"(?:{NUMBER}|\b(?P<w>{'|'.join(COUNTED)}))\s+times(?=\s+(?:{LIKE}))")),
    ("rank", re.compile(rf"\b(?:(?P<w>{'|'.join(ORDINALS)})|(?P<n>[0-9]{{1,3}})(?:st|nd|rd|th))[\s-]+{LARGEST}(?:{RANKED})?")),
    ("rank", re.compile(rf"(?<='s )(?:single |own )?(?P<first>largest|biggest|top|leading|number one){RANKED}")),
    ("part", re.compile(rf"\b(?P<w>(?i:{'|'.join(PARTS)}))(?=\s+of\b)")),
    ("other", re.compile(rf"{NUMBER}")),
)  # fmt: skip
BOUNDS = (
    ("at_least", r"at least|no fewer than|no less than|not less than"), ("at_most", r"up to|at most|no more than|not more than"),
    ("almost", r"almost|nearly|close to|just under"), ("about", r"about|around|approximately|roughly|some|circa|ca\.|~"),
    ("over", r"over|above|exceeding|exceeded|in excess of|upwards of|surpassed|surpassing|topped"), ("more_than", r"more than"),
    ("less_than", r"less than|below|under|fewer than"), ("record", r"record(?: high)?(?: of)?|(?:historical|all-time|historic) high(?: of)?"),
)  # fmt: skip
BOUND = tuple(
    (name, re.compile(rf"(?<![\w-])(?:{said})(?:\s+(?:a|an|the|its))?\s*$", re.IGNORECASE)) for name, said in BOUNDS
)
YEAR = re.compile(r"(?:19|20)\d\d")
PLAIN = re.compile(
    r"(?:page|p\.|pp\.|vol\.|no\.|graph|table|figure|fig\.|chapter|section|footnote|fn|article|resolution|g|january|february|march|april|may|june|july|august|september|october|november|december)\s*$|[A-Za-z]-$",
    re.IGNORECASE,
)
DAY = re.compile(r"\s*(?:st|nd|rd|th)?\s*(?:of\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")  # fmt: skip
RANGE = re.compile(
    r"between\s+[$€]?[0-9.,]+\s*(?:\w+\s+)?and\s+$|[0-9]\s*-\s*[$€]?$|(?<!19\d)(?<!20\d)[0-9]\s+(?:to|or)\s+$"
    r"|(?:^|\s)-\s?[$€]?$|\bminus\s+$",
    re.IGNORECASE,
)
NOUN = re.compile(r"\s+(?:[A-Z][a-z]+\s+)?[a-z]{3,}")
EVERY = re.compile(r"\b(?:in|for) (?:any given|any|every|each) (?:single )?year\b", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """A number of a sentence: where it stands, how it is printed, and its value in a unit of the ledger ("" where none is)."""

    start: int
    end: int
    kind: str  # money, percent, points, bcm, bpd, mass, times, rank, part, other
    value: str
    unit: str
    qualifier: str = "exact"
    what: str = ""  # of a rank: whose it is (supplier, partner)
    product: str = ""  # of a rank: crude, in "top crude supplier"
    basis: str = ""  # value or volume, where the amount that follows says it


def find(text: str) -> list[Figure]:
    """Return the figures of a searchable sentence from left to right; none lies over another."""
    taken: list[Figure] = []
    for kind, pattern in KINDS:
        for found in pattern.finditer(text):
            if not any(found.start() < one.end and one.start < found.end() for one in taken):
                taken += list(_figure(kind, found, text))
    return sorted(taken, key=lambda one: one.start)


def _figure(kind: str, found: re.Match[str], text: str) -> Iterator[Figure]:
    groups = found.groupdict()
    before = text[: found.start()]
    if kind == "other" and _is_plain(found, before, text[found.end() :]):
        return
    value, unit = _valued(kind, groups)
    if kind == "percent" and "point" in groups["u"]:
        kind = "points"
    if RANGE.search(before[-40:]) and kind != "rank":
        kind, unit = "range", ""
    qualifier = next((name for name, bound in BOUND if bound.search(before[-30:])), "exact")
    what = words.value("ranked", groups["what"]) if groups.get("what") else ""
    goods = words.value("product", groups["g"]) if groups.get("g") else ""
    yield Figure(found.start(), found.end(), kind, value, unit, qualifier if kind != "rank" else "exact", what, goods)


def _is_plain(found: re.Match[str], before: str, after: str) -> bool:
    """Return whether a number without a unit is a year, a day, a page or a name, which nobody would check."""
    number = found["n"]
    if YEAR.fullmatch(number) or PLAIN.search(before[-12:]) or DAY.match(after):
        return True
    return len(number) == 1 or not NOUN.match(after) or text_opens(before)


def text_opens(before: str) -> bool:
    """Return whether nothing but signs stands before a number: it numbers a heading or a list."""
    return not any(map(str.isalpha, before))


def _valued(kind: str, groups: dict[str, str | None]) -> tuple[str, str]:
    """Return a value and unit that the ledger knows; a magnitude that it has none for moves the point, never the digits."""
    number = (groups.get("n") or "").replace(",", "")
    power = POWERS[(groups.get("m") or "").lower()]
    if kind == "money":
        return _money(number, power, MONEY[str(groups["c"])])
    if kind == "mass":
        unit = {"Mt": "Mt", "kt": "kt"}.get(str(groups["u"]), {6: "Mt", 3: "kt"}.get(power, "t"))
        return number, unit
    if kind == "bpd":
        return _moved(number, power), "bpd"
    if kind == "times":
        return number or str(COUNTED.index(str(groups["w"])) + 2), "times"
    if kind == "rank":
        return number or ("1" if groups.get("first") else str(ORDINALS[str(groups["w"])])), "rank"
    if kind == "part":
        return PARTS[str(groups["w"]).lower()], "percent"
    return number, {"percent": "percent", "bcm": "bcm"}.get(kind, "")


def _money(number: str, power: int, currency: str) -> tuple[str, str]:
    if currency == "USD" and power <= 6:
        return (number, "USD_mn") if power == 6 else (_moved(number, power), "USD")
    return _moved(number, power - 9), f"{currency}_bn"


def _moved(number: str, power: int) -> str:
    return number if not power else str(Decimal(number).scaleb(power))
