"""One flow counted by two customs offices: the exporter's figure (FOB) beside the importer's (CIF), year by year.

The two sides are never averaged, and neither fills a gap of the other. China's count is the one that every page shows; the
partner's is its own, from the best compilation that has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dashboard.exhibits.picks import LAST, Pick
from dashboard.exhibits.plot import Point, Span, x_at
from dashboard.figures import query, splice, triples
from dashboard.figures.query import Data
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

PAIRS = ("RUS", "EU27", "USA")
NAMES = {"RUS": "Russia", "EU27": "the EU", "USA": "the US", "CHN": "China"}
COMPILED = {
    "imf": "IMF",
    "comtrade": "UN Comtrade",
    "gacc": "China Customs",
    "fcs": "Russian customs",
    "census": "US Census",
    "eurostat": "Eurostat",
}
COLOURS = {"CHN": "china_reported", "RUS": "russia_reported", "EU27": "EU27", "USA": "USA"}

PAIR = Pick("pair", "China and", tuple((place, place_name(place, short=True)) for place in PAIRS), "RUS")
FLOW = Pick("flow", "Flow", (("import", "To China"), ("export", "From China")), "import")
FIRST_2010 = Pick("first", "From", default="2010", kind="year")
YEARS = (FIRST_2010, LAST)


FLOWS = {"import": "imports", "export": "exports", "total": "total", "balance": "balance"}
TURNED = {"import": "export", "export": "import"}  # what China imports the partner exports


def families(reporter: str) -> tuple[str, ...]:
    """Return who may answer for an office's count, best first."""
    return triples.FAMILIES if reporter == "CHN" else triples.PARTNER_FAMILIES


def count(data: Data, reporter: str, partner: str, flow: str, year: str) -> dict | None:
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


def points(rows: pd.DataFrame, *, tear: bool = True) -> tuple[tuple[Point, ...], tuple[float, ...]]:
    """Return the points of one side, a gap for every year without a row, and the x at which its line is torn.

    A balance is never torn (`tear`): one per cent of what may be nothing says nothing.
    """
    out: list[Point] = []
    for row in rows.sort_values("period").itertuples():
        since = int(out[-1].label) + 1 if out else int(row.period)
        out += [Point(year + 0.5, None, str(year)) for year in range(since, int(row.period))]
        joint = row.joint_words if row.joint is True and not (tear and row.torn) else ""
        out.append(
            Point(x_at(row.period), float(row.shown), row.period, row=int(row.Index), joint=joint, said=row.said)
        )
    torn = rows.loc[rows["torn"].eq(True), "period"] if tear else ()
    return tuple(out), tuple(x_at(period) - 0.5 for period in torn)


def wide(rows: pd.DataFrame, pair: str) -> list[tuple[str, dict, dict]]:
    """Return (year, China's row, the partner's row) of every year that both offices counted."""
    found = {(row["side"], row["period"]): row for row in rows.to_dict("records")}
    years = sorted({year for _, year in found})
    return [
        (year, found["CHN", year], found[pair, year])
        for year in years
        if ("CHN", year) in found and (pair, year) in found
    ]


def gaps(data: Data, pair: str, flow: str, *, measure: str, first: str = "", last: str = "") -> list[dict]:
    """Return one computed row a year that both counted: the importer's figure against the exporter's.

    `measure`: usd (difference), pct (of the exporter's figure) or log (100 times the logarithm of the ratio).
    """
    from math import log

    out = []
    for _, china, other in wide(sides(data, pair, flow, first=first, last=last), pair):
        importer, exporter = (china, other) if flow == "import" else (other, china)
        if exporter["value"] <= 0 or importer["value"] <= 0:
            continue
        ratio, step = query.quotient(importer, exporter, 100)
        value, rounding = {
            "usd": (importer["value"] - exporter["value"], importer["rounding"] + exporter["rounding"]),
            "pct": (ratio - 100, step),
            "log": (100 * log(ratio / 100), step * 100 / ratio),
        }[measure]
        row = query.computed((importer, exporter), "mirror_gap", f"goods_mirror_gap_{measure}", value, rounding)
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
            row = query.computed((row,), "turned", series, -row["value"], row["rounding"], disagree=0, others=0)
        out.append(row)
    turned = pd.DataFrame(out, columns=rows.columns)
    signs = {year: china["value"] * other["value"] for year, china, other in wide(turned, pair)}
    return turned.assign(differs=turned["period"].isin({year for year, product in signs.items() if product < 0}))


def rail(rows: pd.DataFrame) -> tuple[Span, ...]:
    """Return the source rail: one span for each stretch of years whose figures come from the same compilations."""
    spans: list[Span] = []
    for period, families in rows.groupby("period")["family"]:
        x, name = (
            x_at(str(period)),
            " and ".join(dict.fromkeys(COMPILED.get(family, family) for family in sorted(set(families)))),
        )
        if spans and spans[-1].words == name:
            spans[-1] = Span(spans[-1].first, x, name)
        else:
            spans.append(Span(x, x, name))
    return tuple(spans) if len(spans) > 1 else ()


def spoken(years: Iterable[str]) -> str:
    """Return years as words, runs of three and more as spans: "2011, 2020 and 2021", "2018–2021"."""
    from dashboard.figures import words

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
