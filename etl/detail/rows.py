"""Which rows answer a question: of one source, one depth of codes, one rhythm and one currency, each figure once.

What is left out so that nothing is counted twice, or mixed unsaid, is told in words with the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from etl.detail import parts
from etl.detail.parts import Part
from etl.tables import registry

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

# Where several sources hold the same, in this order: an office's own count first, then what others made of it.
PREFERRED = (
    "detail_comtrade",
    "detail_china_customs",
    "detail_comext",
    "detail_baci",
    "detail_own",
    "detail_synthetic",
)
YEAR = 0  # as a month: a whole year


class NothingHeld(ValueError):
    """No detail file in force answers the question; the message says what is held instead."""


@dataclass(frozen=True)
class Wanted:
    """What a question is about: whose trade, which flow, how deep the codes, by month or by year, of which source."""

    flow: str
    reporters: tuple[str, ...] = ()  # none: all that are held
    digits: int = 0
    monthly: bool = False
    source: str = ""
    revision: str = ""
    edition: str | None = None
    as_of: str | None = None
    synthetic: bool = False


@dataclass(frozen=True)
class Choice:
    """The parts that answer a question, at which depth each is read, and what must be said with the answer."""

    source: str
    currency: str
    parts: tuple[Part, ...]
    level: dict[Path, int]
    said: tuple[str, ...]

    def held(self) -> set[tuple[str, int]]:
        """Return which reporters are held in which years."""
        return {(part.reporter, part.year) for part in self.parts}

    def files(self) -> list[tuple[str, str, str]]:
        """Return source, snapshot and day of publication of every file behind the answer."""
        return sorted({(part.source, part.snapshot, part.vintage) for part in self.parts})


def choose(data: Path, wanted: Wanted) -> Choice:
    """Return the parts that answer a question. Raises NothingHeld or NotPrepared in words, StoreError."""
    every = parts.in_force(data, wanted.edition, wanted.as_of, synthetic=wanted.synthetic)
    right = [part for part in every if part.flow == wanted.flow and _whose(part, wanted)]
    source = wanted.source or next((name for name in PREFERRED if any(part.source == name for part in right)), "")
    right = [part for part in right if part.source == source]
    if not right:
        raise NothingHeld(_nothing(wanted, every))
    said: list[str] = []
    right, revision_said = _one_revision(right, wanted.revision)
    right, depth_said = _deep_enough(right, wanted.digits)
    right, rhythm_said = _one_rhythm(right, monthly=wanted.monthly)
    currency, right, currency_said = _one_currency(right)
    said += [*revision_said, *depth_said, *rhythm_said, *currency_said]
    if not right:
        raise NothingHeld(f"{_nothing(wanted, every)} {' '.join(said)}".strip())
    if wanted.flow == "X" and any(part.flow == "RX" and part.source == source for part in every):
        said.append("Exports include re-exports.")
    said += _revisions_said(right)
    level = {part.path: _level(part, wanted.digits) for part in right}
    return Choice(source, currency, tuple(right), level, tuple(said))


def _whose(part: Part, wanted: Wanted) -> bool:
    return not wanted.reporters or part.reporter in wanted.reporters


def _nothing(wanted: Wanted, every: Iterable[Part]) -> str:
    held = sorted({f"{part.reporter} {part.flow}" for part in every})
    who = ", ".join(wanted.reporters) or "anybody"
    there = (
        f"Held are {', '.join(held[:12])}{' and others' if len(held) > 12 else ''}." if held else "No detail is held."
    )
    return f"No detail of {who}, flow {wanted.flow}, is held{f' by {wanted.source}' if wanted.source else ''}. {there}"


def _one_revision(found: list[Part], asked: str) -> tuple[list[Part], list[str]]:
    """Return the parts of one revision where a year is held in several, as BACI is: the one asked for, or the longest."""
    if asked:
        return [part for part in found if asked in part.revisions], []
    years: dict[str, set[int]] = {}
    for part in found:
        for revision in part.revisions:
            years.setdefault(revision, set()).add(part.year)
    places: dict[tuple[object, ...], set[tuple[str, ...]]] = {}
    for part in found:
        places.setdefault(part.place, set()).add(part.revisions)
    if all(len(each) == 1 for each in places.values()):
        return found, []
    longest = max(sorted(years), key=lambda name: len(years[name]))
    return [part for part in found if longest in part.revisions], [f"Of several HS revisions held {longest} is used."]


def _level(part: Part, digits: int) -> int:
    """Return the digits at which a part is read: those asked for, or the next deeper; -1 where it is not that deep."""
    return min((level for level in part.levels if level >= digits), default=-1)


def _deep_enough(found: list[Part], digits: int) -> tuple[list[Part], list[str]]:
    """Return the parts that go as deep as the question, at one depth in each place, the newest file's."""
    kept: list[Part] = []
    depth: dict[tuple[object, ...], int] = {}
    shallow = 0
    for part in found:  # newest first
        level = _level(part, digits)
        if level < 0 or (digits > 0 and level == 0) or depth.setdefault(part.place, level) not in part.levels:
            shallow += 1
            continue
        kept.append(part)
    return kept, [f"{shallow} files that do not go to {digits} digits are left out."] if shallow else []


