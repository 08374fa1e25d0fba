"""What each word of a file's labels was taken for, row by row: so that a person can look a figure over word by word.

While a file is read, every text that was given a meaning is remembered (`Asking.take`). Here each row gets back the
texts that stand beside its figure, above it, or around the table, with their meaning; a text without one was not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from etl.extract import unit_lines, units
from etl.extract.headings import SEARCHED, plain
from etl.read import Document, Sheet, table_rules
from etl.tables.problems import Problem

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
    page = _Page(document.sheets[sheet], header, by_text) if sheet < len(document.sheets) else None
    lines = {page.sheet.number(index): index for index in range(len(page.sheet.rows))} if page else {}
    found = {}
    for row in rows:
        at = _at(row.get("place", ""), lines)
        labels = page.labels(at, row) if page and at else _anywhere(taken, row)
        found[row.get("place", "")] = (*labels, *given)
    return found


def notes(document: Document, taken: Taken | None = None) -> list[Problem]:
    """Return a document's notes; lines that were read as the unit or the month are not among those set aside.

    Without `taken` nothing of the tables has been read yet: then every line that states a unit may still be.
    """

    def used(line: str) -> bool:
        stated = unit_lines.statement(line)
        if taken is None:
            return stated is not None and units.read(stated).states
        return ("title", plain(line)) in taken or ("unit", stated) in taken

    others = [note for note in document.notes if note.code != table_rules.SET_ASIDE]
    return others + [note for sheet in document.sheets for note in table_rules.set_aside(sheet, used)]


def _anywhere(taken: Taken, row: Mapping[str, str]) -> list[Label]:
    """Return the labels of a row of a file without a table: every text whose meaning fits it."""
    fitting = (item for item in taken.items() if item[0][0] != "unit" and _fits(item[0][0], item[1], row))
    return [Label(kind, text, _shown(kind, meaning)) for (kind, text), meaning in fitting]


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


class _Page:
    """One table whose labels are looked up; what stands in a row or above a column is looked at once."""

    def __init__(self, sheet: Sheet, header: int | None, by_text: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        self.sheet, self.header, self.by_text = sheet, header, by_text
        self._rows: dict[int, list[str]] = {}
        self._heads: dict[int, list[str]] = {}
        units = {text: dict(meanings)["unit"] for text, meanings in by_text.items() if "unit" in dict(meanings)}
        self.around = [Label("unit", text, units[text]) for text in units if _somewhere(sheet, header, text)]

    def labels(self, at: tuple[int, int], row: Mapping[str, str]) -> list[Label]:
        """Return the labels of a figure: texts of its row, of its column's heading, and the unit around the table."""
        line, column = at
        labels = []
        for text in dict.fromkeys((*self._row(line), *self._above(column))):
            meanings = [(kind, meaning) for kind, meaning in self.by_text.get(text, ()) if _fits(kind, meaning, row)]
            labels += [Label(kind, text, _shown(kind, meaning)) for kind, meaning in meanings]
            if not meanings and text not in self.by_text and text in self._row(line):
                labels.append(Label("", text[:_LONGEST], NOT_USED))
        # Where neither the row nor the heading says the unit, a line around the table does.
        return labels if any(label.kind == "unit" for label in labels) else [*labels, *self.around]

    def _row(self, line: int) -> list[str]:
        """Return the texts of a row that are no figures, or that were given a meaning."""
        if line not in self._rows:
            texts = dict.fromkeys(plain(cell) for cell in self.sheet.rows[line])
            self._rows[line] = [
                text for text in texts if text and (text in self.by_text or not _FIGURE.fullmatch(text))
            ]
        return self._rows[line]

    def _above(self, column: int) -> list[str]:
        """Return the texts above a column, of the headings and the lines before them, that were given a meaning."""
        if column not in self._heads:
            last = self.header + 1 if self.header is not None else SEARCHED
            cells = [plain(other[column]) for other in self.sheet.rows[:last]] if column >= 0 else []
            self._heads[column] = [
                cell for cell in dict.fromkeys(cells) if cell in self.by_text and not _FIGURE.fullmatch(cell)
            ]
            dated = [
                cell
                for cell in cells
                if cell in self.by_text and any(kind in ("period", "column") for kind, _ in self.by_text[cell])
            ]
            self._heads[column] += [cell for cell in dict.fromkeys(dated) if cell not in self._heads[column]]
        return self._heads[column]


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
