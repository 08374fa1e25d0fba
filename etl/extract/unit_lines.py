"""What a table's surroundings say of its unit: `Unit: USD million`, `Scale: Millions`, a title that ends in a unit.

A statement stands above, below or beside the figures. It is held against what headings and columns say and against the
size of the figures: where two of them cannot both be right a person says which is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from etl.extract import units
from etl.extract.figures import Gathering
from etl.extract.headings import key, plain
from etl.extract.questions import unclear
from etl.read import Document, Sheet
from etl.tables.problems import HOLD, problem

KEY, COLUMNS, LINE = "unit_stated", "as the columns say", "as the line says"
SET_ASIDE = "unit_line"
_ENDING = re.compile(
    r"(?:[,;:–—]|\s-\s)\s*([^,;:–—]+(?:,\d{3}[^,;:–—]*)*)$|[(（\[]((?:[^()（）\[\]]|\([^()]*\))+)[)）\]]\s*$"
)
_LONGEST = 120  # letters of a line that states a unit
PROSE = {"an adjusted figure", "the prices of another year", "a sum since the beginning of the year"}
_LEAST = 8  # letters of a word that in a sentence can mean nothing else


class Stated(NamedTuple):
    """A statement of the unit, what it was read as, and where it stands."""

    text: str
    reading: units.Reading
    where: str


def around(document: Document, sheet: Sheet, header: int) -> list[Stated]:
    """Return every statement of a unit above, below or beside a table, and on its page; first the nearest above."""
    lines = [(cell, sheet.at(row, column)) for row, column, cell in _texts(sheet, header)]
    lines += [(line, "beside the table") for line in document.outside]
    found, seen = [], set()
    for text, where in lines:
        stated = statement(text)
        if stated is not None and stated not in seen:
            seen.add(stated)
            found.append(Stated(stated, units.read(stated), where))
    return found


def _texts(sheet: Sheet, header: int) -> Iterable[tuple[int, int, str]]:
    """Yield the texts above the headings, and below them those of rows that hold nothing else."""
    for row, cells in enumerate(sheet.rows):
        filled = [(column, cell) for column, cell in enumerate(cells) if cell.strip()]
        if row < header or (row > header and len({cell for _, cell in filled}) == 1):
            yield from ((row, column, cell) for column, cell in filled)


def statement(line: str) -> str | None:
    """Return the part of a line that states a unit: all of it, what follows `Unit:`, or the end of a title."""
    text = plain(line)
    if len(text) > _LONGEST:
        return None
    after = units.unit_line(text)
    if after:
        return after
    if units.money(text) or units.read(text).factor not in (None, 1):
        return None if re.fullmatch(r"[\d.,\s]+", text) else text
    ending = _ENDING.search(text)
    last = next(filter(None, ending.groups()), "").strip() if ending else ""
    return last if last and units.money(last) else None


def meaning(gathering: Gathering, sheet: Sheet, header: int) -> None:
    """Hold a table whose title or notes say that its figures are adjusted, at other prices, or sums since January."""
    if gathering.answers.get("title_means") == "as stated":
        return
    for row, column, cell in _texts(sheet, header):
        words = [word for word in units.read(cell).changes if word.value in PROSE and len(word.text) >= _LEAST]
        if words:
            said = {"unit": plain(cell), "words": words[0].text, "meaning": words[0].value}
            where, choices = sheet.at(row, column), ("as stated",)
            found = problem("U-06", plain(cell), where=where, key="title_means", choices=choices, **said)
            gathering.problems.append(found)
            return


def settled(gathering: Gathering, stated: Sequence[Stated]) -> units.Unit | Decimal | None:
    """Return the unit that the surroundings state (or a factor without a unit); None without a clear one.

    A line that begins with `Unit:` and cannot be read is held, and so are two lines that differ.
    """
    clear: list[Stated] = []
    for one in stated:
        if one.reading.states:
            clear.append(one)
        elif gathering.answers.get(SET_ASIDE) != "set aside" and not _scale(one):
            gathering.problems.append(unclear(one.reading, one.text, one.where, SET_ASIDE, ("set aside",)))
    found = _together(clear)
    if found is None and len(clear) > 1:
        first, second = clear[0], next(one for one in clear if not _agree(one.reading, clear[0].reading))
        answer = gathering.answers.get(KEY, "")
        chosen = next((one for one in clear if one.text == answer), None)
        if chosen is None:
            _held(gathering, first, second.text, "another line", (first.text, second.text))
            return None
        found = chosen.reading.unit or chosen.reading.factor
    for one in clear:
        gathering.take("unit", one.text, units.told(one.reading) if one.reading.unit else f"× {one.reading.factor:,f}")
    return found


def _scale(one: Stated) -> bool:
    """Say whether a line names the single unit, as `Scale: Units` does."""
    return key(one.text) in ("unit", "units", "ones", "1")


def _together(clear: Sequence[Stated]) -> units.Unit | Decimal | None:
    """Return what clear statements say if they agree: `Unit: US dollar` and `Scale: Millions` are one."""
    whole = {one.reading.unit for one in clear if one.reading.unit}
    scales = {one.reading.factor for one in clear if one.reading.unit is None}
    if len(whole) > 1 or len(scales) > 1:
        return None
    unit, scale = next(iter(whole), None), next(iter(scales), None)
    if unit is None or scale is None or unit.factor == scale:
        return unit or scale
    return units.Unit(unit.unit, scale) if unit.factor == 1 and scale is not None else None


def _agree(one: units.Reading, other: units.Reading) -> bool:
    return (one.unit, one.factor) == (other.unit, other.factor)


def against(
    gathering: Gathering, stated: Stated, says: units.Unit | Decimal, own: units.Unit, label: str
) -> units.Unit | None:
    """Return the unit to use where a line and the table's own label both state one; None, held, where they differ.

    A line without a currency states the factor only.
    """
    factor = says if isinstance(says, Decimal) else says.factor
    line = units.Unit(own.unit if isinstance(says, Decimal) else says.unit, factor)
    answer = gathering.answers.get(KEY, "")
    if line == own or answer == COLUMNS or units.is_money(line) != units.is_money(own):
        return own
    if answer == LINE:
        return line
    _held(gathering, stated, label, f"“{label}” in the table", (LINE, COLUMNS))
    return None


def _held(gathering: Gathering, stated: Stated, other: str, second: str, choices: tuple[str, ...]) -> None:
    said = {"first": f"“{stated.text}” beside the table", "unit": stated.text, "second": second, "other": other}
    found = problem("U-07", stated.text, where=stated.where, verdict=HOLD, key=KEY, choices=choices, **said)
    if found not in gathering.problems:
        gathering.problems.append(found)
