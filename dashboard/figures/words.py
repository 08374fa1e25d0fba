"""How numbers, dates, periods and lists are written, the same in headline, chart, table and slide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from etl.tables.rows import month_after

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINUS = "−"


def number(value: float, decimals: int = 1, signed: bool = False) -> str:
    """Return 1054.0 as "1,054", 228.1 as "228.1", −3.5 as "−3.5" (real minus); no decimals from 1,000 on."""
    decimals = 0 if abs(value) >= 999.95 else decimals
    text = f"{abs(value):,.{decimals}f}"
    sign = MINUS if value < 0 and float(text.replace(",", "")) != 0 else ("+" if signed and value > 0 else "")
    return sign + text


SIGNS = {"usd": "$", "cny": "CNY "}
CURRENCIES = {"usd": "US$ bn", "cny": "CNY bn"}


def money(value: float, decimals: int = 1, currency: str = "usd") -> str:
    """Return billions of a currency: "$228.1bn", "CNY 1,535bn"; negative "−$3.2bn"."""
    text = number(abs(value), decimals)
    return f"{MINUS if value < 0 else ''}{SIGNS[currency]}{text}bn"


def with_unit(figure: str, unit: str) -> str:
    """Return a figure's words with their display unit: "$19.2bn", "CNY 1,100bn", "86.25 Mt", "17.0%"."""
    currency = next((sign for sign, name in CURRENCIES.items() if name == unit), "")
    if currency:
        sign, number = (MINUS, figure[1:]) if figure.startswith(MINUS) else ("", figure)
        return f"{sign}{SIGNS[currency]}{number}bn"
    return f"{figure}%" if unit == "%" else f"{figure} {unit}".strip()


def percent(value: float, decimals: int = 1, signed: bool = False) -> str:
    """Return "17.0%", or "+29.3%" when signed."""
    return f"{number(value, decimals, signed)}%"


def points(value: float, decimals: int = 1) -> str:
    """Return a difference of shares in percentage points: "+1.4 pp"."""
    return f"{number(value, decimals, signed=True)} pp"


def times(value: float, decimals: int = 1) -> str:
    """Return a multiple: "3.6×"."""
    return f"{number(value, decimals)}×"


def day(text: str) -> str:
    """Return "2026-01-14" as "14 Jan 2026", "2026-01" as "Jan 2026", "2026" as it is; "" as "undated"."""
    if not text:
        return "undated"
    year, *rest = text.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) == 2 else f"{month} {year}"


def period(first: str, months: int) -> str:
    """Return a period in words: "2022", "Jun 2022", "Jan–Feb 2022", "2017–21", "Mar 2024–Feb 2025"."""
    if "-" not in first:
        return first if months == 12 else f"{first}–{str(int(first) + months // 12 - 1)[2:]}"
    start = day(first)
    if months == 1:
        return start
    end = month_after(first, months - 1)
    return f"{start[:3]}–{day(end)}" if end[:4] == first[:4] else f"{start}–{day(end)}"


def ordinal(number: int) -> str:
    """Return 1 as "1st", 12 as "12th", 23 as "23rd"."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Return names as a list in words: "Russia, the EU and ASEAN", or with another word before the last."""
    names = list(names)
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def today() -> str:
    """Return today's day as text."""
    return date.today().isoformat()
