"""What becomes of each figure of a file: new, known already, finer, changed, behind a newer one, or missing; and how many.

The states say what a reader would see after publishing, not how the file differs from the store: a coarser print of a
figure that is known to more digits changes nothing, and is counted as equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from etl.build import vintages
from etl.build.build import Dataset
from etl.intake.impact import Change, Known
from etl.tables import registry
from etl.tables.rows import Key, Row

NEW, EQUAL, FINER, CHANGED, BEHIND, MISSING = "new", "equal", "finer", "changed", "behind", "missing"
OF_THE_FILE = (NEW, EQUAL, FINER, CHANGED, BEHIND)  # their counts add up to the file's figures
MOVING = frozenset({NEW, FINER, CHANGED})
WORDS = {
    NEW: "new", EQUAL: "known already and equal", FINER: "known already, now to more digits", CHANGED: "changed",
    BEHIND: "unlike a figure that stays in front", MISSING: "no longer in the file",
}  # fmt: skip


class Outcome(NamedTuple):
    """One figure of a file, or one that it no longer has: its state, the row in the file and the row shown today."""

    key: Key
    state: str
    new: Row | None
    old: Row | None


def outcomes(rows: Iterable[Row], vanished: Iterable[Change], now: Known, then: Dataset) -> tuple[Outcome, ...]:
    """Return one outcome a row of the file, in its order, then one a value that vanished.

    `then` has the rows in force; what it would show is chosen as every page chooses.
    """
    rows = list(rows)
    families = {registry.family(row.source) for row in rows}
    own = (row for row in vintages.known(then.reported, None) if registry.family(row.source) in families)
    after = vintages.choose(own)
    told = []
    for row in rows:
        place = (row.key, registry.family(row.source))
        old = now.shown.get(place)
        told.append(Outcome(row.key, state_of(row, old, after[place].row), row, old))
    return (*told, *(Outcome(each.key, MISSING, None, each.old) for each in vanished))


def state_of(new: Row, old: Row | None, after: Row) -> str:
    """Return the state of a figure in the file, given the row shown today and the row that would be shown."""
    if old is None:
        return NEW
    same = new.low <= old.high and old.low <= new.high
    if after.value == old.value:
        return EQUAL if same else BEHIND
    return FINER if same else CHANGED


def counts(told: Iterable[Outcome]) -> Mapping[str, int]:
    """Return state → how many, of every state; without the missing they add up to the file's figures."""
    counted = Counter(each.state for each in told)
    return {state: counted[state] for state in (*OF_THE_FILE, MISSING)}


def counts_words(told: Iterable[Outcome]) -> str:
    """Return the counts in words: "270 figures: 225 new, 45 known already and equal, 0 changed"."""
    counted = counts(told)
    total = sum(counted[state] for state in OF_THE_FILE)
    always = (NEW, EQUAL, CHANGED)
    parts = [f"{counted[state]:,} {WORDS[state]}" for state in OF_THE_FILE if counted[state] or state in always]
    gone = f"; {counted[MISSING]:,} {WORDS[MISSING]}" if counted[MISSING] else ""
    return f"{total:,} figure{'s' if total != 1 else ''}: {', '.join(parts)}{gone}"
