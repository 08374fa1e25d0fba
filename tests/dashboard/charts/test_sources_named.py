"""Every chart's data name their sources: publishers, or the document, section and words of a text."""

import json

import pytest

from dashboard.exhibits import tables
from dashboard.exhibits.catalogue import catalogue
from dashboard.exhibits.exhibit import exhibit


@pytest.mark.parametrize("chart", list(catalogue()))
def test_every_chart_names_its_sources_and_every_row_its_publication(chart, data):
    item = exhibit(chart, data)
    body = json.loads(tables.as_json(item))
    assert body["sources"] and all(one["publisher"] and one["title"] and one["rows"] for one in body["sources"])
    if chart != "availability":  # its rows count months; the publications stand behind the charts of those months
        unnamed = [row for row in body["rows"] if row["value"] is not None and not row["title"]]
        assert not unnamed, unnamed[:2]


def test_the_exercises_name_document_section_and_quote(data):
    item = exhibit("exercises_timeline", data)
    body = json.loads(tables.as_json(item))
    first = next(row for row in body["rows"] if row["period"] == "2005")
    assert first["publisher"] == "Sino-Russian Global Reordering? (Leiden, Feb 2023)"
    assert first["title"] == "Leiden report 2023, 6.1"
    assert first["printed"] == "these typically biannual military exercises have been held since 2005"
    (text,) = body["sources"]
    assert text["title"] == "Leiden report 2023" and {"6.1", "fn 76", "fn 77"} <= set(text["section"].split("; "))
    assert "these typically biannual military exercises have been held since 2005" in text["quotes"]
    assert sum(one["rows"] for one in body["sources"]) == len(body["rows"])
    assert "biannual military" in tables.as_csv(item)
