"""The commands on the data: build, check, history. Each is a function of its arguments that prints and returns 0 or 1."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.cli import backups, changes, claims, detail, people, proposals, texts
from etl.cli.changes import day
from etl.tables import registry

if TYPE_CHECKING:
    from etl.build.build import Dataset
    from etl.build.triples import Cell, Triple
    from etl.tables.rows import Row

Classes = dict[str, list[dict[str, Any]]]  # findings by class: each in words, with its rows


def register(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    common: argparse.ArgumentParser,
    shown: Callable[[Path], Classes] | None = None,
) -> None:
    """Add this side's commands to the parser; `common` carries --data, `shown` says what charts would show not adding up."""
    add = command_adder(commands, common)
    add("build", build, "rebuild data/processed from the snapshots in force", "kyakhta build")
    check = add("check", check_rows, "report what does not add up, each with its rows", "kyakhta check --kind identity")
    check.add_argument(
        "--kind",
        help="only one kind: identity, months, pair, parts, magnitude, gap, disagreement, copy_day, no_day, broken_triple, shown_unsaid",
    )
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.set_defaults(shown=shown)
    store = add(
        "store",
        verify_store,
        "read every byte of the data folder and say what is damaged",
        "kyakhta store verify --known fingerprints.txt",
    )
    store.add_argument("what", choices=("verify",))
    store.add_argument(
        "--known",
        type=Path,
        metavar="FILE",
        help="number and fingerprint of entries a line, as `kyakhta history --format json` has them",
    )
    record = add(
        "audit", read_audit, "the record of who did what: print it, or say what is damaged", "kyakhta audit verify"
    )
    record.add_argument("what", choices=("verify", "export"))
    _register_claims(add)
    changes.register(add)
    people.register(add)
    proposals.register(add)
    backups.register(add)
    texts.register(add)
    every = add("detail", detail.held, "every product and partner: add files, list, ask", "kyakhta detail list")
    detail.register(every, common, command_adder)


def _register_claims(add: Callable[..., argparse.ArgumentParser]) -> None:
    verify = add(
        "verify",
        claims.verify_claims,
        "say what the data say of cited figures",
        "kyakhta verify --claims draft.csv --format json",
    )
    verify.add_argument(
        "--claims", type=Path, metavar="FILE.csv", help="claims of your own text; see `kyakhta template claims`"
    )
    verify.add_argument("--id", help="only this claim")
    verify.add_argument("--as-of", type=day, metavar="DATE", help="as known on a day, 2022-12-31")
    verify.add_argument("--edition", help="an edition, 2026-11-21+41")
    verify.add_argument("--format", choices=("csv", "json"), default="csv")
    example = add("template", template, "print an example file to fill in", "kyakhta template gacc_tables > t.csv")
    example.add_argument("what", help="claims, or a source; a wrong name lists them")


