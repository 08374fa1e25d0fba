"""A view: the rows known on a day, one a key and family, indexed by line, then by period, then by family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from etl.build import vintages
from etl.tables.rows import Row

FIRST = ("gacc", "sipri", "worldbank", "gazprom")  # who answers before the others


@dataclass(frozen=True)
class View:
    """Rows known on one day, one a key and family, indexed for look-ups."""

    cells: Mapping[tuple[str, str, str], Mapping[tuple[str, int], Mapping[str, Row]]]

    def at(self, series: str, reporter: str, partner: str, period: str, months: int) -> Mapping[str, Row]:
        """Return the row of each family, preferred family first."""
        return self.cells.get((series, reporter, partner), {}).get((period, months), {})

    def partners(self, series: str, reporter: str, period: str, months: int) -> list[str]:
        """Return the places that have the series in a period."""
        return sorted(
            p for (s, r, p), cell in self.cells.items() if s == series and r == reporter and (period, months) in cell
        )

    def periods(self, series: str, reporter: str, partner: str) -> list[tuple[str, int]]:
        """Return every period that a line has."""
        return sorted(self.cells.get((series, reporter, partner), {}))


def family_rank(family: str) -> tuple[int, int, str]:
    """Return the order in which families answer: China Customs first, and of SIPRI's releases the newest."""
    office, _, release = family.partition("_")
    if not release.isdigit():
        office, release = family, "0"
    return (FIRST.index(office) if office in FIRST else len(FIRST), -int(release), family)


def view(rows: Iterable[Row]) -> View:
    """Return an index of rows already limited to what was known on a day."""
    cells: dict[tuple[str, str, str], dict[tuple[str, int], dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    chosen = vintages.choose(rows)
    for (key, family), one in sorted(chosen.items(), key=lambda item: family_rank(item[0][1])):
        series, reporter, partner, period, months = key
        cells[series, reporter, partner][period, months][family] = one.row
    return View({key: dict(cell) for key, cell in cells.items()})
