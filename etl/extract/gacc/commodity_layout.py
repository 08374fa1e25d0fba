"""Where names, units and figures stand in China Customs' commodity tables, by what the headings say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.extract.gacc import titles
from etl.extract.gacc.titles import GROWTH
from etl.extract.headings import SEARCHED, key
from etl.read import Sheet
from etl.text.periods import Period

_NAMES = {"commodity", "commodities", "商品名称", "商品"}
_UNITS = {"quantity unit", "quantityunit", "qty unit", "unit", "计量单位", "数量单位", "单位"}
_QUANTITY, _VALUE = {"quantity", "qty", "数量"}, {"value", "金额", "价值"}
YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


@dataclass(frozen=True)
class Slot:
    """What a column holds: quantity, value; months; a change, or the year before under whatever label."""

    quantity: bool
    first: int
    last: int
    growth: bool = False
    prior: str = ""


@dataclass(frozen=True)
class Layout:
    """Where the heading rows, the names, the quantity units (-1: nowhere) and the figures stand."""

    first: int
    last: int
    names: int
    units: int
    slots: dict[int, Slot]


def dated(found: Layout, when: Period | None) -> Layout:
    """Return a layout whose columns name their months, where the headings left them to the title."""
    months = {column: titles.dated((slot.first, slot.last), when) for column, slot in found.slots.items()}
    slots = {i: replace(slot, first=months[i][0], last=months[i][1]) for i, slot in found.slots.items()}
    return replace(found, slots=slots)


def layout(sheet: Sheet) -> Layout | None:
    """Return the layout if a row names commodities and the one below quantities and values, else None."""
    for index, cells in enumerate(sheet.rows[:SEARCHED]):
        row = [key(cell) for cell in cells]
        if any(cell in _NAMES for cell in row) and index + 1 < len(sheet.rows):
            below = {key(cell) for cell in sheet.rows[index + 1]}
            if below & _QUANTITY and below & _VALUE:
                return _columns(sheet, index)
    return None


def _columns(sheet: Sheet, first: int) -> Layout:
    """Return the layout of heading rows `first` and the one below, by what the headings say and not by position."""
    above = [[key(part) for part in parts] for parts in titles.composed(sheet, first, first + 1)]
    named = next(i for i, parts in enumerate(above) if _NAMES & set(parts))
    unit = next((i for i, parts in enumerate(above) if _UNITS & set(parts)), -1)
    slots: dict[int, Slot] = {}
    for i, parts in enumerate(above):
        measure = _QUANTITY & set(parts) or _VALUE & set(parts)
        if not measure or i in (named, unit):
            continue
        quantity = bool(_QUANTITY & set(parts))
        group = next((part for part in parts if part not in _QUANTITY | _VALUE), "")
        months = titles.span(YEAR.sub(" ", group))
        growth = bool(GROWTH.search(group))
        year = YEAR.search(group)
        if months or growth:
            longest = max((slot.last for slot in slots.values()), default=0)
            one, two = months or (1, longest)
            slots[i] = Slot(quantity, one, two, growth, group if year and not growth else "")
    return Layout(first, first + 1, named, unit, slots)
