"""Who turned to Russian crude: its share and rank among China's and India's suppliers, 2021 against 2022."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.energy import fuels as energy
from dashboard.exhibits.picks import Picks
from dashboard.exhibits.plot import Bar, Panel, Plot, Scale
from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

PICKS = ()
BEFORE, AFTER = "2021", "2022"  # the years on either side of the invasion and the embargoes
BUYERS = ("IND", "CHN")  # the one that turned first
SHARE, RANK = "crude_imports_volume_share_pct", "crude_imports_rank"


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return Russia's share of each buyer's crude by volume, per cent, and its rank where printed, for both years."""
    rows = energy.annual(data, "crude_imports_t", ("RUS", "WLD"), {"first": BEFORE, "last": AFTER})
    by_key = {(row["partner"], row["period"]): row for row in rows}
    out = [
        energy.share_row(by_key["RUS", year], by_key["WLD", year], SHARE)
        for year in (BEFORE, AFTER)
        if {("RUS", year), ("WLD", year)} <= by_key.keys()
    ]
    out += _of_one_release(data, "IND", SHARE)
    ranks = query.pick(data, RANK, reporter=tuple(BUYERS), partner="RUS", first=BEFORE, last=AFTER, whole_years=True)
    out += energy.records(ranks)
    return energy.frame(energy.enough(out, picks))


def _of_one_release(data: Data, buyer: str, series: str) -> list[energy.Record]:
    """Return both years from the newest release that prints both, so that a slope has one source; else what is shown.

    Later pages quote a tanker tracker's 25% for India in 2022; the release that ranks both years says about 15%. What
    is said elsewhere stands in the column `elsewhere`.
    """
    known = data.known
    fits = (
        (known["series"] == series)
        & (known["reporter"] == buyer)
        & (known["partner"] == "RUS")
        & (known["months"] == 12)
    )
    rows = energy.records(known[fits & known["period"].isin((BEFORE, AFTER))])
    by_release: dict[str, dict[str, energy.Record]] = {}
    for row in rows:
        by_release.setdefault(row["vintage"], {})[row["period"]] = row
    both = [found for _, found in sorted(by_release.items()) if len(found) == 2]
    shown = energy.records(
        query.pick(data, series, reporter=buyer, partner="RUS", first=BEFORE, last=AFTER, whole_years=True)
    )
    if not both:
        return shown
    chosen, others = both[-1], {row["period"]: row["value"] for row in shown}
    if others.get(AFTER, chosen[AFTER]["value"]) != chosen[AFTER]["value"]:
        chosen[AFTER]["elsewhere"] = others[AFTER]
    return [chosen[BEFORE], chosen[AFTER]]


def _at(table: pd.DataFrame, series: str, buyer: str, year: str) -> pd.Series | None:
    rows = table[(table["series"] == series) & (table["reporter"] == buyer) & (table["period"] == year)]
    return None if rows.empty else rows.iloc[0]


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return how Russia's rank in India moved, or its share; "" where neither moved or is known."""
    then, now = (_at(table, RANK, "IND", year) for year in (BEFORE, AFTER))
    if then is not None and now is not None and then["shown"] != now["shown"]:
        verb = "rose" if now["shown"] < then["shown"] else "fell"
        first, last = words.ordinal(int(then["shown"])), words.ordinal(int(now["shown"]))
        return f"Russia {verb} from India’s {first} to its {last} crude supplier in {AFTER}"
    then, now = (_at(table, SHARE, "IND", year) for year in (BEFORE, AFTER))
    if then is None or now is None or abs(now["shown"] - then["shown"]) <= now["rounding"] + then["rounding"]:
        return ""
    return f"Russia’s share of India’s crude went from {_share(then)} to {_share(now)} in {AFTER}"


def _share(row: pd.Series) -> str:
    return words.percent(float(row["shown"]), energy.decimals(float(row["rounding"])))


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, basis, who counted and years."""
    years = f"{table['period'].min()}–{table['period'].max()}"
    return (
        "Russia’s share of crude imports by volume and its rank: China by customs, "
        f"India by trade data in the press, {years}"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the formula and what is known to disagree."""
    others = [float(value) for value in table["elsewhere"].dropna()] if "elsewhere" in table else []
    said = f"; another page says {words.percent(others[0], 0)} for {AFTER}" if others else ""
    return energy.sentences(
        "China: tonnes from Russia ÷ all tonnes",
        f"India: one release, “about” in the original{said}",
        "Ranks as printed",
    )


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return a bar a buyer and year, the year before grey, with share and rank printed at its end."""
    bars = [
        Bar(
            f"{place_name(buyer, short=True)}, {year}",
            float(row["shown"]),
            "RUS_tint" if year == AFTER else "context",
            _end(table, row, buyer, year),
            row=int(row.name),
        )
        for buyer in BUYERS
        for year in (BEFORE, AFTER)
        if (row := _at(table, SHARE, buyer, year)) is not None
    ]
    if bars:
        return Plot((Panel(tuple(bars), Scale(unit="%")),), axis="items")
    ranks = words.listed(
        f"{place_name(row.reporter, short=True)} {row.period}: {words.ordinal(int(row.shown))}"
        for row in table.itertuples()
    )
    empty = f"No shares known on this day. Russia’s rank: {ranks}."
    return Plot((Panel((), Scale(unit="%"), empty=empty),), axis="year")


def _end(table: pd.DataFrame, row: pd.Series, buyer: str, year: str) -> str:
    """Return "15%, 3rd": the share and, where printed, the rank."""
    rank = _at(table, RANK, buyer, year)
    return _share(row) + (f", {words.ordinal(int(rank['shown']))}" if rank is not None else "")
