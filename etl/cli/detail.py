"""`kyakhta detail`: every product and partner: add files, make their parts, generate rows."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl.cli.changes import day

Add = Callable[..., argparse.ArgumentParser]


def register(detail: argparse.ArgumentParser, common: argparse.ArgumentParser, adder: Callable[..., Add]) -> None:
    """Add the commands to the parser of `kyakhta detail`."""
    commands: Any = detail.add_subparsers(metavar="WHAT", required=True, parser_class=type(detail))
    add = adder(commands, common)
    example = "kyakhta detail add BACI_HS92_V202501.zip"
    put = add("add", add_files, "check files of any size and put them in force", example)
    put.add_argument("given", type=Path, metavar="FILE|FOLDER|ZIP")
    put.add_argument("--set", action="append", default=[], metavar="key=value", help="an answer to a question")
    put.add_argument("--published", type=day, metavar="DATE", help="the day the publisher released it")
    put.add_argument("--url", default="", help="where it was published")
    put.add_argument("--note", default="", help="a word for the history")
    put.add_argument("--dry-run", action="store_true", help="show what was found and stop")
    add("build", build, "make the parts that files in force lack on this disk", "kyakhta detail build")
    add("list", held, "list what is held, by source, reporter, flow and year", "kyakhta detail list")
    example = "kyakhta detail generate rows.csv --rows 1000000 --seed 1"
    made = add("generate", generate, "write made-up rows, labelled as such, to try sizes", example)
    made.add_argument("out", type=Path, metavar="FILE")
    made.add_argument("--rows", type=int, required=True)
    made.add_argument("--seed", type=int, default=1)
    _asking(add)


def _asking(add: Add) -> None:
    """Add the command that asks."""
    example = "kyakhta detail query products --reporter CHN --flow X --codes 8542 --years 2021..2023"
    ask = add("query", query, "ask: who trades what with whom, and print the table", example)
    ask.add_argument("what", choices=("partners", "products", "priority", "third"))
    ask.add_argument("--reporter", default="", metavar="CODES", help="whose trade, CHN or CHN,DEU (default: all held)")
    ask.add_argument("--flow", choices=("M", "X", "RM", "RX", "DX"), default="X", help="imports, exports, re-exports …")
    ask.add_argument("--partner", default="RUS", metavar="CODE", help="priority: to whom (default: RUS)")
    ask.add_argument("--codes", default="", metavar="CODES", help="goods whose code begins so, 8542 or 8542,854110")
    ask.add_argument(
        "--list", default="chpl", metavar="LIST", help="priority and third: chpl, or a .csv with a column code"
    )
    ask.add_argument("--digits", type=int, choices=(2, 4, 6, 8), default=6, help="products: how deep (default: 6)")
    ask.add_argument("--years", default="", metavar="FIRST..LAST", help="only these years")
    ask.add_argument("--monthly", action="store_true", help="priority: by month")
    ask.add_argument("--common", action="store_true", help="priority: only codes that exist in every revision held")
    ask.add_argument(
        "--source", default="", help="a source of `kyakhta detail list` (default: the nearest to the office)"
    )
    ask.add_argument("--revision", default="", metavar="HS2017", help="where a source holds several")
    ask.add_argument("--synthetic", action="store_true", help="ask the generated rows, and only them")
    ask.add_argument("--as-of", type=day, metavar="DATE", help="as known on a day, 2022-12-31")
    ask.add_argument("--edition", help="an edition, 2026-11-21+41")
    ask.add_argument("--format", choices=("csv", "json"), default="csv")


def query(arguments: argparse.Namespace) -> int:
    """Print an answer as CSV or JSON; what must be said with it and its files go to the error stream with CSV."""
    from etl.detail import answers, files, load
    from etl.detail.parts import NotPrepared
    from etl.detail.rows import NothingHeld

    try:
        load.prepare(arguments.data, lambda line: print(f"  {line}", file=sys.stderr, flush=True))
        print(answers.printed(arguments.data, arguments), end="")
    except (NothingHeld, NotPrepared, files.Refused, OSError) as error:
        print(f"kyakhta: {error}", file=sys.stderr)
        return 1
    return 0


def add_files(arguments: argparse.Namespace) -> int:
    """Add each table; return 0, 1 where one was refused, 2 where one asks for an answer."""
    from etl.detail import files, load
    from etl.intake.add_command import pairs, rebuilt

    answers = pairs(arguments.set, "is not an answer; write key=value, for example flow=M.")
    wish = load.Wish(answers, arguments.published or "", arguments.url, arguments.note, arguments.dry_run)
    code = changed = 0
    with tempfile.TemporaryDirectory(prefix="kyakhta-") as folder:
        try:
            for path in files.tables(arguments.given, Path(folder)):
                outcome, one = _take(arguments.data, path, wish)
                code, changed = max(code, outcome), changed + one
        except (files.Refused, OSError) as error:
            print(f"kyakhta: {error}", file=sys.stderr)
            code = 1
    if changed:
        rebuilt(arguments.data)
    return code


def _take(data: Path, path: Path, wish: Any) -> tuple[int, int]:
    """Add one table and say it; return the exit code that it deserves and how many files changed."""
    from etl.detail import files, load

    try:
        one = load.take(data, path, wish, lambda line: print(f"  {line}", flush=True))
    except load.Asked as asked:
        print(asked)
        return 2, 0
    except files.Refused as refused:
        print(refused)
        return 1, 0
    if one.idle:
        print(f"{one.name} is in force already as {one.snapshot}. Nothing has been changed.")
        return 0, 0
    for finding in one.findings:
        print(f"  note: {finding.words}")
    if wish.dry_run:
        print(f"{one.name}: {one.rows:,} rows in {one.parts:,} parts. Nothing has been changed.")
        return 0, 0
    print(f"{one.name}: {one.rows:,} rows in {one.parts:,} parts, in force as {one.snapshot}.")
    return 0, 1


def build(arguments: argparse.Namespace) -> int:
    """Make missing parts. Returns 1 where a file could not be read."""
    from etl.detail import files, load

    try:
        made = load.prepare(arguments.data, lambda line: print(f"  {line}", flush=True))
    except files.Refused as refused:
        print(refused)
        return 1
    print(f"Parts of {made} files made.")
    return 0


def held(arguments: argparse.Namespace) -> int:
    """Print a line a source, reporter and flow: years, rows, digits, revisions."""
    from etl.detail import parts

    lines: dict[tuple[str, str, str], list[parts.Part]] = {}
    for part in parts.in_force(arguments.data):
        lines.setdefault((part.source, part.reporter, part.flow), []).append(part)
    for (source, reporter, flow), each in sorted(lines.items()):
        years = f"{min(one.year for one in each)}–{max(one.year for one in each)}"
        digits = ", ".join(str(level) for level in sorted({level for one in each for level in one.levels}))
        revisions = ", ".join(sorted({name for one in each for name in one.revisions}))
        rows = sum(one.rows for one in each)
        print(f"{source:22} {reporter:8} {flow:3} {years}  {rows:>12,} rows  digits {digits}  {revisions}")
    if not lines:
        print("No detail is held. Add files with `kyakhta detail add`.")
    return 0


def generate(arguments: argparse.Namespace) -> int:
    """Write made-up rows to a file."""
    from etl.detail import synthetic

    synthetic.generate(arguments.out, arguments.rows, arguments.seed)
    print(f"{arguments.rows:,} made-up rows in {arguments.out}; they are never shown beside real figures.")
    return 0
