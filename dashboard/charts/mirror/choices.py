"""What the charts of both sides share: their picks, the colour of each office, and the rail of compilations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.exhibits.picks import FIRST_2010, LAST, Pick
from dashboard.exhibits.plot import Point, x_at
from dashboard.exhibits.remarks import Span
from dashboard.figures.mirror import PAIRS
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

COMPILED = {
    "imf": "IMF",
    "comtrade": "UN Comtrade",
    "gacc": "China Customs",
    "fcs": "Russian customs",
    "census": "US Census",
    "eurostat": "Eurostat",
}
COLOURS = {"CHN": "china_reported", "RUS": "russia_reported", "EU27": "EU27", "USA": "USA"}

PAIR = Pick("pair", "China and", tuple((place, place_name(place, short=True)) for place in PAIRS), "RUS")
FLOW = Pick("flow", "Flow", (("import", "To China"), ("export", "From China")), "import")
YEARS = (FIRST_2010, LAST)


def rail(rows: pd.DataFrame) -> tuple[Span, ...]:
    """Return the source rail: one span for each stretch of years whose figures come from the same compilations."""
    spans: list[Span] = []
    for period, families in rows.groupby("period")["family"]:
        x, name = (
            x_at(str(period)),
            " and ".join(dict.fromkeys(COMPILED.get(family, family) for family in sorted(set(families)))),
        )
        if spans and spans[-1].words == name:
            spans[-1] = Span(spans[-1].first, x, name)
        else:
            spans.append(Span(x, x, name))
    return tuple(spans) if len(spans) > 1 else ()


def points(rows: pd.DataFrame, *, tear: bool = True) -> tuple[tuple[Point, ...], tuple[float, ...]]:
    """Return the points of one side, a gap for every year without a row, and the x at which its line is torn.

    A balance is never torn (`tear`): one per cent of what may be nothing says nothing.
    """
    out: list[Point] = []
    for row in rows.sort_values("period").itertuples():
        since = int(out[-1].label) + 1 if out else int(row.period)
        out += [Point(year + 0.5, None, str(year)) for year in range(since, int(row.period))]
        joint = row.joint_words if row.joint is True and not (tear and row.torn) else ""
        out.append(
            Point(x_at(row.period), float(row.shown), row.period, row=int(row.Index), joint=joint, said=row.said)
        )
    torn = rows.loc[rows["torn"].eq(True), "period"] if tear else ()
    return tuple(out), tuple(x_at(period) - 0.5 for period in torn)
