"""An exhibit as a data package: one ZIP with figures, sources, citations, picture and a description that machines read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

from dashboard.exhibits import tables
from dashboard.export import citations, picture, reproducible, workbook

if TYPE_CHECKING:
    from dashboard.exhibits.model import Exhibit

TYPES = {"months": "integer", "value": "number", "rounding": "number", "shown": "number", "figures_used": "integer"}
MEANING = {
    "series": "What is measured; the name ends in the unit", "reporter": "Who counted (ISO 3166-1 alpha-3 or bloc)",
    "partner": "The other side of the trade", "period": "Year, or first month of the period", "months": "Months covered",
    "value": "In the unit beside it; empty is a gap, not zero", "rounding": "Half of the last known digit, in the unit of the value; 0 is exact",
    "unit": "Unit of the value", "shown": "The value as the chart shows it", "shown_unit": "Unit in which the chart shows it",
    "status": "reported, derived (computed by a rule), estimated or provisional", "source": "Key of the source",
    "vintage": "Day on which the publisher released the figure", "citation": "Line of the publication, or the rule and its inputs",
    "rule": "How a computed value was computed, in words; empty for a published one",
    "publisher": "Who published it; several, of a computed value's inputs, stand between | signs, as in the next columns",
    "carrier": "Who carried it, where that is not the publisher", "title": "Publications", "url": "Their addresses",
    "published": "Their days", "printed": "The figures as printed there", "note": "What has to be known about the line",
    "known_by": "Day by which a figure without a day was out", "known_why": "Why it was out by then",
    "edition": "Edition of the figures", "as_known_on": "Day whose knowledge is shown; empty is the edition's own",
    "figures_used": "Figures taken from the publication",
}  # fmt: skip


def build(item: Exhibit, headline: str = "") -> bytes:
    """Return the ZIP. Raises RenderError when the picture cannot be drawn."""
    parts = files(item, headline)
    return reproducible.zip_files({"datapackage.json": descriptor(item, parts), **parts})


def files(item: Exhibit, headline: str = "") -> dict[str, bytes]:
    """Return the files of the package by name."""
    return {
        "README.md": readme(item).encode(),
        "data.csv": tables.as_csv(item).encode(),
        "sources.csv": sources_csv(item),
        "citation.txt": f"{citations.short(item)}\n\n{citations.long(item)}\n".encode(),
        "citation.bib": citations.bibtex(item).encode(),
        "citation.ris": citations.ris(item).encode(),
        "picture.png": picture.render_picture(item, "png", scale=2, headline=headline),
        "picture.svg": picture.render_picture(item, "svg", headline=headline),
    }


def sources_csv(item: Exhibit) -> bytes:
    """Return the publications as CSV, every text safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(workbook.SOURCES)
    writer.writerows([tables.escape_formula(value) for value in row] for row in workbook.source_rows(item))
    return out.getvalue().encode()


def descriptor(item: Exhibit, parts: dict[str, bytes]) -> bytes:
    """Return datapackage.json: Frictionless Data Package with a schema for each table."""
    licences = list(dict.fromkeys(one.licence for one in item.sources))
    named = [{"title": f"{one.publisher}: {one.title}"} for one in item.sources]
    body = {
        "profile": "data-package", "name": item.id.replace("_", "-"), "id": picture.link(item), "title": item.headline,
        "description": item.subtitle, "version": item.edition, "asOf": item.as_of, "picks": dict(item.picks),
        "licenses": [{"name": "other", "title": words} for words in licences],
        "sources": named or [{"title": picture.source_line(item).removeprefix("Source: ")}],
        "resources": [
            _table("data", workbook.DATA, parts["data.csv"]), _table("sources", workbook.SOURCES, parts["sources.csv"])
        ],
    }  # fmt: skip
    told = {
        name: value for name, value in body.items() if name != "licenses" or licences
    }  # the standard allows no empty list
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _table(name: str, fields: tuple[str, ...], content: bytes) -> dict[str, Any]:
    columns = [{"name": one, "type": TYPES.get(one, "string"), "description": MEANING[one]} for one in fields]
    return {
        "name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": columns, "missingValues": [""]},
    }  # fmt: skip


def readme(item: Exhibit) -> str:
    """Return what is in the package and how to cite it, for people."""
    about = "\n".join(f"- **{field}**: {words}" for field, words in workbook.about(item) if field != "Finding")
    return (
        f"# {item.headline}\n\n{about}\n\n## Files\n\n- `data.csv`: every figure drawn, with unit, source, day and line\n"
        "- `sources.csv`: the publications behind them\n- `citation.txt`, `.bib`, `.ris`: how to cite\n"
        "- `picture.png`, `picture.svg`: the chart\n- `datapackage.json`: the same for machines (Frictionless Data Package)\n\n"
        "In the CSV files a text that a spreadsheet would take for a formula begins with an apostrophe.\n"
    )