def _one_rhythm(found: list[Part], *, monthly: bool) -> tuple[list[Part], list[str]]:
    """Return the parts of months, or of years: a year that is published as one figure is not summed from its months too."""
    if monthly:
        only = [replace(part, months=tuple(month for month in part.months if month != YEAR)) for part in found]
        return [part for part in only if part.months], []
    yearly = {part.place for part in found if YEAR in part.months}
    kept: list[Part] = []
    months: dict[tuple[object, ...], set[int]] = {}
    for part in found:
        if part.place in yearly:
            if YEAR in part.months:
                kept.append(replace(part, months=(YEAR,)))
        else:
            kept.append(part)
            months.setdefault(part.place, set()).update(part.months)
    short = sorted(f"{place[1]} {place[3]} ({len(held)} months)" for place, held in months.items() if len(held) < 12)
    said = (
        [f"Years that are not whole: {', '.join(short[:6])}{' and others' if len(short) > 6 else ''}."] if short else []
    )
    return kept, said


def _one_currency(found: list[Part]) -> tuple[str, list[Part], list[str]]:
    """Return the currency of most rows and the parts in it."""
    rows: dict[str, int] = {}
    for part in found:
        for currency in part.currencies:
            rows[currency] = rows.get(currency, 0) + part.rows
    if not rows:
        return "", found, []
    most = max(sorted(rows), key=lambda name: rows[name])
    others = ", ".join(sorted(set(rows) - {most}))
    said = [f"Values in {others} are left out; those in {most} are used."] if others else []
    return most, [part for part in found if most in part.currencies], said


def _revisions_said(found: Iterable[Part]) -> list[str]:
    """Return that codes of several revisions meet in the answer, and when each reporter changed over."""
    first: dict[tuple[str, str], int] = {}
    for part in found:
        for revision in part.revisions:
            key = (part.reporter, revision)
            first[key] = min(part.year, first.get(key, part.year))
    if len({revision for _, revision in first}) < 2:
        return []
    changes = [f"{reporter} {revision} from {year}" for (reporter, revision), year in sorted(first.items())]
    more = f" and {len(changes) - 8} more" if len(changes) > 8 else ""
    return [
        f"Codes of several HS revisions meet here, and a code may mean other goods after a change: {', '.join(changes[:8])}{more}."
    ]


def table(database: Backend, choice: Choice) -> Table:
    """Return the rows of a choice as an expression: counted once, the newest file's where several hold the same."""
    groups: dict[tuple[int, tuple[int, ...], bool], list[Part]] = {}
    shared = _shared(choice.parts)
    for part in choice.parts:
        key = (choice.level[part.path], part.months, part.place in shared)
        groups.setdefault(key, []).append(part)
    read = {key: _read(database, key[0], key[1], each) for key, each in sorted(groups.items())}
    made = [rows for (_, _, both), rows in read.items() if not both]
    again = [rows for (_, _, both), rows in read.items() if both]
    if again:
        made.append(_newest(_union(again), choice.parts))
    rows = _union(made)
    return rows.filter(rows.currency == choice.currency) if choice.currency else rows


def _shared(found: Sequence[Part]) -> set[tuple[object, ...]]:
    """Return the places of which several files hold something."""
    seen: set[tuple[object, ...]] = set()
    twice: set[tuple[object, ...]] = set()
    for part in found:
        (twice if part.place in seen else seen).add(part.place)
    return twice


def _read(database: Backend, level: int, months: tuple[int, ...], found: list[Part]) -> Table:
    rows = database.read_parquet([str(part.path) for part in found], hive_partitioning=False)
    return rows.filter(rows.counted, rows.level == level, rows.month.isin(months))


def _union(made: list[Table]) -> Table:
    first, *others = made
    return first.union(*others) if others else first


def _newest(rows: Table, found: Sequence[Part]) -> Table:
    """Return, of rows on the same goods, partner and month, those of the newest file that has any."""
    import ibis

    order = {part.file: at for at, part in enumerate(reversed(found))}  # newest last
    ranks = ibis.memtable({"file": list(order), "newer": list(order.values())})
    ranked = rows.join(ranks, "file")
    same = ["reporter", "flow", "year", "month", "partner", "code", "revision"]
    ranked = ranked.mutate(newest=ranked.newer.max().over(group_by=same))
    return ranked.filter(ranked.newer == ranked.newest).drop("newer", "newest")


def blocs() -> list[str]:
    """Return the places that are sums of others, the world among them: beside countries they would count twice."""
    return sorted(row["place"] for row in registry.lines("places") if row["kind"] in ("bloc", "world"))
