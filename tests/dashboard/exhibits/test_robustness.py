"""The badge of a bilateral finding, the differences between editions, and what is known now beside what was known then."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.exhibits import revision, robustness
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.plot import Area, Line
from dashboard.figures import comparisons
from tests.support.chart_data import changed, marks, only

BOTH, CHINA = robustness.BOTH, robustness.CHINA_ONLY


def test_the_three_answers_on_the_figures_that_ship(data):
    flips = robustness.badge(data)
    assert flips.words == "sign flips in 2011, 2020 and 2021" and flips.tone == "attention"
    assert flips.years == ("2011", "2020", "2021")
    assert robustness.badge(data, "USA").words == BOTH and robustness.badge(data, "USA").tone == "neutral"
    assert robustness.badge(data, "RUS", first="2022").words == CHINA


def test_the_direction_of_a_year_is_compared_beyond_rounding(data):
    """2019: China counts a rise to 110.75 from 107.06 bn; here Russia's own count is made to fall."""
    assert robustness.badge(data, "RUS", "total", first="2018", last="2019").words == BOTH
    own = lambda frame: (frame["reporter"] == "RUS") & (frame["period"] == "2019")  # noqa: E731
    fallen = changed(data, own, value=lambda old: old * 0.8)
    assert robustness.badge(fallen, "RUS", "total", first="2018", last="2019").years == ("2019",)
    coarse = changed(fallen, lambda frame: frame["reporter"] == "RUS", rounding=1e11)
    assert robustness.badge(coarse, "RUS", "total", first="2018", last="2019").words == BOTH


def test_the_balance_of_the_page_on_trade_says_that_its_sign_flips(data):
    item = exhibit("trade_by_partner", data, {"view": "balance"})
    assert robustness.for_exhibit(item) == robustness.Badge(
        "sign flips in 2011, 2020 and 2021", "attention", ("2011", "2020", "2021")
    )
    alone = exhibit("trade_by_partner", data, {"view": "balance", "partners": "RUS", "first": "2013", "last": "2017"})
    assert robustness.for_exhibit(alone).words == BOTH


def test_the_order_of_partners_holds_where_both_counted_and_flips_when_turned(data):
    item = exhibit("trade_by_partner", data, {"last": "2020"})
    assert robustness.for_exhibit(item) == robustness.Badge(BOTH, "neutral", ("2020",))
    ratio = exhibit("trade_by_partner", data, {"view": "ratio", "last": "2020"})
    assert robustness.for_exhibit(ratio).words == BOTH
    rows = lambda frame: (frame["reporter"] == "RUS") & (frame["partner"] == "CHN")  # noqa: E731
    larger = changed(data, rows, value=lambda old: old * 100)
    turned = robustness.for_table(larger, item.table)
    assert turned.words == "sign flips in 2020" and turned.tone == "attention"


def test_what_russia_does_not_report_holds_in_chinas_data_only(data):
    assert robustness.for_exhibit(exhibit("trade_by_partner", data)).words == CHINA
    assert robustness.for_exhibit(exhibit("crude_share", data)).words == CHINA
    silent = only(data, lambda frame: frame["reporter"] != "RUS")
    assert robustness.badge(silent).words == CHINA


@pytest.mark.parametrize("chart", ["arms_deliveries", "exercises_timeline", "mirror_balance", "availability"])
def test_no_badge_where_nothing_is_bilateral_or_both_sides_are_shown(chart, data):
    assert robustness.for_exhibit(exhibit(chart, data)) is None


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=8),
    st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=8),
)
def test_a_badge_flips_only_where_both_move_and_apart(one, other):
    china, theirs = ([(str(2001 + n), str(2000 + n), sign) for n, sign in enumerate(signs)] for signs in (one, other))
    found = robustness._compared(china, theirs)
    flips = tuple(str(2001 + n) for n, (a, b) in enumerate(zip(one, other, strict=False)) if a * b < 0)
    assert found.years == flips if flips else found.words == BOTH
    assert robustness._compared(theirs, china).years == found.years


# What differs --------------------------------------------------------------------------------------------------------


def test_an_edition_that_changes_nothing_changes_nothing(data):
    assert comparisons.changes(data, data).empty
    assert comparisons.effect(comparisons.changes(data, data)) == "No figure shown has changed."


