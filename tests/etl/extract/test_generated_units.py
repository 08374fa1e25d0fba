"""A seeded set of files about units, flows, periods, flags and classifications: nothing wrong in silence, little asked."""

from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from etl import extract
from etl.read import Refused
from etl.read.reader import interpret
from tests.support import generated_units

SEED, COUNT = 20261201, 900


def came(data: bytes, name: str, answers: dict[str, str]) -> tuple[dict, bool]:
    """Return the rows that came of a file, and whether anything was asked, held or refused."""
    try:
        document = interpret(data, name)
    except Refused:
        return {}, True
    ranked = extract.recognise(document)
    if not ranked:
        return {}, True
    module, recognised = ranked[0]
    if recognised.detail.get("mapping"):
        answers = {**answers, "mapping": recognised.detail["mapping"]}
    got = module.extract(document, recognised, answers)
    rows = {(*(row[name] for name in ("series", "reporter", "partner", "period")), int(row["months"])): Decimal(row["value"])
            for row in got.rows}  # fmt: skip
    return rows, bool(got.questions or [one for one in got.problems if one.verdict in "RH"])


@pytest.fixture(scope="module")
def outcomes():
    told = defaultdict(Counter)
    wrong = []
    for data, name, truth in generated_units.cases(SEED, COUNT):
        rows, asked = came(data, name, dict(truth.answers))
        if asked:
            told[truth.kind]["asked" if truth.rows else "asked, as it must be"] += 1
            off = {key: value for key, value in rows.items() if truth.rows and truth.rows.get(key, value) != value}
        else:
            off = {key: value for key, value in rows.items() if truth.rows.get(key) != value}
            if not truth.rows or set(rows) != set(truth.rows):
                off = off or {"rows": (rows, truth.rows)}
            told[truth.kind]["wrong" if off else "right"] += 1
        if off:
            wrong.append((truth.kind, name, data[:400], off))
        if truth.rows and asked:
            told["needless"][data[:300]] += 1
    return told, wrong


def test_no_file_is_read_wrong_in_silence(outcomes):
    told, wrong = outcomes
    print()
    for kind, counts in told.items():
        if kind != "needless":
            print(f"{kind}: {', '.join(f'{count} {what}' for what, count in sorted(counts.items()))}")
    assert wrong == []


def test_little_is_asked_needlessly(outcomes):
    told, _ = outcomes
    needless = sum(counts["asked"] for kind, counts in told.items() if kind != "needless")
    assert needless <= COUNT * 0.03, list(told["needless"])[:12]


def test_each_kind_has_files_that_are_read_and_files_that_are_asked_about(outcomes):
    told, _ = outcomes
    for kind, counts in told.items():
        if kind in ("flows", "periods", "unit lines", "flags", "classifications"):
            assert counts["right"] > 10 and counts["asked, as it must be"] > 3, kind
    assert told["units"]["right"] > 150 and told["unit traps"]["asked, as it must be"] > 60
