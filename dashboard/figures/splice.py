"""Annual lines joined from several sources: nothing is guessed, a joint or a gap stays visible."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from dashboard.figures import triples, words
from dashboard.figures.query import COLUMNS, Data
from dashboard.figures.triple_index import Place, Record
from etl.tables.registry import place_name

if TYPE_CHECKING:
    import pandas as pd

# The row that answers at a place of the families given; further families may give the other flow of a total.
Read = Callable[[Place, tuple[str, ...], tuple[str, ...]], Record | None]
TORN = 1.0  # per cent: a change of source that moves a line by more tears it
EXTRA = ("joint", "torn", "joint_words", "said")


def reader(data: Data, flow: str, *, share: bool = False) -> Read:
    """Return how a line reads its years: a flow's level, its share of the world, or exports less imports ("balance")."""
    if flow == "balance":
        return lambda at, families, also: triples.balance(data, at, families, also)
    if share:
        return lambda at, families, also: triples.share(data, at, flow, families)
    return lambda at, families, also: triples.level(data, at, flow, families, also)


def lines(
    data: Data,
    read: Read,
    reporter: str,
    partners: Iterable[str],
    *,
    currency: str,
    families: Iterable[str],
    first: str,
    last: str,
) -> pd.DataFrame:
    """Return the annual lines of several partners, one below the other; columns as of `line`."""
    import pandas as pd

    parts = [
        line(data, read, (reporter, partner), currency=currency, families=families, first=first, last=last)
        for partner in partners
    ]
    full = [part for part in parts if len(part)]
    return pd.concat(full, ignore_index=True) if full else parts[0]


def line(
    data: Data,
    read: Read,
    places: tuple[str, str],
    *,
    currency: str,
    families: Iterable[str],
    first: str = "",
    last: str = "",
) -> pd.DataFrame:
    """Return one annual line: in each year the row of the family that answers for exports, imports and total together.

    A year that nobody has is a gap (no row). `joint` marks a year whose family differs from the year before, `joint_words`
    quantifies it, `torn` is True where the change moves the line by more than 1 % or by nobody knows how much; `said` tells
    where exports and imports shown do not make the total shown.
    """
    import pandas as pd

    families = tuple(families)
    rows: list[Record] = []
    for year in _years(data, places, currency, first, last):
        at = (*places, year, 12, currency)
        row = read(at, families, ())
        if row is None:
            continue
        before = rows[-1] if rows else None
        said = "; ".join(filter(None, (row.get("said"), triples.mismatch_words(data, at, families))))
        row |= {"joint": False, "torn": False, "joint_words": "", "said": said}
        if before is not None and before["family"] != row["family"]:
            row |= _joint(read, at, (before["family"], row["family"]), families)
        rows.append(row)
    return pd.DataFrame(rows, columns=[*COLUMNS, *EXTRA])


def _years(data: Data, places: tuple[str, str], currency: str, first: str, last: str) -> list[str]:
    """Return the calendar years in which anybody has a figure of the two places."""
    years = {at[2] for at in data.triples if at[:2] == places and at[3] == 12 and at[4] == currency and len(at[2]) == 4}
    return sorted(year for year in years if year >= first and (not last or year <= last))


def _joint(read: Read, at: Place, change: tuple[str, str], families: tuple[str, ...]) -> dict[str, Any]:
    """Return what a change of family at a year is: marked, how far the two are apart where both count, torn or not.

    The line at a joint runs from one year to the next; it is sound where the two families agree at either end. Where no
    end has both, the nearest year counts. A family that has only the total of a year is read as that total less the other flow.
    """
    year, names = int(at[2]), [triples.NAMES.get(family, family) for family in change]
    head = f"{place_name(at[1], short=True)} {year}: {names[1]} in place of {names[0]}"
    for near in ((year, year - 1), (year + 1,), (year - 2,), (year + 2,), (year - 3,)):
        for also in ((), families):  # what both print before what is worked out
            both = [found for other in near if (found := _apart(read, at, str(other), change, also))]
            if both:
                apart, told = min(both, key=lambda found: abs(found[0]))
                return {"joint": True, "torn": abs(apart) > TORN, "joint_words": f"{head}; {told}"}
    return {"joint": True, "torn": True, "joint_words": f"{head}; no year near it has both"}


def _apart(
    read: Read, at: Place, year: str, change: tuple[str, str], also: tuple[str, ...]
) -> tuple[float, str] | None:
    """Return how far the new family stands from the old one in a year, per cent and in words, or None without both."""
    old, new = (read((*at[:2], year, *at[3:]), (family,), also) for family in change)
    if old is None or new is None or not old["value"]:
        return None
    apart = (new["value"] / old["value"] - 1) * 100
    was, now = (_short(row, at[4]) for row in (old, new))
    return apart, f"in {year} {now} against {was} ({words.percent(apart, 2, signed=True)})"


def _short(row: Record, currency: str) -> str:
    """Return a level in billions or a share in per cent, in words."""
    return (
        words.percent(row["value"], 2)
        if row["series"].endswith("_pct")
        else words.money(row["value"] / 1e9, currency=currency)
    )
