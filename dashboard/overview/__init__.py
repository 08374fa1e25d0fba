"""What the overview says: findings, changes since an edition, what an upload moves, where figures come from.

May import `export`, `ledger`, `draw`, `charts` and below.
"""

__all__ = ["headline_changes", "key_figures", "provenance", "short_lists", "shown_where", "state_of_play", "unsaid"]
