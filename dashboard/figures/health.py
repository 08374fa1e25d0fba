"""Which files behind the figures are damaged, as the last look at every byte found; the pages mark what rests on them."""

from __future__ import annotations

from pathlib import Path

from etl.store import Damaged, Store, StoreError

_damaged: dict[Path, frozenset[str]] = {}


def damaged(folder: Path) -> frozenset[str]:
    """Return "source/snapshot" of each damaged file in force; empty before the first look."""
    return _damaged.get(folder, frozenset())


def check(folder: Path) -> tuple[list[str], bool]:
    """Read every byte; return what is wrong in words, and whether the damaged files are others than at the last look."""
    store = Store(folder)
    found = [str(problem) for problem in store.verify()]
    names = set()
    try:
        for ref in store.in_force():
            try:
                store.file(ref)
            except Damaged:
                names.add(f"{ref.source}/{ref.snapshot}")
    except StoreError as error:
        found.append(str(error))
    before, _damaged[folder] = damaged(folder), frozenset(names)
    return found, before != _damaged[folder]
