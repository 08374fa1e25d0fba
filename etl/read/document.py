"""What the reading side hands on: one file as text in cells, with the place of every cell in the person's own file.

Nothing here knows what a table means. Values are text as the file holds them; numbers, periods and places come later.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from etl.tables.problems import Problem, runs

TEXT, NUMBER, DATE, BOOLEAN, FORMULA, BLANK = "t", "n", "d", "b", "f", " "


class Spent(NamedTuple):
    """What reading a file took in the child that read it, by the child's own account; 0 where none was read."""

    cpu_seconds: float = 0
    memory_mb: float = 0  # the most it held at any time


class Refused(Exception):
    """The file cannot be taken as it is; `problems` says everything that was found, all at once."""

    def __init__(self, problems: tuple[Problem, ...], spent: Spent = Spent()) -> None:  # noqa: B008 - never changes
        super().__init__(" ".join(f"{p.code} {p.found}" for p in problems))
        self.problems = problems
        self.spent = spent


@dataclass(frozen=True)
class Sheet:
    """One table as the file holds it: a sheet of a workbook, a table of a web page, or a whole text file.

    Rows are all equally wide (short lines are filled with ""), blank rows inside stay, blank ones at the end are cut.
    Text that a merged heading or row label spans is repeated in every cell of the span; a merged figure is not.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    style: str = "line"  # how a place is written: "A1" (workbook), "line" (text file), "row" (table of a web page)
    numbers: tuple[int, ...] = ()  # the line or row number of each row in the file; () means 1, 2, 3 …
    kinds: tuple[str, ...] = ()  # workbooks: a letter a cell: t text, n number, d date, b boolean, f formula, blank
    titles: tuple[str, ...] = ()  # text of the lines above the table, as in `rows` but each said once
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column, from 0
    hidden_rows: frozenset[int] = frozenset()  # indices into `rows`
    hidden_columns: frozenset[int] = frozenset()  # indices into a row
    state: str = "visible"  # visible, hidden, veryHidden
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)  # only those that hide a scale: "0%", "0,"

    def number(self, row: int) -> int:
        """Return the line or row number, from 1, that row `row` (from 0) has in the file."""
        return self.numbers[row] if self.numbers else row + 1

    def at(self, row: int, column: int | None = None) -> str:
        """Return the place of a cell in the person's own file: `sheet "Data", cell D14` or `line 14, column 4`."""
        if self.style == "A1":
            place = f"row {self.number(row)}" if column is None else f"cell {letters(column)}{self.number(row)}"
            return f'sheet "{self.name}", {place}'
        place = f"{self.style} {self.number(row)}" + ("" if column is None else f", column {column + 1}")
        return f"{self.name}, {place}" if self.style == "row" else place

    def rows_at(self, rows: Iterable[int]) -> str:
        """Return the places of whole rows: `sheet "Data", rows 3, 5–9` or `lines 3, 5–9`."""
        numbers = [self.number(row) for row in rows]
        word = ("line" if self.style == "line" else "row") + ("s" if len(numbers) > 1 else "")
        name = {"A1": f'sheet "{self.name}", ', "row": f"{self.name}, "}.get(self.style, "")
        return f"{name}{word} {runs(numbers)}"

    def kind(self, row: int, column: int) -> str:
        """Return the letter of what the file stores in a cell; text for files that hold nothing but text."""
        if self.kinds:
            return self.kinds[row][column]
        return TEXT if self.rows[row][column].strip() else BLANK

    def stored_number(self, row: int, column: int) -> bool:
        """Return True where a workbook stores a number, so that its text is plain digits with a decimal point."""
        return self.kind(row, column) in (NUMBER, FORMULA)

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True)
class Document:
    """One file as read: its kind, how it was decoded, its tables, and what a person should know or must answer.

    `notes` are N and A; every one of `held` must be answered before anything is published. An extractor that knows the
    answer from the layout (which sheet, which reading) may drop the question of that code.
    """

    kind: str  # csv, xlsx, xls, html, json, text (text: XML as it stands)
    name: str  # the file's name, for showing only: escaped and cut
    encoding: str = ""  # as Python names it; "" for workbooks
    delimiter: str = ""  # csv only
    sheets: tuple[Sheet, ...] = ()
    outside: tuple[str, ...] = ()  # html: lines of text outside every table (page title, publication date)
    text: str = ""  # json and text only
    notes: tuple[Problem, ...] = ()
    held: tuple[Problem, ...] = ()
    spent: Spent = field(default=Spent(), compare=False)

    def data(self) -> Any:
        """Return the contents of a JSON file, with every number as an exact Decimal. Raises ValueError for other kinds."""
        if self.kind != "json":
            raise ValueError(f"{self.name} is {self.kind}, not json")
        return json.loads(self.text, parse_float=Decimal, parse_int=Decimal)

    def sheet(self, name: str = "") -> Sheet:
        """Return the sheet of that name, or the first one. Raises KeyError if there is none."""
        for sheet in self.sheets:
            if not name or sheet.name == name:
                return sheet
        raise KeyError(name)


def letters(column: int) -> str:
    """Return the letters a workbook gives column `column` (from 0): A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
