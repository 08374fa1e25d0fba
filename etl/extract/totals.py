"""Rows that sum the months above them: left out where they do, held where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from etl.extract.contract import remark
from etl.extract.figures import Cell, Gathering
from etl.extract.headings import key
from etl.read import Sheet
from etl.tables.problems import problem
from etl.text.numbers import Figure

_WORDS = {"total", "sum", "year", "whole year", "合计", "总计", "全年", "итого", "всего", "год", "summe", "gesamt", "insgesamt",
          "totaal", "jahr", "année"}  # fmt: skip


def rows(gathering: Gathering, sheet: Sheet, months: int | None, figures: Mapping[Cell, Figure]) -> set[int]:
    """Return the rows whose month is a word for their sum; `months` is the column of the months, if there is one."""
    if months is None:
        return set()
    sums = {row for row, _ in figures if key(sheet.rows[row][months]) in _WORDS}
    for row in sorted(sums):
        _compare(gathering, sheet, row, {cell: one for cell, one in figures.items() if cell[0] not in sums})
    if sums:
        gathering.problems.append(remark("totals", sheet.rows_at(sums), count=len(sums)))
    return sums


def _compare(gathering: Gathering, sheet: Sheet, row: int, months: Mapping[Cell, Figure]) -> None:
    """Hold a row of sums that its months do not make, within what rounding each of them allows."""
    for column in sorted({column for _, column in months}):
        text = sheet.rows[row][column].strip().replace(",", "").replace(" ", "")
        parts = [one.value for (_, at), one in months.items() if at == column and one.value is not None]
        if not text.replace(".", "", 1).isdigit() or not parts:
            continue
        made, total = sum(parts, Decimal(0)), Decimal(text)
        digit = Decimal(1).scaleb(min(int(part.as_tuple().exponent) for part in (total, *parts)))
        if abs(made - total) > digit * (len(parts) + 1) / 2:
            said = {"sum": str(made), "total": str(total)}
            choices = ("as printed",)
            where = sheet.at(row, column)
            gathering.problems.append(problem("P-02", where=where, key="sums", choices=choices, **said))
            return
