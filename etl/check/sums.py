"""Adding up: totals and their parts, prices per unit, two months given as one, and months that are differences of sums.

Small differences are noted, large ones held. What is noted is said once, with how many rows it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from statistics import median

from etl.build.parts import FUELS, office
from etl.check.expected import FRESH, JUMP, History, Line, held, jump, latest, named, short
from etl.tables.problems import HOLD, NOTE, Problem, problem
from etl.tables.rows import Key, Row, month_after, plain

SMALL = Decimal("0.005")  # of a total: more than that is held
PRICE = 10  # so many times dearer or cheaper than usual
PRINTED = ("as printed",)
PAIR = ("one month", "January and February")
OWN_SUMS = ("gacc_tables",)  # their extractor compares totals cell by cell
_PRICES = 3  # so many earlier prices make a usual one


def check(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Return what does not add up in new rows, by line and each line in order of time, given what is known."""
    rows = {row.key: row for line in lines.values() for row in line}
    return [*_totals(rows), *_wholes(rows), *_prices(rows, known), *_pairs(lines, known), *_differences(rows, known)]


def _totals(rows: Mapping[Key, Row]) -> list[Problem]:
    """Return exports and imports beside their total: within half a percent it is noted, beyond that held."""
    apart: dict[str, list[tuple[Row, Decimal]]] = {HOLD: [], NOTE: []}
    for total in rows.values():
        parts = [rows.get(total._replace(series=total.series.replace("_total_", flow)).key) for flow in _FLOWS]
        if "_total_" not in total.series or total.source in OWN_SUMS or None in parts:
            continue
        made = sum((part.value for part in parts if part), Decimal(0))
        if made != total.value:
            apart[HOLD if abs(made - total.value) > abs(total.value) * SMALL else NOTE].append((total, made))
    return [_unequal(verdict, found) for verdict, found in apart.items() if found]


_FLOWS = ("_exports_", "_imports_")


def _unequal(verdict: str, found: list[tuple[Row, Decimal]]) -> Problem:
    row, made = found[0]
    said = {"sum": plain(made), "total": plain(row.value)}
    words = f"{plain(made)} and {plain(row.value)}{_more(len(found))}"
    if verdict == HOLD:
        return held("P-02", row, words, key="sums", choices=PRINTED, **said)
    return problem("P-02", words, where=named(row), verdict=NOTE, sum=said["sum"], total=said["total"])


def _more(count: int) -> str:
    return f" ({count} like this)" if count > 1 else ""


def _wholes(rows: Mapping[Key, Row]) -> list[Problem]:
    """Return a partner above the world in the same file."""
    for row in rows.values():
        whole = rows.get(row._replace(partner="WLD").key)
        if whole is not None and row.low > whole.high:
            said = {"sum": plain(row.value), "total": plain(whole.value)}
            return [
                held("P-02", row, f"{plain(row.value)} of {plain(whole.value)}", key="sums", choices=PRINTED, **said)
            ]
    return []


def _prices(rows: Mapping[Key, Row], known: History) -> list[Problem]:
    """Value divided by quantity far from earlier months, where neither of the two stands out by itself."""
    found: list[tuple[Row, Decimal, Decimal]] = []
    for row in rows.values():
        weight = rows.get(row._replace(series=f"{row.series.removesuffix('_usd')}_t").key)
        if not row.series.endswith("_usd") or weight is None or weight.value <= 0 or row.value <= 0:
            continue
        lines = [known.get((each.series, *each.key[1:3], each.months), {}) for each in (row, weight)]
        before = _earlier(row, *lines)
        if len(before) < _PRICES or any(
            _stands_out(each, line) for each, line in zip((row, weight), lines, strict=True)
        ):
            continue
        price, usual = row.value / weight.value, median(before)
        if not usual / PRICE <= price <= usual * PRICE:
            found.append((row, price, usual))
    if not found:
        return []
    row, price, usual = found[0]
    words = f"{short(price)} dollars a tonne, usually about {short(usual)}{_more(len(found))}"
    return [held("P-03", row, words, key="sure:price")]


