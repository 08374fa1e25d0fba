"""ITC Trade Map: text files with tabs, and web pages that are named .xls. The period stands in each heading.

A text file names neither unit, nor product, nor the country whose list it is: these are asked for. The direction comes
from the headings of the values; whose trade it is from these and the first column together: exporters beside what was
exported are reporters of trade with the world, exporters beside what was imported are partners.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from etl.extract import codes, series_ids, units
from etl.extract.contract import Extracted, Fact, Recognised, chosen
from etl.extract.figures import Gathering
from etl.extract.headings import SEARCHED, best, key, plain, visible
from etl.read import Document, Sheet
from etl.tables.problems import problem
from etl.text.periods import Period

SOURCE = "trademap"
WORLD = "WLD"
PRODUCTS, PARTNERS, REPORTERS = "products", "partners", "reporters"
_WHEN = r"(?P<when>\d{4}(?:-?[mq]-?\d{1,2})?)"
_VALUE = re.compile(rf"(?:(?P<flow>imported|exported) )?(?P<what>value|quantity) in {_WHEN}(?:, .+)?")
_STATED = re.compile(rf"(?P<what>value|quantity) (?P<flow>imported|exported) in {_WHEN}(?: \((?P<unit>.+)\))?")
_BILATERAL = re.compile(r"(?P<who>.+)'s? (?P<flow>exports to|imports from) (?P<partner>.+)")
_LIST = re.compile(r"(?:imported|exported) by (?P<who>.+?)(?: product:.*)?$")
_PRODUCT = re.compile(r"product ?: ?(?P<code>total|\d{2,10})")
# What the rows trade, by the name of the first column.
_COUNTRIES = {
    "importers": "import", "importing countries": "import", "importing markets": "import",
    "exporters": "export", "exporting countries": "export", "exporting markets": "export",
    "supplying markets": "export",
}  # fmt: skip
_PRODUCTS = {"code", "product code"}
_UNIT = re.compile(r"unit ?: ?(?P<unit>.+)")
_REPORTED = re.compile(r"(?P<who>.+?)'s? (?P<flow>exports|imports) have been reported by (?P<by>.+)")
_UNITS = ("US Dollar thousand", "US Dollar million")


class Value(NamedTuple):
    """What a column holds: flow, value or quantity, its period, and for bilateral tables who traded with whom."""

    flow: str
    quantity: bool
    when: str
    reporter: str
    partner: str


class Layout(NamedTuple):
    """Where names and values stand; `rows` says what the rows are: products, partners or reporters."""

    body: int
    names: int
    rows: str
    values: dict[int, Value]


def recognises(document: Document) -> Recognised | None:
    """Return what a document is if its headings name values by period as Trade Map does, else None."""
    return best([entry for index in visible(document) if (entry := _look(document, index))])


def _look(document: Document, index: int) -> Recognised | None:
    layout = _layout(document.sheets[index])
    if layout is None:
        return None
    said = _said(document)
    unit = units.money(said["unit"])
    flows = {value.flow for value in layout.values.values()}
    when = sorted({value.when.upper() for value in layout.values.values()})
    return Recognised(
        SOURCE,
        {PRODUCTS: "list of products", REPORTERS: "list of reporters"}.get(layout.rows, "list of countries"),
        0.95,
        sheet=index,
        unit=unit.unit if unit else "",
        unit_text=said["unit"],
        currency=unit.unit if unit else "",
        flow=flows.pop() if len(flows) == 1 else "",
        reporter=said["reporter"],
        partner=WORLD if layout.rows == REPORTERS else "",
        period=f"{when[0]}–{when[-1]}",
        language="en",
        title=said["title"],
        detail={"product": said["product"]},
    )


def _layout(sheet: Sheet) -> Layout | None:
    """Return the layout of a sheet whose first columns name countries or products and whose others name periods."""
    for index, cells in enumerate(sheet.rows[:SEARCHED]):
        row = [key(cell) for cell in cells]
        names = next((i for i, cell in enumerate(row[:3]) if cell in _COUNTRIES or cell in _PRODUCTS), None)
        if names is None:
            continue
        below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else ()
        last = index + 1 if below and not any(_match(cell) for cell in row) else index
        values = {i: found for i in range(names + 1, sheet.width) if (found := _value(sheet, i, index, last))}
        if values:
            return Layout(last + 1, names, _rows(row[names], values), values)
    return None


def _rows(first: str, values: Mapping[int, Value]) -> str:
    """Return what the rows are, by the name of their column and what was traded: products, reporters or partners."""
    if first in _PRODUCTS:
        return PRODUCTS
    bilateral = any(value.reporter for value in values.values())
    own = {value.flow for value in values.values()} == {_COUNTRIES[first]}
    return REPORTERS if own and not bilateral else PARTNERS


def _value(sheet: Sheet, column: int, first: int, last: int) -> Value | None:
    """Return what a column holds, from its one or two headings."""
    match = _match(key(sheet.rows[last][column]))
    if match is None:
        return None
    flow = {"imported": "import", "exported": "export"}.get(match["flow"] or "", "")
    who = partner = ""
    for above in range(first, last):
        over = _BILATERAL.fullmatch(plain(sheet.rows[above][column]))
        if over:
            flow, who, partner = "export" if over["flow"] == "exports to" else "import", over["who"], over["partner"]
    return Value(flow, match["what"] == "quantity", match["when"], who, partner) if flow else None


def _match(heading: str) -> re.Match[str] | None:
    return _VALUE.fullmatch(heading) or _STATED.fullmatch(heading)


def _said(document: Document) -> dict[str, str]:
    """Return what a page says around its grid: title, unit, product code and the country whose list it is."""
    lines = [plain(cell) for sheet in document.sheets for row in sheet.rows[:SEARCHED] for cell in row]
    lines = [line for line in dict.fromkeys([*document.outside, *lines]) if line]
    said = {"title": "", "unit": "", "product": "", "reporter": ""}
    for line in lines:
        stated = _STATED.fullmatch(key(line))
        if stated and stated["what"] == "value" and stated["unit"]:
            said["unit"] = stated["unit"]
        unit, product, who = _UNIT.fullmatch(key(line)), _PRODUCT.search(key(line)), _LIST.search(key(line))
        said["unit"] = said["unit"] or (plain(line).split(":", 1)[1].strip() if unit else "")
        said["product"] = said["product"] or (product["code"].upper() if product else "")
        said["reporter"] = said["reporter"] or (codes.by_name(who["who"]) if who else "")
        if not said["title"] and (who or key(line).startswith("bilateral trade between")):
            said["title"] = line
    return said


def extract(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> Extracted:
    """Return rows in US dollars; quantities have no unit in these files and are held."""
    gathering = Gathering("itc", document, answers)
    sheet, asked = chosen(document, recognised, answers)
    layout = _layout(sheet)
    gathering.questions += asked
    if layout is None or asked:
        return gathering.done()
    bilateral = all(value.reporter for value in layout.values.values())
    evidence = recognised.title or ", ".join(plain(cell) for cell in sheet.rows[layout.body - 1][:4])
    own, listed = layout.rows == REPORTERS, layout.rows == PRODUCTS
    reporter = "" if bilateral or own else recognised.reporter or gathering.ask_place("reporter", evidence)
    partner = WORLD if own else gathering.ask_place("partner", evidence) if listed and not bilateral else ""
    product = "" if listed else recognised.detail.get("product") or gathering.ask("product", evidence)
    unit = units.money(recognised.unit_text or gathering.ask("unit_missing", evidence, _UNITS))
    if unit and recognised.unit_text:
        gathering.take("unit", recognised.unit_text, units.told(units.read(recognised.unit_text)))
    if any(value.quantity for value in layout.values.values()):
        gathering.ask("quantities", evidence, ("leave out",))
    _mirrored(gathering, document)
    if unit and not [asked for asked in gathering.questions if asked.key in ("reporter", "partner", "product")]:
        _read(gathering, sheet, layout, _Given(reporter, partner, product, unit))
    return gathering.done(("W-06",) if not recognised.others else ())


def _mirrored(gathering: Gathering, document: Document) -> None:
    """Hold a page that says that the partner has reported the figures: they are the other side's, CIF for FOB."""
    for sheet in document.sheets:
        for index, row in enumerate(sheet.rows):
            said = _REPORTED.fullmatch(plain(row[0])) if row else None
            if said and codes.by_name(said["who"]) != codes.by_name(said["by"]):
                sides = {"stated": f"reported by {said['by']}", "usual": f"reported by {said['who']}"}
                where, choices = sheet.at(index, 0), ("as stated",)
                found = problem("U-03", plain(row[0]), where=where, key="valuation", choices=choices, **sides)
                gathering.problems.append(found)


