"""The text of a draft that comes as a file: a plain text, a Word document or a PDF, read where it can do no harm."""

from __future__ import annotations

from pathlib import Path

from etl.read import Refused, encoding, local_files


class Unreadable(ValueError):
    """A file that holds no text that can be checked; the message says what was found and what to do."""


def load(path: Path) -> bytes:
    """Return the bytes of a file on this machine. Raises Unreadable in words."""
    try:
        return local_files.load(path)
    except Refused as refusal:
        raise Unreadable(said(refusal)) from refusal
    except OSError as error:
        raise Unreadable(f"It cannot be read: {error.strerror}. Check the name.") from error


def text_of(data: bytes) -> str:
    """Return the text of a file. Raises Unreadable in words."""
    try:
        decoded = encoding.decode(data)
    except Refused as refusal:
        raise Unreadable(said(refusal)) from refusal
    if decoded.held:
        raise Unreadable("Its letters can be read in more than one way. Save it as UTF-8. Nothing has been changed.")
    return decoded.text


def said(refusal: Refused) -> str:
    """Return why a file is refused, in a sentence."""
    return " ".join(f"{one.found_where} {one.why}".strip() for one in refusal.problems) + " Nothing has been changed."
