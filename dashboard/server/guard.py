"""What every answer carries and what no visitor may ask for: headers, closed addresses, and the gate before uploads.

Streamlit lets anybody with an open page park files in its memory. Here a file is taken only from a session that a page
has let in with `grant`, and only as many files and bytes as it was granted.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Next = Callable[[Message, Receive, Send], Awaitable[None]]

FILES, BYTES = 5, 50 * 1024 * 1024
ONE_FILE = 20 * 1024 * 1024
OVERHEAD = 64 * 1024  # of the form around one file
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")
SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@dataclass
class Quota:
    """What a session may still hand in."""

    files: int
    bytes: int


_granted: dict[str, Quota] = {}
_purposes: dict[str, set[str]] = {}
_lock = threading.Lock()


def grant(session: str, files: int = FILES, size: int = BYTES, purpose: str = "upload") -> None:
    """Let a session hand in that many files and bytes, once for each purpose; a page calls it after it has checked the role."""
    with _lock:
        given = _purposes.setdefault(session, set())
        if purpose not in given:
            given.add(purpose)
            quota = _granted.setdefault(session, Quota(0, 0))
            quota.files += files
            quota.bytes += size


def revoke(session: str) -> None:
    """Close the gate for a session again; nothing happens when it was never open."""
    with _lock:
        _granted.pop(session, None)
        _purposes.pop(session, None)


def policy(index: Path) -> str:
    """Return the Content-Security-Policy: own files only, and the hashes of the page's inline scripts."""
    scripts = SCRIPT.findall(index.read_bytes()) if index.exists() else []
    hashes = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}'" for one in scripts)
    return (
        f"default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
        "connect-src 'self' ws: wss:; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


def headers(index: Path) -> list[tuple[bytes, bytes]]:
    """Return the headers that every answer carries."""
    return [
        (b"content-security-policy", policy(index).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ]


class Guard:
    """ASGI middleware: closes addresses, counts uploads, adds the headers."""

    def __init__(self, app: Next, index: Path) -> None:
        self._app = app
        self._headers = headers(index)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a status and one sentence."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = _refusal(scope)
        if refused:
            await self._answer(*refused, send)
            return
        await self._app(scope, receive, self._dressed(send))

    def _dressed(self, send: Send) -> Send:
        """Return a `send` that adds our headers to the start of the answer."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in self._headers}
                theirs = [pair for pair in message.get("headers", []) if pair[0].lower() not in ours]
                message = {**message, "headers": [*theirs, *self._headers]}
            await send(message)

        return dressed

    async def _answer(self, status: int, words: str, send: Send) -> None:
        body = words.encode()
        plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": [*plain, *self._headers]})
        await send({"type": "http.response.body", "body": body})


def _refusal(scope: Message) -> tuple[int, str] | None:
    """Return status and words when a request is not let through."""
    path = scope["path"]
    if any(path == closed or path.startswith(closed + "/") for closed in CLOSED):
        return 404, "There is nothing at this address."
    upload = UPLOAD.search(path)
    if upload and scope["method"] in ("PUT", "POST"):
        return _counted(upload[1], _length(scope))
    return None


def _length(scope: Message) -> int | None:
    """Return the length a request declares, or None without a usable one."""
    told = [value for name, value in scope.get("headers", []) if name.lower() == b"content-length"]
    return int(told[0]) if len(told) == 1 and told[0].isdigit() else None


def _counted(session: str, length: int | None) -> tuple[int, str] | None:
    """Take an upload off a session's quota, or return why it is refused."""
    with _lock:
        quota = _granted.get(session)
        if quota is None:
            return (
                403,
                "Files are taken on the page Upload, and a brief on the page Briefing. Open it and drop the file there.",
            )
        if length is None:
            return 411, "The upload does not say how long it is. Hand the file in on the page Upload."
        if length > ONE_FILE + OVERHEAD:
            return 413, "The file is larger than 20 MB. Split it, or ask who keeps this installation."
        if quota.files < 1 or quota.bytes < length:
            return (
                413,
                "This session has handed in all it may: 5 files and 50 MB on the page Upload. Reload the page to start anew.",
            )
        quota.files -= 1
        quota.bytes -= length
    return None
