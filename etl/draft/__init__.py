"""A draft as it is written: the figures of a page of prose, found by rules and proposed as claims for the ledger.

May import `ledger` and below. What is not understood is listed with the reason; nothing is guessed and no service is asked.
"""

__all__ = ["draft", "files", "prose"]
