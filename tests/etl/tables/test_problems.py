"""The catalogue of problems: every code, in plain words, and what a message is made of."""

import re

import pytest

from etl.tables.problems import FOUND_LENGTH, UNCHANGED, catalogue, cut, escaped, problem, runs, together

JARGON = re.compile(
    r"\b(pars\w*|dtype|nan|null|none|traceback|exception|regex|string|unicode|bytes?|delimiter|encod\w+|xml|parser|exit)\b",
    re.I,
)
FROM_THE_TABLE = (
    [f"F-{n:02d}" for n in range(1, 13)] + [f"Z-{n:02d}" for n in range(1, 10)] + [f"E-{n:02d}" for n in range(2, 7)]
    + ["X-01", "X-02", "X-04", "X-05"] + [f"S-{n:02d}" for n in range(1, 12)] + [f"W-{n:02d}" for n in range(1, 10)]
    + [f"N-{n:02d}" for n in range(1, 9)] + [f"U-{n:02d}" for n in range(1, 5)] + [f"T-{n:02d}" for n in range(1, 8)]
    + [f"K-{n:02d}" for n in range(1, 7)] + [f"P-{n:02d}" for n in range(1, 6)]
    + ["C-03", "C-04", "C-06", "C-07", "C-13", "C-14", "C-20", "C-21", "C-25", "C-30"]
)  # fmt: skip


def test_every_code_of_the_design_is_there():
    assert len(FROM_THE_TABLE) > 80
    assert not set(FROM_THE_TABLE) - set(catalogue())


@pytest.mark.parametrize("code", catalogue())
def test_the_words_are_plain_and_short(code):
    entry = catalogue()[code]
    assert entry.title and entry.why and entry.do and set(entry.verdicts) <= set("RHNA")
    text = re.sub(r"\{\w+\}", "x", f"{entry.title}. {entry.why} {entry.do}")
    assert not JARGON.search(text), JARGON.search(text)
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        assert len(sentence.split()) <= 25, sentence
    assert entry.why.endswith((".", "}")) and entry.do.endswith(".")


@pytest.mark.parametrize("code", catalogue())
def test_a_problem_can_be_made_of_every_code_and_verdict(code):
    for verdict in catalogue()[code].verdicts:
        made = problem(code, where="cell D14", verdict=verdict)
        assert made.found and made.why and made.do and made.where == "cell D14"
        assert made.do.endswith(UNCHANGED) is (verdict == "R")
        assert "{" not in made.found + made.why + made.do


def test_a_verdict_that_a_code_cannot_have_is_not_made():
    with pytest.raises(ValueError, match="F-01"):
        problem("F-01", verdict="A")
    with pytest.raises(KeyError):
        problem("Q-99")


def test_what_was_found_is_escaped_and_cut():
    made = problem("N-08", "12\u202e\n\x00" + "x" * 500)
    assert (
        made.found.startswith("12\\u202e\\x0a\\x00x") and made.found.endswith("…") and len(made.found) == FOUND_LENGTH
    )
    assert escaped("中国 é") == "中国 é" and cut("abc", 2) == "a…"
    assert len(problem("K-04", name="y" * 900).found) <= FOUND_LENGTH


def test_places_are_put_together():
    assert runs([9, 3, 4, 5]) == "3–5, 9"
    assert together(str(n) for n in range(10_002)).endswith("9999 and 2 more")


def test_place_and_finding_are_one_sentence():
    said = {"row 3": "row 3: 1,9x.", "": "It ends in the middle."}
    for where, words in said.items():
        found = "1,9x" if where else "it ends in the middle"
        assert problem("F-08", found, where=where).found_where == words
    places = ", ".join(f"row {n}" for n in range(100))
    assert "and further places: x." in problem("F-08", "x", where=places).found_where
