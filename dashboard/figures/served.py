"""The figures that this process shows: those of the data folder it was told to use."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from dashboard.figures import query, settings
from etl.office import release
from etl.store import Entry, Store, StoreError

LOG = logging.getLogger("kyakhta")
AGAIN = 60  # seconds before what could not go out is tried again
_failed: dict[Path, float] = {}


def newest() -> str:
    """Return the name of the newest edition, after what was due has gone out. Raises StoreError in words."""
    let_go()
    return Store(settings.folder()).edition()


def let_go() -> list[Entry]:
    """Return the entries by which proposals went out just now, because their minute has come. What fails is in the server's
    log and tried again later; the figures before it are still shown.
    """
    folder = settings.folder()
    if time.monotonic() < _failed.get(folder, 0):
        return []
    try:
        return release.release(folder)
    except (StoreError, OSError) as error:
        _failed[folder] = time.monotonic() + AGAIN
        LOG.warning("what is due cannot go out: %s", error)
        return []


def figures(edition: str | None = None, as_of: str | None = None) -> query.Data:
    """Return the figures of an edition (default: the newest) as known on a day. Raises StoreError in words."""
    return query.load(settings.folder(), edition or newest(), as_of)
