"""What was announced for each gas route to China, and what it delivered: bullet bars, and the statements by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.charts.energy import fuels as energy
from dashboard.exhibits import absence
from dashboard.exhibits.picks import Pick, Picks
from dashboard.exhibits.plot import Bar, Dot, Panel, Plot, Scale
from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

ROUTES = {
    "power_of_siberia": "Power of Siberia",
    "far_east": "Far East route",
    "power_of_siberia_2": "Power of Siberia 2",
}
FIRM = ("contract", "agreement", "plan")  # kinds of statement that name what a route shall carry, the firmest first
HELD = ("contract", "agreement", "outcome")  # signed or seen to happen; the others are plans and promises
KINDS = {"contract": "contract", "agreement": "memorandum", "plan": "plan"}
ANNOUNCED, DELIVERED = "pipeline_gas_announced_bcm", "pipeline_gas_imports_bcm"

PICKS = (
    Pick(
        "view",
        "View",
        (("bars", "Announced and delivered"), ("statements", "Statements by date")),
        "bars",
        segmented=True,
    ),
)


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return the announced figures by route (bcm a year) and the newest year delivered; by date, every statement.

    `route` says which pipeline; an announcement carries its own `title`, `url`, `published`, `date` and `statement`.
    """
    said = [line for line in registry.lines("announcements") if data.as_of is None or line["published"] <= data.as_of]
    if picks["view"] == "statements":
        return energy.frame(_row(line) for line in said)
    out = [_row(line) for route in ROUTES if (line := _announced(said, route))]
    rows = query.pick(data, DELIVERED, reporter="CHN", partner="RUS", whole_years=True)
    delivered = energy.records(rows)[-1:]  # by pipe there is one route in operation: all of it is Power of Siberia
    if not delivered:
        return energy.frame([])
    return energy.frame([*out, *({**row, "route": "power_of_siberia"} for row in delivered)])


def _announced(said: list[registry.Row], route: str) -> registry.Row | None:
    """Return the firmest statement on what a route shall carry, the first of its kind; a later rise is a plan."""
    named = [line for line in said if line["route"] == route and line["bcm"] and line["kind"] in FIRM]
    return min(named, key=lambda line: (FIRM.index(line["kind"]), line["date"]), default=None)


def _row(line: registry.Row) -> energy.Record:
    """Return an announcement as a row; a statement without a figure has value 0 only as a mark on the time axis."""
    return {
        "series": ANNOUNCED, "reporter": "RUS", "partner": "CHN", "period": line["date"][:7], "months": 12,
        "value": float(line["bcm"] or 0), "rounding": 0.0, "status": "reported", "source": "gazprom_statements",
        "vintage": line["published"], "citation": f"announcements#{line['announcement']}", "family": "gazprom",
        "disagree": 0, "others": 0, "route": line["route"], "date": line["date"], "statement": line["words"],
        "title": line["title"], "url": line["url"], "published": line["published"], "kind": line["kind"],
    }  # fmt: skip


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return the delivered year against the announced figure of the route in operation; "" without both."""
    if picks["view"] == "statements":
        return _in_operation(table)
    delivered, announced = table[table["series"] == DELIVERED], table[table["series"] == ANNOUNCED]
    target = announced[announced["route"] == "power_of_siberia"]
    if delivered.empty or target.empty:
        return ""
    now, goal = delivered.iloc[-1], float(target["shown"].iloc[0])
    apart = float(now["shown"]) - goal
    side = "above" if apart > float(now["rounding"]) else "below" if apart < -float(now["rounding"]) else "as"
    figure = words.number(float(now["shown"]))
    if side == "as":
        return f"Power of Siberia delivered the announced {goal:g} bcm in {now['period']}"
    return f"Power of Siberia delivered {figure} bcm in {now['period']}, {side} the announced {goal:g}"


def spoken(table: pd.DataFrame, picks: Picks) -> pd.DataFrame:
    """Return the rows that the headline speaks of: the newest delivery; statements by date have no freshness."""
    return table.iloc[:0] if picks["view"] == "statements" else table[table["series"] == DELIVERED].tail(1)


def _in_operation(table: pd.DataFrame) -> str:
    """Return which of the announced routes has an outcome; "" where all or none have."""
    routes = [route for route in ROUTES if route in set(table["route"])]
    running = [route for route in routes if ((table["route"] == route) & (table["kind"] == "outcome")).any()]
    if len(running) != 1 or len(routes) not in (2, 3):
        return ""
    return f"Of {'two' if len(routes) == 2 else 'three'} announced gas routes, one delivers: {ROUTES[running[0]]}"


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return measure, unit, who said it and period."""
    if picks["view"] == "statements":
        years = f"{table['date'].min()[:4]}–{table['date'].max()[:4]}"
        return f"What Gazprom and the two governments announced for pipeline gas to China, by date, {years}"
    delivered = table[table["series"] == DELIVERED]
    when = f"delivered in {delivered['period'].iloc[-1]}" if len(delivered) else "no delivery stated"
    return (
        f"Russian pipeline gas to China by route, billion cubic metres a year: announced (black line) and {when} (bar)"
    )


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return what an announced figure is and why deliveries are not customs figures."""
    if picks["view"] == "statements":
        return energy.sentences(
            "filled: signed or happened; hollow: plans, forecasts and statements, as they were made"
        )
    return energy.sentences(
        "announced = the contract, else the memorandum or plan; a capacity or a promise is not a flow",
        "Customs publish no volume of pipeline gas by origin since 2022: deliveries are company statements",
    )


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return bullet bars by route, hatched with the reason where nothing flows; or one lane of statements a route."""
    return _timeline(table) if picks["view"] == "statements" else _bars(table)


