"""Evidence that leans on other evidence says exactly what it would say alone."""

from decimal import Decimal

import pytest

from etl.intake import impact
from etl.ledger import claims_file, ledger
from etl.store import Store


@pytest.fixture(scope="module")
def now(root):
    data = root / "data"
    return impact.known(data, Store(data).edition())


@pytest.fixture(scope="module")
def asked():
    """Claims that look for another day, and what is near them."""
    return [claim for claim in claims_file.shipped() if claim.product in ("all_goods", "crude_oil", "arms")]


@pytest.mark.parametrize(
    ("series", "partner", "period", "vintage"),
    [
        ("goods_total_usd", "RUS", "2022", "2026-12-01"),  # newer than everything: no day before it is touched
        ("goods_total_usd", "RUS", "2022", "2022-02-01"),  # an old day: every later one is
        ("goods_imports_usd", "RUS", "2021", "2023-01-14"),
        ("crude_imports_t", "RUS", "2021", "2022-03-01"),
    ],
)
def test_verdicts_are_those_of_evidence_alone(now, asked, series, partner, period, vintage):
    like = next(
        row for row in now.dataset.reported if (row.series, row.partner, row.period) == (series, partner, period)
    )
    row = like._replace(value=like.value * Decimal("1.3"), vintage=vintage, citation="new#1")
    then = impact.with_rows(now.dataset, [row])
    alone = ledger.judge(asked, ledger.Evidence(then))
    assert ledger.judge(asked, ledger.Evidence(then, now.evidence)) == alone


def test_a_new_figure_is_seen(now, asked):
    """The comparison above can fail: without the new row some verdict reads otherwise."""
    old = now.shown[("crude_imports_t", "CHN", "RUS", "2022", 12), "gacc"]
    then = impact.with_rows(now.dataset, [old._replace(value=old.value * 2, vintage="2026-12-01", citation="new#1")])
    assert ledger.judge(asked, ledger.Evidence(then, now.evidence)) != ledger.judge(asked, now.evidence)


def test_a_day_that_no_new_row_touches_is_not_worked_out_again(now, asked):
    like = next(row for row in now.dataset.reported if row.series == "goods_total_usd" and row.partner == "RUS")
    then = impact.with_rows(now.dataset, [like._replace(vintage="2026-12-01", citation="new#1")])
    leaning, claim = ledger.Evidence(then, now.evidence), asked[0]
    assert leaning.on("2023-06-30", claim) is now.evidence.on("2023-06-30", claim)
    assert leaning.on("2026-12-01", claim) is not now.evidence.on("2026-12-01", claim)
