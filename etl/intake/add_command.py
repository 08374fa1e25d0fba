"""`kyakhta add`: a file from the command line goes the same way as one dropped on the page."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from etl.extract import mapping
from etl.intake import grid_text, intake, outcomes, record
from etl.intake.intake import Preview
from etl.read import Refused
from etl.store import account
from etl.store.store import Authorise
from etl.tables import registry
from etl.tables.problems import REFUSE, Problem, problem

REFUSED, ASK = 1, 2


def add(arguments: argparse.Namespace) -> int:
    """Check, show, and on the person's word publish a file. Returns 0, 1 when refused, 2 when an answer is needed."""
    data = _bytes(arguments.file)
    if isinstance(data, tuple):
        return say(Preview(arguments.file.name, "", problems=data), arguments)
    return take(data, arguments.file.name, arguments)


def take(data: bytes, name: str, arguments: argparse.Namespace) -> int:
    """Check bytes from anywhere and publish them if the person says so; see `add`. Raises StoreError in words."""
    one = intake.preview(arguments.data, data, name, answers(arguments), getattr(arguments, "headlines", None))
    who = account()
    if one.refused and not arguments.dry_run:
        keep_refused(arguments.data, one, who)
    if one.ready and not one.idle and not arguments.dry_run and (arguments.yes or _agreed(one, arguments)):
        return say(one, arguments, publish(arguments.data, one, who, arguments.note))
    return say(one, arguments)


def publish(root: Path, one: Preview, by: str, note: str, authorise: Authorise | None = None) -> str:
    """Put a preview in force, rebuild, and return the new edition. Raises StoreError in words."""
    from etl.store import Edition, Store

    entry = intake.accept(root, one, by=by, note=note, authorise=authorise)
    rebuilt(root)
    return str(Edition(Edition.parse(Store(root).edition()).base, entry.number))


def rebuilt(root: Path) -> None:
    """Build after a decision. It counts already: where the disk fails now, every page works from the raw files."""
    from etl.build.build import build
    from etl.store import StoreError

    with contextlib.suppress(StoreError, OSError):
        build(root)


def catch_up(root: Path) -> None:
    """Build where a decision was saved and the program ended before it had built: its own edition says so."""
    from etl.build.processed import FOLDER, MANIFEST
    from etl.store import Store

    folder = root / FOLDER
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        built = json.loads((folder / MANIFEST).read_bytes())["edition"]
        if built != Store(root).edition() and os.access(folder, os.W_OK):
            rebuilt(root)


def keep_refused(root: Path, one: Preview, by: str, subject: str = "") -> None:
    """Keep a refused file in quarantine with who and why; where nothing can be written, it stays with the person.

    Of a file made to do harm by its size only hash, size and reason are kept.
    """
    from etl.intake import drafts
    from etl.store import Store, StoreError

    codes = sorted({each.code for each in one.problems if each.verdict == REFUSE})
    reason, name, data = " ".join(codes), one.name, one.data
    if data and any(code.startswith("Z-") for code in codes):
        data = json.dumps({"sha256": one.sha256, "bytes": len(one.data), "reason": reason}).encode()
        name = f"{one.name}.json"
    with contextlib.suppress(StoreError):
        if data:
            Store(root).quarantine(data, name, reason, by=by)
        drafts.let_go(root, one.sha256, subject)


def answers(arguments: argparse.Namespace) -> dict[str, str]:
    """Return the answers given on the command line. Raises UnknownName for one without a value."""
    given = pairs(arguments.set, "is not an answer; write key=value, for example flow=import.")
    named = {name: getattr(arguments, name) for name in ("source", "published", "url", "note")}
    return given | {key: value for key, value in named.items() if value}


def pairs(texts: Iterable[str], wrong: str) -> dict[str, str]:
    """Return texts like `name=value` by name. Raises UnknownName that says what is `wrong` with one without a value."""
    given = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise registry.UnknownName(f"“{text}” {wrong}")
        given[name] = value
    return given


