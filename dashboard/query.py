"""Choosing from the rows: load once, pick, sum and scale for showing. What changes a number's meaning is `etl.transform`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from etl import build, registry, vintages
from etl.rows import FIELDS, Citation

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (*FIELDS, "family", "disagree", "others")


@dataclass(frozen=True)
class Data:
    """Everything a chart may draw, of one edition as known on one day.

    `shown` has one row per key and family, `known` every row that may be shown; both with float `value` and `rounding`
    in base units, `family`, and in `shown` the number of `others` and of those that `disagree` beyond rounding.
    """

    edition: str
    as_of: str | None
    shown: pd.DataFrame
    known: pd.DataFrame
    citations: Mapping[str, Citation]
    problems: tuple[str, ...]
    folder: Path | None = None
    unreviewed: frozenset[str] = frozenset()  # "source/snapshot" of uploads that nobody has approved yet


@lru_cache(maxsize=24)
def load(folder: Path, edition: str, as_of: str | None = None) -> Data:
    """Return the figures of one edition as known on a day. Cached: an edition and a day never change.

    Raises etl.store.StoreError in words when nothing can be read.
    """
    return of(build.load(folder, edition, as_of), folder)


def of(dataset: build.Dataset, folder: Path | None = None) -> Data:
    """Return a dataset as frames."""
    import pandas as pd

    rows = dataset.rows
    chosen = vintages.choose(rows)
    shown = [
        (*one.row, family, len(one.disagree), len(one.others))
        for (_, family), one in sorted(chosen.items(), key=_order)
    ]
    known = [(*row, registry.family(row.source), 0, 0) for row in rows]
    return Data(
        dataset.edition, dataset.as_of, _frame(pd.DataFrame(shown, columns=COLUMNS)),
        _frame(pd.DataFrame(known, columns=COLUMNS)), dataset.citations, dataset.problems, folder, dataset.unreviewed,
    )  # fmt: skip


def _order(item: tuple) -> tuple:
    return item[0]


def _frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with float values; the exact digits stay in the processed files."""
    for name in ("value", "rounding"):
        frame[name] = frame[name].astype(float)
    for name in ("months", "disagree", "others"):
        frame[name] = frame[name].astype(int)
    return frame


def pick(
    data: Data,
    series: str | Iterable[str],
    *,
    reporter: str | Iterable[str] | None = None,
    partner: str | Iterable[str] | None = None,
    family: str | Iterable[str] | None = None,
    months: int | Iterable[int] | None = 12,
    first: str = "",
    last: str = "",
    whole_years: bool = False,
) -> pd.DataFrame:
    """Return the shown rows that fit, sorted by line and period; `first` and `last` are years or months, inclusive.

    With `whole_years` only calendar years: a twelve-month span from April is no year.
    """
    frame = data.shown
    fits = frame["series"].isin(_many(series))
    for column, wanted in (("reporter", reporter), ("partner", partner), ("family", family), ("months", months)):
        if wanted is not None:
            fits &= frame[column].isin(_many(wanted))
    if first:
        fits &= frame["period"].str[: len(first)] >= first
    if last:
        fits &= frame["period"].str[: len(last)] <= last
    if whole_years:
        fits &= frame["period"].str.len() == 4
    return frame[fits].sort_values(["series", "reporter", "partner", "family", "period", "months"], ignore_index=True)


def _many(wanted: object) -> list:
    return [wanted] if isinstance(wanted, (str, int)) else list(wanted)  # type: ignore[call-overload]


def line(
    data: Data,
    series: str,
    reporter: str,
    partner: str,
    *,
    families: Iterable[str],
    first: str = "",
    last: str = "",
) -> pd.DataFrame:
    """Return one annual line, each year once, with as few joints between source families as can be.

    `families` are tried in order of preference: the first one keeps the newest unbroken run of years, the next ones fill
    what lies before, and single years left open. Column `joint` is True where a year comes from another family or, for
    the EU, another composition than the year before.
    """
    import pandas as pd

    rows = pick(
        data, series, reporter=reporter, partner=partner, family=families, first=first, last=last, whole_years=True
    )
    by_family = {name: set(rows.loc[rows["family"] == name, "period"]) for name in families}
    chosen: dict[str, str] = {}
    for year in sorted(set(rows["period"]), reverse=True):
        later = chosen.get(str(int(year) + 1))
        order = [*([later] if later else []), *by_family]  # stay with the family of the year after
        chosen[year] = next(name for name in order if year in by_family[name])
    keep = [chosen.get(period) == name for period, name in zip(rows["period"], rows["family"], strict=True)]
    out: pd.DataFrame = rows[pd.Series(keep, index=rows.index, dtype=bool)].sort_values("period", ignore_index=True)
    out["joint"] = (out["family"] != out["family"].shift()) & (out.index > 0)
    return out


def years(table: pd.DataFrame) -> str:
    """Return the span of years a table covers: "2010–2025" or "2022"."""
    first, last = table["period"].min()[:4], table["period"].max()[:4]
    return first if first == last else f"{first}–{last}"


