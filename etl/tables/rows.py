"""One shape of row, all the way: who counted what, with whom, for which months, how precisely, said where and when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

FIELDS = (
    "series", "reporter", "partner", "period", "months", "value", "rounding", "status", "source", "vintage", "citation",
)  # fmt: skip

Key = tuple[str, str, str, str, int]


class Row(NamedTuple):
    """One stated or derived value in its series' base unit; `rounding` is half of its last known digit, 0 when exact."""

    series: str
    reporter: str
    partner: str
    period: str
    months: int
    value: Decimal
    rounding: Decimal
    status: str
    source: str
    vintage: str
    citation: str

    @property
    def key(self) -> Key:
        """What the value is about: two rows of one key say the same thing, maybe differently."""
        return self[:5]

    @property
    def low(self) -> Decimal:
        """The least value that would be printed so."""
        return self.value - self.rounding

    @property
    def high(self) -> Decimal:
        """The greatest value that would be printed so."""
        return self.value + self.rounding


class Citation(NamedTuple):
    """Where a value stands: publication, address, day as printed there, and the figure as printed.

    `carrier` is who carried the publisher's figure, "" for the publisher's own page; `known_by` the day by which an
    undated figure was out, with its reason.
    """

    citation: str
    title: str
    url: str
    published: str
    printed: str
    note: str
    carrier: str = ""
    known_by: str = ""
    known_why: str = ""


def plain(number: Decimal) -> str:
    """Return a Decimal as plain digits without exponent or trailing zeros: "190271000000", "29.3", "0"."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return rows as CSV bytes, sorted, exact digits: the same rows give the same bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows((*row[:5], plain(row.value), plain(row.rounding), *row[7:]) for row in sorted(rows))
    return out.getvalue().encode()


def from_csv(text: str) -> list[Row]:
    """Return the rows of a processed file. Raises ValueError naming the first line that is not a row."""
    reader = csv.reader(io.StringIO(text))
    if tuple(next(reader, ())) != FIELDS:
        raise ValueError(f"line 1: the header is not {','.join(FIELDS)}")
    rows = []
    for number, line in enumerate(reader, start=2):
        try:
            rows.append(Row(*line[:4], int(line[4]), Decimal(line[5]), Decimal(line[6]), *line[7:]))  # type: ignore[arg-type, call-arg]
        except (ValueError, ArithmeticError, IndexError, TypeError) as error:
            raise ValueError(f"line {number}: {','.join(line)[:80]} is not a row") from error
    return rows


def month_after(period: str, months: int) -> str:
    """Return the month `months` after a first month: ("2022-01", 2) gives "2022-03"."""
    year, month = map(int, period.split("-"))
    total = year * 12 + month - 1 + months
    return f"{total // 12}-{total % 12 + 1:02d}"
