"""Where the figures lie that the pages show: set once by the server, read by every run of a page."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "KYAKHTA_DATA"
SHIPPED = Path(__file__).parent.parent / "data"


def use(folder: Path) -> None:
    """Let every page of this process read its figures from `folder`."""
    os.environ[VARIABLE] = str(Path(folder).resolve())


def folder() -> Path:
    """Return the data folder: the one set, or the one that ships with the program."""
    return Path(os.environ.get(VARIABLE) or SHIPPED).resolve()
