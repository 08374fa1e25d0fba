"""Old workbooks (.xls, Excel 97): the same sheets as from new ones, error cells and hidden rows kept."""

import io
import struct
from collections.abc import Iterator
from datetime import datetime

import xlrd
from xlrd.compdoc import CompDoc, CompDocError
from xlrd.sheet import Sheet as OldSheet

from etl.read import formats, limits, workbook_traps
from etl.read.document import BLANK, BOOLEAN, DATE, NUMBER, TEXT, Refused, Sheet
from etl.read.sheet_cells import Cell
from etl.tables.problems import Problem, problem

_STATES = ("visible", "hidden", "veryHidden")
_FORMULA, _BEGIN, _END = 0x0006, 0x0809, 0x000A
_FAULTS = (  # what xlrd raises for files that are not as they should be: it checks little before it reads
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    TypeError,
    ValueError,
)


def read(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """All sheets of an old workbook with their cells as text, and problems. Raises Refused if it cannot be read."""
    _refuse_other(data)
    problems = [problem("F-06", where="macros in the workbook")] if _named("_VBA_PROJECT") in data else []
    book, fault = _opened(data)
    problems += [problem("F-15")] if fault else []
    if book.nsheets > limits.SHEETS:
        raise Refused((problem("Z-02", f"{book.nsheets} sheets", limit=f"{limits.SHEETS} sheets"),))
    try:
        sheets = [_sheet(book, old) for old in book.sheets()]
    except _FAULTS as error:
        raise _refusal(error) from error
    zeros = list(_zero_formulas(data))
    for number, (sheet, more) in enumerate(sheets):
        problems += more + workbook_traps.of_cells(sheet, [cell for at, cell in zeros if at == number], trusted=False)
    return [sheet for sheet, _ in sheets], problems


def _named(name: str) -> bytes:
    """Return a name as it stands in the directory of an OLE file."""
    return name.encode("utf-16-le")


def _refuse_other(data: bytes) -> None:
    """Raise Refused for OLE files that are no workbooks, or locked ones."""
    if _named("EncryptedPackage") in data:
        raise Refused((problem("F-07"),))
    if _named("Workbook") in data or _named("Book") in data or data[:1] == b"\x09":
        return
    kind = "a Word document" if _named("WordDocument") in data else "another kind of Office file"
    raise Refused((problem("F-05", kind=kind),))


def _opened(data: bytes) -> tuple[xlrd.Book, bool]:
    """Return the workbook, and whether its table of contents had a fault that does not touch the sheets."""
    try:
        return _open(data, fault=False), False
    except CompDocError:
        pass  # some publishers' programs write chains of blocks that overlap at the end; the sheets are whole
    except _FAULTS as error:
        raise _refusal(error) from error
    try:
        return _open(data, fault=True), True
    except _FAULTS as error:
        raise _refusal(error) from error


def _open(data: bytes, *, fault: bool) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=data, formatting_info=True, logfile=io.StringIO(), ignore_workbook_corruption=fault
    )


def _refusal(error: Exception) -> Refused:
    return Refused((problem("F-07" if "encrypted" in str(error).lower() else "F-08"),))


def _sheet(book: xlrd.Book, old: OldSheet) -> tuple[Sheet, list[Problem]]:
    if old.nrows > limits.GRID_ROWS:
        raise Refused((problem("Z-02", where=f'sheet "{old.name}"', limit=f"{limits.GRID_ROWS:,} rows"),))
    if old.nrows * old.ncols > limits.GRID_CELLS:
        raise Refused((problem("Z-02", where=f'sheet "{old.name}"', limit=f"{limits.GRID_CELLS:,} cells"),))
    rows, kinds, errors, odd = [], [], [], []
    for r in range(old.nrows):
        line, letters = [], []
        for c in range(old.ncols):
            text, letter = _text(book, old, (r, c))
            line.append(text)
            letters.append(letter)
            if c < old.row_len(r) and old.cell_type(r, c) == xlrd.XL_CELL_ERROR:
                errors.append(Cell(r, c, "e", 0, text, None))
            if letter == NUMBER:
                odd.append((r, c, text, _format(book, old, (r, c))))
        rows.append(tuple(line))
        kinds.append("".join(letters))
    sheet = Sheet(
        name=old.name,
        rows=tuple(rows),
        style="A1",
        kinds=tuple(kinds),
        merged=tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in old.merged_cells),
        hidden_rows=frozenset(r for r, info in old.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(c for c, info in old.colinfo_map.items() if info.hidden),
        state=_STATES[min(old.visibility, 2)],
        formats={(r, c): code for r, c, _, code in odd if formats.hides_scale(code)},
    )
    shown = [(Cell(r, c, "n", 0, text, None), formats.shown(text, code), code) for r, c, text, code in odd]
    differing = [(cell, text, formats.hides_scale(code)) for cell, text, code in shown if text]
    return sheet, workbook_traps.of_cells(sheet, errors, trusted=True) + workbook_traps.of_formats(sheet, differing)


def _text(book: xlrd.Book, old: OldSheet, place: tuple[int, int]) -> tuple[str, str]:
    """Return the cell's value as text and the letter of what it is."""
    row, column = place
    if column >= old.row_len(row):
        return "", BLANK
    kind, value = old.cell_type(row, column), old.cell_value(row, column)
    if kind == xlrd.XL_CELL_TEXT:
        return str(value), TEXT if value else BLANK
    if kind == xlrd.XL_CELL_NUMBER:
        return formats.exact(repr(value)), NUMBER
    if kind == xlrd.XL_CELL_DATE:
        return _day(value, book.datemode), DATE
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if value else "FALSE"), BOOLEAN
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#N/A"), TEXT
    return "", BLANK


def _day(value: float, mode: int) -> str:
    """Return a serial day as ISO text; the number itself where there is no such day."""
    try:
        day: datetime = xlrd.xldate_as_datetime(value, mode)
        return day.isoformat(" ").removesuffix(" 00:00:00")
    except (xlrd.XLDateError, ValueError, OverflowError):
        return repr(value)


def _format(book: xlrd.Book, old: OldSheet, place: tuple[int, int]) -> str:
    """Return the number format of a cell."""
    known = book.format_map.get(book.xf_list[old.cell_xf_index(*place)].format_key)
    return str(known.format_str) if known else "General"


def _zero_formulas(data: bytes) -> Iterator[tuple[int, Cell]]:
    """Yield formula cells whose saved result is 0, with the number of their sheet: libraries write 0 for not worked out."""
    stream = _stream(data)
    at, depth, sheet = 0, 0, -2  # the stream begins with the part that all sheets share
    while at + 4 <= len(stream):
        record, size = struct.unpack_from("<HH", stream, at)
        if record == _BEGIN:
            sheet += depth == 0
            depth += 1
        elif record == _END:
            depth -= 1
        elif record == _FORMULA and depth == 1 and size >= 14:
            row, column, _, result = struct.unpack_from("<HHH8s", stream, at + 4)
            if result == bytes(8):
                yield sheet, Cell(row, column, "n", 0, "0", "…")
        at += 4 + size


def _stream(data: bytes) -> bytes:
    """Return the workbook's own stream inside the OLE file; b"" if it cannot be had."""
    if not data.startswith(b"\xd0\xcf"):
        return data
    try:
        contents = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
        return contents.get_named_stream("Workbook") or contents.get_named_stream("Book") or b""
    except (CompDocError, struct.error, AssertionError, IndexError):
        return b""
