"""Exports, imports and total of one place and family as one triple, and how well the three go together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from etl.build.parts import CURRENCIES
from etl.build.triples import FLOWS

Record = dict[str, Any]
Place = tuple[str, str, str, int, str]  # reporter, partner, period, months, currency
OFTEN = 1e-9  # of a value: what a float may lose
WORKED_OUT = ("total(", "third(")


@dataclass(frozen=True)
class Triple:
    """The rows of one family by flow ("exports", "imports", "total"); a flow not known is absent."""

    family: str
    rows: Mapping[str, Record]

    @cached_property
    def state(self) -> int:
        """How good it is: 0 printed and adding up, or two printed and the third worked out from them; 1 complete with figures
        worked out otherwise; 2 complete and not adding up; 3 incomplete.
        """
        if len(self.rows) < len(FLOWS):
            return 3
        if not adds_up(*(self.rows[flow] for flow in FLOWS)):
            return 2
        computed = [row for row in self.rows.values() if row["status"] == "derived"]
        alone = len(computed) == 1 and computed[0]["citation"].startswith(WORKED_OUT)
        return 0 if alone or not computed else 1


def adds_up(exports: Record, imports: Record, total: Record) -> bool:
    """Return whether exports and imports make the total within the roundings."""
    allowed = sum(row["rounding"] for row in (exports, imports, total))
    return bool(abs(exports["value"] + imports["value"] - total["value"]) <= allowed + OFTEN * abs(total["value"]))


def index(records: Callable[[str], Iterable[Record]]) -> dict[Place, dict[str, Triple]]:
    """Return every triple by place and family; `records` gives the rows shown of a series, none of one it does not know."""
    found: dict[Place, dict[str, dict[str, Record]]] = {}
    for currency in CURRENCIES:
        for flow in FLOWS:
            for row in records(f"goods_{flow}_{currency}"):
                if row["value"] == row["value"]:
                    at = (row["reporter"], row["partner"], row["period"], row["months"], currency)
                    found.setdefault(at, {}).setdefault(row["family"], {})[flow] = row
    return {
        at: {family: Triple(family, rows) for family, rows in cell.items() if not _estimated(rows)}
        for at, cell in found.items()
    }


def _estimated(rows: Mapping[str, Record]) -> bool:
    """Return whether a family only estimates what an office no longer reports: that is nobody's count."""
    return any(row["status"] == "estimated" for row in rows.values())
