"""Which source reported which months: filled where figures are held, hatched where a source stopped publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboard.exhibits.picks import LAST, Pick, Picks
from dashboard.exhibits.plot import Cell, Cells, Panel, Plot
from dashboard.figures import coverage, query, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from dashboard.figures.query import Data

COLOURS = {"RUS": "RUS_tint", "CHN": "CHN_tint"}
STOPPED = ("stopped", "hatch", "Stopped")
KEYS = {
    "year": (("full", "context", "Whole year"), ("part", "context", "Part of it, months counted"), STOPPED),
    "month": (("full", "context", "The month itself"), ("part", "context", "Within a longer span"), STOPPED),
}
THEMES = {
    "trade": "China’s trade with Russia, others’ with China",
    "energy": "energy from Russia to China",
    "arms": "arms transfers",
}

PICKS = (
    Pick("theme", "Theme", (("trade", "Trade"), ("energy", "Energy"), ("arms", "Arms")), "trade"),
    Pick("grain", "By", (("year", "Year"), ("month", "Month")), "year"),
    Pick("first", "From", default="", kind="year"),
    LAST,
)
FIRST = {("trade", "year"): "2010", ("energy", "year"): "2015", ("arms", "year"): "2003"}


def table(data: Data, picks: Picks) -> pd.DataFrame:
    """Return one row a stream and year (or month) covered, value = months, or stopped, without a value."""
    import pandas as pd

    first = picks["first"] or FIRST.get((picks["theme"], picks["grain"]), "2020")
    by_stream = [(stream, coverage.rows(data, stream)) for stream in coverage.streams(picks["theme"])]
    ends = [max(coverage.span(row.period, int(row.months))) for _, found in by_stream for row in found.itertuples()]
    last = (picks["last"] or max(ends, default=first)[:4], max(ends, default=""))
    out = []
    for stream, found in by_stream:
        made = _years(stream, found, data) if picks["grain"] == "year" else _months(stream, found, data, last[1])
        made += _stopped(stream, {row["period"][:4] for row in made}, data, last[0]) if picks["grain"] == "year" else []
        out += [
            row | {"lane": stream["words"], "why": stream["why"]}
            for row in made
            if first <= row["period"][:4] <= last[0]
        ]
    frame = pd.DataFrame(out, columns=[*query.COLUMNS, "state", "lane", "why"])
    return query.scale_for_display(frame.sort_values(["lane", "period"], ignore_index=True)) if out else frame


def _row(
    stream: Mapping[str, str], period: str, value: float, state: str, *, used: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return a coverage row, as new as the newest figure it counts."""
    newest = max(used, key=lambda row: row["vintage"], default={})
    cites = " ".join(dict.fromkeys(row["citation"] for row in used))
    return {
        "series": "coverage_months", "reporter": stream["reporter"].split(";")[0], "partner": stream["partner"],
        "period": period, "months": 12 if len(period) == 4 else 1, "value": value, "rounding": 0.0, "status": "derived",
        "source": newest.get("source", ""), "family": newest.get("family", ""), "vintage": newest.get("vintage", ""),
        "citation": f"coverage({cites})", "disagree": 0, "others": 0, "state": state,
    }  # fmt: skip


def _years(stream: Mapping[str, str], found: pd.DataFrame, data: Data) -> list[dict[str, Any]]:
    return [
        _row(stream, year, float(months), "full" if months == 12 else "part", used=used)
        for year, (months, used) in coverage.by_year(found).items()
    ]


def _months(stream: Mapping[str, str], found: pd.DataFrame, data: Data, last: str) -> list[dict[str, Any]]:
    by_month = coverage.by_month(found)
    out = [_row(stream, month, 1.0, state, used=[row]) for month, (state, row) in by_month.items()]
    start = coverage.stopped(stream, data)
    month = f"{start}-01"
    while start and month <= last:
        if month not in by_month:
            out.append(_row(stream, month, float("nan"), "stopped", used=[]))
        (month,) = coverage.span(month, 2)[1:]
    return out


