"""Derived rows: what changes the meaning of a number, by named rules, from the rows shown of one family.

Every rule takes the chosen rows of all families and yields rows with status `derived`. A rule never mixes families,
currencies or reporters; one that cannot be met gives no row. The citation of a derived row names the rule and its inputs:
`share(gacc_press/2026-11-21-ab#12 gacc_press/2026-11-21-ab#90)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from etl import registry, vintages
from etl.rows import Key, Row, month_after

Chosen = dict[tuple[Key, str], Row]
Rule = Callable[[Chosen], Iterator[Row]]

BARRELS_PER_TONNE = Decimal("7.33")  # the factor that Chinese and agency reports use for crude of mixed origin
CURRENCIES = ("usd", "cny", "eur")
FUELS = ("crude", "lng", "pipeline_gas", "coal")

WORDS = {
    "total": "exports plus imports of one family",
    "balance": "exports minus imports of one family (exports FOB, imports CIF)",
    "month": "difference of two cumulative figures of one family",
    "year": "sum of twelve months of one family",
    "implied_base": "a printed level divided by one plus its printed growth",
    "growth": "change on the same months a year earlier, on the base as known on the day the newer value came out",
    "share": "part of the reporter's whole, of one family",
    "unit_value": "value divided by volume of the same months and family",
    "fuels": "crude oil, pipeline gas, LNG and coal (HS 2709, 271121, 271111, 2701); oil products are not included",
    "fossil_share": "those four fuels divided by all goods imported from the same partner",
    "chapter": "sum of the headings of HS chapter 93 in one source",
    "bloc": "sum of all members' figures of one source",
    "window": "sum of five years of one release",
    "window_share": "five-year sum divided by the five-year sum of the whole, of one release",
    "window_change": "five-year sum against the five years before, of one release",
}


def derive(rows: list[Row]) -> list[Row]:
    """Return the derived rows of reported rows known on one day, sorted. Pure; the order of `rows` never matters."""
    chosen: Chosen = {key: shown.row for key, shown in vintages.choose(rows).items()}
    out: dict[tuple[Key, str], Row] = {}
    rules: tuple[Rule, ...] = (
        _blocs, _years, _months, partial(_implied_bases, rows), _totals, _balances, _fuels, _arms_in_customs, _shares, _fossil_shares,
        _unit_values, _windows, _window_ratios,
    )  # fmt: skip
    for rule in rules:
        for row in rule(chosen):
            place = (row.key, registry.family(row.source))
            if place not in chosen:  # what is published beats what is computed
                chosen[place] = out[place] = row
    growth = _growth(rows, chosen)  # kept beside the printed rate, because the two may differ
    return sorted([*out.values(), *growth])


def _row(like: Row, rule: str, inputs: Iterable[Row], value: Decimal, rounding: Decimal, **changed: object) -> Row:
    """Return a derived row: as new as its newest input, with the rule and inputs as its citation."""
    inputs = tuple(inputs)
    cites = " ".join(dict.fromkeys(row.citation for row in inputs))
    new = like._replace(
        value=_short(value), rounding=_short(rounding), status="derived",
        vintage=max(row.vintage for row in inputs), citation=f"{rule}({cites})",
    )  # fmt: skip
    return new._replace(**changed)  # type: ignore[arg-type]


def _short(number: Decimal) -> Decimal:
    """Return a number with at most 15 digits, so that a quotient is the same text everywhere."""
    return number if len(number.as_tuple().digits) <= 15 else +Decimal(f"{number:.15g}")


def _with(chosen: Chosen, row: Row, family: str, **changed: object) -> Row | None:
    """Return the chosen row that differs from `row` only in `changed`, of the same family."""
    return chosen.get((row._replace(**changed).key, family))  # type: ignore[arg-type]


def _blocs(chosen: Chosen) -> Iterator[Row]:
    """Bloc sums from all members of one source and year; a bloc with a member missing has none."""
    blocs = ("EU27", "EU28", "ASEAN")
    inside = {place for bloc in blocs for place in registry.members(bloc)}
    by_cell: dict[tuple[str, str, str, int, str], dict[str, Row]] = {}
    for row in chosen.values():
        if row.partner in inside and row.series in ("goods_exports_usd", "goods_imports_usd"):
            by_cell.setdefault((row.series, row.reporter, row.period, row.months, row.source), {})[row.partner] = row
    for cell in by_cell.values():
        for bloc in blocs:
            names = registry.members(bloc)
            if all(name in cell for name in names):
                parts = [cell[name] for name in names]
                yield _row(
                    parts[0], "bloc", parts, sum((p.value for p in parts), Decimal(0)),
                    sum((p.rounding for p in parts), Decimal(0)), partner=bloc,
                )  # fmt: skip


def _years(chosen: Chosen) -> Iterator[Row]:
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
            total = sum((p.value for p in parts), Decimal(0))
            yield _row(
                parts[0], "year", parts, total, sum((p.rounding for p in parts), Decimal(0)), period=year, months=12
            )


def _months(chosen: Chosen) -> Iterator[Row]:
    """Months as differences of cumulative figures, where no month is published."""
    for (_, family), row in list(chosen.items()):
        level = row.series.endswith(("_usd", "_t", "_cny")) and row.series.partition("_")[0] in ("goods", *FUELS)
        if not level or not (
            (row.months == 12 and "-" not in row.period) or (row.period.endswith("-01") and row.months > 2)
        ):
            continue
        first = f"{row.period[:4]}-01"
        before = _with(chosen, row, family, period=first, months=row.months - 1)
        if before is None or before.value > row.value:
            continue
        yield _row(
            row, "month", (row, before), row.value - before.value, row.rounding + before.rounding,
            period=month_after(first, row.months - 1), months=1,
        )  # fmt: skip


ONE_RELEASE = 31  # days: papers print a level and its growth within a month of the release


def _implied_bases(rows: list[Row], chosen: Chosen) -> Iterator[Row]:
    """The base implied by a printed annual level and its printed growth of one release, where no level is published."""
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
                if abs(_days(row.vintage) - _days(growth.vintage)) <= ONE_RELEASE
            ]
            if near:
                level = min(near, key=lambda row: (row.rounding, row))
                base = level.value / (1 + growth.value / 100)
                edges = [v / (1 + g / 100) for v in (level.low, level.high) for g in (growth.low, growth.high)]
                step = (max(edges) - min(edges)) / 2
                yield _row(level, "implied_base", (level, growth), base, step, period=str(int(level.period) - 1))


def _days(vintage: str) -> int:
    """Return a day as a count of days."""
    from datetime import date

    return date.fromisoformat(vintage).toordinal()


def _pairs(chosen: Chosen) -> Iterator[tuple[Row, Row, str, str]]:
    """Yield exports, imports, family and currency wherever one family has both for the same months."""
    for (_, family), row in list(chosen.items()):
        stem, _, currency = row.series.rpartition("_")
        if stem == "goods_exports" and currency in CURRENCIES:
            imports = _with(chosen, row, family, series=f"goods_imports_{currency}")
            if imports is not None:
                yield row, imports, family, currency


def _totals(chosen: Chosen) -> Iterator[Row]:
    for exports, imports, _, currency in _pairs(chosen):
        yield _row(
            exports, "total", (exports, imports), exports.value + imports.value,
            exports.rounding + imports.rounding, series=f"goods_total_{currency}",
        )  # fmt: skip


def _balances(chosen: Chosen) -> Iterator[Row]:
    for exports, imports, _, currency in _pairs(chosen):
        yield _row(
            exports, "balance", (exports, imports), exports.value - imports.value,
            exports.rounding + imports.rounding, series=f"goods_balance_{currency}",
        )  # fmt: skip


def ratio(part: Row, whole: Row, scale: int = 1) -> tuple[Decimal, Decimal]:
    """Return part ÷ whole × scale and half the width of what the roundings allow. Raises ZeroDivisionError."""
    value = part.value / whole.value * scale
    edges = [p / w * scale for p in (part.low, part.high) for w in (whole.low, whole.high) if w]
    return value, (max(edges) - min(edges)) / 2


SHARES: Mapping[str, str] = {
    "goods_exports_usd": "goods_exports_share_pct",
    "goods_imports_usd": "goods_imports_share_pct",
    "goods_total_usd": "goods_total_share_pct",
    **{f"{fuel}_imports_t": f"{fuel}_imports_volume_share_pct" for fuel in FUELS},
    **{f"{fuel}_imports_usd": f"{fuel}_imports_value_share_pct" for fuel in FUELS},
}


def _shares(chosen: Chosen) -> Iterator[Row]:
    """Shares of the reporter's trade with the world, of one family and the same months."""
    for (_, family), row in list(chosen.items()):
        share = SHARES.get(row.series)
        whole = _with(chosen, row, family, partner="WLD") if share and row.partner != "WLD" else None
        if whole is not None and whole.value > 0:
            yield _row(row, "share", (row, whole), *ratio(row, whole, 100), series=share)


