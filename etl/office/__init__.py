"""The office: who may do what, which roles people have, and the record of what they did.

May import `store`, `text` and `tables`. `permissions.allowed` is the one function that decides; pages ask it before they
offer anything, commands before they act, and the store again at the commit.
"""

__all__ = ["audit", "deciding", "people", "permissions", "proposals", "release"]
