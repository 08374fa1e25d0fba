"""What China Customs' tables say above their figures: the month, the currency, the unit, and what each column holds.

Titles are matched by their words, never by the table's number, which changes from year to year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.extract import units
from etl.extract.contract import Recognised
from etl.extract.figures import Gathering
from etl.extract.headings import key, lines_above, plain
from etl.read import Document, Sheet
from etl.tables.problems import problem
from etl.text import periods
from etl.text.periods import Period

_EXPRESS_UNITS = ("USD 1 Million", "CNY 100 Million", "USD 100 Million")
_BULLETIN_UNITS = ("USD 1,000", "CNY 10,000")
EXPRESS, BULLETIN = "preliminary", "bulletin"
FLOWS = {
    "total": "total", "export & import": "total", "exports & imports": "total", "import & export": "total",
    "total export & import": "total", "exports and imports": "total", "进出口": "total", "进出口总值": "total",
    "export": "export", "exports": "export", "出口": "export", "出口总值": "export",
    "import": "import", "imports": "import", "进口": "import", "进口总值": "import",
}  # fmt: skip
GROWTH = re.compile(r"year[- ]on[- ]year|percentage change|同比|去年同期|[±%]")
_NAME = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTH = rf"(?:{_NAME})[a-z]*\.?"
_PERIODS = (
    re.compile(r"\d{4} ?年 ?\d{1,2} ?月? ?[至到-] ?\d{1,2} ?月|\d{4} ?年 ?\d{1,2} ?月"),
    re.compile(rf"(?:{_MONTH} ?(?:-|to) ?)?{_MONTH},? ?\d{{4}}(?!\d)"),
    re.compile(r"(?<![\d.])\d{1,2}(?: ?- ?\d{1,2})? ?\. ?\d{4}(?!\d)"),
)
_SPAN = re.compile(r"(?<!\d)(\d{1,2}) ?月?(?: ?-? ?(?:to|至|到|-) ?-? ?(\d{1,2}))?(?!\d)")
CURRENT = 13  # the month that the title names, whichever it is: 当月
_CURRENT = re.compile(r"当月|本月|报告月|current month|this month")
_TO_DATE = re.compile(r"累计|1 ?月?[至到-] ?(?:当|本)月|year[- ]to[- ]date|cumulative|since january")
_DAY = re.compile(
    r"(?:(?:发布时间|发布日期|日期|date) ?:? ?)?(20\d{2})[/年.-](\d{1,2})[/月.-](\d{1,2})日?", re.IGNORECASE
)


@dataclass(frozen=True)
class Heading:
    """What stands above one column: total, export or import; months from `first` to `last`; a change or an amount."""

    flow: str
    first: int
    last: int
    growth: bool


@dataclass(frozen=True)
class Above:
    """What stands above a table: its title, the unit line, the month it is about and the day it was published."""

    title: str
    unit_text: str
    published: str
    chinese: bool

    @property
    def period(self) -> Period | None:
        """The month (or months) of the title, or None if it names none with a year."""
        for form in _PERIODS:
            match = form.search(key(self.title))
            if match:
                found = periods.read(re.sub(r" ?\. ?", ".", match[0]) if match[0][0].isdigit() else match[0])
                return found if isinstance(found, Period) else None
        return None

    @property
    def currency(self) -> str:
        """The currency that the title names, or ""."""
        return units.currency(self.title)

    @property
    def unit(self) -> units.Unit | None:
        """The unit that the unit line names, or None."""
        return units.money(self.unit_text)

    def recognised(self, layout: str, *, source: str, sheet: int, flow: str, partner: str = "") -> Recognised:
        """Return that a sheet is the table of China Customs that its title says."""
        unit, when = self.unit, self.period
        return Recognised(
            source,
            layout,
            1.0,
            sheet=sheet,
            unit=unit.unit if unit else "",
            unit_text=self.unit_text,
            currency=self.currency or (unit.unit if unit else ""),
            flow=flow,
            reporter="CHN",
            partner=partner,
            period=when.period if when else "",
            months=when.months if when else 0,
            language="zh" if self.chinese else "en",
            title=self.title,
            published=self.published,
        )


def above(document: Document, sheet: Sheet, header: int, wanted: re.Pattern[str]) -> Above:
    """Return what stands above the heading of a table, in the table itself or elsewhere on its page."""
    inside = lines_above(sheet, header)
    everywhere = [*inside, *(plain(line) for line in document.outside)]
    title = next((line for line in everywhere if wanted.search(key(line))), "")
    unit = next((units.unit_line(line) for line in inside if units.unit_line(line)), "")
    if not unit:  # some sheets carry the unit in a line of its own without the word
        unit = next((line for line in inside if line != title and len(line) < 30 and units.money(line)), "")
    return Above(title, unit, published(document.outside), bool(re.search("[\u4e00-\u9fff]", title)))


def published(lines: Sequence[str]) -> str:
    """Return the first day written with its year in front, as 2026-07-22; a day in any other order is not guessed."""
    for line in lines:
        match = _DAY.fullmatch(plain(line))
        if match:
            year, month, day = map(int, match.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year}-{month:02d}-{day:02d}"
    return ""


def composed(sheet: Sheet, first: int, last: int) -> list[list[str]]:
    """Return for each column the headings above it, in rows `first` to `last`.

    A file saved anew as text keeps a heading over several columns in the first of them only: it is carried on to the
    right as long as the row below names something there.
    """
    rows = [[plain(cell) for cell in row] for row in sheet.rows[first : last + 1]]
    for upper, lower in pairwise(rows):
        for column in range(1, len(upper)):
            if not upper[column] and lower[column] and upper[column - 1]:
                upper[column] = upper[column - 1]
    return [[row[column] for row in rows if row[column]] for column in range(sheet.width)]


def span(text: str) -> tuple[int, int] | None:
    """Return the first and last month that a heading names: `1- to-3`, `1至6月`, `3`; None if it names none.

    `当月` and `1至当月累计` leave the month to the title: there it is CURRENT.
    """
    if _CURRENT.search(key(text)) or (_TO_DATE.search(key(text)) and not re.search(r"\d", text)):
        return (1, CURRENT) if _TO_DATE.search(key(text)) else (CURRENT, CURRENT)
    match = _SPAN.search(key(text))
    if not match:
        return None
    first = int(match[1])
    last = int(match[2] or first)
    return (first, last) if 1 <= first <= last <= 12 else None


def dated(months: tuple[int, int], when: Period | None) -> tuple[int, int]:
    """Return the months of a heading, with the month that a table is about where the heading leaves it open."""
    month = int(when.last[5:]) if when else CURRENT
    first, last = (month if each == CURRENT else each for each in months)
    return first, last


def scale(gathering: Gathering, about: Above) -> units.Unit | None:
    """Return the unit of the figures; asks where the unit line is missing or names another currency than the title."""
    stated = about.unit
    if stated and about.currency and stated.unit != about.currency:
        evidence = f"The title says {about.currency}, the unit line says {about.unit_text}."
        answer = gathering.ask("unit", evidence, (stated.unit, about.currency))
        return units.Unit(answer, stated.factor) if answer else None
    if stated:
        gathering.take("unit", about.unit_text, units.told(units.read(about.unit_text)))
        return stated
    answer = gathering.ask("unit_missing", about.title, ("CNY 100 Million", "CNY 10,000", "USD 1,000", "USD 1 Million"))
    return units.money(answer) if answer else None


def usual_unit(gathering: Gathering, sheet: Sheet, about: Above, *, express: bool) -> None:
    """Hold a unit that such tables never had, with the conversion that it asks for."""
    unit = about.unit
    if unit is None or gathering.answers.get("unit_usual") == "yes":
        return
    usual = [units.money(text) for text in (_EXPRESS_UNITS if express else _BULLETIN_UNITS)]
    if unit in usual or not any(each and each.unit == unit.unit for each in usual):
        return
    where = next(
        (
            sheet.at(i, j)
            for i, row in enumerate(sheet.rows)
            for j, cell in enumerate(row)
            if about.unit_text in plain(cell)
        ),
        "",
    )
    expected = next(text for text in (_EXPRESS_UNITS if express else _BULLETIN_UNITS) if text.startswith(unit.unit))
    found = f"{about.unit_text}: 1 is taken as {unit.factor:,.0f} {unit.unit}"
    said = {"unit": about.unit_text, "usual": expected}
    gathering.problems.append(problem("U-01", found, where=where, key="unit_usual", choices=("yes",), **said))


def period(gathering: Gathering, about: Above) -> Period | None:
    """Return the month that the title names; asks where it names none, or no year."""
    if about.period and "period" not in gathering.answers:
        gathering.take("title", about.title, f"month of the table: {about.period.period}")
        return about.period
    answer = gathering.ask("period", f"{about.title} {about.published}".strip())
    found = periods.read(answer) if answer else None
    return found if isinstance(found, Period) else None


def stretch(year: int, first: int, last: int) -> tuple[str, int]:
    """Return period and months of a row: (2026, 1, 12) is the year 2026, (2026, 1, 3) is 2026-01 with 3 months."""
    return (str(year), 12) if (first, last) == (1, 12) else (f"{year}-{first:02d}", last - first + 1)
