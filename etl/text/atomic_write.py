"""Writing a file so that nobody ever reads half of it: aside first, then moved into place."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def put(path: Path, content: bytes) -> None:
    """Make a file hold exactly this, with its folder. Raises OSError, and leaves nothing aside then.

    For what can be made again or lost (processed files, drafts, parts of a fetch); decisions are the store's, which syncs.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
