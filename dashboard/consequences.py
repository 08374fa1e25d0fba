"""What new figures would do to the findings: the headlines of the charts that draw them, before and after."""

from __future__ import annotations

from pathlib import Path

from dashboard import query
from dashboard.exhibit import NothingToShow, catalogue, glance
from etl import impact
from etl.build import Dataset

Glances = dict[str, tuple[str, frozenset[str]]]

_last: list[tuple[Dataset, Glances]] = []  # the edition asked about last, by identity, and its headlines


def headlines(now: Dataset, then: Dataset, stems: frozenset[str]) -> list[tuple[str, str, str]]:
    """Return chart title, headline now and headline then, of every chart that draws such series and would say another.

    `stems` are the kinds of series that change: "goods", "crude" … Only charts that draw them are looked at again.
    """
    before = _before(now)
    data = query.of(then)
    out = []
    for chart, (headline, kinds) in before.items():
        if kinds & stems or not kinds:
            after = _glance(chart, data)[0]
            if after and after != headline:
                out.append((catalogue()[chart]["title"], headline, after))
    return out


def warm(folder: Path, edition: str) -> None:
    """Work out today's side before somebody waits for it. Raises StoreError in words."""
    known = impact.known(folder, edition)
    known.history("")
    _before(known.dataset)


def _before(now: Dataset) -> Glances:
    """Return every chart's usual headline and kinds of series; worked out once for the edition asked about last."""
    for dataset, glances in _last:
        if dataset is now:
            return glances
    data = query.of(now)
    glances = {chart: _glance(chart, data) for chart in catalogue()}
    _last[:] = [(now, glances)]
    return glances


def _glance(chart: str, data: query.Data) -> tuple[str, frozenset[str]]:
    try:
        headline, series = glance(chart, data)
    except NothingToShow:
        return "", frozenset()
    return headline, frozenset(name.partition("_")[0] for name in series)
