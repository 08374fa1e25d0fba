"""The keeper of the cage: starts the child, feeds it, listens with a limit and a deadline, and outlives it."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from pathlib import Path

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
    if len(data) > limits.UPLOAD_BYTES:
        limit = f"{limits.UPLOAD_BYTES // limits.MB} MB"
        raise Refused((problem("Z-06", f"{len(data) / limits.MB:.1f} MB", limit=limit),))
    latest = (date.today().replace(day=1) + timedelta(days=31)).isoformat()[:7]
    return converse(READER, {"name": name, "answers": dict(answers or {}), "latest": latest}, data)


def converse(program: str, request: Mapping[str, object], data: bytes) -> Document:
    """Return what the program answers to the request and the bytes after it. Raises Refused as `read` does."""
    head = json.dumps(request).encode() + b"\n"
    begun = time.monotonic()
    with _PLACES, tempfile.TemporaryDirectory(prefix="kyakhta-") as folder:
        child = subprocess.Popen(  # noqa: S603 - this interpreter and our own program
            [*_confinement(), sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _start(program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={},
            start_new_session=True,
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


def _start(program: str) -> str:
    """Return the program with the places of its modules: the child looks nowhere else, and starts in 20 ms instead of 60."""
    root = str(Path(__file__).resolve().parents[2])
    return (
        f"import sys; sys.path[:0] = {[root, *(place for place in sys.path if place and place != root)]!r}; {program}"
    )


@cache
def _confinement() -> tuple[str, ...]:
    """Return the words before the program that take network and other processes away, where the system allows it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    words = (unshare, "--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--")
    with suppress(OSError, subprocess.TimeoutExpired):
        trial = [*words, sys.executable, "-I", "-S", "-c", ""]
        tried = subprocess.run(trial, capture_output=True, timeout=10, env={}, check=False)  # noqa: S603 - our words
        return words if tried.returncode == 0 else ()
    return ()


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