def _stopped(stream: Mapping[str, str], have: set[str], data: Data, last: str) -> list[dict[str, Any]]:
    """Return the years after a source stopped, without a value: nothing is published, which is not nothing."""
    start = coverage.stopped(stream, data)
    years = range(int(start), int(last) + 1) if start else ()
    return [_row(stream, str(year), float("nan"), "stopped", used=[]) for year in years if str(year) not in have]


def headline(table: pd.DataFrame, picks: Picks) -> str:
    """Return what is not published any more, by the hatched rows drawn; "" when nothing stopped."""
    stopped = table[table["state"] == "stopped"]
    reasons = [str(why) for why in stopped["why"].unique() if why]
    return reasons[0].rstrip(".") if reasons else ""


def spoken(table: pd.DataFrame, picks: Picks) -> pd.DataFrame:
    """Return no rows: the headline speaks of what is not published, which has no freshness."""
    return table.iloc[:0]


def subtitle(table: pd.DataFrame, picks: Picks) -> str:
    """Return what the matrix counts, its theme and years."""
    what = "Months of each year" if picks["grain"] == "year" else "Months"
    return f"{what} covered by figures held here, by who reported them: {THEMES[picks['theme']]}, {query.years(table)}"


def calculation(table: pd.DataFrame, picks: Picks) -> str:
    """Return what counts as covered."""
    count = (
        "a year is whole when its figures cover twelve months"
        if picks["grain"] == "year"
        else "a January–February pair covers both months"
    )
    return f"counted from the rows held; {count}; empty: none held, or none published."


def source_line(table: pd.DataFrame, picks: Picks) -> str:
    """Return the newest day of any figure counted: the publishers are the lanes themselves."""
    newest = query.newest_day(table.loc[table["source"] != "", "vintage"])
    return f"Source: the offices and publishers named at the left; newest figure of {words.day(newest)}."


def draw(table: pd.DataFrame, picks: Picks) -> Plot:
    """Return the matrix, the streams in the order of the list, neighbours of one state joined into one cell."""
    lanes = tuple(
        stream["words"] for stream in coverage.streams(picks["theme"]) if stream["words"] in set(table["lane"])
    )
    cells = []
    for lane, rows in table.groupby("lane"):
        runs: list[list[Any]] = []
        for row in rows.sort_values("period").itertuples():
            joins = runs and picks["grain"] == "month" and runs[-1][-1].state == row.state
            if joins and coverage.span(runs[-1][-1].period, 2)[1] == row.period:
                runs[-1].append(row)
            else:
                runs.append([row])
        cells += [_cell(str(lane), lanes.index(str(lane)), run) for run in runs]
    years = table["period"].str[:4].astype(int)
    panel = Panel((Cells(tuple(cells), KEYS[picks["grain"]]),), lanes=lanes)
    return Plot((panel,), axis=picks["grain"], first=float(years.min()), last=float(years.max() + 1))


def _cell(name: str, lane: int, run: list[Any]) -> Cell:
    """Return the cell of a run of rows of one state."""
    first, last = run[0], run[-1]
    start = _x(first.period)
    end = _x(last.period) + (1 if len(last.period) == 4 else 1 / 12)
    count = "" if first.value != first.value or len(first.period) > 4 else f"{int(first.value)}"
    said = {"full": "whole", "part": f"{count} months" if count else "within a longer span", "stopped": first.why}[
        first.state
    ]
    when = words.period(first.period, int(first.months))
    when += f" to {words.period(last.period, int(last.months))}" if len(run) > 1 else ""
    return Cell(
        start, end, lane, f"{name}, {when}: {said}", COLOURS.get(first.reporter, "context"), first.state,
        text=count if first.state == "part" else "", row=int(first.Index),
    )  # fmt: skip


def _x(period: str) -> float:
    year, _, month = period.partition("-")
    return int(year) + (int(month or 1) - 1) / 12
