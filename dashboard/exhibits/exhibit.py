"""The one door to a chart: `exhibit(chart_id, data, picks)` gives table, headline, words, plot and alt text.

A chart module in `dashboard/charts/` offers PICKS, `table`, `headline`, `subtitle`, `calculation` and `draw`, all pure.
Whatever can be read off the rows drawn (source line, edition line, disagreements, freshness, alt text, events, claims)
is made here, so that no chart can say it differently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING

from dashboard.exhibits import absence, dating, evidence, nearest, permalink, readable, revision
from dashboard.exhibits import annotations as overlays
from dashboard.exhibits import picks as picking
from dashboard.exhibits.catalogue import catalogue, module
from dashboard.exhibits.model import Exhibit, NothingToShow, Source
from dashboard.figures import query, words
from dashboard.figures.query import Data
from etl.tables import registry

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.exhibits.plot import Plot

TEXT_LICENCE = "Quoted from the document, with its place; rights stay with its authors"


def exhibit(chart_id: str, data: Data, given: Mapping[str, str] | None = None) -> Exhibit:
    """Return chart `chart_id` for these picks.

    Raises UnknownChart, picks.UnknownPick, or NothingToShow with a sentence; never returns an empty picture.
    """
    chart = module(chart_id)
    line = catalogue()[chart_id]
    picks = picking.settle(chart.PICKS, given or {})
    table = chart.table(data, picks)
    if table.empty or table["value"].isna().all():
        raise NothingToShow(_nothing(chart, line["title"], data, picks))
    table = table.reset_index(drop=True)
    drawn, offers = nearest.pass_gate(
        chart.draw(table, picks), chart.PICKS, picks, lambda other: _drawing(chart, data, other)
    )
    plot = overlays.with_claims(overlays.with_events(drawn, picks, data.as_of), table)
    headline, why = _headline(chart_id, data, table, picks)
    newer = dating.newer_in_yuan(chart_id, data, table, picks)
    subtitle = ". ".join(filter(None, (chart.subtitle(table, picks), newer)))
    notes = (
        _calculation(chart, table, picks), readable.gap_words(plot), why,
        dating.newer_release_words(data, table, picks),
    )  # fmt: skip
    rows = table[table["source"] != ""] if "source" in table else table
    sources = (*_sources(rows, data), *_texts(table))
    item = Exhibit(
        id=chart_id, page=line["page"], title=line["title"], headline=headline, subtitle=subtitle,
        source_line=_source_line(sources, chart, table, picks), calculation=" ".join(filter(None, notes)),
        edition_line=_edition_line(chart_id, data, picks), alt=_alt(headline, subtitle, table, plot),
        table=table, plot=plot, picks=picks, edition=data.edition, as_of=data.as_of,
        sources=sources, disagreements=_disagreements(data, table), data=data, offers=offers,
    )  # fmt: skip
    if data.as_of is None:
        return item
    return replace(item, plot=revision.ribbon(item))


def _drawing(chart: ModuleType, data: Data, picks: Mapping[str, str]) -> Plot | None:
    """Return what a chart draws with other picks, or None where there are no figures for them."""
    try:
        table = chart.table(data, picks)
        return None if table.empty or table["value"].isna().all() else chart.draw(table.reset_index(drop=True), picks)
    except NothingToShow:
        return None


def tabulate(chart_id: str, data: Data, given: Mapping[str, str] | None = None) -> tuple[str, pd.DataFrame]:
    """Return a chart's headline and the rows it draws, without drawing. Raises what `exhibit` raises."""
    chart = module(chart_id)
    picks = picking.settle(chart.PICKS, given or {})
    table = chart.table(data, picks)
    if table.empty or table["value"].isna().all():
        raise NothingToShow(_nothing(chart, catalogue()[chart_id]["title"], data, picks))
    table = table.reset_index(drop=True)
    return _headline(chart_id, data, table, picks)[0], table


def glance(chart_id: str, data: Data, given: Mapping[str, str] | None = None) -> tuple[str, frozenset[str]]:
    """Return a chart's headline and the series it draws, without drawing: ("", none) when it has no figures."""
    try:
        headline, table = tabulate(chart_id, data, given)
    except NothingToShow:
        return "", frozenset()
    return headline, frozenset(table["series"])


def _headline(chart_id: str, data: Data, table: pd.DataFrame, picks: Mapping[str, str]) -> tuple[str, str]:
    """Return the finding, or the title where there is none, and why nothing newer exists where it is old."""
    found = module(chart_id).headline(table, picks)
    if not found:
        return catalogue()[chart_id]["title"], ""
    return dating.date_headline(chart_id, found, table, picks, data.as_of or data.edition)


def _nothing(chart: ModuleType, title: str, data: Data, picks: Mapping[str, str]) -> str:
    """Return why a chart is empty and what to do, in words."""
    own = getattr(chart, "nothing", None)
    if own:
        return str(own(data, picks))
    first, last = picks.get("first", ""), picks.get("last", "")
    span = first if first == last else f"{first}–{last}"
    chosen = f" in {span}" if last and span else f" from {first}" if first else ""
    return f"No figures for “{title}”{chosen}{absence.as_known(data)}. {absence.cure(data)}"


