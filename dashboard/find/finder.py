"""What the box answers: an edition's entries as known on a day, made once and kept; a few editions and days at a time."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock

from dashboard.figures import query, served, settings, words
from dashboard.find import evidence, figures
from dashboard.find.index import Group, Index
from etl.store import StoreError

KEPT = 4
LONGEST = 100  # characters of a question
Wanted = tuple[Path, str, str | None, bool, str]  # folder, edition, day looked back from, newest followed, today

_made: OrderedDict[Wanted, Index] = OrderedDict()
_making = Lock()


def answer(question: str, edition: str | None = None, as_of: str | None = None) -> list[Group] | None:
    """Return the groups of entries that fit a question, best first; None while the entries are still being made.

    `edition` is the one that a link names (None: the newest). Raises StoreError in words when nothing can be read.
    """
    index = _index(edition, as_of)
    return None if index is None else index.search(question[:LONGEST])


def warm() -> None:
    """Make the entries of the newest edition, so that its first reader need not wait; unreadable figures are left to the pages."""
    with suppress(StoreError):
        _index(None, None)


def _index(edition: str | None, as_of: str | None) -> Index | None:
    """Return the entries, made now if need be; None while others are made: one at a time, however many ask."""
    wanted = (settings.folder(), edition or served.newest(), as_of, edition is None, words.today())
    made = _made.get(wanted)
    if made is not None:
        return made
    if not _making.acquire(blocking=False):
        return None
    try:
        data = query.load(wanted[0], wanted[1], as_of)
        made = Index([*figures.entries(data, edition), *evidence.entries(data, edition)])
        _made[wanted] = made
        while len(_made) > KEPT:
            _made.popitem(last=False)
        return made
    finally:
        _making.release()
