"""Our own compilation: published figures gathered by hand, one CSV a theme and publisher family.

A line states one figure as its publication prints it, with title, address and publication day. Units are the
publication's (USD_bn, Mt, percent …); here they become the series' base unit, exactly, and `rounding` is half of the
last printed digit, found by matching the printed text with the value. A vintage is the day of publication; where no
day is printed, the earliest day by which the figure must have been out, with the reason; never the day of a copy.
"""

from __future__ import annotations

import calendar
import csv
import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from etl.tables import registry

FIRST_HEADER = (
    "reporter,partner,product,hs,flow,measure,basis,period,value,unit,printed,status,title,url,published,note"
)
HEADER = f"{FIRST_HEADER},carrier,known_by,known_why"
TO_BASE = {
    "USD_bn": "1e9", "USD_mn": "1e6", "USD_thousand": "1e3", "USD": "1", "CNY_bn": "1e9", "EUR_bn": "1e9",
    "Mt": "1e6", "kt": "1e3", "t": "1",
    "percent": "1", "rank": "1", "bbl_d": "1", "USD_per_bbl": "1", "USD_per_t": "1", "bcm": "1", "TIV_mn": "1",
}  # fmt: skip
# The first layout had no bounds: an undated line of a file in it was out by the day on which those files were compiled.
FIRST_BOUND = {"known_by": "2026-11-21", "known_why": "compiled on that day"}
NUMBER = re.compile(r"\d[\d,  ]*(?:[.,]\d+)?")


def recognises(head: bytes) -> bool:
    """Return whether the first bytes are the header of a compilation, today's or the first one."""
    return head.decode("utf-8", "replace").splitlines()[:1] in ([HEADER], [FIRST_HEADER])


