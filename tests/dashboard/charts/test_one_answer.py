"""No chart shows exports, imports and total that do not add up without a word; one question has one answer on every page."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.plot import Line
from dashboard.figures import query, rolling, splice, triples
from dashboard.overview import key_figures, unsaid
from etl.build import transform, vintages
from etl.build.build import Dataset
from etl.tables.rows import Citation, Row
from tests.support.chart_data import changed, marks, value, without

BN = 10**9
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # every example draws some hundred tables


def test_nothing_that_ships_is_shown_unsaid(data):
    assert list(unsaid.findings(data)) == []


ROWS = st.lists(
    st.tuples(
        st.sampled_from(("exports", "imports", "total")), st.sampled_from(("usd", "cny")), st.sampled_from(("RUS", "EU27", "WLD")),
        st.sampled_from(("2020", "2021", "2022")), st.sampled_from((10, 11, 20, 21, 22, 31)),
        st.sampled_from((0, 0.05, 0.5)), st.sampled_from(("gacc_tables", "gacc_press", "comtrade", "imf_dots")),
        st.sampled_from(("2021-01-14", "2022-01-14", "2023-01-13")),
    ),
    max_size=40,
)  # fmt: skip


@given(ROWS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=NO_SHRINKING)
def test_whatever_is_held_no_pick_shows_what_does_not_add_up_unsaid(held):
    rows = [
        Row(
            f"goods_{flow}_{currency}",
            "CHN",
            partner,
            year,
            12,
            Decimal(level) * BN,
            Decimal(str(half)) * BN,
            "reported",
            source,
            day,
            f"{source}/x#{n}",
        )
        for n, (flow, currency, partner, year, level, half, source, day) in enumerate(held)
    ]
    derived = transform.derive(vintages.known(rows, None))
    made = Dataset("2026-12-01+0", None, tuple(rows), tuple(derived), {}, ())
    assert list(unsaid.findings(query.from_dataset(made))) == []


def test_the_check_sees_a_total_that_is_moved(data):
    """The guard can fail: a table whose total is moved behind the chart's back is found."""
    table = exhibit("trade_by_partner", data, {"flow": "export"}).table
    imports, total = (exhibit("trade_by_partner", data, {"flow": flow}).table for flow in ("import", "total"))
    moved = total.assign(value=total["value"] * 1.02)
    found = list(unsaid._sums([table, imports, moved], "here"))
    assert any("Russia 2022" in one["words"] for one in found)
    assert not list(unsaid._sums([table, imports, total], "here"))


def test_parts_and_total_that_disagree_are_said_with_both_figures(data):
    fits = lambda f: (f["series"] == "goods_total_usd") & (f["partner"] == "RUS") & (f["period"] == "2022")  # noqa: E731
    gacc = lambda f: fits(f) & (f["family"] == "gacc")  # noqa: E731
    others = without(data, lambda f: (f["partner"] == "RUS") & (f["period"] == "2022") & (f["family"] != "gacc"))
    item = exhibit("trade_by_partner", changed(others, gacc, value=1.95e11), {"flow": "import"})
    told = "Russia 2022: exports and imports (China Customs) sum to $190.3bn, the printed total (China Customs) is $195.0bn"
    assert "Russia 2022" in item.calculation and told in set(item.table["said"])
    line = next(line for line in marks(item.plot, Line) if line.colour == "RUS")
    assert [(point.value, point.said) for point in line.points if point.label == "2022"] == [(114.149, told)]


# One answer a question -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "imports"), [("2022", 114.149), ("2024", None)])
def test_imports_from_russia_are_one_figure_on_every_page(data, year, imports):
    """114.149 bn: GACC, 13 Jan 2023, https://tass.com/economy/1561861."""
    trade = value(exhibit("trade_by_partner", data, {"flow": "import"}).table, partner="RUS", period=year)
    mirror = value(exhibit("mirror_trade", data, {"flow": "import"}).table, side="CHN", period=year)
    fossil = exhibit("fossil_share", data).table
    goods = value(fossil[fossil["series"] == "goods_imports_usd"], period=year)
    rolled = value(exhibit("trade_rolling", data, {"flow": "import"}).table, end=f"{year}-12")
    assert {trade, mirror, goods, rolled} == {trade} and imports in (None, trade)


def test_shares_and_balances_are_one_figure_on_every_page(data):
    share = exhibit("trade_by_partner", data, {"view": "share"}).table
    dependence = exhibit("dependence_shares", data).table
    own = dependence[(dependence["role"] == "drawn") & (dependence["reporter"] == "CHN")]
    ours = share[share["partner"] == "RUS"].set_index("period")["shown"]
    theirs = own.set_index("period")["shown"]
    assert len(theirs) > 10 and list(theirs) == list(ours.reindex(theirs.index))
    said = key_figures._dependence(data)
    assert said.big.endswith(f"{ours[said.when]:.1f}%")
    balance = exhibit("trade_by_partner", data, {"view": "balance"}).table
    mirror = exhibit("mirror_balance", data, {"whose": "CHN"}).table
    mirror = mirror[mirror["side"] == "CHN"].set_index("period")["shown"]
    ours = balance[balance["partner"] == "RUS"].set_index("period")["shown"]
    assert list(mirror) == list(ours.reindex(mirror.index))


