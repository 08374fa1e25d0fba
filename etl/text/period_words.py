"""Words for months, quarters and halves in six languages → the one form that the period grammar knows; days of months."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from functools import cache, lru_cache

from etl.tables import registry

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HAN = re.compile("[\u3400-\u9fff]")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_DAY = re.compile(r"([12]\d{3})([-/.])(\d{1,2})\2(\d{1,2})(?:[ t]00:00(?::00)?)?")
_EPOCH, _FIRST, _LAST = date(1899, 12, 30), 36526, 54788  # spreadsheets count days from there; 2000 to 2049
_STANDS_FOR = {"quarter": "Q{}", "half": "H{}", "to date": "YTD", "year": ""}


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of every word, the longest first, and what each is written as."""
    rows = {line["words"]: (line["kind"], line["value"]) for line in registry.lines("period_words")}
    forms = {
        word: MONTHS[int(value) - 1] if kind == "month" else _STANDS_FOR[kind].format(value)
        for word, (kind, value) in rows.items()
    }
    parts = []
    for word in sorted(forms, key=len, reverse=True):
        whole = re.escape(word) if _HAN.search(word) else rf"(?<![^\W_]){re.escape(word)}(?![^\W\d_])\.?"
        parts.append(whole)
    return re.compile("|".join(parts)), forms


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return a period as the grammar knows it: ordinary digits, dashes and blanks, English short names of months."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    text = re.sub("[−–—‐‑～~]", "-", text).casefold()
    pattern, forms = _words()
    text = pattern.sub(lambda match: f"{forms[match[0].removesuffix('.')]}", text)
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=20_000)
def month_of(text: str) -> tuple[int, int] | None:
    """Return year and month of a date that stands for a whole month, its first or last day; None for any other text.

    A number of five digits is a day as spreadsheets count them: 45292 is 1 January 2024.
    """
    match = _DAY.fullmatch(text)
    if match:
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif _SERIAL.fullmatch(text) and _FIRST <= int(text[:5]) <= _LAST:
        when = _EPOCH + timedelta(days=int(text[:5]))
        year, month, day = when.year, when.month, when.day
    else:
        return None
    if not 1 <= month <= 12 or day not in (1, monthrange(year, month)[1]):
        return None
    return year, month
