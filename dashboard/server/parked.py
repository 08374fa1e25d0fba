"""The files that visitors have handed in and that wait in memory: whose they are, how many bytes, and when they go."""

from __future__ import annotations

import ctypes
import threading
import time
from contextlib import suppress
from typing import Any

AFTER = 180  # seconds without a window until a session's files go: a reload or a short cut of the line keeps them
EVERY = 30

_left: dict[str, float] = {}  # sessions without a window, and since when


def held() -> dict[str, int]:
    """Return the bytes in memory by session; empty where no server runs."""
    from streamlit import runtime

    if not runtime.exists():
        return {}
    storage: dict[str, Any] = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    return {session: sum(len(file.data) for file in files.values()) for session, files in list(storage.items())}


def sweep(now: float) -> int:
    """Close the sessions that hold files and whose windows have been closed for AFTER seconds; return the bytes let go.

    Streamlit drops what a closed window left only when somebody else comes or goes.
    """
    from streamlit import runtime

    server = runtime.get_instance()
    freed = 0
    for session, size in held().items():
        if server.is_active_session(session):
            _left.pop(session, None)
        elif now - _left.setdefault(session, now) >= AFTER:
            server.close_session(session)  # with all that its pages kept
            server.uploaded_file_mgr.remove_session_files(session)
            _left.pop(session)
            freed += size
    if freed:
        with suppress(OSError, AttributeError):  # only some systems hand memory back on request
            ctypes.CDLL(None).malloc_trim(0)
    return freed


def keep_sweeping() -> None:
    """Sweep from time to time, in a thread of its own, as long as the process lives."""

    def loop() -> None:
        while True:
            time.sleep(EVERY)
            sweep(time.monotonic())

    threading.Thread(target=loop, daemon=True, name="kyakhta-sweep").start()
