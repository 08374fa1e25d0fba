"""Plain figures read quickly: digits, a point, commas in threes, padding. All else is left to the number grammar.

A query of 10,000 lines has 30,000 figures, nearly all of which are of these two forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from etl.tables.problems import ACCEPT, Problem, problem, together
from etl.text import numbers

_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_BLANKS = " \u00a0"
_NINES = str.maketrans("12345678", "99999999")


def shapes(texts: Iterable[str]) -> list[str]:
    """Return one text of each form, all that matters for the sign before the decimals: 1,234 and 5,678 are one."""
    return sorted({text.translate(_NINES) for text in texts if "," in text or "." in text})


def contradictory(forms: Iterable[str]) -> bool:
    """Say whether one text fits only the point and another only the comma."""
    return {numbers.POINT, numbers.COMMA} <= {numbers.decimal_sign([text]) for text in forms}


class Read(NamedTuple):
    """Figures by index, the indices that had padding or commas taken out, and those left to the number grammar."""

    figures: dict[int, numbers.Figure]
    noted: list[int]
    rest: list[int]


def figures(texts: Sequence[str], sign: str, stored: Callable[[int], bool], meanings: Mapping[str, str]) -> Read:
    """Return what can be read of texts at once; a text that is one of the source's marks is left."""
    read = Read({}, [], [])
    blank = meanings.get("", numbers.BLANK)
    for index, text in enumerate(texts):
        bare = text.strip(_BLANKS)
        point = sign == numbers.POINT or stored(index)
        if not bare:
            read.figures[index] = numbers.Figure(None, blank, text)
        elif text in meanings:
            read.rest.append(index)
        elif (_PLAIN if point else _DIGITS).fullmatch(bare):
            read.figures[index] = numbers.Figure(Decimal(bare), "", text)
            if bare != text:
                read.noted.append(index)
        elif sign == numbers.POINT and _GROUPED.fullmatch(bare):
            read.figures[index] = numbers.Figure(Decimal(bare.replace(",", "")), "", text)
            read.noted.append(index)
        else:
            read.rest.append(index)
    return read


def noted(texts: Sequence[str], indices: Sequence[int], at: Callable[[int], str]) -> Problem:
    """Return the note that padding and thousands separators were taken out."""
    found = ", ".join(texts[index].strip() for index in indices[:5])
    return problem("N-01", found, where=together(at(index) for index in indices), verdict=ACCEPT)
