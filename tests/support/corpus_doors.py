"""Classes 27 to 29, 34 and 35: what is no file. The gate in front of the uploader, and files of this computer."""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.support import apart
from tests.support.corpus import Case, Maker, Said, rows, text

MB = 1024 * 1024


def refused(make: Callable[[], object]) -> list[Said]:
    """What is said of something that is refused; nothing if it is taken."""
    from etl.read import Refused

    try:
        make()
    except Refused as refusal:
        return [(one.code, one.verdict, f"{one.where} {one.found}") for one in refusal.problems]
    return []


def knock(session: str, length: str | None, *, files: int = 5, leave: bool = True, times: int = 1) -> list[Said]:
    """How the gate refuses uploads that say they are so long, from a session with leave for so many files."""
    from dashboard.server import guard

    if leave:
        guard.grant(session, files=files, size=50 * MB)
    headers = [(b"host", b"localhost")] + ([] if length is None else [(b"content-length", length.encode())])
    scope = {"type": "http", "path": f"/_stcore/upload_file/{session}/1", "method": "PUT", "headers": headers}
    refusals = apart.run(_asked(guard.Guard, scope, times))
    # The gate's answers carry no codes of the catalogue.
    return [
        ("Z-06" if status == 411 or "larger than" in words else "Z-07", "R", f"{status} {words}")
        for status, words in refusals
    ]


async def _asked(guard: Callable[..., Any], scope: dict[str, Any], times: int) -> list[tuple[int, str]]:
    """Status and words of what the gate refuses; an application behind it would take every byte."""
    sent: list[dict[str, Any]] = []

    async def behind(scope: object, receive: object, send: Callable[[dict[str, Any]], Any]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"taken"})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        raise AssertionError("the gate took a byte")

    from dashboard.server import front

    gate = guard(behind, front.INDEX)
    for _ in range(times):
        await gate(scope, receive, send)
    starts, bodies = sent[::2], sent[1::2]
    return [
        (one["status"], two["body"].decode()) for one, two in zip(starts, bodies, strict=True) if one["status"] != 200
    ]


def too_large(rnd: random.Random) -> Iterator[Case]:
    more = rnd.randint(1, 1000)
    yield Case(b"", "Z-06", "R", "413", act=lambda root: knock(f"large-{more}", str(2 * 1024 * MB + more)))

    def read(root: Path) -> list[Said]:
        from etl import read as cage

        return refused(lambda: cage.read(bytes(20 * MB + more), "t.csv"))

    yield Case(b"", "Z-06", "R", "20.0 MB", act=read)


def without_length(rnd: random.Random) -> Iterator[Case]:
    wrong = rnd.choice(["x", "-5", "1e3"])
    yield Case(b"", "Z-06", "R", "411", act=lambda root: knock(f"bare-{wrong}", None))
    yield Case(b"", "Z-06", "R", "411", act=lambda root: knock(f"wrong-{wrong}", wrong))


def too_many(rnd: random.Random) -> Iterator[Case]:
    most = rnd.randint(2, 5)

    def flood(root: Path) -> list[Said]:
        answers = knock(f"flood-{most}", "1000", files=most, times=10_000)
        assert len(answers) == 10_000 - most
        return answers[-1:]

    yield Case(b"", "Z-07", "R", "413", act=flood)
    yield Case(b"", "Z-07", "R", "403", act=lambda root: knock(f"nobody-{most}", "9", leave=False))


def no_file(rnd: random.Random) -> Iterator[Case]:
    name = f"t{rnd.randint(1, 99)}.csv"

    def linked(root: Path) -> list[Said]:
        from etl.read import local_files

        (root / name).write_text(text(rows(rnd)))
        (root / "link.csv").symlink_to(root / name)
        return refused(lambda: local_files.load(root / "link.csv"))

    def piped(root: Path) -> list[Said]:
        from etl.read import local_files

        os.mkfifo(root / "pipe.csv")
        return refused(lambda: local_files.load(root / "pipe.csv"))

    def device(root: Path) -> list[Said]:
        from etl.read import local_files

        return refused(lambda: local_files.load(Path("/dev/zero")))

    for act, where in ((linked, "link.csv"), (piped, "pipe.csv"), (device, "/dev/zero")):
        yield Case(b"", "F-10", "R", where, act=act)


def changing(rnd: random.Random) -> Iterator[Case]:
    more = f"Peru,{rnd.randint(1, 99)}.5,2.5\n"

    def act(root: Path) -> list[Said]:
        from etl.read import local_files

        file = root / "t.csv"
        file.write_text(text(rows(rnd)))
        real, seen = os.fstat, []

        class Meanwhile:
            """The system as the reader sees it, while another program writes the file."""

            def __getattr__(self, name: str) -> object:
                return getattr(os, name)

            def fstat(self, handle: int) -> os.stat_result:
                seen.append(handle)
                if len(seen) == 2:
                    with file.open("a") as out:
                        out.write(more)
                return real(handle)

        there = local_files.os
        local_files.os = Meanwhile()  # type: ignore[assignment]
        try:
            return refused(lambda: local_files.load(file))
        finally:
            local_files.os = there

    yield Case(b"", "F-11", "R", "t.csv", act=act)


MAKERS: dict[int, Maker] = {27: too_large, 28: without_length, 29: too_many, 34: no_file, 35: changing}
