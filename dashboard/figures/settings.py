"""Where the figures lie that the pages show: set once by the server, read by every run of a page."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from etl.store.permissions import Actor

VARIABLE = "KYAKHTA_DATA"
SHIPPED = Path(__file__).parents[2] / "data"


def use(folder: Path) -> None:
    """Let every page of this process read its figures from `folder`."""
    os.environ[VARIABLE] = str(Path(folder).resolve())


def folder() -> Path:
    """Return the data folder: the one set, or the one that ships with the program."""
    return _resolved(os.environ.get(VARIABLE) or str(SHIPPED))


@lru_cache(maxsize=8)  # asked some ten times a card, and each answer costs the disk
def _resolved(named: str) -> Path:
    return Path(named).resolve()


LOCAL = "KYAKHTA_SERVED_TO_OTHERS"


def serve_to_others(others: bool) -> None:
    """Say whether people elsewhere can reach this process: then nobody may change data through it."""
    os.environ[LOCAL] = "yes" if others else ""


def actor() -> Actor:
    """Return who sits at the page, as far as this installation can know."""
    import getpass

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "someone at this machine"
    return Actor(name, not os.environ.get(LOCAL))
