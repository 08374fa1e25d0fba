"""SIPRI trade registers: one row a deal, or one row a deal and year of delivery ("deals" form).

A row is what was delivered of one deal, in millions of TIV, from the first year of delivery to the last. Registers are
lists, not sums: the years of a deal are not told apart in the first form. Columns named by a blank hold `?`, which
marks the column to their left as an estimate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from etl.extract import series_ids
from etl.extract.contract import Extracted, Fact, Recognised, chosen, remark
from etl.extract.figures import Cell, Gathering
from etl.extract.headings import best, body, heading_row, key, plain, visible
from etl.extract.sipri import database
from etl.read import Document, Sheet
from etl.tables.problems import problem

SOURCE = "sipri_register"
TITLE = "transfers of major conventional arms"
DEAL = ("recipient", "supplier", "weapon designation", "year(s) of delivery", "sipri tiv of delivered weapons")
YEARLY = ("supplier", "recipient", "designation", "delivery year", "tiv delivery values")
_DETAILS = (
    ("supplier", ("supplier",)),
    ("recipient", ("recipient",)),
    ("designation", ("weapon designation", "designation")),
    ("description", ("weapon description", "description")),
    ("ordered", ("number ordered",)),
    ("order_year", ("year of order", "order date")),
    ("delivered", ("number delivered", "numbers delivered")),
    ("years", ("year(s) of delivery", "delivery year")),
    ("condition", ("status",)),
    ("comments", ("comments",)),
    ("deal", ("sipri at database id",)),
)
_FLAGS = ("numbers delivered is estimate", "delivery year is estimate")
_YEAR = re.compile(r"(19|20)\d{2}")


class Layout(NamedTuple):
    """One of the two forms: its name, heading row, and the column of each name."""

    name: str
    header: int
    columns: dict[str, int]


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is a register, else None."""
    return best([entry for index in visible(document) if (entry := _look(document, index))])


def _layout(sheet: Sheet) -> Layout | None:
    for name, needed in (("register", DEAL), ("register of deals", YEARLY)):
        header = heading_row(sheet, needed)
        if header is not None:
            at = {key(cell): i for i, cell in reversed(list(enumerate(sheet.rows[header]))) if cell.strip()}
            return Layout(name, header, at)
    return None


def _look(document: Document, index: int) -> Recognised | None:
    sheet = document.sheets[index]
    layout = _layout(sheet)
    if layout is None:
        return None
    lines = database.preamble(document, sheet)
    day = database.made(lines)
    years = [year for row in body(sheet, layout.header) for year in _years(sheet, layout, row)]
    edition = database.source(day, max(years, default=0))
    return Recognised(
        SOURCE,
        layout.name,
        1.0 if day else 0.9,
        sheet=index,
        unit="TIV_mn",
        unit_text="million TIV",
        flow="export",
        period=f"{min(years)}–{max(years)}" if years else "",
        language="en",
        title=next((line for line in lines if TITLE in key(line)), ""),
        detail={"made": day, "edition": edition, "released": database.released(edition)},
    )


