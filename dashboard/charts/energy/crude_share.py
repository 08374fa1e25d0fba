"""Who supplies China's crude: each supplier's share of tonnes or dollars, with the report's figures beside ours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.charts import yearly
from dashboard.charts.energy import fuels as energy
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, FIRST, LAST, Pick, Picks
from dashboard.exhibits.plot import Bar, Columns, Line, Panel, Plot, Scale
from dashboard.exhibits.remarks import Claim
from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.tables import registry
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

SUPPLIERS = ("RUS", "SAU", "IRQ", "OMN", "ARE", "MYS")
CLAIMS = {"leiden-russia-crude-share-2021": 2021.5, "leiden-russia-crude-share-2022": 2022.5}
REPORT_YEARS = ("2021", "2022")
BASES = {"volume": ("t", "by volume", "% of tonnes"), "value": ("usd", "by value", "% of US dollars, CIF")}
RUNNING = 3  # years in a row that make a line; fewer are loose dots between gaps
SWAPPED_NEAR = 0.5  # points: claims that fit the other year this closely are said to fit when swapped

PICKS = (
    Pick("view", "View", (("years", "By year"), ("year", "One year")), "years", segmented=True),
    Pick("measure", "Measure", (("volume", "By volume"), ("value", "By value")), "volume"),
    Pick(
        "suppliers",
        "Suppliers",
        tuple((p, place_name(p, short=True)) for p in SUPPLIERS),
        ",".join(SUPPLIERS),
        kind="many",
    ),
    Pick("year", "Year", default="", kind="year"),
    replace(FIRST, default="2015"),
    LAST,
    replace(EVENTS, default="none"),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a supplier and year (of one year in that view): its share of China's crude imports, per cent."""
    kind = BASES[picks["measure"]][0]
    places = picks["suppliers"].split(",")
    rows = energy.annual(data, f"crude_imports_{kind}", [*places, "WLD"], picks)
    whole = {row["period"]: row for row in rows if row["partner"] == "WLD"}
    series = f"crude_imports_{picks['measure']}_share_pct"
    shares = [
        energy.share_row(row, whole[row["period"]], series)
        for row in rows
        if row["partner"] != "WLD" and row["period"] in whole and whole[row["period"]]["value"] > 0
    ]
    if picks["view"] == "year":
        year = picks["year"] or max((row["period"] for row in shares), default="")
        return energy.frame(row for row in shares if row["period"] == year)
    return energy.frame(
        energy.enough(sorted(shares, key=lambda row: (places.index(row["partner"]), row["period"])), picks)
    )


