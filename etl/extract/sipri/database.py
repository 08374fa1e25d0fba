"""SIPRI's Arms Transfers Database: what its two kinds of file share. TIV measure military resources and are not money.

Every spring SIPRI revises the whole database, back to 1950: figures of two releases never stand in one series, so the
release is part of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from etl.extract import codes
from etl.extract.contract import remark
from etl.extract.figures import Gathering
from etl.extract.headings import key, plain
from etl.read import Document, Sheet
from etl.tables.problems import Problem

_MADE = re.compile(r"data generated: *(\d{1,2}) ([a-z]{3})[a-z]* (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RELEASE = 3  # the month in which a new release comes out
GROUPS = "NONSTATE"
EDITIONS = re.compile(r"sipri_\d{4}")


def preamble(document: Document, sheet: Sheet) -> list[str]:
    """Return the lines above a table, first cells only: an Excel copy pads each with empty columns."""
    return [plain(" ".join(cell for cell in row if cell.strip())) for row in sheet.rows[:20]] + list(document.outside)


def made(lines: Iterable[str]) -> str:
    """Return the day on which a file was made, as 2024-10-13; "" if it does not say."""
    for line in lines:
        match = _MADE.search(key(line))
        if match and match[2] in _MONTHS:
            return f"{match[3]}-{_MONTHS.index(match[2]) + 1:02d}-{int(match[1]):02d}"
    return ""


def source(day: str, last_year: int) -> str:
    """Return the source of the release that a file shows; "" if the day leaves it open.

    A file made in March shows the new release if it has figures of the year before.
    """
    if not day:
        return ""
    year, month = int(day[:4]), int(day[5:7])
    if month != _RELEASE:
        return f"sipri_{year if month > _RELEASE else year - 1}"
    return f"sipri_{year}" if last_year == year - 1 else ""


def released(name: str) -> str:
    """Return the month in which a release came out, as 2024-03; "" for a source that is no release."""
    return f"{name[-4:]}-{_RELEASE:02d}" if EDITIONS.fullmatch(name) else ""


def edition(gathering: Gathering, name: str, day: str) -> None:
    """Ask which release a file shows if the day on which it was made does not say."""
    if EDITIONS.fullmatch(name):
        return
    year = int(day[:4]) if day else 0
    answer = gathering.ask("edition", day, (str(year - 1), str(year)) if year else ())
    gathering.decided = f"sipri_{answer}" if re.fullmatch(r"20\d{2}", answer) else ""


def party(gathering: Gathering, name: str, where: str) -> str:
    """Return the place of a supplier or recipient; armed groups (*) and organisations (**) are one place together."""
    return GROUPS if is_group(name) else gathering.place(plain(name), where)


def is_group(name: str) -> bool:
    """Say whether a party is an armed group or organisation that is no place of its own."""
    return plain(name).endswith("*") and not codes.by_name(name)


def groups(names: Iterable[str]) -> list[Problem]:
    """Return the note that some parties are not states."""
    found = sorted({plain(name) for name in names if is_group(name)})
    return [remark("armed_groups", count=len(found), what=", ".join(found))] if found else []