def command_adder(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> Callable[..., argparse.ArgumentParser]:
    """Return a function that adds one command with help and an example."""

    def add(name: str, run: Callable[[argparse.Namespace], int], words: str, example: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = commands.add_parser(
            name,
            parents=[common],
            help=words,
            description=words[0].upper() + words[1:] + ".",
            epilog=f"Example: {example}",
        )
        parser.set_defaults(run=run)
        return parser

    return add


def build(arguments: argparse.Namespace) -> int:
    """Rebuild and print rows, series, periods and problems per source; 1 where a file could not be read."""
    from etl.build.build import build as rebuild

    return 1 if rebuild(arguments.data, print).left_out else 0


def verify_store(arguments: argparse.Namespace) -> int:
    """Print every damage of the data folder in words; return 0 when there is none, else 1."""
    from etl.store import Store

    store = Store(arguments.data)
    found = store.verify(_known(arguments.known) if arguments.known else None)
    for problem in found:
        print(f"problem: {problem}")
    entries, refs = store.history(), store.in_force()
    last = f", the last {entries[-1].fingerprint}" if entries else ""
    print(f"{len(refs)} files in force, {len(entries)} entries{last}. {len(found) or 'No'} damage found.")
    return 1 if found else 0


def read_audit(arguments: argparse.Namespace) -> int:
    """Print every line of the record as JSON, or every damage in words; return 1 where there is any."""
    from etl.office import audit

    if arguments.what == "export":
        for line in audit.lines(arguments.data):
            print(json.dumps(line, ensure_ascii=False))
        return 0
    found = audit.verify(arguments.data)
    for problem in found:
        print(f"problem: {problem}")
    print(f"{sum(1 for _ in audit.lines(arguments.data))} lines. {len(found) or 'No'} damage found.")
    return 1 if found else 0


def _known(path: Path) -> dict[int, str]:
    """Return the fingerprints of a file by the number of their entry. Raises UnknownName in words."""
    lines = [line.split() for line in claims.read_text(path).splitlines() if line.strip()]
    if not all(len(line) == 2 and line[0].isdigit() for line in lines):
        raise registry.UnknownName(f"{path} has other lines than “number fingerprint”. Nothing was compared.")
    return {int(number): fingerprint for number, fingerprint in lines}


def check_rows(arguments: argparse.Namespace) -> int:
    """Print every finding with its rows, then the count of each kind; or, as JSON, each kind with its count and rows.

    Return 1 where a file behind the figures is damaged, else 0.
    """
    from etl.build.build import load
    from etl.store import Store

    dataset = load(arguments.data)
    damage = [str(problem) for problem in Store(arguments.data).verify()]
    more = arguments.shown(arguments.data) if arguments.shown else {}
    found = {kind: each for kind, each in (_found(dataset) | more).items() if arguments.kind in (None, kind)}
    if arguments.format == "json":
        classes = {kind: {"count": len(each), "rows": each} for kind, each in found.items()}
        told = {"edition": dataset.edition, "damage": damage, "classes": classes}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return 1 if damage else 0
    for problem in dict.fromkeys([*damage, *dataset.problems]):
        print(f"problem: {problem}")
    for kind, each in found.items():
        for one in each:
            print(f"{kind}: {one['words']}")
            for row in one["rows"]:
                print(f"    {row}")
    counts = ", ".join(f"{len(each)} {kind}" for kind, each in sorted(found.items()) if each)
    print(f"{sum(map(len, found.values()))} findings: {counts or 'none'}.")
    return 1 if damage else 0


def _found(dataset: Dataset) -> Classes:
    """Return every class of finding on the data, those without a finding too: words, and the rows as text."""
    from etl.check import identities
    from etl.check import vintages as vintage_checks

    out: dict[str, list[dict[str, Any]]] = {kind: [] for kind in identities.KINDS}
    for one in identities.check(dataset.reported):
        out[one.kind].append({"words": one.words, "rows": [_row(row) for row in one.rows]})
    for kind, rows in vintage_checks.classes(dataset.reported, dataset.citations).items():
        out[kind] = [{"words": f"{row.source}, {row.vintage}", "rows": [_row(row)]} for row in rows]
    out["broken_triple"] = [_broken(cell, triple) for cell, triple in _broken_triples(dataset)]
    return out


def _broken_triples(dataset: Dataset) -> list[tuple[Cell, Triple]]:
    """Return every triple of the rows shown, computed ones too, that does not add up."""
    from etl.build import triples, vintages

    return list(triples.broken({place: one.row for place, one in vintages.choose(dataset.rows).items()}))


def _broken(cell: Cell, triple: Triple) -> dict[str, Any]:
    """Return a triple that does not add up in words, with its rows."""
    from etl.tables.rows import plain

    reporter, partner, period, months, currency, family = cell
    exports, imports, total = triple
    rows = [row for row in triple if row is not None]
    made = plain(exports.value + imports.value) if exports and imports else ""
    words = f"{family}, {reporter}–{partner} {period}/{months}: exports and imports sum to {made} {currency.upper()}"
    return {
        "words": f"{words}, the total is {plain(total.value) if total else ''}.",
        "rows": [_row(row) for row in rows],
    }


def _row(row: Row) -> str:
    """Return a row as a line of text: what it is about, its value and where it stands."""
    from etl.tables.rows import plain

    return f"{row.series} {row.reporter} {row.partner} {row.period}/{row.months} = {plain(row.value)}  {row.citation}"


def template(arguments: argparse.Namespace) -> int:
    """Print a file to fill in: of claims, or in the layout of a source."""
    from etl.intake import templates
    from etl.ledger import claims_file

    print(claims_file.template() if arguments.what == "claims" else templates.template(arguments.what), end="")
    return 0


def data_folder(text: str) -> Path:
    """Return a data folder named on the command line. Raises ArgumentTypeError in words when it is not there."""
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder. Name the folder that holds raw/ and processed/.")
    return path.resolve()
