"""Classes 81 to 92: what a workbook can do to a figure, in new and old workbooks."""

import json
import random
from collections.abc import Iterator

from tests.support.corpus import Case, Maker, rows
from tests.support.corpus_books import book, old_book, parts, sheet, zipped
from tests.support.corpus_trade import EACH

Table = list[list[object]]
XLSX, XLS = "t.xlsx", "t.xls"


def typed(rnd: random.Random) -> Table:
    heads, *lines = rows(rnd)
    return [list(heads), *([line[0], *map(float, line[1:])] for line in lines)]


def spoiled(rnd: random.Random, value: object) -> tuple[Table, str]:
    """A table with one cell replaced, and its address."""
    table = typed(rnd)
    row, column = rnd.randint(1, 5), rnd.randint(1, 2)
    table[row][column] = value
    return table, f"{'ABC'[column]}{row + 1}"


def without_result(rnd: random.Random) -> Iterator[Case]:
    for inside in ("<c><f>B2+C2</f></c>", "<c><f>SUM(B2:B4)</f><v></v></c>"):
        table, address = spoiled(rnd, inside)
        yield Case(book(table), "W-01", "R", f"cell {address}", XLSX)


def result_zero(rnd: random.Random) -> Iterator[Case]:
    table, address = spoiled(rnd, "<c><f>B2+C2</f><v>0</v></c>")
    yield Case(book(table), "W-02", "H", f"cell {address}", XLSX)
    table, address = spoiled(rnd, (0,))
    yield Case(old_book(table), "W-02", "H", f"cell {address}", XLS)
    worked = parts({"Data": sheet(table[:1] + typed(rnd)[1:])}) | {"xl/calcChain.xml": "<calcChain/>"}
    yield Case(zipped(worked), name=XLSX, holds=("Country",))


def linked(rnd: random.Random) -> Iterator[Case]:
    for formula in ("[1]Data!B2", "'[prices.xlsx]Data'!B2"):
        table, address = spoiled(rnd, f"<c><f>{formula}</f><v>12.5</v></c>")
        yield Case(book(table), "W-02", "R", f"cell {address}", XLSX)


def errors(rnd: random.Random) -> Iterator[Case]:
    word = rnd.choice(["#DIV/0!", "#REF!", "#N/A"])
    table, address = spoiled(rnd, f'<c t="e"><v>{word}</v></c>')
    yield Case(book(table), "W-04", "R", f"cell {address}", XLSX)
    table, address = spoiled(rnd, rnd.choice([b"\x07", b"\x17", b"\x2a"]))
    yield Case(old_book(table), "W-04", "R", f"cell {address}", XLS)


def merged(rnd: random.Random) -> Iterator[Case]:
    table = typed(rnd)
    table[3][2] = None
    yield Case(book(table, after='<mergeCells><mergeCell ref="B4:C4"/></mergeCells>'), "W-05", "H", "cell B4", XLSX)
    yield Case(old_book(table, merged=[(3, 1, 3, 2)]), "W-05", "H", "cell B4", XLS)
    stub = [
        ["Region", "Country", "Exports"],
        *([["Asia" if n == 1 else None, *row[:2]] for n, row in enumerate(typed(rnd)) if n]),
    ]
    yield Case(
        book(stub, after='<mergeCells><mergeCell ref="A2:A7"/></mergeCells>'), "W-05", "A", "cell A2", XLSX, ("Asia",)
    )


def hidden(rnd: random.Random) -> Iterator[Case]:
    line = rnd.randint(2, 6)
    yield Case(book(typed(rnd), hidden=[line], after='<autoFilter ref="A1:C7"/>'), "W-03", "H", f"row {line}", XLSX)
    yield Case(
        book(typed(rnd), before='<cols><col min="3" max="3" hidden="1"/></cols>'), "W-03", "H", "columns C", XLSX
    )
    yield Case(old_book(typed(rnd), hidden=[line - 1]), "W-03", "H", f"row {line}", XLS)
    for state in ("hidden", "veryHidden"):
        sheets = {"Data": sheet(typed(rnd)), "Old": sheet(typed(rnd))}
        yield Case(zipped(parts(sheets, states={"Old": state})), "W-03", "H", 'sheet "Old"', XLSX)


