"""The layout of compiled figures: carriers, days of publication and bounds with their reasons; and how they are shipped."""

import csv
from decimal import Decimal

import pytest

from dashboard.cli.main import main
from etl.build import build
from etl.extract import compilation
from etl.store import Store

LINE = {
    "reporter": "CHN", "partner": "RUS", "product": "all_goods", "hs": "", "flow": "total", "measure": "level",
    "basis": "value_usd", "period": "2022", "value": "190.271", "unit": "USD_bn", "printed": "$190.271 billion",
    "status": "reported", "title": "Customs on 2022", "url": "https://example.org/2022", "published": "2023-01-13",
    "note": "", "carrier": "Example", "known_by": "", "known_why": "",
}  # fmt: skip


def written(tmp_path, header=compilation.HEADER, **changed):
    """A compiled file of one line, with some cells of it changed."""
    path = tmp_path / "gacc_press.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header.split(","), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerow(LINE | changed)
    return path


def vintage(path):
    (line,) = compilation.extract(path)
    return line["vintage"]


@pytest.mark.parametrize(
    ("published", "known_by", "expected"),
    [
        ("2023-01-13", "", "2023-01-13"),
        ("2023-02", "", "2023-02-28"),
        ("2023", "", "2023-12-31"),
        ("", "2023-01-20", "2023-01-20"),
        ("2023-01", "2023-01-20", "2023-01-20"),
        ("2023-01-13", "2023-01-20", "2023-01-13"),
    ],
)
def test_the_vintage_is_the_day_of_publication_or_the_bound(tmp_path, published, known_by, expected):
    assert vintage(written(tmp_path, published=published, known_by=known_by, known_why="release calendar")) == expected


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"published": ""}, "neither published nor known_by"),
        ({"published": "", "known_by": "2023-01-20"}, "has no reason"),
        ({"published": "", "known_by": "20 Jan", "known_why": "calendar"}, "20 Jan"),
        ({"published": "13.01.2023"}, "13.01.2023"),
    ],
)
def test_a_line_without_a_day_or_a_reasoned_bound_is_refused(tmp_path, changed, words):
    with pytest.raises(ValueError, match=r"line 2: .*" + words):
        compilation.extract(written(tmp_path, **changed))


def test_files_in_the_first_layout_are_still_read(tmp_path):
    assert vintage(written(tmp_path, compilation.FIRST_HEADER)) == "2023-01-13"
    (undated,) = compilation.extract(written(tmp_path, compilation.FIRST_HEADER, published=""))
    assert undated["vintage"] == undated["known_by"] == "2026-11-21" and undated["known_why"]


def test_compiling_makes_a_base_that_keeps_every_other_source(tmp_path, copy, capsys):
    before = {ref.source: ref for ref in Store(copy).in_force()}
    files = tmp_path / "files"
    files.mkdir()
    written(files)
    assert main(["compile", str(files), "--day", "2027-01-02", "--data", str(copy)]) == 0
    after = {ref.source: ref for ref in Store(copy).in_force()}
    assert Store(copy).edition() == "2027-01-02+0" and set(after) == set(before)
    assert [name for name in after if after[name] != before[name]] == ["gacc_press"]
    row = next(one for one in build.load(copy).reported if one.source == "gacc_press")
    assert row.value == Decimal(190271000000) and build.load(copy).citations[row.citation].carrier == "Example"
    assert main(["compile", str(tmp_path / "out"), "--take-out", "--data", str(copy)]) == 0
    assert (tmp_path / "out" / "gacc_press.csv").read_bytes() == (files / "gacc_press.csv").read_bytes()


def test_a_bad_line_is_named_and_nothing_is_written(tmp_path, copy, capsys):
    files = tmp_path / "files"
    files.mkdir()
    written(files, published="")
    assert main(["compile", str(files), "--day", "2027-01-02", "--data", str(copy)]) == 1
    said = capsys.readouterr().out
    assert "gacc_press.csv: line 2" in said and "Nothing has been changed" in said
    assert not (copy / "raw" / "base" / "2027-01-02.json").exists()
