"""Near misses: the readings under which a figure that does not come out would. None is ever stated as fact.

A reading changes one thing of the claim (rarely two): the period, the flow, the pair, the partner, the basis, the product, the
release, the unit, the sign. Each has a cost by how simple the slip is; readings are ranked by cost, then by closeness.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from etl.ledger import measures, slips
from etl.ledger.answer import fits
from etl.ledger.claims import COMPARISONS, Claim
from etl.ledger.slips import Variant
from etl.ledger.view import View

MOST = 5


@dataclass(frozen=True)
class Reading:
    """One reading: what would have to be different, the value the rows then give, and the arithmetic in words."""

    change: str  # "period 2021", "flow import", "partner SAU", "basis value", "unit ×1000" …
    value: Decimal
    words: str  # "Would fit if …"
    cost: float
    apart: float  # how far from the claimed figure, in claimed roundings

    @property
    def order(self) -> tuple[float, float]:
        """Simplest first, then nearest."""
        return (self.cost, self.apart)


def search(claim: Claim, seen: View) -> list[Reading]:
    """Return the closest few readings of a claim that the rows bear out, simplest first."""
    found: dict[str, Reading] = {}
    singles = list(slips.slips(claim, seen))
    _collect(found, singles, seen)
    if len(found) < 2 and claim.measure not in COMPARISONS:  # two slips bear out nearly any words
        doubles = []
        for change, words, cost, changed in singles:
            if cost <= 1.2:
                doubles += [
                    (f"{change}, {second}", f"{words} and {more}", cost + price + 0.5, both)
                    for second, more, price, both in slips.slips(changed, seen)
                    if price <= 1.2 and second.split()[0] != change.split()[0]
                ]
        _collect(found, doubles, seen)
    if not found and claim.measure not in COMPARISONS:
        _collect(found, list(_triples(claim, seen)), seen)
    if not found:
        found = _nearest(singles, seen)
    return sorted(found.values(), key=lambda one: one.order)[:MOST]


def _triples(claim: Claim, seen: View) -> Iterator[Variant]:
    """Another supplier, on the other basis, over part of the year: the slip of a figure taken from the wrong line of a table."""
    for change, words, cost, based in slips.bases(claim):
        for second, more, price, part in slips.periods(based, seen):
            if part.months != claim.months:
                for third, most, paid, last in slips.partners(part, seen):
                    yield f"{change}, {second}, {third}", f"{words}, {more} and {most}", cost + price + paid, last


NEAR = Decimal("0.03")  # how near a reading that does not fit must come to be worth saying


def _nearest(variants: list[Variant], seen: View) -> dict[str, Reading]:
    """Return readings that do not fit but come within three per cent, said so."""
    found = {}
    for change, words, cost, changed in variants:
        if change.startswith(("unit", "sign")) or not changed.value:
            continue
        for answer in measures.answers(changed, seen)[:1]:
            off = abs(answer.value - changed.value)
            if off <= abs(changed.value) * NEAR:
                half = float(changed.rounding) or 0.5
                said = f"Would come near, not fit, if {words}: {answer.words}."
                found[change] = Reading(change, answer.value, said, cost + 3, float(off) / half)
    return found


def _collect(found: dict[str, Reading], variants: list[Variant], seen: View) -> None:
    """Add the variants that fit to `found`, one a change."""
    for change, words, cost, changed in variants:
        for answer in measures.answers(changed, seen):
            if fits(changed, answer):
                half = float(changed.rounding) or 0.5
                apart = float(abs(answer.value - changed.value)) / half
                one = Reading(change, answer.value, f"Would fit if {words}: {answer.words}.", cost, apart)
                if change not in found or one.order < found[change].order:
                    found[change] = one
                break
