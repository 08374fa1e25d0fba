"""The words of a unit label, each accounted for: a scanner over `units.csv`.

A label is cut into tokens (words, signs, numbers, single Chinese characters), and the longest phrases of the table that
fit are taken, from the left. Words glued to a currency (`USDm`, `TEUR`) are cut apart. What no line of the table has is
left over, and is shown to a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from etl.extract.headings import key
from etl.tables import registry

LEFT, NUMBER = "left", "number"
_POWER = re.compile(r"10([⁰¹²³⁴-⁹]+)")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TOKEN = re.compile(
    r"(?P<power>10 ?(?:\^|\*\*) ?\d{1,2}|1e\d{1,2})(?!\d)"
    r"|(?P<zeros>(?<![\d.,])'?000'?s?(?![\d\w]))"
    r"|(?P<number>\d{1,3}(?:[, ']\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    r"|(?P<han>[\u3400-\u9fff])|(?P<word>m[23]|[^\W\d_\u3400-\u9fff]+)|(?P<sign>[$€£¥₽₹₩%/×*+&<>^±=~|\\])"
)
_SILENT = re.compile(r"[\s().,:;'\"\[\]{}_·\-–—#!]")
_LONGEST = 8  # tokens of a phrase
_CODE = 3  # letters of a currency's code


class Word(NamedTuple):
    """A piece of a label, the kind of thing it is (a kind of `units.csv`, `number` or `left`), and its value."""

    text: str
    kind: str
    value: str


@cache
def table() -> Mapping[tuple[str, ...], Mapping[str, str]]:
    """Return phrase → kind → value; phrases are cut into tokens as labels are."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for line in registry.lines("units"):
        kinds = found.setdefault(tuple(_tokens(line["token"])), {})
        if kinds.setdefault(line["kind"], line["value"]) != line["value"]:
            raise ValueError(f"units.csv: {line['token']} means both {kinds[line['kind']]} and {line['value']}")
    return MappingProxyType(found)


def _tokens(text: str) -> list[str]:
    """Return a label as tokens; a sign that means nothing is dropped, any other is a token of its own."""
    text = key(_POWER.sub(lambda match: f"10^{match[1].translate(_SUPERSCRIPT)}", text))
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            found += [] if _SILENT.match(text[at]) else [text[at]]
            at += 1
            continue
        found.append(match[0])
        at = match.end()
    return found


def scan(text: str) -> tuple[Word, ...]:
    """Return the words of a label in order, each with what it is; the kind `left` is a word that nobody knows."""
    tokens, words, at = _tokens(text), [], 0
    whole = table().get(tuple(tokens), {})
    if "whole" in whole:
        return (Word(" ".join(tokens), "measure", whole["whole"]),)
    while at < len(tokens):
        taken, word = _phrase(tokens, at)
        words += word
        at += taken
    return tuple(words)


def _phrase(tokens: Sequence[str], at: int) -> tuple[int, list[Word]]:
    """Return how many tokens the longest known phrase takes, and its words."""
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        kinds = table().get(tuple(tokens[at : at + length]), {})
        usual = [kind for kind in kinds if kind not in ("letter", "whole")]
        if usual:
            return length, [Word(" ".join(tokens[at : at + length]), usual[0], kinds[usual[0]])]
    one = tokens[at]
    number = _number(one)
    if number:
        return 1, [Word(one, NUMBER, number)]
    letter = table().get((one,), {}).get("letter", "")
    if letter:
        return 1, [Word(one, "letter", letter)]
    return 1, _glued(one) or [Word(one, LEFT, "")]


def _number(token: str) -> str:
    """Return a number as digits: `1,000` is 1000, `10^6` is 1000000, `'000` is 1000; "" for what is none."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return ""
    if match["zeros"]:
        return "1000"
    if match["power"]:
        digits = re.findall(r"\d+", token)
        return str(10 ** int(digits[-1]))
    return re.sub("[, ']", "", match["number"]) if match["number"] else ""


def _glued(token: str) -> list[Word]:
    """Return a currency's code and a magnitude written as one word, cut apart: `usdm`, `keur`; [] for any other word."""
    for code, rest, first in (
        (token[:_CODE], token[_CODE:], True),
        (token[-_CODE:], token[:-_CODE], False),
    ):
        money, size = table().get((code,), {}).get("currency", ""), table().get((rest,), {}) if rest else {}
        letter = "" if first and rest == "t" else size.get("letter", "")  # TEUR is thousands; EURT is nothing known
        value = size.get("magnitude", "") or letter
        if money and value:
            parts = [Word(code, "currency", money), Word(rest, "magnitude", value)]
            return parts if first else parts[::-1]
    return []


def silent(text: str) -> bool:
    """Say whether a word can also stand in a label without meaning anything of its own."""
    return "word" in table().get(tuple(_tokens(text)), {})


def is_power(number: str) -> bool:
    """Say whether a number is 1, 10, 100 …: any other is no multiplier."""
    return re.fullmatch(r"10*", number) is not None


def product(numbers: Sequence[str]) -> Decimal:
    """Return the product of numbers that are written as text."""
    out = Decimal(1)
    for number in numbers:
        out *= Decimal(number)
    return out
