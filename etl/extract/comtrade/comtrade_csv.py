"""UN Comtrade as CSV: the website's file (rows end in a comma that the heading lacks) and tables saved from the API.

The website of before 2023 named its columns in words; they are the same record, and flows had numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from etl.extract.comtrade import records as comtrade
from etl.extract.contract import Extracted, Recognised, chosen
from etl.extract.figures import Gathering
from etl.extract.headings import best, body, heading_row, key, plain, visible
from etl.read import Document, Sheet
from etl.tables.problems import problem

OLD = {  # the website's headings until 2022 → fields of a record
    "classification": "classificationcode", "year": "refyear", "period": "period", "period desc.": "perioddesc",
    "aggregate level": "aggrlevel", "is leaf code": "isleaf", "trade flow code": "flowcode", "trade flow": "flowdesc",
    "reporter code": "reportercode", "reporter": "reporterdesc", "reporter iso": "reporteriso",
    "partner code": "partnercode", "partner": "partnerdesc", "partner iso": "partneriso",
    "2nd partner code": "partner2code", "2nd partner": "partner2desc", "2nd partner iso": "partner2iso",
    "customs proc. code": "customscode", "customs": "customsdesc", "mode of transport code": "motcode",
    "mode of transport": "motdesc", "commodity code": "cmdcode", "commodity": "cmddesc",
    "qty unit code": "qtyunitcode", "qty unit": "qtyunitabbr", "qty": "qty",
    "alt qty unit code": "altqtyunitcode", "alt qty unit": "altqtyunitabbr", "alt qty": "altqty",
    "netweight (kg)": "netwgt", "gross weight (kg)": "grosswgt", "trade value (us$)": "primaryvalue",
    "cif trade value (us$)": "cifvalue", "fob trade value (us$)": "fobvalue", "flag": "flag",
}  # fmt: skip
_OLD_NEEDED = tuple(old for old, field in OLD.items() if field in comtrade.NEEDED)
_OLD_FLOWS = {"1": "M", "2": "X", "3": "RX", "4": "RM"}
_OLD_ESTIMATED = {"isqtyestimated": ("2", "6"), "isnetwgtestimated": ("4", "6")}


def _header(sheet: Sheet) -> tuple[int | None, Mapping[str, str]]:
    """Return the row of headings, None if there is none, and what its old headings are called today."""
    header = heading_row(sheet, comtrade.NEEDED)
    if header is not None:
        return header, {}
    return heading_row(sheet, _OLD_NEEDED), OLD


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if its headings are Comtrade's field names, else None."""
    found = []
    for index in visible(document):
        header, old = _header(document.sheets[index])
        if header is not None:
            layout = "Comtrade CSV of before 2023" if old else "Comtrade CSV"
            found.append(comtrade.recognised(_records(document.sheets[index], header, old), layout, index))
    return best(found)


def _records(sheet: Sheet, header: int, old: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the rows by name of column; a column without a name holds nothing and is left out."""
    names = [(column, old.get(key(cell), key(cell))) for column, cell in enumerate(sheet.rows[header]) if cell.strip()]
    records = [{name: sheet.rows[row][column] for column, name in names} for row in body(sheet, header)]
    return [_today(record) for record in records] if old else records


def _today(record: dict[str, str]) -> dict[str, str]:
    """Return a record of the old website as one of today: flows by letter, and what its flag says was estimated."""
    flag, flow = plain(record.get("flag", "")), plain(record["flowcode"])
    estimated = {field: "true" if flag in flags else "false" for field, flags in _OLD_ESTIMATED.items()}
    return record | estimated | {"flowcode": _OLD_FLOWS.get(flow, flow)}


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in US dollars, tonnes and the units that Comtrade names."""
    gathering = Gathering("comtrade", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    header, old = _header(sheet)
    gathering.questions += asked
    if header is None or asked:
        return gathering.done()
    rows = body(sheet, header)
    names = [old.get(key(cell), key(cell)) for cell in sheet.rows[header]]
    columns = {name: column for column, name in reversed(list(enumerate(names)))}
    for name, column in columns.items():
        if name and name not in comtrade.KNOWN and name not in old.values():
            where = sheet.at(header, column)
            gathering.problems.append(problem("S-09", plain(sheet.rows[header][column]), where=where))
    gathering.questions += comtrade.truncated(len(rows), answers)
    comtrade.read(gathering, _records(sheet, header, old), lambda row, name: sheet.at(rows[row], columns.get(name)))
    # The website writes its files in Western letters; names are only read beside their codes.
    settles = ["E-03"] if document.encoding in ("cp1252", "latin-1", "iso-8859-1") else []
    return gathering.done(settles if recognised.others else [*settles, "W-06"])
