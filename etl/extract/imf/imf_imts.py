"""IMF, International Trade in Goods by partner (before: Direction of Trade): API tables and portal files.

The same data come in two scales. Tables of the API carry SCALE 6 although their values are single dollars; files of the
portal hold millions. Where a file shows both habits at once, the scale is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from etl.extract import codes, publisher_codes, series_ids
from etl.extract.contract import Extracted, Fact, Recognised, chosen, remark
from etl.extract.figures import Cell, Gathering
from etl.extract.headings import best, body, heading_row, key, plain, visible
from etl.read import Document, Sheet
from etl.text.periods import Period

SOURCE = "imf_imts"
LONG = ("country", "indicator", "counterpart_country", "time_period", "obs_value")
WIDE = ("country", "indicator", "counterpart_country")
LEGACY = ("country name", "counterpart country name", "indicator code", "attribute")
PANEL = ("country name", "counterpart country name", "time period")
MILLION = Decimal("1e6")
PUBLISHER = "imf"
_WORDS = (
    (re.compile(r"exports?.*(free on board|fob)"), "export"),
    (re.compile(r"imports?.*(cost, ?insurance|cif)"), "import"),
    (re.compile(r"imports?.*(free on board|fob)"), "imports_fob"),
    (re.compile(r"trade balance"), "balance"),
)
_PERIOD = re.compile(r"(19|20)\d{2}(-?[MQ]?-?\d{1,2})?")


class Layout(NamedTuple):
    """One of the IMF's forms: its heading row, the column of each name, and the columns of periods if they are such."""

    name: str
    header: int
    columns: dict[str, int]
    periods: dict[int, str]


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is one of the IMF's forms, else None."""
    return best([entry for index in visible(document) if (entry := _look(document.sheets[index], index))])


def _look(sheet: Sheet, index: int) -> Recognised | None:
    layout = _layout(sheet)
    if layout is None:
        return None
    return Recognised(SOURCE, layout.name, 1.0, sheet=index, unit="USD", currency="USD", language="en")


