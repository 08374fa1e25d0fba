"""Words for a chart that has nothing to show: as known on which day, and what to do."""

from __future__ import annotations

from dashboard.figures import words
from dashboard.figures.query import Data


def known(data: Data) -> str:
    """Return " known on 31 Jan 2023", or nothing today."""
    return f" known on {words.day(data.as_of)}" if data.as_of else ""


def as_known(data: Data) -> str:
    """Return " as known on 31 Jan 2023", or nothing today."""
    return f" as{known(data)}" if data.as_of else ""


def cure(data: Data) -> str:
    """Return what to do about an empty chart."""
    return "Choose a later day or “Today”." if data.as_of else "Choose other years or go back to the usual view."
