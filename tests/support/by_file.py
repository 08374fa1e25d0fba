"""With several workers the tests of one file stay together, and files that share something costly stay together too.

The `xdist_group` mark would say this too, but pytest-xdist 3.8 does not follow it under pytest 9.2. What takes longest is
handed out first: a long file that starts last keeps one worker busy while the others have nothing to do.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/dashboard/export/test_links.py": "later editions",  # eleven data folders
    "tests/dashboard/views/test_briefing_page.py": "later editions",
}
FIRST = (
    "browser",
    "later editions",
    "tests/dashboard/export/test_export_every.py",
    "tests/dashboard/export/test_export_faults.py",
    "tests/etl/intake/test_intake.py",
    "tests/dashboard/views/test_upload_page.py",
    "tests/etl/read/test_bad_files.py",
    "tests/dashboard/charts/test_every_view.py",
    "tests/dashboard/charts/test_every_chart.py",
    "tests/etl/intake/test_publish_faults.py",
)


def scope(nodeid: str) -> str:
    """Return what a test belongs to: its file, or the name that files which share something have in common."""
    file = nodeid.partition("::")[0]
    return "browser" if file.startswith("tests/browser/") else TOGETHER.get(file, file)


def rank(nodeid: str) -> int:
    """Return the place of a test in the order of handing out: FIRST, then all others as they are."""
    found = scope(nodeid)
    return FIRST.index(found) if found in FIRST else len(FIRST)


class ByFile(LoadScopeScheduling):
    """Hand out whole files: what a file makes once is made once, not once for each worker."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)
