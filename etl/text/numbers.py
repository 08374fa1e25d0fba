"""The number grammar: text of one column → exact decimals, each with why it is missing where it is, and never a guess.

Which sign stands before the decimals is decided for a whole column: one cell that allows a single reading decides,
unless another contradicts it. Otherwise the column is held. A blank is never 0.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from etl.tables import registry
from etl.tables.problems import ACCEPT, HOLD, NOTE, REFUSE, Problem, problem, together

BLANK, NIL, MISSING, CONFIDENTIAL = "blank", "nil", "missing", "confidential"
BELOW, LOST, UNREAD = "below", "lost", "unread"
POINT, COMMA = ".", ","

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile("[ \u00a0\u2000-\u200a\u202f\u205f\u3000\t\r\n]+")
# Full-width forms only. Anything wider would turn the footnote sign of 1234² into a digit.
_ORDINARY = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "−–—‐‑‒"), "-")
_ORDINARY |= dict.fromkeys(map(ord, "’＇`´"), "'")
_DIGITS = re.compile(r"(?P<sign>[-+]?)(?P<digits>[0-9][0-9.,' ]*|[.,][0-9]+)(?P<power>[eE][-+]?[0-9]{1,2})?")
_IMPOSSIBLE = re.compile(r"[-+]?(inf(inity)?|nan|0x[0-9a-f]+|[0-9]+(_[0-9]+)+|[0-9.,]+e[-+]?[0-9]{3,})", re.IGNORECASE)
_THREES = re.compile(r"[1-9][0-9]{0,2}(?P<by>[., '])[0-9]{3}(?:(?P=by)[0-9]{3})*")
_INDIAN = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")

_QUESTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "N-02": ("decimal", (POINT, COMMA)),
    "N-04": ("negative", ("keep", "leave out")),
    "N-07": ("mark", (NIL, MISSING, CONFIDENTIAL)),
    "N-08": ("remark", ("figure", "leave out")),
}


@dataclass(frozen=True)
class Figure:
    """One cell of figures: its exact value, or None and why; `text` is the cell as the file has it.

    `status` is "" for a figure, else blank, nil, missing, confidential, below (value 0: more than nothing, rounds to
    it), lost (the publisher printed ####) or unread (a problem says why).
    """

    value: Decimal | None
    status: str
    text: str

    @property
    def rounding(self) -> Decimal:
        """Half the last printed digit, in the unit of the figure: 649.8 → 0.05. 0 where there is no figure."""
        if self.value is None:
            return Decimal(0)
        return Decimal(5).scaleb(int(self.value.as_tuple().exponent) - 1)


@dataclass(frozen=True)
class Column:
    """Figures of one column in the order of its cells, the decimal sign they were read with, and what was wrong."""

    figures: tuple[Figure, ...]
    decimal: str
    problems: tuple[Problem, ...]


@cache
def marks(source: str = "common") -> Mapping[str, str]:
    """Return what each mark means in files of that source or family; the common ones for a source without a list.

    A mark with a blank at its end (`0 ` of SIPRI) is compared before blanks are stripped.
    """
    rows = registry.lines("marks")
    names = {row["source"] for row in rows}
    family = source.split("_", maxsplit=1)[0]
    wanted = source if source in names else family if family in names else "common"
    return MappingProxyType({row["mark"]: row["meaning"] for row in rows if row["source"] == wanted})


def plain(text: str) -> str:
    """Return the text with ordinary digits, signs and blanks, without padding, invisible characters or apostrophe in front."""
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text).translate(_ORDINARY)).strip()
    return text[1:].strip() if text.startswith("'") else text


def read(
    texts: Sequence[str],
    *,
    at: Callable[[int], str] = lambda index: f"row {index + 1}",
    stored: Callable[[int], bool] = lambda index: False,
    meanings: Mapping[str, str] | None = None,
    decimal: str = "",
    percent: bool = False,
    negative: bool = False,
) -> Column:
    """Return the column's figures. `at` gives a cell's place, `stored` says that a workbook holds it as a number.

    `meanings` is what `marks(source)` gives. `decimal` is the sign the source is known to use, or a person's answer.
    `percent` takes `24%` as 24, `negative` takes values below zero without a question. Nothing is raised: what cannot
    be read is `unread` and has a problem.
    """
    meanings = marks() if meanings is None else meanings
    cells = [_Cell(text, plain(text), stored(index), percent) for index, text in enumerate(texts)]
    sign = decimal_sign([cell.core for cell in cells if not cell.stored], known=decimal)
    figures, found = [], dict[str, list[int]]()
    for index, cell in enumerate(cells):
        figure, code = _figure(cell, meanings, POINT if cell.stored else sign)
        if figure.value is not None and figure.value < 0 and not negative:
            code = "N-04"
        found.setdefault(code, []).append(index)
        figures.append(figure)
    found.pop("", None)
    why = _why_undecided(cells, sign)
    problems = (_problem(code, [cells[i] for i in rows], map(at, rows), why) for code, rows in sorted(found.items()))
    return Column(tuple(figures), sign, tuple(problems))


def decimal_sign(texts: Iterable[str], known: str = "") -> str:
    """Return the sign before the decimals on which all texts agree; "" if both fit and it matters, or neither fits all."""
    allowed, matters = {known} if known else {POINT, COMMA}, False
    for text in texts:
        core = _core(plain(text))
        possible = _possible(core)
        if possible:
            allowed = allowed & possible if not known else allowed
            matters = matters or (len(possible) == 2 and bool(re.search("[.,]", core)))
    if len(allowed) == 1:
        return next(iter(allowed))
    return "" if matters or not allowed else POINT


@dataclass(frozen=True)
class _Cell:
    text: str
    plain: str
    stored: bool
    percent: bool

    @property
    def core(self) -> str:
        return _core(self.plain)

    @property
    def figure(self) -> str:
        return self.plain[:-1].rstrip() if self.percent and self.plain.endswith("%") else self.plain


def _problem(name: str, cells: Sequence[_Cell], places: Iterable[str], reason: str) -> Problem:
    code, _, verdict = name.partition(" ")
    key, choices = _QUESTIONS.get(code, ("", ())) if verdict in ("", HOLD) else ("", ())
    found = ", ".join(dict.fromkeys(cell.text.strip() or "a blank" for cell in cells[:5]))
    return problem(code, found, where=together(places), verdict=verdict, key=key, choices=choices, reason=reason)


def _figure(cell: _Cell, meanings: Mapping[str, str], sign: str) -> tuple[Figure, str]:
    """Return the cell's figure, and the code (and verdict, if not the usual one) of what is to be said about it."""
    status = _status(cell, meanings)
    if status:
        noted = f"N-06 {NOTE}" if status == LOST else f"N-07 {ACCEPT}" if cell.plain else ""
        return Figure(Decimal(0) if status == BELOW else None, status, cell.text), noted
    code = _refused(cell)
    if code:
        return Figure(None, LOST if code.startswith("N-06") else UNREAD, cell.text), code
    divided = bool(re.search("[.,]", cell.core)) and bool(_possible(cell.core))
    value = None if divided and not sign else _value(cell.figure, sign or POINT)
    if value is None:
        return Figure(None, UNREAD, cell.text), "N-02" if divided and "e" not in cell.plain.lower() else "N-08"
    return Figure(value, "", cell.text), _noted(cell)


def _status(cell: _Cell, meanings: Mapping[str, str]) -> str:
    """Return what the source means by the cell, if it is one of its marks."""
    if not cell.plain:
        return meanings.get("", BLANK)
    if re.fullmatch("##+", cell.plain):
        return meanings.get("#", "")
    return meanings.get(cell.text.replace("\u00a0", " ")) or meanings.get(cell.plain.lower(), "")


def _refused(cell: _Cell) -> str:
    """Return the code for text that is no figure at all, "" for what may be one."""
    if re.fullmatch("##+", cell.plain):
        return f"N-06 {REFUSE}"
    if _IMPOSSIBLE.fullmatch(cell.plain):
        return "N-03"
    if not any(character.isdigit() for character in cell.plain):
        return f"N-07 {HOLD}" if len(cell.plain) <= 5 else "N-08"
    return "" if _DIGITS.fullmatch(_unbracketed(cell.figure)) else "N-08"


def _unbracketed(text: str) -> str:
    """(123) is how accountants write -123."""
    inside = re.fullmatch(r"\(\s*([0-9][0-9.,' ]*)\)", text)
    return "-" + inside[1].strip() if inside else re.sub(r"^([-+]) ", r"\1", text)


def _core(text: str) -> str:
    """Return the digits and separators of a figure, "" for anything else."""
    match = _DIGITS.fullmatch(_unbracketed(text.removesuffix("%").rstrip()))
    return match["digits"] if match else ""


def _value(text: str, sign: str) -> Decimal | None:
    """Return the exact value with `sign` before the decimals; None if the separators do not fit, or digits were cut off."""
    match = _DIGITS.fullmatch(_unbracketed(text))
    if match is None:
        return None
    whole, _, rest = match["digits"].partition(sign)
    if (rest and not rest.isdigit()) or not (whole.isdigit() or not whole or _grouped(whole, sign)):
        return None
    digits = re.sub("[^0-9]", "", whole) + ("." + rest if rest else "")
    value = Decimal(match["sign"] + (digits or "0") + (match["power"] or ""))
    # 1.14149E+11 has lost its last digits in a spreadsheet: the exponent reaches further than the digits.
    return None if match["power"] and int(value.as_tuple().exponent) > 0 else value


def _grouped(whole: str, sign: str) -> bool:
    """Return True for digits in threes (or the Indian way) behind any separator but the decimal one."""
    threes = _THREES.fullmatch(whole)
    return bool(threes and threes["by"] != sign) or bool(sign != COMMA and _INDIAN.fullmatch(whole))


def _possible(core: str) -> set[str]:
    """Return the decimal signs with which the digits can be read; both for digits without separators and for text."""
    return {sign for sign in (POINT, COMMA) if not core or _value(core, sign) is not None}


def _noted(cell: _Cell) -> str:
    """Return the code of the note for a figure that was written unusually."""
    if cell.stored:
        return ""
    if re.search("[\uff10-\uff19]", cell.text):
        return "N-05"
    return f"N-01 {ACCEPT}" if cell.text != cell.plain or re.search("[ ',]", cell.text) else ""


def _why_undecided(cells: Sequence[_Cell], sign: str) -> str:
    """Return what speaks for either reading, for the question which sign stands before the decimals."""
    divided = [cell.core for cell in cells if not cell.stored and re.search("[.,]", cell.core)]
    point = next((core for core in divided if _possible(core) == {POINT}), "")
    comma = next((core for core in divided if _possible(core) == {COMMA}), "")
    if point and comma:
        return f"{point:.40} and {comma:.40} in one column are written in two ways."
    example = next((core for core in divided if len(_possible(core)) == 2), "")
    if example and not sign:
        return f"{example:.40} can be a thousand or a decimal figure. No other figure in the column decides it."
    return "Some figures in the column do not fit the others."