def test_the_fossil_and_crude_figures_of_the_overview_are_those_of_their_charts(data):
    shares = exhibit("fossil_share", data).table
    monthly = exhibit("fossil_monthly", data).table
    for row in monthly[monthly["part"] == "year"].itertuples():
        assert row.shown == value(shares, part="fuels", period=row.period)
    fossil, crude = key_figures._fossil(data), key_figures._crude(data)
    assert fossil.big == f"{value(shares, part='fuels', period=fossil.when):.1f}%"
    drawn = exhibit("crude_share", data).table
    assert crude.big == f"{value(drawn, partner='RUS', period=crude.when):.1f}%"


# Lines ---------------------------------------------------------------------------------------------------------------


def two_families(step):
    """Return data with Russia by IMF to 2021 and by China Customs from 2021 on, apart by a step in the year of both."""
    rows = []
    for year, source, factor in (
        ("2020", "imf_dots", 1),
        ("2021", "imf_dots", 1),
        ("2021", "gacc_press", step),
        ("2022", "gacc_press", 1),
    ):
        for flow, level in (("exports", 40), ("imports", 60), ("total", 100)):
            rows.append(Row(f"goods_{flow}_usd", "CHN", "RUS", year, 12, Decimal(str(level * factor)) * BN, Decimal(0),
                            "reported", source, "2023-01-13", f"{source}/x#{flow}{year}"))  # fmt: skip
    said = {
        row.citation: Citation(row.citation, "A table", "https://example.org", row.vintage, "1", "") for row in rows
    }
    return query.from_dataset(Dataset("2026-12-01+0", None, tuple(rows), (), said, ()))


@pytest.mark.parametrize(("step", "torn"), [(1.004, False), (0.992, False), (1.02, True)])
def test_a_change_of_source_is_marked_with_both_values_and_torn_only_beyond_one_per_cent(step, torn):
    item = exhibit("trade_by_partner", two_families(step), {"partners": "RUS", "events": "none"})
    (line,) = marks(item.plot, Line)
    assert bool(line.breaks) == torn and list(item.table["joint"]) == [False, True, False]
    (told,) = {text for text in item.table["joint_words"] if text}
    assert "China Customs in place of IMF" in told and "$100.0bn" in told and f"${100 * step:.1f}bn" in told
    assert [point.joint for point in line.points if point.joint] == ([] if torn else [told])
    assert ("diamond" in item.calculation) != torn


def test_a_change_of_source_nobody_can_measure_is_torn():
    data = two_families(1)
    read = splice.reader(data, "total")
    alone = without(data, lambda f: (f["family"] == "imf") & (f["period"] == "2021"))
    row = splice.line(
        alone, splice.reader(alone, "total"), ("CHN", "RUS"), currency="usd", families=("gacc", "imf")
    ).iloc[1]
    assert row["joint"] and row["torn"] and "no year near it has both" in row["joint_words"]
    assert not splice.line(data, read, ("CHN", "RUS"), currency="usd", families=("gacc", "imf"))["torn"].any()


def test_labels_that_end_in_different_years_say_so(known):
    """As known on 31 Jan 2023 the EU's line ended in 2021 ($828.1bn) and Russia's in 2022 ($190.3bn)."""
    lines = {line.colour: line for line in marks(exhibit("trade_by_partner", known("2023-01-31")).plot, Line)}
    assert lines["EU27"].dated_value == "$828.1bn in 2021" and lines["RUS"].dated_value == "$190.3bn in 2022"
    assert lines["EU27"].end == "", "a multiple of another year’s trade with Russia stands nowhere"
    growth = exhibit("trade_by_partner", known("2023-01-31"), {"view": "growth", "flow": "import"}).plot
    ends = [line.when for line in marks(growth, Line)]
    assert len(ends) > 1 and len(set(ends)) > 1 and all(end.startswith("in 20") for end in ends)


def test_the_index_speaks_of_the_flow_it_draws_and_of_all_lines(data):
    head = exhibit("trade_by_partner", data, {"view": "index", "flow": "import"}).headline
    assert head.startswith("China’s imports from Russia stood at") and head.endswith("of the four")
    head = exhibit("trade_by_partner", data, {"view": "index", "flow": "export"}).headline
    assert head.startswith("China’s exports to Russia stood at")


