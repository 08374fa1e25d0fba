"""What a desk asks of detail: partners, products, priority goods, third countries. Each is an expression for any engine.

An answer is a table, what must be said with it, and the files it rests on. Every order is total, so that two engines give
the same table. A code is a signal, never a classification.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from etl.detail import engine, methods, rows
from etl.detail.goods import Goods
from etl.detail.rows import Choice, Wanted

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import Table

WORLD = "WLD"
BEFORE = 2022  # the trend of third countries, and what priority goods are compared with, end before this year
RUSSIA = "RUS"
THIRD = ("KAZ", "KGZ", "ARM", "GEO", "TUR", "ARE", "UZB", "BLR")


@dataclass(frozen=True)
class Answer:
    """A table, the currency of its values, what must be said with it, and source, snapshot and day of each file behind it."""

    frame: pd.DataFrame
    currency: str
    said: tuple[str, ...]
    files: tuple[tuple[str, str, str], ...]


def _answer(frame: pd.DataFrame, choice: Choice, *said: str) -> Answer:
    return Answer(frame, choice.currency, (*choice.said, *filter(None, said)), tuple(choice.files()))


def _of_goods(table: Table, codes: Sequence[str]) -> Table:
    """Return the rows of goods whose code begins with one of those given; all goods without any."""
    if not codes:
        return table
    wanted = table.code.startswith(codes[0])
    for code in codes[1:]:
        wanted = wanted | table.code.startswith(code)
    return table.filter(wanted)


def _depth(codes: Sequence[str]) -> int:
    return max(map(len, codes), default=0)


def partners(data: Path, wanted: Wanted, codes: Sequence[str] = ()) -> Answer:
    """Return the trade of one reporter with each partner by year: value, share, rank, change and log growth.

    Shares are of the world that the source states, or else of all partners held; blocs are left out.
    """
    import ibis

    choice = rows.choose(data, replace(wanted, digits=_depth(codes)))
    with engine.opened() as database:
        table = _of_goods(rows.table(database, choice), codes)
        each = table.group_by("reporter", "partner", "year").agg(value=table.value.sum())
        places = each.filter(each.partner.notin(rows.blocs()))
        stated = each.filter(each.partner == WORLD).select("reporter", "year", stated="value")
        summed = places.group_by("reporter", "year").agg(summed=places.value.sum())
        whole = summed.left_join(stated, ["reporter", "year"]).select(
            "reporter", "year", whole=ibis.coalesce(stated.stated, summed.summed)
        )
        joined = places.join(whole, ["reporter", "year"])
        order = [joined.value.desc(), joined.partner]
        ranked = joined.mutate(
            share=joined.value.cast("float64") / joined.whole.cast("float64"),
            rank=ibis.row_number().over(group_by=["reporter", "year"], order_by=order) + 1,
        )
        by_year = ibis.window(group_by=["reporter", "partner"], order_by="year")
        lagged = ranked.mutate(before=ranked.value.lag().over(by_year), year_before=ranked.year.lag().over(by_year))
        next_to = (lagged.year_before == lagged.year - 1) & (lagged.before > 0) & (lagged.value > 0)
        ratio = lagged.value.cast("float64") / lagged.before.cast("float64")
        out = lagged.mutate(
            change=ibis.ifelse(next_to, ratio - 1, None), log_growth=ibis.ifelse(next_to, ratio.ln(), None)
        )
        out = out.select("reporter", "partner", "year", "value", "share", "rank", "change", "log_growth")
        frame = out.order_by("reporter", "year", "rank").to_pandas()
        has_world = bool(stated.count().execute())
    few = "" if has_world else "No world total is held: shares are of the partners held."
    return _answer(frame, choice, few)


def products(data: Path, wanted: Wanted, codes: Sequence[str] = (), digits: int = 6) -> Answer:
    """Return each product by year: value, weight, value a kilogram, partners, the first of them with its share, and HHI.

    A weight of zero is unknown: only rows with a weight enter the value a kilogram, `weighed` says their share of the value;
    `estimated` is the share of the weight that the source estimates.
    """
    import ibis

    choice = rows.choose(data, replace(wanted, digits=max(digits, _depth(codes))))
    with engine.opened() as database:
        table = _of_goods(rows.table(database, choice), codes)
        table = table.mutate(code=table.code.left(digits))
        places = table.filter(table.partner.notin(rows.blocs()))
        key = ["reporter", "code", "year"]
        known = (places.weight > 0) & (places.value > 0)
        each = places.group_by([*key, "partner"]).agg(
            value=places.value.sum(),
            weighed=places.value.sum(where=known),
            weight=places.weight.sum(where=known),
            guessed=places.weight.sum(where=known & places.marks.contains("w")),
        )
        whole = each.value.sum().over(group_by=key).cast("float64")
        first = ibis.row_number().over(group_by=key, order_by=[each.value.desc(), each.partner])
        shared = each.mutate(share=each.value.cast("float64") / whole.nullif(0), place=first)
        out = shared.group_by(key).agg(
            value=shared.value.sum(),
            weight=shared.weight.sum(),
            unit_value=shared.weighed.sum().cast("float64") / shared.weight.sum().cast("float64").nullif(0),
            weighed=shared.weighed.sum().cast("float64") / shared.value.sum().cast("float64").nullif(0),
            estimated=shared.guessed.sum().cast("float64") / shared.weight.sum().cast("float64").nullif(0),
            partners=shared.count(where=shared.value > 0),
            first=shared.partner.max(where=shared.place == 0),
            first_share=shared.share.max(where=shared.place == 0),
            hhi=(shared.share * shared.share).sum() * 10_000,
        )
        frame = out.order_by(key).to_pandas()
    most = int(frame["partners"].max()) if len(frame) else 0
    few = (
        f"Only {most} partner{'s are' if most > 1 else ' is'} held: shares and HHI are of those."
        if 0 < most < 10
        else ""
    )
    return _answer(frame, choice, few)


def priority(data: Path, wanted: Wanted, goods: Goods, partner: str = RUSSIA, *, common: bool = False) -> Answer:
    """Return exports of listed goods to one place by supplier, group of the list and period, and the mean of the same months
    (or of the years) before 2022 with the years it is of. `common` keeps only codes that exist in every revision held.
    """
    import ibis

    choice = rows.choose(data, replace(wanted, digits=_depth(list(goods.group))))
    revisions = sorted({name for part in choice.parts for name in part.revisions})
    codes = goods.older_than(revisions[0]) if common else list(goods.group)
    with engine.opened() as database:
        table = rows.table(database, choice)
        groups = ibis.memtable({"listed": list(goods.group), "group": list(goods.group.values())})
        table = table.filter(table.partner == partner)
        table = table.mutate(listed=table.code.left(_depth(codes))).join(groups, "listed")
        table = table.filter(table.listed.isin(codes))
        key = ["reporter", "group", "year", "month"]
        each = table.group_by(key).agg(value=table.value.sum(), codes=table.listed.nunique())
        past = each.filter(each.year < BEFORE)
        base = past.group_by("reporter", "group", "month").agg(
            before=past.value.cast("float64").mean(), years=past.count()
        )
        out = each.left_join(base, ["reporter", "group", "month"]).select(*key, "value", "codes", "before", "years")
        frame = out.order_by(key).to_pandas()
    return _answer(frame, choice, _codes_said(goods, codes, revisions), "A code is a signal, never a classification.")


def _codes_said(goods: Goods, codes: Sequence[str], revisions: Sequence[str]) -> str:
    """Return how many codes of a list the revisions held do not have."""
    new = sorted(set(goods.group) - set(goods.older_than(revisions[0]))) if revisions else []
    if not new:
        return ""
    if not set(new) & set(codes):
        return f"Only the {len(codes)} codes that exist in all of {', '.join(revisions)} are counted, of {len(goods.group)}."
    return (
        f"{len(new)} of the {len(goods.group)} codes do not exist before {goods.since[new[0]]} ({', '.join(new)}): lines over a "
        "change of revision have a joint there. Ask for codes that exist in both to leave them out."
    )


def third_countries(
    data: Path, wanted: Wanted, codes: Sequence[str], places: Sequence[str] = THIRD, transit: bool = True
) -> Answer:
    """Return exports of chosen goods to third countries by supplier and year against their own trend before 2022: what the
    trend says, its 95 % interval, the excess, and, where the third country's own imports are held, what was lost in transit.
    """
    choice = rows.choose(data, replace(wanted, flow="X", digits=_depth(codes)))
    with engine.opened() as database:
        table = _of_goods(rows.table(database, choice), codes)
        table = table.filter(table.partner.isin([*places, RUSSIA]))
        each = table.group_by("reporter", "partner", "year").agg(value=table.value.sum())
        frame = each.order_by("reporter", "partner", "year").to_pandas()
    frame = _against_trend(frame)
    said = "The trend is a line through the logarithms of the years before 2022; a place without four of them has none."
    if not transit:
        return _answer(frame, choice, said)
    try:
        mirror = _mirror(data, wanted, codes, places)
    except rows.NothingHeld:
        frame["imported"], frame["lost"] = None, None
        return _answer(
            frame,
            choice,
            said,
            "The third countries’ own imports are not held: nothing is said on goods lost in transit.",
        )
    frame = frame.merge(mirror.frame, on=["reporter", "partner", "year"], how="left", validate="one_to_one")
    frame["lost"] = frame["value"].astype(float) - frame["imported"].astype(float)
    caveat = (
        "Lost in transit is a supplier’s exports less the third country’s imports from it: exports are free on board, imports "
        "with freight and insurance, goods on the way at the year’s end and imports booked by origin differ too."
    )
    return replace(_answer(frame, choice, said, caveat), files=tuple(sorted({*choice.files(), *mirror.files})))


def _mirror(data: Path, wanted: Wanted, codes: Sequence[str], places: Sequence[str]) -> Answer:
    """Return what third countries say they imported from each supplier, named as the supplier's row is."""
    choice = rows.choose(data, replace(wanted, flow="M", reporters=tuple(places), digits=_depth(codes)))
    with engine.opened() as database:
        table = _of_goods(rows.table(database, choice), codes)
        each = table.group_by(reporter=table.partner, partner=table.reporter, year=table.year).agg(
            imported=table.value.sum()
        )
        return _answer(each.order_by("reporter", "partner", "year").to_pandas(), choice)


def _against_trend(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with what the trend before 2022 says of each year, and how far above its interval the value is."""
    fits: list[methods.Fit | None] = []
    past = frame[frame["year"] < BEFORE]
    known = dict(iter(past.groupby(["reporter", "partner"])))
    for reporter, partner, year in zip(frame["reporter"], frame["partner"], frame["year"], strict=True):
        own = known.get((reporter, partner))
        if own is None or year < BEFORE:
            fits.append(None)
            continue
        fits.append(
            methods.trend([int(each) for each in own["year"]], [float(each) for each in own["value"]], int(year))
        )
    out = frame.copy()
    out["trend"] = [fit.value if fit else None for fit in fits]
    out["low"] = [fit.low if fit else None for fit in fits]
    out["high"] = [fit.high if fit else None for fit in fits]
    out["excess"] = out["value"].astype(float) - out["trend"]
    out["beyond"] = [
        bool(fit and not fit.low <= float(v) <= fit.high) for fit, v in zip(fits, out["value"], strict=True)
    ]
    return out
