"""What new figures would do to the findings: the headlines of the charts that draw them, before and after."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from dashboard.exhibits.catalogue import catalogue
from dashboard.exhibits.exhibit import glance
from dashboard.exhibits.model import NothingToShow
from dashboard.figures import query
from etl import extract
from etl.build.build import Dataset
from etl.intake import impact
from etl.ledger import claims_file
from etl.store import StoreError

Glances = dict[str, tuple[str, frozenset[str]]]

_last: list[tuple[Dataset, Glances]] = []  # the edition asked about last, by identity, and its headlines
_then: list[tuple[Dataset, query.Data]] = []  # the last file's side, as frames: two questions are put to it
_warmed: set[tuple[Path, str]] = set()


def headlines(now: Dataset, then: Dataset, stems: frozenset[str]) -> list[tuple[str, str, str]]:
    """Return chart title, headline now and headline then, of every chart that draws such series and would say another.

    `stems` are the kinds of series that change: "goods", "crude" … Only charts that draw them are looked at again.
    """
    before = _before(now)
    data = frames_of(then)
    out = []
    for chart, (headline, kinds) in before.items():
        if kinds & stems or not kinds:
            after = _glance(chart, data)[0]
            if after and after != headline:
                out.append((catalogue()[chart]["title"], headline, after))
    return out


def frames_of(then: Dataset) -> query.Data:
    """Return the figures as they would be as frames; those asked for last are kept."""
    if not (_then and _then[0][0] is then):
        _then[:] = [(then, query.from_dataset(then))]
    return _then[0][1]


def warm(folder: Path, edition: str) -> None:
    """Work out today's side before somebody waits for it. Raises StoreError in words."""
    _warmed.add((folder, edition))
    extract.modules()
    known = impact.known(folder, edition)
    known.history("")
    known.verdicts(list(claims_file.shipped()))
    _before(known.dataset)


def warm_beside(folder: Path, edition: str) -> None:
    """Do the same beside the page that is being shown, once for each edition."""
    if (folder, edition) in _warmed:
        return
    _warmed.add((folder, edition))

    def work() -> None:
        with suppress(StoreError):  # the page says what is wrong with the figures
            warm(folder, edition)

    threading.Thread(target=work, daemon=True).start()


def _before(now: Dataset) -> Glances:
    """Return every chart's usual headline and kinds of series; worked out once for the edition asked about last."""
    for dataset, glances in _last:
        if dataset is now:
            return glances
    data = query.from_dataset(now)
    glances = {chart: _glance(chart, data) for chart in catalogue()}
    _last[:] = [(now, glances)]
    return glances


def _glance(chart: str, data: query.Data) -> tuple[str, frozenset[str]]:
    try:
        headline, series = glance(chart, data)
    except NothingToShow:
        return "", frozenset()
    return headline, frozenset(name.partition("_")[0] for name in series)
