"""Every case of the corpus gets what it must: code, verdict and place; nothing passes in silence; little is spent on it."""

import dataclasses
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from etl import read as cage
from etl.intake import impact, intake
from etl.read import Document, Refused, Spent
from etl.tables import problems
from etl.tables.rows import plain
from tests.support import corpus, corpus_store

CASES = corpus.cases()
FIRST = {case.number: case for case in reversed(CASES)}  # of each class; `make test-fast` tries no more
EACH = [pytest.param(case, marks=() if FIRST[case.number] is case else pytest.mark.slow) for case in CASES]
CPU_SECONDS, MEMORY_MB = 2, 300
SERVER_MB = 10
FIRST_OF_MEANING = (
    99  # classes before are about the file, its letters, its cells; their answers are in test_supervisor.py
)
ROOT = Path(__file__).parents[3]


class Outcome(NamedTuple):
    """What came of a case: everything said, the preview, the document if there is one, and what reading it took."""

    said: list[corpus.Said]
    preview: intake.Preview | None
    document: Document | None
    spent: Spent


def name(case: corpus.Case) -> str:
    return f"{case.number}-{case.code or 'taken'}-{case.seed}"


@pytest.fixture(scope="module")
def stores(tmp_path_factory) -> Callable[[corpus.Case], Path]:
    """Return a function: a case → a data folder that holds what is known, and the files in force before the case."""
    made: dict[tuple[bytes, ...], Path] = {}

    def store(case: corpus.Case) -> Path:
        key = tuple(one.data for one in case.before)
        if key not in made:
            folder = tmp_path_factory.mktemp("known") / "data"
            if key:
                shutil.copytree(store(dataclasses.replace(case, before=())), folder)
                corpus_store.take(folder, *case.before)
            else:
                corpus_store.built(folder)
            made[key] = folder
        return made[key]

    return store


@pytest.fixture
def outcome(stores, monkeypatch, tmp_path) -> Callable[[corpus.Case], Outcome]:
    """Return a function: a case → what comes of it, the whole way of an upload."""
    seen: list[tuple[Document | None, Spent]] = []
    real = cage.read

    def read(*given):
        try:
            document = real(*given)
        except Refused as refusal:
            seen.append((None, refusal.spent))
            raise
        seen.append((document, document.spent))
        return document

    def came(case: corpus.Case) -> Outcome:
        if case.act:
            return Outcome(case.act(tmp_path), None, None, Spent())
        root = stores(case)
        monkeypatch.setattr(cage, "read", read)
        monkeypatch.setattr(impact, "verdicts", lambda *_: ())  # what follows for claims is no matter of the file
        one = intake.preview(root, case.data, case.name, case.answers)
        said = [
            (each.code, each.verdict, f"{each.where}: {each.found}") for each in one.problems if each.verdict != "H"
        ]
        said += [(each.code, "H", f"{each.where}: {each.found}") for each in one.held]
        said += [(each.code, "H", each.evidence) for each in one.questions]
        return Outcome(said, one, *(seen[0] if seen else (None, Spent())))

    return came


@pytest.mark.parametrize("case", EACH, ids=name)
def test_each_case_gets_its_code_verdict_and_place_and_is_never_taken_in_silence(case, outcome):
    came = outcome(case)
    fitting = [where for code, verdict, where in came.said if (code, verdict) == (case.code, case.verdict)]
    if case.code:
        assert fitting, came.said
        assert any(case.where in where for where in fitting), fitting
    worst = min(("RHNA".index(verdict) for _, verdict, _ in came.said), default=3)
    one = came.preview
    if case.verdict in "RH":
        assert "RHNA"[worst] == case.verdict, came.said
        assert one is None or (not one.ready and one.refused is (case.verdict == "R"))
    elif case.answers or case.values:
        assert one is not None and one.ready, came.said
    else:  # what its columns mean is all that may be asked of a table of no known source
        assert {code for code, verdict, _ in came.said if verdict in "RH"} <= {"S-06"}, came.said
    if one and one.ready:
        assert set(case.values) <= {plain(row.value) for row in one.rows}
    cells = {cell for sheet in came.document.sheets for row in sheet.rows for cell in row} if came.document else set()
    assert set(case.holds) <= cells
    assert came.spent.cpu_seconds <= CPU_SECONDS and came.spent.memory_mb <= MEMORY_MB, came.spent


def test_every_class_of_the_design_has_two_cases():
    counted = Counter(case.number for case in CASES)
    assert [number for number in corpus.CLASSES if counted[number] < 2] == []
    assert set(counted) == {0, *corpus.CLASSES} and len(CASES) >= 252


def test_every_code_that_a_file_can_get_has_two_cases_and_every_case_a_code_of_the_catalogue():
    """The codes that begin with C are those of the store; its own tests enumerate them."""
    counted = Counter(case.code for case in CASES if case.code)
    assert set(counted) <= set(problems.catalogue())
    assert [code for code in problems.catalogue() if not code.startswith("C-") and counted[code] < 2] == []


ASKED = {
    (case.number, case.code): case for case in CASES if case.verdict == "H" and case.number >= FIRST_OF_MEANING
}.values()  # one of each class and code


@pytest.mark.parametrize("case", ASKED, ids=name)
def test_what_is_held_lets_the_file_go_on_once_it_is_answered(case, outcome):
    """Each held problem with choices goes away with any of them; none comes back, and no other way in is opened."""
    one = outcome(case).preview
    assert one is not None
    offered = {each.key: each.choices for each in one.held if each.key and each.choices}
    for pick in range(min(2, max(map(len, offered.values()), default=0))):
        answers = {**case.answers, **{key: choices[-pick] for key, choices in offered.items()}}
        then = outcome(dataclasses.replace(case, answers=answers)).preview
        assert then is not None and not {each.key for each in then.held} & set(offered), (then.held, answers)


def test_the_corpus_is_the_same_each_time():
    large = (17, 20, 67)
    again, first = corpus.cases(without=large), [case for case in CASES if case.number not in large]
    assert len(again) > 250
    for one, other in zip(again, first, strict=True):
        assert dataclasses.replace(one, act=None) == dataclasses.replace(other, act=None)


def test_the_memory_of_the_server_stays_as_it_was():
    """Dangerous files are read again and again by one process, whose memory then is what it was after the first time."""
    program = """
import sys
sys.path.insert(0, ".")
from tests.support import corpus
from etl import read as cage
from etl.read import Refused
wanted = (17, 19, 20, 24, 62, 67)
files = [case for case in corpus.cases(set(corpus.CLASSES) - set(wanted)) if case.number and case.seed == corpus.SEEDS[0]]
assert len(files) >= 7

def held():
    with open("/proc/self/status") as lines:
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024

def once():
    for case in files:
        try:
            cage.read(case.data, case.name)
        except Refused as refusal:
            assert refusal.problems
            continue
        raise AssertionError(case.code)

once()
before = held()
once()
print(held() - before)
"""
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not told.stderr and float(told.stdout) <= SERVER_MB
