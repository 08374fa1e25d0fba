"""What a workbook can do to a figure: formulas never worked out, links, errors, formats that show something else."""

import re
from collections.abc import Iterable, Sequence

from etl.read import limits
from etl.read.document import DATE, Sheet, letters
from etl.read.layout import layout
from etl.read.sheet_cells import Cell
from etl.tables.problems import ACCEPT, REFUSE, Problem, problem, together

_LINK = re.compile(r"\[\d+\][^\]]*!|\[[^\]]+\.xls[xmb]?\]", re.IGNORECASE)
_SUBTOTAL = re.compile(r"\bSUBTOTAL\s*\(", re.IGNORECASE)
CONFIRM = "confirm"


def address(row: int, column: int) -> str:
    """`D14` for row 13 and column 3, both from 0."""
    return f"{letters(column)}{row + 1}"


def of_cells(sheet: Sheet, cells: Sequence[Cell], *, trusted: bool) -> list[Problem]:
    """Problems of formulas and error cells, each with all its addresses.

    `trusted` says that a spreadsheet program worked the formulas out, so that a result of 0 is one.
    """
    formulas = [cell for cell in cells if cell.formula is not None]
    linked = [cell for cell in formulas if cell.formula and _LINK.search(cell.formula)]
    unsaved = [cell for cell in formulas if not cell.text and cell.type not in ("str", "e")]
    zero = [cell for cell in formulas if cell.type == "n" and not trusted and cell.text and _is_zero(cell.text)]
    made = []
    for code, verdict, found in (
        ("W-01", "", unsaved),
        ("W-02", REFUSE, linked),
        ("W-02", "", [cell for cell in zero if cell not in linked]),
        ("W-04", "", [cell for cell in cells if cell.type == "e"]),
    ):
        if found:
            key, choices = ("formulas", (CONFIRM,)) if (code, verdict) == ("W-02", "") else ("", ())
            text = found[0].text if code == "W-04" else f"={found[0].formula}"
            made.append(problem(code, text, where=_where(sheet, found), verdict=verdict, key=key, choices=choices))
    sums = [cell for cell in formulas if cell.formula and _SUBTOTAL.search(cell.formula)]
    return made + _sums(sheet, sums)


def of_formats(sheet: Sheet, shown: Iterable[tuple[Cell, str, bool]]) -> list[Problem]:
    """W-07 once for hidden scales and once for hidden decimals, with the first cell as the example.

    `shown` are cells with what they show, and whether their format hides a scale.
    """
    kept: dict[bool, list[tuple[Cell, str]]] = {}
    for cell, text, scaled in shown:
        kept.setdefault(scaled, []).append((cell, text))
    made = []
    for cells in kept.values():
        cell, text = cells[0]
        number = f"{len(cells):,} cells, the first is" if len(cells) > 1 else "cell"
        where = f'sheet "{sheet.name}", {number} {address(cell.row, cell.column)}'
        stored = sheet.rows[cell.row][cell.column]
        made.append(problem("W-07", f"{text} for {stored}", where=where, shown=text, stored=stored))
    return made


def of_dates(sheet: Sheet, latest: str) -> list[Problem]:
    """Return a note for cells stored as days, a refusal for days that no figure can be of: too early, or after `latest`."""
    where = layout(sheet.rows)
    if not sheet.kinds or where is None:
        return []
    rows = range(where.first, where.end)
    days = [(r, c) for r in rows for c, kind in enumerate(sheet.kinds[r]) if kind == DATE]
    odd = {place for place in days if not _possible(sheet.rows[place[0]][place[1]], latest)}
    made = []
    for places, verdict, reason in (
        (sorted(odd), REFUSE, "No figure is of such a day. Perhaps a number was formatted as a date."),
        ([day for day in days if day not in odd], ACCEPT, "Days are stored as numbers. They were written out."),
    ):
        if places:
            found = sheet.rows[places[0][0]][places[0][1]]
            made.append(problem("T-01", found, where=_addresses(sheet, places), verdict=verdict, reason=reason))
    return made


def _possible(day: str, latest: str) -> bool:
    is_day = re.match(r"\d{4}-\d\d-\d\d", day) is not None
    return is_day and day >= limits.FIRST_DAY and (not latest or day[: len(latest)] <= latest)


def _sums(sheet: Sheet, sums: Sequence[Cell]) -> list[Problem]:
    """W-08 for rows that Excel's own SUBTOTAL made."""
    if not sums:
        return []
    found = f"={sums[0].formula}"
    return [problem("W-08", found, where=_where(sheet, sums), key="subtotals", choices=("leave out", "include"))]


def _is_zero(text: str) -> bool:
    return re.fullmatch(r"-?0(?:\.0*)?(?:[eE].*)?", text) is not None


def _where(sheet: Sheet, cells: Iterable[Cell]) -> str:
    return _addresses(sheet, [(cell.row, cell.column) for cell in cells])


def _addresses(sheet: Sheet, places: Sequence[tuple[int, int]]) -> str:
    said = together(address(*place) for place in places)
    return f'sheet "{sheet.name}", cell{"s" if len(places) > 1 else ""} {said}'
