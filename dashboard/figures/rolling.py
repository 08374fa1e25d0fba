"""Rolling twelve-month sums of what an office prints: no month is guessed, and a gap of months stays a gap."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dashboard.figures import query, triple_index, words
from dashboard.figures.triple_index import Record
from etl.build.triples import FLOWS
from etl.tables.registry import place_name
from etl.tables.rows import month_after

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.figures.query import Data

FAMILY = "gacc"  # who prints months since January, the partners' line of every rolling chart


def sums(data: Data, series: str, reporter: str, partner: str, *, first: str = "", last: str = "") -> pd.DataFrame:
    """Return the twelve-month sums that end between `first` and `last` (years or months), one row an end, in order.

    A sum is the year before, less its months to date, plus this year's; a whole year as printed; or twelve months printed one
    by one. Period and months give the twelve months covered, `end` their last; status derived but for printed years.
    """
    import pandas as pd

    rows = query.pick(data, series, reporter=reporter, partner=partner, family=FAMILY, months=range(1, 13))
    known = [
        {str(name): value for name, value in row.items()}
        for row in rows.to_dict("records")
        if row["value"] == row["value"]
    ]
    to_date = {(r["period"][:4], r["months"]): r for r in known if r["period"].endswith("-01") and r["months"] < 12}
    to_date = bases(data, series, (reporter, partner), to_date) | to_date
    out = _by_months(known) | _by_difference(known, to_date)
    for row in known:
        if row["months"] == 12 and len(row["period"]) == 4:
            out[f"{row['period']}-12"] = {**row, "period": f"{row['period']}-01"}
    ends = [end for end in sorted(out) if end[: len(first)] >= first and (not last or end[: len(last)] <= last)]
    return pd.DataFrame([out[end] | {"end": end} for end in ends], columns=[*rows.columns, "end"])


def _by_difference(known: Iterable[Record], to_date: Mapping[tuple[str, int], Record]) -> dict[str, Record]:
    """Return by its last month each sum of the year before less its months to date plus this year's."""
    whole = {row["period"]: row for row in known if row["months"] == 12 and len(row["period"]) == 4}
    out = {}
    for (year, months), now in to_date.items():
        before = str(int(year) - 1)
        full, then = whole.get(before), to_date.get((before, months))
        if full is None or then is None:
            continue
        value = full["value"] - then["value"] + now["value"]
        rounding = sum(part["rounding"] for part in (full, then, now))
        start = month_after(f"{before}-01", months)
        sum_of = query.computed_row(
            (now, full, then), "rolling", now["series"], value, rounding, period=start, months=12
        )
        out[month_after(start, 11)] = sum_of
    return out


def _by_months(known: Iterable[Record]) -> dict[str, Record]:
    """Return by its last month each sum of twelve months that are all printed one by one, January–February together or not."""
    printed = {(row["period"], row["months"]): row for row in known if row["status"] != "derived" and row["months"] < 3}
    out = {}
    for start in {period for period, _ in printed}:
        parts, month, end = [], start, month_after(start, 12)
        while month < end:
            row = printed.get((month, 1)) or (printed.get((month, 2)) if month.endswith("-01") else None)
            if row is None:
                break
            parts.append(row)
            month = month_after(month, row["months"])
        if month == end:
            value, rounding = (sum(part[name] for part in parts) for name in ("value", "rounding"))
            series = parts[0]["series"]
            out[month_after(start, 11)] = query.computed_row(
                parts, "sum", series, value, rounding, period=start, months=12
            )
    return out


def bases(
    data: Data, series: str, places: tuple[str, str], to_date: Mapping[tuple[str, int], Record]
) -> dict[tuple[str, int], Record]:
    """Return months to date that an office printed only as growth a year later: the later figure ÷ one plus it."""
    rate_series = series.replace("_usd", "_growth_pct").replace("_cny", "_growth_cny_pct")
    rates = query.pick(data, rate_series, reporter=places[0], partner=places[1], family=FAMILY, months=range(2, 12))
    out = {}
    for rate in rates.to_dict("records"):
        year, months = rate["period"][:4], rate["months"]
        now, before = to_date.get((year, months)), str(int(year) - 1)
        if (
            rate["status"] == "derived"
            or now is None
            or (before, months) in to_date
            or not rate["period"].endswith("-01")
        ):
            continue
        ends = [(now["value"] + a * now["rounding"]) / (1 + (rate["value"] + b * rate["rounding"]) / 100)
                for a in (-1, 1) for b in (-1, 1)]  # fmt: skip
        value, step = now["value"] / (1 + rate["value"] / 100), (max(ends) - min(ends)) / 2
        out[before, months] = query.computed_row(
            (now, rate), "implied_base", series, value, step, period=f"{before}-01"
        )
    return out


def follows(end: str, before: str) -> bool:
    """Return whether a sum's last month is the next one printed: customs print January and February as one."""
    return month_after(before, 1) == end or (before.endswith("-12") and month_after(before, 2) == end)


def gaps(ends: Iterable[str]) -> int:
    """Return how many times a line of sums stops: ends that do not follow the one before."""
    return sum(not follows(now, then) for then, now in itertools.pairwise(ends))


def said(data: Data, currency: str, partner: str, ends: Iterable[str]) -> dict[str, str]:
    """Return by its last month what does not add up: exports and imports against the total, with both figures."""
    wanted = set(ends)
    found: dict[str, dict[str, Record]] = {}
    for flow in FLOWS:
        for row in sums(data, f"goods_{flow}_{currency}", "CHN", partner).to_dict("records"):
            found.setdefault(row["end"], {})[flow] = row
    out = {}
    for end, rows in found.items():
        if end in wanted and len(rows) == len(FLOWS) and not triple_index.adds_up(*(rows[flow] for flow in FLOWS)):
            made = (rows["exports"]["value"] + rows["imports"]["value"]) / 1e9
            one, two = (
                words.money(made, currency=currency),
                words.money(rows["total"]["value"] / 1e9, currency=currency),
            )
            name = place_name(partner, short=True)
            out[end] = f"{name}, 12 months to {words.day(end)}: exports and imports sum to {one}, the total is {two}"
    return out
