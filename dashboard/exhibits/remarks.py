"""What a chart says over its marks: printed figures, averages, cited figures, events, windows, the source rail, notes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Average:
    """A window's average, in the unit of the columns it lies over."""

    first: float
    last: float
    value: float
    text: str


@dataclass(frozen=True)
class Figures:
    """A row of printed values inside a panel, each at its x: "65%" under a year of monthly points."""

    name: str  # said at the right end: "Whole year"
    texts: tuple[tuple[float, str], ...]
    bold: int | None = None  # the position of the one that the headline speaks of


@dataclass(frozen=True)
class Claim:
    """A cited figure beside ours: a hollow circle with a cross that opens its entry in the ledger."""

    x: float
    value: float
    text: str  # "15.6%, cited"
    claim: str  # its id in the ledger


@dataclass(frozen=True)
class Event:
    """A dated event across all panels of a time axis."""

    x: float
    words: str  # two lines at most: "Russia invades Ukraine, Feb 2022"
    source: str = ""
    short: str = ""  # on a phone: "Invasion Feb 2022"; "" keeps `words`


@dataclass(frozen=True)
class Window:
    """A marked span across all panels."""

    first: float
    last: float
    words: str


@dataclass(frozen=True)
class Span(Window):
    """One stretch of the source rail under the time axis, from the x of its first point to that of its last."""


@dataclass(frozen=True)
class Note:
    """A short remark at a point of a panel, with a thin leader: "EU: series breaks, UK leaves in 2020"."""

    x: float
    value: float
    words: str
    colour: str = "note"
    short: str = ""  # on a phone; "" keeps `words`
    leader: bool = True  # False sets the words beside the point without a line
