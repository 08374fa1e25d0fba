"""Which row is shown: better class first, then the newest, then the finer inside its rounding, then who printed it first."""

from decimal import Decimal

from etl.build import vintages
from tests.etl.build.test_transform import row


def shown(*rows):
    ((_, one),) = vintages.choose(rows).items()
    return one


def test_the_classes_stand_in_order_whatever_their_days():
    sources = ("gacc_tables", "gacc_statements", "crea_customs", "gacc_press", "gacc_tertiary")
    rows = [row(value=n, source=name, vintage=f"202{n}-01-01") for n, name in enumerate(sources)]
    while rows:
        assert shown(*reversed(rows)).row == rows[0]
        rows = rows[1:]


def test_a_copy_never_stands_in_place_of_the_original():
    original = row(value=100, source="gacc_tables", vintage="2026-01-18")
    copy = row(value=100, source="gacc_tables", vintage="2026-03-18", citation="gacc_tables/x#2")
    assert shown(copy, original).row == original
    revised = copy._replace(value=Decimal(101))
    assert shown(revised, original).row == revised, "another figure is no copy"


def test_the_page_that_printed_the_shown_figure_first_stands():
    pages = [row(value=100, vintage=day, citation=f"gacc_press/x#{day}") for day in ("2023-01-13", "2023-07-13")]
    assert shown(*reversed(pages)).row == pages[0]
    back = row(value=90, vintage="2023-03-01")
    assert shown(*pages, back).row == pages[0], "what the newest page says, by its first page"


def test_an_edition_that_a_service_redistributes_stands_as_a_whole():
    editions = [row(value=100, source="crea_customs", vintage=day) for day in ("2023-03-20", "2025-01-20")]
    assert shown(*editions).row == editions[1]


def test_a_tertiary_page_refines_nothing():
    coarse = row(value=129, rounding=Decimal("0.5"), vintage="2024-01-12")
    assert shown(coarse, row(value="129.1", rounding=Decimal("0.05"), source="gacc_tertiary")).row == coarse


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
