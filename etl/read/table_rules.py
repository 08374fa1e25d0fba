"""What holds for every table, whatever file it comes from: merged and hidden cells, headings, subtotals, notes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from etl.read import characters, layout
from etl.read.document import BLANK, TEXT, Sheet, letters
from etl.tables.problems import ACCEPT, HOLD, REFUSE, Problem, problem, runs, together

INCLUDE, LEAVE_OUT = "include", "leave out"
SET_ASIDE = "S-15"


@dataclass(frozen=True)
class Checked:
    """A sheet ready to hand on, where its figures stand (None if it has none), and what was found in it."""

    sheet: Sheet
    where: layout.Layout | None
    problems: tuple[Problem, ...]


def checked(raw: Sheet, answers: Mapping[str, str]) -> Checked:
    """Return the sheet with merged headings spread out and characters tidied, and all problems of its layout."""
    sheet, problems = _hidden(_cut(raw), answers)
    where = layout.layout(sheet.rows)
    sheet, merging = _spread(sheet, where)
    where = layout.layout(sheet.rows) if merging or sheet.merged else where
    rows, odd = characters.tidied(sheet.rows, where, sheet.at)
    sheet = replace(sheet, rows=rows, titles=layout.titles(rows, where))
    problems += merging + odd
    if where is not None:
        problems += _headings(sheet, where) + _subtotals(sheet, where) + set_aside(sheet)
    return Checked(sheet, where, tuple(problems))


def several(tables: list[Checked]) -> Problem | None:
    """W-06 if more than one visible table holds figures; in web pages one table may outweigh the others."""
    if len(tables) < 2:
        return None
    weights = {table.sheet.name: layout.figure_rows(table.sheet.rows) for table in tables if _fits(table)}
    heaviest = max(weights.values(), default=0)
    rivals = [name for name, rows in weights.items() if rows * 3 >= heaviest or tables[0].sheet.style == "A1"]
    if len(rivals) < 2:
        return None
    return problem("W-06", ", ".join(rivals), key="sheet", choices=tuple(rivals), names=", ".join(rivals))


def _fits(table: Checked) -> bool:
    visible = table.sheet.state == "visible"
    return (
        visible and table.where is not None and len(table.where.body) > 1 and layout.figure_rows(table.sheet.rows) > 1
    )


def _cut(sheet: Sheet) -> Sheet:
    """Return the sheet without blank rows at the end and blank columns at the right."""
    height = next((i + 1 for i in range(len(sheet.rows) - 1, -1, -1) if any(map(str.strip, sheet.rows[i]))), 0)
    rows = sheet.rows[:height]
    widest = max(map(len, rows), default=0)
    width = next((c for c in range(widest, 0, -1) if any(row[c - 1].strip() for row in rows)), 0)
    kinds = tuple(kind[:width] for kind in sheet.kinds[:height])
    return replace(sheet, rows=tuple(row[:width] for row in rows), kinds=kinds, numbers=sheet.numbers[:height])


def _hidden(sheet: Sheet, answers: Mapping[str, str]) -> tuple[Sheet, list[Problem]]:
    """Return the sheet without its hidden rows and columns if so answered, or with the question."""
    rows = frozenset(r for r in sheet.hidden_rows if r < len(sheet.rows) and any(map(str.strip, sheet.rows[r])))
    columns = frozenset(c for c in sheet.hidden_columns if any(row[c].strip() for row in sheet.rows if c < len(row)))
    if not (rows or columns):
        return replace(sheet, hidden_rows=rows, hidden_columns=columns), []
    answer = answers.get("hidden")
    if answer == LEAVE_OUT:
        return _without(sheet, rows, columns), []
    hidden = " and ".join(
        f"{len(part)} {word}{'s' if len(part) > 1 else ''}"
        for part, word in ((rows, "row"), (columns, "column"))
        if part
    )
    where = ", ".join([sheet.rows_at(rows)] * bool(rows) + [_columns(sheet, columns)] * bool(columns))
    asked = problem("W-03", where=where, key="hidden", choices=(INCLUDE, LEAVE_OUT), hidden=hidden)
    return replace(sheet, hidden_rows=rows, hidden_columns=columns), [] if answer == INCLUDE else [asked]


def _columns(sheet: Sheet, columns: frozenset[int]) -> str:
    if sheet.style != "A1":
        return f"columns {runs(column + 1 for column in columns)}"
    return f'sheet "{sheet.name}", columns {together(letters(column) for column in sorted(columns))}'


def _without(sheet: Sheet, rows: frozenset[int], columns: frozenset[int]) -> Sheet:
    """Return the sheet without some rows; columns are emptied, so that the addresses of the others stay true."""
    kept = [index for index in range(len(sheet.rows)) if index not in rows]
    emptied = tuple(tuple("" if c in columns else cell for c, cell in enumerate(sheet.rows[index])) for index in kept)
    kinds = (
        tuple("".join(BLANK if c in columns else k for c, k in enumerate(sheet.kinds[i])) for i in kept)
        if sheet.kinds
        else ()
    )
    new = {old: index for index, old in enumerate(kept)}
    merged = tuple((new[a], b, new[c], d) for a, b, c, d in sheet.merged if a in new and c in new)
    formats = {(new[r], c): shown for (r, c), shown in sheet.formats.items() if r in new}
    numbers = tuple(sheet.number(index) for index in kept)
    return replace(
        sheet,
        rows=emptied,
        kinds=kinds,
        merged=merged,
        formats=formats,
        numbers=numbers,
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
    )


def _spread(sheet: Sheet, where: layout.Layout | None) -> tuple[Sheet, list[Problem]]:
    """Headings and row labels repeated in every cell that they span. A figure that spans cells is asked about."""
    if not sheet.merged:
        return sheet, []
    rows = [list(row) for row in sheet.rows]
    kinds = [list(kind) for kind in sheet.kinds]
    first_value = layout.first_value_column(sheet.rows, where) if where else 0
    stub, figures = [], []
    for top, left, bottom, right in sheet.merged:
        text = rows[top][left] if top < len(rows) and left < len(rows[0]) else ""
        if not text.strip():
            continue
        inside = where is not None and where.data <= top < where.end
        if inside and layout.is_figure(text) and not (left == right < first_value):
            figures.append((top, left))
            continue
        stub += [(top, left)] if inside else []
        for r in range(top, min(bottom + 1, len(rows))):
            for c in range(left, min(right + 1, len(rows[r]))):
                rows[r][c] = text
                if kinds and kinds[r][c] == BLANK:
                    kinds[r][c] = TEXT
    sheet = replace(sheet, rows=tuple(map(tuple, rows)), kinds=tuple(map("".join, kinds)))
    return sheet, _merged(sheet, stub, figures)


def _merged(sheet: Sheet, stub: list[tuple[int, int]], figures: list[tuple[int, int]]) -> list[Problem]:
    made = []
    for places, verdict in ((stub, ACCEPT), (figures, HOLD)):
        if places:
            key, choices = ("merged", ("first cell",)) if verdict == HOLD else ("", ())
            found = sheet.rows[places[0][0]][places[0][1]]
            where = together(sheet.at(*place) for place in places)
            made.append(problem("W-05", found, where=where, verdict=verdict, key=key, choices=choices))
    return made


def _headings(sheet: Sheet, where: layout.Layout) -> list[Problem]:
    """S-06 for a table without headings, S-07 for headings that stand there twice."""
    if not where.headings and len(where.body) > 1:
        shown = " | ".join(cell.strip() for cell in sheet.rows[where.data])
        return [problem("S-06", shown, where=sheet.at(where.data), key="mapping")]
    made = []
    for first, second in layout.repeated_headings(sheet.rows, where) if where.headings else ():
        heading = sheet.rows[where.data - 1][second] or sheet.rows[where.first][second]
        places = f"{sheet.at(where.data - 1, first)} and {sheet.at(where.data - 1, second)}"
        made.append(problem("S-07", where=places, verdict=REFUSE, heading=" ".join(heading.split())))
    return made


def _subtotals(sheet: Sheet, where: layout.Layout) -> list[Problem]:
    """W-08 for subtotals between the figures."""
    sums = layout.subtotals(sheet.rows, where)
    if not sums:
        return []
    labels = ", ".join(_first(sheet, row) for row in sums[:5])
    return [problem("W-08", labels, where=sheet.rows_at(sums), key="subtotals", choices=(LEAVE_OUT, INCLUDE))]


def set_aside(sheet: Sheet, used: Callable[[str], bool] = lambda text: False) -> list[Problem]:
    """S-15 for titles and notes around the figures; a line whose text is `used` is none of them."""
    where = layout.layout(sheet.rows)
    around = layout.set_aside(sheet.rows, where) if where else []
    aside = [row for row in around if not used(_first(sheet, row))]
    if not aside:
        return []
    texts = " / ".join(_first(sheet, row) for row in aside)
    return [problem(SET_ASIDE, texts, where=sheet.rows_at(aside), verdict=ACCEPT)]


def _first(sheet: Sheet, row: int) -> str:
    """Return the first text of a row."""
    return next(cell.strip() for cell in sheet.rows[row] if cell.strip())
