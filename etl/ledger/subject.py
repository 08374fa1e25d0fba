"""What a claim is about: the series, reporter and partner of its rows, where the whole of a share stands, what a chart draws."""

from __future__ import annotations

from etl.ledger.claims import PREFIX, UNITS, Claim
from etl.tables import registry


def sides(claim: Claim) -> tuple[str, str]:
    """Return the (reporter, partner) columns of a claim's rows: for arms the supplier and the recipient."""
    if claim.product == "arms":
        return (claim.partner, claim.reporter) if claim.flow == "import" else (claim.reporter, claim.partner)
    if claim.product == "gdp":
        return claim.reporter, "WLD"
    return claim.reporter, claim.partner


def level_series(claim: Claim, unit: str = "") -> str:
    """Return the series of a claim's level: goods_total_usd, crude_imports_t, arms_deliveries_tiv …; "" when there is none."""
    kind = UNITS[unit or claim.unit][1]
    prefix = PREFIX[claim.product]
    if prefix == "arms":
        return "arms_hs93_usd" if kind == "usd" else "arms_deliveries_tiv"
    if prefix == "gdp":
        return "gdp_usd"
    currency = kind if kind in ("usd", "cny", "eur") else "usd"
    if prefix == "goods":
        flow = {"export": "exports", "import": "imports", "balance": "balance"}.get(claim.flow, "total")
        return f"goods_{flow}_{currency}"
    if kind in ("bcm", "bpd"):
        suffix = kind
    elif kind == "t" or (claim.basis == "volume" and kind not in ("usd", "cny", "eur")):
        suffix = "t"
    else:
        suffix = currency
    series = f"{prefix}_imports_{suffix}"
    return series if series in registry.table("series") else ""


def share_series(claim: Claim, series: str) -> str:
    """Return the series in which publishers print the share that a claim means."""
    if claim.product == "arms":
        if (claim.compared_with == "WLD" and claim.partner == "WLD") or sides(claim)[1] == "WLD":
            return "arms_world_share_pct"
        return "arms_recipient_share_pct" if claim.flow == "import" else "arms_supplier_share_pct"
    stem, _, kind = series.rpartition("_")
    if stem.startswith("goods"):
        return f"{stem}_share_pct"
    return f"{stem}_{'volume' if kind == 't' else 'value'}_share_pct"


def whole(claim: Claim) -> tuple[str, str]:
    """Return the (reporter, partner) columns of the whole that a claim is a share of."""
    reporter, partner = sides(claim)
    if claim.product != "arms":
        return reporter, claim.compared_with or "WLD"
    if "WLD" in (reporter, partner):
        return "WLD", "WLD"
    return ("WLD", partner) if claim.flow == "import" else (reporter, "WLD")


def drawn(claim: Claim) -> str:
    """Return the series in which a chart draws what a claim states: goods_total_ratio, crude_imports_volume_share_pct …"""
    prefix = PREFIX.get(claim.product, "")
    if prefix == "arms":
        kinds = {"window_change": "arms_window_change_pct", "level": "arms_deliveries_tiv"}
        shares = (
            "arms_world_share_pct"
            if claim.partner == "WLD"
            else "arms_recipient_share_pct"
            if claim.flow == "import"
            else "arms_supplier_share_pct"
        )
        return kinds.get(claim.measure, shares if "share" in claim.measure else "")
    flow = {"export": "exports", "import": "imports", "balance": "balance"}.get(claim.flow, "total")
    stem = f"goods_{flow}" if prefix == "goods" else f"{prefix}_imports"
    kind = "" if prefix == "goods" else "volume_" if claim.basis == "volume" else "value_"
    unit = UNITS.get(claim.unit, ("", ""))[1]
    return {
        "level": f"{stem}_{unit}", "growth": f"{stem}_{kind}growth_pct", "share": f"{stem}_{kind}share_pct", "ratio": f"{stem}_ratio",
        "rank": f"{stem}_rank", "balance": f"goods_balance_{unit}",
    }.get(claim.measure, "")  # fmt: skip
