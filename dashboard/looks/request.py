"""The question behind everything a reader is shown: which chart, with which picks, of which edition, as known on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.exhibits import permalink
from dashboard.exhibits.catalogue import module


@dataclass(frozen=True)
class Request:
    """One chart as somebody asked for it. Equal requests have equal answers for ever: editions and days do not change."""

    chart: str
    chosen: tuple[tuple[str, str], ...]  # the picks by name, hashable
    edition: str
    as_of: str | None = None

    @classmethod
    def for_chart(cls, chart: str, picks: Mapping[str, str], edition: str, as_of: str | None = None) -> Request:
        """Return the request for a chart with these picks."""
        return cls(chart, tuple(picks.items()), edition, as_of)

    @classmethod
    def usual(cls, chart: str, edition: str, as_of: str | None = None) -> Request:
        """Return the request for a chart as it first opens. Raises UnknownChart in words."""
        return cls.for_chart(chart, {pick.name: pick.default for pick in module(chart).PICKS}, edition, as_of)

    @property
    def picks(self) -> dict[str, str]:
        """The picks by name."""
        return dict(self.chosen)

    @property
    def link(self) -> str:
        """The address that shows exactly this, whatever is added later."""
        return permalink.address(self.chart, self.picks, self.edition, self.as_of)
