"""The two customs offices: never averaged, never filled from each other, the years in which the sign depends on who
counts; and who reported what, hatched where a source stopped."""

from itertools import pairwise

import pytest

from dashboard.exhibits.catalogue import catalogue
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.model import NothingToShow
from dashboard.exhibits.plot import Area, Columns, Line
from dashboard.figures import coverage, mirror, query
from etl.tables import registry
from tests.support.chart_data import cells, changed, marks, only, value

MIRROR = ("mirror_trade", "mirror_gap", "mirror_balance")
SOURCES = ("availability", "revisions")


@pytest.mark.parametrize("compared", MIRROR)
def test_one_side_alone_is_no_comparison(compared, data):
    alone = only(data, lambda frame: frame["reporter"] == "CHN")
    with pytest.raises(NothingToShow, match="both"):
        exhibit(compared, alone)


# Published figures, typed in from where they stand -------------------------------------------------------------------


def test_both_sides_of_2021_and_the_gap_between_them(data):
    """68.679 bn: Russia to UN Comtrade; China's count is the row of the trade page, 114.149 in 2022 (GACC, 13 Jan 2023)."""
    item = exhibit("mirror_trade", data)
    trade = exhibit("trade_by_partner", data, {"flow": "import"}).table
    ours = value(item.table, side="CHN", period="2021")
    assert ours == value(trade, partner="RUS", period="2021")
    assert value(item.table, side="CHN", period="2022") == 114.149
    assert round(value(item.table, side="RUS", period="2021"), 3) == 68.679
    gap = ours - 68.679
    assert (
        item.headline
        == f"In 2021, the last year both counted, China’s imports from Russia were ${gap:.1f}bn more than Russia’s exports"
    )
    assert round(value(exhibit("mirror_gap", data).table, flow="import", period="2021"), 1) == round(
        gap / 68.679 * 100, 1
    )


def test_the_years_in_which_the_sign_depends_on_who_counts(data):
    """2011: −13.99 against +0.16; 2020: −5.77 (UN Comtrade: 49.146 less 54.913) against +6.60 (GACC, 14 Jan 2021: 57.18 less 50.58); 2021: −4.01."""
    item = exhibit("mirror_balance", data)
    assert sorted(set(item.table.loc[item.table["differs"], "period"])) == ["2011", "2020", "2021"]
    assert [round(value(item.table, side=side, period="2020"), 2) for side in ("RUS", "CHN")] == [-5.77, 6.6]
    assert (
        item.headline
        == "Up to 2021, the last year both counted, the sign of Russia’s balance depended on who counts: 2011, 2020, 2021"
    )
    bands = item.plot.windows
    assert [(band.first, band.last) for band in bands] == [(2011, 2012), (2020, 2022)]
    other = exhibit("mirror_balance", data, {"whose": "CHN"})
    assert sorted(set(other.table.loc[other.table["differs"], "period"])) == ["2011", "2020", "2021"]


def test_the_balance_of_one_country_is_the_others_with_the_sign_turned(data):
    russia = exhibit("mirror_balance", data).table
    china = exhibit("mirror_balance", data, {"whose": "CHN"}).table
    for side in ("CHN", "RUS"):
        one, other = (table[table["side"] == side].set_index("period")["value"] for table in (russia, china))
        assert (one + other).abs().max() == 0


@pytest.mark.parametrize("pair", mirror.PAIRS)
@pytest.mark.parametrize("flow", ["import", "export"])
def test_the_two_sides_are_never_averaged_nor_filled_from_each_other(data, pair, flow):
    rows = mirror.sides(data, pair, flow, first="2010")
    assert set(rows["side"]) == {"CHN", pair}
    for row in rows.to_dict("records"):
        same = query.pick(
            data, row["series"], reporter=row["reporter"], partner=row["partner"], family=row["family"],
            first=row["period"], last=row["period"], whole_years=True,
        )  # fmt: skip
        assert row["reporter"] == row["side"]
        worked_out = row["citation"].startswith("third(") and "less" in row["said"]
        assert worked_out or list(same["value"]) == [row["value"]]


def test_a_year_that_one_office_lacks_stays_without_a_gap(data):
    missing = only(data, lambda frame: ~((frame["reporter"] == "RUS") & (frame["period"] == "2015")))
    assert "2015" not in set(exhibit("mirror_gap", missing).table["period"])
    line = next(line for line in marks(exhibit("mirror_trade", missing).plot, Line) if line.dashed)
    assert [point.value for point in line.points if point.label == "2015"] == [None]


def test_the_partners_line_is_dashed_and_chinas_is_not(data):
    for pair in mirror.PAIRS:
        for name in ("mirror_trade", "mirror_balance"):
            lines = marks(exhibit(name, data, {"pair": pair}).plot, Line)
            assert [line.dashed for line in lines] == [False, True]
            assert lines[0].colour != lines[1].colour


