"""What new figures would do to the findings: the headlines of the charts that draw them, before and after."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dashboard import place, query
from dashboard.exhibit import NothingToShow, catalogue, glance
from etl.build import Dataset


def headlines(now: Dataset, then: Dataset, stems: frozenset[str]) -> list[tuple[str, str, str]]:
    """Return chart title, headline now and headline then, of every chart that draws such series and would say something else.

    `stems` are the kinds of series that change: "goods", "crude" … Only charts that draw them are looked at again.
    """
    before = _now(place.folder(), now.edition)
    data = query.of(then)
    out = []
    for chart, (headline, kinds) in before.items():
        if kinds & stems or not kinds:
            after = _glance(chart, data)[0]
            if after and after != headline:
                out.append((catalogue()[chart]["title"], headline, after))
    return out


@lru_cache(maxsize=4)
def _now(folder: Path, edition: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return every chart's usual headline and kinds of series; an edition never changes."""
    data = query.load(folder, edition)
    return {chart: _glance(chart, data) for chart in catalogue()}


def _glance(chart: str, data: query.Data) -> tuple[str, frozenset[str]]:
    try:
        headline, series = glance(chart, data)
    except NothingToShow:
        return "", frozenset()
    return headline, frozenset(name.partition("_")[0] for name in series)
