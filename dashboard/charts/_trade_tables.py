"""The tables behind `trade_by_partner`: levels first, every other view computed from them or from published rows."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from dashboard import joined, query, words
from dashboard.charts import _trade_growth as growth
from dashboard.picks import Picks
from dashboard.query import Data
from etl.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

FAMILIES = ("gacc", "imf", "comtrade")
FLOWS = {"total": "total", "export": "exports", "import": "imports"}
MIRROR = {"total": "total", "export": "imports", "import": "exports"}  # the partner's imports are China's exports
PARTNER_FAMILIES = {
    "RUS": ("imf", "comtrade", "fcs"),
    "EU27": ("imf",),
    "USA": ("comtrade", "imf", "census"),
    "ASEAN": ("aseanstats",),
}


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return the rows drawn: base units, `line` (the partner drawn), `joint`, `shown`."""
    rows = _TABLES.get(picks["view"], _levels)(data, picks)
    if not rows.empty:
        rows = query.scaled(rows)
        rows["line"] = rows["partner"]
        order = {p: i for i, p in enumerate(picks["partners"].split(","))}
        rows = rows.sort_values(
            ["partner", "period"], key=lambda c: c.map(order) if c.name == "partner" else c, ignore_index=True
        )
    return rows


def _families(picks: Picks) -> tuple[str, ...]:
    return FAMILIES if picks["family"] == "auto" else (picks["family"],)


DOLLARS_ONLY = ("increment", "index", "share")


def currency(picks: Picks) -> str:
    """Return the currency drawn: the one picked, but dollars where a view or a partner's own count has no other."""
    return "usd" if picks["view"] in DOLLARS_ONLY or picks["reporter"] == "partner" else picks["currency"]


def _levels(data: Data, picks: Picks, kind: str = "", stem: str = "") -> pd.DataFrame:
    """Return the level of each partner and year (or rolling year), in the currency drawn."""
    kind = kind or f"_{currency(picks)}"
    series = f"goods_{stem or FLOWS[picks['flow']]}{kind}"
    partners = picks["partners"].split(",")
    if picks["reporter"] == "partner":
        return _counted_by_partner(data, picks, kind, stem)
    if picks["frequency"] == "M":
        return _rolling(data, picks, series)
    rows = joined.lines(
        data, series, "CHN", partners, families=_families(picks), first=picks["first"], last=picks["last"]
    )
    return _with_uk(data, rows, series, picks)


def _with_uk(data: Data, rows: pd.DataFrame, series: str, picks: Picks) -> pd.DataFrame:
    """Return rows with the EU's years that only exist with the UK (EU28), the composition marked as a joint.

    Only where one family was asked for and it has no EU without the UK for those years: China Customs to 2019.
    """
    import pandas as pd

    if "EU27" not in picks["partners"] or picks["family"] == "auto":
        return rows
    old = query.pick(
        data, series, reporter="CHN", partner="EU28", family=_families(picks), first=picks["first"], last=picks["last"],
        whole_years=True,
    )  # fmt: skip
    have = set(rows.loc[rows["partner"] == "EU27", "period"])
    old = old[~old["period"].isin(have)].assign(joint=False, composition="EU28", partner="EU27")
    if old.empty:
        return rows
    both = pd.concat([rows, old]).sort_values(["partner", "period"], ignore_index=True)
    both["composition"] = both["composition"].fillna("")
    eu = both["partner"] == "EU27"
    changed = eu & (both["composition"] != both["composition"].shift()) & (both["partner"] == both["partner"].shift())
    both["joint"] = both["joint"].fillna(False).astype(bool) | changed
    return both


def _counted_by_partner(data: Data, picks: Picks, kind: str, stem: str) -> pd.DataFrame:
    """Return each partner's own count of its trade with China; its imports stand for China's exports."""
    import pandas as pd

    flow = stem if stem else MIRROR[picks["flow"]]
    parts = []
    for partner in picks["partners"].split(","):
        rows = joined.line(
            data, f"goods_{flow}{kind}", partner, "CHN", families=PARTNER_FAMILIES[partner],
            first=picks["first"], last=picks["last"],
        )  # fmt: skip
        parts.append(rows.assign(partner=partner))
    return pd.concat(parts, ignore_index=True)


def _rolling(data: Data, picks: Picks, series: str) -> pd.DataFrame:
    """Return rolling 12-month sums by China Customs, one row a month with a published cumulative figure."""
    import pandas as pd

    from etl.rows import month_after

    parts = []
    for partner in picks["partners"].split(","):
        rows = joined.cumulative_year(data, series, "CHN", partner, "gacc")
        end = rows["period"].map(lambda p: month_after(p, 11)[:4]) if len(rows) else rows["period"]
        fits = (end >= picks["first"]) & ((end <= picks["last"]) if picks["last"] else True)
        parts.append(rows[fits].assign(joint=False))
    return pd.concat(parts, ignore_index=True)


