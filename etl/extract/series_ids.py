"""Which series is it? Product, flow and unit → the id in etl/tables/series.csv, or one made from the product's code.

A product that etl/tables/series.csv lacks gets `hs<code>_<flow>_<unit>` (`hs1201_imports_t`), so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from etl.extract.headings import key
from etl.extract.units import SUFFIX
from etl.tables import registry

TOTAL = "TOTAL"
PLURAL = {"export": "exports", "import": "imports", "total": "total", "balance": "balance"}


@cache
def _known() -> Mapping[tuple[str, str, str], str]:
    """(HS code, flow, unit) → id, of the series that state a level, customs ones before reconciled ones."""
    found: dict[tuple[str, str, str], str] = {}
    for row in registry.lines("series"):
        if row["measure"] in ("level", "hs_level", "rate") and row["hs"]:
            found.setdefault((row["hs"], row["flow"], row["unit"]), row["series"])
    return MappingProxyType(found)


@lru_cache(maxsize=50_000)
def level(product: str, flow: str, unit: str, scheme: str = "hs") -> str:
    """Return the series id of amounts of a product code, TOTAL or a name of our own; `unit` is a base unit.

    A code that ends in 00 is its own heading undivided: 27090000 and 270900 are 2709.
    """
    code = product.strip()
    heading = _heading(code) if scheme == "hs" else code
    known = _known().get((heading, flow, unit)) if scheme == "hs" or code == TOTAL else None
    stem = "goods" if code == TOTAL else f"{scheme}{slug(code)}"
    return known or f"{stem}_{_flow(flow)}_{SUFFIX.get(unit, unit).lower()}"


def growth(flow: str, currency: str) -> str:
    """Return the series id of the year-on-year change of all goods in one currency, or "" if none is kept."""
    ending = {"USD": "growth_pct", "CNY": "growth_cny_pct"}.get(currency)
    return f"goods_{_flow(flow)}_{ending}" if ending else ""


@cache
def _changes() -> Mapping[tuple[str, str, str], str]:
    """(HS code, flow, volume or value_usd) → id, of the series that state a change on the year before."""
    rows = (row for row in registry.lines("series") if row["measure"] == "growth")
    return MappingProxyType({(row["hs"], row["flow"], row["basis"]): row["series"] for row in rows})


def product_growth(product: str, flow: str, unit: str) -> str:
    """Return the series id of the change of a product's amount in tonnes or USD; "" if none is kept."""
    basis = {"t": "volume", "USD": "value_usd"}.get(unit, "")
    return _changes().get((_heading(product), flow, basis), "")


def named(product: str, flow: str, unit: str) -> str:
    """Return the id of a product that has a name and no code, as China Customs' own product groups: `gacc_<name>_…`."""
    return f"gacc_{slug(product)}_{_flow(flow)}_{SUFFIX.get(unit, unit).lower()}"


def slug(text: str) -> str:
    """Return text as part of an id: small letters, digits and low lines; letters of every script stay."""
    return re.sub(r"[^\w]+", "_", key(text)).strip("_")


def _flow(flow: str) -> str:
    return PLURAL.get(flow, slug(flow))


def _heading(code: str) -> str:
    while len(code) >= 6 and code.isdigit() and code.endswith("00"):
        code = code[:-2]
    return code
