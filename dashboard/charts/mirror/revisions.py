"""How published figures moved after they were first published: first against newest, and the difference in per cent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dashboard.exhibits import absence, revision
from dashboard.exhibits.picks import EVENTS, FIRST_2010, LAST, Pick, Picks
from dashboard.exhibits.plot import Area, Columns, Line, Panel, Plot, Point, Scale, x_at
from dashboard.figures import arms_releases as arms
from dashboard.figures import query, words
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.figures.query import Data

IMPLIED = "the base of the next year’s growth"
# what: (series, reporter, partner, months, words of the series, what first and newest are)
SERIES = {
    "total": ("goods_total_usd", "CHN", "RUS", 12, "China’s trade with Russia", IMPLIED),
    "exports": ("goods_exports_usd", "CHN", "RUS", 12, "China’s exports to Russia", IMPLIED),
    "imports": ("goods_imports_usd", "CHN", "RUS", 12, "China’s imports from Russia", IMPLIED),
    "crude": ("crude_imports_usd", "CHN", "RUS", 1, "China’s crude imports from Russia", "the newest customs file"),
    "arms": ("arms_deliveries_tiv", "RUS", "CHN", 12, "Russia’s arms deliveries to China", "SIPRI’s newest release"),
}  # fmt: skip
OPTIONS = (
    ("total", "Trade, by year"),
    ("exports", "Exports, by year"),
    ("imports", "Imports, by year"),
    ("crude", "Crude, by month"),
    ("arms", "Arms, by year"),
)

SMALL = 2.0  # per cent: under this the levels cannot be told apart

PICKS = (
    Pick("what", "Figures", OPTIONS, "total"),
    FIRST_2010,
    LAST,
    Pick("events", "Events", EVENTS.options, "none"),
)
LARGEST = ("arms", "crude")  # whose largest revision is told, not the newest


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return three rows a period: `kind` first, newest, change (per cent); `beyond` where they differ past rounding."""
    import pandas as pd

    series, reporter, partner, months, *_ = SERIES[picks["what"]]
    if picks["what"] == "arms":
        families = tuple(reversed(arms.releases()))
        rows = revision.first_and_latest(data, series, reporter, partner, families=families)
        rows = rows[rows["first_source"] != rows["source"]]  # a year that one release alone covers was never revised
    elif months == 1:
        rows = revision.first_and_latest(data, series, reporter, partner, families=("gacc",), months=(1, 2))
        rows = rows[rows["first_vintage"] != rows["vintage"]]
    else:
        rows = revision.implied_bases(data, series, reporter, partner, family="gacc")
    rows = rows[rows["period"].str[:4] >= picks["first"]]
    if picks["last"]:
        rows = rows[rows["period"].str[:4] <= picks["last"]]
    out = [part for row in rows.to_dict("records") for part in _parts(row)]
    frame = pd.DataFrame(out, columns=[*query.COLUMNS, "kind", "beyond"])
    return query.scale_for_display(frame) if out else frame


