"""ASEANstats: the portal's pivot (two heading rows, blanks as thousands signs) and its answer in JSON.

The pivot names what its rows are and nothing else: unit, direction, and product or partner are asked for. Tables of
investment have the same form and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from etl.extract import series_ids, units
from etl.extract.contract import Extracted, Fact, Recognised, chosen
from etl.extract.figures import Cell, Gathering
from etl.extract.headings import best, key, plain, visible
from etl.read import Document, Sheet
from etl.tables.problems import problem

SOURCE = "aseanstats"
REPORTERS = {"reporter", "reporting country", "exporter", "importer", "country", "asean member state", "member state"}
PARTNERS = {"partner", "partner country", "trading partner", "destination", "origin", "country of origin"}
PRODUCTS = {"commodity", "product", "hs code", "commodity code"}
OTHERS = {"host country", "source country", "home country", "investor", "host", "source"}
_TOTAL = {"grand total", "total"}
_WHEN = re.compile(r"(19|20)\d{2}(-?(q[1-4]|\d{2}))?")
_CODE = re.compile(r"\[(?P<code>\w+)\]")
_UNITS = ("US$", "US$ Thousand", "US$ Million")
_JSON = {"Reporter", "Partner", "Year", "Flow", "Commodity Code", "Trade Value (US$)"}
_FLOWS = {
    "x": "export", "export": "export", "exports": "export", "m": "import", "import": "import", "imports": "import",
}  # fmt: skip


class Layout(NamedTuple):
    """The heading row, what the labels of rows are about (by column), and the columns of periods."""

    header: int
    labels: dict[str, int]
    when: dict[int, str]


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if it is a pivot or an answer of the portal, else None."""
    if document.kind == "json":
        answer = document.data()
        rows = answer.get("Trade") if isinstance(answer, dict) else None
        if isinstance(rows, list) and rows and isinstance(rows[0], dict) and set(rows[0]) >= _JSON:
            return Recognised(SOURCE, "ASEANstats API", 1.0, unit="USD", currency="USD", language="en")
        return None
    return best([entry for index in visible(document) if (entry := _look(document.sheets[index], index))])


def _look(sheet: Sheet, index: int) -> Recognised | None:
    layout = _layout(sheet)
    if layout is None:
        return None
    years = sorted(layout.when.values())
    name = "pivot of investment" if "other" in layout.labels else "pivot of trade"
    return Recognised(SOURCE, name, 0.8, sheet=index, period=f"{years[0]}–{years[-1]}", language="en")


