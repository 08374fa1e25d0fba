"""`kyakhta detail add`: a file, a folder or a ZIP comes in whole or not at all.

The rows are sorted and checked apart from what counts; then the file as received is kept, its parts get their place, and the
log puts it in force. A load that died goes on where it was when the same file is added again.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from etl.detail import checks, convert, layouts, parts, settings
from etl.detail.checks import Finding
from etl.detail.files import Refused
from etl.detail.layouts import Layout, baci, own
from etl.detail.layouts.head import Head, head_of
from etl.detail.progress import Progress
from etl.office import permissions
from etl.store import Store, account

KNOWN = (
    "Known are files of UN Comtrade (bulk, website, API), of China Customs’ online query, full files of Comext, BACI, and "
    f"tables with the headings {', '.join(own.NEEDED)}"
)
Say = Callable[[str], None]


class Asked(Exception):
    """Something must be answered first: questions by the name of their answer."""

    def __init__(self, name: str, questions: Mapping[str, str]) -> None:
        lines = [f"{words} Answer with --set {key}=…" for key, words in questions.items()]
        super().__init__("\n".join([f"{name} was not added:", *lines]))


@dataclass(frozen=True)
class Wish:
    """What a person wants with a file: their answers, its day and address, a note, and whether to stop before it counts."""

    answers: Mapping[str, str] = field(default_factory=dict)
    published: str = ""
    url: str = ""
    note: str = ""
    dry_run: bool = False


@dataclass(frozen=True)
class Loaded:
    """One file that came in: its name in the log, how many rows and parts, and what was found in it."""

    name: str
    snapshot: str
    rows: int
    parts: int
    findings: tuple[Finding, ...]
    idle: bool = False


def take(data: Path, path: Path, wish: Wish, say: Say = lambda line: None) -> Loaded:
    """Bring one table in, or on a dry run only look at it. Raises Refused or Asked in words, StoreError, OSError."""
    head, layout = recognised(path)
    if asked := layout.asks(head, wish.answers):
        raise Asked(path.name, asked)
    sha256 = digest(path)
    source = _source(head, layout)
    if known := _counts_already(data, source, sha256):
        return Loaded(path.name, f"{source}/{known}", 0, 0, (), idle=True)
    folder = data / settings.FOLDER / f"{settings.LOADING}{sha256[:16]}"
    with _alone(folder, path.name):
        found = _prepared(head, layout, dict(wish.answers) | {"file": sha256[:16]}, folder, say)
        if wrong := checks.refused(found[1]):
            shutil.rmtree(folder, ignore_errors=True)
            told = "\n".join(f"  {one.words}" for one in wrong)
            raise Refused(f"{path.name} was not added:\n{told}\nNothing has been changed.")
        rows = sum(part["rows"] for part in found[0])
        if wish.dry_run:
            shutil.rmtree(folder, ignore_errors=True)
            return Loaded(path.name, "", rows, len(found[0]), tuple(found[1]))
        snapshot = _kept(data, source, head, layout, wish, folder, found)
    return Loaded(path.name, f"{source}/{snapshot}", rows, len(found[0]), tuple(found[1]))


def recognised(path: Path) -> tuple[Head, Layout]:
    """Return the head of a table and its layout. Raises Refused in words."""
    try:
        head = head_of(path)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise Refused(f"{path.name} cannot be read: {why}. {KNOWN}. Nothing has been changed.") from error
    layout = layouts.layout_of(head)
    if layout is None:
        shown = ", ".join(head.names[:8])
        raise Refused(f"{path.name} has the headings {shown}: no layout known here. {KNOWN}. Nothing has been changed.")
    return head, layout


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _source(head: Head, layout: Layout) -> str:
    return own.SYNTHETIC if layout.SOURCE == own.SOURCE and own.LABEL in head else layout.SOURCE


def _counts_already(data: Path, source: str, sha256: str) -> str:
    """Return the name of a file in force with the same bytes whose parts are there; "" when there is none."""
    refs = (ref for ref in parts.refs(data) if (ref.source, ref.sha256) == (source, sha256))
    return next((ref.snapshot for ref in refs if parts.manifest(parts.folder(data, source, ref.snapshot))), "")


@contextlib.contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """Yield while nobody else loads the same file. Raises Refused when somebody does."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BlockingIOError as error:
        raise Refused(f"{name} is being loaded by another process. Wait for it. Nothing has been changed.") from error
    finally:
        os.close(handle)
        if not folder.exists():
            folder.with_suffix(".lock").unlink(missing_ok=True)