def _bars(table: pd.DataFrame) -> Plot:
    bars = []
    delivered = table[table["series"] == DELIVERED]
    for route, name in ROUTES.items():
        target = table[(table["series"] == ANNOUNCED) & (table["route"] == route)]
        goal = float(target["shown"].iloc[0]) if len(target) else None
        said = f"{goal:g} announced" if goal is not None else ""
        if goal is not None:
            name += f", {KINDS[target['kind'].iloc[0]]} {target['date'].iloc[0][:4]}"
        here = delivered[delivered["route"] == route]
        if len(here):
            row = here.iloc[-1]
            bars.append(
                Bar(
                    name,
                    float(row["shown"]),
                    "pipeline_gas",
                    words.number(float(row["shown"])),
                    target=goal,
                    target_text=said,
                    row=int(row.name),
                )
            )
        elif goal is not None:
            bars.append(
                Bar(name, 0.0, "pipeline_gas", "none yet", target=goal, target_text=said, row=int(target.index[0]))
            )
    return Plot((Panel(tuple(bars), Scale("", " bcm"), bars="Delivered", targets="Announced"),), axis="items")


def _timeline(table: pd.DataFrame) -> Plot:
    lanes = tuple(ROUTES.values())
    order, labels = list(ROUTES), _labels(table)
    dots = tuple(
        Dot(
            _x(row.date),
            order.index(row.route),
            f"{words.day(row.date)}: {row.statement}",
            "pipeline_gas",
            label=labels[row.Index],
            hollow=row.kind not in HELD,
            row=int(row.Index),
        )
        for row in table.itertuples()
    )  # fmt: skip
    return Plot(
        (Panel(dots, Scale(), lanes=lanes, stretches=True),),
        axis="month",
        first=float(table["date"].min()[:4]),
        last=float(table["date"].max()[:4]) + 1,
    )


def _labels(table: pd.DataFrame) -> dict[int, str]:
    """Return what stands beside each dot; two statements of one month share the first one's place."""
    out: dict[int, str] = {}
    before: dict[str, tuple[str, int]] = {}
    for row in table.sort_values("date").itertuples():
        month, first = before.get(row.route, ("", 0))
        out[int(row.Index)] = "" if row.date[:7] == month else f"{row.date[:4]}: {row.statement}"
        if row.date[:7] == month:
            out[first] += f"; {row.statement[0].lower()}{row.statement[1:]}"
        else:
            before[row.route] = (row.date[:7], int(row.Index))
    return out


def _x(date: str) -> float:
    """Return where a date stands on the time axis, at the precision that it has."""
    year, month, day = (*(int(part) for part in date.split("-")), 15)[:3]
    return year + (month - 1) / 12 + (day - 1) / 365


def nothing(data: Data, picks: Picks) -> str:
    """Return why there is nothing to draw and what to do."""
    return f"No announcement about a gas route{absence.as_known(data)}. {absence.cure(data)}"
