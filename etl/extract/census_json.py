"""US Census Bureau, international trade API: an array of arrays, the first of which names the columns, or saved as CSV.

All cells are text, values whole US dollars. Country groups and continents stand among countries. Imports are general
imports at customs value; imports for consumption are a series of their own. Columns ending in _YR run from January.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from etl.extract import series_ids, units
from etl.extract.contract import Extracted, Fact, Recognised
from etl.extract.figures import Gathering
from etl.extract.headings import SEARCHED, body, plain, visible
from etl.read import Document
from etl.tables.problems import problem
from etl.text.periods import Period

SOURCE = "census"
_IMPORTS, _EXPORTS = "imports", "exports"


class Measure(NamedTuple):
    """What a column of figures holds; `unit` is the column of its unit, "" for US dollars."""

    flow: str
    to_date: bool
    unit: str = ""


MEASURES = {
    "GEN_VAL_MO": Measure("import", False),
    "GEN_VAL_YR": Measure("import", True),
    "CON_VAL_MO": Measure("imports_for_consumption", False),
    "CON_VAL_YR": Measure("imports_for_consumption", True),
    "GEN_CIF_MO": Measure("imports_cif", False),
    "GEN_CIF_YR": Measure("imports_cif", True),
    "ALL_VAL_MO": Measure("export", False),
    "ALL_VAL_YR": Measure("export", True),
    "GEN_QY1_MO": Measure("import", False, "UNIT_QY1"),
    "GEN_QY1_YR": Measure("import", True, "UNIT_QY1"),
    "QTY_1_MO": Measure("export", False, "UNIT_QY1"),
    "QTY_1_YR": Measure("export", True, "UNIT_QY1"),
}
_PRODUCTS = ("I_COMMODITY", "E_COMMODITY")
# Columns by which an answer can be divided, or that count in another classification; "-" stands for all of them.
_DIVIDING = re.compile(
    r"NAICS|SITC|[IE]_ENDUSE|END_?USE|HITECH|DISTRICT|PORT|STATE|DF|RP|METHOD|USDA|CNTY_SUBCO|RATE_PROV|.*_CODE(?<!CTY_CODE)"
)
_DOLLARS = units.Unit("USD", Decimal(1))


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is an answer of the trade API, else None."""
    answer, layout, sheet = _table(document)
    if not answer:
        return None
    names = [str(name) for name in answer[0]]
    flows = sorted({MEASURES[name].flow for name in names if name in MEASURES})
    if "CTY_CODE" not in names or not flows or not ({"time", "YEAR"} & set(names)):
        return None
    when = sorted({_when(dict(zip(names, map(str, row), strict=False))) for row in answer[1:]})
    return Recognised(
        SOURCE,
        layout,
        1.0,
        sheet=sheet,
        unit="USD",
        currency="USD",
        flow=flows[0] if len(flows) == 1 else "",
        reporter="USA",
        period=when[0] if len(when) == 1 else f"{when[0]}–{when[-1]}" if when else "",
        language="en",
    )


def _table(document: Document) -> tuple[list[list[Any]], str, int]:
    """Return the lists of an answer, or the rows of a sheet from its headings on, what it is, and the sheet's number."""
    if document.kind == "json":
        answer = document.data()
        listed = isinstance(answer, list) and answer and isinstance(answer[0], list)
        return (answer, "Census API", 0) if listed else ([], "", 0)
    for index in visible(document):
        sheet = document.sheets[index]
        for row, cells in enumerate(sheet.rows[:SEARCHED]):
            if "CTY_CODE" in map(plain, cells):
                rows = [[plain(cell) for cell in sheet.rows[each]] for each in (row, *body(sheet, row))]
                wide = [column for column, name in enumerate(rows[0]) if name]
                return [[cells[column] for column in wide] for cells in rows], "Census table", index
    return [], "", 0


