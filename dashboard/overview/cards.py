"""What a card shows, ready to be sent: words, badges and pictures as text, made once for each reader's choice.

Everything kept here is text: Streamlit's garbage collection walks over frames and figures after every run, but not over
text. The key is edition, day, chart and picks, none of which ever change what they mean, so nothing goes stale.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard.draw import Words, spec, style
from dashboard.exhibits import badges, evidence, permalink
from dashboard.exhibits.catalogue import catalogue, module
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.model import Exhibit, NothingToShow
from dashboard.exhibits.picks import SPANS
from dashboard.exhibits.plot import Plot
from dashboard.figures import query, settings
from dashboard.ledger import judged
from etl.store import Store, StoreError

HALF_HEIGHT = 282  # beside the five sentences of the overview
Chosen = tuple[tuple[str, str], ...]
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Card:
    """The words of one card. With `nothing` there is no picture, and the words say why and what to do."""

    chart: str
    title: str
    headline: str = ""
    subtitle: str = ""
    source_line: str = ""
    calculation: str = ""
    edition_line: str = ""
    alt: str = ""
    badges: tuple[badges.Badge, ...] = ()
    values: int = 0
    csv_bytes: int = 0
    file_name: str = ""
    claims: tuple[tuple[str, str], ...] = ()  # (claim id, words beside its mark)
    marker: str = ""  # as known in the past, or resting on an upload not yet reviewed
    nothing: str = ""


def chosen(picks: Mapping[str, str]) -> Chosen:
    """Return picks as a key."""
    return tuple(picks.items())


def figures(edition: str | None = None, as_of: str | None = None) -> query.Data:
    """Return the figures of an edition (default: the newest) as known on a day. Raises StoreError in words."""
    folder = settings.folder()
    return query.load(folder, edition or newest(), as_of)


def newest() -> str:
    """Return the name of the newest edition. Raises StoreError in words."""
    return Store(settings.folder()).edition()


def card(chart_id: str, picks: Mapping[str, str], edition: str, as_of: str | None) -> Card:
    """Return the words of a card. Raises StoreError in words when the figures cannot be read."""
    return _card(settings.folder(), chart_id, chosen(picks), edition, as_of)


def picture(chart_id: str, picks: Mapping[str, str], edition: str, as_of: str | None, *, frame: str, theme: str) -> str:
    """Return the drawing of a card as JSON text. Raises NothingToShow and StoreError."""
    return _picture(settings.folder(), chart_id, chosen(picks), edition, as_of, frame, theme)


def shown(chart_id: str, picks: Mapping[str, str], edition: str, as_of: str | None) -> Exhibit:
    """Return the exhibit behind a card, with its table. Raises NothingToShow and StoreError."""
    return _exhibit(settings.folder(), chart_id, chosen(picks), edition, as_of)


@lru_cache(maxsize=48)  # frames: only for the tabs and exports that need them
def _exhibit(folder: Path, chart_id: str, picks: Chosen, edition: str, as_of: str | None) -> Exhibit:
    return exhibit(chart_id, query.load(folder, edition, as_of), dict(picks))


@lru_cache(maxsize=512)
def _card(folder: Path, chart_id: str, picks: Chosen, edition: str, as_of: str | None) -> Card:
    title = catalogue()[chart_id]["title"]
    try:
        item = _exhibit(folder, chart_id, picks, edition, as_of)
    except NothingToShow as reason:
        return Card(chart_id, title, nothing=str(reason))
    return Card(
        chart_id, title, item.headline, item.subtitle, item.source_line, item.calculation, item.edition_line, item.alt,
        badges.of(item), int(item.table["value"].notna().sum()), len(evidence.data_csv(item)), item.file_name,
        _claims(folder, item), item.marker,
    )  # fmt: skip


def _claims(folder: Path, item: Exhibit) -> tuple[tuple[str, str], ...]:
    """Return the cited figures that bear on what is drawn: id, and the quote with its verdict."""
    verdicts = judged.verdicts(folder, item.edition, item.as_of)
    return tuple(
        (one.claim.id, f"{one.shape} {one.word}: “{one.claim.text}” ({judged.computed(one)})")
        for one in judged.bearing(verdicts, item.table)
    )


@lru_cache(maxsize=1024)  # some 20 KB each
def _picture(
    folder: Path, chart_id: str, picks: Chosen, edition: str, as_of: str | None, frame: str, theme: str
) -> str:
    item = _exhibit(folder, chart_id, picks, edition, as_of)
    high = HALF_HEIGHT if frame == "card_half" else height(item.plot, narrow=frame == "card_phone")
    drawn = spec(item.plot, Words(), style.frame(frame, theme, height=high))
    for trace in drawn["data"]:
        _choosable(trace)
    return json.dumps(drawn, separators=(",", ":"))


def height(plot: Plot, *, narrow: bool) -> int:
    """Return the height of a card's picture, px: so much that a page of one card opens complete at 1440 × 900."""
    if plot.axis == "items":
        marks = max(len(panel.marks) for panel in plot.panels)
        return max(220, min(620, marks * (40 if narrow else 34) + 90))
    if narrow and any(panel.lanes for panel in plot.panels):  # names of lanes wrap to four lines
        return max(330, sum(len(panel.lanes) for panel in plot.panels) * 60 + 90)
    if plot.layout == "grid":
        return (250 if narrow else 240) * -(-len(plot.panels) // (2 if narrow else 4)) + 80
    return (330 if narrow else 316) + (130 if len(plot.panels) > 1 else 0)


def _choosable(trace: dict) -> None:
    """Let a click choose any point of a trace: lines get points to hit that nobody sees, and nothing fades."""
    if trace.get("type") == "scatter" and trace.get("mode") == "lines" and trace.get("customdata"):
        trace |= {"mode": "lines+markers", "marker": {"size": 14, "opacity": 0}}
    marker = trace.get("marker", {})
    same = {"opacity": marker.get("opacity", 1)}
    if trace.get("type") in ("scatter", "bar"):
        trace["selected"] = trace["unselected"] = {"marker": same}


@lru_cache(maxsize=256)
def _years(folder: Path, chart_id: str, edition: str, as_of: str | None) -> tuple[int, int] | None:
    """Return the first and last year that a chart can show with its usual choices, or None without figures."""
    chart = module(chart_id)
    if not any(pick.kind in SPANS for pick in chart.PICKS):
        return None
    usual = {pick.name: "" if pick.kind in SPANS else pick.default for pick in chart.PICKS}
    try:
        table = chart.table(query.load(folder, edition, as_of), usual)
    except NothingToShow:
        return None
    return (int(table["period"].min()[:4]), int(table["period"].max()[:4])) if not table.empty else None


def years(chart_id: str, edition: str, as_of: str | None) -> tuple[int, int] | None:
    """Return the first and last year that a chart can show with its usual choices, or None without figures."""
    return _years(settings.folder(), chart_id, edition, as_of)


@dataclass(frozen=True)
class Since:
    """What changed in a page's charts from an older edition to the newest."""

    values: int  # drawn values that are different, new or gone
    headlines: tuple[tuple[str, str], ...]  # (then, now), only those that read differently


def since(picks: Mapping[str, Mapping[str, str]], edition: str, as_of: str | None) -> Since:
    """Return what the newest edition draws differently from `edition` in these charts. Raises StoreError."""
    now = newest()
    values, headlines = 0, []
    for chart_id, chart_picks in picks.items():
        then_card, now_card = (card(chart_id, chart_picks, which, as_of) for which in (edition, now))
        if then_card.headline != now_card.headline:
            headlines.append((then_card.headline or then_card.nothing, now_card.headline or now_card.nothing))
        values += _different(chart_id, chart_picks, (edition, now), as_of)
    return Since(values, tuple(headlines))


def _different(chart_id: str, picks: Mapping[str, str], editions: tuple[str, str], as_of: str | None) -> int:
    """Return how many values drawn in one of two editions are not drawn the same in the other."""
    keys = ["series", "reporter", "partner", "period", "months"]
    drawn: list[set[tuple]] = []
    for edition in editions:
        try:
            table = shown(chart_id, picks, edition, as_of).table
        except NothingToShow:
            drawn.append(set())
            continue
        rows = table[table["value"].notna()]
        drawn.append(set(zip(*(rows[key] for key in keys), rows["value"].round(9), strict=True)))
    changed = drawn[0] ^ drawn[1]
    return len({row[:-1] for row in changed})


def warm(first: bool = False) -> None:
    """Draw the charts as they first open: of the first page only, or all; unreadable figures are left to the pages."""
    wanted = permalink.charts(permalink.FIRST_PAGE) if first else list(catalogue())
    try:
        edition = newest()
        for chart_id in wanted:
            picks = {pick.name: pick.default for pick in module(chart_id).PICKS}
            years(chart_id, edition, None)
            if not card(chart_id, picks, edition, None).nothing:
                for theme in THEMES[:1] if first else THEMES:
                    for frame in FRAMES_OF.get(chart_id, FRAMES):
                        picture(chart_id, picks, edition, None, frame=frame, theme=theme)
    except StoreError:
        return


FRAMES = ("card", "card_phone")
FRAMES_OF = {"trade_rolling": ("card_half", "card_phone")}
