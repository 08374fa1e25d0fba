"""Claims that sources answer: dates, counts, intervals and "more often than", each borne out, refuted and left open."""

import re
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest

from etl.ledger import claims_file, sourced
from etl.ledger.claims import SOURCED
from etl.ledger.claims_file import COLUMNS
from etl.ledger.verdicts import as_record
from etl.tables import registry

DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


def made(**cells):
    """A claim from the cells a person would fill in."""
    names = [*COLUMNS, "event", "document", "ours", "note"]
    line = {name: cells.get(name, "") for name in names}
    found, problems = claims_file.read(",".join(names) + "\n" + ",".join(str(line[name]) for name in names) + "\n")
    assert not problems, problems
    return found[0]


@pytest.fixture
def said(monkeypatch):
    """Put lines of second sources in the table's place: (about, says, period) each."""

    def put(*lines):
        rows = [
            MappingProxyType(
                {"about": about, "says": says, "period": period, "publisher": f"Paper {at}", "title": "T", "url": f"https://p{at}.org",
                 "day": "2024-01-02", "words": "as it says"}
            )
            for at, (about, says, period) in enumerate(lines)
        ]  # fmt: skip
        kept = registry.lines
        monkeypatch.setattr(registry, "lines", lambda table: tuple(rows) if table == "second_sources" else kept(table))

    return put


@pytest.mark.parametrize(
    ("value", "qualifier", "says", "verdict"),
    [("2014", "exact", "2014-03-18", "reproduced"), ("2014-03-18", "exact", "2014", "reproduced"),
     ("2014", "exact", "2015-01", "not_reproduced"), ("2014-03-18", "exact", "2014-03-16", "not_reproduced"),
     ("late 2022", "exact", "2022-12-05", "reproduced"), ("2014", "after", "2016-06", "reproduced"), ("2014", "after", "2013", "not_reproduced"),
     ("2022", "by", "2014-10-13", "reproduced"), ("2022", "by", "2023", "not_reproduced"),
     ("2022-10/2022-12", "exact", "2022-10-30", "reproduced"), ("2022-10/2022-12", "exact", "2023-01", "not_reproduced")],
)  # fmt: skip
def test_a_date_is_held_against_an_independent_source(said, value, qualifier, says, verdict):
    said(("thing", says, ""))
    one = sourced.judge(made(measure="date", event="thing", period="2014", value=value, qualifier=qualifier))
    assert one.verdict == verdict and f"Paper 0, 2024-01-02: {says}." in one.words
    assert [line["words"] for line in one.witnesses] == ["as it says"]
    assert as_record(one)["sources"][0]["url"] == "https://p0.org"


def test_sources_that_disagree_are_both_named_and_none_is_preferred(said):
    said(("thing", "1996", ""), ("thing", "1997-03", ""))
    one = sourced.judge(made(measure="date", event="thing", value="1997", period="1997", qualifier="exact"))
    assert one.verdict == "depends_on_source" and "Paper 0" in one.words and "Paper 1" in one.words


def test_a_date_that_only_its_own_text_gives_cannot_be_checked(said):
    said()
    own = made(measure="date", event="E018", value="2014", period="2014", document="004_d3bf26f928e689d4.txt")
    one = sourced.judge(own)
    assert (one.verdict, one.reason, one.witnesses) == ("uncheckable", "single_source", ())
    other = replace(own, document="another.txt")  # then the table's own document is a second text
    assert sourced.judge(other).verdict == "reproduced"


def test_a_text_whose_own_reference_gives_another_date_is_told_first(said):
    said(("E023", "2008-10", ""))
    claim = made(measure="date", event="E023", value="2008-10", period="2008-10", document="004_d3bf26f928e689d4.txt")
    assert sourced.judge(claim).verdict == "contradicted"


@pytest.mark.parametrize(
    ("value", "qualifier", "says", "verdict"),
    [("2", "exact", "2", "reproduced"), ("2", "exact", "1", "not_reproduced"), ("30", "no_fewer_than", "37", "reproduced"),
     ("30", "no_fewer_than", "29", "not_reproduced"), ("4000", "about", "4209", "reproduced"), ("4000", "about", "5000", "not_reproduced")],
)  # fmt: skip
def test_a_count_is_held_against_a_source_with_the_texts_own_bound(said, value, qualifier, says, verdict):
    said(("many", says, ""))
    one = sourced.judge(
        made(measure="count", event="many", value=value, qualifier=qualifier, period="2022", unit="meetings")
    )
    assert one.verdict == verdict and says in one.words
    assert sourced.judge(replace(one.claim, event="nobody")).reason == "single_source"


def test_a_source_that_came_out_later_is_not_known_yet(said):
    said(("thing", "2014-03-18", ""))
    claim = made(measure="date", event="thing", value="2014", period="2014")
    assert sourced.judge(claim, "2024-01-02").verdict == "reproduced"
    assert sourced.judge(claim, "2024-01-01").reason == "single_source"


def test_an_interval_is_counted_between_two_days(said):
    said(("start", "2022-02-04", ""), ("end", "2022-02-24", ""), ("year", "2022", ""))
    claim = made(measure="interval", event="start;end", value="3", unit="weeks", period="2022-02")
    assert sourced.judge(claim).verdict == "reproduced" and "20 days, 2.9 weeks" in sourced.judge(claim).words
    assert sourced.judge(replace(claim, value=Decimal(5))).verdict == "not_reproduced"
    assert sourced.judge(replace(claim, event="start;year")).reason == "single_source"  # a year alone has no day


def test_more_often_compares_counts_a_year(said):
    said(("now", "40", "2016-01/2022-06"), ("then", "38", "2003/2015"))
    claim = made(measure="more_often", event="now;then", value="at a faster pace", period="2015/2022")
    one = sourced.judge(claim)
    assert one.verdict == "reproduced" and "6.2 a year" in one.words and "2.9 a year" in one.words
    assert sourced.judge(replace(claim, event="then;now")).verdict == "not_reproduced"
    assert sourced.judge(replace(claim, event="now")).reason == "single_source"


def test_a_count_that_is_no_number_is_named_with_its_column():
    text = ",".join([*COLUMNS, "event"]) + "\na,,,count,,,,,,2022,several,meetings,exact,many\n"
    _, problems = claims_file.read(text)
    assert [(one.row, one.column) for one in problems] == [(2, "value")]


def test_every_second_source_is_cited_whole_and_used():
    lines = registry.lines("second_sources")
    cited = {about for claim in claims_file.shipped() if claim.measure in SOURCED for about in claim.event.split(";")}
    assert len(lines) >= 60
    for line in lines:
        assert line["about"] in registry.table("events") or line["about"] in cited, line["about"]
        assert re.fullmatch(rf"{DATE}|\d+", line["says"]) and line["publisher"] and line["title"] and line["words"]
        assert line["url"].startswith(("https://", "http://")) and len(line["words"].split()) <= 25
        assert re.fullmatch(DATE, line["day"] or "2000")
        own = registry.table("events").get(line["about"], {}).get("source", "")
        assert line["publisher"] not in own, "a second source is another than the text"


def test_at_least_seventy_claims_of_the_texts_can_be_checked(dataset):
    from etl.ledger import ledger

    verdicts = ledger.judge(claims_file.shipped(), ledger.Evidence(dataset))
    checked = [one for one in verdicts if one.verdict not in ("uncheckable", "forecast")]
    assert len(checked) >= 70
    for one in verdicts:
        if one.claim.measure in SOURCED and one.verdict in ("reproduced", "depends_on_source"):
            assert one.witnesses or re.search(r"Valdai|Leiden|article", one.words, re.I), one.claim.id
