"""Tables of web pages, also of those that customs offices name .xls: text of cells only, nothing is run or fetched.

The page is read as a stream with caps on everything that a page can ask for; no tree is built and nothing recurses.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice

from etl.read import limits
from etl.read.document import Refused, Sheet
from etl.tables.problems import problem

_BLANKS = re.compile("[ \t\r\n\f]+")
_NO_TAG = re.compile(r"<(?![A-Za-z/])(?!!--|!DOCTYPE|\?|!\[)|<!--(?!.{0,10000}?-->)", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNTOLD = {"script", "style", "template", "noscript", "textarea", "select", "title"}  # text that nobody reads as text
_HEADS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_PARTS = {"tr", "td", "th", "tbody", "thead", "tfoot"}
_ENDS_LINE = {"p", "div", "li", "tr", "table", "ul", "ol", "dl", "dd", "dt", "br", "hr", "section", "body"} | _HEADS
_OPTIONAL_END = {"p", "li", "option", "dt", "dd", "colgroup", "caption"} | _PARTS
_DEPTH = 2_000  # of elements that must be closed; sloppy pages leave some open
_OUTSIDE_LINES = 2_000


@dataclass
class _Cell:
    pieces: list[str] = field(default_factory=list)
    across: int = 1
    down: int = 1
    hidden: bool = False


@dataclass
class _Table:
    """A table while it is read: its cells as they come, and which rows are hidden."""

    number: int
    rows: list[list[_Cell]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    group_hidden: bool = False
    cell: _Cell | None = None
    state: str = "visible"


@dataclass(frozen=True)
class Page:
    """The tables of a page, the lines of text around them, and what shows that it is no page of data."""

    tables: tuple[Sheet, ...]
    outside: tuple[str, ...]
    title: str
    images: int
    asks_password: bool


def read(text: str) -> Page:
    """Return the tables of the page in their order; tables inside tables are tables of their own.

    Raises Refused for more tables, spans, cells, pieces or nesting than the limits allow.
    """
    if any(len(piece) - piece.find("<") > limits.HTML_TAG for piece in text.split(">") if "<" in piece):
        raise Refused((problem("Z-08", f"a tag of more than {limits.HTML_TAG:,} characters"),))
    broken = sum(1 for _ in islice(_NO_TAG.finditer(text), limits.HTML_BROKEN + 1))
    if broken > limits.HTML_BROKEN:  # each is looked at with all that follows it
        raise Refused((problem("Z-08", f"more than {limits.HTML_BROKEN:,} signs < that begin no tag"),))
    reader = _Reader()
    reader.feed(text)
    reader.close()
    sheets = tuple(sheet for table in reader.done if (sheet := _sheet(table)).rows)
    lines = tuple(line for part in "".join(reader.outside).split("\n") if (line := _BLANKS.sub(" ", part).strip(" ")))
    title = _BLANKS.sub(" ", "".join(reader.title)).strip()
    return Page(sheets, lines[:_OUTSIDE_LINES], title, reader.images, reader.password)


class _Reader(HTMLParser):
    """Handlers of the stream of tags. `stack` holds the tables that are open, the innermost last."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Table] = []
        self.outside: list[str] = []
        self.title: list[str] = []
        self.images = 0
        self.password = False
        self._stack: list[_Table] = []
        self._untold: list[str] = []
        self._open: list[str] = []
        self._hidden_at = 0  # how many elements were open when a hidden one began, itself included
        self._cells = self._spanned = self._pieces = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        hidden = "hidden" in told or bool(_HIDDEN.search(told.get("style", "")))
        if tag not in _VOID and tag not in _OPTIONAL_END:
            self._nest(tag, hidden)
        if tag in _UNTOLD:
            self._untold.append(tag)
        elif tag == "img":
            self.images += 1
        elif tag == "input":
            self.password |= told.get("type", "").lower() == "password"
        elif tag == "table":
            self._begin_table()
        elif tag in _PARTS and self._stack:
            self._begin_part(tag, told, hidden)
        if tag in _ENDS_LINE:
            self._say(" " if self._stack else "\n")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._untold:
            self._untold.remove(tag)
        elif tag == "table" and self._stack:
            self._stack.pop()
        elif tag in ("td", "th") and self._stack:
            self._stack[-1].cell = None
        elif tag in ("tbody", "thead", "tfoot") and self._stack:
            self._stack[-1].group_hidden = False
        if tag in _ENDS_LINE:
            self._say(" " if self._stack else "\n")
        if tag in self._open[-50:]:
            while self._open.pop() != tag:
                pass
            if len(self._open) < self._hidden_at:
                self._hidden_at = 0

    def handle_data(self, text: str) -> None:
        if "title" in self._untold:
            self.title.append(text)
        if not self._untold:
            self._say(text)

    def _nest(self, tag: str, hidden: bool) -> None:
        self._open.append(tag)
        if hidden and not self._hidden_at:
            self._hidden_at = len(self._open)
        if len(self._open) > _DEPTH:
            raise Refused((problem("Z-08", "parts inside parts without end"),))

    def _say(self, text: str) -> None:
        """Put text where it belongs: into the innermost open cell, or among the lines outside every table."""
        table = self._stack[-1] if self._stack else None
        if table is None or (table.cell and table.cell.pieces):
            self._pieces += 1  # beyond the one that each cell has
        if self._pieces > limits.HTML_PIECES:
            raise Refused((problem("Z-08", f"more than {limits.HTML_PIECES:,} pieces of text"),))
        if self._hidden_at and (table is None or table.state == "visible"):
            return  # a sort key beside the figure, a menu: nobody sees it
        if table is None:
            self.outside.append(text)
        elif table.cell is not None:
            table.cell.pieces.append(text)

    def _begin_table(self) -> None:
        self._untold.clear()  # a list that was never closed must not swallow the tables behind it
        table = _Table(len(self.done) + 1, state="hidden" if self._hidden_at else "visible")
        self._stack.append(table)
        self.done.append(table)
        if len(self.done) > limits.HTML_TABLES:
            raise Refused((problem("Z-08", f"more than {limits.HTML_TABLES} tables"),))
        if len(self._stack) > limits.NESTING:
            raise Refused((problem("Z-08", "tables inside tables without end"),))

    def _begin_part(self, tag: str, told: dict[str, str], hidden: bool) -> None:
        table = self._stack[-1]
        if tag in ("tbody", "thead", "tfoot"):
            table.group_hidden = hidden
        elif tag == "tr":
            table.cell = None
            table.rows.append([])
            if hidden or table.group_hidden:
                table.hidden.add(len(table.rows) - 1)
        else:
            self._begin_cell(table, told, hidden)

    def _begin_cell(self, table: _Table, told: dict[str, str], hidden: bool) -> None:
        across = _span(told["colspan"]) if "colspan" in told else 1
        down = _span(told["rowspan"]) if "rowspan" in told else 1
        if not table.rows:
            table.rows.append([])
        self._cells += 1
        self._spanned += across * down - 1
        if across > limits.COLSPAN or down > limits.ROWSPAN or self._spanned > limits.GRID_CELLS:
            place = f"table {table.number}, row {len(table.rows)}"
            raise Refused((problem("Z-08", f"a cell over {across:,} columns and {down:,} rows", where=place),))
        if self._cells > limits.GRID_CELLS or len(table.rows) > limits.GRID_ROWS:
            where = f"table {table.number}"
            raise Refused((problem("Z-02", where=where, limit=f"{limits.GRID_CELLS:,} cells"),))
        table.cell = _Cell([], across, down, hidden)
        table.rows[-1].append(table.cell)


