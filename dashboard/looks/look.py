"""The answer to a request: exhibit, words, badges, claims, link, pictures and years, each made when first asked for.

What is kept here is text: Streamlit's garbage collection walks over frames and figures after every run, but not over
text. Exhibits hold frames, so only a few are kept. Equal requests have equal answers, but for the badge that says how
fresh the figures are: the words are kept for one day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard.exhibits import badges, tables
from dashboard.exhibits.badges import Badge
from dashboard.exhibits.catalogue import catalogue, module
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.model import Exhibit, NothingToShow
from dashboard.exhibits.nearest import Offer
from dashboard.exhibits.picks import SPANS
from dashboard.figures import query, settings, words
from dashboard.figures.memo import keep_with_figures
from dashboard.figures.query import Data
from dashboard.ledger import verdict_lists, verdict_words
from dashboard.looks import pictures, readout
from dashboard.looks.request import Request


@dataclass(frozen=True)
class Card:
    """The words of a look. With `nothing` there is no picture, and the words say why and what to do."""

    title: str
    headline: str = ""
    subtitle: str = ""
    source_line: str = ""
    calculation: str = ""
    edition_line: str = ""
    alt: str = ""
    badges: tuple[Badge, ...] = ()
    values: int = 0
    csv_bytes: int = 0
    file_name: str = ""
    claims: tuple[tuple[str, str], ...] = ()  # (claim id, words beside its mark)
    marker: str = ""  # as known in the past, or resting on an upload not yet reviewed
    nothing: str = ""
    offers: tuple[Offer, ...] = ()  # the nearest views that can be read, where a sentence stands in place of a drawing


@dataclass(frozen=True)
class Look:
    """What a reader sees of one chart, of the figures in one folder. Reading it raises StoreError in words."""

    folder: Path
    request: Request

    @property
    def exhibit(self) -> Exhibit:
        """The exhibit with its table. Raises NothingToShow in words where there is none."""
        return _exhibit(self)

    @property
    def card(self) -> Card:
        """The words; of a chart without figures its title and why there are none."""
        return _card(self, self.request.as_of or words.today())

    @property
    def nothing(self) -> str:
        """Why there is nothing to show and what to do, or ""."""
        return self.card.nothing

    @property
    def link(self) -> str:
        """The address that shows exactly this, whatever is added later."""
        return self.request.link

    @property
    def csv(self) -> bytes:
        """The rows drawn as a CSV file. Raises NothingToShow in words."""
        return tables.csv_file(self.exhibit)

    def picture(self, frame: str, theme: str) -> str:
        """Return the drawing in a frame and theme as JSON text. Raises NothingToShow in words."""
        return _picture(self, frame, theme)

    def readout(self, theme: str) -> str:
        """Return what the drawing says at each period as JSON text (`looks.readout`). Raises NothingToShow in words."""
        return _readout(self, theme)

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and last year that the chart can show with its usual picks, or None without figures or years."""
        figures = query.load(self.folder, self.request.edition, self.request.as_of)
        return _years(figures, self.request.chart)


def look(request: Request) -> Look:
    """Return what a reader sees of a chart, of the figures that this process shows."""
    return Look(settings.folder(), request)


def forget() -> None:
    """Forget the answers given so far: what is known of the files behind them has changed."""
    for kept in (_exhibit, _card, _picture):
        kept.cache_clear()


@lru_cache(maxsize=48)  # frames: only for the tabs and exports that need them
def _exhibit(asked: Look) -> Exhibit:
    of_day = query.load(asked.folder, asked.request.edition, asked.request.as_of)
    return exhibit(asked.request.chart, of_day, asked.request.picks)


@lru_cache(maxsize=512)
def _card(asked: Look, today: str) -> Card:
    title = catalogue()[asked.request.chart]["title"]
    try:
        item = asked.exhibit
    except NothingToShow as reason:
        return Card(title, nothing=str(reason))
    return Card(
        title, item.headline, item.subtitle, item.source_line, item.calculation, item.edition_line, item.alt,
        badges.for_exhibit(item, today), int(item.table["value"].notna().sum()), len(asked.csv), item.file_name,
        _claims(item), item.marker, offers=item.offers,
    )  # fmt: skip


def _claims(item: Exhibit) -> tuple[tuple[str, str], ...]:
    """Return the cited figures that bear on what is drawn: id, and the quote with its verdict."""
    verdicts = verdict_lists.verdicts(item.data)
    return tuple(
        (one.claim.id, f"{one.shape} {one.word}: “{one.claim.text}” ({verdict_words.computed(one)})")
        for one in verdict_lists.select_for_table(verdicts, item.table)
    )


@lru_cache(maxsize=1024)  # some 20 KB each
def _picture(asked: Look, frame: str, theme: str) -> str:
    return pictures.card_picture(asked.exhibit.plot, frame, theme)


@lru_cache(maxsize=1024)  # some 5 KB each
def _readout(asked: Look, theme: str) -> str:
    return json.dumps(readout.readout(asked.exhibit, theme), ensure_ascii=False, separators=(",", ":"))


@keep_with_figures
def _years(data: Data, chart_id: str) -> tuple[int, int] | None:
    chart = module(chart_id)
    if not any(pick.kind in SPANS for pick in chart.PICKS):
        return None
    usual = {pick.name: "" if pick.kind in SPANS else pick.default for pick in chart.PICKS}
    try:
        table = chart.table(data, usual)
    except NothingToShow:
        return None
    return (int(table["period"].min()[:4]), int(table["period"].max()[:4])) if not table.empty else None