def _layout(sheet: Sheet) -> Layout | None:
    """Return the layout: a row that names the dimension of its columns (`Year`), below it labels and periods."""
    for index in range(min(len(sheet.rows) - 1, 6)):
        above = {key(cell) for cell in sheet.rows[index] if cell.strip()}
        row = sheet.rows[index + 1]
        when = {i: plain(cell) for i, cell in enumerate(row) if _WHEN.fullmatch(key(cell))}
        if not when or not above <= {"year", "period", "quarter", "month"} or not above:
            continue
        roles = (("reporter", REPORTERS), ("partner", PARTNERS), ("product", PRODUCTS), ("other", OTHERS))
        labels = {role: i for i, cell in enumerate(row[: min(when)]) for role, names in roles if key(cell) in names}
        if labels:
            return Layout(index + 1, labels, when)
    return None


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in US dollars."""
    gathering = Gathering("aseanstats", document, answers)
    if document.kind == "json":
        _read_json(gathering, document.data()["Trade"])
        return gathering.done()
    sheet, asked = chosen(document, recognised, answers)
    layout = _layout(sheet)
    gathering.questions += asked
    if layout is None or asked:
        return gathering.done()
    if "other" in layout.labels:
        found = plain(sheet.rows[layout.header][layout.labels["other"]])
        where, missing = sheet.at(layout.header), "of trade values (these are of investment)"
        gathering.problems.append(problem("S-08", "a table of investment", where=where, columns=found, missing=missing))
        return gathering.done()
    given = _given(gathering, sheet, layout)
    if not gathering.questions:
        _read(gathering, sheet, layout, given)
    return gathering.done(() if recognised.others else ("W-06",))


def _given(gathering: Gathering, sheet: Sheet, layout: Layout) -> dict[str, str]:
    """Return what a person said of the whole table: flow, unit, and whatever role has no column."""
    evidence = ", ".join(plain(cell) for cell in sheet.rows[layout.header][:4])
    given = {"flow": gathering.ask("flow", evidence, ("import", "export"))}
    given["unit"] = gathering.ask("unit_missing", evidence, _UNITS)
    for role in ("reporter", "partner"):
        given[role] = "" if role in layout.labels else gathering.ask_place(role, evidence)
    given["product"] = "" if "product" in layout.labels else gathering.ask("product", evidence)
    return given


def _read(gathering: Gathering, sheet: Sheet, layout: Layout, given: Mapping[str, str]) -> None:
    """Add the rows; a label that is left blank repeats the one above it. The grand total is the sum of ASEAN."""
    unit = units.money(given["unit"])
    if unit is None:
        return
    labels: dict[int, dict[str, str]] = {}
    last: dict[str, str] = {}
    for row in range(layout.header + 1, len(sheet.rows)):
        said = {role: plain(sheet.rows[row][column]) for role, column in layout.labels.items()}
        last = {role: text or last.get(role, "") for role, text in said.items()}
        if any(sheet.rows[row][column].strip() for column in layout.when):
            labels[row] = last
    cells: list[Cell] = [(row, column) for row in labels for column in layout.when]
    for cell, figure in gathering.figures(sheet, cells).items():
        when = gathering.period(layout.when[cell[1]], sheet.at(layout.header, cell[1]))
        if when is None:
            continue
        where, said = sheet.at(*cell), labels[cell[0]]
        reporter = given["reporter"] or _place(gathering, said["reporter"], where, ("reporter", when.last))
        partner = given["partner"] or _place(gathering, said["partner"], where, ("partner", when.last))
        product = given["product"] or _product(said["product"])
        fact = Fact(series_ids.level(product, given["flow"], unit.unit), reporter, partner, when.period, when.months)
        gathering.add(figure, fact, where, unit.factor)


def _place(gathering: Gathering, text: str, where: str, about: tuple[str, str]) -> str:
    """Return the place of a label, `Total EU-27 [EU27]` by its name or the code in brackets."""
    role, month = about
    if key(text) in _TOTAL:
        return "ASEAN" if role == "reporter" else "WLD"
    code = _CODE.search(text)
    name = re.sub(r"^total ", "", _CODE.sub("", text).strip(), flags=re.IGNORECASE).strip()
    return gathering.place(code["code"] if code and code["code"] == "EU27" else name, where, month=month)


def _product(text: str) -> str:
    code = re.match(r"\d{2,8}", text)
    return code[0] if code else series_ids.TOTAL if key(text) in _TOTAL | {"all commodities"} else text


def _read_json(gathering: Gathering, rows: list[dict[str, object]]) -> None:
    """Add the rows of an answer of the portal: single US dollars."""
    texts = ["" if row["Trade Value (US$)"] is None else str(row["Trade Value (US$)"]) for row in rows]
    figures = gathering.column(texts, at=lambda index: f"Trade[{index}]")
    for index, (row, figure) in enumerate(zip(rows, figures, strict=True)):
        where = f"Trade[{index}]"
        when, flow = gathering.period(_when(row), where), gathering.flow(str(row["Flow"]), where, _FLOWS)
        if when is None or not flow:
            continue
        reporter = gathering.place(str(row["Reporter"]), where, month=when.last)
        partner = gathering.place(str(row["Partner"]), where, month=when.last)
        series = series_ids.level(_product(plain(str(row["Commodity Code"]))), flow, "USD")
        gathering.add(figure, Fact(series, reporter, partner, when.period, when.months), where)


def _when(row: Mapping[str, object]) -> str:
    """Return the period of a row as text: its year, and the quarter that `Period` may name."""
    part = key(str(row.get("Period", "")))
    return str(row["Year"]) + (f"-{part.upper()}" if re.fullmatch(r"q[1-4]", part) else "")
