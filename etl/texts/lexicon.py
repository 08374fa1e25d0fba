"""The lexicon: terms, how each is written in every language, and the phrases in which it means something else."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from etl.tables import registry
from etl.texts.documents import LANGUAGES, plain

COLUMNS = ("term", "language", "variants", "not_in")


class BadLexicon(ValueError):
    """A lexicon that cannot be used; the message names line and column."""


@dataclass(frozen=True)
class Term:
    """One term in one language, as a pattern that finds it and another for the phrases that do not count."""

    name: str
    language: str
    finds: re.Pattern[str]
    leaves: re.Pattern[str] | None

    def hits(self, text: str) -> list[int]:
        """Return where the term begins, without those inside a phrase that does not count."""
        spared = [one.span() for one in self.leaves.finditer(text)] if self.leaves else []
        return [
            hit.start()
            for hit in self.finds.finditer(text)
            if not any(start <= hit.start() and hit.end() <= end for start, end in spared)
        ]


def shipped() -> list[Term]:
    """Return the terms of etl/tables/lexicon.csv."""
    return read((registry.HERE / "lexicon.csv").read_text(encoding="utf-8"))


def read(text: str) -> list[Term]:
    """Return the terms of a CSV text with the columns of the shipped lexicon. Raises BadLexicon with line and column."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    missing = [name for name in COLUMNS[:3] if name not in (reader.fieldnames or ())]
    if missing:
        raise BadLexicon(f"The lexicon has no column {', '.join(missing)}. Start from `kyakhta texts lexicon`.")
    return [_term(line, number) for number, line in enumerate(reader, start=2)]


def _term(line: dict[str, str], number: int) -> Term:
    name, language = (line["term"] or "").strip(), (line["language"] or "").strip()
    variants = [one.strip() for one in (line["variants"] or "").split("|") if one.strip()]
    if language not in LANGUAGES:
        raise BadLexicon(
            f"Line {number}, 'language': “{language[:20]}” is not known. Write one of {', '.join(LANGUAGES)}."
        )
    if not name or not variants:
        raise BadLexicon(f"Line {number}: a term and a way of writing it are needed, as “hegemony” and “hegemon*”.")
    leaves = [one.strip() for one in (line.get("not_in") or "").split("|") if one.strip()]
    return Term(name, language, _pattern(variants, language), _pattern(leaves, language) if leaves else None)


def _pattern(variants: list[str], language: str) -> re.Pattern[str]:
    """Return a pattern of ways of writing: whole words, * for any ending; in Chinese signs in a row.

    A word is found in any case, one with a capital only with it, so that "the West" is not the direction.
    """
    return re.compile("|".join(_written(plain(one), language) for one in variants))


def _written(variant: str, language: str) -> str:
    words = []
    for word in variant.split():
        pattern = re.escape(word).replace(r"\*", r"[\w’'-]*")
        words.append(pattern if any(sign.isupper() for sign in word) else f"(?i:{pattern})")
    whole = r"\s+".join(words)
    return whole if language == "zh" else rf"(?<!\w){whole}(?!\w)"
