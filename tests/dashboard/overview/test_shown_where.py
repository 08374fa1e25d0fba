"""Where a file's figures are drawn: the choice that is named really shows one that moved, and nothing is named in vain."""

import json

from dashboard.exhibits.exhibit import exhibit
from dashboard.figures import query
from dashboard.overview import shown_where
from etl.build import build
from etl.intake import add_command, intake
from etl.store import Store
from tests.support.upload_files import april


def drawn(data, place):
    """What a chart draws with the picks of a place."""
    table = exhibit(place.chart, data, dict(place.picks)).table
    return set(table[[*shown_where.KEY, "value"]].dropna().itertuples(index=False, name=None))


def figures(root):
    return query.load(root.resolve(), Store(root).edition())


def test_the_choice_named_shows_a_moved_figure_after_publishing(copy):
    before = figures(copy)
    one = intake.preview(copy, april(), "statistics.xls")
    places = shown_where.places(before, one)
    moving = [place for place in places if place.moved]
    assert [place.chart for place in moving][:2] == ["trade_by_partner", "trade_rolling"]
    assert moving[0].address == "/trade?frequency=M" and moving[0].words == "12-month sum"
    add_command.publish(copy, one, "Anna", "")
    build.forget()
    after = figures(copy)
    for place in moving[:2]:
        changed = {cell[:5] for cell in drawn(after, place) ^ drawn(before, place)}
        assert len(changed) == place.moved > 0


def test_a_figure_that_no_chart_draws_is_named_nowhere(copy):
    said = {"mapping": json.dumps({"partner": "partner", "month": "period", "value": "value"}), "flow": "import"}
    said |= {"product": "TOTAL", "unit_missing": "USD 1 Million", "reporter": "China", "published": "2026-05-20"}
    one = intake.preview(copy, b"partner,month,value\nGermany,2026-04,21000.5\n", "germany.csv", said)
    assert one.added and not [place for place in shown_where.places(figures(copy), one) if place.moved or place.drawn]


def test_known_figures_are_named_with_the_charts_that_rest_on_them(copy):
    one = intake.preview(copy, april(), "statistics.xls")
    add_command.publish(copy, one, "Anna", "")
    build.forget()
    again = intake.preview(copy, april(published="2026/05/10"), "statistics.xls")
    places = shown_where.places(figures(copy), again)
    assert again.idle and not any(place.moved for place in places)
    assert any(place.chart == "trade_by_partner" and place.drawn for place in places)
