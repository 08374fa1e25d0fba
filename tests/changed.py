"""Run the tests of the rooms that changed since the last commit, without the slow ones: `make test-fast`, or of `ROOM=etl/store`.

A room is a folder of `etl/` or `dashboard/`; its tests lie in the folder of the same name under `tests/`.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
ALWAYS = "tests/test_house_rules.py"


def rooms(files: Iterable[str]) -> list[str]:
    """Return the rooms that files belong to, tests of a room and the room itself alike: `etl/store`, sorted."""
    parts = [Path(file.removeprefix("tests/")).parts for file in files]
    return sorted({"/".join(part[:2]) for part in parts if len(part) > 2 and part[0] in ("etl", "dashboard")})


def changed() -> list[str]:
    """Return the files that differ from the last commit, new ones too."""
    said = subprocess.run(
        ["git", "status", "--porcelain", "-uall", "--no-renames"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [line[3:].strip('"') for line in said.stdout.splitlines()]


def main(asked: list[str]) -> int:
    """Run the tests of the rooms asked for, or of those that changed; return pytest's exit code, 2 without a room."""
    wanted = [f"tests/{room.strip('/')}" for room in asked or rooms(changed())]
    folders = [folder for folder in wanted if (ROOT / folder).is_dir()]
    if asked and len(folders) < len(wanted):
        print(f"There are no tests for {', '.join(asked)}. Rooms are folders: make test-fast ROOM=etl/store")
        return 2
    workers = str(os.cpu_count() or 1) if folders else "0"
    command = ["-m", "pytest", "-m", "not slow and not browser", "-n", workers, ALWAYS, *folders]
    print("Tests of:", ", ".join(folders) or "no room: nothing changed in etl/ or dashboard/", flush=True)
    return subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
