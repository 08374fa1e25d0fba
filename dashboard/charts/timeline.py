"""What the charts of dated events share: rows for the table from hand-kept lines, and where a date stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dashboard.figures.query import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

EXTRA = ("shown", "lane", "label", "state", "cited")


def frame(records: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return a chart table of hand-kept records: the row's columns, then lane, label, state and where it is cited."""
    import pandas as pd

    empty = dict.fromkeys(COLUMNS, "") | {"months": 12, "value": 1.0, "rounding": 0.0, "disagree": 0, "others": 0}
    rows = [{**empty, **record} for record in records]
    for row in rows:
        row["shown"] = row["value"]
    return pd.DataFrame(rows, columns=[*COLUMNS, *EXTRA])


def position(date: str) -> float:
    """Return where a date stands on the axis at its own precision: a year on its middle, a month on its middle."""
    year, *rest = (int(part) for part in date.split("-"))
    if not rest:
        return year + 0.5
    day = (rest[1] - 0.5) / 31 if len(rest) > 1 else 0.5
    return year + (rest[0] - 1 + day) / 12


def published(cited: Iterable[str]) -> str:
    """Return a source line for rows that come from documents, not from a source of figures."""
    return "Source: " + "; ".join(dict.fromkeys(cited)) + "."
