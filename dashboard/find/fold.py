"""Words as they are compared: without case, accents and width; numbers whole; Chinese and Japanese in unbroken runs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HAN = "぀-ヿ㐀-䶿一-鿿"
WORD = re.compile(rf"\d+(?:[.,]\d+)*(?![^\W_{HAN}])|[{HAN}]+|[^\W_{HAN}]+")
YEAR = re.compile(r"(?:19|20)\d\d")
EMPTY = {  # say nothing of what is looked for
    *("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "what", "how", "much"),
    *(
        "many",
        "is",
        "was",
        "are",
        "в",
        "во",
        "и",
        "из",
        "к",
        "на",
        "от",
        "по",
        "с",
        "со",
        "у",
        "uit",
        "van",
        "de",
        "het",
    ),
    *("een", "en", "naar", "met", "voor", "的", "从", "從", "对", "對", "和", "与", "與", "自", "在", "向"),
}


def fold(text: str) -> str:
    """Return a text without case, accents and width: "Côte d’Ivoire" as "cote d’ivoire", "Ё" as "е"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one)))


@lru_cache(maxsize=4096)  # names of places and words of series stand in many entries
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared, in their order: "LNG进口 29,3 %" as lng, 进口, 29.3."""
    return tuple(_number(one) if one[0].isdigit() else one for one in WORD.findall(fold(text)))


def asked(text: str) -> list[str]:
    """Return the words of a question, each once; those that say nothing go when others remain."""
    found = list(dict.fromkeys(words(text)))
    return [one for one in found if one not in EMPTY] or found


def is_han(word: str) -> bool:
    """Say whether a word is written without blanks between words."""
    return re.match(f"[{HAN}]", word) is not None


def is_cyrillic(word: str) -> bool:
    """Say whether a word is written in Cyrillic letters, whose endings change with the case."""
    return "Ѐ" <= word[0] <= "ӿ"


def _number(text: str) -> str:
    """Return digits with a point before the fraction and nothing between thousands."""
    return re.sub(r",(?=\d{3}(?:\D|$))", "", text).replace(",", ".")
