"""Who needs whom more: China's share of Russia's trade beside Russia's share of China's, in the same unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.charts.dependence import drawings
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, FIRST_2010, LAST, Pick, Picks
from dashboard.exhibits.plot import Area, Bar, Panel, Plot, Point, Scale
from dashboard.figures import dependence, query, words
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

TAIL = 2  # newest years of the gap, in which its words stand
WAYS = {  # Russia's trade with China, and China's with Russia
    "export": ("Exports to China", "China’s to Russia"), "import": ("Imports from China", "China’s from Russia"),
}  # fmt: skip
GDP = {
    "total": "Goods trade with the other",
    "export": "Goods exports to the other",
    "import": "Goods imports from the other",
}
TRADE = {"total": "trade", "export": "exports", "import": "imports"}
WITH = {"total": "trade with", "export": "exports to", "import": "imports from"}

PICKS = (
    Pick("view", "View", (("lines", "By year"), ("year", "One year, every basis")), "lines", segmented=True),
    Pick(
        "flow",
        "Flow",
        (("total", "Exports + imports"), ("export", "Each one’s exports"), ("import", "Each one’s imports")),
        "total",
    ),
    Pick(
        "basis",
        "Counted by",
        (("mixed", "Each its own, China’s after 2021"), ("own", "Each its own"), ("mirror", "Each the other’s count")),
        "mixed",
    ),
    Pick("of", "Share of", (("trade", "Own trade"), ("gdp", "Own GDP")), "trade"),
    Pick("year", "Year", default="2021", kind="year"),
    FIRST_2010,
    LAST,
    EVENTS,
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return per cent, one row a year and country (`role` drawn), and every reading of the picked year (reading)."""
    import pandas as pd

    flow, of, year = picks["flow"], picks["of"], picks["year"]
    if picks["view"] == "year":
        wholes = (of, "gdp" if of == "trade" else "trade")
        rows = dependence.frame(_readings(data, flow, year, wholes)).assign(role="drawn")
    else:
        span = dependence.years(data, picks["first"], picks["last"])
        lines = [
            row
            for country in dependence.OTHER
            for row in dependence.line(data, country, flow, span, basis=picks["basis"], of=of)
        ]
        others = _readings(data, flow, year, (of,))
        parts = (dependence.frame(lines).assign(role="drawn"), dependence.frame(others).assign(role="reading"))
        rows = pd.concat(parts if lines else parts[:1], ignore_index=True)
    return query.scale_for_display(rows) if len(rows) else rows


def _readings(data: Data, flow: str, year: str, wholes: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        row
        for country in dependence.OTHER
        for of in wholes
        for row in dependence.readings(data, country, flow, year, of=of)
    ]


def nothing(data: Data, picks: Picks) -> str:
    """Return which total is missing and what to choose."""
    known = absence.known(data)
    what = f"in {picks['year']}" if picks["view"] == "year" else f"from {picks['first']}"
    later = ", or a later day" if known else ""
    return f"No figures{known} of both a trade with the other and a total {what}. Choose another year{later}."


def _drawn(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["role"] == "drawn"]


def _name(country: str, picks: Picks) -> str:
    """Return what a country's share is a share of: "China in Russia’s exports", of GDP "Russia’s exports to China"."""
    other, whose = registry.place_name(dependence.OTHER[country], short=True), dependence.WHO[country]
    if picks["of"] == "gdp":
        return f"{whose} {WITH[picks['flow']]} {other}"
    return f"{other} in {whose} {TRADE[picks['flow']]}"


