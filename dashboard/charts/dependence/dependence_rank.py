"""Russia's rank among China's trading partners: all partners of one year in order, and the ranks of every year by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.exhibits import absence
from dashboard.exhibits.picks import LAST, Pick, Picks
from dashboard.exhibits.plot import Bar, Dot, Panel, Plot, Scale
from dashboard.figures import query, ranking, triples, words
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

LANES = {  # rule: its words, and those beside a dot
    "states": ("countries only, without Hong Kong and Taiwan", "countries only"),
    "single": ("single economies, Hong Kong and Taiwan among them", "each economy"),
    "eu": ("the EU as one, the rest singly", "EU as one"),
    "blocs": ("the EU and ASEAN as one each", "EU and ASEAN as one"),
    "unstated": ("rule not stated", "rule not stated"),
}
SERIES = "goods_total_rank"
MOST_BARS = 10

PICKS = (
    Pick("view", "View", (("order", "Order in one year"), ("ranks", "Ranks by year")), "order", segmented=True),
    Pick("blocs", "EU and ASEAN", (("members", "By member"), ("one", "As one each")), "members"),
    Pick("year", "Year", default="", kind="year"),
    Pick("first", "From", default="2017", kind="year"),
    LAST,
)


def idle(picks: Picks) -> tuple[str, ...]:
    """Return the choices that the view does not use."""
    return ("first", "last") if picks["view"] == "order" else ("blocs", "year")


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return ranks (`kind` published or counted, with the `lane` of its rule), or in the order view each partner's trade."""
    import pandas as pd

    if picks["view"] == "order":
        return _order(data, picks)
    counted = pd.DataFrame(ranking.counted(data), columns=[*query.COLUMNS, "lane", "kind"])
    rows = pd.concat([_published(data), counted], ignore_index=True)
    fits = rows["period"].str[:4] >= picks["first"]
    if picks["last"]:
        fits &= rows["period"].str[:4] <= picks["last"]
    rows = rows[fits].sort_values(["period", "months", "lane"], ignore_index=True)
    return query.scale_for_display(rows) if len(rows) else rows


def _published(data: Data) -> pd.DataFrame:
    """Return every published rank known, with the lane of its counting rule."""
    known = data.known
    fits = (known["series"] == SERIES) & (known["reporter"] == "CHN") & (known["partner"] == "RUS")
    known = known[fits & known["value"].notna()]
    rules = {
        (line["period"], int(line["months"]), float(line["value"])): line["lane"]
        for line in registry.lines("rank_rules")
    }
    lane = [rules.get((row.period, int(row.months), row.value), "unstated") for row in known.itertuples()]
    return known.assign(lane=lane, kind="published").reset_index(drop=True)


def _order(data: Data, picks: Picks) -> pd.DataFrame:
    """Return the partners of a year, largest first; without a year the newest of which a whole list is held."""
    rows = ranking.partners(data, "blocs" if picks["blocs"] == "one" else "single")
    sizes = rows.groupby("period").size()
    year = picks["year"] or max(
        sizes[sizes > ranking.WHOLE].index, default=max(sizes[sizes > ranking.SOME].index, default="")
    )
    chosen = rows[rows["period"] == year].sort_values("value", ascending=False, ignore_index=True)
    chosen = chosen.assign(lane="", kind="level", place=chosen.index + 1)
    return query.scale_for_display(chosen) if len(chosen) else chosen


def nothing(data: Data, picks: Picks) -> str:
    """Return what is missing and what to choose."""
    known = absence.known(data)
    later = ", or a later day" if known else ""
    if picks["view"] == "order":
        year = picks["year"] or "any year"
        return f"No partner figures of one source{known} for {year}. Choose another year, such as 2020{later}."
    return f"No rank of Russia among China’s partners{known} from {picks['first']}. Choose an earlier start{later}."


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return Russia's place in the year's list, or the newest year's ranks over all rules; "" without either."""
    if picks["view"] == "order":
        russia = table[table["partner"] == "RUS"]
        if russia.empty:
            return ""
        place, year = words.ordinal(int(russia["place"].iloc[0])), russia["period"].iloc[0]
        if len(table) <= ranking.WHOLE:
            return f"Russia stood {place} of {len(table)} partners held here in {year}"
        rule = "EU and ASEAN as one" if picks["blocs"] == "one" else "economies counted singly"
        return f"Russia ranked {place} among China’s partners in {year}, {rule}"
    yearly = table[table["months"] == 12]
    if yearly.empty:
        return ""
    newest = yearly[yearly["period"] == yearly["period"].max()]
    ranks = [words.ordinal(rank) for rank in sorted({int(value) for value in newest["value"]})]
    said = f"between {ranks[0]} and {ranks[-1]}" if len(ranks) > 2 else " or ".join(ranks)
    rule = ", by rule" if len(ranks) > 1 else ""
    return f"Russia ranked {said} among China’s partners in {newest['period'].iloc[0]}{rule}"


