"""Checks of rows: identities that must hold, figures that are not plausible, sums, restatements, days of publication.

May import `build` and below; each check returns what it found and changes nothing.
"""

__all__ = ["expected", "identities", "plausibility", "vintages"]
