"""How a file stores its letters: bytes → text, strictly. One reading that fits is taken, two that fit are asked about.

Order: byte order mark, UTF-8, then the older encodings scored by known words; what is left open is held as E-03.
"""

import re
from dataclasses import dataclass

from etl.read.document import Refused
from etl.read.encoding_choice import (
    DAMAGED,
    NAMES,
    UTF8_AS_WESTERN,
    candidates,
    has_known_word,
    question,
    strictly,
)
from etl.tables.problems import Problem, problem

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_HIGH = re.compile(rb"[\x80-\xff]")
_THREE_BYTES = re.compile(rb"[\xe3-\xef][\x80-\xbf][\x80-\xbf]")
_LIKELY_UTF16 = re.compile("[\t\r\n -~\u00a0-\u017f\u0400-\u04ff\u2010-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e]")
_CHINESE = ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk")


@dataclass(frozen=True)
class Decoded:
    """Text without a byte order mark, the encoding it was read with, and what is to be noted or asked about it."""

    text: str
    encoding: str
    notes: tuple[Problem, ...] = ()
    held: tuple[Problem, ...] = ()


def decode(data: bytes, *, declared: str = "", answer: str = "") -> Decoded:
    """Return the text of the bytes. `declared` is what the file says of itself, `answer` what a person chose.

    Raises Refused for empty files, NUL bytes, two encodings in one file, and text damaged before it came here.
    """
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Refused((problem("F-01"),))
    decoded = (
        _chosen(data, answer)
        if answer
        else _marked(data) or _unmarked(data) or _declared(data, declared) or _older(data)
    )
    if not decoded.text.strip():
        raise Refused((problem("F-01"),))
    _refuse_damaged(decoded)
    return decoded


def contradiction(data: bytes, declared: str, found: str) -> Problem | None:
    """Return the question E-03 for a file that says one encoding and is stored in another; None if the two agree."""
    said = "gb18030" if declared in _CHINESE else "cp1252" if declared in ("iso-8859-1", "windows-1252") else declared
    if not declared or data.isascii() or said == found or (said, found) == ("utf8", "utf-8"):
        return None
    readings = {found: data.decode(found)}
    if said in NAMES and (text := strictly(data, said)) is not None:
        readings[said] = text
    return question(readings, data.count(b"\n", 0, _first_high(data)))


def place(text: str, index: int) -> str:
    """`line 3, character 14` for a position in the text, both from 1."""
    start = text.rfind("\n", 0, index) + 1
    return f"line {text.count(chr(10), 0, index) + 1}, character {index - start + 1}"


def _refuse_damaged(decoded: Decoded) -> None:
    """Raise Refused for NUL, for UTF-8 inside a Western file, and for letters broken before the file came here."""
    text = decoded.text
    if "\0" in text:
        raise Refused((problem("E-06", _around(text, text.index("\0")), where=place(text, text.index("\0"))),))
    if any(held.code == "E-03" for held in decoded.held):
        return
    found = (UTF8_AS_WESTERN if decoded.encoding == "cp1252" else DAMAGED).search(text)
    if found:
        code = "E-04" if decoded.encoding == "cp1252" else "E-05"
        raise Refused((problem(code, _around(text, found.start()), where=place(text, found.start())),))


def _chosen(data: bytes, encoding: str) -> Decoded:
    """Return the reading that a person chose. Raises Refused if the bytes cannot be read that way."""
    if encoding not in NAMES:
        raise Refused((problem("E-04", f"{encoding} is not one of the readings offered"),))
    try:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"), encoding, _noted(encoding))
    except UnicodeDecodeError as error:
        raise Refused((_bad_byte(data, error.start),)) from error


def _noted(encoding: str) -> tuple[Problem, ...]:
    return (problem("E-01", encoding=NAMES[encoding]),)


