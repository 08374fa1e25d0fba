"""The state of play in half a minute: the finding, five sentences and three short lists, all computed from the rows."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.figures import served, words
from dashboard.figures.memo import keep_with_figures
from dashboard.figures.query import Data
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


def state(data: Data, currency: str = "usd") -> State:
    """Return what the overview says of these figures on the day it is read: how fresh they are changes overnight."""
    return _state(data, currency, data.as_of or words.today())


@keep_with_figures
def _state(data: Data, currency: str, _today: str) -> State:
    title, changed = short_lists.newest_changes(data)
    said = tuple(key_figures.compute(data, currency))
    return State(headlines.compose(data, currency), said, title, tuple(changed), tuple(short_lists.freshness(data)))


def warm() -> None:
    """Make the overview of today once, so that its first reader need not wait."""
    try:
        data = served.figures()
        state(data)
        short_lists.contested(data)
    except StoreError:
        return
