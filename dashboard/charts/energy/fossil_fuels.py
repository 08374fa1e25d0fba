"""China's imports of each Russian fuel by month, one panel a fuel with its own axis: gas is legible beside crude."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts.energy import fuels as energy
from dashboard.exhibits import absence
from dashboard.exhibits.picks import FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Columns, Panel, Plot, Scale
from dashboard.figures import query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

PICKS = (
    Pick(
        "measure",
        "Measure",
        (("value", "Value"), ("volume", "Volume"), ("unit_value", "Unit value")),
        "value",
        segmented=True,
    ),
    Pick(
        "fuels",
        "Fuels",
        tuple((fuel, energy.NAMES[fuel]) for fuel in energy.FUELS),
        ",".join(energy.FUELS),
        kind="many",
    ),
    replace(FIRST, default="2021", kind="month"),
    replace(LAST, kind="month"),
)
SCALES = {"value": Scale("$", "bn"), "volume": Scale("", " Mt"), "unit_value": Scale("$", "", 0)}
NOUNS = {"value": "value", "volume": "volume", "unit_value": "unit value"}


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a fuel and month: dollars, tonnes, or dollars a tonne; a month not published has no row."""
    fuels = picks["fuels"].split(",")
    if picks["measure"] != "unit_value":
        found = energy.monthly(data, "usd" if picks["measure"] == "value" else "t", fuels, picks)
    else:
        values, tonnes = (energy.monthly(data, kind, fuels, picks) for kind in ("usd", "t"))
        found = {
            fuel: {span: _price(fuel, row, tonnes[fuel][span]) for span, row in rows.items() if span in tonnes[fuel]}
            for fuel, rows in values.items()
        }
    rows = [{**row, "part": fuel} for fuel, months in found.items() for _, row in sorted(months.items())]
    return energy.frame(energy.enough(rows, picks))


def _price(fuel: str, value: energy.Record, tonnes: energy.Record) -> energy.Record:
    """Return value ÷ volume of the same months."""
    return query.computed_row(
        (value, tonnes), "unit_value", f"{fuel}_imports_usd_per_t", *query.quotient(value, tonnes)
    )


def _by_year(table: pd.DataFrame, picks: Picks) -> dict[str, dict[str, float]]:
    """Return each fuel's whole years: sums, or plain means of unit values; a year with a gap is left out."""
    out: dict[str, dict[str, float]] = {}
    for fuel, rows in table.groupby("part", sort=False):
        for year, months in rows.groupby(rows["period"].str[:4]):
            if months["months"].sum() == 12:
                weighed = (months["shown"] * months["months"]).sum() / 12
                value = weighed if picks["measure"] == "unit_value" else months["shown"].sum()
                out.setdefault(str(fuel), {})[str(year)] = float(value)
    return out


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return which fuel grew most between the first and last whole year; "" where none grew or two grew alike."""
    years = _by_year(table, picks)
    spans = sorted({year for found in years.values() for year in found})
    if len(spans) < 2:
        return ""
    first, last = spans[0], spans[-1]
    grown = {
        fuel: found[last] / found[first]
        for fuel, found in years.items()
        if first in found and last in found and found[first]
    }
    order = sorted(grown.items(), key=lambda item: -item[1])
    if not order:
        return ""
    if picks["measure"] == "unit_value":
        return _dearer(grown, first, last)
    fuel, times = order[0]
    if times < 1.05 or (len(order) > 1 and words.number(times) == words.number(order[1][1])):
        return ""
    noun, name = NOUNS[picks["measure"]], energy.NAMES[fuel]
    if len(order) == 1:
        return f"{name} from Russia: {last}’s {noun} was {words.number(times)} times {first}’s"
    return f"{name} from Russia grew most: {last}’s {noun} was {words.number(times)} times {first}’s"


def _dearer(grown: dict[str, float], first: str, last: str) -> str:
    """Return how much a tonne of the first fuel drawn rose or fell; "" where it did neither."""
    fuel, times = next(iter(grown.items()))
    change = (times - 1) * 100
    if abs(change) < 1:
        return ""
    name = {"crude": "crude", "coal": "coal", "pipeline_gas": "pipeline gas", "lng": "LNG"}[fuel]
    apart = f"{words.percent(abs(change), 0)} {'more' if change > 0 else 'less'}"
    return f"A tonne of Russian {name} cost {apart} in {last} than {first}"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, price basis, who counted and the months covered."""
    measure = {
        "value": "Value of China’s imports from Russia by fuel and month, US$ bn, current prices, CIF",
        "volume": "Volume of China’s imports from Russia by fuel and month, million tonnes of each fuel",
        "unit_value": "Unit value of China’s imports from Russia by fuel and month, US$ a tonne, CIF",
    }[picks["measure"]]
    return f"{measure}, as China reports it, {energy.stretch(table)}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return how months and pairs are drawn, what is not published and what must not be added."""
    codes = ", ".join(
        f"{energy.NAMES[fuel].lower().replace('lng', 'LNG')} {energy.HS[fuel]}" for fuel in picks["fuels"].split(",")
    )
    mean = "Jan–Feb at its monthly mean" if picks["measure"] != "unit_value" else "Jan–Feb as one"
    unit = "value ÷ volume, not a contract price; " if picks["measure"] == "unit_value" else ""
    return energy.sentences(
        f"{unit}each fuel on its own axis; {mean}",
        "Customs publish no volume of pipeline gas by origin since 2022" if picks["measure"] != "value" else "",
        f"HS {codes}",
        "Years are compared by the mean of their months" if picks["measure"] == "unit_value" else "",
        "Tonnes of different fuels are never added" if picks["measure"] == "volume" else "",
    )


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return one panel of columns a fuel, each on its own axis from zero; what is not published is hatched."""
    spans = energy.spans(table)
    mean = picks["measure"] != "unit_value"
    panels = []
    for fuel in picks["fuels"].split(","):
        rows = table[table["part"] == fuel]
        silent = fuel == "pipeline_gas" and picks["measure"] != "value"
        if rows.empty:
            reason = "Customs publish no volume by origin." if silent else "No figures for these years."
            panels.append(Panel((), SCALES[picks["measure"]], title=energy.NAMES[fuel], empty=reason))
            continue
        points = energy.points(rows, spans, mean=mean)
        mark = Columns(energy.NAMES[fuel], fuel, points, missing=energy.NO_VOLUME if silent else "")
        panels.append(Panel((mark,), SCALES[picks["measure"]], title=energy.NAMES[fuel]))
    return Plot(tuple(panels), axis="month", layout="grid" if len(panels) > 1 else "stack", own_scales=True)


def nothing(data: Data, picks: Picks) -> str:
    """Return why there is nothing to draw and what to do."""
    return (
        f"No months of these fuels from {picks['first']}{absence.as_known(data)}: customs’ tables by fuel and month "
        f"came out later or do not cover it. {absence.cure(data)}"
    )