def _fuels(chosen: Chosen) -> Iterator[Row]:
    """Fossil fuels as crude, pipeline gas, LNG and coal of one family and span; oil products are not among them."""
    for (_, family), crude in list(chosen.items()):
        if crude.series == "crude_imports_usd" and crude.partner != "WLD":
            parts = [_with(chosen, crude, family, series=f"{fuel}_imports_usd") for fuel in FUELS]
            if None not in parts:
                rows = [row for row in parts if row is not None]
                total = sum((row.value for row in rows), Decimal(0))
                step = sum((row.rounding for row in rows), Decimal(0))
                yield _row(crude, "fuels", rows, total, step, series="fossil_fuels_imports_usd")


def _arms_in_customs(chosen: Chosen) -> Iterator[Row]:
    """Arms and ammunition (HS 93) as the sum of its headings in one source; small arms, not major systems."""
    cells: dict[tuple[str, str, str, int, str, str], list[Row]] = {}
    for row in chosen.values():
        if row.series.startswith("hs93") and row.series.endswith("_exports_usd"):
            cells.setdefault((*row.key[1:], row.source, row.vintage), []).append(row)  # type: ignore[arg-type]
    for rows in cells.values():
        rows.sort()
        total = sum((row.value for row in rows), Decimal(0))
        yield _row(
            rows[0], "chapter", rows, total, sum((row.rounding for row in rows), Decimal(0)), series="arms_hs93_usd"
        )