def extract(path: Path) -> list[dict[str, str]]:
    """Return one row a line in the series' base unit, all text; `line` is its line in the file.

    Raises ValueError naming line and column when a figure, unit, period or series is not known, or a line has neither
    a publication day nor a bound with its reason.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return [_row(_bounded(line), number) for number, line in enumerate(csv.DictReader(file), start=2)]


def _bounded(line: dict[str, str]) -> dict[str, str]:
    """Return a line of either layout with all columns; one of the first layout gets its bound."""
    if "carrier" in line:
        return line
    bound = {} if line["published"] else FIRST_BOUND
    return {**line, "carrier": "", "known_by": "", "known_why": "", **bound}


def _row(line: dict[str, str], number: int) -> dict[str, str]:
    """Return one line as a row; the citation keeps what is printed and where."""
    try:
        period, months = span(line["period"])
        series = _series(line)
        factor = Decimal(TO_BASE[line["unit"]])
        value = Decimal(line["value"])
        vintage = known_from(line["published"], line["known_by"], line["known_why"])
    except (KeyError, ArithmeticError, ValueError) as error:
        raise ValueError(f"line {number}: {error} in {dict(line)}") from error
    return {
        "series": series, "reporter": line["reporter"], "partner": line["partner"],
        "period": period, "months": str(months),
        "value": plain(value * factor), "rounding": plain(rounding(line["printed"], value) * factor),
        "status": line["status"], "vintage": vintage, "line": str(number),
        "title": line["title"], "url": line["url"], "published": line["published"],
        "printed": line["printed"], "note": line["note"],
        "carrier": line["carrier"], "known_by": line["known_by"], "known_why": line["known_why"],
    }  # fmt: skip


def _series(line: dict[str, str]) -> str:
    """Return the id of the series that a line states. Raises ValueError for a combination that etl/tables/series.csv lacks."""
    basis, measure = line["basis"], line["measure"]
    if measure == "hs_level":  # one series a heading; transform sums the chapter
        return f"hs{line['hs']}_{line['flow']}s_usd"
    if line["unit"] == "bbl_d":
        measure = "rate"
    elif line["unit"] == "USD_per_bbl" and line["flow"] == "import":
        measure = "price_bbl"
    elif line["unit"] == "bcm":
        basis = "volume_bcm"
    found = _ids().get((line["product"], line["flow"], measure, basis))
    if found is None:
        raise ValueError(f"no series for {line['product']}, {line['flow']}, {measure}, {basis}")
    return found


@cache
def _ids() -> dict[tuple[str, str, str, str], str]:
    rows = registry.lines("series")
    return {(row["product"], row["flow"], row["measure"], row["basis"]): row["series"] for row in rows}


def span(text: str) -> tuple[str, int]:
    """Return (period, months) of "2022", "2022-06", "2022-01/2022-11" or "2017/2021"; a full year is ("2022", 12)."""
    first, _, last = text.partition("/")
    if not last:
        return first, 1 if "-" in first else 12
    if "-" not in first:
        return first, 12 * (int(last) - int(first) + 1)
    (y1, m1), (y2, m2) = (map(int, part.split("-")) for part in (first, last))
    months = (y2 - y1) * 12 + m2 - m1 + 1
    if months < 1:
        raise ValueError(f"period {text} ends before it begins")
    return (first[:4], 12) if m1 == 1 and months == 12 else (first, months)


def known_from(published: str, known_by: str, known_why: str) -> str:
    """Return the vintage: the day of publication, else the earlier of the last day of its month or year and the bound.

    Raises ValueError when there is neither, when a bound lacks its reason, or when one is no day.
    """
    if known_by and not known_why:
        raise ValueError(f"known_by {known_by} has no reason in known_why")
    if known_by:
        date.fromisoformat(known_by)
    if len(published) == 10:
        return date.fromisoformat(published).isoformat()
    days = [last_day(published)] if published else []
    days += [known_by] if known_by else []
    if not days:
        raise ValueError("neither published nor known_by: say on which day, or by which day and why, it was out")
    return min(days)


def last_day(published: str) -> str:
    """Return the last day of a year ("2022") or month ("2022-03"). Raises ValueError for anything else."""
    if re.fullmatch(r"\d{4}", published):
        return f"{published}-12-31"
    year, month = (int(part) for part in published.split("-"))
    return f"{published}-{calendar.monthrange(year, month)[1]:02d}"


def rounding(printed: str, value: Decimal) -> Decimal:
    """Return half of the last printed digit, in the unit of `value`; 0 when the print is exact to the value's own digits.

    The printed number is the one that differs from the value by a power of ten alone (29 billion, 883.495 million,
    6,607,356,179 kg); with none, as where a print is in two parts (17 млрд 287,9 млн), the value's own last digit counts.
    """
    best: Decimal | None = None
    for text in NUMBER.findall(printed):
        for number in _readings(text):
            step = _step(number, value)
            if step is not None and (best is None or step < best):
                best = step
    return best if best is not None else Decimal((0, (5,), int(value.as_tuple().exponent) - 1))


def _readings(text: str) -> list[Decimal]:
    """Return what a printed number may be: the comma as thousands sign, and as decimal sign where it could be one."""
    clean = re.sub(r"[  ]", "", text).rstrip(",")
    readings = [Decimal(clean.replace(",", ""))] if re.fullmatch(r"\d+(,\d{3})*(\.\d+)?|\d+(\.\d+)?", clean) else []
    if re.fullmatch(r"\d+,\d{1,3}", clean):
        readings.append(Decimal(clean.replace(",", ".")))
    return readings


def _step(number: Decimal, value: Decimal) -> Decimal | None:
    """Return half of the last digit of `number` in the unit of `value`, when they are the same figure."""
    if not number or not value:
        return None
    shift = abs(value).adjusted() - number.adjusted()
    for power in (shift - 1, shift, shift + 1):
        step = Decimal((0, (5,), int(number.as_tuple().exponent) - 1 + power))
        if abs(number.scaleb(power) - abs(value)) <= abs(value) * Decimal(
            "1e-9"
        ):  # a part of a print such as 2兆1800億 is not it
            return step
    return None


def plain(number: Decimal) -> str:
    """Return a Decimal as plain digits without exponent or trailing zeros."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
