"""The child process that reads one file: confined first, then one file in, lines of JSON out, then gone."""

import json
import os
import resource
import sys

from etl.cage import limits, wire
from etl.cage.document import Refused


def confine() -> None:
    """Take away what a reader does not need: memory, time, files, disk, processes and a memory image at death."""
    for what, most in (
        (resource.RLIMIT_AS, limits.CHILD_MEMORY),
        (resource.RLIMIT_CPU, limits.CHILD_CPU_SECONDS),
        (resource.RLIMIT_NOFILE, limits.CHILD_FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Read the request from standard input and write the answer to standard output."""
    confine()
    from etl.cage.reader import interpret

    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    try:
        try:
            lines = wire.sent(interpret(data, request["name"], request["answers"], request["latest"]))
        except Refused as refusal:
            lines = wire.refused(refusal.problems)
        for line in lines:
            sys.stdout.write(line)
        sys.stdout.flush()
    except MemoryError:
        os._exit(70)  # the keeper says so in words
    os._exit(0)
