"""A file comes in: it is recognised, compared with what is known, previewed, put in force, or put off as a draft.

May import `check`, `ledger` and below.
"""

__all__ = ["add_command", "compile", "drafts", "grid", "impact", "intake", "outcomes", "record", "templates"]
