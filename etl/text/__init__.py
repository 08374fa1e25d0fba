"""Numbers, periods and their words as offices write them, read exactly; words that people hand in; and files written
whole or not at all.

May import `tables`.
"""

__all__ = ["atomic_write", "numbers", "periods", "received"]
