"""Russia's place among China's trading partners: all partners of a year from one family in one currency, by rule of counting."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from dashboard.figures import query, triples
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

LEVELS = (
    "goods_total_usd",
    "goods_total_cny",
)  # dollars where a whole list is held in them, else yuan; never converted
BLOCS = ("EU27", "ASEAN")
CHINESE = ("HKG", "TWN", "MAC")  # left out where only countries are ranked
RULES: dict[str, tuple[Collection[str], Collection[str]]] = {  # rule: blocs counted as one, economies left out
    "states": ((), CHINESE), "single": ((), ()), "eu": (("EU27",), ()), "blocs": (BLOCS, ()),
}  # fmt: skip
SOME, WHOLE = 10, 150  # partners beside Russia: enough to set in order, and enough to be the office's whole list


def partners(data: Data, rule: str = "single") -> pd.DataFrame:
    """Return China's trade with each partner held by a rule of counting, one row a partner and year, one family a year.

    The family is the first whose list of the year is whole and has Russia in it, else the first with SOME partners, else
    the longest; dollars go before yuan.
    """
    as_one, left_out = RULES[rule]
    rows = query.pick(data, LEVELS, reporter="CHN", family=triples.FAMILIES, whole_years=True)
    kinds = registry.table("places")
    places = {place for place in set(rows["partner"]) if kinds.get(place, {}).get("kind") == "country"}
    inside = {place for bloc in as_one for place in registry.members(bloc)}
    kept = (places - inside - {"CHN", *left_out}) | set(as_one)
    rows = rows[rows["partner"].isin(kept) & rows["value"].notna()]
    lists = {key: held for key, held in rows.groupby(["period", "series", "family"]) if "RUS" in set(held["partner"])}
    best: dict[str, tuple[str, str, str]] = {}
    for key, held in lists.items():
        now = best.get(key[0])
        if now is None or _goodness(key, len(held)) > _goodness(now, len(lists[now])):
            best[key[0]] = key
    chosen = set(best.values())
    keys = zip(rows["period"], rows["series"], rows["family"], strict=True)
    return rows.loc[[key in chosen for key in keys]] if len(rows) else rows


def _goodness(key: tuple[str, str, str], count: int) -> tuple[int, ...]:
    """Return what makes one list of a year better than another: whole, long enough, in dollars, by the finest family."""
    _, series, family = key
    enough = (count > WHOLE) + (count > SOME)
    return enough, -LEVELS.index(series), -triples.FAMILIES.index(family), count


def counted(data: Data) -> list[dict[str, Any]]:
    """Return Russia's rank by every rule (`lane`) in each year of which a whole list is held, citing all who are larger."""
    out = []
    for rule in RULES:
        for _, held in partners(data, rule).groupby("period"):
            if len(held) <= WHOLE:
                continue
            rows = [{str(name): value for name, value in row.items()} for row in held.to_dict("records")]
            own = next(row for row in rows if row["partner"] == "RUS")
            larger = [row for row in rows if row["value"] > own["value"]]
            rank = query.computed_row((own, *larger), "rank", "goods_total_rank", len(larger) + 1.0, 0.0)
            out.append(rank | {"lane": rule, "kind": "counted", "disagree": 0, "others": 0})
    return out
