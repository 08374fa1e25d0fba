"""The ledger as readers see it: verdicts for the edition shown, the errata sheet, and a draft with comments.

May import `exhibits`, `figures` and `etl`.
"""

__all__ = ["errata", "marked", "read_as", "verdict_lists", "verdict_words"]
