"""The file's own grid on the page: new, changed and missing cells marked, a page of lines at a time, and a box to find them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

import streamlit as st

from dashboard.figures import words
from dashboard.views.markup import html
from etl.intake import grid as grids
from etl.intake import outcomes
from etl.intake.grid import Column, Grid, Line
from etl.intake.intake import Preview
from etl.intake.outcomes import BEHIND, CHANGED, EQUAL, FINER, MISSING, NEW, Outcome
from etl.tables.rows import Row

CELLS, LEAST, COLUMNS = 450, 8, 60  # cells drawn at once, lines at least, columns at most; the CSV has all
MARKS = {NEW: "●", CHANGED: "▲", FINER: "≈", BEHIND: "◇", MISSING: "×", EQUAL: ""}
ALL = "all"
VIEWS = {
    ALL: "All", NEW: "New", CHANGED: "Changed", MISSING: "Missing", FINER: "More digits", BEHIND: "Not taken over",
    EQUAL: "Known already",
}  # fmt: skip
KEPT = "A newer or better figure is known and stays in front."
HINT = "Choose a cell, or move there with the arrow keys: its place in your file stands here."


@st.fragment
def show(one: Preview) -> None:
    """Show the grid of a preview: which cells, find, and the page of lines; only this part runs again."""
    made = grids.grid(one.outcomes)
    counted = outcomes.counts(one.outcomes)
    with st.container(horizontal=True, vertical_alignment="bottom", key="upload_grid_picks"):
        state = _states(counted)
        find = st.text_input("Find a line", key="upload_find", placeholder="Germany, crude …", width=260).strip()
    lines = [line for line in made.lines if _wanted(line, state, find)]
    columns = _columns(made, lines, state)
    least = max(LEAST, CELLS // max(1, len(columns)))
    pages = -(-len(lines) // least)
    page = 1
    if pages > 1:
        page = min(st.session_state.get("upload_grid_page") or 1, pages)
    first = (page - 1) * least
    drawn = lines[first : first + least]
    html(_told(made, drawn, columns, state) if drawn else f"<p class='muted'>{_none(state, find)}</p>")
    if pages > 1:
        st.session_state["upload_grid_page"] = page
        st.pagination(pages, key="upload_grid_page")
    html(f"<p class='muted ky-grid-rest'>{_rest(made, lines, drawn, columns, first)}</p>")


def _states(counted: Mapping[str, int]) -> str:
    """Ask which cells are wanted; offered are all, and each state that there is."""
    total = sum(counted.values())
    offered = [ALL, *(state for state in VIEWS if counted.get(state))]
    if len(offered) < 3:
        return ALL
    counts = {ALL: total, **counted}
    return (
        st.segmented_control(
            "Cells", offered, default=ALL, key="upload_cells", required=True,
            format_func=lambda state: f"{VIEWS[state]} {counts[state]:,}",
        )
        or ALL
    )  # fmt: skip


def _wanted(line: Line, state: str, find: str) -> bool:
    """Return whether a line has a cell of the state asked for and every word sought in its own words."""
    if state != ALL and all(cell.state != state for cell in line.cells.values()):
        return False
    text = f"{label(line)} {' '.join(map(str, line.about))}".casefold()
    return all(word in text for word in find.casefold().split())


def _columns(made: Grid, lines: Sequence[Line], state: str) -> list[Column]:
    """Return the columns in which the lines have anything to show, at most COLUMNS."""
    used = {
        column for line in lines for column, cell in line.cells.items() if state in (ALL, cell.state)
    }  # fmt: skip
    return [column for column in made.columns if column in used][:COLUMNS]


def label(line: Line) -> str:
    """Return the words at the head of a line, with its period where the periods go down."""
    about = line.about
    return f"{line.label}, {words.period(about.period, about.months)}" if about.period else line.label


def _told(made: Grid, lines: Sequence[Line], columns: Sequence[Column], state: str) -> str:
    """Return the table with its legend and the line that tells of one cell."""
    seen = {cell.state for line in lines for cell in line.cells.values()}
    legend = "".join(
        f'<li class="{name}"><i aria-hidden="true">{MARKS[name] or "12"}</i> {escape(outcomes.WORDS[name])}</li>'
        for name in VIEWS
        if name in seen and name != ALL
    )
    cells = [[_cell(made, line, column, state) for column in columns] for line in lines]
    rows = "".join(
        f'<tr><th scope="row">{escape(label(line))}</th>{"".join(told)}</tr>'
        for line, told in zip(lines, cells, strict=True)
    )
    rows = rows.replace('tabindex="-1"', 'tabindex="0"', 1)  # one stop of the Tab key; the arrows do the rest
    name = escape(f"The figures of the file. {made.same}")
    table = f'<table role="grid" aria-label="{name}">{_head(made, columns)}<tbody>{rows}</tbody></table>'
    return (
        f'<ul class="ky-legend">{legend}</ul><div class="ky-grid"><div class="ky-grid-box">{table}</div>'
        f'<p class="ky-grid-line" role="status" data-hint="{HINT}">{HINT}</p></div>'
    )


def _head(made: Grid, columns: Sequence[Column]) -> str:
    """Return the headings: flow and unit over the periods of each."""
    across = [(measure, list(own)) for measure, own in groupby(columns, key=lambda one: one.measure)]
    top = "".join(
        f'<th scope="colgroup" colspan="{len(own)}">{escape(_measure(made, measure))}</th>' for measure, own in across
    )
    same = escape(made.same)
    if all(not column.period for column in columns):
        return f'<thead><tr><th scope="col" class="corner">{same}</th>{top.replace("colgroup", "col")}</tr></thead>'
    periods = "".join(f'<th scope="col">{escape(words.period(one.period, one.months))}</th>' for one in columns)
    return f'<thead><tr><th scope="col" rowspan="2" class="corner">{same}</th>{top}</tr><tr>{periods}</tr></thead>'


def _measure(made: Grid, measure: str) -> str:
    return ", ".join(filter(None, (grids.measure_name(measure), made.units[measure].name)))


def _cell(made: Grid, line: Line, column: Column, state: str) -> str:
    """Return one cell: the figure with its mark, what it was, and all that is known of it as its title."""
    cell = line.cells.get(column)
    if cell is None:
        return "<td></td>"
    unit, new, old = made.units[column.measure], cell.new, cell.old
    figure = grids.shown(new, unit) if new else "–"
    was = ""
    if old and cell.state in (CHANGED, MISSING, BEHIND):
        was = f"<s>{escape(grids.shown(old, unit))}</s> "
    mark = f'<i aria-hidden="true">{MARKS[cell.state]}</i>' if MARKS[cell.state] else ""
    pale = " pale" if state not in (ALL, cell.state) else ""
    title = escape(told_of(made, line, column, cell), quote=True)
    return f'<td class="{cell.state}{pale}" tabindex="-1" title="{title}">{mark}{was}{escape(figure)}</td>'


def told_of(made: Grid, line: Line, column: Column, cell: Outcome) -> str:
    """Return all that is known of a cell in words: what it is, both values with every digit, and its place in the file."""
    unit = made.units[column.measure]
    when = [words.period(column.period, column.months)] if column.period else []
    about = ", ".join([label(line), *filter(None, [grids.measure_name(column.measure)]), *when])

    def value(row: Row) -> str:
        return f"{grids.whole(row, unit)} {unit.name}".strip()

    if cell.new is None:
        was = f" It was {value(cell.old)}." if cell.old else ""
        return f"{about}: {outcomes.WORDS[MISSING]}.{was}"
    parts = [f"{about}: {value(cell.new)}, {outcomes.WORDS[cell.state]}."]
    if cell.old and cell.state != EQUAL:
        parts.append(f"Known: {value(cell.old)}, published {words.day(cell.old.vintage)}.")
    elif cell.old and cell.old.value != cell.new.value:
        parts.append(f"Known with more digits: {value(cell.old)}.")
    if cell.state == BEHIND:
        parts.append(KEPT)
    return " ".join([*parts, f"In your file: {cell.new.citation}."])


def _rest(
    made: Grid, lines: Sequence[Line], drawn: Sequence[Line], columns: Sequence[Column], first: int
) -> str:  # fmt: skip
    """Return how much of the grid is drawn, and where the rest is."""
    parts = []
    if len(drawn) < len(lines):
        parts.append(f"Lines {first + 1:,} to {first + len(drawn):,} of {len(lines):,}")
    if len(lines) < len(made.lines):
        parts.append(f"{len(made.lines) - len(lines):,} lines not asked for")
    if len(columns) < len(made.columns):
        parts.append(f"{len(columns):,} of {len(made.columns):,} columns")
    return f"{'; '.join(parts)}. The comparison as CSV has all." if parts else ""


def _none(state: str, find: str) -> str:
    sought = f" called “{escape(find)}”" if find else ""
    which = "" if state == ALL else f" with a figure that is {outcomes.WORDS[state]}"
    return f"No line{sought}{which}. Empty the box to see all lines."
