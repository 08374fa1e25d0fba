"""The command that checks the figures of a draft: `kyakhta draft`. What it needs loads when it runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.cli.changes import day
from etl.tables import registry

if TYPE_CHECKING:
    from etl.draft.draft import Found
    from etl.ledger.verdicts import Verdict


def register(add: Any) -> None:
    """Add the command."""
    check = add(
        "draft", draft, "check the figures of a page of prose, and give it back with comments",
        "kyakhta draft report.docx --out report_checked.docx",
    )  # fmt: skip
    check.add_argument("file", type=Path, metavar="FILE", help="a text in English: .txt, .docx or .pdf")
    check.add_argument("--out", type=Path, metavar="FILE.docx", help="the text as a Word document, a comment a figure")
    check.add_argument(
        "--format", choices=("text", "csv"), default="text",
        help="csv: what was understood as a file of claims, to correct and hand to `kyakhta verify --claims`",
    )  # fmt: skip
    check.add_argument("--as-of", type=day, metavar="DATE", help="as known on a day, 2022-12-31")
    check.add_argument("--edition", help="an edition, 2026-11-21+41")


def draft(arguments: argparse.Namespace) -> int:
    """Print what was understood of each figure and its verdict; 1 where no figure was found. Raises UnknownName in words."""
    from dashboard.ledger import marked
    from etl.build.build import load
    from etl.draft import draft as drafts
    from etl.draft import files, prose
    from etl.ledger import ledger
    from etl.store import Edition

    if arguments.out and arguments.out.suffix.lower() != ".docx":
        raise registry.UnknownName(f"{arguments.out} does not end in .docx. Name a Word document. Nothing was written.")
    try:
        read, found = drafts.find(files.text_of(files.load(arguments.file), arguments.file.name))
    except (prose.TooLong, drafts.TooMany, files.Unreadable) as error:
        raise registry.UnknownName(f"{arguments.file.name}: {error}") from error
    if arguments.format == "csv":
        print(drafts.as_csv(one.line for one in found if one.line), end="")
        return 0 if found else 1
    edition = str(Edition.parse(arguments.edition)) if arguments.edition else None
    dataset = load(arguments.data, edition, arguments.as_of)
    judged = {one.claim.id: one for one in ledger.judge(drafts.claims(found), ledger.Evidence(dataset))}
    _print(found, judged)
    if arguments.out:
        written = marked.as_docx(read.paragraphs, found, judged, (dataset.edition, arguments.as_of), dataset.citations)
        try:
            arguments.out.write_bytes(written)
        except OSError as error:
            raise registry.UnknownName(f"{arguments.out} cannot be written: {error.strerror}.") from error
    return 0 if found else 1


def _print(found: list[Found], judged: dict[str, Verdict]) -> None:
    """Print each figure with what was understood and its verdict, then those that were not understood."""
    from dashboard.ledger.read_as import read_as

    for one in found:
        verdict = judged.get(one.id)
        if verdict is None:
            print(f"□ {one.printed}: not checked, {one.why}.\n  “{_short(one.sentence)}”")
        else:
            print(
                f"{verdict.shape} {one.printed}: {verdict.word.lower()}. {verdict.words}\n  Read as: {read_as(verdict.claim)}"
            )
    understood = sum(bool(one.line) for one in found)
    print(f"{len(found)} figures: {understood} understood and checked, {len(found) - understood} not.", file=sys.stderr)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 160 else f"{sentence[:157]}…"
