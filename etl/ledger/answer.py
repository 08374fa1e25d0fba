"""Answers: what the rows say of a claim, a value with its interval, and whether that bears the claim out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from etl.ledger.claims import Claim
from etl.tables import registry
from etl.tables.rows import Row


@dataclass(frozen=True)
class Answer:
    """What the rows say: the value with its interval, from one family, and how it was reached."""

    value: Decimal
    low: Decimal
    high: Decimal
    family: str
    words: str  # the formula in words: "190.27 bn ÷ 147.15 bn − 1"
    inputs: tuple[Row, ...]
    printed: bool = False  # the publisher prints this very figure


def fits(claim: Claim, answer: Answer) -> bool:
    """Return whether an answer bears a claim out: its interval meets what the claim allows.

    The answer's own interval counts only where its inputs are fine enough to decide (a third of the claim's last digit, or
    a five-hundredth of the value); otherwise its middle must lie inside, so that coarse inputs cannot bear out everything.
    """
    low, high = claim.allowed
    if claim.qualifier in ("over", "more_than", "less_than", "under"):
        return (low is None or answer.value > low) and (high is None or answer.value < high)
    half = (answer.high - answer.low) / 2
    reach = half if half <= max(claim.rounding * 3 / 10, abs(claim.value) / 500) else Decimal(0)
    return (low is None or answer.value + reach >= low) and (high is None or answer.value - reach <= high)


def short(value: Decimal, series: str) -> str:
    """Return a value in its display unit, for a formula in words."""
    line = registry.table("series").get(series)
    scale, unit, decimals = (
        (Decimal(line["scale"]), line["shown"], int(line["decimals"])) if line else (Decimal(1), "", 2)
    )
    shown = value / scale
    return f"{shown:,.{max(decimals, 2)}f}".rstrip("0").rstrip(".") + (f" {unit}" if unit else "")


def single(row: Row, words: str = "") -> Answer:
    """Return one row's value as an answer."""
    words = words or f"{short(row.value, row.series)} in {row.period}"
    return Answer(row.value, row.low, row.high, registry.family(row.source), words, (row,), row.status != "derived")


def quotients(parts: Mapping[str, Row], wholes: Mapping[str, Row], scale: int, less: int = 0) -> list[Answer]:
    """Return part ÷ whole × scale − less as intervals, of each family that has both; none where the whole may be zero."""
    return [_quotient(part, whole, scale, less) for part, whole in _paired(parts, wholes) if whole.low > 0]


def _quotient(part: Row, whole: Row, scale: int, less: int) -> Answer:
    edges = [p / w * scale - less for p in (part.low, part.high) for w in (whole.low, whole.high)]
    words = f"{short(part.value, part.series)} ÷ {short(whole.value, whole.series)}{' − 1' if less else ''}"
    return Answer(
        part.value / whole.value * scale - less, min(edges), max(edges), registry.family(part.source),
        words + _mixed(part, whole), (part, whole),
    )  # fmt: skip


def _paired(parts: Mapping[str, Row], wholes: Mapping[str, Row]) -> Iterator[tuple[Row, Row]]:
    """Yield part and whole of the same family; only where no family has both, of two families, which the words then name."""
    same = [family for family in parts if family in wholes]
    for family in same:
        yield parts[family], wholes[family]
    if not same and parts and wholes and not any(family.startswith("sipri") for family in (*parts, *wholes)):
        yield next(iter(parts.values())), next(iter(wholes.values()))


def _mixed(part: Row, whole: Row) -> str:
    """Return words that name both families when a quotient had to mix them."""
    one, two = registry.family(part.source), registry.family(whole.source)
    names = registry.table("sources")
    return "" if one == two else f"; {names[part.source]['publisher']} over {names[whole.source]['publisher']}"
