"""Corpora: documents that somebody brings, checked, and how often terms occur in them by year.

May import `read` and below. Nothing is stored and no text is shipped: a corpus is read where it lies.
"""

__all__ = ["corpus", "counts", "documents", "lexicon"]
