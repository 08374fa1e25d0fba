"""How a file stores its letters: bytes → text, strictly. One reading that fits is taken, two that fit are asked about.

Order: byte order mark, UTF-8, then the older encodings scored by known words; what is left open is held as E-03.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etl.cage.document import Refused
from etl.problems import Problem, problem

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
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_OLDER = ("gb18030", "cp1252", "big5", "shift_jis", "cp1251")
_HIGH = re.compile(rb"[\x80-\xff]+")
_THREE_BYTES = re.compile(rb"[\xe3-\xef][\x80-\xbf][\x80-\xbf]")
# Text that was read wrongly and saved again: UTF-8 taken for Western letters, Chinese taken for Western letters.
DAMAGED = re.compile(
    "\ufffd|锟斤拷|烫烫烫|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•˜™š›œžŸ]|â€[\u0080-\u00bf™œ\u009d]"
    "|(?:[ÐÑ][\u0080-\u00bf]){2}|(?:[À-ÿ][\u00a1-\u00ff]){2}(?=[\u00a1-\u00ff\\W]|$)"
)


@dataclass(frozen=True)
class Decoded:
    """Text without a byte order mark, the encoding it was read with, and what is to be noted or asked about it."""

    text: str
    encoding: str
    notes: tuple[Problem, ...] = ()
    held: tuple[Problem, ...] = ()


def decode(data: bytes, *, declared: str = "", answer: str = "") -> Decoded:
    """The text of the bytes. `declared` is what the file says of itself, `answer` what a person chose.

    Raises Refused for empty files, NUL bytes, two encodings in one file, and text damaged before it came here.
    """
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Refused((problem("F-01"),))
    decoded = (
        _chosen(data, answer)
        if answer
        else _marked(data) or _unmarked(data) or _declared(data, declared) or _older(data)
    )
    damage = DAMAGED.search(decoded.text)
    if damage and not any(held.code == "E-03" for held in decoded.held):
        where = place(decoded.text, damage.start())
        code = "E-04" if decoded.encoding in ("cp1252", "latin-1") else "E-05"
        raise Refused((problem(code, _around(decoded.text, damage.start()), where=where),))
    if "\0" in decoded.text:
        where = place(decoded.text, decoded.text.index("\0"))
        raise Refused((problem("E-06", _around(decoded.text, decoded.text.index("\0")), where=where),))
    return decoded


def place(text: str, index: int) -> str:
    """`line 3, character 14` for a position in the text, both from 1."""
    start = text.rfind("\n", 0, index) + 1
    return f"line {text.count(chr(10), 0, index) + 1}, character {index - start + 1}"


def _chosen(data: bytes, encoding: str) -> Decoded:
    """The reading that a person chose; Refused if the bytes cannot be read that way."""
    if encoding not in NAMES:
        raise Refused((problem("E-04", f"{encoding} is not one of the readings offered"),))
    try:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"), encoding, _noted(encoding))
    except UnicodeDecodeError as error:
        raise Refused((_bad_byte(data, error.start),)) from error


def _noted(encoding: str) -> tuple[Problem, ...]:
    return (problem("E-01", encoding=NAMES[encoding]),)


def _marked(data: bytes) -> Decoded | None:
    """The text of a file that begins with a byte order mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data[0 if encoding == "utf-32" else len(mark) :]
            try:
                return Decoded(body.decode(encoding), encoding, _noted(encoding))
            except UnicodeDecodeError as error:
                if "truncated" in error.reason or "unexpected end" in error.reason:
                    raise Refused((problem("F-08", where=f"byte {error.start + 1}"),)) from error
                raise Refused((_bad_byte(data, error.start + len(mark)),)) from error
    return None


