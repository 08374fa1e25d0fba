"""Exports, imports and total are chosen together: one release before the newest days, and a third that nobody prints computed."""

from decimal import Decimal

from dashboard.figures import triple_index
from etl.build import transform, triples, vintages
from etl.tables.rows import Row

BN = 10**9


def row(flow, value, source="gacc_press", vintage="2022-01-14", **changed):
    given = Row(f"goods_{flow}_usd", "CHN", "RUS", "2021", 12, Decimal(str(value)) * BN, Decimal("5e5"), "reported", source,
                vintage, f"{source}/1#{flow}{vintage}")  # fmt: skip
    return given._replace(**changed)


FIRST = [row("exports", 67.565), row("imports", 79.322), row("total", 146.887)]


def shown(rows):
    return {key[0][0]: one.row for key, one in vintages.choose(rows).items()}


def state(*rows):
    """Return how good a page finds the three flows; None is one that is not known."""
    found = {flow: one for flow, one in zip(triples.FLOWS, rows, strict=True) if one is not None}
    floats = {
        flow: one._asdict() | {"value": float(one.value), "rounding": float(one.rounding)}
        for flow, one in found.items()
    }
    return triple_index.Triple("gacc", floats).state


def test_a_revised_part_never_stands_beside_the_total_first_printed():
    revised = row("imports", 79.6, vintage="2023-01-13")
    found = shown([*FIRST, revised])
    assert found["goods_imports_usd"].value == Decimal("79.322") * BN
    both = vintages.choose([*FIRST, revised])[revised.key, "gacc"]
    assert revised in both.others and revised in both.disagree


def test_a_whole_revised_triple_goes_before_the_first_one():
    newer = [
        row(flow, value, vintage="2023-01-13")
        for flow, value in (("exports", 67.5), ("imports", 79.6), ("total", 147.1))
    ]
    assert {one.vintage for one in shown([*FIRST, *newer]).values()} == {"2023-01-13"}


def test_the_better_class_goes_before_one_publication_of_a_worse():
    table = [row(flow, value, "gacc_tables", day) for flow, value, day in
             (("exports", 67.565, "2022-01-18"), ("imports", 79.322, "2022-01-18"), ("total", 146.887, "2022-01-18"))]  # fmt: skip
    press = [
        row(flow, value, vintage="2022-02-01") for flow, value in (("exports", 67), ("imports", 79), ("total", 146))
    ]
    stray = row("total", 150, "gacc_tables", "2022-06-01")
    assert {one.source for one in shown([*table, *press, stray]).values()} == {"gacc_tables"}


def test_figures_that_add_up_in_no_way_stay_as_they_are_and_are_listed():
    rows = [row("exports", 60), row("imports", 70), row("total", 140)]
    chosen = {key: one.row for key, one in vintages.choose(rows).items()}
    assert {one.value / BN for one in chosen.values()} == {60, 70, 140}
    ((cell, triple),) = triples.broken(chosen)
    assert cell == ("CHN", "RUS", "2021", 12, "usd", "gacc") and triple.total.value == 140 * BN
    assert state(*triple) == 2


def test_the_flow_that_is_not_printed_is_the_total_less_the_other():
    """2025: 228.105 less 103.309 bn (GACC, 14 Jan 2026)."""
    rows = [row("total", 228.105), row("exports", 103.309)]
    (imports,) = [one for one in transform.derive(rows) if one.series == "goods_imports_usd"]
    assert (
        imports.value == Decimal("124.796") * BN
        and imports.status == "derived"
        and imports.citation.startswith("third(")
    )
    assert imports.rounding == Decimal("1e6")


def test_of_two_totals_the_one_that_came_out_with_the_part_makes_the_third():
    rows = [row("exports", 103.309), row("total", 228.105), row("total", 230, vintage="2023-06-01")]
    (imports,) = [one for one in transform.derive(rows) if one.series == "goods_imports_usd"]
    assert imports.value == Decimal("124.796") * BN


def test_the_eu_without_the_uk_is_made_only_of_one_source():
    eu = row("exports", 427, partner="EU28")
    assert not [
        one for one in transform.derive([eu, row("exports", 62, "gacc_tables", partner="GBR")]) if one.partner == "EU27"
    ]
    (made,) = [one for one in transform.derive([eu, row("exports", 62, partner="GBR")]) if one.partner == "EU27"]
    assert made.value == 365 * BN and made.citation.startswith("without_uk(")


def test_a_triple_is_better_printed_than_worked_out_and_worked_out_than_apart():
    exports, imports, total = FIRST
    worked_out = imports._replace(status="derived", citation="third(a b)")
    implied = imports._replace(status="derived", citation="implied_base(a b)")
    states = [
        state(*rows)
        for rows in (
            (exports, imports, total), (exports, worked_out, total), (exports, implied, total),
            (exports, imports, total._replace(value=total.value + BN)), (exports, None, total),
        )
    ]  # fmt: skip
    assert states == [0, 0, 1, 2, 3]


def test_a_sum_of_long_figures_adds_up_although_it_is_cut_to_fifteen_digits():
    exports, imports = (
        row(flow, 0, vintage="2022-01-14")._replace(value=Decimal(value), rounding=Decimal("5e-10"))
        for flow, value in (("exports", "4208884.784697303"), ("imports", "5461.891513071621"))
    )
    total = next(one for one in transform.derive([exports, imports]) if one.series == "goods_total_usd")
    assert total.value == Decimal("4214346.67621037") and triples.adds_up(exports, imports, total)
