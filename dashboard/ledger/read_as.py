"""What a claim was understood to say, in words: measure, goods, whose count of trade with whom, period."""

from __future__ import annotations

from dashboard.ledger import verdict_words
from etl.ledger.claims import COMPARISONS, Claim
from etl.tables import registry

MEASURES = {
    "level": "amount", "growth": "change on a year earlier", "share": "share", "window_share": "share over the years",
    "window_change": "change on as many years before", "rank": "rank", "ratio": "multiple", "balance": "exports less imports",
}  # fmt: skip
GOODS = {
    "all_goods": "all goods", "crude_oil": "crude oil", "lng": "LNG", "pipeline_gas": "pipeline gas", "coal": "coal",
    "coking_coal": "coking coal", "lignite": "lignite", "lpg": "LPG", "oil_products": "oil products", "arms": "major arms",
    "fossil_fuels": "fossil fuels", "gdp": "GDP",
}  # fmt: skip
FLOWS = {"import": "imports from", "export": "exports to", "total": "trade with", "balance": "trade with"}


def read_as(claim: Claim) -> str:
    """Return "change on a year earlier, all goods, China’s imports from Russia, 2022: 43.4%"."""
    measure = (
        COMPARISONS[claim.measure].rule if claim.measure in COMPARISONS else MEASURES.get(claim.measure, claim.measure)
    )
    basis = (
        f", by {claim.basis}"
        if claim.product not in ("all_goods", "arms", "gdp") and claim.unit in ("percent", "rank")
        else ""
    )
    open_ = " (our reading: the text does not say)" if claim.ours == "basis" else ""
    who = registry.place_name(claim.reporter)
    trade = f"{who}’s {FLOWS[claim.flow]} {_partner(claim)}" if claim.flow else who
    against = f", against {_against(claim.compared_with)}" if claim.compared_with not in ("", "WLD") else ""
    return (
        f"{measure}{basis}{open_}, {GOODS.get(claim.product, claim.product)}, {trade}{against}, "
        f"{verdict_words.period(claim)}: {verdict_words.claimed(claim)}"
    )


def _partner(claim: Claim) -> str:
    return "the world" if claim.partner == "WLD" else registry.place_name(claim.partner)


def _against(other: str) -> str:
    return GOODS[other] if other in GOODS else registry.place_name(other)
