"""Derived rows: compared with those compiled by hand, and each rule broken once."""

import csv
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from etl.build import transform, vintages
from etl.tables import registry
from etl.tables.rows import Row

COMPILED = list(csv.DictReader((Path(__file__).parent / "compiled_derived.csv").open(encoding="utf-8")))


def row(series="goods_exports_usd", reporter="CHN", partner="RUS", period="2022", months=12, value=1, **rest) -> Row:
    """A row with what a test cares about; the rest is ordinary."""
    base = {
        "rounding": Decimal(0),
        "status": "reported",
        "source": "gacc_press",
        "vintage": "2023-01-13",
        "citation": f"gacc_press/x#{value}",
    }
    return Row(series, reporter, partner, period, months, Decimal(str(value)), **(base | rest))


def found(rows, series, partner="RUS", period="2022", months=12):
    return [
        one
        for one in transform.derive(rows)
        if (one.series, one.partner, one.period, one.months) == (series, partner, period, months)
    ]


def test_the_rules_give_what_was_computed_by_hand(dataset):
    mine: dict[tuple, list[Row]] = {}
    for one in dataset.derived:
        mine.setdefault((*one.key, registry.family(one.source)), []).append(one)
    printed = {(*one.key, registry.family(one.source)) for one in dataset.reported}
    wrong, tested = [], 0
    for line in COMPILED:
        key = (line["series"], line["reporter"], line["partner"], line["period"], int(line["months"]), line["family"])
        if key in printed and key not in mine:
            continue  # what is published beats what is computed
        tested += 1
        value = Decimal(line["value"])
        slack = abs(value) * Decimal("0.0015") + (Decimal("0.06") if "_pct" in line["series"] else 0)
        if not any(abs(one.value - value) <= one.rounding + slack for one in mine.get(key, ())):
            wrong.append(line)
    assert not wrong, wrong[:5]
    assert tested > 750


def test_total_and_balance_are_sums_of_one_family():
    rows = [row(value=3), row("goods_imports_usd", value=5)]
    assert found(rows, "goods_total_usd")[0].value == 8
    assert found(rows, "goods_balance_usd")[0].value == -2
    apart = [row(value=3), row("goods_imports_usd", value=5, source="imf_dots")]
    assert not found(apart, "goods_total_usd"), "families mixed"


def test_a_published_total_is_never_replaced_by_a_sum():
    rows = [row(value=3), row("goods_imports_usd", value=5), row("goods_total_usd", value=9)]
    assert not found(rows, "goods_total_usd")


def test_the_flow_that_is_not_printed_is_the_total_less_the_other_of_one_release():
    half = Decimal("0.5")
    total = row("goods_total_usd", value=228, rounding=half)
    (third,) = found([total, row(value=103, rounding=half)], "goods_imports_usd")
    assert (third.value, third.rounding, third.status) == (125, 1, "derived") and third.citation.startswith("third(")
    (other,) = found([total, row("goods_imports_usd", value=125)], "goods_exports_usd")
    assert other.value == 103
    assert not found([total, row(value=103, source="imf_dots")], "goods_imports_usd"), "families mixed"
    assert not found([total, row(value=103, vintage="2024-01-12")], "goods_imports_usd"), "another release"
    assert not found(
        [total, row(value=103, vintage="2024-01-12"), row("goods_imports_usd", value=120)], "goods_imports_usd"
    )
    assert not found([total, row(value=230)], "goods_imports_usd"), "a part above its whole"


def test_flows_of_two_releases_are_not_added():
    rows = [row(value=3), row("goods_imports_usd", value=5, vintage="2024-01-12")]
    assert not found(rows, "goods_total_usd")


def test_a_month_is_a_difference_only_where_none_is_published():
    rows = [row(period="2022-01", months=3, value=30), row(period="2022-01", months=4, value=44)]
    assert found(rows, "goods_exports_usd", period="2022-04", months=1)[0].value == 14
    assert not found(
        [*rows, row(period="2022-04", months=1, value=13)], "goods_exports_usd", period="2022-04", months=1
    )


