"""UN Comtrade: bulk and final data, the website's CSV and extracts of the API: one record of named fields a row.

Values are single US dollars. A row that divides a total further (second partner, customs procedure, transport mode) repeats
it in parts: it is kept, and not counted.
"""

from __future__ import annotations

from collections.abc import Mapping

from etl.detail.layouts.head import Head
from etl.detail.schema import ESTIMATED_QUANTITY, ESTIMATED_WEIGHT, REVISIONS, UNSAID, number, padded
from etl.extract.comtrade.records import undivided

SOURCE = "detail_comtrade"
SCHEMES = ("m49", "iso3")
NEEDED = {"period", "reportercode", "flowcode", "partnercode", "cmdcode", "primaryvalue"}
DIVIDING = {"partner2code": "via", "motcode": "transport", "customscode": "customs", "moscode": "supply"}
BULK = "comtrade-final"


def recognises(head: Head) -> bool:
    """Return whether the file has the fields of a record."""
    return set(head.names) >= NEEDED


def whole(head: Head) -> bool:
    """Return whether the file is all that there is of its reporter and period: a bulk file, by its name."""
    return head.name.casefold().startswith(BULK)


def asks(head: Head, answers: Mapping[str, str]) -> dict[str, str]:
    """Return nothing: a record says all."""
    return {}


def select(head: Head, answers: Mapping[str, str]) -> dict[str, str]:
    """Return SQL for each column that the file has."""
    field = head.fields()
    division = _division(head)
    out = {
        "reporter": field["reportercode"],
        "partner": field["partnercode"],
        "flow": f"upper({field['flowcode']})",
        "year": f"CAST(left({field['period']}, 4) AS SMALLINT)",
        "month": f"CASE WHEN length({field['period']}) = 6 AND right({field['period']}, 2) <> '52' "
        f"THEN CAST(right({field['period']}, 2) AS UTINYINT) ELSE 0 END",
        "revision": _revision(field.get("classificationcode", "''")),
        "code": f"CASE WHEN upper({field['cmdcode']}) = 'TOTAL' THEN 'TOTAL' ELSE {padded(field['cmdcode'])} END",
        "value": number(field["primaryvalue"]),
        "currency": "'USD'",
        "valuation": f"CASE upper({field['flowcode']}) WHEN 'M' THEN 'cif' WHEN 'X' THEN 'fob' ELSE '' END",
        "division": division,
        "counted": f"{division} = ''",
        "marks": _marks(field),
    }
    amounts = {"cif": "cifvalue", "fob": "fobvalue", "weight": "netwgt", "quantity": "qty", "quantity2": "altqty"}
    out |= {ours: number(field[theirs]) for ours, theirs in amounts.items() if theirs in field}
    for ours, stem in (("unit", "qtyunit"), ("unit2", "altqtyunit")):
        words = [f"nullif({field[stem + end]}, '')" for end in ("abbr", "code") if stem + end in field]
        if words:
            out[ours] = f"coalesce({', '.join(words)}, '')"
    return out


def _revision(code: str) -> str:
    cases = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for theirs, ours in REVISIONS.items())
    return f"CASE upper({code}) {cases} WHEN '' THEN '{UNSAID}' WHEN 'HS' THEN '{UNSAID}' ELSE {code} END"


def _division(head: Head) -> str:
    """Return SQL for which part of a total a row is: "" for the total itself."""
    parts = []
    for name, codes in undivided().items():
        if name in head:
            whole_of = ", ".join(f"'{code}'" for code in codes)
            word = DIVIDING[name]
            parts.append(f"CASE WHEN upper(trim({name})) IN ({whole_of}) THEN NULL ELSE '{word} ' || trim({name}) END")
    return f"concat_ws(', ', {', '.join(parts)})" if parts else "''"


def _marks(field: Mapping[str, str]) -> str:
    marks = ((ESTIMATED_QUANTITY, "isqtyestimated"), (ESTIMATED_WEIGHT, "isnetwgtestimated"))
    said = [
        f"CASE WHEN lower({field[name]}) IN ('true', '1') THEN '{mark}' END" for mark, name in marks if name in field
    ]
    return f"concat({', '.join(said)})" if said else "''"
