"""Which row is shown: better class first, then the newest, then the finer inside its rounding."""

from decimal import Decimal

from etl import vintages
from tests.etl.test_transform import row


def shown(*rows):
    ((_, one),) = vintages.choose(rows).items()
    return one


def test_a_primary_table_beats_a_newer_paper():
    assert shown(row(value=100, source="gacc_tables"), row(value=120, vintage="2025-01-01")).row.value == 100


def test_within_a_class_the_newest_wins():
    assert shown(row(value=100), row(value=120, vintage="2024-01-01")).row.value == 120


def test_a_finer_figure_inside_the_newest_rounding_is_shown():
    newest = row(value=190, rounding=Decimal("0.5"), vintage="2024-01-01")
    assert shown(row(value="190.271", rounding=Decimal("0.0005")), newest).row.value == Decimal("190.271")
    outside = shown(row(value="188.3", rounding=Decimal("0.05")), newest)
    assert outside.row.value == 190 and len(outside.disagree) == 1


def test_rows_that_differ_only_in_rounding_do_not_disagree():
    one = shown(
        row(value="146.887", rounding=Decimal("0.0005")), row(value=147, rounding=Decimal("0.5"), vintage="2024-01-01")
    )
    assert one.row.value == Decimal("146.887") and not one.disagree and len(one.others) == 1


def test_families_are_kept_apart():
    assert len(vintages.choose([row(), row(source="imf_dots")])) == 2


def test_the_day_itself_counts_as_known_and_withdrawn_rows_never_do():
    assert vintages.known([row()], "2023-01-13") and not vintages.known([row()], "2023-01-12")
    assert not vintages.known([row(status="withdrawn")], None)
