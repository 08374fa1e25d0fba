"""What every extractor gives back: what a file is, the rows it states, what is wrong, and what a person must answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.read import Document, Sheet
from etl.tables import registry
from etl.tables.problems import Problem, cut

FIELDS = ("series", "reporter", "partner", "period", "months", "value", "rounding", "status", "place", "printed")


@dataclass(frozen=True)
class Recognised:
    """What a file was found to be, by its content alone; what the file does not say is ""."""

    source: str  # id in etl/tables/sources.csv
    layout: str
    confidence: float  # 1: a fixed header or title; below 0.5: it merely looks like a table
    sheet: int = 0  # index into the document's sheets
    others: tuple[int, ...] = ()  # further sheets that fit as well
    unit: str = ""  # base unit of the values
    unit_text: str = ""  # as the file writes it
    currency: str = ""
    flow: str = ""  # export, import, total; "" where rows say it, or nobody does
    reporter: str = ""
    partner: str = ""
    period: str = ""
    months: int = 0
    language: str = ""
    title: str = ""
    published: str = ""  # 2026-07-22, where the file says it beyond doubt
    detail: Mapping[str, str] = field(default_factory=dict)


class Fact(NamedTuple):
    """What one value is about: the key of a row."""

    series: str
    reporter: str
    partner: str
    period: str
    months: int


@dataclass(frozen=True)
class Question:
    """Something the file does not say. The answer comes back in `answers` under `key`: one of `options`, if any."""

    code: str
    key: str
    words: str
    evidence: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extracted:
    """Rows as the source states them (keys: FIELDS), all problems and questions at once.

    `settles` are codes of held problems of the document that the layout answers: one fitting sheet settles W-06.
    `taken` holds every text that was given a meaning, for `read_as`.
    `source` is set where an answer decided it, as the release of SIPRI's data.
    """

    rows: list[dict[str, str]]
    problems: list[Problem]
    questions: list[Question]
    settles: tuple[str, ...] = ()
    source: str = ""
    taken: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (what it is, text) → what it was taken for


def question(key: str, evidence: str = "", options: Sequence[str] = (), *, about: str = "", **said: object) -> Question:
    """Return the question of `questions.csv` for a key; `about` tells several of one kind apart (`partner:X`).

    Raises KeyError for a key without a line.
    """
    line = registry.table("questions")[key]
    words = line["words"].format_map({name: cut(str(value)) for name, value in said.items()})
    return Question(line["code"], f"{key}:{about}" if about else key, words, cut(evidence, 200), tuple(options))


def remark(key: str, where: str = "", **said: object) -> Problem:
    """Return the note of `remarks.csv` for a key: something that was left out by rule. Raises KeyError."""
    line = registry.table("remarks")[key]
    particulars = {name: cut(str(value)) for name, value in said.items()}
    found, why, do = (line[part].format_map(particulars) for part in ("found", "why", "do"))
    return Problem(line["code"], line["verdict"], where, found, why, do)


def chosen(document: Document, recognised: Recognised, answers: Mapping[str, str]) -> tuple[Sheet, list[Question]]:
    """Return the sheet to read, and the question which one it is where several fit and nobody has said."""
    sheets = [document.sheets[index] for index in (recognised.sheet, *recognised.others)]
    if len(sheets) == 1:
        return sheets[0], []
    names = [sheet.name for sheet in sheets]
    if answers.get("sheet") in names:
        return sheets[names.index(answers["sheet"])], []
    return sheets[0], [question("sheet", ", ".join(names), names)]


def cut_off(count: int, limit: int, answers: Mapping[str, str]) -> list[Question]:
    """Return the question whether rows are missing, where a download holds exactly as many as the site gives."""
    if count < limit or answers.get("complete") == "yes":
        return []
    return [question("complete", f"{count:,} rows", ("yes",), limit=f"{limit:,}")]
