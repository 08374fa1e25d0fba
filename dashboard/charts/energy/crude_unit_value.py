"""What China paid for a barrel of Russian crude by customs value, against all suppliers, Saudi Arabia and Brent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts import yearly
from dashboard.charts.energy import fuels as energy
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Columns, Line, Panel, Plot, Scale
from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.build.rules.shares import BARRELS_PER_TONNE

if TYPE_CHECKING:
    import pandas as pd

PRICE = "crude_imports_usd_per_bbl"
NAMES = {"RUS": "Russia", "WLD": "All suppliers", "SAU": "Saudi Arabia", "brent": "Brent"}
GAPS = {  # benchmark: its line, the series of the gap, its words in a headline
    "average": ("WLD", "crude_imports_average_gap_pct", "China’s average"),
    "brent": ("brent", "crude_imports_brent_gap_pct", "Brent"),
    "saudi": ("SAU", "crude_imports_discount_pct", "Saudi crude"),
}

PICKS = (
    Pick(
        "benchmark",
        "Compared with",
        (("average", "All suppliers"), ("brent", "Brent"), ("saudi", "Saudi Arabia")),
        "average",
    ),
    Pick("frequency", "Frequency", (("A", "Annual"), ("M", "Monthly")), "A"),
    replace(FIRST, default="2021"),
    LAST,
    replace(EVENTS, default="none"),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return dollars a barrel of each line, and Russia's gap to the benchmark in per cent; `part` says which.

    By month only Russia and Brent: no other supplier's months are at hand as a series.
    """
    prices = _months(data, picks) if picks["frequency"] == "M" else _years(data, picks)
    russia = prices.get("RUS", {})
    foot = prices.get(GAPS[_benchmark(picks)][0], {})
    out = [
        {**row, "part": part} for part, rows in prices.items() for span, row in sorted(rows.items()) if span in russia
    ]
    for span, row in sorted(russia.items()):
        if span in foot and foot[span]["value"] > 0:
            value, rounding = query.quotient(row, foot[span], 100)
            gap = energy.computed_row(
                (row, foot[span]), "gap", GAPS[_benchmark(picks)][1], value - 100, rounding=rounding
            )
            out.append({**gap, "part": "gap"})
    return energy.frame(energy.enough(out, picks))


def _years(data: Data, picks: Picks) -> dict[str, dict[energy.Span, energy.Record]]:
    """Return whole years by line."""
    first, last = picks["first"], picks["last"]
    rows = energy.annual(data, PRICE, ("RUS", "WLD", "SAU"), picks)
    wanted = ("RUS", "WLD", "SAU") if _benchmark(picks) == "saudi" else ("RUS", "WLD")
    out = {part: {(row["period"], 12): row for row in rows if row["partner"] == part} for part in wanted}
    brent = query.pick(data, "brent_usd_per_bbl", first=first, last=last, whole_years=True)
    return out | {"brent": {(row["period"], 12): row for row in energy.records(brent)}}


