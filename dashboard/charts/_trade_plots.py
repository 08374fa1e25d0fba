"""The drawings of `trade_by_partner`: lines from zero, columns of change, small multiples, diverging balances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import words
from dashboard.picks import Picks
from dashboard.plot import Columns, Line, Panel, Plot, Point, Scale, Span, x_at
from etl.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

SCALES = {
    "absolute": Scale("$", "bn", 1), "log": Scale("$", "bn", 1, zero=False, log=True, note="Logarithmic scale"),
    "index": Scale("", "", 0), "share": Scale("", "%", 1), "ratio": Scale("", "×", 1),
    "increment": Scale("$", "bn", 1, signed=True), "growth": Scale("", "%", 1, signed=True),
    "balance": Scale("$", "bn", 1, signed=True),
}  # fmt: skip
FAMILY_WORDS = {"gacc": "China Customs as published", "imf": "IMF figures", "comtrade": "UN Comtrade"}


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return the drawing of the view picked."""
    view = picks["view"]
    if view in ("increment", "growth", "balance"):
        return _multiples(table, view)
    lines = tuple(_line(table, str(partner), picks) for partner in table["partner"].unique())
    lines = tuple(sorted(lines, key=lambda line: line.role == "accent"))  # Russia last, on top
    yearly = picks["frequency"] == "A"
    return Plot((Panel(lines, SCALES[view]),), axis="year", rail=_rail(table) if yearly else ())


def _points(rows: pd.DataFrame) -> tuple[Point, ...]:
    """Return the points of one line, a gap for every year without a row."""
    out: list[Point] = []
    last = None
    for row in rows.sort_values("period").itertuples():
        x = x_at(row.period, int(row.months))
        if last is not None and row.months == 12 and len(row.period) == 4:
            out += [Point(year + 0.5, None, str(year)) for year in range(last + 1, int(row.period))]
        hollow = row.status in ("provisional", "estimated") or str(row.citation).startswith("implied_base")
        out.append(Point(x, float(row.shown), words.period(row.period, int(row.months)), hollow, row=int(row.Index)))
        last = int(row.period[:4])
    return tuple(out)


def _line(table: pd.DataFrame, partner: str, picks: Picks) -> Line:
    """Return one partner's line with its end words."""
    rows = table[table["partner"] == partner]
    end, value = _end(table, rows, partner, picks)
    return Line(
        place_name(partner, short=True), partner, _points(rows), role="accent" if partner == "RUS" else "named",
        breaks=tuple(x_at(period) - 0.5 for period in rows.loc[rows["joint"].astype(bool), "period"]),
        end=end, end_value=value, dashed=picks["reporter"] == "partner",
    )  # fmt: skip


def _end(table: pd.DataFrame, rows: pd.DataFrame, partner: str, picks: Picks) -> tuple[str, str]:
    """Return the words at a line's end: the multiple of Russia and the value."""
    newest = rows.sort_values("period").iloc[-1]
    value = float(newest["shown"])
    text = {
        "index": words.number(value, 0), "share": words.percent(value), "ratio": words.times(value),
    }.get(picks["view"]) or words.money(value)  # fmt: skip
    if picks["view"] not in ("absolute", "log") or partner == "RUS":
        return "", text
    russia = table[(table["partner"] == "RUS") & (table["period"] == newest["period"])]
    if russia.empty:
        return "", text
    last = table[table["period"] == newest["period"]].sort_values("shown").iloc[-1]["partner"]
    of = " Russia" if last == partner else ""
    return f"{words.times(value / float(russia['shown'].iloc[0]))}{of}", text


def _rail(table: pd.DataFrame) -> tuple[Span, ...]:
    """Return the source rail: one span a family, when all lines change family in the same years."""
    by_year = table.groupby("period")["family"].unique()
    if any(len(families) > 1 for families in by_year):
        return ()
    spans: list[Span] = []
    for period, (family,) in sorted(by_year.items()):
        x, name = x_at(str(period)), FAMILY_WORDS.get(family, family)
        if spans and spans[-1].words == name:
            spans[-1] = Span(spans[-1].first, x, name)
        else:
            spans.append(Span(x, x, name))
    return tuple(spans) if len(spans) > 1 else ()


def _multiples(table: pd.DataFrame, view: str) -> Plot:
    """Return one panel a partner, the same scale, from a zero line: never four crossing lines."""
    panels = []
    for partner in table["partner"].unique():
        rows = table[table["partner"] == partner]
        name = place_name(str(partner), short=True)
        if view == "growth":
            printed, computed = rows[rows["basis"] == "1 printed"], rows[rows["basis"] == "2 recomputed"]
            marks: tuple = tuple(
                Line(
                    label,
                    str(partner),
                    _hollow(_points(part), hollow),
                    role="accent" if partner == "RUS" else "named",
                    dashed=hollow,
                )
                for label, part, hollow in (("recomputed", computed, True), ("printed", printed, False))
                if len(part)
            )
        else:
            marks = (Columns(name, str(partner), _points(rows), diverging=True),)
        panels.append(Panel(marks, SCALES[view], title=name))
    return Plot(tuple(panels), axis="year", layout="grid" if len(panels) > 1 else "stack")


def _hollow(points: tuple[Point, ...], hollow: bool) -> tuple[Point, ...]:
    from dataclasses import replace

    return tuple(replace(point, hollow=hollow or point.hollow) for point in points)
