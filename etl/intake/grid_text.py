"""A file's grid in a few lines of text: what becomes of each line, the moving ones in front, the places in the file beside."""

from __future__ import annotations

from collections.abc import Iterable

from etl.intake import grid as grids
from etl.intake.grid import Column, Grid, Line
from etl.intake.outcomes import BEHIND, CHANGED, EQUAL, FINER, MISSING, NEW, WORDS, Outcome

MOST, CELLS = 10, 6  # lines told, and changed or missing cells of one line
ORDER = (CHANGED, MISSING, BEHIND, NEW, FINER, EQUAL)
OLD = (CHANGED, MISSING, BEHIND)  # states that are told figure by figure


def lines(told: Iterable[Outcome]) -> list[str]:
    """Return one line of text for each line of the grid, changed and missing ones in front; the last counts the rest."""
    made = grids.grid(told)
    ordered = sorted(made.lines, key=_weight)  # stable: near partners stay in front
    out = [text for line in ordered[:MOST] for text in _line(made, line)]
    if len(ordered) > MOST:
        out.append(f"    and {len(ordered) - MOST:,} further lines")
    return out


def _weight(line: Line) -> int:
    return min(ORDER.index(cell.state) for cell in line.cells.values()) if line.cells else len(ORDER)


def _line(made: Grid, line: Line) -> list[str]:
    """Return a line's counts, then each figure that would not stay as it is."""
    counted = grids.counts([line])
    counts = ", ".join(f"{counted[state]} {WORDS[state]}" for state in ORDER if counted[state])
    period = f", {line.about.period}" if line.about.period else ""
    told = [(column, cell) for column, cell in line.cells.items() if cell.state in OLD]
    cells = [_cell(made, column, cell) for column, cell in told[:CELLS]]
    more = [f"        and {len(told) - CELLS} more"] if len(told) > CELLS else []
    return [f"    {line.label}{period}: {counts}", *cells, *more]


def _cell(made: Grid, column: Column, cell: Outcome) -> str:
    """Return one figure as it is and as it would be, and where it stands in the file."""
    unit = made.units[column.measure]
    old, new = (grids.whole(row, unit) if row else "none" for row in (cell.old, cell.new))
    months = f" ({column.months} months)" if column.months not in (0, 1, 12) else ""
    what = " ".join(filter(None, (grids.measure_name(column.measure), column.period))) + months
    where = f" [{cell.new.citation}]" if cell.new else ""
    return f"        {what}: {old} → {new} {unit.name}, {WORDS[cell.state]}{where}"
