"""What every rule needs: the rows it may take, and a derived row that cites the rule and its inputs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from etl.tables import registry
from etl.tables.rows import Key, Row

Chosen = dict[tuple[Key, str], Row]  # the shown row of each key and family
CURRENCIES = ("usd", "cny", "eur")
ONE_RELEASE = 31  # days: papers and tables print the figures of one release within a month
OWN = "own"  # the family of tables that a person mapped
FUELS = ("crude", "lng", "pipeline_gas", "coal")


def derived(like: Row, rule: str, inputs: Iterable[Row], value: Decimal, rounding: Decimal, **changed: object) -> Row:
    """Return a derived row: as new as its newest input, with the rule and inputs as its citation.

    Its rounding is at least what cutting the value to 15 digits takes away, so that a sum of long figures still adds up.
    """
    inputs = tuple(inputs)
    cites = " ".join(dict.fromkeys(row.citation for row in inputs))
    kept = _short(value)
    new: dict[str, Any] = {
        "value": kept, "rounding": _short(max(rounding, abs(value - kept))), "status": "derived",
        "vintage": max(row.vintage for row in inputs), "citation": f"{rule}({cites})",
    }  # fmt: skip
    return like._replace(**new | changed)


def _short(number: Decimal) -> Decimal:
    """Return a number with at most 15 digits, so that a quotient is the same text everywhere."""
    return number if len(number.as_tuple().digits) <= 15 else +Decimal(f"{number:.15g}")


def sibling(chosen: Chosen, row: Row, family: str, **changed: object) -> Row | None:
    """Return the chosen row that differs from `row` only in `changed`, of the same family."""
    return chosen.get((row._replace(**changed).key, family))  # type: ignore[arg-type]


def office(row: Row) -> tuple[str, str]:
    """Return who counted a row: its publisher, and for a table of one's own the file, since each may be of another.

    Families hold what is about the same thing; a difference is only one of figures that one office counted.
    """
    line = registry.get("sources", row.source)
    return line["publisher"], row.citation.rpartition("#")[0] if line["family"] == OWN else ""


def ratio(part: Row, whole: Row, scale: int = 1) -> tuple[Decimal, Decimal]:
    """Return part ÷ whole × scale and half the width of what the roundings allow. Raises ZeroDivisionError."""
    value = part.value / whole.value * scale
    edges = [p / w * scale for p in (part.low, part.high) for w in (whole.low, whole.high) if w]
    return value, (max(edges) - min(edges)) / 2


def total(rows: Iterable[Row]) -> tuple[Decimal, Decimal]:
    """Return the sum of rows, and the sum of their roundings."""
    rows = tuple(rows)
    return sum((row.value for row in rows), Decimal(0)), sum((row.rounding for row in rows), Decimal(0))


def one_release(one: Row, other: Row) -> bool:
    """Return whether two rows of a family belong to one round of publication, so that they may be added or compared."""
    days = [date.fromisoformat(row.vintage).toordinal() for row in (one, other)]
    return abs(days[0] - days[1]) <= ONE_RELEASE
