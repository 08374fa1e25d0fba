"""What each word of a file's labels was taken for, row by row: so that a person can look a figure over word by word.

While a file is read, every text that was given a meaning is remembered (`Asking.take`). Here each row gets back the
texts that stand beside its figure, above it, or around the table, with their meaning; a text without one was not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from etl.cage import Document, Sheet
from etl.extract.headings import plain

NOT_USED = "not used"
_LINE = re.compile(r"(?:line|row) (\d+)(?:, column (\d+))?(?: and .*)?$")
_CELL = re.compile(r"cell ([A-Z]+)(\d+)(?: and .*)?$")
_FIGURE = re.compile(r"[-+]?[\d\s.,'%]*\d[\d\s.,'%]*")
_ANSWERS = ("reporter", "partner", "flow", "product", "period", "unit_missing", "unit", "scale", "valuation")
_LONGEST = 120

Taken = Mapping[tuple[str, str], str]  # (what it is, text) → meaning


class Label(NamedTuple):
    """A text of the file (or an answer), what kind of thing it was read as, and what it was taken for."""

    kind: str
    text: str
    taken_for: str


def of(
    document: Document, sheet: int, header: int | None, rows: Iterable[Mapping[str, str]], taken: Taken,
    answers: Mapping[str, str],
) -> dict[str, tuple[Label, ...]]:  # fmt: skip
    """Return place of a row's figure → the labels that it was read by; `header` is the table's row of headings."""
    by_text: dict[str, list[tuple[str, str]]] = {}
    for (kind, text), meaning in taken.items():
        by_text.setdefault(text, []).append((kind, meaning))
    given = tuple(Label(f"answer: {name}", answers[name], answers[name]) for name in _ANSWERS if answers.get(name))
    page = document.sheets[sheet] if sheet < len(document.sheets) else None
    lines = {page.number(index): index for index in range(len(page.rows))} if page else {}
    found = {}
    for row in rows:
        at = _at(row.get("place", ""), lines)
        if page and at:
            labels = _in_table(page, at, header, row, by_text)
        else:
            labels = [Label(kind, text, _shown(kind, meaning)) for (kind, text), meaning in taken.items()
                      if kind != "unit" and _fits(kind, meaning, row)]  # fmt: skip
        found[row.get("place", "")] = (*labels, *given)
    return found


def _at(place: str, lines: Mapping[int, int]) -> tuple[int, int] | None:
    """Return row and column of a figure's place; a column of -1 where the place names none."""
    cell, line = _CELL.search(place), _LINE.search(place)
    if cell:
        column = 0
        for letter in cell[1]:
            column = column * 26 + ord(letter) - 64
        number, column = int(cell[2]), column - 1
    elif line:
        number, column = int(line[1]), int(line[2] or 0) - 1
    else:
        return None
    return (lines[number], column) if number in lines else None


def _in_table(
    page: Sheet, at: tuple[int, int], header: int | None, row: Mapping[str, str],
    by_text: Mapping[str, Sequence[tuple[str, str]]],
) -> list[Label]:  # fmt: skip
    """Return the labels of a figure in a table: texts of its row, of its column's heading, and around the table."""
    line, column = at
    texts = [plain(cell) for index, cell in enumerate(page.rows[line]) if index != column]
    heads = (
        [plain(other[column]) for other in page.rows[: (header + 1 if header is not None else line)]]
        if column >= 0
        else []
    )
    here = dict.fromkeys(text for text in (*texts, *heads) if text)
    labels = []
    for text in here:
        meanings = [(kind, meaning) for kind, meaning in by_text.get(text, ()) if _fits(kind, meaning, row)]
        labels += [Label(kind, text, _shown(kind, meaning)) for kind, meaning in meanings]
        if not meanings and text in texts and not _FIGURE.fullmatch(text):
            labels.append(Label("", text[:_LONGEST], NOT_USED))
    kinds = {label.kind for label in labels}
    if "unit" not in kinds:  # then a line around the table, or the only unit of the file, says it
        around = {
            text: dict(meanings)["unit"]
            for text, meanings in by_text.items()
            if "unit" in dict(meanings) and _somewhere(page, header, text)
        }
        labels += [Label("unit", text, meaning) for text, meaning in around.items()]
    return labels


def _somewhere(page: Sheet, header: int | None, text: str) -> bool:
    """Say whether a text stands in a line of its own above or below the table."""
    for index, cells in enumerate(page.rows):
        filled = {plain(cell) for cell in cells if cell.strip()}
        if (len(filled) == 1 or (header is not None and index < header)) and any(text in cell for cell in filled):
            return True
    return False


def _fits(kind: str, meaning: str, row: Mapping[str, str]) -> bool:
    """Say whether a meaning is one of this row's: its places, its period; a flow and a product by its series' name."""
    if kind == "place":
        return meaning in (row.get("reporter", ""), row.get("partner", ""))
    if kind == "period":
        return meaning == f"{row.get('period', '')} {row.get('months', '')}"
    return True


def _shown(kind: str, meaning: str) -> str:
    if kind != "period":
        return meaning
    period, months = meaning.split()
    return period if "-" not in period or months == "1" else f"{months} months from {period}"
