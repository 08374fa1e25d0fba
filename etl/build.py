"""Raw → processed: every snapshot in force becomes checked, sourced rows; the same input gives the same bytes.

`build` writes `data/processed/`; `load` reads it, and rebuilds in memory when it is missing, behind the log or not what
the build wrote. `--edition` and `--as-of` come from the same rows: an edition is a set of snapshots, a day is a filter.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from etl import registry, transform, vintages
from etl.extract import compilation
from etl.rows import Citation, Row, as_csv, from_csv
from etl.store import Edition, Problem, SnapshotRef, Store, StoreError
from etl.store.errors import from_os

PROCESSED = "processed"


@dataclass(frozen=True)
class Dataset:
    """All rows of one edition as known on one day."""

    edition: str  # "2026-11-21+41"
    as_of: str | None  # "2022-12-31", or None for everything published
    reported: tuple[Row, ...]  # as the sources state them, corrections applied; withdrawn ones included
    derived: tuple[Row, ...]
    citations: dict[str, Citation]
    problems: tuple[str, ...] = field(default=())  # what could not be read, in words
    unreviewed: frozenset[str] = frozenset()  # "source/snapshot" of uploads that nobody has approved yet

    @property
    def rows(self) -> list[Row]:
        """Return every row that may be shown."""
        return [*vintages.known(self.reported, self.as_of), *self.derived]


def load(data: Path, edition: str | None = None, as_of: str | None = None) -> Dataset:
    """Return the rows of an edition (default: the newest) as known on a day (default: today).

    Raises StoreError when the edition does not exist or nothing can be read at all.
    """
    store = Store(data)
    newest = store.edition()
    if edition in (None, newest):
        whole = _processed(data, newest) or _whole(data, newest, _rebuilt_notice(data))
    else:
        whole = _whole(data, str(Edition.parse(edition)), ())
    if as_of is None:
        return whole
    day = vintages.known(whole.reported, as_of)
    return replace(whole, as_of=as_of, derived=tuple(transform.derive(day)))


def build(data: Path, say: Callable[[str], None] = lambda line: None) -> Dataset:
    """Write `data/processed/` anew from the snapshots in force and return the rows; `say` gets a line a source.

    Files are written aside and moved into place; a file that is already right is left alone. Raises StoreError.
    """
    whole = _whole(data, Store(data).edition(), ())
    files = _files(whole)
    manifest = {
        "edition": whole.edition,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
        "problems": list(whole.problems),
    }
    files["manifest.json"] = (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()
    folder = data / PROCESSED
    for stale in sorted(folder.rglob("*.csv")) if folder.exists() else ():
        if stale.relative_to(folder).as_posix() not in files:
            stale.unlink()
    for name in sorted(files, key=lambda name: name == "manifest.json"):  # the manifest last: it vouches for the rest
        target = folder / name
        if not target.exists() or target.read_bytes() != files[name]:
            _put(target, files[name])
    for line in report(whole):
        say(line)
    return whole


def _put(target: Path, content: bytes) -> None:
    """Write a file aside and move it into place. Raises StoreError when the folder cannot be written."""
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(target)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise from_os(error, target) from error


def report(dataset: Dataset) -> list[str]:
    """Return one line a source: rows, series, first and last period, withdrawn rows; then every problem."""
    lines = [f"{'source':22} {'rows':>6} {'series':>7}  {'periods':19} withdrawn"]
    groups: dict[str, list[Row]] = {}
    for row in dataset.reported:
        groups.setdefault(row.source, []).append(row)
    for source, rows in sorted(groups.items()):
        periods = sorted(row.period for row in rows)
        withdrawn = sum(row.status == "withdrawn" for row in rows)
        lines.append(
            f"{source:22} {len(rows):6,} {len({row.series for row in rows}):7}  {periods[0]:>7} to {periods[-1]:<7}  {withdrawn or ''}"
        )
    lines.append(f"{'derived':22} {len(dataset.derived):6,} {len({row.series for row in dataset.derived}):7}")
    lines += [f"problem: {problem}" for problem in dataset.problems]
    lines.append(f"Edition {dataset.edition}.")
    return lines


def _files(dataset: Dataset) -> dict[str, bytes]:
    """Return every processed file but the manifest, by name."""
    files = {"derived.csv": as_csv(dataset.derived)}
    for source in sorted({row.source for row in dataset.reported}):
        rows = [row for row in dataset.reported if row.source == source]
        files[f"rows/{source}.csv"] = as_csv(rows)
        files[f"citations/{source}.csv"] = _citations_csv([dataset.citations[row.citation] for row in rows])
    return files


def _citations_csv(citations: list[Citation]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Citation._fields)
    writer.writerows(sorted(set(citations)))
    return out.getvalue().encode()


def _processed(data: Path, edition: str) -> Dataset | None:
    """Return what the last build wrote, or None when any of it is missing, old or not as written."""
    folder = data / PROCESSED
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        if manifest["edition"] != edition:
            return None
        texts = {}
        for name, digest in manifest["files"].items():
            content = (folder / name).read_bytes()
            if hashlib.sha256(content).hexdigest() != digest:
                return None
            texts[name] = content.decode()
    except (OSError, ValueError, KeyError, AttributeError):
        return None
    reported: list[Row] = []
    citations: dict[str, Citation] = {}
    for name, text in texts.items():
        if name.startswith("rows/"):
            reported += from_csv(text)
        elif name.startswith("citations/"):
            citations.update((line[0], Citation(*line)) for line in csv.reader(io.StringIO(text)))
    reported.sort()
    citations.update(_hand_kept())
    return Dataset(
        edition,
        None,
        tuple(reported),
        tuple(from_csv(texts["derived.csv"])),
        citations,
        tuple(manifest["problems"]),
        _unreviewed(Store(data).in_force(edition)),
    )


def _hand_kept() -> dict[str, Citation]:
    """Return the citations of dated statements kept by hand in etl/announcements.csv: `announcements#A05`."""
    if not (registry.HERE / "announcements.csv").exists():
        return {}
    return {
        f"announcements#{key}": Citation(
            f"announcements#{key}",
            line["title"],
            line["url"],
            line["published"],
            line.get("printed") or line["words"],
            "",
        )
        for key, line in registry.table("announcements").items()
    }


def _unreviewed(refs: Iterable[SnapshotRef]) -> frozenset[str]:
    """Return the snapshots in force that nobody with the right has approved."""
    return frozenset(f"{ref.source}/{ref.snapshot}" for ref in refs if not ref.published)


def _rebuilt_notice(data: Path) -> tuple[str, ...]:
    """Return words on why the processed files were not used: only when they exist and are not right."""
    if not (data / PROCESSED / "manifest.json").exists():
        return ()
    return (
        f"{data / PROCESSED}: a file is not what the last build wrote, or older than the data. "
        "The figures shown were rebuilt from data/raw; nothing is lost. Run `kyakhta build` to put the files right.",
    )


def _whole(data: Path, edition: str, notices: tuple[str, ...]) -> Dataset:
    """Return all rows of an edition, extracted from raw."""
    store = Store(data)
    reported: list[Row] = []
    citations: dict[str, Citation] = {}
    problems = [*notices, *map(str, store.problems())]
    for ref in store.in_force(edition):
        try:
            lines = stated(data, ref)
        except (StoreError, ValueError, OSError) as error:
            problems.append(f"{ref.source}/{ref.snapshot}: {error} Its figures are left out; all others are shown.")
            continue
        rows, unused = _corrected(ref.source, lines)
        reported += rows
        citations.update((citation.citation, citation) for _, citation in lines)
        problems += unused
    if not reported:
        found = "No figures could be read. " + " ".join(problems)
        do = "Name the folder that holds raw/ and its base with --data, or restore it from a backup."
        raise StoreError(Problem("C-50", found, str(data), "Without figures no chart can be drawn.", do))
    reported.sort()
    citations.update(_hand_kept())
    derived = tuple(transform.derive(vintages.known(reported, None)))
    return Dataset(
        edition, None, tuple(reported), derived, citations, tuple(problems), _unreviewed(store.in_force(edition))
    )


@lru_cache(maxsize=256)
def stated(data: Path, ref: SnapshotRef) -> tuple[tuple[Row, Citation], ...]:
    """Return a snapshot's rows with their citations, before corrections; read once, since a snapshot never changes.

    Raises StoreError when the bytes are damaged, ValueError or OSError in words when they cannot be read.
    """
    store = Store(data)
    path = store.file(ref)  # raises Damaged when the bytes are not those received
    with path.open("rb") as file:
        head = file.read(4096)
    if compilation.recognises(head):
        lines = compilation.extract(path)
    else:
        from etl import intake

        lines = intake.reread(store, ref)
    name = f"{ref.source}/{ref.snapshot}"
    return tuple(_pair(line, ref.source, f"{name}#{line['line']}") for line in lines)


def _pair(line: dict[str, str], source: str, citation: str) -> tuple[Row, Citation]:
    """Return one extracted line as row and citation."""
    row = Row(
        line["series"], line["reporter"], line["partner"], line["period"], int(line["months"]),
        Decimal(line["value"]), Decimal(line["rounding"]), line["status"], source, line["vintage"], citation,
    )  # fmt: skip
    return row, Citation(citation, line["title"], line["url"], line["published"], line["printed"], line["note"])


def _corrected(source: str, stated: tuple[tuple[Row, Citation], ...]) -> tuple[list[Row], list[str]]:
    """Return rows with the corrections of etl/corrections.csv, and a problem for each that no longer finds its row.

    A correction names the value it found: when the compilation changes, it fails loudly instead of hiding the change.
    """
    wanted: dict[tuple[str, ...], list[registry.Row]] = {}
    for line in registry.lines("corrections"):
        if line["source"] == source:
            where = tuple(line[name] for name in ("series", "reporter", "partner", "period", "months", "value", "url"))
            wanted.setdefault(where, []).append(line)
    used: Counter[str] = Counter()
    out = []
    for row, citation in stated:
        where = (*row.key[:4], str(row.months), f"{row.value:f}", citation.url)
        for line in wanted.get(where, ()):
            instead: object = line["instead"]
            if line["field"] in ("value", "rounding"):
                instead = Decimal(line["instead"])
            elif line["field"] == "months":
                instead = int(line["instead"])
            row = row._replace(**{line["field"]: instead})  # type: ignore[arg-type]
            used[line["correction"]] += 1
        out.append(row)
    unused = [
        f"correction {line['correction']} finds no row any more ({line['series']} {line['partner']} {line['period']}); "
        "remove its line or mend it."
        for lines in wanted.values()
        for line in lines
        if not used[line["correction"]]
    ]
    return out, unused
