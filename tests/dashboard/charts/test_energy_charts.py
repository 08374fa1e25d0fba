"""The overview line, fossil, oil and gas charts: published figures come out, parts stay within wholes, gaps stay open,
headlines follow the rows, and a chart without figures says so in a sentence."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.energy import crude_buyers, crude_share, fossil_monthly
from dashboard.charts.energy import fuels as energy
from dashboard.exhibits.catalogue import module
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.plot import Area, Bar, Columns, Line
from dashboard.exhibits.remarks import Claim, Figures
from etl.tables import registry
from tests.support.chart_data import changed, marks, value, without

IDS = (
    "trade_rolling", "fossil_monthly", "fossil_share", "fossil_fuels", "crude_share", "crude_volume",
    "crude_unit_value", "price_volume_split", "crude_buyers", "gas_routes", "gas_announced_delivered", "lng_suppliers",
)  # fmt: skip
PAGES = {"trade_rolling": "overview", "fossil": "fossil", "crude": "oil", "price": "oil", "gas": "gas", "lng": "gas"}


# Published figures, typed in from where they stand -------------------------------------------------------------------


def test_russias_share_of_chinas_crude_by_volume(data):
    """79.64 of 512.98 Mt and 86.25 of 508.28 Mt (uawire.org/china-reduces-imports-of-russian-oil)."""
    table = exhibit("crude_share", data).table
    assert value(table, partner="RUS", period="2021") == pytest.approx(100 * 79.64 / 512.98, abs=1e-9)
    assert [round(value(table, partner="RUS", period=year), 1) for year in ("2021", "2022")] == [15.5, 17.0]
    assert round(value(table, partner="SAU", period="2022"), 1) == 17.2  # 87.49 Mt, Reuters, 20 Jan 2023
    assert "% of tonnes" in exhibit("crude_share", data).subtitle


def test_russias_share_of_chinas_crude_by_value(data):
    """40.29 of 257.3 bn and 58.37 of 365.5 bn (tass.com/economy/1649375; worldstopexports.com)."""
    item = exhibit("crude_share", data, {"measure": "value"})
    assert [round(value(item.table, partner="RUS", period=year), 1) for year in ("2021", "2022")] == [15.7, 16.0]
    assert "by value" in item.subtitle and "by value" in item.headline


def test_the_reports_crude_shares_are_drawn_as_claims(data):
    """15.6 percent in 2022 and 17.4 percent in 2021, as the report prints them: the transposition is visible."""
    panel = exhibit("crude_share", data).plot.panels[0]
    assert {(claim.x, claim.value) for claim in panel.claims} == {(2021.5, 17.4), (2022.5, 15.6)}
    assert panel.claim_title.endswith("not reproduced") and "within 0.4 and 0.1 point" in panel.claim_words
    swapped = tuple(Claim(claim.x, 33.0 - claim.value, "", "") for claim in panel.claims)
    title, said = crude_share._verdict(exhibit("crude_share", data).table, swapped)
    assert "swapped" not in said and "reproduced" in title


def test_a_supplier_has_a_line_only_where_years_run_to_the_newest_and_stands_in_words_and_bars_else(data):
    """Iraq lacks 2024, the United Arab Emirates all but 2023 and 2025, Oman all but 2021: loose dots are no line."""
    item = exhibit("crude_share", data)
    lines = {line.name: line for line in marks(item.plot, Line)}
    assert set(lines) == {"Russia", "Saudi Arabia", "Malaysia"}
    assert all(point.value is not None for line in lines.values() for point in line.points)
    assert lines["Saudi Arabia"].points[0].label == "2018"  # 2017 is not printed, so 2016 would stand alone
    assert "Iraq 11.2%, Oman and UAE 6.5%" in item.calculation and {"IRQ", "ARE", "OMN"} <= set(item.table["partner"])
    year = exhibit("crude_share", data, {"view": "year"})
    assert [bar.name for bar in marks(year.plot, Bar)] == ["Russia", "Saudi Arabia", "Iraq", "Malaysia", "UAE"]
    assert year.headline == item.headline and set(year.table["period"]) == {"2025"}
    (alone,) = marks(exhibit("crude_share", data, {"suppliers": "IRQ"}).plot, Columns)
    assert [point.value is None for point in alone.points].count(True) == 1  # the gap of 2024 stays open
    assert marks(exhibit("crude_share", data, {"first": "2022", "last": "2022"}).plot, Bar)


def test_two_panels_of_prices_and_three_of_price_and_volume_stand_side_by_side(data):
    assert exhibit("crude_unit_value", data).plot.layout == exhibit("price_volume_split", data).plot.layout == "grid"
    panels = exhibit("price_volume_split", data).plot.panels
    assert [panel.title for panel in panels] == ["Price", "plus volume", "makes value"]
    price, volume, whole = ({p.label: p.value for p in panel.marks[0].points} for panel in panels)
    assert all(price[year] + volume[year] == pytest.approx(whole[year]) for year in whole)
    assert all(point.text for panel in panels for point in panel.marks[0].points)


def test_a_route_without_a_value_is_hatched_and_the_sum_stands_over_its_column(data):
    pipe, lng = marks(exhibit("gas_routes", data, {"measure": "value"}).plot, Columns)
    assert pipe.missing and [point.label for point in pipe.points if point.value is None] == ["2025"]
    assert {point.label: point.text for point in lng.points}["2024"] == "13.0"


def test_fuels_of_2022_sum_to_81_bn_without_oil_products(data):
    """80.926 of 114.39 bn: the compiled sum of the revised customs months (CREA, 25 Jan 2025; UN Comtrade)."""
    item = exhibit("fossil_monthly", data, {"first": "2022", "last": "2022"})
    fuels = item.table[item.table["part"].isin(energy.FUELS)]
    assert fuels["shown"].sum() == pytest.approx(80.926, abs=0.0005)
    assert item.table.loc[item.table["part"] == "total", "shown"].sum() == pytest.approx(114.392, abs=0.001)
    assert item.headline == "In 2022, crude, coal and gas made up 71% of China’s imports from Russia"


@pytest.mark.parametrize(("year", "fuels"), [("2021", 51.910), ("2022", 80.926), ("2023", 86.615), ("2024", 85.949)])
def test_fuels_of_a_year_agree_with_the_compiled_sums(data, year, fuels):
    table = exhibit("fossil_monthly", data).table
    rows = table[table["part"].isin(energy.FUELS) & table["period"].str.startswith(year)]
    assert rows["shown"].sum() == pytest.approx(fuels, abs=0.0005)


def test_price_explains_about_four_fifths_of_the_2022_rise_in_crude(data):
    """ln(58.45/40.54) against ln(86.25/79.64): customs months as revised; printed years give the same."""
    item = exhibit("price_volume_split", data)
    parts = {part: value(item.table, part=part, period="2022") for part in ("value", "price", "volume")}
    assert parts["price"] / parts["value"] == pytest.approx(0.782, abs=0.002)
    assert parts["value"] == pytest.approx(parts["price"] + parts["volume"], abs=1e-9)
    assert item.headline == "In 2022, price explained about four fifths of the rise in crude’s value"
    assert "ln" in item.calculation and "not a contract price" in item.calculation


def test_twelve_months_of_trade_against_the_peak(data):
    """39.044 bn in Jan–Feb 2026, +12% (1prime.ru/20260310); 183.243 bn in Jan–Oct 2025, −9.5% (lenta.ru)."""
    item = exhibit("trade_rolling", data)
    newest, peak = item.table.iloc[-1], item.table.loc[item.table["value"].idxmax()]
    assert (newest["period"], round(newest["shown"], 1)) == ("2025-03", 232.3)
    assert (peak["period"], round(peak["shown"], 1)) == ("2023-11", 246.1)
    assert item.headline == "Twelve months to Feb 2026: trade stands $14bn below the 2024 peak"
    whole = item.table[item.table["period"] == "2022-01"]
    assert whole["shown"].iloc[0] == 190.271


def test_gas_by_route_and_against_what_was_announced(data):
    """38.8 bcm in 2025 (Miller via Reuters, 26 Dec 2025), 31.12 in 2024 (tass.com/economy/2054559); 9.799 Mt of LNG (RIA Novosti, 10 Feb 2026)."""
    table = exhibit("gas_routes", data).table
    assert value(table, part="pipeline", period="2024") == 31.12
    assert value(table, part="lng", period="2025") == pytest.approx(9.799 * 1.38)
    wider = exhibit("gas_routes", data, {"factor": "1.40"})
    assert value(wider.table, part="lng", period="2025") == pytest.approx(9.799 * 1.40) and "1.40" in wider.calculation
    item = exhibit("gas_announced_delivered", data)
    assert item.headline == "Power of Siberia delivered 38.8 bcm in 2025, above the announced 38"
    assert [bar.target for bar in item.plot.panels[0].marks] == [38.0, 10.0, 50.0]


def test_lng_suppliers_of_2025_and_the_cited_volume_of_2022(data):
    """Australia 20.38, Qatar 19.43, Russia 9.79 Mt (Mail.ru News, Jan 2026); Russia 6.485 Mt in 2022, prints as 6.5."""
    assert (
        exhibit("lng_suppliers", data).headline == "Russia was China’s third largest LNG supplier in 2025, with 9.8 Mt"
    )
    bars = exhibit("lng_suppliers", data, {"year": "2022"}).plot.panels[0].marks
    assert next(bar.text for bar in bars if bar.name == "Russia") == "6.5 Mt"
    assert any(bar.value is None and bar.missing for bar in bars), (
        "a supplier without a figure is hatched, not left out"
    )


def test_india_and_china_of_one_release(data):
    """About 1% and 15%, 17th and third (brecorder.com, Reuters, 17 Jan 2023); a tracker's 25% is December's alone (correction)."""
    item = exhibit("crude_buyers", data)
    india = item.table[(item.table["reporter"] == "IND") & (item.table["series"] == crude_buyers.SHARE)]
    assert india.set_index("period")["shown"].to_dict() == {"2021": 1.0, "2022": 15.0}
    assert item.headline == "In 2022, Russia rose from India’s 17th to its 3rd crude supplier"
    assert [(bar.name, bar.text) for bar in marks(item.plot, Bar)] == [
        ("India, 2021", "1%, 17th"), ("India, 2022", "15%, 3rd"), ("China, 2021", "15.5%"), ("China, 2022", "17.0%, 2nd"),
    ]  # fmt: skip


def test_unit_values_against_the_average_brent_and_saudi_arabia(data):
    """8.9% below Saudi crude in 2022 (pionerprodukt.by, 20 Jan 2023) comes out of value and volume."""
    table = exhibit("crude_unit_value", data, {"benchmark": "saudi"}).table
    assert round(value(table, part="gap", period="2022"), 1) == -8.9
    average = exhibit("crude_unit_value", data)
    assert value(average.table, part="gap", period="2022") == pytest.approx(100 * (92.3266 / 98.1026 - 1), abs=0.01)
    assert "not a contract price" in average.calculation


# Parts, wholes, gaps --------------------------------------------------------------------------------------------------


def test_parts_never_exceed_the_whole_and_shares_stay_within_0_and_100(data):
    table = exhibit("fossil_monthly", data).table
    months = 0
    for _, rows in table[table["months"] <= 2].groupby("period"):
        parts = rows.loc[rows["part"].isin([*energy.FUELS, "other"]), "value"].sum()
        assert parts == pytest.approx(rows.loc[rows["part"] == "total", "value"].iloc[0])
        months += 1
    assert months == 44  # four years of ten months and one pair
    assert table.loc[table["part"].isin(["share", "year"]), "shown"].between(0, 100).all()


def test_january_and_february_are_one_column_at_their_mean(data):
    plot = exhibit("fossil_monthly", data).plot
    crude = marks(plot, Columns)[0]
    pair = crude.points[0]
    assert (pair.width, pair.x, pair.label) == (2, pytest.approx(2021 + 1 / 12), "Jan–Feb 2021, monthly mean")
    assert pair.value == pytest.approx((2.548699549 + 3.131455653) / 2)
    assert marks(plot, Columns)[-1].points[0].text == "Jan–Feb"


def fuel_month(name, period):
    return lambda frame: (frame["series"] == name) & (frame["period"] == period) & (frame["months"] == 1)


@pytest.mark.parametrize("period", ["2022-06", "2022-01"])
def test_a_missing_month_stays_a_gap_and_its_year_has_no_share(data, period):
    item = exhibit("fossil_monthly", without(data, fuel_month("coal_imports_usd", period)))
    at = 2022 + (1 / 12 if period.endswith("01") else 5.5 / 12)
    for mark in marks(item.plot, Columns):
        assert [point.value for point in mark.points if point.x == pytest.approx(at)] == [None]
    assert not (item.table["period"] == "2022").any() and "left open" in item.calculation.lower()
    assert [text for _, text in marks(item.plot, Figures)[0].texts] == ["65%", "67%", "66%"]


def test_a_month_whose_parts_exceed_the_whole_is_left_open(data):
    swollen = changed(data, fuel_month("crude_imports_usd", "2023-06"), value=2e10)
    table = exhibit("fossil_monthly", swollen).table
    assert not (table["period"] == "2023-06").any() and not (table["period"] == "2023").any()


def test_what_is_not_published_is_hatched_and_never_zero(data):
    plot = exhibit("fossil_fuels", data, {"measure": "volume"}).plot
    pipeline = next(mark for mark in marks(plot, Columns) if mark.name == "Pipeline gas")
    assert pipeline.missing == "not published"
    assert {point.value for point in pipeline.points if point.x > 2022} == {None}
    assert all(point.value for point in pipeline.points if point.x < 2022)
    customs = exhibit("gas_routes", data, {"pipeline": "customs"}).plot
    assert [point.value is None for point in marks(customs, Columns)[0].points] == [True, False, True, True, True, True]


def test_tonnes_of_different_fuels_are_never_in_one_stack(data):
    for measure in ("volume", "unit_value"):
        plot = exhibit("fossil_fuels", data, {"measure": measure}).plot
        assert all(len(panel.marks) <= 1 for panel in plot.panels) and plot.own_scales


def test_months_come_from_one_source_and_one_day(data):
    for chart, picks in (("fossil_monthly", {}), ("fossil_fuels", {}), ("crude_volume", {"frequency": "M"})):
        table = exhibit(chart, data, picks).table
        fuels = table[table["series"].str.startswith(energy.FUELS)]
        assert fuels["source"].nunique() == 1 and fuels["vintage"].nunique() == 1, chart


def test_a_line_of_sums_with_more_than_a_year_open_is_refused_and_a_later_start_offered(data):
    early = exhibit("trade_rolling", data, {"first": "2005"})
    assert "Total: no figure for 23 months in a row" in early.plot.panels[0].empty
    later = exhibit("trade_rolling", data, dict(early.offers[0].picks))
    assert any(point.value is None for point in marks(later.plot, Line)[0].points), "its gaps are there still"


def test_a_revised_figure_shows_as_a_band(data):
    def first_print(frame):
        return (frame["series"] == "goods_total_usd") & (frame["period"] == "2022") & (frame["vintage"] < "2023-02-01")

    moved = replace(data, known=changed(data, first_print, value=1.8e11).known)
    item = exhibit("trade_rolling", moved)
    assert marks(item.plot, Area) and "$10.3bn" in item.calculation


@given(st.lists(st.integers(0, 35), min_size=1, max_size=36, unique=True))
@settings(max_examples=40, deadline=None)
def test_a_calendar_has_every_month_once_with_the_pair_as_one(months):
    given_spans = [(f"{2021 + m // 12}-{m % 12 + 1:02d}", 1) for m in months]
    row = {
        "series": "s",
        "value": 1.0,
        "rounding": 0.0,
        "vintage": "2023-01-01",
        "source": "x",
        "family": "y",
        "citation": "c",
    }
    spans = energy.calendar(energy.paired(dict.fromkeys(given_spans, row)))
    assert len(spans) == len(set(spans))
    assert all((months == 2) == period.endswith("-01") for period, months in spans)


def test_no_announcement_is_shown_before_it_was_published(known):
    said = exhibit("gas_announced_delivered", known("2023-01-31"), {"view": "statements"}).table
    assert (said["published"] <= "2023-01-31").all() and set(said["route"]) == {
        "power_of_siberia",
        "far_east",
        "power_of_siberia_2",
    }
    assert not said["statement"].str.contains("Binding").any()


def test_every_announcement_has_its_source_and_a_known_route():
    lines = registry.lines("announcements")
    assert len(lines) >= 10 and len(registry.table("announcements")) == len(lines)
    for line in lines:
        assert line["url"].startswith("https://") and line["title"] and line["published"] and line["words"]
        assert line["route"] in module("gas_announced_delivered").ROUTES and (not line["bcm"] or float(line["bcm"]) > 0)
        assert line["date"][: len(line["published"])] <= line["published"]


def test_one_year_may_be_asked_for(data):
    for chart in (
        "crude_share",
        "crude_volume",
        "gas_routes",
        "crude_unit_value",
        "price_volume_split",
        "fossil_monthly",
    ):
        table = exhibit(chart, data, {"first": "2022", "last": "2022"}).table
        assert set(table["period"].str[:4]) == {"2022"}


def test_the_share_panel_and_the_window_belong_to_the_reports_year(data):
    plot = exhibit("fossil_monthly", data).plot
    assert plot.windows == (fossil_monthly.WINDOW,) and plot.panels[1].scale.top == 100
    assert not exhibit("fossil_monthly", data, {"first": "2023"}).plot.windows
    assert len(exhibit("fossil_monthly", data, {"panel": "none"}).plot.panels) == 1


def test_without_months_the_split_falls_back_to_printed_years(known):
    """On 31 Jan 2023 no customs table by month was at hand: 58.4 bn and 86.25 Mt against 40.29 bn and 79.64 Mt."""
    item = exhibit("price_volume_split", known("2023-01-31"))
    assert value(item.table, part="price", period="2022") / value(
        item.table, part="value", period="2022"
    ) == pytest.approx(0.785, abs=0.003)
    assert "years as printed" in item.calculation.lower()


def test_words_of_the_calculation_line():
    assert energy.sentences("one", "", "two") == "one. Two."
    assert energy.decimals(0.05) == 1 and energy.decimals(0.5) == 0
