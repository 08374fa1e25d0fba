"""The file's own grid: what becomes of each figure, the counts, and that nothing is lost between the rows and the cells."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.intake import grid, grid_text, intake, outcomes
from etl.intake.outcomes import BEHIND, CHANGED, EQUAL, FINER, MISSING, NEW, OF_THE_FILE, Outcome
from etl.tables.rows import Row
from tests.support.upload_files import april

SHIPPED = Path(__file__).parents[3] / "data"


def row(value="21.4e9", rounding="5e7", **more) -> Row:
    """A figure of China Customs, of trade with Russia in April 2026 unless told otherwise."""
    told = {"series": "goods_total_usd", "reporter": "CHN", "partner": "RUS", "period": "2026-04", "months": 1} | more
    return Row(*told.values(), Decimal(value), Decimal(rounding), "reported", "gacc_tables", "2026-05-09", "table 1, row 6, column 2")  # fmt: skip


@pytest.mark.parametrize(
    ("new", "old", "after", "state"),
    [
        (row(), None, row(), NEW),
        (row("21.4e9"), row("21.38e9", "5e6"), row("21.38e9", "5e6"), EQUAL),  # a coarser print of what is known
        (row("21.38e9", "5e6"), row("21.4e9"), row("21.38e9", "5e6"), FINER),
        (row("21.9e9"), row("21.4e9"), row("21.9e9"), CHANGED),
        (row("21.9e9"), row("21.4e9"), row("21.4e9"), BEHIND),  # a newer figure stays in front
    ],
)
def test_a_state_says_what_a_reader_would_see(new, old, after, state):
    assert outcomes.state_of(new, old, after) == state


FLOWS = ("goods_total_usd", "goods_exports_usd", "crude_imports_t", "gacc_steel_imports_cny", "arms_deal_s400_2014_tiv")
outcome = st.builds(
    lambda series, partner, month, months, state, value: Outcome(
        (series, "CHN", partner, f"2026-{month:02d}", months), state,
        None if state == MISSING else row(value, series=series, partner=partner, period=f"2026-{month:02d}", months=months),
        None if state == NEW else row(series=series, partner=partner, period=f"2026-{month:02d}", months=months),
    ),
    st.sampled_from(FLOWS), st.sampled_from(("DEU", "WLD", "RUS", "USA", "VNM")), st.integers(1, 12),
    st.sampled_from((1, 3)), st.sampled_from((*OF_THE_FILE, MISSING)), st.integers(-(10**13), 10**13),
)  # fmt: skip
told = st.lists(outcome, max_size=40, unique_by=lambda each: each.key)


@given(told)
def test_every_figure_stands_in_one_cell_and_the_counts_add_up(given_):
    made = grid.grid(given_)
    cells = list(made.cells)
    assert sorted(cell.key for cell in cells) == sorted(each.key for each in given_)
    assert len({line.about for line in made.lines}) == len(made.lines)
    assert {column for line in made.lines for column in line.cells} == set(made.columns)
    counted = outcomes.counts(given_)
    assert sum(counted.values()) == len(cells) == sum(grid.counts(made.lines).values())
    words = outcomes.counts_words(given_)
    whole, parts = words.split("; ")[0].split(": ")
    assert sum(int(number) for number in re.findall(r"(?:^|, )(\d+)", parts)) == int(whole.split()[0])
    assert int(whole.split()[0]) == len(given_) - counted[MISSING] and ("; " in words) == bool(counted[MISSING])


@given(told)
def test_near_partners_stand_first_and_figures_can_be_read(given_):
    made = grid.grid(given_)
    ranks = [grid.NEAR.index(line.about.partner) if line.about.partner in grid.NEAR else 9 for line in made.lines]
    assert ranks == sorted(ranks)
    for line in made.lines:
        assert line.label
        for column, cell in line.cells.items():
            unit = made.units[column.measure]
            value = Decimal(grid.whole(grid.row_of(cell), unit).replace(",", "").replace("−", "-"))
            assert value * unit.scale == grid.row_of(cell).value, "the line under the grid has every digit"
            shown = Decimal(grid.shown(grid.row_of(cell), unit).replace(",", "").replace("−", "-"))
            assert abs(shown - value) <= max(
                grid.row_of(cell).rounding / unit.scale, Decimal("0.0005"), abs(value) / 20
            )
    assert all(isinstance(text, str) for text in grid_text.lines(given_))


def test_long_columns_of_months_go_down_instead_of_across():
    months = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
    made = grid.grid([Outcome(one.key, NEW, one, None) for one in (row(period=month) for month in months)])
    assert len(made.columns) == 1 and [line.about.period for line in made.lines] == months


def test_a_table_of_the_office_keeps_its_own_form(copy):
    one = intake.preview(copy, april(), "statistics.xls")
    made = grid.grid(one.outcomes)
    assert [line.label for line in made.lines] == ["Russia", "World"], (
        "Russia first, though the file has the total first"
    )
    assert [(grid.measure_name(column.measure), column.period, column.months) for column in made.columns] == [
        (flow, period, months)
        for flow in ("Exports + imports", "Exports", "Imports")
        for period, months in (("2026-04", 1), ("2026-01", 4))
    ] + [(f"{flow}, growth", "2026-01", 4) for flow in ("Exports + imports", "Exports", "Imports")]
    (cell,) = [cell for column, cell in made.lines[0].cells.items() if column == made.columns[0]]
    assert cell.new.citation == "table 1, row 6, column 2" and cell.state == NEW
    assert outcomes.counts_words(one.outcomes) == "18 figures: 18 new, 0 known already and equal, 0 changed"


def test_the_second_file_says_what_is_equal_what_changed_and_from_what(copy):
    intake.accept(copy, intake.preview(copy, april(), "statistics.xls"), by="Anna")
    one = intake.preview(copy, april(russia=21_400.0, published="2026/05/20"), "statistics.xls")
    assert outcomes.counts_words(one.outcomes) == "18 figures: 0 new, 15 known already and equal, 3 changed"
    text = grid_text.lines(one.outcomes)
    assert text[0] == "    Russia: 3 changed, 6 known already and equal"
    assert text[1].strip() == "Exports + imports 2026-04: 21 → 21.4 US$ bn, changed [table 1, row 6, column 2]"


def test_a_coarser_and_older_print_changes_nothing_and_asks_nothing(copy):
    """The first page of a month rounds; what the bulletin prints ten days later stays, and nobody is asked about it."""
    fine = april(russia=21_400.4, published="2026/05/18")
    intake.accept(copy, intake.preview(copy, fine, "bulletin.xls"), by="Anna")
    coarse = intake.preview(copy, april(russia=21_400.4, published="2026/05/09"), "first.xls")
    assert not coarse.held and {each.state for each in coarse.outcomes} == {EQUAL}
    other = intake.preview(copy, april(russia=21_900.0, published="2026/05/09"), "first.xls")
    assert [each.key for each in other.held if each.code == "P-05"] == ["older"]
    assert outcomes.counts(other.outcomes)[BEHIND] == 3, "the newer figures stay in front"
