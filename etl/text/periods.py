"""The period grammar: how sources write a month, a year or a stretch of months → the row's period and months.

The grammar is closed. A period that can be read in two ways, or in a way that is not listed, is held; one that cannot
be is refused. No two-digit year is ever completed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from etl.tables.problems import Problem, problem
from etl.text.period_words import MONTHS, month_of
from etl.text.period_words import plain as _plain

_NAME = f"(?:{'|'.join(MONTHS)})[.]?"
_TO = r"\s*(?:-|to|至|到|through|-\s*to\s*-)\s*"
ANNUAL = 52  # the month number that Comtrade and Comext give to whole years
EARLIEST, LATEST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Period:
    """`period` is `2024` or `2024-03` (the first month), `months` how many months are covered; 12 for a year."""

    period: str
    months: int

    @property
    def last(self) -> str:
        """The last month covered, as `2024-03`."""
        first = int(self.period[5:] or 1)
        return f"{self.period[:4]}-{first + self.months - 1:02d}"


def read(
    text: str, *, where: str = "", year: int | None = None, latest: str = "", earliest: str = ""
) -> Period | Problem:
    """Return the period that the text says, or what is wrong with it.

    `year` completes texts that name months only (`1to6`, `6`). `latest` and `earliest` are months (`2026-11`) outside
    of which no figure can be.
    """
    plain = _plain(text)
    if (day := month_of(plain)) is not None:
        return _checked((day[0], day[1], day[1]), text, where, (earliest, latest))
    for form, reason in _UNCERTAIN:
        if _uncertain(re.fullmatch(form, plain)):
            return problem("T-01", text, where=where, key="period", reason=reason)
    for form, made in _FORMS:
        match = re.fullmatch(form, plain, re.IGNORECASE)
        if match:
            return _checked(made(match, year), text, where, (earliest, latest))
    for form, reason in _HELD:
        if re.fullmatch(form, plain, re.IGNORECASE):
            return problem("T-01", text, where=where, key="period", reason=reason)
    return problem("T-07", text, where=where, verdict="H", key="period")


def likely(text: str) -> str:
    """Return a period with its year of two digits written in full, as people mean it today; "" if it is no such text.

    It is only offered to a person: no year is ever completed by itself.
    """
    match = re.fullmatch(r"(.*[a-z./ '-])(\d{2})", _plain(text))
    full = f"{match[1].rstrip(chr(39))}20{match[2]}" if match else ""
    return full if full and isinstance(read(full), Period) else ""


def of(year: int, month: int = ANNUAL) -> Period | Problem:
    """Return the period of a year and month number; month 52 (or none) is the whole year, as in Comtrade and Comext."""
    return _checked((year, 1, 12) if month == ANNUAL else (year, month, month), f"{year}, {month}", "", ("", ""))


Made = tuple[int | None, int, int]  # year, first month, last month


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1 if name[:1].isalpha() else int(name)


def _form(
    pattern: str, *, annual: bool = False, parts: int = 0, to_date: bool = False
) -> tuple[str, Callable[[re.Match[str], int | None], Made]]:
    """Return the pattern with its named parts written out, and what turns a match into year, first and last month."""
    pattern = pattern.replace("YEAR", r"(?P<year>[12]\d{3})").replace("NAME", f"(?P<first>{_NAME})")
    pattern = pattern.replace("NEXT", f"(?P<last>{_NAME})").replace("TO", _TO)
    pattern = pattern.replace("MONTH", r"(?P<first>\d{1,2})").replace("UNTIL", r"(?P<last>\d{1,2})")

    def made(match: re.Match[str], year: int | None) -> Made:
        said = match.groupdict()
        year = int(said["year"]) if said.get("year") else year
        if annual:
            return year, 1, 12
        first = _month(said["first"])
        if parts:  # months of a quarter or of half a year
            return year, parts * (first - 1) + 1, parts * first
        if to_date:
            return year, 1, first
        return year, first, _month(said["last"]) if said.get("last") else first

    return pattern, made


_FORMS = (
    _form("YEAR ?年?", annual=True),
    _form("YEAR(?:-?M?52)", annual=True),
    _form(r"YEAR(?P<first>\d{2})"),
    _form("YEAR[-/]MONTH"),
    _form(r"YEAR[.](?P<first>\d{2})"),
    _form("YEAR-?M-?MONTH"),
    _form("YEAR ?年 ?MONTH ?月?"),
    _form("YEAR ?年 ?MONTH ?月?TOUNTIL ?月(?: ?累计)?"),
    _form(r"YEAR ?年?[- ]?Q(?P<first>[1-4])", parts=3),
    _form(r"Q(?P<first>[1-4])[- /]?YEAR", parts=3),
    _form(r"YEAR ?年?[- ]?H(?P<first>[12])", parts=6),
    _form(r"H(?P<first>[12])[- /]?YEAR", parts=6),
    _form("YTD[ ,-]*NAME[ ,/-]*YEAR", to_date=True),
    _form("NAME[ ,/-]*YEAR[ ,(]*YTD[)]?", to_date=True),
    _form(r"YEAR[.](?P<first>[2-9])"),
    _form("MONTH ?-TOUNTIL ?/ ?YEAR".replace("-TO", "-")),
    _form("MONTH[./-]YEAR"),
    _form("NAME[ ,/-]*YEAR"),
    _form("YEAR ?年?[ ,/-]*NAME"),
    _form("NAMETONEXT[ ,]*YEAR"),
    _form("MONTH ?-?TOUNTIL(?: total)?[ ,.]+YEAR"),
    _form("MONTH ?-?TOUNTIL(?: total)?"),
    _form("MONTH ?月?TOUNTIL ?月(?: ?累计)?"),
    _form("MONTH ?月?"),
    _form("NAMETONEXT"),
    _form("NAME"),
)
_UNCERTAIN = (  # looked at before the forms, because one of them would fit
    (r"(?P<year>[12]\d{3}) ?[-/] ?(?P<next>\d{2})", "It may be a year that does not begin in January."),
    (r"(?:fy|финансовый) ?\d{2,4}(?:[-/]\d{2,4})?", "It may be a year that does not begin in January."),
    (
        r"[12]\d{3} ?[(\[]?(?:[a-z]|\*{1,3}|†)[)\]]?",
        "The mark after the year may mean that it is provisional or a forecast.",
    ),
)
_HELD = (
    (r"[12]\d{3}[.]1", "It can be January, or October with its last digit lost in a spreadsheet."),
    (r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", "It can be read as day and month, or as month and day."),
    (rf"(?:{_NAME}|\d{{1,2}})[ ./'-]*\d{{2}}", "The year has two digits only."),
    (r"\d{2}[ ./-](?:" + _NAME + ")", "The year has two digits only."),
    (r"[qh][1-4][- /']*\d{2}", "The year has two digits only."),
    (r"(?:民国)? ?\d{2,3} ?年.*", "The year may be counted from 1912, as in Taiwan."),
)


def _uncertain(match: re.Match[str] | None) -> bool:
    """Say whether a form that may mean two things does: 2023/24 may, 2023/12 is a month."""
    if match is None or not match.groupdict().get("next"):
        return match is not None
    return int(match["next"]) > 12 and int(match["next"]) == (int(match["year"]) + 1) % 100


def _checked(made: Made, text: str, where: str, bounds: tuple[str, str]) -> Period | Problem:
    """Return the period of year, first and last month, or why there can be none."""
    year, first, last = made
    if year is None:
        return problem("T-01", text, where=where, key="year", reason="The year is not named.")
    if not EARLIEST <= year < LATEST_YEAR:
        return problem(
            "T-01", text, where=where, key="period", reason="The year may be counted as in Thailand or Taiwan."
        )
    if not 1 <= first <= last <= 12:
        return problem("T-06", text, where=where, reason="There is no such month.")
    period = Period(f"{year}" if (first, last) == (1, 12) else f"{year}-{first:02d}", last - first + 1)
    earliest, latest = bounds
    if latest and period.last > latest:
        return problem("T-06", text, where=where, reason=f"It lies in the future: the newest month can be {latest}.")
    if earliest and f"{year}-{first:02d}" < earliest:
        return problem("T-06", text, where=where, reason=f"It lies before the first figure of the series, {earliest}.")
    return period
