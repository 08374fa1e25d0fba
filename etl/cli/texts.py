"""The command on corpora: what of one can be counted, how often terms occur by year, and the sentences behind a count."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.tables import registry

if TYPE_CHECKING:
    from etl.texts.corpus import Corpus
    from etl.texts.lexicon import Term

COUNTED = (
    "term", "language", "year", "documents", "with_term", "share_pct", "low_pct", "high_pct", "occurrences", "size", "per_10000", "few",
)  # fmt: skip
QUOTED = ("term", "day", "title", "sentence", "where", "address")


def register(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add(
        "texts",
        run,
        "count terms by year in documents of your own, and show the sentences",
        "kyakhta texts count readouts.jsonl --term hegemony",
    )
    command.add_argument(
        "what",
        choices=("check", "count", "sentences", "lexicon"),
        help="what can be counted; counts by year; sentences with a term; the terms as a file to edit",
    )
    command.add_argument(
        "corpus", nargs="?", type=Path, help="a CSV file or workbook, .jsonl, a folder or .zip of .txt files with the day in their name"
    )  # fmt: skip
    command.add_argument(
        "--lexicon", type=Path, metavar="FILE.csv", help="terms of your own; see `kyakhta texts lexicon`"
    )
    command.add_argument("--term", help="only this term")
    command.add_argument("--year", default="", help="sentences of one year only")
    command.add_argument("--language", default="", help="only documents in one language: en, zh, ru, nl")
    command.add_argument(
        "--column", action="append", default=[], metavar="PART=NAME", help="what a column is called: body=Answer"
    )
    command.add_argument("--format", choices=("csv", "json"), default="csv")


def run(arguments: argparse.Namespace) -> int:
    """Print what was asked of the corpus; what is left out of it goes to the error stream. 1 where nothing can be counted."""
    from etl.texts import corpus, counts, lexicon

    try:
        terms = lexicon.read(_text(arguments.lexicon)) if arguments.lexicon else lexicon.shipped()
        if arguments.what == "lexicon":
            print((registry.HERE / "lexicon.csv").read_text(encoding="utf-8"), end="")
            return 0
        if arguments.corpus is None or not arguments.corpus.exists():
            raise registry.UnknownName(f"There is no corpus at {arguments.corpus or '…'}. Give a file or folder.")
        terms = _chosen(terms, arguments.term)
        found = corpus.gather(arguments.corpus, _columns(arguments.column), arguments.language)
    except (corpus.Unreadable, lexicon.BadLexicon) as error:
        raise registry.UnknownName(str(error)) from error
    _tell_left(found)
    if arguments.what == "check":
        _check(found)
    elif arguments.what == "count":
        _print(COUNTED, map(_count_row, counts.by_year(found.texts, terms)), arguments.format)
    else:
        rows = (
            (one.term, one.text.day, one.text.title, one.sentence, one.text.where, one.text.address)
            for one in counts.sentences(found.texts, terms, arguments.year)
        )
        _print(QUOTED, rows, arguments.format)
    return 0 if found.texts else 1


def _text(path: Path) -> str:
    from etl.cli.claims import read_text

    return read_text(path)


def _chosen(terms: list[Term], name: str | None) -> list[Term]:
    """Return the terms of a name, or all. Raises UnknownName with the names there are."""
    kept = [term for term in terms if not name or term.name == name]
    if not kept:
        names = ", ".join(dict.fromkeys(term.name for term in terms))
        raise registry.UnknownName(f"The lexicon has no term “{name}”. It has: {names}.")
    return kept


def _columns(given: list[str]) -> dict[str, str]:
    """Return the columns that were named. Raises UnknownName for one that says no part of a document."""
    from etl.texts.corpus import COLUMNS

    columns = dict(one.partition("=")[::2] for one in given)
    if wrong := [part for part in columns if part not in COLUMNS]:
        raise registry.UnknownName(f"“{wrong[0]}” is no part of a document. Write one of {', '.join(COLUMNS)}=NAME.")
    return columns


def _tell_left(found: Corpus, most: int = 20) -> None:
    """Say what was left out, the first of it one by one, on the error stream."""
    for one in found.left[:most]:
        print(f"left out: {one}", file=sys.stderr)
    if found.left:
        kinds = ", ".join(f"{number} {kind}" for kind, number in Counter(one.kind for one in found.left).most_common())
        print(f"{len(found.texts):,} documents counted, {len(found.left):,} left out ({kinds}).", file=sys.stderr)


def _check(found: Corpus) -> None:
    """Print how many documents and words each year has, by language."""
    years = Counter((text.language, text.day[:4]) for text in found.texts)
    size: Counter[tuple[str, str]] = Counter()
    for text in found.texts:
        size[text.language, text.day[:4]] += text.size
    rows = ((language, year, number, size[language, year]) for (language, year), number in sorted(years.items()))
    _print(("language", "year", "documents", "words (zh: characters)"), rows, "csv")


def _count_row(one: Any) -> tuple[object, ...]:
    low, high = one.interval
    return (
        one.term, one.language, one.year, one.documents, one.with_term, round(one.share, 2), round(low, 2), round(high, 2),
        one.occurrences, one.size, round(one.rate, 3), "few" if one.few else "",
    )  # fmt: skip


def _print(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]], form: str) -> None:
    """Print rows as CSV, or as a list of objects."""
    if form == "json":
        print(json.dumps([dict(zip(heads, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([[_cell(cell) for cell in row] for row in rows])


def _cell(cell: object) -> object:
    """Return a cell so that a spreadsheet takes words that begin like a formula as words."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t")) else cell
