"""Sums and differences of one family: blocs, years, months, thirds, totals, balances, fuels, a customs chapter."""

from __future__ import annotations

from collections.abc import Iterator

from etl.build import triples
from etl.build.parts import CURRENCIES, FUELS, Chosen, derived, office, one_release, sibling, total
from etl.tables import registry
from etl.tables.rows import Row, month_after


def blocs(chosen: Chosen) -> Iterator[Row]:
    """Bloc sums from all members of one source and year, as partners or as reporters; with a member missing there is none."""
    for side in ("partner", "reporter"):
        yield from _blocs(chosen, side)


def _blocs(chosen: Chosen, side: str) -> Iterator[Row]:
    """Bloc sums with the members on one side: what one reporter counts with them, or what they count with one partner."""
    other = "reporter" if side == "partner" else "partner"
    blocs = ("EU27", "EU28", "ASEAN")
    inside = {place for bloc in blocs for place in registry.members(bloc)}
    by_cell: dict[tuple[str, str, str, int, str], dict[str, Row]] = {}
    for row in chosen.values():
        name = getattr(row, side)
        if name in inside and row.series in ("goods_exports_usd", "goods_imports_usd"):
            at = (row.series, getattr(row, other), row.period, row.months, row.source)
            by_cell.setdefault(at, {})[name] = row
    for cell in by_cell.values():
        for bloc in blocs:
            names = registry.members(bloc)
            if all(name in cell for name in names):
                parts = [cell[name] for name in names]
                value, rounding = total(parts)
                yield derived(parts[0], "bloc", parts, value, rounding, **{side: bloc})


def years(chosen: Chosen) -> Iterator[Row]:
    """Years from twelve months of one source; a month missing gives none. Only sums: levels, not prices or shares."""
    months: dict[tuple[str, str, str, str, str], dict[str, Row]] = {}
    for row in chosen.values():
        if row.months in (1, 2) and row.series.endswith(("_usd", "_t", "_cny", "_eur")):
            months.setdefault((row.series, row.reporter, row.partner, row.period[:4], row.source), {})[row.period] = row
    for (*_, year, _source), rows in months.items():
        parts, period = [], f"{year}-01"
        while period[:4] == year and period in rows:
            parts.append(rows[period])
            period = month_after(period, rows[period].months)
        if period == f"{int(year) + 1}-01":
            yield derived(parts[0], "year", parts, *total(parts), period=year, months=12)


def months(chosen: Chosen) -> Iterator[Row]:
    """Months as differences of cumulative figures of one office, where no month is published."""
    for (_, family), row in list(chosen.items()):
        level = row.series.endswith(("_usd", "_t", "_cny")) and row.series.partition("_")[0] in ("goods", *FUELS)
        if not level or not (
            (row.months == 12 and "-" not in row.period) or (row.period.endswith("-01") and row.months > 2)
        ):
            continue
        first = f"{row.period[:4]}-01"
        before = sibling(chosen, row, family, period=first, months=row.months - 1)
        if before is None or before.value > row.value or office(before) != office(row):
            continue
        yield derived(
            row, "month", (row, before), row.value - before.value, row.rounding + before.rounding,
            period=month_after(first, row.months - 1), months=1,
        )  # fmt: skip


def thirds(chosen: Chosen) -> Iterator[Row]:
    """Yield exports or imports as the printed total less the other flow, of one family and release, where one is not printed."""
    for (_, family), whole in list(chosen.items()):
        stem, _, currency = whole.series.rpartition("_")
        if stem != "goods_total" or currency not in CURRENCIES or whole.status == "derived":
            continue
        for flow, other in (("imports", "exports"), ("exports", "imports")):
            part = sibling(chosen, whole, family, series=f"goods_{other}_{currency}")
            if part is None or part.status == "derived" or part.value > whole.value or not one_release(whole, part):
                continue
            yield derived(
                whole, "third", (whole, part), whole.value - part.value, whole.rounding + part.rounding,
                series=f"goods_{flow}_{currency}",
            )  # fmt: skip


def _pairs(chosen: Chosen) -> Iterator[tuple[Row, Row, str, str]]:
    """Yield exports, imports, family and currency wherever one family has both for the same months."""
    for (_, family), row in list(chosen.items()):
        stem, _, currency = row.series.rpartition("_")
        if stem == "goods_exports" and currency in CURRENCIES:
            imports = sibling(chosen, row, family, series=f"goods_imports_{currency}")
            if imports is not None:
                yield row, imports, family, currency


def totals(chosen: Chosen) -> Iterator[Row]:
    """Yield exports plus imports of one family, release and currency."""
    for exports, imports, _, currency in _pairs(chosen):
        if not one_release(exports, imports):
            continue
        yield derived(
            exports, "total", (exports, imports), *total((exports, imports)), series=f"goods_total_{currency}"
        )


def without_uk(chosen: Chosen) -> Iterator[Row]:
    """Yield the EU without the UK as the EU with it less the UK, of one source, where the office prints both and not the 27."""
    for (_, family), row in list(chosen.items()):
        at = triples.place(row) if row.partner == "EU28" else None
        kingdom = sibling(chosen, row, family, partner="GBR") if at else None
        if kingdom is not None and kingdom.source == row.source and "derived" not in (row.status, kingdom.status):
            value = row.value - kingdom.value
            yield derived(row, "without_uk", (row, kingdom), value, row.rounding + kingdom.rounding, partner="EU27")


def balances(chosen: Chosen) -> Iterator[Row]:
    """Yield exports minus imports of one family and currency; exports FOB, imports CIF."""
    for exports, imports, _, currency in _pairs(chosen):
        yield derived(
            exports, "balance", (exports, imports), exports.value - imports.value,
            exports.rounding + imports.rounding, series=f"goods_balance_{currency}",
        )  # fmt: skip


def fuels(chosen: Chosen) -> Iterator[Row]:
    """Fossil fuels as crude, pipeline gas, LNG and coal of one family and span; oil products are not among them."""
    for (_, family), crude in list(chosen.items()):
        if crude.series == "crude_imports_usd" and crude.partner != "WLD":
            parts = [sibling(chosen, crude, family, series=f"{fuel}_imports_usd") for fuel in FUELS]
            if None not in parts:
                rows = [row for row in parts if row is not None]
                yield derived(crude, "fuels", rows, *total(rows), series="fossil_fuels_imports_usd")


def arms_in_customs(chosen: Chosen) -> Iterator[Row]:
    """Arms and ammunition (HS 93) as the sum of its headings in one source; small arms, not major systems."""
    cells: dict[tuple[str, str, str, int, str, str], list[Row]] = {}
    for row in chosen.values():
        if row.series.startswith("hs93") and row.series.endswith("_exports_usd"):
            cells.setdefault((*row.key[1:], row.source, row.vintage), []).append(row)
    for rows in cells.values():
        rows.sort()
        yield derived(rows[0], "chapter", rows, *total(rows), series="arms_hs93_usd")