def spoken(table: pd.DataFrame, picks: Picks) -> pd.DataFrame:
    """Return the rows that the headline speaks of: Russia's in the list, or the newest whole year's ranks."""
    if picks["view"] == "order":
        return table[table["partner"] == "RUS"]
    yearly = table[table["months"] == 12]
    return yearly[yearly["period"] == yearly["period"].max()] if len(yearly) else table


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return what is ranked, whose figures, and years."""
    if picks["view"] == "order":
        how = "EU and ASEAN as one each" if picks["blocs"] == "one" else "each country and territory singly"
        unit = words.CURRENCIES[_currency(table)]
        return (
            f"China’s goods exports + imports with its partners, {how}, {unit}, counted by China, {query.years(table)}"
        )
    what = "Rank of Russia among China’s partners in goods trade"
    return f"{what}, by the rule of counting, 1 is the largest, {query.years(table)}"


def _currency(table: pd.DataFrame) -> str:
    return str(table["series"].iloc[0])[-3:]


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return where ranks stand, how they are counted here, and what another rule would give."""
    if picks["view"] != "order":
        counted = "; hollow: counted here from a list of all partners" if (table["kind"] == "counted").any() else ""
        rules = "; ".join(f"“{short}”: {long}" for long, short in LANES.values() if short != long)
        return f"ranks as published{counted}. {rules}."
    whose = words.listed(triples.NAMES[family] for family in dict.fromkeys(table["family"]))
    if len(table) <= ranking.WHOLE:
        return f"{whose} figures; not all partners are held, so Russia’s true rank may be lower."
    own = table.loc[table["partner"] == "RUS", "place"]
    before = table.loc[table["place"] < own.min(), "partner"] if len(own) else table["partner"].iloc[:0]
    chinese = [registry.place_name(place, short=True) for place in ranking.CHINESE if place in set(before)]
    rank = words.ordinal(int(own.min()) - len(chinese)) if len(own) else ""
    without = f"; without {words.listed(chinese)} Russia is {rank}" if chinese else ""
    return f"{whose} figures for {len(table)} partners{without}."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return the ordered bars of one year, or a dot a rank and year, the best rank on top."""
    return _bars(table) if picks["view"] == "order" else _dots(table)


def _bars(table: pd.DataFrame) -> Plot:
    shown = table[(table["place"] <= MOST_BARS) | (table["partner"] == "RUS")]
    currency = _currency(table)
    bars = tuple(
        Bar(
            f"{row.place}. {registry.place_name(row.partner, short=True)}",
            float(row.shown),
            "RUS" if row.partner == "RUS" else "context",
            words.money(row.shown, currency=currency),
            row=int(row.Index),
        )
        for row in shown.itertuples()
    )
    return Plot((Panel(bars, Scale(words.SIGNS[currency], "bn", 1)),), axis="items")


def _dots(table: pd.DataFrame) -> Plot:
    """Return a lane a rank; rules that give the same rank in a year share a dot, filled where one of them was published."""
    yearly = table[table["months"] == 12].sort_values("kind", ascending=False)  # published first: it says more
    yearly = yearly.drop_duplicates(["lane", "period"])
    ranks = range(int(yearly["value"].min()), int(yearly["value"].max()) + 1)
    dots = []
    for (year, rank), rows in yearly.groupby(["period", "value"]):
        rules = [LANES[lane] for lane in LANES if lane in set(rows["lane"])]
        dots.append(
            Dot(
                int(year) + 0.5,
                ranks.index(int(rank)),
                f"{year}, {words.ordinal(int(rank))}: " + "; ".join(long for long, _ in rules),
                "RUS",
                "; ".join(short for _, short in rules),
                hollow=not (rows["kind"] == "published").any(),
                row=int(rows.index[0]),
            )
        )
    years = yearly["period"].astype(int)
    panel = Panel(tuple(dots), lanes=tuple(words.ordinal(rank) for rank in ranks))
    return Plot((panel,), axis="year", first=float(years.min()), last=float(years.max() + 1))
