"""The tables behind `trade_by_partner`: levels first, every other view computed from them or from published rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.trade import growth
from dashboard.exhibits.picks import Picks
from dashboard.figures import query, rolling, splice, triple_index, triples
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

FLOWS = {"total": "total", "export": "exports", "import": "imports"}
MIRROR = {"exports": "imports", "imports": "exports"}  # the partner's imports are China's exports


def all_partners(picks: Picks) -> dict[str, str]:
    """Return the picks with the partner chosen beside the usual ones among them."""
    beside = picks.get("beside", "")
    return {**picks, "partners": f"{picks['partners']},{beside}" if beside else picks["partners"]}


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return the rows drawn: base units, `line` (the partner drawn), `joint`, `shown`."""
    picks = all_partners(picks)
    rows = _TABLES.get(picks["view"], _levels)(data, picks)
    if not rows.empty:
        rows = query.scale_for_display(rows)
        rows["line"] = rows["partner"]
        order = {p: i for i, p in enumerate(picks["partners"].split(","))}
        rows = rows.sort_values(
            ["partner", "period"], key=lambda c: c.map(order) if c.name == "partner" else c, ignore_index=True
        )
    return rows


def _families(picks: Picks) -> tuple[str, ...]:
    return triples.FAMILIES if picks["family"] == "auto" else (picks["family"],)


DOLLARS_ONLY = ("increment", "index", "share")


def currency(picks: Picks) -> str:
    """Return the currency drawn: the one picked, but dollars where a view or a partner's own count has no other."""
    return "usd" if picks["view"] in DOLLARS_ONLY or picks["reporter"] == "partner" else picks["currency"]


def _levels(data: Data, picks: Picks, flow: str = "", *, share: bool = False) -> pd.DataFrame:
    """Return the level (or share of the world) of each partner and year or rolling year, in the currency drawn."""
    flow = flow or FLOWS[picks["flow"]]
    if picks["reporter"] == "partner":
        return _counted_by_partner(data, picks, flow)
    if picks["frequency"] == "M":
        return _rolling(data, picks, f"goods_{flow}_{currency(picks)}")
    return _with_uk(data, _lines(data, picks, splice.reader(data, flow, share=share)), flow, picks, share=share)


def _lines(data: Data, picks: Picks, read: splice.Read) -> pd.DataFrame:
    """Return the annual line of each partner picked, as China counts."""
    span = {"currency": currency(picks), "first": picks["first"], "last": picks["last"]}
    return splice.lines(data, read, "CHN", picks["partners"].split(","), families=_families(picks), **span)


def _with_uk(data: Data, rows: pd.DataFrame, flow: str, picks: Picks, *, share: bool) -> pd.DataFrame:
    """Return rows with the EU's years that only exist with the UK (EU28), the change of composition torn and said.

    Only where one family was asked for and it has no EU without the UK for those years.
    """
    import pandas as pd

    if "EU27" not in picks["partners"] or picks["family"] == "auto":
        return rows
    have = rows.loc[rows["partner"] == "EU27", "period"]
    read = splice.reader(data, flow, share=share)
    old = _lines(data, {**picks, "partners": "EU28"}, read)
    old = old[~old["period"].isin(set(have)) & (old["period"] < max(have, default="9999"))]
    if old.empty:
        return rows
    both = pd.concat([rows, old.assign(composition="EU28", partner="EU27")], ignore_index=True)
    both = both.sort_values(["partner", "period"], ignore_index=True)
    both["composition"] = both["composition"].fillna("")
    changed = (both["partner"] == "EU27") & (both["composition"] != both["composition"].shift())
    changed &= both["partner"] == both["partner"].shift()
    both.loc[changed, ["joint", "torn"]] = True
    both.loc[changed, "joint_words"] = [
        f"EU {row.period}: {'with' if row.composition else 'without'} the UK from here"
        for row in both[changed].itertuples()
    ]
    return both


def _counted_by_partner(data: Data, picks: Picks, flow: str) -> pd.DataFrame:
    """Return each partner's own count of its trade with China; its imports stand for China's exports."""
    import pandas as pd

    read = splice.reader(data, MIRROR.get(flow, flow))
    span = {"currency": currency(picks), "first": picks["first"], "last": picks["last"]}
    parts = []
    for partner in picks["partners"].split(","):
        rows = splice.line(data, read, (partner, "CHN"), families=triples.PARTNER_FAMILIES, **span)
        if flow == "balance" and len(rows):  # its deficit is China's surplus
            rows = pd.DataFrame([_turned(row) for row in rows.to_dict("records")], columns=rows.columns)
        parts.append(rows.assign(partner=partner))
    return pd.concat(parts, ignore_index=True)


