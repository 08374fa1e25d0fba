"""CEPII BACI: both sides' reports reconciled, a file a year: t year, i exporter, j importer, k product, v value, q quantity.

Values are thousands of US dollars free on board, quantities tonnes; a quantity that is not known is written NA.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from etl.detail.layouts.head import Head
from etl.detail.schema import NUMBER, padded

SOURCE = "detail_baci"
SCHEMES = ("m49", "iso3")
NAME = re.compile(r"baci_hs(\d\d)_y\d{4}_v(\d{4})(\d\d)", re.IGNORECASE)


def recognises(head: Head) -> bool:
    """Return whether the six columns are there, in any order."""
    return {"t", "i", "j", "k", "v", "q"} == set(head.names)


def whole(head: Head) -> bool:
    """Return whether the file is all that there is of its year: by its name."""
    return bool(NAME.match(head.name))


def asks(head: Head, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the question for the revision where the name of the file does not say it."""
    if NAME.match(head.name) or answers.get("revision"):
        return {}
    return {"revision": "The file’s name does not say its HS revision; write it like HS1992 or HS2017."}


def revision(head: Head, answers: Mapping[str, str]) -> str:
    """Return the revision by an answer or the file's name: HS92 is HS1992."""
    found = NAME.match(head.name)
    if answers.get("revision") or not found:
        return answers.get("revision", "")
    short = found[1]
    return f"HS{'19' if int(short) > 80 else '20'}{short}"


def select(head: Head, answers: Mapping[str, str]) -> dict[str, str]:
    """Return SQL for each column that the file has."""
    quantity = "nullif(nullif(trim(q), 'NA'), '')"
    return {
        "reporter": "trim(i)",
        "partner": "trim(j)",
        "flow": "'X'",
        "year": "CAST(trim(t) AS SMALLINT)",
        "month": "0",
        "revision": f"'{revision(head, answers)}'",
        "code": padded("trim(k)"),
        "value": f"CAST(CAST(trim(v) AS {NUMBER}) * 1000 AS {NUMBER})",
        "currency": "'USD'",
        "valuation": "'fob'",
        "weight": f"CAST(CAST({quantity} AS {NUMBER}) * 1000 AS {NUMBER})",
        "counted": "true",
    }


def published(head: Head) -> str:
    """Return the day by which the version was out, from the file's name: the last of its month; "" where it does not say."""
    found = NAME.match(head.name)
    if not found:
        return ""
    import calendar

    year, month = int(found[2]), int(found[3])
    return f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"