def _when(row: Mapping[str, str]) -> str:
    """Return the month of a row as text: `time`, or YEAR and MONTH."""
    if row.get("time"):
        return row["time"]
    return f"{row.get('YEAR', '')}-{row['MONTH'].zfill(2)}" if row.get("MONTH") else row.get("YEAR", "")


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows of the United States in US dollars and base units of quantities."""
    gathering = Gathering("census", document, answers)
    table = _table(document)[0]
    names = [str(name) for name in table[0]]
    uneven = [number for number, row in enumerate(table) if len(row) != len(names)]
    if uneven:
        gathering.problems.append(problem("S-05", f"row {uneven[0]}", where=", ".join(f"row {n}" for n in uneven[:20])))
        return gathering.done()
    # A predicate that was also asked for stands there twice, with equal cells: the first one counts.
    rows = [dict(zip(reversed(names), (_text(cell) for cell in reversed(row)), strict=True)) for row in table[1:]]
    _divided(gathering, names, rows)
    periods_of = [_period(gathering, row, number) for number, row in enumerate(rows, start=1)]
    partners = [_partner(gathering, row, number, periods_of[number - 1]) for number, row in enumerate(rows, start=1)]
    for name in dict.fromkeys(name for name in names if name in MEASURES):
        _read(gathering, name, rows, list(zip(partners, periods_of, strict=True)))
    return gathering.done(() if document.kind == "json" else ("W-06",))


def _read(gathering: Gathering, name: str, rows: list[dict[str, str]], about: list[tuple[str, Period | None]]) -> None:
    """Add the rows of one column of figures; `about` is partner and period of each row."""
    measure = MEASURES[name]
    gathering.take("column", name, f"{measure.flow}{', since January' if measure.to_date else ''}")
    figures = gathering.column([row[name] for row in rows], at=lambda index: f"row {index + 1}, {name}")
    for number, (row, figure) in enumerate(zip(rows, figures, strict=True), start=1):
        partner, when = about[number - 1]
        unit = _unit(row, measure)
        if when is None or unit is None:
            continue
        when = _to_date(when) if measure.to_date else when
        series = series_ids.level(_product(row), measure.flow, unit.unit)
        fact = Fact(series, "USA", partner, when.period, when.months)
        gathering.add(figure, fact, f"row {number}, {name}", unit.factor)


def _divided(gathering: Gathering, names: list[str], rows: list[dict[str, str]]) -> None:
    """Hold an answer that is divided by a column, or counted by another list of goods: its rows are no whole figures."""
    for name in dict.fromkeys(name for name in names if _DIVIDING.fullmatch(name)):
        parts = sorted({plain(row[name]) for row in rows} - {"-", ""})
        if parts and gathering.answers.get(f"column:{name}") != "ignore":
            found, where = f"{name}: {', '.join(parts[:5])}", f"column {name}"
            gathering.problems.append(problem("S-16", found, where=where, key=f"column:{name}", choices=("ignore",)))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _period(gathering: Gathering, row: Mapping[str, str], number: int) -> Period | None:
    return gathering.period(_when(row), f"row {number}, time")


def _partner(gathering: Gathering, row: Mapping[str, str], number: int, when: Period | None) -> str:
    """Return the place of a row; a group's number says nothing, its name does."""
    code, name = plain(row["CTY_CODE"]), plain(row.get("CTY_NAME", ""))
    if re.fullmatch(r"0\d{3}", code) and name:
        code = ""
    where = f"row {number}, CTY_CODE"
    return gathering.place(name, where, scheme="census", code=code, month=when.last if when else "")


def _product(row: Mapping[str, str]) -> str:
    """Return the HS code of a row; without one, or with "-", it is about all goods."""
    code = next((plain(row[name]) for name in _PRODUCTS if name in row), "")
    return series_ids.TOTAL if code in ("", "-", "TOTAL") else code


def _unit(row: Mapping[str, str], measure: Measure) -> units.Unit | None:
    return units.quantity(row.get(measure.unit, "")) if measure.unit else _DOLLARS


def _to_date(when: Period) -> Period:
    """Return January to the month of a period: what columns ending in _YR cover."""
    if when.months == 12:
        return when
    month = int(when.last[5:])
    return Period(when.period[:4], 12) if month == 12 else Period(f"{when.period[:4]}-01", month)
