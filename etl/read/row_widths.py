"""Rows that do not have the width of the others: what is harmless, and what shifts figures into the wrong column."""

import re
from collections import Counter
from collections.abc import Sequence

from etl.read.document import Refused
from etl.read.layout import is_figure, is_value
from etl.tables.problems import REFUSE, Problem, problem, runs

Row = tuple[str, ...]

_WHOLE = re.compile(r"-?\d{1,3}(?:[. ]\d{3})*|-?\d+")  # what stands before a decimal comma
_CENTS = re.compile(r"\d{1,3}")
_POINTED = re.compile(r"-?\d+\.\d{1,2}|-?\d{4,}\.\d+")  # a decimal point, so that the comma is none
_NOTE = re.compile(
    r"[(\[*]*\s*(?:\d{1,2}[).]\s)?(?:note|source|footnote|last update|updated|data generated|注|资料来源|数据来源"
    r"|примечани|источник)",
    re.IGNORECASE,
)
_OTHERS = ",;\t|"
_SMALL = re.compile(r"\d{1,2}")


def without_empty_end(rows: list[Row], lines: Sequence[int]) -> tuple[list[Row], list[Problem]]:
    """Return the rows without empty columns at the end, and a note. Raises Refused if a few rows fill such a column."""
    width = _usual(rows)
    start = next(index for index, row in enumerate(rows) if len(row) == width)
    shorter = start > 0 and len(rows[start - 1]) == width - 1
    ends = [index for index, row in enumerate(rows) if len(row) == width and row[-1].strip()]
    if shorter and ends and len(ends) * 2 < sum(len(row) == width for row in rows):
        where = _numbered(lines, ends)
        raise Refused((problem("S-10", rows[ends[0]][-1], where=where, verdict=REFUSE),))
    cut = width
    while cut > 1 and not any(row[cut - 1].strip() for row in rows if len(row) >= cut):
        cut -= 1
    if cut == width or max(map(len, rows)) > width:
        return rows, []
    return [row[:cut] for row in rows], [problem("S-10", f"column {cut + 1}", where=f"line {lines[start]}")]


def refuse(rows: Sequence[Row], lines: Sequence[int], delimiter: str) -> None:
    """Raise Refused with every line whose width does not fit; titles above and notes below the table may differ."""
    bad, width = _misfits(rows)
    if not bad:
        return
    where = _numbered(lines, bad)
    first = rows[bad[0]]
    found = f"{len(first)} columns instead of {width}"
    if any(_other_sign(rows[index], width) for index in bad):
        raise Refused((problem("S-02", first[0], where=where),))
    if delimiter == "," and _split_figures(rows, bad, width):
        raise Refused((problem("S-03", ",".join(first), where=where),))
    raise Refused((problem("S-05", found, where=where),))


def _usual(rows: Sequence[Row]) -> int:
    """Return the width of the table: of rows with figures, with the names above them, that cover the largest area.

    The lines above a short table may be many, so that the most frequent width is theirs. Without rows of figures it is
    the width of most rows; the greater one of two that are equally frequent.
    """
    figured = Counter(len(row) for row in rows if len(row) > 1 and any(map(is_figure, row[1:])))
    headed = {len(row) for row in rows if len(row) > 1 and all(map(str.strip, row)) and not any(map(is_value, row))}
    several = {width for width, count in figured.items() if count > 1 or width in headed}
    if several:
        return max(several, key=lambda width: (figured[width] * width, width))
    counts = Counter(len(row) for row in rows if any(row))
    return max(counts, key=lambda width: (counts[width], width))


def _misfits(rows: Sequence[Row]) -> tuple[list[int], int]:
    """Return indices of rows that do not fit, and the width that they should have."""
    width = _usual(rows)
    usual = [index for index, row in enumerate(rows) if len(row) == width]
    first, last = usual[0], usual[-1]
    heading = next((i for i in range(first - 1, -1, -1) if len(rows[i]) > 1), None)
    if heading is not None and _is_heading(rows[heading], rows[first]):
        width = len(rows[heading])
        first = heading
    bad = [i for i in range(first, last + 1) if len(rows[i]) != width and any(map(str.strip, rows[i]))]
    bad += [i for i in range(last + 1, len(rows)) if not _is_note(rows[i]) or _other_sign(rows[i], width)]
    return bad, width


def _is_heading(row: Row, below: Row) -> bool:
    """Return True for a row of names right above figures: then it says how many columns there should be."""
    named = not any(map(is_value, row)) and not any(cell.startswith(" ") or len(cell) > 80 for cell in row)
    figures = any(is_value(cell) or _SMALL.fullmatch(cell.strip()) for cell in below[1:])
    return named and figures and len(row) * 2 > len(below)


def _is_note(row: Row) -> bool:
    """Return True for a line below the table that is no row of it: blank, a single cell, or a text that begins like a note."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) <= 1 or bool(_NOTE.match(filled[0].strip())) or not any(map(is_value, filled))


def _other_sign(row: Row, width: int) -> str:
    """Return the sign under which the row would have the right width, "" if there is none."""
    for sign in _OTHERS:
        cells = [piece for cell in row for piece in cell.split(sign)]
        if len(row) < width == len(cells) and any(map(is_figure, cells[1:])):
            return sign
    return ""


def _split_figures(rows: Sequence[Row], bad: Sequence[int], width: int) -> bool:
    """Return True if every misfit is too wide by as many cells as it may have figures cut at a decimal comma."""
    if any(_POINTED.fullmatch(cell.strip()) for row in rows for cell in row):
        return False
    return all(0 < len(rows[i]) - width <= _pairs(rows[i]) for i in bad)


def _pairs(row: Row) -> int:
    """How many pairs of neighbouring cells could be the two halves of one figure."""
    pairs, column = 0, 1
    while column < len(row):
        together = _WHOLE.fullmatch(row[column - 1].strip()) and _CENTS.fullmatch(row[column].strip())
        pairs += bool(together)
        column += 2 if together else 1
    return pairs


def _numbered(lines: Sequence[int], indices: Sequence[int]) -> str:
    """`line 7` or `lines 3, 5–9`: all of them, runs put together."""
    return f"line{'s' if len(indices) > 1 else ''} {runs(lines[index] for index in indices)}"


def sentences(rows: Sequence[Row], delimiter: str) -> list[Row]:
    """Return the rows with titles and notes put together again that the separator cut at the commas of a sentence."""
    width = _usual(rows)
    usual = [index for index, row in enumerate(rows) if len(row) == width]
    inside = range(usual[0], usual[-1] + 1)
    cut = [
        i not in inside and (len(row) > width or any(c.startswith(" ") for c in row[1:])) for i, row in enumerate(rows)
    ]
    return [(delimiter.join(row).rstrip(delimiter),) if is_cut else row for row, is_cut in zip(rows, cut, strict=True)]
