"""Trade beside the EU, the US and ASEAN, in both currencies that customs prints; what is known now beside a past day."""

import pytest

from dashboard.charts.trade import base_years as bases
from dashboard.charts.trade import tables
from dashboard.exhibits import catalogue, exhibit
from dashboard.figures import served
from dashboard.figures.comparisons import disagreements
from dashboard.looks import Request, look
from dashboard.overview import headlines, key_figures, provenance
from dashboard.views.card import evidence
from tests.support.chart_data import changed, only

VIEWS = dict(catalogue.module("trade_by_partner").PICKS[0].options)


def shown(chart, as_of=None, **picks):
    usual = {pick.name: pick.default for pick in catalogue.module(chart).PICKS}
    return look(Request.for_chart(chart, usual | picks, served.newest(), as_of)).exhibit


@pytest.mark.parametrize("view", VIEWS)
def test_yuan_never_mix_with_dollars(view):
    item = shown("trade_by_partner", view=view, currency="cny")
    kinds = {series.rpartition("_")[2] for series in item.table["series"]}
    assert len(kinds) == 1
    dollars = view in tables.DOLLARS_ONLY
    said = f"{item.headline} {item.subtitle} " + " ".join(p.scale.prefix for p in item.plot.panels)
    assert ("CNY" in said or "yuan" in said) != (dollars or "$" in said) or view == "ratio"
    assert not ("CNY" in said and "$" in said)


def test_a_choice_that_changes_nothing_is_not_offered():
    idle = catalogue.module("trade_by_partner").idle
    usual = {pick.name: pick.default for pick in catalogue.module("trade_by_partner").PICKS}
    assert "base" in idle(usual) and "base" not in idle(usual | {"view": "index"})
    assert "currency" in idle(usual | {"view": "share"}) and "currency" not in idle(usual)
    for name in idle(usual):
        (pick,) = (one for one in catalogue.module("trade_by_partner").PICKS if one.name == name)
        other = "2015" if pick.kind == "year" else next(value for value, _ in pick.options if value != pick.default)
        assert shown("trade_by_partner", **{name: other}).table.equals(shown("trade_by_partner").table), name


def test_the_first_seven_months_of_2026_in_yuan_stand_in_the_finding_and_the_line(data):
    """China Customs' bulletin table (2) in yuan, July 2026: 502.835 + 597.058 bn with Russia, 21.5 % more.

    https://github.com/Ex-Caliburn/funny/blob/08b25efae8df9efe12efc0f2e612811d937715fc/stock/customs_country/customs_country_rmb.json
    """
    assert headlines.compose(data, "cny")[1].startswith(
        "It turned up again in January–July 2026: CNY 1,100bn, 21.5% more"
    )
    assert shown("trade_rolling", currency="cny").plot.panels[0].marks[-1].end_value == "to Jul 2026"
    first = key_figures.compute(data, "cny")[0]
    assert first.big.startswith("CNY 1,63") and "6.5%" in first.sentence


def test_both_rates_are_noted_where_they_differ_by_more_than_rounding():
    dollars = shown("trade_by_partner", view="growth")
    assert "2022: +29.3% printed, +29.5% recomputed, because customs had revised the base" in dollars.calculation
    (note,) = shown("trade_by_partner", view="growth", partners="RUS").plot.panels[0].notes
    assert note.words == "2022: +29.3 printed,\n+29.5 recomputed"
    yuan = shown("trade_by_partner", view="growth", currency="cny")
    assert "2025: −6.5% printed, −6.3% recomputed, because customs had revised the base" in yuan.calculation


def test_the_table_of_a_past_day_has_what_is_known_now(monkeypatch):
    said = []
    monkeypatch.setattr(evidence, "html", said.append)
    evidence.table(shown("trade_by_partner", as_of="2023-01-31"))
    assert "Known now" in said[0] and "same" in said[0]
    evidence.table(shown("trade_by_partner"))
    assert "Known now" not in said[1]


def test_disagreements_are_counted_and_every_correction_reads_in_words(data):
    found = disagreements(data)
    assert provenance.apart_words(found) == f"{len(found)} published values say something else"
    assert provenance.apart_words(found.head(1)) == "1 published value says something else"
    for line in provenance.corrections():
        assert provenance.correction(line) and ":" not in provenance.correction(line)
        assert any(digit.isdigit() for digit in provenance.value(line, line["value"]))


