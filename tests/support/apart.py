"""A loop of its own: Playwright leaves one running in the thread of the browser tests, where no other can start."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(asked: Coroutine[Any, Any, Any], within: float | None = None) -> Any:
    """Return what a coroutine returns, or raise what it raises, run in a thread of its own for at most so many seconds."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result(within)
