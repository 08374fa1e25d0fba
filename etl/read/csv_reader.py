"""Text tables (CSV, TSV, pasted): which sign separates the columns, and rows of one width, or all that is wrong.

Nothing is shifted or filled: a row that does not fit refuses the file, with the numbers of all such lines.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from etl.read import limits, row_widths
from etl.read.document import Refused
from etl.read.layout import is_figure
from etl.tables.problems import Problem, problem

NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE_LINES = 400
_SAMPLE_CHARACTERS = 400_000
csv.field_size_limit(limits.CSV_FIELD_CHARACTERS)


@dataclass(frozen=True)
class Grid:
    """Rows of one width with the number of the line on which each begins, and what was noted or is to be asked."""

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    delimiter: str
    notes: tuple[Problem, ...] = ()
    held: tuple[Problem, ...] = ()


def read(text: str, answer: str = "") -> Grid:
    """Return the grid of a text table; `answer` is the separator that a person chose.

    Raises Refused for open quotation marks, ragged rows, two separators, split figures and too many cells.
    """
    text, notes = _line_ends(text)
    text, named, shift = _named_separator(text)
    if named:
        notes.append(problem("S-14", f"sep={named}", where="line 1"))
    text, inner, pad = _padding(text, answer)
    if pad:
        notes.append(problem("S-10", f"{NAMES[pad]}s at the ends of lines", where=f"line {1 + shift}", verdict="A"))
    said = answer or inner or named
    choices = [said] if said else _separators(text)
    if not choices:
        raise Refused((problem("F-05", "text without columns", kind="text without columns"),))
    delimiter = choices[0]
    _refuse_wide(text, delimiter, shift)
    rows, lines = _rows(text, delimiter, shift)
    rows, extra = row_widths.without_empty_end(rows, lines)
    row_widths.refuse(rows, lines, delimiter)
    rows = row_widths.sentences(rows, delimiter)
    held = _which_separator(rows, choices)
    width = max(map(len, rows))
    blank = ("",) * width
    filled = tuple((row + blank)[:width] for row in rows)
    return Grid(filled, lines, delimiter, tuple(notes + extra), held)


def _line_ends(text: str) -> tuple[str, list[Problem]]:
    """Return the text with ordinary line ends, and a note if they were others or mixed."""
    both, carriage, feed = text.count("\r\n"), text.count("\r"), text.count("\n")
    if carriage == 0:
        return text, []
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if carriage == both == feed:
        return plain, []
    ends = "carriage returns alone" if not feed else "more than one sign"
    return plain, [problem("S-13", ends, ends=ends)]


def _named_separator(text: str) -> tuple[str, str, int]:
    """Return the text without the line `sep=;` that Excel understands, that sign, and how many lines were left out."""
    line, _, rest = text.partition("\n")
    named = re.fullmatch(r'"?sep=(.)"?', line.rstrip("\r"), re.IGNORECASE)
    return (rest, named[1], 1) if named and named[1] in NAMES else (text, "", 0)


def _padding(text: str, answer: str) -> tuple[str, str, str]:
    """Return the text without separators of a second kind at the ends of its lines, the sign between its columns, that kind.

    Excel leaves them where it opened a table of commas as one of semicolons and saved it: all cells of a line stand in
    the first. The headings tell: they have the inner sign several times, and the outer one nowhere but at the end.
    """
    lines = [line for line in text[:_SAMPLE_CHARACTERS].split("\n")[:_SAMPLE_LINES] if line.strip()]
    for pad in NAMES:
        bare = [line.rstrip(pad + "\r ") for line in lines]
        padded = [line for line, short in zip(lines, bare, strict=True) if pad in line[len(short) :]]
        if len(padded) * 2 <= len(lines):
            continue
        for sign in NAMES:
            if sign == pad or answer not in ("", sign):
                continue
            widths = [_width(line, sign) for line in bare]
            widest = max(widths)
            heads = [line for line, width in zip(bare, widths, strict=True) if width == widest]
            if widest > 2 and len(heads) > 1 and pad not in heads[0] and not _alike(bare, pad):
                return re.sub(f"(?m)[{re.escape(pad)} ]+$", "", text), sign, pad
    return text, "", ""


def _alike(lines: Sequence[str], sign: str) -> bool:
    """Return True if most lines have one and the same number of cells under a sign, more than one: then it separates them."""
    widths = Counter(_width(line, sign) for line in lines)
    width, count = widths.most_common(1)[0]
    return width > 1 and count * 2 > len(lines)


def _separators(text: str) -> list[str]:
    """Signs that separate columns, the likeliest first: under it most rows have one and the same width."""
    sample = text[:_SAMPLE_CHARACTERS].split("\n")[:_SAMPLE_LINES]
    if len(text) > _SAMPLE_CHARACTERS:
        sample = sample[:-1] or sample
    lines = [re.sub('"[^"]*"', "", line) for line in sample if line.strip()]
    scored = sorted((_score(lines, sign) for sign in NAMES), key=lambda score: score[:3], reverse=True)
    scored = [score for score in scored if score[1] * 4 >= len(lines)]
    return [sign for _, near, _, sign in scored if near * 10 >= 9 * len(lines) or sign == scored[0][3]]


def _score(lines: Sequence[str], sign: str) -> tuple[int, int, int, str]:
    """How many lines have the width that most have under the sign, or one less; that width; the sign.

    A sign before a blank is taken for one of a sentence, unless there are no others. A tab counts double: it stands in
    no name and in no figure.
    """
    widths = Counter(re.sub(f"{re.escape(sign)} ", "", line).count(sign) + 1 for line in lines)
    if max(widths) == 1:
        widths = Counter(line.count(sign) + 1 for line in lines)
    usual, rows = max(((w, n) for w, n in widths.items() if w > 1), key=lambda pair: pair[1], default=(1, 0))
    near = rows + widths.get(usual - 1, 0) * (usual > 2)
    return rows * (1 + (sign == "\t")), near, usual, sign


def _width(line: str, sign: str) -> int:
    """How many cells the line has; quotation marks that run over the line end are left to the reading proper."""
    return re.sub('"[^"]*"', "", line).count(sign) + 1


def _which_separator(rows: Sequence[tuple[str, ...]], choices: list[str]) -> tuple[Problem, ...]:
    """S-01 if another sign also gives columns and does not merely stand inside figures or names."""
    rivals = [sign for sign in choices[1:] if not _inside(rows, sign) and not _stacked(rows, choices[0], sign)]
    if not rivals:
        return ()
    names = tuple(NAMES[sign] for sign in (choices[0], *rivals))
    return (problem("S-01", " or ".join(names), key="delimiter", choices=names, **{"names": ", ".join(names)}),)


def _inside(rows: Sequence[tuple[str, ...]], sign: str) -> bool:
    """Return True if the sign stands inside figures (a decimal comma) or beside a blank (a list), not between cells."""
    cells = [cell for row in rows[:_SAMPLE_LINES] for cell in row if sign in cell]
    plain = [cell for cell in cells if not (is_figure(cell) or f"{sign} " in cell or f" {sign}" in cell)]
    return len(plain) * 5 <= len(rows[:_SAMPLE_LINES])


def _stacked(rows: Sequence[tuple[str, ...]], chosen: str, sign: str) -> bool:
    """Return True if tabs separate and the other sign stands in the first column alone: Eurostat packs its dimensions so."""
    return chosen == "\t" and not any(sign in cell for row in rows[:_SAMPLE_LINES] for cell in row[1:])


def _refuse_wide(text: str, delimiter: str, shift: int) -> None:
    """Raise Refused before any row is built that has too many columns, or lines enough to have too many cells."""
    for number, line in enumerate(text.split("\n"), start=1 + shift):
        if line.count(delimiter) >= limits.COLUMNS and _width(line, delimiter) > limits.COLUMNS + 1:
            raise Refused((problem("Z-02", where=f"line {number}", limit=f"{limits.COLUMNS} columns"),))
        if number > limits.TEXT_ROWS:
            raise Refused((problem("Z-02", limit=f"{limits.TEXT_ROWS:,} rows"),))
    if text.count(delimiter) > limits.TEXT_CELLS:
        raise Refused((problem("Z-02", limit=f"{limits.TEXT_CELLS:,} cells"),))


def _rows(text: str, delimiter: str, shift: int) -> tuple[list[tuple[str, ...]], tuple[int, ...]]:
    """All rows and the line on which each begins. Raises Refused where a quotation mark is not closed."""
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    start = 1 + shift
    try:
        for row in reader:
            if reader.line_num + shift - start > 1 and _swallowed(row, delimiter):
                raise Refused((problem("S-04", where=f"line {start}", line=start),))
            rows.append(tuple(row))
            lines.append(start)
            start = reader.line_num + 1 + shift
    except csv.Error as error:
        found = "" if "unexpected end" in str(error) or "limit" in str(error) else "text after a closing quotation mark"
        raise Refused((problem("S-04", found, where=f"line {start}", line=start),)) from error
    while rows and not any(cell.strip() for cell in rows[-1]):
        del rows[-1], lines[-1]
    if not rows:
        raise Refused((problem("F-01"),))
    return rows, tuple(lines)


def _swallowed(row: Sequence[str], delimiter: str) -> bool:
    """Return True if a cell holds whole rows, because its quotation mark was closed by that of a much later cell."""
    return any(cell.count("\n") > 1 and cell.count(delimiter) >= cell.count("\n") for cell in row)