def _marked(data: bytes) -> Decoded | None:
    """Return the text of a file that begins with a byte order mark."""
    for mark, encoding in _MARKS:
        if not data.startswith(mark):
            continue
        try:
            text = data[len(mark) :].decode(encoding) if encoding != "utf-32" else data.decode(encoding)
        except UnicodeDecodeError as error:
            if "truncated" in error.reason or "unexpected end" in error.reason:
                raise Refused((problem("F-08", where="the end of the file"),)) from error
            raise Refused((_bad_byte(data, error.start + len(mark)),)) from error
        return Decoded(text, encoding, _noted(encoding))
    return None


def _unmarked(data: bytes) -> Decoded | None:
    """Return the text of a file in UTF-16 without a mark (held), or in UTF-8; None for older encodings."""
    if b"\0" in data:
        return _without_mark(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if "unexpected end" in error.reason and (error.start or 0) > 0 and _THREE_BYTES.search(data[: error.start]):
            raise Refused((problem("F-08", where=_where(data, error.start)),)) from error
        return None


def _without_mark(data: bytes) -> Decoded:
    """UTF-16 without a mark, if read that way nearly every letter is an everyday one. Raises Refused otherwise."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = strictly(data, encoding) if min(even, odd) == 0 else None
    if text and len(_LIKELY_UTF16.findall(text)) > 0.95 * len(text):
        held = problem("E-02", text.lstrip()[:60], key="encoding", choices=(encoding,), encoding="UTF-16")
        return Decoded(text, encoding, held=(held,))
    raise Refused((problem("E-06", where=_where(data, data.index(0))),))


def _declared(data: bytes, declared: str) -> Decoded | None:
    """Return the text of a file that names its own Chinese encoding and keeps to it; other names are not trusted."""
    text = strictly(data, "gb18030") if declared.lower() in _CHINESE else None
    return None if text is None else Decoded(text, "gb18030", _noted("gb18030"))


def _older(data: bytes) -> Decoded:
    """Return the text in an older encoding: taken if known words decide, held with the readings side by side if not."""
    _refuse_mixed(data)
    readings = candidates(data)
    if not readings:
        raise Refused((_bad_byte(data, _first_high(data)),))
    best, text = next(iter(readings.items()))
    known = [encoding for encoding in readings if has_known_word(readings[encoding], encoding)]
    if (known == [best] and best in ("gb18030", "cp1251")) or list(readings) == ["cp1252"]:
        return Decoded(text, best, _noted(best))
    damage = UTF8_AS_WESTERN.search(text) if best == "cp1252" else None
    if damage:
        raise Refused((problem("E-04", _around(text, damage.start()), where=place(text, damage.start())),))
    return Decoded(text, best, held=(question(readings, data.count(b"\n", 0, _first_high(data))),))


def _refuse_mixed(data: bytes) -> None:
    """Raise Refused when some lines are UTF-8 with Chinese letters and others cannot be UTF-8."""
    first = {True: -1, False: -1}  # where the first line of each sort begins
    start = 0
    for line in data.splitlines(keepends=True):
        fits = strictly(line, "utf-8") is not None
        if not line.isascii() and (not fits or _THREE_BYTES.search(line)) and first[fits] < 0:
            first[fits] = start
        start += len(line)
    if min(first.values()) >= 0:
        high = _HIGH.search(data, max(first.values()))
        raise Refused((_bad_byte(data, high.start() if high else 0),))


def _bad_byte(data: bytes, position: int) -> Problem:
    return problem("E-04", f"a letter stored as {data[position]:02X}", where=_where(data, position))


def _where(data: bytes, position: int) -> str:
    start = data.rfind(b"\n", 0, position) + 1
    characters = len(data[start:position].decode("utf-8", errors="replace"))
    return f"line {data.count(bytes([10]), 0, position) + 1}, character {characters + 1}"


def _first_high(data: bytes) -> int:
    high = _HIGH.search(data)
    return high.start() if high else 0


def _around(text: str, index: int) -> str:
    return text[max(text.rfind("\n", 0, index) + 1, index - 20) : index + 20].partition("\n")[0]
