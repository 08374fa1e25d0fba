"""One request to a statistics office: allow-list, limits, retries and a daily budget. The only module that has a network.

A body is read to its end or not at all: the length that was announced, the end of the compression, a cap on what
unpacks and a deadline for the whole are held here.
"""

from __future__ import annotations

import json
import random
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from etl.store.errors import brief
from etl.text import atomic_write

CONNECT, READ, TOTAL = 10, 60, 300  # seconds
CAP = 50 * 1024 * 1024  # bytes of one answer, unpacked
PAUSES = (1, 4, 16)  # seconds before the second, third and fourth try
LONGEST_WAIT = 3600
REDIRECTS = 5
PIECE = 64 * 1024
HIDDEN = "•••"


class FetchFailed(Exception):
    """Nothing came, or nothing that can be trusted; the message says what happened and what to do."""


class TooMuch(Exception):
    """The office has more rows than it gives at once; the query can be split, by `by` first if that is said."""

    def __init__(self, by: str = "") -> None:
        super().__init__(by)
        self.by = by


class Broken(Exception):
    """The answer broke off on the way; it may be whole the next time."""


@dataclass(frozen=True)
class Answer:
    """What an office sent: status, type, whole body, the day it was made, and how many calls it took."""

    status: int
    kind: str
    body: bytes
    day: str


@dataclass
class Caller:
    """Sends requests for one service. `hosts` may be called, (scheme, host:port); `secrets` never appear in words."""

    name: str
    hosts: frozenset[tuple[str, str]]
    budget: Budget
    secrets: tuple[str, ...] = ()
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    tell: Callable[[str], None] = lambda words: None
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, url: str, parameters: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """Return the answer to a request, tried at most four times. Raises FetchFailed in words."""
        why = ""
        for attempt in range(len(PAUSES) + 1):
            self.budget.take()
            pause = PAUSES[min(attempt, len(PAUSES) - 1)] * random.uniform(1, 1.25)  # noqa: S311  spreads callers
            try:
                response = self._send(url, parameters, headers)
                with response:
                    if response.status_code == 429 or response.status_code >= 500:
                        why = f"it answered {response.status_code}"
                        pause = self._asked(response) or pause
                    else:
                        return Answer(response.status_code, _kind(response), self._body(response), _day(response))
            except (requests.RequestException, urllib3.exceptions.HTTPError, Broken) as error:
                why = self.masked(_reason(error))
            if attempt < len(PAUSES):
                self.tell(f"{self.name}: {why}; trying again in {pause:.0f} s")
                self.sleep(pause)
        now = datetime.now(UTC)
        raise FetchFailed(f"{self.name} could not be reached at {now:%H:%M} UTC: {why}. Figures stay as they are.")

    def masked(self, text: str) -> str:
        """Return text in which no key stands, as one short line."""
        for secret in filter(None, self.secrets):
            text = text.replace(secret, HIDDEN)
        return brief(text)

    def _send(self, url: str, parameters: Mapping[str, str], headers: Mapping[str, str]) -> requests.Response:
        """Return the response, its body unread, after redirects inside the list. Raises FetchFailed for any other."""
        query: Mapping[str, str] | None = parameters
        for _ in range(REDIRECTS + 1):
            self._check(url)
            response = self.session.get(
                url, params=query, headers={**headers, "Accept-Encoding": "gzip"}, stream=True,
                timeout=(CONNECT, READ), allow_redirects=False,
            )  # fmt: skip
            if not response.is_redirect:
                return response
            url, query = urljoin(response.url, response.headers["Location"]), None
            response.close()
        raise FetchFailed(f"{self.name} sent us round in a circle. Download the file by hand and upload it.")

    def _check(self, url: str) -> None:
        found = urlsplit(url)
        if (found.scheme, found.netloc) not in self.hosts:
            where = self.masked(f"{found.scheme}://{found.netloc}")
            raise FetchFailed(
                f"{self.name} sent us to {where}, which is not on the list. Nothing was taken from there."
            )

    def _asked(self, response: requests.Response) -> float:
        """Return how long the office asks us to wait, in seconds. Raises FetchFailed when that is too long."""
        text = response.headers.get("Retry-After", "")
        try:
            wait = float(text) if text else 0.0
        except ValueError:
            try:
                wait = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
            except ValueError:
                wait = 0.0
        if wait > LONGEST_WAIT:
            raise FetchFailed(f"{self.name} takes no calls for {wait / 3600:.0f} hours. Try again after that.")
        return max(wait, 0.0)

    def _body(self, response: requests.Response) -> bytes:
        """Return the whole body, unpacked. Raises Broken when it is cut, FetchFailed when it is too large or too slow."""
        packed = response.headers.get("Content-Encoding", "identity").lower()
        if packed not in ("gzip", "identity", ""):
            raise FetchFailed(f"{self.name} packs its answer as {brief(packed)}, which is not read here.")
        unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed == "gzip" else None
        told, got, out = response.headers.get("Content-Length", ""), 0, bytearray()
        end = self.clock() + TOTAL
        while piece := response.raw.read1(PIECE, decode_content=False):
            got += len(piece)
            try:
                out += unpack.decompress(piece, CAP + 1 - len(out)) if unpack else piece
            except zlib.error as error:
                raise Broken("the answer arrived damaged") from error
            if len(out) > CAP:
                raise FetchFailed(f"{self.name} sent more than {CAP >> 20} MB. Ask for fewer months or partners.")
            if self.clock() > end:
                raise FetchFailed(f"{self.name} took more than {TOTAL} s for one answer. Try again later.")
        if (told.isdigit() and got != int(told)) or (unpack and got and not unpack.eof):
            raise Broken("the answer broke off")
        return bytes(out)


