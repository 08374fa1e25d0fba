"""The record of who did what and what was refused: one file a day of JSON lines, only added to, each line naming the hash of the line before.

It says who (the subject that sign-in gives, and the name shown), what, on what, and how it ended; never a password, a token
or the content of a file. Where the dashboard is served to this machine alone nothing is recorded: the log of decisions
says all there is.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from etl.office.permissions import Actor
from etl.store import Problem
from etl.tables.problems import escaped

FOLDER = "audit"
KEPT = 365  # days
LONGEST = 300  # characters of a value
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.jsonl", re.ASCII)
_START = "0" * 64


def note(
    root: Path, actor: Actor, what: str, *, on: str = "", outcome: str = "done", now: datetime | None = None
) -> None:
    """Add one line, forced to the disk. Raises OSError: what cannot be recorded should not be done."""
    at = (now or datetime.now(UTC)).astimezone(UTC)
    folder = Path(root) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    told = {"what": what, "on": on, "outcome": outcome, "subject": actor.subject, "name": actor.name}
    facts = {name: escaped(value)[:LONGEST] for name, value in told.items()}
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # freed by the system when its holder dies
        path = folder / f"{at.date().isoformat()}.jsonl"
        line = {
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            **facts,
            "before": _last(folder, path),
        }
        text = json.dumps(line, ensure_ascii=False)
        torn = path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n")
        with path.open("a", encoding="utf-8") as out:
            out.write(("\n" if torn else "") + text + "\n")
            out.flush()
            os.fsync(out.fileno())


def lines(root: Path) -> Iterator[dict[str, str]]:
    """Yield every line, oldest first; one that cannot be read is passed over here and named by `verify`."""
    for path in _files(Path(root) / FOLDER):
        for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict):
                yield line


def verify(root: Path) -> list[Problem]:
    """Return what is damaged, in words: a line changed, taken out or torn. The oldest line kept may name one that is gone."""
    found, before, first = [], "", True
    for path in _files(Path(root) / FOLDER):
        for number, raw in enumerate(path.read_bytes().split(b"\n")[:-1], start=1):
            try:
                said = json.loads(raw)["before"]
            except (ValueError, KeyError, TypeError):
                found.append(
                    _problem(path, number, "cannot be read: the power went while it was written, or it was changed")
                )
                before = ""
                continue
            if not first and before and said != before:
                found.append(
                    _problem(path, number, "does not follow from the line before: one of them was changed or taken out")
                )
            before, first = _hash(raw), False
    return found


def forget_old(root: Path, today: date, kept: int = KEPT) -> list[str]:
    """Take away the files that are older than `kept` days; return their names."""
    oldest = (today - timedelta(days=kept)).isoformat()
    gone = [path for path in _files(Path(root) / FOLDER) if path.stem < oldest]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.jsonl") if _DAY.fullmatch(path.name)) if folder.is_dir() else []


def _last(folder: Path, path: Path) -> str:
    """Return the hash of the last whole line of the newest file up to this one."""
    for each in reversed([one for one in _files(folder) if one.name <= path.name]):
        whole = [raw for raw in each.read_bytes().split(b"\n")[:-1] if raw]
        if whole:
            return _hash(whole[-1])
    return _START


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _problem(path: Path, number: int, what: str) -> Problem:
    where = f"{path.name}, line {number}"
    return Problem("C-17", f"The record of who did what: {where} {what}.", str(path), "The record may not be whole.",
                   "Compare it with a backup.")  # fmt: skip
