"""The charts and pages that there are, as charts.csv and pages.csv list them, and the module of each chart."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from etl.tables import registry

TABLES = Path(__file__).parents[1] / "tables"


class UnknownChart(ValueError):
    """A chart id that charts.csv does not have."""


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the lines of a table of `dashboard/tables/`, in its order."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Return charts.csv by chart id, in its order: page, order, title, note."""
    return {line["chart"]: line for line in table("charts")}


@cache
def pages() -> Mapping[str, Mapping[str, str]]:
    """Return pages.csv by page id, in its order: group, title, question, address."""
    return {line["page"]: line for line in table("pages")}


def nearest(asked: str, most: int = 2) -> list[str]:
    """Return the pages whose address, short name or title is nearest to what was asked for, the nearest first."""
    names = {
        said.casefold(): page
        for page, line in pages().items()
        for said in (page, line["menu"], line["title"], *line["title"].split())
        if said and line["menu"]
    }
    words = [part for part in asked.casefold().replace("-", " ").replace("_", " ").split("/") if part]
    found = [near for word in words for near in registry.near(word, names, 2)]
    charts = [line["page"] for chart, line in catalogue().items() if chart in asked.split("/")]
    return list(dict.fromkeys([*charts, *(names[near] for near in found)]))[:most]


def module(chart_id: str) -> ModuleType:
    """Return the module of a chart. Raises UnknownChart with near names in words."""
    if chart_id not in catalogue():
        hint = registry.hint(chart_id, catalogue())
        raise UnknownChart(f"There is no chart “{chart_id}”.{hint} `kyakhta charts` lists all of them.")
    return import_module(f"dashboard.charts.{catalogue()[chart_id]['room']}.{chart_id}")
