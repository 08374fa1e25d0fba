"""The gap between the two customs offices in per cent, beside what freight and insurance usually explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.charts import yearly
from dashboard.charts.mirror import choices
from dashboard.exhibits import absence
from dashboard.exhibits.picks import EVENTS, Pick, Picks
from dashboard.exhibits.plot import Area, Line, Panel, Plot, Point, Scale
from dashboard.figures import mirror, query, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd

BANDS = {"0-10": (0.0, 10.0), "0-5": (0.0, 5.0), "10-20": (10.0, 20.0), "none": (0.0, 0.0)}
FLOWS = {"import": "To China", "export": "From China"}

PICKS = (
    choices.PAIR,
    Pick("flow", "Flow", (("both", "Both ways"), ("import", "To China"), ("export", "From China")), "both"),
    Pick(
        "band",
        "Usual for freight",
        (
            ("0-10", "0 to 10% (overland)"),
            ("0-5", "0 to 5%"),
            ("10-20", "10 to 20% (by sea, WITS)"),
            ("none", "No band"),
        ),
        "0-10",
    ),
    Pick("measure", "Gap as", (("pct", "Per cent of the exporter’s figure"), ("log", "Log points")), "pct"),
    *choices.YEARS,
    EVENTS,
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return the importer's figure against the exporter's, one row a flow and year that both counted."""
    import pandas as pd

    flows = list(FLOWS) if picks["flow"] == "both" else [picks["flow"]]
    rows = [
        row
        for flow in flows
        for row in mirror.gaps(
            data, picks["pair"], flow, measure=picks["measure"], first=picks["first"], last=picks["last"]
        )
    ]
    frame = pd.DataFrame(rows, columns=[*query.COLUMNS, "flow"])
    return query.scale_for_display(frame) if rows else frame


def nothing(data: Data, picks: Picks) -> str:
    """Return which side is missing and what to choose."""
    known = absence.known(data)
    return (
        f"No year{known} from {picks['first']} that both China’s customs and {mirror.NAMES[picks['pair']]}’s "
        "counted in dollars. "
        f"Choose other years or another pair{', or a later day' if known else ''}."
    )


def _band(picks: Picks) -> tuple[float, float]:
    """Return the band's ends in the unit of the gap."""
    from math import log

    low, high = BANDS[picks["band"]]
    if picks["measure"] == "log":
        return 100 * log(1 + low / 100), 100 * log(1 + high / 100)
    return low, high


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return how the newest gap into China (or of the picked flow) compares with usual freight; "" without a band."""
    flow = "export" if picks["flow"] == "export" else "import"
    rows = table[table["flow"] == flow].sort_values("period")
    low, high = _band(picks)
    if rows.empty or high == low:
        return ""
    newest = rows.iloc[-1]
    value = float(newest["shown"])
    partner = mirror.NAMES[picks["pair"]]
    if low <= value <= high:
        return f"China and {partner} agree within freight costs in {newest['period']}"
    unit = "%" if picks["measure"] == "pct" else " log points"
    more = "above" if value > 0 else "below"
    what = (
        f"China’s imports from {partner}"
        if flow == "import"
        else f"{partner[0].upper()}{partner[1:]}’s imports from China"
    )
    side = "the exporter’s" if picks["measure"] == "log" else "the exporter’s count"
    return f"{what} stand {words.number(abs(value))}{unit} {more} {side} ({newest['period']})"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return what the gap is, its unit, the pair and the years."""
    partner = mirror.NAMES[picks["pair"]]
    unit = "per cent of the exporter’s (FOB)" if picks["measure"] == "pct" else "log points"
    return f"China and {partner}: importer’s figure (CIF) against the exporter’s, goods, {unit}, {query.years(table)}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return the rule, the band, and how often the gap lies outside it."""
    rule = "CIF ÷ FOB − 1" if picks["measure"] == "pct" else "100 × ln (CIF ÷ FOB)"
    said = f"{rule}, same flow and year"
    low, high = _band(picks)
    if high > low:
        outside = int(((table["shown"] < low) | (table["shown"] > high)).sum())
        ends = "{:.0f} to {:.0f}%".format(*BANDS[picks["band"]])
        said += f"; shaded: {ends}, usual for freight and insurance; outside it in {outside} of {len(table)}"
    return f"{said}. A gap can also come from timing, transit, partner attribution, coverage or secrecy."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return a line a flow around zero over the band of usual freight costs."""
    low, high = _band(picks)
    years = table["period"].astype(int)
    span = [year + 0.5 for year in range(years.min(), years.max() + 1)]
    marks: list[Any] = []
    if high > low and len(span) > 1:
        said = "Usual for freight: {:.0f} to {:.0f}%".format(*BANDS[picks["band"]])
        upper, lower = (tuple(Point(x, end) for x in span) for end in (high, low))
        marks.append(Area(upper, lower, words=said, short="Freight"))
    for flow, name in FLOWS.items():
        rows = table[table["flow"] == flow].sort_values("period")
        if rows.empty:
            continue
        value = float(rows["shown"].iloc[-1])
        colour = (
            choices.COLOURS[picks["pair"]]
            if flow == "import"
            else "ink"
            if picks["pair"] == "EU27"
            else "china_reported"
        )
        unit = words.percent(value, signed=True) if picks["measure"] == "pct" else words.number(value, signed=True)
        marks.append(
            Line(name, colour, yearly.points(rows), role="accent" if colour == "russia_reported" else "named", end=unit)
        )
    unit = "%" if picks["measure"] == "pct" else " log points"
    return Plot((Panel(tuple(marks), Scale("", unit, 1, signed=True)),), axis="year")
