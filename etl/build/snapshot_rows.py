"""What a snapshot states: its rows with their citations, and the corrections that apply to them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from etl.extract import compilation
from etl.store import SnapshotRef, Store
from etl.tables import registry
from etl.tables.rows import Citation, Row, plain


@lru_cache(maxsize=256)
def rows(data: Path, ref: SnapshotRef) -> tuple[tuple[Row, Citation], ...]:
    """Return a snapshot's rows with their citations, before corrections; read once, since a snapshot never changes.

    Raises StoreError when the bytes are damaged, ValueError or OSError in words when they cannot be read.
    """
    store = Store(data)
    path = store.file(ref)  # raises Damaged when the bytes are not those received
    with path.open("rb") as file:
        head = file.read(4096)
    if not compilation.recognises(head):
        from etl.build import reread  # with every reader and extractor, which commands on compilations do without

        return tuple(reread.rows(store, ref))
    name = f"{ref.source}/{ref.snapshot}"
    return tuple(_pair(line, ref.source, f"{name}#{line['line']}") for line in compilation.extract(path))


def _pair(line: dict[str, str], source: str, citation: str) -> tuple[Row, Citation]:
    """Return one line of a compilation as row and citation."""
    row = Row(
        line["series"], line["reporter"], line["partner"], line["period"], int(line["months"]),
        Decimal(line["value"]), Decimal(line["rounding"]), line["status"], source, line["vintage"], citation,
    )  # fmt: skip
    said = (line[name] for name in ("title", "url", "published", "printed", "note"))
    return row, Citation(citation, *said, *(line.get(name, "") for name in ("carrier", "known_by", "known_why")))


def corrected(source: str, lines: tuple[tuple[Row, Citation], ...]) -> tuple[list[Row], frozenset[str]]:
    """Return rows with the corrections of etl/tables/corrections.csv, and the names of those that found their row.

    A correction names the value it found, so that one never meets a figure that it was not written for.
    """
    wanted: dict[tuple[str, ...], list[registry.Row]] = {}
    for line in registry.lines("corrections"):
        if line["source"] == source:
            where = tuple(line[name] for name in ("series", "reporter", "partner", "period", "months", "value", "url"))
            wanted.setdefault(where, []).append(line)
    used: set[str] = set()
    out = []
    for row, citation in lines:
        where = (*row.key[:4], str(row.months), plain(row.value), citation.url)
        for line in wanted.get(where, ()):
            instead: object = line["instead"]
            if line["field"] in ("value", "rounding"):
                instead = Decimal(line["instead"])
            elif line["field"] == "months":
                instead = int(line["instead"])
            row = row._replace(**{line["field"]: instead})  # type: ignore[arg-type]
            used.add(line["correction"])
        out.append(row)
    return out, frozenset(used)


def unused(sources: Iterable[str], used: Iterable[str]) -> list[str]:
    """Return a problem for each correction of these sources that found its row in none of their snapshots.

    When a compilation changes, its corrections fail loudly instead of hiding the change.
    """
    there, met = set(sources), set(used)
    return [
        f"correction {line['correction']} finds no row any more ({line['series']} {line['partner']} {line['period']}); "
        "remove its line or mend it."
        for line in registry.lines("corrections")
        if line["source"] in there and line["correction"] not in met
    ]
