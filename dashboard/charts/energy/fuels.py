"""What the energy charts share: fuels, months with the January–February pair, sums and shares citing their parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard.exhibits.plot import Point, x_at
from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.tables import registry
from etl.tables.rows import month_after

if TYPE_CHECKING:
    import pandas as pd

Record = dict[str, Any]
Span = tuple[str, int]  # a first month or year, and how many months

FUELS = ("crude", "coal", "pipeline_gas", "lng")  # from the baseline of a stack up
NAMES = {"crude": "Crude oil", "coal": "Coal", "pipeline_gas": "Pipeline gas", "lng": "LNG", "other": "Other goods"}
HS = {fuel: registry.get("series", f"{fuel}_imports_usd")["hs"] for fuel in FUELS}
RELABELLED = (
    "Malaysia’s figures are widely reported to include relabelled crude, some Russian"  # a caveat, never a correction
)
NO_VOLUME = "not published"  # customs print no volume of pipeline gas by origin since 2022


class Month(NamedTuple):
    """The fuels and all goods of one month, or of a January–February pair; `total` None where it is not at hand."""

    span: Span
    fuels: Mapping[str, Record]
    total: Record | None


def frame(records: Iterable[Record], **columns: object) -> pd.DataFrame:
    """Return records as an exhibit's table: row columns, what the chart added, and `shown` in display units."""
    import pandas as pd

    records = list(records)
    extra = [name for name in dict.fromkeys(key for record in records for key in record) if name not in query.COLUMNS]
    table = pd.DataFrame(records, columns=[*query.COLUMNS, *extra]).assign(**columns)
    return query.scale_for_display(table) if len(table) else table.assign(shown=[])


def records(rows: pd.DataFrame) -> list[Record]:
    """Return rows as records, those without a value left out: a gap is no row."""
    return [{str(k): v for k, v in row.items()} for row in rows.dropna(subset=["value"]).to_dict("records")]


def annual(data: Data, series: str, partner: str | Iterable[str], picks: Mapping[str, str]) -> list[Record]:
    """Return China Customs' whole years of a series between the years picked, sorted by partner and year."""
    where: Any = {"reporter": "CHN", "partner": partner, "family": "gacc", "whole_years": True}
    return records(query.pick(data, series, first=picks.get("first", ""), last=picks.get("last", ""), **where))


def computed_row(
    parts: Iterable[Record], rule: str, series: str, value: float, *, rounding: float, **changed: object
) -> Record:
    """Return a computed row that cites its parts, under the source and the day of the newest of them."""
    parts = list(parts)
    newest = max(parts, key=lambda row: str(row["vintage"]))
    under = {"source": newest["source"], "family": newest["family"]}
    return query.computed_row(parts, rule, series, value, rounding, **(under | changed))


def sum_row(parts: Iterable[Record], rule: str, series: str, **changed: object) -> Record:
    """Return the sum of rows as a computed row that cites them all."""
    parts = list(parts)
    value, rounding = sum(p["value"] for p in parts), sum(p["rounding"] for p in parts)
    return computed_row(parts, rule, series, value, rounding=rounding, **changed)


def share_row(part: Record, whole: Record, series: str, **changed: object) -> Record:
    """Return part ÷ whole in per cent as a computed row that cites both."""
    value, rounding = query.quotient(part, whole, 100)
    return computed_row((part, whole), "share", series, value, rounding=rounding, **changed)


def enough(rows: list[Record], picks: Mapping[str, str]) -> list[Record]:
    """Return the rows, or none where one value is all there is: that is a sentence, unless one year was asked for."""
    return rows if len(rows) > 1 or picks.get("last") else []


def monthly(data: Data, kind: str, fuels: Iterable[str], picks: Mapping[str, str]) -> dict[str, dict[Span, Record]]:
    """Return China's imports from Russia by fuel and month in one unit (`usd` or `t`), all from one source.

    Customs revise months, so that two sources in one chart would be two vintages: the source with most months is kept.
    """
    series = {f"{fuel}_imports_{kind}": fuel for fuel in fuels}
    where: Any = {"reporter": "CHN", "partner": "RUS", "family": "gacc", "months": (1, 2)}
    rows = records(query.pick(data, series, first=picks["first"], last=picks["last"], **where))
    rows = [row for row in rows if row["status"] != "derived"]
    by_source: dict[str, int] = {}
    for row in rows:
        by_source[row["source"]] = by_source.get(row["source"], 0) + 1
    best = max(sorted(by_source), key=lambda source: by_source[source], default="")
    out: dict[str, dict[Span, Record]] = {fuel: {} for fuel in fuels}
    for row in rows:
        if row["source"] == best:
            out[series[row["series"]]][row["period"], row["months"]] = row
    return {fuel: paired(found) for fuel, found in out.items()}


