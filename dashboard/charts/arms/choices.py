"""The pick that the arms charts share."""

from __future__ import annotations

from dashboard.exhibits.picks import Pick
from dashboard.figures.arms_releases import release_year, releases

RELEASE = Pick(
    "release",
    "SIPRI release",
    (("newest", "Newest known"), *((family, release_year(family)) for family in releases())),
    "newest",
)
