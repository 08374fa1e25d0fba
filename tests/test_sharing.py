"""Several workers: the tests of one file run on one of them, so that what a file makes once is made once."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.by_file import FIRST, TOGETHER, ByFile, rank

ROOT = Path(__file__).parent.parent
TESTS = (
    "import os, pytest\n\n"
    "@pytest.mark.parametrize('n', range(6))\n"
    "def test_one(n):\n"
    "    with open('seen', 'a') as out:\n"
    "        out.write(f\"{os.environ['PYTEST_XDIST_WORKER']} {__file__}\\n\")\n"
)


def test_files_that_share_something_costly_are_named_as_they_are():
    assert all((ROOT / name).exists() for name in TOGETHER)
    assert all((ROOT / name).exists() or name in {"browser", *TOGETHER.values()} for name in FIRST)


def test_what_takes_longest_is_handed_out_first():
    files = (
        "tests/etl/text/test_numbers.py::a",
        "tests/dashboard/export/test_links.py::b",
        "tests/browser/test_upload.py::c",
    )
    assert sorted(files, key=rank) == [files[2], files[1], files[0]]


def test_each_file_stays_on_one_worker(tmp_path):
    """A real run with two workers: without the scheduler, six tests of one file spread over both."""
    (tmp_path / "tests" / "support").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    shutil.copy(ROOT / "tests" / "support" / "by_file.py", tmp_path / "tests" / "support")
    for number in range(4):
        (tmp_path / f"test_{number}.py").write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "."]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stdout
    seen = {tuple(line.split()) for line in (tmp_path / "seen").read_text().splitlines()}
    assert len({file for _, file in seen}) == len(seen) == 4
    assert len({worker for worker, _ in seen}) == 2


def test_browser_tests_share_one_server_and_one_chromium():
    scope = ByFile._split_scope
    assert scope(None, "tests/browser/test_upload.py::test_a") == scope(
        None, "tests/browser/test_browser_pages.py::test_b"
    )
