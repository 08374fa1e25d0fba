"""What charts of whole years share: the points of one series, open at a year without a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dashboard.exhibits.plot import Point

if TYPE_CHECKING:
    import pandas as pd


def points(part: pd.DataFrame, texts: Mapping[str, str] | None = None) -> tuple[Point, ...]:
    """Return the points of one yearly series, a gap for a year without a row; `texts` are printed at their years."""
    by_year = {row.period: row for row in part.itertuples()}
    out = []
    for year in range(int(min(by_year)), int(max(by_year)) + 1) if by_year else ():
        row = by_year.get(str(year))
        value = None if row is None else float(row.shown)
        text = (texts or {}).get(str(year), "") if row is not None else ""
        out.append(Point(year + 0.5, value, str(year), row=None if row is None else int(row.Index), text=text))
    return tuple(out)