def _months(data: Data, picks: Picks) -> dict[str, dict[energy.Span, energy.Record]]:
    """Return Russia's unit value and Brent by month, January and February as one."""
    first, last = picks["first"], picks["last"]
    values, tonnes = (energy.monthly(data, kind, ("crude",), picks)["crude"] for kind in ("usd", "t"))
    barrels = float(BARRELS_PER_TONNE)
    russia = {}
    for span, value in values.items():
        if span in tonnes:
            price, rounding = query.quotient(value, tonnes[span])
            russia[span] = query.computed_row(
                (value, tonnes[span]), "unit_value", PRICE, price / barrels, rounding / barrels
            )
    rows = energy.records(query.pick(data, "brent_usd_per_bbl", months=1, first=first, last=last))
    brent = energy.paired({(row["period"], row["months"]): row for row in rows})
    means = {
        span: row if span[1] == 1 else {**row, "value": row["value"] / 2, "rounding": row["rounding"] / 2}
        for span, row in brent.items()
    }
    return {"RUS": russia, "brent": means}


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return how far a Russian barrel lay from the benchmark in the newest period; "" without both."""
    gaps = table[table["part"] == "gap"]
    if gaps.empty:
        return ""
    newest = gaps.loc[gaps["period"].idxmax()]
    apart = float(newest["shown"])
    when = words.period(str(newest["period"]), int(newest["months"]))
    name = GAPS[_benchmark(picks)][2]
    figure = words.percent(abs(apart), energy.decimals(float(newest["rounding"])))
    if abs(apart) <= max(float(newest["rounding"]), 0.05):
        return f"Russian crude cost China as much as {name} in {when}"
    return f"Russian crude cost China {figure} {'less' if apart < 0 else 'more'} than {name} in {when}"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, price basis, who counted and period."""
    years = f"annual, {table['period'].min()}–{table['period'].max()}"
    when = f"by month, {energy.stretch(table)}" if picks["frequency"] == "M" else years
    return (
        f"Unit value of China’s crude imports (HS 2709), US$ a barrel, CIF, as China reports it; Brent spot FOB; {when}"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the formulas and what a unit value is not."""
    return energy.sentences(
        f"value ÷ volume at {float(BARRELS_PER_TONNE):g} barrels a tonne; bars: Russia ÷ {_foot(picks)} − 1",
        "A unit value averages grades and is not a contract price",
        "Brent has no freight in it" if _benchmark(picks) == "brent" else "",
        "Jan–Feb is one point; no other supplier’s months are at hand, so Brent is the comparison"
        if picks["frequency"] == "M"
        else "",
    )


def idle(picks: Picks) -> tuple[str, ...]:
    """Return the choices that change nothing: panels side by side carry no events, and by month there is only Brent."""
    return ("events", "benchmark") if picks["frequency"] == "M" else ("events",)


def _benchmark(picks: Picks) -> str:
    """Return the benchmark picked; by month there is only Brent."""
    return "brent" if picks["frequency"] == "M" else picks["benchmark"]


def _foot(picks: Picks) -> str:
    """Return the benchmark in words inside a sentence: "all suppliers"."""
    return NAMES[GAPS[_benchmark(picks)][0]].replace("All", "all")


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return the prices as lines and, beside them, Russia's gap as diverging columns."""
    monthly = picks["frequency"] == "M"
    spans = energy.spans(table)
    lines = []
    for part, colour, role in (
        ("brent", "context", "context"),
        ("SAU", "SAU", "named"),
        ("WLD", "ink", "named"),
        ("RUS", "RUS", "accent"),
    ):
        rows = table[table["part"] == part]
        if rows.empty:
            continue
        points = energy.points(rows, spans) if monthly else yearly.points(rows)
        newest = rows.loc[rows["period"].idxmax()]
        end = f"${words.number(float(newest['shown']))}" if newest["period"] == table["period"].max() else ""
        lines.append(Line(NAMES[part], colour, points, role=role, end=end))
    panels = [Panel(tuple(lines), Scale("$", "", 1), title="US$ a barrel")]
    gaps = table[table["part"] == "gap"]
    title = f"Russia against {_foot(picks)}"
    if gaps.empty:
        empty = f"No figure for {_foot(picks)} in these {'months' if monthly else 'years'}."
        panels.append(Panel((), Scale(unit="%"), title=title, empty=empty))
    else:
        texts = {
            row.period: words.percent(float(row.shown), energy.decimals(float(row.rounding)), signed=True)
            for row in gaps.itertuples()
        }
        points = energy.points(gaps, spans) if monthly else yearly.points(gaps, texts)
        panels.append(
            Panel(
                (Columns("Gap", "RUS_tint", points, diverging=True),),
                Scale(unit="%", signed=True),
                title=title,
            )
        )
    return Plot(tuple(panels), axis="month" if monthly else "year", layout="grid", own_scales=True)


def nothing(data: Data, picks: Picks) -> str:
    """Return why there is nothing to draw and what to do."""
    spans = "months" if picks["frequency"] == "M" else "years"
    return (
        f"Fewer than two {spans} with value and volume of Russian crude from {picks['first']}{absence.as_known(data)}. "
        f"{absence.cure(data)}"
    )
