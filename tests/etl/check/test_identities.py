"""What does not add up is found, each kind once, and clean rows give nothing."""

from decimal import Decimal

from etl.check.identities import check
from tests.etl.build.test_transform import row


def kinds(*rows):
    return [one.kind for one in check(rows)]


def test_clean_rows_give_nothing():
    assert kinds(row(value=3), row("goods_imports_usd", value=5), row("goods_total_usd", value=8)) == []


def test_exports_and_imports_must_sum_to_the_total():
    assert kinds(row(value=3), row("goods_imports_usd", value=5), row("goods_total_usd", value=9)) == ["identity"]
    rounded = row("goods_total_usd", value=9, rounding=Decimal(1))
    assert kinds(row(value=3), row("goods_imports_usd", value=5), rounded) == []


def test_months_must_sum_to_the_year():
    months = [row(period=f"2022-{m:02d}", months=1, value=10) for m in range(1, 13)]
    assert kinds(*months, row(value=120)) == []
    assert kinds(*months, row(value=130)) == ["months"]


def test_a_split_pair_must_sum():
    rows = [row(period="2022-01", months=1, value=10), row(period="2022-02", months=1, value=11)]
    assert kinds(*rows, row(period="2022-01", months=2, value=21)) == []
    assert kinds(*rows, row(period="2022-01", months=2, value=31)) == ["pair"]


def test_no_part_above_the_whole():
    assert kinds(row(value=10), row(partner="WLD", value=9)) == ["parts"]
    fuels = [row("crude_imports_usd", value=6), row("coal_imports_usd", value=6)]
    assert kinds(*fuels, row("goods_imports_usd", value=11)) == ["parts"]


def test_a_power_of_ten_is_seen():
    years = [row(period=str(y), value=100 + y % 7) for y in range(2015, 2022)]
    assert kinds(*years) == []
    assert kinds(*years[:3], years[3]._replace(value=years[3].value * 1000), *years[4:]) == ["magnitude"]


def test_disagreements_and_gaps_carry_their_rows():
    (one,) = check([row(value=100), row(value=120, vintage="2024-01-01")])
    assert one.kind == "disagreement" and len(one.rows) == 2
    assert kinds(row("goods_total_usd", period="2019"), row("goods_total_usd", period="2021")) == ["gap"]


def test_the_shipped_figures_are_reported_with_rows(dataset):
    found = check(dataset.reported)
    assert len(found) > 40 and all(one.words.endswith(".") for one in found)
    assert all(one.rows for one in found if one.kind != "gap")
