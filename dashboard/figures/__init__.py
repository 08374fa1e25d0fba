"""Rows as charts take them: chosen by edition and day, joined across sources, with differences and words for values.

May import `etl`, no other room of `dashboard`.
"""

__all__ = [
    "arms_releases",
    "coverage",
    "dependence",
    "differences",
    "mirror",
    "query",
    "rolling",
    "settings",
    "splice",
    "triples",
    "words",
]
