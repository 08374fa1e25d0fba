"""Which of several readings of the same bytes is right: known words, likely letters, and the question to a person."""

import re
from collections.abc import Mapping
from functools import cache

from etl.tables import registry
from etl.tables.problems import Problem, problem

NAMES: Mapping[str, str] = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "gb18030": "Chinese (GB18030)",
    "cp1252": "Western (Windows-1252)",
    "latin-1": "Western (ISO 8859-1)",
    "big5": "Chinese (Big5)",
    "shift_jis": "Japanese (Shift-JIS)",
    "cp1251": "Cyrillic (Windows-1251)",
}
OLDER = ("gb18030", "cp1252", "big5", "shift_jis", "cp1251")

# Text that was read wrongly and saved again: UTF-8 taken for Western letters, Chinese taken for Western letters.
UTF8_AS_WESTERN = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•˜™š›œžŸ]|â€[\u0080-\u00bf™œ\u009d]")
DAMAGED = re.compile(
    f"{UTF8_AS_WESTERN.pattern}|\ufffd|锟斤拷|烫烫烫|(?:[ÐÑ][\u0080-\u00bf]){{2}}|(?:[\u00b0-\u00f7][\u00a1-\u00fe]){{2}}"
)

_SAMPLE = 500_000  # characters looked at; a file has one encoding
_LIKELY = {  # the first and second byte of letters in everyday use
    "gb18030": re.compile(rb"[\xa1-\xa9\xb0-\xd7][\xa1-\xfe]"),
    "big5": re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"),
    "shift_jis": re.compile(rb"[\x81-\x84\x88-\x97][\x40-\xfc]"),
}
_ACCENTED = re.compile("[À-ÖØ-öø-ÿŠšŽžŒœŸ]+")
_RUSSIAN = re.compile("[А-яЁё]{2,}|[№«»–—]")
_OTHER = re.compile("[^\x00-\x7f]")


def strictly(data: bytes, encoding: str) -> str | None:
    """Return the bytes as text in that encoding, None if any of them does not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def candidates(data: bytes) -> dict[str, str]:
    """Return the readings in older encodings that may be meant, the likeliest first.

    GB18030 is a rival of Western letters wherever it fits; the others only where their letters are everyday ones.
    """
    readings = {name: text for name in OLDER if (text := strictly(data, name)) is not None}
    disorder = {name: _disorder(text[:_SAMPLE], name) for name, text in readings.items()}
    kept = [name for name in readings if name in ("gb18030", "cp1252") or disorder[name] < 0.2]
    order = sorted(kept, key=lambda name: (not has_known_word(readings[name], name), disorder[name]))
    return {name: readings[name] for name in order}


def has_known_word(text: str, encoding: str) -> bool:
    """Return True if a word that stands in tables of that encoding occurs."""
    sample = text[:_SAMPLE]
    return any(word in sample for word in _words()[encoding])


def question(readings: Mapping[str, str], line: int) -> Problem:
    """E-03: which reading is right, each with the first letters in which it differs on that line (from 0)."""
    shown = []
    for encoding, text in list(readings.items())[:3]:
        words = text.split("\n")[line].strip()
        first = _OTHER.search(words)
        start = max(0, first.start() - 6) if first else 0
        shown.append(f"{NAMES[encoding].partition(' (')[0]}: {words[start : start + 14]}")
    names = ", ".join(NAMES[encoding] for encoding in readings)
    where = f"line {line + 1}"
    return problem("E-03", " | ".join(shown), where=where, key="encoding", choices=tuple(readings), readings=names)


def _disorder(text: str, encoding: str) -> float:
    """Return the share of letters (0…1) that are rare in that encoding, or stand where they hardly would."""
    letters = _OTHER.findall(text)
    if not letters:
        return 0.0
    if encoding == "cp1252":  # accented letters stand alone among plain ones
        return sum(len(run) for run in _ACCENTED.findall(text) if len(run) > 1) / len(letters)
    if encoding == "cp1251":
        return 1 - sum(map(len, _RUSSIAN.findall(text))) / len(letters)
    return sum(not _LIKELY[encoding].fullmatch(letter.encode(encoding)) for letter in letters) / len(letters)


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    rows = registry.lines("words")
    return {name: tuple(row["word"] for row in rows if row["encoding"] == name) for name in OLDER}
