"""What a chart is once its figures are read: table, words, plot and sources in one object, or a sentence on why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.exhibits import plot as plots
from dashboard.exhibits.catalogue import module
from dashboard.exhibits.nearest import Offer
from dashboard.figures import health, words
from dashboard.figures.query import Data

if TYPE_CHECKING:
    import pandas as pd


class NothingToShow(Exception):
    """A chart has no figures for these picks; the message says why and what to choose instead."""


@dataclass(frozen=True)
class Source:
    """One source of the rows drawn: for the Sources tab, the footer and citations."""

    source: str
    publisher: str
    title: str
    licence: str
    periods: str
    newest: str  # newest day of publication of the rows drawn
    rows: int
    section: str = ""  # of a text: where in it
    quotes: tuple[str, ...] = ()  # of a text: its words
    carriers: tuple[str, ...] = ()  # who carried its figures where that is not the publisher, most figures first


@dataclass(frozen=True)
class Exhibit:
    """A chart with its words, numbers and sources. Everything drawn comes from `table`."""

    id: str
    page: str
    title: str  # neutral, from charts.csv
    headline: str  # the finding, computed from the rows drawn
    subtitle: str  # measure, geography, unit, price basis, reporter, period
    source_line: str
    calculation: str
    edition_line: str
    alt: str
    table: pd.DataFrame  # the rows drawn, base units, plus `shown`
    plot: plots.Plot
    picks: Mapping[str, str]
    edition: str
    as_of: str | None
    sources: tuple[Source, ...]
    disagreements: pd.DataFrame  # rows known that say something else, with the row drawn they disagree with
    data: Data
    offers: tuple[
        Offer, ...
    ] = ()  # the nearest views that can be read, where this one is a sentence in place of a drawing

    @property
    def footer(self) -> tuple[str, ...]:
        """The three lines under the picture."""
        return tuple(line for line in (self.source_line, self.calculation, self.edition_line) if line)

    @property
    def marker(self) -> str:
        """Words of the amber mark inside the picture: a past day, or an upload that nobody has approved; or nothing."""
        known = f"As known on {words.day(self.as_of)}" if self.as_of else ""
        open_ = "Rests on an upload not yet reviewed" if self._rests_on(self.data.unreviewed) else ""
        spoilt = (
            "Rests on a damaged file" if self.data.folder and self._rests_on(health.damaged(self.data.folder)) else ""
        )
        lost = "Figures of a damaged file are missing" if self.data.left_out else ""
        return " · ".join(filter(None, (known, open_, spoilt, lost)))

    def _rests_on(self, snapshots: frozenset[str]) -> bool:
        """Return whether a row drawn comes from one of these snapshots."""
        return any(name in str(citation) for name in snapshots for citation in self.table["citation"])

    @property
    def file_name(self) -> str:
        """A file name without ending that says what is inside: chart, picks that differ from the usual, and the day."""
        usual = {pick.name: pick.default for pick in module(self.id).PICKS}
        chosen = [value.replace(",", "-") for name, value in self.picks.items() if value and value != usual.get(name)]
        return "_".join(["kyakhta", self.id, *chosen, self.as_of or self.edition.partition("+")[0]])
