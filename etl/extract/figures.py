"""Cells → rows: figures are read with the number grammar, scaled once to the base unit, and keep the place they had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from etl.extract import fast_numbers
from etl.extract.contract import Extracted, Fact, remark
from etl.extract.questions import LEFT_OUT, Asking
from etl.read import Sheet
from etl.tables.problems import Problem, problem, together
from etl.tables.rows import plain
from etl.text import numbers

SINGLE = "single units"
MOST = {"usd": Decimal("4e13"), "eur": Decimal("4e13"), "cny": Decimal("3e14")}  # no trade of a year was ever so large
Cell = tuple[int, int]  # row and column in a sheet, from 0


@dataclass
class Sum:
    """What lines of one fact add up to, and the place and print of the first of them."""

    value: Decimal
    rounding: Decimal
    where: str
    printed: str
    status: str
    lines: int = 1


@dataclass
class Gathering(Asking):
    """The rows of one table while they are collected, and what is to be said about them."""

    rows: list[dict[str, str]] = field(default_factory=list)
    decided: str = ""  # the source, where an answer decided it
    _sums: dict[Fact, Sum] = field(default_factory=dict)

    def figures(
        self, sheet: Sheet, cells: Sequence[Cell], *, negative: bool = False, percent: bool = False
    ) -> dict[Cell, numbers.Figure]:
        """Return the figures of cells that one publisher printed in one way, read together.

        The sign before the decimals is taken from the cells; where they leave it open, from the source, which is known
        to use the point; but not in a file with semicolons, which was saved anew where the comma is usual.
        """
        texts = [sheet.rows[row][column] for row, column in cells]
        read = self.column(
            texts,
            at=lambda index: sheet.at(*cells[index]),
            stored=lambda index: sheet.stored_number(*cells[index]),
            negative=negative,
            percent=percent,
        )
        return dict(zip(cells, read, strict=True))

    def column(
        self,
        texts: Sequence[str],
        *,
        at: Callable[[int], str],
        stored: Callable[[int], bool] = lambda index: False,
        negative: bool = False,
        percent: bool = False,
    ) -> tuple[numbers.Figure, ...]:
        """Return the figures of texts, see `figures`. `at` gives a text's place, `stored` marks workbook numbers."""
        sign = self._sign([text for index, text in enumerate(texts) if not stored(index)])
        meanings = numbers.marks(self.source)
        figures, noted, rest = fast_numbers.figures(texts, sign, stored, meanings)
        if noted:
            self.problems.append(fast_numbers.noted(texts, noted, at))
        read = numbers.read(
            [texts[index] for index in rest],
            at=lambda index: at(rest[index]),
            stored=lambda index: stored(rest[index]),
            meanings=meanings,
            decimal=sign,
            percent=percent or self.answers.get("remark") == "figure",
            negative=negative or self.answers.get("negative") == "keep",
        )
        self.problems += read.problems
        figures |= dict(zip(rest, read.figures, strict=True))
        if self.answers.get("negative") == LEFT_OUT:
            figures = {i: _unless_negative(figure) for i, figure in figures.items()} if not negative else figures
        return tuple(figures[index] for index in range(len(texts)))

    def _sign(self, texts: Sequence[str]) -> str:
        """Return the sign before the decimals, "" where it cannot be known."""
        shapes = fast_numbers.shapes(texts)
        sign = self.answers.get("decimal") or numbers.decimal_sign(shapes)
        if sign or self.document.delimiter == ";" or fast_numbers.contradictory(shapes):
            return sign
        return numbers.POINT

    def add(
        self, figure: numbers.Figure, fact: Fact, where: str, factor: Decimal = Decimal(1), *, status: str = "reported"
    ) -> None:
        """Add a row for a figure, if it has a value. `factor` is the file's unit in the base unit."""
        if figure.value is None or not (fact.reporter and fact.partner):
            return
        factor = self._scale(figure, fact, where, factor)
        # SIPRI's "0 " is another thing than "0": there the blank belongs to what is printed.
        printed = figure.text if figure.status == numbers.BELOW else " ".join(figure.text.split())
        value, rounding = figure.value * factor, figure.rounding * factor
        self.rows.append(row(fact, value, rounding, where, status=status, printed=printed))

    def add_up(
        self, figure: numbers.Figure, fact: Fact, where: str, factor: Decimal = Decimal(1), *, status: str = "reported"
    ) -> None:
        """Add a figure to the sum of its fact, for files that divide figures and hold no totals; see `summed`."""
        if figure.value is None or not (fact.reporter and fact.partner):
            return
        factor = self._scale(figure, fact, where, factor)
        value, rounding = figure.value * factor, figure.rounding * factor
        made = self._sums.get(fact)
        if made is None:
            self._sums[fact] = Sum(value, rounding, where, " ".join(figure.text.split()), status)
        else:
            made.value, made.rounding, made.lines = made.value + value, made.rounding + rounding, made.lines + 1
            made.printed = ""

    def _scale(self, figure: numbers.Figure, fact: Fact, where: str, factor: Decimal) -> Decimal:
        """Return the factor of a figure; one that makes it more than all the world trades is held, once."""
        ending = fact.series.rpartition("_")[2]
        if factor <= 1 or ending not in MOST or figure.value is None:
            return factor
        if self.answers.get("unit_size") == SINGLE:
            return Decimal(1)
        value = figure.value * factor
        if value > MOST[ending] and not self._size_confirmed and not any(one.code == "U-08" for one in self.problems):
            unit, text = f"{ending.upper()} × {factor:,f}", " ".join(figure.text.split())
            said = {"unit": unit, "value": f"{value:,.3g}"}
            choices = (SINGLE, "as stated")
            self.problems.append(problem("U-08", text, where=where, key="unit_size", choices=choices, **said))
        return factor

    @property
    def _size_confirmed(self) -> bool:
        """Whether a person has said that figures far above the usual are right."""
        return any(key.startswith("P-01:") and said == "yes" for key, said in self.answers.items())

    def summed(self, lines: int, by: str) -> None:
        """Turn the sums into rows; say how many lines were added up and what divided them."""
        for fact, made in self._sums.items():
            more = f" and {made.lines - 1:,} more" if made.lines > 1 else ""
            where = made.where + more
            self.rows.append(row(fact, made.value, made.rounding, where, status=made.status, printed=made.printed))
        if any(made.lines > 1 for made in self._sums.values()):
            count, rows = f"{lines:,}", f"{len(self._sums):,}"
            self.problems.append(remark("summed", count=count, rows=rows, by=by or "lines"))

    def done(self, settles: Iterable[str] = ()) -> Extracted:
        """Return everything gathered; problems that say the same of several columns become one."""
        self.unknown_places()
        return Extracted(self.rows, merged(self.problems), self.questions, tuple(settles), self.decided, self.taken)


def row(fact: Fact, value: Decimal, rounding: Decimal, where: str, *, status: str, printed: str) -> dict[str, str]:
    """Return one row of the agreement as text, without source, vintage and citation; see contract.FIELDS."""
    return {
        "series": fact.series,
        "reporter": fact.reporter,
        "partner": fact.partner,
        "period": fact.period,
        "months": str(fact.months),
        "value": plain(value),
        "rounding": plain(rounding),
        "status": status,
        "place": where,
        "printed": printed,
    }


def merged(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems, those that differ in place and example only joined into one, in the order they came."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for one in problems:
        groups.setdefault((one.code, one.verdict, one.why, one.do, one.key), []).append(one)
    joined = []
    for same in groups.values():
        first = same[0]
        if len(same) > 1:
            where = together(one.where for one in same)
            first = replace(first, where=where)
        joined.append(first)
    return joined


def _unless_negative(figure: numbers.Figure) -> numbers.Figure:
    below = figure.value is not None and figure.value < 0
    return numbers.Figure(None, numbers.UNREAD, figure.text) if below else figure
