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

from dashboard.server import health, parked, sign_in

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Next = Callable[[Message, Receive, Send], Awaitable[None]]

FILES, BYTES = 5, 50 * 1024 * 1024
ADDRESS_BYTES, SERVER_BYTES = 100 * 1024 * 1024, 400 * 1024 * 1024  # that wait in memory, of one address and of all
BODY = 64 * 1024  # of any other request
ONE_FILE = 20 * 1024 * 1024
OVERHEAD = 64 * 1024  # of the form around one file
PROBES = (health.ALIVE, health.READY)  # asked by machines that know the server by its number
PRIVATE = ("/find", "/point", "/feed.atom")  # beside the pages, with figures
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
OTHER_NAME = 421, "This server has another name. Use the address that you were given."
UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")
SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@dataclass
class Quota:
    """What a session may still hand in."""

    files: int
    bytes: int


_addresses: dict[str, str] = {}  # of the sessions that have handed something in
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
        for kept in (_granted, _purposes, _addresses):
            kept.pop(session, None)


def policy(index: Path) -> str:
    """Return the Content-Security-Policy: own files only, and the hashes of the page's inline scripts."""
    scripts = SCRIPT.findall(index.read_bytes()) if index.exists() else []
    hashes = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}'" for one in scripts)
    return (
        f"default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
        "connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
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

    def __init__(self, app: Next, index: Path, secure: bool = False) -> None:
        self._app = app
        self._secure = secure
        self._headers = headers(index)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a status and one sentence."""
        if scope["type"] != "http":  # a socket: where its page came from is asked by Streamlit
            if scope["type"] == "websocket" and not _known_host(scope):
                await self._answer(*OTHER_NAME, send, kind="websocket.http.response")
                return
            await self._app(scope, receive, send)
            return
        refused = _refusal(scope)
        if refused:
            await self._answer(*refused, send)
            return
        await self._app(scope, _counting(receive, _most(scope)), self._dressed(send))

    def _dressed(self, send: Send) -> Send:
        """Return a `send` that adds our headers to the start of the answer."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in self._headers}
                theirs = [self._cookie(*pair) for pair in message.get("headers", []) if pair[0].lower() not in ours]
                message = {**message, "headers": [*theirs, *self._headers]}
            await send(message)

        return dressed

    def _cookie(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        """Return a header; a cookie goes only by https where the page does."""
        safe = not self._secure or name.lower() != b"set-cookie" or b"; secure" in value.lower()
        return (name, value) if safe else (name, value + b"; Secure")

    async def _answer(self, status: int, words: str, send: Send, kind: str = "http.response") -> None:
        body = words.encode()
        plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await send({"type": f"{kind}.start", "status": status, "headers": [*plain, *self._headers]})
        await send({"type": f"{kind}.body", "body": body})


def _refusal(scope: Message) -> tuple[int, str] | None:
    """Return status and words when a request is not let through."""
    path = scope["path"]
    if path not in PROBES and not _known_host(scope):
        return OTHER_NAME
    if any(path == closed or path.startswith(closed + "/") for closed in CLOSED):
        return 404, "There is nothing at this address."
    if path in PRIVATE and not _may_ask(scope):
        return 401, "Sign in first: open any page of the dashboard."
    upload = UPLOAD.search(path)
    if upload and scope["method"] in ("PUT", "POST"):
        if any(name.lower() == b"transfer-encoding" for name, _ in scope.get("headers", [])):
            return 400, "A file is handed in with its length, not in pieces. Hand it in on the page Upload."
        return _counted(upload[1], _length(scope), (scope.get("client") or ("",))[0])
    return None


def _known_host(scope: Message) -> bool:
    """Return whether a request names a host that pages are served at, once."""
    from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

    named = [value for name, value in scope.get("headers", []) if name.lower() == b"host"]
    return len(named) == 1 and is_host_allowed(named[0].decode("latin-1"))


def _may_ask(scope: Message) -> bool:
    """Return whether a request comes from somebody who may see the pages."""
    from starlette.requests import HTTPConnection

    asked = HTTPConnection(scope)
    return sign_in.may_ask(asked.cookies, asked.headers)


def _most(scope: Message) -> int:
    """Return how many bytes the body of a request may have."""
    return (_length(scope) or 0) if UPLOAD.search(scope["path"]) else BODY


def _counting(receive: Receive, most: int) -> Receive:
    """Return a `receive` that hangs up once a body is longer than it may be, whatever the request declared."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > most else message

    return counted


def _length(scope: Message) -> int | None:
    """Return the length a request declares, or None without a usable one."""
    told = [value for name, value in scope.get("headers", []) if name.lower() == b"content-length"]
    return int(told[0]) if len(told) == 1 and told[0].isdigit() else None


def _counted(session: str, length: int | None, address: str) -> tuple[int, str] | None:
    """Take an upload off a session's quota, or return why it is refused."""
    waiting = parked.held()
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
        near = sum(size for other, size in waiting.items() if _addresses.get(other) == address)
        if near + length > ADDRESS_BYTES or sum(waiting.values()) + length > SERVER_BYTES:
            return 503, "Too many files wait here already. Publish or close what is open, or try again in some minutes."
        if quota.files < 1 or quota.bytes < length:
            return (
                413,
                "This session has handed in all it may: 5 files and 50 MB on the page Upload. Reload the page to start anew.",
            )
        _addresses[session] = address
        quota.files -= 1
        quota.bytes -= length
    return None