def idle(picks: Picks) -> tuple[str, ...]:
    """Return the choices that change nothing: the year has a view of its own."""
    return ("first", "last", "events") if picks["view"] == "year" else ("year",)


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return Russia's share in its newest year against the next or the leading supplier; without Russia the leader's."""
    russia = table[table["partner"] == "RUS"]
    if russia.empty:
        newest = table[table["period"] == table["period"].max()]
        leader = newest.loc[newest["shown"].idxmax()]
        basis = " by value" if picks["measure"] == "value" else ""
        name, share = place_name(leader["partner"], short=True), words.percent(float(leader["shown"]))
        return f"{name} supplied {share} of China’s crude{basis} in {leader['period']}"
    period = russia["period"].max()
    own = float(russia.loc[russia["period"] == period, "shown"].iloc[0])
    others = table[(table["period"] == period) & (table["partner"] != "RUS")]
    basis = " by value" if picks["measure"] == "value" else ""
    said = words.percent(own)
    if others.empty:
        return f"Russia supplied {said} of China’s crude{basis} in {period}"
    other = others.loc[others["shown"].idxmax()]
    name, share = place_name(other["partner"], short=True), words.percent(float(other["shown"]))
    if share == said:
        return f"Russia and {name} each supplied {said} of China’s crude{basis} in {period}"
    if own > float(other["shown"]):
        return f"Russia led China’s crude suppliers{basis} in {period}: {said} to {name}’s {share}"
    return f"Russia supplied {said} of China’s crude{basis} in {period}, behind {name}’s {share}"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, basis, who counted and period."""
    _, basis, unit = BASES[picks["measure"]]
    return (
        f"Share of China’s crude oil imports (HS 2709) by supplier, {basis}, {unit}, annual, "
        f"as China reports it, {query.years(table)}"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the formula, the gaps, and what is known to be odd about a supplier."""
    unit = "tonnes" if picks["measure"] == "volume" else "dollars"
    return energy.sentences(
        f"{unit} from supplier ÷ all {unit}",
        energy.RELABELLED if (table["partner"] == "MYS").any() else "",
        *_without_line(table),
        *energy.missing(table),
    )


def _runs(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return each supplier's unbroken years up to the newest, where they are enough for a line."""
    out = {}
    for partner, rows in table.groupby("partner", sort=False):
        years = set(rows["period"].astype(int))
        first = newest = int(table["period"].max())
        while first - 1 in years:
            first -= 1
        if newest in years and newest - first + 1 >= RUNNING:
            out[str(partner)] = rows[rows["period"].astype(int) >= first]
    return out


def _without_line(table: pd.DataFrame) -> list[str]:
    """Return which suppliers have too few years running for a line, with their newest share; none where none is drawn."""
    drawn, newest = _runs(table), table["period"].max()
    if not drawn or len(drawn) == table["partner"].nunique():
        return []
    said = []
    for partner, rows in table[~table["partner"].isin(drawn)].groupby("partner", sort=False):
        now = rows[rows["period"] == newest]
        share = f" {words.percent(float(now['shown'].iloc[0]))}" if len(now) else ""
        said.append(f"{place_name(str(partner), short=True)}{share}")
    return [
        f"too few years running for a line to {newest}, so in the table and in “One year” only: {words.listed(said)}"
    ]


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return lines from zero for suppliers with years enough, Russia and Saudi Arabia strong, the others grey; the report's
    figures as claims. One year is ordered bars; one supplier with gaps is columns.
    """
    runs = _runs(table)
    if not runs and table["partner"].nunique() == 1 and table["period"].nunique() > 1:
        partner = table["partner"].iloc[0]
        texts = {row.period: words.percent(float(row.shown)) for row in table.itertuples()}
        columns = Columns(place_name(partner, short=True), f"{partner}_tint", yearly.points(table, texts))
        return Plot((Panel((columns,), Scale(unit="%")),), axis="year")
    if not runs:
        return _bars(table[table["period"] == table["period"].max()])
    lines = [_line(runs[partner], partner) for partner in reversed(list(runs))]
    claims = _claims(runs["RUS"]) if "RUS" in runs else ()
    title, said = _verdict(table, claims) if claims else ("", "")
    panel = Panel(tuple(lines), Scale(unit="%"), claims=claims, claim_title=title, claim_words=said)
    return Plot((panel,), axis="year")


def _line(rows: pd.DataFrame, partner: str) -> Line:
    role = {"RUS": "accent", "SAU": "named"}.get(partner, "context")
    end = words.percent(float(rows["shown"].iloc[-1]))
    return Line(
        place_name(partner, short=True), partner, yearly.points(rows, _printed(rows, partner)), role=role, end=end
    )


def _bars(table: pd.DataFrame) -> Plot:
    """Return the suppliers of one year, the largest first."""
    bars = tuple(
        Bar(
            place_name(row.partner, short=True),
            float(row.shown),
            row.partner if row.partner in ("RUS", "SAU") else "context",
            words.percent(float(row.shown)),
            row=int(row.Index),
        )
        for row in table.sort_values("shown", ascending=False).itertuples()
    )
    return Plot((Panel(bars, Scale(unit="%")),), axis="items")


def _printed(rows: pd.DataFrame, partner: str) -> dict[str, str]:
    """Return the values printed at points: Russia's in the two years that the report speaks of."""
    if partner != "RUS":
        return {}
    chosen = rows[rows["period"].isin(REPORT_YEARS)]
    return {row.period: words.number(float(row.shown)) for row in chosen.itertuples()}


def _claims(russia: pd.DataFrame) -> tuple[Claim, ...]:
    """Return the report's figures for the years that Russia's line covers."""
    have = {float(year) + 0.5 for year in russia["period"]}
    return tuple(claim for claim in _cited() if claim.x in have)


def _cited() -> list[Claim]:
    """Return the report's two figures from the ledger's table; none while it has no such line."""
    try:
        ledger = registry.table("claims")
    except FileNotFoundError:
        return []
    found = [(name, x, float(ledger[name]["value"])) for name, x in CLAIMS.items() if name in ledger]
    return [Claim(x, value, f"{value:g}", name) for name, x, value in found]


def _verdict(table: pd.DataFrame, claims: tuple[Claim, ...]) -> tuple[str, str]:
    """Return the keyed note on the claims: whether they reproduce, and whether they would with the years swapped."""
    russia = table[table["partner"] == "RUS"].set_index("period")["shown"]
    ours = {claim.x: float(russia[str(int(claim.x))]) for claim in claims}
    right = [abs(claim.value - ours[claim.x]) <= 0.05 for claim in claims]
    verdict = "reproduced" if all(right) else "one reproduced" if any(right) else "not reproduced"
    title = f"The Leiden report’s figures for Russia: {verdict}"
    said = words.listed(f"{claim.text}% for {int(claim.x)}" for claim in claims) + "."
    if len(claims) == 2 and not any(right):
        one, two = claims
        apart = abs(one.value - ours[two.x]), abs(two.value - ours[one.x])
        if max(apart) <= SWAPPED_NEAR:
            said += f" With the years swapped they come within {apart[0]:.1f} and {apart[1]:.1f} point."
    return title, said


def nothing(data: Data, picks: Picks) -> str:
    """Return why there is nothing to draw and what to do."""
    names = words.listed(place_name(place, short=True) for place in picks["suppliers"].split(","))
    basis = BASES[picks["measure"]][1]
    return (
        f"Fewer than two shares {basis} are known for {names} from {picks['first']}{absence.as_known(data)}: "
        f"one value is no chart. {absence.cure(data)}"
    )
