"""The commands that change the data: add, fetch, withdraw, restore; and the history of what was decided."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from etl.cli import backups

Add = Callable[..., argparse.ArgumentParser]


def register(add: Add) -> None:
    """Add the commands to the parser."""
    example = "kyakhta add bulletin.xls --published 2026-07-18 --dry-run"
    put = add("add", add_file, "check a file, show what it would change, and publish it", example)
    put.add_argument(
        "file", type=Path, metavar="FILE", help="as downloaded; a bulk file of Comtrade may be of any size"
    )
    example = "kyakhta fetch comtrade period=2026-01..2026-06 partner=RUS,WLD"
    pull = add("fetch", fetch_figures, "ask a statistics office for figures and take them like a file", example)
    pull.add_argument("service", choices=("comtrade", "eurostat", "census", "imf"))
    pull.add_argument("choose", nargs="*", metavar="name=value", help="reporter, partner, period, flow, product")
    for command in (put, pull):
        _taking(command)
    for name, words in (
        ("withdraw", "take an uploaded file out of force; nothing is deleted"),
        ("restore", "put a withdrawn file back in force, or a whole backup into the data folder"),
        ("approve", "take the mark “not yet reviewed” off an uploaded file that you have looked through"),
    ):
        undo = add(name, decide, words, f"kyakhta {name} gacc_tables/2026-07-18-0123456789")
        undo.add_argument("snapshot", metavar="SOURCE/SNAPSHOT", help="as `kyakhta history` names it")
        undo.add_argument("--note", default="", help="why")
        undo.set_defaults(kind="publish" if name == "approve" else name)
    ship = add(
        "compile",
        compile_files,
        "make figures compiled by hand what ships",
        "kyakhta compile figures/ --day 2026-12-01",
    )
    ship.add_argument("folder", type=Path, metavar="FOLDER", help="holds one <source>.csv for each source that changes")
    ship.add_argument(
        "--day", type=day, default=date.today().isoformat(), metavar="DATE", help="the day of the new base"
    )
    ship.add_argument("--take-out", action="store_true", help="first put the files that ship now there, to be edited")
    past = add("history", history, "list every decision on the data, oldest first", "kyakhta history --format json")
    past.add_argument("--format", choices=("text", "json"), default="text")


def _taking(command: argparse.ArgumentParser) -> None:
    """Add what every command takes that puts figures in force."""
    command.add_argument("--source", help="the source, where the file fits several")
    command.add_argument("--set", action="append", default=[], metavar="key=value", help="an answer to a question")
    command.add_argument("--published", type=day, metavar="DATE", help="the day the publisher released it")
    command.add_argument("--url", default="", help="where it was published")
    command.add_argument("--note", default="", help="a word for the history")
    command.add_argument("--dry-run", action="store_true", help="show what would change and stop")
    command.add_argument("--yes", action="store_true", help="publish without asking")
    command.add_argument("--format", choices=("text", "json"), default="text")


def add_file(arguments: argparse.Namespace) -> int:
    """Check a file and publish it: 0 published or clean dry run, 1 refused, 2 an answer is needed."""
    from etl.intake import add_command

    return add_command.add(arguments)


def compile_files(arguments: argparse.Namespace) -> int:
    """Make each <source>.csv of a folder a snapshot and write the base that lists them; or put the present ones there."""
    from etl.intake import compile as compiling

    if arguments.take_out:
        for path in compiling.latest(arguments.data, arguments.folder):
            print(path)
        return 0
    files = sorted(arguments.folder.glob("*.csv"))
    if not files:
        print(f"{arguments.folder} holds no <source>.csv. Put the files that ship now there with --take-out.")
        return 1
    try:
        print(f"{compiling.compiled(arguments.data, files, arguments.day)}: now run `kyakhta build`.")
    except ValueError as error:
        print(f"{error}. Nothing has been changed.")
        return 1
    return 0


def fetch_figures(arguments: argparse.Namespace) -> int:
    """Fetch figures and take them like a file: 0 published or clean dry run, 1 nothing taken, 2 an answer is needed."""
    from etl.fetch import fetch

    return fetch.run(arguments)


SAID = {"withdraw": "Withdrawn", "restore": "Restored", "publish": "Approved"}


def decide(arguments: argparse.Namespace) -> int:
    """Withdraw, restore or approve a snapshot as a new entry of the log."""
    import uuid

    from etl.intake.add_command import rebuilt
    from etl.office import permissions
    from etl.store import Store

    if arguments.kind == "restore" and backups.holds(Path(arguments.snapshot)):
        return backups.put_back(Path(arguments.snapshot), arguments.data)
    source, _, snapshot = arguments.snapshot.partition("/")
    here, past = permissions.here(), Store(arguments.data).history()
    may = permissions.authorise(here, permissions.last_added(past, source, snapshot))
    store = Store(arguments.data, authorise=may)
    entry = getattr(store, arguments.kind)(source, snapshot, by=here.name, key=uuid.uuid4().hex, note=arguments.note)
    rebuilt(arguments.data)
    print(f"{SAID[arguments.kind]}: {arguments.snapshot}. Edition {store.edition()}, entry {entry.number}.")
    return 0


def history(arguments: argparse.Namespace) -> int:
    """Print the log: number, day, who, what, why; problems of the log in words."""
    from etl.store import Store
    from etl.tables.problems import escaped

    store = Store(arguments.data)
    entries = store.history()
    if arguments.format == "json":
        print(json.dumps([asdict(entry) for entry in entries], indent=1, ensure_ascii=False, default=str))
        return 0
    for entry in entries:
        what = f"{entry.kind:9} {entry.source}/{entry.snapshot}  {entry.by}: {entry.reason} {entry.note} {entry.clock}"
        print(escaped(f"{entry.number:>6}  {str(entry.at)[:16]}  {what}".rstrip()))
    if not entries:
        print("No decisions yet: the data are those that ship with the program.")
    for problem in store.problems():
        print(f"problem: {problem}")
    print(f"Edition {store.edition()}.")
    return 0


def day(text: str) -> str:
    """Return a day named on the command line. Raises ArgumentTypeError in words."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day; write 2022-12-31") from error
