"""The commands about data: add, fetch, build, check, verify, withdraw, restore, history, template; people, proposals, backup.

May import every room of `etl`; heavy ones inside the command, so that help is quick.
"""

__all__ = ["changes", "data"]