def _prepared(
    head: Head, layout: Layout, answers: Mapping[str, str], folder: Path, say: Say
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Return what the parts of a file hold and what was found in them. Raises Refused in words."""
    lines = max(len(head.rows), 1)
    width = sum(len(",".join(row)) + 1 for row in head.rows) / lines
    try:
        made = convert.convert(
            head, layout, answers, folder, Progress(int(head.path.stat().st_size / max(width, 1)), say)
        )
        with settings.database(folder / "spill") as database:
            where = folder / convert.PARTS
            found = checks.check(database, where, _source(head, layout), made)
            if any(one.kind == "cut" for one in found):
                found.append(Finding("split", checks.REFUSE, checks.split_of(database, where)))
    except ValueError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Refused(
            f"{head.name} was not added: {error}. Mend the file and add it again. Nothing has been changed."
        ) from error
    return made, found


def _kept(
    data: Path,
    source: str,
    head: Head,
    layout: Layout,
    wish: Wish,
    folder: Path,
    found: tuple[Sequence[dict[str, Any]], Sequence[Finding]],
) -> str:
    """Keep the file as received, give its parts their place, put it in force, and return its name. Raises StoreError."""
    published = (
        wish.published or (baci.published(head) if layout.SOURCE == baci.SOURCE else "") or date.today().isoformat()
    )
    store = Store(data, authorise=permissions.authorise(permissions.here()))
    said = dict(wish.answers)
    facts = {"by": account(), "note": wish.note, "published": published, "url": wish.url, "answers": said}
    snapshot = store.receive(source, head.path, head.name, facts)
    place_parts(data, source, snapshot.snapshot, folder, describe(head, layout, found))
    key = hashlib.sha256(f"detail {snapshot.sha256} {store.head()} {sorted(said.items())}".encode()).hexdigest()[:32]
    store.accept(
        source, snapshot.snapshot, by=account(), reason="routine revision", key=key, note=wish.note,
        answers=said | {"published": published},
    )  # fmt: skip
    return snapshot.snapshot


def describe(head: Head, layout: Layout, found: tuple[Sequence[dict[str, Any]], Sequence[Finding]]) -> dict[str, Any]:
    """Return what the list of parts says of a file."""
    told = [{"kind": one.kind, "words": one.words} for one in found[1]]
    return {"name": head.name, "whole": layout.whole(head), "parts": list(found[0]), "findings": told}


def place_parts(data: Path, source: str, snapshot: str, folder: Path, facts: dict[str, Any]) -> None:
    """Move finished parts to where they are read, all at once."""
    final = parts.folder(data, source, snapshot)
    parts.write_manifest(folder / convert.PARTS, facts)
    final.parent.mkdir(parents=True, exist_ok=True)
    if final.exists():
        shutil.rmtree(folder, ignore_errors=True)
        return
    (folder / convert.PARTS).rename(final)
    shutil.rmtree(folder, ignore_errors=True)


def prepare(data: Path, say: Say = lambda line: None) -> int:
    """Make the parts that files in force lack on this disk, from the files as received; return for how many files.

    Raises Refused in words, StoreError.
    """
    store, made = Store(data), 0
    for ref in parts.refs(data):
        if parts.manifest(parts.folder(data, ref.source, ref.snapshot)):
            continue
        snapshot = store.snapshot(ref.source, ref.snapshot)
        path, name = store.file(ref), str(snapshot.provenance.get("original_name") or "")
        head = head_of(path, name)
        layout = layouts.layout_of(head)
        if layout is None:
            raise Refused(f"{ref.source}/{ref.snapshot}: no layout known here reads it any more.")
        said = {**snapshot.provenance.get("answers", {}), **ref.answers}
        answers = {key: str(value) for key, value in said.items()} | {"file": ref.sha256[:16]}
        folder = data / settings.FOLDER / f"{settings.LOADING}{ref.sha256[:16]}"
        with _alone(folder, name):
            found = _prepared(head, layout, answers, folder, say)
            place_parts(data, ref.source, ref.snapshot, folder, describe(head, layout, found))
        made += 1
    return made
