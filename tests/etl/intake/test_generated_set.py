"""Three thousand seeded files through the real intake: nothing wrong in silence, little asked needlessly, none lost."""

import time
from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from etl.check import plausibility
from etl.intake import intake
from etl.read.reader import interpret
from tests.support import generated_tables, generated_units

SEED, UNITS, TABLES = 16891727, 1000, 2000


def outcome(one: intake.Preview, truth) -> tuple[str, dict]:
    """Return what came of a file in a word, and the rows that are not as they should be."""
    rows = {row.key: row.value for row in one.rows}
    asked = bool(one.questions or one.held)
    said = "refused" if one.refused else "asked" if asked else ""
    off = {key: (value, truth.rows.get(key)) for key, value in rows.items() if truth.rows.get(key) != value}
    if said:
        wrong = {key: pair for key, pair in off.items() if truth.rows and key in truth.rows}
        needless = "needed" if not truth.rows else "needless"
        return ("wrong", wrong) if wrong else (f"{said}, {needless}", {})
    if off or not truth.rows:
        return "wrong", off or {"no rows": (rows, None)}
    missing = {key: (None, value) for key, value in truth.rows.items() if key not in rows}
    return ("lost", missing) if missing else ("right", {})


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Read all files in this process: 3,000 children would take minutes; what a file is held against is tested beside."""
    told, bad, needless = defaultdict(Counter), [], []
    began = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake.read, "read", interpret)
        patch.setattr(
            intake,
            "_compared",
            lambda one, *_: replace(one, problems=(*one.problems, *plausibility.check(list(one.rows), {}))),
        )
        root = tmp_path_factory.mktemp("generated")
        for maker, count in ((generated_units, UNITS), (generated_tables, TABLES)):
            for data, name, truth in maker.cases(SEED, count):
                answers = dict(truth.answers)
                one = intake.preview(
                    root, data, name, {key: value for key, value in answers.items() if value != "suggested"}
                )
                if [each.key for each in one.questions] == ["mapping"]:
                    one = intake.preview(root, data, name, answers | {"mapping": one.recognised["mapping"]})
                word, off = outcome(one, truth)
                told[truth.kind][word] += 1
                if word in ("wrong", "lost"):
                    bad.append((word, truth.kind, name, data[:500], dict(list(off.items())[:3])))
                elif word.endswith("needless"):
                    asked = [each.key or each.code for each in (*one.questions, *one.held, *one.problems)]
                    needless.append((truth.kind, data[:300], asked[:4]))
    return told, bad, needless, time.monotonic() - began


def test_nothing_is_wrong_in_silence_and_nothing_lost(outcomes, capsys):
    told, bad, _, took = outcomes
    whole = sum((counts for counts in told.values()), Counter())
    with capsys.disabled():
        print(f"\n{sum(whole.values()):,} generated files, seed {SEED}, {took:.0f} s: {_words(whole)}")
        for kind, counts in sorted(told.items()):
            print(f"  {kind}: {_words(counts)}")
    assert sum(whole.values()) == UNITS + TABLES
    assert not bad, bad[:5]


def _words(counts: Counter) -> str:
    return ", ".join(f"{counts[word]:,} {word}" for word in sorted(counts))


def test_little_is_asked_needlessly(outcomes):
    *_, needless, _ = outcomes
    assert len(needless) <= (UNITS + TABLES) * 0.03, Counter(kind for kind, *_ in needless).most_common() + needless[:8]


def test_every_kind_of_table_has_files_that_are_read(outcomes):
    told, *_ = outcomes
    for kind in (
        "roles",
        "shapes",
        "names",
        "codes",
        "two levels",
        "wide",
        "BACI",
        "Wind and CEIC",
        "China Customs 当月",
    ):
        assert told[kind]["right"] > 30, kind
    assert told["names"]["asked, needed"] > 10 and told["codes"]["asked, needed"] > 5