def _fossil_shares(chosen: Chosen) -> Iterator[Row]:
    """Fossil fuels' part of all goods imports from the same partner, of one family and span."""
    for (_, family), row in list(chosen.items()):
        if row.series == "fossil_fuels_imports_usd":
            whole = _with(chosen, row, family, series="goods_imports_usd")
            if whole is not None and whole.value > 0:
                yield _row(
                    row,
                    "fossil_share",
                    (row, whole),
                    *ratio(row, whole, 100),
                    series="fossil_fuels_imports_goods_share_pct",
                )


def _unit_values(chosen: Chosen) -> Iterator[Row]:
    """Unit values: dollars a tonne, and for crude dollars a barrel at 7.33 barrels a tonne."""
    for (_, family), row in list(chosen.items()):
        fuel, _, kind = row.series.partition("_imports_")
        volume = _with(chosen, row, family, series=f"{fuel}_imports_t") if kind == "usd" and fuel in FUELS else None
        if volume is None or volume.value <= 0:
            continue
        value, rounding = ratio(row, volume)
        yield _row(row, "unit_value", (row, volume), value, rounding, series=f"{fuel}_imports_usd_per_t")
        if fuel == "crude":
            yield _row(
                row, "unit_value", (row, volume), value / BARRELS_PER_TONNE, rounding / BARRELS_PER_TONNE,
                series="crude_imports_usd_per_bbl",
            )  # fmt: skip


def _windows(chosen: Chosen) -> Iterator[Row]:
    """Five-year sums of arms deliveries, of one release; a year without a row counts as none delivered only if SIPRI lists the pair."""
    by_pair: dict[tuple[str, str, str], dict[int, Row]] = {}
    for row in chosen.values():
        if row.series == "arms_deliveries_tiv" and row.months == 12:
            by_pair.setdefault((row.reporter, row.partner, row.source), {})[int(row.period)] = row
    for years in by_pair.values():
        for first in sorted(years):
            parts = [years[year] for year in range(first, first + 5) if year in years]
            if len(parts) == 5:
                total = sum((p.value for p in parts), Decimal(0))
                yield _row(parts[0], "window", parts, total, sum((p.rounding for p in parts), Decimal(0)), months=60)


def _window_ratios(chosen: Chosen) -> Iterator[Row]:
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
            whole = _with(chosen, row, family, **whole_of) if fits else None
            if whole is not None and whole.value and (series != "arms_world_share_pct" or row.partner == "WLD"):
                yield _row(row, "window_share", (row, whole), *ratio(row, whole, 100), series=series)
        before = _with(chosen, row, family, period=str(int(row.period) - 5))
        if before is not None and before.value:
            change, step = ratio(row, before, 100)
            yield _row(row, "window_change", (row, before), change - 100, step, series="arms_window_change_pct")


GROWTHS: Mapping[str, str] = {
    **{f"goods_{flow}_usd": f"goods_{flow}_growth_pct" for flow in ("exports", "imports", "total")},
    **{f"goods_{flow}_cny": f"goods_{flow}_growth_cny_pct" for flow in ("exports", "imports", "total")},
    **{f"{fuel}_imports_t": f"{fuel}_imports_volume_growth_pct" for fuel in FUELS},
    **{f"{fuel}_imports_usd": f"{fuel}_imports_value_growth_pct" for fuel in FUELS},
}


def _growth(rows: list[Row], chosen: Chosen) -> list[Row]:
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
            out.append(_row(row, "growth", (row, base), value - 100, step, series=GROWTHS[row.series]))
    return out