def test_every_event_drawn_names_its_source_under_sources(monkeypatch):
    said = []
    monkeypatch.setattr(evidence, "html", said.append)
    item = shown("trade_by_partner")
    evidence.sources(item)
    assert item.plot.events and all(event.source for event in item.plot.events)
    assert "Events drawn" in said[0] and "Leiden report 2023" in said[0]
    evidence.sources(shown("trade_by_partner", events="none"))
    assert "Events drawn" not in said[1]


def headline(data, **picks):
    return exhibit.exhibit("trade_by_partner", data, picks).headline


def russia(frame):
    return (frame["partner"] == "RUS") & frame["series"].str.startswith("goods_") & (frame["period"] == "2025")


def test_the_headline_of_every_view_follows_the_rows(data):
    money = lambda frame: russia(frame) & frame["series"].str.endswith("_usd")  # noqa: E731
    doubled = changed(data, money, value=lambda values: values * 2)
    assert "3.6 times" in headline(data) and "1.8 times" in headline(doubled)
    assert "1.8 times" in headline(doubled, view="ratio") and "1.8 times" in headline(doubled, view="log")
    assert "fell by" in headline(data, view="increment") and "rose by" in headline(doubled, view="increment")
    rate = lambda frame: russia(frame) & frame["series"].str.contains("_growth_pct")  # noqa: E731
    assert "fell 6.9%" in headline(data, view="growth")
    assert "grew 12.0%" in headline(changed(data, rate, value=12.0), view="growth")
    assert "did not grow" in headline(changed(data, rate, value=0.0), view="growth")
    assert "3.6%" in headline(data, view="share") and "7.2%" in headline(doubled, view="share")
    sold = lambda frame: russia(frame) & (frame["series"] == "goods_exports_usd")  # noqa: E731
    bought = float(data.shown.loc[russia(data.shown) & (data.shown["series"] == "goods_imports_usd"), "value"].iloc[0])
    assert "deficit" in headline(data, view="balance")
    assert "surplus of $20.0bn" in headline(changed(data, sold, value=bought + 2e10), view="balance")
    assert "balanced" in headline(changed(data, sold, value=bought), view="balance")
    assert headline(data, view="index") != headline(doubled, view="index")


def test_without_a_common_year_the_headline_says_the_topic(data):
    alone = only(data, lambda frame: (frame["partner"] != "RUS") | (frame["period"] < "2015"))
    apart = only(alone, lambda frame: (frame["partner"] == "RUS") | (frame["period"] >= "2015"))
    assert headline(apart) == catalogue.catalogue()["trade_by_partner"]["title"]


def test_whether_the_base_year_decides_the_index_is_a_sentence(data):
    item = shown("trade_by_partner", view="index")
    told = item.subtitle.partition("Russia’s growth ranks ")[2]
    assert "2nd from 2010–2014, 3rd from 2023" in shown("trade_by_partner", view="index", flow="export").subtitle
    assert told.startswith("1st from most base years") and len(item.plot.panels) == 1
    for year, rank in bases.ranks(item.table).items():
        assert rank == 1 or year in told
    assert "ranks" not in shown("trade_by_partner", view="index", partners="RUS").subtitle


def test_partners_of_whom_nothing_is_held_from_a_source_are_named():
    told = shown("trade_by_partner", family="comtrade").calculation
    assert "no figures of this choice for Russia, EU and ASEAN" in told
    assert "no figures of this choice" not in shown("trade_by_partner").calculation


@pytest.mark.parametrize("flow", ["total", "export", "import"])
def test_every_partner_has_every_year_from_2010_to_2025(flow):
    table = shown("trade_by_partner", flow=flow).table
    years = [str(year) for year in range(2010, 2026)]
    for partner in ("RUS", "EU27", "USA", "ASEAN"):
        line = table[table["partner"] == partner].sort_values("period")
        assert list(line["period"]) == years, (flow, partner)
        assert flow != "total" or not line["torn"].any(), partner


def test_a_partner_of_ones_own_choice_stands_beside_the_others_and_ends_in_its_own_year():
    item = shown("trade_by_partner", beside="DEU")
    lines = {line.name: line for line in item.plot.panels[0].marks}
    assert list(lines)[-1] == "Russia" and lines["Germany"].when == "in 2020" and lines["Russia"].when == "in 2025"
    assert "×" not in lines["Germany"].end, "Russia’s line ends in another year"
    assert "no figures of this choice for Germany" in shown("trade_by_partner", beside="DEU", first="2022").calculation
    alone = shown("trade_by_partner", partners="RUS", beside="VNM", view="ratio")
    assert list(alone.table["partner"].unique()) == ["VNM"]
