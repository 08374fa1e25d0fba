"""Eurostat Comext, full files of a month or a year (full_v2_202312.dat): eight-digit goods of each member by partner.

Rows by statistical procedure are parts that add up to the total, which the file does not have; values are single euros.
"""

from __future__ import annotations

from collections.abc import Mapping

from etl.detail.layouts.head import Head
from etl.detail.schema import CONFIDENTIAL, number, padded, revision_of

SOURCE = "detail_comext"
SCHEMES = ("eurostat", "iso2")
NEEDED = {"reporter", "partner", "product_nc", "flow", "period", "value_eur", "quantity_kg"}
FLOWS = {"1": "M", "2": "X", "3": "RX"}


def recognises(head: Head) -> bool:
    """Return whether the file has the headings of a full file."""
    return set(head.names) >= NEEDED


def whole(head: Head) -> bool:
    """Return whether the file is all that there is of its month or year: by its name."""
    return head.name.casefold().startswith("full")


def asks(head: Head, answers: Mapping[str, str]) -> dict[str, str]:
    """Return nothing: the file says all."""
    return {}


def select(head: Head, answers: Mapping[str, str]) -> dict[str, str]:
    """Return SQL for each column that the file has."""
    field = head.fields()
    code = f"upper({field['product_nc']})"
    flows = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for theirs, ours in FLOWS.items())
    out = {
        "reporter": field["reporter"],
        "partner": field["partner"],
        "flow": f"CASE {field['flow']} {flows} ELSE {field['flow']} END",
        "year": f"CAST(left({field['period']}, 4) AS SMALLINT)",
        "month": f"CASE WHEN right({field['period']}, 2) = '52' THEN 0 ELSE CAST(right({field['period']}, 2) AS UTINYINT) END",
        "revision": revision_of(f"CAST(left({field['period']}, 4) AS SMALLINT)"),
        "code": f"CASE WHEN {code} LIKE '%TOTAL' THEN 'TOTAL' ELSE {padded(code)} END",
        "value": number(field["value_eur"]),
        "currency": "'EUR'",
        "valuation": f"CASE {field['flow']} WHEN '1' THEN 'cif' ELSE 'fob' END",
        "weight": number(field["quantity_kg"]),
        "counted": "true",
        "marks": f"CASE WHEN {code} NOT LIKE '%TOTAL' AND regexp_matches({code}, '[A-Z]') THEN '{CONFIDENTIAL}' ELSE '' END",
    }
    if "quantity_suppl_unit" in head:
        out["quantity"] = number(field["quantity_suppl_unit"])
    if "suppl_unit" in head:
        out["unit"] = field["suppl_unit"]
    if "stat_procedure" in head:
        out["division"] = f"'procedure ' || {field['stat_procedure']}"
    return out
