"""Every file of the corpus gets what it must: the code, the verdict and the place, and nothing passes in silence."""

import dataclasses

import corpus
import pytest

from etl import cage, numbers, periods
from etl.cage import Document, Refused, reader
from etl.problems import Problem

CASES = corpus.cases()
LATEST = "2026-12"


def name(case: corpus.Case) -> str:
    return f"{case.number}-{case.code or 'taken'}-{case.seed}"


def outcome(case: corpus.Case) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document, if there is one, and everything that was said of the file and of the column in question."""
    try:
        document = (
            cage.read(case.data, case.name) if case.caged else reader.interpret(case.data, case.name, latest=LATEST)
        )
    except Refused as refusal:
        return None, refusal.problems
    said = [*document.notes, *document.held]
    if case.column is not None:
        said += grammar(case, document)
    return document, tuple(said)


def grammar(case: corpus.Case, document: Document) -> list[Problem]:
    sheet = document.sheets[0]
    body = range(1, len(sheet.rows))
    texts = [sheet.rows[row][case.column] for row in body]
    how = dict(case.how)
    if case.grammar == "numbers":
        marks = numbers.marks(str(how.pop("source", "common")))
        read = numbers.read(
            texts,
            at=lambda index: sheet.at(body[index], case.column),
            stored=lambda index: sheet.stored_number(body[index], case.column or 0),
            meanings=marks,
            **how,
        )
        return list(read.problems)
    made = [periods.read(text, where=sheet.at(row, case.column), **how) for row, text in zip(body, texts, strict=True)]
    return [one for one in made if isinstance(one, Problem)]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_each_file_gets_its_code_verdict_and_place(case):
    document, said = outcome(case)
    found = [(problem.code, problem.verdict) for problem in said]
    if not case.code:
        assert not [problem for problem in said if problem.verdict in "RH"], said
    else:
        assert (case.code, case.verdict) in found, said
        fitting = [problem for problem in said if (problem.code, problem.verdict) == (case.code, case.verdict)]
        assert any(case.where in problem.where for problem in fitting), fitting
    worst = min("RHNA".index(verdict) for _, verdict in found) if found else 3
    assert worst >= "RHNA".index(case.verdict), f"more was said than should be: {said}"
    cells = {cell for sheet in document.sheets for row in sheet.rows for cell in row} if document else set()
    assert set(case.holds) <= cells


def test_every_class_that_a_reader_can_know_has_two_files():
    made = {number: sum(case.number == number for case in CASES) for number in range(1, 127)}
    local = {34, 35}  # files of this computer, in test_cage.py
    assert {number for number, count in made.items() if count < 2} == set(corpus.ELSEWHERE) | local
    assert len(CASES) >= 252


def test_the_corpus_is_the_same_each_time():
    large = (17, 20, 67)
    again = corpus.cases(without=large)
    first = [case for case in CASES if case.number not in large]
    assert len(again) > 200 and [dataclasses.asdict(case) for case in again] == [
        dataclasses.asdict(case) for case in first
    ]


def test_nothing_else_was_said_than_the_catalogue_knows():
    from etl.problems import catalogue

    assert {case.code for case in CASES if case.code} <= set(catalogue())
