"""The charts and pages that there are, as charts.csv and pages.csv list them, and the module of each chart."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

TABLES = Path(__file__).parents[1] / "tables"


class UnknownChart(ValueError):
    """A chart id that charts.csv does not have."""


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return charts.csv by chart id, in its order: page, order, title, note."""
    with (TABLES / "charts.csv").open(encoding="utf-8", newline="") as file:
        return {line["chart"]: line for line in csv.DictReader(file)}


@cache
def pages() -> Mapping[str, Mapping[str, str]]:
    """Return pages.csv by page id, in its order: group, title, question, address."""
    with (TABLES / "pages.csv").open(encoding="utf-8", newline="") as file:
        return {line["page"]: line for line in csv.DictReader(file)}


def module(chart_id: str) -> ModuleType:
    """Return the module of a chart. Raises UnknownChart with near names in words."""
    if chart_id not in catalogue():
        near = difflib.get_close_matches(chart_id, catalogue(), n=3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise UnknownChart(f"There is no chart “{chart_id}”.{hint} `kyakhta charts` lists all of them.")
    return import_module(f"dashboard.charts.{catalogue()[chart_id]['room']}.{chart_id}")
