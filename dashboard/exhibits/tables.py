"""An exhibit's figures as text, CSV and JSON: each value with unit, status, source, vintage, citation and publications."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard.exhibits import evidence
from etl.tables import registry
from etl.tables.rows import plain

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.exhibits.model import Exhibit

FIELDS = (
    "series", "reporter", "partner", "period", "months", "value", "rounding", "unit", "shown", "shown_unit", "status", "source",
    "vintage", "citation", "rule", "publisher", "carrier", "title", "url", "published", "printed", "note", "known_by",
    "known_why", "edition", "as_known_on",
)  # fmt: skip
ORIGIN = ("carrier", "title", "url", "published", "printed", "note", "known_by", "known_why")
BETWEEN = " | "  # the publications behind one value
# A sign that begins a formula, whatever stands before it but a letter or a digit: blanks and quotes, which spreadsheets
# take away, and separators, at which one set to another language splits the cell.
FORMULA = re.compile(r"[\W_]*?[=+\-@\t\r\n\0＝＋－＠]")
DIGITS = 15  # all that a float keeps of a printed figure


def records(item: Exhibit) -> list[dict[str, Any]]:
    """Return one record of FIELDS a row drawn: value and rounding in base units, `shown` as on the chart, then its sources."""
    return [_record(row, item) for row in item.table.to_dict("records")]


def _record(row: dict[str, Any], item: Exhibit) -> dict[str, Any]:
    citation = str(row["citation"])
    behind = evidence.lines(citation, item.data.citations)
    found = {name: row.get(name, "") for name in FIELDS if name not in ORIGIN} | {
        "value": exact(row["value"]), "rounding": exact(row["rounding"]), "shown": exact(row["shown"]),
        "unit": registry.get("series", row["series"])["unit"], "shown_unit": evidence.unit(row["series"]),
        "rule": ", from ".join(evidence.describe_rule(name) for name in evidence.trail(citation).rules),
        "publisher": _joined([own_publisher(row), *(evidence.publisher(line.citation) for line in behind)]),
        "edition": item.edition, "as_known_on": item.as_of or "",
    } | {name: _joined(getattr(line, name) for line in behind) for name in ORIGIN}  # fmt: skip
    return {name: found[name] for name in FIELDS}


def _joined(words: Iterable[str]) -> str:
    """Return what each publication says, each text once; what is not said leaves no mark."""
    return BETWEEN.join(dict.fromkeys(filter(None, words)))


def own_publisher(row: Mapping[str, Any]) -> str:
    """Return who publishes a row's source; of a dated event the document's title; "" where its title names the publisher."""
    if row["source"]:
        return registry.get("sources", row["source"])["publisher"]
    event = registry.table("events").get(str(row["citation"]))
    return registry.get("documents", event["document"])["title"] if event else ""


def exact(value: float) -> int | float | None:
    """Return a value with at most 15 significant digits, as a whole number where it is one; a gap is None, never 0."""
    if value != value:
        return None
    number = Decimal(format(value, f".{DIGITS}g"))
    return int(number) if number == number.to_integral_value() else float(number)


def as_csv(item: Exhibit) -> str:
    """Return the rows as CSV text with a header; text cells are safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in record.items()} for record in records(item))
    return out.getvalue()


def csv_file(item: Exhibit) -> bytes:
    """Return the same text as a file, marked as UTF-8 so that a spreadsheet reads every script."""
    return as_csv(item).encode("utf-8-sig")


def _cell(value: Any) -> str:
    """Return a number as plain digits without exponent, a text as a safe cell; a gap is empty."""
    if isinstance(value, int | float):
        return plain(Decimal(str(value)))
    return "" if value is None else escape_formula(str(value))


def escape_formula(value: Any) -> Any:
    """Return a text cell that no spreadsheet takes for a formula, with an apostrophe before it; numbers stay numbers."""
    if not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if FORMULA.match(value) else value


def as_json(item: Exhibit) -> str:
    """Return the exhibit as JSON: chart, headline, subtitle, unit, rows, sources, disagreements, edition, as_of."""
    units = sorted({registry.get("series", series)["unit"] for series in item.table["series"]})
    body = {
        "chart": item.id, "headline": item.headline, "subtitle": item.subtitle, "unit": ", ".join(units),
        "picks": dict(item.picks), "edition": item.edition, "as_of": item.as_of, "calculation": item.calculation,
        "rows": records(item), "sources": [one.__dict__ for one in item.sources], "disagreements": _disagreement_records(item.disagreements),
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _disagreement_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the disagreements as records: the value shown, the other value, and where that stands."""
    return [
        {
            name: exact(value) if name.startswith("value") or name.startswith("rounding") else value
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]
