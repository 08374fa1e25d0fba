"""The child process that reads one file: confined first, then one file in, lines of JSON out, then gone."""

import json
import os
import resource
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from etl.read import limits, messages, walls
from etl.read.document import Document, Refused, Spent


def confine() -> tuple[str, ...]:
    """Take away what a reader does not need: memory, time, files, disk, sockets, processes, a memory image at death.

    Return the walls that this system gave; see `walls.raise_walls`.
    """
    for what, most in (
        (resource.RLIMIT_AS, limits.CHILD_MEMORY),
        (resource.RLIMIT_CPU, limits.CHILD_CPU_SECONDS),
        (resource.RLIMIT_NOFILE, limits.CHILD_FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    return walls.raise_walls()


def spent() -> Spent:
    """Return what this process took until now: processor time, and the most memory it ever held."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return Spent(used.ru_utime + used.ru_stime, _memory(used.ru_maxrss) / 1024)


def _memory(most: int) -> int:
    """Return the most memory in KB. The system counts what the parent held before this program began; its own list does not.

    `most` is the count of the system, where it keeps no list.
    """
    with suppress(OSError, ValueError, StopIteration), Path("/proc/self/status").open(encoding="ascii") as lines:
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])
    return most


def _read(data: bytes, request: Mapping[str, Any]) -> Document:
    """Return what the file holds: its prose where that was asked for, else its tables."""
    if request.get("prose"):
        from etl.read import prose_reader

        return prose_reader.interpret(data, request["name"])
    from etl.read.reader import interpret

    return interpret(data, request["name"], request["answers"], request["latest"])


def main() -> None:
    """Read the request from standard input and write the answer to standard output."""
    confine()
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    try:
        try:
            lines = messages.sent(_read(data, request))
        except Refused as refusal:
            lines = messages.refused(refusal.problems)
        for line in lines:
            sys.stdout.write(line)
        sys.stdout.write(messages.ended(spent()))
        sys.stdout.flush()
    except MemoryError:
        os._exit(70)  # the keeper says so in words
    os._exit(0)
