"""Workbooks (.xlsx, .xlsm): guard, then sheets as exact text, and every trap that can hide or fake a figure."""

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException

from etl.read import formats, limits, workbook_parts, workbook_traps
from etl.read.document import BLANK, BOOLEAN, DATE, FORMULA, NUMBER, TEXT, Refused, Sheet
from etl.read.sheet_cells import Cell, Scan, position, scan
from etl.read.zipguard import guarded
from etl.tables.problems import NOTE, REFUSE, Problem, problem

# openpyxl writes the element into every workbook, without a lock.
_LOCKED = re.compile(rb"<(?:\w+:)?workbookProtection\s[^>]*lock(?:Structure|Windows|Revision)\s*=\s*[\"'](?:1|true|on)")


def read(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """All sheets of a workbook with their cells as text, and problems of every verdict.

    Raises Refused where nothing can be read at all.
    """
    archive, problems = guarded(data)
    found = list(problems)
    # A spreadsheet program leaves a chain of calculation, or its name: then its results of 0 are results.
    program = _part(archive, "docProps/app.xml")
    trusted = "xl/calcChain.xml" in archive.namelist() or b"LibreOffice" in program or b"WPS" in program
    sheets = []
    try:
        book = workbook_parts.book(archive)
        if len(book.sheets) > limits.SHEETS:
            raise Refused((problem("Z-02", f"{len(book.sheets)} sheets", limit=f"{limits.SHEETS} sheets"),))
        for part in book.sheets:
            with archive.open(part.path) as stream:
                scanned = scan(stream, part.name)
            sheet, more = _sheet(book, part, scanned, trusted)
            sheets.append(sheet)
            found += more
    except DefusedXmlException as error:
        raise Refused((problem("Z-04"),)) from error
    except (LookupError, ValueError, StopIteration, ParseError, ExpatError, zipfile.BadZipFile) as error:
        raise Refused((problem("F-08", "a part that every workbook has is missing or broken"),)) from error
    if _LOCKED.search(_part(archive, "xl/workbook.xml")) or any(p.code == "F-13" for p in found):
        found = [p for p in found if p.code != "F-13"] + [problem("F-13")]
    return sheets, found


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


def _sheet(
    book: workbook_parts.Book, part: workbook_parts.SheetPart, found: Scan, trusted: bool
) -> tuple[Sheet, list[Problem]]:
    """One sheet from its cells, with the problems that only a workbook can have."""
    cells, problems = _near(part.name, found)
    rows, kinds = _grid(book, cells)
    sheet = Sheet(
        name=part.name,
        rows=rows,
        style="A1",
        kinds=kinds,
        merged=tuple(found.merged),
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=frozenset(found.hidden_columns),
        state=part.state,
        formats={(cell.row, cell.column): code for cell, code in _numbers(book, cells) if _hides_scale(code)},
    )
    problems += workbook_traps.of_cells(sheet, cells, trusted=trusted) + workbook_traps.of_formats(
        sheet, _shown(book, cells)
    )
    if found.dimension and rows and not _covers(found.dimension, sheet):
        problems.append(problem("W-09", found.dimension, where=f'sheet "{part.name}"'))
    if found.protected:
        problems.append(problem("F-13"))
    return sheet, problems


def _near(sheet: str, found: Scan) -> tuple[list[Cell], list[Problem]]:
    """Return the cells without a single stray one far from the others, which is noted. More of them are refused."""
    cells, far, first = found.cells, found.far, found.first_far
    if not far and cells:
        cells, stray = _without_stray(cells)
        far, first = len(stray), "".join(stray)
    if not far:
        return cells, []
    verdict = NOTE if far == 1 else REFUSE
    return cells, [problem("Z-03", where=f'sheet "{sheet}", cell {first}', verdict=verdict, cell=first)]


def _without_stray(cells: list[Cell]) -> tuple[list[Cell], list[str]]:
    """Return the cells without one that stands alone behind 1,000 blank rows or 50 blank columns, and its address."""
    for gap, places in ((1_000, [cell.row for cell in cells]), (50, [cell.column for cell in cells])):
        last = sorted(set(places))[-2:]
        if last[-1] - last[0] > gap:
            alone = [cell for cell, place in zip(cells, places, strict=True) if place == last[-1]]
            if len(alone) == 1:
                rest = [cell for cell in cells if cell is not alone[0]]
                return rest, [workbook_traps.address(alone[0].row, alone[0].column)]
    return cells, []


def _grid(book: workbook_parts.Book, cells: list[Cell]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Rows of one width with the cells' texts, and the letters of what they are; blank rows are one and the same."""
    height = max((cell.row + 1 for cell in cells), default=0)
    width = max((cell.column + 1 for cell in cells), default=0)
    lines: dict[int, list[str]] = {}
    letters: dict[int, list[str]] = {}
    for cell in cells:
        if cell.row not in lines:
            lines[cell.row], letters[cell.row] = [""] * width, [BLANK] * width
        lines[cell.row][cell.column], letters[cell.row][cell.column] = _text(book, cell)
    blank, none = ("",) * width, BLANK * width
    rows = tuple(tuple(lines[row]) if row in lines else blank for row in range(height))
    return rows, tuple("".join(letters[row]) if row in letters else none for row in range(height))


def _text(book: workbook_parts.Book, cell: Cell) -> tuple[str, str]:
    """Return the cell's value as text, and the letter of what it is."""
    if cell.type == "s":
        return book.strings[int(cell.text)], TEXT
    if cell.type in ("str", "inlineStr", "e"):
        return cell.text, TEXT
    if cell.type == "b":
        return ("TRUE" if cell.text == "1" else "FALSE"), BOOLEAN
    if cell.type == "d":
        return cell.text.replace("T", " ").removesuffix(" 00:00:00"), DATE
    if cell.style and cell.text and _is_day(book.format(cell.style)):
        return formats.day(cell.text, from_1904=book.from_1904), DATE
    return formats.exact(cell.text), FORMULA if cell.formula is not None else NUMBER


_is_day = cache(formats.is_day)
_hides_scale = cache(formats.hides_scale)


def _numbers(book: workbook_parts.Book, cells: list[Cell]) -> Iterator[tuple[Cell, str]]:
    """Cells that store a number under a format of their own, with that format."""
    for cell in cells:
        if cell.style and cell.type == "n" and cell.text:
            code = book.format(cell.style)
            if not _is_day(code):
                yield cell, code


def _shown(book: workbook_parts.Book, cells: list[Cell]) -> Iterator[tuple[Cell, str, bool]]:
    """Cells that the workbook shows differently: the cell, as shown, and whether a scale is hidden."""
    for cell, code in _numbers(book, cells):
        text = formats.shown(cell.text, code)
        if text:
            yield cell, text, _hides_scale(code)


def _covers(dimension: str, sheet: Sheet) -> bool:
    """Return True if the size that the sheet gives of itself holds all its cells."""
    last = position(dimension.rpartition(":")[2])
    return last is not None and last[0] + 1 >= len(sheet.rows) and last[1] + 1 >= sheet.width
