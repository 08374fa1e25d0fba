"""The figures that this process shows: those of the data folder it was told to use."""

from __future__ import annotations

from dashboard.figures import query, settings
from etl.store import Store


def newest() -> str:
    """Return the name of the newest edition. Raises StoreError in words."""
    return Store(settings.folder()).edition()


def figures(edition: str | None = None, as_of: str | None = None) -> query.Data:
    """Return the figures of an edition (default: the newest) as known on a day. Raises StoreError in words."""
    return query.load(settings.folder(), edition or newest(), as_of)
