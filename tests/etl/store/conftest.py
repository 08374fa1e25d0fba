"""Data folders: an empty one, and one with ten decisions to damage; seen by a process that remembers nothing."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.store import process
from tests.support.store_faults import copied, ten_decisions

MEMORY = Path("/dev/shm")


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of its own, in memory where there is such a place: thousands of small trees are laid and removed."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            yield Path(folder)
    else:
        yield tmp_path_factory.mktemp("store")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    process.forget()
    return tmp_path / "data"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten decisions; not to be changed."""
    folder = tmp_path_factory.mktemp("good") / "data"
    ten_decisions(folder)
    return folder


@pytest.fixture
def full(good: Path, tmp_path: Path) -> Path:
    """A copy of them to damage."""
    process.forget()
    return copied(good, tmp_path / "data")
