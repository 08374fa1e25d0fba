"""Files handed in and not decided on yet: their bytes are safe before anything reads them, the answers beside them.

A closed browser, a lost connection or a restart loses neither: the page offers them again. Answers are no figures, so
they lie in `state/`, and a file of answers that is damaged or cannot be written only means that they are asked again.

Who signed in has a drawer of their own (`subject`): nobody sees, puts aside or learns of what another has handed in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from etl.office import proposals
from etl.store import Snapshot, Store
from etl.text import atomic_write

SOURCE = "received"


def begin(root: Path, data: bytes, name: str, by: str, subject: str = "") -> Snapshot:
    """Return the file as kept on the disk. Raises StoreError in words when it cannot be kept."""
    return Store(root).receive(proposals.drawer(SOURCE, subject), data, name, {"by": by})


def note(root: Path, sha256: str, answers: Mapping[str, str], subject: str = "") -> None:
    """Keep the answers given so far to a file that was handed in."""
    path = _path(root, sha256, subject)
    with suppress(OSError):
        if answers:
            atomic_write.put(path, json.dumps(dict(answers), ensure_ascii=False).encode())
        else:
            path.unlink(missing_ok=True)


def answers(root: Path, sha256: str, subject: str = "") -> dict[str, str]:
    """Return the answers given so far to a file; {} where none can be read."""
    try:
        kept = json.loads(_path(root, sha256, subject).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}


def waiting(root: Path, subject: str = "") -> list[Snapshot]:
    """Return the files that were handed in and neither published, proposed, refused nor put aside, newest first.

    Raises StoreError in words when the folder cannot be read.
    """
    store = Store(root)
    decided = {entry.sha256 for entry in store.history()}
    if subject:
        decided |= {one.draft.sha256 for one in proposals.book(root).values() if one.subject == subject}
    drawer = proposals.drawer(SOURCE, subject)
    open_ = [one for one in store.snapshots(drawer) if one.sha256 not in decided]
    return sorted(open_, key=lambda one: str(one.provenance.get("received_at", "")), reverse=True)


def put_aside(root: Path, one: Snapshot, by: str, subject: str = "") -> None:
    """Move a file that was handed in into quarantine, where it stays 90 days. Raises StoreError in words."""
    store = Store(root)
    name = str(one.provenance.get("original_name", one.path.name))
    store.quarantine(store.read(one), name, "put aside", by=by)
    let_go(root, one.sha256, subject)


def let_go(root: Path, sha256: str, subject: str = "") -> None:
    """Forget a file that was refused and is kept in quarantine. Raises StoreError in words."""
    store = Store(root)
    for one in store.snapshots(proposals.drawer(SOURCE, subject)):
        if one.sha256 == sha256:
            store.let_go(one)
    done(root, sha256, subject)


def done(root: Path, sha256: str, subject: str = "") -> None:
    """Forget the answers to a file that was decided on."""
    note(root, sha256, {}, subject)


def _path(root: Path, sha256: str, subject: str) -> Path:
    return Path(root) / "state" / proposals.drawer("drafts", subject) / f"{sha256}.json"
