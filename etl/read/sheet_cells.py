"""One pass over the XML of one sheet: values, formulas and structure of every cell that is there, in one stream.

The size that the sheet gives of itself is never believed, and values and formulas are seen together, so that a formula
without a result cannot pass for an empty cell.
"""

import re
from dataclasses import dataclass, field
from typing import IO, NamedTuple
from xml.parsers import expat

from etl.read import limits
from etl.read.document import Refused
from etl.read.formats import unescaped
from etl.tables.problems import problem

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Cell(NamedTuple):
    """One cell as stored: `type` is Excel's letter (n, s, str, inlineStr, b, e, d), `text` its value, "" for none."""

    row: int  # from 0
    column: int
    type: str
    style: int
    text: str
    formula: str | None  # None where there is none; "" where it is shared with another cell


@dataclass
class Scan:
    """Everything in one sheet. Cells outside the limits are only counted, and the first of them is named."""

    cells: list[Cell] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    dimension: str = ""
    filtered: bool = False
    protected: bool = False
    far: int = 0
    first_far: str = ""


def scan(part: IO[bytes], sheet: str) -> Scan:
    """All cells of the sheet's XML that hold a value or a formula.

    Raises Refused for document types, broken XML, overlong cells, and expat.ExpatError for nothing: it is refused too.
    """
    reader = _Reader(sheet)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.ParseFile(part)
    except expat.ExpatError as error:
        raise Refused((problem("F-08", where=f'sheet "{sheet}"'),)) from error
    return reader.scan


def position(address: str) -> tuple[int, int] | None:
    """Row and column, from 0, of an address such as D14; None for anything else."""
    match = _ADDRESS.fullmatch(address.replace("$", ""))
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class _Reader:
    """Handlers of the XML stream. Only what stands inside `c` elements is collected as text."""

    def __init__(self, sheet: str) -> None:
        self.scan = Scan()
        self._sheet = sheet
        self._row = -1
        self._column = -1
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._value: str = ""
        self._formula: str | None = None
        self._phonetic = False
        self._columns: dict[str, int] = {}

    def doctype(self, *_: object) -> None:
        raise Refused((problem("Z-04", where=f'sheet "{self._sheet}"'),))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:  # some programs write x:c
            name = name.rpartition(":")[2]
        if name == "c":
            self._cell, self._value, self._formula = attributes, "", None
        elif name in ("v", "f", "t"):
            self._text.clear()
        elif name == "rPh":
            self._phonetic = True
        else:
            self._structure(name, attributes)

    def characters(self, text: str) -> None:
        if self._cell is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        if self._cell is None:
            return
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "v":
            self._value = "".join(self._text)
        elif name == "f":
            self._formula = "".join(self._text)
        elif name == "t" and not self._phonetic:
            self._value += "".join(self._text)
        elif name == "rPh":
            self._phonetic = False
        elif name == "c":
            self._add(self._cell)
            self._cell = None

    def _structure(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
            if _is_true(attributes.get("hidden")) or (attributes.get("ht") == "0" and attributes.get("customHeight")):
                self.scan.hidden_rows.add(self._row)
        elif name == "col" and (_is_true(attributes.get("hidden")) or attributes.get("width") == "0"):
            first, last = int(attributes["min"]) - 1, min(int(attributes["max"]), limits.COLUMNS)
            self.scan.hidden_columns.update(range(first, last))
        elif name == "mergeCell":
            corners = [position(corner) for corner in attributes.get("ref", "").split(":")]
            if len(corners) == 2 and corners[0] and corners[1]:
                self.scan.merged.append((*corners[0], *corners[1]))
        elif name == "dimension":
            self.scan.dimension = attributes.get("ref", "")
        elif name in ("autoFilter", "sheetProtection"):
            self.scan.filtered |= name == "autoFilter"
            # Without `sheet` nothing is protected: openpyxl writes the empty element into every sheet it locks and unlocks.
            self.scan.protected |= name == "sheetProtection" and _is_true(attributes.get("sheet"))

    def _add(self, attributes: dict[str, str]) -> None:
        """Keep the cell if it holds anything and lies inside the limits."""
        address = attributes.get("r", "")
        row, self._column = self._place(address)
        if not self._value and self._formula is None:
            return
        if len(self._value) > limits.CELL_CHARACTERS:
            raise Refused((problem("Z-05", where=f'sheet "{self._sheet}", cell {address}'),))
        if row >= limits.GRID_ROWS or self._column >= limits.COLUMNS:
            self.scan.far += 1
            self.scan.first_far = self.scan.first_far or address
            return
        kind = attributes.get("t", "n")
        value = self._value if kind in ("n", "s", "b", "e") else unescaped(self._value)
        self.scan.cells.append(Cell(row, self._column, kind, int(attributes.get("s", 0)), value, self._formula))

    def _place(self, address: str) -> tuple[int, int]:
        """Row and column of the cell: by its address, or the next one in the row where it has none."""
        if not address:
            return max(self._row, 0), self._column + 1
        name = address.rstrip("0123456789")
        if name in self._columns and address[len(name) :] == str(self._row + 1):
            return self._row, self._columns[name]
        place = position(address)
        if place is None:
            raise Refused((problem("F-08", f"a cell called {address}", where=f'sheet "{self._sheet}"'),))
        self._columns[name] = place[1]
        return place


def _is_true(value: str | None) -> bool:
    return value in ("1", "true", "on")
