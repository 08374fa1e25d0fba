"""A stand-in for the operating system under a whole publish: every change of a file is counted, and one is stopped.

It works in a child process that the test forks, so nothing has to be put back.
"""

import io
import os
import sys
from collections.abc import Callable
from typing import Any

from etl.store import process

CHANGES = ("write", "fsync", "rename", "replace", "link", "symlink", "unlink", "remove", "mkdir", "rmdir", "truncate")
AUDITED = {"os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "open"}
KILLED = 137


class Written:
    """A file opened by Python itself for writing: its bytes count as one operation, of which half may be written."""

    def __init__(self, real: Any, faults: "Faults") -> None:
        self.real, self.faults = real, faults

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def __enter__(self) -> "Written":
        return self

    def __exit__(self, *error: object) -> None:
        self.real.close()

    def write(self, data: Any) -> int:
        def half() -> None:
            self.real.write(data[: len(data) // 2])
            self.real.flush()

        self.faults.next("write", half)
        return self.real.write(data)


class Faults:
    """Counts the operations that change files; `at` decides what becomes of each: it returns, raises or kills."""

    def __init__(self, at: Callable[[int, Callable[[], None]], None]) -> None:
        self.at, self.names, self.audited = at, [], 0

    def next(self, name: str, half: Callable[[], None] = lambda: None) -> None:
        self.names.append(name)
        self.at(len(self.names) - 1, half)

    def mount(self) -> "Faults":
        """Put the stand-in in place for the rest of this process, as one that remembers nothing."""
        process.forget()
        sys.addaudithook(self._audit)
        for name in CHANGES:
            setattr(os, name, self._changing(name, getattr(os, name)))
        real_open, opened = os.open, io.open

        def low(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
                self.next("open")
            return real_open(path, flags, *more, **named)

        def high(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
            if not set(mode) & set("wax+"):
                return opened(file, mode, *more, **named)
            self.next("open")
            return Written(opened(file, mode, *more, **named), self)

        os.open, io.open = low, high  # type: ignore[assignment]
        import builtins

        builtins.open = high  # type: ignore[assignment]
        return self

    def _changing(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            def half() -> None:
                if name == "write":
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])

            self.next(name, half)
            return real(*args, **named)

        return call

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        """Count what the interpreter itself says of changes, to prove that none passes by."""
        if event in AUDITED:
            writes = event != "open" or (isinstance(args[2], int) and args[2] & (os.O_CREAT | os.O_WRONLY | os.O_RDWR))
            self.audited += bool(writes)


def in_child(work: Callable[[], object]) -> tuple[int, str]:
    """The exit code of a child that does the work, 137 when it was killed, and what the work returned, as text."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code, say = 1, os.write
        try:
            os.close(reading)
            told = work()
            say(writing, str(told).encode()[:60_000])
            code = 0
        except BaseException as error:
            say(writing, f"{type(error).__name__}: {error}".encode()[:60_000])
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told
