"""Russia's rank among China's trading partners: as published, by the rule it was counted by, and as computable here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.exhibits import absence
from dashboard.exhibits.picks import LAST, Pick, Picks
from dashboard.exhibits.plot import Bar, Cell, Cells, Panel, Plot, Scale
from dashboard.figures import query, triples, words
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

LANES = {
    "states": "Countries only, without Hong Kong and Taiwan",
    "single": "Single economies with Hong Kong and Taiwan",
    "eu": "The EU as one, the rest singly",
    "blocs": "The EU and ASEAN as one each",
    "unstated": "Rule not stated",
}
SERIES, LEVEL = "goods_total_rank", "goods_total_usd"
BLOCS = ("EU27", "ASEAN")
MOST_BARS = 10
LARGE = ("JPN", "KOR", "HKG", "TWN", "AUS", "BRA")  # partners without which no rank can be counted here
ENOUGH = 10  # partners beside Russia that make an order of them

PICKS = (
    Pick("view", "View", (("ranks", "Ranks"), ("order", "Order in one year")), "ranks", segmented=True),
    Pick("blocs", "EU and ASEAN", (("members", "By member"), ("one", "As one each")), "members"),
    Pick("year", "Year", default="", kind="year"),
    Pick("first", "From", default="2017", kind="year"),
    LAST,
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return ranks (`kind` published or bound, with its `lane`), or in the order view the dollars of each partner."""
    import pandas as pd

    if picks["view"] == "order":
        return _order(data, picks)
    rows = pd.concat([_published(data), _bounds(data)], ignore_index=True)
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


def _partners(data: Data, blocs: str) -> pd.DataFrame:
    """Return China's trade with each partner held, one family a year: blocs instead of their members, or members alone.

    The family is the first that has Russia and ENOUGH others, else the one with most.
    """
    rows = query.pick(data, LEVEL, reporter="CHN", family=triples.FAMILIES, whole_years=True)
    inside = {place for bloc in (*BLOCS, "EU28") for place in registry.members(bloc)}
    kinds = registry.table("places")
    places = {place for place in set(rows["partner"]) if kinds.get(place, {}).get("kind") == "country"}
    kept = (places - inside) | set(BLOCS) | ({"GBR"} & places) if blocs == "one" else places
    rows = rows[rows["partner"].isin(kept) & rows["value"].notna()]
    best: dict[str, str] = {}
    for year, held in rows.groupby("period"):
        count = {
            f: len(held[held["family"] == f])
            for f in triples.FAMILIES
            if "RUS" in set(held.loc[held["family"] == f, "partner"])
        }
        best[str(year)] = next(
            (f for f, n in count.items() if n > ENOUGH), max(count, key=lambda f: count[f], default="")
        )
    return rows[rows["family"] == rows["period"].map(best)]


def _bounds(data: Data) -> pd.DataFrame:
    """Return the best rank that the partners held allow, by year and way of counting: one more than are larger.

    A year that lacks a LARGE partner has none: "4th at best" of the four partners held says nothing.
    """
    import pandas as pd

    out = []
    for lane, blocs in (("single", "members"), ("blocs", "one")):
        by_year: dict[str, list[dict[str, Any]]] = {}
        for row in _partners(data, blocs).to_dict("records"):
            by_year.setdefault(str(row["period"]), []).append({str(name): value for name, value in row.items()})
        for rows in by_year.values():
            own = next((row for row in rows if row["partner"] == "RUS"), None)
            if own is None or _lacking(rows):
                continue
            larger = [row for row in rows if row["value"] > own["value"]]
            rank = query.computed_row((own, *larger), "rank", SERIES, len(larger) + 1.0, 0.0)
            out.append(rank | {"lane": lane, "kind": "bound", "disagree": 0, "others": 0})
    return pd.DataFrame(out, columns=[*query.COLUMNS, "lane", "kind"])


