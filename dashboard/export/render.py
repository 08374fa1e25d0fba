"""Pictures of Plotly figures on a machine without a browser: `svg`, `png`, `pdf`.

A child process draws (see `worker`); this side checks what goes in, waits its turn, and keeps the time. Whatever
happens over there, a caller gets the picture of its own figure or one sentence, within `PATIENCE` + `LIMIT` seconds.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from dashboard.export.figure import RenderError, canonical

__all__ = ["RenderError", "close", "pdf", "png", "svg", "warm"]
PATIENCE = 9.0  # seconds that a call waits for the pictures before it
AT_ONCE = 0.5  # seconds: who breaks off so soon had ended before it was asked
LIMIT = 20.0  # seconds for one picture; with PATIENCE, half a minute in all
LARGEST = 60_000_000  # pixels
SIDES = range(10, 10_001)  # pixels
ROOT = Path(__file__).parents[2]


def svg(figure: str | dict[str, Any], width: int, height: int, *, embed: bool = True) -> str:
    """Return the figure as SVG, the same bytes every time; `embed` carries the glyphs it shows along.

    Raises RenderError.
    """
    return _ask(figure, width, height, form="svg", fonts=embed).decode()


def png(figure: str | dict[str, Any], width: int, height: int, *, scale: float = 1.0) -> bytes:
    """Return the figure as PNG of `width` × `height` times `scale` pixels, drawn at that size. Raises RenderError."""
    return _ask(figure, width, height, form="png", scale=scale)


def pdf(figure: str | dict[str, Any], width: int, height: int, *, title: str = "", words: str = "") -> bytes:
    """Return the figure as one PDF page with real text, a title, and `words` as its alternative text.

    One pixel becomes 0.75 points. Raises RenderError.
    """
    return _ask(figure, width, height, form="pdf", title=title, words=words or title)


def warm() -> None:
    """Start the drawing process ahead of the first picture; where it cannot start, that picture says so."""
    with _TURN, suppress(RenderError):
        _renderer.start()


def close() -> None:
    """End the drawing process; the next picture starts a new one."""
    with _TURN:
        _renderer.stop()


def _ask(figure: str | dict[str, Any], width: int, height: int, *, form: str, **more: Any) -> bytes:
    scale = float(more.get("scale", 1.0))
    if width not in SIDES or height not in SIDES or not 0.1 <= scale <= 10 or width * height * scale**2 > LARGEST:
        raise RenderError(
            f"A picture of {width} × {height} pixels at scale {scale:g} cannot be made: "
            f"sides are {SIDES[0]} to {SIDES[-1]}, {LARGEST // 1_000_000} million pixels in all. Nothing was written."
        )
    wish = {"form": form, "width": width, "height": height, **more}
    text = canonical(figure).encode()
    if not _TURN.acquire(timeout=PATIENCE):
        raise RenderError("Other pictures are being drawn. Try again in a minute. Nothing was written.")
    try:
        return _renderer.draw(wish, text)
    finally:
        _TURN.release()


class _Broken(RenderError):
    """The other side broke off before its time was up."""


class _Renderer:
    """The drawing process, started when first needed and again whenever it has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._count = 0

    def start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner != os.getpid():
            self._process = None  # we are a fork; the process belongs to our parent
        if self._process is None or self._process.poll() is not None:
            self.stop()
            path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "dashboard.export.worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, "PYTHONPATH": path},
                    start_new_session=True,  # Ctrl-C is for us; it ends when we hang up
                )
            except OSError as problem:  # no memory or no process left
                said = f"The drawing process cannot start: {problem.strerror or problem}. Try again in a minute. Nothing was written."
                raise RenderError(said) from problem
            self._owner = os.getpid()
        return self._process

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    def draw(self, wish: dict[str, Any], figure: bytes) -> bytes:
        """Return the picture; a process that had died before it was asked is replaced without a word."""
        asked = time.monotonic()
        try:
            return self._draw(wish, figure)
        except _Broken:
            if time.monotonic() - asked > AT_ONCE:
                raise
        return self._draw(wish, figure)

    def _draw(self, wish: dict[str, Any], figure: bytes) -> bytes:
        process = self.start()
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(LIMIT, give_up)
        clock.daemon = True
        clock.start()
        whole = False
        try:
            answer, picture = self._exchange(process, wish, figure)
            whole = True
        except (OSError, ValueError, EOFError) as problem:
            reason = f"took longer than {LIMIT:g} seconds" if late.is_set() else "ended unexpectedly"
            said = f"Drawing the picture {reason}. Nothing was written; the next picture starts afresh."
            raise (RenderError if late.is_set() else _Broken)(said) from problem
        finally:
            clock.cancel()
            if late.is_set() or not whole:
                self.stop()
        if answer["error"]:
            raise RenderError(f"The picture could not be drawn: {answer['error']}. Nothing was written.")
        return picture

    def _exchange(
        self, process: subprocess.Popen[bytes], wish: dict[str, Any], figure: bytes
    ) -> tuple[dict[str, Any], bytes]:
        """One request and its answer. Raises OSError, ValueError or EOFError when the other side breaks off."""
        requests, answers = process.stdin, process.stdout
        if requests is None or answers is None:
            raise EOFError("no pipes")
        self._count += 1
        head = {"scale": 1.0, "fonts": False, "title": "", "words": "", **wish}
        head |= {"id": self._count, "size": len(figure), "limit": LIMIT}
        requests.write(json.dumps(head).encode() + b"\n" + figure)
        requests.flush()
        answer = json.loads(answers.readline())
        picture = _exactly(answers, answer["size"])
        if answer["id"] != self._count:
            raise ValueError("an answer to another question")
        return answer, picture


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    got = pipe.read(size)
    if len(got) != size:
        raise EOFError("cut short")
    return got


_TURN = threading.Lock()
_renderer = _Renderer()
atexit.register(close)