def _turned(row: triple_index.Record) -> triple_index.Record:
    """Return a partner's own balance with the sign turned: China's, as the partner counts it."""
    return query.computed_row((row,), "turned", "goods_mirror_balance_usd", -row["value"], row["rounding"])


def _rolling(data: Data, picks: Picks, series: str) -> pd.DataFrame:
    """Return rolling 12-month sums by China Customs, one row an end month: the sums of `trade_rolling`."""
    import pandas as pd

    parts = []
    for partner in picks["partners"].split(","):
        rows = rolling.sums(data, series, "CHN", partner, first=picks["first"], last=picks["last"])
        apart = rolling.said(data, currency(picks), partner, rows["end"])
        told = rows["end"].map(lambda end, apart=apart: apart.get(end, ""))
        parts.append(rows.assign(joint=False, torn=False, joint_words="", said=told))
    full = [part for part in parts if len(part)]
    return pd.concat(full, ignore_index=True) if full else parts[0]


def _increment(data: Data, picks: Picks) -> pd.DataFrame:
    """Return changes on the year before within the family of the newer year; a year without such a base has none."""
    import pandas as pd

    rows = _levels(data, {**picks, "frequency": "A"})
    flow = FLOWS[picks["flow"]]
    read = splice.reader(data, MIRROR.get(flow, flow) if picks["reporter"] == "partner" else flow)
    out = []
    for now in rows.to_dict("records"):
        pair = (now["reporter"], "CHN" if picks["reporter"] == "partner" else now["partner"])
        before = (*pair, str(int(now["period"]) - 1), 12, currency(picks))
        then = None if now.get("composition") else read(before, (now["family"],), ())
        if then is not None:
            step = now["rounding"] + then["rounding"]
            series = f"goods_{flow}_change_usd"
            out.append(query.computed_row((now, then), "change", series, now["value"] - then["value"], step))
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
            out.append(query.computed_row(parts, "index", f"goods_{FLOWS[picks['flow']]}_index", value, rounding))
    return pd.DataFrame(out, columns=rows.columns).assign(base=base)


def _share(data: Data, picks: Picks) -> pd.DataFrame:
    """Return the partner's share of China's trade with the world, part and whole of one family a year."""
    return _levels(data, {**picks, "frequency": "A", "reporter": "CHN"}, share=True)


def _ratio(data: Data, picks: Picks) -> pd.DataFrame:
    """Return partner ÷ Russia of the same year: of one family and reporter, or of the partners' own counts."""
    import pandas as pd

    partners = [p for p in picks["partners"].split(",") if p != "RUS"]
    if picks["reporter"] == "CHN" and picks["frequency"] == "A" and partners:
        picks = {**picks, "partners": ",".join(partners)}
        return _lines(data, picks, lambda at, families, also: _times_russia(data, at, FLOWS[picks["flow"]], families))
    rows = _levels(data, {**picks, "partners": ",".join(["RUS", *partners])})
    russia = {(row["period"], row["months"]): row for row in rows[rows["partner"] == "RUS"].to_dict("records")}
    out = []
    for row in rows[rows["partner"] != "RUS"].to_dict("records"):
        foot = russia.get((row["period"], row["months"]))
        if foot is not None and (foot["family"] == row["family"] or picks["reporter"] == "partner"):
            out.append(_ratio_row(row, foot))
    return pd.DataFrame(out, columns=rows.columns)


def _times_russia(
    data: Data, at: triple_index.Place, flow: str, families: tuple[str, ...]
) -> triple_index.Record | None:
    """Return partner ÷ Russia of the family whose triples of both are best, or None where no family has both."""
    pairs = []
    for family in families:
        one, foot = (data.triples.get(place, {}).get(family) for place in (at, (at[0], "RUS", *at[2:])))
        if one and foot and flow in one.rows and flow in foot.rows:
            pairs.append((max(one.state, foot.state), one.rows[flow], foot.rows[flow]))
    if not pairs:
        return None
    _, row, foot_row = min(pairs, key=lambda pair: pair[0])
    return _ratio_row(row, foot_row)


def _ratio_row(row: triple_index.Record, foot: triple_index.Record) -> triple_index.Record:
    stem = row["series"].rpartition("_")[0]
    value, rounding = query.quotient(row, foot)
    return query.computed_row((row, foot), "ratio", f"{stem}_ratio", value, rounding)


def _balance(data: Data, picks: Picks) -> pd.DataFrame:
    """Return exports less imports of the very triples that the other views draw."""
    return _levels(data, {**picks, "frequency": "A"}, "balance")


_TABLES = {
    "increment": _increment,
    "growth": _growth,
    "index": _index,
    "share": _share,
    "ratio": _ratio,
    "balance": _balance,
}
