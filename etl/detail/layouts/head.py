"""The beginning of a detail file: its headings, its separator, its letters, and its first rows."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from dataclasses import dataclass
from pathlib import Path

HEAD = 256 * 1024
GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Head:
    """What the first lines of a file say; `names` in small letters, `spare` whether rows end in one separator more."""

    name: str
    path: Path
    names: tuple[str, ...]
    sign: str
    letters: str
    otherwise: str  # where a later line shows that it is not UTF-8
    spare: bool
    rows: tuple[tuple[str, ...], ...]

    def fields(self) -> dict[str, str]:
        """Return SQL for the trimmed text of each column, by its name."""
        return {name: f'trim("{name}")' for name in self.names}

    def __contains__(self, name: str) -> bool:
        """Whether the file has a column of that name."""
        return name in self.names


def head_of(path: Path, name: str = "") -> Head:
    """Return the head of a file, packed with gzip or not. Raises OSError, or ValueError in words when it is no table."""
    data = _first(path)
    letters = _letters(data)
    lines = [line for line in data.decode(letters, "replace").splitlines() if line.strip()]
    if len(data) == HEAD:
        lines = lines[:-1]  # the last one may be cut
    if len(lines) < 2:
        raise ValueError("it has no row below its headings")
    sign = max((",", "\t", ";"), key=lines[0].count)
    rows = list(csv.reader(io.StringIO("\n".join(lines[:200])), delimiter=sign))
    names = [cell.strip().lstrip("\ufeff").casefold() for cell in rows[0]]
    spare = bool(names) and names[-1] == ""
    names = names[:-1] if spare else names
    spare = spare or all(len(row) == len(names) + 1 and row[-1] == "" for row in rows[1:])
    if len(names) < 3 or len(set(names)) < len(names):
        raise ValueError("its first line has no headings, or one heading twice")
    return Head(
        name or path.name, path, tuple(names), sign, letters, _otherwise(data), spare, tuple(map(tuple, rows[1:]))
    )


def _first(path: Path) -> bytes:
    with path.open("rb") as file:
        start = file.read(HEAD)
    if start.startswith(GZIP):
        with gzip.open(path) as packed:
            return packed.read(HEAD)
    return start


def _letters(data: bytes) -> str:
    """Return utf-8, or what the file is in when it is not that."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return _otherwise(data)
    return "utf-8"


def _otherwise(data: bytes) -> str:
    """Return gb18030 for China Customs, whose English files use it too, else latin-1, as the Comtrade website does."""
    first = data.split(b"\n", 1)[0]
    chinese = any("\u4e00" <= each <= "\u9fff" for each in first.decode("gb18030", "ignore"))
    return "gb18030" if chinese or b"commodity code" in first.lower() else "latin-1"
