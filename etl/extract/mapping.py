"""Which column is which, in a table of no known source: roles, a first suggestion, and the layout's fingerprint.

A mapping gives each heading a role. It is a person's answer; what is suggested here is only offered.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from etl.extract import codes, two_level, units
from etl.extract.headings import SEARCHED, key, plain
from etl.read import Sheet
from etl.tables import registry
from etl.text import periods
from etl.text.periods import Period

ROLES = (
    "reporter", "partner", "period", "year", "month", "flow", "product", "series", "unit", "quantity", "quantity unit",
    "value", "value export", "value import", "value total", "value by period", "value by partner",
    "value export by period", "value import by period", "value total by period", "ignore",
)  # fmt: skip
_NUMBER = re.compile(r"\d{5}(?:\.\d+)?|\d{4}\.\d")  # a day as spreadsheets count them, or a month without its zero
FLOW_ROLES = ("value export", "value import", "value total")
_AMOUNTS = ("value", "quantity")
# Headings as we write them ourselves.
_OWN = frozenset({"reporter", "partner", "period", "year", "flow", "product", "series", "unit", "value"})
_NAME = re.compile(r"([a-z]+)(?![a-z])(.*)")
_ENOUGH = ({"value"}, {"period", "year"}, {"reporter", "partner"})  # one of each makes a table ours
_CERTAIN = frozenset({"flow", "product", "unit"})  # no other name of these can mean another column beside our own
_PLACES = 3  # so many headings that are places make a table with partners as columns


class Given(NamedTuple):
    """Where the headings stand, and the role of each column that has one."""

    header: int
    roles: dict[int, str]


@cache
def _aliases() -> Mapping[str, str]:
    return MappingProxyType({key(line["heading"]): line["role"] for line in registry.lines("headings")})


def header(sheet: Sheet) -> int | None:
    """Return the row of headings: text above figures, the one with most known headings; None if there is none."""
    found: list[tuple[int, int]] = []
    for index, row in enumerate(sheet.rows[:SEARCHED]):
        cells = [cell for cell in row if cell.strip()]
        below = sheet.rows[index + 1 : index + 4]
        figures = any(re.search(r"\d", cell) for other in below for cell in other)
        if len(cells) >= 2 and figures and len({key(cell) for cell in cells}) > 1 and not all(map(_figure, cells)):
            found.append((sum(bool(_role(cell)) for cell in cells), -index))
    return -max(found)[1] if found and max(found)[0] > 0 else None


def _figure(cell: str) -> bool:
    return re.fullmatch(r"[-\d.,\s]+", cell.strip()) is not None and not _period(cell)


def _period(cell: str) -> bool:
    """Say whether a heading names a period; a bare month does not, nor a number that is as likely a figure."""
    bare = plain(cell)
    return len(bare) >= 4 and not _NUMBER.fullmatch(bare) and isinstance(periods.read(cell), Period)


@lru_cache(maxsize=10_000)
def _role(cell: str) -> str:
    known = _aliases().get(key(cell), "") or _own_name(cell)
    levels = two_level.parts(cell)
    if not known and len(levels) > 1:
        return _composed({_role(level) for level in levels} - {""})
    return known or ("value by period" if _period(cell) else "")


def _composed(roles: set[str]) -> str:
    """Return the role of a heading of several levels: a flow and a period together, or what the one known level says."""
    flows = {role for role in roles if role in FLOW_ROLES}
    rest = roles - {"value"} if len(roles) > 1 else roles
    if len(flows) == 1 and rest - flows == {"value by period"}:
        return f"{flows.pop()} by period"
    return rest.pop() if len(rest) == 1 else ""


def suggestion(sheet: Sheet) -> dict[str, str]:
    """Return heading → role for the headings that are known; {} for a sheet without headings."""
    row = header(sheet)
    if row is None:
        return {}
    found = {plain(cell): _role(cell) for cell in sheet.rows[row] if _role(cell)}
    placed = [plain(cell) for cell in sheet.rows[row] if codes.by_name(cell)]
    if len(placed) >= _PLACES and not any(role.startswith("value") for role in found.values()):
        found |= dict.fromkeys(placed, "value by partner")
    return found


def own(sheet: Sheet) -> dict[str, str]:
    """Return heading → role of a table under our own column names, which need no person's word; {} for any other.

    Beside them a known heading of goods, flow or unit (`HS code`) is not open either, where no other column is that.
    """
    row = header(sheet)
    found = {} if row is None else {plain(cell): name for cell in sheet.rows[row] if (name := _own_name(cell))}
    if row is None or not all(names & set(found.values()) for names in _ENOUGH):
        return {}
    beside = {plain(cell): role for cell in sheet.rows[row] if (role := _aliases().get(key(cell), "")) in _CERTAIN}
    roles = [*found.values(), *(role for heading, role in beside.items() if heading not in found)]
    return found | {heading: role for heading, role in beside.items() if roles.count(role) == 1}


def _own_name(cell: str) -> str:
    """Return which of our own column names a heading is, `value` also with its currency behind it; "" for any other.

    A measure does not count: "Value unit" is no value in units.
    """
    found = _NAME.fullmatch(key(cell))
    if not found or found[1] not in _OWN:
        return ""
    return found[1] if not found[2] or (amounts([found[1]]) and units.money(found[2])) else ""


def unsettled(sheet: Sheet, answers: Mapping[str, str]) -> list[str]:
    """Return the headings beside our own column names that nobody has given a role yet; a mapping settles them all."""
    row = header(sheet)
    if row is None or not own(sheet) or answers.get("mapping"):
        return []
    settled = named(sheet, answers)
    return [plain(cell) for cell in sheet.rows[row] if cell.strip() and key(cell) not in settled]


def flow_of(role: str) -> str:
    """Return export, import or total for a role whose heading names the flow; "" for any other."""
    bare = role.removesuffix(" by period")
    return bare.removeprefix("value ") if bare in FLOW_ROLES else ""


def period_of(heading: str) -> str:
    """Return the part of a heading that names the period; the heading itself where no level of it does."""
    return next((level for level in two_level.parts(heading) if _period(level)), heading)


def fingerprint(sheet: Sheet) -> str:
    """Return the name of a layout: tables with the same headings in any order share it. Periods count as one."""
    row = header(sheet)
    cells = sheet.rows[row if row is not None else 0] if sheet.rows else ()
    names = sorted({"(period)" if _period(cell) else key(cell) for cell in cells if cell.strip()})
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def as_text(mapping: Mapping[str, str]) -> str:
    """Return a mapping as one line of text, as it comes back in an answer."""
    return json.dumps(dict(mapping), ensure_ascii=False, sort_keys=True)


def given(sheet: Sheet, answers: Mapping[str, str]) -> Given | None:
    """Return the roles that a person gave: `mapping` as text, or `column:<heading>` one by one; None without any.

    Our own column names say their role themselves, unless an answer says otherwise.
    Raises ValueError in words for a mapping that cannot be read or names no such role.
    """
    row = header(sheet)
    said = own(sheet) | _said(answers)
    if not said:
        return None
    wanted = {key(heading): role for heading, role in said.items()}
    if row is None or not wanted.keys() & {key(cell) for cell in sheet.rows[row]}:
        row = _row_of(sheet, wanted)
    if row is None:
        raise ValueError("none of the headings of the mapping is in the table")
    roles = {i: role for i, cell in enumerate(sheet.rows[row]) if (role := wanted.get(key(cell), "ignore")) != "ignore"}
    return Given(row, roles)


def named(sheet: Sheet, answers: Mapping[str, str]) -> set[str]:
    """Return the headings that a person's answers or our own names settle, as they are compared; also the ignored.

    Raises ValueError as `given` does.
    """
    return {key(heading) for heading in own(sheet) | _said(answers)}


def _said(answers: Mapping[str, str]) -> dict[str, str]:
    text = answers.get("mapping", "")
    try:
        said = json.loads(text) if text else {}
    except json.JSONDecodeError as error:
        raise ValueError("the mapping is not a line of headings and roles") from error
    if not isinstance(said, dict):
        raise ValueError("the mapping is not a line of headings and roles")
    said |= {name.partition(":")[2]: role for name, role in answers.items() if name.startswith("column:")}
    wrong = sorted({str(role) for role in said.values()} - set(ROLES))
    if wrong:
        raise ValueError(f"there is no role {', '.join(wrong)}; roles are {', '.join(ROLES)}")
    return said


def _row_of(sheet: Sheet, wanted: Mapping[str, str]) -> int | None:
    """Return the row that holds most of the wanted headings."""
    rows = [{key(cell) for cell in row} for row in sheet.rows[:SEARCHED]]
    hits = [(len(wanted.keys() & cells), -index) for index, cells in enumerate(rows)]
    best = max(hits, default=(0, 0))
    return -best[1] if best[0] else None


def doubled(sheet: Sheet, found: Given) -> list[str]:
    """Return the headings with a role of their own that stand over two columns."""
    named = [plain(sheet.rows[found.header][i]) for i, role in found.roles.items() if not role.startswith("value by")]
    return sorted({heading for heading in named if named.count(heading) > 1})


def amounts(roles: Sequence[str]) -> list[str]:
    """Return the roles that hold figures."""
    return [role for role in roles if role.startswith(_AMOUNTS) and role != "quantity unit"]