def rolling_year(months: pd.DataFrame) -> pd.DataFrame:
    """Return 12-month sums, one row per last month, from months that cover twelve in a row without a gap.

    Input: rows of one line with `period` and `months` (1 or 2). A gap gives no sum, never a smaller one.
    """
    import pandas as pd

    from etl.rows import month_after

    rows = months.sort_values("period").to_dict("records")
    out = []
    for end in range(len(rows)):
        parts: list[dict] = []
        covered, start = 0, end
        while start >= 0 and covered < 12:
            part = rows[start]
            if parts and month_after(part["period"], part["months"]) != parts[-1]["period"]:
                break
            parts.append(part)
            covered += part["months"]
            start -= 1
        if covered == 12:
            newest = rows[end]
            total = {**newest, "value": sum(p["value"] for p in parts), "rounding": sum(p["rounding"] for p in parts)}
            total |= {
                "period": parts[-1]["period"], "months": 12, "status": "derived",
                "vintage": max(p["vintage"] for p in parts),
                "citation": "rolling(" + " ".join(p["citation"] for p in reversed(parts)) + ")",
            }  # fmt: skip
            out.append(total)
    return pd.DataFrame(out, columns=months.columns)


def scaled(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with `shown`: the value in the series' display unit (bn, Mt …), by its line in series.csv."""
    scale = {series: float(registry.get("series", series)["scale"]) for series in set(table["series"])}
    return table.assign(shown=table["value"] / table["series"].map(scale).astype(float))


def lines(
    data: Data, series: str, reporter: str, partners: Iterable[str], *, families: Iterable[str], first: str, last: str
) -> pd.DataFrame:
    """Return annual lines of several partners that change source family in the same year wherever they can.

    Going back from `last`, the preferred family is kept while every partner has it; then the next family takes over. A
    partner without the year's family takes any that it has; without one, its year is a gap (no row). Column `joint` marks
    the first year after a change of family.
    """
    import pandas as pd

    partners, families = list(partners), list(families)
    rows = pick(
        data, series, reporter=reporter, partner=partners, family=families, first=first, last=last, whole_years=True
    )
    has = {(p, y): set(group["family"]) for (p, y), group in rows.groupby(["partner", "period"])}
    newest = {p: max((y for q, y in has if q == p), default="") for p in partners}
    chosen: dict[tuple[str, str], str] = {}
    at = 0
    for year in sorted({y for _, y in has}, reverse=True):
        due = [p for p in partners if newest[p] and year <= newest[p]]
        while at + 1 < len(families) and not all(families[at] in has.get((p, year), ()) for p in due):
            if not any(
                families[later] in has.get((p, year), ()) for later in range(at + 1, len(families)) for p in due
            ):
                break
            at += 1
        order = [*families[at:], *families[:at]]
        for p in partners:
            chosen[p, year] = next((f for f in order if f in has.get((p, year), ())), "")
    keep = [chosen.get((p, y)) == f for p, y, f in zip(rows["partner"], rows["period"], rows["family"], strict=True)]
    kept = rows[pd.Series(keep, index=rows.index, dtype=bool)]
    out: pd.DataFrame = kept.sort_values(["partner", "period"], ignore_index=True)
    before = out.groupby("partner")["family"].shift()
    out["joint"] = before.notna() & (before != out["family"])
    return out


def cumulative_year(data: Data, series: str, reporter: str, partner: str, family: str) -> pd.DataFrame:
    """Return rolling 12-month sums: the year before, less its months to date, plus this year's months to date.

    One row for each month with a published cumulative figure in both years, and one for each whole year. Period and
    months give the twelve months covered; status derived but for whole years. No month is guessed.
    """
    import pandas as pd

    from etl.rows import month_after

    rows = pick(data, series, reporter=reporter, partner=partner, family=family, months=range(1, 13))
    whole = {r["period"]: r for r in rows[(rows["months"] == 12) & (rows["period"].str.len() == 4)].to_dict("records")}
    to_date = {
        (r["period"][:4], r["months"]): r
        for r in rows[rows["period"].str.endswith("-01")].to_dict("records")
        if r["months"] < 12
    }
    out = [{**row, "period": f"{year}-01"} for year, row in whole.items()]
    for (year, months), now in to_date.items():
        before = str(int(year) - 1)
        full, then = whole.get(before), to_date.get((before, months))
        if full is None or then is None:
            continue
        parts = (full, then, now)
        out.append(
            {
                **now,
                "value": full["value"] - then["value"] + now["value"],
                "months": 12,
                "status": "derived",
                "period": month_after(f"{before}-01", months),
                "rounding": sum(p["rounding"] for p in parts),
                "vintage": max(p["vintage"] for p in parts),
                "citation": "rolling(" + " ".join(p["citation"] for p in parts) + ")",
            }
        )
    return pd.DataFrame(out, columns=rows.columns).sort_values("period", ignore_index=True)


def computed(
    parts: Iterable[Mapping], rule: str, series: str, value: float, rounding: float, **changed: object
) -> dict:
    """Return a row computed for showing (a ratio, an index, a change): as new as its newest part, citing all of them."""
    parts = list(parts)
    return {
        **parts[0], "series": series, "value": value, "rounding": rounding, "status": "derived",
        "vintage": max(p["vintage"] for p in parts),
        "citation": f"{rule}(" + " ".join(dict.fromkeys(p["citation"] for p in parts)) + ")", **changed,
    }  # fmt: skip


def quotient(part: Mapping, whole: Mapping, scale: float = 1) -> tuple[float, float]:
    """Return part ÷ whole × scale, and half the width of what both roundings allow."""
    value = part["value"] / whole["value"] * scale
    edges = [
        (part["value"] + a * part["rounding"]) / (whole["value"] + b * whole["rounding"]) * scale
        for a in (-1, 1)
        for b in (-1, 1)
    ]
    return value, (max(edges) - min(edges)) / 2
