"""The ledger of claims: each cited figure computed again from the rows, with a verdict and near misses.

May import `build` and below, not `check`.
"""

__all__ = ["answer", "claims", "claims_file", "ledger", "subject", "verdicts"]
