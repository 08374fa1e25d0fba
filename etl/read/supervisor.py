"""The keeper of the cage: starts the child, feeds it, listens with a limit and a deadline, and outlives it."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from etl.read import limits, messages
from etl.read.document import Document, Refused
from etl.tables.problems import problem

OUT_OF_MEMORY = 70  # exit code of a child that could get no more
READER = "from etl.read.child import main; main()"
_PLACES = threading.BoundedSemaphore(limits.CHILDREN)


def read(data: bytes, name: str, answers: Mapping[str, str] | None = None) -> Document:
    """Return the document of a file, read in a child process of its own; at most two are read at a time.

    `answers` are a person's, by the `key` of the problem that asked. Raises Refused with all problems at once; a child
    that dies or takes too long is the problem Z-09.
    """
    _refuse_size(data)
    latest = (date.today().replace(day=1) + timedelta(days=31)).isoformat()[:7]
    return converse(READER, {"name": name, "answers": dict(answers or {}), "latest": latest}, data)


def read_prose(data: bytes, name: str) -> Document:
    """Return a document whose `text` is the prose of a .txt, .docx or .pdf file, read like tables. Raises Refused as `read` does."""
    _refuse_size(data)
    return converse(READER, {"name": name, "prose": True}, data)


def _refuse_size(data: bytes) -> None:
    if len(data) > limits.UPLOAD_BYTES:
        limit = f"{limits.UPLOAD_BYTES // limits.MB} MB"
        raise Refused((problem("Z-06", f"{len(data) / limits.MB:.1f} MB", limit=limit),))


def converse(program: str, request: Mapping[str, object], data: bytes) -> Document:
    """Return what the program answers to the request and the bytes after it. Raises Refused as `read` does."""
    head = json.dumps(request).encode() + b"\n"
    begun = time.monotonic()
    cage = _confinement()
    with _PLACES:
        child = subprocess.Popen(  # noqa: S603 - this interpreter and our own program
            [*cage.before, *_interpreter(program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            start_new_session=True,
            **cage.account,
        )
        feeder = threading.Thread(target=_feed, args=(child, head + data), daemon=True)
        feeder.start()
        try:
            return messages.received(_lines(child, begun + limits.CHILD_WALL_SECONDS))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Refused((problem("Z-09", _cause(child, begun)),)) from error
        finally:
            _stop(child)
            feeder.join()


def _interpreter(program: str) -> list[str]:
    """Return the words that start a child on a program."""
    return [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _start(program)]


def _start(program: str) -> str:
    """Return the program with the places of its modules: the child looks nowhere else, and starts in 20 ms instead of 60."""
    root = str(Path(__file__).resolve().parents[2])
    return (
        f"import sys; sys.path[:0] = {[root, *(place for place in sys.path if place and place != root)]!r}; {program}"
    )


@dataclass(frozen=True)
class Cage:
    """How a child is started here: words before its program, an account of its own, and the walls that it then has."""

    before: tuple[str, ...]
    account: Mapping[str, Any]
    walls: frozenset[str]


UNSHARE = ("--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--")
NOBODY = 65534
WALLS = {
    "disk": "it can read what this account can read",
    "calls": "it can reach other programs of this machine",
    "network": "it can reach the network",
}


@cache
def _confinement() -> Cage:
    """Return the strictest cage that works here, found by trial."""
    unshare = shutil.which("unshare")
    words = (unshare, *UNSHARE) if unshare else ()
    nobody: Mapping[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    accounts = [nobody, {}] if os.geteuid() == 0 else [{}]
    cages = (_tried(before, account) for account in accounts for before in dict.fromkeys((words, ())))
    return next((cage for cage in cages if cage), Cage((), {}, frozenset()))


def _tried(before: tuple[str, ...], account: Mapping[str, Any]) -> Cage | None:
    """Return the cage, if a child can be started in it."""
    program = [*before, *_interpreter("from etl.read.child import confine; print(*confine())")]
    with suppress(OSError, subprocess.SubprocessError):
        tried = subprocess.run(  # noqa: S603 - our words
            program, capture_output=True, timeout=20, env={}, cwd="/", check=True, text=True, **account
        )
        walls = {*tried.stdout.split(), *(("network",) if before else ())}
        return Cage(before, account, frozenset(walls | ({"network"} if "calls" in walls else set())))
    return None


def weaknesses() -> str:
    """Return what the cage cannot keep a file from here, in words; "" where all walls stand."""
    missing = [words for wall, words in WALLS.items() if wall not in _confinement().walls]
    if not missing:
        return ""
    return f"Files are read in a child process with fewer walls than there should be: {', '.join(missing)}."


def _feed(child: subprocess.Popen[bytes], request: bytes) -> None:
    if child.stdin is not None:
        with suppress(OSError, ValueError):  # the child may be gone before it has read everything
            child.stdin.write(request)
        with suppress(OSError, ValueError):
            child.stdin.close()


def _lines(child: subprocess.Popen[bytes], deadline: float) -> Iterator[bytes]:
    """Lines from the child until it ends. Raises ValueError when it has said too much, or the deadline has come."""
    pipe = _output(child)
    said, kept = 0, bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            raise ValueError("the child took too long")
        piece = os.read(pipe, 1 << 20)
        if not piece:
            break
        said += len(piece)
        if said > limits.ANSWER_BYTES:
            raise ValueError("the child said too much")
        kept += piece
        if b"\n" in piece:
            *lines, rest = bytes(kept).split(b"\n")
            kept = bytearray(rest)
            yield from lines
    if kept:
        raise ValueError("the last line is cut short")


def _output(child: subprocess.Popen[bytes]) -> int:
    if child.stdout is None:
        raise ValueError("the child has no output")
    return child.stdout.fileno()


def _stop(child: subprocess.Popen[bytes]) -> None:
    """End the child and everything that it started, and let go of it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _cause(child: subprocess.Popen[bytes], begun: float) -> str:
    """Why the child ended early, in words."""
    taken = time.monotonic() - begun
    for most in (limits.CHILD_WALL_SECONDS, limits.CHILD_CPU_SECONDS):
        if taken >= most:
            return f"Reading took more than {most} seconds"
    try:
        code = child.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return "Reading gave more than can be taken"
    return "Reading took more memory than there is" if code == OUT_OF_MEMORY else "The reading program ended early"
