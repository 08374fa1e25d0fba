"""The same goods counted twice: what the exporter's and the importer's customs say, and the gap between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.mirror import choices
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, Picks
from dashboard.exhibits.plot import Area, Line, Panel, Plot, Point, Scale, x_at
from dashboard.figures import mirror, query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

PICKS = (choices.FLOW, choices.PAIR, *choices.YEARS, EVENTS)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a year and counting office (`side`), US dollars."""
    rows = mirror.sides(data, picks["pair"], picks["flow"], first=picks["first"], last=picks["last"])
    if rows["side"].nunique() < 2:
        return rows.iloc[:0]  # one office alone is no comparison
    return query.scale_for_display(rows)


def nothing(data: Data, picks: Picks) -> str:
    """Return which side is missing and what to choose."""
    known = absence.known(data)
    return (
        f"No figures{known} of both China’s customs and {mirror.NAMES[picks['pair']]}’s from {picks['first']}. "
        f"Choose an earlier start, another pair{' or a later day' if known else ''}."
    )


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the gap in the newest year that both counted; "" when there is none or it rounds to nothing."""
    pair, flow = picks["pair"], picks["flow"]
    both = mirror.paired_years(table, pair)
    if not both:
        return ""
    year, china, other = both[-1]
    gap = china["shown"] - other["shown"]
    if not round(gap, 1):
        return ""
    more = "more" if gap > 0 else "less"
    verb, name = ("imports from", "exports") if flow == "import" else ("exports to", "imports")
    owner = {"RUS": "Russia’s", "EU27": "EU", "USA": "US"}[pair]
    partner = mirror.NAMES[pair]
    return f"China’s {verb} {partner} are {words.money(abs(gap))} {more} than {owner} {name} ({year})"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return the flow, both measures, unit and years."""
    partner = mirror.NAMES[picks["pair"]]
    if picks["flow"] == "import":
        said = f"Goods from {partner} to China: China’s imports (CIF) and {partner}’s exports (FOB)"
    else:
        said = f"Goods from China to {partner}: China’s exports (FOB) and {partner}’s imports (CIF)"
    return f"{said}, US$ bn a year, current prices, {query.years(table)}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the valuation, the choice of compilation, and where an office stops."""
    said = "CIF includes freight and insurance, FOB does not; the two sides are never averaged"
    last = {side: str(rows["period"].max()) for side, rows in table.groupby("side")}
    pair = picks["pair"]
    if last[pair] < last["CHN"]:
        said += f"; {mirror.NAMES[pair]} has no dollar figure here after {last[pair]}"
    return f"{said}. China’s count as on the trade page; the partner’s as its own office reports it."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return two lines from zero, the partner's dashed, with the gap between them filled."""
    pair = picks["pair"]
    lines = [_line(table[table["side"] == side], side, picks) for side in ("CHN", pair)]
    both = mirror.paired_years(table, pair)
    area = Area(
        tuple(Point(x_at(year), china["shown"]) for year, china, _ in both),
        tuple(Point(x_at(year), other["shown"]) for year, _, other in both),
    )
    return Plot((Panel((area, *lines), Scale("$", "bn", 1)),), axis="year", rail=choices.rail(table))


def _line(rows: pd.DataFrame, side: str, picks: Picks) -> Line:
    points, breaks = choices.points(rows)
    flow = {"import": "imports", "export": "exports"}[picks["flow"]]
    own = flow if side == "CHN" else {"imports": "exports", "exports": "imports"}[flow]
    name = {"CHN": f"China’s {own}", "RUS": f"Russia’s {own}", "EU27": f"EU {own}", "USA": f"US {own}"}[side]
    end = words.money(float(rows.sort_values("period")["shown"].iloc[-1]))
    colour = "ink" if side == "CHN" and picks["pair"] == "EU27" else choices.COLOURS[side]
    return Line(name, colour, points, dashed=side != "CHN", breaks=breaks, end_value=end)
