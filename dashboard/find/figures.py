"""Charts in each of their views, and the newest figure of every series and partner: the very rows that the charts draw.

What no chart draws is answered by the row that every page would take (`triples`), else by the source nearest to the office.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.exhibits import badges, catalogue, evidence, exhibit, permalink
from dashboard.exhibits import picks as picking
from dashboard.exhibits.model import NothingToShow
from dashboard.figures import triples, words
from dashboard.figures.query import Data
from dashboard.find import names
from dashboard.find.index import Entry
from etl.tables import registry
from etl.tables.registry import place_name

ASKED = {"view", "flow", "measure", "direction", "supplier", "pair", "currency", "fuel", "of", "whose", "frequency"}
ROLLING = ("trade_by_partner", "frequency")  # twelve-month sums: the same years again
APART = ("sources", "mirror")  # pages on the figures themselves: they answer only where no other chart does
NEAR = ("RUS", "CHN", "EU27", "USA", "ASEAN", "WLD")  # what a reader looks for first
CLASSES = ("table", "statement", "redistributed", "press", "tertiary")  # nearest to the office first
TOWARDS = {"import": "from", "export": "to"}
Key = tuple[str, str, str]  # series, reporter, partner
Span = tuple[str, int]  # first period, months
Row = Mapping[str, Any]
Rows = dict[Span, tuple[Row, str]]  # each with the address that shows it


@dataclass
class Shown:
    """The rows that the charts draw of an edition, and the charts' views as entries."""

    views: list[Entry] = field(default_factory=list)
    rows: dict[Key, Rows] = field(default_factory=dict)


def entries(data: Data, edition: str | None) -> Iterator[Entry]:
    """Yield every view of every chart, and a figure for each series, reporter and partner; `edition` is None for the newest."""
    shown = Shown()
    pages = list(catalogue.pages())
    for chart_id in sorted(catalogue.catalogue(), key=lambda one: catalogue.catalogue()[one]["page"] in APART):
        page = catalogue.catalogue()[chart_id]["page"]
        _read(chart_id, data, edition, shown, place=pages.index(page))
    yield from shown.views
    held = _held(data, edition)
    for key, rows in shown.rows.items():
        yield _figure(key, {**rows, **_newer(rows, held.pop(key, {}))}, drawn=True)
    for key, rows in held.items():
        yield _figure(key, rows, drawn=False)


def _newer(rows: Rows, held: Rows) -> Rows:
    """Return the months held that lie after everything drawn, without an address."""
    newest = max(rows, key=_end)
    return {span: (row, "") for span, (row, _) in held.items() if "-" in span[0] and _end(span) > _end(newest)}


def _end(span: Span) -> tuple[str, int]:
    """Return what sorts periods: by their last month, the longest last."""
    return badges.last_month(*span), span[1]


def _read(chart_id: str, data: Data, edition: str | None, shown: Shown, place: int) -> None:
    """Add the views of a chart and the rows that they draw; what is drawn already keeps its first address."""
    declared = catalogue.module(chart_id).PICKS
    walked = [pick for pick in declared if pick.name in ASKED and (chart_id, pick.name) != ROLLING]
    said: set[str] = set()
    for chosen in itertools.product(*(_usual_first(pick) for pick in walked)):
        given = {pick.name: value for pick, value in zip(walked, chosen, strict=True)}
        try:
            headline, table = exhibit.tabulate(chart_id, data, given)
        except NothingToShow:
            continue
        link = permalink.address(chart_id, picking.settle(declared, given), edition, data.as_of)
        ways = [pick.words(given[pick.name]) for pick in walked if given[pick.name] != pick.default]
        if headline and (headline not in said or len(ways) < 2):
            said.add(headline)
            kept = {column: set(table[column]) for column in ("series", "reporter", "partner")}
            order = (place, len(ways), len(shown.views))
            shown.views.append(_view(chart_id, ways, headline, link, kept, order))
        if catalogue.catalogue()[chart_id]["page"] != "sources":
            for row in table.to_dict("records"):
                _keep(row, link, shown.rows)


def _usual_first(pick: picking.Pick) -> list[str]:
    return sorted(dict(pick.options), key=lambda value: value != pick.default)


def _view(
    chart_id: str, ways: list[str], headline: str, link: str, kept: Mapping[str, set[str]], order: tuple[int, ...]
) -> Entry:
    """Return a view of a chart as an entry: what is unusual about it in the title, its headline as the answer."""
    line = catalogue.catalogue()[chart_id]
    page = catalogue.pages()[line["page"]]
    found = (
        *(page[word] for word in ("title", "menu", "question")), *map(names.series_words, sorted(kept["series"])),
        *map(names.place_words, sorted(kept["reporter"] | kept["partner"])),
    )  # fmt: skip
    title = " · ".join([line["title"], *ways])
    return Entry("chart", title, headline, f"Chart on the page {page['menu']}", link, found, order)


