"""The commands on the data: build, check, history. Each is a function of its arguments that prints and returns 0 or 1."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser) -> None:
    """Add this side's commands to the parser; `common` carries --data."""
    add = _adder(commands, common)
    add("build", build, "rebuild data/processed from the snapshots in force", "kyakhta build")
    check = add("check", check_rows, "report what does not add up, each with its rows", "kyakhta check --kind identity")
    check.add_argument("--kind", help="only one kind: identity, months, pair, parts, magnitude, gap, disagreement")
    past = add("history", history, "list every decision on the data, oldest first", "kyakhta history --format json")
    past.add_argument("--format", choices=("text", "json"), default="text")


def _adder(commands, common):  # type: ignore[no-untyped-def]
    """Return a function that adds one command with help and an example."""

    def add(name: str, run, words: str, example: str) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
        parser = commands.add_parser(
            name, parents=[common], help=words, description=words[0].upper() + words[1:] + ".", epilog=f"Example: {example}"
        )
        parser.set_defaults(run=run)
        return parser

    return add


def build(arguments: argparse.Namespace) -> int:
    """Rebuild and print rows, series, periods and problems per source."""
    from etl.build import build as rebuild

    rebuild(arguments.data, print)
    return 0


def check_rows(arguments: argparse.Namespace) -> int:
    """Print every finding with its rows, then the count of each kind."""
    from collections import Counter

    from etl.build import load
    from etl.rows import plain
    from etl.validate import check

    dataset = load(arguments.data)
    found = [one for one in check(dataset.reported) if arguments.kind in (None, one.kind)]
    for problem in dataset.problems:
        print(f"problem: {problem}")
    for one in found:
        print(f"{one.kind}: {one.words}")
        for row in one.rows:
            print(f"    {row.series} {row.reporter} {row.partner} {row.period}/{row.months} = {plain(row.value)}  {row.citation}")
    counts = Counter(one.kind for one in found)
    print(f"{len(found)} findings: " + (", ".join(f"{n} {kind}" for kind, n in sorted(counts.items())) or "none") + ".")
    return 0


def history(arguments: argparse.Namespace) -> int:
    """Print the log: number, day, who, what, why; problems of the log in words."""
    from etl.store import Store

    store = Store(arguments.data)
    entries = store.history()
    if arguments.format == "json":
        print(json.dumps([asdict(entry) for entry in entries], indent=1, ensure_ascii=False, default=str))
        return 0
    for entry in entries:
        print(f"{entry.number:>6}  {str(entry.at)[:16]}  {entry.kind:9} {entry.source}/{entry.snapshot}  {entry.by}: {entry.reason} {entry.note}".rstrip())
    if not entries:
        print("No decisions yet: the data are those that ship with the program.")
    for problem in store.problems():
        print(f"problem: {problem}")
    print(f"Edition {store.edition()}.")
    return 0


def data_folder(text: str) -> Path:
    """Return a data folder named on the command line. Raises ArgumentTypeError in words when it is not there."""
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder. Name the folder that holds raw/ and processed/.")
    return path.resolve()
