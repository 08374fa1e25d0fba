"""Files handed in and not decided on yet: their bytes are safe before anything reads them, the answers beside them.

A closed browser, a lost connection or a restart loses neither: the page offers them again. Answers are no figures, so
they lie in `state/`, and a file of answers that is damaged or cannot be written only means that they are asked again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from etl.store import Snapshot, Store
from etl.text import atomic_write

SOURCE = "received"


def begin(root: Path, data: bytes, name: str, by: str) -> Snapshot:
    """Return the file as kept on the disk. Raises StoreError in words when it cannot be kept."""
    return Store(root).receive(SOURCE, data, name, {"by": by})


def note(root: Path, sha256: str, answers: Mapping[str, str]) -> None:
    """Keep the answers given so far to a file that was handed in."""
    path = _path(root, sha256)
    with suppress(OSError):
        if answers:
            atomic_write.put(path, json.dumps(dict(answers), ensure_ascii=False).encode())
        else:
            path.unlink(missing_ok=True)


def answers(root: Path, sha256: str) -> dict[str, str]:
    """Return the answers given so far to a file; {} where none can be read."""
    try:
        kept = json.loads(_path(root, sha256).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}


def waiting(root: Path, by: str | None = None) -> list[Snapshot]:
    """Return the files that were handed in (by one person, if named) and neither published, refused nor put aside, newest first.

    Raises StoreError in words when the folder cannot be read.
    """
    store = Store(root)
    decided = {entry.sha256 for entry in store.history()}
    open_ = [
        one for one in store.snapshots(SOURCE) if one.sha256 not in decided and by in (None, one.provenance.get("by"))
    ]
    return sorted(open_, key=lambda one: str(one.provenance.get("received_at", "")), reverse=True)


def put_aside(root: Path, one: Snapshot, by: str) -> None:
    """Move a file that was handed in into quarantine, where it stays 90 days. Raises StoreError in words."""
    store = Store(root)
    name = str(one.provenance.get("original_name", one.path.name))
    store.quarantine(store.read(one), name, "put aside", by=by)
    let_go(root, one.sha256)


def let_go(root: Path, sha256: str) -> None:
    """Forget a file that was refused and is kept in quarantine. Raises StoreError in words."""
    store = Store(root)
    for one in store.snapshots(SOURCE):
        if one.sha256 == sha256:
            store.let_go(one)
    done(root, sha256)


def done(root: Path, sha256: str) -> None:
    """Forget the answers to a file that was decided on."""
    note(root, sha256, {})


def _path(root: Path, sha256: str) -> Path:
    return Path(root) / "state" / "drafts" / f"{sha256}.json"
