"""Where the figures lie that the pages show: set once by the server, read by every run of a page."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

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


SERVED = "KYAKHTA_SERVED"
HERE, OTHERS = "this machine", "others"


def serve_to_others(others: bool) -> None:
    """Say whether people elsewhere can reach this process: then nobody may change data through it."""
    os.environ[SERVED] = OTHERS if others else HERE


PUBLIC = "KYAKHTA_URL"


def use_address(url: str) -> None:
    """Let links in files and on slides begin with `url`, the address that readers type; "" leaves them without."""
    os.environ[PUBLIC] = url.rstrip("/")


def public_address() -> str:
    """Return the address that readers type, such as `https://trade.example.org`; "" when the dashboard is served to this machine."""
    return os.environ.get(PUBLIC, "")


def started_by_us() -> bool:
    """Return whether our own server runs the page: its guard and headers are missing when something else does."""
    return os.environ.get(SERVED) in (HERE, OTHERS)


def local() -> bool:
    """Return whether our own server serves the page to this machine alone."""
    return os.environ.get(SERVED) == HERE
