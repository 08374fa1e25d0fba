"""Names that are safe as folders and files, and the two that people read: snapshot and edition."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from etl.store.errors import unknown

RESERVED = {"log", "base", "quarantine"}
NO_BASE = "none"
_SOURCE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_SNAPSHOT = re.compile(r"(\d{4}-\d{2}-\d{2})-([0-9a-f]{10,64})", re.ASCII)
# A "+" in an address arrives as a space when nobody encoded it.
_EDITION = re.compile(r"(none|\d{4}-\d{2}-\d{2})[+ ](0|[1-9]\d{0,8})", re.ASCII)
_LABEL_BYTES = 120
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|provenance)", re.IGNORECASE)


@dataclass(frozen=True)
class Edition:
    """What was in force at one moment: the day of the base that shipped, and the number of the last local decision."""

    base: str
    number: int

    def __str__(self) -> str:
        """As people and addresses write it: `2026-11-21+41`; `none+0` for an empty data folder."""
        return f"{self.base}+{self.number}"

    @classmethod
    def parse(cls, text: str) -> "Edition":
        """Return the edition that `text` names. Raises Unknown (C-40) in words when it cannot name one."""
        found = _EDITION.fullmatch(text.strip())
        if not found or not (found[1] == NO_BASE or is_day(found[1])):
            do = "Write it as on the page, for example 2026-11-21+41."
            raise unknown("C-40", f"“{brief_text(text)}” is not an edition.", "edition", do)
        return cls(found[1], int(found[2]))


def brief_text(text: str) -> str:
    """Return a person's own text inside a sentence: at most 40 characters."""
    return text if len(text) <= 40 else text[:39] + "…"


def is_day(text: object) -> bool:
    """Whether `text` is a calendar day, written 2026-11-21."""
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_source(name: object) -> bool:
    """Whether `name` can be the folder of a source."""
    return isinstance(name, str) and bool(_SOURCE.fullmatch(name)) and name not in RESERVED


def is_snapshot(name: object) -> bool:
    """Whether `name` can be a snapshot: a day and the first digits of a hash."""
    found = _SNAPSHOT.fullmatch(name) if isinstance(name, str) else None
    return bool(found and is_day(found[1]))


def check_source(name: str) -> str:
    """`name` itself. Raises Unknown (C-44) when it cannot be the folder of a source."""
    if not is_source(name):
        do = "Use lower-case letters, digits, - and _, at most 40, beginning with a letter."
        raise unknown("C-44", f"“{brief_text(name)}” cannot be the name of a source.", "source", do)
    return name


def is_label(name: object) -> bool:
    """Whether `name` is a plain file name: no path, not hidden, no control characters."""
    return isinstance(name, str) and name.isprintable() and not re.search(r"[/\\]|^\.|^$", name)


def label(name: str) -> str:
    """Return a safe file name that still reads like `name`: letters and digits of any script, and its extension.

    Never a path, hidden, empty, a device name, the name of the provenance file, or longer than 120 bytes.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFKC", name))[-1]
    stem, dot, extension = last.rpartition(".")
    if not dot or not 0 < len(extension) <= 8 or not (extension.isascii() and extension.isalnum()):
        stem, extension = last, ""
    clean = re.sub(r"_+", "_", "".join(c if c.isalnum() or c in "-." else "_" for c in stem)).strip("._- ")
    end = f".{extension}" if extension else ""
    clean = clean.encode("utf-8", "ignore")[: _LABEL_BYTES - len(end)].decode("utf-8", "ignore").strip("._- ")
    if not clean or _DEVICES.fullmatch(clean.split(".")[0]):
        clean = f"file-{clean}" if clean else "file"
    return clean + end