@pytest.mark.parametrize(("factor", "said"), [(2.0, "$77.2bn less than"), (0.5, "more than")])
def test_the_headline_of_the_trade_turns(data, factor, said):
    rows = lambda frame: (frame["series"] == "goods_exports_usd") & (frame["reporter"] == "RUS")  # noqa: E731
    item = exhibit("mirror_trade", changed(data, rows, value=lambda old: old * factor))
    assert ("less" if factor > 1 else "more") in item.headline and said.split()[-2] in item.headline


def test_the_headlines_are_neutral_or_plain_when_the_sides_agree(data):
    flat = changed(data, lambda frame: frame["series"].isin(("goods_exports_usd", "goods_imports_usd")), value=1e11)
    assert exhibit("mirror_trade", flat).headline == catalogue()["mirror_trade"]["title"]
    assert (
        exhibit("mirror_gap", flat).headline
        == "In 2021, the last year both counted, China and Russia agreed within freight costs"
    )
    sold = lambda frame: (frame["series"] == "goods_exports_usd") & (frame["reporter"] == "RUS")  # noqa: E731
    bought = lambda frame: (frame["series"] == "goods_imports_usd") & (frame["reporter"] == "CHN")  # noqa: E731
    more = changed(changed(data, sold, value=1e12), bought, value=1e12)
    agreed = exhibit("mirror_balance", more)
    assert (
        agreed.headline
        == "Up to 2021, the last year both counted, Russia’s balance had the same sign in both countries’ data"
        and not agreed.plot.windows
    )


def test_the_band_of_usual_freight_is_the_one_picked(data):
    wide = exhibit("mirror_gap", data, {"band": "10-20"})
    (band,) = marks(wide.plot, Area)
    assert {point.value for point in band.upper} == {20.0} and {point.value for point in band.lower} == {10.0}
    assert (
        "10 to 20%" in wide.calculation
        and wide.headline == "In 2021, the last year both counted, China and Russia agreed within freight costs"
    )
    none = exhibit("mirror_gap", data, {"band": "none"})
    assert not marks(none.plot, Area) and none.headline == catalogue()["mirror_gap"]["title"]


@pytest.mark.parametrize(
    ("years", "said"), [(["2011"], "2011"), (["2020", "2011", "2021"], "2011, 2020 and 2021"), (["2011", "2012", "2013"], "2011–2013")]
)  # fmt: skip
def test_years_in_words(years, said):
    assert mirror.years_in_words(years) == said


# Sources -------------------------------------------------------------------------------------------------------------


def test_what_stopped_is_hatched_and_never_zero(data):
    for theme, lane in (("trade", "Russia to UN"), ("energy", "Piped gas, tonnes")):
        item = exhibit("availability", data, {"theme": theme})
        rows = item.table[item.table["lane"] == lane]
        stopped = rows[rows["state"] == "stopped"]
        assert stopped["period"].min() == "2022" and stopped["value"].isna().all()
        assert {cell.state for cell in cells(item.plot) if cell.first >= 2022 and cell.name.startswith(lane)} == {
            "stopped"
        }
    before = exhibit("availability", data, {"theme": "trade"}).table
    assert value(before, "value", lane="Russia to UN", period="2021") == 12


def test_a_source_had_not_stopped_before_it_did(known):
    item = exhibit("availability", known("2021-12-31"))
    assert not item.table["state"].eq("stopped").any() and item.headline == item.title


def test_when_figures_come_back_the_hatching_goes(data):
    import pandas as pd

    frame = data.known
    last = frame[(frame["reporter"] == "RUS") & (frame["family"] == "comtrade") & (frame["period"] == "2021")]
    later = [last.assign(period=str(year)) for year in range(2022, 2027)]
    back = changed(data, lambda rows: rows["value"] != rows["value"], value=0.0)
    back = type(back)(**{**back.__dict__, "known": pd.concat([frame, *later], ignore_index=True)})
    table = exhibit("availability", back).table
    assert not (table["lane"].eq("Russia to UN") & table["state"].eq("stopped")).any()


def test_a_part_of_a_year_is_counted_in_months(data):
    table = exhibit("availability", data).table
    assert value(table, "value", lane="Russian customs", period="2021") == 9  # January to September, as stated
    assert set(table["value"].dropna()) <= set(range(1, 13))


def test_months_that_a_span_covers():
    assert coverage.span("2022", 12)[-1] == "2022-12" and coverage.span("2021-11", 3) == [
        "2021-11",
        "2021-12",
        "2022-01",
    ]


def test_every_stream_is_known_to_the_tables():
    lines = registry.lines("streams")
    assert len({line["stream"] for line in lines}) == len(lines) > 10
    families = {line["family"] for line in registry.lines("sources")}
    for line in lines:
        assert set(line["series"].split(";")) <= set(registry.table("series"))
        assert set(line["family"].split(";")) <= families and bool(line["stopped"]) == bool(line["why"])