def _calculation(chart: ModuleType, table: pd.DataFrame, picks: Mapping[str, str]) -> str:
    """Return the calculation line: the chart's own words."""
    text = chart.calculation(table, picks)
    return f"Calculation: {text}" if text else ""


def _sources(table: pd.DataFrame, data: Data) -> tuple[Source, ...]:
    """Return the sources of the rows drawn, most rows first."""
    carried = evidence.carriers(map(str, table["citation"]), data.citations)
    out = []
    for source, rows in table.groupby("source", sort=True):
        line = registry.get("sources", str(source))
        first, last = rows["period"].min()[:4], rows["period"].max()[:4]
        out.append(
            Source(
                str(source),
                line["publisher"],
                line["title"],
                line["licence"],
                first if first == last else f"{first}–{last}",
                query.newest_day(rows["vintage"]),
                len(rows),
                carriers=carried.get(str(source), ()),
            )
        )
    return tuple(sorted(out, key=lambda one: (-one.rows, one.source)))


def _texts(table: pd.DataFrame) -> tuple[Source, ...]:
    """Return the documents behind rows that no source publishes: document, sections and the words quoted, most rows first."""
    events = registry.table("events")
    found: dict[str, list[registry.Row]] = {}
    years: dict[str, list[str]] = {}
    for row in table[table["source"] == ""].to_dict("records"):
        event = events.get(str(row["citation"]))
        if event is not None:
            found.setdefault(event["document"], []).append(event)
            years.setdefault(event["document"], []).append(row["period"][:4])
    out = []
    for document, dated in found.items():
        told, first, last = registry.get("documents", document), min(years[document]), max(years[document])
        sections = sorted({part for event in dated for part in event["section"].split("; ")})
        quotes = dict.fromkeys(filter(None, (evidence.quoted_words(event["event"]) for event in dated)))
        title, span = dated[0]["source"].partition(", ")[0], first if first == last else f"{first}–{last}"
        known = told["published"]
        out.append(
            Source(
                document,
                told["title"],
                title,
                TEXT_LICENCE,
                span,
                known,
                len(dated),
                "; ".join(sections),
                tuple(quotes),
            )
        )
    return tuple(sorted(out, key=lambda one: (-one.rows, one.source)))


def _source_line(sources: tuple[Source, ...], chart: ModuleType, table: pd.DataFrame, picks: Mapping[str, str]) -> str:
    """Return "Source: China Customs (GACC), published to 14 Jan 2026 (2021–2025); IMF …": one entry a publisher.

    A chart whose rows stand in hand-kept tables names them itself.
    """
    own = getattr(chart, "source_line", None)
    if own is not None:
        return str(own(table, picks))
    by_publisher: dict[str, list[Source]] = {}
    for one in sources:
        by_publisher.setdefault(one.publisher, []).append(one)
    several = len(by_publisher) > 1
    parts = []
    for publisher, group in by_publisher.items():
        first = min(one.periods[:4] for one in group)
        last = max(one.periods[-4:] for one in group)
        span = f" ({first if first == last else f'{first}–{last}'})" if several else ""
        day = f"published to {words.day(max(one.newest for one in group))}"
        parts.append(f"{publisher}, {day}{span}{_carried(group)}")
    return "Source: " + "; ".join(parts) + "."


def _carried(group: list[Source]) -> str:
    """Return who carried a publisher's figures, the one with most by name: ", carried by TASS and 12 others"; or nothing."""
    names = list(dict.fromkeys(name for one in group for name in one.carriers))
    more = f" and {len(names) - 1} other{'s' if len(names) > 2 else ''}" if len(names) > 1 else ""
    return f", carried by {names[0]}{more}" if names else ""


def _edition_line(chart_id: str, data: Data, picks: Mapping[str, str]) -> str:
    """Return "Edition 2026-11-21+41 · as known on 31 Jan 2023 · link /trade?view=ratio&v=2026-11-21%2B41"."""
    known = f"as known on {words.day(data.as_of)}" if data.as_of else "as known today"
    link = permalink.whole(permalink.address(chart_id, picks, data.edition, data.as_of))
    return f"Edition {data.edition} · {known} · link {link}"


def _alt(headline: str, subtitle: str, table: pd.DataFrame, plot: Plot) -> str:
    """Return the alt text: the finding, what is drawn or why nothing is, and how many values stand under Table."""
    why = "".join(f" {panel.empty}" for panel in plot.panels if panel.empty)
    return f"Chart. {headline}. {subtitle}.{why} {table['value'].notna().sum()} values, listed under Table."


def _disagreements(data: Data, table: pd.DataFrame) -> pd.DataFrame:
    """Return the known rows of the same key, any family, that lie outside both roundings; with what is shown."""
    keys = ["series", "reporter", "partner", "period", "months"]
    columns = [*keys, "value", "rounding", "status", "source", "vintage", "citation"]
    drawn = table[table["source"].ne("")][columns] if not table.empty else table[columns]
    known = data.known[data.known["series"].isin(set(drawn["series"]))]
    both = known[columns].merge(
        drawn[[*keys, "value", "rounding", "source"]].drop_duplicates(keys), on=keys, suffixes=("", "_shown")
    )
    apart = (both["value"] - both["value_shown"]).abs() > both["rounding"] + both["rounding_shown"]
    return both[apart].sort_values([*keys, "vintage"], ignore_index=True)
