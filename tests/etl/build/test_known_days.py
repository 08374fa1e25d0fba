"""Every vintage is a day of publication: figures with the day before and the day after, typed in with their addresses."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from etl.build import build, vintages
from etl.check import vintages as vintage_checks
from etl.tables import registry
from etl.tables.rows import Citation

KNOWN = list(csv.DictReader((Path(__file__).parent / "known_days.csv").open(encoding="utf-8")))


def said(dataset, line, day):
    """The addresses of the pages known on a day that print a line's figure."""
    key = (line["series"], line["reporter"], line["partner"], line["period"], int(line["months"]))
    return {
        dataset.citations[row.citation].url
        for row in vintages.known(dataset.reported, day)
        if row.key == key and registry.family(row.source) == line["family"] and row.value == Decimal(line["value"])
    }


@pytest.mark.parametrize("line", KNOWN, ids=lambda line: f"{line['series']}-{line['partner']}-{line['period']}")
def test_a_figure_is_unknown_the_day_before_and_known_the_day_after(dataset, line):
    assert not said(dataset, line, line["day_before"])
    assert line["url"] in said(dataset, line, line["day_after"])


def test_at_least_forty_figures_are_tested_so():
    assert len(KNOWN) >= 40 and len({line["url"] for line in KNOWN}) >= 25


def test_no_vintage_is_the_day_of_a_copy_and_every_row_has_a_day_or_a_bound(dataset):
    assert {kind: len(rows) for kind, rows in vintage_checks.classes(dataset.reported, dataset.citations).items()} == {
        "copy_day": 0, "no_day": 0,
    }  # fmt: skip


def test_the_day_of_a_copy_and_a_row_without_any_day_are_found(dataset):
    row = next(one for one in dataset.reported if one.source == "wits")
    copy = Citation(
        row.citation, "t", "u", "", "1", "", "github.com/datasets/gdp", "2024-10-21", "the day it was copied"
    )
    found = vintage_checks.classes([row._replace(vintage="2024-10-21")], {row.citation: copy})
    assert found["copy_day"] and not found["no_day"]
    bare = Citation(row.citation, "t", "u", "", "1", "")
    assert vintage_checks.classes([row], {row.citation: bare})["no_day"] == [row]


def test_every_row_names_its_publisher_and_whoever_else_carried_it(dataset):
    for row in dataset.reported:
        line = dataset.citations[row.citation]
        assert registry.get("sources", row.source)["publisher"]
        if "github" in line.url:
            assert line.carrier, line
        if not line.published:
            assert line.known_by and line.known_why, line


def test_a_newspaper_is_never_its_own_publisher(dataset):
    own = {
        dataset.citations[row.citation].url for row in dataset.reported if not dataset.citations[row.citation].carrier
    }
    assert own and all(
        any(office in url for office in ("customs.gov.cn", "europa.eu", "eia.gov", "asean.org")) for url in own
    )


def test_the_first_edition_that_shipped_can_still_be_opened(root):
    old = build.load(root / "data", "2026-11-21+0")
    assert len(old.reported) > 5000 and not old.problems
