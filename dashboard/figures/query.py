"""Choosing from the rows: load once, pick, sum and scale for showing. What changes a number's meaning is `etl.build.transform`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.figures import triple_index
from etl.build import build, vintages
from etl.tables import registry
from etl.tables.rows import FIELDS, Citation

if TYPE_CHECKING:
    import pandas as pd


COLUMNS = (*FIELDS, "family", "disagree", "others")
ORDER = ["series", "reporter", "partner", "family", "period", "months"]


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
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)  # see dashboard.figures.memo

    @property
    def left_out(self) -> bool:
        """Whether a file of the edition could not be read, so that its figures are missing."""
        return any(problem.endswith(build.LEFT_OUT) for problem in self.problems)

    @cached_property
    def by_series(self) -> Mapping[str, Series]:
        """The shown rows of each series: made once, as a page picks hundreds of times."""
        ordered = self.shown.sort_values(ORDER)
        return {str(name): Series(rows) for name, rows in ordered.groupby("series", sort=False)}

    @cached_property
    def triples(self) -> Mapping[triple_index.Place, Mapping[str, triple_index.Triple]]:
        """Exports, imports and total of each place and family: made once, as every page chooses among them."""
        none = Series(self.shown.iloc[:0])
        return triple_index.index(lambda series: self.by_series.get(series, none).records)


@dataclass(frozen=True)
class Series:
    """The shown rows of one series, sorted by line and period."""

    rows: pd.DataFrame

    @cached_property
    def keys(self) -> list[tuple[Any, ...]]:
        """(reporter, partner, family, period, months) of each row: plain tuples are compared faster than small frames."""
        return list(zip(*(self.rows[column] for column in ORDER[1:]), strict=True))

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """Each row as a dictionary."""
        return [{str(name): value for name, value in row.items()} for row in self.rows.to_dict("records")]


@lru_cache(maxsize=24)
def load(folder: Path, edition: str, as_of: str | None = None) -> Data:
    """Return the figures of one edition as known on a day. Cached: an edition and a day never change.

    Raises etl.store.StoreError in words when nothing can be read.
    """
    return from_dataset(build.load(folder, edition, as_of), folder)


def from_dataset(dataset: build.Dataset, folder: Path | None = None) -> Data:
    """Return a dataset as frames."""
    import pandas as pd

    rows = dataset.rows
    chosen = vintages.choose(rows)
    shown = [
        (*one.row, family, len(one.disagree), len(one.others))
        for (_, family), one in sorted(chosen.items(), key=lambda item: item[0])
    ]
    known = [(*row, registry.family(row.source), 0, 0) for row in rows]
    return Data(
        dataset.edition, dataset.as_of, _frame(pd.DataFrame(shown, columns=COLUMNS)),
        _frame(pd.DataFrame(known, columns=COLUMNS)), dataset.citations, dataset.problems, folder, dataset.unreviewed,
    )  # fmt: skip


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
    import pandas as pd

    found = _found(data, series, (reporter, partner, family, months), first, last, whole_years)
    parts = [one.rows.iloc[at] for one, at in found]
    frame = pd.concat(parts) if len(parts) > 1 else parts[0] if parts else data.shown.iloc[:0]
    return frame.reset_index(drop=True)


def year_rows(
    data: Data, series: str, reporter: str, partner: str, *, families: Iterable[str], year: str
) -> dict[str, dict[str, Any]]:
    """Return the shown rows of one calendar year by family, each a dictionary: `pick` for those who want one figure."""
    found = _found(data, series, (reporter, partner, families, 12), year, year, whole_years=True)
    return {one.records[at]["family"]: dict(one.records[at]) for one, places in found for at in places}


def _found(
    data: Data, series: str | Iterable[str], columns: Iterable[Any], first: str, last: str, whole_years: bool
) -> list[tuple[Series, list[int]]]:
    """Return each wanted series with the positions of its rows that fit; `columns` as in `_fits`."""
    wanted = [None if one is None else frozenset(_many(one)) for one in columns]
    return [
        (one, [at for at, key in enumerate(one.keys) if _fits(key, wanted, first, last, whole_years)])
        for one in (data.by_series[name] for name in sorted(set(_many(series)) & set(data.by_series)))
    ]


def _fits(key: tuple[Any, ...], wanted: list[frozenset[Any] | None], first: str, last: str, whole_years: bool) -> bool:
    """Return whether a row's (reporter, partner, family, period, months) is among what is wanted of reporter, partner, family, months."""
    period = key[3]
    if (first and period[: len(first)] < first) or (last and period[: len(last)] > last):
        return False
    if whole_years and len(period) != 4:
        return False
    return all(some is None or part in some for part, some in zip((*key[:3], key[4]), wanted, strict=True))


def _many(wanted: object) -> list[Any]:
    return [wanted] if isinstance(wanted, (str, int)) else list(wanted)  # type: ignore[call-overload]


def years(table: pd.DataFrame) -> str:
    """Return the span of years a table covers: "2010–2025" or "2022"."""
    first, last = table["period"].min()[:4], table["period"].max()[:4]
    return first if first == last else f"{first}–{last}"


def newest_day(vintages: pd.Series) -> str:
    """Return the newest day of publication, or bound of one, or ""."""
    return str(vintages.max()) if len(vintages) else ""


def scale_for_display(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with `shown`: the value in the series' display unit (bn, Mt …), by its line in series.csv."""
    scale = {series: float(registry.get("series", series)["scale"]) for series in set(table["series"])}
    return table.assign(shown=table["value"] / table["series"].map(scale).astype(float))


def computed_row(
    parts: Iterable[Mapping[str, Any]], rule: str, series: str, value: float, rounding: float, **changed: object
) -> dict[str, Any]:
    """Return a row computed for showing (a ratio, an index, a change): as new as its newest part, citing all of them."""
    parts = list(parts)
    return {
        **parts[0], "series": series, "value": value, "rounding": rounding, "status": "derived",
        "vintage": max(p["vintage"] for p in parts),
        "citation": f"{rule}(" + " ".join(dict.fromkeys(p["citation"] for p in parts)) + ")", **changed,
    }  # fmt: skip


def quotient(part: Mapping[str, Any], whole: Mapping[str, Any], scale: float = 1) -> tuple[float, float]:
    """Return part ÷ whole × scale, and half the width of what both roundings allow."""
    value = part["value"] / whole["value"] * scale
    edges = [
        (part["value"] + a * part["rounding"]) / (whole["value"] + b * whole["rounding"]) * scale
        for a in (-1, 1)
        for b in (-1, 1)
    ]
    return value, (max(edges) - min(edges)) / 2
