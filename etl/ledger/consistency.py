"""Claims of one text judged together: can they all hold? Levels, growth, shares and ratios are products of the same quantities.

In logarithms each claim bounds the difference of two quantities (a level bounds one against 1). A set of such bounds has no
solution exactly when going round a circle of them comes out below zero (Bellman and Ford); the claims on the circle cannot
all hold. Sums (exports + imports = total) are tested beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from math import exp, inf, log

from etl.ledger import subject
from etl.ledger.claims import Claim

Node = tuple[str, ...]
ONE: Node = ("1",)


@dataclass(frozen=True)
class Conflict:
    """Claims that cannot all hold, with the inequality that shows it."""

    claims: tuple[str, ...]
    inequality: str
    words: str


@dataclass(frozen=True)
class Bound:
    """head − tail ≤ most, in logarithms; from one claim."""

    tail: Node
    head: Node
    most: float
    claim: Claim


def conflicts(claims: Iterable[Claim]) -> list[Conflict]:
    """Return every set of claims that cannot hold together, smallest circles first removed."""
    claims = [claim for claim in claims if (claim.measure and claim.value > 0) or claim.measure == "growth"]
    out = list(_sums(claims))
    bounds = [bound for claim in claims for bound in _bounds(claim)]
    while circle := _circle(bounds):
        ids = tuple(dict.fromkeys(bound.claim.id for bound in circle))
        if len(ids) > 1:
            out.append(_said(circle, ids))
        bounds = [bound for bound in bounds if bound.claim.id not in ids]
    return out


def _said(circle: list[Bound], ids: tuple[str, ...]) -> Conflict:
    """Return the conflict of a circle in words."""
    product = exp(sum(bound.most for bound in circle))
    parts = " · ".join(f"{bound.claim.printed} {bound.claim.unit} ({bound.claim.id})" for bound in circle)
    inequality = f"{parts}: taken together they need 1 ≤ {product:.4f}"
    return Conflict(ids, inequality, f"These {len(ids)} figures of the text cannot all hold: {inequality}.")


def _node(claim: Claim, *, partner: str = "", period: str = "", reporter: str = "") -> Node:
    """Return the quantity that a claim is about."""
    series = subject.level_series(claim, "percent" if claim.measure != "level" else "")
    at = subject.sides(replace(claim, partner=partner or claim.partner, reporter=reporter or claim.reporter))
    return (series, *at, period or claim.period, str(claim.months))


def _bounds(claim: Claim) -> Iterator[Bound]:
    """Yield what a claim bounds: upper and lower, where it bounds them."""
    low, high = claim.allowed
    head: Node
    tail: Node
    if claim.measure == "level":
        ends, head, tail = (low, high), _node(claim), ONE
    elif claim.measure == "growth":
        before = f"{int(claim.period[:4]) - 1}{claim.period[4:]}"
        ends = tuple(None if end is None else 1 + end / 100 for end in (low, high))  # type: ignore[assignment]
        head, tail = _node(claim), _node(claim, period=before)
    elif claim.measure == "share" and claim.product != "arms":
        ends = tuple(None if end is None else end / 100 for end in (low, high))  # type: ignore[assignment]
        head, tail = _node(claim), _node(claim, partner=claim.compared_with or "WLD")
    elif claim.measure == "ratio" and claim.product not in ("arms", "gdp"):
        ends, head, tail = (low, high), _node(claim), _node(claim, partner=claim.compared_with or "RUS")
    else:
        return
    if ends[1] is not None and ends[1] > 0:
        yield Bound(tail, head, log(float(ends[1])), claim)
    if ends[0] is not None and ends[0] > 0:
        yield Bound(head, tail, -log(float(ends[0])), claim)


SLACK = 1e-9


def _circle(bounds: list[Bound]) -> list[Bound]:
    """Return the bounds of one circle that comes out below zero, or none (Bellman–Ford)."""
    nodes = {node for bound in bounds for node in (bound.tail, bound.head)}
    least = dict.fromkeys(nodes, 0.0)
    came: dict[Node, Bound] = {}
    moved: Node | None = None
    for _ in range(len(nodes) + 1):
        moved = None
        for bound in bounds:
            reach = least[bound.tail] + bound.most
            if reach < least[bound.head] - SLACK:
                least[bound.head], came[bound.head], moved = reach, bound, bound.head
        if moved is None:
            return []
    for _ in nodes:
        moved = came[moved].tail  # type: ignore[index]
    circle, at = [], moved
    while True:
        bound = came[at]  # type: ignore[index]
        circle.append(bound)
        at = bound.tail
        if at == moved:
            break
    return list(reversed(circle))


def _sums(claims: list[Claim]) -> Iterator[Conflict]:
    """Yield exports, imports and total (or balance) of one pair and period that do not sum."""
    by_place: dict[tuple[str, str, str, int, str], dict[str, Claim]] = {}
    for claim in claims:
        if claim.product == "all_goods" and claim.measure in ("level", "balance"):
            flow = "balance" if claim.measure == "balance" else claim.flow
            by_place.setdefault((claim.reporter, claim.partner, claim.period, claim.months, claim.unit[:3]), {})[
                flow
            ] = claim
    for flows in by_place.values():
        for whole, sign in (("total", 1), ("balance", -1)):
            if {"export", "import", whole} <= set(flows):
                ex, im, total = flows["export"], flows["import"], flows[whole]
                (el, eh), (il, ih), (tl, th) = (_ends(one) for one in (ex, im, total))
                low, high = (el + il, eh + ih) if sign > 0 else (el - ih, eh - il)
                if low > th or high < tl:
                    inequality = f"{ex.printed} {'+' if sign > 0 else '−'} {im.printed} ≠ {total.printed} {total.unit}"
                    yield Conflict(
                        (ex.id, im.id, total.id),
                        inequality,
                        f"These three figures of the text do not sum: {inequality}.",
                    )


def _ends(claim: Claim) -> tuple[Decimal, Decimal]:
    """Return the closed ends of what a claim allows, far away where it is open."""
    low, high = claim.allowed
    return (Decimal(-inf) if low is None else low, Decimal(inf) if high is None else high)
