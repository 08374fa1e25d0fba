"""How much Russian gas reaches China by pipe and by ship: company statements beside customs, in one unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboard.charts.energy import fuels as energy
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Columns, Panel, Plot, Point, Scale
from dashboard.figures import query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

USUAL = "1.38"  # billion cubic metres a million tonnes of LNG, the factor of pages and trade press
NO_STATEMENT = "no statement at hand"
NO_CUSTOMS = "customs publish no volume"
NO_VALUE = "no value at hand"

PICKS = (
    Pick("measure", "Measure", (("volume", "Volume"), ("value", "Value")), "volume", segmented=True),
    Pick("pipeline", "Pipeline gas from", (("company", "Company statements"), ("customs", "Customs only")), "company"),
    Pick("factor", "Mt of LNG to bcm", (("1.36", "1.36"), ("1.37", "1.37"), (USUAL, USUAL), ("1.40", "1.40")), USUAL),
    replace(FIRST, default="2020"),
    LAST,
    replace(EVENTS, default="none"),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a route and year, and their sum where both are known; `part` is pipeline, lng or both.

    Volume in billion cubic metres, tonnes of LNG (and customs' last pipeline tonnes) times the factor picked.
    """
    parts = _values(data, picks) if picks["measure"] == "value" else _volumes(data, picks)
    series = "gas_imports_usd" if picks["measure"] == "value" else "gas_imports_bcm"
    out = []
    for year in sorted({year for rows in parts.values() for year in rows}):
        known = [(name, rows[year]) for name, rows in parts.items() if year in rows]
        out += [{**row, "part": name} for name, row in known]
        if len(known) == 2:
            out.append({**energy.sum_row([row for _, row in known], "sum", series), "part": "both"})
    return energy.frame(energy.enough(out, picks))


def _values(data: Data, picks: Picks) -> dict[str, dict[str, energy.Record]]:
    """Return customs' dollars of both routes by year."""
    names = {"pipeline": "pipeline_gas_imports_usd", "lng": "lng_imports_usd"}
    return {name: {r["period"]: r for r in energy.annual(data, series, "RUS", picks)} for name, series in names.items()}


def _volumes(data: Data, picks: Picks) -> dict[str, dict[str, energy.Record]]:
    """Return billion cubic metres of both routes by year."""
    first, last, factor = picks["first"], picks["last"], float(picks["factor"])
    lng = energy.annual(data, "lng_imports_t", "RUS", picks)
    if picks["pipeline"] == "customs":
        tonnes = energy.annual(data, "pipeline_gas_imports_t", "RUS", picks)
        pipe = [_as_gas(row, factor, "pipeline_gas_imports_bcm") for row in tonnes]
    else:
        rows = query.pick(
            data, "pipeline_gas_imports_bcm", reporter="CHN", partner="RUS", first=first, last=last, whole_years=True
        )
        pipe = energy.records(rows)
    return {
        "pipeline": {row["period"]: row for row in pipe},
        "lng": {row["period"]: _as_gas(row, factor, "lng_imports_bcm") for row in lng},
    }


def _as_gas(row: energy.Record, factor: float, series: str) -> energy.Record:
    """Return tonnes as billion cubic metres of gas."""
    return query.computed_row(
        (row,), f"factor_{factor:g}", series, row["value"] / 1e6 * factor, row["rounding"] / 1e6 * factor
    )


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the newest year's gas and how much of it came by pipe; "about" where a company statement is in it."""
    both = table[table["part"] == "both"]
    if both.empty:
        return _one_route(table, picks)
    newest = both.loc[both["period"].idxmax()]
    year, whole = newest["period"], float(newest["shown"])
    pipe = float(table.loc[(table["part"] == "pipeline") & (table["period"] == year), "shown"].iloc[0])
    share = words.percent(100 * pipe / whole, 0)
    if picks["measure"] == "value":
        return f"China paid {words.money(whole)} for Russian gas in {year}, {share} of it piped"
    return f"Russia sent China about {words.number(whole, 0)} bcm of gas in {year}, {share} piped"


def _one_route(table: pd.DataFrame, picks: Picks) -> str:
    """Return the newest figure of the only route known."""
    newest = table.loc[table["period"].idxmax()]
    what = "LNG" if newest["part"] == "lng" else "pipeline gas"
    figure = (
        words.money(float(newest["shown"]))
        if picks["measure"] == "value"
        else f"{words.number(float(newest['shown']))} bcm"
    )
    return f"China bought {figure} of Russian {what} in {newest['period']}"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, who counted and years."""
    years = f"{table['period'].min()}–{table['period'].max()}"
    if picks["measure"] == "value":
        return f"China’s imports of Russian gas by route, US$ bn at current prices, CIF, as China reports it, {years}"
    pipe = "company statements" if picks["pipeline"] == "company" else "customs tonnes"
    unit = "billion cubic metres a year"
    return f"Russian gas to China by route, {unit}: pipeline by {pipe}, LNG by China’s customs, {years}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the factor and why pipeline volumes are not customs figures."""
    if picks["measure"] == "value":
        return "customs values, HS 271121 by pipe and 271111 as LNG."
    stated = picks["pipeline"] == "company"
    said = "outlined: company and government statements" if stated else "pipeline tonnes at the same factor"
    return energy.sentences(
        f"1 Mt of LNG = {picks['factor']} bcm; {said}",
        "Since 2022 customs publish no volume of pipeline gas by origin, only its value",
    )


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return stacked columns from zero: pipeline outlined where stated, hatched where not published."""
    years = range(int(table["period"].min()), int(table["period"].max()) + 1)
    volume = picks["measure"] == "volume"
    stated = volume and picks["pipeline"] == "company"
    marks = []
    for part in ("pipeline", "lng"):
        points = _over(table[table["part"] == part], years)
        if not points:
            continue
        silent = (NO_STATEMENT if stated else NO_CUSTOMS if volume else NO_VALUE) if part == "pipeline" else ""
        fuel = "pipeline_gas" if part == "pipeline" else "lng"
        marks.append(
            Columns(
                energy.NAMES[fuel],
                fuel,
                points,
                outline=stated and part == "pipeline",
                missing=silent,
                end_value=_origin(part, picks),
            )
        )
    top = {row.period: words.number(float(row.shown)) for row in table[table["part"] == "both"].itertuples()}
    if marks:
        points = tuple(replace(p, text=top.get(p.label, "") if p.value is not None else "") for p in marks[-1].points)
        marks[-1] = replace(marks[-1], points=points)
    scale = Scale("", " bcm") if volume else Scale("$", "bn")
    return Plot((Panel(tuple(marks), scale),), axis="year")


def _origin(part: str, picks: Picks) -> str:
    """Return where a route's figures come from, in words beside its name."""
    if picks["measure"] == "value":
        return ""
    return "statements" if part == "pipeline" and picks["pipeline"] == "company" else f"customs × {picks['factor']}"


def _over(rows: pd.DataFrame, years: range) -> tuple[Any, ...]:
    """Return a route's points over all years, None where it has no figure; nothing where it has none at all."""
    if rows.empty:
        return ()
    at = {row.period: row for row in rows.itertuples()}
    return tuple(
        Point(year + 0.5, float(at[str(year)].shown), str(year), row=int(at[str(year)].Index))
        if str(year) in at
        else Point(year + 0.5, None, str(year))
        for year in years
    )


def nothing(data: Data, picks: Picks) -> str:
    """Return why there is nothing to draw and what to do."""
    few = f"Fewer than two figures for Russian gas to China from {picks['first']}"
    return f"{few}{absence.as_known(data)}. {absence.cure(data)}"
