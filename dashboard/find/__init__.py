"""One box over everything that an edition shows on a day: figures, charts, cited figures, sources, events, uploads, pages.

`finder.answer` is its door: words in any of the languages of the tables in, the best entries with their newest figure and
their address out. May import `overview` and below.
"""

__all__ = ["finder"]