def _lacking(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the LARGE partners that rows of one year have not."""
    held = {row["partner"] for row in rows}
    return [place for place in LARGE if place not in held]


def _order(data: Data, picks: Picks) -> pd.DataFrame:
    """Return the partners of a year, largest first; without a year the newest that has Russia and ten more."""
    rows = _partners(data, picks["blocs"])
    by_year = {str(period): set(names) for period, names in rows.groupby("period")["partner"]}
    whole = [period for period, names in by_year.items() if "RUS" in names and len(names) > ENOUGH]
    year = picks["year"] or max(whole, default="")
    chosen = rows[rows["period"] == year].sort_values("value", ascending=False, ignore_index=True)
    chosen = chosen.assign(lane="", kind="level", place=chosen.index + 1)
    return query.scale_for_display(chosen) if len(chosen) else chosen


def nothing(data: Data, picks: Picks) -> str:
    """Return what is missing and what to choose."""
    known = absence.known(data)
    later = ", or a later day" if known else ""
    if picks["view"] == "order":
        year = picks["year"] or "any year"
        return f"No partner figures of one source{known} for {year}. Choose a year from 2005 to 2020{later}."
    return f"No rank of Russia among China’s partners{known} from {picks['first']}. Choose an earlier start{later}."


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the newest year's published ranks, or Russia's place among the partners held; "" without either."""
    if picks["view"] == "order":
        russia = table[table["partner"] == "RUS"]
        if russia.empty:
            return ""
        place, year = words.ordinal(int(russia["place"].iloc[0])), russia["period"].iloc[0]
        return f"Russia stood {place} of {len(table)} partners held here in {year}"
    yearly = table[(table["kind"] == "published") & (table["months"] == 12)]
    if yearly.empty:
        return ""
    newest = yearly[yearly["period"] == yearly["period"].max()]
    ranks = sorted({int(value) for value in newest["value"]})
    said = " or ".join(words.ordinal(rank) for rank in ranks)
    rule = ", by rule" if len(ranks) > 1 else ""
    return f"Russia ranked {said} among China’s partners in {newest['period'].iloc[0]}{rule}"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return what is ranked, whose figures, and years."""
    if picks["view"] == "order":
        how = "EU and ASEAN as one each" if picks["blocs"] == "one" else "by country"
        what = f"China’s goods exports + imports with the partners held here, {how}"
        return f"{what}, US$ bn, counted by China, {query.years(table)}"
    what = "Rank of Russia among China’s partners in goods trade"
    return f"{what}, by the rule of counting, 1 is the largest, {query.years(table)}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return where ranks stand, what a computed one can say, and which rows are not drawn."""
    if picks["view"] == "order":
        names = [registry.place_name(place, short=True) for place in _lacking(table.to_dict("records"))]
        verb = "are" if len(names) > 1 else "is"
        missing = f"; {words.listed(names)} {verb} not held here, so Russia’s true rank is lower" if names else ""
        whose = words.listed(triples.NAMES[family] for family in dict.fromkeys(table["family"]))
        return f"{whose} figures{missing}."
    at_best = (table["kind"] == "bound").any()
    return (
        f"published ranks as printed{'; at best: one more than the partners held that are larger' if at_best else ''}."
    )


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return a matrix of ranks by year and rule, or the ordered bars of one year."""
    return _bars(table) if picks["view"] == "order" else _matrix(table)


def _bars(table: pd.DataFrame) -> Plot:
    shown = table[(table["place"] <= MOST_BARS) | (table["partner"] == "RUS")]
    bars = tuple(
        Bar(
            f"{row.place}. {registry.place_name(row.partner, short=True)}",
            float(row.shown),
            "RUS" if row.partner == "RUS" else "context",
            words.money(row.shown),
            row=int(row.Index),
        )
        for row in shown.itertuples()
    )
    return Plot((Panel(bars, Scale("$", "bn", 1)),), axis="items")


def _matrix(table: pd.DataFrame) -> Plot:
    yearly = table[table["months"] == 12]
    lanes = [lane for lane in LANES if lane in set(yearly["lane"])]
    taken = set(zip(*(yearly.loc[yearly["kind"] == "published", name] for name in ("lane", "period")), strict=True))
    cells = []
    for row in yearly.itertuples():
        if row.kind == "bound" and (row.lane, row.period) in taken:
            continue  # a published rank by the same rule says more
        at_best = "at best " if row.kind == "bound" else ""
        cells.append(
            Cell(
                float(row.period),
                float(row.period) + 1,
                lanes.index(row.lane),
                f"{LANES[row.lane]}, {row.period}: {at_best}{words.ordinal(int(row.value))}",
                "RUS_tint" if not at_best else "context",
                "part" if at_best else "full",
                text=words.ordinal(int(row.value)),
                short=str(int(row.value)),
                bold=not at_best,
                row=int(row.Index),
            )
        )
    key = (("full", "RUS_tint", "As published"), ("part", "context", "At best, from the partners held"))
    years = yearly["period"].astype(int)
    panel = Panel((Cells(tuple(cells), key),), lanes=tuple(LANES[lane] for lane in lanes))
    return Plot((panel,), axis="year", first=float(years.min()), last=float(years.max() + 1))
