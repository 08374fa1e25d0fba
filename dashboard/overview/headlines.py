"""The finding over the overview: level, direction and comparison of the newest whole year, and what came after it."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dashboard.exhibits import badges
from dashboard.figures import query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd


GROWTH = {"usd": "goods_total_growth_pct", "cny": "goods_total_growth_cny_pct"}


def compose(data: Data, currency: str = "usd") -> tuple[str, str]:
    """Return the finding and the line under it: level, direction and comparison of the newest whole year."""
    years = level(data, currency)
    if len(years) < 2:
        return "China–Russia trade", "What is the state of play?"
    now, before = years.iloc[-1], years.iloc[-2]
    change = moved(data, years, currency)
    total, base = (words.money(row["value"] / 1e9, currency=currency) for row in (now, before))
    verb = "rose" if round(change, 1) > 0 else "fell" if round(change, 1) < 0 else ""
    if not verb:
        head = f"China–Russia trade stood at {total} in {now['period']}, as in {before['period']}"
    else:
        how = f"{verb} {words.percent(abs(change))} in {now['period']}"
        head = f"China–Russia trade {how}, from {before['period']}’s {base} to {total}"
    return head, " ".join(filter(None, (_after(data, now, change, currency), newer_in_yuan(data, currency))))


def newer_in_yuan(data: Data, currency: str) -> str:
    """Return what the newest yuan figure says where dollars end before it; "" elsewhere. Nothing is converted."""
    dollars, yuan = (_to_date(data, each) for each in ("usd", "cny"))
    if currency != "usd" or dollars.empty or yuan.empty:
        return ""
    reached, newest = max(badges.last_months(dollars)), max(badges.last_months(yuan))
    if newest <= reached:
        return ""
    at = yuan[[one == newest for one in badges.last_months(yuan)]]
    row = at.loc[at["months"].idxmax()]
    months = int(row["months"])
    total, growth = words.money(row["value"] / 1e9, currency="cny"), printed(data, row, months, "cny")
    if growth is None:
        before = query.pick(data, "goods_total_cny", reporter="CHN", partner="RUS", family="gacc", months=months)
        before = before[before["period"] == f"{int(row['period'][:4]) - 1}{row['period'][4:]}"]
        growth = None if before.empty else (row["value"] / float(before["value"].iloc[0]) - 1) * 100
    by = "" if growth is None else f", {words.percent(growth, signed=True)} on a year before"
    year, month = reached.split("-")
    ended = calendar.month_name[int(month)] + ("" if newest.startswith(year) else f" {year}")
    return f"{words.period(row['period'], months)}: {total}{by}; dollar figures end in {ended}."


def _to_date(data: Data, currency: str) -> pd.DataFrame:
    """Return the months and sums of months of China–Russia trade that China Customs gives in a currency, of any length."""
    return query.pick(
        data, f"goods_total_{currency}", reporter="CHN", partner="RUS", family="gacc", months=range(1, 13)
    )


def level(data: Data, currency: str = "usd") -> pd.DataFrame:
    """Return the whole years of China–Russia trade as China Customs counts it, in the currency it prints."""
    return query.pick(data, f"goods_total_{currency}", reporter="CHN", partner="RUS", family="gacc", whole_years=True)


def moved(data: Data, years: pd.DataFrame, currency: str = "usd") -> float:
    """Return by how many percent the last of whole years changed: as printed, else on the year before as shown."""
    now, before = years.iloc[-1], years.iloc[-2]
    growth = printed(data, now, currency=currency)
    return (now["value"] / before["value"] - 1) * 100 if growth is None else growth


def printed(data: Data, row: Mapping[str, Any], months: int = 12, currency: str = "usd") -> float | None:
    """Return the growth that customs printed for a period, in percent, or None."""
    rows = query.pick(data, GROWTH[currency], reporter="CHN", partner="RUS", family="gacc", months=months)
    rows = rows[(rows["period"] == row["period"]) & (rows["status"] != "derived")]
    return float(rows["value"].iloc[-1]) if len(rows) else None


def _after(data: Data, year: Mapping[str, Any], change: float, currency: str) -> str:
    """Return what the months since the last whole year say, or nothing when none are published."""
    rows = query.pick(
        data, f"goods_total_{currency}", reporter="CHN", partner="RUS", family="gacc", months=range(1, 12)
    )
    first = str(int(year["period"]) + 1)
    rows = rows[rows["period"] == f"{first}-01"]
    if rows.empty:
        return "What is the state of play?"
    newest = rows.loc[rows["months"].idxmax()]
    total, months = words.money(newest["value"] / 1e9, currency=currency), int(newest["months"])
    when = _spelt(words.period(newest["period"], months))
    growth = printed(data, newest, months, currency)
    if growth is None:
        return f"{when}: {total}."
    more = "more" if growth > 0 else "less"
    turned = {(-1, 1): "It turned up again", (1, -1): "It turned down", (-1, -1): "It went on falling"}
    opening = turned.get((_sign(change), _sign(growth)), "It went on rising" if growth > 0 else "It stood still")
    return f"{opening} in {when}: {total}, {words.percent(abs(growth))} {more} than a year before."


def _spelt(period: str) -> str:
    """Return a period with its months written out: "January–February 2026"."""
    for number, short in enumerate(words.MONTHS, start=1):
        period = period.replace(short, calendar.month_name[number])
    return period


def _sign(value: float) -> int:
    rounded = round(float(value), 1)
    return (rounded > 0) - (rounded < 0)
