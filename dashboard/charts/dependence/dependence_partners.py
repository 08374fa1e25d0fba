"""China's share of each partner's trade against the partner's share of China's: who weighs more for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.exhibits import absence
from dashboard.exhibits.picks import Pick, Picks
from dashboard.exhibits.plot import Dot, Guide, Panel, Plot, Scale
from dashboard.exhibits.remarks import Note
from dashboard.figures import dependence, query, words
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

FAMILIES = ("imf",)  # one office that holds both directions of all partners, so that no two counts are set side by side
MANY, FEW = 100, 5  # partners that make a cloud; a year with fewer is drawn when asked for, with a handful at least
NAMED = ("USA", "JPN", "DEU", "AUS", "BRA", "IND", "MNG", "CHL", "UKR", "BLR", "FRA", "TUR", "MEX", "VNM")

PICKS = (Pick("year", "Year", default="", kind="year"),)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return two rows a partner of one year, per cent of goods trade: `side` own (China in its trade), china (it in China's)."""
    import pandas as pd

    year, places = picks["year"] or _newest(data), registry.table("places")
    rows = [
        row | {"side": side, "place": place}
        for place in sorted(places)
        if places[place]["kind"] == "country" and place != "CHN"
        for side, row in dependence.partner_shares(data, place, year, FAMILIES).items()
    ]
    found = pd.DataFrame(rows if len(rows) >= 2 * FEW else [], columns=[*query.COLUMNS, "side", "place"])
    return query.scale_for_display(found) if len(found) else found


def _newest(data: Data) -> str:
    """Return the newest year with figures of many partners, or ""."""
    held = query.pick(data, "goods_total_usd", partner="CHN", family=FAMILIES, whole_years=True)
    sizes = held.groupby("period").size()
    return str(max(sizes[sizes > MANY].index, default=""))


def nothing(data: Data, picks: Picks) -> str:
    """Return what is missing and what to choose."""
    known = absence.known(data)
    year = picks["year"] or "any year"
    return (
        f"The IMF’s figures{known} do not hold both directions of many partners for {year}. "
        f"Choose another year, such as 2020{', or a later day' if known else ''}."
    )


def _shares(table: pd.DataFrame) -> dict[str, tuple[Any, Any]]:
    """Return each partner's two rows as tuples with their Index."""
    own = {row.place: row for row in table.itertuples() if row.side == "own"}
    china = {row.place: row for row in table.itertuples() if row.side == "china"}
    return {place: (own[place], china[place]) for place in own if place in china}


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return in how many partners' trade China weighs less than in Russia's; "" without Russia or when it is alone."""
    shares = {place: float(own.shown) for place, (own, _) in _shares(table).items()}
    if "RUS" not in shares or len(shares) < 3:
        return ""
    less = sum(share < shares["RUS"] for share in shares.values())
    return f"China weighed more in Russia’s trade than in {less} of {len(shares) - 1} other partners’ in {table['period'].iloc[0]}"


def spoken(table: pd.DataFrame, picks: Picks) -> pd.DataFrame:
    """Return the rows that the headline speaks of: China's share of every partner's trade."""
    return table[table["side"] == "own"]


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return both measures, basis, whose counts and the year."""
    what = "China’s share of each partner’s goods trade and the partner’s share of China’s"
    return (
        f"{what}, exports + imports by value, each by its own count (IMF), both axes logarithmic, {query.years(table)}"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the rule, the number of partners, and how the line reads."""
    rule = "trade with the other ÷ own total trade; exports FOB, imports CIF"
    line = "on the line both shares are alike, under it China weighs more for the partner than the partner for China"
    return f"{rule}; {len(_shares(table))} partners with figures of both. {line[0].upper()}{line[1:]}."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return a dot a partner on two logarithmic axes, Russia strong, and the line on which both shares are alike."""
    shares = _shares(table)
    dots = tuple(_dot(place, own, china) for place, (own, china) in shares.items())
    low, high = (end(float(row.shown) for pair in shares.values() for row in pair) for end in (min, max))
    first = max(min(dot.x for dot in dots), low)
    alike = Guide((first, first), (high, high))
    scale = Scale("", "%", 1, log=True)
    note = Note((first * high) ** 0.5 / 3, (first * high) ** 0.5 / 3, "Both shares alike", leader=False)
    panel = Panel((alike, *dots), scale, title="Partner’s share of China’s trade", notes=(note,))
    return Plot(
        (panel,), axis="values", across=Scale("", "%", 1, log=True, note="China’s share of the partner’s trade")
    )


def _dot(place: str, own: Any, china: Any) -> Dot:
    name = registry.place_name(place, short=True)
    said = f"{name}: China {_percent(own.shown)} of its trade, it {_percent(china.shown)} of China’s"
    label = name if place in ("RUS", *NAMED) else ""
    return Dot(
        float(own.shown), float(china.shown), said, "RUS" if place == "RUS" else "context", label, row=int(own.Index)
    )


def _percent(value: float) -> str:
    return words.percent(value, 1 if value >= 1 else 3)