def _span(text: str) -> int:
    """How many cells a cell spans; 1 where that is not said in digits."""
    digits = re.match(r"\s*\+?(\d{1,12})", text)
    return max(1, int(digits[1])) if digits else 1


def _sheet(table: _Table) -> Sheet:
    """Return the table as rows of one width; what a cell spans is left to be spread out with the rest of the layout."""
    grid: list[dict[int, str]] = [{} for _ in table.rows]
    merged, hidden = [], set[tuple[int, int]]()
    for r, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while column in grid[r]:
                column += 1
            down, across = min(cell.down, len(grid) - r), cell.across
            for below in range(r, r + down) if across + down > 2 else ():
                grid[below].update(dict.fromkeys(range(column, column + across), ""))
            grid[r][column] = text = _BLANKS.sub(" ", "".join(cell.pieces)).strip(" ")
            if text and cell.hidden:
                hidden.add((r, column))
            if text and (across > 1 or down > 1):
                merged.append((r, column, r + down - 1, column + across - 1))
            column += across
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    rows = tuple(tuple(row.get(column, "") for column in range(width)) for row in grid)
    hidden_rows, hidden_columns = _hidden(rows, hidden, table.hidden)
    return Sheet(
        name=f"table {table.number}",
        rows=rows if any(any(row) for row in rows) else (),
        style="row",
        merged=tuple(merged),
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
        state=table.state,
    )


def _hidden(
    rows: tuple[tuple[str, ...], ...], cells: set[tuple[int, int]], whole: set[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Hidden rows and columns: a column where every filled cell is hidden; else the rows in which cells are."""
    columns = {c for _, c in cells if all((r, c) in cells or not row[c] for r, row in enumerate(rows))}
    return frozenset(whole | {r for r, c in cells if c not in columns}), frozenset(columns)
