"""The tables that a person hands over at once: a file, a folder of them, or a ZIP unpacked one at a time."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

TABLES = (".csv", ".txt", ".tsv", ".dat", ".gz")


class Refused(Exception):
    """A file cannot come in; the message says why, what to do, and that nothing was changed."""


def tables(given: Path, unpacked: Path) -> Iterator[Path]:
    """Yield the tables of a file, a folder or a ZIP, one after the other; those of a ZIP are unpacked one at a time.

    Raises Refused for what holds none, OSError.
    """
    if given.is_dir():
        found = [path for path in sorted(given.rglob("*")) if path.suffix.casefold() in TABLES and path.is_file()]
        if not found:
            raise Refused(f"{given} holds no table ({', '.join(TABLES)}). Nothing has been changed.")
        yield from found
    elif zipfile.is_zipfile(given):
        yield from _members(given, unpacked)
    elif _starts(given, b"7z"):
        raise Refused(f"{given.name} is packed with 7-Zip. Unpack it and add what is inside. Nothing has been changed.")
    else:
        yield given


def _starts(path: Path, with_: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(with_)) == with_


def _members(given: Path, unpacked: Path) -> Iterator[Path]:
    """Yield each table of a ZIP, unpacked; it is removed when the next one is asked for."""
    with zipfile.ZipFile(given) as packed:
        inside = [one for one in packed.infolist() if Path(one.filename).suffix.casefold() in TABLES]
        if not inside:
            raise Refused(f"{given.name} holds no table ({', '.join(TABLES)}). Nothing has been changed.")
        for one in sorted(inside, key=lambda each: each.filename):
            unpacked.mkdir(parents=True, exist_ok=True)
            if one.file_size > shutil.disk_usage(unpacked).free // 2:
                raise Refused(
                    f"{one.filename} in {given.name} needs more room than the disk has. Nothing has been changed."
                )
            path = unpacked / Path(one.filename).name
            with packed.open(one) as source, path.open("wb") as target:
                _copy_at_most(source.read, target.write, one.file_size)
            try:
                yield path
            finally:
                path.unlink(missing_ok=True)


def _copy_at_most(read: Callable[[int], bytes], write: Callable[[bytes], int], most: int) -> None:
    """Copy what a ZIP said it holds, and no byte more."""
    while chunk := read(1 << 20):
        most -= len(chunk)
        if most < 0:
            raise Refused("The ZIP holds more than it says. Nothing has been changed.")
        write(chunk)
