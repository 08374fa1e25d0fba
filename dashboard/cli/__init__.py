"""The command `kyakhta`: run, table, charts, render, export, brief, draft, and the commands of `etl.cli`.

May import every room; heavy ones inside the command, so that help is quick.
"""

__all__ = ["main"]
