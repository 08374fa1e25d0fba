"""China–Russia goods trade as rolling twelve-month sums, counted by China: one line, its peak, its revisions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboard.charts.energy import fuels as energy
from dashboard.exhibits.picks import CURRENCY, EVENTS, FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Area, Line, Panel, Plot, Point, Scale
from dashboard.exhibits.remarks import Note
from dashboard.figures import query, rolling, triples, words
from dashboard.figures.query import Data
from etl.tables.rows import month_after

if TYPE_CHECKING:
    import pandas as pd

FLOWS = {"total": "total", "export": "exports", "import": "imports"}
NOUNS = {"total": "trade with Russia", "export": "exports to Russia", "import": "imports from Russia"}
SHORT = {"total": "trade", "export": "exports to Russia", "import": "imports from Russia"}
KEY = ["series", "reporter", "partner", "period", "months"]

PICKS = (
    Pick(
        "flow",
        "Flow",
        (("total", "Exports + imports"), ("export", "China's exports"), ("import", "China's imports")),
        "total",
    ),
    CURRENCY,
    replace(FIRST, default="2016", kind="month"),
    replace(LAST, kind="month"),
    EVENTS,
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a twelve-month sum in the currency picked, as customs publishes it; `first_value` is the same sum of the figures as first published."""
    series = f"goods_{FLOWS[picks['flow']]}_{picks['currency']}"
    span = {"first": picks["first"], "last": picks["last"]}
    rows = rolling.sums(data, series, "CHN", "RUS", **span)
    if not energy.enough(energy.records(rows), picks):
        return energy.frame([])
    first = rolling.sums(replace(data, shown=_first_published(data)), series, "CHN", "RUS", **span).set_index("period")
    was = {f"first_{name}": rows["period"].map(first[name]) for name in ("value", "rounding")}
    apart = rolling.said(data, picks["currency"], "RUS", rows["end"])
    return query.scale_for_display(rows.assign(said=[apart.get(end, "") for end in rows["end"]], **was))


def _first_published(data: Data) -> pd.DataFrame:
    """Return each of China Customs' figures as it was first printed, the finest of that day."""
    known = data.known
    rows = known[(known["family"] == "gacc") & (known["reporter"] == "CHN") & (known["partner"] == "RUS")]
    return rows.sort_values(["vintage", "rounding"]).drop_duplicates(KEY, ignore_index=True)


def _last_month(period: str) -> str:
    """Return the last month of the twelve that begin in `period`."""
    return month_after(period, 11)


