"""Counts by year against a count made another way, the interval, the lexicon, and the command."""

import csv
import io
import json
import random

import pytest

from dashboard.cli import main
from etl.texts import counts, lexicon
from etl.texts.documents import Text

TERMS = {  # term, in three languages, as it is planted
    "world order": ("world order", "世界秩序", "миропорядок"), "multipolarity": ("multipolarity", "多极化", "многополярность"),
    "hegemony": ("hegemony", "霸权", "гегемония"),
}  # fmt: skip
FILL = {"en": "trade gas oil talks visit", "zh": "贸易能源合作会谈访问", "ru": "торговля нефть газ встреча визит"}


def made(language: str, rng: random.Random) -> list[Text]:
    """Documents of three years with terms planted among other words."""
    at = ("en", "zh", "ru").index(language)
    gap, stop = ("", "。") if language == "zh" else (" ", ". ")
    fill = list(FILL[language]) if language == "zh" else FILL[language].split()
    texts = []
    for number in range(60):
        words = [rng.choice(fill) for _ in range(40)]
        for _ in range(rng.randrange(4)):
            words.insert(rng.randrange(len(words)), rng.choice(list(TERMS.values()))[at])
        body = gap.join(word + (stop if place % 9 == 8 else "") for place, word in enumerate(words))
        texts.append(Text(f"{2020 + number % 3}-05-01", "", body, language, f"{language} {number}"))
    return texts


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_counts_equal_those_of_a_plain_search(language):
    texts = made(language, random.Random(17))
    found = counts.by_year(texts, [term for term in lexicon.shipped() if term.name in TERMS])
    at, checked = ("en", "zh", "ru").index(language), 0
    for one in found:
        needle = TERMS[one.term][at]
        bodies = [
            text.body.lower().replace("。", "").replace(". ", " ") for text in texts if text.day.startswith(one.year)
        ]
        assert one.occurrences == sum(body.count(needle) for body in bodies), (one, needle)
        assert (one.with_term, one.documents) == (sum(needle in body for body in bodies), 20)
        checked += one.occurrences
    assert len(found) == 9 and checked > 30


def test_every_occurrence_opens_in_a_sentence():
    texts = made("en", random.Random(5))
    terms = lexicon.shipped()
    total = sum(one.occurrences for one in counts.by_year(texts, terms))
    opened = counts.sentences(texts, terms)
    assert total == sum(
        len(term.hits(one.sentence))
        for one in opened
        for term in terms
        if (term.name, term.language) == (one.term, "en")
    )
    assert {one.text.day[:4] for one in counts.sentences(texts, terms, "2021")} == {"2021"}


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (50, 100, 0.4038, 0.5962),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_the_interval_is_wilsons(part, whole, low, high):
    assert counts.wilson(part, whole) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_zeros_are_counted_and_years_of_few_documents_say_so():
    texts = [
        Text("2022-01-01", "", "trade and gas " * 10, "en", "a"),
        Text("2023-01-01", "", "hegemony " * 5, "en", "b"),
    ]
    terms = [term for term in lexicon.shipped() if term.name == "hegemony"]
    first, second = counts.by_year(texts, terms)
    assert (first.occurrences, first.share, first.few) == (0, 0.0, True)
    assert (second.occurrences, second.rate, second.share) == (5, 10_000.0, 100.0)


@pytest.mark.parametrize(
    ("name", "text", "hits"),
    [("the West", "The West and the West Bank; go west, the west wind, the Western countries", 2), ("hegemony", "hegemonic HEGEMONY hegemon non-hegemony", 4),
     ("world order", "World orders, world  order, new-world order, underworld orders", 3), ("multipolarity", "multipolar multi-polarity bipolar", 2)],
)  # fmt: skip
def test_a_term_is_found_as_whole_words_with_its_endings_and_without_what_means_something_else(name, text, hits):
    (term,) = [one for one in lexicon.shipped() if one.name == name and one.language == "en"]
    assert len(term.hits(text)) == hits


def test_brazils_side_is_not_the_west():
    (term,) = [one for one in lexicon.shipped() if (one.name, one.language) == ("the West", "zh")]
    assert len(term.hits("巴西方面表示，西方国家应当尊重")) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("term,language\n", "no column variants"),
        ("term,language,variants\nx,fr,x\n", "Line 2, 'language'"),
        ("term,language,variants\nx,en,\n", "Line 2"),
    ],
)
def test_a_lexicon_with_a_slip_is_refused_with_its_line(text, said):
    with pytest.raises(lexicon.BadLexicon, match=said):
        lexicon.read(text)


@pytest.fixture
def press(tmp_path):
    path = tmp_path / "press.jsonl"
    rows = [
        {
            "date": f"2022-03-0{day}",
            "text": f"=The order of the day {day}: no hegemony in the world order, the spokesman said.",
        }
        for day in (1, 2)
    ]
    path.write_text("\n".join(map(json.dumps, [*rows, {"date": "?", "text": rows[0]["text"]}])), encoding="utf-8")
    return path


def test_the_command_counts_and_says_what_was_left_out(press, capsys):
    assert main.main(["texts", "count", str(press), "--term", "hegemony"]) == 0
    said = capsys.readouterr()
    (row,) = csv.DictReader(io.StringIO(said.out))
    assert (row["year"], row["documents"], row["with_term"], row["occurrences"], row["few"]) == (
        "2022",
        "2",
        "2",
        "2",
        "few",
    )
    assert "left out: press.jsonl, line 3" in said.err and "2 documents counted, 1 left out (1 undated)" in said.err


def test_the_command_shows_sentences_as_words_and_never_as_formulas(press, capsys):
    assert main.main(["texts", "sentences", str(press), "--term", "hegemony", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 2 and all(row["sentence"].startswith("'=") and row["where"] for row in rows)


@pytest.mark.parametrize(
    "given",
    [
        ["count"],
        ["count", "nowhere.csv"],
        ["count", "PRESS", "--term", "x"],
        ["count", "PRESS", "--column", "colour=x"],
    ],
)
def test_the_command_answers_slips_in_words(press, capsys, given):
    assert main.main(["texts", *(str(press) if one == "PRESS" else one for one in given)]) != 0
    said = capsys.readouterr().err
    assert said.startswith("kyakhta: ") and "Traceback" not in said


def test_the_lexicon_can_be_taken_out_and_brought_back(press, tmp_path, capsys):
    assert main.main(["texts", "lexicon"]) == 0
    path = tmp_path / "own.csv"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main.main(["texts", "count", str(press), "--lexicon", str(path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + 4
