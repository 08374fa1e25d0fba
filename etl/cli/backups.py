"""The commands that keep a copy of everything: back up, check the copy; `restore` (in `changes`) puts it back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def register(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands to the parser."""
    for name, run, words, what in (
        ("backup", back_up, "copy files, decisions and records to a folder, while people work", "to"),
        ("verify-backup", verify, "read every byte of a backup and say what is damaged", "folder"),
    ):
        command = add(name, run, words, f"kyakhta {name} /mnt/backup/kyakhta")
        command.add_argument("folder", type=Path, metavar=what.upper())


def back_up(arguments: argparse.Namespace) -> int:
    """Copy and say how much was new. Raises StoreError in words."""
    from etl.store import Store, backup

    new = backup.back_up(arguments.data, arguments.folder)
    print(f"{new} new files copied to {arguments.folder}; it stands at edition {Store(arguments.folder).edition()}.")
    return 0


def verify(arguments: argparse.Namespace) -> int:
    """Print every damage of a backup in words; return 1 where there is any, or where there is no backup."""
    from etl.office import audit
    from etl.store import Store

    store = Store(arguments.folder)
    found = [*store.verify(), *audit.verify(arguments.folder)]
    if not store.bases():
        print(f"problem: {arguments.folder} holds no backup.")
        return 1
    for problem in found:
        print(f"problem: {problem}")
    print(f"Edition {store.edition()}, {len(store.in_force())} files in force. {len(found) or 'No'} damage found.")
    return 1 if found else 0


def holds(folder: Path) -> bool:
    """Return whether a folder looks like a backup, and no snapshot's name."""
    return (folder / "raw" / "base").is_dir()


def put_back(folder: Path, data: Path) -> int:
    """Copy a backup into the data folder and build. Raises StoreError in words, with nothing changed."""
    from etl.intake import add_command
    from etl.store import Store, backup

    new = backup.restore(folder, data)
    add_command.rebuilt(data)
    print(f"{new} files put back into {data}; it stands at edition {Store(data).edition()}.")
    return 0