def paired(rows: Mapping[Span, Record]) -> dict[Span, Record]:
    """Return months with January and February as one span of two: as published together, else the sum of the two."""
    out = {span: row for span, row in rows.items() if span[1] == 2 or span[0][5:] not in ("01", "02")}
    for (period, months), january in rows.items():
        february = rows.get((f"{period[:4]}-02", 1))
        if period.endswith("-01") and months == 1 and february and (period, 2) not in out:
            out[period, 2] = sum_row((january, february), "pair", january["series"], months=2)
    return out


def calendar(spans: Iterable[Span]) -> list[Span]:
    """Return every month from the first to the last of these, January and February as one."""
    ordered = sorted(spans)
    if not ordered:
        return []
    out, period = [], ordered[0][0]
    while period <= ordered[-1][0]:
        months = 2 if period.endswith("-01") else 1
        out.append((period, months))
        period = month_after(period, months)
    return out


def fits(parts: Iterable[Record], whole: Record) -> bool:
    """Return whether parts stay within their whole, roundings allowed."""
    over = sum(p["value"] - p["rounding"] for p in parts) - whole["value"] - whole["rounding"]
    return bool(over <= 0)


def years(months: Iterable[Month]) -> dict[str, list[Month]]:
    """Return the months of each calendar year that has all twelve; a year with a gap is no year."""
    by_year: dict[str, list[Month]] = {}
    for month in months:
        by_year.setdefault(month.span[0][:4], []).append(month)
    return {year: found for year, found in by_year.items() if sum(month.span[1] for month in found) == 12}


def points(part: pd.DataFrame, spans: Iterable[Span], *, mean: bool = False) -> tuple[Point, ...]:
    """Return the points of one series over a calendar, None without a row; `mean` draws a pair at its monthly mean."""
    by_span = {(row.period, int(row.months)): row for row in part.itertuples()}
    out = []
    for period, months in spans:
        row, label = by_span.get((period, months)), words.period(period, months)
        label += ", monthly mean" if mean and months == 2 else ""
        value = None if row is None else float(row.shown) / (months if mean else 1)
        out.append(Point(x_at(period, months), value, label, width=months, row=None if row is None else int(row.Index)))
    return tuple(out)


def spans(table: pd.DataFrame) -> list[Span]:
    """Return the calendar of a table's months."""
    months = table[table["months"] <= 2]
    return calendar(zip(months["period"], months["months"].astype(int), strict=True))


def stretch(table: pd.DataFrame) -> str:
    """Return the months a table covers in words: "Jan 2021–Dec 2024"."""
    covered = spans(table)
    last = month_after(covered[-1][0], covered[-1][1] - 1)
    return f"{words.day(covered[0][0])}–{words.day(last)}"


def decimals(rounding: float) -> int:
    """Return how many decimals a value with this rounding, in the unit shown, can bear: one or none."""
    return 1 if rounding < 0.26 else 0


def tonnes(row: pd.Series) -> str:
    """Return million tonnes with the digits that were printed, at most two: "86.25", "52.5", "101"."""
    rounding = float(row["rounding"]) / 1e6
    return words.number(float(row["shown"]), 2 if rounding < 0.01 and row["shown"] < 999 else decimals(rounding))


def missing(table: pd.DataFrame) -> list[str]:
    """Return the years left open inside each yearly line, in words: "no figure for Iraq 2024"."""
    out = []
    for partner, line in table.groupby("partner", sort=False):
        have = {int(year) for year in line["period"]}
        gaps = [str(year) for year in range(min(have), max(have)) if year not in have]
        out += [f"{registry.place_name(str(partner), short=True)} {words.listed(gaps)}"] if gaps else []
    return [f"no figure printed for {words.listed(out)}"] if out else []


def sentences(*parts: str) -> str:
    """Return the parts as sentences, the most needed first: a picture drops whole sentences from the end."""
    return ". ".join(part[0].upper() + part[1:] if n else part for n, part in enumerate(filter(None, parts))) + "."
