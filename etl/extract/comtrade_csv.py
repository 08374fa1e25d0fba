"""UN Comtrade as CSV: the website's file (rows end in a comma that the heading lacks) and tables saved from the API."""

from __future__ import annotations

from collections.abc import Mapping

from etl.cage import Document, Sheet
from etl.extract import comtrade
from etl.extract.contract import Extracted, Recognised, chosen
from etl.extract.gather import Gathering
from etl.extract.headings import best, body, heading_row, key, plain, visible
from etl.problems import problem


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if its headings are Comtrade's field names, else None."""
    found = []
    for index in visible(document):
        header = heading_row(document.sheets[index], comtrade.NEEDED)
        if header is not None:
            found.append(comtrade.recognised(_records(document.sheets[index], header), "Comtrade CSV", index))
    return best(found)


def _records(sheet: Sheet, header: int) -> list[dict[str, str]]:
    """Return the rows by name of column; a column without a name holds nothing and is left out."""
    names = [(column, key(cell)) for column, cell in enumerate(sheet.rows[header]) if cell.strip()]
    return [{name: sheet.rows[row][column] for column, name in names} for row in body(sheet, header)]


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in US dollars, tonnes and the units that Comtrade names."""
    gathering = Gathering("comtrade", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    header = heading_row(sheet, comtrade.NEEDED)
    gathering.questions += asked
    if header is None or asked:
        return gathering.done()
    rows = body(sheet, header)
    columns = {key(cell): column for column, cell in reversed(list(enumerate(sheet.rows[header])))}
    for name, column in columns.items():
        if name and name not in comtrade.KNOWN:
            where = sheet.at(header, column)
            gathering.problems.append(problem("S-09", plain(sheet.rows[header][column]), where=where))
    gathering.questions += comtrade.truncated(len(rows), answers)
    comtrade.read(gathering, _records(sheet, header), lambda row, name: sheet.at(rows[row], columns.get(name)))
    # The website writes its files in Western letters; names are only read beside their codes.
    settles = ["E-03"] if document.encoding in ("cp1252", "latin-1", "iso-8859-1") else []
    return gathering.done(settles if recognised.others else [*settles, "W-06"])
