"""Annual lines joined from several sources, and 12-month sums: nothing is guessed, a joint or a gap stays visible."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dashboard.query import Data, pick

if TYPE_CHECKING:
    import pandas as pd


def line(
    data: Data,
    series: str,
    reporter: str,
    partner: str,
    *,
    families: Iterable[str],
    first: str = "",
    last: str = "",
) -> pd.DataFrame:
    """Return one annual line, each year once, with as few joints between source families as can be.

    `families` are tried in order of preference: the first one keeps the newest unbroken run of years, the next ones fill
    what lies before, and single years left open. Column `joint` is True where a year comes from another family or, for
    the EU, another composition than the year before.
    """
    import pandas as pd

    rows = pick(
        data, series, reporter=reporter, partner=partner, family=families, first=first, last=last, whole_years=True
    )
    by_family = {name: set(rows.loc[rows["family"] == name, "period"]) for name in families}
    chosen: dict[str, str] = {}
    for year in sorted(set(rows["period"]), reverse=True):
        later = chosen.get(str(int(year) + 1))
        order = [*([later] if later else []), *by_family]  # stay with the family of the year after
        chosen[year] = next(name for name in order if year in by_family[name])
    keep = [chosen.get(period) == name for period, name in zip(rows["period"], rows["family"], strict=True)]
    out: pd.DataFrame = rows[pd.Series(keep, index=rows.index, dtype=bool)].sort_values("period", ignore_index=True)
    out["joint"] = (out["family"] != out["family"].shift()) & (out.index > 0)
    return out


def lines(
    data: Data, series: str, reporter: str, partners: Iterable[str], *, families: Iterable[str], first: str, last: str
) -> pd.DataFrame:
    """Return annual lines of several partners that change source family in the same year wherever they can.

    Going back from `last`, the preferred family is kept while every partner has it; then the next family takes over. A
    partner without the year's family takes any that it has; without one, its year is a gap (no row). Column `joint` marks
    the first year after a change of family.
    """
    import pandas as pd

    partners, families = list(partners), list(families)
    rows = pick(
        data, series, reporter=reporter, partner=partners, family=families, first=first, last=last, whole_years=True
    )
    has = {(p, y): set(group["family"]) for (p, y), group in rows.groupby(["partner", "period"])}
    newest = {p: max((y for q, y in has if q == p), default="") for p in partners}
    chosen: dict[tuple[str, str], str] = {}
    at = 0
    for year in sorted({y for _, y in has}, reverse=True):
        due = [p for p in partners if newest[p] and year <= newest[p]]
        while at + 1 < len(families) and not all(families[at] in has.get((p, year), ()) for p in due):
            if not any(
                families[later] in has.get((p, year), ()) for later in range(at + 1, len(families)) for p in due
            ):
                break
            at += 1
        order = [*families[at:], *families[:at]]
        for p in partners:
            chosen[p, year] = next((f for f in order if f in has.get((p, year), ())), "")
    keep = [chosen.get((p, y)) == f for p, y, f in zip(rows["partner"], rows["period"], rows["family"], strict=True)]
    kept = rows[pd.Series(keep, index=rows.index, dtype=bool)]
    out: pd.DataFrame = kept.sort_values(["partner", "period"], ignore_index=True)
    before = out.groupby("partner")["family"].shift()
    out["joint"] = before.notna() & (before != out["family"])
    return out


def cumulative_year(data: Data, series: str, reporter: str, partner: str, family: str) -> pd.DataFrame:
    """Return rolling 12-month sums: the year before, less its months to date, plus this year's months to date.

    One row for each month with a published cumulative figure in both years, and one for each whole year. Period and
    months give the twelve months covered; status derived but for whole years. No month is guessed.
    """
    import pandas as pd

    from etl.rows import month_after

    rows = pick(data, series, reporter=reporter, partner=partner, family=family, months=range(1, 13))
    whole = {r["period"]: r for r in rows[(rows["months"] == 12) & (rows["period"].str.len() == 4)].to_dict("records")}
    to_date = {
        (r["period"][:4], r["months"]): r
        for r in rows[rows["period"].str.endswith("-01")].to_dict("records")
        if r["months"] < 12
    }
    out = [{**row, "period": f"{year}-01"} for year, row in whole.items()]
    for (year, months), now in to_date.items():
        before = str(int(year) - 1)
        full, then = whole.get(before), to_date.get((before, months))
        if full is None or then is None:
            continue
        parts = (full, then, now)
        out.append(
            {
                **now,
                "value": full["value"] - then["value"] + now["value"],
                "months": 12,
                "status": "derived",
                "period": month_after(f"{before}-01", months),
                "rounding": sum(p["rounding"] for p in parts),
                "vintage": max(p["vintage"] for p in parts),
                "citation": "rolling(" + " ".join(p["citation"] for p in parts) + ")",
            }
        )
    return pd.DataFrame(out, columns=rows.columns).sort_values("period", ignore_index=True)
