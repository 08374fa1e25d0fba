"""What does not add up in the rows: identities, magnitude slips, gaps and disagreements, each with its rows.

Findings are said, never mended: a correction is a line of etl/tables/corrections.csv with a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from etl.build import vintages
from etl.tables import registry
from etl.tables.rows import Key, Row, month_after

FUELS = ("crude", "lng", "pipeline_gas", "coal", "oil_products")
KINDS = ("identity", "months", "pair", "parts", "magnitude", "gap", "disagreement")
SLIP_BAND = Decimal("0.15")  # how near a ratio must lie to a power of ten to look like a slip


class Finding(NamedTuple):
    """Something that does not add up: its kind, a sentence, and the rows it is about."""

    kind: str  # one of KINDS
    words: str
    rows: tuple[Row, ...]


Cell = dict[tuple[Key, str], Row]


def check(rows: Iterable[Row]) -> list[Finding]:
    """Return every finding on reported rows, worst kinds first, in a fixed order. Pure."""
    reported = [row for row in rows if row.status not in ("withdrawn", "derived")]
    shown = vintages.choose(reported)
    cells: Cell = {key: one.row for key, one in shown.items()}
    return [
        *_totals(cells), *_months(cells), *_pairs(cells), *_wholes(cells), *_fuels(cells), *_slips(cells), *_gaps(cells),
        *(_disagreement(one) for _, one in sorted(shown.items()) if one.disagree),
    ]  # fmt: skip


def _name(row: Row) -> str:
    """Return what a row is about, in words for a list."""
    span = row.period if row.months in (1, 12) else f"{row.period} ({row.months} months)"
    return f"{row.series} {row.reporter}–{row.partner} {span}"


def _bn(value: Decimal) -> str:
    """Return a value short enough for a sentence."""
    return f"{value / 10**9:,.3f} bn" if abs(value) >= 10**8 else f"{value:,.4g}"


def _totals(cells: Cell) -> Iterator[Finding]:
    """Yield exports + imports = total, within the roundings, wherever one family prints all three."""
    for (_key, family), total in sorted(cells.items()):
        if not total.series.startswith("goods_total_") or total.series[-3:] not in ("usd", "cny", "eur"):
            continue
        parts = [
            cells.get((total._replace(series=total.series.replace("total", flow)).key, family))
            for flow in ("exports", "imports")
        ]
        if None in parts:
            continue
        exports, imports = parts
        apart = abs(exports.value + imports.value - total.value)  # type: ignore[union-attr]
        if apart > exports.rounding + imports.rounding + total.rounding:  # type: ignore[union-attr]
            words = f"{_name(total)}: exports and imports sum to {_bn(exports.value + imports.value)}, the total is {_bn(total.value)}."  # type: ignore[union-attr]
            yield Finding("identity", words, (total, exports, imports))  # type: ignore[arg-type]


def _months(cells: Cell) -> Iterator[Finding]:
    """Twelve published months = the published year, within roundings and the year's usual revision of half a per cent."""
    for (key, family), year in sorted(cells.items()):
        if year.months != 12 or "-" in year.period or not year.series.endswith(("_usd", "_t", "_cny")):
            continue
        parts, period = [], f"{year.period}-01"
        while period[:4] == year.period:
            row = next((cells[place] for m in (1, 2) if (place := ((*key[:3], period, m), family)) in cells), None)
            if row is None:
                break
            parts.append(row)
            period = month_after(period, row.months)
        if period[:4] == year.period:
            continue
        total = sum((p.value for p in parts), Decimal(0))
        if abs(total - year.value) > year.rounding + sum(p.rounding for p in parts) + year.value / 200:
            words = f"{_name(year)}: the months sum to {_bn(total)}, the year is {_bn(year.value)}."
            yield Finding("months", words, (year, *parts))


def _pairs(cells: Cell) -> Iterator[Finding]:
    """January + February = the joint figure, where a split was published too."""
    for (key, family), pair in sorted(cells.items()):
        if pair.months != 2 or not pair.period.endswith("-01") or pair.series.endswith("_pct"):
            continue
        parts = [cells.get(((*key[:3], f"{pair.period[:4]}-{m}", 1), family)) for m in ("01", "02")]
        if None not in parts:
            total = sum(p.value for p in parts)  # type: ignore[union-attr, misc]
            if abs(total - pair.value) > pair.rounding + sum(p.rounding for p in parts) + pair.value / 200:  # type: ignore[union-attr, misc]
                words = f"{_name(pair)}: January and February sum to {_bn(total)}, together they are {_bn(pair.value)}."  # type: ignore[arg-type]
                yield Finding("pair", words, (pair, *parts))  # type: ignore[arg-type]


