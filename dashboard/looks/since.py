"""What the newest edition shows otherwise than an older one, in charts as somebody has them open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from dashboard.exhibits.model import Exhibit, NothingToShow
from dashboard.figures import served
from dashboard.looks.look import Look, look
from dashboard.looks.request import Request

KEYS = ("series", "reporter", "partner", "period", "months")


@dataclass(frozen=True)
class Since:
    """What changed in charts from an older edition to the newest."""

    values: int  # drawn values that are different, new or gone
    headlines: tuple[tuple[str, str], ...]  # (then, now), only those that read differently


def changes_since(requests: Iterable[Request]) -> Since:
    """Return what the newest edition draws differently from the editions asked for. Raises StoreError."""
    newest = served.newest()
    found = [_between(look(request), look(replace(request, edition=newest))) for request in requests]
    return Since(sum(one.values for one in found), tuple(heads for one in found for heads in one.headlines))


@lru_cache(maxsize=512)  # asked again on every run of a page that shows an older edition
def _between(then: Look, now: Look) -> Since:
    heads = ((then.card.headline or then.nothing, now.card.headline or now.nothing),)
    values = len({row[:-1] for row in _values(then) ^ _values(now)})
    return Since(values, heads if then.card.headline != now.card.headline else ())


def _values(asked: Look) -> set[tuple[Any, ...]]:
    try:
        return drawn_values(asked.exhibit)
    except NothingToShow:
        return set()


def drawn_values(item: Exhibit) -> set[tuple[Any, ...]]:
    """Return the values that an exhibit draws, each behind its key (KEYS), rounded to nine decimals."""
    rows = item.table[item.table["value"].notna()]
    return set(zip(*(rows[key] for key in KEYS), rows["value"].round(9), strict=True))