def _reason(error: Exception) -> str:
    """Return in words why no whole answer came."""
    if isinstance(error, Broken):
        return str(error)
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (requests.exceptions.SSLError, "nobody vouches for its certificate"),
        ((requests.Timeout, urllib3.exceptions.TimeoutError), "no answer came in time"),
        (urllib3.exceptions.ProtocolError, "the answer broke off"),
        (requests.ConnectionError, "there is no connection"),
    )
    return next((words for kind, words in kinds if isinstance(error, kind)), "the line failed")


def _kind(response: requests.Response) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _day(response: requests.Response) -> str:
    """Return the day on which an answer was made: an old one comes out of somebody's cache."""
    try:
        return parsedate_to_datetime(response.headers["Date"]).date().isoformat()
    except (KeyError, ValueError, TypeError):
        return datetime.now(UTC).date().isoformat()


@dataclass
class Budget:
    """Calls of one service a day, counted in the data folder so that a restart does not begin anew."""

    folder: Path
    service: str
    most: int
    today: Callable[[], str] = lambda: datetime.now(UTC).date().isoformat()

    def take(self) -> None:
        """Count one call. Raises FetchFailed when the day's calls are used up."""
        path, day = self.folder / f"{self.service}.json", self.today()
        calls = self._calls(path, day)
        if calls >= self.most:
            raise FetchFailed(
                f"{self.most} calls to {self.service} were made today, as many as it allows. Try tomorrow."
            )
        try:
            atomic_write.put(path, json.dumps({"day": day, "calls": calls + 1}).encode())
        except OSError as error:
            raise FetchFailed(
                f"The calls cannot be counted in {self.folder}: {error.strerror}. No call was made."
            ) from error

    def _calls(self, path: Path, day: str) -> int:
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return int(kept["calls"]) if kept["day"] == day else 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the service for this process; the system lets go of it when the process ends.

        Raises FetchFailed while another process fetches from it.
        """
        import fcntl

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / f"{self.service}.lock").open("w") as handle:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    words = f"Another program is fetching from {self.service}. Wait until it has finished."
                    raise FetchFailed(words) from error
                yield
        except OSError as error:
            raise FetchFailed(f"{self.folder} cannot be written: {error.strerror}. No call was made.") from error