def test_changes_are_added_revised_and_gone_the_largest_first(data):
    def level(frame):
        return (frame["series"] == "goods_total_usd") & (frame["reporter"] == "CHN") & (frame["partner"] == "RUS")

    at = lambda year: lambda frame: level(frame) & (frame["period"] == year) & (frame["family"] == "gacc")  # noqa: E731
    after = changed(data, at("2022"), value=lambda old: old * 1.1)
    after = only(after, lambda frame: ~at("2023")(frame))
    found = comparisons.changes(data, after)
    own = found[~found["derived"]]
    assert list(own["kind"]) == ["revised", "gone"]
    assert own["change_pct"].iloc[0] == pytest.approx(10) and own["was"].iloc[0] == pytest.approx(190.271)
    said = comparisons.effect(found)
    assert said == "0 figures added, 1 revised (largest: Goods exports plus imports, Russia, 2022, +10.0%), 1 gone."
    assert set(comparisons.changes(after, data)["kind"]) == {"revised", "added"}


def test_a_finer_printing_of_the_same_value_is_no_change(data):
    rows = lambda frame: (frame["series"] == "goods_total_usd") & (frame["rounding"] > 0)  # noqa: E731
    finer = changed(data, rows, rounding=lambda old: old / 10)
    assert comparisons.changes(data, finer).empty


def test_disagreements_lie_outside_both_roundings_the_widest_first(data):
    found = comparisons.disagreements(data)
    assert "goods_total_rank" not in set(found["series"]), "ranks by two rules of counting contradict nothing"
    apart = (found["value_says"] - found["value_shown"]).abs() - found["rounding_says"] - found["rounding_shown"]
    assert len(found) > 10 and (apart > 0).all()
    assert found["apart_pct"].abs().is_monotonic_decreasing


# As known on ---------------------------------------------------------------------------------------------------------


def test_without_a_day_everything_is_as_it_is_now(data):
    item = exhibit("trade_by_partner", data)
    beside = revision.latest_beside(item)
    assert len(beside) == len(item.table) and set(beside["state"]) == {"same"}
    assert revision.ribbon(item) is item.plot


def test_what_was_known_stands_beside_what_is_known_now(known):
    item = exhibit("arms_deliveries", known("2023-01-31"))
    beside = revision.latest_beside(item)
    assert list(beside.index) == list(item.table.index)
    row = beside[(beside["kind"] == "year") & (beside["period"] == "2021")].iloc[0]
    assert (row["then"], row["now"], row["state"]) == (773, pytest.approx(466.75), "revised")
    assert row["change_pct"] == pytest.approx((466.75 / 773 - 1) * 100) and row["now_vintage"] == "2026-03-09"
    early = beside[(beside["kind"] == "year") & (beside["period"] == "1992")].iloc[0]
    assert early["state"] == "same"  # not drawn any more, but still what that release says


def test_the_ribbon_runs_from_what_was_known_to_what_is_known(known):
    item = exhibit("arms_share_windows", known("2023-01-31"), {"view": "rolling"})
    plot = revision.ribbon(item)
    bands, lines = marks(plot, Area), marks(plot, Line)
    assert bands and len(lines) == len(marks(item.plot, Line))
    band = bands[-1]
    known_then = {point.x: point.value for line in lines for point in line.points}
    assert all(point.value is None or known_then[point.x] is not None for point in band.upper)
    assert any(a.value != b.value for a, b in zip(band.upper, band.lower, strict=True))


def test_a_revision_inside_the_roundings_is_the_same_value(known, data):
    item = exhibit("trade_by_partner", known("2024-01-20"), {"partners": "USA", "first": "2023", "last": "2023"})
    (row,) = revision.latest_beside(item).to_dict("records")
    assert row["then"] != row["now"] and row["state"] == "same"  # "$664 billion", then $664.45bn


def test_first_and_latest_leaves_out_what_has_no_date_of_its_own(data):
    rows = revision.first_and_latest(data, "goods_total_usd", "CHN", "RUS", families=("gacc",))
    assert len(rows) and not rows["first_source"].eq("gacc_tertiary").any()
    assert (rows["first_vintage"] <= rows["vintage"]).all()
