"""What every chart promises, whatever it draws: words, rows behind marks, choices, days, and a sentence without figures."""

import pandas as pd
import pytest

from dashboard.exhibits import permalink
from dashboard.exhibits.catalogue import catalogue, pages
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.model import NothingToShow
from dashboard.exhibits.plot import Bar, Columns, Dot, Line
from etl.tables import registry
from tests.support.chart_data import SPOILS, cells, marks

CHARTS = list(catalogue())
BY_HAND = ("arms_systems", "exercises_timeline")  # drawn from hand-kept lines, not from rows of figures
NOT_YET = ("fossil_monthly", "fossil_share", "fossil_fuels")  # no customs table by month was known on that day
ROWS_NOT_VALUES = ("availability",)
LONGER = {"fossil_monthly": 14}  # it names three fuels
DATED = ("In ", "By ", "For ", "Up to ")  # a headline that begins with its year, as its figures are old, may be longer
DAY = "2023-01-31"


def longest(chart, headline):
    return 20 if headline.startswith(DATED) else LONGER.get(chart, 12)


@pytest.fixture(params=CHARTS)
def chart(request):
    return request.param


def test_it_stands_on_a_page_with_headline_words_and_a_row_behind_every_mark(chart, data):
    assert chart in permalink.charts(catalogue()[chart]["page"]) and catalogue()[chart]["page"] in pages()
    item = exhibit(chart, data)
    assert item.headline and len(item.headline.split()) <= longest(chart, item.headline), item.headline
    assert item.subtitle and item.calculation.endswith(".") and item.source_line.startswith("Source: ")
    assert item.table["series"].isin(registry.table("series")).all()
    rows = [point.row for mark in marks(item.plot, (Line, Columns)) for point in mark.points if point.value is not None]
    rows += [mark.row for mark in marks(item.plot, (Dot, Bar))] + [cell.row for cell in cells(item.plot)]
    assert rows and all(row is not None and 0 <= row < len(item.table) for row in rows)


def test_as_known_on_31_jan_2023_it_draws_only_what_was_known_or_says_so(chart, known):
    try:
        item = exhibit(chart, known(DAY))
    except NothingToShow as sentence:
        assert chart in NOT_YET and "as known on 31 Jan 2023" in str(sentence) and "Choose a later day" in str(sentence)
        return
    newest = item.table["vintage"].max() if chart not in BY_HAND else item.table["period"].max()
    assert newest <= DAY and item.marker == "As known on 31 Jan 2023"


def test_long_ago_it_is_a_sentence(chart, known):
    with pytest.raises(NothingToShow, match="Choose"):
        exhibit(chart, known("1959-01-01"))


@pytest.mark.parametrize("spoil", SPOILS)
def test_without_figures_it_is_a_sentence(chart, spoil, data):
    if chart in BY_HAND or (chart in ROWS_NOT_VALUES and spoil != "nothing"):
        return
    with pytest.raises(NothingToShow, match="Choose"):
        exhibit(chart, SPOILS[spoil](data))


def test_no_argument_is_changed(data):
    before = pd.util.hash_pandas_object(data.shown[["series", "period", "value"]]).sum()
    for chart in CHARTS:
        exhibit(chart, data)
    assert pd.util.hash_pandas_object(data.shown[["series", "period", "value"]]).sum() == before