def _parts(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a period's first row, newest row and the change between them."""
    newest = {name: row[name] for name in query.COLUMNS}
    first = newest | {name.removeprefix("first_"): row[name] for name in revision.FIRST} | {"status": "reported"}
    change, step = query.quotient(newest, first, 100)
    beyond = abs(newest["value"] - first["value"]) > newest["rounding"] + first["rounding"]
    moved = query.computed_row((newest, first), "revision", "revision_pct", change - 100, step)
    kinds = zip((first, newest, moved), ("first", "newest", "change"), strict=True)
    return [part | {"kind": kind, "beyond": beyond, "family": row["family"]} for part, kind in kinds]


def nothing(data: Data, picks: Picks) -> str:
    """Return that nothing was published twice, and what to choose."""
    known = absence.known(data)
    return f"No figure of {SERIES[picks['what']][4]} was published twice{known}. Choose other figures or years."


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the newest revision past rounding (of arms and crude the largest); "" when none goes past rounding."""
    row = _told(table, picks)
    if row is None:
        return ""
    at = table[(table["period"] == row["period"]) & (table["months"] == row["months"])].set_index("kind")["shown"]
    verb = "raised" if row["value"] > 0 else "cut"
    when = words.period(str(row["period"]), int(row["months"]))
    if picks["what"] == "arms":
        first, newest = (arms.release_year(_family(table, row, kind)) for kind in ("first", "newest"))
        was, now = f"{at['first']:,.0f} ({first} release)", f"{at['newest']:,.0f} ({newest})"
        return f"SIPRI {verb} {when} deliveries from {was} to {now}"
    what = SERIES[picks["what"]][4].removeprefix("China’s ").replace("crude imports from Russia", "crude from Russia")
    if picks["what"] in LARGEST:
        return f"China Customs has {verb} {when} {what} by {words.percent(abs(row['value']))}"
    return f"China Customs has {verb} {when} {what} by {words.money(abs(at['newest'] - at['first']))}"


def _told(table: pd.DataFrame, picks: Picks) -> pd.Series | None:
    """Return the change that the headline tells, or None where none goes past rounding."""
    moved = table[(table["kind"] == "change") & table["beyond"].astype(bool)]
    if moved.empty:
        return None
    return (
        moved.loc[moved["value"].abs().idxmax()] if picks["what"] in LARGEST else moved.sort_values("period").iloc[-1]
    )


def spoken(table: pd.DataFrame, picks: Picks) -> pd.DataFrame:
    """Return the rows that the headline speaks of: the change it tells, or the newest."""
    row = _told(table, picks)
    period = table["period"].max() if row is None else row["period"]
    return table[(table["period"] == period) & (table["kind"] == "change")]


def _family(table: pd.DataFrame, row: pd.Series, kind: str) -> str:
    same = table[(table["period"] == row["period"]) & (table["kind"] == kind)]
    return registry.family(str(same["source"].iloc[0]))


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return the series, its unit, what is compared and the years."""
    _, _, _, _, what, newest = SERIES[picks["what"]]
    unit = "million TIV" if picks["what"] == "arms" else "US$ bn"
    if table.loc[table["kind"] == "change", "shown"].abs().max() < SMALL:
        return f"{what}: change of the first-published figure by {newest}, per cent and {unit}, {query.years(table)}"
    first = "first release with the year" if picks["what"] == "arms" else "as first published"
    return f"{what}, {unit}: {first}, and {newest}; below, the difference, {query.years(table)}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the rule, and in how many periods the two differ past rounding."""
    changes = table[table["kind"] == "change"]
    inside = int((~changes["beyond"].astype(bool)).sum())
    said = f"newest ÷ first − 1; past rounding in {len(changes) - inside} of {len(changes)}"
    said += " (pale: within it)" if inside else ""
    if picks["what"] in ("total", "exports", "imports"):
        rule = "the next year’s printed level ÷ (1 + its printed growth)"
        return f"{said}. Newest: {rule}, as China Customs does not reprint past years."
    return f"{said}. {arms.CAVEAT}" if picks["what"] == "arms" else f"{said}."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return both lines with the band between them, and the difference below as columns around zero."""
    monthly = SERIES[picks["what"]][3] == 1
    rows = {
        kind: table[table["kind"] == kind].sort_values(["period", "months"]) for kind in ("first", "newest", "change")
    }
    first, newest = (_points(rows[kind], monthly) for kind in ("first", "newest"))
    changes = tuple(point for point in _points(rows["change"], monthly) if point.value is not None)
    small = rows["change"]["shown"].abs().max() < SMALL
    if small:  # two lines would lie on each other: the effect in money stands over each column instead
        effect = dict(
            zip(rows["change"]["period"], rows["newest"]["shown"].values - rows["first"]["shown"].values, strict=True)
        )
        changes = tuple(
            replace(point, text=_money(effect[period]))
            for point, period in zip(changes, rows["change"]["period"], strict=True)
        )
    columns = Columns("Revision", "RUS_tint", changes, diverging=True)
    scale = Scale("", "%", 1, signed=True)
    axis = "month" if monthly else "year"
    if small:
        return Plot((Panel((columns,), scale),), axis=axis)
    band = Area(first, newest)
    lines = (Line("First", "context", first, "context"), Line("Newest", "RUS", newest, "accent"))
    level = Scale("", "m TIV", 0) if picks["what"] == "arms" else Scale("$", "bn", 1)
    below = Panel((columns,), scale, title="Newest against first", height=0.55)
    return Plot((Panel((band, *lines), level), below), axis=axis)


def _money(value: float) -> str:
    """Return a change in billions of dollars: "+$0.3bn", "<$0.1bn"."""
    return f"{'+' if value > 0 else words.MINUS}{words.money(abs(value))}" if round(value, 1) else "<$0.1bn"


def _points(rows: pd.DataFrame, monthly: bool) -> tuple[Point, ...]:
    """Return a line's points with a gap wherever a period is missing."""
    out: list[Point] = []
    step = 1 / 12 if monthly else 1.0
    for row in rows.itertuples():
        x, width = x_at(row.period, int(row.months)), row.months if monthly else 1
        if out and x - out[-1].x > step * (width + 0.6):
            out.append(Point((x + out[-1].x) / 2, None))
        label = words.period(row.period, int(row.months))
        hollow = row.kind == "change" and not row.beyond  # inside the roundings: pale
        out.append(Point(x, float(row.shown), label, hollow, width=float(width), row=int(row.Index)))
    return tuple(out)
