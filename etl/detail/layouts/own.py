"""Tables of one's own: headings in plain English, a row a figure. Generated rows have a column more that says so."""

from __future__ import annotations

from collections.abc import Mapping

from etl.detail.layouts.head import Head
from etl.detail.schema import UNSAID, number, padded

SOURCE, SYNTHETIC = "detail_own", "detail_synthetic"
SCHEMES = ("iso3", "name")
NEEDED = ("reporter", "partner", "flow", "period", "code", "value")
LABEL = "synthetic"
FLOWS = {"import": "M", "imports": "M", "export": "X", "exports": "X"}


def recognises(head: Head) -> bool:
    """Return whether every heading is there that a table of one's own must have."""
    return set(head.names) >= set(NEEDED)


def whole(head: Head) -> bool:
    """Return False: what else there is nobody says."""
    return False


def asks(head: Head, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the question for the currency where no column says it."""
    if "currency" in head or answers.get("currency"):
        return {}
    return {"currency": "No column is named currency; write the currency of all values, like USD."}


def select(head: Head, answers: Mapping[str, str]) -> dict[str, str]:
    """Return SQL for each column that the file has."""
    field = head.fields()
    period = f"replace({field['period']}, '-', '')"
    flows = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for theirs, ours in FLOWS.items())
    out = {
        "reporter": field["reporter"],
        "partner": field["partner"],
        "flow": f"CASE lower({field['flow']}) {flows} ELSE upper({field['flow']}) END",
        "year": f"CAST(left({period}, 4) AS SMALLINT)",
        "month": f"CASE WHEN length({period}) = 6 THEN CAST(right({period}, 2) AS UTINYINT) ELSE 0 END",
        "revision": f"coalesce(nullif({field['revision']}, ''), '{UNSAID}')" if "revision" in head else f"'{UNSAID}'",
        "code": f"CASE WHEN upper({field['code']}) = 'TOTAL' THEN 'TOTAL' ELSE {padded(field['code'])} END",
        "value": number(field["value"]),
        "currency": f"upper({field['currency']})" if "currency" in head else f"'{answers['currency'].upper()}'",
        "counted": "true",
    }
    out |= {name: number(field[name]) for name in ("weight", "quantity") if name in head}
    return out | {name: field[name] for name in ("unit", "valuation") if name in head}
