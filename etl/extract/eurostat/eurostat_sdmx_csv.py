"""Eurostat Comext as SDMX-CSV 1 and 2 and as bulk file: columns are found by name, in any order and letter case."""

from __future__ import annotations

from collections.abc import Mapping

from etl.extract.contract import Extracted, Recognised, chosen
from etl.extract.eurostat import comext
from etl.extract.eurostat.comext import DIMENSIONS, SOURCE, Flags, Observation, code_of
from etl.extract.figures import Gathering
from etl.extract.headings import best, body, heading_row, key, visible
from etl.read import Document, Sheet
from etl.tables.problems import problem

NEEDED = (*DIMENSIONS, "time_period", "obs_value")
BULK = ("reporter", "partner", "product_nc", "flow", "period", "value_eur", "quantity_kg")
_BULK_MEASURES = ("value_eur", "quantity_kg")


def recognises(document: Document) -> Recognised | None:
    """Return what a document is: observations, a bulk file, or the notice that data will come later; else None."""
    if document.kind == "text" and "<footer:Footer>" in document.text.replace(" ", "") and "ESTAT" in document.text:
        return Recognised(SOURCE, "notice without data", 0.9)
    found = []
    for index in visible(document):
        sheet = document.sheets[index]
        header = heading_row(sheet, NEEDED)
        if header is not None:
            observations = _observations(sheet, header)
            dataset, day = _about(sheet, header)
            codes = (one.codes for one in observations)
            found.append(comext.recognised("SDMX-CSV", codes, dataset, day, sheet=index))
        elif (bulk := heading_row(sheet, BULK)) is not None:
            codes = (one.codes for one in _bulk(sheet, bulk))
            found.append(comext.recognised("bulk file", codes, "Comext bulk", "", sheet=index))
    return best(found)


def _about(sheet: Sheet, header: int) -> tuple[str, str]:
    """Return the data set and the day of its last update, from the first row."""
    row = dict(zip(map(key, sheet.rows[header]), sheet.rows[header + 1], strict=True)) if body(sheet, header) else {}
    return row.get("dataflow") or row.get("structure_id", ""), row.get("last update", "")


def _observations(sheet: Sheet, header: int) -> list[Observation]:
    columns: dict[str, int] = {}
    for column, cell in enumerate(sheet.rows[header]):
        if cell.strip():  # with labels as names every dimension has two columns; the code stands first
            columns.setdefault(key(cell), column)
    found = []
    for row in body(sheet, header):
        cells = sheet.rows[row]
        codes = {name: code_of(cells[column]) for name, column in columns.items() if name != "obs_value"}
        flags = Flags(*(codes.get(name, "") for name in ("obs_flag", "obs_status", "conf_status")))
        found.append(Observation(codes, cells[columns["obs_value"]], flags, sheet.at(row, columns["obs_value"])))
    return found


def _bulk(sheet: Sheet, header: int) -> list[Observation]:
    """Return the observations of a bulk file, two a line; a product stands there once a customs procedure."""
    columns = {key(cell): column for column, cell in enumerate(sheet.rows[header])}
    found = []
    for row in body(sheet, header):
        cells = {name: sheet.rows[row][column].strip() for name, column in columns.items()}
        product = "TOTAL" if cells["product_nc"].upper() in ("000TOTAL", "TOTAL") else cells["product_nc"]
        codes = {"reporter": cells["reporter"], "partner": cells["partner"], "flow": cells["flow"], "product": product}
        codes["time_period"] = f"{cells['period'][:4]}-{cells['period'][4:]}" if len(cells["period"]) == 6 else ""
        for measure in _BULK_MEASURES:
            where = sheet.at(row, columns[measure])
            found.append(Observation({**codes, "indicators": measure.upper()}, cells[measure], Flags(), where))
    return found


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in EUR and tonnes."""
    gathering = Gathering("eurostat", document, answers)
    if recognised.layout == "notice without data":
        kind = "Eurostat's notice that a large answer will be ready later"
        gathering.problems.append(problem("F-12", kind, kind=kind))
        return gathering.done()
    sheet, asked = chosen(document, recognised, answers)
    gathering.questions += asked
    bulk = recognised.layout == "bulk file"
    header = heading_row(sheet, BULK if bulk else NEEDED)
    if header is not None and not asked:
        observations = _bulk(sheet, header) if bulk else _observations(sheet, header)
        comext.read(gathering, observations, recognised.detail["dataset"], sums=bulk)
    return gathering.done(() if recognised.others else ("W-06",))
