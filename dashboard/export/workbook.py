"""An exhibit's figures as files for spreadsheets: XLSX with data, sources and an account of itself."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dashboard.exhibits import evidence, tables
from dashboard.export import citations, reproducible
from dashboard.export.picture import link

if TYPE_CHECKING:
    from dashboard.exhibits.model import Exhibit

DATA = tables.FIELDS
SOURCES = ("publisher", "carrier", "title", "published", "url", "figures_used")
WIDTHS = {"title": 60, "url": 40, "citation": 40, "series": 26, "value": 18, "publisher": 26, "Field": 16, "Words": 110}
WIDE = 14
LONGEST = 32_767  # characters in one cell


def xlsx(item: Exhibit) -> bytes:
    """Return a workbook of three sheets: Data in base units, Sources, About. No cell is a formula or a link."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    records = tables.records(item)
    _sheet(book, "Data", DATA, ([record[name] for name in DATA] for record in records))
    _sheet(book, "Sources", SOURCES, source_rows(item))
    _sheet(book, "About", ("Field", "Words"), about(item))
    out = io.BytesIO()
    book.save(out)
    return reproducible.strip_times(out.getvalue(), item.edition.partition("+")[0])


def source_rows(item: Exhibit) -> list[list[Any]]:
    """Return the publications behind the rows drawn: publisher, carrier, title, day, address, figures used."""
    return [
        [
            publisher,
            line.carrier,
            line.title,
            evidence.release_words(line) if not line.published else line.published,
            line.url,
            count,
        ]
        for publisher, line, count in evidence.publications(item)
    ]


def about(item: Exhibit) -> list[list[str]]:
    """Return what a reader of the figures must know, as (field, words)."""
    chosen = ", ".join(f"{name}={value}" for name, value in item.picks.items() if value)
    lines = {
        "Finding": item.headline, "Measure": item.subtitle, "Source": item.source_line.removeprefix("Source: "),
        "Calculation": item.calculation.removeprefix("Calculation: "), "Edition": item.edition,
        "As known on": item.as_of or "the edition's own day", "Choices": chosen or "as usual", "Link": link(item),
        "Citation": citations.short(item), "Values": "In base units (dollars, tonnes, per cent); an empty cell is a gap, not zero.",
    }  # fmt: skip
    return [[field, words] for field, words in lines.items() if words]


def _sheet(book: Any, title: str, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Add a sheet with a bold, fixed first row."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    names = list(head)
    for number, name in enumerate(names, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, WIDE)
    sheet.append([_cell(sheet, name, Font(bold=True)) for name in names])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any, font: Any = None) -> Any:
    """Return a cell: a number as a number, a text as a text whatever it begins with, a gap empty."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        # As in the CSV: shown as text even after the cell has been edited, which would turn a bare text into a formula.
        value = tables.escape_formula(ILLEGAL_CHARACTERS_RE.sub("", value))[:LONGEST]
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if font:
        cell.font = font
    return cell
