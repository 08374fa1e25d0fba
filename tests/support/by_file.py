"""With several workers the tests of one file stay together, and files that share something costly stay together too.

The `xdist_group` mark would say this too, but pytest-xdist 3.8 does not follow it under pytest 9.2.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/dashboard/export/test_links.py": "later editions",  # eleven data folders
    "tests/dashboard/views/test_briefing_page.py": "later editions",
}


class ByFile(LoadScopeScheduling):
    """Hand out whole files: what a file makes once is made once, not once for each worker."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "browser" if file.startswith("tests/browser/") else TOGETHER.get(file, file)