def _earlier(row: Row, values: Mapping[str, Row], weights: Mapping[str, Row]) -> list[Decimal]:
    """Return the known prices of the years around a row."""
    year = int(row.period[:4])
    near = [p for p in values if p in weights and abs(int(p[:4]) - year) <= FRESH and p != row.period]
    return [values[p].value / weights[p].value for p in near if weights[p].value > 0]


def _stands_out(row: Row, line: Mapping[str, Row]) -> bool:
    far = jump(row, line)
    return far is not None and abs(far) >= JUMP


def _pairs(lines: Mapping[Line, list[Row]], known: History) -> list[Problem]:
    """Return a February as large as January and February together were: most sources give both as one figure."""
    out = []
    for key, rows in lines.items():
        months = {row.period for row in rows}
        for row in rows if key[3] == 1 else ():
            if row.period[5:] == "02" and f"{row.period[:4]}-01" not in months and _is_pair(row, key, known):
                out.append(held("T-05", row, f"{row.period}: {short(row.value)}", key="pair", choices=PAIR))
    return out


def _is_pair(row: Row, key: Line, known: History) -> bool:
    line, pairs = known.get(key, {}), known.get((*key[:3], 2), {})
    sums = []
    for year in (int(row.period[:4]) - step for step in (1, 2)):
        each = [line.get(f"{year}-{month}") for month in ("01", "02")]
        if f"{year}-01" in pairs:
            sums.append(pairs[f"{year}-01"].value)
        elif None not in each:
            sums.append(sum((one.value for one in each if one), Decimal(0)))
    before = [line[period].value for period in latest(line, row.period)]
    if not sums or row.period in line or (before and row.value < median(before) * Decimal("1.3")):
        return False
    return bool(Decimal("0.75") < row.value / sums[0] < 2) if sums[0] > 0 else False


def _differences(rows: Mapping[Key, Row], known: History) -> list[Problem]:
    """Note the months that will be worked out as differences of sums since January, and those that cannot be."""
    found = []
    for row in rows.values():
        first, stem = f"{row.period[:4]}-01", row.series.partition("_")[0]
        if row.months < 3 or row.months > 12 or stem not in ("goods", *FUELS) or row.period not in (first, first[:4]):
            continue
        month = month_after(first, row.months - 1)
        if _stated(rows, known, row, (month, 1)) is None:
            before = _stated(rows, known, row, (first, row.months - 1))
            found += [(row, before, month)] if before is not None else []
    if not found:
        return []
    row, before, month = found[0]
    words = f"{month}: {short(row.value)} less {short(before.value)}{_more(len(found))}"
    if before.value > row.value:
        words = f"{month}: none, the sum fell from {short(before.value)} to {short(row.value)}{_more(len(found))}"
    return [problem("T-04", words, where=named(row), verdict=NOTE)]


def _stated(rows: Mapping[Key, Row], known: History, row: Row, when: tuple[str, int]) -> Row | None:
    """Return what a file or an earlier one states of another stretch of months of a row's line."""
    period, months = when
    here = rows.get(row._replace(period=period, months=months).key)
    there = known.get((*row.key[:3], months), {}).get(period)
    own = there is not None and there.status != "derived" and office(there) == office(row)
    return here or (there if own else None)


def by_line(new: Iterable[Row]) -> dict[Line, list[Row]]:
    """Return the rows that are levels, by line, each line in order of time."""
    lines: dict[Line, list[Row]] = {}
    for row in new:
        if row.series.endswith(("_usd", "_t", "_cny", "_eur")) and "balance" not in row.series:
            lines.setdefault((row.series, row.reporter, row.partner, row.months), []).append(row)
    for rows in lines.values():
        rows.sort(key=lambda row: row.period)
    return lines
