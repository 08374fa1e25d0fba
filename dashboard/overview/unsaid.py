"""Whether a chart shows figures that do not add up without a word: every pick of the charts of all goods, tried and added.

`kyakhta check` lists what is found under `shown_unsaid`; on what ships there is nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.charts.energy import fossil_monthly, fossil_share
from dashboard.charts.trade import tables as trade
from dashboard.charts.trade import trade_by_partner, trade_rolling
from dashboard.exhibits.picks import settle
from dashboard.figures import query, triple_index, words
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.figures.query import Data

Finding = dict[str, Any]  # {"words": …, "rows": [citation, …]}
FLOWS = ("export", "import", "total")
ALLOWED = 1e-9


def check(folder: Path) -> dict[str, list[Finding]]:
    """Return the class `shown_unsaid` on the newest edition: words, and where each row stands."""
    from etl.store import Store

    return {"shown_unsaid": list(findings(query.load(folder, str(Store(folder).edition()))))}


def findings(data: Data) -> Iterator[Finding]:
    """Yield everything that a chart of all goods would show not adding up, and unsaid."""
    yield from _triples(data)
    yield from _growth(data)
    yield from _rolling(data)
    yield from _fuels(data)


def _triples(data: Data) -> Iterator[Finding]:
    """Yield exports, imports, total and balance of the trade page: every family, count, currency and frequency."""
    by_name = {pick.name: pick for pick in trade_by_partner.PICKS}
    choices = [
        [value for value, _ in by_name[name].options] for name in ("family", "reporter", "currency", "frequency")
    ]
    for family, reporter, currency, frequency in itertools.product(*choices):
        asked = {"family": family, "reporter": reporter, "currency": currency, "frequency": frequency, "first": "1990"}
        if trade.currency({**asked, "view": "absolute"}) != currency:
            continue
        drawn = [_table(data, asked | {"flow": flow}) for flow in FLOWS]
        yield from _sums(drawn, f"trade_by_partner {family} {reporter} {currency} {frequency}")
        if frequency == "A":
            yield from _balances(drawn, _table(data, asked | {"view": "balance"}))
            yield from _shares(data, asked)


def _table(data: Data, asked: dict[str, str]) -> pd.DataFrame:
    return trade.table(data, settle(trade_by_partner.PICKS, asked))


def _sums(drawn: list[pd.DataFrame], where: str) -> Iterator[Finding]:
    """Yield the places at which three tables of one chart do not add up and no row says so."""
    exports, imports, totals = (_by_place(table) for table in drawn)
    for place in sorted(set(exports) & set(imports) & set(totals)):
        rows = [found[place] for found in (exports, imports, totals)]
        if not triple_index.adds_up(*rows) and not all(row["said"] for row in rows):
            made = rows[0]["value"] + rows[1]["value"]
            yield _found(f"{where}: {_name(place)}: {_bn(made)} is not {_bn(rows[2]['value'])}", rows)


def _balances(drawn: list[pd.DataFrame], table: pd.DataFrame) -> Iterator[Finding]:
    """Yield the balances that are not exports less imports of the same page."""
    exports, imports, shown = _by_place(drawn[0]), _by_place(drawn[1]), _by_place(table)
    for place in sorted(set(exports) & set(imports) & set(shown)):
        made = exports[place]["value"] - imports[place]["value"]
        rows = [exports[place], imports[place], shown[place]]
        said = any(row["said"] for row in rows)
        if abs(made - shown[place]["value"]) > ALLOWED * abs(exports[place]["value"]) and not said:
            yield _found(f"balance, {_name(place)}: {_bn(made)} is not {_bn(shown[place]['value'])}", rows)


def _shares(data: Data, asked: dict[str, str]) -> Iterator[Finding]:
    """Yield the shares that are not part ÷ whole of one family, and do not say so."""
    for flow in FLOWS if asked["reporter"] == "CHN" and asked["currency"] == "usd" else ():
        for place, row in _by_place(_table(data, asked | {"view": "share", "flow": flow})).items():
            partner = row.get("composition") or place[0]
            stem = trade.FLOWS[flow]
            cells = [data.triples.get(("CHN", who, place[1], place[2], "usd"), {}) for who in (partner, "WLD")]
            own = [part.rows[stem]["value"] / whole.rows[stem]["value"] * 100
                   for family, part in cells[0].items()
                   if stem in part.rows and (whole := cells[1].get(family)) and stem in whole.rows]  # fmt: skip
            if not row["said"] and not any(abs(row["value"] - each) <= ALLOWED * each for each in own):
                yield _found(f"share, {_name(place)}: {row['value']:.3f} % is no part of one family’s whole", [row])


def _growth(data: Data) -> Iterator[Finding]:
    """Yield the printed rates that the levels drawn do not give and the chart does not name."""
    for flow, currency in itertools.product(FLOWS, ("usd", "cny")):
        picks = settle(trade_by_partner.PICKS, {"view": "growth", "flow": flow, "currency": currency})
        table = trade.table(data, picks)
        told = trade_by_partner.calculation(table, picks) if len(table) else ""
        for row in table[table["said"] != ""].to_dict("records") if len(table) else ():
            if row["period"] not in told or place_name(row["partner"], short=True) not in told:
                yield _found(f"growth, {row['said']}", [row])


def _rolling(data: Data) -> Iterator[Finding]:
    for currency in ("usd", "cny"):
        asked = {"currency": currency, "first": "1990"}
        drawn = [trade_rolling.table(data, settle(trade_rolling.PICKS, asked | {"flow": flow})) for flow in FLOWS]
        if all(len(table) for table in drawn):
            yield from _sums(drawn, f"trade_rolling {currency}")


def _fuels(data: Data) -> Iterator[Finding]:
    """Yield months whose fuels and other goods are not all goods, and years that their months do not make, unsaid."""
    table = fossil_monthly.table(data, settle(fossil_monthly.PICKS, {}))
    if table.empty:
        return
    for (period, months), rows in table[~table["part"].isin(("share", "year"))].groupby(["period", "months"]):
        whole, parts = rows[rows["part"] == "total"], rows[rows["part"] != "total"]
        if len(whole) and abs(parts["value"].sum() - whole["value"].iloc[0]) > ALLOWED * whole["value"].iloc[0]:
            yield _found(f"fossil_monthly, {words.period(period, int(months))}: the parts are not the whole",
                         rows.to_dict("records"))  # fmt: skip
    picks = settle(fossil_share.PICKS, {})
    shares = fossil_share.table(data, picks)
    if shares.empty:
        return
    years = shares[(shares["part"] == fossil_share.LEVEL) & (shares["series"] == "goods_imports_usd")]
    totals, told = table[table["part"] == "total"], fossil_share.calculation(shares, picks)
    for year in years.to_dict("records"):
        rows = totals[totals["period"].str.startswith(year["period"])]
        allowed = rows["rounding"].sum() + year["rounding"]
        if abs(rows["value"].sum() - year["value"]) > allowed and f"in {year['period']}" not in told:
            yield _found(f"fossil_share, {year['period']}: the months make {_bn(rows['value'].sum())}, the year is "
                         f"{_bn(year['value'])}", [year])  # fmt: skip


def _by_place(table: pd.DataFrame) -> dict[tuple[str, str, int], dict[str, Any]]:
    """Return the rows of a table by partner, period and months."""
    return {(row["partner"], row["period"], int(row["months"])): row for row in table.to_dict("records")}


def _name(place: tuple[str, str, int]) -> str:
    return f"{place_name(place[0], short=True)} {words.period(*place[1:])}"


def _bn(value: float) -> str:
    return f"{value / 1e9:,.3f} bn"


def _found(told: str, rows: list[dict[str, Any]]) -> Finding:
    return {"words": told, "rows": [str(row["citation"]) for row in rows]}
