"""China's imports from Russia by month: crude, coal and gas, other goods on top, the fuels' share below (Graph 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts.energy import fossil_share, goods
from dashboard.charts.energy import fuels as energy
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Columns, Line, Panel, Plot, Scale
from dashboard.exhibits.remarks import Figures, Window
from dashboard.figures import triples, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

SHARE = "fossil_fuels_imports_goods_share_pct"
ORDER = (*energy.FUELS, "other", "total", "share", "year")
WINDOW = Window(
    2022.0, 2023.0, "The Leiden report’s window, 2022"
)  # the twelve months that the Leiden report's Graph 3 shows

PICKS = (
    replace(FIRST, default="2021", kind="month"),
    replace(LAST, kind="month"),
    Pick("panel", "Panels", (("share", "Columns and share"), ("none", "Columns only")), "share"),
    replace(EVENTS, default="none"),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a fuel and month in dollars, the other goods, all goods, and the fuels' share of a month and year.

    `part` says which. A month without one of the fuels or without the total has no row.
    """
    months = goods.stack(data, picks)
    out: list[energy.Record] = []
    for month in months if len(months) > 1 else ():
        out += [{**row, "part": fuel} for fuel, row in month.fuels.items()]
        if month.total is not None:
            out += [
                {**month.total, "part": "total"},
                _other(month),
                _share(data, [month], month.span) | {"part": "share"},
            ]
    for year, covered in energy.years(months).items() if out else ():
        if all(month.total is not None for month in covered):
            out.append(_share(data, covered, (year, 12)) | {"part": "year"})
    out.sort(key=lambda row: (row["period"], row["months"], ORDER.index(row["part"])))
    return energy.frame(out, said="; ".join(goods.mismatch_words(data, months)))


def _other(month: energy.Month) -> energy.Record:
    """Return all goods less the four fuels of a month."""
    whole = month.total or {}
    parts = list(month.fuels.values())
    value = whole["value"] - sum(p["value"] for p in parts)
    rounding = whole["rounding"] + sum(p["rounding"] for p in parts)
    return {
        **energy.computed_row(
            (whole, *parts), "remainder", "other_goods_imports_usd", max(value, 0.0), rounding=rounding
        ),
        "part": "other",
    }


def _share(data: Data, months: list[energy.Month], span: energy.Span) -> energy.Record:
    """Return the fuels' share of all goods over some months or a year: the row of `fossil_share`."""
    return next(row for row in fossil_share.shares(data, span, months) if row.get("part") == fossil_share.ALL)


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the fuels' share of the newest whole year, or their value without a total; "" without a whole year."""
    years = table[table["part"] == "year"]
    if len(years):
        newest = years.iloc[-1]
        share = words.percent(float(newest["shown"]), 0)
        return f"Crude, coal and gas made up {share} of China’s imports from Russia in {newest['period']}"
    fuels = table[table["part"].isin(energy.FUELS)]
    by_year = fuels.groupby(fuels["period"].str[:4]).agg(value=("shown", "sum"), months=("months", "sum"))
    whole = by_year[by_year["months"] == 12 * len(energy.FUELS)]
    if whole.empty:
        return ""
    value = words.money(float(whole["value"].iloc[-1]))
    return f"China bought {value} of Russian crude, coal and gas in {whole.index[-1]}"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, price basis, who counted and the months covered."""
    return (
        "Value of China’s goods imports from Russia by month, US$ bn at current prices, CIF, "
        f"as China reports it, {energy.stretch(table)}"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return what is divided by what, how January–February is drawn, what sits in other goods, and the gaps."""
    codes = ", ".join(energy.HS[fuel] for fuel in energy.FUELS)
    whole = (table["part"] == "total").any()
    return energy.sentences(
        f"fuels (HS {codes}) ÷ all goods" if whole else f"fuels HS {codes}; no monthly total is known",
        "Jan–Feb: monthly mean of both, published later",
        f"Oil products and electricity {'sit in other goods' if whole else 'are not among them'}",
        *_gaps(table),
        *(sorted(set(table["said"]) - {""}) if (table["part"] == "year").any() else []),
        f"All goods by month: {_office(table)}, China as reporter" if whole else "",
    )


def _office(table: pd.DataFrame) -> str:
    """Return who published the months of all goods."""
    return words.listed(triples.NAMES.get(f, f) for f in dict.fromkeys(table.loc[table["part"] == "total", "family"]))


def _gaps(table: pd.DataFrame) -> list[str]:
    """Return the months left open because a part or the total is missing."""
    have = set(zip(table["period"], table["months"], strict=True))
    gone = [words.period(*span) for span in energy.spans(table) if span not in have]
    return [f"left open, figures incomplete: {words.listed(gone)}"] if gone else []


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return the stack up to the monthly total and, below it, the fuels' share from 0 to 100%."""
    spans = energy.spans(table)
    marks = [
        Columns(
            energy.NAMES[part],
            part,
            energy.points(table[table["part"] == part], spans, mean=True),
            remainder=part == "other",
        )
        for part in (*energy.FUELS, "other")
        if (table["part"] == part).any()
    ]
    top = marks[-1]
    pairs = [
        n
        for n, (point, span) in enumerate(zip(top.points, spans, strict=True))
        if span[1] == 2 and point.value is not None
    ]
    if pairs:
        named = tuple(replace(point, text="Jan–Feb") if n == pairs[0] else point for n, point in enumerate(top.points))
        marks[-1] = replace(top, points=named)
    years = {period[:4] for period, _ in spans}
    windows = (WINDOW,) if "2022" in years and len(years) > 1 else ()
    panels = [Panel(tuple(marks), Scale("$", "bn"), height=0.72)]
    if picks["panel"] == "share" and (table["part"] == "share").any():
        panels.append(_share_panel(table, spans))
    return Plot(tuple(panels), axis="month", windows=windows)


def _share_panel(table: pd.DataFrame, spans: list[energy.Span]) -> Panel:
    """Return the aligned panel: the monthly share as a line, each whole year's share printed."""
    line = Line("Monthly share", "crude", energy.points(table[table["part"] == "share"], spans))
    years = table[table["part"] == "year"]
    texts = tuple((int(row.period) + 0.5, words.percent(float(row.shown), 0)) for row in years.itertuples())
    figures = (Figures("Whole year", texts, bold=len(texts) - 1),) if texts else ()
    return Panel((line, *figures), Scale(unit="%", decimals=0, top=100), height=0.28)


def nothing(data: Data, picks: Picks) -> str:
    """Return why there is nothing to draw and what to do."""
    chosen = "–".join(filter(None, dict.fromkeys((picks["first"], picks["last"]))))
    return (
        f"No month with all four fuels{f' in {chosen}' if picks['last'] else f' from {chosen}'}{absence.as_known(data)}: "
        f"customs’ tables by fuel and month came out later or do not cover it. {absence.cure(data)}"
    )
