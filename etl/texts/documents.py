"""One document of a corpus: its day, its words in a plain form, its language; and what is wrong with one that is left out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from etl.tables import registry

LANGUAGES = ("en", "zh", "ru", "nl")
FEWEST_LETTERS = 20  # a body with fewer says nothing
SAMPLE = 1_000  # characters by which a language is told
CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
WRAPPED = re.compile("(?<=[\u3400-\u9fff。、,;:!?”])[^\\S\n]*\n[^\\S\n]*(?=[\u3400-\u9fff“])")
RUSSIAN = re.compile("[А-яЁё]")
WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
SENTENCE = re.compile("(?<=[.!?…])\\s+|(?<=。)|(?<=[!?])(?=[\u3400-\u9fff“])|\n+")
DUTCH = frozenset(
    ["de", "het", "een", "en", "van", "dat", "niet", "zijn", "voor", "met", "ook", "aan", "wordt", "deze", "naar"]
)
ENGLISH = frozenset(
    ["the", "of", "and", "to", "that", "is", "for", "with", "this", "are", "was", "by", "on", "have", "has"]
)
MONTH_DAY = re.compile(r"(\d{1,2})\.?\s+([^\W\d_]+)\.?,?\s+(\d{4})|([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")


@dataclass(frozen=True)
class Text:
    """A document as it is counted: `body` is plain (see `plain`), `where` its place in the file that brought it."""

    day: str
    title: str
    body: str
    language: str
    where: str
    speaker: str = ""
    address: str = ""

    @property
    def size(self) -> int:
        """How many words the body has; of a Chinese one how many characters, because its words are not set apart."""
        return len(CHINESE.findall(self.body)) if self.language == "zh" else len(WORD.findall(self.body))

    @cached_property
    def sentences(self) -> list[str]:
        """The body in sentences."""
        return [one.strip() for one in SENTENCE.split(self.body) if one.strip()]


@dataclass(frozen=True)
class Left:
    """A document that is left out: its place, what was found, what to do."""

    where: str
    kind: str  # undated, empty, duplicate, language, unreadable
    found: str
    do: str

    def __str__(self) -> str:
        """Return it as one sentence."""
        return f"{self.where}: {self.found} {self.do}"


def plain(text: str) -> str:
    """Return a text as it is counted: one form of each letter (NFKC), plain spaces, no soft hyphens or zero widths.

    Lines that were only broken for width are joined, Chinese ones without a space; an empty line ends a paragraph.
    """
    text = UNSEEN.sub("", unicodedata.normalize("NFKC", text)).replace("\r\n", "\n").replace("\r", "\n")
    parts = (WRAPPED.sub("", part) for part in re.split(r"\n\s*\n", text))
    return "\n".join(line for part in parts if (line := " ".join(part.split())))


def language_of(text: str) -> str:
    """Return the language of a plain text by its letters, Dutch and English by their commonest words; "" where it is open."""
    text = text[:SAMPLE]
    letters = sum(map(str.isalpha, text)) or 1
    if len(CHINESE.findall(text)) > letters / 2:
        return "zh"
    if len(RUSSIAN.findall(text)) > letters / 2:
        return "ru"
    words = [word.casefold() for word in WORD.findall(text)]
    dutch, english = sum(word in DUTCH for word in words), sum(word in ENGLISH for word in words)
    return "" if dutch == english else "nl" if dutch > english else "en"


def day_of(text: str) -> str:
    """Return a day as "2022-02-04" from 2022-02-04, 2022年2月4日, 4 February 2022, February 4, 2022 or 04.02.2022; "" if it is none.

    04/02/2022 is no day: it may be February or April.
    """
    text = unicodedata.normalize("NFKC", text)
    if found := ISO.search(text):
        year, month, number = (int(one) for one in found.groups() if one)
        return _made(year, month, number)
    if found := DOTTED.search(text):
        return _made(int(found[3]), int(found[2]), int(found[1]))
    if found := MONTH_DAY.search(text):
        on, name, of = found.group(1, 2, 3) if found[1] else found.group(5, 4, 6)
        return _made(int(of), _months().get(name.casefold(), 0), int(on))
    return ""


def _made(year: int, month: int, number: int) -> str:
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return ""


def _months() -> dict[str, int]:
    """Return the number of a month by its name in any language of the table of periods."""
    lines = registry.lines("period_words")
    return {line["words"].casefold(): int(line["value"]) for line in lines if line["kind"] == "month"}
