"""How far a load is: rows, rows per second, time left; a line now and then, never more than one a second."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

EVERY = 2.0  # seconds between two lines


class Progress:
    """Says how far a load is. `expected` is about how many rows the file holds, by its size and its first lines."""

    def __init__(self, expected: int, say: Callable[[str], None]) -> None:
        self._say = say
        self._expected = max(expected, 1)
        self._step, self._done, self._before, self._began, self._said = "", 0, 0, time.monotonic(), 0.0

    def start(self, step: str, rows: int, done: int = 0) -> None:
        """Begin a step of so many rows, of which some were done before."""
        self._step, self._expected, self._done, self._before = step, max(rows, 1), done, done
        self._began = self._said = time.monotonic()

    def add(self, rows: int) -> None:
        """Count rows as done, and say it if the last line is old enough."""
        self._done += rows
        self.tell()

    def tell(self) -> None:
        """Say how far the step is, unless it was said a moment ago."""
        now = time.monotonic()
        if now - self._said >= EVERY:
            self._said = now
            self._say(words(self._step, self._done, self._expected, self._done - self._before, now - self._began))

    @contextlib.contextmanager
    def of(self, database: duckdb.DuckDBPyConnection, step: str) -> Iterator[None]:
        """Yield a block in which one statement runs; another thread asks how far it is."""
        self.start(step, self._expected)
        over = threading.Event()

        def watch() -> None:
            while not over.wait(EVERY):
                percent = max(database.query_progress(), 0.0)
                self._done = int(self._expected * percent / 100)
                self.tell()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()


def words(step: str, done: int, expected: int, made: int, seconds: float) -> str:
    """Return one line: what is done, how fast, and how long the rest will take at that pace."""
    pace = made / seconds if seconds > 0 else 0.0
    left = f", about {_time((expected - done) / pace)} left" if pace and expected > done else ""
    return f"{step}: {done:,} of about {expected:,} rows, {pace:,.0f} a second{left}"


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
