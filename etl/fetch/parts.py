"""Parts of a query that had to be split, kept until all are there: a fetch that broke off goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from etl.fetch.services import Query
from etl.text import atomic_write

EVIDENCE = 64 * 1024  # bytes of an unusable answer that are kept
LIFE = 24 * 3600  # seconds: an office may have newer figures tomorrow


class Part(NamedTuple):
    """The rows of one query as they were checked, and the day on which the office made them."""

    rows: list[Any]  # as the service gives them: records, or lines of a table
    day: str


@dataclass
class Parts:
    """The parts of one service in a folder of their own; losing one only means asking for it again."""

    folder: Path
    service: str
    now: Callable[[], float] = time.time

    def get(self, query: Query) -> Part | None:
        """Return what is kept of a query, or None without it or when it is a day old."""
        path = self._path(query)
        try:
            if self.now() - path.stat().st_mtime > LIFE:
                return None
            kept = json.loads(path.read_text(encoding="utf-8"))
            return Part(list(kept["rows"]), str(kept["day"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, query: Query, part: Part) -> None:
        """Keep the rows of a query."""
        with suppress(OSError):
            atomic_write.put(self._path(query), json.dumps(part._asdict()).encode())

    def clear(self) -> None:
        """Take every part of this service away: the fetch is complete."""
        with suppress(OSError):
            for path in (self.folder / "parts").glob(f"*{self.service}-*"):
                path.unlink(missing_ok=True)

    def _path(self, query: Query) -> Path:
        name = hashlib.sha256(repr(query).encode()).hexdigest()[:32]
        return self.folder / "parts" / f"{self.service}-{name}.json"


def keep_evidence(root: Path, service: str, body: bytes, why: str, secrets: tuple[str, ...]) -> None:
    """Keep the beginning of an answer that could not be used in quarantine, for whoever looks after the program."""
    from etl.store import Store, StoreError

    shown = body[:EVIDENCE]
    for secret in filter(None, secrets):
        shown = shown.replace(secret.encode(), b"...")
    if shown:
        with suppress(StoreError):
            Store(root).quarantine(shown, f"{service}_answer", why, by="fetch")
