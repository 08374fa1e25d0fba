"""Characters that are not what they seem: invisible ones are taken out, those that can deceive in names are refused.

Names of places and goods are keys; titles, footnotes and columns of remarks are notes, where more is allowed.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etl.read.layout import Layout
from etl.tables.problems import ACCEPT, REFUSE, Problem, problem, together

INVISIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufff9-\ufffb"
TURNING = "\u202a-\u202e\u2066-\u2069"
PICTURES = "\ud800-\udfff\U0001f000-\U0001faff\ufe0f"
_TAGS = "script|svg|img|iframe|object|embed|style|link|meta|form|input|body|html|math|video|audio|base|div|a|b|i"

_SIGNS = (  # code, what is looked for
    ("X-04", re.compile(f"[{TURNING}]")),
    ("X-06", re.compile(f"[{PICTURES}]")),
    ("X-03", re.compile(f"[{INVISIBLE}]")),
    ("S-12", re.compile("[\r\n]")),
    ("X-01", re.compile(rf"<\s*/?(?:{_TAGS})\b[^>]*>?", re.IGNORECASE)),
    ("X-02", re.compile(r"\]\(\w+:|\$\\|:(?:red|blue|green|orange|violet|gray|rainbow)\[|\bdatum\[|<br\s*/?>")),
)
_ANY = re.compile("|".join(f"(?:{sign.pattern})" for _, sign in _SIGNS), re.IGNORECASE)
_DROPPED = re.compile(f"[{INVISIBLE}{TURNING}]")
_BREAKS = re.compile(r"[ \t]*[\r\n]+[ \t\r\n]*")
_REMARKS = re.compile(r"\b(?:note|remark|comment|footnote)s?\b|备注|注释|說明|说明|примечани", re.IGNORECASE)
_TOGETHER = 200  # rows looked at together; most files hold nothing odd
_LONG = 80  # a longer cell is a remark, not a name


@dataclass
class _Found:
    """Places of each code, apart for names and notes."""

    names: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    notes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def tidied(
    rows: Sequence[tuple[str, ...]], where: Layout | None, at: Callable[[int, int], str]
) -> tuple[tuple[tuple[str, ...], ...], list[Problem]]:
    """Return the rows without invisible characters and line breaks, accents joined (NFC), and what was found where."""
    found = _Found()
    remarks = _remark_columns(rows, where)
    tidy: list[tuple[str, ...]] = []
    for start in range(0, len(rows), _TOGETHER):
        some = rows[start : start + _TOGETHER]
        if _harmless(" ".join(map(" ".join, some))):
            tidy.extend(some)
            continue
        for index, row in enumerate(some, start=start):
            inside = where is not None and where.first <= index < where.end
            tidy.append(
                tuple(
                    _cell(cell, (index, column), inside and column not in remarks, (found, at))
                    for column, cell in enumerate(row)
                )
            )
    return tuple(tidy), [*_problems(found.names, name=True), *_problems(found.notes, name=False)]


def _harmless(text: str) -> bool:
    """Return True if nothing odd can be in the text; plain text is passed without the slower search."""
    if text.isascii() and text.isprintable() and not any(sign in text for sign in ("<", "[", "$\\", "](")):
        return True
    return _ANY.search(text) is None and unicodedata.is_normalized("NFC", text)


def suspicious(text: str) -> list[Problem]:
    """Return what is found in text that has no cells, as in a JSON file; all of it counts as names."""
    found = _Found()
    _cell(text, (0, 0), True, (found, lambda row, column: ""))
    return [p for p in _problems(found.names, name=True) if p.code in ("X-04", "X-06")]


def key(text: str) -> str:
    """Return the text as names are compared: ordinary forms of letters, single blanks, nothing invisible."""
    plain = unicodedata.normalize("NFKC", _DROPPED.sub("", text))
    return re.sub(r"\s+", " ", plain).strip()


def _cell(cell: str, place: tuple[int, int], is_name: bool, into: tuple[_Found, Callable[[int, int], str]]) -> str:
    """Return the cell tidied; what was found in it is put into the list for names or notes."""
    found, at = into
    if _harmless(cell):
        return cell
    which = found.names if is_name and len(cell) <= _LONG else found.notes
    for code, sign in _SIGNS:
        if sign.search(cell):
            which.setdefault(code, []).append((at(*place), cell))
    joined = unicodedata.normalize("NFC", _BREAKS.sub(" ", _DROPPED.sub("", cell)))
    if joined != cell and not unicodedata.is_normalized("NFC", cell):
        which.setdefault("X-07", []).append((at(*place), cell))
    return joined


def _problems(found: dict[str, list[tuple[str, str]]], *, name: bool) -> list[Problem]:
    made = []
    for code, cells in sorted(found.items()):
        verdict = REFUSE if name and code in ("X-04", "X-06") else ACCEPT
        where = together(place for place, _ in cells)
        made.append(problem(code, cells[0][1], where=where, verdict=verdict, count=len(cells)))
    return made


def _remark_columns(rows: Sequence[tuple[str, ...]], where: Layout | None) -> set[int]:
    """Columns whose heading says that they hold remarks."""
    if where is None:
        return set()
    return {c for index in where.headings for c, cell in enumerate(rows[index]) if _REMARKS.search(cell)}
