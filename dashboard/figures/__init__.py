"""Rows as charts take them: chosen by edition and day, joined across sources, with differences and words for values.

May import `etl`, no other room of `dashboard`.
"""

__all__ = [
    "arms_releases",
    "comparisons",
    "coverage",
    "dependence",
    "health",
    "memo",
    "mirror",
    "query",
    "ranking",
    "rolling",
    "served",
    "settings",
    "splice",
    "triple_index",
    "triples",
    "words",
]
