"""The engine that answers questions: DuckDB inside this process, by way of Ibis, which is loaded when first asked."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from etl.detail import settings

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

MEMORY = "400MB"  # of one question; what is larger spills to the disk


@contextlib.contextmanager
def opened() -> Iterator[Backend]:
    """Yield a fresh engine for one question, so that threads of a server do not share one."""
    import tempfile

    import ibis

    with tempfile.TemporaryDirectory(prefix="kyakhta-") as spill:
        engine = ibis.duckdb.connect(memory_limit=MEMORY, threads=settings.threads(), temp_directory=spill)
        engine.raw_sql("SET enable_progress_bar = false")
        try:
            yield engine
        finally:
            engine.disconnect()
