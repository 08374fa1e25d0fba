"""Lists of goods by HS code, each valid from a day: the Common High Priority List, and whichever a person gives as CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.tables import registry

CHPL = "chpl"


@dataclass(frozen=True)
class Goods:
    """Codes with their group (a tier), and the revision since which each exists where that is not all of them."""

    name: str
    day: str
    source: str
    group: dict[str, str]
    since: dict[str, str]

    def older_than(self, revision: str) -> list[str]:
        """Return the codes of the list that exist in a revision too."""
        return [code for code in self.group if not self.since.get(code) or self.since[code] <= revision]


def listed(name: str, as_of: str | None = None) -> Goods:
    """Return a list as it was on a day. Raises UnknownName for none of that name or day; for a file, what is wrong with it."""
    path = Path(name)
    if path.suffix.casefold() == ".csv":
        return _own(path)
    day = as_of or date.today().isoformat()
    every = [line for line in registry.lines("goods_lists") if line["list"] == name]
    if not every:
        known = sorted({line["list"] for line in registry.lines("goods_lists")})
        raise registry.UnknownName(
            f"There is no list of goods “{name}”. There are {', '.join(known)}; or name a .csv file."
        )
    valid = [line for line in every if line["from"] <= day and (not line["until"] or day < line["until"])]
    if not valid:
        first = min(line["from"] for line in every)
        raise registry.UnknownName(f"The list {name} is held as it is since {first}; what it was on {day} is not held.")
    group = {line["code"]: line["group"] for line in valid}
    since = {line["code"]: line["since"] for line in valid if line["since"]}
    return Goods(name, valid[0]["from"], valid[0]["source"], group, since)


def _own(path: Path) -> Goods:
    """Return a list from a CSV with a column `code`, and `group` if there is one."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise registry.UnknownName(f"{path} cannot be read as a list of goods: {error}.") from error
    codes = {(line.get("code") or "").strip(): (line.get("group") or "").strip() for line in lines}
    wrong = [code for code in codes if not (code.isdigit() and len(code) in (2, 4, 6, 8))]
    if not codes or wrong or len({len(code) for code in codes}) > 1:
        found = f"“{wrong[0]}” is no code" if wrong else "its codes differ in length" if codes else "it has no row"
        raise registry.UnknownName(
            f"{path} is no list of goods: {found}. It needs a column “code” of 2, 4, 6 or 8 digits, as text with its zeros."
        )
    return Goods(path.stem, "", str(path), codes, {})