def _unmarked(data: bytes) -> Decoded | None:
    """The text of a file in UTF-16 without a mark (held), or in UTF-8."""
    if b"\0" in data:
        return _without_mark(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if "unexpected end" in error.reason and not data.isascii() and _THREE_BYTES.search(data):
            raise Refused((problem("F-08", where=_where(data, error.start)),)) from error
        return None


def _without_mark(data: bytes) -> Decoded:
    """UTF-16 without a mark, if the NUL bytes stand in every second place only; Refused otherwise."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if odd and not even else "utf-16-be" if even and not odd else ""
    if encoding and max(even, odd) * 10 >= len(data) // 2:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            text = ""
        if text:
            held = problem("E-02", text[:60], key="encoding", choices=(encoding,), encoding="UTF-16")
            return Decoded(text, encoding, held=(held,))
    position = data.index(0)
    raise Refused((problem("E-06", where=_where(data, position)),))


def _declared(data: bytes, declared: str) -> Decoded | None:
    """The text of a file that names its own Chinese encoding and keeps to it; other names are not trusted."""
    if declared.lower() not in ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"):
        return None
    try:
        return Decoded(data.decode("gb18030"), "gb18030", _noted("gb18030"))
    except UnicodeDecodeError:
        return None


def _older(data: bytes) -> Decoded:
    """The text in an older encoding: taken if known words decide, held with the readings side by side if not."""
    _refuse_mixed(data)
    readings = {encoding: text for encoding in _OLDER if (text := _strictly(data, encoding)) is not None}
    readings = {encoding: text for encoding, text in readings.items() if _plausible(data, encoding)}
    known = [encoding for encoding, text in readings.items() if any(word in text for word in _words()[encoding])]
    if not readings:
        raise Refused((_bad_byte(data, _first_bad(data)),))
    if len(known) == 1 and known[0] in ("gb18030", "cp1251"):
        return Decoded(readings[known[0]], known[0], _noted(known[0]))
    if list(readings) == ["cp1252"]:
        return Decoded(readings["cp1252"], "cp1252", _noted("cp1252"))
    order = sorted(readings, key=lambda encoding: (encoding not in known, _disorder(data, encoding)))
    best = readings[order[0]]
    if order[0] == "cp1252" and (damage := DAMAGED.search(best)):
        raise Refused((problem("E-04", _around(best, damage.start()), where=place(best, damage.start())),))
    return Decoded(best, order[0], held=(_which(data, readings, tuple(order[:3])),))


def contradiction(data: bytes, declared: str, found: str) -> Problem | None:
    """The question E-03 for a file that says one encoding and is stored in another."""
    second = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "windows-1252": "cp1252"}.get(
        declared, declared
    )
    text = _strictly(data, second) if second in NAMES else None
    readings = {found: data.decode(found)} | ({second: text} if text is not None else {})
    return None if data.isascii() or second == found else _which(data, readings, tuple(readings))


def _which(data: bytes, readings: Mapping[str, str], order: tuple[str, ...]) -> Problem:
    """The question which reading is right, with the first word that differs in each of them."""
    line = data.count(b"\n", 0, _first_bad(data))
    shown = []
    for encoding in order:
        words = readings[encoding].split("\n")[line]
        first = next((i for i, character in enumerate(words) if not character.isascii()), 0)
        shown.append(f"{NAMES[encoding]}: {words[max(0, first - 8) : first + 12].strip()}")
    found = " | ".join(shown)
    where = f"line {line + 1}"
    return problem(
        "E-03", found, where=where, key="encoding", choices=order, readings=", ".join(NAMES[e] for e in order)
    )


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(data: bytes, encoding: str) -> bool:
    """False for readings of which hardly a letter can be meant. GB18030 stays a rival of Western letters in any case."""
    return encoding in ("gb18030", "cp1252") or _disorder(data, encoding) < 0.2


def _disorder(data: bytes, encoding: str) -> float:
    """The share of high bytes (0…1) that would be rare letters, or letters in a place where they hardly stand."""
    runs = _HIGH.findall(data)
    total = sum(map(len, runs)) or 1
    if encoding == "cp1252":  # accented letters stand alone among plain ones
        return sum(len(run) for run in runs if len(run) > 2) / total
    if encoding == "cp1251":  # Russian words are runs of letters from 0xC0
        return sum(len(run) for run in runs if len(run) < 2 or min(run) < 0xA8) / total
    common = {"gb18030": rb"[\xa1-\xa9\xb0-\xd7][\xa1-\xfe]", "big5": rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"}
    pairs = re.findall(common.get(encoding, rb"[\x81-\x84\x88-\x97][\x40-\xfc]"), data)
    return max(0.0, 1 - sum(len(_HIGH.sub(b"", pair)) == 0 and 2 or 1 for pair in pairs) / total)


def _refuse_mixed(data: bytes) -> None:
    """Raise Refused when some lines are UTF-8 with Chinese letters and others cannot be UTF-8."""
    utf8 = other = 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.isascii():
            continue
        if _strictly(line, "utf-8") is None:
            other = other or number
        elif _THREE_BYTES.search(line):
            utf8 = utf8 or number
    if utf8 and other:
        start = sum(len(line) + 1 for line in data.split(b"\n")[: max(utf8, other) - 1])
        first = _HIGH.search(data, start)
        raise Refused((_bad_byte(data, first.start() if first else start),))


def _bad_byte(data: bytes, position: int) -> Problem:
    return problem("E-04", f"byte {data[position]:#04x}", where=_where(data, position))


def _where(data: bytes, position: int) -> str:
    start = data.rfind(b"\n", 0, position) + 1
    characters = len(data[start:position].decode("utf-8", errors="replace"))
    return f"line {data.count(bytes([10]), 0, position) + 1}, character {characters + 1}"


def _first_bad(data: bytes) -> int:
    high = _HIGH.search(data)
    return high.start() if high else 0


def _around(text: str, index: int) -> str:
    return text[max(0, text.rfind("\n", 0, index) + 1, index - 20) : index + 20]


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """Words that are known in files of each encoding."""
    with (Path(__file__).parent / "words.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {name: tuple(row["word"] for row in rows if row["encoding"] == name) for name in _OLDER}
