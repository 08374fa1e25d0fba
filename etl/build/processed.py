"""The files under `data/processed/`: written aside and moved into place, read back only when they are as written."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from pathlib import Path
from typing import NamedTuple

from etl.store.errors import from_os
from etl.tables.rows import Citation, Row, as_csv, from_csv
from etl.text import atomic_write

FOLDER = "processed"
MANIFEST = "manifest.json"


class Kept(NamedTuple):
    """What a build wrote: rows of all sources, derived rows, citations by name, problems in words."""

    reported: tuple[Row, ...]
    derived: tuple[Row, ...]
    citations: dict[str, Citation]
    problems: tuple[str, ...]


def write(data: Path, edition: str, kept: Kept) -> None:
    """Make the folder hold exactly these rows; a file that is already right is left alone.

    The manifest comes last: it vouches for the rest. What a killed build left aside is taken away. Raises StoreError.
    """
    contents = files(kept)
    manifest = {
        "edition": edition,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())},
        "problems": list(kept.problems),
    }
    contents[MANIFEST] = (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()
    folder = data / FOLDER
    for stale in _stale(folder, set(contents)):
        stale.unlink(missing_ok=True)
    for name in sorted(contents, key=lambda name: name == MANIFEST):
        target = folder / name
        if not target.exists() or target.read_bytes() != contents[name]:
            _put(target, contents[name])


def _stale(folder: Path, wanted: set[str]) -> list[Path]:
    """Return files of sources no longer there, and what a build that has ended left aside."""
    if not folder.exists():
        return []
    old = [path for path in folder.rglob("*.csv") if path.relative_to(folder).as_posix() not in wanted]
    left = [path for path in folder.rglob(".*.*") if path.suffix[1:].isdigit() and not _alive(int(path.suffix[1:]))]
    return sorted([*old, *left])


def _alive(process: int) -> bool:
    """Return whether a process of this number runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _put(target: Path, content: bytes) -> None:
    """Write a file aside and move it into place. Raises StoreError when the folder cannot be written."""
    try:
        atomic_write.put(target, content)
    except OSError as error:
        raise from_os(error, target) from error


def files(kept: Kept) -> dict[str, bytes]:
    """Return every processed file but the manifest, by name."""
    files = {"derived.csv": as_csv(kept.derived)}
    for source in sorted({row.source for row in kept.reported}):
        rows = [row for row in kept.reported if row.source == source]
        files[f"rows/{source}.csv"] = as_csv(rows)
        files[f"citations/{source}.csv"] = _citations_csv([kept.citations[row.citation] for row in rows])
    return files


def _citations_csv(citations: list[Citation]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Citation._fields)
    writer.writerows(sorted(set(citations)))
    return out.getvalue().encode()


def read(data: Path, edition: str) -> Kept | None:
    """Return what the last build wrote, or None when any of it is missing, old or not as written."""
    folder = data / FOLDER
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
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
    reported = [row for name, text in texts.items() if name.startswith("rows/") for row in from_csv(text)]
    lines = (
        line for name, text in texts.items() if name.startswith("citations/") for line in csv.reader(io.StringIO(text))
    )
    citations = {line[0]: Citation(*line) for line in lines}
    derived = tuple(from_csv(texts["derived.csv"]))
    return Kept(tuple(sorted(reported)), derived, citations, tuple(manifest["problems"]))


def notice(data: Path) -> tuple[str, ...]:
    """Return words on why the processed files were not used: only when they exist and are not right."""
    if not (data / FOLDER / MANIFEST).exists():
        return ()
    return (
        f"{data / FOLDER}: a file is not what the last build wrote, or older than the data. "
        "The figures shown were rebuilt from data/raw; nothing is lost. Run `kyakhta build` to put the files right.",
    )
