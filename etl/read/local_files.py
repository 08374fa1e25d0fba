"""Files of this computer, for the command line: read once and whole, and only ordinary files."""

import os
import stat
from pathlib import Path

from etl.read import limits
from etl.read.document import Refused
from etl.tables.problems import problem


def load(path: Path, most: int = limits.UPLOAD_BYTES) -> bytes:
    """Return the bytes of an ordinary file.

    Raises Refused for links, pipes and devices (F-10), for a file that changes meanwhile (F-11) or is larger than
    `most` bytes (Z-06), and OSError where it cannot be opened at all.
    """
    where = str(path)
    if path.is_symlink():
        raise Refused((problem("F-10", "a link to another file", where=where),))
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise Refused((problem("F-10", where=where),))
        if before.st_size > most:
            limit = f"{most // limits.MB} MB"
            raise Refused((problem("Z-06", f"{before.st_size / limits.MB:.1f} MB", where=where, limit=limit),))
        data = file.read(most + 1)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != before.st_size:
        raise Refused((problem("F-11", where=where),))
    return data
