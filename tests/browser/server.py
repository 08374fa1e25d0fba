"""The dashboard as its readers get it: `kyakhta run` on a free port, with what it said kept for when it dies."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# The headless shell is the same engine without the windows around it, and a fifth faster.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--font-render-hinting=none",
]
START = 90  # seconds until it must answer


def chrome() -> str:
    """Return the path of a Chrome or Chromium. Raises RuntimeError in words when there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise RuntimeError("No Chrome or Chromium here: run `make setup-dev`, or install one.")
    return found


def free_port() -> int:
    """Return a port that the system has just given out."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@contextlib.contextmanager
def running(data: Path = ROOT / "data") -> Iterator[str]:
    """Serve a data folder and yield the address; when the server dies, raise with everything that it said."""
    port = free_port()
    with tempfile.TemporaryFile("w+") as said:
        command = [
            sys.executable,
            "-m",
            "dashboard.cli.main",
            "run",
            "--no-browser",
            "--port",
            str(port),
            "--data",
            str(data),
        ]
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT, env=os.environ | {"PYTHONUNBUFFERED": "1"}
        )
        try:
            _wait(server, f"http://localhost:{port}", said)
            yield f"http://localhost:{port}"
            if server.poll() is not None:
                said.seek(0)
                raise RuntimeError(f"The server died during the tests. It said:\n{said.read()}")
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def _wait(server: subprocess.Popen, address: str, said) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    said.seek(0)
    raise RuntimeError(f"The server does not answer at {address}. It said:\n{said.read()}")
