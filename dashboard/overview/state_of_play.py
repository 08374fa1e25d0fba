"""The state of play in half a minute: the finding, five sentences and three short lists, all computed from the rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard.figures import query, served, settings
from dashboard.overview import headlines, key_figures, short_lists
from dashboard.overview.key_figures import Fact
from etl.store import StoreError


@dataclass(frozen=True)
class State:
    """Everything the overview says of one edition as known on one day."""

    finding: tuple[str, str]
    facts: tuple[Fact, ...]
    title: str  # over the first list
    changed: tuple[short_lists.Line, ...]
    fresh: tuple[short_lists.Line, ...]


def state(edition: str, as_of: str | None, currency: str = "usd") -> State:
    """Return what the overview says. Cached: an edition and a day never change. Raises StoreError in words."""
    return _state(settings.folder(), edition, as_of, currency)


@lru_cache(maxsize=32)
def _state(folder: Path, edition: str, as_of: str | None, currency: str) -> State:
    data = query.load(folder, edition, as_of)
    title, changed = short_lists.newest_changes(data)
    said = tuple(key_figures.compute(data, currency))
    return State(headlines.compose(data, currency), said, title, tuple(changed), tuple(short_lists.freshness(data)))


def warm() -> None:
    """Make the overview of today once, so that its first reader need not wait."""
    try:
        edition = served.newest()
        state(edition, None)
        short_lists.contested(served.figures(edition))
    except StoreError:
        return
