"""The gate between table and drawing: what it puts right, what it refuses, and which view it offers instead."""

from dataclasses import replace

import pytest

from dashboard.exhibits import nearest, readable
from dashboard.exhibits.exhibit import exhibit
from dashboard.exhibits.picks import FIRST, Pick
from dashboard.exhibits.plot import Bar, Cell, Cells, Line, Panel, Plot, Point, Scale

WHO = Pick("who", "Partners", (("a", "A"), ("b", "B")), "a,b", kind="many")


def line(name, *values, first=2010, role="named", **more):
    points = tuple(Point(first + n + 0.5, value, str(first + n)) for n, value in enumerate(values))
    return Line(name, "RUS" if role == "accent" else "EU27", points, role=role, **more)


def plot(*marks, **more):
    return Plot((Panel(marks, Scale("$", "bn")),), **more)


def mended(*marks):
    return readable.mend(plot(*marks)).panels[0].marks


def test_a_gap_is_marked_and_said_and_a_whole_line_says_nothing():
    gapped, whole = plot(line("A", 1, None, 3, 4)), plot(line("A", 1, 2, 3, 4))
    assert readable.gap_words(readable.mend(gapped)) == "Thin dots cross a gap: no figure is held there."
    assert readable.gap_words(readable.mend(whole)) == "" and not readable.faults(readable.mend(gapped))


def test_a_break_between_two_stretches_stays_open_but_a_lone_value_behind_one_is_tied_to_its_line():
    from dashboard.exhibits import runs

    torn = replace(line("A", 1, 2, 3, 4), breaks=(2012.0,), marked=True)
    assert runs.marked_gaps(torn, "year") == []
    lone = replace(line("A", 1, 2, 3), breaks=(2012.0,), marked=True)
    assert [(one.label, two.label) for one, two in runs.marked_gaps(lone, "year")] == [("2011", "2012")]


def test_lines_that_end_apart_carry_their_year_and_lines_that_end_together_do_not():
    apart = mended(line("A", 1, 2, 3), line("B", 1, 2))
    assert [one.when for one in apart] == ["in 2012", "in 2011"]
    assert [one.when for one in mended(line("A", 1, 2), line("B", 1, 2))] == ["", ""]


@pytest.mark.parametrize(
    ("label", "told"),
    [("2021", "in 2021"), ("Dec 2024", "in Dec 2024"), ("12 months to Dec 2025", "to Dec 2025"), ("", "")],
)
def test_an_end_says_its_period_as_its_label_does(label, told):
    assert readable.dated(Point(2021, 1, label)) == told


def test_a_multiple_stays_only_beside_its_own_denominator():
    russia = line("Russia", 1, 2, 3, role="accent")
    same, older = mended(russia, line("A", 2, 4, 6, end="2.0×"), line("B", 2, 4, end="2.0×"))[1:]
    assert same.end == "2.0×" and older.end == ""


def test_values_of_one_year_are_bars_the_largest_first():
    out = readable.mend(plot(line("A", 1, end="2×", end_value="$1bn"), line("B", 3, end_value="$3bn")))
    assert out.axis == "items" and [(bar.name, bar.text) for bar in out.panels[0].marks] == [
        ("B", "$3bn"),
        ("A", "$1bn · 2×"),
    ]
    assert all(isinstance(bar, Bar) for bar in out.panels[0].marks)


def test_a_row_of_boxes_that_says_two_things_over_and_over_is_left_to_a_sentence():
    def row(*texts):
        cells = tuple(Cell(2010 + n, 2011 + n, 0, text, text=text) for n, text in enumerate(texts))
        return Panel((Cells(cells),), lanes=("Russia",))

    boxes = row(*["1st"] * 9, *["2nd"] * 4)
    out = readable.mend(Plot((Panel((line("A", 1, 2),)), boxes)))
    assert len(out.panels) == 1
    assert not readable.repeats(row("1st", "2nd")) and not readable.repeats(row(*map(str, range(13))))


def test_a_grey_line_of_one_value_is_left_to_the_table():
    assert [one.name for one in mended(line("A", 1, 2, 3), line("B", 1, role="context"))] == ["A"]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (line("A", 1, *[None] * 4, 2, 3, 4, 5, 6), "no figure for 4 years in a row"),
        (line("A", 1, None, None, None, 2, None, None, None, 3), "figures for only 33% of its years"),
    ],
)
def test_what_dots_cannot_mend_is_named_with_the_reason(bad, why):
    assert readable.faults(readable.mend(plot(bad))) == (readable.Fault("A", why),)


def test_more_lines_than_a_reader_can_follow_are_refused():
    (fault,) = readable.faults(plot(*(line(f"L{n}", 1, 2, 3) for n in range(9))))
    assert fault.name == "The panel of 9 lines"
    assert not readable.faults(plot(*(line(f"L{n}", 1, 2, 3) for n in range(8))))


def test_what_is_refused_says_why_and_offers_the_nearest_view_with_its_picks():
    bad, good = line("A", 1, *[None] * 4, 2, 3, 4, 5, 6), line("B", *range(1, 11))
    drawn = {
        "": plot(bad, good),
        "2011": plot(line("A", 2, 3, 4, 5, 6, first=2015), line("B", *range(2, 11), first=2011)),
    }
    out, offers = nearest.pass_gate(
        drawn[""], (FIRST, WHO), {"first": "", "who": "a,b"}, lambda picks: drawn.get(picks["first"])
    )
    assert [offer.words for offer in offers] == ["From 2011"] and dict(offers[0].picks)["first"] == "2011"
    assert out.panels[0].empty.startswith(
        "Not drawn, as too little is published for a line: A: no figure for 4 years in a row."
    )
    assert offers[0].words in out.panels[0].empty and not out.panels[0].marks


def test_twelve_month_sums_of_four_partners_are_refused_and_russia_alone_is_offered(data):
    item = exhibit("trade_by_partner", data, {"frequency": "M"})
    assert item.plot.panels[0].empty in item.alt and len(item.table) > 100, "the figures stay under Table"
    narrow, annual = item.offers
    assert "Russia" in narrow.words and annual.words == "Frequency: Annual"
    for offer in item.offers:
        assert not exhibit("trade_by_partner", data, dict(offer.picks)).offers