def _bytes(path: Path) -> bytes | tuple[Problem, ...]:
    """Return a file's bytes, read once; a bulk file's rows that are drawn here; or what is wrong with it."""
    from etl.intake import bulk
    from etl.read import limits, local_files

    try:
        if bulk.fits(path, limits.UPLOAD_BYTES):
            return bulk.narrowed(path)
        return local_files.load(path)
    except Refused as refused:
        return refused.problems
    except OSError as error:
        return (problem("F-10", error.strerror or "unreadable", where=path.name),)


def _agreed(one: Preview, arguments: argparse.Namespace) -> bool:
    """Ask the person at the terminal; without one nothing is published."""
    if arguments.format == "json" or not sys.stdin.isatty():
        return False
    print(_counts(one))
    return input("Publish? [y/N] ").strip().lower() in ("y", "yes")


def code_of(one: Preview) -> int:
    """Return the exit code that a preview deserves: 0, 1 when refused, 2 when an answer is needed."""
    return REFUSED if one.refused else 0 if one.ready else ASK


def say(one: Preview, arguments: argparse.Namespace, edition: str = "") -> int:
    """Print a preview in words or as JSON, and return the exit code."""
    if arguments.format == "json":
        print(json.dumps(record.of(one, edition), ensure_ascii=False, indent=1, default=str))
    else:
        _say(one)
        print(_ending(one, arguments, edition))
    waiting = code_of(one) == 0 and not (edition or arguments.dry_run or one.idle)
    return ASK if waiting else code_of(one)


def _ending(one: Preview, arguments: argparse.Namespace, edition: str) -> str:
    if edition:
        return f"Published. Edition {edition}."
    if one.ready and one.idle:
        return "Every figure of this file is known already. Nothing has been changed."
    hint = " Add --yes to publish." if one.ready and not arguments.dry_run else ""
    return f"Nothing has been changed.{hint}"


def _counts(one: Preview) -> str:
    return f"{outcomes.counts_words(one.outcomes)}."


def _say(one: Preview) -> None:
    if one.source:
        publisher = registry.get("sources", one.source)["publisher"]
        print(f"{one.name}: {publisher}, {one.recognised.get('layout', '')}, {len(one.rows):,} figures.")
    for each in one.problems:
        print(f"{each.code} {each.verdict}  {each.found_where} {each.why} {each.do}")
        if each in one.held and each.key:
            print(_table(each) if each.table else _how(each.key, each.choices, one))
    for asked in one.questions:
        print(f"{asked.code} ?  {asked.words} {asked.evidence}\n{_how(asked.key, asked.options, one)}")
    if one.rows and not one.refused:
        print(" ".join(filter(None, (_counts(one), one.uncompared_words))))
        print("\n".join(grid_text.lines(one.outcomes)))
        for chart, before, after in one.headlines:
            print(f"    headline of {chart}: “{before}” → “{after}”")
        for claim, before, after in one.verdicts:
            print(f"    verdict on {claim}: {before} → {after}")


def _how(key: str, options: Sequence[str], one: Preview) -> str:
    """Return how to answer on the command line, ready to be copied into a shell."""
    if key == "mapping" and one.sample and not options:
        headings = [cell for cell in one.sample[0] if cell]
        example = json.dumps({headings[0]: "partner"} if headings else {}, ensure_ascii=False)[:-1]
        roles = f"    headings: {', '.join(headings)}\n    roles: {', '.join(mapping.ROLES)}"
        return f"{roles}\n    answer with --set {shlex.quote(f'mapping={example}, …}}')}"
    return f"    answer with --set {shlex.quote(f'{key}=')}{'|'.join(map(shlex.quote, options)) or '…'}"


def _table(asked: Problem) -> str:
    """Return how to answer one question for many items: a line an item with what is suggested, then the answer."""
    lines = [f"    {item}{f' → {meant}' if meant else ''}" for item, meant in asked.table]
    example = json.dumps({item: meant or "…" for item, meant in asked.table[:2]}, ensure_ascii=False)[:-1]
    more = "".join(f"\n    or with --set {shlex.quote(f'{asked.key}={choice}')}" for choice in asked.choices)
    return "\n".join([*lines, f"    answer with --set {shlex.quote(f'{asked.key}={example}, …}}')}{more}"])
