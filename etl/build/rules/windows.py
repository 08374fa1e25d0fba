"""Five-year windows of arms deliveries, each within one release: sums, shares, changes."""

from __future__ import annotations

from collections.abc import Iterator

from etl.build.parts import Chosen, derived, ratio, sibling, total
from etl.tables.rows import Row


def windows(chosen: Chosen) -> Iterator[Row]:
    """Five-year sums of arms deliveries, of one release; a year without a row counts as none delivered only if SIPRI lists the pair."""
    by_pair: dict[tuple[str, str, str], dict[int, Row]] = {}
    for row in chosen.values():
        if row.series == "arms_deliveries_tiv" and row.months == 12:
            by_pair.setdefault((row.reporter, row.partner, row.source), {})[int(row.period)] = row
    for years in by_pair.values():
        for first in sorted(years):
            parts = [years[year] for year in range(first, first + 5) if year in years]
            if len(parts) == 5:
                yield derived(parts[0], "window", parts, *total(parts), months=60)


def window_ratios(chosen: Chosen) -> Iterator[Row]:
    """Five-year shares of a recipient's imports, a supplier's exports and the world, and changes between windows."""
    wholes = (
        ("arms_recipient_share_pct", {"reporter": "WLD"}),
        ("arms_supplier_share_pct", {"partner": "WLD"}),
        ("arms_world_share_pct", {"reporter": "WLD", "partner": "WLD"}),
    )
    for (_, family), row in list(chosen.items()):
        if row.series != "arms_deliveries_tiv" or row.months != 60:
            continue
        for series, whole_of in wholes:
            fits = "WLD" not in (row.reporter, row.partner) or (
                series == "arms_world_share_pct" and row.reporter != "WLD"
            )
            whole = sibling(chosen, row, family, **whole_of) if fits else None
            if whole is not None and whole.value and (series != "arms_world_share_pct" or row.partner == "WLD"):
                yield derived(row, "window_share", (row, whole), *ratio(row, whole, 100), series=series)
        before = sibling(chosen, row, family, period=str(int(row.period) - 5))
        if before is not None and before.value:
            change, step = ratio(row, before, 100)
            yield derived(row, "window_change", (row, before), change - 100, step, series="arms_window_change_pct")
