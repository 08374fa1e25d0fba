"""Does a finding on China's trade with a partner also hold in the partner's own figures? Computed from the same rows.

The answers, in words that a card can carry: "holds in both countries' data", "holds in China's data only", "sign flips
in 2011, 2020 and 2021", and "rests on company statements" where neither office publishes the figure. The two sides are compared, never averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.figures import mirror, triples
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.exhibits.model import Exhibit

BOTH, CHINA_ONLY = "holds in both countries’ data", "holds in China’s data only"
COMPANY = "rests on company statements"
FLOWS = ("total", "export", "import", "balance")
PLAIN, ATTENTION = "neutral", "attention"


@dataclass(frozen=True)
class Badge:
    """What a card says beside its headline: words, tone (neutral, attention), the years it rests on or that flip."""

    words: str
    tone: str
    years: tuple[str, ...] = ()


Change = tuple[str, str, int]  # a year, the year it is compared with, and the sign of the change


def badge(data: Data, partner: str = "RUS", flow: str = "balance", *, first: str = "", last: str = "") -> Badge:
    """Return whether both offices agree on a flow: the sign of a balance, else its direction from year to year."""
    if flow == "balance":
        return _signs(data, partner, first, last)
    rows = mirror.sides(data, partner, flow, first=first, last=last)
    china, other = (_changes(data, rows[rows["side"] == side]) for side in ("CHN", partner))
    return _compared(china, other)


def for_exhibit(item: Exhibit, rows: pd.DataFrame | None = None) -> Badge | None:
    """Return the badge of an exhibit, or of some of its rows, on China's trade with single partners; None without a comparison.

    What is checked is the comparison of its newest period: a balance's sign, a change's direction, or the order of two
    partners. The mirror page shows both sides itself and has none, nor has the page on sources.
    """
    return None if item.page in ("mirror", "sources") else for_table(item.data, item.table if rows is None else rows)


def for_table(data: Data, table: pd.DataFrame) -> Badge | None:
    """Return the badge of a chart table: see `for_exhibit`."""
    if not {"series", "reporter", "partner", "period", "value"} <= set(table.columns):
        return None
    rows = table[(table["reporter"] == "CHN") & table["partner"].isin(mirror.PAIRS)]
    goods = rows[rows["series"].str.startswith("goods_") & rows["source"].ne("")]
    if goods.empty:
        return _fuel(table[table["source"].ne("")])
    series = str(goods["series"].iloc[0])
    flow = next((flow for flow in FLOWS if series.startswith((f"goods_{flow}_", f"goods_{flow}s_"))), "")
    places = sorted({*goods["partner"], *(("RUS",) if series.endswith("_ratio") else ())})
    if not flow or "RUS" not in places:
        return None
    years = sorted(set(goods["period"].str[:4]))
    if flow == "balance":
        return badge(data, "RUS", "balance", first=years[0], last=years[-1])
    return _order(data, places, flow, years[-1]) if len(places) > 1 else _direction(data, years, flow)


def _fuel(rows: pd.DataFrame) -> Badge | None:
    """Return the badge of figures on products, which of the two offices only China's publishes by partner."""
    if "gazprom" in {registry.family(source) for source in rows["source"]}:
        return Badge(COMPANY, PLAIN)
    products = rows[rows["series"].str.contains("_imports_")]
    from_china = set(products["reporter"]) == {"CHN"} and products["partner"].isin(mirror.PAIRS).any()
    return Badge(CHINA_ONLY, PLAIN) if from_china else None


def _signs(data: Data, partner: str, first: str, last: str) -> Badge:
    rows = mirror.balances(data, partner, "CHN", first=first, last=last)
    both = [year for year, _, _ in mirror.paired_years(rows, partner)]
    flips = tuple(sorted(set(rows.loc[rows["differs"], "period"])))
    if flips:
        return Badge(_flipped(flips), ATTENTION, flips)
    return Badge(BOTH, PLAIN, tuple(both)) if both else Badge(CHINA_ONLY, PLAIN)


def _flipped(years: Iterable[str]) -> str:
    return f"sign flips in {mirror.years_in_words(years)}"


def _changes(data: Data, rows: pd.DataFrame) -> list[Change]:
    """Return the sign of each change on the year before of one office, both years by the family of the newer, beyond the roundings."""
    out = []
    for now in rows.sort_values("period").to_dict("records")[1:]:
        before = str(int(now["period"]) - 1)
        flow = now["series"].split("_")[1]
        then = triples.level(data, (now["reporter"], now["partner"], before, 12, "usd"), flow, (now["family"],))
        if then is not None:
            out.append((now["period"], before, _sign(now, then)))
    return out


def _sign(now: Mapping[str, Any], then: Mapping[str, Any]) -> int:
    """Return 1 for a rise, -1 for a fall, 0 where the difference lies inside the roundings."""
    change = now["value"] - then["value"]
    return 0 if abs(change) <= now["rounding"] + then["rounding"] else 1 if change > 0 else -1


def _compared(china: list[Change], other: list[Change]) -> Badge:
    """Return whether two offices' changes point the same way in every year that both have."""
    theirs = {change[:2]: change[2] for change in other}
    both = [(change[0], change[2], theirs[change[:2]]) for change in china if change[:2] in theirs]
    flips = tuple(year for year, one, two in both if one * two < 0)
    if flips:
        return Badge(_flipped(flips), ATTENTION, flips)
    return Badge(BOTH, PLAIN, tuple(year for year, _, _ in both)) if both else Badge(CHINA_ONLY, PLAIN)


def _direction(data: Data, years: list[str], flow: str) -> Badge:
    """Return whether the newest change drawn has the same direction in the partner's figures of the same two years."""
    before = years[-2] if len(years) > 1 else str(int(years[-1]) - 1)
    rows = mirror.sides(data, "RUS", flow, first=before, last=years[-1])
    china, other = (_changes(data, rows[rows["side"] == side]) for side in ("CHN", "RUS"))
    return _compared(china, other)


def _order(data: Data, places: list[str], flow: str, year: str) -> Badge:
    """Return whether the partners stand in the same order, in the newest year drawn, by their own counts."""
    counted = {
        place: (_value(data, "CHN", place, flow, year=year), _value(data, place, "CHN", flow, year=year))
        for place in places
    }
    known = {place: (one, two) for place, (one, two) in counted.items() if one is not None and two is not None}
    russia = known.pop("RUS", None)
    if russia is None or not known:
        return Badge(CHINA_ONLY, PLAIN)
    same = all((one > russia[0]) == (two > russia[1]) for one, two in known.values())
    return Badge(BOTH, PLAIN, (year,)) if same else Badge(_flipped([year]), ATTENTION, (year,))


def _value(data: Data, reporter: str, partner: str, flow: str, *, year: str) -> float | None:
    """Return what a reporter counts of a flow in a year, US dollars, or None."""
    row = mirror.count(data, reporter, partner, flow, year)
    return float(row["value"]) if row is not None else None
