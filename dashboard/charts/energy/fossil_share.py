"""What part of China's imports from Russia each fuel makes up, by year or month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts import yearly
from dashboard.charts.energy import fuels as energy
from dashboard.charts.energy import goods
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Line, Panel, Plot, Scale
from dashboard.figures import triples, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

PICKS = (
    Pick("frequency", "Frequency", (("A", "Annual"), ("M", "Monthly")), "A"),
    replace(FIRST, default="2021", kind="month"),
    replace(LAST, kind="month"),
    replace(EVENTS, default="none"),
)
ALL = "fuels"  # the four together
LEVEL = "level"  # dollars behind the shares, not drawn


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a fuel, and the four together, and year or month: its share of all goods, per cent.

    The dollars behind the shares are rows of their own, `part` "level".
    """
    months = [month for month in goods.stack(data, picks) if month.total is not None]
    groups: list[tuple[energy.Span, list[energy.Month]]] = [(month.span, [month]) for month in months]
    if picks["frequency"] == "A":
        groups = [((year, 12), covered) for year, covered in energy.years(months).items()]
    rows = [row for span, covered in groups for row in shares(data, span, covered)]
    table = energy.frame(energy.enough(rows, picks))
    return table.assign(said="; ".join(goods.mismatch_words(data, months)) if picks["frequency"] == "A" else "")


def shares(data: Data, span: energy.Span, months: list[energy.Month]) -> list[energy.Record]:
    """Return the shares of each fuel and of all four over some months or a year, after the dollars that they are made of."""
    place = {"period": span[0], "months": span[1]}
    whole_goods = goods.goods_of_span(data, months, span)
    out = [{**whole_goods, "part": LEVEL}]
    for part in (ALL, *energy.FUELS):
        fuels = energy.FUELS if part == ALL else (part,)
        name = "fossil_fuels" if part == ALL else part
        whole = energy.sum_row(
            [month.fuels[fuel] for month in months for fuel in fuels], "sum", f"{name}_imports_usd", **place
        )
        out += [
            {**whole, "part": LEVEL},
            {**energy.share_row(whole, whole_goods, f"{name}_imports_goods_share_pct"), "part": part},
        ]
    return out


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the largest fuel's share in the newest period; "" where no fuel leads."""
    newest = table[table["period"] == table["period"].max()]
    fuels = newest[newest["part"].isin(energy.FUELS)].sort_values("shown", ascending=False)
    first, second = (float(value) for value in fuels["shown"].iloc[:2])
    if words.percent(first, 0) == words.percent(second, 0):
        return ""
    name = energy.NAMES[str(fuels["part"].iloc[0])].replace("Crude oil", "Crude")
    when = words.period(str(newest["period"].iloc[0]), int(newest["months"].iloc[0]))
    alone = " alone" if picks["frequency"] == "A" else ""
    return f"{name}{alone} made up {words.percent(first, 0)} of China’s imports from Russia in {when}"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, basis, who counted and period."""
    when = (
        energy.stretch(table)
        if picks["frequency"] == "M"
        else f"whole years {table['period'].min()}–{table['period'].max()}"
    )
    return (
        f"Fuels as a share of China’s goods imports from Russia, % of value in US$ (CIF), as China reports it, {when}"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the formula, the definition of the fuels, and what they leave out."""
    codes = ", ".join(energy.HS[fuel] for fuel in energy.FUELS)
    rule = "Jan–Feb is one point" if picks["frequency"] == "M" else "a year needs all twelve months"
    return energy.sentences(
        f"fuel ÷ all goods ({_office(table)}), HS {codes}; {rule}",
        *sorted(set(table["said"]) - {""}),
        "Oil products and electricity are not among the fuels",
        "No monthly value of oil products is at hand",
    )


def _office(table: pd.DataFrame) -> str:
    """Return who published the totals that the shares rest on."""
    levels = table[(table["part"] == LEVEL) & (table["series"] == "goods_imports_usd")]
    return words.listed(triples.NAMES.get(family, family) for family in dict.fromkeys(levels["family"]))


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return one line a fuel and one for the four together, from zero."""
    monthly = picks["frequency"] == "M"
    spans = energy.spans(table)
    lines = []
    for part in (*reversed(energy.FUELS), ALL):
        rows = table[table["part"] == part]
        points = energy.points(rows, spans) if monthly else yearly.points(rows)
        name = "Crude, coal and gas" if part == ALL else energy.NAMES[part]
        end = words.percent(float(rows.sort_values("period")["shown"].iloc[-1]), 0)
        lines.append(
            Line(name, "ink" if part == ALL else part, points, role="accent" if part == ALL else "named", end=end)
        )
    return Plot((Panel(tuple(lines), Scale(unit="%", decimals=1)),), axis="month" if monthly else "year")


def nothing(data: Data, picks: Picks) -> str:
    """Return why there is nothing to draw and what to do."""
    span = "whole year" if picks["frequency"] == "A" else "month"
    return (
        f"No {span} with all four fuels and all goods{absence.as_known(data)}: "
        f"customs’ tables by fuel and month came out later or do not cover it. {absence.cure(data)}"
    )
