"""What can go wrong in the store, in words for people: six parts, the last of which is the truth about the data."""

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from etl.store import fsops

UNCHANGED = "Nothing has been changed."
_LONGEST = 80


@dataclass(frozen=True)
class Problem:
    """Something wrong: code, what was found, where, why it matters, what to do, what has become of the data."""

    code: str
    found: str
    where: str
    why: str
    do: str
    outcome: str = UNCHANGED

    def __str__(self) -> str:
        """All six parts in one paragraph."""
        return f"{self.code}: {self.found} Where: {self.where}. {self.why} {self.do} {self.outcome}"


class StoreError(Exception):
    """The store could not do what was asked; `problem` says it in six parts and `str()` in one paragraph."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return str(self.problem)


class DiskFull(StoreError):
    """C-03: no room for the file."""


class DiskFailed(StoreError):
    """C-04: the disk answered with an error."""


class Unsure(DiskFailed):
    """C-05: the disk failed when the decision had its name already; it may or may not outlast a power cut."""


class ReadOnly(StoreError):
    """C-06: the data folder may be read but not written."""


class Conflict(StoreError):
    """C-07: somebody else has decided; `entries` are the decisions that came in between."""

    def __init__(self, problem: Problem, entries: Iterable[object] = ()) -> None:
        super().__init__(problem)
        self.entries = tuple(entries)


class Damaged(StoreError):
    """C-14, C-16, C-17, C-30: a file is missing or is not what was written."""


class Unknown(StoreError):
    """C-40, C-41, C-43, C-44: no such edition, snapshot or base, or a name that cannot be one."""


class Forbidden(StoreError):
    """C-42: this person may not decide this."""


def brief(text: object) -> str:
    """Return a value for a message: one line of at most 80 characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def place(path: Path) -> str:
    """Return a path for a message: its end, when it is longer than 80 characters."""
    text = str(path)
    return text if len(text) <= _LONGEST else "…" + text[1 - _LONGEST :]


def from_os(error: OSError, where: Path) -> StoreError:
    """Return what the operating system answered before anything was saved, as the error that people are told."""
    spot = place(where)
    if isinstance(error, fsops.SyncFailed):
        return DiskFailed(sync_failed(where))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            Problem(
                "C-03",
                "The disk is full.",
                spot,
                "What you handed in was not saved.",
                "Free some space on this disk, then do it again.",
            )
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnly(read_only(where))
    return DiskFailed(
        Problem(
            "C-04",
            f"The disk answered with an error: {brief(error.strerror or error)}.",
            spot,
            "What you handed in was not saved.",
            "Try again; if it happens again, have the disk checked.",
        )
    )


def read_only(where: Path) -> Problem:
    """C-06: the folder may be read but not written."""
    return Problem(
        "C-06",
        "The data folder may be read but not written.",
        place(where),
        "Every page works, but no file can be added and no decision saved.",
        "Let the user who runs the program write there, or choose another folder with --data.",
    )


def sync_failed(where: Path) -> Problem:
    """C-04: the disk did not confirm; nothing more is written by this process."""
    return Problem(
        "C-04",
        "The disk did not confirm that it kept what was written.",
        place(where),
        "To be safe, the program writes nothing more until it is started again. Reading goes on.",
        "Have the disk checked, start the program again and look at the history.",
    )


def damage(path: Path, found: str, do: str, *, code: str = "C-14") -> Problem:
    """Return a file that is missing or is not what was written, and what to do about it."""
    why = "Figures that rest on it are not shown, so that no wrong figure is."
    return Problem(code, found, place(path), why, do)


def unknown(code: str, found: str, where: object, do: str) -> Unknown:
    """Return the error for something that was asked for by a name that leads nowhere."""
    return Unknown(Problem(code, found, brief(where), "The program answers only for what it holds.", do))
