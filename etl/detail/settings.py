"""How much of the machine the engine may take, and where its parts lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

FOLDER = "detail"
LOADING = ".loading-"
MEMORY = "1200MB"  # of DuckDB while it loads; Python and what DuckDB does not count take less than as much again
ROW_GROUP = 20_480  # rows that one look at a code reads of a part


def threads() -> int:
    """Return how many threads the engine uses: at most four, so that a shared machine stays usable."""
    return min(4, os.cpu_count() or 1)


def database(spill: Path) -> duckdb.DuckDBPyConnection:
    """Return a database in memory that spills to a folder when it has not enough."""
    import duckdb

    opened = duckdb.connect(config={"memory_limit": MEMORY, "threads": str(threads())})
    for line in (
        "SET enable_progress_bar = false",
        "SET preserve_insertion_order = false",
        f"SET temp_directory = '{quoted(spill)}'",
        # Rows held back for each reporter until they are written: few, since there may be two hundred reporters.
        "SET partitioned_write_flush_threshold = 20480",
    ):
        opened.execute(line)
    return opened


def quoted(text: object) -> str:
    """Return a text as it stands between quotation marks of SQL."""
    return str(text).replace("'", "''")
