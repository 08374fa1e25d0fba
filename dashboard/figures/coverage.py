"""Who reported what, for which months: counted from the rows held, one stream of figures a line of etl/tables/streams.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etl.tables import registry
from etl.tables.rows import month_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from dashboard.figures.query import Data


def rows(data: Data, stream: Mapping[str, str]) -> pd.DataFrame:
    """Return the published rows known of a stream, sorted by period; derived ones do not count as reported."""
    known = data.known
    fits = known["series"].isin(stream["series"].split(";")) & known["status"].ne("derived")
    fits &= known["family"].isin(stream["family"].split(";"))
    for column in ("reporter", "partner"):
        if stream[column]:
            fits &= known[column].isin(stream[column].split(";"))
    return known[fits].sort_values(["period", "months", "vintage"], ignore_index=True)


def span(period: str, months: int) -> list[str]:
    """Return the months that a period covers: ["2022-01", "2022-02"] for ("2022-01", 2)."""
    first = period if "-" in period else f"{period}-01"
    return [month_after(first, n) for n in range(months)]


def by_year(found: pd.DataFrame) -> dict[str, tuple[int, list[dict[str, Any]]]]:
    """Return for each year the months covered, 1 to 12, and the rows that cover them."""
    covered: dict[str, set[str]] = {}
    used: dict[str, list[dict[str, Any]]] = {}
    for row in found.to_dict("records"):
        for month in span(row["period"], int(row["months"])):
            covered.setdefault(month[:4], set()).add(month)
            if row not in used.setdefault(month[:4], []):
                used[month[:4]].append(row)
    return {year: (len(months), used[year]) for year, months in covered.items()}


def by_month(found: pd.DataFrame) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return for each month "full" where a figure of its own (or of a pair) is held, else "part", and its row."""
    out: dict[str, tuple[str, dict[str, Any]]] = {}
    for row in found.sort_values("months", ascending=False).to_dict("records"):  # short spans last: they say most
        state = "full" if row["months"] <= 2 else "part"
        for month in span(row["period"], int(row["months"])):
            out[month] = (state, row)
    return out


def stopped(stream: Mapping[str, str], data: Data) -> str:
    """Return the year from which the stream is not published any more, as known on the day; "" while it runs."""
    known = data.as_of is None or not stream["stopped"] or stream["stopped"] <= data.as_of[:4]
    return stream["stopped"] if known else ""


def streams(theme: str) -> list[Mapping[str, str]]:
    """Return the streams of a theme in the order of etl/tables/streams.csv."""
    return [line for line in registry.lines("streams") if line["theme"] == theme]
