"""Growth and levels from each other: the change on the base as known then, and the base that a printed rate implies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from etl.build import vintages
from etl.build.parts import FUELS, Chosen, derived, one_release, ratio
from etl.tables import registry
from etl.tables.rows import Key, Row

GROWTHS: Mapping[str, str] = {
    **{f"goods_{flow}_usd": f"goods_{flow}_growth_pct" for flow in ("exports", "imports", "total")},
    **{f"goods_{flow}_cny": f"goods_{flow}_growth_cny_pct" for flow in ("exports", "imports", "total")},
    **{f"{fuel}_imports_t": f"{fuel}_imports_volume_growth_pct" for fuel in FUELS},
    **{f"{fuel}_imports_usd": f"{fuel}_imports_value_growth_pct" for fuel in FUELS},
}


def implied_bases(rows: Sequence[Row], chosen: Chosen) -> Iterator[Row]:
    """Yield the base implied by a printed annual level and its printed growth of one release, where no level is published."""
    levels: dict[tuple[Key, str], list[Row]] = {}
    for row in rows:
        if row.series.startswith("goods_") and row.months == 12 and "-" not in row.period:
            levels.setdefault((row.key, registry.family(row.source)), []).append(row)
    for (_, family), growths in sorted(levels.items()):
        for growth in sorted(growths, key=lambda row: (row.rounding, row)):
            stem, _, kind = growth.series.partition("_growth")
            if not kind:
                continue
            level_id = f"{stem}_{'cny' if kind == '_cny_pct' else 'usd'}"
            near = [
                row
                for row in levels.get((growth._replace(series=level_id).key, family), ())
                if one_release(row, growth)
            ]
            if near:
                level = min(near, key=lambda row: (row.rounding, row))
                base = level.value / (1 + growth.value / 100)
                edges = [v / (1 + g / 100) for v in (level.low, level.high) for g in (growth.low, growth.high)]
                step = (max(edges) - min(edges)) / 2
                yield derived(level, "implied_base", (level, growth), base, step, period=str(int(level.period) - 1))


def growth(rows: Sequence[Row], chosen: Chosen) -> list[Row]:
    """Growth of every level on its base as known when the level came out: "recomputed on the first-published base"."""
    bases: dict[tuple[Key, str], list[Row]] = {}
    for row in rows:
        if row.series in GROWTHS:
            bases.setdefault((row.key, registry.family(row.source)), []).append(row)
    out = []
    for (_, family), row in chosen.items():
        if row.series not in GROWTHS:
            continue
        year = f"{int(row.period[:4]) - 1}{row.period[4:]}"
        place = (row._replace(period=year).key, family)
        then = vintages.known(bases.get(place, ()), row.vintage)
        base = vintages.choose(then)[place].row if then else chosen.get(place)
        if base is not None and base.value > 0 and base.vintage <= row.vintage:
            value, step = ratio(row, base, 100)
            out.append(derived(row, "growth", (row, base), value - 100, step, series=GROWTHS[row.series]))
    return out