def several(rnd: random.Random) -> Iterator[Case]:
    sheets = {name: sheet(typed(rnd)) for name in rnd.sample(["2023", "2024", "Exports", "Imports"], 2)}
    yield Case(zipped(parts(sheets)), "W-06", "H", ", ".join(sheets), name=XLSX)
    yield Case(
        zipped(parts({"Read me": sheet([["Data of customs"]]), **dict([sheets.popitem()])})),
        name=XLSX,
        holds=("Country",),
    )


def as_text(rnd: random.Random) -> Iterator[Case]:
    table, _ = spoiled(rnd, "1,234.50")
    column = next(c for c in (1, 2) if any(row[c] == "1,234.50" for row in table))
    roles = {
        "Country": "partner",
        ("Exports", "Imports")[column - 1]: "value",
        ("Imports", "Exports")[column - 1]: "ignore",
    }
    said = {**EACH, "mapping": json.dumps(roles)}
    yield Case(book(table), "N-01", "A", "cell ", XLSX, ("1,234.50",), answers=said, values=("1234.5",))


def days(rnd: random.Random) -> Iterator[Case]:
    serial = rnd.randint(40_000, 43_900)
    table: Table = [["Month", "Exports"], *([(serial + 31 * n, 1), 12.5 + n] for n in range(4))]
    yield Case(book(table), "T-01", "A", "cells A2, A3, A4, A5", XLSX)
    old = parts({"Data": sheet(table)}, workbook='<workbookPr date1904="1"/>')
    yield Case(zipped(old), "T-01", "A", "cells A2, A3", XLSX)
    table[2][0] = (rnd.choice([100, 9_000_000, 73_000]), 1)
    yield Case(book(table), "T-01", "R", "cell A3", XLSX)
    months = [["Month", "Exports"], ["2024-12", "12.5"], [f"2024-{rnd.randint(13, 99)}", "13.5"]]
    said = {**EACH, "mapping": '{"Month": "period", "Exports": "value export"}', "partner": "RUS"}
    yield Case(book(months), "T-06", "R", "row 3", XLSX, answers=said)


def scaled(rnd: random.Random) -> Iterator[Case]:
    table, address = spoiled(rnd, (rnd.randint(10_000, 99_999), 3))
    yield Case(book(table), "W-07", "N", address, XLSX)
    table, address = spoiled(rnd, (0.118, 2))
    yield Case(book(table), "W-07", "N", address, XLSX, ("0.118",))


def rounded(rnd: random.Random) -> Iterator[Case]:
    stored = rnd.randint(1000, 9999) + 0.4321
    table, address = spoiled(rnd, (stored, 4))
    yield Case(book(table), "W-07", "N", address, XLSX, (str(stored),))


def subtotals(rnd: random.Random) -> Iterator[Case]:
    table = typed(rnd)
    table.insert(3, [rnd.choice(["Subtotal", "小计", "Sub-total Asia"]), 12.5, 13.5])
    yield Case(book(table), "W-08", "H", "row 4", XLSX)
    table = typed(rnd)
    table.insert(4, ["Part", "<c><f>SUBTOTAL(9,B2:B4)</f><v>12.5</v></c>", 3.5])
    yield Case(book(table), "W-08", "H", "cell B5", XLSX)


MAKERS: dict[int, Maker] = {
    81: without_result, 82: result_zero, 83: linked, 84: errors, 85: merged, 86: hidden, 87: several, 88: as_text,
    89: days, 90: scaled, 91: rounded, 92: subtotals,
}  # fmt: skip
