"""Where the figures of a file are drawn: which chart, with which picks, and how many of them would move there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard.exhibits import catalogue, permalink
from dashboard.exhibits import picks as picking
from dashboard.exhibits.model import NothingToShow
from dashboard.exhibits.picks import Pick
from dashboard.figures import query
from dashboard.figures.memo import keep_with_figures
from dashboard.overview import headline_changes
from etl.intake.intake import Preview
from etl.intake.outcomes import Outcome
from etl.tables.rows import Key, Row

if TYPE_CHECKING:
    import pandas as pd

KEY = ["series", "reporter", "partner", "period", "months"]
# Picks that decide which figures a chart draws, not how; of each only what the file's rows have, and the usual choice.
TELLING = ("currency", "flow", "frequency", "measure", "pair", "supplier", "direction", "reporter", "fuel", "what")
MOST = 24  # choices tried of one chart, those nearest to the usual one first
CITED = re.compile(r"[^\s()]+#\d+")  # one row, also inside what is computed of it
LAST = "sources"  # its charts show what is held of everything: named only after the others

Cell = tuple[Any, ...]


class Place(NamedTuple):
    """One chart with the picks that show figures of a file: how many points move there, and which figures it draws."""

    chart: str
    title: str
    menu: str  # of its page: "Trade"
    picks: tuple[tuple[str, str], ...]  # those unlike the usual choice
    words: str  # "Yuan, Monthly", "" for the usual choice
    moved: int
    drawn: frozenset[Key]

    @property
    def address(self) -> str:
        """The address of the page with these picks."""
        return permalink.address(self.chart, dict(self.picks))


def places(before: query.Data, one: Preview) -> tuple[Place, ...]:
    """Return the charts that draw figures of a file, each with its nearest picks, those that would move first.

    `before` is what is shown today. A file that changes nothing gives where its figures stand today.
    """
    after = headline_changes.frames_of(one.then) if one.then else before
    found = [place for chart in catalogue.catalogue() if (place := _best(chart, one.outcomes, before, after))]
    return tuple(sorted(found, key=lambda place: (not place.moved, catalogue.catalogue()[place.chart]["page"] == LAST)))


def _best(chart: str, told: Iterable[Outcome], before: query.Data, after: query.Data) -> Place | None:
    """Return the choice of a chart nearest to the usual one where figures move, else the nearest that draws some."""
    line, drawing = catalogue.catalogue()[chart], None
    kinds = {cell[0].partition("_")[0] for cell in _known(before, chart, ()).cells}
    if line["page"] != LAST and kinds.isdisjoint(each.key[0].partition("_")[0] for each in told):
        return None  # a chart draws the same kinds of figures whatever is picked
    of_file = [each for each in told if each.new]
    for chosen in islice(_choices(catalogue.module(chart).PICKS, [each.new for each in of_file if each.new]), MOST):
        now = _known(before, chart, tuple(chosen.items()))
        then = now if after is before else _drawn(after, chart, chosen)
        keys = {cell[:5] for cell in then.cells}
        drawn = frozenset(one.key for one in of_file if one.key in keys or (one.old and one.old.citation in now.cited))
        moved = len({cell[:5] for cell in then.cells ^ now.cells})
        if moved or (drawn and drawing is None):
            title, menu = line["title"], catalogue.pages()[line["page"]]["menu"]
            place = Place(chart, title, menu, tuple(chosen.items()), _words(chart, chosen), moved, drawn)
            if moved:
                return place
            drawing = place
    return drawing


class Drawn(NamedTuple):
    """What a chart draws (series, sides, period, months and value of every row), and the places of all it rests on."""

    cells: frozenset[Cell]
    cited: frozenset[str]


@keep_with_figures
def _known(data: query.Data, chart: str, chosen: tuple[tuple[str, str], ...]) -> Drawn:
    return _drawn(data, chart, dict(chosen))


def _drawn(data: query.Data, chart: str, chosen: Mapping[str, str]) -> Drawn:
    """Return what a chart draws with these picks; nothing where it has no figures."""
    module, none = catalogue.module(chart), Drawn(frozenset(), frozenset())
    try:
        table: pd.DataFrame = module.table(data, picking.settle(module.PICKS, chosen))
    except (NothingToShow, picking.UnknownPick):
        return none
    if table.empty or not {*KEY, "value"} <= set(table):
        return none
    cited = " ".join(map(str, table["citation"])) if "citation" in table else ""
    cells = table[[*KEY, "value"]].dropna().itertuples(index=False, name=None)
    return Drawn(frozenset(cells), frozenset(CITED.findall(cited)))


def _choices(declared: Iterable[Pick], rows: Iterable[Row]) -> Iterator[dict[str, str]]:
    """Yield the picks to try, those that differ least from the usual choice first; each holds only what differs."""
    had = _had(rows)
    wanted = []
    for pick in declared:
        if pick.kind == "choice" and pick.name in TELLING:
            known = had.get(pick.name)
            options = [value for value, _ in pick.options if known is None or value in known]
            wanted.append([(pick.name, ""), *((pick.name, value) for value in options if value != pick.default)])
    every = ({name: value for name, value in combined if value} for combined in product(*wanted))
    yield from sorted(every, key=len)


def _had(rows: Iterable[Row]) -> dict[str, set[str]]:
    """Return pick → the options that rows can speak for, of picks whose options are named as the rows are."""
    rows = list(rows)
    parts = {part for row in rows for part in row.series.split("_")}
    flows = {"total", *(flow for flow, word in (("export", "exports"), ("import", "imports")) if word in parts)}
    places = {place for row in rows for place in (row.reporter, row.partner)}
    months = {"M"} if any(row.months < 12 for row in rows) else set()
    return {
        "currency": parts & {"usd", "cny"}, "flow": flows | {"both"}, "frequency": months | {"A"},
        "pair": places, "supplier": places, "reporter": {row.reporter for row in rows},
    }  # fmt: skip


def _words(chart: str, chosen: Mapping[str, str]) -> str:
    """Return picks in the words of their lists."""
    return ", ".join(pick.words(chosen[pick.name]) for pick in catalogue.module(chart).PICKS if pick.name in chosen)
