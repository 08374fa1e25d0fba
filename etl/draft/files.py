"""The text of a draft that comes as a file: a plain text, a Word document or a PDF, read where it can do no harm."""

from __future__ import annotations

from pathlib import Path

from etl.read import Refused, limits, local_files, read_prose

KINDS = ("txt", "docx", "pdf")
FEWEST_LETTERS = 20  # a file with fewer holds no prose
UNCHANGED = "Nothing has been changed."
WHY = {  # what a refusal of the readers means for prose, by its code, and what to do
    "F-01": "It is empty. Save it again.",
    "F-05": "It is no text, Word document (.docx) or PDF. Save it as one of these; an old .doc as .docx.",
    "F-07": "It is protected by a password, and we never ask for one. Save it without.",
    "F-08": "It is incomplete or damaged. Save it again, a PDF as .docx or .txt.",
    "F-09": "It is not put together as a Word document is. Open it in Word and save it anew.",
    "Z-04": "It holds instructions to fetch or expand text, which no Word document needs. Open it in Word and save it anew.",
    "Z-06": f"It is larger than is taken here ({limits.UPLOAD_BYTES // limits.MB} MB). Hand in a chapter.",
    "Z-09": "Reading took too much time or memory. Hand in a chapter, or paste it.",
}
BOMBS = ("Z-01", "Z-02", "Z-05")  # what unpacks to more than a page of prose can be


class Unreadable(ValueError):
    """A file that holds no text that can be checked; the message says what was found and what to do."""


def load(path: Path) -> bytes:
    """Return the bytes of a file on this machine. Raises Unreadable in words."""
    try:
        return local_files.load(path)
    except Refused as refusal:
        raise Unreadable(said(refusal)) from refusal
    except OSError as error:
        raise Unreadable(f"It cannot be read: {error.strerror}. Check the name. {UNCHANGED}") from error


def text_of(data: bytes, name: str) -> str:
    """Return the text of a file, read in a confined child process. Raises Unreadable in words."""
    try:
        document = read_prose(data, name)
    except Refused as refusal:
        raise Unreadable(said(refusal)) from refusal
    if document.held:
        raise Unreadable(f"Its letters can be read in more than one way. Save it as UTF-8. {UNCHANGED}")
    if sum(map(str.isalpha, document.text)) < FEWEST_LETTERS:
        scan = (
            "The PDF holds no text; its pages are pictures, as of a scan. Run text recognition over it"
            if document.kind == "pdf"
            else "It holds no prose. Check whether the text was saved"
        )
        raise Unreadable(f"{scan}, or paste the text. {UNCHANGED}")
    return document.text


def said(refusal: Refused) -> str:
    """Return why a file is refused, in sentences for somebody who handed in prose."""
    for one in refusal.problems:
        if one.code in BOMBS:
            return f"It unpacks to more than a text can be. Open it in Word and save it anew. {UNCHANGED}"
        if one.code in WHY:
            return f"{WHY[one.code]} {UNCHANGED}"
    return " ".join(f"{one.found_where} {one.why}".strip() for one in refusal.problems) + f" {UNCHANGED}"
