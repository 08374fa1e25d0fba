"""Whether a vintage is a day of publication: no row stands on the day of a copy, none without a day or a bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from etl.tables import registry
from etl.tables.rows import Citation, Row

ANY = "*"  # a copy day of every carrier: the days on which figures were compiled here


def copy_days(carrier: str) -> frozenset[str]:
    """Return the days on which a carrier copied its files, and those of our own compiling, from etl/tables/copies.csv."""
    return frozenset(line["day"] for line in registry.lines("copies") if line["carrier"] in (carrier, ANY))


def classes(rows: Iterable[Row], citations: Mapping[str, Citation]) -> dict[str, list[Row]]:
    """Return the rows of each class of false vintage: `copy_day`, and `no_day` for neither a day nor a bound. Pure."""
    found: dict[str, list[Row]] = {"copy_day": [], "no_day": []}
    for row in rows:
        line = citations.get(row.citation)
        if line is None or not (line.published or line.known_by):
            found["no_day"].append(row)
        elif (line.carrier or not line.published) and row.vintage in copy_days(line.carrier):
            found["copy_day"].append(row)
    return found
