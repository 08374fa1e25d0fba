"""What a chart draws, said in the words of the subject and free of pixels.

A chart returns one `Plot`; `dashboard.draw` lays it out, `dashboard.export` makes native slide charts of it. Values are
in the unit that the panel names; x is a decimal year, a yearly total at mid-year, a month one twelfth wide (`x_at`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dashboard.exhibits.remarks import Claim, Event, Note, Span, Window


def x_at(period: str, months: int = 12) -> float:
    """Return the middle of a period in decimal years: 2022.5 for "2022", 2022.125 for "2022-02" of one month."""
    year, _, month = period.partition("-")
    return int(year) + ((int(month or 1) - 1) + months / 2) / 12


@dataclass(frozen=True)
class Point:
    """One value as drawn; `value` None is a gap. `row` is the position of its row in the exhibit's table."""

    x: float
    value: float | None
    label: str = ""  # the period in words: "2022", "Jan–Feb 2022"
    hollow: bool = False  # provisional, estimated or derived by a rule that needs a word
    width: float = 1.0  # months or years covered, in steps of the axis; 2 for a January–February pair
    row: int | None = None
    text: str = ""  # the value printed at the point, where it carries the finding: "17.0"; "Jan–Feb" over a first pair
    joint: str = ""  # the source changes here without tearing the line: both values in words, marked by a diamond
    said: str = ""  # what a reader who points at it must know: two figures that do not add up


@dataclass(frozen=True)
class Line:
    """One line: one reporter, one source family and one definition from each break to the next."""

    name: str
    colour: str  # a key of style.COLOURS: a place, fuel, reporter, or "context"
    points: tuple[Point, ...]
    role: str = "named"  # accent (Russia, drawn last), named, context (grey)
    dashed: bool = False  # another reporter, or an estimate; nothing else
    breaks: tuple[float, ...] = ()  # x where source or definition changes: the line stops and restarts with hollow ends
    end: str = ""  # the words after the name at its end, in bold: "3.6×"
    end_value: str = ""  # the second line there, in grey: "$828.1bn"
    start: str = ""  # words where the line starts, as on a slope's left side; lines that end alike get their name there
    short: str = ""  # the name on a phone: "China counts"; "" keeps `name`
    when: str = ""  # the period of its end, "in 2021", where the lines compared end apart
    marked: bool = False  # its gaps are crossed by thin dots

    @property
    def dated_value(self) -> str:
        """The second line at its end: its value and, where the lines compared end apart, the period."""
        when = "" if self.when in f"{self.end} {self.end_value}" else self.when
        return f"{self.end_value} {when}".strip()


@dataclass(frozen=True)
class Columns:
    """One segment of a stack of columns, or the only one; drawn from zero. `first` segments lie on the baseline."""

    name: str
    colour: str
    points: tuple[Point, ...]
    remainder: bool = False  # the pale rest of a whole
    outline: bool = False  # lighter, outlined: a company's statement, an estimate
    diverging: bool = False  # balances: two tints either side of zero
    end_value: str = ""
    missing: str = ""  # words over a gap that is "not published": hatched, never zero; "" leaves the gap empty
    short: str = ""  # the name on a phone


@dataclass(frozen=True)
class Bar:
    """One horizontal bar of a ranking; `value` None is drawn hatched with `missing` as its words, never as zero."""

    name: str
    value: float | None
    colour: str = "context"
    text: str = ""  # the value as printed at its end
    missing: str = ""
    target: float | None = None  # a bullet bar's announced figure
    target_text: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Dot:
    """One dated event of a timeline, in the lane `y`; on an axis of values a place of two values."""

    x: float
    y: float
    name: str
    colour: str = "context"
    label: str = ""  # shown over it; "" shows only the point
    hollow: bool = False
    row: int | None = None


@dataclass(frozen=True)
class Cell:
    """One cell of a matrix: from `first` to `last` on the time axis, in lane `lane`."""

    first: float
    last: float
    lane: int
    name: str  # what it says when pointed at: "China Customs, 2023: 12 months"
    colour: str = "context"
    state: str = "full"  # full, part (pale, outlined), stopped (hatched: nothing is published)
    text: str = ""  # printed inside where there is room: "81.3%"
    short: str = ""  # printed in its place where there is less: "81%"
    bold: bool = False
    row: int | None = None


@dataclass(frozen=True)
class Cells:
    """A matrix over the panel's lanes and the time axis; no cell where nothing is known. `key` explains the states."""

    cells: tuple[Cell, ...]
    key: tuple[tuple[str, str, str], ...] = ()  # (state, colour, words), said once above the first lane


@dataclass(frozen=True)
class Area:
    """The filled gap between two lines at the same x; "" words draw no label."""

    upper: tuple[Point, ...]
    lower: tuple[Point, ...]
    colour: str = "window"
    words: str = ""
    short: str = ""  # on a phone; "" keeps `words`


@dataclass(frozen=True)
class Guide:
    """A straight line between two places of an axis of values, by which its dots are read; no row stands behind it."""

    first: tuple[float, float]
    last: tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """How values of a panel are written: prefix and unit stand only at the top tick."""

    prefix: str = ""  # "$"
    unit: str = ""  # "bn", "%", "m TIV", "×"
    decimals: int = 1
    zero: bool = True  # False needs `note`: "Axis starts at 40"
    log: bool = False
    signed: bool = False  # write + and − (growth, differences)
    top: float | None = None  # a fixed top: 100 for a share panel
    second_unit: str = ""  # one series in two units: "mb/d", `second_factor` times the value
    second_factor: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """One plot area. Several stand one below the other on one x axis, or as small multiples in a grid."""

    marks: tuple[Any, ...] = ()
    scale: Scale = field(default_factory=Scale)
    title: str = ""
    height: float = 1.0  # share of the plot height among stacked panels
    claims: tuple[Claim, ...] = ()
    notes: tuple[Note, ...] = ()
    empty: str = ""  # words in place of marks: "Volume by origin is not published."
    lanes: tuple[str, ...] = ()  # a timeline's lane names, from the top
    stretches: bool = False  # lanes whose line is strong from the first dot to the last: since when
    claim_title: str = ""  # the keyed note that explains the claim marks: "The report's figures: not reproduced"
    claim_words: str = ""  # its second line
    bars: str = "Value"  # what a panel's bars are, and their targets
    targets: str = "Target"


@dataclass(frozen=True)
class Plot:
    """Everything a chart shows between subtitle and footer."""

    panels: tuple[Panel, ...]
    axis: str = "year"  # year, month (both time, decimal years), items (bars), values (`across` says which)
    across: Scale = field(default_factory=Scale)  # of an axis of values, a log one; its `note` stands under it
    first: float | None = None  # x range; None measures the marks
    last: float | None = None
    layout: str = "stack"  # stack, grid (small multiples with one shared value range unless own_scales)
    own_scales: bool = False
    events: tuple[Event, ...] = ()
    windows: tuple[Window, ...] = ()
    rail: tuple[Span, ...] = ()