class _Given(NamedTuple):
    """What holds for all rows, from the page or from a person's answers; "" where rows or headings say it."""

    reporter: str
    partner: str
    product: str
    unit: units.Unit


def _read(gathering: Gathering, sheet: Sheet, layout: Layout, given: _Given) -> None:
    """Add the rows of every country or product."""
    rows = [row for row in range(layout.body, len(sheet.rows)) if sheet.rows[row][layout.names].strip()]
    columns = [column for column, value in layout.values.items() if not value.quantity]
    when = {column: _when(gathering, layout.values[column], sheet.at(layout.body - 1, column)) for column in columns}
    cells = [(row, column) for row in rows for column in columns if when[column]]
    for (row, column), figure in gathering.figures(sheet, cells).items():
        period, value, where = when[column], layout.values[column], sheet.at(row, column)
        if period is None or figure.value is None:
            continue
        name = plain(sheet.rows[row][layout.names]).lstrip("'").strip()
        listed = layout.rows == PRODUCTS
        place = "" if listed else gathering.place(name, sheet.at(row, layout.names), month=period.last)
        own, other = (place, "") if layout.rows == REPORTERS else ("", place)
        reporter = own or given.reporter or gathering.place(value.reporter, where, month=period.last)
        partner = other or given.partner or gathering.place(value.partner, where, month=period.last)
        product = name if listed else given.product
        code = gathering.product(product, sheet.at(row, layout.names))
        if not code:
            continue
        series = series_ids.level(code, value.flow, given.unit.unit)
        gathering.add(figure, Fact(series, reporter, partner, period.period, period.months), where, given.unit.factor)


def _when(gathering: Gathering, value: Value, where: str) -> Period | None:
    return gathering.period(value.when.upper(), where)
