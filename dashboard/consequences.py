"""What new figures would do to the findings: the headlines of the charts that draw them, before and after."""

from __future__ import annotations

from typing import Mapping

from dashboard import query
from dashboard.exhibit import NothingToShow, catalogue, exhibit
from etl.build import Dataset


def headlines(dataset: Dataset, stems: frozenset[str]) -> Mapping[str, str]:
    """Return the usual headline of every chart that draws series of these kinds ("goods", "crude" …), by chart title."""
    data = query.of(dataset)
    out = {}
    for chart, line in catalogue().items():
        try:
            item = exhibit(chart, data)
        except NothingToShow:
            continue
        if stems & {series.partition("_")[0] for series in item.table["series"]}:
            out[line["title"]] = item.headline
    return out
