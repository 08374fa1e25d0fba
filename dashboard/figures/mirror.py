"""One flow counted by two customs offices: the exporter's figure (FOB) beside the importer's (CIF), year by year.

The two sides are never averaged, and neither fills a gap of the other. China's count is the one that every page shows; the
partner's is its own, from the best compilation that has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dashboard.figures import query, splice, triples, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

PAIRS = ("RUS", "EU27", "USA")
NAMES = {"RUS": "Russia", "EU27": "the EU", "USA": "the US", "CHN": "China"}
FLOWS = {"import": "imports", "export": "exports", "total": "total", "balance": "balance"}
TURNED = {"import": "export", "export": "import"}  # what China imports the partner exports


def families(reporter: str) -> tuple[str, ...]:
    """Return who may answer for an office's count, best first."""
    return triples.FAMILIES if reporter == "CHN" else triples.PARTNER_FAMILIES


def count(data: Data, reporter: str, partner: str, flow: str, year: str) -> dict[str, Any] | None:
    """Return the year's row of a flow, named from China's side, as `reporter` counts it, US dollars; None without one.

    It is the row that every page shows of that count.
    """
    own = FLOWS[flow if reporter == "CHN" else TURNED.get(flow, flow)]
    return splice.reader(data, own)((reporter, partner, year, 12, "usd"), families(reporter), ())


def sides(data: Data, pair: str, flow: str, *, first: str = "", last: str = "") -> pd.DataFrame:
    """Return one row a year and office, US dollars; `side` is who counted, `joint` and its words where its source changed."""
    import pandas as pd

    parts = []
    for side, other in (("CHN", pair), (pair, "CHN")):
        read = splice.reader(data, FLOWS[flow if side == "CHN" else TURNED.get(flow, flow)])
        span = {"first": first, "last": last}
        rows = splice.line(data, read, (side, other), currency="usd", families=families(side), **span)
        parts.append(rows.assign(side=side))
    full = [part for part in parts if len(part)]
    return pd.concat(full, ignore_index=True).sort_values(["side", "period"], ignore_index=True) if full else parts[0]


def paired_years(rows: pd.DataFrame, pair: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return (year, China's row, the partner's row) of every year that both offices counted."""
    found = {(row["side"], row["period"]): row for row in rows.to_dict("records")}
    years = sorted({year for _, year in found})
    return [
        (year, found["CHN", year], found[pair, year])
        for year in years
        if ("CHN", year) in found and (pair, year) in found
    ]


def gaps(data: Data, pair: str, flow: str, *, measure: str, first: str = "", last: str = "") -> list[dict[str, Any]]:
    """Return one computed row a year that both counted: the importer's figure against the exporter's.

    `measure`: usd (difference), pct (of the exporter's figure) or log (100 times the logarithm of the ratio).
    """
    from math import log

    out = []
    for _, china, other in paired_years(sides(data, pair, flow, first=first, last=last), pair):
        importer, exporter = (china, other) if flow == "import" else (other, china)
        if exporter["value"] <= 0 or importer["value"] <= 0:
            continue
        ratio, step = query.quotient(importer, exporter, 100)
        value, rounding = {
            "usd": (importer["value"] - exporter["value"], importer["rounding"] + exporter["rounding"]),
            "pct": (ratio - 100, step),
            "log": (100 * log(ratio / 100), step * 100 / ratio),
        }[measure]
        row = query.computed_row((importer, exporter), "mirror_gap", f"goods_mirror_gap_{measure}", value, rounding)
        out.append(row | {"flow": flow})
    return out


def balances(data: Data, pair: str, whose: str, *, first: str = "", last: str = "") -> pd.DataFrame:
    """Return the balance of `whose` trade by both counts, US dollars: `side` is who counted, `differs` where signs do.

    The other's count is its own balance with the sign turned: its imports are the exports. CIF and FOB stay as counted.
    """
    import pandas as pd

    rows = sides(data, pair, "balance", first=first, last=last)
    out = []
    for row in rows.to_dict("records"):
        if row["side"] != whose:
            series = "goods_mirror_balance_usd"
            row = query.computed_row((row,), "turned", series, -row["value"], row["rounding"], disagree=0, others=0)
        out.append(row)
    turned = pd.DataFrame(out, columns=rows.columns)
    signs = {year: china["value"] * other["value"] for year, china, other in paired_years(turned, pair)}
    return turned.assign(differs=turned["period"].isin({year for year, product in signs.items() if product < 0}))


def years_in_words(years: Iterable[str]) -> str:
    """Return years as words, runs of three and more as spans: "2011, 2020 and 2021", "2018–2021"."""
    numbers = sorted({int(year) for year in years})
    runs: list[list[int]] = []
    for year in numbers:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    said = []
    for run in runs:
        said += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(year) for year in run]
    return words.listed(said)