def _keep(row: Row, link: str, rows: dict[Key, Rows]) -> None:
    """Keep a row that states a figure of a period in a series with a name; no gap, sum of twelve months or point of an index."""
    rolled = row["months"] == 12 and "-" in row["period"]
    named = row["series"] in registry.table("series") and not row["series"].endswith("_index")
    if named and row["value"] == row["value"] and row["source"] and not rolled:
        key = (str(row["series"]), str(row["reporter"]), str(row["partner"]))
        rows.setdefault(key, {}).setdefault((str(row["period"]), int(row["months"])), (row, link))


def _held(data: Data, edition: str | None) -> dict[Key, Rows]:
    """Return every figure held, at its source's address: of several families the one that pages take, else the nearest to the office."""
    found: dict[Key, Rows] = {}
    records: list[dict[Any, Any]] = data.shown.to_dict("records")
    links = {
        source: permalink.link("sources", {}, edition, data.as_of, {"source": source})
        for source in {row["source"] for row in records}
    }
    for row in sorted(records, key=_nearness):
        _keep(row, links[row["source"]], found)
    return found


def _nearness(row: Mapping[Any, Any]) -> tuple[int, int, str]:
    """Return how near a row stands to the office that counted: its own families in the order of the pages, then by class."""
    order = triples.FAMILIES if row["reporter"] == "CHN" else triples.PARTNER_FAMILIES
    place = order.index(row["family"]) if row["family"] in order else len(order)
    return place, CLASSES.index(registry.get("sources", row["source"])["class"]), str(row["family"])


def _figure(key: Key, rows: Rows, *, drawn: bool) -> Entry:
    """Return the newest figure of a series and partner as an entry: the newest year, and the newest months after it."""
    series, reporter, partner = key
    newest = max(rows, key=_end)
    there = [span for span in rows if rows[span][1]]
    annual = max([span for span in there if "-" not in span[0]] or there, key=_end)
    said = {span: rows[span][0] for span in (annual, newest)}
    answer = "; ".join(_told(span, row) for span, row in said.items())
    unseen = "" if drawn else "; no chart draws it"
    note = _note(*said.values()) + (unseen or _undrawn(rows, newest))
    years = {
        period: (_told((period, months), row), _note(row) + unseen, link)
        for (period, months), (row, link) in rows.items()
        if "-" not in period and months == 12
    }
    year, month = map(int, _end(newest)[0].split("-"))
    near = sum(NEAR.index(place) if place in NEAR else len(NEAR) for place in (reporter, partner))
    order = (not drawn, -(year * 12 + month), near, list(registry.table("series")).index(series))
    found = (names.series_words(series), *map(names.place_words, {reporter, partner}))
    return Entry("figure", _title(series, reporter, partner), answer, note, rows[annual][1], found, order, years)


def _undrawn(rows: Rows, newest: Span) -> str:
    """Return what is said of a newest figure that has no address of its own."""
    return "" if rows[newest][1] else f"; no chart draws {words.period(*newest)}"


def _told(span: Span, row: Row) -> str:
    """Return a figure with its period and unit: "2025: 101 Mt"."""
    line = registry.get("series", row["series"])
    scale = float(line["scale"])
    digits = min(int(line["decimals"]), evidence.decimals(row["rounding"], scale))
    return f"{words.period(*span)}: {words.with_unit(words.number(row['value'] / scale, digits), line['shown'])}"


def _note(*rows: Row) -> str:
    """Return whose figures they are: "China’s count, China Customs (GACC), 20 Jan 2026", and whether one is computed or an estimate."""
    told: dict[str, list[str]] = {}
    for row in rows:
        line = registry.get("series", row["series"])
        counted = line["flow"] and line["product"] != "arms" and "estimates" not in row["source"]
        whose = f"{place_name(row['reporter'], short=True)}’s count, " if counted else ""
        kind = evidence.STATUS.get(row["status"], row["status"])
        days = told.setdefault(whose + registry.get("sources", row["source"])["publisher"], [])
        days.append(words.day(row["vintage"]) + ("" if kind == "published" else f" ({kind})"))
    return "; ".join(f"{who}, {words.listed(dict.fromkeys(days))}" for who, days in told.items())


def _title(series: str, reporter: str, partner: str) -> str:
    """Return what a figure is of: "Imports of crude oil, volume: China from Russia"."""
    line = registry.get("series", series)
    ours, theirs = (place_name(place, short=True) for place in (reporter, partner))
    label = line["label"].replace("Goods exports plus imports", "Total trade")
    currency = {"value_cny": ", in yuan", "value_eur": ", in euros"}.get(line["basis"], "")
    label += currency if line["measure"] == "level" and "yuan" not in label else ""
    if "the reporter's" in label:
        owned = label.replace("the reporter's", f"{ours}’s")
        return f"{owned}: {theirs}"
    if not line["flow"] or reporter == partner:
        return f"{label}: {ours}" if reporter != "WLD" else label
    return f"{label}: {ours} {TOWARDS.get(line['flow'], 'with')} {theirs}"