def _increment(data: Data, picks: Picks) -> pd.DataFrame:
    """Return changes on the year before within one family; a joint gives none."""
    return _paired(
        data, picks, "change_usd", lambda now, then: (now["value"] - then["value"], now["rounding"] + then["rounding"])
    )


def _paired(data: Data, picks: Picks, kind: str, rule) -> pd.DataFrame:  # type: ignore[no-untyped-def]
    """Return a rule on each year and the year before, of one family and composition."""
    import pandas as pd

    early = {**picks, "first": str(int(picks["first"]) - 1), "frequency": "A"}
    rows = _levels(data, early)
    out = []
    for _, line in rows.groupby("partner"):
        records = line.sort_values("period").to_dict("records")
        for then, now in itertools.pairwise(records):
            if int(now["period"]) == int(then["period"]) + 1 and not now["joint"] and now["period"] >= picks["first"]:
                value, rounding = rule(now, then)
                out.append(
                    query.computed((now, then), "change", f"goods_{FLOWS[picks['flow']]}_{kind}", value, rounding)
                )
    return pd.DataFrame(out, columns=rows.columns)


def _growth(data: Data, picks: Picks) -> pd.DataFrame:
    """Return growth as printed and as recomputed, side by side."""
    levels = _levels(data, {**picks, "frequency": "A"})
    if levels.empty:
        return levels
    kind = "" if currency(picks) == "usd" else f"_{currency(picks)}"
    series = f"goods_{FLOWS[picks['flow']]}_growth{kind}_pct"
    return growth.table(data, picks, levels, series, _families(picks))


def _index(data: Data, picks: Picks) -> pd.DataFrame:
    """Return values against the base year of each partner's own line."""
    import pandas as pd

    rows = _levels(data, {**picks, "frequency": "A"})
    if rows.empty:
        return rows
    common = set.intersection(*(set(line["period"]) for _, line in rows.groupby("partner")))
    base = picks["base"] if picks["base"] in common else min(common, default="")
    out = []
    for _, line in rows.groupby("partner") if base else ():
        records = line.to_dict("records")
        foot = next(row for row in records if row["period"] == base)
        for row in records:
            value, rounding = query.quotient(row, foot, 100)
            parts = (row, foot) if row is not foot else (row,)
            out.append(query.computed(parts, "index", f"goods_{FLOWS[picks['flow']]}_index", value, rounding))
    return pd.DataFrame(out, columns=rows.columns).assign(base=base)


def _share(data: Data, picks: Picks) -> pd.DataFrame:
    """Return the partner's share of China's trade with the world, of one family a year."""
    return _levels(data, {**picks, "frequency": "A", "reporter": "CHN"}, "_share_pct")


def _ratio(data: Data, picks: Picks) -> pd.DataFrame:
    """Return partner ÷ Russia, same year and family."""
    import pandas as pd

    partners = [p for p in picks["partners"].split(",") if p != "RUS"]
    rows = _levels(data, {**picks, "partners": ",".join(["RUS", *partners])})
    russia = {(row["period"], row["months"]): row for row in rows[rows["partner"] == "RUS"].to_dict("records")}
    out = []
    for row in rows[rows["partner"] != "RUS"].to_dict("records"):
        foot = russia.get((row["period"], row["months"]))
        if foot is not None and (foot["family"] == row["family"] or picks["reporter"] == "partner"):
            value, rounding = query.quotient(row, foot)
            out.append(query.computed((row, foot), "ratio", f"goods_{FLOWS[picks['flow']]}_ratio", value, rounding))
    return pd.DataFrame(out, columns=rows.columns)


def _balance(data: Data, picks: Picks) -> pd.DataFrame:
    return _levels(data, {**picks, "frequency": "A"}, stem="balance")


_TABLES = {
    "increment": _increment,
    "growth": _growth,
    "index": _index,
    "share": _share,
    "ratio": _ratio,
    "balance": _balance,
}


def notes(table: pd.DataFrame) -> list[str]:
    """Return what the reader must know of the rows drawn: joints, the EU's composition, derived years, gaps."""
    out = []
    if (table["family"] == "imf").any() and table["partner"].eq("EU27").any():
        out.append("EU without the UK throughout")
    elif "composition" in table and table["composition"].eq("EU28").any():
        out.append("EU includes the UK to 2019")
    for row in table[(table["status"] == "derived") & table["citation"].str.startswith("implied_base")].to_dict(
        "records"
    ):
        out.append(
            f"{place_name(row['partner'], short=True)} {row['period'][:4]} from the next year’s level and printed growth"
        )
    for partner, line in table.groupby("partner", sort=False):
        years = sorted({int(p[:4]) for p in line["period"]})
        gaps = [str(y) for y in range(years[0], years[-1]) if y not in years]
        if gaps and line["period"].str.len().eq(4).all():
            out.append(f"{place_name(str(partner), short=True)}: no figure for {words.listed(gaps)}")
    return out