def _years(sheet: Sheet, layout: Layout, row: int) -> list[int]:
    """Return the years of delivery of a row: `1977; 1978`."""
    column = layout.columns[DEAL[3] if layout.name == "register" else YEARLY[3]]
    parts = [part.strip() for part in re.split(r"[;,]", sheet.rows[row][column])]
    return [int(part) for part in parts if _YEAR.fullmatch(part)]


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return a row a deal (and year) in millions of TIV: reporter is the supplier, partner the recipient.

    Beside the usual keys a row has `details`: what was ordered and delivered, as `name=text` joined by `; `.
    """
    gathering = Gathering("sipri", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    layout = _layout(sheet)
    gathering.questions += asked
    if layout is None or asked:
        return gathering.done()
    value = layout.columns[DEAL[4] if layout.name == "register" else YEARLY[4]]
    rows = body(sheet, layout.header)
    cells: list[Cell] = [(row, value) for row in rows]
    series: dict[tuple[str, ...], int] = {}
    for cell, figure in gathering.figures(sheet, cells).items():
        fact = _fact(gathering, sheet, layout, cell[0])
        if fact is None or figure.value is None:
            continue
        fact = fact._replace(series=_numbered(series, fact))
        status = "estimated" if _estimated(sheet, layout, cell[0]) else "reported"
        gathering.add(figure, fact, sheet.at(*cell), status=status)
        gathering.rows[-1]["details"] = _details(sheet, layout, cell[0])
    sides = (layout.columns[role] for role in ("supplier", "recipient"))
    gathering.problems += database.groups(sheet.rows[row][column] for column in sides for row in rows)
    _notes(gathering, len(rows))
    return gathering.done(() if recognised.others else ("W-06",))


def _fact(gathering: Gathering, sheet: Sheet, layout: Layout, row: int) -> Fact | None:
    """Return what a row is about; None with a problem if its years of delivery cannot be read."""
    cells, columns = sheet.rows[row], layout.columns
    years = _years(sheet, layout, row)
    column = columns[DEAL[3] if layout.name == "register" else YEARLY[3]]
    if not years:
        if cells[column].strip():
            where = sheet.at(row, column)
            gathering.problems.append(problem("T-06", cells[column], where=where, reason="These are no years."))
        return None
    supplier, recipient = (
        database.party(gathering, cells[columns[role]], sheet.at(row, columns[role]))
        for role in ("supplier", "recipient")
    )
    # The order keeps deals for one weapon apart.
    name = series_ids.slug(_detail(sheet, layout, row, "designation"))
    order = plain(_detail(sheet, layout, row, "order_year")) or "x"
    deal = plain(_detail(sheet, layout, row, "deal"))
    months = 12 * (max(years) - min(years) + 1)
    return Fact(f"arms_deal_{name}_{deal or order}_tiv", supplier, recipient, str(min(years)), months)


def _numbered(taken: dict[tuple[str, ...], int], fact: Fact) -> str:
    """Return the series of a deal; further deals that agree in weapon, order, parties and years get a number."""
    key = (fact.series, fact.reporter, fact.partner, fact.period, str(fact.months))
    taken[key] = taken.get(key, 0) + 1
    return fact.series if taken[key] == 1 else fact.series.removesuffix("_tiv") + f"_{taken[key]}_tiv"


def _detail(sheet: Sheet, layout: Layout, row: int, name: str) -> str:
    names = dict(_DETAILS)[name]
    column = next((layout.columns[one] for one in names if one in layout.columns), None)
    return "" if column is None else sheet.rows[row][column]


def _details(sheet: Sheet, layout: Layout, row: int) -> str:
    """Return what was ordered and delivered; `?` behind a figure marks an estimate."""
    said = []
    for name, _ in _DETAILS:
        text = plain(_detail(sheet, layout, row, name))
        if text:
            said.append(f"{name}={text.replace(';', ',')}{'?' if _flagged(sheet, layout, row, name) else ''}")
    return "; ".join(said)


def _flagged(sheet: Sheet, layout: Layout, row: int, name: str) -> bool:
    """Say whether the column to the right of a detail has no name and holds `?`."""
    names = dict(_DETAILS)[name]
    column = next((layout.columns[one] for one in names if one in layout.columns), None)
    if column is None or column + 1 >= sheet.width or sheet.rows[layout.header][column + 1].strip():
        return False
    return plain(sheet.rows[row][column + 1]) == "?"


def _estimated(sheet: Sheet, layout: Layout, row: int) -> bool:
    """Say whether the number delivered or the year of delivery is an estimate."""
    if any(key(sheet.rows[row][layout.columns[flag]]) == "yes" for flag in _FLAGS if flag in layout.columns):
        return True
    return _flagged(sheet, layout, row, "delivered")


def _notes(gathering: Gathering, count: int) -> None:
    """Note estimates and deals without deliveries."""
    estimates = sum(row["status"] == "estimated" for row in gathering.rows)
    if estimates:
        gathering.problems.append(remark("estimates", count=f"{estimates:,}"))
    if len(gathering.rows) < count:
        gathering.problems.append(remark("no_data", what=f"{count - len(gathering.rows):,} deals without deliveries"))