def test_a_year_short_of_a_month_is_no_year():
    months = [row("crude_imports_t", period=f"2022-{m:02d}", months=1, value=m) for m in range(1, 13)]
    assert found(months, "crude_imports_t")[0].value == 78
    assert not found(months[:-1], "crude_imports_t")


def test_a_joint_january_and_february_counts_as_two_months():
    months = [row("crude_imports_t", period="2022-01", months=2, value=3)]
    months += [row("crude_imports_t", period=f"2022-{m:02d}", months=1, value=m) for m in range(3, 13)]
    assert found(months, "crude_imports_t")[0].value == 78


def test_a_bloc_with_a_member_missing_has_no_sum():
    members = registry.members("ASEAN")
    rows = [row(partner=place, value=2, source="imf_dots") for place in members]
    assert found(rows, "goods_exports_usd", partner="ASEAN")[0].value == 2 * len(members)
    assert not found(rows[1:], "goods_exports_usd", partner="ASEAN")


def test_growth_uses_the_base_as_known_when_the_newer_value_came_out():
    rows = [
        row("goods_total_usd", period="2021", value=100, vintage="2022-01-14"),
        row("goods_total_usd", period="2021", value=90, vintage="2024-01-14"),  # revised later
        row("goods_total_usd", period="2022", value=130, vintage="2023-01-13"),
    ]
    assert found(rows, "goods_total_growth_pct")[0].value == 30


def test_the_base_implied_by_level_and_growth_carries_its_interval():
    rows = [
        row("goods_total_usd", partner="ASEAN", period="2025", value=1054, rounding=Decimal("0.5")),
        row("goods_total_growth_pct", partner="ASEAN", period="2025", value="7.4", rounding=Decimal("0.05")),
    ]
    (base,) = found(rows, "goods_total_usd", partner="ASEAN", period="2024")
    assert round(base.value, 1) == Decimal("981.4") and Decimal("0.8") < base.rounding < Decimal("1.2")


def test_a_share_needs_the_world_of_the_same_family():
    rows = [row("crude_imports_t", value=20), row("crude_imports_t", partner="WLD", value=100)]
    assert found(rows, "crude_imports_volume_share_pct")[0].value == 20
    assert not found([rows[0], rows[1]._replace(source="comtrade")], "crude_imports_volume_share_pct")


def test_arms_windows_stay_inside_one_release():
    rows = [row("arms_deliveries_tiv", "RUS", "CHN", str(y), value=10, source="sipri_2022") for y in range(2017, 2021)]
    rows.append(row("arms_deliveries_tiv", "RUS", "CHN", "2021", value=10, source="sipri_2025"))
    assert not [one for one in transform.derive(rows) if one.months == 60]


lists = st.lists(
    st.builds(
        row,
        series=st.sampled_from(
            ["goods_exports_usd", "goods_imports_usd", "goods_total_usd", "crude_imports_t", "crude_imports_usd"]
        ),
        partner=st.sampled_from(["RUS", "WLD", "USA"]),
        period=st.sampled_from(["2021", "2022", "2022-01", "2022-02"]),
        months=st.sampled_from([1, 2, 12]),
        value=st.integers(1, 10**6),
        vintage=st.sampled_from(["2022-01-14", "2023-01-13", "2024-01-12"]),
        source=st.sampled_from(["gacc_press", "gacc_tables", "imf_dots"]),
    ),
    max_size=12,
)


@given(lists, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(rows, random):
    order = list(rows)
    random.shuffle(order)
    assert transform.derive(order) == transform.derive(rows)
    assert vintages.choose(order) == vintages.choose(rows)


@given(lists)
def test_a_derived_row_is_as_new_as_its_newest_input_and_names_its_rule(rows):
    newest = max((one.vintage for one in rows), default="")
    for one in transform.derive(rows):
        assert one.vintage <= newest and one.citation.partition("(")[0] in transform.WORDS
