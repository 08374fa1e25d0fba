"""The lines of `dependence_shares`: solid by the country's own figures, dashed by the other's, over a rail of sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard.exhibits.plot import Line, Point, x_at
from dashboard.exhibits.remarks import Span
from dashboard.figures import words
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd


def rail(drawn: pd.DataFrame) -> tuple[Span, ...]:
    """Return the source rail: to the last year whose figures all come from the IMF, and from then on."""
    imf = drawn.groupby("period")["family"].apply(lambda families: set(families) == {"imf"})
    first, last = str(imf.index.min()), str(imf.index.max())
    until = max((year for year, only in imf.items() if only), default="")
    if not until or until == last or not imf[imf.index <= until].all():
        return ()
    after = str(min(year for year in imf.index if year > until))
    return (Span(x_at(first), x_at(until), "IMF figures"), Span(x_at(after), x_at(last), "Customs offices"))


def known(rows: pd.DataFrame) -> dict[float, float]:
    """Return the shares of one country by their place on the axis."""
    return {x_at(row.period): float(row.shown) for row in rows.itertuples()}


def lines(rows: pd.DataFrame, country: str, name: str) -> list[Line]:
    """Return a country's line: solid by its own figures, dashed by the other's count, open at a gap."""
    rows = rows.sort_values("period")
    own, mirror = rows[rows["kind"] != "mirror"], rows[rows["kind"] == "mirror"]
    role = "accent" if country == "RUS" else "named"
    lines = []
    if len(own):
        last = not len(mirror) or own["period"].max() > mirror["period"].max()
        lines.append(Line(name if last else "", country, _points(own), role, end=_end(own) if last else ""))
    if len(mirror):
        since = str(int(mirror["period"].min()) - 1)  # from the last own figure, so that the dashes join
        joined = rows[rows["period"] >= since]
        lines.append(Line(name, country, _points(joined), role, dashed=True, end=_end(mirror)))
    return lines


def _end(rows: pd.DataFrame) -> str:
    return words.percent(float(rows["shown"].iloc[-1]))


def _points(rows: pd.DataFrame) -> tuple[Point, ...]:
    """Return the points of a line; where its sources change without its being dashed, the new ones stand at the point."""
    out, before = [], ""
    for row in rows.itertuples():
        hollow = row.kind == "mirror" or _mixed(row.citation)
        joint = f"from here {row.basis}, before {before}" if before and row.basis != before and not hollow else ""
        out.append(
            Point(x_at(row.period), float(row.shown), row.period, hollow=hollow, row=int(row.Index), joint=joint)
        )
        before = row.basis
    return tuple(out)


def _mixed(citation: str) -> bool:
    """Return whether a share takes part and whole from two compilations, which its point shows hollow."""
    if not citation.startswith("share("):
        return False
    sources = {part.partition("/")[0] for part in re.findall(r"[^\s()]+#\d+", citation)}
    return len({registry.family(source) for source in sources}) > 1
