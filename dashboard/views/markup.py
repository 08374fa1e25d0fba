"""Words on a page: our own markup, sentences under the amber rule, and a fault kept inside its part."""

from __future__ import annotations

import logging
import secrets
from html import escape
from types import TracebackType

import streamlit as st

LOG = logging.getLogger("kyakhta")


def html(inner: str) -> None:
    """Write our own markup; every value in it has been escaped where it was put in."""
    st.html(f'<div class="ky">{inner}</div>')


def say(sentences: list[str]) -> None:
    """Write sentences under the amber rule; nothing when there are none."""
    if sentences:
        html('<div class="ky-say" role="status">' + "".join(f"<p>{escape(one)}</p>" for one in sentences) + "</div>")


def say_failed(what: str, error: BaseException) -> None:
    """Write that something could not be shown, with a number under which the log has the traceback."""
    number = secrets.token_hex(3).upper()
    LOG.error("reference %s: %s", number, what, exc_info=error)
    say([f"{what} Reload it; if that does not help, give whoever keeps this installation the reference {number}."])


class Contained:
    """Keeps a fault inside its part of the page: words and a reference there, the traceback in the log."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> Contained:
        """Return itself; nothing to prepare."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        """Hold back a program error; let Streamlit's own signals and an interrupt pass."""
        if error is None or not isinstance(error, Exception):
            return False
        say_failed(self._what, error)
        return True
