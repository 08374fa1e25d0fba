"""What every test may use: the shipped data, loaded once, and a small copy that a test may spoil."""

import shutil
from pathlib import Path

import pytest

from tests.support.by_file import ByFile, rank

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"


def pytest_xdist_make_scheduler(config, log):
    """Let `-n` hand out tests by file, whatever `--dist` says."""
    config.option.loadscopereorder = False  # the order is that of `pytest_collection_modifyitems`
    return ByFile(config, log)


def pytest_collection_modifyitems(config, items):
    """With several workers let what takes longest come first."""
    if config.getoption("numprocesses", None) or hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(item.nodeid))


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    """Eleven data folders: what ships, then what ships with one, two … ten later decisions."""
    from tests.support import later

    return [folder.resolve() for folder in later.grown(ROOT / "data", tmp_path_factory.mktemp("grown"))]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def dataset():
    from etl.build import build

    return build.load(ROOT / "data")


@pytest.fixture(scope="session")
def data():
    """The figures that ship, of the base edition, as a chart takes them."""
    from dashboard.figures import query
    from etl.store import Store

    folder = ROOT / "data"
    return query.load(folder.resolve(), Store(folder).edition())


@pytest.fixture(scope="session")
def known():
    """Return a function: the figures as known on a day."""
    from dashboard.figures import query
    from etl.store import Store

    folder = ROOT / "data"
    return lambda day: query.load(folder.resolve(), Store(folder).edition(), day)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A data folder of three sources that a test may break."""
    from etl.store import Store

    folder, shipped = tmp_path / "data", Store(ROOT / "data")
    base = max(shipped.bases())
    keep = ("gacc_press", "imf_dots", "gacc_statements")
    refs = [ref for ref in shipped.in_force(f"{base}+0") if ref.source in keep]
    for ref in refs:
        where = Path("raw") / ref.source / ref.snapshot
        shutil.copytree(ROOT / "data" / where, folder / where)
    Store(folder).write_base(base, refs)
    assert {ref.source for ref in Store(folder).in_force()} == set(keep)
    return folder
