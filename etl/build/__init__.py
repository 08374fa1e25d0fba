"""From the files in force to checked, derived and sorted rows: `build.load` gives the Dataset of an edition and a day.

May import `extract` and below. `rules` holds one function for each way of deriving a row.
"""

__all__ = [
    "build",
    "parts",
    "processed",
    "reread",
    "rules",
    "snapshot_rows",
    "transform",
    "triples",
    "typed",
    "vintages",
]
