"""An exhibit's figures as text: CSV and JSON in base units, each value with unit, status, source, vintage and citation."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from dashboard.exhibits import evidence
from etl.tables import registry
from etl.tables.rows import Citation

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.exhibits.model import Exhibit

FIELDS = (
    "series",
    "reporter",
    "partner",
    "period",
    "months",
    "value",
    "unit",
    "status",
    "source",
    "vintage",
    "citation",
)
ORIGIN = ("publisher", "title", "url", "published", "printed")


def records(item: Exhibit) -> list[dict[str, Any]]:
    """Return one record a row drawn: FIELDS in base units, then where it stands as published."""
    return [_record(row, item) for row in item.table.to_dict("records")]


def _record(row: dict[str, Any], item: Exhibit) -> dict[str, Any]:
    series = registry.get("series", row["series"])
    record = {name: row[name] for name in FIELDS if name in row} | {
        "value": exact(row["value"]),
        "unit": series["unit"],
    }
    kept = evidence.hand_kept(row["citation"])
    origins = origin(row["citation"], item.data.citations) or ([kept] if kept else [])
    publisher = registry.get("sources", row["source"])["publisher"] if row["source"] else _document(row["citation"])
    record = {name: record.get(name, "") for name in FIELDS} | {"publisher": publisher}
    for name in ORIGIN[1:]:
        record[name] = " | ".join(dict.fromkeys(getattr(one, name) for one in origins))
    return record


def _document(citation: str) -> str:
    """Return the title of the document that dates an event; "" for any other hand-kept line, whose title names it."""
    event = registry.table("events").get(citation)
    return registry.get("documents", event["document"])["title"] if event else ""


def exact(value: float) -> int | float | None:
    """Return a value as a whole number where it is one; a gap is None, never 0."""
    if value != value:
        return None
    return int(value) if float(value).is_integer() else round(float(value), 10)


def origin(citation: str, citations: Any) -> list[Citation]:
    """Return the publications a citation leads to: one for a reported row, all inputs, however deep, for a computed one."""
    import re

    parts = re.findall(r"[^\s()]+#\d+", citation)
    return [citations[part] for part in dict.fromkeys(parts) if part in citations]


def as_csv(item: Exhibit) -> str:
    """Return the rows as CSV text with a header; text cells are safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*FIELDS, *ORIGIN], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in record.items()} for record in records(item))
    return out.getvalue()


def harmless(value: Any) -> Any:
    """Return a text cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(value, str):
        return "" if value is None else value
    start = value.lstrip(" \u00a0\u3000\"'")[:1]
    return "'" + value if start and start in "=+-@\t\r\n\0＝＋－＠" else value


def as_json(item: Exhibit) -> str:
    """Return the exhibit as JSON: chart, headline, subtitle, unit, rows, sources, disagreements, edition, as_of."""
    units = sorted({registry.get("series", series)["unit"] for series in item.table["series"]})
    body = {
        "chart": item.id, "headline": item.headline, "subtitle": item.subtitle, "unit": ", ".join(units),
        "picks": dict(item.picks), "edition": item.edition, "as_of": item.as_of, "calculation": item.calculation,
        "rows": records(item), "sources": [one.__dict__ for one in item.sources], "disagreements": _apart(item.disagreements),
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _apart(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the disagreements as records: the value shown, the other value, and where that stands."""
    return [
        {
            name: exact(value) if name.startswith("value") or name.startswith("rounding") else value
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]
