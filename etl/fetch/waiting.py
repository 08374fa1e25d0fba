"""Answers that an office prepares first: Eurostat takes a large query under a number, which is asked for until it is done.

The number is all that is taken from such an answer: addresses in it are never followed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from etl.fetch.http import Answer, Caller, FetchFailed

FIRST, LONGEST, AT_MOST = 2.0, 60.0, 900.0  # seconds: the first pause, the longest, and all of them together
WAITING = ("SUBMITTED", "PROCESSING")
READY = "AVAILABLE"
HEAD = 4_000
_QUEUED = re.compile(rb"<(?:\w+:)?queued\b")
_ID = re.compile(rb"<(?:\w+:)?id>\s*([A-Za-z0-9-]{1,64})\s*</")
_STATUS = re.compile(rb"<(?:\w+:)?status>\s*([A-Z_]{1,32})\s*</")

Get = Callable[[str, Mapping[str, str]], Answer]


def number(answer: Answer) -> str:
    """Return the number under which an answer is being prepared; "" for an answer that is there.

    Raises FetchFailed for status 202 without a number, since nothing could be asked for later.
    """
    head = answer.body[:HEAD]
    found = _ID.search(head) if answer.status == 202 or _QUEUED.search(head) else None
    if answer.status == 202 and not found:
        raise FetchFailed("The office prepares an answer, but does not say under which number. Try again later.")
    return found[1].decode() if found else ""


def collected(caller: Caller, get: Get, name: str, parameters: Mapping[str, str]) -> Answer:
    """Return the answer with a number once it is ready; pauses grow, and together stay within AT_MOST seconds.

    Raises FetchFailed in words when it fails, is dropped or takes longer.
    """
    pause, waited = FIRST, 0.0
    while waited + pause <= AT_MOST:
        caller.tell(f"{caller.name} prepares the answer; looking again in {pause:.0f} s")
        caller.sleep(pause)
        waited, pause = waited + pause, min(pause * 2, LONGEST)
        said = _STATUS.search(get(f"/1.0/async/status/{name}", {}).body[:HEAD])
        status = said[1].decode() if said else ""
        if status == READY:
            return get(f"/1.0/async/data/{name}", parameters)
        if status not in WAITING:
            why = f"says {status}" if status else "changed how it speaks of the answer it prepares"
            raise FetchFailed(f"{caller.name} {why}. Nothing was taken. Fetch again, or ask for fewer months.")
    minutes = f"{AT_MOST / 60:.0f} minutes"
    do = "Fetch the same again later, when it will be ready, or ask for fewer months."
    raise FetchFailed(f"{caller.name} is still preparing the answer after {minutes}. {do}")