def _layout(sheet: Sheet) -> Layout | None:
    for name, needed in (("API table", LONG), ("portal file", WIDE), ("legacy bulk file", LEGACY), ("panel", PANEL)):
        header = heading_row(sheet, needed)
        if header is None:
            continue
        row = sheet.rows[header]
        columns = {key(cell): column for column, cell in reversed(list(enumerate(row))) if cell.strip()}
        dated = {column: plain(cell) for column, cell in enumerate(row) if _PERIOD.fullmatch(plain(cell))}
        if name in ("API table", "panel") or dated:
            return Layout(name, header, columns, dated)
    return None


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in single US dollars."""
    gathering = Gathering("imf", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    gathering.questions += asked
    layout = _layout(sheet)
    if layout is None or asked:
        return gathering.done()
    scale = _scale(gathering, sheet, layout)
    if scale:
        _read(gathering, sheet, layout, scale)
    return gathering.done(() if recognised.others else ("W-06",))


def _scale(gathering: Gathering, sheet: Sheet, layout: Layout) -> Mapping[str, Decimal] | None:
    """Return the factor of values by what the scale column says; asks where that is not beyond doubt.

    A table of the API holds single dollars and says 6; a file of the portal holds what its rows say, else millions.
    """
    stated = {plain(cell) for cell in _cells(sheet, layout, "scale")} or {""}
    if layout.name in ("panel", "legacy bulk file"):
        return dict.fromkeys(stated, MILLION)
    known = {text: gathering.meaning(PUBLISHER, "scale", text.removesuffix(".0")) for text in stated}
    if layout.name == "API table" and stated <= {"6", "6.0", "0", ""}:
        return dict.fromkeys(stated, Decimal(1))
    if layout.name == "portal file" and stated == {""}:
        return {"": MILLION}
    if layout.name == "portal file" and "" not in stated and all(known.values()):
        return {text: Decimal(factor) for text, factor in known.items()}
    answer = gathering.ask("scale", ", ".join(sorted(stated)), ("units", "millions"))
    return dict.fromkeys(stated, {"units": Decimal(1), "millions": MILLION}[answer]) if answer else None


def _cells(sheet: Sheet, layout: Layout, name: str) -> list[str]:
    column = layout.columns.get(name)
    return [] if column is None else [sheet.rows[row][column] for row in body(sheet, layout.header)]


def _read(gathering: Gathering, sheet: Sheet, layout: Layout, scale: Mapping[str, Decimal]) -> None:
    """Add the rows; those of other indicators, units or attributes are counted and left out."""
    cells: list[Cell] = []
    facts: dict[Cell, tuple[str, Period]] = {}
    left: set[str] = set()
    count = 0
    for row in body(sheet, layout.header):
        found = _measures(sheet, layout, row)
        count += not found
        left |= set() if found else {_indicator(sheet, layout, row)}
        for column, flow, text in found:
            when = gathering.period(_plain_period(text), sheet.at(row, column))
            if when:
                cells.append((row, column))
                facts[row, column] = (flow, when)
    figures = gathering.figures(sheet, [cell for cell in cells if facts[cell][0] != "balance"])
    figures |= gathering.figures(sheet, [cell for cell in cells if facts[cell][0] == "balance"], negative=True)
    for cell, figure in figures.items():
        flow, when = facts[cell]
        if layout.name != "panel":
            gathering.take("flow", _indicator(sheet, layout, cell[0]), f"{flow}, USD")
        who = [_place(gathering, sheet, layout, (cell[0], role, when.last)) for role in ("country", "counterpart")]
        fact = Fact(series_ids.level(series_ids.TOTAL, flow, "USD"), who[0], who[1], when.period, when.months)
        stated = layout.columns.get("scale")
        factor = scale["" if stated is None else plain(sheet.rows[cell[0]][stated])]
        gathering.add(figure, fact, sheet.at(*cell), factor, status=_status(gathering, sheet, layout, cell[0]))
    if count:
        gathering.problems.append(remark("unused", count=count, what=", ".join(sorted(left))[:200]))


def _measures(sheet: Sheet, layout: Layout, row: int) -> list[tuple[int, str, str]]:
    """Return (column, flow, period text) of each figure in a row that is about goods trade in US dollars."""
    cells = sheet.rows[row]
    if layout.name == "panel":
        text = cells[layout.columns["time period"]]
        named = ((column, _flow(name)) for name, column in layout.columns.items() if "us dollars" in name)
        return [(column, flow, text) for column, flow in named if flow]
    flow = _flow(_indicator(sheet, layout, row))
    if not flow or ("attribute" in layout.columns and key(cells[layout.columns["attribute"]]) != "value"):
        return []
    if layout.name == "API table":
        return [(layout.columns["obs_value"], flow, cells[layout.columns["time_period"]])]
    return [(column, flow, text) for column, text in layout.periods.items() if cells[column].strip()]


def _indicator(sheet: Sheet, layout: Layout, row: int) -> str:
    column = next((layout.columns[name] for name in ("indicator", "indicator code") if name in layout.columns), None)
    return "" if column is None else plain(sheet.rows[row][column])


def _flow(indicator: str) -> str:
    """Return the flow of an indicator's code or name; "" for other indicators and other currencies."""
    code = re.sub(r"^T(?=[XM]G_)", "", indicator.strip().upper())
    if known := publisher_codes.taken(PUBLISHER, "indicator", code):
        return known
    text = key(indicator)
    dollars = "us dollar" in text or "_usd" in text
    return next((flow for form, flow in _WORDS if dollars and form.search(text)), "")


def _place(gathering: Gathering, sheet: Sheet, layout: Layout, about: tuple[int, str, str]) -> str:
    """Return the place of a row in a role (country, counterpart) in a month: by ISO-3 or IMF code, or by name."""
    row, role, month = about
    names = {"country": ("country", "country name"), "counterpart": ("counterpart_country", "counterpart country name")}
    column = next(layout.columns[name] for name in names[role] if name in layout.columns)
    text = plain(sheet.rows[row][column])
    where = sheet.at(row, column)
    if codes.by_code("iso3", text):
        return gathering.place("", where, scheme="iso3", code=text, month=month)
    return gathering.place(text, where, month=month)


def _plain_period(text: str) -> str:
    """Return 2024-M01 and 2000M1 as the period grammar knows them."""
    return re.sub(r"^(\d{4})-?M-?(\d{1,2})$", r"\1-M\2", plain(text))


def _status(gathering: Gathering, sheet: Sheet, layout: Layout, row: int) -> str:
    column = layout.columns.get("status")
    if column is None or not sheet.rows[row][column].strip():
        return "reported"
    return gathering.coded(PUBLISHER, "flag", sheet.rows[row][column], sheet.at(row, column)) or "reported"