def _wholes(cells: Cell) -> Iterator[Finding]:
    """No partner above the world, of one family."""
    for (_key, family), row in sorted(cells.items()):
        if row.partner == "WLD" or not row.series.endswith(("_usd", "_t", "_cny")) or "balance" in row.series:
            continue
        whole = cells.get((row._replace(partner="WLD").key, family))
        if whole is not None and row.low > whole.high:
            yield Finding(
                "parts", f"{_name(row)}: {_bn(row.value)} is more than the whole, {_bn(whole.value)}.", (row, whole)
            )


def _fuels(cells: Cell) -> Iterator[Finding]:
    """Yield the fuels of a month never sum to more than all goods of that month (another family may hold the total)."""
    totals = {key: row for (key, _), row in cells.items() if row.series == "goods_imports_usd"}
    parts: dict[tuple[str, str, str, int, str], list[Row]] = defaultdict(list)
    for (_, family), row in cells.items():
        if row.series in {f"{fuel}_imports_usd" for fuel in FUELS}:
            parts[(*row.key[1:], family)].append(row)
    for (reporter, partner, period, months, _), rows in sorted(parts.items()):
        whole = totals.get(("goods_imports_usd", reporter, partner, period, months))
        total = sum((row.low for row in rows), Decimal(0))
        if whole is not None and total > whole.high:
            yield Finding(
                "parts",
                f"Fuels {reporter}–{partner} {period}: {_bn(total)} is more than all goods, {_bn(whole.value)}.",
                (whole, *rows),
            )


def _slips(cells: Cell) -> Iterator[Finding]:
    """Yield a level near a power of ten away from the median of its neighbours, two periods either side."""
    lines: dict[tuple[str, str, str, int, str], list[Row]] = defaultdict(list)
    for (_, family), row in cells.items():
        if row.series.endswith(("_usd", "_t", "_cny", "_eur")) and "balance" not in row.series and row.value > 0:
            lines[row.series, row.reporter, row.partner, row.months, family].append(row)
    for rows in lines.values():
        rows.sort(key=lambda row: row.period)
        for at, row in enumerate(rows):
            near = [one.value for one in rows[max(0, at - 2) : at + 3] if one is not row]
            if len(near) < 3:
                continue
            ratio = row.value / median(near)
            power = 0
            while ratio >= 5:
                ratio, power = ratio / 10, power + 1
            while ratio <= Decimal("0.2"):
                ratio, power = ratio * 10, power - 1
            if power and abs(ratio - 1) <= SLIP_BAND:
                yield Finding(
                    "magnitude", f"{_name(row)}: {_bn(row.value)} is about 10^{power} times its neighbours.", (row,)
                )


def _gaps(cells: Cell) -> Iterator[Finding]:
    """Years missing inside an annual line of China's trade with one partner."""
    lines: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for (_, family), row in cells.items():
        if row.months == 12 and "-" not in row.period and row.series.startswith("goods_total_usd"):
            lines[row.series, row.reporter, row.partner, family].append(row)
    for (series, reporter, partner, family), rows in sorted(lines.items()):
        years = {int(row.period) for row in rows}
        missing = [str(year) for year in range(min(years), max(years)) if year not in years]
        if (missing and registry.table("places").get(partner, {}).get("kind") != "country") or (
            partner == "RUS" and missing
        ):
            yield Finding(
                "gap", f"{series} {reporter}–{partner} ({family}): no printed figure for {', '.join(missing)}.", ()
            )


def _disagreement(one: vintages.Shown) -> Finding:
    """Return a key whose rows differ beyond their roundings: vintages, or papers that print it differently."""
    others = ", ".join(f"{_bn(row.value)} ({row.vintage})" for row in one.disagree[:4])
    return Finding(
        "disagreement",
        f"{_name(one.row)}: shown {_bn(one.row.value)} ({one.row.vintage}); also {others}.",
        (one.row, *one.disagree),
    )