def pair(table: pd.DataFrame, picks: Picks) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return Russia's and China's row of the newest year (or the picked one) that both have."""
    drawn = _drawn(table)
    drawn = drawn[drawn["kind"] != "printed"]
    common = set.intersection(*(set(drawn.loc[drawn["reporter"] == country, "period"]) for country in dependence.OTHER))
    if not common:
        return None
    newest = drawn[drawn["period"] == max(common)]
    russia, china = (newest[newest["reporter"] == country].iloc[0].to_dict() for country in dependence.OTHER)
    return russia, china


def spoken(table: pd.DataFrame, picks: Picks) -> pd.DataFrame:
    """Return the two rows that the headline speaks of."""
    found = pair(table, picks)
    if found is None:
        return table.tail(1)
    drawn = _drawn(table)
    return drawn[(drawn["period"] == found[0]["period"]) & (drawn["kind"] != "printed")]


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return both shares in one sentence, in the newest year that both have; "" when one is missing."""
    found = pair(table, picks)
    if found is None:
        return ""
    russia, china = found
    what = TRADE[picks["flow"]]
    if round(russia["shown"], 1) == round(china["shown"], 1):
        return ""
    if picks["of"] == "gdp":
        if picks["flow"] == "total":
            return f"Trade with China is {_pct(russia)} of Russia’s GDP, {_pct(china)} of China’s ({russia['period']})"
        own, other = WAYS[picks["flow"]]
        return f"{own} are {_pct(russia)} of Russia’s GDP, {other} {_pct(china)} of its own ({russia['period']})"
    if picks["flow"] == "import":
        return f"China supplies {_pct(russia)} of Russia’s {what}; Russia {_pct(china)} of China’s ({russia['period']})"
    verb = "takes" if picks["flow"] == "export" else "is"
    return f"China takes {_pct(russia)} of Russia’s {what}; Russia {verb} {_pct(china)} of China’s ({russia['period']})"


def _pct(row: dict[str, Any]) -> str:
    return words.percent(row["shown"])


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, whose counts and totals, and years."""
    whole = f"goods {TRADE[picks['flow']]}"
    gdp = f"{GDP[picks['flow']]} as a share of own GDP, Russia and China"
    if picks["view"] == "year":
        basis = "by value, by every count and total at hand"
        shares = gdp if picks["of"] == "gdp" else f"China’s share of Russia’s {whole} and Russia’s of China’s"
        return f"{shares}, {picks['year']}, {basis}"
    own = "each by its own customs"
    how = {"mixed": f"{own}; Russia from 2022 by China’s count", "own": own, "mirror": "each by the other’s count"}[
        picks["basis"]
    ]
    shares = gdp if picks["of"] == "gdp" else f"China’s share of Russia’s {whole} and Russia’s share of China’s"
    return f"{shares}, by value, {how}, {query.years(_drawn(table))}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the rule, then every reading of the year picked with its denominator."""
    whole = "GDP" if picks["of"] == "gdp" else "total"
    parts = [f"{WITH[picks['flow']]} the other ÷ own {whole}; exports FOB, imports CIF"]
    readings = table[(table["role"] == "reading") & (table["period"].str[:4] == picks["year"])]
    for country in dependence.OTHER:
        said = [f"{_pct(row)} ({row['basis']})" for row in readings[readings["reporter"] == country].to_dict("records")]
        if said:
            parts.append(f"{_name(country, picks)} in {picks['year']}: {'; '.join(said)}")
    return ". ".join(parts) + "."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return two lines from zero with the multiple between them, or a bar for every reading of one year."""
    return _bars(table, picks) if picks["view"] == "year" else _lines(table, picks)


def _bars(table: pd.DataFrame, picks: Picks) -> Plot:
    bars = []
    for row in table.itertuples():
        whole = "GDP" if "_gdp_" in row.series else TRADE[picks["flow"]]
        text = f"{words.percent(row.shown)} of {dependence.WHO[row.reporter]} {whole}"
        name = row.basis[0].upper() + row.basis[1:]
        bars.append(Bar(name, float(row.shown), f"{row.reporter}_tint", text, row=int(row.Index)))
    return Plot((Panel(tuple(bars), Scale("", "%", 1)),), axis="items")


def _lines(table: pd.DataFrame, picks: Picks) -> Plot:
    drawn = _drawn(table)
    marks: list[Any] = []
    for country in ("CHN", "RUS"):
        marks += drawings.lines(drawn[drawn["reporter"] == country], country, _name(country, picks))
    found = pair(table, picks)
    told = ""
    if found is not None and found[1]["shown"] > 0:
        told = f"{words.number(found[0]['shown'] / found[1]['shown'])} times in {found[0]['period']}"
    upper, lower = (drawings.known(drawn[drawn["reporter"] == country]) for country in ("RUS", "CHN"))
    common = sorted(set(upper) & set(lower))
    early = common[:-TAIL] + common[-TAIL:][:1]  # the words belong to the newest years
    gaps = (
        Area(tuple(Point(x, upper[x]) for x in span), tuple(Point(x, lower[x]) for x in span), words=said)
        for span, said in ((early, ""), (common[-TAIL:], told))
    )
    return Plot((Panel((*gaps, *marks), Scale("", "%", 1)),), axis="year", rail=drawings.rail(drawn))
