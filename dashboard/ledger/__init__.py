"""The ledger as readers see it: verdicts for the edition shown, and the errata sheet.

May import `exhibits`, `figures` and `etl`.
"""

__all__ = ["errata", "verdict_lists", "verdict_words"]