def test_each_stream_of_energy_is_one_lane_by_month(data):
    item = exhibit("availability", data, {"theme": "energy", "grain": "month", "first": "2021", "last": "2022"})
    lane = item.plot.panels[0].lanes.index("Crude, tonnes")
    assert [(cell.first, cell.state) for cell in cells(item.plot) if cell.lane == lane] == [(2021.0, "full")]
    assert item.plot.axis == "month"


def test_china_customs_revised_2021_without_reprinting_it(data):
    """190.271 bn, +29.3 % (13 Jan 2023) makes 147.155 bn of the 146.887 bn first published."""
    table = exhibit("revisions", data).table
    assert round(value(table, kind="newest", period="2021"), 3) == 147.155
    assert value(table, kind="first", period="2021") == 146.887
    assert round(value(table, kind="change", period="2021"), 1) == 0.2


def test_sipri_cut_2021_by_two_fifths(data):
    """773 in the 2022 release (28 July 2022), 467 in the 2025 one (13 Feb 2026)."""
    item = exhibit("revisions", data, {"what": "arms"})
    assert item.headline == "SIPRI cut 2021 deliveries from 773 (2022 release) to 467 (2025)"
    assert round(value(item.table, kind="change", period="2021")) == -40
    assert len(item.plot.panels) == 2  # the difference in per cent has its own panel


def test_what_stays_inside_the_roundings_is_pale_and_makes_no_headline(data):
    table = exhibit("revisions", data).table
    (columns,) = marks(exhibit("revisions", data).plot, Columns)
    hollow = {point.label for point in columns.points if point.hollow}
    assert hollow == set(table.loc[(table["kind"] == "change") & ~table["beyond"].astype(bool), "period"])
    rows = lambda frame: frame["series"].isin(("goods_total_usd", "goods_total_growth_pct"))  # noqa: E731
    coarse = changed(data, rows, rounding=lambda old: old + 2e10)
    assert exhibit("revisions", coarse).headline == catalogue()["revisions"]["title"]


# The matrix as drawn --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["slide", "phone", "card"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_matrix_stays_inside_its_lanes_and_hatches_what_stopped(data, size, theme):
    from dashboard import draw
    from dashboard.draw import style

    item = exhibit("availability", data)
    frame = style.frame(size, theme)
    sheet = draw.place(item.plot, draw.Words(item.headline, item.subtitle), frame)
    bars = {trace["name"]: trace for trace in sheet.traces if trace["meta"]["role"] == "cells"}
    assert set(bars) == {"full", "part", "stopped"} and bars["stopped"]["marker"]["pattern"]["shape"] == "/"
    spans = sorted(
        {(base, base + high) for bar in bars.values() for base, high in zip(bar["base"], bar["y"], strict=True)}
    )
    assert len(spans) == len(item.plot.panels[0].lanes)
    assert all(low[1] < high[0] for low, high in pairwise(spans))  # lanes never touch
    written = [box for box in sheet.boxes if box.role == "cell"]
    assert {box.words for box in written} <= {cell.text for cell in cells(item.plot)}
    assert all(min(box.x0, box.y0) >= 0 and box.x1 <= frame.width and box.y1 <= frame.height for box in sheet.boxes)


def test_a_value_without_room_in_its_cell_is_left_to_the_table():
    from dashboard import draw
    from dashboard.draw import style
    from dashboard.exhibits.plot import Cell, Cells, Panel, Plot

    made = tuple(
        Cell(2014.0 + n, 2015.0 + n, 0, text, text=text) for n, text in enumerate(("announced", "24", "4", "10", "2"))
    )
    plot = Plot((Panel((Cells(made),), lanes=("Su-35",)),), first=2014.0, last=2019.0)
    written = {
        size: {box.words for box in draw.place(plot, draw.Words(), style.frame(size)).boxes if box.role == "cell"}
        for size in ("slide", "phone")
    }
    assert "announced" in written["slide"] and "announced" not in written["phone"]
    assert {"24", "4", "10"} <= written["phone"]


def test_the_name_of_the_line_that_ends_early_never_stands_behind_the_other_line(data):
    from dashboard import draw
    from dashboard.draw import style

    plot = exhibit("mirror_trade", data).plot
    sheet = draw.place(plot, draw.Words(), style.frame("card", height=316))
    (name,) = [box for box in sheet.boxes if box.words == "Russia’s exports"]
    china = next(trace for trace in sheet.traces if trace["name"] == "China’s imports")
    year = china["y"][china["x"].index(2021.5)]
    low, high = sheet.axes["yaxis"]["range"]
    over = sheet.bottom - (year - low) / (high - low) * (sheet.bottom - sheet.top)
    assert name.y0 > over, "above China’s line it would be read as China’s"
