"""Workbooks (.xlsx, .xlsm): guard, then sheets as exact text, and every trap that can hide or fake a figure."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml import DEFUSEDXML

from etl.cage import formats, limits, traps
from etl.cage.cells import Cell, Scan, position, scan
from etl.cage.document import BLANK, BOOLEAN, DATE, FORMULA, NUMBER, TEXT, Refused, Sheet
from etl.cage.zipguard import guarded
from etl.problems import NOTE, REFUSE, Problem, problem

if not DEFUSEDXML:
    raise RuntimeError("defusedxml is not installed: workbooks cannot be read safely")


def read(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    """All sheets of a workbook with their cells as text, and problems of every verdict.

    Raises Refused where nothing can be read at all.
    """
    archive, macros = guarded(data)
    names = set(archive.namelist())
    trusted = "xl/calcChain.xml" in names or b"LibreOffice" in _part(archive, "docProps/app.xml")
    sheets, problems = [], list(macros)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        worksheets = [sheet for sheet in book.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
        if len(worksheets) > limits.SHEETS:
            raise Refused((problem("Z-02", f"{len(worksheets)} sheets", limit=f"{limits.SHEETS} sheets"),))
        for worksheet in worksheets:
            with archive.open(worksheet._worksheet_path) as part:
                found = scan(part, worksheet.title)
            sheet, more = _sheet(worksheet, found, trusted)
            sheets.append(sheet)
            problems += more
    except DefusedXmlException as error:
        raise Refused((problem("Z-04"),)) from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError, zipfile.BadZipFile) as error:
        raise Refused((problem("F-08", "a part that Excel always writes is missing or broken"),)) from error
    if b"<workbookProtection" in _part(archive, "xl/workbook.xml") or any(p.code == "F-13" for p in problems):
        problems = [p for p in problems if p.code != "F-13"] + [problem("F-13")]
    return sheets, problems


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        return b""


def _sheet(worksheet: ReadOnlyWorksheet, found: Scan, trusted: bool) -> tuple[Sheet, list[Problem]]:
    """One sheet from its cells, with the problems that only a workbook can have."""
    cells, strays = _near(worksheet.title, found)
    style = _Styles(worksheet)
    texts = {(cell.row, cell.column): _text(cell, worksheet, style) for cell in cells}
    height = max((row + 1 for row, _ in texts), default=0)
    width = max((column + 1 for _, column in texts), default=0)
    blank, no_kinds = ("",) * width, BLANK * width
    rows: list[tuple[str, ...]] = [blank] * height
    kinds = [no_kinds] * height
    for row, columns in _by_row(texts):
        line, letters = list(blank), list(no_kinds)
        for column, (text, kind) in columns.items():
            line[column], letters[column] = text, kind
        rows[row], kinds[row] = tuple(line), "".join(letters)
    sheet = Sheet(
        name=worksheet.title,
        rows=tuple(rows),
        style="A1",
        kinds=tuple(kinds),
        merged=tuple(found.merged),
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=frozenset(found.hidden_columns),
        state=worksheet.sheet_state,
        formats={
            place: style.code(cell.style) for cell in cells if (place := (cell.row, cell.column)) and style.scaled(cell)
        },
    )
    problems = (
        strays + traps.of_cells(sheet, cells, trusted=trusted) + traps.of_formats(sheet, _shown(sheet, cells, style))
    )
    if found.dimension and height and not _covers(found.dimension, height, width):
        problems.append(problem("W-09", found.dimension, where=f'sheet "{sheet.name}"'))
    if found.protected:
        problems.append(problem("F-13"))
    return sheet, problems


class _Styles:
    """Number formats by style number; each is worked out once."""

    def __init__(self, worksheet: ReadOnlyWorksheet) -> None:
        self._worksheet = worksheet
        self._known: dict[int, tuple[str, bool]] = {}

    def _of(self, style: int) -> tuple[str, bool]:
        if style not in self._known:
            cell = ReadOnlyCell(self._worksheet, 1, 1, 0, "n", style)
            self._known[style] = (str(cell.number_format), bool(cell.is_date))
        return self._known[style]

    def code(self, style: int) -> str:
        return self._of(style)[0]

    def is_date(self, style: int) -> bool:
        return self._of(style)[1]

    def scaled(self, cell: Cell) -> bool:
        return cell.type == "n" and bool(cell.style) and formats.hides_scale(self.code(cell.style))


def _near(sheet: str, found: Scan) -> tuple[list[Cell], list[Problem]]:
    """The cells without a single stray one far from the others, which is noted. More of them are refused."""
    cells, far, first = found.cells, found.far, found.first_far
    if not far and cells:
        cells, stray = _without_stray(cells)
        far, first = len(stray), "".join(stray)
    if not far:
        return cells, []
    verdict = NOTE if far == 1 else REFUSE
    return cells, [problem("Z-03", where=f'sheet "{sheet}", cell {first}', verdict=verdict, cell=first)]


def _without_stray(cells: list[Cell]) -> tuple[list[Cell], list[str]]:
    """The cells without one that stands alone behind 1,000 blank rows or 50 blank columns, and its address."""
    for gap, line in ((1_000, 0), (50, 1)):
        lines = sorted({(cell.row, cell.column)[line] for cell in cells})
        if len(lines) > 1 and lines[-1] - lines[-2] > gap:
            alone = [cell for cell in cells if (cell.row, cell.column)[line] == lines[-1]]
            if len(alone) == 1:
                stray = alone[0]
                rest = [cell for cell in cells if cell is not stray]
                return rest, [traps.address(stray.row, stray.column)]
    return cells, []


def _by_row(texts: Mapping[tuple[int, int], tuple[str, str]]) -> Iterator[tuple[int, dict[int, tuple[str, str]]]]:
    rows: dict[int, dict[int, tuple[str, str]]] = {}
    for (row, column), cell in texts.items():
        rows.setdefault(row, {})[column] = cell
    yield from rows.items()


def _text(cell: Cell, worksheet: ReadOnlyWorksheet, style: _Styles) -> tuple[str, str]:
    """The cell's value as text, and the letter of what it is."""
    if cell.type == "s":
        return str(worksheet._shared_strings[int(cell.text)]), TEXT
    if cell.type in ("str", "inlineStr", "e"):
        return cell.text, TEXT
    if cell.type == "b":
        return ("TRUE" if cell.text == "1" else "FALSE"), BOOLEAN
    if cell.type == "d":
        return cell.text, DATE
    if cell.style and cell.text and style.is_date(cell.style):
        return _day(cell.text, worksheet), DATE
    return formats.exact(cell.text), FORMULA if cell.formula is not None else NUMBER


def _day(text: str, worksheet: ReadOnlyWorksheet) -> str:
    """A serial day as ISO text; the number itself where there is no such day."""
    try:
        moment = from_excel(float(text), worksheet.parent.epoch)
    except (ValueError, OverflowError):
        return text
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(" ") if isinstance(moment, datetime) else _clock(moment)


def _clock(moment: date | time | timedelta | None) -> str:
    return moment.isoformat() if isinstance(moment, date | time) else str(moment)


def _shown(sheet: Sheet, cells: list[Cell], style: _Styles) -> Iterator[tuple[int, int, str, bool]]:
    """Numbers that the workbook shows differently: row, column, as shown, and whether a scale is hidden."""
    for cell in cells:
        if (
            cell.type == "n"
            and cell.style
            and cell.text
            and sheet.rows[cell.row][cell.column] != ""
            and not style.is_date(cell.style)
        ):
            text = formats.shown(cell.text, style.code(cell.style))
            if text:
                yield cell.row, cell.column, text, style.scaled(cell)


def _covers(dimension: str, height: int, width: int) -> bool:
    """True if the size that the sheet gives of itself holds all its cells."""
    last = position(dimension.rpartition(":")[2])
    return last is not None and last[0] + 1 >= height and last[1] + 1 >= width
