"""Where in a grid of text headings, figures and notes stand. Guessed from looks; no word of a source here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Rows = Sequence[Sequence[str]]

_FIGURE = re.compile(r"[-+−–(]?\s*[0-9０-９][0-9０-９.,' \u00a0\u202f]*\)?\s*[%％]?")
_PERIOD = re.compile(
    r"(?:1[89]|20|21)\d\d(?:[-/.年]?[MQ]?\d{1,2})?[月年]?|\d{1,2}月?"
    r"|\d{1,2}\s*-?\s*(?:to|-|至)\s*-?\s*\d{1,2}月?|\d{1,2}[./]\d{4}|(?:1[89]|20)\d\d-\d\d-\d\d"
)
_SUBTOTAL = re.compile(r"\bsub-?\s?totals?\b|小[计計]|промежуточн|подытог|zwischensumme|sous-total", re.IGNORECASE)
_SUM_WORDS = ("total", "合计", "итог", "小计", "小計", "промежут", "zwischens")
_GROUP_TOTAL = re.compile(r"(?P<group>\S.*) (?:total|合计|итого)", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """Row indices: headings are `first` … `data` - 1, figures `data` … `end` - 1. Around them are titles and notes."""

    first: int
    data: int
    end: int

    @property
    def headings(self) -> range:
        """The rows of headings."""
        return range(self.first, self.data)

    @property
    def body(self) -> range:
        """The rows of figures."""
        return range(self.data, self.end)


def is_figure(text: str) -> bool:
    """Return True for text that looks like a figure: digits with separators, sign, brackets or a percent sign."""
    return _FIGURE.fullmatch(text.strip()) is not None


def is_period(text: str) -> bool:
    """Return True for text that looks like a year, a month or a stretch of months, such as stands in headings."""
    return _PERIOD.fullmatch(text.strip()) is not None


def is_value(text: str) -> bool:
    """Return True for a figure that is no year or month."""
    return is_figure(text) and not is_period(text)


def layout(rows: Rows) -> Layout | None:
    """Return the layout of the grid, None if it holds no two columns or no figures."""
    first = next((index for index, row in enumerate(rows) if _filled(row) >= 2), None)
    if first is None:
        return None
    last = next(index for index in range(len(rows) - 1, -1, -1) if _filled(rows[index]) >= 2)
    inside = range(first, last + 1)
    data = next((index for index in inside if any(map(is_value, rows[index])) and _filled(rows[index]) >= 2), None)
    if data is None:
        data = next((index for index in inside if index > first and any(map(is_figure, rows[index][1:]))), None)
    return None if data is None else Layout(first, data, last + 1)


def _filled(row: Sequence[str]) -> int:
    """How many different texts stand in the row."""
    return len({cell for cell in row if cell and not cell.isspace()})


def figure_rows(rows: Rows) -> int:
    """How many rows hold figures (years and months not counted)."""
    return sum(any(is_value(cell) for cell in row) for row in rows)


def first_value_column(rows: Rows, where: Layout) -> int:
    """Return the first column that holds figures in most rows of the body."""
    body = [rows[index] for index in where.body]
    for column in range(len(body[0])):
        cells = [row[column] for row in body if row[column].strip()]
        if cells and sum(is_value(cell) for cell in cells) * 2 > len(cells):
            return column
    return 0


def repeated_headings(rows: Rows, where: Layout) -> list[tuple[int, int]]:
    """Pairs of columns with the same heading, both of them filled; columns without a heading do not count."""
    seen: dict[tuple[str, ...], int] = {}
    pairs = []
    above = _carried([[cell.strip() for cell in rows[index]] for index in where.headings])
    for column in range(len(rows[where.first])):
        heading = tuple(row[column] for row in above)
        if any(heading) and any(rows[index][column].strip() for index in where.body):
            if heading in seen:
                pairs.append((seen[heading], column))
            seen.setdefault(heading, column)
    return pairs


def _carried(above: list[list[str]]) -> list[list[str]]:
    """Return the rows of headings; one over several columns, of which text files keep the first, stands over each again."""
    for upper, lower in pairwise(above):
        for column in range(1, min(len(upper), len(lower))):
            if not upper[column] and lower[column]:
                upper[column] = upper[column - 1]
    return above


def subtotals(rows: Rows, where: Layout) -> list[int]:
    """Rows of figures that by their label sum rows above them; the grand total at the end does not count."""
    labels = [next((cell.strip() for cell in rows[index] if cell.strip()), "") for index in where.body]
    whole = "\n".join(labels).lower()
    words = [word for word in _SUM_WORDS if word in whole]
    suspects = [number for number, label in enumerate(labels) if any(word in label.lower() for word in words)]
    if not suspects:
        return []
    names = {cell.strip() for index in where.body for cell in rows[index][:3]}
    return [where.data + number for number in suspects if _sums(labels[number], names)]


def _sums(label: str, names: set[str]) -> bool:
    group = _GROUP_TOTAL.fullmatch(label)
    return _SUBTOTAL.search(label) is not None or (group is not None and group["group"] in names)


def titles(rows: Rows, where: Layout | None) -> tuple[str, ...]:
    """Return the text above the headings, each text once."""
    above = rows[: where.first] if where else rows[:10]
    return tuple(dict.fromkeys(cell.strip() for row in above for cell in row if cell.strip()))


def set_aside(rows: Rows, where: Layout) -> list[int]:
    """Rows with text that belong neither to the headings nor to the figures."""
    around = [*range(where.first), *range(where.end, len(rows))]
    return [index for index in around if any(cell.strip() for cell in rows[index])]
