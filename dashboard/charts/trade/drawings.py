"""The drawings of `trade_by_partner`: lines from zero, columns of change, small multiples, diverging balances."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts.trade import growth, tables
from dashboard.exhibits.picks import Picks
from dashboard.exhibits.plot import Columns, Line, Panel, Plot, Point, Scale, x_at
from dashboard.exhibits.remarks import Note, Span
from dashboard.figures import rolling, words
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

SCALES = {
    "absolute": Scale("$", "bn", 1), "log": Scale("$", "bn", 1, zero=False, log=True, note="Logarithmic scale"),
    "index": Scale("", "", 0), "share": Scale("", "%", 1), "ratio": Scale("", "×", 1),
    "increment": Scale("$", "bn", 1, signed=True), "growth": Scale("", "%", 1, signed=True),
    "balance": Scale("$", "bn", 1, signed=True),
}  # fmt: skip
FAMILY_WORDS = {"gacc": "China Customs", "imf": "IMF figures", "comtrade": "UN Comtrade"}


def scale(picks: Picks) -> Scale:
    """Return the value axis of the view picked, in the currency drawn."""
    usual = SCALES[picks["view"]]
    return replace(usual, prefix=words.SIGNS[tables.currency(picks)]) if usual.prefix else usual


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return the drawing of the view picked."""
    view = picks["view"]
    if view in ("increment", "growth", "balance"):
        return _multiples(table, picks)
    lines = tuple(_line(table, str(partner), picks) for partner in table["partner"].unique())
    lines = tuple(sorted(lines, key=lambda line: line.role == "accent"))  # Russia last, on top
    yearly = picks["frequency"] == "A"
    rail = _rail(table) if yearly else ()
    axis = "month" if "end" in table else "year"
    return Plot((Panel(lines, scale(picks)),), axis=axis, rail=rail)


def _points(rows: pd.DataFrame) -> tuple[Point, ...]:
    """Return the points of one line, a gap for every year without a row."""
    out: list[Point] = []
    last, ended = None, ""
    for row in rows.sort_values("period").itertuples():
        x = x_at(row.end, 1) + 1 / 24 if "end" in rows else x_at(row.period, int(row.months))
        if last is not None and row.months == 12 and len(row.period) == 4:
            out += [Point(year + 0.5, None, str(year)) for year in range(last + 1, int(row.period))]
        if "end" in rows:  # a rolling sum: months that no source prints stay open
            out += [Point((x + out[-1].x) / 2, None)] if out and not rolling.follows(row.end, ended) else []
            ended = row.end
        worked_out = str(row.citation).startswith(("implied_base", "third"))
        hollow = row.status in ("provisional", "estimated") or worked_out
        joint = row.joint_words if "joint_words" in rows and row.joint is True and not row.torn else ""
        label = words.period(row.period, int(row.months))
        if "end" in rows:
            label = f"12 months to {words.day(row.end)}"
        said = str(row.said) if "said" in rows else ""
        out.append(Point(x, float(row.shown), label, hollow, row=int(row.Index), joint=str(joint), said=said))
        last = int(row.period[:4])
    return tuple(out)


def _colour(partner: str, picks: Picks) -> str:
    """Return the colour of a partner: its own, or that of whoever is chosen beside the usual ones."""
    return "beside" if partner == picks.get("beside") else partner


def _line(table: pd.DataFrame, partner: str, picks: Picks) -> Line:
    """Return one partner's line with its end words."""
    rows = table[table["partner"] == partner]
    end, value = _end(table, rows, partner, picks)
    return Line(
        place_name(partner, short=True), _colour(partner, picks), _points(rows), role="accent" if partner == "RUS" else "named",
        breaks=tuple(x_at(period) - 0.5 for period in rows.loc[rows["torn"].eq(True), "period"]),
        end=end, end_value=value, dashed=picks["reporter"] == "partner",
    )  # fmt: skip


def _end(table: pd.DataFrame, rows: pd.DataFrame, partner: str, picks: Picks) -> tuple[str, str]:
    """Return the words at a line's end: the multiple of Russia and the value."""
    newest = rows.sort_values("period").iloc[-1]
    value = float(newest["shown"])
    text = {
        "index": words.number(value, 0), "share": words.percent(value), "ratio": words.times(value),
    }.get(picks["view"]) or words.money(value, currency=tables.currency(picks))  # fmt: skip
    if picks["view"] not in ("absolute", "log") or partner == "RUS":
        return "", text
    russia = table[(table["partner"] == "RUS") & (table["period"] == newest["period"])]
    if russia.empty:
        return "", text
    ends = table.sort_values("period").drop_duplicates("partner", keep="last")
    last = ends.loc[ends["shown"].idxmax(), "partner"]  # "Russia" is said once, at the highest end
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


def _multiples(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return one panel a partner, the same scale, from a zero line: never four crossing lines."""
    view = picks["view"]
    panels = []
    partners = table["partner"].unique()
    for partner in partners:
        rows = table[table["partner"] == partner]
        name = place_name(str(partner), short=True)
        if view == "growth":
            notes = _both_rates(rows) if len(partners) == 1 else ()  # no room in a quarter of a picture
            panels.append(Panel((_growth(rows, name, picks),), scale(picks), title=name, notes=notes))
        else:
            panels.append(
                Panel(
                    (Columns(name, _colour(str(partner), picks), _points(rows), diverging=True),),
                    scale(picks),
                    title=name,
                )
            )
    return Plot(tuple(panels), axis="year", layout="grid" if len(panels) > 1 else "stack")


def _growth(rows: pd.DataFrame, name: str, picks: Picks) -> Line:
    """Return a partner's growth as printed, hollow where it is only recomputed."""
    one_a_year = rows.sort_values("basis").drop_duplicates("period")
    computed = set(one_a_year.index[one_a_year["basis"] == growth.RECOMPUTED])
    points = tuple(replace(point, hollow=point.hollow or point.row in computed) for point in _points(one_a_year))
    partner = str(rows["partner"].iloc[0])
    newest = one_a_year.sort_values("period").iloc[-1]
    end = words.percent(float(newest["shown"]), signed=True)
    return Line(
        name, _colour(partner, picks), points, role="accent" if partner == "RUS" else "named",
        end=end,
    )  # fmt: skip


def _both_rates(rows: pd.DataFrame) -> tuple[Note, ...]:
    """Return a note with both rates, where Russia's differ by more than rounding."""
    found = growth.two_rates(rows)
    if found is None:
        return ()
    period, printed, again = found
    said = f"{period}: {words.number(printed, signed=True)} printed,\n{words.number(again, signed=True)} recomputed"
    return (Note(x_at(period), printed, said),)
