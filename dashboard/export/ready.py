"""Ready briefs: what the page Briefing offers while it is empty, made of charts as they are today (ready_briefs.csv)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl

from dashboard.exhibits import catalogue
from dashboard.exhibits.model import NothingToShow
from dashboard.export.brief import Brief, BriefError, pin_slide
from dashboard.looks import Look, Request, look


@dataclass(frozen=True)
class ReadyBrief:
    """A brief to begin with: its title, the question that it answers, and its charts with their picks, in order."""

    id: str
    title: str
    question: str
    charts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def looks(self, edition: str, as_of: str | None) -> list[Look]:
        """Return its charts of an edition as known on a day, those with something to show. Raises StoreError in words."""
        asked = (look(Request.for_chart(chart, dict(picks), edition, as_of)) for chart, picks in self.charts)
        return [one for one in asked if not one.nothing]

    def brief(self, edition: str, as_of: str | None) -> Brief:
        """Return it as a brief pinned to an edition and day. Raises BriefError or StoreError in words."""
        try:
            slides = tuple(pin_slide(one.exhibit) for one in self.looks(edition, as_of))
        except NothingToShow as reason:
            raise BriefError(f"{reason} Nothing was opened.") from reason
        if not slides:
            raise BriefError(f"“{self.title}” has no figures that were known by this day. Nothing was opened.")
        return Brief(self.title, slides=slides)


@cache
def ready_briefs() -> tuple[ReadyBrief, ...]:
    """Return the briefs of ready_briefs.csv in its order."""
    return tuple(
        ReadyBrief(line["brief"], line["title"], line["question"], tuple(map(_chart, line["charts"].split())))
        for line in catalogue.table("ready_briefs")
    )


def _chart(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    chart, _, told = text.partition("?")
    return chart, tuple(parse_qsl(told))
