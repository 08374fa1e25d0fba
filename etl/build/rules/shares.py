"""Quotients of one family: shares of a whole, and value by volume."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from etl.build.parts import FUELS, Chosen, derived, ratio, sibling
from etl.tables.rows import Row

BARRELS_PER_TONNE = Decimal("7.33")  # the factor that Chinese and agency reports use for crude of mixed origin
SHARES: Mapping[str, str] = {
    "goods_exports_usd": "goods_exports_share_pct",
    "goods_imports_usd": "goods_imports_share_pct",
    "goods_total_usd": "goods_total_share_pct",
    **{f"{fuel}_imports_t": f"{fuel}_imports_volume_share_pct" for fuel in FUELS},
    **{f"{fuel}_imports_usd": f"{fuel}_imports_value_share_pct" for fuel in FUELS},
}


def shares(chosen: Chosen) -> Iterator[Row]:
    """Shares of the reporter's trade with the world, of one family and the same months."""
    for (_, family), row in list(chosen.items()):
        share = SHARES.get(row.series)
        whole = sibling(chosen, row, family, partner="WLD") if share and row.partner != "WLD" else None
        if whole is not None and whole.value > 0:
            yield derived(row, "share", (row, whole), *ratio(row, whole, 100), series=share)


def fossil_shares(chosen: Chosen) -> Iterator[Row]:
    """Fossil fuels' part of all goods imports from the same partner, of one family and span."""
    for (_, family), row in list(chosen.items()):
        if row.series == "fossil_fuels_imports_usd":
            whole = sibling(chosen, row, family, series="goods_imports_usd")
            if whole is not None and whole.value > 0:
                yield derived(
                    row,
                    "fossil_share",
                    (row, whole),
                    *ratio(row, whole, 100),
                    series="fossil_fuels_imports_goods_share_pct",
                )


def unit_values(chosen: Chosen) -> Iterator[Row]:
    """Yield unit values: dollars a tonne, and for crude dollars a barrel at 7.33 barrels a tonne."""
    for (_, family), row in list(chosen.items()):
        fuel, _, kind = row.series.partition("_imports_")
        volume = sibling(chosen, row, family, series=f"{fuel}_imports_t") if kind == "usd" and fuel in FUELS else None
        if volume is None or volume.value <= 0:
            continue
        value, rounding = ratio(row, volume)
        yield derived(row, "unit_value", (row, volume), value, rounding, series=f"{fuel}_imports_usd_per_t")
        if fuel == "crude":
            yield derived(
                row, "unit_value", (row, volume), value / BARRELS_PER_TONNE, rounding / BARRELS_PER_TONNE,
                series="crude_imports_usd_per_bbl",
            )  # fmt: skip