# Rolling sums --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "before", "follows"),
    [
        ("2022-03", "2022-02", True),
        ("2022-02", "2021-12", True),
        ("2022-05", "2022-03", False),
        ("2023-12", "2022-12", False),
    ],
)
def test_a_line_of_sums_goes_on_only_to_the_next_month_printed(end, before, follows):
    assert rolling.follows(end, before) is follows


@pytest.mark.parametrize("chart", ["trade_rolling", "trade_by_partner"])
def test_no_rolling_line_runs_over_a_gap(chart, data):
    only = {"frequency": "M", "partners": "RUS", "first": "2013"}
    item = exhibit(chart, data, only if chart == "trade_by_partner" else {})
    assert marks(item.plot, Line)
    ends = dict(enumerate(item.table["end"]))
    for line in marks(item.plot, Line):
        drawn = list(line.points)
        for one, two in itertools.pairwise(drawn):
            if one.value is not None and two.value is not None:
                assert rolling.follows(ends[two.row], ends[one.row])


def test_the_trade_page_reaches_as_far_as_the_rolling_chart(data):
    here = exhibit("trade_by_partner", data, {"frequency": "M", "first": "2016"}).table
    there = exhibit("trade_rolling", data).table
    ours = here[here["partner"] == "RUS"].set_index("end")["shown"]
    assert list(ours.index) == list(there["end"]) and list(ours) == list(there["shown"])


def test_months_can_be_picked(data):
    item = exhibit("trade_rolling", data, {"first": "2022-03", "last": "2022-12"})
    assert item.table["end"].min() == "2022-03" and item.table["end"].max() == "2022-12"
    for chart in ("fossil_monthly", "fossil_fuels"):
        months = exhibit(chart, data, {"first": "2022-03", "last": "2022-12"}).table
        assert months["period"].min() == "2022-03" and months["period"].max() == "2022-12"


def test_shares_of_two_families_say_so():
    data = two_families(1)
    world = [
        Row(
            "goods_total_usd",
            "CHN",
            "WLD",
            "2022",
            12,
            Decimal(1000) * BN,
            Decimal(0),
            "reported",
            "comtrade",
            "2023-05-01",
            "comtrade/x#1",
        )
    ]
    made = query.from_dataset(Dataset("2026-12-01+0", None, (*_rows(data), *world), (), {}, ()))
    found = triples.share(made, ("CHN", "RUS", "2022", 12, "usd"), "total")
    assert (
        round(found["value"], 6) == 10
        and found["said"] == "Russia 2022: China Customs’s figure over UN Comtrade’s total"
    )


def _rows(data):
    frame = data.shown[
        [
            "series",
            "reporter",
            "partner",
            "period",
            "months",
            "value",
            "rounding",
            "status",
            "source",
            "vintage",
            "citation",
        ]
    ]
    return [
        Row(*line[:5], Decimal(str(line[5])), Decimal(str(line[6])), *line[7:])
        for line in frame.itertuples(index=False, name=None)
    ]


@pytest.mark.parametrize(
    ("claim", "flow", "figure"),
    [
        ("leiden-trade-growth-2022", "total", 29.3),
        ("leiden-china-imports-growth-2022", "import", 43.4),
        ("leiden-china-exports-growth-2022", "export", 12.8),
        ("leiden-trade-growth-2021", "total", 35.9),
    ],
)
def test_the_growth_that_the_texts_cite_comes_out_of_the_rows_that_the_trade_page_draws(data, claim, flow, figure):
    """29.3, 43.4, 12.8: https://tass.com/economy/1561861 (GACC, 13 Jan 2023); 35.9: as the texts cite it."""
    from etl.build.build import load
    from etl.ledger import claims_file, ledger

    dataset = load(data.folder, data.edition)
    (verdict,) = ledger.judge([one for one in claims_file.shipped() if one.id == claim], ledger.Evidence(dataset))
    cited = {row.citation for row in verdict.inputs}
    drawn = exhibit("trade_by_partner", data, {"view": "growth", "flow": flow}).table
    ours = drawn[(drawn["partner"] == "RUS") & (drawn["period"] == claim[-4:])]
    assert cited and cited <= set(ours["citation"]) and figure in {round(value, 1) for value in ours["shown"]}


def test_a_day_decides_which_years_of_imports_are_known(known):
    """190.271 bn in all and 114.149 bn of imports came out on 13 Jan 2023: https://tass.com/economy/1561861."""
    from dashboard.exhibits.exhibit import NothingToShow

    span = {"flow": "import", "first": "2022", "last": "2022"}
    assert value(exhibit("trade_by_partner", known("2023-03-01"), span).table, partner="RUS") == 114.149
    with pytest.raises(NothingToShow, match="2022"):
        exhibit("trade_by_partner", known("2022-12-31"), span)