def _money(value: float, picks: Picks, decimals: int = 1) -> str:
    return words.money(float(value), decimals, picks["currency"])


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return how far the newest sum lies from the highest; "" where the line is flat or has one point."""
    noun = SHORT[picks["flow"]]
    newest, peak = table.iloc[-1], table.loc[table["shown"].idxmax()]
    low = table["value"].min()
    if peak["value"] - low <= 2 * table["rounding"].max():
        return ""
    to, verb = words.day(_last_month(newest["period"])), "stands" if picks["flow"] == "total" else "stand"
    if peak["period"] == newest["period"]:
        return f"Twelve months to {to}: {noun} {_money(newest['shown'], picks)}, the most since the series begins"
    below = float(peak["shown"] - newest["shown"])
    if below * 1e9 <= peak["rounding"] + newest["rounding"]:
        return f"Twelve months to {to}: {noun} {verb} level with the {_last_month(peak['period'])[:4]} peak"
    apart = _money(below, picks, 0 if below >= 9.5 else 1)
    return f"Twelve months to {to}: {noun} {verb} {apart} below the {_last_month(peak['period'])[:4]} peak"


def spoken(table: pd.DataFrame, picks: Picks) -> pd.DataFrame:
    """Return the rows that the headline speaks of: the newest sum, though it may name the year of the peak."""
    return table.tail(1)


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, price basis, who counted and the span of the sums' last months."""
    first, last = (words.day(_last_month(table["period"].iloc[n])) for n in (0, -1))
    return (
        f"China’s goods {NOUNS[picks['flow']]}, rolling 12-month sums {first}–{last}, "
        f"{words.CURRENCIES[picks['currency']]}, current prices, as China reports it"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return how a sum is made, which points rest on printed growth, and how much was revised."""
    basis = {"total": "exports FOB + imports CIF", "export": "exports FOB", "import": "imports CIF"}[picks["flow"]]
    parts = ["12 months = year before − its months to date + this year’s"]
    if stops := rolling.gaps(table["end"]):
        parts.append(f"{stops} gap{'s' if stops > 1 else ''} of months that no source here prints")
    if table["citation"].str.contains("implied_base").any():
        parts.append("Hollow: earlier months follow from customs’ printed growth")
    parts += [basis, *triples.told(table["said"])]
    revised = _revised(table)
    if len(revised):
        most = (
            revised.assign(apart=(revised["value"] - revised["first_value"]).abs() / 1e9).sort_values("apart").iloc[-1]
        )
        when = words.day(_last_month(most["period"]))
        parts.append(
            f"Band: as first published and as now known, at most {_money(float(most['apart']), picks)} apart ({when})"
        )
    else:
        parts.append("no sum differs from its first publication by more than rounding")
    return energy.sentences(*parts)


def _revised(table: pd.DataFrame) -> pd.DataFrame:
    """Return the sums that differ from the first published by more than both roundings."""
    apart = (table["value"] - table["first_value"]).abs()
    return table[apart > table["rounding"] + table["first_rounding"]]


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return the line, its peak noted, and the band between first-published and newest figures where they differ."""
    points = _points(table, "shown")
    newest, peak = table.iloc[-1], table.loc[table["shown"].idxmax()]
    name = {"total": "Total", "export": "Exports", "import": "Imports"}[picks["flow"]]
    line = Line(
        name, "RUS", points, role="accent", end=_money(float(newest["shown"]), picks),
        end_value=f"to {words.day(_last_month(newest['period']))}",
    )  # fmt: skip
    notes: tuple[Note, ...] = ()
    if peak["period"] != newest["period"]:
        when = words.day(_last_month(peak["period"]))
        said = f"Peak {_money(float(peak['shown']), picks)}"
        notes = (Note(_x(peak["period"]), float(peak["shown"]), f"{said}, {when}", short=said, leader=False),)
    marks: tuple[Any, ...] = (line,)
    if len(_revised(table)):
        first = table.assign(shown=table["first_value"] / 1e9)
        marks = (Area(points, _points(first, "shown")), line)
    return Plot((Panel(marks, Scale(words.SIGNS[picks["currency"]], "bn"), notes=notes),), axis="month")


def _x(period: str) -> float:
    """Return the end of the twelve months on the time axis: where the sum was complete."""
    year, month = period.split("-")
    return int(year) + 1 + (int(month) - 1) / 12


def _points(table: pd.DataFrame, column: str) -> tuple[Point, ...]:
    """Return one point a sum; where a month lies between two that customs would print there is a gap.

    A base implied by printed growth moves a sum by a tenth of a per cent: only the two points named are ringed.
    """
    marked = {table["period"].iloc[-1], table.loc[table["value"].idxmax(), "period"]}
    out: list[Point] = []
    before = ""
    for row in table.itertuples():
        x, value = _x(row.period), float(getattr(row, column))
        if out and not rolling.follows(row.end, before):
            out.append(Point((x + out[-1].x) / 2, None))
        before = row.end
        hollow = row.period in marked and ("implied_base" in row.citation or row.status in ("provisional", "estimated"))
        label = f"12 months to {words.day(_last_month(row.period))}"
        out.append(Point(x, value if value == value else None, label, hollow=hollow, row=int(row.Index), said=row.said))
    return tuple(out)
